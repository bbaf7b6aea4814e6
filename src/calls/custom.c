/* Constructs of their own: socket addresses, control messages, signal frames.
 *
 * The layouts are descriptions like all others (syscalls/sockaddr.sys, control_messages.sys);
 * here is only which of them the bytes are. */
#include "calls/custom.h"
#include "calls/walk.h"

#include <linux/netlink.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

enum { CONTROL_MESSAGES_MAX = 1024 };

/* ---- pieces of trees */

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
	{ AF_NFC, 88, "sockaddr_nfc_llcp", 0 },
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

const char *address_structure(uint16_t family, size_t length)
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

/* Bytes that are never cut. */
void decode_name(struct walk *walk, const struct field *field, struct value *value)
{
	(void)walk;
	(void)field;
	value->kind = KIND_PATH;
}

/* There is something, but not all of it. */
void decode_missed(struct walk *walk, const struct field *field, struct value *value)
{
	(void)walk;
	(void)field;
	value->shape = SHAPE_TEXT;
	value->bytes = (const uint8_t *)"???";
	value->length = 3;
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
		size_t left = value->length - at;
		struct value *message = walk_value(walk, "", SHAPE_STRUCT, KIND_STRUCT);

		if (!message)
			return;
		count++;
		add_structure(walk, message, "control_header", bytes + at, header);
		if (length >= header)
			add_structure(walk, message, "control_data", bytes + at + header,
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

/* Each byte is a set of its own. */
void decode_key_capabilities(struct walk *walk, const struct field *field, struct value *value)
{
	static const char *const sets[] = { "key_capabilities_0", "key_capabilities_1" };
	enum { SETS = sizeof(sets) / sizeof(*sets), CAPABILITIES_MAX = 64 };
	size_t length = value->length < CAPABILITIES_MAX ? value->length : CAPABILITIES_MAX;

	(void)field;
	for (size_t i = 0; i < length; i++) {
		const struct symbols *names = i < SETS ? symbols_find(sets[i]) : NULL;
		struct value *element =
			walk_value(walk, "", SHAPE_NUMBER, names ? KIND_FLAGS : KIND_HEX);

		if (!element)
			break;
		element->symbols = names;
		element->size = 1;
		element->number = value->bytes[i];
		value_append(value, element);
	}
	value->shape = SHAPE_LIST;
	value->count = value->length = length;
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
