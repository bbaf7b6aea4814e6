/* What is read of a task: here, of ourselves. */
#include "unit.h"

#include "tracee/fd_detail.h"
#include "tracee/proc_files.h"
#include "tracee/timed_read.h"
#include "tracee/tracee.h"
#include "tracee/tracee_memory.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PAGE = 4096 };

static struct tracee_memory memory;

static int setup(void **state)
{
	(void)state;
	if (tracee_memory_init(&memory) < 0)
		return -1;
	tracee_memory_aim(&memory, getpid(), NULL);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	tracee_memory_deinit(&memory);
	return 0;
}

static ssize_t read_at(const void *address, void *buffer, size_t length)
{
	return memory.memory.read(&memory.memory, (uintptr_t)address, buffer, length);
}

/* A page of that byte with nothing behind it. */
static char *lonely_page(int byte)
{
	char *page =
		mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	assert_true(page != MAP_FAILED);
	memset(page, byte, PAGE);
	munmap(page + PAGE, PAGE);
	return page;
}

static void test_read_stops_at_unmapped_page(void **state)
{
	char *page = lonely_page('a'), buffer[100];

	(void)state;
	assert_int_equal(read_at(page + PAGE - 10, buffer, sizeof(buffer)), 10);
	assert_memory_equal(buffer, "aaaaaaaaaa", 10);
	assert_int_equal(read_at(page + PAGE, buffer, 1), -EFAULT);
	munmap(page, PAGE);
}

static void test_read_fails_where_the_program_would(void **state)
{
	char *page = lonely_page('a'), byte;

	(void)state;
	mprotect(page, PAGE, PROT_NONE);
	assert_int_equal(read_at(page, &byte, 1), -EFAULT);
	assert_int_equal(read_at(NULL, &byte, 1), -EFAULT);
	munmap(page, PAGE);
}

static void test_addresses_at_the_very_end(void **state)
{
	char buffer[100];

	(void)state;
	assert_int_equal(read_at((void *)-4, buffer, sizeof(buffer)), -EFAULT);
	assert_int_equal(read_at((void *)-1, buffer, 1), -EFAULT);
}

static void test_prefetch_changes_no_answer(void **state)
{
	char *page = lonely_page('b'), buffer[100];
	static const char text[] = "somewhere else";
	struct memory_range ranges[] = {
		{ (uintptr_t)text, sizeof(text) },
		{ (uintptr_t)page + PAGE - 5, 20 },
		{ (uintptr_t)page, 8 },
	};

	(void)state;
	memory.memory.prefetch(&memory.memory, ranges, 3);
	assert_int_equal(read_at(text, buffer, sizeof(text)), sizeof(text));
	assert_string_equal(buffer, text);
	assert_int_equal(read_at(text + 4, buffer, 3), 3);
	assert_memory_equal(buffer, text + 4, 3);
	assert_int_equal(read_at(page + PAGE - 5, buffer, 20), 5);
	assert_int_equal(read_at(page + PAGE - 1, buffer, 4), 1);
	assert_int_equal(read_at(page + PAGE, buffer, 4), -EFAULT);
	assert_int_equal(read_at(page, buffer, 8), 8);
	assert_memory_equal(buffer, "bbbbbbbb", 8);
	munmap(page, PAGE);
}

static void test_prefetch_is_one_stops_view(void **state)
{
	static char text[] = "before";
	struct memory_range ranges[] = { { (uintptr_t)text, 7 }, { (uintptr_t)&memory, 8 } };
	char buffer[7];

	(void)state;
	memory.memory.prefetch(&memory.memory, ranges, 2);
	strcpy(text, "after");
	assert_int_equal(read_at(text, buffer, 6), 6);
	assert_memory_equal(buffer, "before", 6);
	tracee_memory_aim(&memory, getpid(), NULL);
	assert_int_equal(read_at(text, buffer, 6), 6);
	assert_string_equal(buffer, "after");
}

static void test_every_access_reads_the_same(void **state)
{
	static const enum tracee_caution cautions[] = { CAUTION_NONE, CAUTION_FAULTS,
		                                        CAUTION_FILES };
	char *page = lonely_page('c'), buffer[20];

	(void)state;
	skip_under_valgrind();
	for (int i = 0; i < 3; i++) {
		memory.caution = (uint8_t)cautions[i];
		assert_int_equal(read_at(page, buffer, 20), 20);
		assert_memory_equal(buffer, "cccccccccccccccccccc", 20);
		assert_int_equal(read_at(page + PAGE - 2, buffer, 20), 2);
		assert_int_equal(read_at(page + PAGE, buffer, 20), -EFAULT);
	}
	memory.caution = CAUTION_NONE;
	munmap(page, PAGE);
}

static void test_timed_read_reads(void **state)
{
	static const char text[] = "in time";
	int fd = open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
	char buffer[sizeof(text)];

	(void)state;
	skip_under_valgrind();
	assert_true(fd >= 0);
	assert_int_equal(timed_read(fd, (uintptr_t)text, buffer, sizeof(text)), sizeof(text));
	assert_string_equal(buffer, text);
	assert_int_equal(timed_read(fd, 0, buffer, 1), -EIO);
	close(fd);
}

static void test_write_changes_what_the_program_could(void **state)
{
	static char text[] = "old";
	static const char constant[] = "constant";

	(void)state;
	assert_int_equal(tracee_memory_write(&memory, (uintptr_t)text, "new", 3), 0);
	assert_string_equal(text, "new");
	assert_int_equal(tracee_memory_write(&memory, (uintptr_t)constant, "c", 1), -EFAULT);
}

static void test_threads_and_processes(void **state)
{
	pid_t *list;
	ssize_t count = tracee_threads(getpid(), &list);

	(void)state;
	assert_int_equal(count, 1);
	assert_int_equal(list[0], getpid());
	free(list);
	assert_int_equal(tracee_process(gettid()), getpid());
	assert_true(tracee_has_thread(getpid(), gettid()));
	assert_false(tracee_has_thread(getpid(), getppid()));
	assert_int_equal(tracee_status(getpid(), "NoSuchField:"), -ENOENT);
	assert_int_equal(tracee_process(0), -ENOENT);
}

static const char *detail_of(int fd, enum fd_detail expected)
{
	static struct text text;
	char name[TRACEE_NAME_MAX];
	ssize_t length = tracee_fd_name(getpid(), fd, name, sizeof(name));

	assert_true(length > 0);
	text.length = 0;
	assert_int_equal(fd_detail(&memory.details, getpid(), fd, name, (size_t)length, &text), expected);
	text_char(&text, '\0');
	return text.bytes;
}

static int connect_loopback(int listener, struct sockaddr_in *address)
{
	socklen_t length = sizeof(*address);
	int client = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	*address = (struct sockaddr_in){ .sin_family = AF_INET,
		                         .sin_addr = { htonl(INADDR_LOOPBACK) } };
	assert_int_equal(bind(listener, (struct sockaddr *)address, sizeof(*address)), 0);
	assert_int_equal(listen(listener, 1), 0);
	assert_int_equal(getsockname(listener, (struct sockaddr *)address, &length), 0);
	assert_int_equal(connect(client, (struct sockaddr *)address, sizeof(*address)), 0);
	return client;
}

static void test_sockets_tell_their_addresses(void **state)
{
	int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct sockaddr_in address;
	unsigned mine, theirs;

	(void)state;
	assert_int_equal(strncmp(detail_of(listener, FD_DETAIL_SOCKET), "TCP:[", 5), 0);
	int client = connect_loopback(listener, &address);

	assert_int_equal(sscanf(detail_of(client, FD_DETAIL_SOCKET),
	                        "TCP:[127.0.0.1:%u->127.0.0.1:%u]", &mine, &theirs),
	                 2);
	assert_int_equal(theirs, ntohs(address.sin_port));
	close(listener);
	/* What stood is remembered when it has fallen. */
	shutdown(client, SHUT_RDWR);
	assert_non_null(strstr(detail_of(client, FD_DETAIL_SOCKET), "->"));
	close(client);
}

static void test_names_of_unix_sockets_are_escaped(void **state)
{
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	struct sockaddr_un address = { AF_UNIX, "" };

	(void)state;
	snprintf(address.sun_path + 1, sizeof(address.sun_path) - 1, "rastro\n\"\0012%d", getpid());
	assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	char expected[100];

	snprintf(expected, sizeof(expected), ",@\"rastro\\n\\\"\\0012%d\"]", getpid());
	assert_non_null(strstr(detail_of(fd, FD_DETAIL_SOCKET), expected));
	close(fd);
}

static void test_details_of_descriptors(void **state)
{
	int null = open("/dev/null", O_RDONLY | O_CLOEXEC), pair[2];
	unsigned long first, second;

	(void)state;
	assert_string_equal(detail_of(null, FD_DETAIL_OTHER), "char 1:3");
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	const char *text = detail_of(pair[0], FD_DETAIL_SOCKET);

	/* Older kernels do not tell which kind of Unix socket it is. */
	text = strchr(text, '[');
	assert_non_null(text);
	assert_int_equal(sscanf(text, "[%lu->%lu]", &first, &second), 2);
	assert_true(first != second);
	close(null);
	close(pair[0]);
	close(pair[1]);
}

/* Asks often enough for the file to be kept. */
static void check_fd_name(struct proc_files *files, pid_t tid, int fd, const char *expected)
{
	for (int i = 0; i < 20; i++) {
		char name[TRACEE_NAME_MAX];
		ssize_t length = proc_fd_name(files, tid, fd, name, sizeof(name));

		assert_int_equal(length, strlen(expected));
		assert_memory_equal(name, expected, length);
	}
}

static void test_kept_files_tell_what_is_now(void **state)
{
	struct proc_files files;
	char path[] = "/tmp/rastro-test-XXXXXX", moved[64], comm[TRACEE_COMM_MAX];
	struct stat status;
	int fd = mkstemp(path);

	(void)state;
	assert_true(fd >= 0);
	snprintf(moved, sizeof(moved), "%s-moved", path);
	proc_files_init(&files);
	check_fd_name(&files, getpid(), fd, path);
	assert_int_equal(rename(path, moved), 0);
	check_fd_name(&files, getpid(), fd, moved);
	unlink(moved);
	int null = open("/dev/null", O_RDONLY | O_CLOEXEC);

	assert_int_equal(dup2(null, fd), fd);
	check_fd_name(&files, getpid(), fd, "/dev/null");
	assert_int_equal(proc_fd_status(&files, getpid(), fd, &status), 0);
	assert_int_equal(status.st_rdev, makedev(1, 3));
	close(fd);
	close(null);
	assert_int_equal(proc_fd_name(&files, getpid(), fd, path, sizeof(path)), -ENOENT);
	for (int i = 0; i < 20; i++) {
		const char *name = i % 2 ? "odd" : "even";

		prctl(PR_SET_NAME, name);
		assert_int_equal(proc_comm(&files, getpid(), comm, sizeof(comm)), strlen(name));
		assert_memory_equal(comm, name, strlen(name));
	}
	proc_files_close(&files);
}

static pid_t start_child(void)
{
	pid_t pid = fork();

	assert_true(pid >= 0);
	while (pid == 0)
		pause();
	return pid;
}

static void end_child(pid_t pid)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

/* What was kept of a task that is gone does not answer for the one that has its number. */
static void test_kept_files_of_the_dead_are_dropped(void **state)
{
	char name[TRACEE_NAME_MAX], comm[TRACEE_COMM_MAX];
	pid_t dead = start_child();
	struct proc_files files;

	(void)state;
	proc_files_init(&files);
	for (int i = 0; i < 20; i++) {
		assert_true(proc_cwd(&files, dead, name, sizeof(name)) > 0);
		assert_true(proc_comm(&files, dead, comm, sizeof(comm)) > 0);
	}
	struct proc_task *kept = &files.tasks[dead % PROC_TASKS_KEPT];

	assert_true(kept->open[PROC_TASK] >= 0 && kept->open[PROC_COMM] >= 0);
	end_child(dead);
	assert_true(proc_cwd(&files, dead, name, sizeof(name)) < 0);
	assert_true(proc_comm(&files, dead, comm, sizeof(comm)) < 0);
	/* As if the number were given again: to us. */
	kept->tid = getpid();
	files.tasks[getpid() % PROC_TASKS_KEPT] = *kept;
	if (kept != &files.tasks[getpid() % PROC_TASKS_KEPT])
		kept->open[PROC_TASK] = kept->open[PROC_DESCRIPTORS] = kept->open[PROC_COMM] = -1;
	ssize_t length = proc_cwd(&files, getpid(), name, sizeof(name));
	char *here = getcwd(NULL, 0);

	assert_int_equal(length, strlen(here));
	assert_memory_equal(name, here, length);
	assert_int_equal(files.tasks[getpid() % PROC_TASKS_KEPT].open[PROC_TASK], -1);
	free(here);
	proc_files_close(&files);
}

/* Files of one name, one after the other, on one descriptor. */
static void test_devices_are_learned_anew_after_doubt(void **state)
{
	char path[] = "/tmp/rastro-test-XXXXXX";
	int fd = mkstemp(path), null = open("/dev/null", O_RDONLY | O_CLOEXEC);
	struct known_path *known = &memory.details.paths[(unsigned)(getpid() + fd) % PATHS_KEPT];

	(void)state;
	assert_true(fd >= 0);
	detail_of(fd, FD_DETAIL_NONE);
	/* What is known is believed until it is doubted: this is not true. */
	known->is_device = true;
	known->device = makedev(7, 8);
	assert_string_equal(detail_of(fd, FD_DETAIL_OTHER), "char 7:8");
	fd_details_doubt(&memory.details);
	detail_of(fd, FD_DETAIL_NONE);
	/* Another name needs no doubt. */
	assert_int_equal(dup2(null, fd), fd);
	assert_string_equal(detail_of(fd, FD_DETAIL_OTHER), "char 1:3");
	unlink(path);
	close(fd);
	close(null);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_read_stops_at_unmapped_page),
		cmocka_unit_test(test_read_fails_where_the_program_would),
		cmocka_unit_test(test_addresses_at_the_very_end),
		cmocka_unit_test(test_prefetch_changes_no_answer),
		cmocka_unit_test(test_prefetch_is_one_stops_view),
		cmocka_unit_test(test_every_access_reads_the_same),
		cmocka_unit_test(test_timed_read_reads),
		cmocka_unit_test(test_write_changes_what_the_program_could),
		cmocka_unit_test(test_threads_and_processes),
		cmocka_unit_test(test_details_of_descriptors),
		cmocka_unit_test(test_kept_files_tell_what_is_now),
		cmocka_unit_test(test_kept_files_of_the_dead_are_dropped),
		cmocka_unit_test(test_devices_are_learned_anew_after_doubt),
		cmocka_unit_test(test_sockets_tell_their_addresses),
		cmocka_unit_test(test_names_of_unix_sockets_are_escaped),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
