/* Points in time, clocks, and their ticks. */
#include "output/print_kinds.h"

#include "calls/symbols.h"

#include <string.h>
#include <time.h>

void print_date(struct text *out, int64_t seconds, uint64_t fraction, unsigned digits)
{
	time_t time = seconds;
	struct tm tm;
	char buffer[64];

	if (!localtime_r(&time, &tm))
		return;
	text_put(out, buffer, strftime(buffer, sizeof(buffer), "%FT%T", &tm));
	if (fraction) {
		text_char(out, '.');
		text_unsigned_padded(out, fraction, digits);
	}
	text_put(out, buffer, strftime(buffer, sizeof(buffer), "%z", &tm));
}

/* The nanoseconds that belong to a date stand in the member after it. */
static uint64_t nanoseconds_after(const struct value *value)
{
	const struct value *next = value->next;
	size_t length = next && next->name ? strlen(next->name) : 0;

	if (length < 4 || next->shape != SHAPE_NUMBER || strcmp(next->name + length - 4, "nsec"))
		return 0;
	return next->number < 1000000000 ? next->number : 0;
}

void print_time(struct printer *printer, const struct value *value)
{
	uint64_t nanoseconds = nanoseconds_after(value);

	text_decimal(printer->out, value->number);
	if (!value->number && !nanoseconds)
		return;
	print_date_comment(printer->out, value->number, nanoseconds, 9);
}

/* The clock of a process or thread: its number and which time it counts. */
static void put_cpu_clock(struct text *out, int32_t clock)
{
	static const char *const kinds[] = { "CPUCLOCK_PROF", "CPUCLOCK_VIRT", "CPUCLOCK_SCHED" };

	text_string(out, clock & 4 ? "MAKE_THREAD_CPUCLOCK(" : "MAKE_PROCESS_CPUCLOCK(");
	text_decimal(out, ~(clock >> 3));
	text_literal(out, ", ");
	text_string(out, kinds[clock & 3]);
	text_char(out, ')');
}

void print_clock(struct printer *printer, const struct value *value)
{
	const struct symbols *clocks =
		value->symbols ? value->symbols : symbols_find("clock_names");
	int32_t clock = value->number;

	if (clock < 0 && (clock & 3) < 3 && ~(clock >> 3)) {
		if (printer->view->constants != CONSTANTS_ABBREV) {
			put_hex(printer->out, (uint32_t)clock);
			if (begin_comment(printer))
				return;
		}
		put_cpu_clock(printer->out, clock);
		end_comment(printer);
	} else if (clocks) {
		print_symbols(printer, clocks, (uint32_t)clock, 4);
	} else {
		text_decimal(printer->out, clock);
	}
}

void print_ticks(struct printer *printer, uint64_t number)
{
	struct text *out = printer->out;
	enum { TICKS_PER_SECOND = 100 }; /* USER_HZ, the same on all Linux systems of today */

	text_unsigned(out, number);
	if (!number || printer->view->constants == CONSTANTS_RAW)
		return;
	text_literal(out, " /* ");
	text_unsigned(out, number / TICKS_PER_SECOND);
	text_char(out, '.');
	text_unsigned_padded(out, number % TICKS_PER_SECOND, 2);
	text_literal(out, " s */");
}
