/* Registers of x86-64 as a whole.  ptrace shows a 64-bit tracer those of 32-bit
 * programs in the same places. */
#include "arch/state.h"

#include <errno.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/user.h>

enum { X86_64, I386, ERESTARTNOINTR = 513, ERESTART_RESTARTBLOCK = 516 };

const uint8_t arch_call_code[ARCH_ABI_MAX][ARCH_CALL_CODE] = {
	[X86_64] = { 0x0f, 0x05 }, /* syscall */
	[I386] = { 0xcd, 0x80 },   /* int $0x80 */
};

_Static_assert(sizeof(struct user_regs_struct) <= sizeof(struct arch_state), "a state holds them");

static struct user_regs_struct regs_of(const struct arch_state *state)
{
	struct user_regs_struct regs;

	memcpy(&regs, state->words, sizeof(regs));
	return regs;
}

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
	struct user_regs_struct regs = regs_of(state);

	regs.rip = site;
	regs.rax = nr;
	regs.orig_rax = (uint64_t)-1;
	if (abi == I386) {
		regs.rbx = args[0];
		regs.rcx = args[1];
		regs.rdx = args[2];
		regs.rsi = args[3];
		regs.rdi = args[4];
		regs.rbp = args[5];
	} else {
		regs.rdi = args[0];
		regs.rsi = args[1];
		regs.rdx = args[2];
		regs.r10 = args[3];
		regs.r8 = args[4];
		regs.r9 = args[5];
	}
	memcpy(state->words, &regs, sizeof(regs));
}

int64_t arch_state_result(const struct arch_state *state, unsigned abi)
{
	uint64_t result = regs_of(state).rax;

	return abi == I386 ? (int32_t)result : (int64_t)result;
}

void arch_state_restart_whole(struct arch_state *state)
{
	struct user_regs_struct regs = regs_of(state);

	if ((int64_t)regs.orig_rax >= 0 && (int32_t)regs.rax == -ERESTART_RESTARTBLOCK)
		regs.rax = (uint64_t)-ERESTARTNOINTR;
	memcpy(state->words, &regs, sizeof(regs));
}

uint64_t arch_state_stack(const struct arch_state *state)
{
	return regs_of(state).rsp;
}
