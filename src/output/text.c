/* The text view: strace's lines, to the letter.
 *
 * A call is shown when it returns, in one piece.  If another thread has
 * something to say in between, or the call blocks for a while, the part that was
 * known at its entry is shown first ("<unfinished ...>") and the rest later
 * ("<... read resumed>").  So the entry of the newest call waits here, as a
 * copy of its event, until one of these happens. */
#include "output/color.h"
#include "output/text_sink.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ARENA_MAX = 64 << 20 };

struct thread {
	enum progress progress;
	struct event *last; /* a call it did not return from, whose stack is to be shown; or NULL */
};

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

static void thread_free(struct thread *thread)
{
	if (thread)
		free(thread->last);
	free(thread);
}

static void thread_forget(struct text_sink *sink, pid_t tid)
{
	struct thread *thread = map_remove(&sink->threads, tid);

	sink->thread_count -= thread != NULL;
	thread_free(thread);
}

/* ---- the entry that waits */

static bool shows_partial(const struct text_sink *sink)
{
	/* With a filter on the outcome a call is shown only once that is known. */
	return (sink->sink.view->status & STATUS_ALL) == STATUS_ALL;
}

/* Ends the line of the call that waits; how: why nothing more stands on it. */
static void pending_end(struct text_sink *sink, const char *how)
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
	text_string(out_of(sink), how);
	line_end(sink);
	thread->progress = PROGRESS_UNFINISHED;
}

static void pending_close(struct text_sink *sink)
{
	pending_end(sink, " <unfinished ...>");
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

/* Of a call that a thread ends in, the stack stands behind the end of the thread. */
static void thread_keep_stack(const struct text_sink *sink, struct thread *thread,
                              const struct event *event)
{
	if (!sink->sink.view->stack_frames || !event_chunk_find(event, CHUNK_STACK, 0))
		return;
	free(thread->last);
	thread->last = malloc(event->size);
	if (thread->last)
		memcpy(thread->last, event, event->size);
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
	if (!thread)
		return;
	thread->progress = PROGRESS_NONE;
	if (event->flags & EVENT_UNFINISHED)
		thread_keep_stack(sink, thread, event);
}

static bool signal_is_shown(const struct text_sink *sink, const struct event *event)
{
	return event->result < 1 || event->result > 64 ||
	       sink->sink.view->signals >> (event->result - 1) & 1;
}

static void on_signal(struct text_sink *sink, const struct event *event)
{
	struct text *out = out_of(sink);
	struct value *info;
	struct printer printer;

	if (!signal_is_shown(sink, event))
		return;
	pending_close(sink);
	line_begin(sink, event, event->time_ns);
	printer_init(&printer, sink, event);
	color_put(&printer, COLOR_SIGNAL);
	if (event->kind == EVENT_STOPPED) {
		text_literal(out, "--- stopped by ");
		print_signal_name(out, event->result);
	} else {
		text_literal(out, "--- ");
		print_signal_name(out, event->result);
		info = decode_siginfo(event, &sink->arena);
		if (info) {
			printer.abbrev = true;
			text_char(out, ' ');
			print_value(&printer, info);
		}
	}
	text_literal(out, " ---");
	color_put(&printer, COLOR_NONE);
	line_end(sink);
	put_stack(sink, event);
}

static void on_end(struct text_sink *sink, const struct event *event)
{
	struct text *out = out_of(sink);
	struct printer printer;
	bool is_shown = event->kind == EVENT_KILLED ? signal_is_shown(sink, event)
	                                            : !(sink->sink.view->quiet & QUIET_EXIT);

	if (is_shown) {
		pending_close(sink);
		line_begin(sink, event, event->time_ns);
		printer_init(&printer, sink, event);
		color_put(&printer, COLOR_END);
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
		color_put(&printer, COLOR_NONE);
		line_end(sink);
	}
	const struct thread *thread = map_get(&sink->threads, event->tid);

	if (thread && thread->last)
		put_stack(sink, thread->last);
	thread_forget(sink, event->tid);
}

/* Another thread's exec took this thread's place. */
static void put_superseded(struct text_sink *sink, const struct event *event, pid_t former)
{
	if (sink->sink.view->quiet & QUIET_THREAD_EXECVE)
		return;
	pending_close(sink);
	line_begin(sink, event, event->time_ns);
	text_literal(out_of(sink), "+++ superseded by execve in pid ");
	text_decimal(out_of(sink), former);
	text_literal(out_of(sink), " +++");
	line_end(sink);
}

static void put_pid_changed(struct text_sink *sink, pid_t tid)
{
	char how[48];

	snprintf(how, sizeof(how), " <pid changed to %d ...>", tid);
	pending_end(sink, how);
}

/* The call that is under way goes on under the leader's number: in the leader's own text,
 * if there is one, or else where it began. */
static void move_call(struct text_sink *sink, pid_t former, pid_t tid)
{
	struct thread *thread = map_remove(&sink->threads, (uint64_t)former);

	if (sink->has_pending && sink->pending->tid == former)
		sink->pending->tid = tid;
	if (thread && sink->sink.view->separate && shows_partial(sink))
		thread->progress = PROGRESS_UNFINISHED;
	/* The leader may have had a line to end meanwhile. */
	thread_forget(sink, tid);
	if (thread && !map_put(&sink->threads, (uint64_t)tid, thread))
		thread_free(thread);
}

static void on_exec(struct text_sink *sink, const struct event *event)
{
	pid_t former = (pid_t)event->args[0];
	bool began_here = sink->has_pending && sink->pending->tid == former;

	if (!former || former == event->tid) {
		/* It counts from now on, even if nothing else is ever shown of it. */
		thread_of(sink, event->tid);
	} else if (began_here && sink->sink.view->separate) {
		put_pid_changed(sink, event->tid);
	} else {
		thread_forget(sink, event->tid);
		thread_of(sink, former);
		put_superseded(sink, event, former);
		move_call(sink, former, event->tid);
	}
}

/* With the second thread lines begin to tell whose they are.  A line that began before is
 * shown first, whether or not a tick already made it appear. */
static void on_new_thread(struct text_sink *sink, pid_t tid)
{
	if (sink->has_pending)
		pending_show(sink);
	thread_of(sink, tid);
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

static void on_mode(struct text_sink *sink, const struct event *event)
{
	if (sink->sink.view->quiet & QUIET_PERSONALITY)
		return;
	pending_close(sink);
	line_begin(sink, event, event->time_ns);
	text_literal(out_of(sink), "[ Process PID=");
	text_decimal(out_of(sink), event->tid);
	text_string(out_of(sink), event->abi == ABI_I386 ? " runs in 32 bit mode. ]"
	                          : event_abi_is_x32(event->abi, event->nr)
	                                  ? " runs in x32 mode. ]"
	                                  : " runs in 64 bit mode. ]");
	line_end(sink);
}

static void text_event(struct sink *base, const struct event *event)
{
	struct text_sink *sink = (struct text_sink *)base;

	if (!function_is_own(sink, event))
		function_close(sink);
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
		on_new_thread(sink, event->args[0]);
		break;
	case EVENT_ATTACHED:
		on_new_thread(sink, event->tid);
		break;
	case EVENT_DETACHED:
		if (sink->has_pending && sink->pending->tid == event->tid)
			pending_end(sink, " <detached ...>");
		thread_forget(sink, event->tid);
		break;
	case EVENT_NOTE:
		on_note(sink, event);
		break;
	case EVENT_STEP:
		pending_close(sink);
		put_step(sink, event);
		break;
	case EVENT_FUNCTION:
		pending_close(sink);
		put_function(sink, event);
		break;
	case EVENT_FUNCTION_LEFT:
		pending_close(sink);
		put_function_left(sink, event);
		break;
	case EVENT_MODE:
		on_mode(sink, event);
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
	sink->tick++;
	/* The text before is gone then: the line's start lies so much further back. */
	sink->line_start -= out_of(sink)->length;
	stream_flush(base->stream);
}

static int text_open(struct sink *base, struct error *error)
{
	struct text_sink *sink = (struct text_sink *)base;

	(void)error;
	arena_init(&sink->arena, ARENA_MAX);
	if (dumps_wanted(base->view))
		dumps_init(sink);
	sink->kept = kept_calls_create(base->view);
	return 0;
}

static void text_close(struct sink *base)
{
	struct text_sink *sink = (struct text_sink *)base;

	pending_close(sink);
	function_close(sink);
	stream_flush(base->stream);
	for (size_t i = 0; i < sink->threads.slot_count; i++)
		thread_free(sink->threads.slots[i].value);
	map_free(&sink->threads);
	free(sink->pending);
	free(sink->kept);
	text_free(&sink->pid);
	text_free(&sink->failure);
	insn_texts_free(&sink->insns);
	event_buffer_free(&sink->function);
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
