/* Memory for one event's worth of work: taken piece by piece, given back at once. */
#ifndef RASTRO_BASE_ARENA_H
#define RASTRO_BASE_ARENA_H

#include <stddef.h>

struct arena_block;

struct arena {
	char *next, *end;	   /* free space of the current block */
	struct arena_block *block; /* newest first */
	size_t size, size_max;	   /* bytes taken from malloc, and the most allowed */
};

void arena_init(struct arena *, size_t size_max);
/* Zeroed memory aligned to 8, or NULL when the arena is exhausted. */
void *arena_take(struct arena *, size_t size);
/* Forgets everything taken; keeps one block for the next time. */
void arena_empty(struct arena *);
void arena_deinit(struct arena *);

#endif
