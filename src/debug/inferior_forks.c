/* Processes that the one under control makes.
 *
 * Each is ours at birth, for its memory is a copy of one with our breakpoints in it: they are
 * taken out, and it is let go before its first instruction.  Unless a fork is to be told: then
 * the new process waits until somebody says which of both is wanted.
 *
 * A vfork's child shares the memory until it executes a program or ends, and would meet the
 * breakpoints there.  So all are taken out meanwhile, and nobody moves but the child. */
#include "debug/inferior_parts.h"

#include "event/event.h"
#include "tracee/tracee.h"

#include <errno.h>

/* The thread that made a process; NULL: its creator's word of it is still to come. */
static struct inferior_thread *creator_of(const struct inferior *inferior, pid_t child)
{
	struct inferior_thread *thread;

	for (size_t i = 0; (thread = inferior_next(inferior, &i));)
		if (thread->child == child)
			return thread;
	return NULL;
}

/* What the child has of the debugger's it loses. */
static void child_clean(struct inferior *inferior, const struct inferior_thread *child)
{
	const struct breakpoint_memory memory = break_memory(inferior, child->tid);

	breakpoints_lift_all(&inferior->breakpoints, &memory);
}

static void child_release(struct inferior *inferior, struct inferior_thread *creator,
                          struct inferior_thread *child)
{
	creator->child = 0;
	thread_give_back(inferior, child, 0);
}

/* ---- vfork */

void fork_pass(struct inferior *inferior, struct inferior_thread *creator)
{
	struct inferior_thread *child =
		creator->is_vforking ? inferior_thread(inferior, creator->child) : NULL;
	struct breakpoint_memory memory = break_memory(inferior, creator->tid);
	const struct inferior_wish wish = creator->is;
	pid_t tid = creator->tid;

	if (!child || child->is_running)
		return;
	breakpoints_lift_all(&inferior->breakpoints, &memory);
	child_release(inferior, creator, child);
	creator->is_vforking = false;
	creator->is.resume = RESUME_STEP;
	thread_run(inferior, creator, 0);
	/* It comes out of the call when the memory is its own again. */
	const struct event *event = step_wait(inferior, tid);

	creator->is = wish;
	if (!event || event->kind == EVENT_EXITED || event->kind == EVENT_KILLED)
		return;
	memory = break_memory(inferior, tid);
	breakpoints_lower_all(&inferior->breakpoints, &memory);
	step_ends(inferior, creator, event);
}

/* ---- both have stopped */

static bool settle(struct inferior *inferior, struct inferior_thread *creator,
                   struct inferior_thread *child)
{
	/* The creator waits, and everybody else does, too; or is about to. */
	if (creator->is_vforking && inferior->is_stopping)
		return false;
	if (creator->is_vforking) {
		threads_stop(inferior);
		return !threads_go_on(inferior);
	}
	child_clean(inferior, child);
	if (!creator->is_forking)
		child_release(inferior, creator, child);
	return false;
}

bool fork_take_creator(struct inferior *inferior, struct inferior_thread *creator,
                       const struct event *event)
{
	pid_t tid = (pid_t)event->args[0], pid = (pid_t)event->args[1];
	bool was_known = inferior_thread(inferior, tid) != NULL;
	/* One that nobody traces has ended before we were told of its birth. */
	bool is_there = was_known || tracee_status(tid, "TracerPid:") > 0;
	struct inferior_thread *child = is_there ? thread_add(inferior, pid, tid) : NULL;
	bool has_breakpoints = inferior->breakpoints.by_address.count > 0;

	if (!child)
		return false;
	child->is_new = !was_known;
	creator->child = tid;
	creator->is_vforking = event->result == BIRTH_VFORK && has_breakpoints;
	creator->is_forking = event->result == BIRTH_FORK && inferior->tells_forks;
	if (creator->is_vforking)
		thread_stopped(inferior, creator);
	bool is_told = was_known && settle(inferior, creator, child);

	return creator->is_forking ? thread_stopped_by(inferior, creator, STOP_FORK, SIGTRAP)
	                           : is_told;
}

bool fork_take_child(struct inferior *inferior, struct inferior_thread *child)
{
	struct inferior_thread *creator = creator_of(inferior, child->tid);

	child->is_new = false;
	thread_stopped(inferior, child);
	return creator && settle(inferior, creator, child);
}

/* ---- which one is wanted */

int inferior_let_go(struct inferior *inferior, pid_t pid)
{
	struct inferior_thread *child = inferior_thread(inferior, pid);
	struct inferior_thread *creator = creator_of(inferior, pid);

	if (!child || !creator || child->pid == inferior->pid || child->is_running)
		return -ESRCH;
	child_release(inferior, creator, child);
	return 0;
}

void forks_end(struct inferior *inferior)
{
	struct inferior_thread *thread;

	for (size_t i = 0; (thread = inferior_next(inferior, &i));)
		if (thread->child && !thread->is_vforking &&
		    inferior_let_go(inferior, thread->child) == 0)
			i = 0; /* others may have taken its slot */
}

static void creators_release(struct inferior *inferior)
{
	static const struct target_point no_points[TARGET_WATCHES_MAX];
	struct inferior_thread *thread;
	size_t i = 0;

	while ((thread = inferior_next(inferior, &i))) {
		if (thread->pid != inferior->pid)
			continue;
		if (thread->points_version)
			target_points_write(thread->tid, no_points);
		thread_give_back(inferior, thread, thread_last_signal(inferior, thread));
		i = 0;
	}
}

int inferior_follow(struct inferior *inferior, pid_t pid)
{
	struct inferior_thread *child = inferior_thread(inferior, pid);
	struct inferior_thread *creator = creator_of(inferior, pid);

	if (!child || !creator || child->pid == inferior->pid || child->is_running)
		return -ESRCH;
	creator->child = 0;
	forks_end(inferior);
	struct breakpoint_memory memory = break_memory(inferior, creator->tid);

	breakpoints_lift_all(&inferior->breakpoints, &memory);
	creators_release(inferior);
	inferior->pid = inferior->current = pid;
	memory = break_memory(inferior, pid);
	breakpoints_lower_all(&inferior->breakpoints, &memory);
	return 0;
}
