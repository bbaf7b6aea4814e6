#include "unit.h"

#include "tracee/namespaces.h"
#include "tracee/vcpu.h"

#define LINE(start, offset, name)                                                                  \
	start "-7f0000100000 rw-s " offset " 00:0e 1057"                                           \
	      "          " name "\n"

static uint64_t find(const char *maps)
{
	return vcpu_find_in_maps(maps, strlen(maps), "anon_inode:kvm-vcpu:1");
}

static void test_the_mapping_of_a_processor_goes_by_its_name(void **state)
{
	(void)state;
	assert_int_equal(find(""), 0);
	assert_int_equal(find(LINE("7f0000001000", "00000000", "anon_inode:kvm-vcpu:1")),
	                 0x7f0000001000);
	/* Without a newline at the end, and among others. */
	assert_int_equal(
		find(LINE("1000", "00000000", "/lib/x") "2000-3000 rw-p 00000000 00:00 0 \n" LINE(
			"4000", "00000000",
			"anon_inode:kvm-vcpu:10") "5000-6000 rw-s 00000000 00:0e 7 "
	                                          "anon_inode:kvm-vcpu:1"),
		0x5000);
}

static void test_what_is_not_its_beginning_does_not_count(void **state)
{
	(void)state;
	assert_int_equal(find(LINE("7f0000001000", "00001000", "anon_inode:kvm-vcpu:1")), 0);
}

static void test_two_of_a_name_cannot_be_told_apart(void **state)
{
	(void)state;
	assert_int_equal(find(LINE("1000", "00000000", "anon_inode:kvm-vcpu:1")
	                              LINE("2000", "00000000", "anon_inode:kvm-vcpu:1")),
	                 0);
}

static void test_damaged_lines_are_passed_over(void **state)
{
	static char long_line[4096];

	(void)state;
	memset(long_line, 'x', sizeof(long_line) - 2);
	long_line[sizeof(long_line) - 2] = '\n';
	assert_int_equal(find(long_line), 0);
	assert_int_equal(find("\n\nfoo\n1-2\n1000-2000 rw-s\n"), 0);
}

static void test_only_other_namespaces_are_told(void **state)
{
	struct namespaces before = { { 1, 2, 3, 4, 5, 5, 7, 7, 9, 10 } }, after = before;
	struct text text = { 0 };

	(void)state;
	namespaces_put_new(&text, &before, &after);
	assert_int_equal(text.length, 0);
	after.numbers[3] = 14; /* net */
	after.numbers[5] = 15; /* pid_for_children */
	after.numbers[8] = 0;  /* user: not known */
	namespaces_put_new(&text, &before, &after);
	text_char(&text, '\0');
	assert_string_equal(text.bytes, "net:[14], pid:[15]");
	text.length = 0;
	after.numbers[4] = 15; /* pid: of a child, that is the same one */
	namespaces_put_new(&text, &before, &after);
	text_char(&text, '\0');
	assert_string_equal(text.bytes, "net:[14], pid:[15]");
	text_free(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_mapping_of_a_processor_goes_by_its_name),
		cmocka_unit_test(test_what_is_not_its_beginning_does_not_count),
		cmocka_unit_test(test_two_of_a_name_cannot_be_told_apart),
		cmocka_unit_test(test_damaged_lines_are_passed_over),
		cmocka_unit_test(test_only_other_namespaces_are_told),
	};

	return cmocka_run_group_tests_name("asides", tests, NULL, NULL);
}
