/* Types and variables, as debugging information describes them: in the program's own files,
 * or in separate ones where those are installed. */
#ifndef RASTRO_SYMBOL_TYPES_H
#define RASTRO_SYMBOL_TYPES_H

#include "symbol/space.h"

#include <stdbool.h>
#include <stdint.h>

enum type_kind {
	TYPE_OPAQUE, /* nothing is known but its size */
	TYPE_SIGNED,
	TYPE_UNSIGNED,
	TYPE_CHARACTER,
	TYPE_BOOL,
	TYPE_FLOAT,
	TYPE_ENUM,
	TYPE_POINTER,
	TYPE_STRUCT, /* or union: members that lie over each other */
	TYPE_ARRAY,
	TYPE_FUNCTION,
	TYPE_VOID,
};

enum { TYPE_DERIVED_MAX = 4 };

/* What of a type follows from what it is made of. */
struct type_form {
	enum type_kind kind;
	uint64_t size;  /* bytes; 0: not known */
	uint64_t count; /* TYPE_ARRAY: elements */
};

/* A member of what no debugging information describes. */
struct type_part {
	const char *name; /* NULL: these were all */
	const char *type; /* of a pointer: what it points to */
	enum type_kind kind;
	uint64_t size, offset;
	uint64_t count;                /* of elements, which have that size; 0: it is no array */
	const struct type_part *parts; /* TYPE_STRUCT */
};

struct type {
	const struct type_part *parts; /* TYPE_STRUCT of ours; or NULL */
	Dwarf_Die die;    /* without typedefs and qualifiers; .addr NULL: it is C's own */
	Dwarf_Die said;   /* with them */
	const char *name; /* of what is C's own */
	enum type_kind kind;
	uint64_t size;
	uint64_t count;
	bool is_signed;    /* a number */
	bool is_reference; /* TYPE_POINTER: followed unasked */
	/* Of an array of arrays, which are one to debugging information: how many of its
	 * dimensions are gone into. */
	unsigned dimension;
	/* What somebody made of it, the last one outermost: an array of so many, or 0: a pointer;
	 * and what it was before. */
	unsigned derived_count;
	uint64_t derived[TYPE_DERIVED_MAX];
	struct type_form base;
};

struct type_member {
	const char *name; /* NULL: it has none */
	bool is_base;     /* of a class: what it inherits, by the name of its type */
	struct type type;
	uint64_t offset;    /* bytes */
	unsigned bit, bits; /* of a bit-field, within the number at offset; bits 0: it is none */
};

/* A structure, union, enum or typedef of that name, in any module; keyword: only what C calls
 * with that, or NULL.  False: there is none. */
bool type_find(const struct space *, const char *name, const char *keyword, struct type *);
/* A variable that lies in memory all the time, or a function, and where.  Names may be
 * qualified: "N::list". */
bool type_find_variable(const struct space *, const char *name, struct type *, uint64_t *address);
bool type_find_function(const struct space *, const char *name, struct type *, uint64_t *address);
/* A constant of an enumeration, in any module: "GREEN", "N::color::GREEN". */
bool type_find_constant(const struct space *, const char *name, struct type *, int64_t *number);
/* One that a class declares, and nobody has in memory: "N::list::limit". */
bool type_find_static(const struct space *, const char *name, struct type *type, int64_t *number);
/* One of C's own: its name is borrowed. */
struct type type_basic(const char *name, enum type_kind, bool is_signed, uint64_t size);
/* A structure, or union, of ours; all of it is borrowed. */
struct type type_of_parts(const char *name, const struct type_part *, uint64_t size);
/* An array of so many of them, or 0: a pointer to it; false: that is too much. */
bool type_derive(const struct space *, struct type *, uint64_t count);

/* What is declared at the top of files, of one sort. */
enum declared { DECLARED_FUNCTIONS, DECLARED_VARIABLES, DECLARED_TYPES };
struct declaration {
	const char *name, *file; /* file: NULL: not known */
	unsigned line;           /* 0: not known */
	Dwarf_Die die;
};
/* Shows all of them, until visit() says false. */
void type_each(const struct space *, enum declared,
               bool (*visit)(void *owner, const struct declaration *), void *owner);

/* The type that a die says it is of; false: none. */
bool type_of(const struct space *, Dwarf_Die *, struct type *);
/* Of a structure: the member of that number; false: there are no more. */
bool type_member(const struct space *, const struct type *, unsigned index, struct type_member *);
/* Of an array what it has, of a pointer what that points to; false: not known (void). */
bool type_target(const struct space *, const struct type *, struct type *);
/* Of an enum: the number of a name; false: it has no such. */
bool type_constant(const struct space *, const struct type *, const char *name, int64_t *number);
/* Of a function: what it takes, by number; false: there are no more, but, if it is open, others
 * may be given. */
bool type_parameter(const struct space *, const struct type *, unsigned index, struct type *,
                    bool *is_open);
/* False: it returns nothing. */
bool type_result(const struct space *, const struct type *, struct type *);
/* Any type as a value; false: it is none. */
bool type_is(const struct space *, Dwarf_Die *, struct type *);
/* Of an enum: the name of a number, or NULL. */
const char *type_enumerator(const struct space *, const struct type *, int64_t number);

#endif
