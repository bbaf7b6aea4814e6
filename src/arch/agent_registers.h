/* Registers as code of ours inside traced programs (agent/entry.S) and its tracer hand them
 * to each other: where that code puts which, the functions here alone need to know. */
#ifndef RASTRO_ARCH_AGENT_REGISTERS_H
#define RASTRO_ARCH_AGENT_REGISTERS_H

#include <stdint.h>
#include <sys/types.h>

struct arch_state;

/* Of a thread in the agent, as they were at its call; the agent's stack ends with them. */
struct frame {
	uint64_t rax, rdi, rsi, rdx, r10, r8, r9;
	uint64_t slot, rbx, rbp, r12, r13, r14, r15;
	uint64_t stub; /* its data */
	uint64_t flags;
};

/* What a thread on an errand takes up again by itself, should the tracer be gone. */
struct errand_data {
	uint64_t mask, r15, r14, r13, r12, rbp, rbx, r11, r10, r9, r8, rax, rcx, rdx, rsi, rdi, rip;
};

/* On the way in, before there is a frame: the data of the stub that it came from. */
uint64_t entrance_stub(const struct arch_state *);
/* All but where it stands, its stack and what the call leaves. */
void frame_restore(const struct frame *, struct arch_state *);
/* Its call's number before the call has been made, its result from then on. */
uint64_t frame_result(const struct frame *);

void errand_data_fill(struct errand_data *, const struct arch_state *, uint64_t mask);
/* Two bytes of code are to be written there before the errand's call. */
void errand_patch_set(struct arch_state *, uint64_t address, const uint8_t code[2]);

/* What the agent's preparation is given, and what it gives back: 0 or -errno; a bit for each
 * page that it was to make, the last one's is the lowest. */
void preparation_set(struct arch_state *, uint64_t rings, uint64_t region, uint64_t mark);
int64_t preparation_result(const struct arch_state *, int *fd);
uint64_t preparation_landings(const struct arch_state *);
/* A new program begins, when that code has closed the descriptor, and its slot is there. */
void beginning_set(struct arch_state *, uint64_t code, int fd, uint64_t slot);

/* Where the agent finds what is the thread's own: nobody else may use that register. */
uint64_t state_slot(const struct arch_state *);
int thread_slot_read(pid_t tid, uint64_t *address);
int thread_slot_write(pid_t tid, uint64_t address);

#endif
