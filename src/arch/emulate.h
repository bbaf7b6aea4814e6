/* Doing what an instruction does, without the CPU: on registers and memory of a thread that
 * stands before it.
 *
 * Where a breakpoint covers an instruction, this saves lifting it, a step and a stop.  Only
 * what functions commonly begin with is known, and only where the outcome is certain: what
 * may fail or means more than it says is left to the CPU. */
#ifndef RASTRO_ARCH_EMULATE_H
#define RASTRO_ARCH_EMULATE_H

#include "arch/insn.h"

enum emulate_place { PLACE_NONE, PLACE_REGISTER, PLACE_NUMBER, PLACE_MEMORY, PLACE_ADDRESS };

struct emulate_operand {
	uint8_t place; /* enum emulate_place */
	uint8_t size;  /* in bytes */
	uint8_t word;  /* register */
	uint8_t shift; /* 8: its second byte is meant */
	uint64_t number;
	struct insn_memory memory; /* PLACE_ADDRESS: it is not accessed */
};

/* An instruction at its address, ready to be done. */
struct emulation {
	uint8_t operation;
	uint8_t condition; /* of a branch, as the CPU numbers them */
	uint8_t size;      /* of the operation, in bytes */
	uint8_t word;      /* bytes that a push puts on the stack */
	bool is_call;      /* or returns: it is not for threads that have a shadow stack */
	uint64_t next;     /* the address behind it */
	struct emulate_operand to, from;
};

/* The program's memory as it may access it itself; 0 or -errno: then nothing was changed. */
struct emulate_memory {
	int (*read)(void *owner, uint64_t address, void *bytes, size_t length);
	int (*write)(void *owner, uint64_t address, const void *bytes, size_t length);
	void *owner;
};

/* False: it is left to the CPU. */
bool emulate_prepare(const struct insn_decoder *, unsigned abi, uint64_t address,
                     const uint8_t *code, size_t length, struct emulation *);
/* 0: it is done.  -errno: it is left to the CPU, and nothing was changed. */
int emulate(const struct emulation *, struct arch_registers *, const struct emulate_memory *);

#endif
