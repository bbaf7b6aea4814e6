/* Expressions over a stopped thread: "$rdi + 8", "*(u32 *)counter == 3",
 * "libc.so.6:malloc + 0x10", "path ~ "*.conf" and ret < 0".
 *
 * What they look like is C, with numbers of 8 bytes throughout.  A name stands for a
 * number that is known when the text is read (a constant, an address), or for a
 * variable that is asked for each time ($rax, an argument of a call): whoever has them
 * read says which.  The text becomes a short list of steps for a machine with a stack,
 * which makes no loops; so a breakpoint's condition costs next to nothing to test. */
#ifndef RASTRO_DEBUG_EXPRESSION_H
#define RASTRO_DEBUG_EXPRESSION_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum {
	EXPRESSION_STEPS_MAX = 128,
	EXPRESSION_STACK_MAX = 32,
	EXPRESSION_NESTING_MAX = 32, /* brackets within brackets */
	EXPRESSION_TEXT_MAX = 512,   /* of all strings in it */
	EXPRESSION_NAME_MAX = 256,
};

struct expression_type {
	uint8_t size; /* bytes: 1, 2, 4 or 8 */
	bool is_signed;
	uint8_t pointee; /* not 0: it is the address of a number of so many bytes */
	bool pointee_is_signed;
	bool is_symbol; /* such an address, to which bytes are added, not numbers */
	/* Types of the program's own, by numbers that struct expression_typing gives; 0: none. */
	uint16_t own;      /* that of the value */
	uint16_t target;   /* that of what it is the address of */
	bool is_aggregate; /* a structure or array: the number is its address */
	bool is_float;     /* the number is but its bits */
	uint64_t stride;   /* bytes of the target */
};

/* What a name means. */
struct expression_name {
	bool is_variable; /* number is what the machine calls it; else the number that it is */
	bool is_place;    /* it is the address where the value lies */
	uint64_t number;
	struct expression_type type;
};

/* A part of a value of the program's own types. */
struct expression_part {
	struct expression_type type;
	uint64_t offset;    /* bytes */
	uint64_t bytes;     /* that it takes */
	unsigned bit, bits; /* of a bit-field, within the number; bits 0: it is none */
};

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
};

/* Who knows names: as they are written, registers with their $. */
struct expression_names {
	/* False: there is no such name. */
	bool (*find)(const void *owner, const char *name, size_t length, struct expression_name *);
	const void *owner;
	uint8_t word; /* bytes of an address: 8 or 4 */
	/* Names of variables stand for their values; NULL: there are but numbers. */
	const struct expression_typing *typing;
};

/* What an expression is evaluated over.  Both return what memory.h says, or -errno. */
struct expression_machine {
	int (*variable)(void *owner, uint64_t number, uint64_t *value);
	ssize_t (*memory)(void *owner, uint64_t address, void *buffer, size_t length);
	void *owner;
};

struct expression_step {
	uint8_t operation;
	uint8_t size; /* of what is read or cut to */
	bool is_signed;
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

/* A string in quotes, as C has them; its bytes go to buffer.  Returns how many there are and
 * moves *text behind it, or -1 with error. */
ssize_t string_parse(const char **text, char *buffer, size_t size, struct error *);

#endif
