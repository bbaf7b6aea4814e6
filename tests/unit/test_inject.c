/* Expressions that tamper with calls. */
#include "unit.h"

#include "calls/desc.h"
#include "rules/inject.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static struct inject_rules rules;
static struct error warning, failure;

static int teardown(void **state)
{
	(void)state;
	inject_rules_free(&rules);
	return 0;
}

static const struct inject_rule *rule_of(const char *call)
{
	return inject_find(&rules, ABI_X86_64, (uint64_t)call_number(ABI_X86_64, call));
}

/* The rule of chdir that the words behind it make. */
static const struct inject_rule *chdir_rule(const char *words)
{
	char text[4096];

	snprintf(text, sizeof(text), "chdir:%s", words);
	assert_int_equal(inject_parse(&rules, INJECT_FORM_INJECT, text, &warning, &failure), 0);
	return rule_of("chdir");
}

static void refuse(enum inject_form form, const char *text)
{
	char expected[4096 + 64];
	unsigned count = rules.count;

	snprintf(expected, sizeof(expected), "invalid %s argument '%s'",
	         form == INJECT_FORM_FAULT ? "fault" : "inject", text);
	assert_int_equal(inject_parse(&rules, form, text, &warning, &failure), -1);
	assert_string_equal(failure.text, expected);
	assert_int_equal(rules.count, count);
}

static void refuse_words(const char *words)
{
	char text[4096];

	snprintf(text, sizeof(text), "chdir:%s", words);
	refuse(INJECT_FORM_INJECT, text);
}

static void test_errors_have_names_and_numbers(void **state)
{
	static const char *const wrong[] = { "error=",
		                             "error=EFOO",
		                             "error=0",
		                             "error=4096",
		                             "error=-1",
		                             "error=0x1",
		                             "error=1x",
		                             "error= EIO",
		                             "error",
		                             "error=EIO:error=EIO",
		                             "error=EIO:retval=1",
		                             "retval=1:error=EIO" };
	const struct inject_rule *rule = chdir_rule("error=EIO");

	(void)state;
	assert_true(rule->has_result && rule->failed);
	assert_int_equal(rule->result, -(uint64_t)EIO);
	assert_int_equal(chdir_rule("error=eperm")->result, -(uint64_t)EPERM);
	assert_int_equal(chdir_rule("error=ERESTARTSYS")->result, -512ull);
	assert_int_equal(chdir_rule("error=4095")->result, -4095ull);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		refuse_words(wrong[i]);
}

static void test_results_are_numbers_of_any_base(void **state)
{
	static const char *const wrong[] = { "retval=",
		                             "retval=x",
		                             "retval=0x",
		                             "retval=08",
		                             "retval=18446744073709551616",
		                             "retval=1:retval=1" };

	(void)state;
	assert_int_equal(chdir_rule("retval=0x10")->result, 16);
	assert_int_equal(chdir_rule("retval=010")->result, 8);
	assert_int_equal(chdir_rule("retval=0")->result, 0);
	assert_false(rule_of("chdir")->failed);
	assert_string_equal(warning.text, "");
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		refuse_words(wrong[i]);
}

static void test_results_that_look_like_errors_are_warned_of(void **state)
{
	(void)state;
	assert_int_equal(chdir_rule("retval=-1")->result, UINT64_MAX);
	assert_string_equal(warning.text, "Inadvertent injection of error 1 is possible for "
	                                  "retval=18446744073709551615");
	chdir_rule("retval=0xffffffff");
	assert_string_equal(warning.text, "Inadvertent injection of error 1 is possible in compat "
	                                  "personality for retval=4294967295");
	chdir_rule("retval=0x100000000");
	assert_string_equal(warning.text, "Injected return value 4294967296 will be clipped to 0 "
	                                  "in compat personality");
	refuse_words("retval=-1:foo");
	assert_string_equal(warning.text, "Inadvertent injection of error 1 is possible for "
	                                  "retval=18446744073709551615");
	refuse_words("foo:retval=-1");
	assert_string_equal(warning.text, "");
}

static void test_signals_have_names_and_numbers(void **state)
{
	static const char *const wrong[] = { "signal=",       "signal=0",         "signal=65",
		                             "signal=SIGFOO", "signal=+1",        "signal=0x1",
		                             "signal=1,2",    "signal=1:signal=2" };

	(void)state;
	assert_int_equal(chdir_rule("signal=USR1")->signal, SIGUSR1);
	assert_int_equal(chdir_rule("signal=sigint")->signal, SIGINT);
	assert_int_equal(chdir_rule("signal=64")->signal, 64);
	assert_int_equal(chdir_rule("signal=RT_1")->signal, 33);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		refuse_words(wrong[i]);
}

static void test_only_calls_without_effect_take_the_place(void **state)
{
	const struct inject_rule *rule = chdir_rule("error=EIO:syscall=getpid");

	(void)state;
	assert_int_equal(rule->substitute[ABI_X86_64], call_number(ABI_X86_64, "getpid"));
	assert_int_equal(rule->substitute[ABI_I386], call_number(ABI_I386, "getpid"));
	refuse_words("error=EIO:syscall=read");
	refuse_words("error=EIO:syscall=39");
	refuse_words("error=EIO:syscall=?getpid");
	refuse_words("error=EIO:syscall=");
	refuse_words("error=EIO:syscall=getpid:syscall=getpid");
	/* It is no action of its own. */
	refuse_words("syscall=getpid");
}

static void test_delays_are_spans_of_time(void **state)
{
	const struct inject_rule *rule = chdir_rule("delay_enter=1.5ms:delay_exit=0");

	(void)state;
	assert_true(rule->delays[INJECT_ENTER] && rule->delays[INJECT_EXIT]);
	assert_int_equal(rule->delay_ns[INJECT_ENTER], 1500000);
	assert_int_equal(rule->delay_ns[INJECT_EXIT], 0);
	refuse_words("delay_enter=");
	refuse_words("delay_enter=1m");
	refuse_words("delay_exit=-1");
	refuse_words("delay_exit=1:delay_exit=1");
}

static void test_memory_is_given_in_hexadecimal(void **state)
{
	static const char *const wrong[] = {
		"poke_enter=",
		"poke_enter=@",
		"poke_enter=@arg",
		"poke_enter=@arg1",
		"poke_enter=@arg1=",
		"poke_enter=@arg1=0",
		"poke_enter=@arg0=00",
		"poke_enter=@arg8=00",
		"poke_enter=@arg10=00",
		"poke_enter=@arg1=g0",
		"poke_enter=arg1=00",
		"poke_exit=@arg1=00,@arg1=00",
		"poke_exit=@arg1=000",
		"poke_enter",
		"poke_exit=@arg1=00:poke_exit=@arg2=00",
	};
	const struct inject_rule *rule = chdir_rule("poke_enter=@arg2=00fF,,@arg1=7f");
	const struct inject_pokes *pokes = &rule->pokes[INJECT_ENTER];

	(void)state;
	assert_int_equal(pokes->count, 2);
	assert_int_equal(pokes->list[0].argument, 2);
	assert_int_equal(pokes->list[0].length, 2);
	assert_memory_equal(pokes->list[0].bytes, "\x00\xff", 2);
	assert_int_equal(pokes->list[1].argument, 1);
	assert_memory_equal(pokes->list[1].bytes, "\x7f", 1);
	assert_false(rule->pokes[INJECT_EXIT].given);
	/* Of a pair, what begins a number counts, as with strace. */
	rule = chdir_rule("poke_enter=@arg1=6g0x-1");
	assert_memory_equal(rule->pokes[INJECT_ENTER].list[0].bytes, "\x06\x00\xff", 3);
	assert_int_equal(chdir_rule("poke_exit=@arg7=00")->pokes[INJECT_EXIT].count, 1);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		refuse_words(wrong[i]);
}

static void test_memory_has_a_limit(void **state)
{
	char words[2 * INJECT_POKE_LENGTH_MAX + 64] = "poke_enter=@arg1=";
	size_t head = strlen(words);

	(void)state;
	memset(words + head, '0', 2 * INJECT_POKE_LENGTH_MAX);
	assert_int_equal(chdir_rule(words)->pokes[INJECT_ENTER].list[0].length,
	                 INJECT_POKE_LENGTH_MAX);
	memset(words + head, '0', 2 * INJECT_POKE_LENGTH_MAX + 2);
	char text[sizeof(words) + 8];

	snprintf(text, sizeof(text), "chdir:%s", words);
	assert_int_equal(inject_parse(&rules, INJECT_FORM_INJECT, text, NULL, &failure), -1);
}

/* "x.x": applies to the first and the third call. */
static void applies(const char *when, const char *expected)
{
	char words[256];
	const struct inject_rule *rule;

	snprintf(words, sizeof(words), "error=EIO:%s", when);
	rule = chdir_rule(words);
	for (uint64_t count = 1; expected[count - 1]; count++)
		assert_int_equal(inject_is_due(rule, count), expected[count - 1] == 'x');
}

static void test_turns_are_counted_from_one(void **state)
{
	(void)state;
	applies("", "xxxxxx");
	applies("when=2", ".x....");
	applies("when=2+", ".xxxxx");
	applies("when=2+2", ".x.x.x");
	applies("when=2..4", ".xxx..");
	applies("when=2..4+", ".xxx..");
	applies("when=1..5+2", "x.x.x.");
	applies("when=1..5+3", "x..x..");
	applies("when=1:when=3", "..x...");
	applies("when=1+65535", "x.....");
	assert_true(inject_is_due(rule_of("chdir"), 65536));
	assert_true(inject_is_due(rule_of("chdir"), 1 + 65535ull * 1000000));
}

static void test_turns_have_bounds(void **state)
{
	static const char *const wrong[] = {
		"when=",
		"when=0",
		"when=65536",
		"when=1+0",
		"when=1+65536",
		"when=1..",
		"when=1..0",
		"when=2..1",
		"when=1..65535",
		"when=65535..65535",
		"when=1..2x",
		"when=1+x",
		"when=..2",
		"when=1...2",
		"when=1++",
		"when=1+1+",
		"when=1..2..3",
		"when=1.",
		"when=0x1",
		"when=1 ..2",
		"when=1+1..2",
		"when=-1",
		"when=99999999999999999999",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		char words[64];

		snprintf(words, sizeof(words), "error=EIO:%s", wrong[i]);
		refuse_words(words);
	}
	refuse_words("when=1");
	refuse(INJECT_FORM_INJECT, "chdir");
	refuse(INJECT_FORM_INJECT, "chdir:");
}

static void test_calls_are_a_set(void **state)
{
	(void)state;
	assert_int_equal(inject_parse(&rules, INJECT_FORM_INJECT,
	                              "%file@32,read@64:error=EIO:", NULL, &failure),
	                 0);
	assert_non_null(rule_of("read"));
	assert_null(rule_of("open"));
	assert_non_null(inject_find(&rules, ABI_I386, (uint64_t)call_number(ABI_I386, "open")));
	assert_int_equal(inject_parse(&rules, INJECT_FORM_INJECT, "foo:error=EIO", NULL, &failure),
	                 -1);
	assert_string_equal(failure.text, "invalid system call 'foo'");
	/* Words are looked at before calls. */
	refuse(INJECT_FORM_INJECT, "foo:bar=1");
}

static void test_the_last_rule_of_a_call_counts(void **state)
{
	struct call_set calls;

	(void)state;
	inject_parse(&rules, INJECT_FORM_INJECT, "read,write:error=EIO:when=1", NULL, NULL);
	inject_parse(&rules, INJECT_FORM_INJECT, "write:retval=7", NULL, NULL);
	assert_true(rule_of("read")->failed);
	assert_int_equal(rule_of("write")->result, 7);
	assert_null(rule_of("open"));
	calls = inject_calls(&rules);
	assert_true(call_set_has(&calls, ABI_X86_64, (uint64_t)call_number(ABI_X86_64, "read")));
	assert_true(call_set_has(&calls, ABI_I386, (uint64_t)call_number(ABI_I386, "write")));
	assert_false(call_set_has(&calls, ABI_X86_64, (uint64_t)call_number(ABI_X86_64, "open")));
}

static void test_fault_is_a_part_of_it(void **state)
{
	(void)state;
	assert_int_equal(inject_parse(&rules, INJECT_FORM_FAULT, "read", NULL, NULL), 0);
	assert_int_equal(rule_of("read")->result, -(uint64_t)ENOSYS);
	assert_int_equal(inject_parse(&rules, INJECT_FORM_FAULT,
	                              "write:error=EIO:syscall=getpid:when=2", NULL, NULL),
	                 0);
	assert_int_equal(rule_of("write")->result, -(uint64_t)EIO);
	refuse(INJECT_FORM_FAULT, "read:retval=1");
	refuse(INJECT_FORM_FAULT, "read:signal=1");
	refuse(INJECT_FORM_FAULT, "read:delay_enter=1");
	refuse(INJECT_FORM_FAULT, "read:poke_exit=@arg1=00");
	refuse(INJECT_FORM_FAULT, "read:when=0");
}

static void test_rules_have_a_limit(void **state)
{
	(void)state;
	for (unsigned i = 0; i < INJECT_RULES_MAX; i++)
		assert_int_equal(inject_parse(&rules, INJECT_FORM_FAULT, "read", NULL, NULL), 0);
	assert_int_equal(inject_parse(&rules, INJECT_FORM_FAULT, "read", NULL, &failure), -1);
	assert_string_equal(failure.text, "more than 256 expressions that tamper with calls");
}

#define TEST(name) cmocka_unit_test_teardown(name, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_errors_have_names_and_numbers),
		TEST(test_results_are_numbers_of_any_base),
		TEST(test_results_that_look_like_errors_are_warned_of),
		TEST(test_signals_have_names_and_numbers),
		TEST(test_only_calls_without_effect_take_the_place),
		TEST(test_delays_are_spans_of_time),
		TEST(test_memory_is_given_in_hexadecimal),
		TEST(test_memory_has_a_limit),
		TEST(test_turns_are_counted_from_one),
		TEST(test_turns_have_bounds),
		TEST(test_calls_are_a_set),
		TEST(test_the_last_rule_of_a_call_counts),
		TEST(test_fault_is_a_part_of_it),
		TEST(test_rules_have_a_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
