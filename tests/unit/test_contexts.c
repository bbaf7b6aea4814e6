#include "unit.h"

#include "calls/value.h"
#include "output/sink.h"
#include "tracee/security.h"

#include <fcntl.h>
#include <sys/xattr.h>
#include <unistd.h>

enum { TID = 7, PATH_AT = 0x1000 };

static void put(struct event_buffer *buffer, enum chunk_kind kind, uint64_t address,
                const char *text)
{
	event_buffer_put(buffer, kind, address, text, (uint32_t)strlen(text));
}

/* openat(3, "x", O_RDONLY) = 4, with contexts of all, as the view shows it. */
static void assert_shows(unsigned parts, bool contexts, const char *expected)
{
	struct event_buffer buffer = { 0 };
	struct view view = { .string_max = 32, .contexts = contexts, .context_parts = parts };
	struct error error = { 0 };
	int ends[2];
	char line[512];

	assert_int_equal(event_buffer_reset(&buffer), 0);
	*buffer.event = (struct event){
		.size = buffer.event->size,
		.kind = EVENT_EXIT,
		.abi = ABI_X86_64,
		.pid = TID,
		.tid = TID,
		.nr = (uint32_t)call_number(ABI_X86_64, "openat"),
		.args = { 3, PATH_AT },
		.result = 4,
	};
	event_buffer_put(&buffer, CHUNK_ENTRY, PATH_AT, "x", 2);
	put(&buffer, CHUNK_CONTEXT_PROCESS, TID, "u:r:mine_t:s0");
	put(&buffer, CHUNK_CONTEXT_FD, 3, "u:object_r:dir_t:s0\nu:object_r:dir_t:s1");
	put(&buffer, CHUNK_CONTEXT_PATH, PATH_AT, "u:object_r:is_t:s0\nu:object_r:should_t:s0");
	put(&buffer, CHUNK_CONTEXT_FD, 4, "odd\33");
	call_set_fill(&view.abbrev, true);
	call_set_fill(&view.verbose, true);
	view.status = STATUS_ALL;

	assert_int_equal(pipe(ends), 0);
	struct stream *stream = stream_from_fd(ends[1]);
	struct sink *sink = sink_open("text", &view, stream, &error);

	assert_non_null(sink);
	sink->ops->event(sink, buffer.event);
	sink_close(sink);
	assert_int_equal(stream_close(stream, &error), 0);
	ssize_t length = read(ends[0], line, sizeof(line) - 1);

	assert_true(length > 0);
	line[length] = '\0';
	assert_string_equal(line, expected);
	close(ends[0]);
	close(ends[1]);
	event_buffer_free(&buffer);
}

static void test_types_stand_in_brackets(void **state)
{
	(void)state;
	assert_shows(0, true, "[mine_t] openat(3 [dir_t], \"x\" [is_t], O_RDONLY) = 4 [odd\\33]\n");
	assert_shows(0, false, "openat(3, \"x\", O_RDONLY) = 4\n");
}

static void test_whole_contexts_and_what_was_expected(void **state)
{
	(void)state;
	assert_shows(CONTEXT_FULL, true,
	             "[u:r:mine_t:s0] openat(3 [u:object_r:dir_t:s0], \"x\" [u:object_r:is_t:s0], "
	             "O_RDONLY) = 4 [odd\\33]\n");
	/* Of types alone, the directory's are the same. */
	assert_shows(
		CONTEXT_MISMATCH, true,
		"[mine_t] openat(3 [dir_t], \"x\" [is_t!!should_t], O_RDONLY) = 4 [odd\\33]\n");
	assert_shows(
		CONTEXT_FULL | CONTEXT_MISMATCH, true,
		"[u:r:mine_t:s0] openat(3 [u:object_r:dir_t:s0!!u:object_r:dir_t:s1], "
		"\"x\" [u:object_r:is_t:s0!!u:object_r:should_t:s0], O_RDONLY) = 4 [odd\\33]\n");
}

/* What SELinux keeps with a file can be read, and set, without it. */
static void test_a_file_has_its_context_as_an_attribute(void **state)
{
	static const char context[] = "user:role:type_t:s0";
	char path[] = "/tmp/rastro-context-XXXXXX";
	struct text text = { 0 };
	int fd = mkstemp(path);

	(void)state;
	assert_true(fd >= 0);
	bool is_set = setxattr(path, "security.selinux", context, sizeof(context), 0) == 0;
	int opened = security_open_path(getpid(), AT_FDCWD, path);
	int again = security_open_fd(getpid(), fd);

	unlink(path);
	assert_true(opened >= 0 && again >= 0);
	security_put_file(&text, opened);
	security_put_file(&text, again);
	if (is_set) {
		text_char(&text, '\0');
		assert_string_equal(text.bytes, "user:role:type_t:s0user:role:type_t:s0");
	} else {
		assert_true(text.length == 0 || security_is_enabled());
	}
	text_free(&text);
	close(opened);
	close(again);
	close(fd);
	if (!is_set)
		skip();
}

static void test_what_is_not_there_has_none(void **state)
{
	struct security security = { 0 };
	struct text text = { 0 };

	(void)state;
	assert_int_equal(security_open_path(getpid(), AT_FDCWD, "/nonexistent/x"), -1);
	assert_int_equal(security_open_path(getpid(), 4000, "x"), -1);
	assert_int_equal(security_open_fd(getpid(), 4000), -1);
	security_put_process(&text, 1 << 22);
	security_put_file(&text, 4000);
	security_put_expected(&security, &text, 4000);
	security_close(&security);
	assert_int_equal(text.length, 0);
	text_free(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_types_stand_in_brackets),
		cmocka_unit_test(test_whole_contexts_and_what_was_expected),
		cmocka_unit_test(test_a_file_has_its_context_as_an_attribute),
		cmocka_unit_test(test_what_is_not_there_has_none),
	};

	return cmocka_run_group_tests_name("contexts", tests, NULL, NULL);
}
