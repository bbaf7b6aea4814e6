/* Looking up the names of a set. */
#ifndef RASTRO_CALLS_SYMBOLS_H
#define RASTRO_CALLS_SYMBOLS_H

#include "base/text.h"
#include "calls/desc.h"

/* Of an enum: the name of exactly this number, or NULL. */
const struct symbol *symbols_name(const struct symbols *, uint64_t number);
/* Of an enum: the range that the number is in, or NULL. */
const struct symbol_range *symbols_range(const struct symbols *, uint64_t number);

/* Puts a command that a macro makes, NAME(...), and is true if the set has such a macro.
 * An argument without a name has the set's word for it in a comment, if asked for. */
bool symbols_put_macro(struct text *, const struct symbols *, uint32_t command, bool with_unknown);

/* Whether 0 has a name, in the set or in a set that a part of it has. */
bool symbols_name_zero(const struct symbols *);

/* Of flags: whether it is a word for numbers that have no name. */
bool symbol_is_unknown(const struct symbol *);

/* Of flags: begin with .rest = number; each call gives the next name that speaks
 * for bits of the number, and NULL in the end, when rest has what nobody spoke for. */
struct symbols_walk {
	uint64_t rest;
	unsigned next;
	bool with_unknown; /* what stands for bits that have no name is a name, too */
};
const struct symbol *symbols_next(const struct symbols *, uint64_t number, struct symbols_walk *);

#endif
