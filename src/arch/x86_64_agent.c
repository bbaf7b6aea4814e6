/* Registers that the agent and its tracer share.  rcx and r11 are those that a call of the
 * kernel changes anyway, so the way into the agent has them for itself. */
#include "arch/agent_registers.h"

#include "arch/state.h"

#include <errno.h>
#include <stddef.h>
#include <sys/ptrace.h>
#include <sys/reg.h>
#include <sys/user.h>

uint64_t entrance_stub(const struct arch_state *state)
{
	return state->words[RCX];
}

void frame_restore(const struct frame *frame, struct arch_state *state)
{
	state->words[RDI] = frame->rdi;
	state->words[RSI] = frame->rsi;
	state->words[RDX] = frame->rdx;
	state->words[R10] = frame->r10;
	state->words[R8] = frame->r8;
	state->words[R9] = frame->r9;
	state->words[RBX] = frame->rbx;
	state->words[RBP] = frame->rbp;
	state->words[R12] = frame->r12;
	state->words[R13] = frame->r13;
	state->words[R14] = frame->r14;
	state->words[R15] = frame->r15;
	state->words[EFLAGS] = frame->flags;
}

uint64_t frame_result(const struct frame *frame)
{
	return frame->rax;
}

void errand_data_fill(struct errand_data *data, const struct arch_state *state, uint64_t mask)
{
	const uint64_t *words = state->words;

	*data = (struct errand_data){
		mask,       words[R15], words[R14], words[R13], words[R12], words[RBP],
		words[RBX], words[R11], words[R10], words[R9],  words[R8],  words[RAX],
		words[RCX], words[RDX], words[RSI], words[RDI], words[RIP],
	};
}

void errand_patch_set(struct arch_state *state, uint64_t address, const uint8_t code[2])
{
	state->words[RBP] = address;
	state->words[RBX] = code[0] | (uint64_t)code[1] << 8;
}

void preparation_set(struct arch_state *state, uint64_t rings, uint64_t region, uint64_t mark)
{
	state->words[R13] = rings;
	state->words[R15] = region;
	state->words[R9] = mark;
}

uint64_t preparation_landings(const struct arch_state *state)
{
	return state->words[RBP];
}

void beginning_set(struct arch_state *state, uint64_t code, int fd, uint64_t slot)
{
	state->words[GS_BASE] = slot;
	state->words[RIP] = code;
	state->words[R12] = (uint64_t)fd;
	arch_state_settle(state);
}

int64_t preparation_result(const struct arch_state *state, int *fd)
{
	*fd = (int)state->words[R12];
	return (int64_t)state->words[R14];
}

uint64_t state_slot(const struct arch_state *state)
{
	return state->words[GS_BASE];
}

int thread_slot_read(pid_t tid, uint64_t *address)
{
	errno = 0;
	*address =
		(uint64_t)ptrace(PTRACE_PEEKUSER, tid, offsetof(struct user, regs.gs_base), NULL);
	return -errno;
}

int thread_slot_write(pid_t tid, uint64_t address)
{
	long status = ptrace(PTRACE_POKEUSER, tid, offsetof(struct user, regs.gs_base), address);

	return status < 0 ? -errno : 0;
}
