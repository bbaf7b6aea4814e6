/* One process among others: which there are, and how one is left or killed alone.
 *
 * A vfork's child and its creator have one memory, with our breakpoints in it.  So neither of
 * both can be left alone while that lasts: it is noted that nobody wants it, and it is let go
 * when the memory is its own, or free of breakpoints; see inferior_forks.c. */
#include "debug/inferior_parts.h"

#include <errno.h>
#include <stdlib.h>

/* ---- the list */

struct inferior_process *process_find(const struct inferior *inferior, pid_t pid)
{
	struct inferior_process *process = inferior->processes;

	while (process && process->pid != pid)
		process = process->next;
	return process;
}

struct inferior_process *process_add(struct inferior *inferior, pid_t pid)
{
	struct inferior_process *process = calloc(1, sizeof(*process));
	struct inferior_process **end = &inferior->processes;

	if (!process)
		return NULL;
	while (*end)
		end = &(*end)->next;
	*end = process;
	process->pid = pid;
	process->number = ++inferior->last_process;
	if (!inferior->process)
		inferior->process = process;
	return process;
}

struct inferior_process *inferior_process_next(const struct inferior *inferior,
                                               const struct inferior_process *after)
{
	struct inferior_process *process = after ? after->next : inferior->processes;

	while (process && (process->end != STOP_NONE || process->is_new || process->is_leaving))
		process = process->next;
	return process;
}

struct inferior_process *inferior_process(const struct inferior *inferior, pid_t pid)
{
	struct inferior_process *process = NULL;

	while ((process = inferior_process_next(inferior, process)) && process->pid != pid)
		;
	return process;
}

struct inferior_thread *inferior_any(const struct inferior *inferior,
                                     const struct inferior_process *process)
{
	struct inferior_thread *thread = inferior_thread(inferior, inferior->current);

	if (thread && thread->process == process)
		return thread;
	for (size_t i = 0; (thread = threads_next(inferior, &i));)
		if (thread->process == process)
			return thread;
	return NULL;
}

int inferior_turn(struct inferior *inferior, pid_t tid)
{
	const struct inferior_thread *thread = inferior_thread(inferior, tid);

	if (!thread)
		return -ESRCH;
	inferior->process = thread->process;
	return 0;
}

/* ---- ends */

struct inferior_process *processes_untold(const struct inferior *inferior)
{
	struct inferior_process *process = inferior->processes;

	while (process && !process->is_untold)
		process = process->next;
	return process;
}

bool processes_ended(const struct inferior *inferior)
{
	const struct inferior_process *process = inferior->processes;

	while (process && process->end != STOP_NONE)
		process = process->next;
	return !process;
}

static void list_remove(struct inferior *inferior, const struct inferior_process *process)
{
	struct inferior_process **at = &inferior->processes;

	while (*at != process)
		at = &(*at)->next;
	*at = process->next;
	if (inferior->process == process)
		inferior->process = inferior->processes;
}

void process_remove(struct inferior *inferior, struct inferior_process *process)
{
	threads_remove(inferior, process, 0);
	breaks_forget(inferior, process);
	list_remove(inferior, process);
	free(process);
}

void processes_remove(struct inferior *inferior)
{
	while (inferior->processes)
		process_remove(inferior, inferior->processes);
}

void processes_bury(struct inferior *inferior)
{
	struct inferior_process *process = inferior->processes, *next;

	for (; process; process = next) {
		next = process->next;
		if (process->end != STOP_NONE && !process->is_untold &&
		    (inferior->processes != process || next))
			process_remove(inferior, process);
	}
}

/* ---- leaving one */

void process_give_back(struct inferior *inferior, struct inferior_process *process)
{
	struct inferior_thread *thread;
	size_t i = 0;

	while ((thread = threads_next(inferior, &i))) {
		if (thread->process != process)
			continue;
		points_take(thread);
		thread_give_back(inferior, thread, thread_last_signal(inferior, thread));
		i = 0; /* another may have taken its slot */
	}
	process_remove(inferior, process);
}

/* Somebody who is wanted has the same memory. */
static bool is_shared(const struct inferior *inferior, const struct inferior_process *process)
{
	const struct inferior_process *owner = process_memory(process), *other = NULL;

	while ((other = inferior_process_next(inferior, other)))
		if (other != process && process_memory(other) == owner)
			return true;
	return false;
}

void processes_let_go(struct inferior *inferior)
{
	struct inferior_process *process = inferior->processes;

	while (process) {
		if (!process->is_leaving || is_shared(inferior, process)) {
			process = process->next;
			continue;
		}
		breaks_end(inferior, process);
		process_give_back(inferior, process);
		process = inferior->processes; /* others may have been waiting for it */
	}
}

static bool is_only_one(const struct inferior *inferior)
{
	return !inferior_process_next(inferior, inferior_process_next(inferior, NULL));
}

/* Whoever is meant is one that is wanted. */
static void turn_away(struct inferior *inferior)
{
	struct inferior_process *process = inferior->process;

	if (inferior_process(inferior, process->pid) != process)
		inferior->process = process = inferior_process_next(inferior, NULL);
	if (inferior_thread(inferior, inferior->current))
		return;
	const struct inferior_thread *thread = inferior_any(inferior, process);

	inferior->current = thread ? thread->tid : 0;
}

int inferior_leave_one(struct inferior *inferior, pid_t pid)
{
	struct inferior_process *process = inferior_process(inferior, pid);

	if (!process || is_only_one(inferior))
		return process ? -EBUSY : -ESRCH;
	process->is_leaving = true;
	fork_forget(inferior, process);
	turn_away(inferior);
	processes_let_go(inferior);
	return 0;
}

/* ---- killing one */

/* What is about to end stops once more, maybe within a call, and is not to stay there. */
static void end_take(struct inferior *inferior, pid_t pid, const struct event *event)
{
	pid_t tid = event->tid;

	thread_take(inferior, event);
	struct inferior_thread *thread = inferior_thread(inferior, tid);

	if (thread && thread->pid == pid && !thread->is_running)
		thread_run(inferior, thread, 0);
}

/* False: nobody waits any more. */
static bool end_wait(struct inferior *inferior, const struct inferior_process *process)
{
	const struct event *event;
	struct error error;
	bool goes_on = true;

	inferior->is_stopping = true;
	while (goes_on && process->end == STOP_NONE && !inferior->is_ending) {
		enum next next = ptrace_engine.next(inferior->engine, &event, &error);

		if (next == NEXT_EVENT)
			end_take(inferior, process->pid, event);
		goes_on = next != NEXT_DONE;
	}
	inferior->is_stopping = false;
	return process->end != STOP_NONE;
}

int inferior_kill_one(struct inferior *inferior, pid_t pid)
{
	struct inferior_process *process = inferior_process(inferior, pid);

	if (!process || is_only_one(inferior))
		return process ? -EBUSY : -ESRCH;
	int status = inferior->steering->kill(inferior->engine, pid);

	if (status < 0 || !end_wait(inferior, process))
		return status < 0 ? status : -EINTR;
	process->is_untold = false;
	turn_away(inferior);
	process_remove(inferior, process);
	return 0;
}
