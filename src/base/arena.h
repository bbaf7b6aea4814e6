/* Memory for one event's worth of work: taken piece by piece, given back at once. */
#ifndef RASTRO_BASE_ARENA_H
#define RASTRO_BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct arena_block;

struct arena {
	char *next, *end;	   /* free space of the current block */
	struct arena_block *block; /* newest first */
	size_t size, size_max;	   /* bytes taken from malloc, and the most allowed */
};

void arena_init(struct arena *, size_t size_max);
/* Adds a block with room for size bytes; false when that would pass size_max. */
bool arena_grow(struct arena *, size_t size);
void arena_empty_blocks(struct arena *);
void arena_deinit(struct arena *);

/* Forgets everything taken; keeps one block for the next time. */
static inline void arena_empty(struct arena *arena)
{
	if (arena->block)
		arena_empty_blocks(arena);
}

/* Whether so much can be taken without another block. */
static inline bool arena_has(const struct arena *arena, size_t size)
{
	/* Free space begins and ends on multiples of 8: what fits, fits rounded up, too. */
	return size < (size_t)(arena->end - arena->next);
}

/* Zeroed memory aligned to 8, or NULL when the arena is exhausted. */
static inline void *arena_take(struct arena *arena, size_t size)
{
	if (!arena_has(arena, size) && !arena_grow(arena, size))
		return NULL;
	void *taken = arena->next;

	arena->next += (size + 7) & ~(size_t)7;
	return memset(taken, 0, size);
}

#endif
