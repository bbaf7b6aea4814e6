/* Tables of netlink attributes: what each must look like.
 *
 * A row is an attribute by its name in the kernel's header, what it holds, and what is shown of
 * that.  The number and the layout of structures come from the header; A() takes both from it,
 * NEWER() is for those that are younger than the headers of some systems.  A table says in which
 * message its attributes lie, and within which others.  Each is shown whole, and must be survived
 * when it is a byte shorter and when it is longer.
 *
 * Where nothing but the kind of a number is to be said, a table has NAMES() instead of rows: the
 * types from a number on, each with a letter for what it holds (name_kinds). */
#ifndef RASTRO_UNIT_NETLINK_TABLES_H
#define RASTRO_UNIT_NETLINK_TABLES_H

#include "unit.h"

#include "calls/value.h"
#include "output/print.h"

#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <stdio.h>
#include <sys/syscall.h>

/* What a row leaves out is zero. */
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

struct payload {
	const void *bytes;
	size_t size;
};

struct attribute_row {
	const char *name;
	uint16_t type;
	const char *text; /* NULL: there is nothing in it */
	struct payload payload;
};

struct attribute_step {
	const char *name;
	uint16_t type;
	uint16_t before; /* type of the attribute that lies in front of it, with that text */
	const char *text;
	size_t head; /* zeros that the attributes in it begin behind */
};

enum { STEPS_MAX = 6 };

struct attribute_table {
	int32_t protocol;
	const char *generic; /* the family, of generic netlink */
	uint16_t type, flags;
	struct payload body;
	enum event_abi abi;
	struct attribute_step path[STEPS_MAX + 1]; /* ends with one without a name */
	uint16_t before; /* as of a step, in front of the attribute itself */
	const char *text;
	const struct attribute_row *rows;
	unsigned count;
	const char *prefix, *names; /* "NAME/4 OTHER/t": each begins with the prefix */
	uint16_t first;             /* type of the first of them */
};

#define A(name, text, ...)                                                                         \
	{                                                                                          \
		#name, name, text,                                                                 \
		{                                                                                  \
			__VA_ARGS__                                                                \
		}                                                                                  \
	}
#define NEWER(name, number, text, ...)                                                             \
	{                                                                                          \
		#name, number, text,                                                               \
		{                                                                                  \
			__VA_ARGS__                                                                \
		}                                                                                  \
	}
#define STEP(name)                     { #name, name }
#define STEP_AFTER(name, before, text) { #name, name, before, text }
#define PAYLOAD(...)                                                                               \
	(struct payload)                                                                           \
	{                                                                                          \
		__VA_ARGS__                                                                        \
	}
#define BODY(...)                      .body = { __VA_ARGS__ }
#define ROWS(list)                     .rows = list, .count = sizeof(list) / sizeof(*(list))
#define NAMES(prefix_, first_, names_) .prefix = prefix_, .first = first_, .names = names_

/* What attributes hold. */
#define NOTHING           NULL, 0
#define OBJECT(type, ...) &(const type){ __VA_ARGS__ }, sizeof(type)
#define U8(number)        OBJECT(uint8_t, number)
#define U16(number)       OBJECT(uint16_t, number)
#define U32(number)       OBJECT(uint32_t, number)
#define U64(number)       OBJECT(uint64_t, number)
#define BE16(number)      OBJECT(uint16_t, __builtin_bswap16(number))
#define BE32(number)      OBJECT(uint32_t, __builtin_bswap32(number))
#define BE64(number)      OBJECT(uint64_t, __builtin_bswap64(number))
#define TEXT(text)        text, sizeof(text)
#define BYTES(text)       text, sizeof(text) - 1
#define STRUCT(name, ...) OBJECT(struct name, __VA_ARGS__)

/* Rows of which the text follows from the number. */
#define BARE(name)            A(name, "\"\\x01\\x02\"", BYTES("\1\2")) /* there is only a name */
#define NEST(name)            A(name, NULL, NOTHING)
#define IS_U8(name, number)   A(name, #number, U8(number))
#define IS_U16(name, number)  A(name, #number, U16(number))
#define IS_U32(name, number)  A(name, #number, U32(number))
#define IS_U64(name, number)  A(name, #number, U64(number))
#define IS_BE16(name, number) A(name, "htons(" #number ")", BE16(number))
#define IS_BE32(name, number) A(name, "htonl(" #number ")", BE32(number))
#define IS_TEXT(name, text)   A(name, "\"" text "\"", TEXT(text))
#define IS_BYTE(name)         A(name, "\"\\x07\"", U8(7))
#define IS_HARDWARE(name)     A(name, "01:02:03:0a:0b:0c", BYTES("\1\2\3\12\13\14"))
#define IS_IPV4(name)         A(name, "inet_addr(\"127.0.0.1\")", BYTES("\x7f\0\0\1"))
#define IS_IPV6(name)                                                                              \
	A(name, "inet_pton(AF_INET6, \"::1\")", BYTES("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1"))

/* What attributes of a name's letter hold, and how it is shown.  No number is the same when it is
 * taken for a shorter one. */
static const struct name_kind {
	char letter;
	const char *text;
	struct payload payload;
} name_kinds[] = {
	{ '1', "7", { U8(7) } },
	{ '2', "1799", { U16(0x707) } },
	{ '4', "117901063", { U32(0x7070707) } },
	{ '8', "506381209866536711", { U64(0x707070707070707) } },
	{ 's', "-7", { U8(-7) } },
	{ 'b', "\"\\x07\"", { U8(7) } },
	{ 't', "\"one\"", { TEXT("one") } },
	{ 'i', "0", { U32(0) } }, /* of an interface */
	{ 'h', "01:02:03:0a:0b:0c", { BYTES("\1\2\3\12\13\14") } },
};
/* No attribute, or one that rows tell more of. */
enum { NAME_SKIPPED = '-' };

enum { GENERIC_NUMBER = 30, TABLE_PACKET_MAX = 4096 };

/* A packet as it grows. */
struct table_packet {
	_Alignas(8) uint8_t bytes[TABLE_PACKET_MAX];
	size_t length;
};

static inline void packet_put(struct table_packet *packet, const void *bytes, size_t size)
{
	assert_true(packet->length + size + 4 < sizeof(packet->bytes));
	if (size)
		memcpy(packet->bytes + packet->length, bytes, size);
	packet->length += size;
}

static inline void packet_pad(struct table_packet *packet)
{
	while (packet->length % 4)
		packet->bytes[packet->length++] = 0;
}

/* An attribute that begins; where it does is returned. */
static inline size_t packet_begin(struct table_packet *packet, uint16_t type)
{
	packet_pad(packet);
	packet_put(packet, &(struct nlattr){ 0, type }, sizeof(struct nlattr));
	return packet->length - sizeof(struct nlattr);
}

static inline void packet_end(struct table_packet *packet, size_t start)
{
	uint16_t length = (uint16_t)(packet->length - start);

	memcpy(packet->bytes + start, &length, sizeof(length));
}

static inline void packet_put_text(struct table_packet *packet, uint16_t type, const char *text)
{
	size_t start = packet_begin(packet, type);

	packet_put(packet, text, strlen(text) + 1);
	packet_end(packet, start);
}

/* The message of the table with the attribute, of which size bytes are there. */
static inline void table_pack(const struct attribute_table *table, const struct attribute_row *row,
                              size_t size, struct table_packet *packet)
{
	const struct attribute_step *step = table->path;
	size_t starts[STEPS_MAX], depth = 0;

	memset(packet, 0, sizeof(*packet));
	packet_put(packet, &(struct nlmsghdr){ 0, table->type, table->flags, 7, 8 },
	           sizeof(struct nlmsghdr));
	packet_put(packet, table->body.bytes, table->body.size);
	for (; step->name; step++) {
		if (step->text)
			packet_put_text(packet, step->before, step->text);
		starts[depth++] = packet_begin(packet, step->type);
		packet->length += step->head;
	}
	if (table->text)
		packet_put_text(packet, table->before, table->text);
	size_t start = packet_begin(packet, row->type);
	packet_put(packet, row->payload.bytes, size < row->payload.size ? size : row->payload.size);
	for (size_t more = row->payload.size; more < size; more++)
		packet_put(packet, "", 1);
	packet_end(packet, start);
	packet_pad(packet);
	while (depth)
		packet_end(packet, starts[--depth]);
	uint32_t length = (uint32_t)packet->length;
	memcpy(packet->bytes, &length, sizeof(length));
}

static inline const char *line_end(const char *line)
{
	enum { SHOWN_MAX = 300 };

	return strlen(line) > SHOWN_MAX ? line + strlen(line) - SHOWN_MAX : line;
}

/* What is shown of the packet, in sendto().  The text is there until the next one. */
static inline const char *packet_shown(const struct attribute_table *table,
                                       const struct table_packet *packet)
{
	enum { SOCKET = 3, ADDRESS = 0x1000, SENDTO_I386 = 369 };
	static struct event_buffer buffer;
	static struct arena arena = { .size_max = 1 << 24 };
	static struct text out;
	static struct view view = { .string_max = 64 };
	struct {
		int32_t protocol;
		struct generic_family family;
	} kernel = { table->protocol, { GENERIC_NUMBER, "" } };
	struct printer printer = { .out = &out, .view = &view };

	assert_int_equal(event_buffer_reset(&buffer), 0);
	buffer.event->kind = EVENT_ENTRY;
	buffer.event->abi = (uint8_t)table->abi;
	buffer.event->nr = table->abi == ABI_I386 ? SENDTO_I386 : SYS_sendto;
	buffer.event->args[0] = SOCKET;
	buffer.event->args[1] = ADDRESS;
	buffer.event->args[2] = packet->length;
	event_buffer_put(&buffer, CHUNK_ENTRY, ADDRESS, packet->bytes, (uint32_t)packet->length);
	if (table->generic)
		strncpy(kernel.family.name, table->generic, sizeof(kernel.family.name) - 1);
	event_buffer_put(&buffer, CHUNK_NETLINK, SOCKET, &kernel,
	                 table->generic ? sizeof(kernel) : sizeof(kernel.protocol));
	printer.event = buffer.event;
	arena_empty(&arena);
	struct call_value *decoded = decode_call(buffer.event, &arena, DECODE_ALL);
	assert_non_null(decoded);
	out.length = 0;
	print_value(&printer, value_find(decoded->args, "buf"));
	text_char(&out, '\0');
	if (decoded->misses)
		fail_msg("bytes are missed in %s", line_end(out.bytes));
	return out.bytes;
}

/* A message with that body alone; text: what is shown of it.  A shorter one must be survived. */
static inline void assert_message(int32_t protocol, uint16_t type, const char *text,
                                  struct payload body)
{
	static struct table_packet packet;
	const struct attribute_table table = { protocol, .type = type };
	struct nlmsghdr head = { (uint32_t)(sizeof(head) + body.size), type, NLM_F_REQUEST, 7, 8 };
	const char *shown, *at;

	for (size_t length = 0; length <= body.size; length++) {
		packet.length = 0;
		packet_put(&packet, &head, sizeof(head));
		packet_put(&packet, body.bytes, length);
		shown = packet_shown(&table, &packet);
	}
	at = text ? strstr(shown, text) : shown + strlen(shown) - 1;
	if (!at || strcmp(at + (text ? strlen(text) : 0), text ? "]" : "}"))
		fail_msg("not at the end: %s\nof %s", text ? text : "the head", line_end(shown));
}

/* Whether the line has the attribute, and ends with it. */
static inline bool row_is_right(const struct attribute_table *table,
                                const struct attribute_row *row)
{
	static struct table_packet packet;
	static struct text expected;
	const char *shown, *at;
	bool is_right;

	expected.length = 0;
	text_format(&expected, "{nla_len=%zu, nla_type=%s}", row->payload.size + 4, row->name);
	if (row->text)
		text_format(&expected, ", %s]", row->text);
	text_char(&expected, '\0');
	table_pack(table, row, row->payload.size, &packet);
	shown = packet_shown(table, &packet);
	at = strstr(shown, expected.bytes);
	is_right = at && !at[expected.length - 1 + strspn(at + expected.length - 1, "]")];
	for (const struct attribute_step *step = table->path; step->name; step++)
		is_right &= strstr(shown, step->name) != NULL;
	if (!is_right)
		print_error("expected: %s\nshown:    %s\n", expected.bytes, line_end(shown));
	return is_right;
}

/* Cut or too long, the attribute has its name all the same. */
static inline bool row_survives(const struct attribute_table *table,
                                const struct attribute_row *row)
{
	static struct table_packet packet;
	size_t whole = row->payload.size;
	bool survives = true;

	for (size_t size = whole ? whole - 1 : 0; size <= whole + 4; size += 5) {
		table_pack(table, row, size, &packet);
		const char *shown = packet_shown(table, &packet);
		if (strstr(shown, row->name))
			continue;
		print_error("no %s, of %zu bytes, in %s\n", row->name, size, line_end(shown));
		survives = false;
	}
	return survives;
}

/* The head of a message of that table is shown so. */
static inline void assert_head(const struct attribute_table *table, const char *text)
{
	static struct table_packet packet;
	const char *shown;

	table_pack(table, &(struct attribute_row){ .type = 1 }, 0, &packet);
	shown = packet_shown(table, &packet);
	if (!strstr(shown, text))
		fail_msg("no %s in %s", text, shown);
}

static inline bool row_holds(const struct attribute_table *table, const struct attribute_row *row)
{
	return row_is_right(table, row) && row_survives(table, row);
}

static inline const struct name_kind *name_kind_find(char letter)
{
	for (unsigned i = 0; i < sizeof(name_kinds) / sizeof(*name_kinds); i++)
		if (name_kinds[i].letter == letter)
			return &name_kinds[i];
	fail_msg("no kind of attribute is called %c", letter);
	return NULL;
}

/* Each of the table's names as a row. */
static inline bool names_hold(const struct attribute_table *table)
{
	char name[64], whole[128], letter;
	uint16_t type = table->first;
	bool hold = true;
	int length;

	for (const char *at = table->names; at && *at; at += length, type++) {
		assert_int_equal(sscanf(at, " %63[^/ ]/%c %n", name, &letter, &length), 2);
		if (letter == NAME_SKIPPED)
			continue;
		const struct name_kind *kind = name_kind_find(letter);
		snprintf(whole, sizeof(whole), "%s%s", table->prefix, name);
		hold &= row_holds(
			table, &(struct attribute_row){ whole, type, kind->text, kind->payload });
	}
	return hold;
}

static inline void assert_table(const struct attribute_table *table)
{
	bool is_right = names_hold(table);

	for (unsigned i = 0; i < table->count; i++)
		is_right &= row_holds(table, &table->rows[i]);
	assert_true(is_right);
}

/* A table of messages of a family of generic netlink; text: their head. */
static inline void assert_family(const char *family, uint8_t command, const char *text,
                                 const struct attribute_table *table)
{
	struct attribute_table whole = *table;

	whole.protocol = NETLINK_GENERIC;
	whole.generic = family;
	whole.type = strcmp(family, "nlctrl") ? GENERIC_NUMBER : GENL_ID_CTRL;
	whole.body = PAYLOAD(STRUCT(genlmsghdr, command, 1, 0));
	assert_table(&whole);
	assert_head(&whole, family);
	assert_head(&whole, text);
}
#define FAMILY(family, command, text, list, ...)                                                   \
	assert_family(family, command, text,                                                       \
	              &(struct attribute_table){ ROWS(list), .path = { __VA_ARGS__ } })
/* Of some rows the numbers are indexes. */
#define INDEX(number) { #number, number }

#endif
