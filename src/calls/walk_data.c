/* Values of data at hand, wherever they lie: runs of bytes, records, lists, structures. */
#include "calls/custom.h"
#include "calls/walk_parts.h"

#include <string.h>

enum { ELEMENTS_MAX = 1 << 16 };

/* ---- targets of pointers, and what lies inline */

static bool kind_is_text(enum kind kind)
{
	return kind == KIND_STRING || kind == KIND_BYTES || kind == KIND_HEXBYTES;
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

/* A run of bytes: strings, buffers, sets.  count: bytes it has. */
static struct value *walk_bytes(struct walk *walk, const struct field *field, struct piece piece,
				uint64_t count, enum view_of view)
{
	bool ends_at_nul = field->kind == KIND_STRING || field->kind == KIND_PATH;

	if (field->kind == KIND_BYTES && view == VIEW_EXIT)
		count = spend(walk, count);
	if (field->custom == decode_sockaddr && count > SOCKADDR_MAX)
		count = SOCKADDR_MAX;
	bool is_short = piece.flags & CHUNK_FAULT && piece.length < count;
	/* Of text, the beginning may be all that will be shown. */
	if (is_short && (!piece.length || !kind_is_text(field->kind)))
		return NULL;
	if (field->kind == KIND_SIGSET && (count < field->pointer[walk->abi] || count > 8))
		return NULL; /* the kernel takes no such set */
	struct value *value = value_of_field(walk, field, SHAPE_BYTES);
	if (!value)
		return NULL;
	if (is_short)
		value->flags |= VALUE_FAULT;
	value->bytes = piece.bytes;
	value->length = piece.length < count ? piece.length : count;
	if (ends_at_nul) {
		const uint8_t *nul = memchr(piece.bytes, 0, value->length);
		if (nul)
			value->length = nul - piece.bytes;
		else if (field->length.kind != LENGTH_NUL || piece.flags & CHUNK_CUT)
			value->flags |= VALUE_CUT;
	} else if (value->length < count) {
		value->flags |= VALUE_CUT;
	}
	value->count = field->kind == KIND_FDSET ? walk->bits
		       : count > UINT32_MAX      ? UINT32_MAX
						 : count;
	if (field->kind == KIND_CUSTOM && field->custom)
		field->custom(walk, field, value);
	return value;
}

struct value *walk_struct(struct walk *walk, const struct field *field,
				 const struct block *block, enum view_of view, enum direction direction)
{
	struct value *value = value_of_field(walk, field, SHAPE_STRUCT);

	if (!value || walk->depth >= DEPTH_MAX)
		return value;
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
					   const uint8_t *bytes, unsigned pointer, enum view_of view,
					   enum direction direction)
{
	uint64_t address = load_number(bytes, pointer, false);
	struct field target = *field;

	target.traits &= ~(TRAIT_INDIRECT | TRAIT_BRIEF_ADDRESS);
	target.length = (struct length){ .kind = kind_is_bytes(field->kind) ? LENGTH_NUL : LENGTH_ONE };
	uint64_t count = target.length.kind == LENGTH_NUL ? UINT64_MAX : 1;
	struct value *value = address ? walk_pointed(walk, &target, address, count, NULL, view, direction)
				      : value_of_address(walk, field, 0);
	if (value)
		value->field = field;
	return value;
}

/* One record after the other, each as long as it says. */
static struct value *walk_records(struct walk *walk, const struct field *field, struct piece piece,
				  uint64_t address, uint64_t bytes, enum view_of view,
				  enum direction direction)
{
	struct value *list = value_of_field(walk, field, SHAPE_LIST);
	size_t length = piece.length < bytes ? piece.length : bytes, offset = 0;

	while (list && offset < length && list->count < ELEMENTS_MAX) {
		struct block record = { piece.bytes + offset, length - offset, address + offset };
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
		list->flags |= piece.flags & CHUNK_FAULT ? VALUE_FAULT : VALUE_CUT;
		list->number = address + offset;
	}
	return list;
}

static struct value *walk_list(struct walk *walk, const struct field *field, struct piece piece,
			       uint64_t address, uint64_t count, enum view_of view,
			       enum direction direction)
{
	bool indirect = field->traits & TRAIT_INDIRECT;
	unsigned pointer = walk->abi == ABI_I386 ? 4 : 8;
	unsigned size = indirect ? pointer : field->size[walk->abi];
	uint64_t i;

	/* Of what always has so many elements, some are as good as none. */
	if (field->length.kind == LENGTH_CONST && !field->length.by_return &&
	    piece.flags & CHUNK_FAULT && piece.length < count * size)
		return NULL;
	struct value *list = value_of_field(walk, field, SHAPE_LIST);
	if (!list || !size)
		return list;
	if (field->length.kind == LENGTH_NUL) {
		/* The vector was kept up to its null pointer, if that was found. */
		for (count = 0; (count + 1) * size <= piece.length; count++)
			if (!load_number(piece.bytes + count * size, size, false))
				break;
		bool ended = (count + 1) * size <= piece.length;
		if (!ended) {
			list->flags |= piece.flags & CHUNK_FAULT ? VALUE_FAULT : VALUE_CUT;
			list->number = address + count * size;
		}
	}
	for (i = 0; i < count && i < ELEMENTS_MAX && (i + 1) * size <= piece.length; i++) {
		struct block block = { piece.bytes + i * size, size, address + i * size };
		struct value *child = indirect ? walk_indirect_element(walk, field, block.bytes, pointer,
								       view, direction)
					       : walk_element(walk, field, &block, view, direction);
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
	if (i < count && !(field->traits & TRAIT_BRIEF_ADDRESS)) {
		list->flags |= piece.flags & CHUNK_FAULT ? VALUE_FAULT : VALUE_CUT;
		list->number = address + i * size; /* where the missing ones are */
	}
	return list;
}

/* Whether so many bytes of an extensible structure are enough to show any of it. */
static bool holds_a_member(const struct walk *walk, const struct structure *structure,
                           size_t length)
{
	unsigned abi = walk->abi;

	for (unsigned i = 0; i < structure->count; i++) {
		const struct field *field = &structure->fields[i];
		unsigned size = field->pointer[abi] ? field->pointer[abi] : field->size[abi];

		if (field->kind == KIND_CHOICE || field->offset[abi] + size <= length)
			return true;
	}
	return false;
}

/* Data at hand, wherever they came from. */
struct value *walk_data(struct walk *walk, const struct field *field, struct piece piece,
			       uint64_t address, uint64_t count, enum view_of view,
			       enum direction direction)
{
	if (has_records(walk, field))
		return walk_records(walk, field, piece, address, count, view, direction);
	if (is_list(field))
		return walk_list(walk, field, piece, address, count, view, direction);
	if (kind_is_bytes(field->kind))
		return walk_bytes(walk, field, piece, count, view);

	unsigned size = field->kind == KIND_STRUCT ? field->structure->size[walk->abi]
						   : field->size[walk->abi];
	bool may_be_short = field->kind == KIND_STRUCT &&
			    (is_referring(&field->upto, walk->abi) ||
			     is_referring(&field->structure->upto, walk->abi));
	if (piece.length < size &&
	    !(may_be_short && holds_a_member(walk, field->structure, piece.length)))
		return NULL;
	return walk_element(walk, field, &(struct block){ piece.bytes, piece.length, address }, view,
			    direction);
}
