/* Memory as people look at it. */
#ifndef RASTRO_INSPECT_MEMORY_VIEW_H
#define RASTRO_INSPECT_MEMORY_VIEW_H

#include "calls/value.h"
#include "inspect/query.h"

enum {
	UNITS_MAX = 1 << 16, /* of one x/ */
	DUMP_MAX = 1 << 20,  /* bytes of a dump to look at */
	FOUND_MAX = 1000,    /* places of one search */
	NEEDLE_MAX = 4096,
};

/* How x/ shows it: so many units of a size, each in a format. */
struct memory_format {
	unsigned count;
	uint8_t size; /* bytes */
	char format;  /* x, d, u, o, t, z, f, c, a, s, i */
};

/* "/16gx" up to a space; what it does not say stays as it was, if that was not 0.  False: no
 * format is written so. */
bool memory_format_parse(const char **text, struct memory_format *, unsigned word);
/* next: the address behind what was shown. */
int memory_examine(const struct query *, const struct memory_format *, uint64_t address,
                   uint64_t *next, struct error *);
/* In hexadecimal and as characters; file: or, not NULL, its bytes go there. */
int memory_dump(const struct query *, uint64_t address, uint64_t length, const char *file,
                struct error *);
/* A structure of syscalls/, or of the program's own, so many in a row. */
int memory_structure(const struct query *, const char *name, size_t length, unsigned count,
                     uint64_t address, struct error *);
/* A variable, or a part of it, as debugging information has it. */
int memory_variable(const struct query *, const char *text, struct error *);
/* A value under a name: "name = value". */
void memory_value_put(const struct query *, const char *name, const struct value *);
/* Where some bytes are; in: what the name of a mapping has in it, or NULL. */
int memory_find(const struct query *, const void *bytes, size_t length, const char *in,
                struct error *);

#endif
