#include "unit.h"

#include "symbol/lookup.h"
#include "symbol/space.h"
#include "tracee/tracee_memory.h"

#include <stdio.h>
#include <sys/auxv.h>
#include <unistd.h>

enum { FOUND_MAX = 8 };

static struct lookup *lookup;
static struct tracee_memory memory;

/* A symbol of ours, and a line. */
__attribute__((noinline)) int lookup_example(int number);
int lookup_example(int number)
{
	return number + 1;
}
enum { EXAMPLE_LINE = __LINE__ - 2 };

static int setup(void **state)
{
	struct error error;

	(void)state;
	lookup = lookup_create(&error);
	if (!lookup || tracee_memory_init(&memory) < 0)
		return 0;
	tracee_memory_aim(&memory, getpid(), NULL);
	assert_int_equal(lookup_aim(lookup, getpid(), &memory.memory), 1);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	lookup_destroy(lookup);
	tracee_memory_deinit(&memory);
	return 0;
}

static int find(const char *text, uint64_t found[FOUND_MAX])
{
	struct error error = { 0 };
	int count = lookup_find(lookup, text, found, FOUND_MAX, &error);

	assert_int_equal(count < 0, error.text[0] != '\0');
	return count;
}

static bool finds(const char *text, uint64_t address)
{
	uint64_t found[FOUND_MAX];
	int count = find(text, found);

	for (int i = 0; i < count; i++)
		if (found[i] == address)
			return true;
	return false;
}

static void test_finds_what_a_person_writes(void **state)
{
	uint64_t address = (uint64_t)lookup_example;
	struct stack_frame place;
	char text[64];

	(void)state;
	if (!lookup)
		skip();
	assert_true(finds("lookup_example", address));
	assert_true(finds("lookup_example+0x3", address + 3));
	assert_true(finds("test_lookup:lookup_example", address));
	assert_true(finds("0x1234", 0x1234));
	assert_true(lookup_place(lookup, address, false, &place));
	snprintf(text, sizeof(text), "test_lookup+%#llx", (unsigned long long)place.offset);
	assert_true(finds(text, address));
	snprintf(text, sizeof(text), "test_lookup.c:%d", EXAMPLE_LINE);
	uint64_t found[FOUND_MAX];
	assert_true(find(text, found) > 0);
}

static void test_finds_nothing_where_nothing_is(void **state)
{
	static const char *const nothing[] = {
		"",
		"no_such_symbol",
		"libc.so.6:no_such_symbol",
		"no.so+0x10",
		"+",
		":",
		"+0x10",
		":17",
		"test_lookup.c:100000",
		"test_lookup+0xffffffffffffffff",
		"0x",
		"99999999999999999999",
	};
	uint64_t found[FOUND_MAX];

	(void)state;
	if (!lookup)
		skip();
	for (size_t i = 0; i < sizeof(nothing) / sizeof(*nothing); i++)
		assert_int_equal(find(nothing[i], found), -1);
}

static void test_libraries_and_the_vdso_have_names(void **state)
{
	uint64_t found[FOUND_MAX];
	struct stack_frame place;

	(void)state;
	if (!lookup)
		skip();
	assert_true(find("libc.so.6:getpid", found) > 0);
	assert_true(lookup_place(lookup, found[0] + 1, false, &place));
	assert_int_equal(place.symbol_offset, 1);
	if (getauxval(AT_SYSINFO_EHDR) && find("__vdso_clock_gettime", found) > 0) {
		assert_true(lookup_place(lookup, found[0], false, &place));
		assert_memory_equal(place.module.bytes, "[vdso]", place.module.length);
	}
}

static void test_places_have_ranges_and_lines(void **state)
{
	uint64_t address = (uint64_t)lookup_example, start, end;
	struct stack_frame place;

	(void)state;
	if (!lookup)
		skip();
	assert_true(lookup_range(lookup, address + 1, &start, &end));
	assert_int_equal(start, address);
	assert_true(end > start);
	assert_true(lookup_place(lookup, address, true, &place));
	assert_memory_equal(place.symbol.bytes, "lookup_example", place.symbol.length);
	assert_in_range(place.line, EXAMPLE_LINE - 2, EXAMPLE_LINE);
	/* Memory of no file is nobody's. */
	assert_false(lookup_place(lookup, (uint64_t)&place, true, &place));
	assert_int_equal(place.module.length, 0);
	assert_false(lookup_range(lookup, (uint64_t)&place, &start, &end));
}

static bool count_visit(void *owner, const struct lookup_symbol *symbol)
{
	unsigned *left = owner;

	assert_true(symbol->name.length > 0);
	return --*left > 0;
}

static void test_visits_until_told_to_stop(void **state)
{
	unsigned left = 5;

	(void)state;
	if (!lookup)
		skip();
	lookup_each(lookup, count_visit, &left);
	assert_int_equal(left, 0);
}

/* What libdw says of an address itself. */
static void assert_is_as_asked(const struct space *space, uint64_t address)
{
	const struct libdw *libdw = &space->owner->libdw;
	Dwfl_Module *module = libdw->dwfl_addrmodule(space->dwfl, address);
	GElf_Off offset = 0;
	GElf_Sym asked = { 0 };
	const char *name = module ? libdw->dwfl_module_addrinfo(module, address, &offset, &asked,
	                                                        NULL, NULL, NULL)
	                          : NULL;
	const struct space_symbol symbol = space_symbol(space, address);

	assert_int_equal(symbol.name != NULL, name != NULL);
	if (!name)
		return;
	assert_string_equal(symbol.name, name);
	assert_int_equal(symbol.offset, offset);
	assert_int_equal(symbol.size, asked.st_size);
}

struct sample {
	const struct space *space;
	unsigned number;
};

/* At and beside its edges; of some, for each is a walk through all. */
static bool sample_visit(void *owner, const struct lookup_symbol *symbol)
{
	enum { EVERY = 17 };
	struct sample *sample = owner;
	const uint64_t ends[] = { symbol->address, symbol->address + symbol->size };

	if (sample->number++ % EVERY)
		return true;
	for (unsigned i = 0; i < 2; i++)
		for (uint64_t beside = 0; beside < 3; beside++)
			assert_is_as_asked(sample->space, ends[i] + beside - 1);
	assert_is_as_asked(sample->space, symbol->address + symbol->size / 2);
	return true;
}

static void test_symbols_are_those_of_libdw(void **state)
{
	struct sample sample = { 0 };

	(void)state;
	if (!lookup)
		skip();
	sample.space = lookup_space(lookup);
	lookup_each(lookup, sample_visit, &sample);
	assert_true(sample.number > 0);
}

static void test_same_image_is_the_same(void **state)
{
	(void)state;
	if (!lookup)
		skip();
	/* Looking may have loaded a library. */
	lookup_aim(lookup, getpid(), &memory.memory);
	assert_int_equal(lookup_aim(lookup, getpid(), &memory.memory), 0);
	lookup_forget(lookup, getpid());
	assert_int_equal(lookup_image(lookup)->module_count, 0);
	assert_int_equal(lookup_aim(lookup, getpid(), &memory.memory), 1);
	assert_int_equal(lookup_aim(lookup, 0x7fffffff, &memory.memory), -1);
	lookup_aim(lookup, getpid(), &memory.memory);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_finds_what_a_person_writes),
		cmocka_unit_test(test_finds_nothing_where_nothing_is),
		cmocka_unit_test(test_libraries_and_the_vdso_have_names),
		cmocka_unit_test(test_places_have_ranges_and_lines),
		cmocka_unit_test(test_visits_until_told_to_stop),
		cmocka_unit_test(test_symbols_are_those_of_libdw),
		cmocka_unit_test(test_same_image_is_the_same),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
