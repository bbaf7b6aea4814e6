/* Functions of x86-64 and i386, by the ABIs of System V. */
#include "arch/function.h"

#include <string.h>
#include <sys/reg.h>

enum {
	RED_ZONE = 128,
	ALIGNMENT = 16,
	/* Of the area of vectors, the parts of it that are in use, and their bits. */
	ST0 = 32,
	XMM0 = 160,
	XMM_STRIDE = 16,
	XMM_COUNT = 8,
	PARTS_IN_USE = 512,
	PART_FLOAT = 1 << 0,
	PART_VECTORS = 1 << 1,
	DIRECTION = 1 << 10,
};

static const uint8_t numbers[] = { RDI, RSI, RDX, RCX, R8, R9 };

enum { NUMBER_COUNT = sizeof(numbers) };

uint64_t function_room(struct register_file *file, size_t length)
{
	uint64_t *stack = &file->general[RSP];

	return *stack = (*stack - RED_ZONE - length) & ~(uint64_t)(ALIGNMENT - 1);
}

static void stack_put(struct function_stack *stack, const void *bytes, size_t size)
{
	memcpy(stack->bytes + stack->length, bytes, size);
	stack->length += size;
}

/* In registers, or else behind the return address. */
static unsigned arguments_put(struct register_file *file, const struct function_argument *arguments,
                              unsigned count, struct function_stack *stack)
{
	unsigned number = 0, vector = 0;

	for (unsigned i = 0; i < count; i++) {
		const struct function_argument *argument = &arguments[i];

		if (file->abi)
			stack_put(stack, &argument->number, argument->size);
		else if (argument->is_float && vector < XMM_COUNT)
			memcpy(file->xstate + XMM0 + XMM_STRIDE * vector++, &argument->number,
			       sizeof(argument->number));
		else if (!argument->is_float && number < NUMBER_COUNT)
			file->general[numbers[number++]] = argument->number;
		else
			stack_put(stack, &argument->number, sizeof(argument->number));
	}
	return vector;
}

void function_enter(struct register_file *file, uint64_t function, uint64_t back,
                    const struct function_argument *arguments, unsigned count,
                    struct function_stack *stack)
{
	size_t word = file->abi ? 4 : 8;

	stack->length = 0;
	stack_put(stack, &back, word);
	unsigned vectors = arguments_put(file, arguments, count, stack);
	uint64_t behind = file->general[RSP] - (stack->length - word);

	stack->address = (behind & ~(uint64_t)(ALIGNMENT - 1)) - word;
	file->general[RSP] = stack->address;
	file->general[RIP] = function;
	/* So many are used where a function takes any arguments. */
	file->general[RAX] = vectors;
	file->general[EFLAGS] &= ~(uint64_t)DIRECTION;
	/* No call that was interrupted is taken up again meanwhile. */
	file->general[ORIG_RAX] = (uint64_t)-1;
	if (file->xstate_size > PARTS_IN_USE) {
		file->xstate[PARTS_IN_USE] |= PART_VECTORS;
		file->xstate[PARTS_IN_USE] &= (uint8_t)~PART_FLOAT;
	}
}

static uint64_t float_result(const struct register_file *file, unsigned size)
{
	double number = 0;
	float single;
	uint64_t bits;

	if (file->abi) {
		number = (double)register_float(file->xstate + ST0);
	} else if (size == sizeof(single)) {
		memcpy(&single, file->xstate + XMM0, sizeof(single));
		number = (double)single;
	} else {
		memcpy(&number, file->xstate + XMM0, sizeof(number));
	}
	memcpy(&bits, &number, sizeof(bits));
	return bits;
}

uint64_t function_result(const struct register_file *file, unsigned size, bool is_float)
{
	if (is_float)
		return float_result(file, size);
	if (file->abi)
		return size == 8 ? file->general[RDX] << 32 | (uint32_t)file->general[RAX]
		                 : (uint32_t)file->general[RAX];
	return file->general[RAX];
}
