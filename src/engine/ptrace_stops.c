/* What a stop means.
 *
 * Every stop that wait4() tells of is of one of a few kinds; each handler says
 * what happened (events), how the task stands now, and which signal it gets. */
#include "engine/hybrid.h"
#include "engine/ptrace_functions.h"
#include "engine/ptrace_step.h"
#include "engine/ptrace_window.h"

#include "tracee/tracee.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>

static bool is_stop_signal(int signal)
{
	return signal == SIGSTOP || signal == SIGTSTP || signal == SIGTTIN || signal == SIGTTOU;
}

static bool has_sender(const siginfo_t *info)
{
	switch (info->si_code) {
	case SI_USER:
	case SI_QUEUE:
	case SI_TKILL:
	case SI_MESGQ:
		return true;
	}
	return info->si_signo == SIGCHLD && info->si_code > 0;
}

static void signal_queue(struct ptrace_engine *engine, struct task *task, const siginfo_t *info)
{
	struct event_buffer *buffer = event_queue(engine, task, EVENT_SIGNAL);

	if (!buffer)
		return;
	buffer->event->result = info->si_signo;
	/* A debugger's breakpoint: who waits for it asks for all registers, and soon. */
	if (task->steer.resume != RESUME_TO_SIGNAL || info->si_code != SI_KERNEL)
		buffer->event->ip = stop_ip(engine, task);
	event_buffer_put(buffer, CHUNK_SIGINFO, 0, info, sizeof(*info));
	stack_capture(engine, task, buffer);
	if (has_sender(info)) {
		tracee_memory_aim(&engine->memory, task->tid, buffer);
		engine->memory.memory.name_pid(&engine->memory.memory, info->si_pid);
	}
}

static void stop_signal(struct ptrace_engine *engine, struct task *task, int signal)
{
	siginfo_t info;

	if (engine->hybrid && hybrid_signal(engine, task, signal))
		return;
	task->signal = engine->hybrid && dispatch_ignores(task, signal) ? 0 : signal;
	if (signal == SIGTRAP && run_takes_trap(engine, task, NULL)) {
		task->signal = 0;
		return;
	}
	/* A mismatch: it was killed in this stop and is in its last one already. */
	if (task->hidden || ptrace(PTRACE_GETSIGINFO, task->tid, NULL, &info) < 0 ||
	    info.si_signo != signal)
		return;
	if (run_takes_trap(engine, task, &info) || step_takes_break(engine, task, &info) ||
	    steer_takes_step(engine, task, &info)) {
		task->signal = 0;
		return;
	}
	step_interrupted(engine, task, info.si_code > 0);
	signal_queue(engine, task, &info);
	/* A breakpoint has interrupted no call. */
	if (signal != SIGTRAP || info.si_code != SI_KERNEL)
		task_repeat_for_signal(task, signal);
}

/* PTRACE_EVENT_STOP: the first stop of a new task, the answer to
 * PTRACE_INTERRUPT, a group-stop, or the end of one. */
static void stop_trap(struct ptrace_engine *engine, struct task *task, int signal)
{
	bool pausing = task->steer.pausing;

	task->steer.pausing = false;
	step_interrupted(engine, task, false);
	/* A call that ended because the process was stopped has ended without us. */
	if (!is_stop_signal(signal))
		task_repeat_any_call(task);
	task->interrupted = false;
	if (!is_stop_signal(signal) || engine->detaching) {
		if (pausing)
			event_queue(engine, task, EVENT_PAUSED);
		return;
	}
	struct event_buffer *buffer = event_queue(engine, task, EVENT_STOPPED);

	if (buffer) {
		buffer->event->result = signal;
		buffer->event->ip = stop_ip(engine, task);
	}
	task->listening = true;
}

/* All its stops came before its creator's word of it: a stranger, or we leave, or it has ended
 * meanwhile (wait4() prefers whoever was born last).  Threads that are there are ours. */
static bool was_let_go(const struct ptrace_engine *engine, pid_t tid, pid_t pid)
{
	siginfo_t info;

	/* Of who is not ours we may not even ask whether there is something to wait for. */
	return (pid == tid || engine->detaching) &&
	       waitid(P_PID, (id_t)tid, &info,
	              WNOHANG | WNOWAIT | WEXITED | WSTOPPED | __WALL | __WNOTHREAD) < 0;
}

/* Else new tasks are here because they have our filter. */
static bool follows(const struct ptrace_engine *engine)
{
	return engine->options.flags & (ENGINE_FOLLOW | ENGINE_THREADS);
}

/* Its creator has come from there, and has not gone on: it has the name that it had then. */
static void name_inherit(const struct task *task, struct task *child)
{
	memcpy(child->name, task->name, sizeof(child->name));
	child->name_length = task->name_length;
}

/* From its second thread on the end of its first one is to be announced. */
static void thread_count_note(const struct ptrace_engine *engine, struct task *task,
                              struct task *child)
{
	bool was_single = task->is_single;

	child->is_single = child->pid != task->pid;
	task->is_single &= child->is_single;
	if (was_single && !task->is_single)
		task_set_options(engine, task);
}

static void stop_fork(struct ptrace_engine *engine, struct task *task, int event)
{
	unsigned long message;

	if (ptrace(PTRACE_GETEVENTMSG, task->tid, NULL, &message) < 0)
		return;
	pid_t tid = (pid_t)message;
	struct task *child = task_find(engine, tid);

	/* A tid that was announced before is used again: its former bearer
	 * vanished without a word, as threads may do when another one execs. */
	if (child && child->announced) {
		task_remove(engine, child);
		child = NULL;
	}
	pid_t pid = child ? child->pid : tracee_has_thread(task->pid, tid) ? task->pid : tid;

	if (!child && !was_let_go(engine, tid, pid))
		child = task_add(engine, tid, pid);
	if (child) {
		child->announced = true;
		child->creator = task->tid;
		thread_count_note(engine, task, child);
		child->abi = task->abi;
		if (!child->started) {
			child->steer.resume = task->steer.resume;
			name_inherit(task, child);
			window_inherit(task, child);
			functions_inherit(task, child);
			run_inherit(engine, task, child);
		}
		if (!follows(engine))
			child->silent = child->hidden = true;
		role_inherit(engine, task, child);
		hybrid_child_is_made(engine, child);
		wait_expect(engine, tid);
	}
	struct event_buffer *buffer =
		follows(engine) ? event_queue(engine, task, EVENT_FORK) : NULL;

	if (!buffer)
		return;
	buffer->event->args[0] = (uint64_t)tid;
	buffer->event->args[1] = (uint64_t)pid;
	buffer->event->result = event;
}

/* It has those of its creator. */
static bool has_right_options(const struct ptrace_engine *engine, const struct task *task)
{
	const struct task *creator = task_find(engine, task->creator);

	return task->pid == task->tid && creator && creator->pid == creator->tid;
}

/* The thread that called exec goes on as its process's leader: they change
 * places, and what was the leader is gone. */
static void exec_take_over(struct ptrace_engine *engine, struct task *leader, struct task *former)
{
	struct task old = *leader;

	*leader = *former;
	*former = old;
	former->tid = leader->tid;
	former->signal = 0;
	leader->tid = old.tid;
	leader->pid = old.pid;
	leader->stopped = old.stopped;
	leader->launched = old.launched;
	leader->request = old.request;
	leader->cpu_ns = old.cpu_ns;
	if (leader->in_call && leader->wanted)
		leader->call.event->tid = leader->tid;
	call_abandon(engine, former);
	task_remove(engine, former);
}

static void stop_exec(struct ptrace_engine *engine, struct task *task)
{
	unsigned long message;

	if (ptrace(PTRACE_GETEVENTMSG, task->tid, NULL, &message) < 0)
		return;
	pid_t former = (pid_t)message != task->tid ? (pid_t)message : 0;
	struct task *thread = former ? task_find(engine, former) : NULL;

	step_abandon(engine, task);
	steps_forget(engine, task->pid);
	window_begin(engine, task);
	functions_forget(task);
	hybrid_forget(engine, task);
	if (thread)
		hybrid_forget(engine, thread);
	if (thread)
		exec_take_over(engine, task, thread);
	else if (former)
		call_abandon(engine, task);
	if (former)
		task_set_options(engine, task);
	task->has_execed = task->is_single = true;
	task_learn_name(engine, task);
	stacks_forget(engine, task->pid);
	struct event_buffer *buffer = event_queue(engine, task, EVENT_EXEC);

	if (buffer) {
		buffer->event->args[0] = (uint64_t)former;
		event_put_name(buffer, task);
	}
	if (task->launched && engine->has_filter)
		engine_log(engine,
		           task->filtered ? "process %d: a seccomp filter lets calls that are not "
		                            "wanted run free"
		                          : "process %d: no seccomp filter: the kernel refused it",
		           task->pid);
	if (engine->options.flags & ENGINE_DETACH_ON_EXEC && !task->launched)
		task_detach(engine, task);
	/* It may hold what we do, or what who started us left open. */
	bool was_launched = task->launched;

	if (was_launched)
		roles_find(engine, task->pid, true);
	task->launched = false;
	task->hidden = task->silent;
	task->steer.changed = 0; /* the registers are those of the new program */
	if (!was_launched && task->stopped)
		call_ends_at_exec(engine, task);
}

/* PTRACE_EVENT_EXIT: it is about to end; nothing will come of its call. */
static void stop_exit(struct ptrace_engine *engine, struct task *task)
{
	bool was_in_call = task->in_call;

	call_abandon(engine, task);
	if (was_in_call)
		step_abandon(engine, task);
}

static void task_died(struct ptrace_engine *engine, struct task *task, int status)
{
	bool killed = WIFSIGNALED(status);

	stop_exit(engine, task);
	if (task->tid == task->pid) {
		stacks_forget(engine, task->pid);
		steps_end(engine, task);
	}
	struct event_buffer *buffer =
		event_queue(engine, task, killed ? EVENT_KILLED : EVENT_EXITED);

	if (buffer) {
		buffer->event->result = killed ? WTERMSIG(status) : WEXITSTATUS(status);
		if (killed && WCOREDUMP(status))
			buffer->event->flags |= EVENT_CORE;
	}
	if (task->launched)
		launch_explain(engine);
	task_remove(engine, task);
}

static void task_starts(struct ptrace_engine *engine, struct task *task)
{
	struct task *asked = task->request ? task_find(engine, task->request) : NULL;

	/* The one that was asked for comes first, whichever thread stops first. */
	if (asked && asked != task && !asked->started)
		task_starts(engine, asked);
	task->started = true;
	role_child_starts(engine, task);
	run_starts(engine, task);
	/* Until its creator tells who it is nobody knows which it needs. */
	if (task->announced && !has_right_options(engine, task))
		task_set_options(engine, task);
	hybrid_child_starts(engine, task);
	if (!task->name_length)
		task_learn_name(engine, task);

	struct event_buffer *buffer = event_queue(engine, task, EVENT_ATTACHED);

	if (!buffer)
		return;
	buffer->event->args[0] = (uint64_t)task->creator;
	buffer->event->args[1] = task->joined_with;
	event_put_name(buffer, task);
}

/* An instruction that calls is over when its call is. */
static void call_stop_told(struct ptrace_engine *engine, struct task *task)
{
	bool was_in_call = task->in_call;

	call_stop(engine, task);
	if (was_in_call && !task->in_call)
		step_called(engine, task);
	if (!was_in_call && task->in_call)
		run_calls(engine, task);
	if (was_in_call != task->in_call)
		window_call(engine, task, task->in_call);
}

static void stop_dispatch(struct ptrace_engine *engine, struct task *task, int event, int signal)
{
	switch (event) {
	case 0:
		if (signal == (SIGTRAP | 0x80))
			call_stop_told(engine, task);
		else
			stop_signal(engine, task, signal);
		break;
	case PTRACE_EVENT_STOP:
		stop_trap(engine, task, signal);
		break;
	case PTRACE_EVENT_FORK:
	case PTRACE_EVENT_VFORK:
	case PTRACE_EVENT_CLONE:
		stop_fork(engine, task, event);
		break;
	case PTRACE_EVENT_EXEC:
		stop_exec(engine, task);
		break;
	case PTRACE_EVENT_EXIT:
		stop_exit(engine, task);
		break;
	case PTRACE_EVENT_SECCOMP:
		call_seccomp_stop(engine, task);
		break;
	default: /* an event of a kernel to come */
		break;
	}
}

/* The task of a stop; one that nobody announced yet, if need be. */
static struct task *stop_task(struct ptrace_engine *engine, const struct wait_result *stop)
{
	struct task *task = task_find(engine, stop->tid);

	/* The end of a stranger: as init of a namespace we reap them all. */
	if (task || !WIFSTOPPED(stop->status))
		return task;
	pid_t pid = tracee_process(stop->tid);

	task = task_add(engine, stop->tid, pid > 0 ? pid : stop->tid);
	if (!task)
		return NULL;
	/* Until its creator tells who it is, and whether there is a filter. */
	task->full = task->filtered = engine->cookie != 0;
	task->silent = task->hidden = !follows(engine);
	task->creator =
		task->pid != task->tid ? task->pid : (pid_t)tracee_status(stop->tid, "PPid:");
	const struct task *creator = task_find(engine, task->creator);
	if (creator)
		task->abi = creator->abi;
	return task;
}

void stop_handle(struct ptrace_engine *engine, const struct wait_result *stop)
{
	struct task *task = stop_task(engine, stop);

	if (!task) {
		if (stop->status >> 8 == SIGSYS)
			wait_take(engine, stop->tid);
		return;
	}
	task->cpu_ns = stop->cpu_ns;
	if (engine->hybrid)
		hybrid_drain(engine);
	if (!WIFSTOPPED(stop->status)) {
		task_died(engine, task, stop->status);
		return;
	}
	task->stopped = true;
	task->listening = task->steer.kept = false;
	if (stop->status >> 8 != (SIGTRAP | 0x80))
		fd_details_doubt(&engine->memory.details);
	delay_forget(task);
	run_stopped(engine, task);
	placement_follow(&engine->place, task->pid, task->tid);
	if (!task->started && stop->status >> 16 == PTRACE_EVENT_STOP &&
	    task_is_stranger(engine, task)) {
		task_let_go(engine, task);
		return;
	}
	if (!task->started)
		task_starts(engine, task);
	stop_dispatch(engine, task, stop->status >> 16, WSTOPSIG(stop->status));
	if (stop->status >> 8 == SIGSYS)
		wait_take(engine, task->tid);
	steer_settle_step(task);
	if (task->stopped && task_may_leave(engine, task))
		task_leave(engine, task);
	else if (engine->options.flags & ENGINE_HOLD && engine->queue_end > 0 && task->stopped)
		engine->held = task; /* unless it was let go in this very stop */
	else
		task_resume(engine, task);
}
