/* Registers of x86-64 as a whole.  ptrace shows a 64-bit tracer those of 32-bit
 * programs in the same places. */
#include "arch/state.h"

#include <errno.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/reg.h>
#include <sys/user.h>

enum {
	X86_64,
	I386,
	ERESTARTSYS = 512,
	ERESTARTNOINTR = 513,
	ERESTART_RESTARTBLOCK = 516,
	FLAG_STEP = 1 << 8,
};

const uint8_t arch_call_code[ARCH_ABI_MAX][ARCH_CALL_CODE] = {
	[X86_64] = { 0x0f, 0x05 }, /* syscall */
	[I386] = { 0xcd, 0x80 },   /* int $0x80 */
};

_Static_assert(sizeof(struct user_regs_struct) <= sizeof(struct arch_state), "a state holds them");

static const uint8_t argument_words[ARCH_ABI_MAX][6] = {
	[X86_64] = { RDI, RSI, RDX, R10, R8, R9 },
	[I386] = { RBX, RCX, RDX, RSI, RDI, RBP },
};

int arch_state_read(pid_t tid, struct arch_state *state)
{
	return ptrace(PTRACE_GETREGS, tid, NULL, state->words) < 0 ? -errno : 0;
}

int arch_state_write(pid_t tid, const struct arch_state *state)
{
	return ptrace(PTRACE_SETREGS, tid, NULL, state->words) < 0 ? -errno : 0;
}

void arch_state_call(struct arch_state *state, unsigned abi, uint64_t site, uint32_t nr,
                     const uint64_t args[6])
{
	state->words[RIP] = site;
	state->words[RAX] = nr;
	arch_state_settle(state);
	for (unsigned i = 0; i < 6; i++)
		state->words[argument_words[abi][i]] = args[i];
}

int64_t arch_state_result(const struct arch_state *state, unsigned abi)
{
	uint64_t result = state->words[RAX];

	return abi == I386 ? (int32_t)result : (int64_t)result;
}

bool arch_state_is_pending(const struct arch_state *state)
{
	int32_t result = (int32_t)state->words[RAX];

	return (int64_t)state->words[ORIG_RAX] >= 0 && -result >= ERESTARTSYS &&
	       -result <= ERESTART_RESTARTBLOCK;
}

void arch_state_restart_whole(struct arch_state *state)
{
	if (arch_state_is_pending(state) && (int32_t)state->words[RAX] == -ERESTART_RESTARTBLOCK)
		state->words[RAX] = (uint64_t)-ERESTARTNOINTR;
}

uint64_t arch_state_stack(const struct arch_state *state)
{
	return state->words[RSP];
}

void arch_state_stack_set(struct arch_state *state, uint64_t stack)
{
	state->words[RSP] = stack;
}

uint64_t arch_state_ip(const struct arch_state *state)
{
	return state->words[RIP];
}

void arch_state_ip_set(struct arch_state *state, uint64_t ip)
{
	state->words[RIP] = ip;
}

void arch_state_args(const struct arch_state *state, unsigned abi, uint64_t args[6])
{
	for (unsigned i = 0; i < 6; i++)
		args[i] = state->words[argument_words[abi][i]];
}

void arch_state_result_set(struct arch_state *state, int64_t result)
{
	state->words[RAX] = (uint64_t)result;
}

void arch_state_settle(struct arch_state *state)
{
	state->words[ORIG_RAX] = (uint64_t)-1;
}

void arch_state_number_set(struct arch_state *state, uint32_t nr)
{
	state->words[ORIG_RAX] = nr;
}

/* Either instruction that calls the kernel has the same length. */
void arch_state_rewind(struct arch_state *state)
{
	state->words[RIP] -= ARCH_CALL_CODE;
	state->words[RAX] = state->words[ORIG_RAX];
	arch_state_settle(state);
}

bool arch_state_is_stepping(const struct arch_state *state)
{
	return state->words[EFLAGS] & FLAG_STEP;
}

void arch_state_flags_set(struct arch_state *state, uint64_t flags)
{
	state->words[EFLAGS] = flags;
}
