/* Signals, and the status of a process, which may hold one. */
#include "output/print_kinds.h"

#include "base/signal_name.h"

void print_signal_name(struct text *out, uint64_t number)
{
	const char *name = signal_name(number);

	if (name)
		text_string(out, name);
	else
		text_decimal(out, (int32_t)number);
}

void print_signal(struct printer *printer, uint64_t number)
{
	struct text *out = printer->out;
	bool has_name = number && number <= SIGNAL_MAX;

	if (!has_name || printer->view->constants == CONSTANTS_ABBREV) {
		print_signal_name(out, number);
		return;
	}
	text_decimal(out, number);
	if (printer->view->constants == CONSTANTS_VERBOSE) {
		text_literal(out, " /* ");
		print_signal_name(out, number);
		text_literal(out, " */");
	}
}

/* What the macros of wait(2) say of it; the bits of which they say nothing are left. */
static uint32_t put_wait_macros(struct text *out, uint32_t status)
{
	unsigned signal = status & 0x7f, code = status >> 8 & 0xff;

	if (status == 0xffff) {
		text_literal(out, "{WIFCONTINUED(s)}");
		return 0;
	}
	if (!signal) {
		text_literal(out, "{WIFEXITED(s) && WEXITSTATUS(s) == ");
		text_unsigned(out, code);
		status &= ~0xff00u;
	} else if ((status & 0xff) == 0x7f) {
		text_literal(out, "{WIFSTOPPED(s) && WSTOPSIG(s) == ");
		print_signal_name(out, code & 0x7f);
		if (code & 0x80)
			text_literal(out, " | 0x80");
		status &= ~0xffffu;
	} else if (signal != 0x7f) {
		text_literal(out, "{WIFSIGNALED(s) && WTERMSIG(s) == ");
		print_signal_name(out, signal);
		if (status & 0x80)
			text_literal(out, " && WCOREDUMP(s)");
		status &= ~0xffu;
	} else {
		text_hex(out, status);
		return 0;
	}
	text_char(out, '}');
	return status;
}

/* A tracer finds the event above: {WIFSTOPPED(s) && WSTOPSIG(s) == SIGTRAP}|PTRACE_EVENT_EXEC<<16.
 */
void print_wait_status(struct printer *printer, uint32_t status)
{
	const struct symbols *events = symbols_find("ptrace_event");
	struct text *out = printer->out;
	uint32_t rest = put_wait_macros(out, status);

	if (rest >> 16 && events) {
		text_char(out, '|');
		print_symbols(printer, events, rest >> 16, sizeof(rest));
		text_literal(out, "<<16");
	}
	if (rest & 0xffff) {
		text_char(out, '|');
		text_hex(out, rest & 0xffff);
	}
}
