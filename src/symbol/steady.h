/* Where variables lie whenever a thread comes to an instruction: most at a fixed distance from
 * where a register points to, some in a register, some always at the same address.  So found once,
 * they need not be looked up each time. */
#ifndef RASTRO_SYMBOL_STEADY_H
#define RASTRO_SYMBOL_STEADY_H

#include "symbol/scope.h"

enum { STEADY_TURNS = 2, STEADY_FIXED = -1 };

/* An instruction: what stands in scope there, seen from frames whose registers are made up. */
struct steady {
	struct space space; /* without memory, and without threads: those differ each time */
	struct frame frames[STEADY_TURNS];
	struct scope scopes[STEADY_TURNS];
};

struct steady_place {
	struct type type;
	bool is_in_register; /* it is a register's value; else it lies at an address */
	int number;          /* of the register in DWARF; STEADY_FIXED: an address counts from 0 */
	uint64_t offset;     /* of the address, from what the register holds */
};

/* False: nothing is known of a function there.  Else to be closed; it is not to be moved. */
bool steady_open(struct steady *, const struct space *, uint64_t address);
void steady_close(struct steady *);
/* 1: it is as that says; 0: no variable here is called so; -1: where it lies is not always the
 * same, or it lies nowhere, or in pieces. */
int steady_find(struct steady *, const char *name, struct steady_place *);

#endif
