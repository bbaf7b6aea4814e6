/* Conditions of breakpoints, as they are tested where a thread stands while all others run: over
 * its registers and memory alone.
 *
 * What names mean at a place is found out when the breakpoint is put there: registers, variables
 * that always lie at the same distance from where one points to, or at the same address.  A
 * condition that asks for more is left to whoever can stop the process for it. */
#ifndef RASTRO_DEBUG_POINT_CONDITION_H
#define RASTRO_DEBUG_POINT_CONDITION_H

#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

struct inferior;
struct inferior_thread;
struct point_condition;
struct subject;

/* Of a place in the subject's code; to be freed.  NULL: it asks for more. */
struct point_condition *point_condition_read(struct subject *, const char *text, uint64_t address);
/* The thread stands at a breakpoint there.  -1 with error: that cannot be said. */
int point_condition_holds(const struct point_condition *, struct inferior *,
                          const struct inferior_thread *, struct error *);

#endif
