#include "unit.h"

#include "base/map.h"

#include <string.h>

static void test_empty_map_knows_nothing(void **state)
{
	struct map map = { 0 };

	(void)state;
	assert_null(map_get(&map, 0));
	assert_null(map_remove(&map, 0));
	map_free(&map);
}

static void test_map_agrees_with_an_array(void **state)
{
	enum { KEYS = 512, STEPS = 100000 };
	static char values[KEYS];
	bool known[KEYS] = { false };
	struct map map = { 0 };
	unsigned random = 1;
	size_t count = 0;

	(void)state;
	for (int step = 0; step < STEPS; step++) {
		random = random * 1103515245 + 12345;
		unsigned i = random >> 16 & (KEYS - 1);
		/* Some keys differ only in the upper half. */
		uint64_t key = i % 2 ? i : (uint64_t)i << 40;

		assert_ptr_equal(map_get(&map, key), known[i] ? &values[i] : NULL);
		if (random >> 30 & 1) {
			assert_true(map_put(&map, key, &values[i]));
			count += !known[i];
			known[i] = true;
		} else {
			assert_ptr_equal(map_remove(&map, key), known[i] ? &values[i] : NULL);
			count -= known[i];
			known[i] = false;
		}
		assert_int_equal(map.count, count);
	}
	map_free(&map);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_empty_map_knows_nothing),
		cmocka_unit_test(test_map_agrees_with_an_array),
	};

	return cmocka_run_group_tests_name("map", tests, NULL, NULL);
}
