/* What the decoders for single constructs make of bytes: of sound ones, and of those that a
 * program might put there instead. */
#include "unit.h"

#include "calls/value.h"
#include "output/print.h"

#include <signal.h>
#include <sys/socket.h>

enum { ADDRESS = 0x1000, CONTROL = 0x2000, ROOM = 2048 };

static struct event_buffer buffer;
static struct arena arena;
static struct text out;
static struct view view = { .string_max = 32 };

/* Bytes as they grow. */
static _Alignas(8) uint8_t bytes[ROOM];
static size_t filled;

static void put(const void *more, size_t length)
{
	assert_true(filled + length <= sizeof(bytes));
	memcpy(bytes + filled, more, length);
	filled += length;
}

static void put_number(uint64_t number, size_t size)
{
	put(&number, size);
}

static void begin_call(enum event_abi abi, const char *name)
{
	assert_int_equal(event_buffer_reset(&buffer), 0);
	buffer.event->kind = EVENT_ENTRY;
	buffer.event->abi = (uint8_t)abi;
	buffer.event->nr = (uint32_t)call_number(abi, name);
}

/* One argument of the call as text, in full. */
static const char *shown(const char *argument)
{
	struct printer printer = {
		.out = &out, .view = &view, .event = buffer.event, .followed = true
	};

	assert_true(event_is_sound(buffer.event, buffer.event->size));
	arena_empty(&arena);
	struct call_value *decoded = decode_call(buffer.event, &arena, DECODE_ALL);

	assert_non_null(decoded);
	assert_int_equal(decoded->misses, 0);
	const struct value *value = value_find(decoded->args, argument);

	out.length = 0;
	if (value)
		print_value(&printer, value);
	text_char(&out, '\0');
	return out.bytes;
}

/* ---- socket addresses */

/* bind() to so many of the bytes. */
static const char *shown_address(size_t length)
{
	begin_call(ABI_X86_64, "bind");
	buffer.event->args[1] = ADDRESS;
	buffer.event->args[2] = length;
	if (length)
		event_buffer_put(&buffer, CHUNK_ENTRY, ADDRESS, bytes,
		                 (uint32_t)(length < ROOM ? length : ROOM));
	filled = 0;
	return shown("addr");
}

static void put_family(uint16_t family)
{
	memset(bytes, 0, sizeof(bytes));
	filled = 0;
	put(&family, sizeof(family));
}

static void test_addresses_without_a_family_are_none(void **state)
{
	(void)state;
	put_family(AF_INET);
	assert_string_equal(shown_address(1), "0x1000");
	assert_string_equal(shown_address(2), "{sa_family=AF_INET}");
}

static void test_addresses_too_short_for_their_family_are_bytes(void **state)
{
	(void)state;
	put_family(AF_INET);
	put("\0\120\177\0\0\1", 6);
	assert_string_equal(shown_address(8),
	                    "{sa_family=AF_INET, sa_data=\"\\0P\\177\\0\\0\\1\"}");
	put_family(AF_INET);
	put("\0\120\177\0\0\1", 6);
	assert_string_equal(shown_address(16), "{sa_family=AF_INET, sin_port=htons(80), "
	                                       "sin_addr=inet_addr(\"127.0.0.1\")}");
	put_family(999);
	put("a", 1);
	assert_string_equal(shown_address(3), "{sa_family=0x3e7 /* AF_??? */, sa_data=\"a\"}");
}

static void test_names_of_sockets_end_somewhere(void **state)
{
	char name[200];

	(void)state;
	memset(name, 'x', sizeof(name));
	put_family(AF_UNIX);
	put("/run", 4);
	assert_string_equal(shown_address(6), "{sa_family=AF_UNIX, sun_path=\"/run\"}");
	put_family(AF_UNIX);
	put("\0a\0b", 4);
	assert_string_equal(shown_address(6), "{sa_family=AF_UNIX, sun_path=@\"a\\0b\"}");
	put_family(AF_UNIX);
	assert_string_equal(shown_address(3), "{sa_family=AF_UNIX, sun_path=@\"\"}");
	/* 108 bytes are all there may be, however long it is said to be. */
	put_family(AF_UNIX);
	put(name, sizeof(name));
	const char *text = shown_address(150);
	assert_int_equal(strlen(text), strlen("{sa_family=AF_UNIX, sun_path=\"\"}") + 108);
}

static bool name_interface(const void *owner, unsigned index, struct text *name)
{
	(void)owner;
	text_literal(name, "eth");
	text_unsigned(name, index);
	return true;
}

static void test_scopes_are_interfaces_of_local_addresses(void **state)
{
	static const uint8_t local[] = { 0xfe, 0x80 }, global[] = { 0x20, 0x01 };

	(void)state;
	view.interface_name = name_interface;
	for (int i = 0; i < 2; i++) {
		put_family(AF_INET6);
		filled = 8;
		put(i ? global : local, 2);
		filled = 24;
		put_number(7, 4);
		const char *text = shown_address(28);
		assert_non_null(strstr(text, i ? "sin6_scope_id=7}"
		                               : "sin6_scope_id=if_nametoindex(\"eth7\")}"));
	}
	view.interface_name = NULL;
}

static void put_station(uint32_t relays)
{
	put_family(AF_AX25);
	put("\x98\x92\x9c\xaa\xb0\x40\x02", 7);
	filled = 12;
	put_number(relays, 4);
}

static void test_relays_are_counted_by_the_address(void **state)
{
	(void)state;
	put_station(0);
	assert_string_equal(shown_address(16),
	                    "{sa_family=AF_AX25, sax25_call=LINUX-1, sax25_ndigis=0}");
	put_station(1);
	put("\x98\x92\x9c\xaa\xb0\x40\x04", 7);
	assert_non_null(strstr(shown_address(23), "fsa_digipeater=[LINUX-2]"));
	/* Fewer are there than it says, or more than there may be. */
	put_station(5);
	put("\x98\x92\x9c\xaa\xb0\x40\x04", 7);
	assert_non_null(strstr(shown_address(23), "fsa_digipeater=[LINUX-2, ...]"));
	put_station(0x80000000);
	assert_non_null(strstr(shown_address(16), "sax25_ndigis=-2147483648"));
	put_station(INT32_MAX);
	assert_non_null(strstr(shown_address(128), "..."));
}

/* ---- control messages */

static void put_control(unsigned word, uint64_t length, uint32_t level, uint32_t type)
{
	put_number(length, word);
	put_number(level, 4);
	put_number(type, 4);
}

/* sendmsg() with so many of the bytes as control messages. */
static const char *shown_control(enum event_abi abi, uint64_t length)
{
	unsigned word = abi == ABI_I386 ? 4 : 8;
	uint8_t message[56] = { 0 };

	memcpy(message + 4 * word, &(uint64_t){ CONTROL }, word);
	memcpy(message + 5 * word, &length, word);
	begin_call(abi, "sendmsg");
	buffer.event->args[1] = ADDRESS;
	event_buffer_put(&buffer, CHUNK_ENTRY, ADDRESS, message, 7 * word);
	event_buffer_put(&buffer, CHUNK_ENTRY, CONTROL, bytes,
	                 (uint32_t)(length < filled ? length : filled));
	filled = 0;
	return shown("msg.msg_control");
}

static void test_control_messages_hold_what_they_say(void **state)
{
	int fds[] = { 3, -1 };

	(void)state;
	put_control(8, 24, SOL_SOCKET, SCM_RIGHTS);
	put(fds, sizeof(fds));
	assert_string_equal(shown_control(ABI_X86_64, 24),
	                    "[{cmsg_len=24, cmsg_level=SOL_SOCKET, cmsg_type=SCM_RIGHTS, "
	                    "cmsg_data=[3, -1]}]");
	put_control(4, 20, SOL_SOCKET, SCM_RIGHTS);
	put(fds, sizeof(fds));
	assert_string_equal(shown_control(ABI_I386, 20),
	                    "[{cmsg_len=20, cmsg_level=SOL_SOCKET, cmsg_type=SCM_RIGHTS, "
	                    "cmsg_data=[3, -1]}]");
	put_control(8, 28, SOL_SOCKET, SCM_CREDENTIALS);
	put_number(7, 4);
	put_number(8, 4);
	put_number(9, 4);
	assert_string_equal(shown_control(ABI_X86_64, 28),
	                    "[{cmsg_len=28, cmsg_level=SOL_SOCKET, cmsg_type=SCM_CREDENTIALS, "
	                    "cmsg_data={pid=7, uid=8, gid=9}}]");
}

static void test_control_messages_may_lie_about_their_length(void **state)
{
	int fd = 3;

	(void)state;
	/* Too short for a header, of which nothing is said. */
	put_control(8, 16, SOL_SOCKET, SCM_RIGHTS);
	assert_string_equal(shown_control(ABI_X86_64, 15), "0x2000");
	/* It says it is shorter than its own header: the rest is no message. */
	put_control(8, 3, SOL_SOCKET, SCM_RIGHTS);
	put_control(8, 16, SOL_SOCKET, SCM_RIGHTS);
	assert_string_equal(shown_control(ABI_X86_64, 32),
	                    "[{cmsg_len=3, cmsg_level=SOL_SOCKET, cmsg_type=SCM_RIGHTS}, "
	                    "... /* 0x2010 */]");
	/* It says it is longer than what there is. */
	put_control(8, UINT64_MAX, SOL_SOCKET, SCM_RIGHTS);
	put(&fd, sizeof(fd));
	assert_string_equal(shown_control(ABI_X86_64, 20),
	                    "[{cmsg_len=18446744073709551615, cmsg_level=SOL_SOCKET, "
	                    "cmsg_type=SCM_RIGHTS, cmsg_data=[3]}]");
	/* Nothing but a header, and a payload too short to be one. */
	put_control(8, 16, SOL_SOCKET, SCM_CREDENTIALS);
	assert_string_equal(shown_control(ABI_X86_64, 16),
	                    "[{cmsg_len=16, cmsg_level=SOL_SOCKET, cmsg_type=SCM_CREDENTIALS}]");
	put_control(8, 19, SOL_SOCKET, 29 /* SO_TIMESTAMP_OLD */);
	put("abc", 3);
	assert_string_equal(shown_control(ABI_X86_64, 19),
	                    "[{cmsg_len=19, cmsg_level=SOL_SOCKET, cmsg_type=SO_TIMESTAMP_OLD, "
	                    "cmsg_data=???}]");
	put_control(8, 16, 0x12345, 0x678);
	assert_string_equal(shown_control(ABI_X86_64, 16),
	                    "[{cmsg_len=16, cmsg_level=0x12345 /* SOL_??? */, cmsg_type=0x678}]");
}

static void test_security_contexts_are_never_cut(void **state)
{
	static const char context[] = "unconfined_u:unconfined_r:unconfined_t:s0";

	(void)state;
	put_control(8, 16 + sizeof(context) - 1, SOL_SOCKET, 3 /* SCM_SECURITY */);
	put(context, sizeof(context) - 1);
	assert_string_equal(shown_control(ABI_X86_64, filled),
	                    "[{cmsg_len=57, cmsg_level=SOL_SOCKET, cmsg_type=SCM_SECURITY, "
	                    "cmsg_data=\"unconfined_u:unconfined_r:unconfined_t:s0\"}]");
}

/* ---- others */

/* sigreturn() of i386 with so many bytes of the frame. */
static const char *shown_frame(uint32_t length)
{
	begin_call(ABI_I386, "sigreturn");
	buffer.event->args[0] = ADDRESS;
	event_buffer_put(&buffer, CHUNK_ENTRY, ADDRESS, bytes, length);
	return shown("frame");
}

static void test_masks_of_old_frames_are_in_two_places(void **state)
{
	(void)state;
	memset(bytes, 0, sizeof(bytes));
	bytes[80] = 1 << (SIGINT - 1);
	bytes[712] = 1;
	assert_string_equal(shown_frame(716), "{mask=[INT RT_1]}");
	assert_null(strstr(shown_frame(715), "mask"));
}

/* capset() of so many bytes. */
static const char *shown_capabilities(const uint32_t *sets, uint32_t version, uint16_t flags,
                                      uint32_t length)
{
	uint32_t head[2] = { version, 0 };

	begin_call(ABI_X86_64, "capset");
	buffer.event->args[0] = CONTROL;
	buffer.event->args[1] = ADDRESS;
	event_buffer_put(&buffer, CHUNK_ENTRY, CONTROL, head, sizeof(head));
	memcpy(event_buffer_add(&buffer, CHUNK_ENTRY, ADDRESS, length, flags), sets, length);
	return shown("datap");
}

static void test_capabilities_are_two_halves(void **state)
{
	static const uint32_t sets[6] = { 1, 2, 0, 1 << 7 };

	(void)state;
	assert_string_equal(shown_capabilities(sets, 0x20080522, 0, 24),
	                    "{effective=1<<CAP_CHOWN|1<<CAP_BPF, permitted=1<<CAP_DAC_OVERRIDE, "
	                    "inheritable=0}");
	assert_string_equal(shown_capabilities(sets, 0x20080522, CHUNK_FAULT, 23), "0x1000");
}

/* keyctl() that told so many bytes of what keys can do. */
static const char *shown_key_capabilities(const char *told, uint32_t length)
{
	enum { CAPABILITIES = 31 };

	begin_call(ABI_X86_64, "keyctl");
	buffer.event->kind = EVENT_EXIT;
	buffer.event->result = length;
	buffer.event->args[0] = CAPABILITIES;
	buffer.event->args[1] = ADDRESS;
	buffer.event->args[2] = ROOM;
	event_buffer_put(&buffer, CHUNK_EXIT, ADDRESS, told, length);
	return shown("buffer");
}

static void test_capabilities_of_keys_are_sets_of_a_byte_each(void **state)
{
	(void)state;
	assert_string_equal(shown_key_capabilities("\1", 1), "[KEYCTL_CAPS0_CAPABILITIES]");
	assert_string_equal(shown_key_capabilities("\0\3\7", 3),
	                    "[0, KEYCTL_CAPS1_NS_KEYRING_NAME|KEYCTL_CAPS1_NS_KEY_TAG, 0x7]");
	/* No kernel tells so many, and a program cannot make us list them. */
	memset(bytes, 0, sizeof(bytes));
	const char *text = shown_key_capabilities((const char *)bytes, ROOM);
	assert_true(strlen(text) <= strlen("[0]") + 63 * strlen(", 0"));
}

/* getdents() that returned those bytes. */
static const char *shown_entries(uint32_t length)
{
	begin_call(ABI_X86_64, "getdents");
	buffer.event->kind = EVENT_EXIT;
	buffer.event->result = length;
	buffer.event->args[1] = ADDRESS;
	buffer.event->args[2] = ROOM;
	event_buffer_put(&buffer, CHUNK_EXIT, ADDRESS, bytes, length);
	return shown("dirp");
}

static void put_entry(uint16_t length, const char *name, size_t name_length)
{
	filled = 0;
	put_number(7, 8);
	put_number(8, 8);
	put_number(length, 2);
	put(name, name_length);
}

static void test_types_of_old_entries_are_their_last_byte(void **state)
{
	static const char entry[] =
		"[{d_ino=7, d_off=8, d_reclen=24, d_name=\"abcd\", d_type=DT_DIR}]";

	(void)state;
	put_entry(24, "abcd\0\4", 6);
	assert_string_equal(shown_entries(24), entry);
	/* A length that leaves no room for it ends the list. */
	put_entry(1, "abcd\0\4", 6);
	assert_null(strstr(shown_entries(24), "DT_DIR"));
	put_entry(0, "abcd\0\4", 6);
	assert_null(strstr(shown_entries(24), "d_type"));
}

/* rt_sigqueueinfo() of a siginfo that begins with those numbers. */
static const char *shown_siginfo(int signal, int code, uint32_t length)
{
	memset(bytes, 0, sizeof(bytes));
	filled = 0;
	put_number((uint32_t)signal, 4);
	put_number(2, 4);
	put_number((uint32_t)code, 4);
	filled = 16;
	put_number(42, 4);
	put_number(1000, 4);
	put_number(0xabc, 8);
	begin_call(ABI_X86_64, "rt_sigqueueinfo");
	buffer.event->args[2] = ADDRESS;
	memcpy(event_buffer_add(&buffer, CHUNK_ENTRY, ADDRESS, length,
	                        length < 128 ? CHUNK_FAULT : 0),
	       bytes, length);
	return shown("info");
}

static void test_siginfo_follows_its_code(void **state)
{
	(void)state;
	assert_string_equal(shown_siginfo(SIGUSR1, SI_QUEUE, 128),
	                    "{si_signo=SIGUSR1, si_code=SI_QUEUE, si_errno=ENOENT, si_pid=42, "
	                    "si_uid=1000, si_int=2748, si_ptr=0xabc}");
	assert_string_equal(shown_siginfo(SIGUSR1, SI_USER, 128),
	                    "{si_signo=SIGUSR1, si_code=SI_USER, si_errno=ENOENT, si_pid=42, "
	                    "si_uid=1000}");
	assert_string_equal(shown_siginfo(SIGCHLD, CLD_EXITED, 128),
	                    "{si_signo=SIGCHLD, si_code=CLD_EXITED, si_errno=ENOENT, si_pid=42, "
	                    "si_uid=1000, si_status=2748, si_utime=0, si_stime=0}");
	assert_string_equal(shown_siginfo(SIGUSR1, SI_USER, 100), "0x1000");
	assert_non_null(strstr(shown_siginfo(SIGSEGV, SEGV_MAPERR, 128), "si_code=SEGV_MAPERR"));
	assert_non_null(strstr(shown_siginfo(SIGSEGV, SEGV_MAPERR, 128), "si_addr=0x3e80000002a"));
}

/* ---- mounts */

enum { MOUNT_HEAD = 512, MASK_AT = 8, TYPE_AT = 36, OPTIONS_NUMBER_AT = 128, OPTIONS_AT = 132 };

/* statmount() that says it wrote a type and options, and so many bytes behind the structure. */
static const char *shown_mount(uint32_t type, uint32_t options, uint32_t count, const char *texts,
                               uint32_t length)
{
	enum { FS_TYPE = 0x20, OPTION_ARRAY = 0x400 };
	uint64_t mask = FS_TYPE | OPTION_ARRAY;

	memset(bytes, 0, sizeof(bytes));
	memcpy(bytes + MASK_AT, &mask, sizeof(mask));
	memcpy(bytes + TYPE_AT, &type, sizeof(type));
	memcpy(bytes + OPTIONS_NUMBER_AT, &count, sizeof(count));
	memcpy(bytes + OPTIONS_AT, &options, sizeof(options));
	memcpy(bytes + MOUNT_HEAD, texts, length > MOUNT_HEAD ? length - MOUNT_HEAD : 0);
	begin_call(ABI_X86_64, "statmount");
	buffer.event->kind = EVENT_EXIT;
	buffer.event->args[1] = ADDRESS;
	buffer.event->args[2] = length;
	event_buffer_put(&buffer, CHUNK_EXIT, ADDRESS, bytes, length);
	return shown("buf");
}

static void test_texts_of_mounts_lie_behind_them(void **state)
{
	static const char texts[] = "proc\0a\0b";

	(void)state;
	const char *text = shown_mount(0, 5, 2, texts, MOUNT_HEAD + sizeof(texts));
	assert_non_null(strstr(text, "fs_type=\"proc\""));
	assert_non_null(strstr(text, "opt_num=2, opt_array=[\"a\", \"b\"]"));
	/* What lies beyond stays a number, what does not end is cut. */
	text = shown_mount(sizeof(texts), UINT32_MAX, 1, texts, MOUNT_HEAD + sizeof(texts));
	assert_non_null(strstr(text, "fs_type=9"));
	assert_non_null(strstr(text, "opt_array=4294967295"));
	text = shown_mount(0, 5, UINT32_MAX, texts, MOUNT_HEAD + 3);
	assert_non_null(strstr(text, "fs_type=\"pro\"..."));
	text = shown_mount(0, 5, UINT32_MAX, texts, MOUNT_HEAD + sizeof(texts) - 1);
	assert_non_null(strstr(text, "opt_array=[\"a\", \"b\"..., ...]"));
	assert_string_equal(shown_mount(0, 0, 0, texts, MOUNT_HEAD - 1), "0x1000");
}

/* ---- what btrfs finds */

static void begin_btrfs(uint32_t command, size_t head, uint32_t length)
{
	begin_call(ABI_X86_64, "ioctl");
	buffer.event->kind = EVENT_EXIT;
	buffer.event->args[1] = command;
	buffer.event->args[2] = ADDRESS;
	event_buffer_put(&buffer, CHUNK_ENTRY, ADDRESS, bytes, (uint32_t)head);
	event_buffer_put(&buffer, CHUNK_EXIT, ADDRESS, bytes, (uint32_t)head);
	if (length)
		event_buffer_put(&buffer, CHUNK_EXIT, ADDRESS + head, bytes + head, length);
}

/* What came out, from that member on. */
static const char *shown_from(const char *member)
{
	const char *came_out = strstr(shown("argp"), " => ");

	assert_non_null(came_out);
	return strstr(came_out, member);
}

/* A search that found so many items, each of which says that so many bytes follow. */
static const char *shown_search(uint32_t items, uint32_t follow, uint64_t length)
{
	enum {
		SEARCH = 0xc0709411,
		COUNT_AT = 64,
		SIZE_AT = 104,
		KEY = 112,
		LENGTH_AT = 28,
		HEAD = 32
	};

	memset(bytes, 0, sizeof(bytes));
	memcpy(bytes + COUNT_AT, &items, sizeof(items));
	memcpy(bytes + SIZE_AT, &length, sizeof(length));
	for (size_t at = KEY; at + HEAD <= sizeof(bytes); at += HEAD + 8)
		memcpy(bytes + at + LENGTH_AT, &follow, sizeof(follow));
	begin_btrfs(SEARCH, KEY, (uint32_t)length);
	return shown_from("buf=");
}

static void test_items_of_btrfs_say_how_long_they_are(void **state)
{
#define ITEM "{transid=0, objectid=0, offset=0, type=0, len=8}"
	(void)state;
	assert_string_equal(shown_search(0, 8, 80), "buf=[]}");
	assert_string_equal(shown_search(2, 8, 80), "buf=[" ITEM ", " ITEM "]}");
	/* More than there is room for, and one that leads outside. */
	assert_string_equal(shown_search(UINT32_MAX, 8, 80), "buf=[" ITEM ", " ITEM ", ...]}");
	assert_string_equal(
		shown_search(2, UINT32_MAX, 80),
		"buf=[{transid=0, objectid=0, offset=0, type=0, len=4294967295}, ...]}");
	assert_string_equal(shown_search(1, 8, 31), "buf=[...]}");
}

/* Names that begin there, of so many that there are said to be. */
static const char *shown_names(uint32_t count, uint64_t first, uint64_t second)
{
	enum {
		INO_PATHS = 0xc0389423,
		SIZE_AT = 8,
		LIST_AT = 48,
		HEAD = 56,
		LIST = 64,
		COUNT_AT = 72
	};
	uint64_t size = 40, list = CONTROL;

	memset(bytes, 0, sizeof(bytes));
	memcpy(bytes + SIZE_AT, &size, sizeof(size));
	memcpy(bytes + LIST_AT, &list, sizeof(list));
	memcpy(bytes + COUNT_AT, &count, sizeof(count));
	memcpy(bytes + LIST + 16, &first, sizeof(first));
	memcpy(bytes + LIST + 24, &second, sizeof(second));
	memcpy(bytes + LIST + 32, "a\0bcdefg", 8);
	begin_btrfs(INO_PATHS, HEAD, 0);
	event_buffer_put(&buffer, CHUNK_EXIT, CONTROL, bytes + LIST, (uint32_t)size);
	return shown_from("val=");
}

static void test_names_of_btrfs_lie_behind_their_numbers(void **state)
{
	(void)state;
	assert_string_equal(shown_names(1, 16, 0), "val=[\"a\"]}}");
	assert_string_equal(shown_names(2, 16, 18), "val=[\"a\", \"bcdefg\"...]}}");
	assert_string_equal(shown_names(2, 16, 1000), "val=[\"a\", ...]}}");
	assert_string_equal(shown_names(0, 16, 18), "val=[]}}");
}

/* ---- what the device mapper takes and gives */

enum {
	MAPPER_HEAD = 312,
	MAPPER_SIZE = MAPPER_HEAD + 208, /* of the head and what is behind it */
	TARGET = 48                      /* from one target to the next */
};

/* A head that says how much there is, where it begins, and how many targets it holds. */
static void put_mapper_head(uint32_t size, uint32_t start, uint32_t count)
{
	uint32_t head[] = { 4, 0, 0, size, start, count };

	memset(bytes, 0, sizeof(bytes));
	memcpy(bytes, head, sizeof(head));
	filled = MAPPER_HEAD;
}

static void put_target(uint64_t sector, uint32_t next, const char *type)
{
	put_number(sector, 8);
	put_number(8, 8);
	put_number(0, 4);
	put_number(next, 4);
	put(type, strlen(type));
	filled += TARGET - 24 - strlen(type);
}

/* Loading a table. */
static const char *shown_input(void)
{
	enum { TABLE_LOAD = 0xc138fd09 };

	begin_call(ABI_X86_64, "ioctl");
	buffer.event->args[1] = TABLE_LOAD;
	buffer.event->args[2] = ADDRESS;
	event_buffer_put(&buffer, CHUNK_ENTRY, ADDRESS, bytes, MAPPER_HEAD);
	event_buffer_put(&buffer, CHUNK_ENTRY, ADDRESS + MAPPER_HEAD, bytes + MAPPER_HEAD,
	                 MAPPER_SIZE - MAPPER_HEAD);
	return strchr(shown("argp"), '}') + 1;
}

#define TARGET_TEXT(sector, type)                                                                  \
	"{sector_start=" sector ", length=8, target_type=\"" type "\", string=\"\"}"

static void test_targets_say_where_the_next_one_is(void **state)
{
	(void)state;
	put_mapper_head(MAPPER_SIZE, MAPPER_HEAD, 2);
	put_target(0, TARGET, "zero");
	put_target(8, 0, "error");
	assert_string_equal(shown_input(),
	                    ", " TARGET_TEXT("0", "zero") ", " TARGET_TEXT("8", "error") "]");
	/* There are fewer than the head says, or one leads into itself or outside. */
	static const struct {
		uint32_t next;
		const char *shown;
	} ways[] = {
		{ 0, ", " TARGET_TEXT("0", "zero") ", " TARGET_TEXT("8", "error") "]" },
		{ 3, ", " TARGET_TEXT("0", "zero") ", ...]" },
		{ MAPPER_SIZE,
		  ", " TARGET_TEXT("0", "zero") ", " TARGET_TEXT("8", "error") ", ...]" },
		{ UINT32_MAX,
		  ", " TARGET_TEXT("0", "zero") ", " TARGET_TEXT("8", "error") ", ...]" },
	};
	for (size_t i = 0; i < sizeof(ways) / sizeof(*ways); i++) {
		put_mapper_head(MAPPER_SIZE, MAPPER_HEAD, UINT32_MAX);
		put_target(0, TARGET, "zero");
		put_target(8, ways[i].next, "error");
		assert_string_equal(shown_input(), ways[i].shown);
	}
	/* The head may say that nothing is behind it. */
	put_mapper_head(MAPPER_SIZE, MAPPER_SIZE, 1);
	assert_string_equal(shown_input(), "]");
	put_mapper_head(MAPPER_SIZE, 0, 1);
	assert_string_equal(shown_input(), "]");
}

/* The names of devices, as they come out. */
static const char *shown_output(void)
{
	enum { LIST_DEVICES = 0xc138fd02 };

	begin_call(ABI_X86_64, "ioctl");
	buffer.event->kind = EVENT_EXIT;
	buffer.event->args[1] = LIST_DEVICES;
	buffer.event->args[2] = ADDRESS;
	event_buffer_put(&buffer, CHUNK_ENTRY, ADDRESS, bytes, MAPPER_HEAD);
	event_buffer_put(&buffer, CHUNK_EXIT, ADDRESS, bytes, MAPPER_HEAD);
	event_buffer_put(&buffer, CHUNK_EXIT, ADDRESS + MAPPER_HEAD, bytes + MAPPER_HEAD,
	                 MAPPER_SIZE - MAPPER_HEAD);
	const char *came_out = strstr(shown("argp"), " => ");

	assert_non_null(came_out);
	return strchr(came_out, '}') + 1;
}

/* Two devices, of which the first says where the second one is. */
static void put_devices(uint32_t size, uint32_t next)
{
	put_mapper_head(size, MAPPER_HEAD, 0);
	put_number(0x801, 8);
	put_number(next, 4);
	put("one", 4);
	put_number(0x802, 8);
	put_number(0, 4);
	put("two", 4);
}

#define DEVICE_TEXT(number, name) "{dev=makedev(0x8, 0x" number "), name=\"" name "\"}"

static void test_names_of_devices_follow_one_another(void **state)
{
	(void)state;
	put_devices(MAPPER_SIZE, 16);
	assert_string_equal(shown_output(),
	                    ", " DEVICE_TEXT("1", "one") ", " DEVICE_TEXT("2", "two") "]");
	put_devices(MAPPER_SIZE, UINT32_MAX);
	assert_string_equal(shown_output(), ", " DEVICE_TEXT("1", "one") ", ...]");
	/* Of more than there is, all there is counts; half a structure is none. */
	put_devices(UINT32_MAX, 16);
	assert_string_equal(shown_output(),
	                    ", " DEVICE_TEXT("1", "one") ", " DEVICE_TEXT("2", "two") "]");
	put_devices(MAPPER_HEAD + 16 + 14, 16);
	assert_string_equal(shown_output(), ", " DEVICE_TEXT("1", "one") ", ...]");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_addresses_without_a_family_are_none),
		cmocka_unit_test(test_addresses_too_short_for_their_family_are_bytes),
		cmocka_unit_test(test_names_of_sockets_end_somewhere),
		cmocka_unit_test(test_scopes_are_interfaces_of_local_addresses),
		cmocka_unit_test(test_relays_are_counted_by_the_address),
		cmocka_unit_test(test_control_messages_hold_what_they_say),
		cmocka_unit_test(test_control_messages_may_lie_about_their_length),
		cmocka_unit_test(test_security_contexts_are_never_cut),
		cmocka_unit_test(test_masks_of_old_frames_are_in_two_places),
		cmocka_unit_test(test_capabilities_are_two_halves),
		cmocka_unit_test(test_capabilities_of_keys_are_sets_of_a_byte_each),
		cmocka_unit_test(test_types_of_old_entries_are_their_last_byte),
		cmocka_unit_test(test_siginfo_follows_its_code),
		cmocka_unit_test(test_texts_of_mounts_lie_behind_them),
		cmocka_unit_test(test_items_of_btrfs_say_how_long_they_are),
		cmocka_unit_test(test_names_of_btrfs_lie_behind_their_numbers),
		cmocka_unit_test(test_targets_say_where_the_next_one_is),
		cmocka_unit_test(test_names_of_devices_follow_one_another),
	};

	arena_init(&arena, 1 << 20);
	int failed = cmocka_run_group_tests_name("custom", tests, NULL, NULL);

	arena_deinit(&arena);
	text_free(&out);
	event_buffer_free(&buffer);
	return failed;
}
