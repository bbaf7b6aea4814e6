/* The decoder: walks the description of a call over an event.
 *
 * It reads nothing but the event.  A block is some bytes in which siblings find
 * each other by offset; the arguments are the first block, every structure is
 * another.  A pointer's target is a chunk of the event: kept at entry when data
 * travelled in, at exit when they travelled out.
 *
 * A structure is looked at in one of three views (walk.h).  Of what travels
 * both ways, the value is the entry's and value->after the exit's. */
#include "calls/coverage.h"
#include "calls/custom.h"
#include "calls/netlink.h"
#include "calls/vcpu.h"
#include "calls/walk_parts.h"

#include <errno.h>
#include <string.h>

static void walk_fields(struct walk *, const struct structure *, const struct block *, enum view_of,
                        enum direction inherited, struct value *group);

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
	const uint8_t *bytes = bytes_before(walk, field, block);

	if (!bytes || !value)
		return value;
	struct value *was = walk_number(walk, field, bytes);
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
	if (field->tells == FACT_OBJECT + 1)
		*fact = event_object(walk->event, value->number);
	if (value->shape == SHAPE_BYTES) {
		*fact = 0;
		memcpy(fact, value->bytes,
		       value->length < sizeof(*fact) ? value->length : sizeof(*fact));
	}
}

/* How much of a structure there must be; a choice at its end decides that for itself. */
static unsigned least_size(const struct walk *walk, const struct structure *structure)
{
	const struct field *last =
		structure->count ? &structure->fields[structure->count - 1] : NULL;

	return last && last->kind == KIND_CHOICE ? last->offset[walk->abi]
	                                         : structure->size[walk->abi];
}

/* Whether there is not enough for what it describes, or nothing described. */
static bool alternative_is_cut(const struct walk *walk, const struct alternative *alternative,
                               const struct block *block)
{
	const struct structure *fields = alternative->fields;
	const struct field *only = fields && fields->count == 1 ? &fields->fields[0] : NULL;

	if (!fields)
		return true;
	if (!only)
		return least_size(walk, fields) > block->length;
	unsigned offset = only->offset[walk->abi];
	if (is_list(only) && only->length.kind == LENGTH_REST && !has_records(walk, only))
		return block->length - offset < only->size[walk->abi];
	if (only->kind == KIND_STRUCT && !is_list(only) && !only->pointer[walk->abi])
		return offset + least_size(walk, only->structure) > block->length;
	return least_size(walk, fields) > block->length;
}

static void walk_choice(struct walk *walk, const struct field *field, const struct block *block,
                        enum view_of view, enum direction inherited, struct value *group)
{
	const struct choice *choice = field->choice;
	uint64_t key = sibling_number(walk, block, &choice->by) & choice->mask;
	const struct alternative *alternative = alternative_find(choice, walk->abi, key);
	const struct alternative *found = alternative;
	struct value *before = group->last;

	if (choice->is_for_short) {
		if (field->offset[walk->abi] >= block->length)
			return;
		if (alternative && alternative_is_cut(walk, alternative, block))
			alternative = choice->otherwise;
	}
	if (alternative && walk->depth >= DEPTH_MAX)
		group->flags |= VALUE_ABBREVIATED;
	if (!alternative || walk->depth >= DEPTH_MAX)
		return;
	if (alternative->result)
		walk->result = alternative->result;
	if (alternative->fields) {
		walk->depth++;
		walk_fields(walk, alternative->fields, block, view, inherited, group);
		walk->depth--;
	}
	if (found == alternative || !found->fields)
		coverage_note_alternative(choice, found, group, before);
	if (!alternative->fields)
		return;
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

static bool pointer_is_in_view(const struct walk *walk, const struct field *field,
                               enum view_of view, enum direction inherited)
{
	if (view == VIEW_EXIT && walk->is_after && field->direction == DIR_IN)
		return false;
	if (view == VIEW_ENTRY && inherited == DIR_INOUT)
		return field->direction != DIR_OUT || field->traits & TRAIT_PLACED;
	return view != VIEW_AFTER ||
	       (field->direction != DIR_INHERIT && field->direction & DIR_OUT);
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
	size_t size = field->kind == KIND_STRUCT ? field->structure->size[walk->abi]
	                                         : field->size[walk->abi];

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
static bool is_detail_here(const struct walk *walk, const struct field *field,
                           const struct block *block)
{
	if (field->bits)
		return !field_number(field, block->bytes + field->offset[walk->abi], walk->abi);
	return !(field->traits & TRAIT_TRIFLE) || is_blank(walk, field, block);
}

static inline bool is_detail(const struct walk *walk, const struct field *field,
                             const struct block *block)
{
	return field->traits & TRAIT_DETAIL && is_detail_here(walk, field, block);
}

static inline bool is_passed_over(const struct walk *walk, const struct field *field,
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
	if (is_passed_over(walk, field, block, group))
		return;
	struct value *value = walk_number(walk, field, block->bytes + offset);
	if (!value)
		return;
	value->direction = field->direction;
	value_append(group, value);
}

/* What stands in several places has one address. */
static bool has_named(const struct value *group, const char *name)
{
	const struct value *member = group->first;

	while (member && member->name != name)
		member = member->next;
	return member;
}

static void append_members(struct walk *walk, struct value *group, struct value *value)
{
	if (!value || value->shape != SHAPE_STRUCT) {
		/* What nobody kept might have been read all the same. */
		walk->is_unread = !value || !(value->flags & VALUE_UNCAPTURED);
		if (value && !has_named(group, value->name))
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
	    !pointer_is_in_view(walk, field, view, inherited) ||
	    !condition_holds(walk, block, &field->when) ||
	    is_passed_over(walk, field, block, group))
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
	    !condition_holds(walk, block, &field->when) || is_left_out(walk, field, block) ||
	    is_passed_over(walk, field, block, group))
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

/* Of what is only begun: the first member that memory does not hold; of what may go on
 * there is none. */
static void miss_member(struct walk *walk, const struct structure *structure,
                        const struct block *block, enum view_of view, struct value *group)
{
	if (structure_last(structure)->kind == KIND_MORE)
		return;
	for (unsigned i = 0; i < structure->count; i++) {
		const struct field *field = &structure->fields[i];
		uint32_t elements = field->length.kind == LENGTH_CONST ? field->length.value : 1;
		size_t size = (size_t)field->size[walk->abi] * elements;

		if (field->offset[walk->abi] + size <= block->length ||
		    !is_in_view(walk, field, view))
			continue;
		if (!group->last || group->last->field != field)
			value_append(group, value_of_field(walk, field, SHAPE_TEXT));
		if (group->last)
			decode_missed(walk, field, group->last);
		return;
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
	if (structure->begun && block->length < structure->size[walk->abi])
		miss_member(walk, structure, block, view, group);
	if (group->first)
		coverage_note_structure(structure);
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

static void delay_arguments(struct value *args)
{
	for (struct value *value = args->first; value; value = value->next)
		if (value->traits & TRAIT_LATE)
			value->flags |= VALUE_LATE;
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
	walk_fields(&walk, &decoded->call->args, &block, VIEW_ENTRY, DIR_NONE, decoded->args);
	if (!has_returned)
		delay_arguments(decoded->args);
	coverage_note_call(walk.abi, decoded->call);
	vcpu_decode(&walk, decoded->args);
	decoded->alias = walk.alias;
	decoded->name = walk.alias ? walk.alias->alias : decoded->call->name;
	decoded->name_length = walk.alias ? strlen(decoded->name) : decoded->call->name_length;
	decoded->number = walk.alias ? walk.alias->alias_number : event->nr;
	decoded->result = decode_result(&walk, walk.result ? walk.result : &decoded->call->result);
	decoded->misses = walk.misses;
	return decoded;
}

struct value *decode_structure(const struct event *event, const struct structure *structure,
                               uint64_t address, struct arena *arena)
{
	struct walk walk = { .event = event, .arena = arena, .abi = event->abi };
	const struct chunk *chunk = event_chunk_find(event, CHUNK_ENTRY, address);
	struct value *group = walk_value(&walk, structure->name, SHAPE_STRUCT, KIND_STRUCT);

	if (!chunk || !group)
		return NULL;
	const struct block block = { chunk_bytes(chunk), chunk->length, address };

	walk_structure(&walk, structure, &block, VIEW_ENTRY, DIR_IN, group);
	return group;
}

const struct value *value_find(const struct value *group, const char *path)
{
	size_t length = strcspn(path, ".");

	for (const struct value *value = group ? group->first : NULL; value; value = value->next)
		if (value->name && strlen(value->name) == length &&
		    !memcmp(value->name, path, length))
			return path[length] ? value_find(value, path + length + 1) : value;
	return NULL;
}
