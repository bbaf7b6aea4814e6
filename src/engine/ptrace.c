/* The ptrace engine: its outside, and what all its parts use.
 *
 * next() first hands out the events of the last stop, then waits for another
 * one.  A stop's events lie in buffers of ours (a call's in its task), so the
 * task may run while they are looked at. */
#include "engine/hybrid.h"
#include "engine/ptrace_step.h"

#include "output/view.h"
#include "tracee/tracee.h"

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <unistd.h>

void engine_log(const struct ptrace_engine *engine, const char *format, ...)
{
	char text[NOTE_MAX];
	va_list list;

	if (!engine->options.log)
		return;
	va_start(list, format);
	vsnprintf(text, sizeof(text), format, list);
	va_end(list);
	engine->options.log(engine->options.log_owner, text);
}

void engine_log_inside(const struct ptrace_engine *engine, const char *format, ...)
{
	char text[NOTE_MAX];
	va_list list;

	va_start(list, format);
	vsnprintf(text, sizeof(text), format, list);
	va_end(list);
	engine_log(engine, "%s", text);
	if (engine->options.log_inside)
		engine->options.log_inside(engine->options.log_owner, text);
}

uint64_t clock_ns(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

struct event *event_start(struct ptrace_engine *engine, struct event_buffer *buffer,
                          const struct task *task, enum event_kind kind)
{
	if (event_buffer_reset(buffer) < 0)
		return NULL;
	struct event *event = buffer->event;

	event->kind = (uint8_t)kind;
	event->abi = task->abi;
	event->nr = task->nr;
	event->pid = task->pid;
	event->tid = task->tid;
	event->time_ns = clock_ns(CLOCK_REALTIME);
	if (engine->options.decode_pids)
		event_put_name(buffer, task);
	if (engine->options.asides & ASIDE_CONTEXTS)
		context_keep_own(buffer, task->tid);
	return buffer->event;
}

void queue_add(struct ptrace_engine *engine, struct event_buffer *buffer)
{
	if (engine->queue_end < QUEUE_MAX)
		engine->queue[engine->queue_end++] = buffer;
}

struct event_buffer *event_queue(struct ptrace_engine *engine, const struct task *task,
                                 enum event_kind kind)
{
	if (engine->spare_used == QUEUE_MAX || task->silent)
		return NULL;
	struct event_buffer *buffer = &engine->spare[engine->spare_used];

	if (!event_start(engine, buffer, task, kind))
		return NULL;
	engine->spare_used++;
	queue_add(engine, buffer);
	return buffer;
}

void note_queue(struct ptrace_engine *engine, const struct task *task, const char *format, ...)
{
	struct event_buffer *buffer = event_queue(engine, task, EVENT_NOTE);
	char text[NOTE_MAX];
	va_list list;

	if (!buffer)
		return;
	va_start(list, format);
	vsnprintf(text, sizeof(text), format, list);
	va_end(list);
	event_buffer_put(buffer, CHUNK_TEXT, 0, text, (uint32_t)strlen(text));
}

void task_learn_name(const struct ptrace_engine *engine, struct task *task)
{
	if (engine->options.flags & ENGINE_NO_NAMES)
		return;
	ssize_t length = tracee_comm(task->tid, task->name, sizeof(task->name));

	task->name_length = (uint8_t)(length > 0 ? length : 0);
}

void event_put_name(struct event_buffer *buffer, const struct task *task)
{
	if (task->name_length && !event_chunk_find(buffer->event, CHUNK_COMM, (uint64_t)task->tid))
		event_buffer_put(buffer, CHUNK_COMM, (uint64_t)task->tid, task->name,
		                 task->name_length);
}

/* How a task goes on: to its next call, or, where our filter picks the calls,
 * just on. */
static int resume_request(struct ptrace_engine *engine, struct task *task)
{
	if (task->listening)
		return PTRACE_LISTEN;
	int wish = steer_request(engine, task);

	if (wish)
		return wish;
	bool is_free = (task->filtered && !task->full) || seat_is_free(task);

	return is_free && !task->in_call ? PTRACE_CONT : PTRACE_SYSCALL;
}

void task_resume(struct ptrace_engine *engine, struct task *task)
{
	if (!task->stopped || delay_holds(task))
		return;
	int request = resume_request(engine, task);

	wait_expect(engine, task->tid);
	/* ESRCH: killed meanwhile; wait4() will tell. */
	ptrace(request, task->tid, NULL, task->listening ? 0 : task->signal);
	steer_resumed(task, request);
	task->signal = 0;
	task->stopped = false;
}

/* What next() returns without waiting, or -1. */
static int next_ready(struct ptrace_engine *engine, const struct event **event, struct error *error)
{
	if (engine->failure.text[0]) {
		*error = engine->failure;
		engine->failure.text[0] = 0;
		return NEXT_FAILED;
	}
	/* What happened inside programs came before what the stop tells. */
	*event = engine->hybrid ? hybrid_next(engine->hybrid) : NULL;
	if (*event) {
		engine->fresh = true;
		wait_tick(engine, true);
		return NEXT_EVENT;
	}
	if (engine->queue_first < engine->queue_end) {
		*event = engine->queue[engine->queue_first++]->event;
		engine->fresh = true;
		wait_tick(engine, true);
		return NEXT_EVENT;
	}
	return -1;
}

/* The events are used up: their buffers, dead tasks and a held one are free again. */
static void queue_end(struct ptrace_engine *engine)
{
	engine->queue_first = engine->queue_end = engine->spare_used = 0;
	tasks_bury(engine);
	struct task *held = engine->held;

	engine->held = NULL;
	if (held && task_may_leave(engine, held))
		task_leave(engine, held);
	else if (held && !held->steer.kept)
		task_resume(engine, held);
}

/* A thread that does not stop is in the kernel, fast asleep (a dead network file
 * system): it goes free when this process ends. */
static void detach_gives_up(struct ptrace_engine *engine)
{
	if (engine->patience-- > 0)
		return;
	engine_log(engine, "%zu threads do not stop to be detached", engine->tasks.count);
	tasks_free(engine);
}

/* Nothing came since the last tick: then nothing is new at this one.  Rings may fill at any
 * time, but who has been idle for long mostly stays so. */
static void tick_quietly(struct ptrace_engine *engine, bool records)
{
	if (records && !engine->wake_ns && ++engine->quiet_ticks > QUIET_TICKS_MAX)
		wait_tick_seldom(engine);
	else
		wait_tick(engine, records || engine->wake_ns != 0);
	/* An interrupt may have started the clock just before we stopped it. */
	if (engine->base.interrupted)
		wait_tick(engine, true);
}

static int next_tick(struct ptrace_engine *engine)
{
	if (!engine->wait.ticked)
		return -1;
	engine->wait.ticked = 0;
	placement_review(&engine->place);
	bool records = hybrid_tick(engine);
	if (engine->detaching) {
		detach_gives_up(engine);
		return -1;
	}
	if (!engine->fresh) {
		tick_quietly(engine, records);
		return -1;
	}
	engine->fresh = false;
	engine->quiet_ticks = 0;
	return NEXT_TICK;
}

static enum next ptrace_next(struct engine *base, const struct event **event, struct error *error)
{
	struct ptrace_engine *engine = (struct ptrace_engine *)base;
	struct wait_result stop;
	int next;

	for (;;) {
		next = next_ready(engine, event, error);
		if (next >= 0)
			return (enum next)next;
		queue_end(engine);
		delays_end(engine);
		hybrid_release(engine);
		if (engine->queue_end > 0)
			continue;
		if (engine_take_interrupt(base))
			return NEXT_INTERRUPTED;
		next = next_tick(engine);
		if (next >= 0)
			return (enum next)next;
		if (engine->tasks.count == 0) {
			wait_end(engine);
			return NEXT_DONE;
		}
		if (engine->hybrid && engine->hybrid->taken_end > 0)
			continue;
		switch (wait_next(engine, &stop)) {
		case WAIT_STOP:
			stop_handle(engine, &stop);
			break;
		case WAIT_NOTHING:
			break;
		case WAIT_NOBODY:
			tasks_free(engine);
			break;
		}
	}
}

static void tasks_kill_bound(struct ptrace_engine *engine)
{
	for (size_t i = 0; i < engine->tasks.slot_count; i++) {
		struct task *task = engine->tasks.slots[i].value;

		if (task && task_ends_with_us(engine, task))
			kill(task->pid, SIGKILL);
	}
}

static void ptrace_destroy(struct engine *base)
{
	struct ptrace_engine *engine = (struct ptrace_engine *)base;
	const struct event *event;
	struct error error;

	if (!engine)
		return;
	ptrace_detach(base);
	tasks_kill_bound(engine);
	while (ptrace_next(base, &event, &error) != NEXT_DONE)
		;
	wait_end(engine);
	tasks_free(engine);
	tasks_bury(engine);
	map_free(&engine->tasks);
	hybrid_destroy(engine);
	tracee_memory_deinit(&engine->memory);
	stacks_deinit(engine);
	stepper_deinit(engine);
	arena_deinit(&engine->arena);
	security_close(&engine->security);
	free(engine->reap.list);
	for (unsigned i = 0; i < QUEUE_MAX; i++)
		event_buffer_free(&engine->spare[i]);
	if (engine->report >= 0)
		close(engine->report);
	free(engine);
}

static struct engine *ptrace_create(const struct engine_options *options, struct error *error)
{
	struct ptrace_engine *engine = calloc(1, sizeof(*engine));

	if (!engine || tracee_memory_init(&engine->memory) < 0) {
		free(engine);
		error_set(error, ENOMEM, "out of memory");
		return NULL;
	}
	engine->base.ops = &ptrace_engine;
	engine->base.wake = wait_wake;
	engine->options = *options;
	engine->memory.name_fds = options->decode_fds != 0;
	engine->memory.detail_fds = (options->decode_fds & ~(unsigned)DECODE_FD_PATH) != 0;
	engine->memory.name_pids = options->decode_pids;
	engine->memory.translate_pids = options->translate_pids;
	engine->report = -1;
	roles_init(engine);
	inject_init(engine);
	if (engine->memory.detail_fds)
		calls_init(engine);
	asides_init(engine);
	if (stacks_init(engine, error) == 0 && stepper_init(engine, error) == 0)
		return &engine->base;
	stacks_deinit(engine);
	tracee_memory_deinit(&engine->memory);
	free(engine);
	return NULL;
}

const struct engine_ops ptrace_engine = {
	.name = "ptrace",
	.create = ptrace_create,
	.launch = ptrace_launch,
	.attach = ptrace_attach,
	.next = ptrace_next,
	.detach = ptrace_detach,
	.destroy = ptrace_destroy,
	.steering = &ptrace_steering,
};
