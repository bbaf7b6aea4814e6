/* Where a number leads: what it points to, and what that points to.
 *
 *	0x7ffc8 -> 0x404040 <list> -> 0x6f6c6c6568 "hello" */
#ifndef RASTRO_INSPECT_CHAIN_H
#define RASTRO_INSPECT_CHAIN_H

#include "inspect/query.h"

enum { CHAIN_LINKS_MAX = 5, CHAIN_WORDS_MAX = 4096 };

/* Appends a number and its chain; in JSON an array, as the value of what was named. */
void chain_put(const struct query *, uint64_t number);
/* So many words of memory, a line for each. */
int chain_telescope(const struct query *, uint64_t address, unsigned count, struct error *);

#endif
