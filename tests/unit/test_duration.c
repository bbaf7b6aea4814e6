#include "unit.h"

#include "base/duration.h"

static void test_spans_are_read_with_their_units(void **state)
{
	static const struct {
		const char *text;
		uint64_t ns;
	} cases[] = {
		{ "5", 5000 },
		{ "0", 0 },
		{ "1us", 1000 },
		{ "1.5ms", 1500000 },
		{ "2s", 2000000000 },
		{ "7ns", 7 },
		{ ".5", 500 },
		{ "5.", 5000 },
		{ "+1", 1000 },
		{ " 1", 1000 },
		{ "1e3", 1000000 },
		{ "0.1ns", 0 },
		{ "-0", 0 },
		{ "1e300", INT64_MAX },
		{ "9223372037s", INT64_MAX },
	};
	uint64_t ns;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		assert_true(duration_parse(cases[i].text, &ns));
		assert_int_equal(ns, cases[i].ns);
	}
}

static void test_other_text_is_refused(void **state)
{
	static const char *const cases[] = { "",     "s",   "-1",  "1m",      "1 ms", "1S",
		                             "0x10", "inf", "nan", ".",       "1e",   "1e400",
		                             "ms1",  "1,5", "1ss", "infinity" };
	uint64_t ns;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_false(duration_parse(cases[i], &ns));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_spans_are_read_with_their_units),
		cmocka_unit_test(test_other_text_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
