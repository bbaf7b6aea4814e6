#include "unit.h"

#include "base/text.h"

#include <inttypes.h>
#include <stdio.h>

static const uint64_t numbers[] = {
	0,
	1,
	7,
	8,
	9,
	10,
	42,
	63,
	64,
	99,
	100,
	101,
	511,
	512,
	999,
	1000,
	4095,
	65535,
	999999,
	UINT32_MAX,
	INT64_MAX,
	(uint64_t)INT64_MIN,
	UINT64_MAX - 1,
	UINT64_MAX,
};

enum { NUMBER_COUNT = sizeof(numbers) / sizeof(*numbers) };

static void check(struct text *text, const char *expected)
{
	assert_int_equal(text->length, strlen(expected));
	assert_memory_equal(text->bytes, expected, text->length);
	text->length = 0;
}

static void test_numbers_read_as_printf_writes_them(void **state)
{
	struct text text = { 0 };
	char expected[100];

	(void)state;
	for (size_t i = 0; i < NUMBER_COUNT; i++) {
		sprintf(expected, "%" PRIu64, numbers[i]);
		text_unsigned(&text, numbers[i]);
		check(&text, expected);
		sprintf(expected, "%" PRId64, (int64_t)numbers[i]);
		text_decimal(&text, (int64_t)numbers[i]);
		check(&text, expected);
		sprintf(expected, "0x%" PRIx64, numbers[i]);
		text_hex(&text, numbers[i]);
		check(&text, expected);
		for (unsigned width = 0; width < 30; width++) {
			sprintf(expected, "%0*" PRIu64, (int)width, numbers[i]);
			text_unsigned_padded(&text, numbers[i], width);
			check(&text, expected);
			sprintf(expected, "%0*" PRIx64, (int)width, numbers[i]);
			text_hex_padded(&text, numbers[i], width);
			check(&text, expected);
			sprintf(expected, "%0*" PRIo64, (int)width, numbers[i]);
			text_octal(&text, numbers[i], width);
			check(&text, expected);
		}
	}
	text_free(&text);
}

static void test_pieces_follow_each_other(void **state)
{
	struct text text = { 0 };

	(void)state;
	text_put(&text, NULL, 0);
	text_literal(&text, "open");
	text_char(&text, '(');
	text_string(&text, "path");
	size_t from = text.length;
	text_format(&text, "%s=%d", "x", 5);
	text_pad(&text, from, 6);
	text_pad(&text, from, 3);
	text_char(&text, ')');
	check(&text, "open(pathx=5   )");
	text_free(&text);
}

static void test_text_grows(void **state)
{
	struct text text = { 0 };

	(void)state;
	for (int i = 0; i < 100000; i++)
		text_unsigned_padded(&text, (unsigned)i, 8);
	assert_int_equal(text.length, 800000);
	assert_memory_equal(text.bytes + 8 * 12345, "00012345", 8);
	text_free(&text);
}

static void test_nothing_follows_a_failure(void **state)
{
	struct text text = { 0 };

	(void)state;
	text_string(&text, "whole");
	assert_false(text_reserve(&text, SIZE_MAX / 2));
	assert_true(text.failed);
	text_string(&text, ", or not at all");
	check(&text, "whole");
	text_free(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numbers_read_as_printf_writes_them),
		cmocka_unit_test(test_pieces_follow_each_other),
		cmocka_unit_test(test_text_grows),
		cmocka_unit_test(test_nothing_follows_a_failure),
	};

	return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
