/* How a line of the text view begins and ends. */
#include "output/color.h"
#include "output/text_sink.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

void put_fraction(struct text *out, uint64_t nanoseconds, unsigned digits)
{
	static const uint64_t divisor[] = { 1000000000, 100000000, 10000000, 1000000, 100000,
		                            10000,      1000,      100,      10,      1 };

	if (!digits)
		return;
	text_char(out, '.');
	text_unsigned_padded(out, nanoseconds / divisor[digits], digits);
}

static void put_clock(struct text *out, uint64_t seconds)
{
	static _Thread_local uint64_t known; /* the second last asked for, and its form */
	static _Thread_local char form[16];

	if (known != seconds || !form[0]) {
		time_t time = seconds;
		struct tm tm;
		if (!localtime_r(&time, &tm) || !strftime(form, sizeof(form), "%T", &tm))
			return;
		known = seconds;
	}
	text_string(out, form);
}

static void put_time(struct text_sink *sink, uint64_t time_ns)
{
	const struct view *view = sink->sink.view;
	struct text *out = out_of(sink);
	uint64_t seconds = time_ns / 1000000000, rest = time_ns % 1000000000;

	if (view->time == TIME_CLOCK)
		put_clock(out, seconds);
	else if (view->time == TIME_UNIX)
		text_unsigned(out, seconds);
	if (view->time != TIME_NONE) {
		put_fraction(out, rest, view->time_digits);
		text_char(out, ' ');
	}
	if (view->relative) {
		uint64_t elapsed =
			sink->last_ns && time_ns > sink->last_ns ? time_ns - sink->last_ns : 0;
		sink->last_ns = time_ns;
		if (view->time != TIME_NONE)
			text_literal(out, "(+");
		text_format(out, "%6llu", (unsigned long long)(elapsed / 1000000000));
		put_fraction(out, elapsed % 1000000000, view->relative_digits);
		text_string(out, view->time != TIME_NONE ? ") " : " ");
	}
}

static void put_pid_words(struct text_sink *sink, struct text *out, const struct event *event)
{
	const struct view *view = sink->sink.view;
	struct printer printer = {
		.out = out, .view = view, .event = event, .invisible = &sink->invisible
	};

	color_put(&printer, COLOR_PID);
	size_t start = out->length;
	if (view->pid_brackets) {
		char number[16];
		snprintf(number, sizeof(number), "[pid %5d", event->tid);
		text_string(out, number);
		print_comm(&printer, event->tid);
		text_literal(out, "] ");
	} else {
		text_decimal(out, event->tid);
		print_comm(&printer, event->tid);
		text_pad(out, start, 5);
		text_char(out, ' ');
	}
	color_put(&printer, COLOR_NONE);
}

/* Mostly it is that of the line before, so that is kept; not what may change, or takes
 * no column. */
static void put_pid(struct text_sink *sink, const struct event *event)
{
	const struct view *view = sink->sink.view;
	struct text *known = &sink->pid;

	if (view->pid == PID_NEVER || (view->pid == PID_WHEN_SEVERAL && sink->thread_count < 2))
		return;
	if (view->color || view->decode_pids) {
		put_pid_words(sink, out_of(sink), event);
		return;
	}
	if (sink->pid_tid != event->tid || !known->length) {
		sink->pid_tid = event->tid;
		known->length = 0;
		put_pid_words(sink, known, event);
	}
	text_put(out_of(sink), known->bytes, known->length);
}

static void put_own_context(struct text_sink *sink, const struct event *event)
{
	struct text *out = out_of(sink);
	size_t start = out->length;
	struct printer printer = { .out = out, .view = sink->sink.view, .event = event };

	print_context(&printer, CHUNK_CONTEXT_PROCESS, (uint32_t)event->tid);
	if (out->length == start)
		return;
	/* The space stands behind it. */
	memmove(out->bytes + start, out->bytes + start + 1, out->length - start - 1);
	out->bytes[out->length - 1] = ' ';
}

/* The number of the call, or of the thread's last one. */
static void put_number(struct text_sink *sink, const struct event *event)
{
	char number[24];

	snprintf(number, sizeof(number), "[%4u] ", event->nr);
	text_string(out_of(sink), number);
}

void line_begin(struct text_sink *sink, const struct event *event, uint64_t time_ns)
{
	const struct view *view = sink->sink.view;
	struct text *out = out_of(sink);

	sink->line_start = out->length;
	sink->invisible = 0;
	put_pid(sink, event);
	if (view->contexts)
		put_own_context(sink, event);
	put_time(sink, time_ns);
	if (view->show_number)
		put_number(sink, event);
	if (view->show_ip) {
		if (event->ip) {
			text_char(out, '[');
			text_hex_padded(out, event->ip, event->abi == ABI_I386 ? 8 : 16);
			text_literal(out, "] ");
		} else {
			text_string(out,
			            event->abi == ABI_I386 ? "[????????] " : "[????????????????] ");
		}
	}
}

void line_end(struct text_sink *sink)
{
	text_char(out_of(sink), '\n');
	stream_line(sink->sink.stream);
}
