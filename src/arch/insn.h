/* One machine instruction: what it does to registers and memory, and its text.
 *
 * Decoding is done by libZydis, which is loaded when it is first needed.  Registers are
 * named by numbers, those of struct arch_registers. */
#ifndef RASTRO_ARCH_INSN_H
#define RASTRO_ARCH_INSN_H

#include "arch/arch.h"
#include "base/error.h"
#include "base/text.h"

enum {
	INSN_LENGTH_MAX = 15,
	INSN_MEMORY_MAX = 3,         /* operands in memory */
	INSN_MEMORY_SIZE_MAX = 4096, /* bytes of one of them */
	INSN_NO_REGISTER = 0xff,
};

/* The flag that makes the CPU trap after each instruction. */
enum { INSN_TRAP_FLAG = 1 << 8 };

enum insn_kind {
	INSN_PLAIN,
	INSN_CALL,
	INSN_JUMP,
	INSN_BRANCH, /* a jump on a condition */
	INSN_RETURN,
	INSN_SYSCALL, /* enters the kernel for a system call */
	INSN_PUSH_FLAGS,
};

/* An operand in memory: base + index * scale + displacement. */
struct insn_memory {
	uint8_t segment, base, index; /* registers, or INSN_NO_REGISTER */
	uint8_t scale;
	uint8_t address_size; /* of the sum, in bytes: 2, 4 or 8 */
	bool is_read, is_written;
	bool is_string; /* it moves with each repetition */
	uint16_t size;
	int64_t displacement;
};

struct insn {
	uint8_t length;
	uint8_t kind;    /* enum insn_kind */
	bool repeats;    /* has a prefix that repeats it: each round is a step */
	bool has_target; /* of a call, jump or branch: it is known */
	uint8_t memory_count;
	uint32_t reads, writes; /* registers, as bits; parts of them count as a whole */
	uint64_t target;
	struct insn_memory memory[INSN_MEMORY_MAX];
};

struct insn_decoder;

/* NULL with error where libZydis is not installed. */
struct insn_decoder *insn_open(struct error *);
void insn_close(struct insn_decoder *);

/* Decodes what stands at address in code of that ABI; 0, or -EINVAL when it is none. */
int insn_decode(const struct insn_decoder *, unsigned abi, uint64_t address, const uint8_t *code,
                size_t length, struct insn *);

/* Where an operand lies when the registers are those before the instruction. */
uint64_t insn_memory_address(const struct insn_memory *, const struct arch_registers *);
/* The lowest address and the length of what a string operand covers in so many rounds; at
 * most INSN_MEMORY_SIZE_MAX bytes: of more, those that come first. */
uint64_t insn_string_span(const struct insn_memory *, const struct arch_registers *,
                          uint64_t rounds, size_t *length);

/* How often a repeated instruction will go on at most; how often it did.  Of others: 1. */
uint64_t insn_rounds_left(const struct insn *, const struct arch_registers *before);
uint64_t insn_rounds(const struct insn *, const struct arch_registers *before,
                     const struct arch_registers *after);
/* Whether a branch would jump with these flags and that counter (rcx). */
bool insn_is_taken(const uint8_t *code, size_t length, unsigned abi, uint64_t flags,
                   uint64_t counter);
/* True when the program itself has set the flag that traps. */
bool insn_traps_itself(const struct arch_registers *);

/* Names addresses that stand in the text of an instruction.  Appends what is to follow the
 * address, or nothing. */
struct insn_namer {
	void (*name)(const struct insn_namer *, uint64_t address, struct text *);
};

/* Appends the text of an instruction; namer may be NULL.  -EINVAL when it is none. */
int insn_format(const struct insn_decoder *, unsigned abi, uint64_t address, const uint8_t *code,
                size_t length, const struct insn_namer *, struct text *);

#endif
