/* Agent expressions: every opcode over a program of one register and sixteen bytes. */
#include "unit.h"

#include "base/text.h"
#include "debug/agent_expression.h"

#include <errno.h>

enum { MEMORY = 0x1000 };

static const uint8_t memory[16] = { 0xf0, 0xf1, 0xf2, 0xf3, 0xf4, 0xf5, 0xf6, 0xf7, 'h', 'i', 0 };

static int register_read(void *owner, unsigned number, uint64_t *value)
{
	(void)owner;
	*value = 0x1234;
	return number == 0x101 ? 0 : -EINVAL;
}

static ssize_t memory_read(void *owner, uint64_t address, void *bytes, size_t length)
{
	(void)owner;
	if (address < MEMORY || address + length > MEMORY + sizeof(memory))
		return -EFAULT;
	memcpy(bytes, memory + (address - MEMORY), length);
	return (ssize_t)length;
}

static struct agent_machine machine = { .register_read = register_read,
	                                .memory_read = memory_read };

#define CODE(...) (const uint8_t[]){ __VA_ARGS__ }, sizeof((const uint8_t[]){ __VA_ARGS__ })

static void expect(const uint8_t *code, size_t length, uint64_t expected)
{
	uint64_t value = ~expected;

	assert_int_equal(agent_evaluate(code, length, &machine, &value), AGENT_DONE);
	assert_true(value == expected);
}

static void expect_outcome(const uint8_t *code, size_t length, enum agent_outcome outcome)
{
	uint64_t value;

	assert_int_equal(agent_evaluate(code, length, &machine, &value), outcome);
	assert_true(agent_outcome_text(outcome)[0]);
}

/* "const8 left, const8 right, extended to signed ones, opcode, end" */
static void expect_pair(int8_t left, int8_t right, uint8_t opcode, int64_t expected)
{
	expect(CODE(0x22, (uint8_t)left, 0x16, 8, 0x22, (uint8_t)right, 0x16, 8, opcode, 0x27),
	       (uint64_t)expected);
}

static void test_arithmetic(void **state)
{
	(void)state;
	expect_pair(7, 5, 0x02, 12);
	expect_pair(5, 7, 0x03, -2);
	expect_pair(-3, 5, 0x04, -15);
	expect_pair(-7, 2, 0x05, -3);
	expect_pair(7, 2, 0x06, 3);
	expect_pair(-1, 2, 0x06, INT64_MAX);
	expect_pair(-7, 2, 0x07, -1);
	expect_pair(7, 4, 0x08, 3);
	expect_pair(-7, -1, 0x05, 7);
	expect_pair(-7, -1, 0x07, 0);
	expect_pair(3, 4, 0x09, 48);
	expect_pair(3, 64, 0x09, 0);
	expect_pair(-16, 2, 0x0a, -4);
	expect_pair(-16, 100, 0x0a, -1);
	expect_pair(-1, 60, 0x0b, 15);
	expect_pair(-1, 64, 0x0b, 0);
	expect_pair(12, 10, 0x0f, 8);
	expect_pair(12, 10, 0x10, 14);
	expect_pair(12, 10, 0x11, 6);
	expect_pair(5, 5, 0x13, 1);
	expect_pair(5, 6, 0x13, 0);
	expect_pair(-1, 1, 0x14, 1);
	expect_pair(-1, 1, 0x15, 0);
	expect(CODE(0x22, 0, 0x0e, 0x27), 1);
	expect(CODE(0x22, 9, 0x0e, 0x27), 0);
	expect(CODE(0x22, 0, 0x12, 0x27), UINT64_MAX);
	expect(CODE(0x22, 0xff, 0x16, 8, 0x27), UINT64_MAX);
	expect(CODE(0x23, 0xff, 0xff, 0x2a, 4, 0x27), 0xf);
	expect_outcome(CODE(0x22, 1, 0x22, 0, 0x05, 0x27), AGENT_DIVISION);
	expect_outcome(CODE(0x22, 1, 0x22, 0, 0x08, 0x27), AGENT_DIVISION);
	/* The lowest number by -1. */
	expect(CODE(0x22, 1, 0x22, 63, 0x09, 0x22, 0xff, 0x16, 8, 0x05, 0x27), 1ULL << 63);
}

static void test_numbers_and_stack(void **state)
{
	(void)state;
	expect(CODE(0x27), 0);
	expect(CODE(0x23, 0x12, 0x34, 0x27), 0x1234);
	expect(CODE(0x24, 0x12, 0x34, 0x56, 0x78, 0x27), 0x12345678);
	expect(CODE(0x25, 1, 2, 3, 4, 5, 6, 7, 8, 0x27), 0x0102030405060708);
	expect(CODE(0x22, 5, 0x28, 0x02, 0x27), 10);
	expect(CODE(0x22, 5, 0x22, 6, 0x29, 0x27), 5);
	expect(CODE(0x22, 5, 0x22, 3, 0x2b, 0x03, 0x27), UINT64_MAX - 1);
	expect(CODE(0x22, 5, 0x22, 6, 0x22, 7, 0x32, 2, 0x27), 5);
	/* 1 2 3 becomes 3 1 2. */
	expect(CODE(0x22, 1, 0x22, 2, 0x22, 3, 0x33, 0x27), 2);
	expect(CODE(0x22, 1, 0x22, 2, 0x22, 3, 0x33, 0x29, 0x27), 1);
	expect(CODE(0x22, 1, 0x22, 2, 0x22, 3, 0x33, 0x29, 0x29, 0x27), 3);
	expect_outcome(CODE(0x02, 0x27), AGENT_STACK);
	expect_outcome(CODE(0x22, 1, 0x32, 1, 0x27), AGENT_STACK);
	expect_outcome(CODE(0x22, 1, 0x28, 0x21, 0, 2), AGENT_STACK);
}

static void test_program(void **state)
{
	(void)state;
	expect(CODE(0x26, 0x01, 0x01, 0x27), 0x1234);
	expect_outcome(CODE(0x26, 0, 2, 0x27), AGENT_REGISTER);
	expect(CODE(0x23, 0x10, 0, 0x17, 0x27), 0xf0);
	expect(CODE(0x23, 0x10, 0, 0x18, 0x27), 0xf1f0);
	expect(CODE(0x23, 0x10, 0, 0x19, 0x27), 0xf3f2f1f0);
	expect(CODE(0x23, 0x10, 0, 0x1a, 0x27), 0xf7f6f5f4f3f2f1f0);
	expect_outcome(CODE(0x23, 0x10, 0x0f, 0x18, 0x27), AGENT_MEMORY);
}

static void test_jumps(void **state)
{
	(void)state;
	/* if (1) 7 else 9 */
	expect(CODE(0x22, 1, 0x20, 0, 8, 0x22, 9, 0x27, 0x22, 7, 0x27), 7);
	expect(CODE(0x22, 0, 0x20, 0, 8, 0x22, 9, 0x27, 0x22, 7, 0x27), 9);
	/* while (--n) ; of 200 */
	expect(CODE(0x22, 200, 0x22, 1, 0x03, 0x28, 0x20, 0, 2, 0x27), 0);
	expect_outcome(CODE(0x21, 0, 0), AGENT_ENDLESS);
	expect_outcome(CODE(0x21, 0, 3), AGENT_JUMP);
	expect_outcome(CODE(0x22, 1), AGENT_JUMP);
	expect_outcome(CODE(0x25, 1, 2), AGENT_JUMP);
	expect_outcome(CODE(0x01), AGENT_OPCODE);
	expect_outcome(CODE(0xff), AGENT_OPCODE);
}

static void test_printf(void **state)
{
	struct text text = { 0 };

	(void)state;
	machine.output = &text;
	/* Arguments last first, then channel and function. */
	expect(CODE(0x23, 0x10, 0x08, 0x22, 10, 0x22, 0xfe, 0x16, 8, 0x22, 0, 0x22, 0, 0x34, 3, 0,
	            14, '%', 'l', 'd', ' ', '0', 'x', '%', 'x', ' ', '%', 's', '%', '%', 0, 0x27),
	       0);
	text_char(&text, '\0');
	assert_string_equal(text.bytes, "-2 0xa hi%");
	/* Escapes come as they were written; the last is none. */
	text.length = 0;
	expect(CODE(0x22, 0, 0x22, 0, 0x34, 0, 0, 12, '\\', 'n', '\\', '\\', '\\', '1', '0', '1',
	            '\\', 'q', '\\', 0, 0x27),
	       0);
	text_char(&text, '\0');
	assert_string_equal(text.bytes, "\n\\Aq");
	text_free(&text);
	machine.output = NULL;
	expect(CODE(0x22, 0, 0x22, 0, 0x34, 0, 0, 2, 'x', 0, 0x27), 0);
	expect_outcome(CODE(0x22, 0, 0x34, 0, 0, 2, 'x', 0, 0x27), AGENT_STACK);
	expect_outcome(CODE(0x22, 0, 0x22, 0, 0x34, 0, 0, 2, 'x', 'y', 0x27), AGENT_JUMP);
	expect_outcome(CODE(0x22, 0, 0x22, 0, 0x34, 0, 0xff, 2, 'x', 0, 0x27), AGENT_JUMP);
	expect_outcome(CODE(0x22, 0, 0x22, 0, 0x34, 0xff, 0, 1, 0, 0x27), AGENT_OPCODE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_arithmetic), cmocka_unit_test(test_numbers_and_stack),
		cmocka_unit_test(test_program),    cmocka_unit_test(test_jumps),
		cmocka_unit_test(test_printf),
	};

	return cmocka_run_group_tests_name("agent_expression", tests, NULL, NULL);
}
