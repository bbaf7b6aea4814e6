/* Places in a program as people write them, for breakpoints and lists:
 *
 *	main, N::go, prog:main	the function, behind what makes its frame; and where it was inlined
 *	prog.c:17, 17, +2	a line: in the file of here, from the line of here
 *	*$rip + 4		an address
 *	libc.so.6+0x10, main+4	an offset
 *	/^tree_/		all functions whose name has that in it */
#ifndef RASTRO_INSPECT_PLACE_H
#define RASTRO_INSPECT_PLACE_H

#include "inspect/subject.h"
#include "symbol/source.h"

enum { PLACES_MAX = 4096 };

/* Where they are looked for. */
struct place_search {
	const struct source_line *here; /* the line that is looked at, or NULL */
	bool is_quick;                  /* see struct source_units */
};

/* Finds at most max addresses.  Returns how many
 * there are; -1 with error where there is none: its number is ENOENT where a library that
 * is not loaded yet may have it. */
int places_find(struct subject *, const char *text, const struct place_search *,
                uint64_t *addresses, unsigned max, struct error *);

#endif
