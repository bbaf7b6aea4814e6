/* Tasks that run from call to call, where they would have to be stepped otherwise.
 *
 * For a tree of calls (ENGINE_FUNCTIONS) a task runs as long as ptrace_stride.c knows all that it
 * may come to.  At an int3 of ours we do ourselves what it covers: that is one stop, and no thread
 * can slip past meanwhile.  While it is open where a call leads, we go on so, instruction by
 * instruction.
 *
 *	run		to an int3, a call of the kernel's, a signal
 *	do		what the int3 covers, on registers and memory; it is told like a step
 *	step		what cannot be done so, with the int3 taken out for a moment
 *
 * All else is ptrace_step.c's: windows, handlers of signals, code that may change. */
#include "engine/ptrace_functions.h"
#include "engine/ptrace_step_parts.h"
#include "engine/ptrace_stride.h"

#include "arch/target.h"
#include "tracee/tracee.h"

#include <errno.h>
#include <linux/kcmp.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { DONE_MAX = 64 /* instructions that are done in one stop */ };

static bool are_wanted(const struct ptrace_engine *engine)
{
	return engine->stepper &&
	       (engine->options.flags & (ENGINE_FUNCTIONS | ENGINE_EVERY_STEP)) == ENGINE_FUNCTIONS;
}

/* NULL: the task's process has none. */
static struct strides *strides_known(const struct ptrace_engine *engine, const struct task *task)
{
	const struct step_space *space = are_wanted(engine) ? step_space_known(engine, task) : NULL;

	return space ? space->strides : NULL;
}

static struct survey survey_by(struct ptrace_engine *engine, struct task *task, unsigned abi)
{
	return (struct survey){ engine, task, abi, functions_begin_at };
}

/* ---- whether it may run */

/* Threads that nobody follows would end by our int3s. */
static bool has_strangers(const struct ptrace_engine *engine, const struct task *task)
{
	pid_t *threads;

	if (engine->options.flags & (ENGINE_FOLLOW | ENGINE_THREADS))
		return false;
	ssize_t count = tracee_threads(task->pid, &threads);

	if (count >= 0)
		free(threads);
	return count != 1;
}

static void strides_begin(struct ptrace_engine *engine, struct task *task, struct step_space *space)
{
	const struct survey survey = survey_by(engine, task, 0);

	space->strides = strides_create();
	if (!space->strides)
		return;
	if (has_strangers(engine, task))
		strides_give_up(space->strides, &survey, "it has threads that are not followed");
	else if (target_has_shadow_stack(task->tid))
		strides_give_up(space->strides, &survey, "it has a shadow stack");
}

/* Places where a window ends may lie anywhere. */
static bool window_fits(const struct step_window *window)
{
	return !window || (!window->to && !window->range);
}

bool run_request(struct ptrace_engine *engine, struct task *task)
{
	struct step *step = are_wanted(engine) ? step_of(task) : NULL;
	struct step_space *space = step ? step_space_of(engine, task) : NULL;

	if (!space || engine->detaching || step->lifted || !window_fits(engine->options.window) ||
	    functions_are_pending(task) || step_signal_is_caught(task))
		return false;
	if (!step->is_ready && !step->is_current &&
	    arch_native.registers_read(task->tid, &step->before) < 0)
		return false;
	step->is_current = true;
	if (!space->strides)
		strides_begin(engine, task, space);
	step_settle(engine, task, space);

	const struct survey survey = survey_by(engine, task, arch_native.abi_of(&step->before));

	return space->strides && !insn_traps_itself(&step->before) &&
	       strides_reach(space->strides, &survey, step->before.words[arch_native.ip_word]);
}

/* ---- doing it ourselves */

static int operand_read(void *owner, uint64_t address, void *bytes, size_t length)
{
	struct memory *memory = owner;
	ssize_t got = memory->read(memory, address, bytes, length);

	return got == (ssize_t)length ? 0 : got < 0 ? (int)got : -EFAULT;
}

static int operand_write(void *owner, uint64_t address, const void *bytes, size_t length)
{
	return tracee_memory_write(owner, address, bytes, length);
}

static void code_prepare(const struct ptrace_engine *engine, struct code *code, uint64_t address)
{
	struct emulation emulation;

	if (code->was_prepared)
		return;
	code->was_prepared = true;
	free(code->emulation);
	code->emulation = NULL;
	if (emulate_prepare(step_decoder(engine), code->abi, address, code->bytes,
	                    code->insn.length, &emulation))
		code->emulation = malloc(sizeof(emulation));
	if (code->emulation)
		*code->emulation = emulation;
}

/* The instruction before which the task stands.  False: it is for the CPU. */
static bool code_do(struct ptrace_engine *engine, struct code *code, struct arch_registers *now)
{
	const struct emulate_memory memory = { operand_read, operand_write, &engine->memory };

	if (!code->is_known)
		return false;
	code_prepare(engine, code, now->words[arch_native.ip_word]);
	return code->emulation && emulate(code->emulation, now, &memory) == 0;
}

/* Does what the task is about to do, as long as that counts; returns how much that was. */
static unsigned run_do(struct ptrace_engine *engine, struct task *task, struct step_space *space,
                       struct arch_registers *now)
{
	unsigned abi = arch_native.abi_of(now), count = 0;
	bool is_told = task->window.place == WINDOW_INSIDE;

	if (is_told)
		functions_run(engine, task, now);
	do {
		const struct arch_registers before = *now;
		struct code *code =
			step_code(engine, task, space, abi, before.words[arch_native.ip_word]);

		if (!code_do(engine, code, now))
			break;
		count++;
		if (!is_told)
			break;
		const struct insn insn = code->insn;

		is_told = step_follow_window(engine, task, space, &insn, &before, now);
		code = is_told ? step_code(engine, task, space, abi,
		                           now->words[arch_native.ip_word])
		               : NULL;
		functions_follow(engine, task, &insn, &before, now,
		                 code && code->is_known ? &code->insn : NULL);
	} while (is_told && functions_are_pending(task) && count < DONE_MAX);
	return count;
}

bool run_takes_trap(struct ptrace_engine *engine, struct task *task, const siginfo_t *info)
{
	struct strides *strides = strides_known(engine, task);
	struct step *step = strides ? step_of(task) : NULL;
	struct arch_registers now;

	if (!step || info->si_signo != SIGTRAP || info->si_code != SI_KERNEL ||
	    arch_native.registers_read(task->tid, &now) < 0)
		return false;
	uint64_t ip = now.words[arch_native.ip_word] - 1;
	enum stride_place place = strides_place(strides, ip);

	if (place == STRIDE_NOTHING)
		return false;
	const struct survey survey = survey_by(engine, task, arch_native.abi_of(&now));
	struct step_space *space = step_space_known(engine, task);

	step_doubt(task);
	now.words[arch_native.ip_word] = ip;
	tracee_memory_aim(&engine->memory, task->tid, NULL);
	step_settle(engine, task, space);
	if (place == STRIDE_COVERED && !run_do(engine, task, space, &now)) {
		strides_lift(strides, &survey, ip);
		step->lifted = ip;
	}
	if (arch_native.registers_write(task->tid, &now) < 0)
		return true;
	step->before = now;
	step->is_current = true;
	return true;
}

void run_stopped(struct ptrace_engine *engine, struct task *task)
{
	struct strides *strides = strides_known(engine, task);

	if (!task->step)
		return;
	task->step->is_current = false;
	if (!strides || !task->step->lifted)
		return;
	const struct survey survey = survey_by(engine, task, 0);

	strides_lower(strides, &survey, task->step->lifted);
	task->step->lifted = 0;
}

void run_find_function(struct ptrace_engine *engine, struct task *task, unsigned abi,
                       uint64_t entry)
{
	struct strides *strides = strides_known(engine, task);
	const struct survey survey = survey_by(engine, task, abi);

	if (strides)
		strides_find_function(strides, &survey, entry);
}

/* ---- what calls change */

static uint64_t argument(const struct task *task, unsigned index)
{
	uint64_t value = 0;

	arch_native.call_get_arg(task->tid, task->abi, index, &value);
	return value & arch_native.abis[task->abi].arg_mask;
}

/* 0 of calls that have none. */
static uint64_t clone_flags(struct ptrace_engine *engine, const struct task *task)
{
	struct memory *memory = &engine->memory.memory;
	const uint16_t *roles = arch_native.abis[task->abi].role;
	uint64_t flags = 0;

	if (task->nr == roles[ROLE_CLONE])
		flags = argument(task, 0);
	if (task->nr == roles[ROLE_CLONE3]) {
		tracee_memory_aim(&engine->memory, task->tid, NULL);
		memory->read(memory, argument(task, 0), &flags, sizeof(flags));
	}
	return flags;
}

/* What it makes is not followed, and must not meet our int3s. */
static void birth_prepare(struct ptrace_engine *engine, struct task *task, struct strides *strides)
{
	const struct survey survey = survey_by(engine, task, task->abi);
	uint64_t flags = clone_flags(engine, task);

	if (flags & CLONE_VM && !(flags & CLONE_VFORK))
		strides_give_up(strides, &survey, "it makes threads that are not followed (-f)");
	else
		strides_forget(strides, &survey, 0, UINT64_MAX);
}

void run_calls(struct ptrace_engine *engine, struct task *task)
{
	enum { ARCH_SHSTK_ENABLE = 0x5001 };
	struct strides *strides = strides_known(engine, task);
	const uint16_t *roles = arch_native.abis[task->abi].role;
	const struct survey survey = survey_by(engine, task, task->abi);

	if (!strides)
		return;
	if (task->nr == roles[ROLE_ARCH_PRCTL] && argument(task, 0) == ARCH_SHSTK_ENABLE)
		strides_give_up(strides, &survey, "it has a shadow stack");
	if (call_set_has(&engine->stepper->touching, task->abi, task->nr))
		strides_forget(strides, &survey, argument(task, 0), argument(task, 1));
	/* Where to, and how long it will be there. */
	if (task->nr == roles[ROLE_MREMAP])
		strides_forget(strides, &survey, argument(task, 4), argument(task, 2));
	if (!(engine->options.flags & ENGINE_FOLLOW) &&
	    call_set_has(&engine->stepper->births, task->abi, task->nr))
		birth_prepare(engine, task, strides);
}

/* ---- new processes, and the end */

void run_inherit(struct ptrace_engine *engine, const struct task *creator, const struct task *child)
{
	struct strides *strides = strides_known(engine, creator);
	struct step_space *space =
		strides && creator->pid != child->pid ? step_space_of(engine, child) : NULL;

	if (!space || space->strides)
		return;
	space->strides = strides_share(strides);
	space->is_copy = true;
}

/* False, too, where the kernel does not tell: then whoever made it waits, or it has a copy. */
static bool shares_memory(pid_t pid, pid_t other)
{
	return syscall(SYS_kcmp, pid, other, KCMP_VM, 0, 0) == 0;
}

void run_starts(struct ptrace_engine *engine, struct task *task)
{
	const struct task *creator = task_find(engine, task->creator);

	if (creator && are_wanted(engine))
		run_inherit(engine, creator, task);
	struct step_space *space = are_wanted(engine) ? step_space_known(engine, task) : NULL;

	if (!space || !space->is_copy)
		return;
	space->is_copy = false;
	if (creator && shares_memory(task->pid, creator->pid))
		return;
	const struct survey survey = survey_by(engine, task, 0);

	strides_clean_copy(space->strides, &survey);
	strides_release(space->strides);
	space->strides = NULL;
}

bool run_is_in_trap(const struct ptrace_engine *engine, const struct task *task)
{
	return strides_known(engine, task) && target_trap_is_pending(task->tid);
}

void run_leave(struct ptrace_engine *engine, struct task *task)
{
	struct strides *strides = strides_known(engine, task);
	const struct survey survey = survey_by(engine, task, 0);

	if (strides)
		strides_forget(strides, &survey, 0, UINT64_MAX);
}
