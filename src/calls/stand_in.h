/* Calls that stand for others: on i386 socketcall and ipc.
 *
 * They are marked (stands_in of struct call).  What they stand for has names ("as bind"
 * in a description) and, in sets of calls and tables of counts, numbers above those of
 * the kernel. */
#ifndef RASTRO_CALLS_STAND_IN_H
#define RASTRO_CALLS_STAND_IN_H

#include "calls/call_set.h"
#include "calls/value.h"

enum { STAND_IN_MAX = 128, STAND_IN_FIRST = CALL_SET_WORDS * 64 - STAND_IN_MAX };

/* The name of that number, or NULL. */
const char *stand_in_name(enum event_abi, uint64_t number);

/* Under which number the call of this event is known: that of what it stands for,
 * if there is such a thing, else its own. */
uint32_t call_meant(const struct event *, struct arena *);

/* What call does for every alternative that has a name. */
typedef void stand_in_visit(const struct alternative *, void *owner);
void stand_ins_visit(const struct call *, stand_in_visit *, void *owner);

/* Adds the calls that stand for members: the kernel knows no others. */
void call_set_add_bearers(struct call_set *);

#endif
