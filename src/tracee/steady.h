/* Code that stays as it is: private mappings of files that the program cannot write to, and
 * what the kernel gives it.  That is so until something else is mapped, or rights change. */
#ifndef RASTRO_TRACEE_STEADY_H
#define RASTRO_TRACEE_STEADY_H

#include "event/memory.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

enum { STEADY_MAX = 4096 /* mappings */ };

struct steady {
	unsigned count;
	struct memory_range ranges[STEADY_MAX];
};

void steady_read(struct steady *, pid_t pid);
bool steady_has(const struct steady *, uint64_t address);

#endif
