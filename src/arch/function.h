/* Functions called by a stopped thread, by the rules of its ABI.
 *
 * Registers are prepared here, and so is what lies on the stack; who calls gives both to the
 * thread, lets it run until it has come back, and then puts all as it was. */
#ifndef RASTRO_ARCH_FUNCTION_H
#define RASTRO_ARCH_FUNCTION_H

#include "arch/register_set.h"

enum { FUNCTION_ARGUMENTS_MAX = 12, FUNCTION_STACK_MAX = 8 * (FUNCTION_ARGUMENTS_MAX + 3) };

struct function_argument {
	uint64_t number;
	uint8_t size; /* 4 or 8 */
	bool is_float;
};

struct function_stack {
	uint64_t address;
	size_t length;
	uint8_t bytes[FUNCTION_STACK_MAX];
};

/* Room below the stack, which the function that was stopped does not use: from the returned
 * address on there are so many bytes, and the stack of what is called is to begin below. */
uint64_t function_room(struct register_file *, size_t length);
/* Leads into a function that returns to an address. */
void function_enter(struct register_file *, uint64_t function, uint64_t back,
                    const struct function_argument *, unsigned count, struct function_stack *);
/* What it returned: a number of so many bytes, or a fraction, as a double. */
uint64_t function_result(const struct register_file *, unsigned size, bool is_float);

#endif
