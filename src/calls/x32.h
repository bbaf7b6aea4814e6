/* Calls that only x32 code has: those whose structures hold pointers.
 *
 * Their numbers begin behind all others'.  They are known by name, and by how many
 * arguments they take; what these lead to is laid out as on neither of our ABIs. */
#ifndef RASTRO_CALLS_X32_H
#define RASTRO_CALLS_X32_H

#include "calls/desc.h"

/* The call of that number, X32_OWN up to X32_END, or NULL. */
const struct call *x32_call(uint64_t number);

#endif
