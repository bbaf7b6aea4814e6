#include "unit.h"

#include "debug/step_log.h"

#include <stdlib.h>

static void test_the_last_places_are_kept(void **state)
{
	struct step_log *log = step_log_create(3);

	(void)state;
	assert_non_null(log);
	for (uint64_t place = 1; place <= 5; place++)
		step_log_add(log, place);
	assert_int_equal(log->first, 2);
	assert_int_equal(log->count, 5);
	for (uint64_t i = log->first; i < log->count; i++)
		assert_int_equal(step_log_at(log, i), i + 1);
	free(log);
}

static void test_rounds_of_one_instruction_are_one(void **state)
{
	struct step_log *log = step_log_create(8);

	(void)state;
	assert_non_null(log);
	step_log_add(log, 7);
	step_log_add(log, 7);
	step_log_add(log, 8);
	step_log_add(log, 7);
	assert_int_equal(log->count, 3);
	free(log);
}

static void test_nothing_is_left_of_another_program(void **state)
{
	struct step_log *log = step_log_create(8);

	(void)state;
	assert_non_null(log);
	step_log_add(log, 7);
	step_log_clear(log);
	assert_int_equal(log->first, log->count);
	step_log_add(log, 7);
	assert_int_equal(log->count - log->first, 1);
	free(log);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_last_places_are_kept),
		cmocka_unit_test(test_rounds_of_one_instruction_are_one),
		cmocka_unit_test(test_nothing_is_left_of_another_program),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
