/* One thread of the process: what stops it, and how it goes on.
 *
 * While the others are brought to a stop, some meet something of their own.  A signal is
 * told when they are let go the next time; whoever has met a breakpoint goes back before it
 * and meets it again, if it is still there. */
#include "debug/inferior_parts.h"

#include "event/event.h"
#include "tracee/tracee.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* ---- the table */

struct inferior_thread *inferior_thread(const struct inferior *inferior, pid_t tid)
{
	return tid > 0 ? map_get(&inferior->threads, (uint64_t)tid) : NULL;
}

struct inferior_thread *threads_next(const struct inferior *inferior, size_t *index)
{
	while (*index < inferior->threads.slot_count) {
		struct inferior_thread *thread = inferior->threads.slots[(*index)++].value;

		if (thread)
			return thread;
	}
	return NULL;
}

struct inferior_thread *inferior_next(const struct inferior *inferior, size_t *index)
{
	struct inferior_thread *thread;

	while ((thread = threads_next(inferior, index)))
		if (!thread->process->is_leaving)
			break;
	return thread;
}

static void set_running(struct inferior *inferior, struct inferior_thread *thread, bool is_running)
{
	if (thread->is_running && !is_running)
		inferior->running--;
	if (!thread->is_running && is_running)
		inferior->running++;
	thread->is_running = is_running;
}

struct inferior_thread *thread_add(struct inferior *inferior, pid_t pid, pid_t tid)
{
	struct inferior_thread *thread = inferior_thread(inferior, tid);
	struct inferior_process *process = process_find(inferior, pid);

	if (thread)
		return thread;
	if (!process && !(process = process_add(inferior, pid)))
		return NULL;
	thread = calloc(1, sizeof(*thread));
	if (!thread || !map_put(&inferior->threads, (uint64_t)tid, thread)) {
		free(thread);
		return NULL;
	}
	thread->pid = pid;
	thread->tid = tid;
	thread->process = process;
	thread->number = ++process->last_thread;
	thread->is_to_run = true;
	set_running(inferior, thread, true);
	return thread;
}

void thread_remove(struct inferior *inferior, pid_t tid)
{
	struct inferior_thread *thread = map_remove(&inferior->threads, (uint64_t)tid);

	if (!thread)
		return;
	set_running(inferior, thread, false);
	free(thread->log);
	free(thread);
}

void threads_remove(struct inferior *inferior, const struct inferior_process *process, pid_t kept)
{
	size_t i = 0;

	while (i < inferior->threads.slot_count) {
		const struct inferior_thread *thread = inferior->threads.slots[i].value;

		if (thread && thread->tid != kept && (!process || thread->process == process))
			thread_remove(inferior, thread->tid); /* another may take its slot */
		else
			i++;
	}
}

void threads_bury(struct inferior *inferior)
{
	const struct inferior_thread *thread;
	size_t i = 0;

	while ((thread = threads_next(inferior, &i)))
		if (thread->stop == STOP_LEFT && !thread->is_untold) {
			thread_remove(inferior, thread->tid);
			i = 0; /* another may take its slot */
		}
}

bool thread_is_untold(const struct inferior_thread *thread)
{
	return thread->is_untold &&
	       (thread->stop != STOP_HARDWARE || point_stands(thread->process, &thread->point));
}

/* ---- keeping what it executes */

int inferior_record(struct inferior *inferior, struct inferior_thread *thread, size_t places)
{
	struct step_log *log = places ? step_log_create(places) : NULL;

	if (places && !log)
		return -ENOMEM;
	free(thread->log);
	thread->log = log;
	thread->is_in_call = thread->stop == STOP_ENTRY;
	inferior_note_place(inferior, thread);
	return 0;
}

uint64_t inferior_note_place(const struct inferior *inferior, struct inferior_thread *thread)
{
	uint64_t ip = 0;

	if (thread->log &&
	    inferior->steering->register_read(inferior->engine, thread->tid, "ip", &ip) == 0)
		step_log_add(thread->log, ip);
	return ip;
}

/* Who has a log goes on by steps.  Calls that are to be seen are not stepped over. */
static enum resume resume_logged(struct inferior *inferior, struct inferior_thread *thread,
                                 enum resume resume)
{
	uint64_t ip = inferior_note_place(inferior, thread);

	if (resume != RESUME_TO_SIGNAL)
		return resume;
	return inferior->catches && (thread->is_in_call || code_is_call(inferior, thread->tid, ip))
	               ? RESUME_TO_CALL
	               : RESUME_STEP;
}

/* ---- going on */

void thread_run(struct inferior *inferior, struct inferior_thread *thread, int signal)
{
	enum resume resume = thread->is.resume;

	if (thread->log)
		resume = resume_logged(inferior, thread, resume);
	if (resume == RESUME_TO_SIGNAL && inferior->catches)
		resume = RESUME_TO_CALL;
	set_running(inferior, thread, true);
	thread->seen_at = 0;
	points_give(thread);
	inferior->steering->resume(inferior->engine, thread->tid, resume, signal);
}

void thread_resume(struct inferior *inferior, struct inferior_thread *thread, int signal)
{
	if (!signal)
		signal = thread->signal;
	/* One that it is not about to get is sent, and met once more on its way. */
	thread->sent = thread->is_at_signal ? 0 : signal;
	thread->signal = 0;
	thread->stop = STOP_NONE;
	thread->is_at_signal = thread->is_untold = thread->is_asked = false;
	thread_run(inferior, thread, signal);
}

void thread_give_back(struct inferior *inferior, struct inferior_thread *thread, int signal)
{
	if (inferior->is_borrowed)
		inferior->steering->resume(inferior->engine, thread->tid, RESUME_TO_CALL, signal);
	else
		inferior->steering->release(inferior->engine, thread->tid, signal);
	thread_remove(inferior, thread->tid);
}

/* ---- what stops it */

void thread_stopped(struct inferior *inferior, struct inferior_thread *thread)
{
	if (inferior->steering->keep(inferior->engine, thread->tid) == 0)
		set_running(inferior, thread, false);
	else /* we were told of it by the stop of another thread */
		inferior->steering->pause(inferior->engine, thread->tid);
}

bool thread_stopped_by(struct inferior *inferior, struct inferior_thread *thread,
                       enum stop_kind kind, int signal)
{
	thread_stopped(inferior, thread);
	thread->stop = kind;
	thread->stop_signal = signal;
	thread->is_asked = false;
	thread->is_untold = true;
	return true;
}

static int signal_code(const struct event *event)
{
	const struct chunk *chunk = event_chunk_find(event, CHUNK_SIGINFO, 0);
	siginfo_t info;

	if (!chunk || chunk->length < sizeof(info))
		return 0;
	memcpy(&info, chunk + 1, sizeof(info));
	return info.si_code;
}

/* An instruction that could not be executed: it will fail once more if it is tried again. */
static bool is_fault(const struct event *event)
{
	int signal = (int)event->result;

	return signal_code(event) > 0 &&
	       (signal == SIGSEGV || signal == SIGBUS || signal == SIGILL || signal == SIGFPE);
}

static bool is_among(uint64_t signals, int signal)
{
	return signals >> (signal & 63) & 1;
}

/* It is not told: the thread runs on, or stays to be given it when it does. */
static void pass_by(struct inferior *inferior, struct inferior_thread *thread, int signal)
{
	thread->sent = 0;
	thread->signal = signal;
	thread_stopped(inferior, thread);
	if (!inferior->is_stopping)
		thread_resume(inferior, thread, 0);
}

static bool take_signal(struct inferior *inferior, struct inferior_thread *thread,
                        const struct event *event)
{
	int signal = (int)event->result;
	bool is_passed = thread->sent == signal || is_among(inferior->passed, signal);

	thread->is_at_signal = true;
	thread->is_at_fault = is_fault(event);
	if (signal == SIGTRAP && signal_code(event) == SI_KERNEL)
		switch (break_meet(inferior, thread)) {
		case BREAK_WANTED:
			return thread_stopped_by(inferior, thread, STOP_BREAKPOINT, signal);
		case BREAK_TOLD:
			return true;
		case BREAK_PASSED:
			return false;
		case BREAK_FOREIGN:
			break;
		}
	if (signal == SIGTRAP && signal_code(event) == TRAP_HWBKPT && points_met(thread))
		return thread_stopped_by(inferior, thread, STOP_HARDWARE, signal);
	if (is_passed)
		pass_by(inferior, thread, signal);
	else if (is_among(inferior->dropped, signal))
		pass_by(inferior, thread, 0);
	else
		return thread_stopped_by(inferior, thread, STOP_SIGNAL, signal);
	return false;
}

static bool take_step(struct inferior *inferior, struct inferior_thread *thread)
{
	uint64_t ip;

	inferior_note_place(inferior, thread);
	if (points_met(thread))
		return thread_stopped_by(inferior, thread, STOP_HARDWARE, SIGTRAP);
	if (!inferior->is_stopping && thread->log && thread->is.resume == RESUME_TO_SIGNAL) {
		if (break_reached(inferior, thread))
			return thread_stopped_by(inferior, thread, STOP_BREAKPOINT, SIGTRAP);
		thread_run(inferior, thread, -1);
		return false;
	}
	if (!inferior->is_stopping && thread->is.range_end &&
	    inferior->steering->register_read(inferior->engine, thread->tid, "ip", &ip) == 0 &&
	    ip >= thread->is.range_start && ip < thread->is.range_end)
		return false;
	if (!inferior->is_stopping)
		return thread_stopped_by(
			inferior, thread,
			break_reached(inferior, thread) ? STOP_BREAKPOINT : STOP_STEP, SIGTRAP);
	/* Another thread is told of, and this one will be made to step again. */
	thread_stopped(inferior, thread);
	return false;
}

/* One that ends in the call has no return. */
static bool take_call(struct inferior *inferior, struct inferior_thread *thread,
                      const struct event *event, bool is_wanted)
{
	bool is_caught = event->nr < INFERIOR_CALLS &&
	                 (inferior->caught[event->nr / 64] >> event->nr % 64 & 1);

	if (!inferior->catches || !is_caught || !is_wanted || event->flags & EVENT_UNFINISHED)
		return false;
	thread->call = event->nr;
	return thread_stopped_by(inferior, thread,
	                         event->kind == EVENT_ENTRY ? STOP_ENTRY : STOP_RETURN, SIGTRAP);
}

static bool take_birth(struct inferior *inferior, struct inferior_thread *creator,
                       const struct event *event)
{
	struct inferior_thread *thread;

	if ((pid_t)event->args[1] != creator->pid)
		return fork_take_creator(inferior, creator, event);
	thread = inferior_thread(inferior, (pid_t)event->args[0]);
	if (!thread && (thread = thread_add(inferior, creator->pid, (pid_t)event->args[0])))
		thread->is_new = true;
	return false;
}

/* A new thread runs freely, whatever its maker does.  True: it is to be told. */
static bool take_new(struct inferior *inferior, struct inferior_thread *thread)
{
	bool was_new = thread->is_new;

	thread->is_new = false;
	thread->is = (struct inferior_wish){ .resume = RESUME_TO_SIGNAL };
	if (was_new && inferior->tells_threads)
		return thread_stopped_by(inferior, thread, STOP_CREATED, SIGTRAP);
	if (!inferior->is_stopping)
		thread_run(inferior, thread, -1);
	return false;
}

static bool take_end(struct inferior *inferior, struct inferior_thread *thread,
                     const struct event *event)
{
	struct inferior_process *process = thread->process;
	bool is_all = event->tid == event->pid;

	if (!is_all && inferior->tells_threads) {
		set_running(inferior, thread, false);
		thread->stop = STOP_LEFT;
		thread->stop_signal = event->kind == EVENT_EXITED ? (int)event->result : 0;
		thread->is_untold = thread->is_to_run = true;
		return true;
	}
	thread_remove(inferior, event->tid);
	if (!is_all)
		return false;
	bool is_told = !process->is_new && !process->is_leaving;

	threads_remove(inferior, process, 0);
	process->end = event->kind == EVENT_EXITED ? STOP_EXITED : STOP_KILLED;
	process->end_status = (int)event->result;
	process->is_untold = is_told;
	process->is_leaving = false;
	bool is_over = fork_is_over(inferior, process);

	if (!is_told)
		process_remove(inferior, process);
	return is_told || is_over;
}

static bool take_exec(struct inferior *inferior, struct inferior_thread *thread)
{
	struct inferior_process *process = thread->process;

	process->execs++;
	threads_remove(inferior, process, thread->tid);
	thread->points_version = 0; /* the kernel has taken them away */
	points_clear(process);
	if (thread->log)
		step_log_clear(thread->log);
	fork_is_over(inferior, process);
	return thread_stopped_by(inferior, thread, STOP_EXEC, SIGTRAP);
}

/* Our wish to stop a thread may come between a breakpoint and its signal: then it goes on to
 * that, which is no instruction away.  What is blocked would never come. */
static bool meets_trap(pid_t tid)
{
	return target_trap_is_pending(tid) &&
	       !(tracee_signals(tid, "SigBlk:") >> (SIGTRAP - 1) & 1);
}

/* Whoever else the engine traces has nothing to do with us, but for processes that ours have
 * made: the first stop of one may be told before its birth is. */
static bool is_foreign(const struct inferior *inferior, const struct event *event)
{
	return inferior->is_borrowed && !process_find(inferior, event->pid) &&
	       (event->kind != EVENT_ATTACHED ||
	        !process_find(inferior, (pid_t)tracee_status(event->pid, "PPid:")));
}

/* It stops a little later, where it may be looked at and changed: a call that has made a thread
 * or a process is not over when that is told, and would overwrite registers. */
static bool stops_later(struct inferior *inferior, const struct inferior_thread *thread,
                        const struct event *event)
{
	if (event->kind == EVENT_PAUSED)
		return meets_trap(thread->tid);
	return event->kind == EVENT_FORK && event->result != BIRTH_VFORK && thread->is_running &&
	       inferior->steering->pause(inferior->engine, thread->tid) == 0;
}

bool thread_take(struct inferior *inferior, const struct event *event)
{
	if (is_foreign(inferior, event)) {
		inferior->see(inferior->owner, NULL, event);
		return false;
	}
	bool is_known = process_find(inferior, event->pid);
	struct inferior_thread *thread = thread_add(inferior, event->pid, event->tid);
	bool is_told = false;

	if (!thread)
		return false;
	/* Its first stop may be told before its creator's word of it. */
	thread->process->is_new |= !is_known;
	bool is_wanted = !inferior->see || inferior->see(inferior->owner, thread, event);

	if (thread->process->is_new && event->kind == EVENT_ATTACHED)
		return fork_take_child(inferior, thread);

	switch (event->kind) {
	case EVENT_ATTACHED:
		is_told = take_new(inferior, thread);
		break;
	case EVENT_SIGNAL:
		is_told = take_signal(inferior, thread, event);
		break;
	case EVENT_STEP:
		is_told = take_step(inferior, thread);
		break;
	case EVENT_ENTRY:
	case EVENT_EXIT:
		is_told = take_call(inferior, thread, event, is_wanted);
		thread->is_in_call = event->kind == EVENT_ENTRY;
		if (thread->log && !thread->is_in_call && !is_told && !inferior->is_stopping)
			thread_run(inferior, thread, -1);
		break;
	case EVENT_FORK:
		is_told = take_birth(inferior, thread, event);
		break;
	case EVENT_EXEC:
		is_told = take_exec(inferior, thread);
		break;
	case EVENT_EXITED:
	case EVENT_KILLED:
		return take_end(inferior, thread, event);
	case EVENT_DETACHED:
		thread_remove(inferior, event->tid);
		return false;
	case EVENT_NOTE:
		return false;
	}
	if (inferior->is_stopping && !stops_later(inferior, thread, event))
		thread_stopped(inferior, thread);
	return is_told;
}
