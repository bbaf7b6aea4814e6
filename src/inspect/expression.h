/* Expressions over a stopped thread: "$rdi + 8", "*(u32 *)counter == 3",
 * "libc.so.6:malloc + 0x10", "path ~ "*.conf" and ret < 0".
 *
 * What they look like is C, and so is what they mean, but that numbers written out are as wide
 * as they need to be.  A name stands for a number that is known when the text is read (a
 * constant, an address), or for a variable that is asked for each time ($rax, an argument of a
 * call): whoever has them read says which.  The text becomes a short list of steps for a
 * machine with a stack, which makes no loops; so a breakpoint's condition costs next to nothing
 * to test.
 *
 * A number on that stack has 8 bytes, widened by its sign.  One with a fraction is a double,
 * whatever it is in memory; a structure or array is its address. */
#ifndef RASTRO_INSPECT_EXPRESSION_H
#define RASTRO_INSPECT_EXPRESSION_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/types.h>

enum {
	EXPRESSION_STEPS_MAX = 128,
	EXPRESSION_STACK_MAX = 32,
	EXPRESSION_NESTING_MAX = 32, /* brackets within brackets */
	EXPRESSION_TEXT_MAX = 512,   /* of all strings in it */
	EXPRESSION_NAME_MAX = 256,
	EXPRESSION_ARGUMENTS_MAX = 12, /* of a function of the program */
};

struct expression_type {
	uint8_t size; /* bytes: 1, 2, 4 or 8 */
	bool is_signed;
	uint8_t pointee; /* not 0: it is the address of a number of so many bytes */
	bool pointee_is_signed, pointee_is_float;
	bool is_symbol; /* such an address, to which bytes are added, not numbers */
	/* Types of the program's own, by numbers that struct expression_typing gives; 0: none. */
	uint16_t own;      /* that of the value */
	uint16_t target;   /* that of what it is the address of */
	bool is_aggregate; /* a structure, array or function: the number is its address */
	bool is_function;
	bool is_reference; /* such an address, that is followed unasked */
	bool is_float;     /* the number is a double; of an aggregate: it lies there */
	bool is_bool;
	bool is_ours;    /* it, or what it is the address of, lies nowhere in the program */
	bool is_literal; /* it was written out: as wide as it is beside others */
	uint64_t stride; /* bytes of the target */
};

/* What a name means. */
struct expression_name {
	bool is_variable; /* number is what the machine calls it; else the number that it is */
	bool is_place;    /* it is the address where the value lies */
	bool is_free;     /* a variable that takes values of all types */
	uint64_t number;
	struct expression_type type;
};

/* A value of the program's own types, or a part of it. */
struct expression_part {
	struct expression_type type;
	uint64_t offset;    /* bytes */
	uint64_t bytes;     /* that it takes */
	unsigned bit, bits; /* of a bit-field, within the number; bits 0: it is none */
};

/* What a function of the program takes and returns. */
struct expression_signature {
	unsigned count;
	bool is_open; /* it may take more */
	struct expression_type parameters[EXPRESSION_ARGUMENTS_MAX], result;
};

struct expression;

/* Who knows the program's variables and types: "count + 1", "list->next->value", "array[3]". */
struct expression_typing {
	/* 1: found, and it stands for its value; 0: there is none of that name; -1 with error:
	 * it has no value here. */
	int (*variable)(const void *owner, const char *name, size_t length,
	                struct expression_name *, struct error *);
	/* False: a type has no such member. */
	bool (*member)(const void *owner, uint16_t type, const char *name, size_t length,
	               struct expression_part *);
	/* What a value of a type is, that lies at an address; false: nothing that is known. */
	bool (*value)(const void *owner, uint16_t type, struct expression_part *);
	/* The type that is called so, keyword: as a "struct", "union", "enum" or "class", or NULL;
	 * false: there is none. */
	bool (*named)(const void *owner, const char *keyword, const char *name, size_t length,
	              struct expression_part *);
	/* A type of C's own. */
	bool (*basic)(const void *owner, const char *name, char form, uint8_t size,
	              struct expression_part *);
	/* Of a type: an array of so many, or 0: a pointer to it. */
	bool (*derive)(const void *owner, uint16_t type, uint64_t count, struct expression_part *);
	/* What a type is called with that is a function; false: it is none, or not known. */
	bool (*signature)(const void *owner, uint16_t type, struct expression_signature *);
	/* A class has another one in it, so many bytes behind its start. */
	bool (*base)(const void *owner, uint16_t derived, uint16_t base, uint64_t *offset);
	/* A string gets an address. */
	bool (*string)(const void *owner, const char *bytes, size_t length,
	               struct expression_name *);
	/* A free variable becomes one of that type; false: there are too many. */
	bool (*declare)(const void *owner, const char *name, size_t length,
	                const struct expression_type *, struct expression_name *);
	/* What a part of an expression is worth that must be known to read on. */
	int (*evaluate)(const void *owner, const struct expression *, uint64_t *, struct error *);
	/* What may have been meant instead: of the members of a type, or, of 0, of the variables
	 * here; "" if nothing is like it. */
	void (*like)(const void *owner, uint16_t type, const char *name, size_t length,
	             char like[EXPRESSION_NAME_MAX + 1]);
};

/* Who knows names: as they are written, registers with their $. */
struct expression_names {
	/* False: there is no such name. */
	bool (*find)(const void *owner, const char *name, size_t length, struct expression_name *);
	const void *owner;
	uint8_t word;         /* bytes of an address: 8 or 4 */
	bool assigns;         /* "=" is an operator, and the comma at the top as well */
	bool calls;           /* functions of the program may be called */
	bool lacks_registers; /* nothing runs */
	/* Names of variables stand for their values; NULL: there are but numbers. */
	const struct expression_typing *typing;
};

/* A function of the program that is to be called. */
struct expression_argument {
	uint64_t number;
	uint8_t size; /* 4 or 8 */
	bool is_float;
};
struct expression_call {
	uint64_t address;
	unsigned count;
	struct expression_argument arguments[EXPRESSION_ARGUMENTS_MAX];
	uint8_t size; /* of what it returns */
	bool is_float;
};

/* What an expression is evaluated over.  What reads returns what memory.h says, or -errno. */
struct expression_machine {
	int (*variable)(void *owner, uint64_t number, uint64_t *value);
	ssize_t (*memory)(void *owner, uint64_t address, void *buffer, size_t length);
	/* Both return 0, or -1 with error; NULL: nothing can be changed.  What a variable is worth
	 * then may be another number: an aggregate lies elsewhere. */
	int (*keep)(void *owner, uint64_t number, uint64_t *value, struct error *);
	int (*write)(void *owner, uint64_t address, const void *bytes, size_t length,
	             struct error *);
	/* The same; NULL: no function can be called. */
	int (*call)(void *owner, const struct expression_call *, uint64_t *value, struct error *);
	void *owner;
};

struct expression_step {
	uint8_t operation;
	uint8_t size; /* of what is read, or of the result; 0: all of it */
	bool is_signed;
	bool is_float;
	uint16_t length; /* of a string */
	uint64_t number;
};

struct expression {
	struct expression_type type; /* of the result */
	unsigned count;
	struct expression_step steps[EXPRESSION_STEPS_MAX];
	size_t text_length;
	char text[EXPRESSION_TEXT_MAX];
};

/* Something that can be written to. */
struct expression_place {
	bool is_variable;
	uint64_t number; /* the machine's, or an address */
	uint8_t size;
};

/* Reads an expression from the start of text.  rest: where it ends; NULL: it must be all
 * there is.  Returns 0, or -1 with error. */
int expression_parse(struct expression *, const char *text, const char **rest,
                     const struct expression_names *, struct error *);
int expression_evaluate(const struct expression *, const struct expression_machine *,
                        uint64_t *value, struct error *);
/* Where its value lies: of "*(u32 *)x", "$rax"; a name that is the address of a number stands
 * for that here.  -1 with error where it lies nowhere. */
int expression_locate(const struct expression *, const struct expression_machine *,
                      struct expression_place *, struct error *);

/* A type stands there: "struct item *"; 1: none does, and nothing was taken. */
int expression_parse_type(const char **text, const struct expression_names *,
                          struct expression_type *, struct error *);

/* The double that a number of the machine stands for, and the other way. */
static inline double expression_double(uint64_t number)
{
	double value;

	memcpy(&value, &number, sizeof(value));
	return value;
}

static inline uint64_t expression_bits(double value)
{
	uint64_t number;

	memcpy(&number, &value, sizeof(number));
	return number;
}

/* A string in quotes, as C has them; its bytes go to buffer.  Returns how many there are and
 * moves *text behind it, or -1 with error. */
ssize_t string_parse(const char **text, char *buffer, size_t size, struct error *);

#endif
