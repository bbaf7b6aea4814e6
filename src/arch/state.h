/* All registers of a stopped thread, as a block that can be put back, and calls of
 * the kernel made with them.
 *
 * As everything in arch/: on a thread in a ptrace stop, 0 or -errno. */
#ifndef RASTRO_ARCH_STATE_H
#define RASTRO_ARCH_STATE_H

#include "arch/arch.h"

enum { ARCH_STATE_WORDS = 32, ARCH_CALL_CODE = 2 };

struct arch_state {
	uint64_t words[ARCH_STATE_WORDS]; /* as ptrace has them */
};

/* The instruction by which each ABI calls the kernel. */
extern const uint8_t arch_call_code[ARCH_ABI_MAX][ARCH_CALL_CODE];

int arch_state_read(pid_t tid, struct arch_state *);
int arch_state_write(pid_t tid, const struct arch_state *);

/* Registers that lead into a call at once: site is the address of a call instruction.
 * A call that was to be taken up again will not be. */
void arch_state_call(struct arch_state *, unsigned abi, uint64_t site, uint32_t nr,
                     const uint64_t args[6]);
/* What the call returned. */
int64_t arch_state_result(const struct arch_state *, unsigned abi);
/* A sleep that the kernel was to go on with, from where it keeps such things, begins anew. */
void arch_state_restart_whole(struct arch_state *);
uint64_t arch_state_stack(const struct arch_state *);
void arch_state_stack_set(struct arch_state *, uint64_t stack);
uint64_t arch_state_ip(const struct arch_state *);
void arch_state_ip_set(struct arch_state *, uint64_t ip);
/* What the thread was about to give to that call. */
void arch_state_args(const struct arch_state *, unsigned abi, uint64_t args[6]);
void arch_state_result_set(struct arch_state *, int64_t result);
/* The kernel has something to do with it yet: to begin its call anew. */
bool arch_state_is_pending(const struct arch_state *);
/* Whatever it was called for, the kernel does nothing with it when the thread goes on. */
void arch_state_settle(struct arch_state *);
/* At the stop before a call: another is made, of that number. */
void arch_state_number_set(struct arch_state *, uint32_t nr);
/* The same: none is made, the thread stands in front of its instruction again. */
void arch_state_rewind(struct arch_state *);
/* Each instruction traps. */
bool arch_state_is_stepping(const struct arch_state *);
void arch_state_flags_set(struct arch_state *, uint64_t flags);

#endif
