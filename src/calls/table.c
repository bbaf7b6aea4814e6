/* Finds calls, structures and sets in the tables. */
#include "calls/table.h"
#include "calls/x32.h"

#include <string.h>

const struct tables *tables_in_use = &built_in_tables;

const struct call *call_find(enum event_abi abi, uint64_t nr)
{
	bool is_x32 = event_abi_is_x32(abi, nr);

	nr = event_call_number(abi, nr);
	if (is_x32 && nr >= X32_OWN)
		return x32_call(nr);
	if ((unsigned)abi >= ABI_COUNT || nr >= tables_in_use->calls[abi].count)
		return NULL;
	return tables_in_use->calls[abi].calls[nr];
}

int call_number(enum event_abi abi, const char *name)
{
	if ((unsigned)abi >= ABI_COUNT)
		return -1;
	const struct call_index *index = &tables_in_use->indexes[abi];

	for (uint32_t low = 0, high = index->count; low < high;) {
		uint32_t middle = (low + high) / 2;
		unsigned nr = index->numbers[middle];
		int order = strcmp(name, tables_in_use->calls[abi].calls[nr]->name);

		if (!order)
			return (int)nr;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return -1;
}

static unsigned bytes_end(const struct structure *arguments, enum event_abi abi)
{
	unsigned end = 0;

	for (unsigned i = 0; arguments && i < arguments->count; i++) {
		const struct field *field = &arguments->fields[i];
		const struct choice *choice = field->kind == KIND_CHOICE ? field->choice : NULL;
		unsigned size = field->pointer[abi] ? field->pointer[abi] : field->size[abi];
		bool is_absent = field->kind == KIND_PAD || field->traits & TRAIT_IMPLIED;
		unsigned last = is_absent ? 0 : field->offset[abi] + size;

		for (unsigned k = 0; choice && k < choice->count; k++) {
			unsigned chosen = bytes_end(choice->list[k].fields, abi);
			last = chosen > last ? chosen : last;
		}
		if (choice && choice->otherwise) {
			unsigned chosen = bytes_end(choice->otherwise->fields, abi);
			last = chosen > last ? chosen : last;
		}
		end = last > end ? last : end;
	}
	return end;
}

unsigned arguments_end(const struct structure *arguments, enum event_abi abi)
{
	unsigned slot = abi == ABI_I386 ? 4 : 8;

	return (bytes_end(arguments, abi) + slot - 1) / slot;
}

const struct structure *structure_find(const char *name)
{
	for (uint32_t low = 0, high = tables_in_use->structure_count; low < high;) {
		uint32_t middle = (low + high) / 2;
		int order = strcmp(name, tables_in_use->structures[middle]->name);

		if (!order)
			return tables_in_use->structures[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

const struct symbols *symbols_find(const char *name)
{
	for (uint32_t low = 0, high = tables_in_use->set_count; low < high;) {
		uint32_t middle = (low + high) / 2;
		int order = strcmp(name, tables_in_use->sets[middle]->name);

		if (!order)
			return tables_in_use->sets[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}
