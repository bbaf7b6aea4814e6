/* The arena: blocks of doubling size, the newest of which serves requests.
 *
 * After the first few events the kept block is large enough for any of them,
 * and emptying the arena is two assignments. */
#include "base/arena.h"

#include <assert.h>
#include <stdlib.h>

enum { BLOCK_SIZE_MIN = 1 << 14 };

struct arena_block {
	struct arena_block *older;
	size_t size; /* bytes that can be taken from it */
	char bytes[];
};

static_assert(sizeof(struct arena_block) % 8 == 0, "what is taken is aligned to 8");

void arena_init(struct arena *arena, size_t size_max)
{
	*arena = (struct arena){ .size_max = size_max };
}

static void arena_use(struct arena *arena, struct arena_block *block)
{
	arena->block = block;
	arena->next = block->bytes;
	arena->end = block->bytes + block->size;
}

bool arena_grow(struct arena *arena, size_t size)
{
	size_t left = arena->size_max - arena->size;
	size_t block_size = arena->block ? 2 * arena->block->size : BLOCK_SIZE_MIN;

	if (size >= left)
		return false;
	if (block_size <= size)
		block_size = size + 8;
	if (block_size > left)
		block_size = left;
	block_size &= ~(size_t)7;
	if (block_size <= size)
		return false;
	struct arena_block *block = malloc(sizeof(*block) + block_size);

	if (!block)
		return false;
	block->older = arena->block;
	block->size = block_size;
	arena->size += block_size;
	arena_use(arena, block);
	return true;
}

static void arena_drop(struct arena *arena, struct arena_block *block)
{
	while (block) {
		struct arena_block *older = block->older;

		arena->size -= block->size;
		free(block);
		block = older;
	}
}

void arena_empty_blocks(struct arena *arena)
{
	struct arena_block *newest = arena->block;

	arena_drop(arena, newest->older);
	newest->older = NULL;
	arena_use(arena, newest);
}

void arena_deinit(struct arena *arena)
{
	arena_drop(arena, arena->block);
	arena_init(arena, arena->size_max);
}
