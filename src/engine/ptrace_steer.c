/* Steering: doing to a held task what the caller of next() wants.
 *
 * Between two events a task is as its caller left it: its steer state says how
 * it goes on and what of its call was changed.  Nothing of it may show in the
 * program: changed arguments are put back when the call returns, and the trap
 * that ends a step is not a signal of the program.
 *
 *	resume		ptrace request			the next stop
 *	RESUME_TO_CALL	PTRACE_SYSCALL			entry or exit of a call
 *	RESUME_TO_SIGNAL	PTRACE_CONT		a signal, at most
 *	RESUME_STEP	PTRACE_SINGLESTEP		SIGTRAP, after one instruction
 *	RESUME_STEP_ALL	either, see ptrace_step.c	the same, or entry or exit of a call
 *
 * CONT and SINGLESTEP skip the stop at the exit of a call.  Where we have to put
 * something back there, it is made nevertheless, and not told. */
#include "engine/ptrace_step.h"

#include <errno.h>
#include <signal.h>
#include <sys/ptrace.h>

enum {
	PENDING_MAX = 8,     /* synchronous signals that may wait in a thread's queue */
	CHANGED_NR = 1 << 6, /* beside bits 0 to 5, the arguments */
};

/* ---- how tasks go on */

int steer_request(struct ptrace_engine *engine, struct task *task)
{
	if (task->steer.resume == RESUME_TO_CALL || task->hidden)
		return 0;
	if (task->steer.resume == RESUME_STEP_ALL)
		return step_request(engine, task);
	if (task->in_call && call_is_watched(task)) {
		task->wanted = false; /* the entry was shown, but its exit is not waited for */
		return PTRACE_SYSCALL;
	}
	return task->steer.resume == RESUME_STEP ? PTRACE_SINGLESTEP : PTRACE_CONT;
}

bool steer_tells_calls(const struct task *task)
{
	return task->steer.resume == RESUME_TO_CALL ||
	       (task->steer.resume == RESUME_STEP_ALL && task->window.place != WINDOW_OUTSIDE);
}

void steer_resumed(struct task *task, int request)
{
	if (request == PTRACE_CONT || request == PTRACE_SINGLESTEP)
		task->in_call = false; /* its exit will not be seen */
	if (request == PTRACE_SINGLESTEP)
		task->steer.stepping = true;
}

/* TRAP_TRACE ends a step, TRAP_BRKPT one over a call, and SIGTRAP one into a
 * signal handler.  A breakpoint of the program's own is SI_KERNEL. */
static bool is_step_trap(const siginfo_t *info)
{
	return info->si_signo == SIGTRAP &&
	       (info->si_code == TRAP_TRACE || info->si_code == TRAP_BRKPT ||
	        info->si_code == SIGTRAP);
}

bool steer_takes_step(struct ptrace_engine *engine, struct task *task, const siginfo_t *info)
{
	if (!task->steer.stepping || !is_step_trap(info))
		return false;
	task->steer.stepping = false;
	if (task->steer.resume == RESUME_STEP_ALL)
		step_done(engine, task, info->si_code == SIGTRAP);
	else
		event_queue(engine, task, EVENT_STEP);
	return true;
}

/* A stop that we asked for may come between the instruction and its trap. */
void steer_settle_step(struct task *task)
{
	struct __ptrace_peeksiginfo_args args = { .nr = PENDING_MAX };
	siginfo_t pending[PENDING_MAX];

	if (!task->steer.stepping)
		return;
	long count = ptrace(PTRACE_PEEKSIGINFO, task->tid, &args, pending);

	task->steer.stepping = false;
	for (long i = 0; i < count; i++)
		if (is_step_trap(&pending[i]))
			task->steer.stepping = true;
}

void steer_release_all(struct ptrace_engine *engine)
{
	size_t i = 0;

	while (i < engine->tasks.slot_count) {
		struct task *task = engine->tasks.slots[i].value;
		bool kept = task && task->steer.kept && task != engine->held;

		if (task)
			task->steer.kept = false;
		if (kept && !task->filtered && !task->steer.stepping)
			task_detach(engine, task); /* another one may take its slot */
		else
			i++;
		if (kept && task->stopped)
			task_resume(engine, task);
	}
}

/* A task that its caller may touch, or NULL. */
static struct task *steer_task(struct engine *base, pid_t tid)
{
	struct ptrace_engine *engine = (struct ptrace_engine *)base;
	struct task *task = task_find(engine, tid);

	return task && task->stopped && (task == engine->held || task->steer.kept) ? task : NULL;
}

static int steer_signal(struct task *task, int signal)
{
	if (signal < 0)
		return 0;
	if (signal > SIGRTMAX)
		return -EINVAL;
	if (task->signal) {
		task->signal = signal;
		return 0;
	}
	return signal && tgkill(task->pid, task->tid, signal) < 0 ? -errno : 0;
}

static int steer_resume(struct engine *base, pid_t tid, enum resume resume, int signal)
{
	struct ptrace_engine *engine = (struct ptrace_engine *)base;
	struct task *task = steer_task(base, tid);

	if (!task)
		return -ESRCH;
	if (resume == RESUME_STEP_ALL && !engine->stepper)
		return -EINVAL;
	int status = steer_signal(task, signal);

	if (status < 0)
		return status;
	task->steer.resume = (uint8_t)resume;
	task->steer.kept = false;
	if (task == engine->held) {
		if (engine->queue_first < engine->queue_end)
			return 0; /* next() will resume it */
		engine->held = NULL;
	}
	task_resume(engine, task);
	return 0;
}

static int steer_keep(struct engine *base, pid_t tid)
{
	struct task *task = steer_task(base, tid);

	if (!task)
		return -ESRCH;
	task->steer.kept = true;
	return 0;
}

static int steer_release(struct engine *base, pid_t tid, int signal)
{
	struct task *task = steer_task(base, tid);

	if (!task)
		return -ESRCH;
	task->signal = signal;
	task_let_go((struct ptrace_engine *)base, task);
	return 0;
}

static int steer_pause(struct engine *base, pid_t tid)
{
	struct task *task = task_find((struct ptrace_engine *)base, tid);

	if (!task)
		return -ESRCH;
	task_interrupt(task);
	task->steer.pausing = task->interrupted;
	return task->interrupted ? 0 : -ESRCH;
}

static int steer_kill(struct engine *base, pid_t pid)
{
	const struct map *tasks = &((struct ptrace_engine *)base)->tasks;
	int status = -ESRCH;

	for (size_t i = 0; i < tasks->slot_count; i++) {
		const struct task *task = tasks->slots[i].value;

		if (task && (pid == 0 || task->pid == pid) && kill(task->pid, SIGKILL) == 0)
			status = 0;
	}
	return status;
}

/* ---- registers and memory */

static int steer_register_read(struct engine *base, pid_t tid, const char *name, uint64_t *value)
{
	const struct arch_register *reg = arch_register_find(name);

	if (!steer_task(base, tid))
		return -ESRCH;
	return reg ? arch_native.register_read(tid, reg, value) : -ENOENT;
}

static int steer_register_write(struct engine *base, pid_t tid, const char *name, uint64_t value)
{
	const struct arch_register *reg = arch_register_find(name), *ip = arch_register_find("ip");
	struct task *task = steer_task(base, tid);

	if (!task)
		return -ESRCH;
	step_doubt(task);
	if (!reg)
		return -ENOENT;
	int status = arch_native.register_write(tid, reg, value);

	/* An interrupted call would be taken up again, two bytes before the new place. */
	if (status == 0 && reg->offset == ip->offset && !task->in_call)
		status = arch_native.call_forget(tid);
	return status;
}

static ssize_t steer_memory_read(struct engine *base, pid_t tid, uint64_t address, void *buffer,
                                 size_t length)
{
	struct tracee_memory *memory = &((struct ptrace_engine *)base)->memory;

	if (!steer_task(base, tid))
		return -ESRCH;
	tracee_memory_aim(memory, tid, NULL);
	return memory->memory.read(&memory->memory, address, buffer, length);
}

static ssize_t steer_memory_write(struct engine *base, pid_t tid, uint64_t address,
                                  const void *bytes, size_t length)
{
	struct tracee_memory *memory = &((struct ptrace_engine *)base)->memory;

	struct task *task = steer_task(base, tid);

	if (!task)
		return -ESRCH;
	step_doubt(task);
	steps_doubt_code((struct ptrace_engine *)base, task);
	tracee_memory_aim(memory, tid, NULL);
	return tracee_memory_force(memory, address, bytes, length);
}

/* ---- calls */

enum side { SIDE_NONE, SIDE_ENTRY, SIDE_EXIT };

static enum side steer_side(const struct ptrace_engine *engine, const struct task *task)
{
	struct __ptrace_syscall_info info = { 0 };

	if (engine->no_call_info)
		return task->in_call ? SIDE_ENTRY : SIDE_EXIT;
	if (ptrace(PTRACE_GET_SYSCALL_INFO, task->tid, sizeof(info), &info) <= 0)
		return SIDE_NONE;
	switch (info.op) {
	case PTRACE_SYSCALL_INFO_ENTRY:
	case PTRACE_SYSCALL_INFO_SECCOMP:
		return SIDE_ENTRY;
	case PTRACE_SYSCALL_INFO_EXIT:
		return SIDE_EXIT;
	}
	return SIDE_NONE;
}

/* A task that stands on that side of a call; NULL and *status if there is none. */
static struct task *steer_call(struct engine *base, pid_t tid, enum side side, int *status)
{
	struct task *task = steer_task(base, tid);

	*status = !task ? -ESRCH : -EINVAL;
	return task && steer_side((struct ptrace_engine *)base, task) == side ? task : NULL;
}

static int steer_call_set_nr(struct engine *base, pid_t tid, uint32_t nr)
{
	int status;
	struct task *task = steer_call(base, tid, SIDE_ENTRY, &status);
	struct arch_call call;

	if (!task)
		return status;
	if (!(task->steer.changed & CHANGED_NR)) {
		status = arch_native.call_read(tid, &call);
		if (status < 0)
			return status;
		task->steer.nr_before = call.nr;
	}
	task->steer.changed |= CHANGED_NR;
	return arch_native.call_set_nr(tid, nr);
}

static int steer_call_set_arg(struct engine *base, pid_t tid, unsigned index, uint64_t value)
{
	int status;
	struct task *task = steer_call(base, tid, SIDE_ENTRY, &status);

	if (!task)
		return status;
	if (index >= 6)
		return -EINVAL;
	struct steer_state *steer = &task->steer;

	if (!(steer->changed & 1u << index)) {
		status = arch_native.call_get_arg(tid, task->abi, index, &steer->before[index]);
		if (status < 0)
			return status;
	}
	steer->after[index] = value;
	steer->changed |= (uint8_t)(1u << index);
	return arch_native.call_set_arg(tid, task->abi, index, value);
}

static int steer_call_skip(struct engine *base, pid_t tid, int64_t result)
{
	int status = steer_call_set_nr(base, tid, (uint32_t)-1);

	return status < 0 ? status : arch_native.call_set_result(tid, result);
}

static int steer_call_set_result(struct engine *base, pid_t tid, int64_t result)
{
	int status;

	if (!steer_call(base, tid, SIDE_EXIT, &status))
		return status;
	return arch_native.call_set_result(tid, result);
}

/* An interrupted call is made again from its registers: the one the program wanted. */
static void call_restore(const struct task *task)
{
	const struct steer_state *steer = &task->steer;

	if (steer->changed & CHANGED_NR)
		arch_native.call_set_nr(task->tid, steer->nr_before);
	for (unsigned i = 0; i < 6; i++) {
		uint64_t now;

		/* A register that is neither is of another context (sigreturn). */
		if (steer->changed & 1u << i &&
		    arch_native.call_get_arg(task->tid, task->abi, i, &now) == 0 &&
		    now == steer->after[i])
			arch_native.call_set_arg(task->tid, task->abi, i, steer->before[i]);
	}
}

void steer_leave(struct ptrace_engine *engine, struct task *task)
{
	if (task->steer.changed)
		call_restore(task);
	task->steer.changed = 0;
	/* A step over this call, that had to stop here. */
	if (task->steer.resume == RESUME_STEP && !task->hidden && !task->wanted)
		event_queue(engine, task, EVENT_STEP);
}

const struct engine_steering ptrace_steering = {
	.resume = steer_resume,
	.keep = steer_keep,
	.release = steer_release,
	.pause = steer_pause,
	.kill = steer_kill,
	.register_read = steer_register_read,
	.register_write = steer_register_write,
	.memory_read = steer_memory_read,
	.memory_write = steer_memory_write,
	.call_set_nr = steer_call_set_nr,
	.call_set_arg = steer_call_set_arg,
	.call_skip = steer_call_skip,
	.call_set_result = steer_call_set_result,
};
