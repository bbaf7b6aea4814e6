/* The steps that expressions become; for who reads them and who takes them, and nobody else. */
#ifndef RASTRO_INSPECT_EXPRESSION_STEPS_H
#define RASTRO_INSPECT_EXPRESSION_STEPS_H

#include "inspect/expression.h"

enum operation {
	PUSH,     /* number */
	VARIABLE, /* number is its name */
	READ,     /* the number of so many bytes behind an address */
	CUT,      /* to so many bytes */
	NEGATE,
	INVERT,
	NOT,
	MULTIPLY,
	DIVIDE,
	REMAINDER,
	ADD,
	SUBTRACT,
	SHIFT_LEFT,
	SHIFT_RIGHT,
	LESS,
	LESS_EQUAL,
	GREATER,
	GREATER_EQUAL,
	EQUAL,
	UNEQUAL,
	AND,
	EXCLUSIVE_OR,
	OR,
	STRING_EQUAL, /* the string behind an address, and one of the text */
	STRING_LIKE,
	SKIP_IF_NOT, /* to step number, if the top is 0, which stays; else it goes */
	SKIP_IF,
	JUMP_IF_NOT, /* to step number, if the top is 0; it goes in any case */
	JUMP,
	TRUTH,      /* 0 or 1 */
	TO_FLOAT,   /* of an integer */
	TO_INTEGER, /* of a float, and cut */
	STAY,       /* nothing */
	DROP,
	DUPLICATE,
	SWAP,
	WRITE,      /* the top goes to the address below, and stays alone, as what was written */
	WRITE_BITS, /* the same with a bit-field: number is the first bit, length how many */
	WRITE_COPY, /* the same with so many (number) bytes behind the top; the address stays */
	KEEP,       /* in a variable */
	CALL, /* a function, with so many (length) arguments above it: number is their forms */
};

/* What operands of a binary step are that is_float, in its number: the left one, and, two bits
 * higher, the right one. */
enum operand { OPERAND_FLOAT, OPERAND_SIGNED, OPERAND_UNSIGNED, OPERAND_BITS = 2 };

/* Of an argument, in the number of CALL, two bits for each. */
enum argument_form { ARGUMENT_FLOAT = 1, ARGUMENT_WIDE = 2, ARGUMENT_BITS = 2 };

#endif
