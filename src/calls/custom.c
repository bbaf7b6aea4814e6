/* Constructs of their own: socket addresses, control messages, signal frames.
 *
 * The layouts are descriptions like all others (syscalls/sockaddr.sys); here is
 * only which of them the bytes are. */
#include "calls/custom.h"
#include "calls/walk.h"

#include <linux/netlink.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

enum { CONTROL_MESSAGES_MAX = 1024 };

/* ---- pieces of trees */

static void add_member(struct walk *walk, struct value *group, const struct field *field,
		       const uint8_t *bytes)
{
	struct value *value = walk_value(walk, field->name, SHAPE_NUMBER, field->kind);

	if (value) {
		value->symbols = field->symbols;
		value->size = field->size[walk->abi];
		value->number = load_number(bytes, value->size, field->is_signed);
	}
	value_append(group, value);
}

static struct value *add_bytes(struct walk *walk, struct value *group, const char *name,
			       const uint8_t *bytes, size_t length)
{
	struct value *value = walk_value(walk, name, SHAPE_BYTES, KIND_BYTES);

	if (value) {
		value->bytes = bytes;
		value->length = length;
		value->count = length;
	}
	value_append(group, value);
	return value;
}

/* A structure by name, laid over bytes that may be too few for all of it. */
static bool add_structure(struct walk *walk, struct value *group, const char *name,
			  const uint8_t *bytes, size_t length)
{
	const struct structure *structure = structure_find(name);
	struct block block = { bytes, length, 0 };

	if (!structure)
		return false;
	walk_structure(walk, structure, &block, VIEW_ENTRY, DIR_IN, group);
	return true;
}

/* ---- socket addresses */

struct address_family {
	uint16_t family;
	uint16_t length_min; /* shorter ones are shown as bytes */
	const char *structure;
};

static const struct address_family address_families[] = {
	{ AF_UNIX, 3, "sockaddr_un" },	  { AF_INET, 16, "sockaddr_in" },
	{ AF_INET6, 24, "sockaddr_in6" }, { AF_NETLINK, 12, "sockaddr_nl" },
	{ AF_PACKET, 18, "sockaddr_ll" },
};

static const char *address_structure(uint16_t family, size_t length)
{
	for (size_t i = 0; i < sizeof(address_families) / sizeof(*address_families); i++)
		if (address_families[i].family == family && length >= address_families[i].length_min)
			return address_families[i].structure;
	return NULL;
}

void decode_sockaddr(struct walk *walk, const struct field *field, struct value *value)
{
	const uint8_t *bytes = value->bytes;
	size_t length = value->length;
	const struct symbols *families = symbols_find("address_families");
	uint16_t family;

	(void)field;
	if (length < sizeof(family) || !families) {
		value->shape = SHAPE_ADDRESS;
		return;
	}
	memcpy(&family, bytes, sizeof(family));
	value->shape = SHAPE_STRUCT;
	struct value *name = walk_value(walk, "sa_family", SHAPE_NUMBER, KIND_ENUM);
	if (!name)
		return;
	name->symbols = families;
	name->size = sizeof(family);
	name->number = family;
	value_append(value, name);
	const char *structure = address_structure(family, length);
	if (structure && add_structure(walk, value, structure, bytes, length))
		return;
	if (length > sizeof(family))
		add_bytes(walk, value, "sa_data", bytes + 2, length - 2);
}

/* ---- control messages */

enum payload { PAYLOAD_BYTES, PAYLOAD_DESCRIPTORS, PAYLOAD_INT, PAYLOAD_STRUCTURE };

struct control_type {
	int level, type;
	enum payload payload;
	const char *structure;
	uint16_t size[ABI_COUNT]; /* a shorter payload is not shown */
};

static const struct control_type control_types[] = {
	{ SOL_SOCKET, SCM_RIGHTS, PAYLOAD_DESCRIPTORS, NULL, { 4, 4 } },
	{ SOL_SOCKET, SCM_CREDENTIALS, PAYLOAD_STRUCTURE, "ucred", { 12, 12 } },
	{ SOL_SOCKET, 29 /* SO_TIMESTAMP_OLD */, PAYLOAD_STRUCTURE, "cmsg_timeval", { 16, 8 } },
	{ SOL_SOCKET, 35 /* SO_TIMESTAMPNS_OLD */, PAYLOAD_STRUCTURE, "cmsg_timespec", { 16, 8 } },
	{ SOL_SOCKET, 4 /* SCM_PIDFD */, PAYLOAD_DESCRIPTORS, NULL, { 4, 4 } },
	{ SOL_IP, IP_PKTINFO, PAYLOAD_STRUCTURE, "in_pktinfo", { 12, 12 } },
	{ SOL_IP, IP_TTL, PAYLOAD_INT, NULL, { 4, 4 } },
	{ SOL_IP, IP_TOS, PAYLOAD_INT, NULL, { 1, 1 } },
};

static const struct control_type *control_type_find(int level, int type)
{
	for (size_t i = 0; i < sizeof(control_types) / sizeof(*control_types); i++)
		if (control_types[i].level == level && control_types[i].type == type)
			return &control_types[i];
	return NULL;
}

static void add_descriptors(struct walk *walk, struct value *list, const uint8_t *bytes, size_t length)
{
	static const struct field element = {
		.name = "", .kind = KIND_FD, .size = { 4, 4 }, .is_signed = true
	};

	for (size_t at = 0; at + 4 <= length; at += 4)
		add_member(walk, list, &element, bytes + at);
	list->count = list->length = length / 4;
}

static void add_payload(struct walk *walk, struct value *message, int level, int type,
			const uint8_t *bytes, size_t length)
{
	static const struct field number = {
		.name = "", .kind = KIND_INT, .size = { 4, 4 }, .is_signed = true
	};
	const struct control_type *known = control_type_find(level, type);
	struct value *data;

	if (!known || length < known->size[walk->abi])
		return;
	switch (known->payload) {
	case PAYLOAD_STRUCTURE:
		data = walk_value(walk, "cmsg_data", SHAPE_STRUCT, KIND_STRUCT);
		if (data)
			add_structure(walk, data, known->structure, bytes, length);
		break;
	case PAYLOAD_INT: {
		uint8_t wide[4] = { 0 };
		memcpy(wide, bytes, length < sizeof(wide) ? length : sizeof(wide));
		data = walk_value(walk, "cmsg_data", SHAPE_LIST, KIND_INT);
		if (data)
			add_member(walk, data, &number, wide);
		break;
	}
	default:
		data = walk_value(walk, "cmsg_data", SHAPE_LIST, KIND_FD);
		if (data)
			add_descriptors(walk, data, bytes, length);
		break;
	}
	value_append(message, data);
}

/* The types of a level are a set named like cmsg_types_LEVEL. */
static const struct symbols *control_symbols(int level)
{
	switch (level) {
	case SOL_SOCKET:
		return symbols_find("cmsg_types_socket");
	case SOL_IP:
		return symbols_find("cmsg_types_ip");
	case IPPROTO_IPV6:
		return symbols_find("cmsg_types_ipv6");
	}
	return NULL;
}

static void add_header(struct walk *walk, struct value *message, uint64_t length, int level, int type)
{
	const struct symbols *levels = symbols_find("socket_levels"), *types = control_symbols(level);
	const struct field fields[] = {
		{ .name = "cmsg_len", .kind = KIND_UINT, .size = { 8, 8 } },
		{ .name = "cmsg_level", .kind = levels ? KIND_ENUM : KIND_INT, .size = { 4, 4 },
		  .symbols = levels },
		{ .name = "cmsg_type", .kind = types ? KIND_ENUM : KIND_HEX, .size = { 4, 4 },
		  .symbols = types },
	};

	add_member(walk, message, &fields[0], (const uint8_t *)&length);
	add_member(walk, message, &fields[1], (const uint8_t *)&level);
	add_member(walk, message, &fields[2], (const uint8_t *)&type);
}

/* Lengths come from the traced program: each step forward is checked against
 * what is left, and a length too short for its own header ends the list. */
void decode_control_messages(struct walk *walk, const struct field *field, struct value *value)
{
	unsigned word = walk->abi == ABI_I386 ? 4 : 8;
	size_t header = word + 8, at = 0;
	const uint8_t *bytes = value->bytes;
	unsigned count = 0;

	(void)field;
	if (value->length < header) {
		value->shape = SHAPE_ADDRESS;
		return;
	}
	value->shape = SHAPE_LIST;
	while (value->length - at >= header && count++ < CONTROL_MESSAGES_MAX) {
		uint64_t length = load_number(bytes + at, word, false);
		int level = load_number(bytes + at + word, 4, true);
		int type = load_number(bytes + at + word + 4, 4, true);
		size_t left = value->length - at;
		struct value *message = walk_value(walk, "", SHAPE_STRUCT, KIND_STRUCT);

		if (!message)
			return;
		add_header(walk, message, length, level, type);
		if (length >= header)
			add_payload(walk, message, level, type, bytes + at + header,
				    (length < left ? length : left) - header);
		value_append(value, message);
		if (length < header) {
			if (left > header) {
				value->flags |= VALUE_FAULT; /* what follows is not a message */
				value->number = value->address + at + header;
			}
			break;
		}
		if (length >= left)
			break;
		at += (length + word - 1) & ~(uint64_t)(word - 1);
		if (at >= value->length)
			break;
	}
	value->count = value->length = count;
}

/* ---- i386 signal frames */

/* {mask=[]}: the mask is in two places, its lower half in struct sigcontext. */
void decode_old_sigframe(struct walk *walk, const struct field *field, struct value *value)
{
	enum { LOWER_AT = 80, UPPER_AT = 712, HALF = 4 };
	uint8_t *mask = arena_take(walk->arena, 2 * HALF);
	struct value *member = walk_value(walk, "mask", SHAPE_BYTES, KIND_SIGSET);

	(void)field;
	if (!mask || !member || value->length < UPPER_AT + HALF) {
		value->shape = SHAPE_ADDRESS;
		return;
	}
	memcpy(mask, value->bytes + LOWER_AT, HALF);
	memcpy(mask + HALF, value->bytes + UPPER_AT, HALF);
	member->bytes = mask;
	member->length = 2 * HALF;
	value->shape = SHAPE_STRUCT;
	value_append(value, member);
}
