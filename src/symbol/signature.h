/* What a function takes and returns, as debugging information has it. */
#ifndef RASTRO_SYMBOL_SIGNATURE_H
#define RASTRO_SYMBOL_SIGNATURE_H

#include "symbol/types.h"

enum { SIGNATURE_MAX = 12 }; /* parameters that are told */

struct parameter {
	const char *name; /* NULL: it has none */
	enum type_kind kind;
	uint64_t size;
	bool is_text;      /* points to characters */
	bool has_register; /* it is known to be there when the function begins, */
	unsigned number;   /* by DWARF's number; else it is where the ABI says */
};

struct signature {
	bool is_known;
	bool is_cut;     /* there may be more parameters */
	bool is_changed; /* the compiler did not keep to the ABI, or that is not known here */
	bool has_result;
	unsigned count;
	struct parameter parameters[SIGNATURE_MAX], result;
};

/* Of the function that begins at an address.  Names live as long as the space stays as it
 * is. */
void signature_find(const struct space *, uint64_t address, struct signature *);

#endif
