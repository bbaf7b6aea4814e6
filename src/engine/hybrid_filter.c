/* The seccomp filter that lets calls of the agent run, where all calls are wanted.
 *
 * Then nothing else needs it, and most programs never get an agent.  So it is not there
 * from the launch on, but is given to a process, to all its threads, together with its
 * agent.  Who has none can be let go like anybody else. */
#include "engine/hybrid.h"

#include "calls/table.h"
#include "tracee/tracee.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Where it lies in the process while it is handed over: behind all that is there. */
static const uint64_t handed_over = AGENT_BASE + AGENT_SIZE / 2;

/* Of a child that is being made nobody can tell whether it has the filter. */
bool call_makes_child(const struct task *task)
{
	static const char *const makers[] = { "clone", "clone3", "fork", "vfork" };

	for (size_t i = 0; i < sizeof(makers) / sizeof(*makers); i++)
		if (call_number((enum event_abi)task->abi, makers[i]) == (int)task->nr)
			return true;
	return false;
}

/* Threads that nobody follows would get the filter without a tracer. */
static bool has_strangers(const struct task *task)
{
	return tracee_status(task->pid, "Threads:") != 1;
}

static bool process_makes_child(const struct ptrace_engine *engine, pid_t pid)
{
	for (size_t i = 0; i < engine->tasks.slot_count; i++) {
		const struct task *task = engine->tasks.slots[i].value;

		if (task && task->pid == pid && task->in_call && call_makes_child(task))
			return true;
	}
	return false;
}

/* Those around us it has inherited, as we have. */
bool has_own_filter(pid_t tid)
{
	static const char *const fields[] = { "Seccomp:", "Seccomp_filters:" };

	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++)
		if (tracee_status(tid, fields[i]) != tracee_status(getpid(), fields[i]))
			return true;
	return false;
}

static int64_t filter_write(pid_t tid, const struct sock_fprog *filter)
{
	struct sock_fprog there = *filter;
	size_t size = filter->len * sizeof(*filter->filter);

	there.filter = (struct sock_filter *)(handed_over + sizeof(there));
	if (remote_write(tid, handed_over, &there, sizeof(there)) < 0)
		return -EFAULT;
	return remote_write(tid, handed_over + sizeof(there), filter->filter, size);
}

/* Privileged, the filter does without no_new_privs. */
static int64_t filter_install(struct remote *remote)
{
	const uint64_t seccomp[6] = { SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC,
		                      handed_over };
	const uint64_t no_new_privileges[6] = { PR_SET_NO_NEW_PRIVS, 1 };
	int64_t result = remote_call(remote, SYS_seccomp, seccomp);

	if (result == -EACCES && remote_call(remote, SYS_prctl, no_new_privileges) == 0)
		result = remote_call(remote, SYS_seccomp, seccomp);
	/* Else it is the number of a thread that has another filter. */
	return result > 0 ? -EBUSY : result;
}

static int64_t filter_give(struct ptrace_engine *engine, const struct task *task, uint64_t site)
{
	struct hybrid *hybrid = engine->hybrid;
	struct remote remote;

	if (!hybrid->filter)
		hybrid->filter = filter_build(engine);
	if (!hybrid->filter)
		return -ENOMEM;
	int64_t result = filter_write(task->tid, hybrid->filter);

	if (result < 0)
		return result;
	remote_begin(&remote, engine, task, site);
	result = filter_install(&remote);
	remote_end(&remote);
	return result;
}

/* From now on they stop where the filter says.  Whoever is in a call meets it in the next. */
static void process_is_filtered(struct ptrace_engine *engine, pid_t pid)
{
	for (size_t i = 0; i < engine->tasks.slot_count; i++) {
		struct task *task = engine->tasks.slots[i].value;

		if (task && task->pid == pid)
			task->filtered = true;
	}
}

bool process_filter(struct ptrace_engine *engine, struct task *task, uint64_t site)
{
	if (task->filtered || engine->hybrid->dispatches)
		return true;
	if (!(engine->options.flags & ENGINE_FOLLOW) && has_strangers(task)) {
		hybrid_leave(engine, task, "it has threads that are not traced");
		return false;
	}
	if (process_makes_child(engine, task->pid))
		return false;
	int64_t result = has_own_filter(task->tid) ? -EBUSY : filter_give(engine, task, site);

	if (result == -EAGAIN)
		return false;
	if (result < 0) {
		hybrid_leave(engine, task,
		             result == -EBUSY ? "it has a filter of its own"
		                              : "the kernel refused a seccomp filter");
		return false;
	}
	process_is_filtered(engine, task->pid);
	engine_log(engine,
	           "process %d: a seccomp filter lets calls that are recorded inside it run",
	           task->pid);
	return true;
}
