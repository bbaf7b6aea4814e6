/* What cmocka wants included before it, once. */
#ifndef RASTRO_UNIT_H
#define RASTRO_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Valgrind ends programs that share their memory with a child by a bare clone(), and
 * lets nobody install a seccomp filter. */
static inline void skip_under_valgrind(void)
{
	const char *preloaded = getenv("LD_PRELOAD");

	if (preloaded && strstr(preloaded, "vgpreload"))
		skip();
}

#endif
