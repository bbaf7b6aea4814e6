/* What btrfs writes into a buffer: a row of items that say how long they are, names by where they
 * begin, or places of three numbers.  How many there are was told by the structure in front of the
 * buffer; a program may lie, so what does not lie within the buffer is not there. */
#include "calls/custom.h"
#include "calls/walk.h"

#include <string.h>

enum { ELEMENTS_MAX = 4096 };

/* How many elements are looked for. */
static uint64_t count_told(const struct walk *walk)
{
	uint64_t count = walk->facts[FACT_COUNT];

	return count < ELEMENTS_MAX ? count : ELEMENTS_MAX;
}

static void list_begin(struct value *list)
{
	list->shape = SHAPE_LIST;
	list->count = 0;
	list->flags &= (uint16_t)~VALUE_CUT;
}

static void list_add(struct value *list, struct value *element)
{
	value_append(list, element);
	list->count++;
}

/* Adds the structure at bytes, if it is whole. */
static bool list_add_structure(struct walk *walk, struct value *list,
                               const struct structure *structure, const uint8_t *bytes, size_t room)
{
	struct value *value = walk_value(walk, "", SHAPE_STRUCT, KIND_STRUCT);
	struct block block = { bytes, structure->size[walk->abi], 0 };

	if (!value || room < block.length)
		return false;
	walk_structure(walk, structure, &block, VIEW_ENTRY, DIR_IN, value);
	list_add(list, value);
	return true;
}

void decode_btrfs_items(struct walk *walk, const struct field *field, struct value *value)
{
	enum { LENGTH_AT = 28 };
	const struct structure *structure = structure_find("btrfs_search_header");
	size_t head = structure ? structure->size[walk->abi] : 0, at = 0;
	uint64_t count = count_told(walk);

	(void)field;
	list_begin(value);
	while (head && value->count < count && at < value->length &&
	       list_add_structure(walk, value, structure, value->bytes + at, value->length - at))
		at += head + load_number(value->bytes + at + LENGTH_AT, 4, false);
	if (value->count < walk->facts[FACT_COUNT])
		value->flags |= VALUE_CUT;
}

void decode_btrfs_places(struct walk *walk, const struct field *field, struct value *value)
{
	enum { NUMBERS = 3 }; /* of each place; all are counted */
	const struct structure *structure = structure_find("btrfs_place");
	size_t size = structure ? structure->size[walk->abi] : 0, at = 0;
	uint64_t count = count_told(walk) / NUMBERS;

	(void)field;
	list_begin(value);
	while (size && value->count < count && at < value->length &&
	       list_add_structure(walk, value, structure, value->bytes + at, value->length - at))
		at += size;
	if (value->count < walk->facts[FACT_COUNT] / NUMBERS)
		value->flags |= VALUE_CUT;
}

/* A row of numbers: where each name begins, counted from the row's begin. */
void decode_btrfs_paths(struct walk *walk, const struct field *field, struct value *value)
{
	enum { NUMBER = 8 };
	uint64_t count = count_told(walk);

	(void)field;
	list_begin(value);
	for (size_t i = 0; i < count && (i + 1) * NUMBER <= value->length; i++) {
		uint64_t begin = load_number(value->bytes + i * NUMBER, NUMBER, false);
		struct value *name = walk_value(walk, "", SHAPE_BYTES, KIND_PATH);

		if (!name || begin >= value->length)
			break;
		name->bytes = value->bytes + begin;
		name->length = strnlen((const char *)name->bytes, value->length - begin);
		if (begin + name->length == value->length)
			name->flags |= VALUE_CUT;
		list_add(value, name);
	}
	if (value->count < walk->facts[FACT_COUNT])
		value->flags |= VALUE_CUT;
}
