#include "unit.h"

#include "output/json_value.h"
#include "output/sink.h"

#include <errno.h>
#include <signal.h>
#include <string.h>

static struct view view = { .string_max = 8, .signals = ~(uint64_t)0 };

/* ---- the writer */

static void check_text(struct text *text, const char *expected)
{
	text_char(text, '\0');
	assert_string_equal(text->bytes, expected);
	text_free(text);
}

static void check_string(const void *bytes, size_t length, const char *expected)
{
	struct text text = { 0 };
	struct json json = { .out = &text };

	assert_true(json_is_text(bytes, length));
	json_string(&json, bytes, length);
	check_text(&text, expected);
}

static void test_commas_come_by_themselves(void **state)
{
	struct text text = { 0 };
	struct json json = { .out = &text };

	(void)state;
	json_object_begin(&json);
	json_name(&json, "a");
	json_array_begin(&json);
	json_array_end(&json);
	json_name(&json, "b");
	json_array_begin(&json);
	json_unsigned(&json, UINT64_MAX);
	json_signed(&json, INT64_MIN);
	json_null(&json);
	json_object_begin(&json);
	json_object_end(&json);
	json_bool(&json, false);
	json_hex(&json, (const uint8_t *)"\x01\xfe", 2);
	json_array_end(&json);
	json_object_end(&json);
	check_text(&text,
	           "{\"a\":[],\"b\":[18446744073709551615,-9223372036854775808,null,{},false,"
	           "\"01fe\"]}");
}

static void test_strings_are_escaped(void **state)
{
	(void)state;
	check_string("", 0, "\"\"");
	check_string("a\"b\\c", 5, "\"a\\\"b\\\\c\"");
	check_string("\0\x01\b\t\n\f\r\x1b\x7f/", 10,
	             "\"\\u0000\\u0001\\b\\t\\n\\f\\r\\u001b\\u007f/\"");
	/* U+0080 and U+009F control terminals, U+00A0 does not. */
	check_string("\xc2\x80\xc2\x9f\xc2\xa0", 6, "\"\\u0080\\u009f\xc2\xa0\"");
	check_string("\xe2\x82\xac\xf0\x9f\x98\x80z", 8, "\"\xe2\x82\xac\xf0\x9f\x98\x80z\"");
}

static void test_what_is_no_utf8_is_noticed(void **state)
{
	static const char *const wrong[] = {
		"\x80",
		"\xc0\x80",
		"\xc1\xbf",
		"\xe0\x9f\xbf",
		"\xed\xa0\x80",
		"\xf0\x8f\xbf\xbf",
		"\xf4\x90\x80\x80",
		"\xf5\x80\x80\x80",
		"\xff",
		"\xc3",
		"\xe2\x82",
		"\xf0\x9f\x98",
		"\xc3(",
		"01234567\xe9",
		"0123456\xe9\x80z",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		assert_false(json_is_text((const uint8_t *)wrong[i], strlen(wrong[i])));
	assert_true(json_is_text((const uint8_t *)"0123456\xe2\x82\xac", 10));
	assert_true(json_is_text((const uint8_t *)"\xed\x9f\xbf\xf4\x8f\xbf\xbf", 7));
}

static void test_cut_characters_are_left_out(void **state)
{
	const uint8_t *text = (const uint8_t *)"ab\xe2\x82\xac";

	(void)state;
	assert_int_equal(json_whole_length(text, 5), 5);
	assert_int_equal(json_whole_length(text, 4), 2);
	assert_int_equal(json_whole_length(text, 3), 2);
	assert_int_equal(json_whole_length(text, 2), 2);
	assert_int_equal(json_whole_length(text, 0), 0);
	/* No character ends here, so none is cut. */
	assert_int_equal(json_whole_length((const uint8_t *)"\x80\x80\x80\x80", 4), 4);
}

/* ---- values */

static void check_value(const struct value *value, const char *expected)
{
	struct text text = { 0 };
	struct event event = { .size = sizeof(event) };
	struct json_printer printer = { .json.out = &text, .view = &view, .event = &event };

	json_value(&printer, value);
	check_text(&text, expected);
}

static struct value number(enum kind kind, uint8_t size, uint64_t number)
{
	return (struct value){
		.shape = SHAPE_NUMBER, .kind = kind, .size = size, .number = number
	};
}

static struct value bytes(enum kind kind, const void *bytes, uint32_t length)
{
	return (struct value){ .shape = SHAPE_BYTES,
		               .kind = kind,
		               .bytes = bytes,
		               .length = length,
		               .count = length };
}

static void check_number(enum kind kind, uint8_t size, uint64_t n, const char *expected)
{
	struct value value = number(kind, size, n);

	check_value(&value, expected);
}

static void check_bytes(enum kind kind, const void *string, uint32_t length, const char *expected)
{
	struct value value = bytes(kind, string, length);

	check_value(&value, expected);
}

static void test_numbers_stay_numbers(void **state)
{
	(void)state;
	check_number(KIND_INT, 4, (uint64_t)-5, "-5");
	check_number(KIND_UINT, 8, UINT64_MAX, "18446744073709551615");
	check_number(KIND_HEX, 4, 0xffffffff, "4294967295");
	check_number(KIND_ADDR, 8, 0, "null");
	check_number(KIND_ADDR, 8, 0x1000, "{\"address\":4096}");
	check_number(KIND_UID, 4, 0xffffffff, "-1");
	check_number(KIND_UID, 4, 1000, "1000");
	check_number(KIND_FD, 4, 3, "3");
	check_number(KIND_DIRFD, 4, (uint64_t)-100, "{\"value\":-100,\"name\":\"AT_FDCWD\"}");
	check_number(KIND_PORT, 2, 0x5000, "80");
	check_number(KIND_INADDR, 4, 0x0100007f, "\"127.0.0.1\"");
	check_number(KIND_RLIM64, 8, 8192, "8192");
	check_number(KIND_RLIM64, 8, UINT64_MAX,
	             "{\"value\":18446744073709551615,\"name\":\"RLIM64_INFINITY\"}");
}

static void test_names_stand_beside_numbers(void **state)
{
	(void)state;
	check_number(KIND_SIGNAL, 4, SIGCHLD, "{\"value\":17,\"name\":\"SIGCHLD\"}");
	check_number(KIND_SIGNAL, 4, 0, "{\"value\":0,\"name\":null}");
	check_number(KIND_ERRNO, 4, ENOENT, "{\"value\":2,\"name\":\"ENOENT\"}");
	check_number(KIND_ERRNO, 8, (uint64_t)INT64_MIN,
	             "{\"value\":-9223372036854775808,\"name\":null}");
	check_number(KIND_FILEMODE, 4, 0100644,
	             "{\"value\":33188,\"type\":\"S_IFREG\",\"permissions\":420}");
	check_number(KIND_DEV, 8, 0x801, "{\"value\":2049,\"major\":8,\"minor\":1}");
	check_number(KIND_WSTATUS, 4, 0x0300, "{\"value\":768,\"exited\":3}");
	check_number(
		KIND_WSTATUS, 4, 0x8b,
		"{\"value\":139,\"killed\":{\"value\":11,\"name\":\"SIGSEGV\"},\"core\":true}");
	check_number(KIND_WSTATUS, 4, 0x137f,
	             "{\"value\":4991,\"stopped\":{\"value\":19,\"name\":\"SIGSTOP\"}}");
}

static void test_sets_list_their_names(void **state)
{
	static const struct symbol access_list[] = {
		{ 0, 3, "RDONLY", 6 },
		{ 1, 3, "WRONLY", 6 },
		{ 4, 4, "CREAT", 5 },
		{ 8, 8, "EXCL", 4 },
	};
	static const struct symbols flags = { .list = access_list, .count = 4, .is_flags = true };
	static const struct symbol whence_list[] = { { 0, ~0ul, "SET", 3 }, { 2, ~0ul, "END", 3 } };
	static const struct symbol_range ranges[] = { { 10, 20, "FIRST" }, { 0, 0, NULL } };
	static const struct symbols whence = { .list = whence_list, .ranges = ranges, .count = 2 };
	struct value value = number(KIND_FLAGS, 4, 0x8d);

	(void)state;
	value.symbols = &flags;
	check_value(&value,
	            "{\"value\":141,\"names\":[\"WRONLY\",\"CREAT\",\"EXCL\"],\"rest\":128}");
	value.number = 0;
	check_value(&value, "{\"value\":0,\"names\":[\"RDONLY\"]}");
	value.kind = KIND_ENUM;
	value.symbols = &whence;
	value.number = 2;
	check_value(&value, "{\"value\":2,\"name\":\"END\"}");
	value.number = 12;
	check_value(&value, "{\"value\":12,\"name\":\"FIRST+2\"}");
	value.number = (uint64_t)-1;
	check_value(&value, "{\"value\":-1,\"name\":null}");
}

static void test_strings_have_an_unambiguous_form(void **state)
{
	(void)state;
	check_bytes(KIND_STRING, "text", 4, "\"text\"");
	check_bytes(KIND_STRING, "{\"b\":1}", 7, "\"{\\\"b\\\":1}\"");
	check_bytes(KIND_BYTES, "a\0b", 3, "\"a\\u0000b\"");
	check_bytes(KIND_BYTES, "\xff\x00", 2, "{\"bytes\":\"ff00\"}");
	check_bytes(KIND_SUNPATH, "/run/x\0\0", 8, "\"/run/x\"");
	check_bytes(KIND_SUNPATH, "\0name", 5, "{\"abstract\":\"name\"}");
}

static void test_what_is_missing_is_said(void **state)
{
	struct value buffer = bytes(KIND_BYTES, "0123456789", 10);
	struct value path = bytes(KIND_PATH, "0123456789", 10);
	struct value euro = bytes(KIND_STRING, "012345\xe2\x82\xac", 9);
	struct value raw = bytes(KIND_STRING, "\xff\xfe", 2);
	struct value element = number(KIND_INT, 4, 7);
	struct value list = { .shape = SHAPE_LIST,
		              .first = &element,
		              .length = 1,
		              .count = 3,
		              .flags = VALUE_CUT,
		              .number = 0x2004 };
	struct value late = { .shape = SHAPE_ADDRESS, .address = 1, .flags = VALUE_TIMEOUT };

	(void)state;
	check_value(&buffer, "{\"string\":\"01234567\",\"cut\":true,\"length\":10}");
	check_value(&path, "\"0123456789\"");
	check_value(&euro, "{\"string\":\"012345\",\"cut\":true}");
	raw.flags = VALUE_CUT;
	check_value(&raw, "{\"bytes\":\"fffe\",\"cut\":true}");
	check_value(&list, "{\"list\":[7],\"cut\":true,\"length\":3}");
	list.flags = VALUE_FAULT;
	check_value(&list, "{\"list\":[7],\"fault\":8196,\"length\":3}");
	list.flags = 0;
	list.count = 1;
	check_value(&list, "[7]");
	check_value(&late, "{\"address\":1,\"timeout\":true}");
}

static void test_both_directions_are_shown(void **state)
{
	struct value after = number(KIND_UINT, 4, 16), length = number(KIND_UINT, 4, 128);
	struct value group = { .shape = SHAPE_STRUCT, .first = &length };

	(void)state;
	length.name = "length";
	length.after = &after;
	check_value(&group, "{\"length\":{\"in\":128,\"out\":16}}");
}

/* ---- lines */

static struct stream *stream;
static struct sink *sink;

static int open_sink(void **state)
{
	(void)state;
	stream = stream_from_fd(-1);
	sink = sink_open("json", &view, stream, NULL);
	return sink ? 0 : -1;
}

static int close_sink(void **state)
{
	(void)state;
	sink_close(sink);
	stream_close(stream, NULL);
	return 0;
}

static void check_lines(const char *expected)
{
	struct text *text = stream_text(stream);

	text_char(text, '\0');
	assert_string_equal(text->bytes, expected);
	text->length = 0;
}

static void send(enum event_kind kind, int64_t result, uint16_t flags)
{
	struct event event = { .size = sizeof(event),
		               .kind = (uint8_t)kind,
		               .flags = flags,
		               .pid = 5,
		               .tid = 6,
		               .time_ns = 1700000000123456789,
		               .nr = 0x1dca,
		               .result = result };

	sink->ops->event(sink, &event);
}

#define AT "\"time_ns\":1700000000123456789,\"pid\":5,\"tid\":6"
#define UNKNOWN                                                                                    \
	"{\"type\":\"call\"," AT ",\"abi\":\"x86_64\",\"call\":\"syscall_0x1dca\",\"nr\":7626,"    \
	"\"args\":{\"arg1\":0,\"arg2\":0,\"arg3\":0,\"arg4\":0,\"arg5\":0,\"arg6\":0},"

static void test_every_event_is_a_line(void **state)
{
	(void)state;
	send(EVENT_EXITED, 3, 0);
	check_lines("{\"type\":\"exited\"," AT ",\"status\":3}\n");
	send(EVENT_KILLED, SIGKILL, EVENT_CORE);
	check_lines("{\"type\":\"killed\"," AT
	            ",\"signal\":{\"value\":9,\"name\":\"SIGKILL\"},\"core\":true}\n");
	send(EVENT_STOPPED, SIGSTOP, 0);
	check_lines("{\"type\":\"stopped\"," AT
	            ",\"signal\":{\"value\":19,\"name\":\"SIGSTOP\"}}\n");
	send(EVENT_FORK, 2, 0);
	check_lines("{\"type\":\"fork\"," AT
	            ",\"way\":\"vfork\",\"child_tid\":0,\"child_pid\":0}\n");
	send(EVENT_DETACHED, 0, 0);
	check_lines("{\"type\":\"detached\"," AT "}\n");
	send(EVENT_EXIT, -ENOSYS, EVENT_FAILED);
	check_lines(UNKNOWN "\"error\":{\"value\":38,\"name\":\"ENOSYS\"},\"duration_ns\":0}\n");
	send(EVENT_EXIT, -512, EVENT_INTERRUPTED);
	check_lines(UNKNOWN "\"error\":{\"value\":512,\"name\":\"ERESTARTSYS\"},"
	                    "\"interrupted\":true,\"duration_ns\":0}\n");
}

static void test_unwanted_signals_are_left_out(void **state)
{
	(void)state;
	view.signals = ~(1ull << (SIGCHLD - 1));
	send(EVENT_SIGNAL, SIGCHLD, 0);
	check_lines("");
	send(EVENT_SIGNAL, SIGINT, 0);
	check_lines("{\"type\":\"signal\"," AT ",\"signal\":{\"value\":2,\"name\":\"SIGINT\"}}\n");
	view.signals = ~0ull;
}

static void test_calls_appear_once(void **state)
{
	(void)state;
	send(EVENT_ENTRY, 0, 0);
	check_lines("");
	send(EVENT_EXIT, 5, 0);
	check_lines(UNKNOWN "\"result\":5,\"duration_ns\":0}\n");
	send(EVENT_ENTRY, 0, 0);
	send(EVENT_EXIT, 0, EVENT_UNFINISHED);
	check_lines(UNKNOWN "\"unfinished\":true,\"duration_ns\":0}\n");
	send(EVENT_DETACHED, 0, 0);
	check_lines("{\"type\":\"detached\"," AT "}\n");
}

static void test_calls_without_end_are_shown(void **state)
{
	(void)state;
	send(EVENT_ENTRY, 0, 0);
	send(EVENT_DETACHED, 0, 0);
	check_lines(UNKNOWN "\"unfinished\":true}\n{\"type\":\"detached\"," AT "}\n");
}

static void test_call_goes_on_in_the_leader(void **state)
{
	struct event exec = {
		.size = sizeof(exec), .kind = EVENT_EXEC, .pid = 4, .tid = 4, .args = { 6 }
	};

	(void)state;
	send(EVENT_ENTRY, 0, 0);
	sink->ops->event(sink, &exec);
	check_lines("{\"type\":\"exec\",\"time_ns\":0,\"pid\":4,\"tid\":4,\"former_tid\":6}\n");
	exec.kind = EVENT_DETACHED;
	sink->ops->event(sink, &exec);
	check_lines(UNKNOWN "\"unfinished\":true}\n"
	                    "{\"type\":\"detached\",\"time_ns\":0,\"pid\":4,\"tid\":4}\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_commas_come_by_themselves),
		cmocka_unit_test(test_strings_are_escaped),
		cmocka_unit_test(test_what_is_no_utf8_is_noticed),
		cmocka_unit_test(test_cut_characters_are_left_out),
		cmocka_unit_test(test_numbers_stay_numbers),
		cmocka_unit_test(test_names_stand_beside_numbers),
		cmocka_unit_test(test_sets_list_their_names),
		cmocka_unit_test(test_strings_have_an_unambiguous_form),
		cmocka_unit_test(test_what_is_missing_is_said),
		cmocka_unit_test(test_both_directions_are_shown),
		cmocka_unit_test_setup_teardown(test_every_event_is_a_line, open_sink, close_sink),
		cmocka_unit_test_setup_teardown(test_unwanted_signals_are_left_out, open_sink,
		                                close_sink),
		cmocka_unit_test_setup_teardown(test_calls_appear_once, open_sink, close_sink),
		cmocka_unit_test_setup_teardown(test_calls_without_end_are_shown, open_sink,
		                                close_sink),
		cmocka_unit_test_setup_teardown(test_call_goes_on_in_the_leader, open_sink,
		                                close_sink),
	};

	return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
