/* The decoder: walks the description of a call over an event.
 *
 * It reads nothing but the event.  A block is some bytes in which siblings find
 * each other by offset; the arguments are the first block, every structure is
 * another.  A pointer's target is a chunk of the event: kept at entry when data
 * travelled in, at exit when they travelled out.
 *
 * A structure is looked at in one of three views (walk.h).  Of what travels
 * both ways, the value is the entry's and value->after the exit's. */
#include "calls/custom.h"
#include "calls/netlink.h"
#include "calls/walk.h"

#include <errno.h>
#include <string.h>

enum { DEPTH_MAX = 40, ELEMENTS_MAX = 1 << 16 };

static void walk_fields(struct walk *, const struct structure *, const struct block *, enum view_of,
			enum direction inherited, struct value *group);

uint64_t load_number(const uint8_t *bytes, unsigned size, bool is_signed)
{
	switch (size) {
	case 1:
		return is_signed ? (uint64_t)(int8_t)*bytes : *bytes;
	case 2: {
		uint16_t number;
		memcpy(&number, bytes, 2);
		return is_signed ? (uint64_t)(int16_t)number : number;
	}
	case 4: {
		uint32_t number;
		memcpy(&number, bytes, 4);
		return is_signed ? (uint64_t)(int32_t)number : number;
	}
	case 8: {
		uint64_t number;
		memcpy(&number, bytes, 8);
		return number;
	}
	}
	return 0;
}

/* ---- values */

struct value *walk_value(struct walk *walk, const char *name, enum shape shape, enum kind kind)
{
	struct value *value = arena_take(walk->arena, sizeof(*value));

	if (value) {
		value->name = name;
		value->shape = shape;
		value->kind = kind;
	}
	return value;
}

void value_append(struct value *group, struct value *child)
{
	if (!group || !child)
		return;
	if (group->last)
		group->last->next = child;
	else
		group->first = child;
	group->last = child;
}

static inline struct value *value_of_field(struct walk *walk, const struct field *field, enum shape shape)
{
	struct value *value = walk_value(walk, field->name, shape, field->kind);

	if (value) {
		value->field = field;
		value->symbols = field->symbols;
		value->traits = field->traits;
		value->size = field->size[walk->abi] > 8 ? 8 : field->size[walk->abi];
	}
	return value;
}

static struct value *value_of_address(struct walk *walk, const struct field *field, uint64_t address)
{
	struct value *value = value_of_field(walk, field, SHAPE_ADDRESS);

	if (value) {
		value->address = address;
		value->flags = VALUE_POINTER;
	}
	return value;
}

/* ---- memory of the event */

struct piece {
	const uint8_t *bytes;
	size_t length;
	uint16_t flags; /* enum chunk_flag */
	bool kept;	/* the event holds a chunk for it, be it empty */
};

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

static struct piece walk_read(struct walk *walk, enum chunk_kind kind, uint64_t address)
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

/* ---- numbers of siblings */

static bool is_referring(const struct reference *reference, enum event_abi abi)
{
	return reference->size[abi] != 0;
}

/* The number behind a sibling pointer: the smaller of what went in and what
 * came out, since a kernel writes no more than it was given room for. */
static uint64_t number_behind(struct walk *walk, const struct reference *reference, uint64_t address)
{
	enum chunk_kind latest = walk->has_returned ? CHUNK_EXIT : CHUNK_ENTRY;
	uint64_t lowest = UINT64_MAX;

	for (enum chunk_kind kind = CHUNK_ENTRY; kind <= latest; kind++) {
		const struct chunk *chunk = event_chunk_find(walk->event, kind, address);
		unsigned size = reference->size[walk->abi];

		if (chunk && chunk->length >= size) {
			uint64_t number =
				load_number(chunk_bytes(chunk), size, reference->is_signed);
			if (number < lowest)
				lowest = number;
		}
	}
	return lowest == UINT64_MAX ? 0 : lowest;
}

static uint64_t sibling_number(struct walk *walk, const struct block *block,
			       const struct reference *reference)
{
	if (reference->fact)
		return walk->facts[reference->fact - 1];
	unsigned offset = reference->offset[walk->abi];
	unsigned indirect = reference->indirect[walk->abi];
	unsigned size = indirect ? indirect : reference->size[walk->abi];

	if (offset + size > block->length)
		return 0;
	uint64_t number = load_number(block->bytes + offset, size, !indirect && reference->is_signed);
	return indirect ? number_behind(walk, reference, number) : number;
}

static bool condition_holds(struct walk *walk, const struct block *block,
			    const struct condition *when)
{
	if (when->test == TEST_ALWAYS)
		return true;
	uint64_t number = sibling_number(walk, block, &when->field) & when->mask;
	bool equal = false;
	for (unsigned i = 0; i < when->count; i++)
		equal |= number == (when->values[i] & when->mask);
	switch (when->test) {
	case TEST_ANY:
		return number != 0;
	case TEST_NONE:
		return number == 0;
	case TEST_EQUAL:
		return equal;
	default:
		return !equal;
	}
}

/* ---- what came out, and whether to believe it */

static bool came_out(const struct walk *walk, const struct field *field)
{
	switch (field->validity) {
	case VALID_SUCCESS:
		return walk->has_succeeded;
	case VALID_POSITIVE:
		return walk->has_succeeded && walk->event->result > 0;
	case VALID_INTERRUPTED:
		return walk->has_returned && walk->event->flags & EVENT_INTERRUPTED;
	case VALID_OVERFLOW:
		return walk->has_succeeded ||
		       (walk->has_returned && walk->event->result == -EOVERFLOW);
	}
	return walk->has_returned;
}

/* ---- lengths */

/* An array counted in bytes, of structures that say their own length: dirents. */
static bool has_records(const struct walk *walk, const struct field *field)
{
	return field->kind == KIND_STRUCT && field->length.unit == UNIT_BYTES &&
	       is_referring(&field->structure->upto, walk->abi);
}

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
static uint64_t element_count(struct walk *walk, const struct field *field, const struct block *block,
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

/* ---- targets of pointers, and what lies inline */

static uint64_t field_number(const struct field *field, const uint8_t *bytes, enum event_abi abi)
{
	uint64_t number = load_number(bytes, field->size[abi], field->is_signed);

	if (field->kind == KIND_SPLIT)
		return number << 32 | number >> 32;
	return field->bits ? number >> field->bit & (UINT64_MAX >> (64 - field->bits)) : number;
}

static struct value *walk_number(struct walk *walk, const struct field *field, const uint8_t *bytes)
{
	struct value *value = value_of_field(walk, field, SHAPE_NUMBER);

	if (!value)
		return NULL;
	value->number = field_number(field, bytes, walk->abi);
	if (field->bits && value->number)
		value->traits &= (uint32_t)~TRAIT_DETAIL;
	return value;
}

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
static struct value *walk_bytes(struct walk *walk, const struct field *field, struct piece piece,
				uint64_t count, enum view_of view)
{
	bool ends_at_nul = field->kind == KIND_STRING || field->kind == KIND_PATH;

	if ((field->kind == KIND_BYTES || field->kind == KIND_PACKET) && view == VIEW_EXIT)
		count = spend(walk, count);
	if (field->custom == decode_sockaddr && count > SOCKADDR_MAX)
		count = SOCKADDR_MAX;
	bool is_clipped = field->length.first && count > field->length.first;
	if (is_clipped)
		count = field->length.first;
	bool is_short = piece.flags & CHUNK_FAULT && piece.length < count;
	/* Of text, the beginning may be all that will be shown. */
	if (is_short && (!piece.length || !kind_is_text(field->kind)))
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
	else if (field->kind == KIND_PACKET)
		decode_packet(walk, value);
	else if (field->kind == KIND_TEXT)
		end_text(value);
	return value;
}

static struct value *walk_struct(struct walk *walk, const struct field *field,
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

static struct value *walk_pointed(struct walk *, const struct field *, uint64_t address,
				  uint64_t count, const struct block *parent, enum view_of view,
				  enum direction);

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
static struct value *walk_records(struct walk *walk, const struct field *field, struct piece piece,
				  uint64_t address, uint64_t bytes, enum view_of view,
				  enum direction direction)
{
	struct value *list = value_of_field(walk, field, SHAPE_LIST);
	size_t length = piece.length < bytes ? piece.length : bytes, offset = 0;

	if (list && field->structure->padding) {
		walk_padded(walk, field, (struct block){ piece.bytes, length, address }, view,
			    direction, list);
		return list;
	}
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

/* Whether the call did not get as far as that element. */
static bool is_untouched(const struct walk *walk, const struct field *field, uint64_t index,
			 enum view_of view)
{
	return field->length.partial && view == VIEW_EXIT &&
	       (int64_t)index >= walk->event->result;
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
		enum view_of seen = is_untouched(walk, field, i, view) ? VIEW_ENTRY : view;
		struct value *child = indirect ? walk_indirect_element(walk, field, block.bytes, pointer,
								       seen, direction)
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
	if (i < count && !(field->traits & TRAIT_BRIEF_ADDRESS)) {
		list->flags |= piece.flags & CHUNK_FAULT ? VALUE_FAULT : VALUE_CUT;
		list->number = address + i * size; /* where the missing ones are */
	}
	return list;
}

static bool is_list(const struct field *field)
{
	return field->traits & TRAIT_INDIRECT ||
	       (field->length.kind != LENGTH_ONE && !kind_is_bytes(field->kind));
}

/* Where the member ends that says how long its structure is. */
static size_t end_of_upto(const struct walk *walk, const struct structure *structure)
{
	return structure->upto.offset[walk->abi] + structure->upto.size[walk->abi];
}

/* How many bytes of a structure there are, says the structure itself; they need not be here. */
static uint64_t known_length(struct walk *walk, const struct structure *structure,
                             const struct block *block)
{
	uint64_t upto = sibling_number(walk, block, &structure->upto);

	if (!upto && !structure->least)
		return block->length;
	if (!upto && structure->zero_is_least)
		return structure->least;
	return upto < structure->least ? end_of_upto(walk, structure) : upto;
}

/* Whether what can be read of such a structure is what it says there is of it. */
static bool is_whole(struct walk *walk, const struct structure *structure, const struct block *block)
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

		if (field->kind == KIND_CHOICE || field->offset[abi] + size <= length)
			return true;
	}
	return false;
}

/* Data at hand, wherever they came from. */
static struct value *walk_data(struct walk *walk, const struct field *field, struct piece piece,
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
	struct block block = { piece.bytes, piece.length, address };
	bool is_enough;

	if (structure && is_referring(&structure->upto, walk->abi))
		is_enough = is_whole(walk, structure, &block);
	else if (structure && is_referring(&field->upto, walk->abi))
		is_enough = holds_a_member(walk, structure, piece.length);
	else
		is_enough = piece.length >= size;
	return is_enough ? walk_element(walk, field, &block, view, direction) : NULL;
}

/* What is behind the members of an extensible structure that we know. */
enum behind { BEHIND_NOTHING, BEHIND_UNREAD, BEHIND_UNREADABLE };

/* So many bytes of a structure there are, says its caller; the piece becomes as short. */
static enum behind piece_limit(const struct walk *walk, const struct field *field,
                               struct piece *piece, uint64_t upto)
{
	const struct structure *structure = field->structure;
	unsigned plus = field->upto.plus[walk->abi];
	size_t size = structure ? structure->size[walk->abi] : 0;
	enum kind last = structure && structure->count
	                         ? (enum kind)structure->fields[structure->count - 1].kind
	                         : KIND_VOID;

	if (piece->length >= plus && upto <= piece->length - plus) {
		piece->length = upto + plus;
	} else if (piece->length >= size && last == KIND_MORE) {
		return upto > size ? BEHIND_UNREAD : BEHIND_NOTHING;
	} else if (piece->flags & CHUNK_FAULT) {
		/* Half of what we know is as good as nothing. */
		bool is_whole = piece->length >= size && (last == KIND_TAIL || last == KIND_BYTES);

		if (!is_whole)
			piece->length = 0;
		else if (last == KIND_TAIL)
			piece->length = size;
		return is_whole ? BEHIND_UNREADABLE : BEHIND_NOTHING;
	}
	return BEHIND_NOTHING;
}

/* What its caller does not know of a structure the kernel takes for zeros. */
static void piece_fill(struct walk *walk, size_t size, struct piece *piece)
{
	if (!piece->length || piece->length >= size)
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

/* What is behind a pointer that travelled in this view; never NULL unless the
 * arena is exhausted: what cannot be read is shown as its address. */
static struct value *walk_pointed(struct walk *walk, const struct field *field, uint64_t address,
				  uint64_t count, const struct block *parent, enum view_of view,
				  enum direction direction)
{
	enum chunk_kind kind = view == VIEW_EXIT ? CHUNK_EXIT : CHUNK_ENTRY;
	struct piece piece = walk_read(walk, kind, address);
	struct value *value = NULL;
	enum behind behind = BEHIND_NOTHING;

	if (parent && is_referring(&field->upto, walk->abi)) {
		uint64_t upto = sibling_number(walk, parent, &field->upto);
		if (upto < field->least)
			return value_of_address(walk, field, address);
		behind = piece_limit(walk, field, &piece, upto);
		piece_fill(walk, field->filled, &piece);
	}
	if (piece.kept && !(piece.flags & (CHUNK_FAULT | CHUNK_TIMEOUT) && !piece.length))
		value = walk_data(walk, field, piece, address, count, view, direction);
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

/* A length below 0 is none: the kernel takes no such buffer. */
static bool is_negative(struct walk *walk, const struct field *field, const struct block *block)
{
	const struct length *length = &field->length;

	return length->kind == LENGTH_FIELD && length->field.is_signed &&
	       (int64_t)sibling_number(walk, block, &length->field) < 0;
}

/* An array that would not fit into any memory is none. */
static bool is_endless(const struct walk *walk, const struct field *field, uint64_t address,
		       uint64_t count)
{
	uint64_t size = field->traits & TRAIT_INDIRECT ? field->pointer[walk->abi]
						       : field->size[walk->abi];

	return is_list(field) && field->length.kind != LENGTH_NUL && !has_records(walk, field) && size &&
	       count > (UINT64_MAX - address) / size;
}

static bool nothing_to_read(const struct field *field, uint64_t count)
{
	return count == 0 && field->length.kind != LENGTH_ONE;
}

/* An array of no elements has no memory to read, and need not have any. */
static struct value *empty_value(struct walk *walk, const struct field *field, uint64_t address)
{
	struct value *value =
		value_of_field(walk, field, kind_is_bytes(field->kind) && !is_list(field) ? SHAPE_BYTES
											  : SHAPE_LIST);
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

static bool may_be_empty(const struct field *field)
{
	return field->kind != KIND_SIGSET && field->kind != KIND_FDSET &&
	       field->length.unit != UNIT_NODES;
}

static struct value *walk_target(struct walk *walk, const struct field *field, uint64_t address,
				 const struct block *block, enum view_of view,
				 enum direction direction)
{
	uint64_t count = element_count(walk, field, block, view);
	bool was_spending = walk->spending;
	struct value *value;

	if (nothing_to_read(field, count))
		return may_be_empty(field) ? empty_value(walk, field, address)
					   : value_of_address(walk, field, address);
	if (is_negative(walk, field, block) || is_endless(walk, field, address, count) ||
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

/* Whether members of the structure show what they were. */
static bool structure_was(const struct field *field)
{
	const struct structure *structure = field->structure;

	for (unsigned i = 0; structure && i < structure->count; i++)
		if (structure->fields[i].traits & TRAIT_WAS ||
		    (!structure->fields[i].pointer[ABI_X86_64] &&
		     structure_was(&structure->fields[i])))
			return true;
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

/* Of a structure whose members show what they were: what came out, or else what went in. */
static struct value *walk_pointer_was(struct walk *walk, const struct field *field,
				      uint64_t address, const struct block *block)
{
	if (!walk->has_returned)
		return value_of_address(walk, field, address);
	if (came_out(walk, field))
		return walk_target(walk, field, address, block, VIEW_EXIT, DIR_INOUT);
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
		after = walk_target(walk, field, address, block, VIEW_EXIT, direction);
	else if (field->kind == KIND_STRUCT && structure_has_out(field->structure))
		after = walk_target(walk, field, address, block, VIEW_AFTER, direction);
	if (value && after && (after->shape != SHAPE_STRUCT || after->first))
		value->after = after;
	return value;
}

static struct value *walk_pointer(struct walk *walk, const struct field *field,
				  const struct block *block, enum view_of view,
				  enum direction inherited)
{
	enum direction direction = field->direction == DIR_INHERIT ? inherited
								   : (enum direction)field->direction;
	uint64_t address =
		load_number(block->bytes + field->offset[walk->abi], field->pointer[walk->abi], false);
	struct value *value;

	if (!address || direction == DIR_NONE)
		value = value_of_address(walk, field, address);
	else if (view == VIEW_ENTRY && direction == DIR_INOUT && structure_was(field))
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
	}
	return value;
}

/* Whether it goes on as far as what it lies in. */
static bool is_open(const struct structure *structure)
{
	const struct field *last = structure->count ? &structure->fields[structure->count - 1] : NULL;

	return last && last->traits & TRAIT_INLINE && last->length.kind == LENGTH_REST;
}

static struct value *walk_inline(struct walk *walk, const struct field *field,
				 const struct block *block, enum view_of view,
				 enum direction inherited)
{
	unsigned offset = field->offset[walk->abi];

	if (offset > block->length)
		return NULL;
	uint64_t count = element_count(walk, field, block, view);
	struct piece piece = { block->bytes + offset, block->length - offset, 0, true };

	if (field->kind == KIND_STRUCT && !is_list(field)) {
		size_t size = is_open(field->structure) ? SIZE_MAX
							: field->structure->size[walk->abi];
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
	return walk_data(walk, field, piece, block->address + offset, count, view, inherited);
}

/* An array that follows its structure, and is not known to be part of it. */
static struct value *walk_tail(struct walk *walk, const struct field *field,
			       const struct block *block, enum view_of view,
			       enum direction inherited)
{
	uint64_t address = block->address + field->offset[walk->abi];
	uint64_t count = element_count(walk, field, block, view);
	struct value *value = count && !is_negative(walk, field, block)
				      ? walk_pointed(walk, field, address, count, block, view,
						     inherited)
				      : empty_value(walk, field, address);

	if (value && value->shape != SHAPE_ADDRESS)
		value->flags &= ~VALUE_POINTER;
	return value;
}

static bool is_tail(const struct walk *walk, const struct field *field, const struct block *block)
{
	return field->traits & TRAIT_INLINE && field->length.kind == LENGTH_FIELD &&
	       !field->length.room && block->address && field->offset[walk->abi] >= block->length;
}

/* Text up to the end of a structure that ends where it begins. */
static bool is_empty_rest(const struct walk *walk, const struct field *field,
			  const struct block *block)
{
	return field->length.kind == LENGTH_REST && kind_is_bytes(field->kind) &&
	       field->kind != KIND_HEXBYTES && field->offset[walk->abi] == block->length;
}

/* What a number that comes out was when it went in, if it was another. */
static struct value *walk_was(struct walk *walk, const struct field *field,
			      const struct block *block, struct value *value)
{
	uint64_t address = block->address + field->offset[walk->abi];
	unsigned size = field->size[walk->abi];
	const struct chunk *chunk = event_chunk_first(walk->event);

	while (chunk && !(chunk->kind == CHUNK_ENTRY && address >= chunk->address &&
			  address + size <= chunk->address + chunk->length))
		chunk = event_chunk_next(walk->event, chunk);
	if (!chunk || !value)
		return value;
	struct value *was = walk_number(walk, field, chunk_bytes(chunk) + (address - chunk->address));
	if (!was || was->number == value->number)
		return value;
	was->after = value;
	return was;
}

static const struct alternative *alternative_find(const struct choice *choice, enum event_abi abi,
						  uint64_t key)
{
	const uint16_t *order = abi == ABI_I386 ? choice->order_i386 : NULL;
	unsigned low = 0, high = choice->count;

	while (low < high) {
		unsigned middle = (low + high) / 2;
		const struct alternative *alternative =
			&choice->list[order ? order[middle] : middle];

		if (alternative->key[abi] == key)
			return alternative;
		if (alternative->key[abi] < key)
			low = middle + 1;
		else
			high = middle;
	}
	return choice->otherwise;
}

/* Of a text its first eight bytes are told. */
static void tell(struct walk *walk, const struct field *field, const struct value *value)
{
	uint64_t *fact = &walk->facts[field->tells - 1];

	*fact = value->number;
	if (value->shape == SHAPE_BYTES) {
		*fact = 0;
		memcpy(fact, value->bytes, value->length < sizeof(*fact) ? value->length : sizeof(*fact));
	}
}

/* Whether there is not enough for what it describes, or nothing described. */
static bool alternative_is_cut(const struct walk *walk, const struct alternative *alternative,
			       const struct block *block)
{
	const struct structure *fields = alternative->fields;
	const struct field *only = fields && fields->count == 1 ? &fields->fields[0] : NULL;

	if (!only)
		return !fields || fields->size[walk->abi] > block->length;
	if (only->kind == KIND_CHOICE)
		return false; /* it decides that for itself */
	if (is_list(only) && only->length.kind == LENGTH_REST && !has_records(walk, only))
		return block->length - only->offset[walk->abi] < only->size[walk->abi];
	return fields->size[walk->abi] > block->length;
}

static void walk_choice(struct walk *walk, const struct field *field, const struct block *block,
			enum view_of view, enum direction inherited, struct value *group)
{
	const struct choice *choice = field->choice;
	uint64_t key = sibling_number(walk, block, &choice->by) & choice->mask;
	const struct alternative *alternative = alternative_find(choice, walk->abi, key);

	if (choice->is_for_short) {
		if (field->offset[walk->abi] >= block->length)
			return;
		if (alternative && alternative_is_cut(walk, alternative, block))
			alternative = choice->otherwise;
	}
	if (!alternative || walk->depth >= DEPTH_MAX)
		return;
	if (alternative->result)
		walk->result = alternative->result;
	if (!alternative->fields)
		return;
	struct value *before = group->last;
	walk->depth++;
	walk_fields(walk, alternative->fields, block, view, inherited, group);
	walk->depth--;
	if (field->tells && group->last && group->last != before)
		tell(walk, field, group->last);
	if (!alternative->alias || (walk->is_unread && alternative->fields->count == 1))
		return;
	walk->alias = alternative;
	if (before)
		group->first = before->next; /* what chose the call is none of its arguments */
}

/* Whether a plain member is shown in that view. */
static bool is_in_view(const struct walk *walk, const struct field *field, enum view_of view)
{
	switch (view) {
	case VIEW_ENTRY:
		return field->direction != DIR_OUT;
	case VIEW_EXIT:
		/* With EOVERFLOW only what went in, too, is told. */
		return field->direction != DIR_IN &&
		       (field->direction != DIR_OUT || walk->event->result != -EOVERFLOW);
	default:
		return false;
	}
}

static bool pointer_is_in_view(const struct field *field, enum view_of view,
			       enum direction inherited)
{
	if (view == VIEW_ENTRY && inherited == DIR_INOUT)
		return field->direction != DIR_OUT;
	return view != VIEW_AFTER || (field->direction != DIR_INHERIT && field->direction & DIR_OUT);
}

static bool all_zero(const uint8_t *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (bytes[i])
			return false;
	return true;
}

static bool is_blank(const struct walk *walk, const struct field *field, const struct block *block)
{
	unsigned offset = field->offset[walk->abi];
	size_t size = field->structure ? field->structure->size[walk->abi] : field->size[walk->abi];

	if (field->pointer[walk->abi] || offset >= block->length)
		return false;
	if (field->length.kind == LENGTH_CONST)
		size *= field->length.value;
	if (field->kind == KIND_TAIL || size > block->length - offset)
		size = block->length - offset;
	return all_zero(block->bytes + offset, size);
}

/* What nobody wrote into is not shown. */
static bool is_left_out(const struct walk *walk, const struct field *field,
                        const struct block *block)
{
	bool is_tail = field->kind == KIND_TAIL;

	if ((is_tail || field->kind == KIND_MORE) && field->offset[walk->abi] >= block->length)
		return true;
	return (is_tail || field->traits & TRAIT_NONZERO) && is_blank(walk, field, block);
}

/* A bit that is set is no detail, nor is a trifle that is not zero. */
static bool is_detail(const struct walk *walk, const struct field *field, const struct block *block)
{
	if (!(field->traits & TRAIT_DETAIL))
		return false;
	if (field->bits)
		return !field_number(field, block->bytes + field->offset[walk->abi], walk->abi);
	return !(field->traits & TRAIT_TRIFLE) || is_blank(walk, field, block);
}

static bool is_passed_over(const struct walk *walk, const struct field *field,
                           const struct block *block, struct value *group)
{
	if (!walk->abbreviated || !is_detail(walk, field, block))
		return false;
	group->flags |= VALUE_ABBREVIATED;
	return true;
}

static void walk_plain_number(struct walk *walk, const struct field *field,
			      const struct block *block, enum view_of view, struct value *group)
{
	unsigned offset = field->offset[walk->abi];

	if (offset + field->size[walk->abi] > block->length || !is_in_view(walk, field, view))
		return;
	if (field->traits & TRAIT_DETAIL && is_passed_over(walk, field, block, group))
		return;
	struct value *value = walk_number(walk, field, block->bytes + offset);
	if (!value)
		return;
	value->direction = field->direction;
	value_append(group, value);
}

static void append_members(struct walk *walk, struct value *group, struct value *value)
{
	if (!value || value->shape != SHAPE_STRUCT) {
		/* What nobody kept might have been read all the same. */
		walk->is_unread = !value || !(value->flags & VALUE_UNCAPTURED);
		value_append(group, value);
		return;
	}
	for (struct value *member = value->first, *next; member; member = next) {
		next = member->next;
		member->next = NULL;
		value_append(group, member);
	}
}

static void walk_pointer_field(struct walk *walk, const struct field *field,
			       const struct block *block, enum view_of view,
			       enum direction inherited, struct value *group)
{
	if (field->offset[walk->abi] + field->pointer[walk->abi] > block->length ||
	    !pointer_is_in_view(field, view, inherited) ||
	    !condition_holds(walk, block, &field->when) || is_passed_over(walk, field, block, group))
		return;
	struct value *value = walk_pointer(walk, field, block, view, inherited);
	if (field->traits & TRAIT_RESULT)
		walk->returned = value && value->shape == SHAPE_NUMBER ? value : NULL;
	else if (field->traits & TRAIT_FLAT)
		append_members(walk, group, value);
	else
		value_append(group, value);
}

static void walk_inline_field(struct walk *walk, const struct field *field,
			      const struct block *block, enum view_of view,
			      enum direction inherited, struct value *group)
{
	unsigned abi = walk->abi;
	bool is_number = field->kind != KIND_STRUCT && field->kind != KIND_CHOICE &&
			 !(field->traits & TRAIT_INLINE) && !kind_is_bytes(field->kind);
	unsigned width = is_number ? field->size[abi] : 0;
	bool tail = is_tail(walk, field, block);

	if (field->kind == KIND_PAD || field->offset[abi] + width > block->length ||
	    (!width && field->offset[abi] >= block->length && field->kind != KIND_CHOICE && !tail &&
	     !is_empty_rest(walk, field, block)))
		return; /* beyond what the caller of an extensible structure knows */
	if ((field->kind != KIND_CHOICE && !is_in_view(walk, field, view)) ||
	    !condition_holds(walk, block, &field->when) ||
	    is_passed_over(walk, field, block, group) || is_left_out(walk, field, block))
		return;
	if (field->kind == KIND_MORE)
		group->flags |= VALUE_ABBREVIATED;
	else if (field->kind == KIND_CHOICE)
		walk_choice(walk, field, block, view, inherited, group);
	else {
		struct value *value =
			width  ? walk_number(walk, field, block->bytes + field->offset[abi])
			: tail ? walk_tail(walk, field, block, view, inherited)
			       : walk_inline(walk, field, block, view, inherited);
		if (field->traits & TRAIT_WAS && view == VIEW_EXIT && width)
			value = walk_was(walk, field, block, value);
		if (value && field->kind == KIND_TAIL)
			value->number = field->offset[abi];
		if (value) {
			value->direction = field->direction;
			if (field->tells)
				tell(walk, field, value);
			if (!is_detail(walk, field, block))
				value->traits &= (uint32_t)~TRAIT_DETAIL;
		}
		value_append(group, value);
	}
}

static void walk_fields(struct walk *walk, const struct structure *structure,
			const struct block *block, enum view_of view, enum direction inherited,
			struct value *group)
{
	for (unsigned i = 0; i < structure->count; i++) {
		const struct field *field = &structure->fields[i];

		if (field->is_plain)
			walk_plain_number(walk, field, block, view, group);
		else if (field->pointer[walk->abi])
			walk_pointer_field(walk, field, block, view, inherited, group);
		else
			walk_inline_field(walk, field, block, view, inherited, group);
	}
}

void walk_structure(struct walk *walk, const struct structure *structure, const struct block *block,
		    enum view_of view, enum direction direction, struct value *group)
{
	struct block known = *block;

	if (structure->is_headed && block->length < structure->size[walk->abi]) {
		group->flags |= VALUE_ABBREVIATED;
		if (structure->count)
			walk_inline_field(walk, &structure->fields[0], block, view, direction,
					  group);
		return;
	}
	/* How long padded records are was found out by who came across them. */
	if (is_referring(&structure->upto, walk->abi) && !structure->padding) {
		uint64_t upto = known_length(walk, structure, block);
		const struct field *last = &structure->fields[structure->count - 1];
		if (upto < known.length)
			known.length = upto;
		else if (upto > known.length && last->kind == KIND_MORE)
			group->flags |= VALUE_ABBREVIATED;
	}
	walk_fields(walk, structure, &known, view, direction, group);
}

/* ---- calls */

/* Registers as a block: 8-byte slots, on i386 4-byte ones. */
static struct block argument_block(struct walk *walk)
{
	const struct event *event = walk->event;

	if (walk->abi != ABI_I386)
		return (struct block){ (const uint8_t *)event->args, sizeof(event->args), 0 };
	uint32_t *slots = arena_take(walk->arena, 6 * sizeof(*slots));
	for (unsigned i = 0; slots && i < 6; i++)
		slots[i] = event->args[i];
	return (struct block){ (const uint8_t *)slots, slots ? 6 * sizeof(*slots) : 0, 0 };
}

static struct value *decode_result(struct walk *walk, const struct field *field)
{
	if (!walk->has_returned)
		return NULL;
	const struct value *returned = walk->returned;
	struct value *value =
		value_of_field(walk, returned ? returned->field : field, SHAPE_NUMBER);
	if (value) {
		value->number = returned ? returned->number : (uint64_t)walk->event->result;
		value->direction = DIR_OUT;
	}
	return value;
}

struct call_value *decode_call(const struct event *event, struct arena *arena,
			       enum decode_extent extent)
{
	bool has_returned = event->kind == EVENT_EXIT && !(event->flags & EVENT_UNFINISHED);
	struct walk walk = {
		.event = event,
		.arena = arena,
		.abi = event->abi,
		.has_returned = has_returned,
		.has_succeeded =
			has_returned && !(event->flags & (EVENT_FAILED | EVENT_INTERRUPTED)),
		.abbreviated = extent == DECODE_ABBREVIATED,
	};
	struct call_value *decoded = arena_take(arena, sizeof(*decoded));

	if (!decoded || event->abi >= ABI_COUNT)
		return NULL;
	decoded->event = event;
	decoded->call = call_find(event->abi, event->nr);
	decoded->number = event->nr;
	if (!decoded->call)
		return decoded;
	struct block block = argument_block(&walk);
	decoded->args = walk_value(&walk, decoded->call->name, SHAPE_STRUCT, KIND_STRUCT);
	if (!decoded->args)
		return NULL;
	/* While the call runs we see what went in; once it is back, pointers decide. */
	walk_structure(&walk, &decoded->call->args, &block, VIEW_ENTRY, DIR_NONE, decoded->args);
	decoded->alias = walk.alias;
	decoded->name = walk.alias ? walk.alias->alias : decoded->call->name;
	decoded->name_length = walk.alias ? strlen(decoded->name) : decoded->call->name_length;
	decoded->number = walk.alias ? walk.alias->alias_number : event->nr;
	decoded->result = decode_result(&walk, walk.result ? walk.result : &decoded->call->result);
	decoded->misses = walk.misses;
	return decoded;
}

const struct value *value_find(const struct value *group, const char *path)
{
	size_t length = strcspn(path, ".");

	for (const struct value *value = group ? group->first : NULL; value; value = value->next)
		if (value->name && strlen(value->name) == length && !memcmp(value->name, path, length))
			return path[length] ? value_find(value, path + length + 1) : value;
	return NULL;
}
