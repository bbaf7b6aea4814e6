/* The machine of agent expressions: one step an opcode, all limits in one place. */
#include "debug/agent_expression.h"

#include "base/text.h"

#include <string.h>

enum opcode {
	OP_ADD = 0x02,
	OP_SUB = 0x03,
	OP_MUL = 0x04,
	OP_DIV_SIGNED = 0x05,
	OP_DIV_UNSIGNED = 0x06,
	OP_REM_SIGNED = 0x07,
	OP_REM_UNSIGNED = 0x08,
	OP_LSH = 0x09,
	OP_RSH_SIGNED = 0x0a,
	OP_RSH_UNSIGNED = 0x0b,
	OP_TRACE = 0x0c,
	OP_TRACE_QUICK = 0x0d,
	OP_LOG_NOT = 0x0e,
	OP_BIT_AND = 0x0f,
	OP_BIT_OR = 0x10,
	OP_BIT_XOR = 0x11,
	OP_BIT_NOT = 0x12,
	OP_EQUAL = 0x13,
	OP_LESS_SIGNED = 0x14,
	OP_LESS_UNSIGNED = 0x15,
	OP_EXT = 0x16,
	OP_REF8 = 0x17,
	OP_REF16 = 0x18,
	OP_REF32 = 0x19,
	OP_REF64 = 0x1a,
	OP_IF_GOTO = 0x20,
	OP_GOTO = 0x21,
	OP_CONST8 = 0x22,
	OP_CONST16 = 0x23,
	OP_CONST32 = 0x24,
	OP_CONST64 = 0x25,
	OP_REG = 0x26,
	OP_END = 0x27,
	OP_DUP = 0x28,
	OP_POP = 0x29,
	OP_ZERO_EXT = 0x2a,
	OP_SWAP = 0x2b,
	OP_TRACE16 = 0x30,
	OP_PICK = 0x32,
	OP_ROT = 0x33,
	OP_PRINTF = 0x34,
};

enum { PRINTF_ARGUMENTS_MAX = 32 };

/* How many numbers an opcode takes from the stack, at least, and how many bytes follow it. */
static const struct shape {
	uint8_t takes, operand;
	bool is_known;
} shapes[256] = {
	[OP_ADD] = { 2, 0, true },           [OP_SUB] = { 2, 0, true },
	[OP_MUL] = { 2, 0, true },           [OP_DIV_SIGNED] = { 2, 0, true },
	[OP_DIV_UNSIGNED] = { 2, 0, true },  [OP_REM_SIGNED] = { 2, 0, true },
	[OP_REM_UNSIGNED] = { 2, 0, true },  [OP_LSH] = { 2, 0, true },
	[OP_RSH_SIGNED] = { 2, 0, true },    [OP_RSH_UNSIGNED] = { 2, 0, true },
	[OP_TRACE] = { 2, 0, true },         [OP_TRACE_QUICK] = { 1, 1, true },
	[OP_TRACE16] = { 1, 2, true },       [OP_LOG_NOT] = { 1, 0, true },
	[OP_BIT_AND] = { 2, 0, true },       [OP_BIT_OR] = { 2, 0, true },
	[OP_BIT_XOR] = { 2, 0, true },       [OP_BIT_NOT] = { 1, 0, true },
	[OP_EQUAL] = { 2, 0, true },         [OP_LESS_SIGNED] = { 2, 0, true },
	[OP_LESS_UNSIGNED] = { 2, 0, true }, [OP_EXT] = { 1, 1, true },
	[OP_REF8] = { 1, 0, true },          [OP_REF16] = { 1, 0, true },
	[OP_REF32] = { 1, 0, true },         [OP_REF64] = { 1, 0, true },
	[OP_IF_GOTO] = { 1, 2, true },       [OP_GOTO] = { 0, 2, true },
	[OP_CONST8] = { 0, 1, true },        [OP_CONST16] = { 0, 2, true },
	[OP_CONST32] = { 0, 4, true },       [OP_CONST64] = { 0, 8, true },
	[OP_REG] = { 0, 2, true },           [OP_END] = { 0, 0, true },
	[OP_DUP] = { 1, 0, true },           [OP_POP] = { 1, 0, true },
	[OP_ZERO_EXT] = { 1, 1, true },      [OP_SWAP] = { 2, 0, true },
	[OP_PICK] = { 1, 1, true },          [OP_ROT] = { 3, 0, true },
	[OP_PRINTF] = { 1, 1, true },
};

struct run {
	const uint8_t *code;
	size_t length, at;
	const struct agent_machine *machine;
	uint64_t stack[1 + AGENT_STACK_MAX]; /* below all there is a 0 */
	unsigned depth;
};

/* Numbers in the code have their high byte first, on every machine. */
static uint64_t operand(const uint8_t *bytes, unsigned length)
{
	uint64_t number = 0;

	while (length--)
		number = number << 8 | *bytes++;
	return number;
}

static uint64_t shift_left(uint64_t number, uint64_t by)
{
	return by < 64 ? number << by : 0;
}

static uint64_t shift_right(uint64_t number, uint64_t by, bool is_signed)
{
	if (is_signed)
		return (uint64_t)((int64_t)number >> (by < 63 ? by : 63));
	return by < 64 ? number >> by : 0;
}

/* The highest of its bits fills those above; or zeros do. */
static uint64_t extend(uint64_t number, unsigned bits, bool is_signed)
{
	if (!bits || bits >= 64)
		return bits ? number : 0;
	number <<= 64 - bits;
	return is_signed ? (uint64_t)((int64_t)number >> (64 - bits)) : number >> (64 - bits);
}

/* ---- opcodes with two numbers */

static enum agent_outcome divide(enum opcode opcode, uint64_t left, uint64_t right,
                                 uint64_t *result)
{
	bool is_remainder = opcode == OP_REM_SIGNED || opcode == OP_REM_UNSIGNED;
	bool is_signed = opcode == OP_DIV_SIGNED || opcode == OP_REM_SIGNED;

	if (!right)
		return AGENT_DIVISION;
	if (is_signed && (int64_t)right == -1) /* the processor traps for the lowest number */
		*result = is_remainder ? 0 : 0 - left;
	else if (is_signed)
		*result = (uint64_t)(is_remainder ? (int64_t)left % (int64_t)right
		                                  : (int64_t)left / (int64_t)right);
	else
		*result = is_remainder ? left % right : left / right;
	return AGENT_DONE;
}

static uint64_t combine(enum opcode opcode, uint64_t left, uint64_t right)
{
	switch (opcode) {
	case OP_ADD:
		return left + right;
	case OP_SUB:
		return left - right;
	case OP_MUL:
		return left * right;
	case OP_LSH:
		return shift_left(left, right);
	case OP_RSH_SIGNED:
		return shift_right(left, right, true);
	case OP_RSH_UNSIGNED:
		return shift_right(left, right, false);
	case OP_BIT_AND:
		return left & right;
	case OP_BIT_OR:
		return left | right;
	case OP_BIT_XOR:
		return left ^ right;
	case OP_EQUAL:
		return left == right;
	case OP_LESS_SIGNED:
		return (int64_t)left < (int64_t)right;
	default: /* OP_LESS_UNSIGNED */
		return left < right;
	}
}

/* ---- opcodes that ask the program */

static enum agent_outcome refer(struct run *run, unsigned size)
{
	uint64_t *top = &run->stack[run->depth], number = 0;

	if (run->machine->memory_read(run->machine->owner, *top, &number, size) != (ssize_t)size)
		return AGENT_MEMORY;
	*top = number;
	return AGENT_DONE;
}

static enum agent_outcome push(struct run *run, uint64_t number)
{
	if (run->depth == AGENT_STACK_MAX)
		return AGENT_STACK;
	run->stack[++run->depth] = number;
	return AGENT_DONE;
}

static enum agent_outcome push_register(struct run *run, unsigned number)
{
	uint64_t value;

	if (run->machine->register_read(run->machine->owner, number, &value) < 0)
		return AGENT_REGISTER;
	return push(run, value);
}

static void put_string(struct run *run, struct text *output, uint64_t address)
{
	char byte;

	for (unsigned i = 0; i < AGENT_STRING_MAX; i++) {
		if (run->machine->memory_read(run->machine->owner, address + i, &byte, 1) != 1 ||
		    !byte)
			return;
		text_char(output, byte);
	}
}

/* One conversion of a format, whose first character is behind the "%".  How wide and how long
 * its argument is does not matter: numbers are numbers. */
static const char *put_conversion(struct run *run, struct text *output, const char *at,
                                  uint64_t argument)
{
	at += strspn(at, "0123456789.-+ #hljztq");
	switch (*at) {
	case 'd':
	case 'i':
		text_decimal(output, (int64_t)argument);
		break;
	case 'u':
		text_unsigned(output, argument);
		break;
	case 'c':
		text_char(output, (char)argument);
		break;
	case 's':
		put_string(run, output, argument);
		break;
	case 'o':
		text_octal(output, argument, 1);
		break;
	case 'x':
	case 'X':
		text_hex_padded(output, argument, 1);
		break;
	case 'p':
		text_hex(output, argument);
		break;
	case '\0':
		return at;
	default:
		text_char(output, *at);
	}
	return at + 1;
}

/* What stands behind a backslash, which is sent as it was written. */
static const char *put_escaped(struct text *output, const char *at)
{
	static const char letters[] = "abefnrtv", bytes[] = "\a\b\033\f\n\r\t\v";
	const char *letter = *at ? strchr(letters, *at) : NULL;
	unsigned number = 0, digits = 0;

	while (digits < 3 && at[digits] >= '0' && at[digits] <= '7')
		number = 8 * number + (unsigned)(at[digits++] - '0');
	if (digits) {
		text_char(output, (char)number);
		return at + digits;
	}
	if (*at)
		text_char(output, letter ? bytes[letter - letters] : *at);
	return *at ? at + 1 : at;
}

static void put_formatted(struct run *run, struct text *output, const char *format,
                          const uint64_t *arguments, unsigned count)
{
	unsigned used = 0;

	while (*format && output->length < AGENT_OUTPUT_MAX) {
		if (*format == '\\') {
			format = put_escaped(output, format + 1);
		} else if (*format != '%') {
			text_char(output, *format++);
		} else if (format[1] == '%') {
			text_char(output, '%');
			format += 2;
		} else {
			uint64_t argument = used < count ? arguments[used] : 0;

			used++;
			format = put_conversion(run, output, format + 1, argument);
		}
	}
}

/* On the stack: the arguments, the first above the others, under a function and a channel,
 * for which there is no use.  In the code: how many, the length of the format, the format. */
static enum agent_outcome print(struct run *run, unsigned count)
{
	uint64_t arguments[PRINTF_ARGUMENTS_MAX];

	if (count > PRINTF_ARGUMENTS_MAX || run->length - run->at < 2)
		return AGENT_OPCODE;
	size_t length = (size_t)operand(run->code + run->at, 2);
	const char *format = (const char *)run->code + run->at + 2;

	if (!length || length > run->length - run->at - 2 || format[length - 1])
		return AGENT_JUMP;
	if (run->depth < count + 2)
		return AGENT_STACK;
	run->at += 2 + length;
	run->depth -= 2;
	for (unsigned i = 0; i < count; i++)
		arguments[i] = run->stack[run->depth--];
	if (run->machine->output)
		put_formatted(run, run->machine->output, format, arguments, count);
	return AGENT_DONE;
}

/* ---- the machine */

static enum agent_outcome jump(struct run *run, uint64_t to)
{
	if (to >= run->length)
		return AGENT_JUMP;
	run->at = to;
	return AGENT_DONE;
}

static enum agent_outcome rearrange(struct run *run, enum opcode opcode, unsigned number)
{
	uint64_t *top = &run->stack[run->depth], first = *top;

	switch (opcode) {
	case OP_PICK:
		return number < run->depth ? push(run, *(top - number)) : AGENT_STACK;
	case OP_SWAP:
		top[0] = top[-1];
		top[-1] = first;
		return AGENT_DONE;
	default: /* OP_ROT: a b c becomes c a b */
		top[0] = top[-1];
		top[-1] = top[-2];
		top[-2] = first;
		return AGENT_DONE;
	}
}

static enum agent_outcome step(struct run *run, enum opcode opcode, uint64_t number)
{
	uint64_t *top = &run->stack[run->depth];

	switch (opcode) {
	case OP_CONST8:
	case OP_CONST16:
	case OP_CONST32:
	case OP_CONST64:
		return push(run, number);
	case OP_REG:
		return push_register(run, (unsigned)number);
	case OP_GOTO:
		return jump(run, number);
	case OP_IF_GOTO:
		run->depth--;
		return *top ? jump(run, number) : AGENT_DONE;
	case OP_DUP:
		return push(run, *top);
	case OP_POP:
	case OP_TRACE_QUICK: /* collecting is for tracepoints, which there are none of */
	case OP_TRACE16:
		run->depth -= opcode == OP_POP;
		return AGENT_DONE;
	case OP_TRACE:
		run->depth -= 2;
		return AGENT_DONE;
	case OP_LOG_NOT:
		*top = !*top;
		return AGENT_DONE;
	case OP_BIT_NOT:
		*top = ~*top;
		return AGENT_DONE;
	case OP_EXT:
	case OP_ZERO_EXT:
		*top = extend(*top, (unsigned)number, opcode == OP_EXT);
		return AGENT_DONE;
	case OP_REF8:
	case OP_REF16:
	case OP_REF32:
	case OP_REF64:
		return refer(run, 1u << (opcode - OP_REF8));
	case OP_PICK:
	case OP_SWAP:
	case OP_ROT:
		return rearrange(run, opcode, (unsigned)number);
	case OP_PRINTF:
		return print(run, (unsigned)number);
	case OP_DIV_SIGNED:
	case OP_DIV_UNSIGNED:
	case OP_REM_SIGNED:
	case OP_REM_UNSIGNED:
		run->depth--;
		return divide(opcode, top[-1], top[0], &top[-1]);
	default:
		run->depth--;
		top[-1] = combine(opcode, top[-1], top[0]);
		return AGENT_DONE;
	}
}

enum agent_outcome agent_evaluate(const uint8_t *code, size_t length,
                                  const struct agent_machine *machine, uint64_t *value)
{
	struct run run = { .code = code, .length = length, .machine = machine };

	for (unsigned steps = 0; steps < AGENT_STEPS_MAX; steps++) {
		if (run.at >= length)
			return AGENT_JUMP;
		uint8_t opcode = code[run.at++];
		const struct shape *shape = &shapes[opcode];

		if (!shape->is_known)
			return AGENT_OPCODE;
		if (run.depth < shape->takes)
			return AGENT_STACK;
		if (length - run.at < shape->operand)
			return AGENT_JUMP;
		if (opcode == OP_END) {
			*value = run.stack[run.depth];
			return AGENT_DONE;
		}
		uint64_t number = operand(code + run.at, shape->operand);

		run.at += shape->operand;
		enum agent_outcome outcome = step(&run, (enum opcode)opcode, number);

		if (outcome != AGENT_DONE)
			return outcome;
	}
	return AGENT_ENDLESS;
}

const char *agent_outcome_text(enum agent_outcome outcome)
{
	static const char *const texts[] = {
		[AGENT_DONE] = "done",
		[AGENT_STACK] = "its stack is too small, or empty",
		[AGENT_OPCODE] = "it has an opcode that is not known",
		[AGENT_JUMP] = "it leads out of itself",
		[AGENT_DIVISION] = "it divides by zero",
		[AGENT_MEMORY] = "it reads memory that is not there",
		[AGENT_REGISTER] = "it reads a register that is not there",
		[AGENT_ENDLESS] = "it does not end",
	};

	return texts[outcome];
}
