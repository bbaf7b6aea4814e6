/* What the device mapper's commands take and give behind their head: one structure, or several that
 * say where the next one begins.  The head says where the first one is and how much there is; a
 * program may lie, so what does not lie within the buffer is not there. */
#include "calls/custom.h"
#include "calls/walk.h"

enum {
	HEAD = 312, /* bytes of it, behind which the buffer is */
	ELEMENTS_MAX = 4096,
	VERSIONS = 13, /* the command whose structures begin with where the next one is */
};

/* How the buffer of a command, by its number, is laid out. */
static const struct layout {
	const char *structure; /* NULL: nothing is in the buffer */
	uint8_t next;          /* where a structure says where the next one is; 0: there is one */
	bool from_first;       /* that counts from where the first one begins */
	bool is_counted;       /* the head says how many there are; else the last one has 0 */
	uint8_t element;       /* the structure begins with how many of that size are in it */
} inputs[] = {
	[5] = { .structure = "dm_string" },
	[9] = { .structure = "dm_target_in", .next = 20, .is_counted = true },
	[14] = { .structure = "dm_target_msg" },
	[15] = { .structure = "dm_string" },
	[17] = { .structure = "dm_string" },
}, outputs[] = {
	[2] = { .structure = "dm_name_list", .next = 8 },
	[8] = { .structure = "dm_target_out", .next = 20, .from_first = true, .is_counted = true },
	[11] = { .structure = "dm_target_deps", .element = 8 },
	[12] = { .structure = "dm_target_out", .next = 20, .from_first = true, .is_counted = true },
	[VERSIONS] = { .structure = "dm_target_versions" },
	[17] = { .structure = "dm_target_versions" },
};
/* The buffer, without what the head leaves out. */
struct buffer {
	const uint8_t *bytes;
	size_t length;
	uint32_t count;
};

static bool buffer_find(const struct walk *walk, enum chunk_kind kind, const struct value *value,
                        struct buffer *buffer)
{
	enum { SIZE_AT = 12, START_AT = 16, COUNT_AT = 20 };
	const struct chunk *chunk = event_chunk_find(walk->event, kind, walk->event->args[2]);

	if (!chunk || chunk->length < HEAD)
		return false;
	const uint8_t *head = chunk_bytes(chunk);
	uint64_t size = load_number(head + SIZE_AT, 4, false);
	uint64_t start = load_number(head + START_AT, 4, false);
	uint64_t room = size < HEAD + value->length ? size : HEAD + value->length;

	if (start < HEAD || start >= room)
		return false;
	buffer->bytes = value->bytes + (start - HEAD);
	buffer->length = room - start;
	buffer->count = (uint32_t)load_number(head + COUNT_AT, 4, false);
	return true;
}

/* Where the structure at an offset ends; 0: nowhere. */
static uint64_t structure_end(const struct layout *layout, bool is_linked,
                              const struct buffer *buffer, uint64_t at)
{
	uint64_t next = load_number(buffer->bytes + at + layout->next, 4, false);

	if (layout->element)
		return at + layout->element * (next + 1);
	if (!is_linked || !next)
		return 0;
	return next + (layout->from_first ? 0 : at);
}

/* Adds the structure at an offset, which ends where the next one begins, or nowhere. */
static bool add_structure(struct walk *walk, struct value *list, const struct structure *structure,
                          const struct buffer *buffer, uint64_t at, uint64_t end)
{
	size_t length = buffer->length - at;

	if (end > at && end - at < length)
		length = end - at;
	struct block block = { buffer->bytes + at, length, 0 };
	struct value *value = walk_value(walk, "", SHAPE_STRUCT, KIND_STRUCT);
	if (!value || length < structure->size[walk->abi])
		return false;
	walk_structure(walk, structure, &block, VIEW_ENTRY, DIR_IN, value);
	value_append(list, value);
	list->count++;
	return true;
}

static void add_structures(struct walk *walk, struct value *list, const struct layout *layout,
                           bool is_linked, const struct buffer *buffer)
{
	const struct structure *structure = structure_find(layout->structure);
	uint32_t most = layout->is_counted ? buffer->count : UINT32_MAX;
	uint64_t at = 0, end = 0;
	bool is_well = structure != NULL;

	while (is_well && list->count < most && list->count < ELEMENTS_MAX &&
	       at + layout->next + 4 <= buffer->length) {
		end = structure_end(layout, is_linked, buffer, at);
		is_well = add_structure(walk, list, structure, buffer, at, end);
		if (!is_linked || end <= at)
			break;
		at = end;
	}
	if (!is_well || (is_linked && end && list->count < most))
		list->flags |= VALUE_CUT;
}

static void decode_buffer(struct walk *walk, enum chunk_kind kind, const struct layout *layouts,
                          size_t count, struct value *value)
{
	unsigned number = walk->event->args[1] & 0xff;
	struct buffer buffer;

	bool is_there = buffer_find(walk, kind, value, &buffer);
	value->shape = SHAPE_LIST;
	value->count = 0;
	value->flags &= (uint16_t)~VALUE_CUT;
	if (is_there && number < count && layouts[number].structure)
		add_structures(walk, value, &layouts[number],
		               layouts[number].next || number == VERSIONS, &buffer);
}

void decode_dm_input(struct walk *walk, const struct field *field, struct value *value)
{
	(void)field;
	decode_buffer(walk, CHUNK_ENTRY, inputs, sizeof(inputs) / sizeof(*inputs), value);
}

void decode_dm_output(struct walk *walk, const struct field *field, struct value *value)
{
	(void)field;
	decode_buffer(walk, CHUNK_EXIT, outputs, sizeof(outputs) / sizeof(*outputs), value);
}
