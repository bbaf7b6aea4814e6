/* Reading expressions: what its parts share, and nobody else includes.
 *
 *	expression_words.c	names, numbers, characters, strings
 *	expression_types.c	types: what is said of them, and what they say of numbers
 *	expression_read.c	operands and operators */
#ifndef RASTRO_INSPECT_EXPRESSION_READER_H
#define RASTRO_INSPECT_EXPRESSION_READER_H

#include "inspect/expression_steps.h"

enum { PLACE_STEPS_MAX = 5 };

/* The steps that read the value on top from where it lies: then it can be written to, too. */
struct reader_place {
	unsigned first, end; /* end: of all steps, or it is none any more */
	uint8_t bit, bits;
	const char *name; /* of a free variable */
	size_t length;
};

struct reader {
	const char *start, *at;
	const struct expression_names *names;
	struct expression *into;
	unsigned depth;   /* of the stack, here */
	unsigned nesting; /* of this reading */
	struct reader_place place;
	/* "(int) f(1)": what a function that nobody describes returns, and where it stands. */
	struct expression_type returns;
	const char *returns_at; /* NULL: that was not said */
	struct error *error;
};

/* ---- words */

void skip_blanks(struct reader *);
/* -1, and says what is wrong where the reader is. */
int complain(struct reader *, const char *what);
bool is_name_part(char);
/* As C has them, and of C++ with what they are qualified by. */
size_t identifier_length(const char *);
size_t qualified_length(const char *);
/* What may be a name, from long to short: with all that files are called by, and a symbol or line
 * in one, "ld-linux.so.2:malloc"; of what begins with a $, that alone. */
enum { NAME_LENGTHS = 3 };
void name_lengths(const char *, size_t lengths[NAME_LENGTHS]);
/* Goes behind a word or operator, if it stands there. */
bool takes_word(struct reader *, const char *word);
/* Takes that character, or says that it is missing. */
int expect_character(struct reader *, char, const char *what);
int parse_number(struct reader *, struct expression_type *);
/* One character of a string or between single quotes; what was no escape is itself. */
bool take_character(const char **at, char *c);

/* ---- steps */

/* pushes: how many more numbers lie on the stack behind it.  NULL with error: too many. */
struct expression_step *step_add(struct reader *, enum operation, int pushes);
int put_number(struct reader *, enum operation, uint64_t number);
int put_sized(struct reader *, enum operation, uint8_t size, bool is_signed);
/* The last steps, from first on, are not done after all. */
void steps_drop(struct reader *, unsigned first, unsigned depth);

/* ---- types */

extern const struct expression_type wide;

/* 1: no type stands here, and nothing was taken. */
int parse_type_name(struct reader *, struct expression_type *);
bool is_structure(const struct expression_type *);
bool is_address(const struct expression_type *);
/* Of structures the address would be calculated with. */
int expect_number(struct reader *, const struct expression_type *);
/* The value of a type whose address is on top; of aggregates that stays. */
int put_value(struct reader *, const struct expression_part *, struct expression_type *);
/* The top, which is of one type, becomes one of another. */
int put_conversion(struct reader *, const struct expression_type *from,
                   const struct expression_type *to);
int put_cast(struct reader *, const struct expression_type *cast, struct expression_type *);
int put_truth(struct reader *, enum operation, const struct expression_type *);
/* The type that C calculates in; unary: other is NULL. */
struct expression_type type_promoted(const struct expression_type *one,
                                     const struct expression_type *other);
/* A pointer to, or an array of so many of a type; where there is none, only what numbers need. */
struct expression_type type_pointer(struct reader *, const struct expression_type *to);
/* Bytes of a value. */
uint64_t type_bytes(struct reader *, const struct expression_type *);

#endif
