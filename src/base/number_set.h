/* A set of small numbers as options give it: 3,5 or !0,1 or all or none. */
#ifndef RASTRO_BASE_NUMBER_SET_H
#define RASTRO_BASE_NUMBER_SET_H

#include "base/error.h"

#include <stdbool.h>

enum { NUMBER_SET_MAX = 256 };

struct number_set {
	bool inverted; /* all numbers but these */
	unsigned count;
	int list[NUMBER_SET_MAX];
};

static inline bool number_set_is_empty(const struct number_set *set)
{
	return !set->count && !set->inverted;
}

bool number_set_has(const struct number_set *, int number);

/* Replaces what the set held; when the text is wrong, -1 with error "invalid WHAT 'x'". */
int number_set_parse(struct number_set *, const char *what, const char *text, struct error *);

#endif
