/* The namespaces that a task is in, and those that its children will be in. */
#ifndef RASTRO_TRACEE_NAMESPACES_H
#define RASTRO_TRACEE_NAMESPACES_H

#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

enum { NAMESPACE_KINDS = 10 };

struct namespaces {
	uint64_t numbers[NAMESPACE_KINDS]; /* 0: not known, or this kernel has no such kind */
};

void namespaces_read(pid_t tid, struct namespaces *);

/* Appends those that are others than before, "net:[4026532177], user:[4026532178]".  What a
 * task has for its children alone goes by the same name as what is for itself. */
void namespaces_put_new(struct text *, const struct namespaces *before,
                        const struct namespaces *after);

#endif
