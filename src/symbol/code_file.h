/* A file with code, without a process: where it wants to be loaded, its functions, and the
 * lines of the source that its code is of. */
#ifndef RASTRO_SYMBOL_CODE_FILE_H
#define RASTRO_SYMBOL_CODE_FILE_H

#include "base/error.h"
#include "symbol/libdw.h"

#include <stdbool.h>
#include <stdint.h>

enum {
	CODE_SEGMENTS_MAX = 64,  /* of one file; others are left out */
	CODE_ROWS_MAX = 1 << 22, /* lines and functions of one file */
};

struct code_segment {
	uint64_t offset, size, address; /* in the file; as it is linked */
};

/* Addresses are those that it is linked for. */
struct code_file {
	uint64_t start, end, entry;
	unsigned segment_count;
	struct code_segment segments[CODE_SEGMENTS_MAX];
	struct libdw libdw;
	Dwfl_Callbacks callbacks;
	char *debuginfo_path;
	Dwfl *dwfl;
	Dwfl_Module *module;
};

/* A function, or a statement that begins: name is NULL. */
struct code_row {
	uint64_t address;
	const char *source, *name;
	uint32_t line;
};

/* -1 with error where there is no such file, or no libdw; then it is all zero. */
int code_file_open(struct code_file *, const char *path, struct error *);
void code_file_close(struct code_file *);

/* What stands at an offset of the file; false: it is not loaded. */
bool code_file_address(const struct code_file *, uint64_t offset, uint64_t *address);
/* Shows what its debugging information has: of each unit its functions, then its lines.
 * Names live as long as the file is open. */
void code_file_each(const struct code_file *, void (*visit)(void *owner, const struct code_row *),
                    void *owner);

#endif
