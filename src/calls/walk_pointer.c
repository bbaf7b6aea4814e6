/* Where the data of a field are: behind a pointer, in the structure, or after it;
 * and which of them travelled in, out, or both ways. */
#include "calls/custom.h"
#include "calls/netlink.h"
#include "calls/walk_parts.h"

/* What is behind the members of an extensible structure that we know. */
enum behind { BEHIND_NOTHING, BEHIND_UNREAD, BEHIND_UNREADABLE };

/* So many bytes of a structure there are, says its caller; the piece becomes as short. */
static enum behind piece_limit(const struct walk *walk, const struct field *field,
                               struct piece *piece, uint64_t upto)
{
	const struct structure *structure = field->structure;
	unsigned plus = field->upto.plus[walk->abi];
	size_t size = structure ? structure->size[walk->abi] : 0;
	const struct field *end = structure_last(structure);
	enum kind last = end ? (enum kind)end->kind : KIND_VOID;

	if (piece->length >= plus && upto <= piece->length - plus) {
		piece->length = upto + plus;
	} else if (last == KIND_TAIL && end->traits & TRAIT_DETAIL) {
		piece->length = 0;
	} else if (piece->length >= size && last == KIND_MORE) {
		return upto > size ? BEHIND_UNREAD : BEHIND_NOTHING;
	} else if (piece->flags & CHUNK_FAULT) {
		/* Half of what we know is as good as nothing. */
		bool has_rest = last == KIND_TAIL || last == KIND_BYTES;

		if (!size || piece->length < size)
			piece->length = 0;
		else if (last != KIND_BYTES)
			piece->length = size;
		return piece->length && has_rest ? BEHIND_UNREADABLE : BEHIND_NOTHING;
	}
	return BEHIND_NOTHING;
}

static size_t end_of_given(const struct walk *, const struct structure *, size_t length);

/* How many bytes a member takes of which so many are given, with what came with them. */
static size_t room_of_given(const struct walk *walk, const struct field *field, size_t given)
{
	size_t size = field->size[walk->abi];

	if (field->pointer[walk->abi])
		return field->pointer[walk->abi];
	if (field->length.kind == LENGTH_CONST)
		return size * field->length.value;
	if (field->kind == KIND_STRUCT && given < size)
		return end_of_given(walk, field->structure, given);
	return size;
}

/* Where the last member ends of which the caller gives something, or which came in the same
 * version of the structure. */
static size_t end_of_given(const struct walk *walk, const struct structure *structure,
                           size_t length)
{
	size_t end = length;
	bool is_given = false;

	for (unsigned i = 0; structure && i < structure->count; i++) {
		const struct field *field = &structure->fields[i];
		size_t offset = field->offset[walk->abi];

		if (field->kind == KIND_CHOICE || field->kind == KIND_TAIL)
			continue;
		is_given = offset < length || (is_given && field->traits & TRAIT_JOINED);
		size_t given = offset < length ? length - offset : 0;
		size_t until = is_given ? offset + room_of_given(walk, field, given) : 0;
		if (until > end)
			end = until;
	}
	return end;
}

/* What its caller does not know of a structure the kernel takes for zeros: of what its first
 * version had, and of what the caller begins. */
static void piece_fill(struct walk *walk, const struct field *field, struct piece *piece)
{
	if (!piece->length || !field->filled)
		return;
	size_t size = piece->length < field->filled
	                      ? field->filled
	                      : end_of_given(walk, field->structure, piece->length);
	if (size == piece->length)
		return;
	uint8_t *bytes = arena_take(walk->arena, size);
	if (!bytes)
		return;
	memcpy(bytes, piece->bytes, piece->length);
	piece->bytes = bytes;
	piece->length = size;
}

static void append_behind(struct walk *walk, const struct structure *structure, uint64_t address,
                          struct value *group, enum behind behind)
{
	const struct field *last = &structure->fields[structure->count - 1];

	if (behind == BEHIND_UNREAD)
		group->flags |= VALUE_ABBREVIATED;
	if (behind != BEHIND_UNREADABLE)
		return;
	if (last->kind == KIND_TAIL)
		value_append(group, walk_value(walk, last->name, SHAPE_ADDRESS, KIND_TAIL));
	else
		group->flags |= VALUE_FAULT;
	if (!group->last)
		return;
	group->last->flags |= VALUE_FAULT;
	group->last->address = address + last->offset[walk->abi];
}

/* A length below 0 is none: the kernel takes no such buffer. */
static bool is_negative(const struct reference *reference, uint64_t length)
{
	return reference->is_signed && (int64_t)length < 0;
}

/* What is behind a pointer that travelled in this view; never NULL unless the
 * arena is exhausted: what cannot be read is shown as its address. */
struct value *walk_pointed(struct walk *walk, const struct field *field, uint64_t address,
                           uint64_t count, const struct block *parent, enum view_of view,
                           enum direction direction)
{
	enum chunk_kind kind = view == VIEW_EXIT ? CHUNK_EXIT : CHUNK_ENTRY;
	struct piece piece = walk_read(walk, kind, address);
	struct value *value = NULL;
	enum behind behind = BEHIND_NOTHING;

	if (parent && is_referring(&field->upto, walk->abi)) {
		uint64_t upto = sibling_number(walk, parent, &field->upto);
		if (upto < field->least || is_negative(&field->upto, upto))
			return value_of_address(walk, field, address);
		behind = piece_limit(walk, field, &piece, upto);
		piece_fill(walk, field, &piece);
	}
	if (piece.kept && !(piece.flags & (CHUNK_FAULT | CHUNK_TIMEOUT) && !piece.length))
		value = walk_data(walk, field, &piece, address, count, view, direction);
	if (value && behind)
		append_behind(walk, field->structure, address, value, behind);
	if (value && field->kind == KIND_CUSTOM && value->shape == SHAPE_LIST)
		value->number += address; /* a custom decoder does not know where it is */
	if (!value) {
		value = value_of_address(walk, field, address);
		if (value && !piece.kept)
			value->flags |= VALUE_UNCAPTURED;
	}
	if (value) {
		value->address = address;
		value->flags |= VALUE_POINTER;
		if (piece.flags & CHUNK_TIMEOUT)
			value->flags |= VALUE_TIMEOUT;
	}
	return value;
}

/* ---- fields */

static bool has_negative_length(struct walk *walk, const struct field *field,
                                const struct block *block)
{
	const struct length *length = &field->length;

	return length->kind == LENGTH_FIELD &&
	       is_negative(&length->field, sibling_number(walk, block, &length->field));
}

/* Whether a structure that should say how much there is cannot be read. */
static bool is_unsaid(struct walk *walk, const struct field *field, const struct block *block)
{
	const struct reference *length = &field->length.field;
	struct reference pointer = *length;

	if (!length->beyond[walk->abi])
		return false;
	pointer.size[walk->abi] = length->indirect[walk->abi];
	pointer.indirect[walk->abi] = 0;
	uint64_t address = sibling_number(walk, block, &pointer);
	const struct chunk *chunk = event_chunk_find(walk->event, CHUNK_ENTRY, address);
	return !chunk || chunk->flags & CHUNK_FAULT ||
	       chunk->length < (size_t)length->beyond[walk->abi] + length->size[walk->abi];
}

/* An array that would not fit into any memory is none. */
static bool is_endless(const struct walk *walk, const struct field *field, uint64_t address,
                       uint64_t count)
{
	uint64_t size =
		field->traits & TRAIT_INDIRECT ? field->pointer[walk->abi] : field->size[walk->abi];

	return is_list(field) && field->length.kind != LENGTH_NUL && !has_records(walk, field) &&
	       size && count > (UINT64_MAX - address) / size;
}

static bool nothing_to_read(const struct field *field, uint64_t count)
{
	return count == 0 && field->length.kind != LENGTH_ONE;
}

/* An array of no elements has no memory to read, and need not have any. */
static struct value *empty_value(struct walk *walk, const struct field *field, uint64_t address)
{
	struct value *value = value_of_field(
		walk, field,
		kind_is_bytes(field->kind) && !is_list(field) ? SHAPE_BYTES : SHAPE_LIST);
	if (value) {
		value->address = address;
		value->flags = VALUE_POINTER;
		value->bytes = (const uint8_t *)"";
		if (value->shape == SHAPE_BYTES && field->kind == KIND_CUSTOM && field->custom)
			field->custom(walk, field, value);
		else if (field->kind == KIND_PACKET)
			decode_packet(walk, value);
	}
	return value;
}

/* Sets of no bits are addresses; so are masks of nodes, whose length counts one bit more. */
static bool may_be_empty(struct walk *walk, const struct field *field, const struct block *block)
{
	if (field->length.unit == UNIT_NODES)
		return !sibling_number(walk, block, &field->length.field);
	return field->kind != KIND_SIGSET && field->kind != KIND_FDSET;
}

static struct value *walk_target(struct walk *walk, const struct field *field, uint64_t address,
                                 const struct block *block, enum view_of view,
                                 enum direction direction)
{
	uint64_t count = element_count(walk, field, block, view);
	bool was_spending = walk->spending;
	struct value *value;

	if (is_unsaid(walk, field, block))
		return value_of_address(walk, field, address);
	if (nothing_to_read(field, count))
		return may_be_empty(walk, field, block) ? empty_value(walk, field, address)
		                                        : value_of_address(walk, field, address);
	if (has_negative_length(walk, field, block) || is_endless(walk, field, address, count) ||
	    (field->length.most && count > field->length.most))
		return value_of_address(walk, field, address);
	if (field->length.spread && view == VIEW_EXIT) {
		walk->spending = true;
		walk->budget = walk->event->result > 0 ? walk->event->result : 0;
	}
	value = walk_pointed(walk, field, address, count, block, view, direction);
	walk->spending = was_spending;
	return value;
}

/* Whether the structure, although it went in, has pointers to what comes out. */
static bool structure_has_out(const struct structure *structure)
{
	for (unsigned i = 0; i < structure->count; i++)
		if (structure->fields[i].pointer[ABI_X86_64] &&
		    (structure->fields[i].direction == DIR_OUT ||
		     structure->fields[i].direction == DIR_INOUT))
			return true;
	return false;
}

static bool value_has_out(const struct value *value)
{
	return value->shape == SHAPE_STRUCT && value->field && value->field->structure &&
	       structure_has_out(value->field->structure);
}

static bool structure_was(const struct structure *structure);

static bool choice_was(const struct choice *choice)
{
	bool was = choice->otherwise && structure_was(choice->otherwise->fields);

	for (unsigned i = 0; i < choice->count && !was; i++)
		was = structure_was(choice->list[i].fields);
	return was;
}

/* Whether members of the structure show what they were. */
static bool structure_was(const struct structure *structure)
{
	for (unsigned i = 0; structure && i < structure->count; i++) {
		const struct field *field = &structure->fields[i];

		if (field->traits & TRAIT_WAS ||
		    (!field->pointer[ABI_X86_64] && structure_was(field->structure)) ||
		    (field->choice && choice_was(field->choice)))
			return true;
	}
	return false;
}

/* Whether more went in than what members say of themselves. */
static bool structure_went_in(const struct field *field)
{
	const struct structure *structure = field->structure;

	for (unsigned i = 0; structure && i < structure->count; i++) {
		const struct field *member = &structure->fields[i];
		bool is_inner = member->kind == KIND_STRUCT && !member->pointer[ABI_X86_64];

		if (is_inner ? structure_went_in(member)
		             : member->direction != DIR_OUT && !(member->traits & TRAIT_WAS))
			return true;
	}
	return false;
}

/* What came out, after or instead of what went in. */
static struct value *walk_came_out(struct walk *walk, const struct field *field, uint64_t address,
                                   const struct block *block, bool is_after)
{
	bool was_after = walk->is_after;

	walk->is_after = is_after;
	struct value *value = walk_target(walk, field, address, block, VIEW_EXIT, DIR_INOUT);
	walk->is_after = was_after;
	return value;
}

/* Of a structure whose members show what they were: what came out, or else what went in. */
static struct value *walk_pointer_was(struct walk *walk, const struct field *field,
                                      uint64_t address, const struct block *block)
{
	if (!walk->has_returned) {
		struct value *value = value_of_address(walk, field, address);
		if (value)
			value->flags |= VALUE_UNDECIDED;
		return value;
	}
	if (came_out(walk, field))
		return walk_came_out(walk, field, address, block, false);
	if (is_list(field) && !structure_went_in(field))
		return value_of_address(walk, field, address);
	return walk_target(walk, field, address, block, VIEW_ENTRY, DIR_INOUT);
}

/* What went in and, if the call is back, what came out of it. */
static struct value *walk_pointer_in(struct walk *walk, const struct field *field, uint64_t address,
                                     const struct block *block, enum direction direction)
{
	struct value *value = walk_target(walk, field, address, block, VIEW_ENTRY, direction);
	struct value *after = NULL;

	if (!came_out(walk, field))
		return value;
	if (direction == DIR_INOUT)
		after = walk_came_out(walk, field, address, block, true);
	else if (field->kind == KIND_STRUCT && structure_has_out(field->structure))
		after = walk_target(walk, field, address, block, VIEW_AFTER, direction);
	if (value && after && (after->shape != SHAPE_STRUCT || after->first))
		value->after = after;
	return value;
}

struct value *walk_pointer(struct walk *walk, const struct field *field, const struct block *block,
                           enum view_of view, enum direction inherited)
{
	enum direction direction =
		field->direction == DIR_INHERIT ? inherited : (enum direction)field->direction;
	uint64_t address = load_number(block->bytes + field->offset[walk->abi],
	                               field->pointer[walk->abi], false);
	struct value *value;

	bool is_place = field->traits & TRAIT_PLACED && view == VIEW_ENTRY && inherited & DIR_IN;

	if (!address || direction == DIR_NONE || is_place)
		value = value_of_address(walk, field, address);
	else if (view == VIEW_ENTRY && direction == DIR_INOUT && structure_was(field->structure))
		value = walk_pointer_was(walk, field, address, block);
	else if (view == VIEW_ENTRY && direction & DIR_IN)
		value = walk_pointer_in(walk, field, address, block, direction);
	else if (view == VIEW_EXIT && direction == DIR_IN && inherited & DIR_IN)
		value = walk_target(walk, field, address, block, VIEW_ENTRY, direction);
	else if (came_out(walk, field))
		value = walk_target(walk, field, address, block, VIEW_EXIT, direction);
	else
		value = value_of_address(walk, field, address);
	if (value) {
		value->direction = direction;
		if (!walk->has_returned && (direction & DIR_OUT || value_has_out(value)))
			value->flags |= VALUE_LATE;
		/* It stands within what went in, so that cannot be shown before; a
		 * place is its address there, whatever comes out. */
		if (!walk->has_returned && direction & DIR_OUT && inherited == DIR_IN && !is_place)
			value->flags |= VALUE_UNDECIDED;
	}
	return value;
}

/* Whether it goes on as far as what it lies in. */
static bool is_open(const struct structure *structure)
{
	const struct field *last =
		structure->count ? &structure->fields[structure->count - 1] : NULL;

	return last && last->traits & TRAIT_INLINE && last->length.kind == LENGTH_REST;
}

struct value *walk_inline(struct walk *walk, const struct field *field, const struct block *block,
                          enum view_of view, enum direction inherited)
{
	unsigned offset = field->offset[walk->abi];

	if (offset > block->length)
		return NULL;
	uint64_t count = element_count(walk, field, block, view);
	struct piece piece = { block->bytes + offset, block->length - offset, 0, true };

	if (field->kind == KIND_STRUCT && !is_list(field)) {
		size_t size =
			is_open(field->structure) ? SIZE_MAX : field->structure->size[walk->abi];
		struct block inner = { piece.bytes, size < piece.length ? size : piece.length,
			               block->address ? block->address + offset : 0 };
		bool was_spending = walk->spending;

		if (field->length.spread && view == VIEW_EXIT) {
			walk->spending = true;
			walk->budget = sibling_number(walk, block, &field->length.field);
		}
		struct value *value = walk_struct(walk, field, &inner, view, inherited);
		walk->spending = was_spending;
		return value;
	}
	return walk_data(walk, field, &piece, block->address + offset, count, view, inherited);
}

/* An array that follows its structure, and is not known to be part of it. */
struct value *walk_tail(struct walk *walk, const struct field *field, const struct block *block,
                        enum view_of view, enum direction inherited)
{
	uint64_t address = block->address + field->offset[walk->abi];
	uint64_t count = element_count(walk, field, block, view);
	struct value *value =
		count && !has_negative_length(walk, field, block)
			? walk_pointed(walk, field, address, count, block, view, inherited)
			: empty_value(walk, field, address);

	/* Bytes that the kernel cannot read are of no use anywhere. */
	if (value && view == VIEW_ENTRY && field->kind == KIND_HEXBYTES &&
	    (value->shape == SHAPE_ADDRESS || value->flags & VALUE_FAULT))
		decode_missed(walk, field, value);
	if (value && value->shape != SHAPE_ADDRESS)
		value->flags &= ~VALUE_POINTER;
	return value;
}

bool is_tail(const struct walk *walk, const struct field *field, const struct block *block)
{
	return field->traits & TRAIT_INLINE && field->length.kind == LENGTH_FIELD &&
	       !field->length.room && block->address && field->offset[walk->abi] >= block->length;
}
