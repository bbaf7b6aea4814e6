/* The mappings of a process, line by line. */
#ifndef RASTRO_TRACEE_MAPS_H
#define RASTRO_TRACEE_MAPS_H

#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct maps_line {
	uint64_t start, end, offset, inode;
	unsigned major, minor;
	char rights[5];   /* "r-xp" */
	const char *name; /* within the text; of so many bytes */
	size_t name_length;
};

/* Takes the line at *at and moves on; false at the end.  at: of the text of /proc/PID/maps. */
bool maps_next(const char **at, struct maps_line *);

static inline bool maps_may(const struct maps_line *line, char right)
{
	return strchr(line->rights, right) != NULL;
}

#endif
