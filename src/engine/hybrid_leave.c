/* Leaving a program as it was found.
 *
 * Threads may be anywhere: in the agent, in a stub, on their way there.  So each is parked
 * when it has stopped: it is put where the program thinks it is, and its calls are not
 * dispatched any more.  When all of an address space are parked, sites get their calls
 * back, and one of the threads unmaps what was ours; then all are let go.
 *
 * Who does not stop (it sleeps fast, or waits for a child of vfork()) is waited for as long
 * as anybody else.  Then all that is there stays: stubs are complete without us. */
#include "engine/hybrid.h"

#include "arch/padding.h"
#include "tracee/tracee.h"

#include <errno.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>

enum {
	RELEASED_MAX = QUEUE_MAX / 2, /* at a time: each is an event */
};

/* ---- parking */

/* A thread that sends calls our way; else it is let go like any other. */
static bool is_served(const struct task *task)
{
	return task->image && task->image->hybrid->dispatches && task->image->has_agent &&
	       !task->image->is_cleared;
}

/* Nothing will run in it any more. */
static bool is_ending(const struct task *task)
{
	siginfo_t info;

	return ptrace(PTRACE_GETSIGINFO, task->tid, NULL, &info) == 0 &&
	       info.si_code == (SIGTRAP | PTRACE_EVENT_EXIT << 8);
}

/* It has stopped because we interrupted it, while the signal of a call was on its way. */
static bool is_about_to_stop(const struct task *task)
{
	return task->seat && task->seat->is_dispatched &&
	       tracee_signals(task->tid, "SigPnd:") & 1ull << (SIGSYS - 1);
}

bool hybrid_parks(struct ptrace_engine *engine, struct task *task)
{
	struct arch_state state;

	if (!engine->hybrid || !is_served(task) || is_ending(task) ||
	    arch_state_read(task->tid, &state) < 0)
		return false;
	if (is_about_to_stop(task)) {
		task_resume(engine, task);
		return true;
	}
	hybrid_move_out(engine, task, &state);
	/* Whose parent waits in vfork() goes on without it: the parent stops only then. */
	if (task->pid != task->image->pid)
		return false;
	dispatch_end(task);
	gs_clear(task);
	seat_leave(engine, task);
	task->parked = true;
	task->image->parked++;
	engine->hybrid->may_clear = true;
	return true;
}

/* ---- clearing */

static bool is_entering(const struct task *task)
{
	struct __ptrace_syscall_info info = { 0 };

	return ptrace(PTRACE_GET_SYSCALL_INFO, task->tid, sizeof(info), &info) > 0 &&
	       info.op == PTRACE_SYSCALL_INFO_ENTRY;
}

/* It stands in front of a call, or behind one with nothing to come. */
static bool can_work(const struct task *task)
{
	struct arch_state state;

	if (task->signal || signal_is_coming(task->tid) || arch_state_read(task->tid, &state) < 0)
		return false;
	return is_entering(task) || (!task->in_call && !arch_state_is_pending(&state));
}

static void unmap(struct remote *remote, uint64_t address, uint64_t length)
{
	const uint64_t args[6] = { address, length };

	remote_call(remote, SYS_munmap, args);
}

static void image_unmap(struct remote *remote, const struct image *image)
{
	for (unsigned i = 0; i < image->region_count; i++)
		unmap(remote, image->regions[i].address, REGION_SIZE);
	for (unsigned i = 0; i < image->landing_count; i++)
		unmap(remote, image->landings[i], ARCH_PAGE_SIZE);
	if (image->rings)
		unmap(remote, AGENT_RINGS, rings_size());
	unmap(remote, AGENT_BASE, AGENT_END - AGENT_BASE);
}

/* False: not now. */
static bool image_clear(struct ptrace_engine *engine, const struct task *task)
{
	struct image *image = task->image;
	struct remote remote;

	remote_begin(&remote, engine, task, 0);
	remote.is_entered = is_entering(task);
	if (!image->has_action || dispatch_action_set(&remote, &image->action) == 0)
		image_unmap(&remote, image);
	remote_end(&remote);
	if (!remote.is_lost && !remote.is_refused)
		errand_erase(image, task->tid);
	return !remote.is_refused;
}

static struct task *parked_find(const struct ptrace_engine *engine, const struct image *image,
                                bool (*fits)(const struct task *))
{
	for (size_t i = 0; i < engine->tasks.slot_count; i++) {
		struct task *task = engine->tasks.slots[i].value;

		if (task && task->parked && task->image == image && fits(task))
			return task;
	}
	return NULL;
}

/* Whoever has been given a filter of his own may not be allowed to work for us. */
static bool has_no_filter(const struct task *task)
{
	return !task->full;
}

/* All of the image are parked.  If none can work now, one goes on to its next stop, which
 * is a signal, or its next call. */
static void image_leave(struct ptrace_engine *engine, struct task *any)
{
	struct image *image = any->image;
	bool has_strangers = dispatch_has_strangers(engine, any->pid);

	/* Ours, but not heard of yet: it will stop. */
	if (has_strangers && engine->options.flags & (ENGINE_FOLLOW | ENGINE_THREADS))
		return;
	image->is_cleared = has_strangers || image->has_strangers;
	if (image->is_cleared)
		return;
	sites_restore(any);
	struct task *worker = parked_find(engine, image, can_work);
	struct task *other = worker ? NULL : parked_find(engine, image, has_no_filter);

	if (other) {
		other->parked = false;
		image->parked--;
		task_resume(engine, other);
		return;
	}
	image->is_cleared = !worker || !has_no_filter(worker) || image_clear(engine, worker);
}

/* ---- letting go */

static void images_leave(struct ptrace_engine *engine)
{
	for (size_t i = 0; i < engine->tasks.slot_count; i++) {
		struct task *task = engine->tasks.slots[i].value;

		if (task && task->parked && !task->image->is_cleared &&
		    task->image->parked == task->image->references)
			image_leave(engine, task);
	}
}

static bool has_parked(const struct ptrace_engine *engine)
{
	for (size_t i = 0; i < engine->tasks.slot_count; i++) {
		const struct task *task = engine->tasks.slots[i].value;

		if (task && task->parked && task->image->parked == task->image->references)
			return true;
	}
	return false;
}

void hybrid_release(struct ptrace_engine *engine)
{
	unsigned released = 0;

	if (!engine->detaching || !engine->hybrid || !engine->hybrid->may_clear)
		return;
	images_leave(engine);
	/* Those that go change the table. */
	for (size_t i = 0; i < engine->tasks.slot_count && released < RELEASED_MAX; i++) {
		struct task *task = engine->tasks.slots[i].value;

		if (!task || !task->parked || !task->image->is_cleared)
			continue;
		task_detach(engine, task);
		released++;
		i = (size_t)-1;
	}
	engine->hybrid->may_clear = released > 0 || has_parked(engine);
}
