#include "unit.h"

#include "calls/desc.h"
#include "output/sink.h"
#include "output/summary.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct summary_form form;
static struct view view;
static struct stream *stream;
static struct sink *sink;
static int ends[2];

static int setup(void **state)
{
	(void)state;
	form = summary_form_default;
	view = (struct view){ .summary = &form };
	if (pipe(ends) < 0)
		return -1;
	stream = stream_from_fd(ends[1]);
	sink = sink_open("summary", &view, stream, NULL);
	return sink ? 0 : -1;
}

static void count(enum event_abi abi, uint32_t nr, uint64_t microseconds, uint16_t flags)
{
	struct event event = { .size = sizeof(event),
		               .kind = EVENT_EXIT,
		               .abi = (uint8_t)abi,
		               .nr = nr,
		               .flags = flags,
		               .cpu_ns = microseconds * 1000,
		               .duration_ns = 2 * microseconds * 1000 };

	sink->ops->event(sink, &event);
}

static void count_named(const char *name, uint64_t microseconds, uint16_t flags)
{
	count(ABI_X86_64, (uint32_t)call_number(ABI_X86_64, name), microseconds, flags);
}

static void expect(const char *table)
{
	static char bytes[8192];

	sink_close(sink);
	assert_int_equal(stream_close(stream, NULL), 0);
	close(ends[1]);
	ssize_t length = read(ends[0], bytes, sizeof(bytes) - 1);

	assert_true(length >= 0);
	bytes[length] = '\0';
	close(ends[0]);
	assert_string_equal(bytes, table);
}

static void test_calls_are_summed_up_and_sorted_by_time(void **state)
{
	(void)state;
	count_named("openat", 10, 0);
	count_named("openat", 15, EVENT_FAILED);
	count_named("read", 75, 0);
	count_named("exit_group", 0, EVENT_UNFINISHED);
	expect("% time     seconds  usecs/call     calls    errors syscall\n"
	       "------ ----------- ----------- --------- --------- ----------------\n"
	       " 75.00    0.000075          75         1           read\n"
	       " 25.00    0.000025          12         2         1 openat\n"
	       "------ ----------- ----------- --------- --------- ----------------\n"
	       "100.00    0.000100          33         3         1 total\n");
}

static void test_no_calls_give_no_table(void **state)
{
	(void)state;
	expect("");
}

static void test_equals_stand_in_the_order_of_their_numbers(void **state)
{
	(void)state;
	form.column_count = 1;
	form.columns[0] = SUMMARY_NAME;
	count_named("write", 0, 0);
	count_named("close", 0, 0);
	count_named("read", 0, 0);
	expect("syscall\n----------------\nread\nwrite\nclose\n----------------\ntotal\n");
}

static void test_columns_grow_with_what_they_hold(void **state)
{
	(void)state;
	form = (struct summary_form){
		.wall_clock = true,
		.overhead_ns = 1000,
		.sort_by = SUMMARY_NAME,
		.column_count = 3,
		.columns = { SUMMARY_NAME, SUMMARY_MAX_TIME, SUMMARY_ERRORS },
	};
	count_named("sched_get_priority_max", 6000000, 0);
	count_named("read", 0, 0);
	expect("syscall                   longest    errors\n"
	       "----------------------- --------- ---------\n"
	       "read                     0.000000          \n"
	       "sched_get_priority_max  11.999999          \n"
	       "----------------------- --------- ---------\n"
	       "total                   11.999999          \n");
}

static void test_every_abi_has_its_table(void **state)
{
	(void)state;
	form.column_count = 2;
	form.columns[0] = SUMMARY_CALLS;
	form.columns[1] = SUMMARY_NAME;
	count(ABI_I386, 20, 1, 0);
	count(ABI_X86_64, 100000, 1, 0);
	expect("    calls syscall\n"
	       "--------- ----------------\n"
	       "        1 syscall_0x186a0\n"
	       "--------- ----------------\n"
	       "        1 total\n"
	       "System call usage summary for 32 bit mode:\n"
	       "    calls syscall\n"
	       "--------- ----------------\n"
	       "        1 getpid\n"
	       "--------- ----------------\n"
	       "        1 total\n");
}

static void test_unknown_numbers_without_end_are_survived(void **state)
{
	(void)state;
	form.column_count = 1;
	form.columns[0] = SUMMARY_CALLS;
	for (uint32_t nr = 0; nr < 100000; nr++)
		count(ABI_X86_64, UINT32_MAX - nr, 1, 0);
	sink_close(sink);
	const struct text *text = stream_text(stream);

	assert_int_equal(text->length, 0);
	assert_int_equal(stream_close(stream, NULL), 0);
	close(ends[0]);
	close(ends[1]);
}

static void test_columns_have_many_names(void **state)
{
	(void)state;
	assert_int_equal(summary_column_find("time"), SUMMARY_TIME_PERCENT);
	assert_int_equal(summary_column_find("time-total"), SUMMARY_TOTAL_TIME);
	assert_int_equal(summary_column_find("shortest"), SUMMARY_MIN_TIME);
	assert_int_equal(summary_column_find("none"), SUMMARY_NOTHING);
	assert_int_equal(summary_column_find("seconds"), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_calls_are_summed_up_and_sorted_by_time, setup),
		cmocka_unit_test_setup(test_no_calls_give_no_table, setup),
		cmocka_unit_test_setup(test_equals_stand_in_the_order_of_their_numbers, setup),
		cmocka_unit_test_setup(test_columns_grow_with_what_they_hold, setup),
		cmocka_unit_test_setup(test_every_abi_has_its_table, setup),
		cmocka_unit_test_setup(test_unknown_numbers_without_end_are_survived, setup),
		cmocka_unit_test(test_columns_have_many_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
