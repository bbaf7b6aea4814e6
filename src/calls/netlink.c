/* Netlink messages.
 *
 * What they look like is described in syscalls/netlink/: a row of messages is a row of
 * records like any other.  Here is how the row gets its protocol, and the one thing that the
 * language does not say: where the attributes of an error begin depends on the message that
 * it answers, and on a flag. */
#include "calls/netlink.h"

#include "calls/custom.h"
#include "calls/walk.h"

#include <ctype.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <string.h>

/* ---- packets */

/* The protocol of the netlink socket that the call is about. */
static const struct chunk *protocol_find(const struct event *event)
{
	const struct chunk *chunk = event_chunk_first(event);

	while (chunk && (chunk->kind != CHUNK_NETLINK || chunk->length < sizeof(int32_t)))
		chunk = event_chunk_next(event, chunk);
	return chunk;
}

/* A field of so many bytes of that structure; it lives as long as the values. */
static struct field *field_of_structure(struct walk *walk, const char *name, const char *structure)
{
	struct field *field = arena_take(walk->arena, sizeof(*field));

	if (!field)
		return NULL;
	field->name = name;
	field->kind = KIND_STRUCT;
	field->structure = structure_find(structure);
	return field->structure ? field : NULL;
}

static struct value *messages_decode(struct walk *walk, const char *name, const struct block *row)
{
	const struct field *field = field_of_structure(walk, name, "netlink_message");

	return field ? walk_row(walk, field, row) : NULL;
}

/* A head that udev puts before what it tells of a device; the kernel's own messages are text. */
static struct value *monitor_decode(struct walk *walk, const struct value *packet)
{
	static const char prefix[] = "libudev";
	const struct structure *head = structure_find("udev_monitor_header");
	const struct structure *whole = structure_find("udev_monitor_packet");
	struct block block = { packet->bytes, packet->length, 0 };

	if (!head || !whole || packet->length < head->size[walk->abi] ||
	    memcmp(packet->bytes, prefix, sizeof(prefix)) != 0)
		return NULL;
	struct value *value = walk_value(walk, packet->name, SHAPE_STRUCT, KIND_STRUCT);
	bool has_more = packet->length > head->size[walk->abi];
	if (value && has_more)
		value->flags |= VALUE_TUPLE;
	if (value)
		walk_structure(walk, has_more ? whole : head, &block, VIEW_ENTRY, DIR_IN, value);
	return value;
}

static struct value *packet_decode(struct walk *walk, const struct value *packet, int32_t protocol)
{
	struct block row = { packet->bytes, packet->length, 0 };

	if (protocol == NETLINK_KOBJECT_UEVENT)
		return monitor_decode(walk, packet);
	walk->facts[FACT_PROTOCOL] = (uint64_t)protocol;
	return messages_decode(walk, packet->name, &row);
}

void decode_packet(struct walk *walk, struct value *value)
{
	const struct chunk *chunk = protocol_find(walk->event);
	int32_t protocol;

	value->kind = KIND_BYTES;
	if (!chunk)
		return;
	memcpy(&protocol, chunk_bytes(chunk), sizeof(protocol));
	if (protocol != NETLINK_KOBJECT_UEVENT && value->length < NETLINK_HEAD_SIZE) {
		value->kind = KIND_HEXBYTES;
		return;
	}
	value->first = value->last = packet_decode(walk, value, protocol);
	if (!value->first)
		return;
	value->kind = KIND_PACKET;
	if (value->flags & (VALUE_CUT | VALUE_FAULT))
		value->first->flags |= VALUE_CUT;
}

/* ---- generic netlink */

/* Names come with the event, perhaps out of a file: no others than a kernel's would be shown. */
static bool is_family_name(const char *name, size_t room)
{
	size_t length = strnlen(name, room);

	for (size_t i = 0; i < length; i++)
		if (!isalnum((unsigned char)name[i]) && !strchr("_-.", name[i]))
			return false;
	return length > 0 && length < room;
}

/* The kernel's name for the number of a family, as the event has it. */
static const char *family_name(const struct event *event, uint64_t id)
{
	const struct chunk *chunk = protocol_find(event);
	const uint8_t *bytes = chunk ? chunk_bytes(chunk) : NULL;
	struct generic_family family;

	for (size_t at = sizeof(int32_t); chunk && at + sizeof(family) <= chunk->length;
	     at += sizeof(family)) {
		memcpy(&family, bytes + at, sizeof(family));
		if (family.id == id && is_family_name(family.name, sizeof(family.name)))
			return (const char *)bytes + at + offsetof(struct generic_family, name);
	}
	return NULL;
}

/* A set with that name only. */
static const struct symbols *symbols_of_one(struct walk *walk, const struct symbols *others,
                                            const char *name, uint64_t number)
{
	struct symbols *symbols = arena_take(walk->arena, sizeof(*symbols));
	struct symbol *symbol = arena_take(walk->arena, sizeof(*symbol));

	if (!symbols || !symbol || !others)
		return others;
	*symbol = (struct symbol){ number, UINT64_MAX, name, (uint32_t)strlen(name) };
	*symbols = *others;
	symbols->list = symbol;
	symbols->count = 1;
	return symbols;
}

/* The number of a family, by name; the choices of what follows go by the name. */
void decode_generic_family(struct walk *walk, const struct field *field, struct value *value)
{
	const struct symbols *symbols = symbols_find("generic_types");
	uint16_t id;

	(void)field;
	if (value->length < sizeof(id)) {
		value->kind = KIND_HEXBYTES;
		return;
	}
	memcpy(&id, value->bytes, sizeof(id));
	const char *name = family_name(walk->event, id);
	value->shape = SHAPE_NUMBER;
	value->kind = KIND_ENUM;
	value->size = sizeof(id);
	value->number = id;
	value->symbols = name ? symbols_of_one(walk, symbols, name, id) : symbols;
	if (!name && id == GENL_ID_CTRL)
		name = "nlctrl";
	walk->facts[FACT_GENERIC] = 0;
	if (name)
		memcpy(&walk->facts[FACT_GENERIC], name, strnlen(name, sizeof(uint64_t)));
}

/* ---- errors */

/* How long the message is that the error answers; of a capped one only the head is there. */
static size_t answered_length(const uint8_t *bytes, size_t length, uint64_t flags)
{
	uint32_t claimed;

	memcpy(&claimed, bytes, sizeof(claimed));
	if (flags & NLM_F_CAPPED || claimed < NETLINK_HEAD_SIZE)
		return NETLINK_HEAD_SIZE;
	return claimed < length ? NLMSG_ALIGN(claimed) : length;
}

static struct value *error_head(struct walk *walk, const uint8_t *bytes, size_t answered)
{
	struct value *head = walk_value(walk, "nlmsgerr", SHAPE_STRUCT, KIND_STRUCT);
	struct value *number = walk_value(walk, "error", SHAPE_NUMBER, KIND_INT);
	const struct field *field = field_of_structure(walk, "msg", "netlink_message");
	struct block message = { bytes + sizeof(int32_t), answered, 0 };
	uint64_t facts[FACTS_MAX];

	if (!number || !field)
		return head;
	number->size = sizeof(int32_t);
	number->number = load_number(bytes, sizeof(int32_t), true);
	if ((int64_t)number->number < 0)
		number->kind = KIND_ERRNO;
	value_append(head, number);
	/* What the answered message tells is not about this one. */
	memcpy(facts, walk->facts, sizeof(facts));
	value_append(head, walk_record(walk, field, &message));
	memcpy(walk->facts, facts, sizeof(facts));
	return head;
}

/* { error, msg } and, if there are any, attributes that explain it. */
void decode_netlink_error(struct walk *walk, const struct field *field, struct value *value)
{
	enum { ERROR_SIZE = sizeof(int32_t) };
	const uint8_t *bytes = value->bytes;
	size_t length = value->length;

	(void)field;
	if (length < ERROR_SIZE + NETLINK_HEAD_SIZE) {
		value->kind = KIND_HEXBYTES;
		return;
	}
	size_t answered =
		answered_length(bytes + ERROR_SIZE, length - ERROR_SIZE, walk->facts[FACT_FLAGS]);
	struct block rest = { bytes + ERROR_SIZE + answered, length - ERROR_SIZE - answered, 0 };
	const struct field *row = field_of_structure(walk, "attributes", "nlmsgerr_attribute");

	value->shape = SHAPE_STRUCT;
	value->kind = KIND_STRUCT;
	value->flags &= ~VALUE_CUT;
	value->flags |= VALUE_TUPLE;
	value_append(value, error_head(walk, bytes, answered));
	if (rest.length && row)
		value_append(value, walk_row(walk, row, &rest));
}
