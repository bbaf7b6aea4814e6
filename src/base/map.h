/* A map from numbers to pointers, for hot look-ups: open addressing, one array.
 *
 * All zero is an empty map.  Removing closes the gap, so there are no
 * tombstones, and looking up stays short however often tasks come and go.
 * To visit all: every slots[i] below slot_count whose value is not NULL. */
#ifndef RASTRO_BASE_MAP_H
#define RASTRO_BASE_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

struct map_slot {
	uint64_t key;
	void *value; /* NULL: free */
};

struct map {
	struct map_slot *slots;
	size_t slot_count; /* 0 or a power of two, never more than three quarters used */
	size_t count;
};

static inline size_t map_home(const struct map *map, uint64_t key)
{
	/* Fibonacci hashing: the upper bits of the product depend on all bits of the key. */
	return (size_t)(key * 0x9e3779b97f4a7c15u >> 32) & (map->slot_count - 1);
}

/* The slot that holds the key, or the free one where it would go. */
static inline struct map_slot *map_slot(const struct map *map, uint64_t key)
{
	size_t i = map_home(map, key);

	while (map->slots[i].value && map->slots[i].key != key)
		i = (i + 1) & (map->slot_count - 1);
	return &map->slots[i];
}

static inline void *map_get(const struct map *map, uint64_t key)
{
	return map->count ? map_slot(map, key)->value : NULL;
}

static inline bool map_grow(struct map *map)
{
	struct map larger = { .slot_count = map->slot_count ? 2 * map->slot_count : 16,
		              .count = map->count };

	larger.slots = calloc(larger.slot_count, sizeof(*larger.slots));
	if (!larger.slots)
		return false;
	for (size_t i = 0; i < map->slot_count; i++)
		if (map->slots[i].value)
			*map_slot(&larger, map->slots[i].key) = map->slots[i];
	free(map->slots);
	*map = larger;
	return true;
}

/* Adds or replaces; value must not be NULL.  False when memory ran out. */
static inline bool map_put(struct map *map, uint64_t key, void *value)
{
	if (4 * (map->count + 1) > 3 * map->slot_count && !map_grow(map))
		return false;
	struct map_slot *slot = map_slot(map, key);

	map->count += !slot->value;
	*slot = (struct map_slot){ .key = key, .value = value };
	return true;
}

/* Returns what was removed, or NULL. */
static inline void *map_remove(struct map *map, uint64_t key)
{
	struct map_slot *gap = map->count ? map_slot(map, key) : NULL;
	void *removed = gap ? gap->value : NULL;

	if (!removed)
		return NULL;
	size_t mask = map->slot_count - 1, hole = (size_t)(gap - map->slots);

	/* Whoever was pushed beyond the hole moves into it. */
	for (size_t i = (hole + 1) & mask; map->slots[i].value; i = (i + 1) & mask) {
		size_t home = map_home(map, map->slots[i].key);

		if (((i - home) & mask) >= ((i - hole) & mask)) {
			map->slots[hole] = map->slots[i];
			hole = i;
		}
	}
	map->slots[hole].value = NULL;
	map->count--;
	return removed;
}

static inline void map_free(struct map *map)
{
	free(map->slots);
	*map = (struct map){ 0 };
}

#endif
