/* Where a variable is, as debugging information says it: a short program for a machine with a
 * stack, which gives an address, a register, or the value itself; of optimised code in pieces,
 * or nothing at all. */
#ifndef RASTRO_SYMBOL_LOCATION_H
#define RASTRO_SYMBOL_LOCATION_H

#include "symbol/frame.h"

enum { LOCATION_PIECES_MAX = 16 };

enum location_kind {
	LOCATION_NOWHERE, /* it has no value here */
	LOCATION_MEMORY,
	LOCATION_REGISTER,
	LOCATION_VALUE, /* number */
	LOCATION_BYTES,
};

struct location_piece {
	enum location_kind kind;
	uint64_t size;   /* bytes; 0: all of it */
	uint64_t number; /* address, register or value */
	const void *bytes;
};

struct location {
	unsigned count;
	struct location_piece pieces[LOCATION_PIECES_MAX];
};

struct location_context {
	const struct space *space;
	const struct frame *frame; /* NULL: only what is always there */
	uint64_t bias;             /* of addresses in debugging information */
	bool has_base;
	uint64_t base; /* DW_OP_fbreg counts from there */
};

/* initial: what lies on the stack at first, or NULL.  attribute: that operations come from,
 * or NULL.  False: they make no sense, or are of a kind that is not known. */
bool location_evaluate(const struct location_context *, Dwarf_Attribute *, const Dwarf_Op *,
                       size_t count, struct location *);
/* By an attribute of a die, at the frame's code.  False as above. */
bool location_of(const struct location_context *, Dwarf_Die *, unsigned attribute,
                 struct location *);
/* Its value: so many bytes; known (NULL, or as many): 1 for each that could be read.  False: a
 * part of it is nowhere, and zero. */
bool location_read(const struct location_context *, const struct location *, uint8_t *bytes,
                   uint8_t *known, uint64_t size);

#endif
