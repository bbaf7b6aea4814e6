#include "viewed.h"

#include "inspect/place.h"
#include "symbol/lookup.h"

#include <errno.h>

enum { FOUND_MAX = 8 };

static uint64_t found[FOUND_MAX];

static int find(struct viewed *viewed, const char *text, struct error *error)
{
	const struct place_search search = { 0 };

	return places_find(&viewed->subject, text, &search, found, FOUND_MAX, error);
}

/* The line of the only place that text means. */
static unsigned line_of(struct viewed *viewed, const char *text)
{
	struct error error = { 0 };
	struct source_line line;

	if (find(viewed, text, &error) != 1)
		fail_msg("%s: %s", text, error.text);
	assert_true(source_line_at(subject_space(&viewed->subject), found[0], &line));
	assert_true(line.is_statement);
	assert_true(line.start <= found[0] && found[0] < line.end);
	return line.line;
}

static void check_error(struct viewed *viewed, const char *text, int number, const char *like)
{
	struct error error = { 0 };

	assert_int_equal(find(viewed, text, &error), -1);
	assert_int_equal(error.number, number);
	if (!strstr(error.text, like))
		fail_msg("'%s' has no '%s'", error.text, like);
}

/* Optimised code has statements of several lines at one address, and is entered without a
 * prologue. */
static void check_optimized(struct viewed *viewed, const char *line)
{
	struct error error = { 0 };

	assert_true(find(viewed, line, &error) >= 1);
	assert_true(find(viewed, "twice", &error) >= 1);
	assert_int_equal(find(viewed, "visit", &error), 1);
}

static void check_lines(struct viewed *viewed, bool is_optimized)
{
	unsigned calls = viewed_line("/* calls */");
	char text[64];

	snprintf(text, sizeof(text), "programs/viewed.c:%u", calls);
	if (is_optimized) {
		check_optimized(viewed, text);
	} else {
		assert_int_equal(line_of(viewed, text), calls);
		assert_int_equal(line_of(viewed, "visit"), viewed_line("struct point point ="));
		assert_int_equal(line_of(viewed, "twice"), viewed_line("/* inlined */"));
		/* Its two statements are one place. */
		snprintf(text, sizeof(text), "viewed.c:%u", viewed_line("/* the loop */"));
		assert_int_equal(line_of(viewed, text), viewed_line("/* the loop */"));
	}
	/* A line without code stands for the next one that has some. */
	assert_true(find(viewed, "viewed.c:3", &(struct error){ 0 }) >= 1);
	check_error(viewed, "viewed.c:100000", ERANGE, "the last one with code is ");
	check_error(viewed, "ewed.c:3", ENOENT, "'ewed.c'");
	check_error(viewed, "12", EINVAL, "of which file");
}

static void check_names(struct viewed *viewed)
{
	struct error error = { 0 };

	assert_int_equal(find(viewed, "main+4", &error), 1);
	uint64_t exact = found[0];

	assert_int_equal(find(viewed, "*main + 4", &error), 1);
	assert_int_equal(found[0], exact);
	assert_int_equal(find(viewed, "/^stop_h/", &error), 1);
	assert_int_equal(find(viewed, "viewed:main", &error), 1);
	check_error(viewed, "vissit", ENOENT, "is visit meant?");
	check_error(viewed, "no_function_has_such_a_name", ENOENT, "called 'no_function_has_such");
	check_error(viewed, "/(/", EINVAL, "no pattern");
	check_error(viewed, "counter", ENOENT, "no function is called");
	check_error(viewed, "", ENOENT, "no function");
}

struct build {
	const char *compiler;
	bool is_optimized;
};

static void test_places_are_found_in_programs_of_all_kinds(void **state)
{
	static const struct build builds[] = {
		{ "cc -g -O0", false },      { "cc -g -O0 -no-pie -gdwarf-4", false },
		{ "cc -g -O2", true },       { "cc -g -O0 -static", false },
		{ "cc -g -O0 -m32", false }, { "clang -g -O0", false },
		{ "clang -g -O2", true },
	};
	struct error error;

	(void)state;
	skip_under_valgrind();
	struct lookup *lookup = lookup_create(&error);

	if (!lookup)
		skip();
	lookup_destroy(lookup);
	for (size_t i = 0; i < sizeof(builds) / sizeof(*builds); i++) {
		struct viewed viewed;

		if (!viewed_build(builds[i].compiler)) {
			print_message("# not built: %s\n", builds[i].compiler);
			continue;
		}
		print_message("# %s\n", builds[i].compiler);
		viewed_start(&viewed);
		check_lines(&viewed, builds[i].is_optimized);
		check_names(&viewed);
		viewed_end(&viewed);
	}
}

static void test_places_have_names_of_cpp(void **state)
{
	unsigned area = viewed_line("return twice(scale");
	unsigned larger = viewed_line("return one > other");
	struct lookup *lookup = lookup_create(NULL);
	struct viewed viewed;

	(void)state;
	skip_under_valgrind();
	lookup_destroy(lookup);
	if (!lookup || !viewed_build("g++ -x c++ -g -O0"))
		skip();
	viewed_start(&viewed);
	assert_int_equal(line_of(&viewed, "shapes::circle::area"), area);
	assert_int_equal(line_of(&viewed, "area"), area);
	assert_int_equal(line_of(&viewed, "larger"), larger);
	assert_int_equal(line_of(&viewed, "/^shapes::circle/"), area);
	viewed_end(&viewed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_places_have_names_of_cpp),
		cmocka_unit_test(test_places_are_found_in_programs_of_all_kinds),
	};

	return cmocka_run_group_tests_name("place", tests, NULL, NULL);
}
