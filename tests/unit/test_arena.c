#include "unit.h"

#include "base/arena.h"

static void test_memory_is_zeroed_and_aligned(void **state)
{
	struct arena arena;

	(void)state;
	arena_init(&arena, 1 << 20);
	for (int round = 0; round < 3; round++) {
		for (size_t size = 0; size < 300; size++) {
			char *bytes = arena_take(&arena, size);

			assert_non_null(bytes);
			assert_int_equal((uintptr_t)bytes % 8, 0);
			for (size_t i = 0; i < size; i++)
				assert_int_equal(bytes[i], 0);
			memset(bytes, 0xff, size);
		}
		arena_empty(&arena);
	}
	arena_deinit(&arena);
}

static void test_size_max_is_kept(void **state)
{
	struct arena arena;
	size_t taken = 0;
	volatile size_t huge = SIZE_MAX; /* the compiler need not know */

	(void)state;
	arena_init(&arena, 100000);
	while (arena_take(&arena, 1000))
		taken += 1000;
	assert_in_range(taken, 80000, 100000);
	assert_null(arena_take(&arena, huge));
	assert_null(arena_take(&arena, huge - 6));
	arena_empty(&arena);
	assert_non_null(arena_take(&arena, 1000));
	arena_deinit(&arena);
}

static void test_emptying_keeps_one_block(void **state)
{
	struct arena arena;

	(void)state;
	arena_init(&arena, 1 << 24);
	arena_take(&arena, 1);
	arena_take(&arena, 1 << 20);
	size_t size = arena.size;

	arena_empty(&arena);
	assert_in_range(arena.size, 1 << 20, size - 1);
	size = arena.size;
	arena_take(&arena, 1 << 20);
	assert_int_equal(arena.size, size);
	arena_deinit(&arena);
	assert_int_equal(arena.size, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_memory_is_zeroed_and_aligned),
		cmocka_unit_test(test_size_max_is_kept),
		cmocka_unit_test(test_emptying_keeps_one_block),
	};

	return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}
