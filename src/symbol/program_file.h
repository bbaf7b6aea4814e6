/* A program that nobody runs: what its memory will hold when it is loaded, at the addresses that
 * its file has. */
#ifndef RASTRO_SYMBOL_PROGRAM_FILE_H
#define RASTRO_SYMBOL_PROGRAM_FILE_H

#include "base/error.h"
#include "event/memory.h"

#include <stdbool.h>
#include <stdint.h>

enum {
	PROGRAM_SEGMENTS_MAX = 64,
	PROGRAM_POINTERS_MAX = 1 << 20,
};

struct program_segment {
	uint64_t start, end, offset;
	uint64_t filled; /* bytes of the file; zeros follow */
};

/* A pointer to something of the program's own, which the file has elsewhere than where it lies. */
struct program_pointer {
	uint64_t address, value;
};

struct program_file {
	struct memory memory; /* first */
	int fd;
	bool is_32;
	unsigned count;
	struct program_segment segments[PROGRAM_SEGMENTS_MAX];
	size_t pointer_count;
	struct program_pointer *pointers; /* by address */
};

/* Returns 0, or -1 with error where that is no program or library. */
int program_file_open(struct program_file *, const char *path, struct error *);
void program_file_close(struct program_file *);

#endif
