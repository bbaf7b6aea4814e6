/* The text view: strace's lines, to the letter.
 *
 * A call is shown when it returns, in one piece.  If another thread has
 * something to say in between, or the call blocks for a while, the part that was
 * known at its entry is shown first ("<unfinished ...>") and the rest later
 * ("<... read resumed>").  So the entry of the newest call waits here, as a
 * copy of its event, until one of these happens. */
#include "base/map.h"
#include "output/print.h"
#include "output/sink.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
	ARENA_MAX = 64 << 20,
	SYSCALL_ARGS = 6,
	/* What the kernel says to itself when a signal interrupts a call. */
	ERESTARTSYS = 512,
	ERESTARTNOINTR = 513,
	ERESTARTNOHAND = 514,
	ERESTART_RESTARTBLOCK = 516,
	ERRNO_MAX = 4095,
};

/* How far the line of a thread's present call has got. */
enum progress {
	PROGRESS_NONE,	  /* nothing shown */
	PROGRESS_PARTIAL, /* its entry ends the output, without a newline */
	PROGRESS_UNFINISHED, /* its entry was shown and closed as unfinished */
};

struct thread {
	enum progress progress;
};

struct text_sink {
	struct sink sink;
	struct arena arena;
	struct map threads;    /* tid → struct thread */
	struct event *pending; /* an entry not shown yet, or shown without a newline */
	uint32_t pending_capacity;
	bool has_pending;
	unsigned thread_count;
	uint64_t last_ns; /* of the line before, for -r */
	size_t line_start;
};

static struct text *out_of(struct text_sink *sink)
{
	return stream_text(sink->sink.stream);
}

static struct thread *thread_of(struct text_sink *sink, pid_t tid)
{
	struct thread *thread = map_get(&sink->threads, tid);

	if (!thread) {
		thread = calloc(1, sizeof(*thread));
		if (thread && !map_put(&sink->threads, tid, thread)) {
			free(thread);
			thread = NULL;
		}
		sink->thread_count += thread != NULL;
	}
	return thread;
}

static void thread_forget(struct text_sink *sink, pid_t tid)
{
	struct thread *thread = map_remove(&sink->threads, tid);

	sink->thread_count -= thread != NULL;
	free(thread);
}

/* ---- the beginning and the end of a line */

static void put_fraction(struct text *out, uint64_t nanoseconds, unsigned digits)
{
	static const uint64_t divisor[] = { 1000000000, 100000000, 10000000, 1000000, 100000,
					    10000,	1000,	   100,	     10,      1 };

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
		uint64_t elapsed = sink->last_ns && time_ns > sink->last_ns
					   ? time_ns - sink->last_ns
					   : 0;
		sink->last_ns = time_ns;
		if (view->time != TIME_NONE)
			text_literal(out, "(+");
		text_format(out, "%6llu", (unsigned long long)(elapsed / 1000000000));
		put_fraction(out, elapsed % 1000000000, view->relative_digits);
		text_string(out, view->time != TIME_NONE ? ") " : " ");
	}
}

static void put_pid(struct text_sink *sink, pid_t tid)
{
	const struct view *view = sink->sink.view;
	struct text *out = out_of(sink);
	char number[16];

	if (view->pid == PID_NEVER || (view->pid == PID_WHEN_SEVERAL && sink->thread_count < 2))
		return;
	snprintf(number, sizeof(number), view->pid_brackets ? "%5d" : "%-5d", tid);
	if (view->pid_brackets)
		text_literal(out, "[pid ");
	text_string(out, number);
	text_string(out, view->pid_brackets ? "] " : " ");
}

static void line_begin(struct text_sink *sink, const struct event *event, uint64_t time_ns)
{
	const struct view *view = sink->sink.view;
	struct text *out = out_of(sink);

	sink->line_start = out->length;
	put_pid(sink, event->tid);
	put_time(sink, time_ns);
	if (view->show_number && (event->kind == EVENT_ENTRY || event->kind == EVENT_EXIT)) {
		char number[24];
		snprintf(number, sizeof(number), "[%4u] ", event->nr);
		text_string(out, number);
	}
	if (view->show_ip) {
		if (event->ip) {
			text_char(out, '[');
			text_hex_padded(out, event->ip, event->abi == ABI_I386 ? 8 : 16);
			text_literal(out, "] ");
		} else {
			text_string(out, event->abi == ABI_I386 ? "[????????] "
								: "[????????????????] ");
		}
	}
}

static void line_end(struct text_sink *sink)
{
	text_char(out_of(sink), '\n');
	stream_line(sink->sink.stream);
}

/* ---- calls */

static void printer_init(struct printer *printer, struct text_sink *sink, const struct event *event)
{
	const struct view *view = sink->sink.view;

	*printer = (struct printer){
		.out = out_of(sink),
		.view = view,
		.event = event,
		.abbrev = call_set_has(&view->abbrev, event->abi, event->nr),
		.names = view->arg_names,
	};
}

static void put_call_name(struct text *out, const struct call_value *decoded)
{
	if (decoded->call) {
		text_put(out, decoded->call->name, decoded->call->name_length);
	} else {
		text_literal(out, "syscall_");
		text_hex(out, decoded->event->nr);
	}
}

static void put_raw_arguments(struct text *out, const struct event *event, unsigned count)
{
	for (unsigned i = 0; i < count && i < SYSCALL_ARGS; i++) {
		if (i)
			text_literal(out, ", ");
		if (event->args[i])
			text_hex(out, event->args[i]);
		else
			text_char(out, '0');
	}
}

static bool is_shown_raw(const struct text_sink *sink, const struct call_value *decoded)
{
	const struct event *event = decoded->event;

	return !decoded->call || call_set_has(&sink->sink.view->raw, event->abi, event->nr);
}

/* Pointers to structures and arrays are followed only for calls in verbose. */
static bool is_followed(const struct text_sink *sink, const struct event *event)
{
	return call_set_has(&sink->sink.view->verbose, event->abi, event->nr);
}

enum side { SIDE_IN = 1, SIDE_OUT = 2 };

static bool is_string(const struct value *value)
{
	return value->kind == KIND_STRING || value->kind == KIND_PATH || value->kind == KIND_BYTES;
}

static void put_argument(struct text_sink *sink, struct printer *printer,
			 const struct call_value *decoded, const struct value *value, unsigned sides)
{
	if (value->flags & VALUE_POINTER && !is_string(value) && !is_followed(sink, decoded->event)) {
		if (sides & SIDE_IN)
			print_address(printer->out, value->address);
		return;
	}
	if (sides & SIDE_IN)
		print_value_in(printer, value);
	if (sides & SIDE_OUT)
		print_value_out(printer, value);
}

static void put_argument_start(struct printer *printer, const struct call_value *decoded,
			       const struct value *value)
{
	bool named = decoded->call->named || printer->names;

	if (value != decoded->args->first)
		text_literal(printer->out, ", ");
	if (named && value->name && !(value->traits & TRAIT_UNNAMED)) {
		text_string(printer->out, value->name);
		text_char(printer->out, '=');
	}
}

/* An argument that comes out is shown at entry only as far as it went in. */
static bool is_late(const struct value *value)
{
	return value->flags & VALUE_LATE && !(value->traits & TRAIT_NOTED);
}

static bool went_in(const struct value *value)
{
	return value->shape != SHAPE_ADDRESS;
}

static void put_arguments(struct text_sink *sink, struct printer *printer,
			  const struct call_value *decoded)
{
	for (const struct value *value = decoded->args->first; value; value = value->next) {
		if (is_late(value) && !went_in(value))
			break;
		put_argument_start(printer, decoded, value);
		put_argument(sink, printer, decoded, value,
			     is_late(value) ? SIDE_IN : SIDE_IN | SIDE_OUT);
		if (is_late(value))
			break;
	}
}

/* Goes on where the same call's entry stopped.  Which arguments were late then is a
 * matter of the description: ask a decoded entry. */
static void put_late_arguments(struct text_sink *sink, struct printer *printer,
			       const struct call_value *decoded, const struct call_value *entry)
{
	const struct value *value = decoded->args->first, *before = entry->args->first;

	while (value && before && !is_late(before)) {
		value = value->next;
		before = before->next;
	}
	if (value && before && went_in(before)) {
		put_argument(sink, printer, decoded, value, SIDE_OUT);
		value = value->next;
	}
	for (; value; value = value->next) {
		put_argument_start(printer, decoded, value);
		put_argument(sink, printer, decoded, value, SIDE_IN | SIDE_OUT);
	}
}

static const char *restart_text(int64_t number)
{
	switch (number) {
	case ERESTARTSYS:
		return "ERESTARTSYS (To be restarted if SA_RESTART is set)";
	case ERESTARTNOINTR:
		return "ERESTARTNOINTR (To be restarted)";
	case ERESTARTNOHAND:
		return "ERESTARTNOHAND (To be restarted if no handler)";
	case ERESTART_RESTARTBLOCK:
		return "ERESTART_RESTARTBLOCK (Interrupted by signal)";
	}
	return NULL;
}

static void put_failure(struct text *out, int64_t number)
{
	const char *restart = restart_text(number);

	if (restart) {
		text_literal(out, "? ");
		text_string(out, restart);
		return;
	}
	const char *name = strerrorname_np(number);
	text_literal(out, "-1 ");
	if (name) {
		text_string(out, name);
		text_literal(out, " (");
		text_string(out, strerrordesc_np(number));
		text_char(out, ')');
	} else {
		text_literal(out, "(errno ");
		text_unsigned(out, number);
		text_char(out, ')');
	}
}

/* Descriptors without news are not worth a place in the note. */
static bool element_has_news(const struct value *element)
{
	const struct value *last = element->first;

	if (element->shape != SHAPE_STRUCT || !last)
		return true;
	while (last->next)
		last = last->next;
	return last->shape != SHAPE_NUMBER || last->number;
}

static bool bytes_have_news(const struct value *value)
{
	for (uint32_t i = 0; i < value->length; i++)
		if (value->bytes[i])
			return true;
	return false;
}

static void put_noted_list(struct printer *printer, const struct value *list)
{
	const char *separator = "";

	text_char(printer->out, '[');
	for (const struct value *value = list->first; value; value = value->next) {
		if (!element_has_news(value))
			continue;
		text_string(printer->out, separator);
		print_value(printer, value);
		separator = ", ";
	}
	text_char(printer->out, ']');
}

/* "(in [3], left {tv_sec=0, tv_usec=5})": what came out, after the result. */
static void put_notes(struct printer *printer, const struct call_value *decoded)
{
	const char *separator = " (";
	bool can_note = false;

	for (const struct value *value = decoded->args->first; value; value = value->next) {
		const struct value *after = value->after;

		if (!(value->traits & TRAIT_NOTED))
			continue;
		can_note = true;
		if (!after || !decoded->event->result)
			continue;
		if (after->shape == SHAPE_BYTES && !bytes_have_news(after))
			continue;
		text_string(printer->out, separator);
		separator = ", ";
		if (value->field->note && *value->field->note) {
			text_string(printer->out, value->field->note);
			text_char(printer->out, ' ');
		}
		if (after->shape == SHAPE_LIST)
			put_noted_list(printer, after);
		else
			print_value(printer, after);
	}
	if (*separator == ',')
		text_char(printer->out, ')');
	else if (can_note && !decoded->event->result)
		text_literal(printer->out, " (Timeout)");
}

static void put_result(struct printer *printer, const struct value *result)
{
	struct text *out = printer->out;

	switch (result->kind) {
	case KIND_HEX:
	case KIND_ADDR:
		if (result->number)
			text_hex(out, result->number);
		else
			text_char(out, '0');
		break;
	case KIND_FLAGS:
		if (!result->number) {
			text_char(out, '0');
			break;
		}
		text_hex(out, result->number);
		text_literal(out, " (flags ");
		print_symbols(printer, result->symbols, result->number, 8);
		text_char(out, ')');
		break;
	case KIND_ENUM:
		if (result->number) {
			text_hex(out, result->number);
		} else {
			text_char(out, '0');
		}
		text_literal(out, " (");
		print_symbols(printer, result->symbols, result->number, 8);
		text_char(out, ')');
		break;
	case KIND_TIME:
		text_decimal(out, result->number);
		text_literal(out, " (");
		print_date(out, result->number, 0);
		text_char(out, ')');
		break;
	case KIND_FD:
	case KIND_PID:
	case KIND_OCT:
		print_number(printer, result);
		break;
	default:
		text_decimal(out, result->number);
	}
}

static void put_duration(struct text_sink *sink, const struct event *event)
{
	struct text *out = out_of(sink);

	text_literal(out, " <");
	text_unsigned(out, event->duration_ns / 1000000000);
	put_fraction(out, event->duration_ns % 1000000000, sink->sink.view->duration_digits);
	text_char(out, '>');
}

/* ") = 3": from the closing parenthesis to the end of the line. */
static void put_returned(struct text_sink *sink, struct printer *printer,
			 const struct call_value *decoded)
{
	const struct event *event = decoded->event;
	struct text *out = printer->out;

	text_literal(out, ") ");
	text_pad(out, sink->line_start, sink->sink.view->column);
	text_literal(out, "= ");
	if (event->flags & EVENT_UNFINISHED) {
		text_char(out, '?');
		line_end(sink);
		return;
	}
	if (event->flags & (EVENT_FAILED | EVENT_INTERRUPTED)) {
		put_failure(out, -event->result);
	} else if (!decoded->result || is_shown_raw(sink, decoded)) {
		text_hex(out, event->result);
	} else {
		put_result(printer, decoded->result);
		put_notes(printer, decoded);
	}
	if (sink->sink.view->duration && !(event->flags & EVENT_ATTACHED_IN))
		put_duration(sink, event);
	line_end(sink);
}

static unsigned raw_count(const struct call_value *decoded)
{
	unsigned count = SYSCALL_ARGS;

	if (decoded->call) {
		count = 0;
		for (unsigned i = 0; i < decoded->call->args.count; i++)
			count += decoded->call->args.fields[i].kind != KIND_PAD;
	}
	return count;
}

/* A call from beginning to end, on one line. */
static void put_call(struct text_sink *sink, const struct event *event)
{
	struct call_value *decoded = decode_call(event, &sink->arena);
	struct printer printer;

	if (!decoded)
		return;
	printer_init(&printer, sink, event);
	line_begin(sink, event, event->entry_ns);
	put_call_name(printer.out, decoded);
	text_char(printer.out, '(');
	if (is_shown_raw(sink, decoded))
		put_raw_arguments(printer.out, event, raw_count(decoded));
	else
		put_arguments(sink, &printer, decoded);
	put_returned(sink, &printer, decoded);
}

/* What is known of a call at its entry. */
static void put_entered(struct text_sink *sink, const struct event *event)
{
	struct call_value *decoded = decode_call(event, &sink->arena);
	struct printer printer;

	if (!decoded)
		return;
	printer_init(&printer, sink, event);
	line_begin(sink, event, event->entry_ns);
	put_call_name(printer.out, decoded);
	text_char(printer.out, '(');
	if (is_shown_raw(sink, decoded))
		put_raw_arguments(printer.out, event, raw_count(decoded));
	else
		put_arguments(sink, &printer, decoded);
}

/* The entry of a call, as it was before the call returned. */
static struct call_value *decode_entry(struct text_sink *sink, const struct event *event)
{
	struct event *entry = arena_take(&sink->arena, event->size);

	if (!entry)
		return NULL;
	memcpy(entry, event, event->size);
	entry->kind = EVENT_ENTRY;
	return decode_call(entry, &sink->arena);
}

/* The rest of a call whose entry is on the page already. */
static void put_remainder(struct text_sink *sink, const struct event *event, bool resumed)
{
	struct call_value *decoded = decode_call(event, &sink->arena);
	struct printer printer;

	if (!decoded)
		return;
	printer_init(&printer, sink, event);
	if (resumed) {
		line_begin(sink, event, event->time_ns);
		text_literal(printer.out, "<... ");
		put_call_name(printer.out, decoded);
		text_literal(printer.out, " resumed>");
	}
	if (!is_shown_raw(sink, decoded)) {
		const struct call_value *entry = decode_entry(sink, event);
		if (entry && entry->args)
			put_late_arguments(sink, &printer, decoded, entry);
	}
	put_returned(sink, &printer, decoded);
}

/* ---- the entry that waits */

static bool shows_partial(const struct text_sink *sink)
{
	/* With a filter on the outcome a call is shown only once that is known. */
	return (sink->sink.view->status & STATUS_ALL) == STATUS_ALL;
}

static void pending_close(struct text_sink *sink)
{
	struct thread *thread;

	if (!sink->has_pending)
		return;
	sink->has_pending = false;
	thread = thread_of(sink, sink->pending->tid);
	if (!thread)
		return;
	if (thread->progress == PROGRESS_NONE)
		put_entered(sink, sink->pending);
	text_literal(out_of(sink), " <unfinished ...>");
	line_end(sink);
	thread->progress = PROGRESS_UNFINISHED;
}

static void pending_show(struct text_sink *sink)
{
	struct thread *thread = thread_of(sink, sink->pending->tid);

	if (!thread || thread->progress != PROGRESS_NONE)
		return;
	put_entered(sink, sink->pending);
	thread->progress = PROGRESS_PARTIAL;
}

static void pending_set(struct text_sink *sink, const struct event *event)
{
	if (event->size > sink->pending_capacity) {
		struct event *larger = realloc(sink->pending, event->size);
		if (!larger)
			return;
		sink->pending = larger;
		sink->pending_capacity = event->size;
	}
	memcpy(sink->pending, event, event->size);
	sink->has_pending = true;
}

/* ---- events */

static void on_entry(struct text_sink *sink, const struct event *event)
{
	struct thread *thread = thread_of(sink, event->tid);

	if (thread)
		thread->progress = PROGRESS_NONE;
	if (!shows_partial(sink))
		return;
	pending_close(sink);
	pending_set(sink, event);
}

static void on_exit_of_call(struct text_sink *sink, const struct event *event)
{
	struct thread *thread = thread_of(sink, event->tid);
	enum progress progress = thread ? thread->progress : PROGRESS_NONE;
	bool own = sink->has_pending && sink->pending->tid == event->tid;

	if (own)
		sink->has_pending = false;
	else
		pending_close(sink);
	if (progress == PROGRESS_NONE)
		put_call(sink, event);
	else
		put_remainder(sink, event, progress == PROGRESS_UNFINISHED);
	if (thread)
		thread->progress = PROGRESS_NONE;
}

static void on_signal(struct text_sink *sink, const struct event *event)
{
	struct text *out = out_of(sink);
	struct value *info;
	struct printer printer;

	if (event->result > 0 && event->result <= 64 &&
	    !(sink->sink.view->signals >> (event->result - 1) & 1))
		return;
	pending_close(sink);
	line_begin(sink, event, event->time_ns);
	if (event->kind == EVENT_STOPPED) {
		text_literal(out, "--- stopped by ");
		print_signal_name(out, event->result);
	} else {
		text_literal(out, "--- ");
		print_signal_name(out, event->result);
		info = decode_siginfo(event, &sink->arena);
		if (info) {
			printer_init(&printer, sink, event);
			printer.abbrev = true;
			text_char(out, ' ');
			print_value(&printer, info);
		}
	}
	text_literal(out, " ---");
	line_end(sink);
}

static void on_end(struct text_sink *sink, const struct event *event)
{
	struct text *out = out_of(sink);

	if (!(sink->sink.view->quiet & QUIET_EXIT) || event->kind == EVENT_KILLED) {
		pending_close(sink);
		line_begin(sink, event, event->time_ns);
		if (event->kind == EVENT_EXITED) {
			text_literal(out, "+++ exited with ");
			text_decimal(out, event->result);
		} else {
			text_literal(out, "+++ killed by ");
			print_signal_name(out, event->result);
			if (event->flags & EVENT_CORE)
				text_literal(out, " (core dumped)");
		}
		text_literal(out, " +++");
		line_end(sink);
	}
	thread_forget(sink, event->tid);
}

/* Another thread's exec took this thread's place. */
static void on_exec(struct text_sink *sink, const struct event *event)
{
	pid_t former = event->args[0];

	if (!former || former == event->tid)
		return;
	if (!(sink->sink.view->quiet & QUIET_THREAD_EXECVE)) {
		pending_close(sink);
		line_begin(sink, event, event->time_ns);
		text_literal(out_of(sink), "+++ superseded by execve in pid ");
		text_decimal(out_of(sink), former);
		text_literal(out_of(sink), " +++");
		line_end(sink);
	}
	/* The call that is under way goes on under the leader's number. */
	struct thread *thread = map_remove(&sink->threads, former);
	thread_forget(sink, event->tid);
	if (thread && !map_put(&sink->threads, event->tid, thread))
		free(thread);
	if (sink->has_pending && sink->pending->tid == former)
		sink->pending->tid = event->tid;
}

static void on_note(struct text_sink *sink, const struct event *event)
{
	const struct chunk *chunk = event_chunk_find(event, CHUNK_TEXT, 0);

	if (!chunk)
		return;
	pending_close(sink);
	line_begin(sink, event, event->time_ns);
	text_literal(out_of(sink), "??? ");
	print_quoted(out_of(sink), chunk_bytes(chunk), chunk->length, HEX_NONE, QUOTE_NONE);
	line_end(sink);
}

static void text_event(struct sink *base, const struct event *event)
{
	struct text_sink *sink = (struct text_sink *)base;

	switch (event->kind) {
	case EVENT_ENTRY:
		on_entry(sink, event);
		break;
	case EVENT_EXIT:
		on_exit_of_call(sink, event);
		break;
	case EVENT_SIGNAL:
	case EVENT_STOPPED:
		on_signal(sink, event);
		break;
	case EVENT_EXITED:
	case EVENT_KILLED:
		on_end(sink, event);
		break;
	case EVENT_EXEC:
		on_exec(sink, event);
		break;
	case EVENT_FORK:
		thread_of(sink, event->args[0]);
		break;
	case EVENT_ATTACHED:
		thread_of(sink, event->tid);
		break;
	case EVENT_DETACHED:
		pending_close(sink);
		thread_forget(sink, event->tid);
		break;
	case EVENT_NOTE:
		on_note(sink, event);
		break;
	}
	arena_empty(&sink->arena);
}

static void text_tick(struct sink *base)
{
	struct text_sink *sink = (struct text_sink *)base;

	if (sink->has_pending) {
		pending_show(sink);
		arena_empty(&sink->arena);
	}
	stream_flush(base->stream);
}

static int text_open(struct sink *base, struct error *error)
{
	struct text_sink *sink = (struct text_sink *)base;

	(void)error;
	arena_init(&sink->arena, ARENA_MAX);
	return 0;
}

static void text_close(struct sink *base)
{
	struct text_sink *sink = (struct text_sink *)base;

	pending_close(sink);
	stream_flush(base->stream);
	for (size_t i = 0; i < sink->threads.slot_count; i++)
		free(sink->threads.slots[i].value);
	map_free(&sink->threads);
	free(sink->pending);
	arena_deinit(&sink->arena);
}

const struct sink_ops text_sink = {
	.name = "text",
	.size = sizeof(struct text_sink),
	.open = text_open,
	.event = text_event,
	.tick = text_tick,
	.close = text_close,
};
