/* Users' own descriptions. */
#ifndef RASTRO_DESCRIBE_DESCRIBE_H
#define RASTRO_DESCRIBE_DESCRIBE_H

#include "base/text.h"

enum {
	DESCRIBE_FILES_MAX = 256,
	DESCRIBE_SIZE_MAX = 16 << 20, /* of one text */
};

struct description {
	const char *name; /* for messages */
	const char *bytes;
	size_t size;
};

/* Reads them together with what is built in, which they add to or replace, and from
 * then on everything goes by the tables that this makes: to be called at most once,
 * before anything is traced.  Returns the number of mistakes, each a line of messages
 * (file:line: what), or -1 when memory ran out. */
int describe(const struct description *, unsigned count, struct text *messages);
/* Back to what is built in; gives back the memory. */
void describe_end(void);

#endif
