/* What a walk over a description stands on: values, the chunks of the event, what
 * siblings say, whether something came out, and how much of it there is. */
#include "calls/walk_parts.h"

#include <errno.h>
#include <string.h>

/* ---- values */

/* Apart, so that the usual case calls nothing and has no registers to save. */
static __attribute__((noinline)) struct value *
walk_value_grown(struct walk *walk, const char *name, enum shape shape, enum kind kind)
{
	return arena_grow(walk->arena, sizeof(struct value)) ? walk_value(walk, name, shape, kind)
							     : NULL;
}

struct value *walk_value(struct walk *walk, const char *name, enum shape shape, enum kind kind)
{
	if (!arena_has(walk->arena, sizeof(struct value)))
		return walk_value_grown(walk, name, shape, kind);
	struct value *value = arena_take(walk->arena, sizeof(*value));

	value->name = name;
	value->shape = shape;
	value->kind = kind;
	return value;
}

struct value *value_of_address(struct walk *walk, const struct field *field, uint64_t address)
{
	struct value *value = value_of_field(walk, field, SHAPE_ADDRESS);

	if (value) {
		value->address = address;
		value->flags = VALUE_POINTER;
	}
	return value;
}

/* ---- memory of the event */

static bool chunk_is(const struct chunk *chunk, enum chunk_kind kind, uint64_t address)
{
	return chunk && chunk->address == address && chunk->kind == kind;
}

/* Two arguments may point to the same place: the longer copy serves both. */
static const struct chunk *longest_chunk(const struct event *event, enum chunk_kind kind,
                                         uint64_t address)
{
	const struct chunk *found = NULL, *chunk;

	for (chunk = event_chunk_first(event); chunk; chunk = event_chunk_next(event, chunk))
		if (chunk_is(chunk, kind, address) && (!found || chunk->length >= found->length))
			found = chunk;
	return found;
}

struct piece walk_read(struct walk *walk, enum chunk_kind kind, uint64_t address)
{
	const struct chunk *chunk = walk->cursor ? event_chunk_next(walk->event, walk->cursor)
	                                         : event_chunk_first(walk->event);

	if (!chunk_is(chunk, kind, address))
		chunk = longest_chunk(walk->event, kind, address);
	if (!chunk) {
		walk->misses += !(walk->event->flags & EVENT_TRUNCATED);
		return (struct piece){ 0 };
	}
	walk->cursor = chunk;
	return (struct piece){ chunk_bytes(chunk), chunk->length, chunk->flags, true };
}

const uint8_t *bytes_before(const struct walk *walk, const struct field *member,
                            const struct block *block)
{
	uint64_t address = block->address + member->offset[walk->abi];
	unsigned size = member->size[walk->abi];
	const struct chunk *chunk;

	for (chunk = event_chunk_first(walk->event); chunk; chunk = event_chunk_next(walk->event, chunk))
		if (chunk->kind == CHUNK_ENTRY && address >= chunk->address &&
		    address + size <= chunk->address + chunk->length)
			return chunk_bytes(chunk) + (address - chunk->address);
	return NULL;
}

/* ---- numbers of siblings */

/* The number behind a sibling pointer: the smaller of what went in and what
 * came out, since a kernel writes no more than it was given room for. */
static uint64_t number_behind(struct walk *walk, const struct reference *reference,
                              uint64_t address)
{
	enum chunk_kind latest = walk->has_returned ? CHUNK_EXIT : CHUNK_ENTRY;
	uint64_t lowest = UINT64_MAX;

	for (enum chunk_kind kind = CHUNK_ENTRY; kind <= latest; kind++) {
		const struct chunk *chunk = event_chunk_find(walk->event, kind, address);
		unsigned size = reference->size[walk->abi];
		unsigned beyond = reference->beyond[walk->abi];

		if (chunk && chunk->length >= beyond + size) {
			uint64_t number = load_number(chunk_bytes(chunk) + beyond, size,
			                              reference->is_signed);
			if (number < lowest)
				lowest = number;
		}
	}
	return lowest == UINT64_MAX ? 0 : lowest;
}

static uint64_t number_of_sibling(struct walk *walk, const struct block *block,
                                  const struct reference *reference)
{
	if (reference->fact)
		return walk->facts[reference->fact - 1];
	if (reference->argument)
		return walk->event->args[reference->argument - 1];
	unsigned offset = reference->offset[walk->abi];
	unsigned indirect = reference->indirect[walk->abi];
	unsigned size = indirect ? indirect : reference->size[walk->abi];

	if (offset + size > block->length)
		return 0;
	uint64_t number =
		load_number(block->bytes + offset, size, !indirect && reference->is_signed);
	return indirect ? number_behind(walk, reference, number) : number;
}

uint64_t sibling_number(struct walk *walk, const struct block *block,
                        const struct reference *reference)
{
	uint64_t number = number_of_sibling(walk, block, reference);

	return reference->is_command ? command_size((uint32_t)number) : number;
}

bool condition_is_met(struct walk *walk, const struct block *block, const struct condition *when)
{
	return test_passes((enum test)when->test, sibling_number(walk, block, &when->field),
	                   when->mask, when->values, when->count);
}

/* ---- what came out, and whether to believe it */

bool came_out(const struct walk *walk, const struct field *field)
{
	switch (field->validity) {
	case VALID_SUCCESS:
		return walk->has_succeeded;
	case VALID_POSITIVE:
		return walk->has_succeeded && walk->event->result > 0;
	case VALID_INTERRUPTED:
		return walk->has_returned && walk->event->flags & EVENT_INTERRUPTED;
	case VALID_EIO:
		return walk->has_succeeded || (walk->has_returned && walk->event->result == -EIO);
	case VALID_OVERFLOW:
		return walk->has_succeeded ||
		       (walk->has_returned && walk->event->result == -EOVERFLOW);
	}
	return walk->has_returned;
}

/* ---- lengths */

/* What a structure says of the elements that lie in it may be more than there are, or less
 * than none; where a string ends is seen by the byte behind it. */
static uint64_t count_in_room(const struct field *field, uint64_t count)
{
	const struct length *length = &field->length;

	if (length->field.is_signed && (int64_t)count < 0)
		count = 0;
	if (field->kind == KIND_STRING && count < length->room)
		count++;
	return count > length->room ? length->room : count;
}

/* Elements the field has according to its description; bytes, if they are records. */
uint64_t element_count(struct walk *walk, const struct field *field, const struct block *block,
                       enum view_of view)
{
	const struct length *length = &field->length;
	unsigned size = field->size[walk->abi] ? field->size[walk->abi] : 1;
	uint64_t count = 1;

	switch (length->kind) {
	case LENGTH_ONE:
		return 1;
	case LENGTH_NUL:
		return UINT64_MAX;
	case LENGTH_CONST:
		count = length->value;
		break;
	case LENGTH_FIELD:
		count = sibling_number(walk, block, &length->field);
		break;
	case LENGTH_REST: {
		unsigned offset = field->offset[walk->abi];
		if (has_records(walk, field))
			size = 1;
		count = block->length > offset ? (block->length - offset) / size : 0;
		break;
	}
	}
	if (length->times)
		count = (count > UINT32_MAX ? UINT32_MAX : count) * length->times;
	if (length->unit == UNIT_BITS || length->unit == UNIT_NODES) {
		unsigned word = field->pointer[walk->abi] ? field->pointer[walk->abi] : 8;
		if (length->unit == UNIT_NODES && count)
			count--;
		if (count > UINT64_MAX - word * 8)
			count = 0; /* what does not fit into any memory is none */
		walk->bits = count > UINT32_MAX ? UINT32_MAX : count;
		count = (walk->bits + word * 8 - 1) / (word * 8) * word / size;
	} else if (length->unit == UNIT_PAGES) {
		count = (count >> 12) + !!(count & 0xfff);
	}
	if (length->by_return && view != VIEW_ENTRY && walk->has_returned) {
		uint64_t result = walk->event->result > 0 ? (uint64_t)walk->event->result : 0;
		if (result < count)
			count = result;
	}
	if (length->unit == UNIT_BYTES && !has_records(walk, field))
		count /= size;
	return length->room ? count_in_room(field, count) : count;
}
