/* Names that may have been meant by one that nothing has. */
#ifndef RASTRO_BASE_LIKENESS_H
#define RASTRO_BASE_LIKENESS_H

#include <stddef.h>

enum { LIKE_LENGTH_MAX = 64 };

/* The name that is the most like the wanted one, of all that were shown. */
struct likeness {
	const char *wanted;
	size_t length;
	unsigned distance;              /* letters by which the best one differs */
	char best[LIKE_LENGTH_MAX + 1]; /* "": none is like it */
};

struct likeness likeness_of(const char *wanted, size_t length);
void likeness_show(struct likeness *, const char *name, size_t length);

#endif
