/* Variables that each thread has its own of: where they are in one. */
#ifndef RASTRO_INSPECT_THREAD_VARIABLE_H
#define RASTRO_INSPECT_THREAD_VARIABLE_H

#include <stdbool.h>
#include <stdint.h>

struct subject;

/* In the thread that is held: the address of what lies so far into its copy of what a module has
 * of such.  bias: what was added to the addresses of the module's file.  False: the thread has
 * not used it yet, or nobody knows. */
bool thread_variable_find(struct subject *, uint64_t bias, uint64_t offset, uint64_t *address);

#endif
