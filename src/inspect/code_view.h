/* Code as people look at it: lines of the source, instructions with names, jumps drawn. */
#ifndef RASTRO_INSPECT_CODE_VIEW_H
#define RASTRO_INSPECT_CODE_VIEW_H

#include "inspect/query.h"

enum {
	CODE_LINES_MAX = 4096,        /* of one list */
	CODE_INSTRUCTIONS_MAX = 4096, /* of one listing */
};

/* So many lines of a file from one on; here: the one that is marked, 0: none.  Returns how many
 * there were; -1 with error when there is none. */
int code_list(const struct query *, const char *file, unsigned first, unsigned count, unsigned here,
              struct error *);

struct code_range {
	uint64_t start, end;    /* addresses; end: behind the last one */
	unsigned before, after; /* instructions around the marked one that matter; both 0: all */
	bool sources;           /* with the lines that they are of */
};

/* The function, or what has a symbol, around an address; false: there is none. */
bool code_around(const struct query *, uint64_t address, struct code_range *);
/* The instruction that is to be done next in the frame that is looked at is marked; of a
 * branch there it is said whether it jumps.  -1 with error. */
int code_disassemble(const struct query *, const struct code_range *, struct error *);

#endif
