/* Processes that those under control make.
 *
 * Each is ours at birth, for its memory is a copy of one with our breakpoints in it.  Where
 * nobody wants to know of it, they are taken out, and it is let go before its first
 * instruction.  Where its birth is told, it stays, with the same breakpoints and points: its
 * owner wants them there, too, or they go when it goes on.
 *
 * A vfork's child has its creator's memory, not a copy, until it executes a program or ends; the
 * creator waits for that.  If the child is not wanted, it would meet the breakpoints there: all
 * are taken out meanwhile, and nobody moves but the child.  If it is, both have one table of
 * breakpoints, and the creator does not go on at all, for nothing could stop it while it waits. */
#include "debug/inferior_parts.h"

#include "event/event.h"
#include "tracee/tracee.h"

/* The thread that made a process; NULL: its creator's word of it is still to come. */
static struct inferior_thread *creator_of(const struct inferior *inferior, pid_t child)
{
	struct inferior_thread *thread;

	for (size_t i = 0; (thread = threads_next(inferior, &i));)
		if (thread->child == child)
			return thread;
	return NULL;
}

/* ---- both have stopped */

/* Its memory is a copy of its creator's. */
static void child_release(struct inferior *inferior, struct inferior_thread *creator,
                          struct inferior_thread *child)
{
	const struct breakpoint_memory memory = break_memory(inferior, child->tid);

	breakpoints_lift_all(process_breakpoints(creator->process), &memory);
	creator->child = 0;
	process_give_back(inferior, child->process);
}

static void child_keep(const struct inferior_thread *creator, struct inferior_process *child)
{
	struct inferior_process *process = creator->process;

	child->is_new = false;
	points_copy(child, process);
	if (creator->is_vforking)
		child->lender = process->lender ? process->lender : process;
	else
		breakpoints_copy(&child->breakpoints, process_breakpoints(process));
	child->is_copied = true;
}

static bool settle(struct inferior *inferior, struct inferior_thread *creator,
                   struct inferior_thread *child)
{
	if (creator->is_forking) {
		child_keep(creator, child->process);
		return false;
	}
	if (!creator->is_vforking) {
		child_release(inferior, creator, child);
		return false;
	}
	/* The creator waits, and everybody else does, too; or is about to. */
	if (inferior->is_stopping)
		return false;
	threads_stop(inferior);
	return !threads_go_on(inferior);
}

bool fork_take_creator(struct inferior *inferior, struct inferior_thread *creator,
                       const struct event *event)
{
	pid_t tid = (pid_t)event->args[0], pid = (pid_t)event->args[1];
	bool was_known = inferior_thread(inferior, tid) != NULL;
	/* One that nobody traces has ended before we were told of its birth. */
	bool is_there = was_known || tracee_status(tid, "TracerPid:") > 0;
	struct inferior_thread *child = is_there ? thread_add(inferior, pid, tid) : NULL;
	bool is_vfork = event->result == BIRTH_VFORK;
	bool has_breakpoints = process_breakpoints(creator->process)->by_address.count > 0;

	if (!child)
		return false;
	child->is_new = !was_known;
	child->process->is_new = true;
	creator->child = tid;
	creator->is_forking = (event->result == BIRTH_FORK && inferior->tells_forks) ||
	                      (is_vfork && inferior->tells_vforks);
	creator->is_vforking = is_vfork && (has_breakpoints || creator->is_forking);
	if (creator->is_vforking)
		thread_stopped(inferior, creator);
	bool is_told = was_known && settle(inferior, creator, child);

	return creator->is_forking ? thread_stopped_by(inferior, creator,
	                                               is_vfork ? STOP_VFORK : STOP_FORK, SIGTRAP)
	                           : is_told;
}

bool fork_take_child(struct inferior *inferior, struct inferior_thread *child)
{
	struct inferior_thread *creator = creator_of(inferior, child->tid);

	child->is_new = false;
	thread_stopped(inferior, child);
	return creator && settle(inferior, creator, child);
}

void fork_forget(struct inferior *inferior, const struct inferior_process *child)
{
	struct inferior_thread *creator = creator_of(inferior, child->pid);

	if (creator && !creator->is_vforking)
		creator->child = 0;
}

/* ---- vfork */

struct inferior_thread *fork_awaited(const struct inferior *inferior,
                                     const struct inferior_thread *creator)
{
	struct inferior_thread *child = creator->is_vforking && creator->is_forking
	                                        ? inferior_thread(inferior, creator->child)
	                                        : NULL;

	return child && !child->process->is_leaving ? child : NULL;
}

/* The thread does not wait any more. */
static bool creator_is_free(struct inferior *inferior, struct inferior_thread *creator)
{
	bool is_told =
		creator->is_forking && inferior->tells_vforked && !creator->process->is_leaving;

	creator->is_vforking = creator->is_forking = false;
	creator->child = 0;
	return is_told && thread_stopped_by(inferior, creator, STOP_VFORKED, SIGTRAP);
}

bool fork_is_over(struct inferior *inferior, struct inferior_process *child)
{
	struct inferior_thread *creator = creator_of(inferior, child->pid);
	bool is_told = creator && creator->is_vforking && creator_is_free(inferior, creator);

	if (creator)
		creator->child = 0;
	breaks_forget(inferior, child);
	processes_let_go(inferior);
	return is_told;
}

/* It comes out of the call when the memory is its own again. */
static void creator_steps(struct inferior *inferior, struct inferior_thread *creator)
{
	const struct inferior_wish wish = creator->is;
	struct inferior_process *process = creator->process;
	pid_t tid = creator->tid;

	creator->is.resume = RESUME_STEP;
	thread_run(inferior, creator, 0);
	const struct event *event = step_wait(inferior, tid);

	creator->is = wish;
	if (!event)
		return;
	if (event->kind != EVENT_EXITED && event->kind != EVENT_KILLED) {
		const struct breakpoint_memory memory = break_memory(inferior, tid);

		breakpoints_lower_all(process_breakpoints(process), &memory);
	}
	step_ends(inferior, creator, event);
}

void fork_pass(struct inferior *inferior, struct inferior_thread *creator)
{
	struct inferior_thread *child =
		creator->is_vforking ? inferior_thread(inferior, creator->child) : NULL;
	const struct breakpoint_memory memory = break_memory(inferior, creator->tid);
	bool is_told = creator->is_forking;
	pid_t tid = creator->tid;

	if (!child || child->is_running || fork_awaited(inferior, creator))
		return;
	breakpoints_lift_all(process_breakpoints(creator->process), &memory);
	creator->child = 0;
	creator->is_vforking = creator->is_forking = false;
	process_give_back(inferior, child->process);
	creator_steps(inferior, creator);
	creator = inferior_thread(inferior, tid);
	if (creator && !creator->is_untold && is_told && inferior->tells_vforked)
		thread_stopped_by(inferior, creator, STOP_VFORKED, SIGTRAP);
}
