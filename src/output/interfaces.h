/* Names of network interfaces, for views that show numbers as names. */
#ifndef RASTRO_OUTPUT_INTERFACES_H
#define RASTRO_OUTPUT_INTERFACES_H

#include "base/text.h"

#include <stdbool.h>

enum { INTERFACES_MAX = 256 };

/* Those that there are now, as we see them. */
bool interface_name_now(const void *owner, unsigned index, struct text *name);

/* Those of a recording; owner: its options, "interface.1=lo". */
bool interface_name_recorded(const void *owner, unsigned index, struct text *name);

/* A list of such options, at most INTERFACES_MAX and a NULL; it lives as long as we do. */
const char *const *interfaces_list(const char *const *more);

#endif
