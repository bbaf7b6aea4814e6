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
#include <sys/un.h>

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
	uint16_t length_max; /* or 0; longer ones are shown as bytes */
};

enum { RXRPC_SIZE = 8 }; /* of what stands before the transport's address */

static const struct address_family address_families[] = {
	{ AF_UNIX, 3, "sockaddr_un", 0 },
	{ AF_INET, 16, "sockaddr_in", 0 },
	{ AF_INET6, 24, "sockaddr_in6", 0 },
	{ AF_NETLINK, 12, "sockaddr_nl", 0 },
	{ AF_PACKET, 20, "sockaddr_ll", 0 },
	{ AF_BLUETOOTH, 4, "sockaddr_hci_device", 4 },
	{ AF_BLUETOOTH, 6, "sockaddr_hci", 6 },
	{ AF_BLUETOOTH, 8, "sockaddr_sco", 8 },
	{ AF_BLUETOOTH, 10, "sockaddr_rc", 10 },
	{ AF_BLUETOOTH, 12, "sockaddr_l2_short", 12 },
	{ AF_BLUETOOTH, 14, "sockaddr_l2", 14 },
	{ AF_IPX, 16, "sockaddr_ipx", 0 },
	{ AF_RXRPC, 36, "sockaddr_rxrpc", 0 },
	{ AF_X25, 18, "sockaddr_x25", 0 },
	{ AF_IEEE802154, 20, "sockaddr_ieee802154", 0 },
	{ AF_ALG, 25, "sockaddr_alg", 0 },
	{ AF_NFC, 96, "sockaddr_nfc_llcp", 0 },
	{ AF_NFC, 16, "sockaddr_nfc", 0 },
	{ AF_VSOCK, 16, "sockaddr_vm", 0 },
	{ AF_QIPCRTR, 12, "sockaddr_qrtr", 0 },
	{ AF_XDP, 16, "sockaddr_xdp", 0 },
	{ AF_MCTP, 52, "sockaddr_mctp_ext", 0 },
	{ AF_MCTP, 12, "sockaddr_mctp", 0 },
	{ AF_APPLETALK, 16, "sockaddr_at", 0 },
	{ AF_ATMPVC, 16, "sockaddr_atmpvc", 0 },
	{ AF_ATMSVC, 48, "sockaddr_atmsvc", 0 },
	{ AF_ROSE, 27, "sockaddr_rose", 0 },
	{ AF_IB, 48, "sockaddr_ib", 0 },
	{ AF_CAN, 24, "sockaddr_can", 0 },
	{ AF_CAN, 16, "sockaddr_can_short", 0 },
	{ AF_TIPC, 16, "sockaddr_tipc", 0 },
	{ AF_LLC, 16, "sockaddr_llc", 0 },
	{ AF_PPPOX, 30, "sockaddr_pppox", 30 },
	{ AF_PPPOX, 38, "sockaddr_pppol2tp", 38 },
	{ AF_PPPOX, 46, "sockaddr_pppol2tpv3", 46 },
	{ AF_PPPOX, 50, "sockaddr_pppol2tpin6", 50 },
	{ AF_PPPOX, 58, "sockaddr_pppol2tpv3in6", 58 },
	{ AF_PHONET, 16, "sockaddr_pn", 0 },
	{ AF_IUCV, 32, "sockaddr_iucv", 0 },
	{ AF_ISDN, 6, "sockaddr_mISDN", 0 },
};

static const char *address_structure(uint16_t family, size_t length)
{
	for (size_t i = 0; i < sizeof(address_families) / sizeof(*address_families); i++)
		if (address_families[i].family == family &&
		    length >= address_families[i].length_min &&
		    (!address_families[i].length_max || length <= address_families[i].length_max))
			return address_families[i].structure;
	return NULL;
}

/* fe80:: and ff02:: */
static bool is_link_local(const uint8_t *bytes, size_t length)
{
	const uint8_t *address = bytes + offsetof(struct sockaddr_in6, sin6_addr);

	return length >= sizeof(struct sockaddr_in6) &&
	       ((address[0] == 0xfe && (address[1] & 0xc0) == 0x80) ||
	        (address[0] == 0xff && (address[1] & 0x0f) == 0x02));
}

/* Then the scope is that of an interface. */
static void name_scope(struct value *address)
{
	for (struct value *member = address->first; member; member = member->next)
		if (strcmp(member->name, "sin6_scope_id") == 0)
			member->kind = KIND_IFINDEX;
}

/* AX.25 packets go by way of relays: their calls follow, which the member before counts. */
enum { AX25_MIN = 16, AX25_MAX = 72, AX25_CALL = 7, AX25_COUNT_AT = 12 };

static void add_relays(struct walk *walk, struct value *address, const uint8_t *bytes,
                       size_t length, int32_t count)
{
	enum { RELAYS_MAX = (AX25_MAX - AX25_MIN) / AX25_CALL };
	struct value *list = walk_value(walk, "fsa_digipeater", SHAPE_LIST, KIND_CALLSIGN);
	size_t room = (length < AX25_MAX ? length : AX25_MAX) - AX25_MIN;
	int32_t wanted = count < RELAYS_MAX ? count : RELAYS_MAX;

	for (size_t at = 0; list && at + AX25_CALL <= room && (int32_t)list->count < wanted;
	     at += AX25_CALL, list->count++) {
		struct value *call = add_bytes(walk, list, "", bytes + AX25_MIN + at, AX25_CALL);
		if (call)
			call->kind = KIND_CALLSIGN;
	}
	if (list && (int32_t)list->count < wanted)
		list->flags |= VALUE_CUT;
	value_append(address, list);
}

static void add_ax25(struct walk *walk, struct value *address, const uint8_t *bytes, size_t length)
{
	int32_t count = (int32_t)load_number(bytes + AX25_COUNT_AT, sizeof(count), true);
	struct value *first = walk_value(walk, "fsa_ax25", SHAPE_STRUCT, KIND_STRUCT);

	if (length == AX25_MIN && count == 0) {
		add_structure(walk, address, "sockaddr_ax25", bytes, AX25_MIN);
		return;
	}
	if (!first || !add_structure(walk, first, "sockaddr_ax25", bytes, AX25_MIN))
		return;
	value_append(address, first);
	if (count > 0)
		add_relays(walk, address, bytes, length, count);
	if (length > AX25_MAX || (length - AX25_MIN) % AX25_CALL)
		address->flags |= VALUE_ABBREVIATED;
}

static struct value *payload_address(struct walk *, const char *name, const uint8_t *bytes,
                                     size_t length);

void decode_sockaddr(struct walk *walk, const struct field *field, struct value *value)
{
	const uint8_t *bytes = value->bytes;
	size_t length = value->length < SOCKADDR_MAX ? value->length : SOCKADDR_MAX;
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
	if ((family == AF_AX25 || family == AF_NETROM) && length >= AX25_MIN) {
		add_ax25(walk, value, bytes, length);
		return;
	}
	const char *structure = address_structure(family, length);
	if (family == AF_UNIX && length > sizeof(struct sockaddr_un))
		length = sizeof(struct sockaddr_un);
	if (structure && add_structure(walk, value, structure, bytes, length)) {
		if (family == AF_INET6 && is_link_local(bytes, length))
			name_scope(value);
		if (family == AF_RXRPC)
			value_append(value, payload_address(walk, "transport", bytes + RXRPC_SIZE,
			                                    length - RXRPC_SIZE));
		return;
	}
	if (length > sizeof(family)) {
		struct value *data = add_bytes(walk, value, "sa_data", bytes + 2, length - 2);
		if (data)
			data->kind = KIND_PATH; /* as a name, it is never cut */
	}
}

/* ---- control messages */

enum payload {
	PAYLOAD_STRUCTURE,
	PAYLOAD_STRUCTURES, /* as many as fill size */
	PAYLOAD_DESCRIPTORS,
	PAYLOAD_INTS,
	PAYLOAD_OCTETS,
	PAYLOAD_STRING,
	PAYLOAD_ADDRESS,
	PAYLOAD_ERROR, /* a structure and the address of who caused it */
};

struct control_type {
	int level, type;
	enum payload payload;
	const char *structure;
	uint16_t size[ABI_COUNT]; /* a shorter payload is not shown */
	bool is_missed;           /* but "???" is */
};

static const struct control_type control_types[] = {
	{ SOL_SOCKET, SCM_RIGHTS, PAYLOAD_DESCRIPTORS, NULL, { 4, 4 }, false },
	{ SOL_SOCKET, SCM_CREDENTIALS, PAYLOAD_STRUCTURE, "ucred", { 12, 12 }, false },
	{ SOL_SOCKET, 3 /* SCM_SECURITY */, PAYLOAD_STRING, NULL, { 1, 1 }, false },
	{ SOL_SOCKET, 4 /* SCM_PIDFD */, PAYLOAD_DESCRIPTORS, NULL, { 4, 4 }, false },
	{ SOL_SOCKET,
	  29 /* SO_TIMESTAMP_OLD */,
	  PAYLOAD_STRUCTURE,
	  "cmsg_timeval",
	  { 16, 8 },
	  true },
	{ SOL_SOCKET,
	  35 /* SO_TIMESTAMPNS_OLD */,
	  PAYLOAD_STRUCTURE,
	  "cmsg_timespec",
	  { 16, 8 },
	  true },
	{ SOL_SOCKET,
	  37 /* SO_TIMESTAMPING_OLD */,
	  PAYLOAD_STRUCTURES,
	  "cmsg_timespec",
	  { 48, 24 },
	  true },
	{ SOL_SOCKET,
	  63 /* SO_TIMESTAMP_NEW */,
	  PAYLOAD_STRUCTURE,
	  "cmsg_timeval64",
	  { 16, 16 },
	  true },
	{ SOL_SOCKET,
	  64 /* SO_TIMESTAMPNS_NEW */,
	  PAYLOAD_STRUCTURE,
	  "cmsg_timespec64",
	  { 16, 16 },
	  true },
	{ SOL_SOCKET,
	  65 /* SO_TIMESTAMPING_NEW */,
	  PAYLOAD_STRUCTURES,
	  "cmsg_timespec64",
	  { 48, 48 },
	  true },
	{ SOL_IP, IP_PKTINFO, PAYLOAD_STRUCTURE, "in_pktinfo", { 12, 12 }, false },
	{ SOL_IP, IP_TTL, PAYLOAD_INTS, NULL, { 4, 4 }, false },
	{ SOL_IP, 23 /* IP_CHECKSUM */, PAYLOAD_INTS, NULL, { 4, 4 }, false },
	{ SOL_IP, IP_TOS, PAYLOAD_OCTETS, NULL, { 1, 1 }, false },
	{ SOL_IP, IP_RECVOPTS, PAYLOAD_OCTETS, NULL, { 1, 1 }, false },
	{ SOL_IP, IP_RETOPTS, PAYLOAD_OCTETS, NULL, { 1, 1 }, false },
	{ SOL_IP, 3 /* SCM_SECURITY */, PAYLOAD_STRING, NULL, { 1, 1 }, false },
	{ SOL_IP, 20 /* IP_ORIGDSTADDR */, PAYLOAD_ADDRESS, NULL, { 16, 16 }, false },
	{ SOL_IP, IP_RECVERR, PAYLOAD_ERROR, "sock_extended_err", { 32, 32 }, false },
};

static const struct control_type *control_type_find(int level, int type)
{
	for (size_t i = 0; i < sizeof(control_types) / sizeof(*control_types); i++)
		if (control_types[i].level == level && control_types[i].type == type)
			return &control_types[i];
	return NULL;
}

/* As many numbers as fit into the bytes. */
static struct value *number_list(struct walk *walk, const struct field *element,
                                 const uint8_t *bytes, size_t length)
{
	unsigned size = element->size[walk->abi];
	struct value *list = walk_value(walk, "cmsg_data", SHAPE_LIST, element->kind);

	if (!list)
		return NULL;
	for (size_t at = 0; at + size <= length; at += size)
		add_member(walk, list, element, bytes + at);
	list->count = list->length = length / size;
	return list;
}

static struct value *payload_structure(struct walk *walk, const char *name, const char *structure,
                                       const uint8_t *bytes, size_t length)
{
	struct value *value = walk_value(walk, name, SHAPE_STRUCT, KIND_STRUCT);

	if (value)
		add_structure(walk, value, structure, bytes, length);
	return value;
}

static struct value *payload_structures(struct walk *walk, const struct control_type *type,
                                        const uint8_t *bytes)
{
	const struct structure *structure = structure_find(type->structure);
	struct value *list = walk_value(walk, "cmsg_data", SHAPE_LIST, KIND_STRUCT);
	size_t size = structure ? structure->size[walk->abi] : 0;

	for (size_t at = 0; list && size && at + size <= type->size[walk->abi]; at += size) {
		value_append(list, payload_structure(walk, "", type->structure, bytes + at, size));
		list->count = ++list->length;
	}
	return list;
}

static struct value *payload_address(struct walk *walk, const char *name, const uint8_t *bytes,
                                     size_t length)
{
	struct value *value = walk_value(walk, name, SHAPE_BYTES, KIND_CUSTOM);

	if (value) {
		value->bytes = bytes;
		value->length = length;
		decode_sockaddr(walk, NULL, value);
	}
	return value;
}

static struct value *payload_error(struct walk *walk, const struct control_type *type,
                                   const uint8_t *bytes, size_t length)
{
	enum { ERROR_SIZE = 16 };
	struct value *error =
		payload_structure(walk, "cmsg_data", type->structure, bytes, ERROR_SIZE);

	value_append(error,
	             payload_address(walk, "offender", bytes + ERROR_SIZE, length - ERROR_SIZE));
	return error;
}

static struct value *payload_value(struct walk *walk, const struct control_type *type,
                                   const uint8_t *bytes, size_t length)
{
	static const struct field descriptor = {
		.name = "", .kind = KIND_FD, .size = { 4, 4 }, .is_signed = true
	};
	static const struct field number = {
		.name = "", .kind = KIND_INT, .size = { 4, 4 }, .is_signed = true
	};
	static const struct field octet = { .name = "", .kind = KIND_HEX, .size = { 1, 1 } };

	switch (type->payload) {
	case PAYLOAD_STRUCTURE:
		return payload_structure(walk, "cmsg_data", type->structure, bytes, length);
	case PAYLOAD_STRUCTURES:
		return payload_structures(walk, type, bytes);
	case PAYLOAD_DESCRIPTORS:
		return number_list(walk, &descriptor, bytes, length);
	case PAYLOAD_INTS:
		return number_list(walk, &number, bytes, length);
	case PAYLOAD_OCTETS:
		return number_list(walk, &octet, bytes, length);
	case PAYLOAD_ADDRESS:
		return payload_address(walk, "cmsg_data", bytes, length);
	case PAYLOAD_ERROR:
		return payload_error(walk, type, bytes, length);
	case PAYLOAD_STRING:
		break;
	}
	return NULL;
}

static void add_payload(struct walk *walk, struct value *message, int level, int type,
                        const uint8_t *bytes, size_t length)
{
	const struct control_type *known = control_type_find(level, type);

	if (!known)
		return;
	if (length < known->size[walk->abi]) {
		struct value *missed =
			known->is_missed && length
				? walk_value(walk, "cmsg_data", SHAPE_TEXT, KIND_VOID)
				: NULL;
		if (missed) {
			missed->bytes = (const uint8_t *)"???";
			missed->length = 3;
		}
		value_append(message, missed);
	} else if (known->payload == PAYLOAD_STRING) {
		struct value *data = add_bytes(walk, message, "cmsg_data", bytes, length);
		if (data)
			data->kind = KIND_PATH; /* as a name, it is never cut */
	} else {
		value_append(message, payload_value(walk, known, bytes, length));
	}
}

/* The types of a level are a set named like cmsg_types_LEVEL. */
static const struct symbols *control_symbols(int level)
{
	switch (level) {
	case SOL_SOCKET:
		return symbols_find("cmsg_types_socket");
	case SOL_IP:
		return symbols_find("cmsg_types_ip");
	}
	return NULL;
}

static void add_header(struct walk *walk, struct value *message, uint64_t length, int level,
                       int type)
{
	const struct symbols *levels = symbols_find("cmsg_levels"), *types = control_symbols(level);
	const struct field fields[] = {
		{ .name = "cmsg_len", .kind = KIND_UINT, .size = { 8, 8 } },
		{ .name = "cmsg_level",
		  .kind = levels ? KIND_ENUM : KIND_INT,
		  .size = { 4, 4 },
		  .symbols = levels },
		{ .name = "cmsg_type",
		  .kind = types ? KIND_ENUM : KIND_HEX,
		  .size = { 4, 4 },
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
	while (value->length - at >= header && count < CONTROL_MESSAGES_MAX) {
		uint64_t length = load_number(bytes + at, word, false);
		int level = load_number(bytes + at + word, 4, true);
		int type = load_number(bytes + at + word + 4, 4, true);
		size_t left = value->length - at;
		struct value *message = walk_value(walk, "", SHAPE_STRUCT, KIND_STRUCT);

		if (!message)
			return;
		count++;
		add_header(walk, message, length, level, type);
		if (length >= header)
			add_payload(walk, message, level, type, bytes + at + header,
			            (length < left ? length : left) - header);
		value_append(value, message);
		if (length < header) {
			at += header;
			break;
		}
		uint64_t step = (length + word - 1) & ~(uint64_t)(word - 1);
		at += length < left && step < left ? step : left;
	}
	if (at < value->length) {
		value->flags |= VALUE_FAULT; /* what follows is not a message */
		value->number = at;
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

/* ---- capabilities */

/* Two structures of three words: each member of the first is the lower half of a set, the same one
 * of the second the upper half. */
void decode_capabilities(struct walk *walk, const struct field *field, struct value *value)
{
	enum { SETS = 3, WORD = 4 };
	uint8_t sets[SETS * 2 * WORD];

	(void)field;
	if (value->length < sizeof(sets)) {
		value->shape = SHAPE_ADDRESS;
		return;
	}
	for (unsigned i = 0; i < SETS; i++) {
		memcpy(sets + (2 * i) * WORD, value->bytes + i * WORD, WORD);
		memcpy(sets + (2 * i + 1) * WORD, value->bytes + (SETS + i) * WORD, WORD);
	}
	value->shape = SHAPE_STRUCT;
	add_structure(walk, value, "cap_user_data_2", sets, sizeof(sets));
}

/* ---- old directory entries */

/* The type came later than the structure, so it stands in its last byte, behind the name. */
void decode_dirent_type_behind(struct walk *walk, const struct field *field, struct value *value)
{
	(void)walk;
	(void)field;
	value->number = value->length ? value->bytes[value->length - 1] : 0;
	value->shape = SHAPE_NUMBER;
	value->kind = KIND_ENUM;
	value->size = 1;
	value->symbols = symbols_find("dirent_type");
}
