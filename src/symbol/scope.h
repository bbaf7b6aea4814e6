/* What stands in scope at a frame: the function, the functions it was inlined into there, and
 * their arguments and variables.
 *
 * A frame of the machine is one or more of the source: the innermost function first, then
 * those that it was inlined to. */
#ifndef RASTRO_SYMBOL_SCOPE_H
#define RASTRO_SYMBOL_SCOPE_H

#include "symbol/frame.h"
#include "symbol/location.h"
#include "symbol/types.h"

struct scope {
	const struct space *space;
	struct location_context context; /* frame is borrowed */
	Dwarf_Die unit;
	Dwarf_Die *dies; /* from the innermost block to the unit */
	unsigned count;
	unsigned first, function; /* those of this function, which is the last of them */
};

struct variable {
	const char *name;
	bool is_argument;
	unsigned block; /* how many blocks lie between it and where the frame is */
	struct type type;
	struct location location;
};

/* False: nothing is known of the frame's function.  Else to be closed. */
bool scope_open(const struct space *, const struct frame *, struct scope *);
void scope_close(struct scope *);
/* Goes on to the function that this one was inlined into; false: it was not. */
bool scope_outer(struct scope *);

/* Its code, which may lie in pieces: at most max of them. */
struct scope_range {
	uint64_t start, end;
};
unsigned scope_ranges(struct scope *, struct scope_range *, unsigned max);
/* Its first instruction, which for what was inlined may lie in the middle of its code. */
uint64_t scope_entry(struct scope *);
/* Which function it is, and, of one that was inlined, where: others have another one. */
const void *scope_function(const struct scope *);

/* "visit", "N::go"; false: it has no name. */
bool scope_name(struct scope *, struct text *);
/* The line of the source that it is at; of one that another was inlined into, that of the
 * call.  False: not known. */
bool scope_line(struct scope *, const char **file, unsigned *line);

/* Shows the arguments in their order, or, from the innermost block on, the variables, until
 * visit() says false. */
void scope_each(struct scope *, bool arguments, bool (*visit)(void *owner, const struct variable *),
                void *owner);
/* A variable or argument of that name, the innermost one; then one of the unit's own. */
bool scope_find(struct scope *, const char *name, struct variable *);

/* A constant of an enumeration that the unit knows. */
bool scope_find_constant(struct scope *, const char *name, struct type *, int64_t *number);

#endif
