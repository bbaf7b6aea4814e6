#include "unit.h"

#include "calls/call_set.h"
#include "calls/desc.h"
#include "calls/stand_in.h"

#include <string.h>

static struct call_set set;
static struct error error;

static bool has(enum event_abi abi, const char *name)
{
	int nr = call_number(abi, name);

	assert_true(nr >= 0);
	return call_set_has(&set, abi, (uint64_t)nr);
}

static void parse(const char *text)
{
	if (call_set_parse(&set, text, &error) < 0)
		fail_msg("'%s': %s", text, error.text);
}

static void refuse(const char *text, const char *message)
{
	assert_int_equal(call_set_parse(&set, text, &error), -1);
	assert_string_equal(error.text, message);
}

static void test_name_means_the_call_of_every_abi(void **state)
{
	(void)state;
	parse("openat,read");
	assert_true(has(ABI_X86_64, "openat"));
	assert_true(has(ABI_I386, "read"));
	assert_false(has(ABI_X86_64, "write"));
	assert_false(call_set_has(&set, ABI_X86_64, 5000));
}

static void test_name_may_be_known_to_one_abi_only(void **state)
{
	(void)state;
	parse("mmap2");
	assert_true(has(ABI_I386, "mmap2"));
	refuse("mmap2@64", "invalid system call 'mmap2@64'");
}

static void test_abi_may_be_chosen(void **state)
{
	(void)state;
	parse("read@32,write@64");
	assert_false(has(ABI_X86_64, "read"));
	assert_true(has(ABI_I386, "read"));
	assert_true(has(ABI_X86_64, "write"));
	assert_false(has(ABI_I386, "write"));
}

static bool has_of_x32(unsigned number)
{
	return call_set_has(&set, ABI_X86_64, X32_BIT + number);
}

static void test_x32_selects_what_only_x32_has(void **state)
{
	(void)state;
	parse("read@x32,all@x32");
	assert_false(has(ABI_X86_64, "read"));
	assert_false(has(ABI_I386, "read"));
	assert_true(has_of_x32(512 /* rt_sigaction */));
	assert_true(has_of_x32(547 /* pwritev2 */));
	parse("writev,%network@x32");
	assert_true(has(ABI_X86_64, "writev"));
	assert_true(has_of_x32(516 /* writev */));
	assert_true(has_of_x32(518 /* sendmsg */));
	assert_false(has(ABI_X86_64, "sendmsg"));
	assert_false(has_of_x32(515 /* readv */));
	parse("writev@64,all@32");
	assert_false(has_of_x32(516));
	parse("!writev@x32");
	assert_true(has(ABI_X86_64, "writev"));
	assert_false(has_of_x32(516));
	parse("!all@64");
	assert_true(has_of_x32(516));
	assert_false(has(ABI_X86_64, "writev"));
}

static void test_exclamation_mark_takes_away(void **state)
{
	(void)state;
	parse("!read,%file");
	assert_false(has(ABI_X86_64, "read"));
	assert_false(has(ABI_I386, "openat"));
	assert_true(has(ABI_X86_64, "write"));
	assert_true(call_set_has(&set, ABI_X86_64, 5000));
}

static void test_all_and_none_stand_alone(void **state)
{
	(void)state;
	parse("all");
	assert_true(call_set_has(&set, ABI_I386, 70000));
	assert_true(call_set_is_full(&set));
	parse("!read");
	assert_false(call_set_is_full(&set));
	parse("!all");
	assert_false(has(ABI_X86_64, "read"));
	parse("none");
	assert_false(has(ABI_X86_64, "read"));
	parse("!none");
	assert_true(has(ABI_X86_64, "read"));
	refuse("read,none", "invalid system call 'none'");
}

static void test_class_means_its_members(void **state)
{
	(void)state;
	parse("%network");
	assert_true(has(ABI_X86_64, "connect"));
	assert_false(has(ABI_X86_64, "openat"));
	parse("%%stat");
	assert_true(has(ABI_X86_64, "newfstatat"));
	assert_true(has(ABI_X86_64, "lstat"));
	assert_false(has(ABI_X86_64, "statfs"));
	parse("%%statfs");
	assert_true(has(ABI_X86_64, "ustat"));
}

static void test_old_class_names_need_no_percent_sign(void **state)
{
	(void)state;
	parse("file");
	assert_true(has(ABI_X86_64, "openat"));
	/* A call of that name, not the class. */
	parse("stat");
	assert_true(has(ABI_X86_64, "stat"));
	assert_false(has(ABI_X86_64, "newfstatat"));
	refuse("clock", "invalid system call 'clock'");
}

static void test_regular_expression_selects_names(void **state)
{
	(void)state;
	parse("/^pread");
	assert_true(has(ABI_X86_64, "pread64"));
	assert_true(has(ABI_X86_64, "preadv2"));
	assert_false(has(ABI_X86_64, "read"));
	refuse("/(", "regcomp: (: Unmatched ( or \\(");
	refuse("/zzz", "invalid system call '/zzz'");
}

static void test_numbers_are_decimal_and_known(void **state)
{
	(void)state;
	parse("01");
	assert_true(call_set_has(&set, ABI_X86_64, 1));
	refuse("0x1", "invalid system call '0x1'");
	refuse("-1", "invalid system call '-1'");
	refuse("99999999999999999999", "invalid system call '99999999999999999999'");
}

static void test_question_mark_allows_what_is_unknown(void **state)
{
	(void)state;
	parse("?no_such_call,?/zzz,?%zzz,read");
	assert_true(has(ABI_X86_64, "read"));
	refuse("no_such_call", "invalid system call 'no_such_call'");
}

static void test_nothing_is_a_mistake(void **state)
{
	(void)state;
	refuse("", "invalid system call ''");
	refuse(",", "invalid system call ','");
	refuse("!,", "invalid system call '!,'");
	parse(",read,,");
	assert_true(has(ABI_X86_64, "read"));
}

static void test_wrong_abi_asks_for_help(void **state)
{
	(void)state;
	refuse("read@16", "incorrect personality designator '16' in qualification 'read@16'");
	assert_int_equal(error.number, ERROR_USAGE);
}

static void test_endless_word_is_refused(void **state)
{
	char text[5000];

	(void)state;
	memset(text, 'a', sizeof(text));
	text[sizeof(text) - 1] = '\0';
	assert_int_equal(call_set_parse(&set, text, &error), -1);
}

static void test_calls_behind_a_multiplexer_have_names(void **state)
{
	(void)state;
	parse("send");
	assert_false(call_set_has(&set, ABI_I386, call_number(ABI_I386, "socketcall")));
	call_set_add_bearers(&set);
	assert_true(call_set_has(&set, ABI_I386, call_number(ABI_I386, "socketcall")));
	assert_false(call_set_has(&set, ABI_I386, call_number(ABI_I386, "ipc")));
	parse("semop");
	call_set_add_bearers(&set);
	assert_true(call_set_has(&set, ABI_I386, call_number(ABI_I386, "ipc")));
	parse("/^socketcal");
	call_set_add_bearers(&set);
	assert_false(call_set_has(&set, ABI_I386, STAND_IN_FIRST));
}

static void test_what_is_unknown_is_in_no_set_of_names(void **state)
{
	(void)state;
	parse("read");
	assert_false(call_set_has(&set, ABI_I386, 700));
	assert_false(call_set_has(&set, ABI_X86_64, 100000));
	parse("!read");
	assert_true(call_set_has(&set, ABI_I386, 700));
	assert_true(call_set_has(&set, ABI_X86_64, 100000));
}

static struct event i386_call(const char *name, uint64_t first)
{
	return (struct event){ .size = sizeof(struct event),
		               .kind = EVENT_EXIT,
		               .abi = ABI_I386,
		               .nr = (uint32_t)call_number(ABI_I386, name),
		               .args = { first, 0x1000 } };
}

static void test_a_multiplexer_means_what_it_stands_for(void **state)
{
	struct event send = i386_call("socketcall", 9), nothing = i386_call("socketcall", 99),
		     other = i386_call("getpid", 9);
	struct arena arena;

	(void)state;
	arena_init(&arena, 1 << 20);
	uint32_t number = call_meant(&send, &arena);

	assert_string_equal(stand_in_name(ABI_I386, number), "send");
	assert_null(stand_in_name(ABI_X86_64, number));
	assert_int_equal(call_meant(&nothing, &arena), nothing.nr);
	assert_int_equal(call_meant(&other, &arena), other.nr);
	parse("send");
	assert_true(call_set_has(&set, ABI_I386, number));
	parse("read");
	assert_false(call_set_has(&set, ABI_I386, number));
	arena_deinit(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_name_means_the_call_of_every_abi),
		cmocka_unit_test(test_name_may_be_known_to_one_abi_only),
		cmocka_unit_test(test_abi_may_be_chosen),
		cmocka_unit_test(test_x32_selects_what_only_x32_has),
		cmocka_unit_test(test_exclamation_mark_takes_away),
		cmocka_unit_test(test_all_and_none_stand_alone),
		cmocka_unit_test(test_class_means_its_members),
		cmocka_unit_test(test_old_class_names_need_no_percent_sign),
		cmocka_unit_test(test_regular_expression_selects_names),
		cmocka_unit_test(test_numbers_are_decimal_and_known),
		cmocka_unit_test(test_question_mark_allows_what_is_unknown),
		cmocka_unit_test(test_nothing_is_a_mistake),
		cmocka_unit_test(test_wrong_abi_asks_for_help),
		cmocka_unit_test(test_endless_word_is_refused),
		cmocka_unit_test(test_calls_behind_a_multiplexer_have_names),
		cmocka_unit_test(test_what_is_unknown_is_in_no_set_of_names),
		cmocka_unit_test(test_a_multiplexer_means_what_it_stands_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
