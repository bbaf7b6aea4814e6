/* Which families generic netlink has, and their numbers, which the kernel gives out. */
#ifndef RASTRO_TRACEE_GENERIC_FAMILIES_H
#define RASTRO_TRACEE_GENERIC_FAMILIES_H

#include "event/event.h"

enum { GENERIC_FAMILIES_MAX = 64 };

struct generic_families {
	unsigned count;
	struct generic_family list[GENERIC_FAMILIES_MAX];
};

/* Asks the kernel again; none when it does not answer. */
void generic_families_ask(struct generic_families *);

#endif
