#include "viewed.h"

#include "inspect/activation.h"
#include "inspect/stack_view.h"

static struct text out;
static const struct view plain = { .string_max = 32 };

enum what { STACK, STACK_FULL, FRAME, ARGUMENTS, VARIABLES };

static const char *show(struct viewed *viewed, bool is_json, enum what what)
{
	struct sheet sheet = sheet_of(&out, is_json);
	const struct query query = { .sheet = &sheet, .subject = &viewed->subject, .view = &plain };
	struct error error = { 0 };
	int status = 0;

	out.length = 0;
	sheet_begin(&sheet);
	switch (what) {
	case STACK:
	case STACK_FULL:
		status = stack_show(&query, 0, what == STACK_FULL, &error);
		break;
	case FRAME:
		status = stack_frame_show(&query, &error);
		break;
	case ARGUMENTS:
	case VARIABLES:
		status = stack_variables_show(&query, what == ARGUMENTS, &error);
		break;
	}
	if (status < 0)
		text_string(&out, error.text);
	sheet_end(&sheet);
	text_char(&out, '\0');
	return out.bytes;
}

static void check_has(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("there is no '%s' in\n%s", part, text);
}

static void check_stack(struct viewed *viewed, const char *list)
{
	char line[256];
	const char *stack = show(viewed, false, STACK);

	check_has(stack, "*0  0x");
	check_has(stack, " in stop_here (number=284) at viewed.c:");
	snprintf(line, sizeof(line), "#1  twice (number=142) at viewed.c:%u\n",
	         viewed_line("stop_here(doubled)"));
	check_has(stack, line);
	check_has(stack, " in visit (list=0x");
	snprintf(line, sizeof(line),
	         ", color=GREEN, label=\"label\", ratio=2.5, letter='k') at viewed.c:%u\n",
	         viewed_line("/* calls */"));
	check_has(stack, line);
	check_has(stack, " in main () at viewed.c:");
	check_has(stack, list);
}

/* All kinds of types, of a caller's frame. */
static void check_variables(struct viewed *viewed)
{
	struct error error = { 0 };

	assert_int_equal(subject_choose(&viewed->subject, 2, &error), 0);
	assert_string_equal(show(viewed, false, VARIABLES),
	                    "point = {x=3, y=-4}\n"
	                    "flags = {low=5, high=-7, on=true, (unnamed)={whole=16909060, "
	                    "bytes=\"\\4\\3\\2\\1\"}}\n"
	                    "array = [10, 20, 30, 40]\nword = \"hello\"\nunused = 99\nsum = 142\n");
	check_has(show(viewed, false, ARGUMENTS), "\ncolor=GREEN\nlabel=\"label\"\n");
	check_has(show(viewed, false, FRAME), " in visit (list=0x");
	check_has(show(viewed, false, STACK), "\n*2  ");
	check_has(show(viewed, true, STACK_FULL),
	          "\"variables\":{\"point\":{\"x\":3,\"y\":-4},\"flags\":{\"low\":5,\"high\":-7,");
	assert_int_equal(subject_choose(&viewed->subject, 1, &error), 0);
	assert_string_equal(show(viewed, false, VARIABLES), "doubled = 284\n");
	assert_int_equal(subject_choose(&viewed->subject, 1000, &error), -1);
	check_has(error.text, "no frame 1000");
}

static void test_stacks_have_functions_and_values(void **state)
{
	static const char *const compilers[] = {
		"cc -g -O0",      "cc -g -O0 -no-pie -gdwarf-4",
		"cc -gdwarf-3",   "cc -g -O0 -static",
		"cc -g -O0 -m32", "clang -g -O0",
	};
	struct viewed viewed;

	(void)state;
	viewed_skip_without_means();
	for (size_t i = 0; i < sizeof(compilers) / sizeof(*compilers); i++) {
		if (!viewed_try(&viewed, compilers[i]))
			continue;
		check_stack(&viewed, "(_start+0x");
		check_variables(&viewed);
		viewed_end(&viewed);
	}
}

static void test_optimized_code_says_what_is_lost(void **state)
{
	static const char *const compilers[] = { "cc -g -O2", "clang -g -O2" };
	struct viewed viewed;

	(void)state;
	viewed_skip_without_means();
	for (size_t i = 0; i < sizeof(compilers) / sizeof(*compilers); i++) {
		if (!viewed_try(&viewed, compilers[i]))
			continue;
		const char *stack = show(&viewed, false, STACK_FULL);

		check_has(stack, "local = 285\n");
		check_has(stack, "#1  twice (number=");
		check_has(stack, " in visit (");
		check_has(stack, "color=GREEN");
		check_has(stack, "unused = 99\n");
		check_has(stack, "<optimized out>");
		check_has(stack, " in main () at viewed.c:");
		viewed_end(&viewed);
	}
}

static void test_names_of_other_languages(void **state)
{
	struct viewed viewed;

	(void)state;
	viewed_skip_without_means();
	if (!viewed_try(&viewed, "g++ -x c++ -g -O0"))
		skip();
	check_has(show(&viewed, false, STACK), " in shapes::circle::area (this=0x");
	viewed_end(&viewed);
}

/* Without debugging information; without tables for unwinding; without a frame pointer. */
static void test_stacks_are_walked_by_what_there_is(void **state)
{
	static const char bare[] = "cc -O0 -fno-asynchronous-unwind-tables -fno-unwind-tables";
	struct viewed viewed;
	char compiler[256];

	(void)state;
	viewed_skip_without_means();
	if (!viewed_try(&viewed, "cc -O0 -s"))
		skip();
	check_has(show(&viewed, false, STACK), "#1  0x");
	check_has(show(&viewed, false, STACK), " in viewed(+0x");
	check_has(show(&viewed, false, VARIABLES), "compiled without -g");
	viewed_end(&viewed);
	if (viewed_try(&viewed, bare)) {
		check_has(show(&viewed, false, STACK), "in viewed(visit+0x");
		check_has(show(&viewed, false, STACK), "  (by frame pointer)\n");
		check_has(show(&viewed, false, STACK), "in viewed(main+0x");
		viewed_end(&viewed);
	}
	snprintf(compiler, sizeof(compiler), "%s -O1 -fomit-frame-pointer", bare);
	if (viewed_try(&viewed, compiler)) {
		check_has(show(&viewed, false, STACK), "in viewed(visit");
		check_has(show(&viewed, false, STACK), "  (by search)\n");
		viewed_end(&viewed);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_stacks_have_functions_and_values),
		cmocka_unit_test(test_optimized_code_says_what_is_lost),
		cmocka_unit_test(test_names_of_other_languages),
		cmocka_unit_test(test_stacks_are_walked_by_what_there_is),
	};
	int status = cmocka_run_group_tests_name("stack_view", tests, NULL, NULL);

	text_free(&out);
	return status;
}
