/* Agent expressions: gdb's bytecode for conditions and commands of breakpoints.
 *
 * gdb compiles "count > 3 && name[0] == 'x'" to it and sends it with the breakpoint, so that
 * who stops the thread can decide without asking.  It is a stack machine over numbers of 8
 * bytes, with jumps; see "The GDB Agent Expression Mechanism" in gdb's manual.  The bytes
 * come from outside: nothing they say is believed, and no expression runs for ever. */
#ifndef RASTRO_DEBUG_AGENT_EXPRESSION_H
#define RASTRO_DEBUG_AGENT_EXPRESSION_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct text;

enum {
	AGENT_EXPRESSION_MAX = 4096, /* bytes of one */
	AGENT_STACK_MAX = 100,
	AGENT_STEPS_MAX = 100000,
	AGENT_STRING_MAX = 4096,    /* bytes of a string that printf shows */
	AGENT_OUTPUT_MAX = 1 << 16, /* bytes of output that it adds to */
};

/* What it is evaluated over.  Both return 0, or the bytes read, or -errno. */
struct agent_machine {
	/* By the number that the target description gave it. */
	int (*register_read)(void *owner, unsigned number, uint64_t *value);
	ssize_t (*memory_read)(void *owner, uint64_t address, void *bytes, size_t length);
	void *owner;
	struct text *output; /* of printf; NULL: nowhere */
};

enum agent_outcome {
	AGENT_DONE,
	AGENT_STACK,  /* too much on it, or too little */
	AGENT_OPCODE, /* one that is not known, or that we do not have */
	AGENT_JUMP,   /* out of the expression, or its end is missing */
	AGENT_DIVISION,
	AGENT_MEMORY, /* could not be read */
	AGENT_REGISTER,
	AGENT_ENDLESS,
};

/* value: the top of the stack at the end; 0 if it is empty. */
enum agent_outcome agent_evaluate(const uint8_t *code, size_t length, const struct agent_machine *,
                                  uint64_t *value);
/* For people: "divides by zero". */
const char *agent_outcome_text(enum agent_outcome);

#endif
