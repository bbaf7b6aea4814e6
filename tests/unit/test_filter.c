#include "unit.h"

#include "calls/desc.h"
#include "rules/filter.h"

#include <errno.h>
#include <signal.h>
#include <string.h>

enum { TEXT_AT = 0x1000 };

static struct filter filter;
static struct event_buffer buffer;

static int setup(void **state)
{
	(void)state;
	filter_init(&filter);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	filter_deinit(&filter);
	event_buffer_free(&buffer);
	return 0;
}

/* The return of a call of the x86-64 ABI. */
static struct event *call(const char *name)
{
	assert_int_equal(event_buffer_reset(&buffer), 0);
	buffer.event->kind = EVENT_EXIT;
	buffer.event->nr = (uint32_t)call_number(ABI_X86_64, name);
	return buffer.event;
}

static void test_everything_is_shown_at_first(void **state)
{
	(void)state;
	assert_true(filter_shows(&filter, call("read")));
	buffer.event->kind = EVENT_SIGNAL;
	buffer.event->result = SIGINT;
	assert_true(filter_shows(&filter, buffer.event));
}

static void test_calls_are_chosen(void **state)
{
	(void)state;
	call_set_parse(&filter.calls, "write", NULL);
	assert_false(filter_shows(&filter, call("read")));
	assert_true(filter_shows(&filter, call("write")));
}

static void test_signals_are_chosen(void **state)
{
	struct event *event = call("read");

	(void)state;
	filter.signals = (uint64_t)1 << (SIGINT - 1);
	event->kind = EVENT_SIGNAL;
	event->result = SIGINT;
	assert_true(filter_shows(&filter, event));
	event->result = SIGTERM;
	assert_false(filter_shows(&filter, event));
	event->kind = EVENT_STOPPED;
	assert_false(filter_shows(&filter, event));
	event->result = 64;
	assert_false(filter_shows(&filter, event));
	/* The end of a process is no signal. */
	event->kind = EVENT_KILLED;
	assert_true(filter_shows(&filter, event));
}

static void test_outcome_decides_once_it_is_known(void **state)
{
	struct event *event = call("read");

	(void)state;
	filter.outcomes = OUTCOME_FAILED;
	assert_false(filter_shows(&filter, event));
	event->flags = EVENT_FAILED;
	event->result = -ENOENT;
	assert_true(filter_shows(&filter, event));
	event->flags = EVENT_INTERRUPTED;
	assert_true(filter_shows(&filter, event));
	event->flags = EVENT_UNFINISHED;
	assert_false(filter_shows(&filter, event));
	filter.outcomes = OUTCOME_UNFINISHED;
	assert_true(filter_shows(&filter, event));
	/* Nobody can tell at the entry. */
	event->kind = EVENT_ENTRY;
	assert_false(filter_shows(&filter, event));
}

static struct event *call_openat(const char *path)
{
	call("openat");
	buffer.event->args[0] = (uint64_t)-100;
	buffer.event->args[1] = TEXT_AT;
	event_buffer_put(&buffer, CHUNK_ENTRY, TEXT_AT, path, (uint32_t)strlen(path) + 1);
	return buffer.event;
}

static void test_path_is_looked_for_in_strings(void **state)
{
	(void)state;
	assert_int_equal(filter_add_path(&filter, "/etc/passwd"), 0);
	assert_int_equal(filter_add_path(&filter, "/etc/group"), 0);
	assert_true(filter_shows(&filter, call_openat("/etc/passwd")));
	assert_true(filter_shows(&filter, call_openat("/etc/group")));
	assert_false(filter_shows(&filter, call_openat("/etc/passwd2")));
	assert_false(filter_shows(&filter, call_openat("/etc/")));
	buffer.event->kind = EVENT_ENTRY;
	assert_false(filter_shows(&filter, buffer.event));
}

static struct event *call_close(const char *link)
{
	call("close");
	buffer.event->args[0] = 3;
	event_buffer_put(&buffer, CHUNK_FD, 3, link, (uint32_t)strlen(link));
	return buffer.event;
}

static void test_path_is_looked_for_behind_descriptors(void **state)
{
	(void)state;
	assert_int_equal(filter_add_path(&filter, "/etc/passwd"), 0);
	assert_true(filter_shows(&filter, call_close("/etc/passwd")));
	assert_true(filter_shows(&filter, call_close("/etc/passwd (deleted)")));
	assert_false(filter_shows(&filter, call_close("/etc/group")));
}

static void test_descriptors_are_looked_for_by_number(void **state)
{
	(void)state;
	assert_int_equal(number_set_parse(&filter.fds, "descriptor", "3,5", NULL), 0);
	call_close("/etc/group")->args[0] = 3;
	assert_true(filter_shows(&filter, buffer.event));
	buffer.event->args[0] = 4;
	assert_false(filter_shows(&filter, buffer.event));
	assert_int_equal(number_set_parse(&filter.fds, "descriptor", "!3", NULL), 0);
	assert_true(filter_shows(&filter, buffer.event));
	/* A call without descriptors uses none of them. */
	assert_false(filter_shows(&filter, call("getpid")));
}

static void test_path_is_not_looked_for_in_the_result(void **state)
{
	(void)state;
	assert_int_equal(filter_add_path(&filter, "/etc/passwd"), 0);
	call_openat("passwd")->result = 3;
	event_buffer_put(&buffer, CHUNK_FD, 3, "/etc/passwd", 11);
	assert_false(filter_shows(&filter, buffer.event));
}

static void test_path_is_looked_for_in_sets_of_descriptors(void **state)
{
	static const uint64_t three[16] = { 1 << 3 };

	(void)state;
	assert_int_equal(filter_add_path(&filter, "/dev/null"), 0);
	call("select");
	buffer.event->args[0] = 4;
	buffer.event->args[1] = TEXT_AT;
	event_buffer_put(&buffer, CHUNK_ENTRY, TEXT_AT, three, sizeof(three));
	event_buffer_put(&buffer, CHUNK_FD, 3, "/dev/null", 9);
	buffer.event->kind = EVENT_ENTRY;
	assert_true(filter_shows(&filter, buffer.event));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_everything_is_shown_at_first),
		TEST(test_calls_are_chosen),
		TEST(test_signals_are_chosen),
		TEST(test_outcome_decides_once_it_is_known),
		TEST(test_path_is_looked_for_in_strings),
		TEST(test_path_is_looked_for_behind_descriptors),
		TEST(test_descriptors_are_looked_for_by_number),
		TEST(test_path_is_not_looked_for_in_the_result),
		TEST(test_path_is_looked_for_in_sets_of_descriptors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
