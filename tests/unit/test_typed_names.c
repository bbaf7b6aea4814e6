#include "viewed.h"

#include "inspect/activation.h"
#include "inspect/kept_values.h"
#include "inspect/query.h"

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
	/* "count = 5" is told as count. */
	bool is_told =
		strncmp(got, text, strlen(text)) == 0 && strncmp(got + strlen(text), " = ", 3) == 0;
	const char *equals = is_told ? got + strlen(text) : strstr(got, " = ");
	size_t length = strlen(expected);

	bool goes_on = expected[length - 1] == '=';

	/* Behind a number its decimal form and place follow. */
	if (!equals || strncmp(equals + 3, expected, length) != 0 ||
	    (!goes_on && !strchr(" \n", equals[3 + length])))
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
	{ "flags.high * 2", "0xfffffff2" },
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
	{ "(int)letter", "107" },
	{ "ratio + 1", "3.5" },
	{ "ratio * counter > 102", "0x1" },
	{ "-ratio", "-2.5" },
	{ "(int)(ratio * 3)", "7" },
	{ "(double)counter / 2", "20.5" },
	{ "ratio ? 1.5 : 2", "1.5" },
	{ "counter > 40 ? point.x : point.y", "3" },
	{ "(counter, point.y)", "-4" },
	{ "(struct point *)&point", "(struct" },
	{ "((struct point *)&point)->y", "-4" },
	{ "(unsigned char)color", "'\\x05'" },
	{ "(enum color)5", "GREEN" },
	{ "(bool)counter", "true" },
	{ "(short)-1", "-1" },
	{ "{int}&counter", "41" },
	{ "sizeof(struct point)", "0x8" },
	{ "sizeof point", "0x8" },
	{ "sizeof(int[3])", "0xc" },
	{ "sizeof array / sizeof array[0]", "0x4" },
	{ "array[1]@2", "[20, 30]" },
	{ "*array@point.x", "[10, 20, 30]" },
	{ "array + 1 == &array[1]", "0x1" },
	{ "1 + array == &array[1]", "0x1" },
	{ "*&point", "{x=3, y=-4}" },
	{ "**table", "1" },
	{ "*list@1", "[{next=" },
	{ "\"abc\"", "\"abc\"" },
	{ "\"abc\"[1]", "'b'" },
	{ "sizeof(\"abc\")", "0x4" },
	{ "0xffffffff", "0xffffffff" },
	{ "(unsigned)0 - 1", "0xffffffff" },
	{ "~(unsigned)0", "0xffffffff" },
	{ "1 << 40", "0x10000000000" },
	{ "point.y < (unsigned)1", "0x0" },
	{ "visit", "{long" },
	{ "*visit", "{long" },
	{ "motto", "\"never \\\"lose\\\" an event\"" },
};

static void check_visit(struct viewed *viewed)
{
	for (size_t i = 0; i < sizeof(of_visit) / sizeof(*of_visit); i++)
		check(viewed, of_visit[i].text, of_visit[i].value);
	check_error(viewed, "ratio % 2", "not done with fractions");
	check_error(viewed, "point + 1", "a structure is no number");
	check_error(viewed, "*point", "no address");
	check_error(viewed, "point.z", "no such member");
	check_error(viewed, "list->", "the name of a member is missing");
	check_error(viewed, "list->valeu", "is value meant?");
	check_error(viewed, "poitn", "is point meant?");
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
	assert_non_null(strstr(ask(viewed, "point = 1", true), "cannot become"));
	assert_string_equal(ask(viewed, "flags.low = 6", true), "");
	check(viewed, "flags.low", "6");
	check(viewed, "flags.high", "-7");
	assert_string_equal(ask(viewed, "flags.low = 5", true), "");
	assert_string_equal(ask(viewed, "ratio = counter / 2.0", true), "ratio: 2.5 => 20.5\n");
	assert_string_equal(ask(viewed, "ratio = 2.5", true), "ratio: 20.5 => 2.5\n");
}

/* Assignments in expressions, and what stays of them. */
static void check_assignments(struct viewed *viewed)
{
	viewed->subject.values = kept_values_create();
	check(viewed, "point.x = 5", "5");
	check(viewed, "point.x += 2", "7");
	check(viewed, "point.x++", "7");
	check(viewed, "--point.x", "7");
	check(viewed, "point.x = 3", "3");
	check(viewed, "$", "3");
	check(viewed, "$$2", "7");
	check(viewed, "$1", "5");
	check(viewed, "$kept = point", "{x=3, y=-4}");
	check(viewed, "$kept.y", "-4");
	check(viewed, "$last = list", "(struct");
	check(viewed, "$last->value", "1");
	check(viewed, "$last = $last->next, $last->value", "6");
	check(viewed, "$i = 0", "0x0");
	check(viewed, "array[$i++]", "10");
	check(viewed, "array[$i++]", "7");
	check(viewed, "$i", "0x2");
	check(viewed, "ratio *= 2", "5");
	check(viewed, "ratio /= 2", "2.5");
	check(viewed, "flags.low |= 2", "7");
	check(viewed, "flags.low = 5", "5");
	check(viewed, "$list = *list", "{next=");
	check(viewed, "*list = $list, list->value", "1");
	check_error(viewed, "point = second", "cannot become");
	check_error(viewed, "label = \"abc\"", "lies nowhere in it");
	check_error(viewed, "5 = 6", "lies nowhere");
	check_error(viewed, "visit = 6", "function");
	check_error(viewed, "flags.low++", "bit-fields");
	check_error(viewed, "visit(1)", "cannot be called");
	check_error(viewed, "$99", "nothing is called");
	/* What is known of the program's types goes with it; numbers stay. */
	kept_values_forget_types(viewed->subject.values);
	check_error(viewed, "$kept", "nothing is called");
	check(viewed, "$i", "0x2");
	kept_values_destroy(viewed->subject.values);
	viewed->subject.values = NULL;
}

static void check_type(struct viewed *viewed, const char *text, bool is_whole, const char *expected)
{
	struct sheet sheet = sheet_of(&out, false);
	const struct query query = { .sheet = &sheet, .subject = &viewed->subject, .view = &plain };
	struct error error = { 0 };

	out.length = 0;
	if (query_type(&query, text, is_whole, &error) < 0)
		text_string(&out, error.text);
	text_char(&out, '\0');
	if (strncmp(out.bytes, "type = ", 7) != 0 ||
	    strncmp(out.bytes + 7, expected, strlen(expected)))
		fail_msg("%s: '%s' instead of '%s'", text, out.bytes, expected);
}

static void check_types(struct viewed *viewed)
{
	check_type(viewed, "point", false, "struct point\n");
	check_type(viewed, "point", true, "struct point {\n    int x;\n    int y;\n}\n");
	check_type(viewed, "struct point *", true, "struct point {\n    int x;\n    int y;\n} *\n");
	check_type(viewed, "enum color", true, "enum color {RED, GREEN = 5, BLUE = -1}\n");
	check_type(viewed, "list", false, "struct node *\n");
	check_type(viewed, "label", false, "const char *\n");
	check_type(viewed, "motto", false, "const char * volatile\n");
	check_type(viewed, "array", false, "int [4]\n");
	check_type(viewed, "table[1]", true, "unsigned short [2]\n");
	check_type(viewed, "&array", false, "int (*)[4]\n");
	check_type(viewed, "&table[1]", false, "uint16_t (*)[2]\n");
	check_type(viewed, "flags.low", false, "unsigned int\n");
	check_type(viewed, "visit", false,
	           "long (struct node *, enum color, const char *, double, signed char)\n");
	check_type(viewed, "&visit", false, "long (*)(struct node *, enum color,");
	check_type(viewed, "unsigned long int", false, "unsigned long\n");
	check_type(viewed, "ratio + 1", false, "double\n");
	check_type(viewed, "counter + 1", false, "int\n");
	check_type(viewed, "array + 1", false, "int *\n");
	check_type(viewed, "*array@3", false, "int [3]\n");
	check_type(viewed, "struct flags", true,
	           "struct flags {\n    unsigned int low : 3;\n    int high : 5;\n    ");
}

static bool start(struct viewed *viewed, const char *compiler)
{
	bool is_started = viewed_try(viewed, compiler);

	viewed->subject.has_values = is_started;
	return is_started;
}

static void test_variables_stand_for_their_values(void **state)
{
	static const char *const compilers[] = { "cc -g -O0", "cc -g -O0 -no-pie -gdwarf-4",
		                                 "cc -g -O0 -m32", "clang -g -O0" };
	struct viewed viewed;

	(void)state;
	viewed_skip_without_means();
	for (size_t i = 0; i < sizeof(compilers) / sizeof(*compilers); i++) {
		if (!start(&viewed, compilers[i]))
			continue;
		check(&viewed, "number", "284");
		check_error(&viewed, "array", "nothing is called");
		assert_int_equal(subject_choose(&viewed.subject, 2, NULL), 0);
		check_visit(&viewed);
		check_changes(&viewed);
		check_assignments(&viewed);
		check_types(&viewed);
		viewed_end(&viewed);
	}
}

static void test_what_was_optimized_out_has_no_value(void **state)
{
	struct viewed viewed;

	(void)state;
	viewed_skip_without_means();
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
