/* What error numbers are called, with those that only the kernel uses. */
#ifndef RASTRO_BASE_ERRNO_NAME_H
#define RASTRO_BASE_ERRNO_NAME_H

#include <stdint.h>

enum { ERRNO_MAX = 4095 };

/* "EIO", or NULL. */
const char *errno_name(uint64_t number);
/* The number of a name, in any case; -1: there is none. */
int errno_find(const char *name);

#endif
