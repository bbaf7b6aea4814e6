/* Expressions: what they are worth, where they lie, and what is refused. */
#include "unit.h"

#include "inspect/expression.h"

#include <errno.h>
#include <stdio.h>
#include <sys/types.h>

enum { WORLD_START = 0x1000 };

/* Sixteen bytes at WORLD_START, and two variables. */
static const uint8_t world[16] = { 1, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 'h', 'i', 0, 0, 7, 0, 8, 0 };

static bool find(const void *owner, const char *name, size_t length, struct expression_name *found)
{
	const struct expression_type number = { .size = 8, .is_signed = true };
	const struct expression_type address = { .size = 8 };
	const struct {
		const char *name;
		struct expression_name is;
	} known[] = {
		{ "$rax", { .is_variable = true, .number = 1, .type = number } },
		{ "$gone", { .is_variable = true, .number = 9, .type = number } },
		{ "O_RDWR", { .number = 2, .type = number } },
		{ "counter", { .number = WORLD_START, .type = { .size = 8, .pointee = 4 } } },
		{ "signed_one",
		  { .number = WORLD_START + 4,
		    .type = { .size = 8, .pointee = 4, .pointee_is_signed = true } } },
		{ "symbol",
		  { .number = WORLD_START,
		    .type = { .size = 8, .pointee = 2, .is_symbol = true } } },
		{ "text",
		  { .number = WORLD_START + 8,
		    .type = { .size = 8, .pointee = 1, .pointee_is_signed = true } } },
		{ "pair", { .number = WORLD_START + 12, .type = { .size = 8, .pointee = 2 } } },
		{ "ld-linux.so.2", { .number = 0x5000, .type = address } },
		{ "libc.so.6:malloc", { .number = 0x6000, .type = address } },
	};

	(void)owner;
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (strlen(known[i].name) == length && !memcmp(known[i].name, name, length)) {
			*found = known[i].is;
			return true;
		}
	return false;
}

static const struct expression_names names = { .find = find, .word = 8 };

static int variable(void *owner, uint64_t number, uint64_t *value)
{
	(void)owner;
	*value = (uint64_t)-5;
	return number == 1 ? 0 : -ESRCH;
}

static ssize_t memory(void *owner, uint64_t address, void *buffer, size_t length)
{
	(void)owner;
	if (address < WORLD_START || address >= WORLD_START + sizeof(world))
		return -EFAULT;
	size_t there = WORLD_START + sizeof(world) - address;

	if (length > there)
		length = there;
	memcpy(buffer, world + (address - WORLD_START), length);
	return (ssize_t)length;
}

static const struct expression_machine machine = { .variable = variable, .memory = memory };

static int64_t worth(const char *text)
{
	struct expression expression;
	struct error error = { 0 };
	uint64_t value = 0;

	if (expression_parse(&expression, text, NULL, &names, &error) < 0 ||
	    expression_evaluate(&expression, &machine, &value, &error) < 0)
		fail_msg("%s: %s", text, error.text);
	return (int64_t)value;
}

static void refused(const char *text, const char *why)
{
	struct expression expression;
	struct error error = { 0 };
	uint64_t value;

	if (expression_parse(&expression, text, NULL, &names, &error) == 0 &&
	    expression_evaluate(&expression, &machine, &value, &error) == 0)
		fail_msg("%s is taken", text);
	if (!strstr(error.text, why))
		fail_msg("%s: %s", text, error.text);
}

static void test_numbers(void **state)
{
	(void)state;
	assert_int_equal(worth("17"), 17);
	assert_int_equal(worth("0x1f"), 31);
	assert_int_equal(worth("0644"), 0644);
	assert_int_equal(worth("0"), 0);
	assert_int_equal(worth("10UL"), 10);
	assert_int_equal(worth("'a'"), 'a');
	assert_int_equal(worth("'\\n'"), '\n');
	assert_int_equal(worth("'\\x41'"), 'A');
	/* What is behind the end is none of it. */
	refused("'\0'", "a ' without another one");
	refused("08", "number");
	refused("12z", "number");
	refused("0x", "number");
	refused("99999999999999999999", "number");
}

static void test_precedence(void **state)
{
	(void)state;
	assert_int_equal(worth("1 + 2 * 3"), 7);
	assert_int_equal(worth("(1 + 2) * 3"), 9);
	assert_int_equal(worth("10 - 3 - 2"), 5);
	assert_int_equal(worth("1 << 4 | 1"), 17);
	assert_int_equal(worth("6 & 3 == 3"), 0);
	assert_int_equal(worth("1 + 1 == 2 && 3 > 2"), 1);
	assert_int_equal(worth("-2 * -3"), 6);
	assert_int_equal(worth("~0"), -1);
	assert_int_equal(worth("!5 + 1"), 1);
	assert_int_equal(worth("not 0 and 1 or 0"), 1);
	assert_int_equal(worth("7 % 4 ^ 1"), 2);
}

static void test_signs(void **state)
{
	(void)state;
	assert_int_equal(worth("$rax < 0"), 1);
	assert_int_equal(worth("(u64)$rax < 0"), 0);
	assert_int_equal(worth("$rax / 2"), -2);
	assert_int_equal(worth("$rax >> 1"), -3);
	assert_int_equal(worth("(u8)$rax"), 0xfb);
	assert_int_equal(worth("(s8)0xfb"), -5);
	assert_int_equal(worth("(unsigned int)$rax"), 0xfffffffb);
	assert_int_equal(worth("0x8000000000000000 / -1 < 0"), 0);
	assert_int_equal(worth("(s64)0x8000000000000000 / -1 < 0"), 1);
	assert_int_equal(worth("1 << 64"), 0);
	assert_int_equal(worth("(s64)-1 >> 99"), -1);
}

static void test_fractions(void **state)
{
	(void)state;
	assert_int_equal(worth("1.5 + 2.5 == 4"), 1);
	assert_int_equal(worth("(int)(7 / 2.0 * 10)"), 35);
	assert_int_equal(worth("(s64)-2.9"), -2);
	assert_int_equal(worth("(u8)300.5"), 44);
	assert_int_equal(worth(".5 < 1e0"), 1);
	assert_int_equal(worth("!0.0 && 0.1"), 1);
	assert_int_equal(worth("0.0 ? 1 : 2"), 2);
	assert_int_equal(worth("(s64)(1 ? 2 : 0.5)"), 2);
	assert_int_equal(worth("(u64)1e30 == 0xffffffffffffffff"), 1);
	assert_int_equal(worth("(s64)(0.0 / 0.0)"), 0);
	refused("1.5 % 2", "not done with fractions");
	refused("~1.5", "whole number");
	refused("1.5 << 2", "not done with fractions");
	refused("1.2.3", "number");
}

static void test_choices_and_lists(void **state)
{
	(void)state;
	assert_int_equal(worth("1 ? 2 : 3"), 2);
	assert_int_equal(worth("0 ? 2 : 0 ? 3 : 4"), 4);
	assert_int_equal(worth("1 ? 0 ? 5 : 6 : 7"), 6);
	assert_int_equal(worth("(1, 2, 3)"), 3);
	assert_int_equal(worth("1 + (0 ? 1 : 2) * 3"), 7);
	assert_int_equal(worth("(0 ? 1/0 : 2)"), 2);
	assert_int_equal(worth("(1 && 0 || 3) + 1"), 2);
	refused("1 ? 2", "a : is missing");
	refused("1, 2", "no operator");
	refused("&(1 ? *counter : 2)", "no address");
}

/* Where nothing says how an expression may change something, none does. */
static void test_nothing_is_assigned(void **state)
{
	(void)state;
	refused("*counter = 5", "no operator at '= 5'");
	refused("$rax += 5", "no operator at '+= 5'");
}

static void test_sizes(void **state)
{
	(void)state;
	assert_int_equal(worth("sizeof(int)"), 4);
	assert_int_equal(worth("sizeof(unsigned char *)"), 8);
	assert_int_equal(worth("sizeof(long double)"), 16);
	assert_int_equal(worth("sizeof 1 + 1"), 5);
	assert_int_equal(worth("sizeof(*(u16 *)0)"), 2);
	assert_int_equal(worth("(long unsigned int)-1 > 0"), 1);
	assert_int_equal(worth("(int unsigned)-1"), 0xffffffff);
	refused("sizeof(int", "a ) is missing");
	refused("(float int)1", "a type that there is not");
}

static void test_memory(void **state)
{
	(void)state;
	assert_int_equal(worth("counter"), WORLD_START);
	assert_int_equal(worth("*counter"), 1);
	assert_int_equal(worth("counter[1]"), 0xffffffff);
	assert_int_equal(worth("*signed_one"), -1);
	assert_int_equal(worth("*(u16 *)(counter + 1)"), 0xffff);
	assert_int_equal(worth("*(counter + 1)"), 0xffffffff);
	assert_int_equal(worth("pair[1]"), 8);
	assert_int_equal(worth("&pair[1]"), WORLD_START + 14);
	assert_int_equal(worth("&*counter"), WORLD_START);
	assert_int_equal(worth("&counter"), WORLD_START);
	assert_int_equal(worth("symbol + 4"), WORLD_START + 4);
	assert_int_equal(worth("&symbol[2]"), WORLD_START + 4);
	assert_int_equal(worth("*(symbol + 4)"), 0xffff);
	assert_int_equal(worth("symbol[2]"), 0xffff);
	assert_int_equal(worth("*(u64 *)0x1000 == 0xffffffff00000001"), 1);
	assert_int_equal(worth("*0x1000 == 0xffffffff00000001"), 1);
	refused("*(u32 *)8", "cannot read 4 bytes at 0x8");
	refused("*(u64 *)0x100c", "cannot read 8 bytes");
	refused("$gone", "cannot be read");
	refused("&5", "no address");
}

static void test_strings(void **state)
{
	(void)state;
	assert_int_equal(worth("text == \"hi\""), 1);
	assert_int_equal(worth("text == \"h\""), 0);
	assert_int_equal(worth("text == \"hip\""), 0);
	assert_int_equal(worth("text != \"hi\""), 0);
	assert_int_equal(worth("text ~ \"h*\""), 1);
	assert_int_equal(worth("text ~ \"*.conf\" and $rax < 0"), 0);
	assert_int_equal(worth("text == \"\\x68\\151\""), 1);
	refused("text ~ 5", "pattern");
	refused("text == \"hi", "no end");
	refused("8 == \"x\"", "cannot read");
}

static void test_names(void **state)
{
	(void)state;
	assert_int_equal(worth("O_RDWR|1"), 3);
	assert_int_equal(worth("ld-linux.so.2+0x10"), 0x5010);
	assert_int_equal(worth("'ld-linux.so.2' + 1"), 0x5001);
	assert_int_equal(worth("libc.so.6:malloc - 1"), 0x5fff);
	assert_int_equal(worth("$rax-8"), -13);
	assert_int_equal(worth("1!=2"), 1);
	refused("nothing", "nothing is called 'nothing'");
	refused("$xyz", "registers are");
}

/* What decides is not followed by what would fail. */
static void test_the_right_side_waits(void **state)
{
	(void)state;
	assert_int_equal(worth("0 && *(u32 *)8"), 0);
	assert_int_equal(worth("1 || *(u32 *)8"), 1);
	assert_int_equal(worth("1 && 0 || 2"), 1);
	refused("1 && *(u32 *)8", "cannot read");
	refused("1 / 0", "division");
}

static void test_places(void **state)
{
	struct expression expression;
	struct expression_place place;
	struct error error;

	(void)state;
	assert_int_equal(expression_parse(&expression, "counter[1]", NULL, &names, &error), 0);
	assert_int_equal(expression_locate(&expression, &machine, &place, &error), 0);
	assert_false(place.is_variable);
	assert_int_equal(place.number, WORLD_START + 4);
	assert_int_equal(place.size, 4);
	assert_int_equal(expression_parse(&expression, "$rax", NULL, &names, &error), 0);
	assert_int_equal(expression_locate(&expression, &machine, &place, &error), 0);
	assert_true(place.is_variable);
	assert_int_equal(expression_parse(&expression, "symbol", NULL, &names, &error), 0);
	assert_int_equal(expression_locate(&expression, &machine, &place, &error), 0);
	assert_int_equal(place.number, WORLD_START);
	assert_int_equal(place.size, 2);
	assert_int_equal(expression_parse(&expression, "1 + 2", NULL, &names, &error), 0);
	assert_int_equal(expression_locate(&expression, &machine, &place, &error), -1);
}

static void test_what_follows_is_left(void **state)
{
	struct expression expression;
	struct error error;
	const char *rest;

	(void)state;
	assert_int_equal(expression_parse(&expression, "*counter = 5", &rest, &names, &error), 0);
	assert_string_equal(rest, "= 5");
	assert_int_equal(expression_parse(&expression, "1|2, 3", &rest, &names, &error), 0);
	assert_string_equal(rest, ", 3");
}

static void test_limits(void **state)
{
	char text[4096];
	size_t length = 0;

	(void)state;
	memset(text, '(', 100);
	text[100] = '\0';
	refused(text, "within each other");
	memset(text, '-', 100);
	strcpy(text + 100, "1");
	refused(text, "within each other");
	for (int i = 0; i < 200; i++)
		length += (size_t)sprintf(text + length, "1+");
	strcpy(text + length, "1");
	refused(text, "too long");
	memset(text, 'a', 1000);
	text[1000] = '\0';
	refused(text, "nothing is called");
	refused("", "missing");
	refused("1 2", "no operator");
	refused("(u32", "missing");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_precedence),
		cmocka_unit_test(test_signs),
		cmocka_unit_test(test_fractions),
		cmocka_unit_test(test_choices_and_lists),
		cmocka_unit_test(test_nothing_is_assigned),
		cmocka_unit_test(test_sizes),
		cmocka_unit_test(test_memory),
		cmocka_unit_test(test_strings),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_the_right_side_waits),
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_what_follows_is_left),
		cmocka_unit_test(test_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
