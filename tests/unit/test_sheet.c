/* A sheet of facts: in columns, and as JSON. */
#include "unit.h"

#include "inspect/sheet.h"

#include <stdio.h>

static void fill(struct sheet *sheet)
{
	static const struct text safe = { .bytes = (char *)"[A B]", .length = 5 };

	sheet_begin(sheet);
	sheet_string(sheet, "name", 0, "plain");
	sheet_number(sheet, "a number", 0, -5);
	sheet_hex(sheet, "address", 0, 0x1f);
	sheet_list_begin(sheet, "list", "2");
	for (int i = 0; i < 2; i++) {
		sheet_row_begin(sheet);
		sheet_number(sheet, "index", 4, i);
		sheet_string(sheet, "what", 6, i ? "longer than that" : "ab");
		sheet_safe(sheet, "flags", &safe);
		sheet_row_end(sheet);
	}
	sheet_list_end(sheet);
	sheet_end(sheet);
}

static void expect(bool is_json, void (*what)(struct sheet *), const char *expected)
{
	struct text out = { 0 };
	struct sheet sheet = sheet_of(&out, is_json);

	what(&sheet);
	text_char(&out, '\0');
	assert_string_equal(out.bytes, expected);
	text_free(&out);
}

static void test_columns(void **state)
{
	(void)state;
	expect(false, fill,
	       "name          plain\n"
	       "a number      -5\n"
	       "address       0x1f\n"
	       "list          2\n"
	       "  0     ab      [A B]\n"
	       "  1     longer than that  [A B]\n");
}

static void test_json(void **state)
{
	(void)state;
	expect(true, fill,
	       "{\"name\":\"plain\",\"a_number\":-5,\"address\":31,\"list\":["
	       "{\"index\":0,\"what\":\"ab\",\"flags\":\"[A B]\"},"
	       "{\"index\":1,\"what\":\"longer than that\",\"flags\":\"[A B]\"}]}\n");
}

static void fill_hostile(struct sheet *sheet)
{
	sheet_begin(sheet);
	sheet_string(sheet, "escape", 0, "a\033[2Jb\n\\\"");
	sheet_text(sheet, "bytes", 0, "\377\0", 2);
	sheet_end(sheet);
}

static void test_what_is_not_ours_is_escaped(void **state)
{
	(void)state;
	expect(false, fill_hostile,
	       "escape        a\\33[2Jb\\n\\\\\"\n"
	       "bytes         \\377\\0\n");
	expect(true, fill_hostile,
	       "{\"escape\":\"a\\u001b[2Jb\\n\\\\\\\"\",\"bytes\":{\"bytes\":\"ff00\"}}\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_columns),
		cmocka_unit_test(test_json),
		cmocka_unit_test(test_what_is_not_ours_is_escaped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
