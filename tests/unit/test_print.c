/* How values look: the forms that scripts written for strace rely on. */
#include "unit.h"

#include "output/print.h"

#include <stdio.h>

static struct text out;
static struct view view;

static void check_text(const char *expected)
{
	assert_int_equal(out.length, strlen(expected));
	assert_memory_equal(out.bytes, expected, out.length);
	out.length = 0;
}

static void check_quoted(const char *bytes, size_t length, enum hex_strings hex,
                         const char *expected)
{
	print_quoted(&out, (const uint8_t *)bytes, length, hex, 0);
	check_text(expected);
}

static void check_number(enum kind kind, uint64_t number, unsigned size, const char *expected)
{
	struct event event = { .size = sizeof(event) };
	struct printer printer = { .out = &out, .view = &view, .event = &event, .abbrev = true };
	struct value value = { .kind = kind, .number = number, .size = size };

	print_number(&printer, &value);
	check_text(expected);
}

static void test_octal_escapes_are_as_short_as_can_be_read_back(void **state)
{
	(void)state;
	check_quoted("a\0b", 3, HEX_NONE, "\"a\\0b\"");
	check_quoted("\0001", 2, HEX_NONE, "\"\\0001\"");
	check_quoted("\3778", 2, HEX_NONE, "\"\\3778\"");
	check_quoted("\n\t\"\\\33", 5, HEX_NONE, "\"\\n\\t\\\"\\\\\\33\"");
}

static void test_hexadecimal_strings(void **state)
{
	(void)state;
	check_quoted("ab\n", 3, HEX_NON_ASCII, "\"ab\\n\"");
	check_quoted("ab\1", 3, HEX_NON_ASCII, "\"\\x61\\x62\\x01\"");
	check_quoted("ab", 2, HEX_ALL, "\"\\x61\\x62\"");
	check_quoted("a\1", 2, HEX_NON_ASCII_CHARS, "\"a\\x01\"");
}

/* Strings are copied in blocks: an escape is found wherever it stands, and its follower, too. */
static void test_escapes_at_every_place_of_a_long_string(void **state)
{
	enum { LENGTH = 50 };
	static const struct {
		char byte;
		const char *escape;
	} escaped[] = { { '"', "\\\"" }, { '\\', "\\\\" },  { '\n', "\\n" },
		        { 1, "\\001" },  { 0x7f, "\\177" }, { (char)0xff, "\\377" } };

	(void)state;
	for (size_t i = 0; i < sizeof(escaped) / sizeof(escaped[0]); i++) {
		for (int place = 0; place < LENGTH; place++) {
			char bytes[LENGTH + 1], expected[LENGTH + 16];

			/* A digit behind it asks for all three of an octal escape. */
			memset(bytes, '7', LENGTH);
			bytes[place] = escaped[i].byte;
			sprintf(expected, "\"%.*s%s%.*s\"", place, bytes,
			        place + 1 == LENGTH && escaped[i].byte == 1 ? "\\1"
			                                                    : escaped[i].escape,
			        LENGTH - place - 1, bytes + place + 1);
			check_quoted(bytes, LENGTH, HEX_NONE, expected);
		}
	}
}

static void test_angles_are_escaped_inside_angles(void **state)
{
	const char *bytes = "a name of more than a block, <deleted>";

	(void)state;
	print_quoted(&out, (const uint8_t *)bytes, strlen(bytes), HEX_NONE,
	             QUOTE_NONE | QUOTE_ANGLES);
	check_text("a name of more than a block, \\74deleted\\76");
}

static void test_numbers_that_are_several(void **state)
{
	(void)state;
	check_number(KIND_FOURCC, 0x56595559, 4, "v4l2_fourcc('Y', 'U', 'Y', 'V')");
	check_number(KIND_FOURCC, 0x5c270a05, 4, "v4l2_fourcc('\\x05', '\\x0a', '\\'', '\\\\')");
	check_number(KIND_VERSION, 0x60105, 4, "KERNEL_VERSION(6, 1, 5)");
	check_number(KIND_KEYSYMBOL, 0xb61, 2, "0xb61 /* K(KT_LETTER, 'a') */");
	check_number(KIND_KEYSYMBOL, 0, 2, "0 /* K(KT_LATIN, '\\x00') */");
	check_number(KIND_KEYSYMBOL, 0xff00, 2, "0xff00 /* K(0xff, 0) */");
	check_number(KIND_FRACTION, 30 | (uint64_t)1001 << 32, 8, "30/1001");
	check_number(KIND_CHARACTER, 'S', 4, "'S'");
	check_number(KIND_CHARACTER, 7, 4, "7");
	view.constants = CONSTANTS_VERBOSE;
	check_number(KIND_VERSION, 0x60105, 4, "0x60105 /* KERNEL_VERSION(6, 1, 5) */");
	view.constants = CONSTANTS_RAW;
	check_number(KIND_FOURCC, 0, 4, "0");
	view.constants = CONSTANTS_ABBREV;
}

static void check_callsign(const char *bytes, const char *expected)
{
	struct event event = { .size = sizeof(event) };
	struct printer printer = { .out = &out, .view = &view, .event = &event, .abbrev = true };
	struct value value = { .kind = KIND_CALLSIGN,
		               .shape = SHAPE_BYTES,
		               .length = 7,
		               .bytes = (const uint8_t *)bytes };

	print_value(&printer, &value);
	check_text(expected);
}

static void test_calls_of_radio_stations(void **state)
{
	(void)state;
	check_callsign("\x98\x92\x9c\xaa\xb0\x40\x02", "LINUX-1");
	check_callsign("\xc2\x40\xc4\x40\x40\x40\x1e",
	               "{ax25_call=\"\\xc2\\x40\\xc4\\x40\\x40\\x40\\x1e\"} /* a b-15 */");
	check_callsign("\0\0\0\0\0\0\0", "{ax25_call=\"\\x00\\x00\\x00\\x00\\x00\\x00\\x00\"}");
	view.constants = CONSTANTS_RAW;
	check_callsign("\x98\x92\x9c\xaa\xb0\x40\x02",
	               "{ax25_call=\"\\x98\\x92\\x9c\\xaa\\xb0\\x40\\x02\"}");
	view.constants = CONSTANTS_ABBREV;
}

static void test_bits_by_their_names(void **state)
{
	static const struct symbol names[] = { { 0, UINT64_MAX, "ECHO", 4 },
		                               { 2, UINT64_MAX, "STOP", 4 } };
	static const struct symbols set = {
		.name = "set", .unknown = "X_???", .list = names, .count = 2
	};
	struct event event = { .size = sizeof(event) };
	struct printer printer = { .out = &out, .view = &view, .event = &event };
	struct value value = { .kind = KIND_BITMASK, .size = 1, .symbols = &set, .number = 5 };

	(void)state;
	print_number(&printer, &value);
	check_text("[ECHO STOP]");
	value.number = 0xfd;
	print_number(&printer, &value);
	check_text("~[0x1 /* X_??? */]");
	value.kind = KIND_DIRFD;
	value.number = 2;
	print_number(&printer, &value);
	check_text("STOP");
	value.kind = KIND_PORT;
	value.number = 0x0200;
	print_number(&printer, &value);
	check_text("htons(STOP)");
}

static void test_numbers_by_kind(void **state)
{
	(void)state;
	check_number(KIND_INT, (uint64_t)-5, 4, "-5");
	check_number(KIND_HEX, 0, 8, "0");
	check_number(KIND_HEX, 31, 8, "0x1f");
	check_number(KIND_ADDR, 0, 8, "NULL");
	check_number(KIND_OCT, 0, 4, "000");
	check_number(KIND_OCT, 022, 4, "022");
	check_number(KIND_OCT, 0644, 4, "0644");
	check_number(KIND_UID, 0xffffffff, 4, "-1");
	check_number(KIND_DIRFD, (uint64_t)-100, 4, "AT_FDCWD");
	check_number(KIND_FILEMODE, 0104755, 4, "S_IFREG|S_ISUID|0755");
	check_number(KIND_DEV, 0x103, 8, "makedev(0x1, 0x3)");
	check_number(KIND_PORT, 0x5000, 2, "htons(80)");
	check_number(KIND_INADDR, 0x0100007f, 4, "inet_addr(\"127.0.0.1\")");
}

static void test_signals_have_their_names(void **state)
{
	(void)state;
	check_number(KIND_SIGNAL, 15, 4, "SIGTERM");
	check_number(KIND_SIGNAL, 32, 4, "SIGRTMIN");
	check_number(KIND_SIGNAL, 34, 4, "SIGRT_2");
	check_number(KIND_SIGNAL, 65, 4, "65");
	check_number(KIND_SIGNAL, 0, 4, "0");
}

static void test_limits_are_shown_in_kibibytes(void **state)
{
	(void)state;
	check_number(KIND_RLIM64, 1024, 8, "1024");
	check_number(KIND_RLIM64, 8192 * 1024, 8, "8192*1024");
	check_number(KIND_RLIM64, UINT64_MAX, 8, "RLIM64_INFINITY");
	check_number(KIND_RLIM, UINT32_MAX, 4, "RLIM_INFINITY");
}

static void test_wait_statuses_read_like_macros(void **state)
{
	(void)state;
	check_number(KIND_WSTATUS, 3 << 8, 4, "{WIFEXITED(s) && WEXITSTATUS(s) == 3}");
	check_number(KIND_WSTATUS, 9, 4, "{WIFSIGNALED(s) && WTERMSIG(s) == SIGKILL}");
	check_number(KIND_WSTATUS, 11 | 0x80, 4,
	             "{WIFSIGNALED(s) && WTERMSIG(s) == SIGSEGV && WCOREDUMP(s)}");
	check_number(KIND_WSTATUS, 0x7f | 19 << 8, 4, "{WIFSTOPPED(s) && WSTOPSIG(s) == SIGSTOP}");
	check_number(KIND_WSTATUS, 0xffff, 4, "{WIFCONTINUED(s)}");
}

static void check_as(enum constants constants, enum kind kind, uint64_t number, unsigned size,
                     const char *expected)
{
	view.constants = constants;
	check_number(kind, number, size, expected);
	view.constants = CONSTANTS_ABBREV;
}

static void test_wait_statuses_with_more_than_there_should_be(void **state)
{
	(void)state;
	check_number(KIND_WSTATUS, 0x7f | 0x85 << 8, 4,
	             "{WIFSTOPPED(s) && WSTOPSIG(s) == SIGTRAP | 0x80}");
	check_number(KIND_WSTATUS, 0x7f | 5 << 8 | 4 << 16, 4,
	             "{WIFSTOPPED(s) && WSTOPSIG(s) == SIGTRAP}|PTRACE_EVENT_EXEC<<16");
	check_number(KIND_WSTATUS, 0x7f | 19 << 8 | 0x1ff << 16, 4,
	             "{WIFSTOPPED(s) && WSTOPSIG(s) == SIGSTOP}|0x1ff /* PTRACE_EVENT_??? */<<16");
	check_number(KIND_WSTATUS, 0x10000, 4,
	             "{WIFEXITED(s) && WEXITSTATUS(s) == 0}|PTRACE_EVENT_FORK<<16");
	check_number(KIND_WSTATUS, 0x80, 4, "{WIFEXITED(s) && WEXITSTATUS(s) == 0}|0x80");
	check_number(KIND_WSTATUS, 0x501, 4, "{WIFSIGNALED(s) && WTERMSIG(s) == SIGHUP}|0x500");
	check_number(KIND_WSTATUS, 0x20501, 4,
	             "{WIFSIGNALED(s) && WTERMSIG(s) == SIGHUP}|PTRACE_EVENT_VFORK<<16|0x500");
	check_number(KIND_WSTATUS, 0xff, 4, "0xff");
	check_number(KIND_WSTATUS, 0x1ffff, 4, "0x1ffff");
}

static void test_numbers_of_the_network(void **state)
{
	(void)state;
	check_number(KIND_BE32, 0x05000000, 4, "htonl(5)");
	check_number(KIND_BE64, (uint64_t)5 << 56, 8, "htobe64(5)");
	check_number(KIND_BEHEX, 0x05000000, 4, "htonl(0x5)");
	check_number(KIND_BEHEX, 0, 4, "htonl(0)");
	check_number(KIND_ETHERTYPE, 0x0300, 2, "htons(ETH_P_ALL)");
	check_number(KIND_ETHERTYPE, 0xffff, 2, "htons(0xffff /* ETH_P_??? */)");
	check_number(KIND_INADDR, 0xffffffff, 4, "inet_addr(\"255.255.255.255\")");
	check_as(CONSTANTS_RAW, KIND_PORT, 0x5000, 2, "\"\\x00\\x50\"");
	check_as(CONSTANTS_VERBOSE, KIND_PORT, 0x5000, 2, "\"\\x00\\x50\" /* htons(80) */");
	check_as(CONSTANTS_VERBOSE, KIND_BE64, (uint64_t)5 << 56, 8,
	         "\"\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x05\" /* htobe64(5) */");
}

static bool name_interface(const void *owner, unsigned index, struct text *name)
{
	(void)owner;
	text_literal(name, "a\"b");
	return index == 1;
}

static void test_interfaces_by_name(void **state)
{
	(void)state;
	check_number(KIND_IFINDEX, 1, 4, "1");
	view.interface_name = name_interface;
	check_number(KIND_IFINDEX, 0, 4, "0");
	check_number(KIND_IFINDEX, 1, 4, "if_nametoindex(\"a\\\"b\")");
	check_number(KIND_IFINDEX, 2, 4, "2");
	check_as(CONSTANTS_RAW, KIND_IFINDEX, 1, 4, "1");
	check_as(CONSTANTS_VERBOSE, KIND_IFINDEX, 1, 4, "1 /* if_nametoindex(\"a\\\"b\") */");
	view.interface_name = NULL;
}

static void test_clocks_of_processes_are_made(void **state)
{
	(void)state;
	check_number(KIND_CLOCKID, 1, 4, "CLOCK_MONOTONIC");
	check_number(KIND_CLOCKID, 77, 4, "0x4d /* CLOCK_??? */");
	check_number(KIND_CLOCKID, (uint64_t)(~17 * 8 + 2), 4,
	             "MAKE_PROCESS_CPUCLOCK(17, CPUCLOCK_SCHED)");
	check_number(KIND_CLOCKID, (uint64_t)(~17 * 8 + 4), 4,
	             "MAKE_THREAD_CPUCLOCK(17, CPUCLOCK_PROF)");
	check_as(CONSTANTS_RAW, KIND_CLOCKID, (uint64_t)(~17 * 8 + 2), 4, "0xffffff72");
	check_as(CONSTANTS_VERBOSE, KIND_CLOCKID, (uint64_t)(~17 * 8 + 2), 4,
	         "0xffffff72 /* MAKE_PROCESS_CPUCLOCK(17, CPUCLOCK_SCHED) */");
}

static void check_date(int64_t seconds, uint64_t fraction, const char *expected)
{
	print_date_comment(&out, seconds, fraction, 9);
	check_text(expected);
}

static void test_dates_there_are(void **state)
{
	(void)state;
	setenv("TZ", "UTC", 1);
	check_date(0, 5, " /* 1970-01-01T00:00:00.000000005+0000 */");
	check_date(-1, 0, " /* 1969-12-31T23:59:59+0000 */");
	check_date(INT64_MAX, 0, "");
	check_date(INT64_MIN, 0, "");
	check_number(KIND_TIME, 0, 8, "0");
	check_number(KIND_TIME, 86400, 8, "86400 /* 1970-01-02T00:00:00+0000 */");
	check_number(KIND_TICKS, 1234, 8, "1234 /* 12.34 s */");
	check_as(CONSTANTS_RAW, KIND_TICKS, 1234, 8, "1234");
}

static void test_numbers_made_of_parts(void **state)
{
	(void)state;
	check_number(KIND_IOPRIO, 0x4004, 4, "IOPRIO_PRIO_VALUE(IOPRIO_CLASS_BE, 4)");
	check_number(KIND_IOPRIO, 0xe001, 4, "IOPRIO_PRIO_VALUE(0x7 /* IOPRIO_CLASS_??? */, 1)");
	check_as(CONSTANTS_RAW, KIND_IOPRIO, 0x4004, 4, "16388");
	check_number(KIND_QUOTACMD, 0x80000101, 4, "QCMD(Q_SYNC, GRPQUOTA)");
	check_number(KIND_QUOTACMD, 0x07, 4, "QCMD(0 /* Q_??? */, 0x7 /* ???QUOTA */)");
	check_number(KIND_FUTEXOP, 0x14003005, 4,
	             "FUTEX_OP_ADD<<28|0x3<<12|FUTEX_OP_CMP_GT<<24|0x5");
	check_number(KIND_FUTEXOP, 0xff000000, 4,
	             "FUTEX_OP_OPARG_SHIFT<<28|0x7<<28 /* FUTEX_OP_??? */|0<<12|"
	             "0xf<<24 /* FUTEX_OP_CMP_??? */|0");
	check_number(KIND_PADHEX, 5, 4, "0x000005");
	check_number(KIND_PADHEX, 0, 4, "00000000");
	check_number(KIND_PAGES, 3, 8, "0x3000");
	check_number(KIND_SIGMASK, 3, 8, "[HUP INT]");
	check_number(KIND_SIGMASK, UINT64_MAX, 8, "~[]");
}

static void test_calls_by_number(void **state)
{
	(void)state;
	check_number(KIND_CALL, 0, 8, "__NR_read");
	check_number(KIND_CALL_I386, 3, 8, "__NR_read");
	check_number(KIND_CALL, 99999, 8, "99999");
	check_as(CONSTANTS_RAW, KIND_CALL, 0, 8, "0");
	check_as(CONSTANTS_VERBOSE, KIND_CALL, 0, 8, "0 /* __NR_read */");
	check_number(KIND_INTERRUPTED, 35, 4, "<... resuming interrupted nanosleep ...>");
	check_number(KIND_INTERRUPTED, 99999, 4, "<... resuming interrupted system call ...>");
}

static uint64_t instruction(uint16_t code, uint8_t if_true, uint8_t if_false, uint32_t operand)
{
	return code | (uint64_t)if_true << 16 | (uint64_t)if_false << 24 | (uint64_t)operand << 32;
}

static void test_instructions_of_filters(void **state)
{
	(void)state;
	check_number(KIND_BPF, instruction(0x20, 0, 0, 4), 8,
	             "BPF_STMT(BPF_LD|BPF_W|BPF_ABS, 0x4)");
	check_number(KIND_BPF, instruction(0x20, 0, 0, 0xfffff004), 8,
	             "BPF_STMT(BPF_LD|BPF_W|BPF_ABS, SKF_AD_OFF+SKF_AD_PKTTYPE)");
	check_number(KIND_BPF, instruction(0x20, 0, 0, 0xffffffff), 8,
	             "BPF_STMT(BPF_LD|BPF_W|BPF_ABS, SKF_AD_OFF+0xfff /* SKF_AD_??? */)");
	check_number(KIND_BPF, instruction(0x28, 0, 0, 0xfff00009), 8,
	             "BPF_STMT(BPF_LD|BPF_H|BPF_ABS, SKF_NET_OFF+9)");
	check_number(KIND_BPF, instruction(0x30, 0, 0, 0xffe00000), 8,
	             "BPF_STMT(BPF_LD|BPF_B|BPF_ABS, SKF_LL_OFF+0)");
	check_number(KIND_BPF, instruction(0x20, 0, 0, 0xffdfffff), 8,
	             "BPF_STMT(BPF_LD|BPF_W|BPF_ABS, 0xffdfffff)");
	check_number(KIND_SECCOMP, instruction(0x20, 0, 0, 0xfffff004), 8,
	             "BPF_STMT(BPF_LD|BPF_W|BPF_ABS, 0xfffff004)");
	check_number(KIND_SECCOMP, instruction(0x06, 1, 0, 0x7fff0000), 8,
	             "BPF_JUMP(BPF_RET|BPF_K, 0x7fff0000, 0x1, 0)");
	check_number(KIND_BPF, instruction(0x15, 1, 0, 0), 8,
	             "BPF_JUMP(BPF_JMP|BPF_K|BPF_JEQ, 0, 0x1, 0)");
	check_number(KIND_BPF, instruction(0x06, 0, 0, 0x7fff0000), 8,
	             "BPF_STMT(BPF_RET|BPF_K, 0x7fff0000)");
	check_number(KIND_SECCOMP, instruction(0x06, 0, 0, 0x7fff0000), 8,
	             "BPF_STMT(BPF_RET|BPF_K, SECCOMP_RET_ALLOW)");
	check_number(KIND_SECCOMP, instruction(0x06, 0, 0, 0x50001), 8,
	             "BPF_STMT(BPF_RET|BPF_K, SECCOMP_RET_ERRNO|0x1)");
	check_number(KIND_SECCOMP, instruction(0x06, 0, 0, 0x12340000), 8,
	             "BPF_STMT(BPF_RET|BPF_K, 0x12340000 /* SECCOMP_RET_??? */)");
	check_number(KIND_BPF, instruction(0xff00, 0, 0, 0), 8,
	             "BPF_STMT(BPF_LD|BPF_W|BPF_IMM|0xff00 /* BPF_??? */, 0)");
}

static void check_pid(const struct event *event, const char *expected)
{
	struct printer printer = { .out = &out, .view = &view, .event = event };

	print_pid(&printer, 17);
	check_text(expected);
}

static void test_processes_with_what_was_asked_for(void **state)
{
	struct event_buffer buffer = { 0 };
	int32_t ours = 4711;

	(void)state;
	event_buffer_reset(&buffer);
	event_buffer_put(&buffer, CHUNK_COMM, 17, "a>b", 3);
	event_buffer_put(&buffer, CHUNK_TRANSLATION, 17, &ours, sizeof(ours));
	check_pid(buffer.event, "17");
	view.decode_pids = true;
	check_pid(buffer.event, "17<a\\76b>");
	view.translate_pids = true;
	check_pid(buffer.event, "17<a\\76b> /* 4711 in strace's PID NS */");
	view.decode_pids = view.translate_pids = false;
	event_buffer_free(&buffer);
}

static void check_fd(const struct event *event, unsigned decode_fds, bool came_out,
                     const char *expected)
{
	struct printer printer = {
		.out = &out, .view = &view, .event = event, .came_out = came_out
	};

	view.decode_fds = decode_fds;
	print_fd(&printer, 3);
	view.decode_fds = 0;
	check_text(expected);
}

static void put_name(struct event_buffer *buffer, enum chunk_kind kind, const char *name,
                     uint16_t flags)
{
	memcpy(event_buffer_add(buffer, kind, 3, (uint32_t)strlen(name), flags), name,
	       strlen(name));
}

static void test_descriptors_with_what_was_asked_for(void **state)
{
	struct event_buffer buffer = { 0 };

	(void)state;
	event_buffer_reset(&buffer);
	put_name(&buffer, CHUNK_FD, "/a<b>", 0);
	check_fd(buffer.event, 0, false, "3");
	check_fd(buffer.event, DECODE_FD_PATH, false, "3</a\\74b\\76>");
	check_fd(buffer.event, DECODE_FD_SOCKET | DECODE_FD_DEV, false, "3");
	check_fd(buffer.event, DECODE_FD_PATH, true, "3");
	put_name(&buffer, CHUNK_FD_DETAIL, "char 1:3", 0);
	check_fd(buffer.event, DECODE_FD_PATH, false, "3</a\\74b\\76>");
	check_fd(buffer.event, DECODE_FD_DEV, false, "3</a\\74b\\76<char 1:3>>");
	put_name(&buffer, CHUNK_FD, "/gone (deleted)", CHUNK_LATE);
	check_fd(buffer.event, DECODE_FD_PATH, true, "3</gone>(deleted)");
	event_buffer_free(&buffer);
}

static void test_sockets_with_or_without_their_addresses(void **state)
{
	struct event_buffer buffer = { 0 };

	(void)state;
	event_buffer_reset(&buffer);
	put_name(&buffer, CHUNK_FD, "socket:[17]", 0);
	check_fd(buffer.event, DECODE_FD_SOCKET, false, "3<socket:[17]>");
	put_name(&buffer, CHUNK_SOCKET, "TCP:[127.0.0.1:80]", 0);
	check_fd(buffer.event, DECODE_FD_SOCKET, false, "3<TCP:[127.0.0.1:80]>");
	check_fd(buffer.event, DECODE_FD_PATH, false, "3<socket:[17]>");
	check_fd(buffer.event, DECODE_FD_DEV, false, "3");
	event_buffer_free(&buffer);
}

static const struct symbol access_list[] = {
	{ 0, 3, "O_RDONLY", 8 },
	{ 1, 3, "O_WRONLY", 8 },
	{ 2, 3, "O_RDWR", 6 },
	{ 3, 3, "O_ACCMODE", 9 },
	{ 0100, 0100, "O_CREAT", 7 },
	{ 04010000, 04010000, "O_SYNC", 6 },
	{ 010000, 010000, "O_DSYNC", 7 },
};
static const struct symbols access_symbols = {
	.name = "open_flags", .unknown = "O_???", .list = access_list, .count = 7, .is_flags = true
};

static void check_sized_set(const struct symbols *symbols, uint64_t number, unsigned size,
                            enum constants constants, const char *expected)
{
	struct printer printer = { .out = &out, .view = &view };

	view.constants = constants;
	print_symbols(&printer, symbols, number, size);
	view.constants = CONSTANTS_ABBREV;
	check_text(expected);
}

static void check_set(const struct symbols *symbols, uint64_t number, enum constants constants,
                      const char *expected)
{
	check_sized_set(symbols, number, 4, constants, expected);
}

static void check_wide_set(const struct symbols *symbols, uint64_t number, enum constants constants,
                           const char *expected)
{
	check_sized_set(symbols, number, 8, constants, expected);
}

static void check_symbols(uint64_t number, enum constants constants, const char *expected)
{
	check_set(&access_symbols, number, constants, expected);
}

static const struct symbol base_names[] = {
	{ 0, UINT64_MAX, "B_NONE", 6 },
	{ 1, UINT64_MAX, "B_ONE", 5 },
};
static const struct symbols base_symbols = {
	.name = "bases", .unknown = "B_???", .list = base_names, .count = 2
};
static const struct symbol_part mixed_parts[] = {
	{ .mask = 0xf, .form = PART_NAMED, .leads = true, .set = &base_symbols },
	{ .mask = 0xff00, .form = PART_SHIFTED, .shift = "M_SHIFT" },
	{ .mask = 0x7f0000, .form = PART_SIGNAL },
	{ 0 },
};
static const struct symbol mixed_names[] = {
	{ 0x10, 0x10, "M_FAST", 6 },
	{ 0xffffffff, 0xffffffff, "0xffffffff", 10 },
};
static const struct symbols mixed_symbols = { .name = "mixed",
	                                      .unknown = "M_???",
	                                      .list = mixed_names,
	                                      .count = 2,
	                                      .parts = mixed_parts,
	                                      .is_flags = true };

/* Bits that are a number or a set of their own stand apart, whatever -X says. */
static void test_parts_of_flags_stand_apart(void **state)
{
	(void)state;
	check_set(&mixed_symbols, 0, CONSTANTS_ABBREV, "B_NONE");
	check_set(&mixed_symbols, 0x11, CONSTANTS_ABBREV, "B_ONE|M_FAST");
	check_set(&mixed_symbols, 0x11, CONSTANTS_RAW, "0x1|0x10");
	check_set(&mixed_symbols, 0x11, CONSTANTS_VERBOSE, "0x1 /* B_ONE */|0x10 /* M_FAST */");
	check_set(&mixed_symbols, 0x27, CONSTANTS_ABBREV, "0x7 /* B_??? */|0x20 /* M_??? */");
	check_set(&mixed_symbols, 0x511, CONSTANTS_ABBREV, "B_ONE|M_FAST|5<<M_SHIFT");
	check_set(&mixed_symbols, 0x501, CONSTANTS_VERBOSE, "0x1 /* B_ONE */|5<<8 /* M_SHIFT */");
	check_set(&mixed_symbols, 0xffffffff, CONSTANTS_RAW, "0xffffffff");
}

static void test_words_of_flags_stand_apart(void **state)
{
	static const struct symbol list[] = { { 0x2, 0x2, "W_LOW", 5 },
		                              { 1ULL << 32, 1ULL << 32, "W_HIGH", 6 } };
	struct symbols words = { .name = "words",
		                 .unknown = "W_???",
		                 .list = list,
		                 .count = 2,
		                 .is_flags = true,
		                 .rest = REST_WORDS };
	const uint64_t both = 0x100000002;

	(void)state;
	check_wide_set(&words, 0, CONSTANTS_VERBOSE, "0");
	check_wide_set(&words, both, CONSTANTS_ABBREV, "W_LOW|W_HIGH");
	check_wide_set(&words, both, CONSTANTS_RAW, "0x2|0x1");
	check_wide_set(&words, both, CONSTANTS_VERBOSE, "0x2 /* W_LOW */|0x1 /* W_HIGH */");
	check_wide_set(&words, both << 4, CONSTANTS_ABBREV, "0x20 /* W_??? */|0x10 /* W_??? */");
	check_wide_set(&words, 0x300000000, CONSTANTS_ABBREV, "W_HIGH|0x2");
	check_wide_set(&words, 0x300000000, CONSTANTS_VERBOSE, "0x3 /* W_HIGH|0x2 */");
	words.unknown = NULL;
	check_wide_set(&words, 0x500000000 << 4, CONSTANTS_VERBOSE, "0x50");
}

static void test_sets_of_flags(void **state)
{
	(void)state;
	check_symbols(0, CONSTANTS_ABBREV, "O_RDONLY");
	check_symbols(0101, CONSTANTS_ABBREV, "O_WRONLY|O_CREAT");
	check_symbols(04010000, CONSTANTS_ABBREV, "O_RDONLY|O_SYNC");
	check_symbols(010000, CONSTANTS_ABBREV, "O_RDONLY|O_DSYNC");
	check_symbols(3, CONSTANTS_ABBREV, "O_ACCMODE");
	check_symbols(0x80000042, CONSTANTS_ABBREV, "O_RDWR|O_CREAT|0x80000000");
	check_symbols(0101, CONSTANTS_RAW, "0x41");
	check_symbols(0101, CONSTANTS_VERBOSE, "0x41 /* O_WRONLY|O_CREAT */");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_octal_escapes_are_as_short_as_can_be_read_back),
		cmocka_unit_test(test_hexadecimal_strings),
		cmocka_unit_test(test_escapes_at_every_place_of_a_long_string),
		cmocka_unit_test(test_angles_are_escaped_inside_angles),
		cmocka_unit_test(test_numbers_by_kind),
		cmocka_unit_test(test_numbers_that_are_several),
		cmocka_unit_test(test_calls_of_radio_stations),
		cmocka_unit_test(test_bits_by_their_names),
		cmocka_unit_test(test_signals_have_their_names),
		cmocka_unit_test(test_limits_are_shown_in_kibibytes),
		cmocka_unit_test(test_wait_statuses_read_like_macros),
		cmocka_unit_test(test_wait_statuses_with_more_than_there_should_be),
		cmocka_unit_test(test_numbers_of_the_network),
		cmocka_unit_test(test_interfaces_by_name),
		cmocka_unit_test(test_clocks_of_processes_are_made),
		cmocka_unit_test(test_dates_there_are),
		cmocka_unit_test(test_numbers_made_of_parts),
		cmocka_unit_test(test_calls_by_number),
		cmocka_unit_test(test_instructions_of_filters),
		cmocka_unit_test(test_processes_with_what_was_asked_for),
		cmocka_unit_test(test_descriptors_with_what_was_asked_for),
		cmocka_unit_test(test_sockets_with_or_without_their_addresses),
		cmocka_unit_test(test_sets_of_flags),
		cmocka_unit_test(test_parts_of_flags_stand_apart),
		cmocka_unit_test(test_words_of_flags_stand_apart),
	};

	int failed = cmocka_run_group_tests_name("print", tests, NULL, NULL);
	text_free(&out);
	return failed;
}
