/* The generated tables, as table.c finds things in them. */
#ifndef RASTRO_CALLS_TABLE_H
#define RASTRO_CALLS_TABLE_H

#include "calls/desc.h"

/* Numbers of all calls that are described, sorted by name. */
struct call_index {
	const uint16_t *numbers;
	uint32_t count;
};
extern const struct call_index call_indexes[ABI_COUNT];

/* Sorted by name. */
extern const struct structure *const structure_list[];
extern const uint32_t structure_count;
extern const struct symbols *const symbols_list[];
extern const uint32_t symbols_count;

#endif
