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

enum {
	DONE_MAX = 64, /* instructions that are done in one stop */
	/* In instructions, as long as it takes to do one. */
	SPARE_MAX = 32,
	COST_OF_ACCESS = 8, /* to memory: the kernel is asked */
	STACK_LOOK = 256,
	VAIN_MAX = 4, /* it goes on to 255, then it is tried again */
};

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
bool run_has_strangers(const struct ptrace_engine *engine, const struct task *task)
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
	if (run_has_strangers(engine, task))
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

	step->runs =
		space->strides && !insn_traps_itself(&step->before) &&
		strides_reach(space->strides, &survey, step->before.words[arch_native.ip_word]);
	return step->runs;
}

/* ---- doing it ourselves */

/* One stop, in which several instructions may be done. */
struct doing {
	struct ptrace_engine *engine;
	struct task *task;
	struct step_space *space;
	struct arch_registers now;
	unsigned left;  /* instructions */
	unsigned spare; /* what may be spent before one comes that counts */
	/* What was read of the stack. */
	uint64_t stack;
	size_t stack_length;
	uint8_t stack_bytes[STACK_LOOK];
};

static bool spend(struct doing *doing, unsigned cost)
{
	bool suffices = doing->spare >= cost;

	doing->spare -= suffices ? cost : 0;
	return suffices;
}

static bool lies_in_look(const struct doing *doing, uint64_t address, size_t length)
{
	uint64_t skip = address - doing->stack;

	return skip < doing->stack_length && length <= doing->stack_length - skip;
}

/* What else will be wanted of the stack lies behind. */
static bool stack_look(struct doing *doing, uint64_t address, size_t length)
{
	struct memory *memory = &doing->engine->memory.memory;

	if (lies_in_look(doing, address, length))
		return true;
	if (address - doing->now.words[arch_native.sp_word] >= STACK_LOOK ||
	    !spend(doing, COST_OF_ACCESS))
		return false;
	ssize_t got = memory->read(memory, address, doing->stack_bytes, STACK_LOOK);

	doing->stack = address;
	doing->stack_length = got > 0 ? (size_t)got : 0;
	return lies_in_look(doing, address, length);
}

static int operand_read(void *owner, uint64_t address, void *bytes, size_t length)
{
	struct doing *doing = owner;
	struct memory *memory = &doing->engine->memory.memory;

	if (stack_look(doing, address, length)) {
		memcpy(bytes, doing->stack_bytes + (address - doing->stack), length);
		return 0;
	}
	if (!spend(doing, COST_OF_ACCESS))
		return -EAGAIN;
	ssize_t got = memory->read(memory, address, bytes, length);

	return got == (ssize_t)length ? 0 : got < 0 ? (int)got : -EFAULT;
}

static int operand_write(void *owner, uint64_t address, const void *bytes, size_t length)
{
	struct doing *doing = owner;

	if (!spend(doing, COST_OF_ACCESS))
		return -EAGAIN;
	if (lies_in_look(doing, address, length))
		memcpy(doing->stack_bytes + (address - doing->stack), bytes, length);
	else
		doing->stack_length = 0;
	return tracee_memory_write(&doing->engine->memory, address, bytes, length);
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

static struct code *code_at_hand(const struct doing *doing)
{
	return step_code(doing->engine, doing->task, doing->space, arch_native.abi_of(&doing->now),
	                 doing->now.words[arch_native.ip_word]);
}

/* The instruction before which the task stands.  False: it is for the CPU. */
static bool code_do(struct doing *doing, struct code *code)
{
	const struct emulate_memory memory = { operand_read, operand_write, doing };

	if (!code->is_known || !doing->left)
		return false;
	code_prepare(doing->engine, code, doing->now.words[arch_native.ip_word]);
	if (!code->emulation || emulate(code->emulation, &doing->now, &memory) < 0)
		return false;
	doing->left--;
	return true;
}

/* Does what the task is about to do, as long as that counts; false: nothing. */
static bool do_counted(struct doing *doing)
{
	struct ptrace_engine *engine = doing->engine;
	struct task *task = doing->task;
	bool is_told = task->window.place == WINDOW_INSIDE, is_done = false;

	if (is_told)
		functions_run(engine, task, &doing->now);
	do {
		const struct arch_registers before = doing->now;

		struct code *code = code_at_hand(doing);

		doing->spare = SPARE_MAX;
		if (!code_do(doing, code))
			break;
		is_done = true;
		if (!is_told)
			break;
		const struct insn insn = code->insn;

		is_told =
			step_follow_window(engine, task, doing->space, &insn, &before, &doing->now);
		code = is_told ? code_at_hand(doing) : NULL;
		functions_follow(engine, task, &insn, &before, &doing->now,
		                 code && code->is_known ? &code->insn : NULL);
	} while (is_told && functions_are_pending(task));
	return is_done;
}

/* True: the task stands before an instruction that counts. */
static bool do_up_to_counted(struct doing *doing, const struct survey *survey)
{
	struct strides *strides = doing->space->strides;

	for (;;) {
		uint64_t ip = doing->now.words[arch_native.ip_word];

		if (!strides_reach(strides, survey, ip))
			return false;
		if (strides_place(strides, ip) == STRIDE_COVERED)
			return true;
		if (!spend(doing, 1) || !code_do(doing, code_at_hand(doing)))
			return false;
	}
}

/* A stop takes longer than to do what lies before the next one, if that is near.  Where it
 * was not, it is seldom tried again. */
static void do_ahead(struct doing *doing, const struct survey *survey)
{
	bool goes_on = true;

	while (goes_on && doing->task->window.place == WINDOW_INSIDE &&
	       !functions_are_pending(doing->task) && doing->engine->spare_used <= QUEUE_MAX / 2) {
		struct code *code = code_at_hand(doing);

		if (code->tried_in_vain >= VAIN_MAX && ++code->tried_in_vain)
			return;
		goes_on = do_up_to_counted(doing, survey);
		code->tried_in_vain = goes_on ? 0 : (uint8_t)(code->tried_in_vain + 1);
		goes_on = goes_on && do_counted(doing);
	}
}

static bool registers_met(struct task *task, struct arch_registers *now)
{
	struct step *step = task->step;

	if (step->is_current)
		*now = step->before;
	else if (arch_native.registers_read(task->tid, now) < 0)
		return false;
	/* Else there stands what an instruction began with. */
	if (!step->is_ready) {
		step->before = *now;
		step->is_current = true;
	}
	return true;
}

static bool is_trap(const siginfo_t *info)
{
	return info->si_signo == SIGTRAP && info->si_code == SI_KERNEL;
}

/* The task has met it there, and goes on. */
static void trap_take(struct doing *doing, uint64_t ip)
{
	struct ptrace_engine *engine = doing->engine;
	struct task *task = doing->task;
	const struct arch_registers met = doing->now;
	const struct survey survey = survey_by(engine, task, arch_native.abi_of(&met));
	struct strides *strides = doing->space->strides;

	step_doubt(task);
	doing->now.words[arch_native.ip_word] = ip;
	tracee_memory_aim(&engine->memory, task->tid, NULL);
	step_settle(engine, task, doing->space);
	if (strides_place(strides, ip) == STRIDE_COVERED) {
		if (do_counted(doing)) {
			do_ahead(doing, &survey);
		} else {
			strides_lift(strides, &survey, ip);
			task->step->lifted = ip;
		}
	}
	if (arch_native.registers_write(task->tid, &doing->now, &met) < 0)
		return;
	task->step->before = doing->now;
	task->step->is_current = true;
}

bool run_takes_trap(struct ptrace_engine *engine, struct task *task, const siginfo_t *info)
{
	struct strides *strides = strides_known(engine, task);
	struct step *step = strides ? step_of(task) : NULL;
	struct doing doing = { .engine = engine, .task = task, .left = DONE_MAX };

	if (!step || !(info ? is_trap(info) : step->runs) || !registers_met(task, &doing.now))
		return false;
	uint64_t ip = doing.now.words[arch_native.ip_word] - 1;

	if (info ? strides_place(strides, ip) == STRIDE_NOTHING : !strides_are_certain(strides, ip))
		return false;
	doing.space = step_space_known(engine, task);
	trap_take(&doing, ip);
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
