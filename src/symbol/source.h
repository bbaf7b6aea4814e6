/* Where code comes from: lines of the source both ways, and functions, as debugging
 * information tells of them.
 *
 * Names live as long as the space stays as it is. */
#ifndef RASTRO_SYMBOL_SOURCE_H
#define RASTRO_SYMBOL_SOURCE_H

#include "symbol/space.h"

#include <stdbool.h>
#include <stdint.h>

enum { SOURCE_LINE_MAX = 1 << 24 };

struct source_line {
	const char *file; /* with its directory, where that is known */
	unsigned line, column;
	uint64_t start, end; /* of the code around the address that belongs to the line */
	bool is_statement;   /* one begins at the address */
};

/* The line that an address belongs to; false: nobody knows. */
bool source_line_at(const struct space *, uint64_t address, struct source_line *);

/* The unit that was compiled, and has code at an address.  bias: what must be added to
 * addresses of debugging information.  False: there is none. */
bool source_unit_at(const struct space *, uint64_t address, Dwarf_Die *unit, uint64_t *bias);

/* The first instruction of a function behind what makes its frame, where its arguments and
 * variables can be looked at: entry itself where debugging information describes them from
 * the start, or where there is none. */
uint64_t source_body(const struct space *, uint64_t entry);

/* Units that are looked through: all, or only those that lie in the program's own files.  What
 * is installed beside them (Debian's -dbg packages) takes long to read. */
struct source_units {
	const struct space *space;
	bool are_own;
};

/* Where a line begins: once for each function that it was compiled into, and each place it
 * was inlined to; at most max.  Of a line without code the next one that has some counts.
 * "name.c" and "directory/name.c" mean any file whose name ends so.  Where there is nothing,
 * 0, and last: the last line that has code, 0 if no file is called so. */
unsigned source_find_line(const struct source_units *, const char *file, unsigned line,
                          uint64_t *addresses, unsigned max, unsigned *last);
/* The bodies of functions that the source calls so, whatever their symbols are called by now
 * (name.constprop.0), and wherever they were inlined. */
unsigned source_find_function(const struct source_units *, const char *name, uint64_t *addresses,
                              unsigned max);

#endif
