/* Bookkeeping of breakpoints, in a memory of a few bytes. */
#include "unit.h"

#include "inspect/breakpoint.h"

#include <errno.h>

enum { START = 0x1000, SIZE = 16, TRAP = 0xcc };

static uint8_t code[SIZE];
static size_t readable = SIZE, writable = SIZE;

static ssize_t code_read(void *owner, uint64_t address, void *bytes, size_t length)
{
	uint64_t at = address - START;

	(void)owner;
	if (at >= readable)
		return -EFAULT;
	length = at + length > readable ? readable - at : length;
	memcpy(bytes, code + at, length);
	return (ssize_t)length;
}

static ssize_t code_write(void *owner, uint64_t address, const void *bytes, size_t length)
{
	uint64_t at = address - START;

	(void)owner;
	if (at >= writable)
		return -EIO;
	length = at + length > writable ? writable - at : length;
	memcpy(code + at, bytes, length);
	return (ssize_t)length;
}

static const struct breakpoint_memory memory = { code_read, code_write, NULL };

static int set_up(void **state)
{
	(void)state;
	for (unsigned i = 0; i < SIZE; i++)
		code[i] = (uint8_t)i;
	readable = writable = SIZE;
	return 0;
}

static void test_the_last_user_takes_it_away(void **state)
{
	struct breakpoints all = { 0 };
	struct breakpoint_user users[3] = { 0 };

	(void)state;
	for (unsigned i = 0; i < 3; i++)
		assert_int_equal(breakpoint_add(&all, &memory, START + 4, &users[i]), 0);
	assert_int_equal(code[4], TRAP);
	assert_int_equal(breakpoint_add(&all, &memory, START + 5, &users[1]), -EBUSY);
	assert_int_equal(breakpoint_remove(&all, &memory, &users[1]), 0);
	assert_int_equal(breakpoint_remove(&all, &memory, &users[1]), -ENOENT);
	assert_int_equal(breakpoint_remove(&all, &memory, &users[0]), 0);
	assert_int_equal(code[4], TRAP);
	assert_int_equal(breakpoint_remove(&all, &memory, &users[2]), 0);
	assert_int_equal(code[4], 4);
	assert_null(breakpoint_find(&all, START + 4));
	breakpoints_forget(&all);
}

static void test_memory_without_code_has_none(void **state)
{
	struct breakpoints all = { 0 };
	struct breakpoint_user user = { 0 };

	(void)state;
	assert_int_equal(breakpoint_add(&all, &memory, START + SIZE, &user), -EFAULT);
	writable = 0;
	assert_int_equal(breakpoint_add(&all, &memory, START, &user), -EIO);
	assert_false(user.is_placed);
	assert_int_equal(all.by_address.count, 0);
	breakpoints_forget(&all);
}

static void test_nobody_sees_them(void **state)
{
	struct breakpoints all = { 0 };
	struct breakpoint_user users[2] = { 0 };
	uint8_t bytes[8];

	(void)state;
	breakpoint_add(&all, &memory, START + 2, &users[0]);
	breakpoint_add(&all, &memory, START + 9, &users[1]);
	code_read(NULL, START + 2, bytes, 8);
	breakpoints_hide(&all, START + 2, bytes, 8);
	for (uint8_t i = 0; i < 8; i++)
		assert_int_equal(bytes[i], 2 + i);
	/* One that begins behind them, and one that ends before them. */
	code_read(NULL, START + 3, bytes, 6);
	breakpoints_hide(&all, START + 3, bytes, 6);
	for (uint8_t i = 0; i < 6; i++)
		assert_int_equal(bytes[i], 3 + i);
	breakpoints_forget(&all);
}

static void test_what_is_written_goes_below(void **state)
{
	static const uint8_t bytes[] = { 50, 51, 52, 53 };
	struct breakpoints all = { 0 };
	struct breakpoint_user users[2] = { 0 };

	(void)state;
	breakpoint_add(&all, &memory, START + 1, &users[0]);
	breakpoint_add(&all, &memory, START + 3, &users[1]);
	assert_int_equal(breakpoints_write(&all, &memory, START, bytes, 4), 4);
	assert_memory_equal(code, "\x32\xcc\x34\xcc\x04", 5);
	/* Only two bytes arrive: the second breakpoint covers what it did. */
	writable = 2;
	assert_int_equal(breakpoints_write(&all, &memory, START, "abcd", 4), 2);
	writable = SIZE;
	breakpoint_remove(&all, &memory, &users[0]);
	breakpoint_remove(&all, &memory, &users[1]);
	assert_memory_equal(code, "\x61\x62\x34\x35\x04", 5);
	breakpoints_forget(&all);
}

static void test_other_code_is_left_alone(void **state)
{
	struct breakpoints all = { 0 };
	struct breakpoint_user users[2] = { 0 };

	(void)state;
	breakpoint_add(&all, &memory, START + 1, &users[0]);
	breakpoint_add(&all, &memory, START + 2, &users[1]);
	code[1] = 77; /* a library was unloaded, and another took its place */
	assert_int_equal(breakpoint_remove(&all, &memory, &users[0]), 0);
	assert_int_equal(code[1], 77);
	readable = 0;
	assert_int_equal(breakpoint_remove(&all, &memory, &users[1]), -EFAULT);
	assert_false(users[1].is_placed);
	assert_int_equal(all.by_address.count, 0);
	breakpoints_forget(&all);
}

static void test_they_are_lifted_for_a_moment(void **state)
{
	struct breakpoints all = { 0 };
	struct breakpoint_user user = { 0 };

	(void)state;
	breakpoint_add(&all, &memory, START + 1, &user);
	struct breakpoint *breakpoint = breakpoint_find(&all, START + 1);

	assert_int_equal(breakpoint_lift(breakpoint, &memory), 0);
	assert_int_equal(code[1], 1);
	assert_int_equal(breakpoints_write(&all, &memory, START + 1, "z", 1), 1);
	assert_int_equal(breakpoint_lower(breakpoint, &memory), 0);
	assert_int_equal(code[1], TRAP);
	assert_int_equal(breakpoint->covered, 'z');
	/* A copy of the memory has copies of them. */
	breakpoints_lift_all(&all, &memory);
	assert_int_equal(code[1], 'z');
	breakpoints_forget(&all);
	assert_false(user.is_placed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_the_last_user_takes_it_away, set_up),
		cmocka_unit_test_setup(test_memory_without_code_has_none, set_up),
		cmocka_unit_test_setup(test_nobody_sees_them, set_up),
		cmocka_unit_test_setup(test_what_is_written_goes_below, set_up),
		cmocka_unit_test_setup(test_other_code_is_left_alone, set_up),
		cmocka_unit_test_setup(test_they_are_lifted_for_a_moment, set_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
