/* Breakpoints of software: who stops there, and how a thread gets past one.
 *
 * The instruction that an int3 covers is done on a thread's way on: most often by ourselves, on
 * its registers and memory.  Else the int3 is lifted, and the thread steps alone: all others
 * stand still meanwhile, so that none runs by the place unseen.  Signals wait, too, or the step
 * would end in a handler.  A call of the kernel's may sleep until one of the others wakes it; so
 * such a step ends when the call has been entered.
 *
 * A thread that was seen standing at a place goes on without meeting it. */
#include "debug/inferior_parts.h"

#include "tracee/tracee.h"

#include <errno.h>
#include <string.h>

/* ---- memory */

struct breakpoint_memory break_memory(struct inferior *inferior, pid_t tid)
{
	tracee_memory_aim(&inferior->memory, tid, NULL);
	return breakpoint_memory(&inferior->memory);
}

struct breakpoints *process_breakpoints(struct inferior_process *process)
{
	return process->lender ? &process->lender->breakpoints : &process->breakpoints;
}

/* Of a thread's process; of none that we know: those of the one that is meant. */
static struct breakpoints *breaks_of(struct inferior *inferior, pid_t tid)
{
	const struct inferior_thread *thread = inferior_thread(inferior, tid);

	return process_breakpoints(thread ? thread->process : inferior->process);
}

ssize_t inferior_read(struct inferior *inferior, pid_t tid, uint64_t address, void *bytes,
                      size_t length)
{
	const struct breakpoint_memory memory = break_memory(inferior, tid);
	ssize_t got = memory.read(memory.owner, address, bytes, length);

	if (got > 0)
		breakpoints_hide(breaks_of(inferior, tid), address, bytes, (size_t)got);
	return got;
}

ssize_t inferior_write(struct inferior *inferior, pid_t tid, uint64_t address, const void *bytes,
                       size_t length)
{
	const struct breakpoint_memory memory = break_memory(inferior, tid);

	return breakpoints_write(breaks_of(inferior, tid), &memory, address, bytes, length);
}

int inferior_registers(const struct inferior_thread *thread, struct register_file *file)
{
	int status = register_file_read(thread->tid, file);

	if (status == 0 && thread->registers)
		memcpy(file->general, thread->registers->words, sizeof(thread->registers->words));
	return status;
}

/* By any thread that it has: its first one may have ended. */
static struct breakpoint_memory process_break_memory(struct inferior *inferior,
                                                     const struct inferior_process *process)
{
	const struct inferior_thread *thread = inferior_any(inferior, process);

	return break_memory(inferior, thread ? thread->tid : process->pid);
}

int inferior_break_add(struct inferior *inferior, uint64_t address, struct breakpoint_user *user)
{
	struct inferior_process *process = inferior->process;
	const struct breakpoint_memory memory = process_break_memory(inferior, process);

	if (!user->is_placed)
		user->process = process;
	return breakpoint_add(process_breakpoints(process), &memory, address, user);
}

int inferior_break_remove(struct inferior *inferior, struct breakpoint_user *user)
{
	if (!user->is_placed)
		return -ENOENT;
	const struct breakpoint_memory memory = process_break_memory(inferior, user->process);

	return breakpoint_remove(process_breakpoints(user->process), &memory, user);
}

struct breakpoint_user *inferior_break_find(const struct inferior *inferior, uint64_t address)
{
	const struct breakpoint *breakpoint =
		breakpoint_find(process_breakpoints(inferior->process), address);
	struct breakpoint_user *user = breakpoint ? breakpoint->users : NULL;

	while (user && user->process != inferior->process)
		user = user->next;
	return user;
}

void breaks_sweep(struct inferior *inferior, struct inferior_process *process)
{
	const struct breakpoint_memory memory = process_break_memory(inferior, process);

	if (process->is_copied)
		breakpoints_sweep(&process->breakpoints, &memory, NULL);
	process->is_copied = false;
}

/* Whoever else has that memory keeps what is in there; NULL: nobody. */
static struct inferior_process *memory_bequeath(struct inferior *inferior,
                                                struct inferior_process *process)
{
	struct inferior_process *heir = process->lender, *other;

	process->lender = NULL;
	for (other = inferior->processes; other; other = other->next) {
		if (other->lender != process)
			continue;
		other->lender = heir;
		if (heir)
			continue;
		heir = other;
		heir->breakpoints = process->breakpoints;
		process->breakpoints = (struct breakpoints){ 0 };
	}
	return heir;
}

void breaks_forget(struct inferior *inferior, struct inferior_process *process)
{
	struct inferior_process *heir = memory_bequeath(inferior, process);

	if (heir) {
		const struct breakpoint_memory memory = process_break_memory(inferior, heir);

		breakpoints_sweep(&heir->breakpoints, &memory, process);
	} else {
		breakpoints_forget(&process->breakpoints);
	}
}

void breaks_end(struct inferior *inferior, struct inferior_process *process)
{
	const struct breakpoint_memory memory = process_break_memory(inferior, process);

	breakpoints_lift_all(&process->breakpoints, &memory);
	breaks_forget(inferior, process);
}

/* ---- one step */

bool code_is_call(struct inferior *inferior, pid_t tid, uint64_t address)
{
	uint8_t code[2] = { 0 };

	inferior_read(inferior, tid, address, code, sizeof(code));
	return (code[0] == 0x0f && (code[1] == 0x05 || code[1] == 0x34)) ||
	       (code[0] == 0xcd && code[1] == 0x80);
}

/* Those that a failing instruction brings must not wait. */
static int signals_block(pid_t tid, uint64_t *before)
{
	static const int faults[] = { SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGSYS };
	uint64_t blocked = UINT64_MAX;

	int status = target_mask_read(tid, before);

	for (size_t i = 0; i < sizeof(faults) / sizeof(*faults); i++)
		blocked &= ~((uint64_t)1 << (faults[i] - 1)) | *before;
	return status < 0 ? status : target_mask_write(tid, blocked);
}

const struct event *step_wait(struct inferior *inferior, pid_t tid)
{
	const struct event *event;
	struct error error;

	while (!inferior->is_ending) {
		switch (ptrace_engine.next(inferior->engine, &event, &error)) {
		case NEXT_EVENT:
			if (event->tid == tid)
				return event;
			inferior->is_stopping = true;
			thread_take(inferior, event);
			inferior->is_stopping = false;
			break;
		case NEXT_INTERRUPTED:
			inferior->was_interrupted = true; /* a step is short */
			break;
		case NEXT_DONE:
			return NULL;
		case NEXT_TICK:
		case NEXT_FAILED:
			break;
		}
	}
	return NULL;
}

/* The thread has done what it was to do, or met something: that is kept, untold. */
void step_ends(struct inferior *inferior, struct inferior_thread *thread, const struct event *event)
{
	bool is_done = (event->kind == EVENT_STEP && thread->is.resume != RESUME_STEP) ||
	               event->kind == EVENT_PAUSED;

	if (!is_done && thread_take(inferior, event))
		return;
	if (is_done || event->kind == EVENT_ENTRY)
		thread_stopped(inferior, thread);
}

/* All others are stopped. */
static void step_over(struct inferior *inferior, struct inferior_thread *thread,
                      struct breakpoint *breakpoint)
{
	const struct inferior_wish wish = thread->is;
	struct breakpoint_memory memory = break_memory(inferior, thread->tid);
	pid_t tid = thread->tid;
	uint64_t mask = 0;

	thread->stop = STOP_NONE;
	thread->is_at_signal = false;
	thread->is.resume =
		code_is_call(inferior, tid, breakpoint->address) ? RESUME_TO_CALL : RESUME_STEP;
	bool is_masked = signals_block(tid, &mask) == 0;

	breakpoint_lift(breakpoint, &memory);
	thread_run(inferior, thread, 0);
	const struct event *event = step_wait(inferior, tid);

	if (event && event->kind != EVENT_EXITED && event->kind != EVENT_KILLED) {
		if (is_masked)
			target_mask_write(tid, mask);
		memory = break_memory(inferior, tid);
		breakpoint_lower(breakpoint, &memory);
	}
	thread->is = wish;
	if (event)
		step_ends(inferior, thread, event);
	if (inferior->was_interrupted)
		engine_interrupt(inferior->engine);
	inferior->was_interrupted = false;
}

/* ---- doing it ourselves */

struct doing {
	struct inferior *inferior;
	const struct inferior_thread *thread;
};

static int operand_read(void *owner, uint64_t address, void *bytes, size_t length)
{
	const struct doing *doing = owner;
	struct memory *memory = &doing->inferior->memory.memory;
	ssize_t got = memory->read(memory, address, bytes, length);

	if (got != (ssize_t)length)
		return got < 0 ? (int)got : -EFAULT;
	breakpoints_hide(process_breakpoints(doing->thread->process), address, bytes, length);
	return 0;
}

static int operand_write(void *owner, uint64_t address, const void *bytes, size_t length)
{
	const struct doing *doing = owner;

	return tracee_memory_write(&doing->inferior->memory, address, bytes, length);
}

static struct insn_decoder *decoder_of(struct inferior *inferior)
{
	struct error error;

	if (!inferior->decoder && !inferior->has_no_decoder)
		inferior->decoder = insn_open(&error);
	inferior->has_no_decoder = !inferior->decoder;
	return inferior->decoder;
}

/* In one go: the code, and what it read the last time. */
static void code_prefetch(struct memory *memory, const struct breakpoint *breakpoint,
                          const struct arch_registers *registers)
{
	const struct emulate_operand *from = &breakpoint->emulation.from;
	const struct memory_range ranges[] = {
		{ breakpoint->address, INSN_LENGTH_MAX },
		{ insn_memory_address(&from->memory, registers), from->size },
	};

	if (breakpoint->can_emulate && from->place == PLACE_MEMORY)
		memory->prefetch(memory, ranges, sizeof(ranges) / sizeof(*ranges));
}

/* What stands there is what it was prepared for, or it is prepared anew: programs may change
 * their code. */
static bool code_is_known(struct inferior *inferior, const struct inferior_thread *thread,
                          struct breakpoint *breakpoint, const struct arch_registers *registers)
{
	const struct breakpoint_memory memory = break_memory(inferior, thread->tid);
	uint64_t code_segment = registers->words[arch_native.code_segment_word];
	uint8_t code[INSN_LENGTH_MAX];

	code_prefetch(&inferior->memory.memory, breakpoint, registers);
	ssize_t got = memory.read(memory.owner, breakpoint->address, code, sizeof(code));

	if (got <= 0)
		return false;
	if ((size_t)got == breakpoint->code_length && code_segment == breakpoint->code_segment &&
	    memcmp(code, breakpoint->code, (size_t)got) == 0)
		return breakpoint->can_emulate;
	if (!decoder_of(inferior))
		return false;
	memcpy(breakpoint->code, code, (size_t)got);
	breakpoint->code_length = (size_t)got;
	breakpoint->code_segment = code_segment;
	breakpoints_hide(process_breakpoints(thread->process), breakpoint->address, code,
	                 (size_t)got);
	breakpoint->can_emulate =
		emulate_prepare(inferior->decoder, arch_native.abi_of(registers),
	                        breakpoint->address, code, (size_t)got, &breakpoint->emulation);
	return breakpoint->can_emulate;
}

/* The thread stands at the breakpoint with these registers, and then behind it; it has those
 * that it was met with. */
static bool emulated(struct inferior *inferior, struct inferior_thread *thread,
                     struct breakpoint *breakpoint, struct arch_registers *registers,
                     const struct arch_registers *met)
{
	struct doing doing = { inferior, thread };
	const struct emulate_memory memory = { operand_read, operand_write, &doing };

	/* The CPU would look out for accesses that it does not see. */
	return thread->is.resume != RESUME_STEP && !points_any(thread->process) &&
	       code_is_known(inferior, thread, breakpoint, registers) &&
	       !(breakpoint->emulation.is_call && target_has_shadow_stack(thread->tid)) &&
	       emulate(&breakpoint->emulation, registers, &memory) == 0 &&
	       arch_native.registers_write(thread->tid, registers, met) == 0;
}

/* ---- meeting one */

/* Somebody wants the thread to stop there.  Everybody is asked. */
static bool is_wanted(struct inferior *inferior, struct inferior_thread *thread,
                      const struct breakpoint *breakpoint, const struct arch_registers *registers)
{
	bool wanted = false;

	thread->registers = registers;
	for (struct breakpoint_user *user = breakpoint->users; user; user = user->next)
		if (user->process == thread->process &&
		    (!user->test || user->test(user, inferior, thread)))
			wanted = true;
	thread->registers = NULL;
	return wanted;
}

/* The thread, which is stopped, gets past the breakpoint while others run; if one of them
 * has met something meanwhile, all stay.  True: somebody has. */
static bool pass_alone(struct inferior *inferior, struct inferior_thread *thread,
                       struct breakpoint *breakpoint)
{
	threads_stop(inferior);
	thread->seen_at = breakpoint->address;
	return !threads_go_on(inferior);
}

enum break_outcome break_meet(struct inferior *inferior, struct inferior_thread *thread)
{
	const struct breakpoints *breakpoints = process_breakpoints(thread->process);
	struct arch_registers registers;
	uint64_t *ip = &registers.words[arch_native.ip_word];

	if (!breakpoints->by_address.count ||
	    arch_native.registers_read(thread->tid, &registers) < 0)
		return BREAK_FOREIGN;
	const struct arch_registers met = registers;
	struct breakpoint *breakpoint = breakpoint_find(breakpoints, --*ip);

	if (!breakpoint || !breakpoint->is_inserted)
		return BREAK_FOREIGN;
	thread_stopped(inferior, thread);
	bool is_told =
		!inferior->is_stopping && is_wanted(inferior, thread, breakpoint, &registers);

	if (!inferior->is_stopping && !is_told &&
	    emulated(inferior, thread, breakpoint, &registers, &met)) {
		thread_resume(inferior, thread, 0);
		return BREAK_PASSED;
	}
	arch_native.registers_write(thread->tid, &registers, &met);
	if (is_told)
		return BREAK_WANTED;
	/* While all are stopped it goes there once more. */
	return !inferior->is_stopping && pass_alone(inferior, thread, breakpoint) ? BREAK_TOLD
	                                                                          : BREAK_PASSED;
}

bool break_reached(struct inferior *inferior, struct inferior_thread *thread)
{
	const struct breakpoints *breakpoints = process_breakpoints(thread->process);
	struct arch_registers registers;

	if (!breakpoints->by_address.count ||
	    arch_native.registers_read(thread->tid, &registers) < 0)
		return false;
	struct breakpoint *breakpoint =
		breakpoint_find(breakpoints, registers.words[arch_native.ip_word]);

	return breakpoint && is_wanted(inferior, thread, breakpoint, &registers);
}

void break_pass(struct inferior *inferior, struct inferior_thread *thread)
{
	const struct breakpoints *breakpoints = process_breakpoints(thread->process);
	struct arch_registers registers;

	if (!breakpoints->by_address.count || !thread->seen_at || thread->stop == STOP_ENTRY ||
	    arch_native.registers_read(thread->tid, &registers) < 0)
		return;
	const struct arch_registers met = registers;
	uint64_t ip = registers.words[arch_native.ip_word];
	struct breakpoint *breakpoint = breakpoint_find(breakpoints, ip);

	/* A call that is made again is made first; so is a signal's handler. */
	if (breakpoint && ip == thread->seen_at && !thread->is.signal && !thread->signal &&
	    !arch_native.call_is_pending(&registers) &&
	    !emulated(inferior, thread, breakpoint, &registers, &met))
		step_over(inferior, thread, breakpoint);
}
