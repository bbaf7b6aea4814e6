#include "unit.h"

#include "output/stream.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

static char directory[] = "/tmp/rastro-stream-XXXXXX";
static char path[PATH_MAX];

static const char *place(const char *name)
{
	snprintf(path, sizeof(path), "%s/%s", directory, name);
	return path;
}

static int write_file(const char *name, bool append, const char *string)
{
	struct error error;
	struct stream *stream = stream_open(name, append, &error);

	if (!stream)
		return -1;
	text_string(stream_text(stream), string);
	return stream_close(stream, &error);
}

static void check_file(const char *name, const char *expected)
{
	char bytes[1000];
	FILE *file = fopen(name, "r");

	assert_non_null(file);
	size_t length = fread(bytes, 1, sizeof(bytes), file);

	fclose(file);
	assert_int_equal(length, strlen(expected));
	assert_memory_equal(bytes, expected, length);
}

static void test_file_is_replaced_or_appended_to(void **state)
{
	(void)state;
	assert_int_equal(write_file(place("file"), false, "one\n"), 0);
	assert_int_equal(write_file(path, false, "two\n"), 0);
	assert_int_equal(write_file(path, true, "three\n"), 0);
	check_file(path, "two\nthree\n");
}

static void test_command_has_read_all_when_the_stream_is_closed(void **state)
{
	char command[PATH_MAX + 100];

	(void)state;
	for (const char *mark = "|!"; *mark; mark++) {
		snprintf(command, sizeof(command), "%ctr a-z A-Z > %s", *mark, place("upper"));
		assert_int_equal(write_file(command, false, "hello\n"), 0);
		check_file(path, "HELLO\n");
	}
}

static void test_own_links_are_followed(void **state)
{
	(void)state;
	assert_int_equal(mkdir(place("sub"), 0755), 0);
	assert_int_equal(symlink("sub/../target", place("link")), 0);
	assert_int_equal(symlink("link", place("link2")), 0);
	assert_int_equal(write_file(path, false, "through\n"), 0);
	check_file(place("target"), "through\n");
	assert_int_equal(symlink("loop", place("loop")), 0);
	assert_int_equal(write_file(path, false, ""), -1);
}

static void test_standard_output_can_be_named(void **state)
{
	int ends[2], kept = dup(STDOUT_FILENO);
	char bytes[10];

	(void)state;
	fflush(stdout);
	assert_int_equal(pipe(ends), 0);
	dup2(ends[1], STDOUT_FILENO);
	int result = write_file("/dev/stdout", false, "hello\n");

	dup2(kept, STDOUT_FILENO);
	close(kept);
	assert_int_equal(result, 0);
	assert_int_equal(read(ends[0], bytes, sizeof(bytes)), 6);
	close(ends[0]);
	close(ends[1]);
}

static void test_a_strangers_link_is_refused(void **state)
{
	char shared[PATH_MAX];

	(void)state;
	if (geteuid() != 0) {
		skip();
		return;
	}
	strcpy(shared, place("shared"));
	assert_int_equal(mkdir(shared, 0700), 0);
	assert_int_equal(chmod(shared, 01777), 0);
	assert_int_equal(symlink("../victim", place("shared/link")), 0);
	assert_int_equal(lchown(path, 12345, 12345), 0);
	assert_int_equal(write_file(path, false, "x"), -1);
	/* Also at the end of a chain that begins at home. */
	assert_int_equal(symlink("shared/link", place("home")), 0);
	assert_int_equal(write_file(path, false, "x"), -1);
	assert_int_equal(access(place("victim"), F_OK), -1);
	/* Where not everybody may write, links are the owner's business. */
	assert_int_equal(chmod(shared, 0755), 0);
	assert_int_equal(write_file(place("shared/link"), false, "x"), 0);
}

static void test_missing_directory_is_reported(void **state)
{
	struct error error;

	(void)state;
	assert_null(stream_open("/nowhere/at/all", false, &error));
	assert_string_equal(error.text, "Can't fopen '/nowhere/at/all': No such file or directory");
}

/* Writes until the stream complains, and then more. */
static void write_until_failure(struct stream *stream, int number)
{
	assert_non_null(stream);
	assert_null(stream_error(stream));
	for (int i = 0; i < 20000; i++) {
		text_string(stream_text(stream), "0123456789abcdef0123456789abcdef\n");
		stream_line(stream);
	}
	assert_int_equal(stream_flush(stream), -1);
	assert_int_equal(stream_error(stream)->number, number);
	assert_int_equal(stream_text(stream)->length, 0);
}

static void close_failed(struct stream *stream, int number)
{
	struct error error;

	assert_int_equal(stream_close(stream, &error), -1);
	assert_int_equal(error.number, number);
}

static void check_failure(struct stream *stream, int number)
{
	write_until_failure(stream, number);
	close_failed(stream, number);
}

static void test_full_device_is_reported(void **state)
{
	(void)state;
	check_failure(stream_open("/dev/full", false, NULL), ENOSPC);
}

static void test_reader_that_went_away_does_not_kill(void **state)
{
	int ends[2];

	(void)state;
	signal(SIGPIPE, SIG_DFL);
	assert_int_equal(pipe(ends), 0);
	close(ends[0]);
	check_failure(stream_from_fd(ends[1]), EPIPE);
	close(ends[1]);
	check_failure(stream_open("|exec <&-", false, NULL), EPIPE);
}

static void test_file_size_limit_does_not_kill(void **state)
{
	struct rlimit limit, small;
	sigset_t pending;

	(void)state;
	signal(SIGXFSZ, SIG_DFL);
	getrlimit(RLIMIT_FSIZE, &limit);
	small = (struct rlimit){ .rlim_cur = 100000, .rlim_max = limit.rlim_max };
	setrlimit(RLIMIT_FSIZE, &small);
	check_failure(stream_open(place("limited"), false, NULL), EFBIG);
	setrlimit(RLIMIT_FSIZE, &limit);
	sigpending(&pending);
	assert_false(sigismember(&pending, SIGXFSZ));
	struct stat status;

	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_size, 100000);
}

static struct stream *abandoned;

static void abandon(int signal)
{
	(void)signal;
	stream_abandon(abandoned);
}

static void test_reader_that_sleeps_can_be_abandoned(void **state)
{
	int ends[2];

	(void)state;
	assert_int_equal(pipe(ends), 0);
	abandoned = stream_from_fd(ends[1]);
	sigaction(SIGALRM, &(struct sigaction){ .sa_handler = abandon }, NULL);
	/* The timer repeats: it may fire before the write has begun. */
	setitimer(ITIMER_REAL, &(struct itimerval){ { 0, 1000 }, { 0, 1000 } }, NULL);
	write_until_failure(abandoned, EINTR);
	setitimer(ITIMER_REAL, &(struct itimerval){ 0 }, NULL);
	signal(SIGALRM, SIG_IGN);
	close_failed(abandoned, EINTR);
	close(ends[0]);
	close(ends[1]);
}

static int make_directory(void **state)
{
	(void)state;
	return mkdtemp(directory) ? 0 : -1;
}

static int remove_directory(void **state)
{
	char command[100];

	(void)state;
	snprintf(command, sizeof(command), "rm -r %s", directory);
	return system(command);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_file_is_replaced_or_appended_to),
		cmocka_unit_test(test_command_has_read_all_when_the_stream_is_closed),
		cmocka_unit_test(test_own_links_are_followed),
		cmocka_unit_test(test_standard_output_can_be_named),
		cmocka_unit_test(test_a_strangers_link_is_refused),
		cmocka_unit_test(test_missing_directory_is_reported),
		cmocka_unit_test(test_full_device_is_reported),
		cmocka_unit_test(test_reader_that_went_away_does_not_kill),
		cmocka_unit_test(test_file_size_limit_does_not_kill),
		cmocka_unit_test(test_reader_that_sleeps_can_be_abandoned),
	};

	return cmocka_run_group_tests_name("stream", tests, make_directory, remove_directory);
}
