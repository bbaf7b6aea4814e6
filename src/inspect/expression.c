/* Evaluating what expressions have become: a machine with a stack. */
#include "inspect/expression.h"

#include "inspect/expression_steps.h"

#include <errno.h>
#include <fnmatch.h>
#include <math.h>
#include <string.h>

enum { STRING_COMPARED_MAX = 4096, COPIED_MAX = 1 << 16 };

/* ---- numbers */

static uint64_t cut(uint64_t number, unsigned size, bool is_signed)
{
	unsigned unused = size ? 64 - 8 * size : 0;

	if (is_signed)
		return (uint64_t)((int64_t)(number << unused) >> unused);
	return number << unused >> unused;
}

/* False: there is no such number. */
static bool divide(const struct expression_step *step, uint64_t left, uint64_t right,
                   uint64_t *value)
{
	bool remainder = step->operation == REMAINDER;

	if (!right)
		return false;
	if (step->is_signed && right == UINT64_MAX)
		*value = remainder ? 0 : -left; /* what the CPU cannot do for the least number */
	else if (step->is_signed)
		*value = (uint64_t)(remainder ? (int64_t)left % (int64_t)right
		                              : (int64_t)left / (int64_t)right);
	else
		*value = remainder ? left % right : left / right;
	return true;
}

static bool is_less(const struct expression_step *step, uint64_t left, uint64_t right)
{
	return step->is_signed ? (int64_t)left < (int64_t)right : left < right;
}

static uint64_t shift_right(const struct expression_step *step, uint64_t left, uint64_t right)
{
	if (right > 63)
		return step->is_signed && (int64_t)left < 0 ? UINT64_MAX : 0;
	return step->is_signed ? (uint64_t)((int64_t)left >> right) : left >> right;
}

/* Of two integers. */
static uint64_t combine_integers(const struct expression_step *step, uint64_t left, uint64_t right)
{
	switch ((enum operation)step->operation) {
	case MULTIPLY:
		return left * right;
	case ADD:
		return left + right;
	case SUBTRACT:
		return left - right;
	case SHIFT_LEFT:
		return right > 63 ? 0 : left << right;
	case SHIFT_RIGHT:
		return shift_right(step, left, right);
	case LESS:
		return is_less(step, left, right);
	case LESS_EQUAL:
		return !is_less(step, right, left);
	case GREATER:
		return is_less(step, right, left);
	case GREATER_EQUAL:
		return !is_less(step, left, right);
	case EQUAL:
		return left == right;
	case UNEQUAL:
		return left != right;
	case AND:
		return left & right;
	case EXCLUSIVE_OR:
		return left ^ right;
	default:
		return left | right;
	}
}

static double operand_double(uint64_t number, unsigned operand)
{
	switch (operand) {
	case OPERAND_SIGNED:
		return (double)(int64_t)number;
	case OPERAND_UNSIGNED:
		return (double)number;
	default:
		return expression_double(number);
	}
}

/* As wide as a float of that size has it. */
static uint64_t float_number(double value, unsigned size)
{
	return expression_bits(size == sizeof(float) ? (double)(float)value : value);
}

static uint64_t combine_floats(const struct expression_step *step, uint64_t left, uint64_t right)
{
	unsigned mask = (1 << OPERAND_BITS) - 1;
	double one = operand_double(left, step->number & mask);
	double other = operand_double(right, step->number >> OPERAND_BITS);

	switch ((enum operation)step->operation) {
	case MULTIPLY:
		return float_number(one * other, step->size);
	case DIVIDE:
		return float_number(one / other, step->size);
	case ADD:
		return float_number(one + other, step->size);
	case SUBTRACT:
		return float_number(one - other, step->size);
	case LESS:
		return one < other;
	case LESS_EQUAL:
		return one <= other;
	case GREATER:
		return one > other;
	case GREATER_EQUAL:
		return one >= other;
	case EQUAL:
		return one == other;
	default:
		return one != other;
	}
}

/* What CPUs do where it does not fit is of no use; the nearest one is. */
static uint64_t to_integer(double value, const struct expression_step *step)
{
	uint64_t number;

	if (isnan(value))
		number = 0;
	else if (value >= 0x1p63 && !step->is_signed)
		number = value < 0x1p64 ? (uint64_t)value : UINT64_MAX;
	else if (value >= 0x1p63)
		number = INT64_MAX;
	else
		number = value < -0x1p63 ? (uint64_t)INT64_MIN : (uint64_t)(int64_t)value;
	return cut(number, step->size, step->is_signed);
}

/* Of two numbers; false: there is no such. */
static bool combine(const struct expression_step *step, uint64_t left, uint64_t right,
                    uint64_t *value)
{
	bool is_division = step->operation == DIVIDE || step->operation == REMAINDER;

	if (step->is_float) {
		*value = combine_floats(step, left, right);
		return true;
	}
	left = cut(left, step->size, step->is_signed);
	if (step->operation != SHIFT_LEFT && step->operation != SHIFT_RIGHT)
		right = cut(right, step->size, step->is_signed);
	if (!is_division)
		*value = combine_integers(step, left, right);
	else if (!divide(step, left, right, value))
		return false;
	*value = cut(*value, step->size, step->is_signed);
	return true;
}

/* ---- memory */

static int read_failed(struct error *error, uint64_t address, size_t length, ssize_t got)
{
	return error_set(error, EFAULT, "cannot read %zu byte%s at %#llx: %s", length,
	                 length == 1 ? "" : "s", (unsigned long long)address,
	                 got == -ETIMEDOUT ? "nobody delivers them" : "nothing is mapped there");
}

static uint64_t float_load(const void *bytes, unsigned size)
{
	float single;
	double number;
	long double extended = 0;

	if (size == sizeof(single)) {
		memcpy(&single, bytes, sizeof(single));
		number = (double)single;
	} else if (size == sizeof(number)) {
		memcpy(&number, bytes, sizeof(number));
	} else {
		memcpy(&extended, bytes, size);
		number = (double)extended;
	}
	return expression_bits(number);
}

static void float_store(void *bytes, unsigned size, double value)
{
	float single = (float)value;
	long double extended = 0;

	if (size == sizeof(single)) {
		memcpy(bytes, &single, sizeof(single));
	} else if (size == sizeof(value)) {
		memcpy(bytes, &value, sizeof(value));
	} else {
		extended = (long double)value;
		memcpy(bytes, &extended, size);
	}
}

static int memory_number(const struct expression_machine *machine,
                         const struct expression_step *step, uint64_t *value, struct error *error)
{
	uint64_t number[2] = { 0 };
	ssize_t got = machine->memory(machine->owner, *value, number, step->size);

	if (got != step->size)
		return read_failed(error, *value, step->size, got);
	*value = step->is_float ? float_load(number, step->size)
	                        : cut(number[0], step->size, step->is_signed);
	return 0;
}

static int unchangeable(struct error *error)
{
	return error_set(error, EPERM, "nothing can be changed here");
}

static int memory_put(const struct expression_machine *machine, uint64_t address, const void *bytes,
                      size_t size, struct error *error)
{
	return machine->write ? machine->write(machine->owner, address, bytes, size, error)
	                      : unchangeable(error);
}

static int write_number(const struct expression_machine *machine,
                        const struct expression_step *step, uint64_t address, uint64_t *value,
                        struct error *error)
{
	uint64_t number[2] = { *value };

	if (step->is_float) {
		*value = float_number(expression_double(*value), step->size);
		float_store(number, step->size, expression_double(*value));
	} else {
		*value = cut(*value, step->size, step->is_signed);
	}
	return memory_put(machine, address, number, step->size, error);
}

static int write_bits(const struct expression_machine *machine, const struct expression_step *step,
                      uint64_t address, uint64_t *value, struct error *error)
{
	unsigned unused = 64 - step->length;
	uint64_t mask = UINT64_MAX >> unused << step->number, number = 0;
	ssize_t got = machine->memory(machine->owner, address, &number, step->size);

	if (got != step->size)
		return read_failed(error, address, step->size, got);
	number = (number & ~mask) | (*value << step->number & mask);
	*value = step->is_signed ? (uint64_t)((int64_t)(*value << unused) >> unused)
	                         : *value << unused >> unused;
	return memory_put(machine, address, &number, step->size, error);
}

static int write_copy(const struct expression_machine *machine, const struct expression_step *step,
                      uint64_t address, uint64_t *value, struct error *error)
{
	uint8_t bytes[COPIED_MAX];

	if (step->number > sizeof(bytes))
		return error_set(error, E2BIG, "more than %d bytes are not copied", COPIED_MAX);
	ssize_t got = machine->memory(machine->owner, *value, bytes, step->number);

	if (got < 0 || (uint64_t)got != step->number)
		return read_failed(error, *value, step->number, got);
	*value = address;
	return memory_put(machine, address, bytes, step->number, error);
}

/* The top, which is *value, goes to the address. */
static int write_top(const struct expression_machine *machine, const struct expression_step *step,
                     uint64_t address, uint64_t *value, struct error *error)
{
	switch ((enum operation)step->operation) {
	case WRITE_BITS:
		return write_bits(machine, step, address, value, error);
	case WRITE_COPY:
		return write_copy(machine, step, address, value, error);
	default:
		return write_number(machine, step, address, value, error);
	}
}

static int memory_string(const struct expression *expression,
                         const struct expression_machine *machine,
                         const struct expression_step *step, uint64_t *value, struct error *error)
{
	const char *wanted = expression->text + step->number;
	bool is_pattern = step->operation == STRING_LIKE;
	char bytes[STRING_COMPARED_MAX + 1];
	/* Of a string as long as that one, or longer, no more is needed. */
	size_t length = is_pattern ? STRING_COMPARED_MAX : (size_t)step->length + 1;
	ssize_t got = machine->memory(machine->owner, *value, bytes, length);

	if (got <= 0)
		return read_failed(error, *value, 1, got);
	bytes[got] = '\0';
	if (is_pattern)
		*value = fnmatch(wanted, bytes, 0) == 0;
	else
		*value = (size_t)got == length && memcmp(bytes, wanted, length) == 0;
	return 0;
}

static int variable_number(const struct expression_machine *machine,
                           const struct expression_step *step, uint64_t *value, struct error *error)
{
	int status = machine->variable(machine->owner, step->number, value);

	return status < 0 ? error_set(error, -status, "a value cannot be read here: %s",
	                              strerror(-status))
	                  : 0;
}

static int variable_keep(const struct expression_machine *machine,
                         const struct expression_step *step, uint64_t *value, struct error *error)
{
	return machine->keep ? machine->keep(machine->owner, step->number, value, error)
	                     : unchangeable(error);
}

/* ---- steps */

/* Those that change the top alone. */
static int step_unary(const struct expression *expression, const struct expression_machine *machine,
                      const struct expression_step *step, uint64_t *top, struct error *error)
{
	bool is_zero = step->is_float ? expression_double(*top) == 0 : *top == 0;

	switch ((enum operation)step->operation) {
	case READ:
		return memory_number(machine, step, top, error);
	case STRING_EQUAL:
	case STRING_LIKE:
		return memory_string(expression, machine, step, top, error);
	case KEEP:
		return variable_keep(machine, step, top, error);
	case CUT:
		*top = step->is_float ? float_number(expression_double(*top), step->size)
		                      : cut(*top, step->size, step->is_signed);
		return 0;
	case NEGATE:
		*top = step->is_float ? expression_bits(-expression_double(*top))
		                      : cut(-*top, step->size, step->is_signed);
		return 0;
	case INVERT:
		*top = cut(~*top, step->size, step->is_signed);
		return 0;
	case TO_FLOAT:
		*top = float_number(step->is_signed ? (double)(int64_t)*top : (double)*top,
		                    step->size);
		return 0;
	case TO_INTEGER:
		*top = to_integer(expression_double(*top), step);
		return 0;
	case NOT:
		*top = is_zero;
		return 0;
	default:
		*top = !is_zero;
		return 0;
	}
}

enum step_form {
	FORM_BINARY, /* of all that is not said otherwise */
	FORM_PUSH,   /* one more on the stack */
	FORM_UNARY,
	FORM_SKIP,
	FORM_STACK,
	FORM_WRITE,
	FORM_CALL,
};

static const uint8_t step_forms[] = {
	[PUSH] = FORM_PUSH,          [VARIABLE] = FORM_PUSH,     [DUPLICATE] = FORM_PUSH,
	[READ] = FORM_UNARY,         [CUT] = FORM_UNARY,         [NEGATE] = FORM_UNARY,
	[INVERT] = FORM_UNARY,       [NOT] = FORM_UNARY,         [TRUTH] = FORM_UNARY,
	[STRING_EQUAL] = FORM_UNARY, [STRING_LIKE] = FORM_UNARY, [TO_FLOAT] = FORM_UNARY,
	[TO_INTEGER] = FORM_UNARY,   [KEEP] = FORM_UNARY,        [SKIP_IF] = FORM_SKIP,
	[SKIP_IF_NOT] = FORM_SKIP,   [JUMP_IF_NOT] = FORM_SKIP,  [JUMP] = FORM_SKIP,
	[STAY] = FORM_STACK,         [DROP] = FORM_STACK,        [SWAP] = FORM_STACK,
	[WRITE] = FORM_WRITE,        [WRITE_BITS] = FORM_WRITE,  [WRITE_COPY] = FORM_WRITE,
	[CALL] = FORM_CALL,
};

struct run {
	const struct expression *expression;
	const struct expression_machine *machine;
	uint64_t stack[EXPRESSION_STACK_MAX];
	unsigned depth, next;
	struct error *error;
};

static int step_push(struct run *run, const struct expression_step *step)
{
	uint64_t *top = &run->stack[run->depth++];

	if (step->operation == VARIABLE)
		return variable_number(run->machine, step, top, run->error);
	*top = step->operation == DUPLICATE ? top[-1] : step->number;
	return 0;
}

/* What has a fraction is made a truth before. */
static void step_skip(struct run *run, const struct expression_step *step)
{
	bool is_true = step->operation != JUMP && run->stack[run->depth - 1] != 0;
	bool skips = step->operation == SKIP_IF ? is_true : !is_true;

	if (skips)
		run->next = (unsigned)step->number;
	if (step->operation == JUMP_IF_NOT || (step->operation != JUMP && !skips))
		run->depth--;
}

static void step_stack(struct run *run, const struct expression_step *step)
{
	if (step->operation == DROP) {
		run->depth--;
	} else if (step->operation == SWAP) {
		uint64_t *top = &run->stack[run->depth - 1], number = *top;

		*top = top[-1];
		top[-1] = number;
	}
}

static int step_two(struct run *run, const struct expression_step *step)
{
	uint64_t right = run->stack[--run->depth], *left = &run->stack[run->depth - 1];

	if (step_forms[step->operation] == FORM_WRITE) {
		uint64_t address = *left;

		*left = right;
		return write_top(run->machine, step, address, left, run->error);
	}
	return combine(step, *left, right, left)
	               ? 0
	               : error_set(run->error, EDOM, "a division by zero");
}

/* Numbers with a fraction are doubles here, whatever the function has. */
static int step_call(struct run *run, const struct expression_step *step)
{
	struct expression_call call = { .count = step->length,
		                        .size = step->size,
		                        .is_float = step->is_float };
	uint64_t *top = &run->stack[(run->depth -= step->length) - 1], result;

	if (!run->machine->call)
		return error_set(run->error, EINVAL, "no function can be called here");
	call.address = *top;
	for (unsigned i = 0; i < step->length; i++) {
		unsigned form = step->number >> (ARGUMENT_BITS * i);
		struct expression_argument *argument = &call.arguments[i];

		argument->number = top[1 + i];
		argument->size = form & ARGUMENT_WIDE ? 8 : 4;
		argument->is_float = form & ARGUMENT_FLOAT;
		if (argument->is_float && argument->size == 4) {
			float number = (float)expression_double(top[1 + i]);

			argument->number = 0;
			memcpy(&argument->number, &number, sizeof(number));
		}
	}
	if (run->machine->call(run->machine->owner, &call, &result, run->error) < 0)
		return -1;
	*top = step->is_float ? float_number(expression_double(result), step->size)
	                      : cut(result, step->size, step->is_signed);
	return 0;
}

static int step_do(struct run *run, const struct expression_step *step)
{
	switch ((enum step_form)step_forms[step->operation]) {
	case FORM_PUSH:
		return step_push(run, step);
	case FORM_UNARY:
		return step_unary(run->expression, run->machine, step, &run->stack[run->depth - 1],
		                  run->error);
	case FORM_SKIP:
		step_skip(run, step);
		return 0;
	case FORM_STACK:
		step_stack(run, step);
		return 0;
	case FORM_CALL:
		return step_call(run, step);
	default:
		return step_two(run, step);
	}
}

/* The first so many steps. */
static int evaluate(const struct expression *expression, unsigned count,
                    const struct expression_machine *machine, uint64_t *value, struct error *error)
{
	struct run run = { .expression = expression, .machine = machine, .error = error };

	while (run.next < count)
		if (step_do(&run, &expression->steps[run.next++]) < 0)
			return -1;
	*value = run.stack[0];
	return 0;
}

int expression_evaluate(const struct expression *expression,
                        const struct expression_machine *machine, uint64_t *value,
                        struct error *error)
{
	return evaluate(expression, expression->count, machine, value, error);
}

int expression_locate(const struct expression *expression, const struct expression_machine *machine,
                      struct expression_place *place, struct error *error)
{
	const struct expression_step *last = &expression->steps[expression->count - 1];

	*place = (struct expression_place){ .size = expression->type.size };
	if (last->operation == VARIABLE && expression->count == 1) {
		place->is_variable = true;
		place->number = last->number;
		return 0;
	}
	if (last->operation == PUSH && expression->count == 1 && expression->type.pointee) {
		place->number = last->number;
		place->size = expression->type.pointee;
		return 0;
	}
	if (last->operation != READ || expression->type.is_aggregate)
		return error_set(error, EINVAL,
		                 "this is no place that can be written to: write *(u32 *)ADDRESS "
		                 "or $REGISTER");
	place->size = last->size;
	return evaluate(expression, expression->count - 1, machine, &place->number, error);
}
