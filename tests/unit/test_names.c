/* Names of signals and of error numbers, there and back. */
#include "unit.h"

#include "base/errno_name.h"
#include "base/signal_name.h"

#include <errno.h>
#include <signal.h>
#include <string.h>

static void test_every_signal_is_found_by_its_name(void **state)
{
	(void)state;
	for (int number = 1; number <= SIGNAL_MAX; number++) {
		const char *name = signal_name((uint64_t)number);

		assert_non_null(name);
		assert_int_equal(signal_find(name, strlen(name)), number);
		assert_int_equal(signal_find(name + 3, strlen(name) - 3), number);
	}
	assert_string_equal(signal_name(SIGPOLL), "SIGIO");
	assert_int_equal(signal_find("sigchldren", 7), SIGCHLD);
}

static void test_other_numbers_have_no_signal(void **state)
{
	(void)state;
	assert_null(signal_name(0));
	assert_null(signal_name(SIGNAL_MAX + 1));
	assert_null(signal_name(UINT64_MAX));
	assert_int_equal(signal_find("SIGFOO", 6), -1);
	assert_int_equal(signal_find("", 0), -1);
	assert_int_equal(signal_find("SIG", 3), -1);
}

static void test_every_error_is_found_by_its_name(void **state)
{
	unsigned count = 0;

	(void)state;
	for (uint64_t number = 0; number <= ERRNO_MAX + 1; number++) {
		const char *name = errno_name(number);

		count += name != NULL;
		if (name)
			assert_int_equal(errno_find(name), number);
	}
	assert_true(count > 130);
	assert_int_equal(errno_find("eio"), EIO);
	assert_string_equal(errno_name(512), "ERESTARTSYS");
	assert_string_equal(errno_name(530), "ERECALLCONFLICT");
	assert_int_equal(errno_find("EFOO"), -1);
	assert_int_equal(errno_find(""), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_signal_is_found_by_its_name),
		cmocka_unit_test(test_other_numbers_have_no_signal),
		cmocka_unit_test(test_every_error_is_found_by_its_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
