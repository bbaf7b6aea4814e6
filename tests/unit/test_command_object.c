/* Commands that are written as objects. */
#include "unit.h"

#include "debug/command_object.h"

#include <stdio.h>

static const char *command_of(const char *text, char *buffer, size_t size)
{
	struct text command = { 0 };
	struct error error = { 0 };
	int status = command_of_object(text, &command, &error);

	snprintf(buffer, size, "%s", status == 0 ? command.bytes : "-");
	text_free(&command);
	return buffer;
}

static void test_reads_objects(void **state)
{
	static const struct {
		const char *text, *command;
	} cases[] = {
		{ "{\"command\": \"print $rax\"}", "print $rax" },
		{ " { \"id\" : 7, \"command\":\"x\\/s \\\"a\\u0041\\u00e4\\\"\" , \"b\":true } ",
		  "x/s \"aA\xc3\xa4\"" },
		{ "{\"command\":\"a\\nb\"}", "a b" },
		{ "{}", "-" },
		{ "{\"command\":5}", "-" },
		{ "{\"command\":\"a", "-" },
		{ "{\"command\":\"a\\", "-" },
		{ "{\"command\":\"\\u12", "-" },
		{ "{\"command\":\"\\ud800\"}", "-" },
		{ "{\"command\":\"a\"", "-" },
		{ "{\"command\":\"a\"} more", "-" },
		{ "{\"a\":{\"b\":1},\"command\":\"a\"}", "-" },
		{ "", "-" },
		{ "{,}", "-" },
	};
	char buffer[64];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_string_equal(command_of(cases[i].text, buffer, sizeof(buffer)),
		                    cases[i].command);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reads_objects),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
