/* The image of a process: which files its code comes from, and where they lie.
 *
 * Read from /proc/PID/maps.  Consecutive mappings of one file are one module, as
 * the loader made them; whatever has no file (heaps, code that was made at run
 * time) belongs to none, but for the vdso. */
#ifndef RASTRO_SYMBOL_IMAGE_H
#define RASTRO_SYMBOL_IMAGE_H

#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

enum {
	IMAGE_MAPPINGS_MAX = 1 << 16, /* of files; others are left out */
	IMAGE_MODULES_MAX = 1 << 14,
};

/* Without padding: images are compared as bytes. */
struct image_mapping {
	uint64_t start, end, offset;
	uint64_t module; /* index */
};

struct image_module {
	uint64_t start, end;
	uint64_t device, inode; /* as maps has them; 0 of the vdso */
	uint32_t name;          /* where it starts in names; ends with NUL */
	uint32_t is_vdso;
};

struct image {
	struct image_mapping *mappings; /* by address */
	struct image_module *modules;
	uint32_t mapping_count, module_count;
	struct text names;
};

/* Fills an image that is all zero, or whose memory is used again.  0 or -errno. */
int image_read(struct image *, pid_t pid);
/* The same of a program that nobody runs, which has no pid: 0. */
struct program_file;
int image_read_file(struct image *, const struct program_file *, const char *path);
void image_free(struct image *);
bool image_equals(const struct image *, const struct image *);

static inline const char *image_name(const struct image *image, const struct image_module *module)
{
	return image->names.bytes + module->name;
}

/* The mapping of an address, or NULL. */
const struct image_mapping *image_find(const struct image *, uint64_t address);

/* Opens the file that a module was mapped from, even if its name means another
 * one, or none, by now.  -1: it cannot be had. */
int image_open(const struct image *, const struct image_module *, pid_t pid);
/* True when the program is a 32-bit one. */
bool image_is_32(const struct image *, pid_t pid);

#endif
