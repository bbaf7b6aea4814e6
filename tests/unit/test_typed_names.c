#include "viewed.h"

#include "debug/activation.h"
#include "debug/query.h"
#include "symbol/lookup.h"

static struct text out;
static const struct view plain = { .string_max = 32 };

/* What a question, or a change, is answered with; or why not. */
static const char *ask(struct viewed *viewed, const char *text, bool is_change)
{
	struct sheet sheet = sheet_of(&out, false);
	const struct query query = { .sheet = &sheet, .subject = &viewed->subject, .view = &plain };
	struct error error = { 0 };

	out.length = 0;
	if ((is_change ? query_change : query_answer)(&query, text, &error) < 0)
		text_string(&out, error.text);
	text_char(&out, '\0');
	return out.bytes;
}

static void check(struct viewed *viewed, const char *text, const char *expected)
{
	const char *got = ask(viewed, text, false);
	const char *equals = strstr(got, " = ");
	size_t length = strlen(expected);

	/* Behind a number its decimal form and place follow. */
	if (!equals || strncmp(equals + 3, expected, length) != 0 ||
	    !strchr(" \n", equals[3 + length]))
		fail_msg("%s: '%s' instead of '%s'", text, got, expected);
}

static void check_error(struct viewed *viewed, const char *text, const char *part)
{
	const char *got = ask(viewed, text, false);

	if (!strstr(got, part))
		fail_msg("%s: '%s' has no '%s'", text, got, part);
}

static const struct {
	const char *text, *value;
} of_visit[] = {
	{ "sum", "142" },
	{ "sum + 1", "0x8f" },
	{ "counter", "41" },
	{ "counter + sum == 183", "0x1" },
	{ "point", "{x=3, y=-4}" },
	{ "point.y", "-4" },
	{ "point.x - point.y", "0x7" },
	{ "(&point)->x", "3" },
	{ "list->value", "1" },
	{ "list->next->value", "-2" },
	{ "*list->next", "{next=NULL, value=-2, label=\"second\"}" },
	{ "(*list).label", "\"first\"" },
	{ "list->label[1]", "'i'" },
	{ "list->next == &second", "0x1" },
	{ "array", "[10, 20, 30, 40]" },
	{ "array[3]", "40" },
	{ "array[point.x - 1]", "30" },
	{ "*array", "10" },
	{ "*(array + 2)", "30" },
	{ "&array[3] - &array[1]", "0x2" },
	{ "table[1]", "[3, 4]" },
	{ "table[2][1]", "6" },
	{ "flags.low", "5" },
	{ "flags.high", "-7" },
	{ "flags.low + 1", "0x6" },
	{ "flags.high * 2", "0xfffffffffffffff2" },
	{ "flags.on", "true" },
	{ "flags.whole", "16909060" },
	{ "flags.bytes[1]", "'\\x03'" },
	{ "color", "GREEN" },
	{ "color == GREEN", "0x1" },
	{ "BLUE", "BLUE" },
	{ "ratio", "2.5" },
	{ "word", "\"hello\"" },
	{ "word ~ \"hel*\"", "0x1" },
	{ "label == \"label\" and letter == 'k'", "0x1" },
	{ "label + 1", "\"abel\"" },
	{ "(int)letter", "0x6b" },
	{ "motto", "\"never \\\"lose\\\" an event\"" },
};

static void check_visit(struct viewed *viewed)
{
	for (size_t i = 0; i < sizeof(of_visit) / sizeof(*of_visit); i++)
		check(viewed, of_visit[i].text, of_visit[i].value);
	check_error(viewed, "ratio + 1", "fractions");
	check_error(viewed, "point + 1", "a structure is no number");
	check_error(viewed, "*point", "no address");
	check_error(viewed, "point.z", "no such member");
	check_error(viewed, "list->", "no such member");
	check_error(viewed, "sum.x", "at '.x'");
	check_error(viewed, "&(sum + 1)", "no address");
	check_error(viewed, "no_such_name", "nothing is called");
	check(viewed, "$sp == $sp", "0x1");
	check_error(viewed, "main", "<main>");
}

static void check_changes(struct viewed *viewed)
{
	assert_string_equal(ask(viewed, "array[1] = point.x + 4", true), "array[1]: 0x14 => 0x7\n");
	assert_string_equal(ask(viewed, "list->next->value = 6", true),
	                    "list->next->value: 0xfffffffe => 0x6\n");
	assert_string_equal(ask(viewed, "counter = 41", true), "counter: 0x29 => 0x29\n");
	check(viewed, "array", "[10, 7, 30, 40]");
	check(viewed, "second.value", "6");
	assert_string_equal(ask(viewed, "ratio = 1.5", true), "ratio: 2.5 => 1.5\n");
	check(viewed, "ratio", "1.5");
	assert_string_equal(ask(viewed, "ratio = 2.5", true), "ratio: 1.5 => 2.5\n");
	assert_non_null(strstr(ask(viewed, "point = 1", true), "no place"));
	assert_non_null(strstr(ask(viewed, "flags.low = 1", true), "no place"));
}

static bool start(struct viewed *viewed, const char *compiler)
{
	if (!viewed_build(compiler)) {
		print_message("# not built: %s\n", compiler);
		return false;
	}
	print_message("# %s\n", compiler);
	viewed_start(viewed);
	viewed->subject.has_values = true;
	return true;
}

static void skip_without_means(void)
{
	struct lookup *lookup = lookup_create(NULL);

	skip_under_valgrind();
	lookup_destroy(lookup);
	if (!lookup)
		skip();
}

static void test_variables_stand_for_their_values(void **state)
{
	static const char *const compilers[] = { "cc -g -O0", "cc -g -O0 -no-pie -gdwarf-4",
		                                 "cc -g -O0 -m32", "clang -g -O0" };
	struct viewed viewed;

	(void)state;
	skip_without_means();
	for (size_t i = 0; i < sizeof(compilers) / sizeof(*compilers); i++) {
		if (!start(&viewed, compilers[i]))
			continue;
		check(&viewed, "number", "284");
		check_error(&viewed, "array", "nothing is called");
		assert_int_equal(subject_choose(&viewed.subject, 2, NULL), 0);
		check_visit(&viewed);
		check_changes(&viewed);
		viewed_end(&viewed);
	}
}

static void test_what_was_optimized_out_has_no_value(void **state)
{
	struct viewed viewed;

	(void)state;
	skip_without_means();
	if (!start(&viewed, "cc -g -O2"))
		skip();
	check(&viewed, "local + 1", "0x11e");
	assert_int_equal(subject_choose(&viewed.subject, 2, NULL), 0);
	check_error(&viewed, "point.x", "'point' has no value here");
	check(&viewed, "unused", "99");
	assert_non_null(strstr(ask(&viewed, "unused = 1", true), "not be written"));
	check(&viewed, "color", "GREEN");
	viewed_end(&viewed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_variables_stand_for_their_values),
		cmocka_unit_test(test_what_was_optimized_out_has_no_value),
	};
	int status = cmocka_run_group_tests_name("typed_names", tests, NULL, NULL);

	text_free(&out);
	return status;
}
