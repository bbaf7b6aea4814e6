/* Values of data at hand, wherever they lie: runs of bytes, records, lists, structures. */
#include "calls/custom.h"
#include "calls/netlink.h"
#include "calls/walk_parts.h"

#include <string.h>

enum { ELEMENTS_MAX = 1 << 16 };

/* ---- targets of pointers, and what lies inline */

static bool kind_is_text(enum kind kind)
{
	return kind == KIND_STRING || kind == KIND_BYTES || kind == KIND_PACKET ||
	       kind == KIND_HEXBYTES;
}

static uint64_t spend(struct walk *walk, uint64_t count)
{
	if (!walk->spending)
		return count;
	if (count > walk->budget)
		count = walk->budget;
	walk->budget -= count;
	return count;
}

/* The kernel takes no set of another size than its own; smaller ones where a largest is known. */
static bool is_sigset_size(const struct walk *walk, const struct field *field, uint64_t count)
{
	return count <= 8 && (field->length.most || count >= field->pointer[walk->abi]);
}

/* Only the last byte may end it; what is not ended may go on. */
static void end_text(struct value *value)
{
	bool is_ended = value->length && !value->bytes[value->length - 1];

	value->kind = KIND_STRING;
	value->traits &= (uint32_t)~TRAIT_INLINE;
	value->length -= is_ended;
	if (!is_ended)
		value->flags |= VALUE_CUT;
}

/* A run of bytes: strings, buffers, sets.  count: bytes it has. */
static struct value *walk_bytes(struct walk *walk, const struct field *field,
                                const struct piece *piece, uint64_t count, enum view_of view)
{
	bool ends_at_nul = field->kind == KIND_STRING || field->kind == KIND_PATH;

	if ((field->kind == KIND_BYTES || field->kind == KIND_PACKET) && view == VIEW_EXIT)
		count = spend(walk, count);
	if (field->custom == decode_sockaddr && count > SOCKADDR_MAX)
		count = SOCKADDR_MAX;
	bool is_clipped = field->length.first && count > field->length.first;
	if (is_clipped)
		count = field->length.first;
	bool is_short = piece->flags & CHUNK_FAULT && piece->length < count;
	/* Of text, the beginning may be all that will be shown. */
	if (is_short && (!piece->length || !kind_is_text(field->kind)))
		return NULL;
	if (field->kind == KIND_SIGSET && !is_sigset_size(walk, field, count))
		return NULL;
	struct value *value = value_of_field(walk, field, SHAPE_BYTES);
	if (!value)
		return NULL;
	if (is_short)
		value->flags |= VALUE_FAULT;
	if (is_clipped)
		value->flags |= VALUE_CUT;
	value->bytes = piece->bytes;
	value->length = piece->length < count ? piece->length : count;
	if (ends_at_nul) {
		const uint8_t *nul = memchr(piece->bytes, 0, value->length);
		if (nul)
			value->length = nul - piece->bytes;
		else if (field->length.kind != LENGTH_NUL || piece->flags & CHUNK_CUT)
			value->flags |= VALUE_CUT;
	} else if (value->length < count) {
		value->flags |= VALUE_CUT;
	}
	value->count = field->kind == KIND_FDSET ? walk->bits
	               : count > UINT32_MAX      ? UINT32_MAX
	                                         : count;
	if (field->kind == KIND_CUSTOM && field->custom)
		field->custom(walk, field, value);
	else if (field->kind == KIND_PACKET)
		decode_packet(walk, value);
	else if (field->kind == KIND_TEXT)
		end_text(value);
	return value;
}

struct value *walk_struct(struct walk *walk, const struct field *field, const struct block *block,
                          enum view_of view, enum direction direction)
{
	struct value *value = value_of_field(walk, field, SHAPE_STRUCT);

	if (!value)
		return NULL;
	if (walk->depth >= DEPTH_MAX) {
		value->flags |= VALUE_ABBREVIATED;
		return value;
	}
	walk->depth++;
	walk_structure(walk, field->structure, block, view, direction, value);
	walk->depth--;
	return value;
}

static struct value *walk_element(struct walk *walk, const struct field *field,
                                  const struct block *block, enum view_of view,
                                  enum direction direction)
{
	if (field->kind == KIND_STRUCT)
		return walk_struct(walk, field, block, view, direction);
	if (block->length < field->size[walk->abi])
		return NULL;
	return walk_number(walk, field, block->bytes);
}

/* An element that is itself a pointer: argv, iocbpp. */
static struct value *walk_indirect_element(struct walk *walk, const struct field *field,
                                           const uint8_t *bytes, unsigned pointer,
                                           enum view_of view, enum direction direction)
{
	uint64_t address = load_number(bytes, pointer, false);
	struct field target = *field;

	target.traits &= ~(TRAIT_INDIRECT | TRAIT_BRIEF_ADDRESS);
	target.length =
		(struct length){ .kind = kind_is_bytes(field->kind) ? LENGTH_NUL : LENGTH_ONE };
	uint64_t count = target.length.kind == LENGTH_NUL ? UINT64_MAX : 1;
	struct value *value =
		address ? walk_pointed(walk, &target, address, count, NULL, view, direction)
			: value_of_address(walk, field, 0);
	if (value)
		value->field = field;
	return value;
}

/* What is left of a row of padded records, too short for another one. */
static struct value *record_rest(struct walk *walk, const struct block *rest)
{
	struct value *value = walk_value(walk, "", SHAPE_BYTES, KIND_HEXBYTES);

	if (value) {
		value->bytes = rest->bytes;
		value->length = value->count = rest->length;
	}
	return value;
}

/* Padded records have a head, and begin at multiples of their padding; what says that it
 * is longer than there are bytes is the last one, and so is what says it is shorter than
 * its head. */
static void walk_padded(struct walk *walk, const struct field *field, struct block row,
                        enum view_of view, enum direction direction, struct value *list)
{
	const struct structure *structure = field->structure;
	size_t head = structure->count ? structure->fields[0].size[walk->abi] : 1, step = 1;

	for (; step && row.length; row.bytes += step, row.length -= step, row.address += step) {
		struct block record = row;
		uint64_t known = 0;
		struct value *child;

		if (list->count == ELEMENTS_MAX) {
			list->flags |= VALUE_CUT;
			return;
		}
		if (row.length < head) {
			child = record_rest(walk, &row);
		} else {
			known = sibling_number(walk, &record, &structure->upto);
			if (known < row.length)
				record.length = known < head ? head : known;
			child = walk_element(walk, field, &record, view, direction);
		}
		value_append(list, child);
		list->length = ++list->count;
		step = (record.length + structure->padding - 1) / structure->padding *
		       structure->padding;
		if (known < head || step > row.length || !child)
			step = 0;
	}
}

struct value *walk_row(struct walk *walk, const struct field *field, const struct block *row)
{
	struct value *list = value_of_field(walk, field, SHAPE_LIST);

	if (list)
		walk_padded(walk, field, *row, VIEW_ENTRY, DIR_IN, list);
	return list;
}

struct value *walk_record(struct walk *walk, const struct field *field, const struct block *record)
{
	struct block known = *record;
	uint64_t length = sibling_number(walk, record, &field->structure->upto);
	size_t head = field->structure->fields[0].size[walk->abi];

	if (length < known.length)
		known.length = length < head ? head : length;
	return walk_struct(walk, field, &known, VIEW_ENTRY, DIR_IN);
}

/* One record after the other, each as long as it says. */
static struct value *walk_records(struct walk *walk, const struct field *field,
                                  const struct piece *piece, uint64_t address, uint64_t bytes,
                                  enum view_of view, enum direction direction)
{
	struct value *list = value_of_field(walk, field, SHAPE_LIST);
	size_t length = piece->length < bytes ? piece->length : bytes, offset = 0;

	if (list && field->structure->padding) {
		walk_padded(walk, field, (struct block){ piece->bytes, length, address }, view,
		            direction, list);
		return list;
	}
	while (list && offset < length && list->count < ELEMENTS_MAX) {
		struct block record = { piece->bytes + offset, length - offset, address + offset };
		uint64_t known = sibling_number(walk, &record, &field->structure->upto);

		if (!known || known > record.length)
			break;
		record.length = known;
		struct value *child = walk_element(walk, field, &record, view, direction);
		if (!child)
			break;
		value_append(list, child);
		list->count++;
		offset += known;
	}
	if (list && offset < bytes) {
		list->flags |= piece->flags & CHUNK_FAULT ? VALUE_FAULT : VALUE_CUT;
		list->number = address + offset;
	}
	return list;
}

/* Whether the call did not get as far as that element. */
static bool is_untouched(const struct walk *walk, const struct field *field, uint64_t index,
                         enum view_of view)
{
	return field->length.partial && view == VIEW_EXIT && (int64_t)index >= walk->event->result;
}

static struct value *walk_list(struct walk *walk, const struct field *field,
                               const struct piece *piece, uint64_t address, uint64_t count,
                               enum view_of view, enum direction direction)
{
	bool indirect = field->traits & TRAIT_INDIRECT;
	unsigned pointer = walk->abi == ABI_I386 ? 4 : 8;
	unsigned size = indirect ? pointer : field->size[walk->abi];
	uint64_t i;

	/* Of what always has so many elements, some are as good as none. */
	if (field->length.kind == LENGTH_CONST && !field->length.by_return &&
	    piece->flags & CHUNK_FAULT && piece->length < count * size)
		return NULL;
	struct value *list = value_of_field(walk, field, SHAPE_LIST);
	if (!list || !size)
		return list;
	if (field->length.kind == LENGTH_NUL) {
		/* The vector was kept up to its null pointer, if that was found. */
		for (count = 0; (count + 1) * size <= piece->length; count++)
			if (!load_number(piece->bytes + count * size, size, false))
				break;
		bool ended = (count + 1) * size <= piece->length;
		if (!ended) {
			list->flags |= piece->flags & CHUNK_FAULT ? VALUE_FAULT : VALUE_CUT;
			list->number = address + count * size;
		}
	}
	for (i = 0; i < count && i < ELEMENTS_MAX && (i + 1) * size <= piece->length; i++) {
		struct block block = { piece->bytes + i * size, size, address + i * size };
		enum view_of seen = is_untouched(walk, field, i, view) ? VIEW_ENTRY : view;
		struct value *child = indirect ? walk_indirect_element(walk, field, block.bytes,
		                                                       pointer, seen, direction)
		                               : walk_element(walk, field, &block, seen, direction);
		if (!child)
			break;
		/* Of a brief vector all pointers are kept, to be counted, but not all
		 * that they lead to. */
		if (field->traits & TRAIT_BRIEF_ADDRESS && child->flags & VALUE_UNCAPTURED) {
			walk->misses--;
			break;
		}
		value_append(list, child);
	}
	list->count = count > UINT32_MAX ? UINT32_MAX : count;
	list->length = i;
	bool is_counted = field->traits & TRAIT_BRIEF_ADDRESS && field->length.kind == LENGTH_NUL;
	if (i < count && !is_counted) {
		list->flags |= piece->flags & CHUNK_FAULT ? VALUE_FAULT : VALUE_CUT;
		list->number = address + i * size; /* where the missing ones are */
	}
	return list;
}

/* Where the member ends that says how long its structure is. */
static size_t end_of_upto(const struct walk *walk, const struct structure *structure)
{
	return structure->upto.offset[walk->abi] + structure->upto.size[walk->abi];
}

/* A length that the kernel wrote over another one is none of what went in. */
static uint64_t said_length(struct walk *walk, const struct structure *structure,
                            const struct block *block)
{
	for (unsigned i = 0; i < structure->count; i++) {
		const struct field *field = &structure->fields[i];
		bool says = field->traits & TRAIT_WAS &&
		            field->offset[walk->abi] == structure->upto.offset[walk->abi];
		const uint8_t *before = says ? bytes_before(walk, field, block) : NULL;

		if (before)
			return field_number(field, before, walk->abi);
	}
	return sibling_number(walk, block, &structure->upto);
}

/* How many bytes of a structure there are, says the structure itself; they need not be here. */
uint64_t known_length(struct walk *walk, const struct structure *structure,
                      const struct block *block)
{
	uint64_t upto = said_length(walk, structure, block);

	if (!upto && !structure->least)
		return block->length;
	if (!upto && structure->zero_is_least)
		return structure->least;
	return upto < structure->least ? end_of_upto(walk, structure) : upto;
}

/* Whether what can be read of such a structure is what it says there is of it. */
static bool is_whole(struct walk *walk, const struct structure *structure,
                     const struct block *block)
{
	uint64_t known = known_length(walk, structure, block);
	uint64_t size = structure->size[walk->abi];

	return block->length >= end_of_upto(walk, structure) &&
	       block->length >= (known < size ? known : size);
}

/* Whether so many bytes of an extensible structure are enough to show any of it. */
static bool holds_a_member(const struct walk *walk, const struct structure *structure,
                           size_t length)
{
	unsigned abi = walk->abi;

	for (unsigned i = 0; i < structure->count; i++) {
		const struct field *field = &structure->fields[i];
		unsigned size = field->pointer[abi] ? field->pointer[abi] : field->size[abi];
		bool is_inner = field->kind == KIND_STRUCT && !field->pointer[abi];

		if (field->offset[abi] >= length)
			continue;
		if (field->kind == KIND_CHOICE || field->offset[abi] + size <= length ||
		    (is_inner &&
		     holds_a_member(walk, field->structure, length - field->offset[abi])))
			return true;
	}
	return false;
}

/* Of a number its caller gives fewer bytes than it has. */
static struct value *walk_part_of_number(struct walk *walk, const struct field *field,
                                         const struct piece *piece)
{
	struct value *value = value_of_field(walk, field, SHAPE_BYTES);

	if (value) {
		value->kind = KIND_BYTES;
		value->bytes = piece->bytes;
		value->length = value->count = piece->length;
	}
	return value;
}

/* Data at hand, wherever they came from. */
struct value *walk_data(struct walk *walk, const struct field *field, const struct piece *piece,
                        uint64_t address, uint64_t count, enum view_of view,
                        enum direction direction)
{
	if (has_records(walk, field))
		return walk_records(walk, field, piece, address, count, view, direction);
	if (is_list(field))
		return walk_list(walk, field, piece, address, count, view, direction);
	if (kind_is_bytes(field->kind))
		return walk_bytes(walk, field, piece, count, view);

	const struct structure *structure = field->kind == KIND_STRUCT ? field->structure : NULL;
	unsigned size = structure ? structure->size[walk->abi] : field->size[walk->abi];
	struct block block = { piece->bytes, piece->length, address };
	bool is_enough;

	if (structure && is_referring(&structure->upto, walk->abi))
		is_enough = is_whole(walk, structure, &block);
	else if (structure && is_referring(&field->upto, walk->abi))
		is_enough = holds_a_member(walk, structure, piece->length);
	else
		is_enough = piece->length >= size;
	if (!is_enough && structure && structure->begun)
		is_enough = piece->length >= structure->begun;
	if (!is_enough && !structure && piece->length && is_referring(&field->upto, walk->abi))
		return walk_part_of_number(walk, field, piece);
	return is_enough ? walk_element(walk, field, &block, view, direction) : NULL;
}
