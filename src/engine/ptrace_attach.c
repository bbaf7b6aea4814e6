/* Joining processes that run, and leaving them as if we had never been there.
 *
 * PTRACE_SEIZE does not stop a thread, PTRACE_INTERRUPT does, without a signal.
 * A thread that is stopped already stays so: its group-stop is reported, and we
 * listen.  New threads of a seized one are ours at birth, so listing the
 * threads until a round finds no stranger finds them all.
 *
 * SEIZE waits for a lock that an exec holds while it waits for the other
 * threads of its process to die: by our leave, if we trace them.  So while we
 * attach, the tick serves the dying, and their ends are told later.
 *
 * Stopping a thread ends the call it sleeps in.  The kernel takes up most of
 * them again, some it does not (epoll_wait): the program would see EINTR without
 * a signal.  Those we repeat ourselves, unless they have a time-out, which would
 * begin anew.
 *
 * Leaving is done stop by stop, in next(): every stop that comes in after
 * ptrace_detach() ends with PTRACE_DETACH, and the signal of that stop, if it is
 * one, is passed on. */
#include "engine/hybrid.h"
#include "engine/ptrace_step.h"
#include "engine/ptrace_window.h"

#include "base/guard.h"
#include "tracee/repeat.h"
#include "tracee/tracee.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <unistd.h>

enum {
	ROUNDS_MAX = 100,   /* of listing threads: a process may make them faster than we join */
	DETACH_TICKS = 100, /* a second without any stop: who is left will not stop */
};

void task_interrupt(struct task *task)
{
	/* ESRCH: dead already; wait4() will tell. */
	task->interrupted = ptrace(PTRACE_INTERRUPT, task->tid, NULL, NULL) == 0;
}

bool task_repeat_call(struct task *task, unsigned abi, uint32_t nr, int64_t result)
{
	return task->interrupted && call_repeat(task->tid, abi, nr, result, 0);
}

void task_repeat_any_call(struct task *task)
{
	struct arch_call call;

	/* In its own code no call is to be repeated: then the number is negative. */
	if (task->interrupted && arch_native.call_read(task->tid, &call) == 0)
		task_repeat_call(task, call.abi, call.nr, call.result);
	task->interrupted = false;
}

void task_repeat_for_signal(struct task *task, int signal)
{
	struct arch_call call;

	if (arch_native.call_read(task->tid, &call) == 0)
		call_repeat(task->tid, call.abi, call.nr, call.result, signal);
}

bool task_ends_with_us(const struct ptrace_engine *engine, const struct task *task)
{
	return task->filtered || engine->options.flags & ENGINE_KILL_ON_DETACH;
}

bool task_may_leave(const struct ptrace_engine *engine, const struct task *task)
{
	/* The wish to stop it is noted with the thread, and would end this call at once,
	 * when nobody is there any more to repeat it. */
	bool ends_call =
		task->in_call && task->interrupted && call_is_unrestarted(task->abi, task->nr);

	return engine->detaching && !task_ends_with_us(engine, task) && !task->steer.stepping &&
	       !ends_call && !run_is_in_trap(engine, task);
}

/* 0 or -errno. */
static int thread_attach(struct ptrace_engine *engine, pid_t tid, pid_t pid, pid_t request)
{
	if (ptrace(PTRACE_SEIZE, tid, NULL, ptrace_options(engine, false, tid == pid)) < 0)
		return -errno;
	struct task *task = task_find(engine, tid);

	/* A tid that vanished in an exec, used again. */
	if (task)
		task_remove(engine, task);
	task = task_add(engine, tid, pid);
	if (!task)
		return -ENOMEM; /* it runs on; our end detaches it */
	task->announced = true;
	task->request = request;
	task_interrupt(task);
	return 0;
}

/* A part of the kernel that is not everywhere: where it is, its file tells who may
 * trace whom. */
static bool yama_restricts(void)
{
	AUTO_CLOSE int fd = open("/proc/sys/kernel/yama/ptrace_scope", O_RDONLY | O_CLOEXEC);
	char scope = '0';

	return fd >= 0 && read(fd, &scope, 1) == 1 && scope != '0';
}

static int attach_explain(pid_t pid, int number, struct error *error)
{
	long tracer = number == EPERM ? tracee_status(pid, "TracerPid:") : 0;
	char hint[96] = "";

	if (tracer == gettid())
		strcpy(hint, " (it is traced by us already)");
	else if (tracer > 0)
		snprintf(hint, sizeof(hint), " (it is traced by process %ld)", tracer);
	else if (number == EPERM && geteuid() != 0)
		snprintf(hint, sizeof(hint), " (%stry as root)",
		         yama_restricts() ? "see kernel.yama.ptrace_scope, or " : "");
	return error_set(error, number, "attach: ptrace(PTRACE_SEIZE, %d): %s%s", pid,
	                 strerror(number), hint);
}

/* Joins the threads that are not traced yet; returns how many. */
static unsigned threads_attach_round(struct ptrace_engine *engine, pid_t pid, pid_t request)
{
	unsigned joined = 0;
	pid_t *list;
	ssize_t count = tracee_threads(pid, &list);

	if (count > 0)
		reap_reserve(engine, (unsigned)count);
	for (ssize_t i = 0; i < count; i++)
		/* Failures are threads that ended, or were born traced. */
		if (!task_find(engine, list[i]) &&
		    thread_attach(engine, list[i], pid, request) == 0)
			joined++;
	free(list);
	return joined;
}

int ptrace_attach(struct engine *base, pid_t pid, struct error *error)
{
	struct ptrace_engine *engine = (struct ptrace_engine *)base;
	pid_t process = tracee_process(pid);
	unsigned threads = 1;

	if (wait_start(engine, error) < 0)
		return -1;
	hybrid_begin_attached(engine);
	reap_begin(engine);
	int status = thread_attach(engine, pid, process > 0 ? process : pid, pid);

	if (status == 0 && engine->options.flags & (ENGINE_FOLLOW | ENGINE_THREADS))
		for (unsigned i = 0, joined = 1; i < ROUNDS_MAX && joined > 0; i++) {
			joined = threads_attach_round(engine, process, pid);
			threads += joined;
		}
	reap_end(engine);
	if (status < 0)
		return attach_explain(pid, -status, error);
	if (engine->options.flags & ENGINE_FILTER)
		engine_log(engine, "process %d: no seccomp filter: it runs already", pid);
	if (engine->hybrid && !engine->hybrid->dispatches)
		engine_log_inside(engine, "process %d: calls are not recorded inside it: it runs already",
		           pid);
	roles_find(engine, pid, false);
	if (!(engine->options.flags & ENGINE_STAY))
		placement_start(&engine->place);
	struct task *task = task_find(engine, pid);

	if (task)
		task->joined_with = threads;
	return 0;
}

void task_detach(struct ptrace_engine *engine, struct task *task)
{
	window_end(task);
	run_leave(engine, task);
	ptrace(PTRACE_DETACH, task->tid, NULL, task->signal);
	task->stopped = false;
	event_queue(engine, task, EVENT_DETACHED);
	task_remove(engine, task);
}

void task_leave(struct ptrace_engine *engine, struct task *task)
{
	if (!hybrid_parks(engine, task))
		task_detach(engine, task);
}

bool task_is_stranger(const struct ptrace_engine *engine, const struct task *task)
{
	return engine->options.flags & ENGINE_THREADS && !(engine->options.flags & ENGINE_FOLLOW) &&
	       task->pid == task->tid && !task->launched && !task->request;
}

void task_let_go(struct ptrace_engine *engine, struct task *task)
{
	ptrace(PTRACE_DETACH, task->tid, NULL, task->signal);
	task->stopped = false;
	task_remove(engine, task);
}

void ptrace_detach(struct engine *base)
{
	struct ptrace_engine *engine = (struct ptrace_engine *)base;

	if (engine->detaching)
		return;
	engine->detaching = true;
	engine->options.calls = (struct call_set){ 0 };
	engine->patience = DETACH_TICKS;
	steer_release_all(engine);
	delays_cut(engine);
	for (size_t i = 0; i < engine->tasks.slot_count; i++) {
		struct task *task = engine->tasks.slots[i].value;

		if (task && !task_ends_with_us(engine, task) && !task->stopped)
			task_interrupt(task);
	}
	/* The clock runs: a thread that does not answer is not waited for forever. */
	wait_tick(engine, true);
}
