/* Finds calls, structures and sets in the generated tables. */
#include "calls/table.h"

#include <string.h>

const struct call *call_find(enum event_abi abi, uint64_t nr)
{
	nr = event_call_number(abi, nr);
	if ((unsigned)abi >= ABI_COUNT || nr >= call_tables[abi].count)
		return NULL;
	return call_tables[abi].calls[nr];
}

int call_number(enum event_abi abi, const char *name)
{
	if ((unsigned)abi >= ABI_COUNT)
		return -1;
	const struct call_index *index = &call_indexes[abi];

	for (uint32_t low = 0, high = index->count; low < high;) {
		uint32_t middle = (low + high) / 2;
		unsigned nr = index->numbers[middle];
		int order = strcmp(name, call_tables[abi].calls[nr]->name);

		if (!order)
			return (int)nr;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return -1;
}

const struct structure *structure_find(const char *name)
{
	for (uint32_t low = 0, high = structure_count; low < high;) {
		uint32_t middle = (low + high) / 2;
		int order = strcmp(name, structure_list[middle]->name);

		if (!order)
			return structure_list[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

const struct symbols *symbols_find(const char *name)
{
	for (uint32_t low = 0, high = symbols_count; low < high;) {
		uint32_t middle = (low + high) / 2;
		int order = strcmp(name, symbols_list[middle]->name);

		if (!order)
			return symbols_list[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}
