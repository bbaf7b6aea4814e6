/* The public library: programs are started, looked at, changed and left.
 *
 * The test's own executable runs as the traced program ("--program NAME").  Each
 * program makes known what it found by its exit status. */
#include "unit.h"

#include "api/session.h"
#include "output/sink.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { BAD_FD = 99, ANSWER = 42, NOPS = 10, STEPS_BEFORE_CALL = NOPS + 1 };

/* Where the executable lies. */
static char self_path[4096];

/* ---- programs */

/* Shows the address of its variable in a call that fails. */
static int program_variable(void)
{
	volatile int variable = 7;

	syscall(SYS_write, BAD_FD, &variable, sizeof(variable));
	return variable;
}

/* alarm() says 0, unless somebody steps in. */
static int program_alarm(void)
{
	return syscall(SYS_alarm, 0) == getppid() ? ANSWER : 1;
}

/* Registers of arguments survive a call. */
static int program_argument(void)
{
	register long fd __asm__("rdi") = BAD_FD;
	long result = SYS_close;

	__asm__ volatile("syscall" : "+a"(result), "+r"(fd) : : "rcx", "r11", "memory");
	return fd == BAD_FD && result == 0 && fcntl(STDIN_FILENO, F_GETFD) < 0 ? ANSWER : 1;
}

/* Calls the 32-bit kernel: close(99), as ebx is the first argument there. */
static int program_int80(void)
{
	long result = 6, fd = BAD_FD;

	__asm__ volatile("int $0x80" : "+a"(result), "+b"(fd) : : "memory");
	return fd == BAD_FD && result == 0 ? ANSWER : 1;
}

static int program_skip(void)
{
	return chdir("/") < 0 && errno == ENOLINK ? ANSWER : 1;
}

static volatile sig_atomic_t signal_got;

static void take_signal(int number)
{
	signal_got = number;
}

static int program_signal(void)
{
	signal(SIGUSR1, take_signal);
	signal(SIGUSR2, take_signal);
	raise(SIGUSR1);
	return signal_got;
}

static int program_steps(void)
{
	long result = SYS_getpgrp;

	__asm__ volatile("syscall; .rept 10; nop; .endr; mov $110, %%eax; syscall; nop"
	                 : "+a"(result)
	                 :
	                 : "rcx", "r11", "memory");
	return ANSWER;
}

static void *thread_run(void *argument)
{
	sched_yield();
	return argument;
}

static int program_thread(void)
{
	pthread_t thread;

	if (pthread_create(&thread, NULL, thread_run, NULL) != 0)
		return 1;
	pthread_join(thread, NULL);
	return ANSWER;
}

static int program_fork(void)
{
	int status = 0;
	pid_t child = fork();

	if (child == 0)
		_exit(5);
	if (waitpid(child, &status, 0) != child)
		return 1;
	/* With another exit signal the kernel reports it as it does a thread. */
	signal(SIGUSR1, take_signal);
	child = (pid_t)syscall(SYS_clone, SIGUSR1, 0, 0, 0, 0);
	if (child == 0)
		_exit(6);
	while (waitpid(child, &status, __WALL) < 0)
		if (errno != EINTR)
			return 1;
	return status == 6 << 8 ? ANSWER : 1;
}

static int program_loop(void)
{
	while (syscall(SYS_getpid) > 0)
		;
	return 1;
}

static int program_open(void)
{
	int fd = openat(AT_FDCWD, "/dev/null", O_RDWR | O_CLOEXEC);

	return read(fd, &(char[4]){ 0 }, 4) == 0 ? ANSWER : 1;
}

static bool is_filtered(void)
{
	FILE *file = fopen("/proc/self/status", "re");
	char line[256];
	int mode = 0;

	while (file && fgets(line, sizeof(line), file))
		sscanf(line, "Seccomp: %d", &mode);
	if (file)
		fclose(file);
	return mode == 2;
}

static int program_filtered(void)
{
	return is_filtered() ? program_open() : 1;
}

static const struct {
	const char *name;
	int (*run)(void);
} programs[] = {
	{ "variable", program_variable }, { "alarm", program_alarm },
	{ "argument", program_argument }, { "int80", program_int80 },
	{ "skip", program_skip },         { "signal", program_signal },
	{ "steps", program_steps },       { "thread", program_thread },
	{ "fork", program_fork },         { "loop", program_loop },
	{ "open", program_open },         { "filtered", program_filtered },
};

static int program_run(const char *name)
{
	for (size_t i = 0; i < sizeof(programs) / sizeof(*programs); i++)
		if (strcmp(programs[i].name, name) == 0)
			return programs[i].run();
	return 127;
}

/* ---- helpers */

static struct rastro *session_new(unsigned flags)
{
	/* Should a test fail, nobody stays behind. */
	struct rastro *session = rastro_open(flags | RASTRO_KILL_ON_EXIT);

	assert_non_null(session);
	return session;
}

static pid_t launch(struct rastro *session, const char *name)
{
	pid_t pid = rastro_launch(session, self_path,
	                          (char *[]){ "program", "--program", (char *)name, NULL }, NULL);

	if (pid < 0)
		fail_msg("%s", rastro_error(session));
	return pid;
}

/* The next event of that kind, which must come. */
static const struct rastro_event *wait_kind(struct rastro *session, enum rastro_kind kind)
{
	const struct rastro_event *event;

	while ((event = rastro_wait(session)))
		if (event->kind == kind)
			return event;
	fail_msg("no event of kind %d: %s", kind, rastro_error(session));
	return NULL;
}

static const struct rastro_event *wait_call(struct rastro *session, enum rastro_kind kind, int nr)
{
	const struct rastro_event *event;

	do
		event = wait_kind(session, kind);
	while ((int)event->nr != nr);
	return event;
}

/* Runs to the end; returns the exit status of the process, -1 if it has none. */
static int finish(struct rastro *session, pid_t pid)
{
	const struct rastro_event *event;
	int status = -1;

	while ((event = rastro_wait(session)))
		if (event->kind == RASTRO_EXITED && event->tid == pid)
			status = event->status;
	assert_null(rastro_error(session));
	return status;
}

static void finish_with(struct rastro *session, pid_t pid, int status)
{
	assert_int_equal(finish(session, pid), status);
	rastro_close(session);
}

/* ---- tests */

static void test_events_come_in_order(void **state)
{
	struct rastro *session = session_new(0);
	const struct rastro_event *event;
	pid_t pid = rastro_launch(session, "true", (char *[]){ "true", NULL }, NULL);
	bool in_call = false, execed = false, exited = false;

	(void)state;
	assert_true(pid > 0);
	event = rastro_wait(session);
	assert_int_equal(event->kind, RASTRO_ENTERED);
	assert_int_equal(event->nr, SYS_execve);
	for (; event; event = rastro_wait(session)) {
		assert_int_equal(event->tid, pid);
		assert_int_equal(event->pid, pid);
		assert_false(exited);
		if (event->kind == RASTRO_ENTERED || event->kind == RASTRO_RETURNED) {
			assert_int_equal(in_call, event->kind == RASTRO_RETURNED);
			in_call = !in_call;
		}
		execed = execed || event->kind == RASTRO_EXECED;
		exited = event->kind == RASTRO_EXITED;
	}
	assert_true(execed && exited);
	assert_null(rastro_error(session));
	rastro_close(session);
}

static void test_a_session_can_launch_again(void **state)
{
	struct rastro *session = session_new(0);

	(void)state;
	assert_int_equal(finish(session, launch(session, "open")), ANSWER);
	assert_int_equal(finish(session, launch(session, "open")), ANSWER);
	assert_int_equal(rastro_detach(session), 0);
	assert_int_equal(rastro_select(session, "none"), 0);
	finish_with(session, launch(session, "open"), ANSWER);
}

static void test_a_missing_program_is_an_error(void **state)
{
	struct rastro *session = session_new(0);

	(void)state;
	assert_int_equal(rastro_launch(session, "no such program", (char *[]){ "x", NULL }, NULL),
	                 -ENOENT);
	assert_non_null(strstr(rastro_error(session), "no such program"));
	assert_null(rastro_wait(session));
	assert_null(rastro_error(session));
	assert_int_equal(rastro_launch(session, NULL, (char *[]){ NULL }, NULL), -EINVAL);
	rastro_close(session);
}

static void test_nobody_can_be_steered_without_a_stop(void **state)
{
	struct rastro *session = session_new(0);
	uint64_t value;

	(void)state;
	assert_int_equal(rastro_register_read(session, getpid(), "ip", &value), -ESRCH);
	assert_non_null(rastro_error(session));
	assert_int_equal(rastro_kill(session, getpid()), -ESRCH);
	pid_t pid = launch(session, "open");

	assert_int_equal(rastro_register_read(session, pid, "ip", &value), -ESRCH);
	wait_call(session, RASTRO_ENTERED, SYS_openat);
	assert_int_equal(rastro_register_read(session, pid, "ip", &value), 0);
	assert_int_equal(rastro_register_read(session, pid, "pc", &value), -ENOENT);
	assert_int_equal(rastro_call_set_result(session, pid, 1), -EINVAL);
	assert_int_equal(rastro_resume(session, pid, RASTRO_NEXT_CALL, RASTRO_SAME_SIGNAL), 0);
	assert_int_equal(rastro_register_read(session, pid, "ip", &value), -ESRCH);
	assert_int_equal(rastro_select(session, "all"), -EBUSY);
	finish_with(session, pid, ANSWER);
}

static void test_memory_is_read_and_written(void **state)
{
	struct rastro *session = session_new(0);
	pid_t pid = launch(session, "variable");
	const struct rastro_event *event;
	int value = 0, answer = ANSWER;

	(void)state;
	do
		event = wait_call(session, RASTRO_ENTERED, SYS_write);
	while (event->args[0] != BAD_FD);
	assert_int_equal(rastro_memory_read(session, pid, event->args[1], &value, sizeof(value)),
	                 sizeof(value));
	assert_int_equal(value, 7);
	assert_int_equal(rastro_memory_write(session, pid, event->args[1], &answer, sizeof(answer)),
	                 sizeof(answer));
	assert_int_equal(rastro_memory_read(session, pid, 8, &value, sizeof(value)), -EFAULT);
	assert_int_equal(rastro_memory_write(session, pid, 8, &value, sizeof(value)), -EFAULT);
	/* Code can be written, too. */
	uint64_t ip;
	unsigned char code[2];

	assert_int_equal(rastro_register_read(session, pid, "ip", &ip), 0);
	assert_int_equal(rastro_memory_read(session, pid, ip - 2, code, 2), 2);
	assert_memory_equal(code, "\x0f\x05", 2);
	assert_int_equal(rastro_memory_write(session, pid, ip - 2, code, 2), 2);
	finish_with(session, pid, ANSWER);
}

static void test_registers_are_written(void **state)
{
	struct rastro *session = session_new(0);
	pid_t pid = launch(session, "alarm");
	uint64_t value;

	(void)state;
	wait_call(session, RASTRO_RETURNED, SYS_alarm);
	assert_int_equal(rastro_register_read(session, pid, "rax", &value), 0);
	assert_int_equal(value, 0);
	assert_int_equal(rastro_register_write(session, pid, "rax", (uint64_t)getpid()), 0);
	assert_int_equal(rastro_register_read(session, pid, "rax", &value), 0);
	assert_int_equal(value, getpid());
	finish_with(session, pid, ANSWER);
}

static void test_registers_have_names(void **state)
{
	unsigned count = 0;

	(void)state;
	assert_string_equal(rastro_register_name(0), "ip");
	while (rastro_register_name(count))
		count++;
	assert_true(count > 20);
	assert_null(rastro_register_name(count + 5));
}

static void test_a_call_is_replaced(void **state)
{
	struct rastro *session = session_new(0);
	pid_t pid = launch(session, "alarm");
	const struct rastro_event *event;

	(void)state;
	wait_call(session, RASTRO_ENTERED, SYS_alarm);
	assert_int_equal(rastro_call_replace(session, pid, SYS_getppid), 0);
	event = rastro_wait(session);
	assert_int_equal(event->kind, RASTRO_RETURNED);
	assert_int_equal(event->nr, SYS_alarm);
	assert_int_equal(event->result, getpid());
	finish_with(session, pid, ANSWER);
}

static void test_a_result_is_changed(void **state)
{
	struct rastro *session = session_new(0);
	pid_t pid = launch(session, "alarm");

	(void)state;
	wait_call(session, RASTRO_RETURNED, SYS_alarm);
	assert_int_equal(rastro_call_set_result(session, pid, getpid()), 0);
	assert_int_equal(rastro_call_set_arg(session, pid, 0, 1), -EINVAL);
	finish_with(session, pid, ANSWER);
}

/* until: how the thread goes on, whether or not the exit is an event. */
static void check_argument(enum rastro_until until)
{
	struct rastro *session = session_new(0);
	pid_t pid = launch(session, "argument");

	while (wait_call(session, RASTRO_ENTERED, SYS_close)->args[0] != BAD_FD)
		;
	assert_int_equal(rastro_call_set_arg(session, pid, 0, BAD_FD + 1), 0);
	assert_int_equal(rastro_call_set_arg(session, pid, 0, STDIN_FILENO), 0);
	assert_int_equal(rastro_call_set_arg(session, pid, 6, 0), -EINVAL);
	rastro_resume(session, pid, until, RASTRO_SAME_SIGNAL);
	if (until == RASTRO_STEP) {
		assert_int_equal(rastro_wait(session)->kind, RASTRO_STEPPED);
		rastro_resume(session, pid, RASTRO_NEXT_SIGNAL, RASTRO_SAME_SIGNAL);
	}
	finish_with(session, pid, ANSWER);
}

static void test_an_argument_is_changed_and_put_back(void **state)
{
	(void)state;
	check_argument(RASTRO_NEXT_CALL);
	check_argument(RASTRO_NEXT_SIGNAL);
	check_argument(RASTRO_STEP);
}

static void test_an_argument_of_a_32_bit_call_is_changed(void **state)
{
	struct rastro *session = session_new(0);
	const struct rastro_event *event;
	pid_t pid = launch(session, "int80");

	(void)state;
	do
		event = wait_kind(session, RASTRO_ENTERED);
	while (event->abi != RASTRO_I386);
	assert_string_equal(rastro_call_name(event->abi, event->nr), "close");
	assert_int_equal(event->args[0], BAD_FD);
	assert_int_equal(rastro_call_set_arg(session, pid, 0, STDIN_FILENO), 0);
	event = wait_kind(session, RASTRO_RETURNED);
	assert_int_equal(event->abi, RASTRO_I386);
	assert_string_equal(rastro_text(session), "close(99) = 0");
	finish_with(session, pid, ANSWER);
}

static void test_a_call_is_skipped(void **state)
{
	struct rastro *session = session_new(0);
	pid_t pid = launch(session, "skip");
	const struct rastro_event *event;

	(void)state;
	wait_call(session, RASTRO_ENTERED, SYS_chdir);
	assert_int_equal(rastro_call_skip(session, pid, -ENOLINK), 0);
	event = wait_call(session, RASTRO_RETURNED, SYS_chdir);
	assert_true(event->failed && event->finished);
	assert_int_equal(event->result, -ENOLINK);
	finish_with(session, pid, ANSWER);
}

static void check_signal(int instead, int expected)
{
	struct rastro *session = session_new(0);
	pid_t pid = launch(session, "signal");
	const struct rastro_event *event = wait_kind(session, RASTRO_SIGNAL);
	int64_t sender = 0;

	assert_int_equal(event->signal, SIGUSR1);
	assert_int_equal(rastro_arg_number(session, "si_pid", &sender), 0);
	assert_int_equal(sender, pid);
	assert_string_equal(rastro_arg_text(session, "si_signo"), "SIGUSR1");
	assert_int_equal(rastro_resume(session, pid, RASTRO_NEXT_CALL, instead), 0);
	finish_with(session, pid, expected);
}

static void test_a_signal_is_kept_exchanged_or_taken_away(void **state)
{
	(void)state;
	check_signal(RASTRO_SAME_SIGNAL, SIGUSR1);
	check_signal(SIGUSR2, SIGUSR2);
	check_signal(RASTRO_NO_SIGNAL, 0);
}

static void test_a_signal_is_sent(void **state)
{
	struct rastro *session = session_new(0);
	pid_t pid = launch(session, "signal");

	(void)state;
	wait_kind(session, RASTRO_SIGNAL);
	rastro_resume(session, pid, RASTRO_NEXT_CALL, RASTRO_NO_SIGNAL);
	wait_call(session, RASTRO_ENTERED, SYS_exit_group);
	assert_int_equal(rastro_resume(session, pid, RASTRO_NEXT_CALL, 1000), -EINVAL);
	finish_with(session, pid, 0);

	session = session_new(0);
	pid = launch(session, "loop");
	wait_call(session, RASTRO_ENTERED, SYS_getpid);
	assert_int_equal(rastro_resume(session, pid, RASTRO_NEXT_SIGNAL, SIGUSR1), 0);
	assert_int_equal(wait_kind(session, RASTRO_SIGNAL)->signal, SIGUSR1);
	assert_int_equal(wait_kind(session, RASTRO_KILLED)->signal, SIGUSR1);
	finish_with(session, pid, -1);
}

static void test_steps_are_counted(void **state)
{
	struct rastro *session = session_new(0);
	pid_t pid = launch(session, "steps");
	uint64_t begin, end;

	(void)state;
	wait_call(session, RASTRO_RETURNED, SYS_getpgrp);
	assert_int_equal(rastro_register_read(session, pid, "ip", &begin), 0);
	for (int i = 0; i < STEPS_BEFORE_CALL; i++) {
		rastro_resume(session, pid, RASTRO_STEP, RASTRO_SAME_SIGNAL);
		assert_int_equal(rastro_wait(session)->kind, RASTRO_STEPPED);
	}
	assert_int_equal(rastro_register_read(session, pid, "ip", &end), 0);
	assert_int_equal(end - begin, NOPS + 5); /* the mov has five bytes */
	/* The call is one more, and gives no event of its own. */
	assert_int_equal(rastro_wait(session)->kind, RASTRO_STEPPED);
	assert_int_equal(rastro_register_read(session, pid, "ip", &end), 0);
	assert_int_equal(end - begin, NOPS + 5 + 2);
	assert_int_equal(rastro_register_read(session, pid, "rax", &end), 0);
	assert_int_equal(end, getpid());
	rastro_resume(session, pid, RASTRO_NEXT_CALL, RASTRO_SAME_SIGNAL);
	wait_call(session, RASTRO_ENTERED, SYS_exit_group);
	finish_with(session, pid, ANSWER);
}

static void test_a_step_from_an_entry_makes_the_call(void **state)
{
	struct rastro *session = session_new(0);
	pid_t pid = launch(session, "steps");
	uint64_t value;

	(void)state;
	wait_call(session, RASTRO_ENTERED, SYS_getppid);
	rastro_resume(session, pid, RASTRO_STEP, RASTRO_SAME_SIGNAL);
	assert_int_equal(rastro_wait(session)->kind, RASTRO_STEPPED);
	assert_int_equal(rastro_register_read(session, pid, "rax", &value), 0);
	assert_int_equal(value, getpid());
	rastro_resume(session, pid, RASTRO_NEXT_CALL, RASTRO_SAME_SIGNAL);
	wait_call(session, RASTRO_ENTERED, SYS_exit_group);
	finish_with(session, pid, ANSWER);
}

static void test_a_step_leads_into_a_signal_handler(void **state)
{
	struct rastro *session = session_new(0);
	pid_t pid = launch(session, "signal");

	(void)state;
	wait_kind(session, RASTRO_SIGNAL);
	rastro_resume(session, pid, RASTRO_STEP, RASTRO_SAME_SIGNAL);
	assert_int_equal(rastro_wait(session)->kind, RASTRO_STEPPED);
	for (int i = 0; i < 5; i++)
		assert_int_equal(rastro_wait(session)->kind, RASTRO_STEPPED);
	rastro_resume(session, pid, RASTRO_NEXT_SIGNAL, RASTRO_SAME_SIGNAL);
	finish_with(session, pid, SIGUSR1);
}

static void test_nothing_but_signals_stops_a_free_run(void **state)
{
	struct rastro *session = session_new(0);
	const struct rastro_event *event;
	pid_t pid = launch(session, "signal");

	(void)state;
	while ((event = rastro_wait(session))) {
		assert_true(event->kind != RASTRO_RETURNED);
		assert_true(event->kind != RASTRO_ENTERED || event->nr == SYS_execve);
		rastro_resume(session, pid, RASTRO_NEXT_SIGNAL, RASTRO_NO_SIGNAL);
		if (event->kind == RASTRO_EXITED)
			assert_int_equal(event->status, 0);
	}
	rastro_close(session);
}

static void test_calls_that_are_not_selected_are_tampered_with(void **state)
{
	static const unsigned flags[] = { 0, RASTRO_FOLLOW | RASTRO_FILTER };

	(void)state;
	for (size_t i = 0; i < sizeof(flags) / sizeof(*flags); i++) {
		struct rastro *session = session_new(flags[i]);

		assert_int_equal(rastro_select(session, "none"), 0);
		assert_int_equal(rastro_inject(session, "chdir:error=ENOLINK"), 0);
		finish_with(session, launch(session, "skip"), ANSWER);
	}
}

static void test_tampering_is_seen_in_events(void **state)
{
	struct rastro *session = session_new(0);
	const struct rastro_event *event;

	(void)state;
	assert_int_equal(rastro_inject(session, "chdir:retval"), -EINVAL);
	assert_string_equal(rastro_error(session), "invalid inject argument 'chdir:retval'");
	assert_int_equal(rastro_inject(session, "chdir:retval=1"), 0);
	assert_int_equal(rastro_inject(session, "chdir:error=ENOLINK:delay_exit=1us:when=1"), 0);
	pid_t pid = launch(session, "skip");

	assert_int_equal(rastro_inject(session, "chdir:retval=1"), -EBUSY);
	event = wait_call(session, RASTRO_RETURNED, SYS_execve);
	assert_false(event->injected || event->delayed);
	event = wait_call(session, RASTRO_RETURNED, SYS_chdir);
	assert_true(event->injected && event->delayed && event->failed);
	assert_int_equal(event->result, -ENOLINK);
	assert_non_null(strstr(rastro_text(session), "(INJECTED) (DELAYED)"));
	finish_with(session, pid, ANSWER);
}

static void test_tampering_follows_the_abi_of_calls(void **state)
{
	struct rastro *session = session_new(0);

	(void)state;
	assert_int_equal(rastro_inject(session, "close@32:retval=0"), 0);
	finish_with(session, launch(session, "int80"), ANSWER);
}

static void test_signals_are_added_to_calls(void **state)
{
	struct rastro *session = session_new(RASTRO_FOLLOW | RASTRO_FILTER);

	(void)state;
	assert_int_equal(rastro_select(session, "none"), 0);
	assert_int_equal(rastro_inject(session, "tgkill:error=EPERM:signal=USR2"), 0);
	finish_with(session, launch(session, "signal"), SIGUSR2);
}

static void test_calls_are_selected_and_described(void **state)
{
	struct rastro *session = session_new(0);
	const struct rastro_event *event;
	const void *bytes;
	int64_t number;

	(void)state;
	assert_int_equal(rastro_select(session, "no_such_call"), -EINVAL);
	assert_non_null(rastro_error(session));
	assert_int_equal(rastro_select(session, "openat,read"), 0);
	pid_t pid = launch(session, "open");

	do {
		event = wait_kind(session, RASTRO_ENTERED);
		assert_string_equal(rastro_call_name(event->abi, event->nr),
		                    event->nr == SYS_read ? "read" : "openat");
	} while (event->nr != SYS_openat ||
	         rastro_arg_bytes(session, "pathname", &bytes) != strlen("/dev/null") ||
	         memcmp(bytes, "/dev/null", strlen("/dev/null")) != 0);
	assert_string_equal(rastro_text(session),
	                    "openat(AT_FDCWD, \"/dev/null\", O_RDWR|O_CLOEXEC");
	assert_string_equal(rastro_arg_text(session, "flags"), "O_RDWR|O_CLOEXEC");
	assert_int_equal(rastro_arg_number(session, "flags", &number), 0);
	assert_int_equal(number, O_RDWR | O_CLOEXEC);
	assert_int_equal(rastro_arg_number(session, "nothing", &number), -ENOENT);
	assert_int_equal(rastro_arg_bytes(session, "flags", &bytes), -EINVAL);
	event = wait_kind(session, RASTRO_RETURNED);
	char line[80];

	snprintf(line, sizeof(line), "openat(AT_FDCWD, \"/dev/null\", O_RDWR|O_CLOEXEC) = %d",
	         (int)event->result);
	assert_string_equal(rastro_text(session), line);
	wait_call(session, RASTRO_ENTERED, SYS_read);
	assert_int_equal(rastro_arg_bytes(session, "buf", &bytes), -ENOENT);
	wait_call(session, RASTRO_RETURNED, SYS_read);
	assert_int_equal(rastro_arg_bytes(session, "buf", &bytes), 0);
	finish_with(session, pid, ANSWER);
}

static void test_names_of_calls(void **state)
{
	(void)state;
	assert_string_equal(rastro_call_name(RASTRO_X86_64, 39), "getpid");
	assert_string_equal(rastro_call_name(RASTRO_I386, 20), "getpid");
	assert_null(rastro_call_name(RASTRO_X86_64, 9999));
	assert_null(rastro_call_name((enum rastro_abi)7, 1));
	assert_int_equal(rastro_call_number(RASTRO_I386, "getpid"), 20);
	assert_int_equal(rastro_call_number(RASTRO_X86_64, "nothing"), -ENOENT);
}

static void test_threads_belong_to_a_process_but_children_do_not(void **state)
{
	struct rastro *session = session_new(0);
	const struct rastro_event *event;
	pid_t pid = launch(session, "thread"), thread = 0;

	(void)state;
	event = wait_call(session, RASTRO_ENTERED, SYS_sched_yield);
	thread = event->tid;
	assert_int_equal(event->pid, pid);
	assert_true(thread != pid);
	assert_int_equal(finish(session, pid), ANSWER);

	pid = launch(session, "fork");
	while ((event = rastro_wait(session))) {
		assert_int_equal(event->tid, pid);
		if (event->kind == RASTRO_EXITED)
			assert_int_equal(event->status, ANSWER);
	}
	rastro_close(session);
}

static void test_children_are_followed(void **state)
{
	struct rastro *session = session_new(RASTRO_FOLLOW);
	const struct rastro_event *event;
	pid_t pid = launch(session, "fork"), child;

	(void)state;
	event = wait_kind(session, RASTRO_FORKED);
	child = event->new_tid;
	assert_int_equal(event->new_pid, child);
	do
		event = wait_kind(session, RASTRO_EXITED);
	while (event->tid != child);
	assert_int_equal(event->status, 5);
	finish_with(session, pid, ANSWER);
}

static void test_detaching_frees_a_thread_that_is_kept(void **state)
{
	struct rastro *session = session_new(0);
	pid_t pid = launch(session, "alarm");
	int status;

	(void)state;
	wait_call(session, RASTRO_ENTERED, SYS_getppid);
	assert_int_equal(rastro_keep(session, pid), 0);
	assert_int_equal(rastro_detach(session), 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 1 << 8);
	rastro_close(session);
}

static pid_t fork_program(int (*run)(void))
{
	pid_t pid = fork();

	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		_exit(run());
	}
	assert_true(pid > 0);
	return pid;
}

static void test_a_thread_is_kept_while_others_run(void **state)
{
	struct rastro *session = session_new(0);
	const struct rastro_event *event;
	pid_t kept = fork_program(program_loop), other = fork_program(program_loop);
	uint64_t value;

	(void)state;
	assert_int_equal(rastro_attach(session, kept), 0);
	assert_int_equal(rastro_wait(session)->tid, kept);
	assert_int_equal(rastro_keep(session, kept), 0);
	assert_int_equal(rastro_attach(session, other), 0);
	for (int i = 0; i < 50; i++)
		assert_int_equal(rastro_wait(session)->tid, other);
	assert_int_equal(rastro_register_read(session, kept, "ip", &value), 0);
	assert_int_equal(rastro_resume(session, kept, RASTRO_NEXT_CALL, RASTRO_SAME_SIGNAL), 0);
	assert_int_equal(rastro_register_read(session, kept, "ip", &value), -ESRCH);
	do
		event = rastro_wait(session);
	while (event->tid != kept);
	assert_int_equal(rastro_kill(session, 0), 0);
	finish_with(session, kept, -1);
}

static void test_a_running_process_is_joined_and_left(void **state)
{
	struct rastro *session = session_new(0);
	pid_t pid = fork_program(program_loop);
	const struct rastro_event *event;
	int status;

	(void)state;
	assert_int_equal(rastro_attach(session, pid), 0);
	event = rastro_wait(session);
	assert_int_equal(event->kind, RASTRO_ATTACHED);
	assert_int_equal(event->tid, pid);
	wait_call(session, RASTRO_RETURNED, SYS_getpid);
	assert_int_equal(rastro_detach(session), 0);
	assert_null(rastro_wait(session));
	/* It runs: nothing is to be waited for. */
	assert_int_equal(waitpid(pid, &status, WNOHANG), 0);
	assert_int_equal(rastro_attach(session, pid), 0);
	wait_call(session, RASTRO_RETURNED, SYS_getpid);
	rastro_close(session);
	kill(pid, SIGTERM);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, SIGTERM);
}

static void test_a_process_is_left_in_the_middle_of_steps(void **state)
{
	(void)state;
	for (int i = 0; i < 20; i++) {
		struct rastro *session = session_new(0);
		pid_t pid = fork_program(program_loop);
		int status;

		assert_int_equal(rastro_attach(session, pid), 0);
		wait_kind(session, RASTRO_ATTACHED);
		rastro_resume(session, pid, RASTRO_STEP, RASTRO_SAME_SIGNAL);
		for (int steps = 0; steps < i; steps++)
			wait_kind(session, RASTRO_STEPPED);
		rastro_resume(session, pid, RASTRO_STEP, RASTRO_SAME_SIGNAL);
		rastro_close(session);
		/* Not dead of the last step's trap. */
		kill(pid, SIGTERM);
		assert_int_equal(waitpid(pid, &status, 0), pid);
		assert_int_equal(status, SIGTERM);
	}
}

static void test_descendants_are_joined(void **state)
{
	int ready[2], status;
	char byte;

	(void)state;
	assert_int_equal(pipe(ready), 0);
	pid_t pid = fork();

	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (fork() == 0) {
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			(void)!write(ready[1], "", 1);
			program_loop();
		}
		wait(&status);
		_exit(WIFSIGNALED(status) ? ANSWER : 1);
	}
	assert_int_equal(read(ready[0], &byte, 1), 1);
	struct rastro *session = session_new(RASTRO_FOLLOW);

	assert_int_equal(rastro_attach(session, pid), 0);
	pid_t child = wait_call(session, RASTRO_RETURNED, SYS_getpid)->tid;

	assert_true(child != pid);
	assert_int_equal(rastro_kill(session, child), 0);
	assert_int_equal(wait_kind(session, RASTRO_KILLED)->tid, child);
	finish_with(session, pid, ANSWER);
	close(ready[0]);
	close(ready[1]);
}

static void test_a_running_thread_is_paused(void **state)
{
	struct rastro *session = session_new(0);
	pid_t pid = fork_program(program_loop);

	(void)state;
	assert_int_equal(rastro_pause(session, pid), -ESRCH);
	assert_int_equal(rastro_attach(session, pid), 0);
	wait_kind(session, RASTRO_ATTACHED);
	rastro_resume(session, pid, RASTRO_NEXT_SIGNAL, RASTRO_SAME_SIGNAL);
	assert_int_equal(rastro_pause(session, pid), 0);
	assert_int_equal(rastro_wait(session)->kind, RASTRO_PAUSED);
	assert_int_equal(rastro_kill(session, 0), 0);
	assert_int_equal(wait_kind(session, RASTRO_KILLED)->signal, SIGKILL);
	assert_null(rastro_wait(session));
	rastro_close(session);
}

static void test_a_wait_is_interrupted(void **state)
{
	struct rastro *session = session_new(0);
	pid_t pid = fork_program(program_loop);

	(void)state;
	rastro_interrupt(session);
	assert_int_equal(rastro_wait(session)->kind, RASTRO_INTERRUPTED);
	assert_int_equal(rastro_attach(session, pid), 0);
	wait_kind(session, RASTRO_ATTACHED);
	rastro_resume(session, pid, RASTRO_NEXT_SIGNAL, RASTRO_SAME_SIGNAL);
	rastro_interrupt(session);
	assert_int_equal(rastro_wait(session)->kind, RASTRO_INTERRUPTED);
	rastro_kill(session, pid);
	finish_with(session, pid, -1);
}

static void test_a_stopped_process_stays_stopped(void **state)
{
	struct rastro *session = session_new(0);
	pid_t pid = launch(session, "loop");

	(void)state;
	wait_call(session, RASTRO_RETURNED, SYS_getpid);
	rastro_resume(session, pid, RASTRO_NEXT_SIGNAL, SIGSTOP);
	assert_int_equal(wait_kind(session, RASTRO_SIGNAL)->signal, SIGSTOP);
	assert_int_equal(wait_kind(session, RASTRO_STOPPED)->signal, SIGSTOP);
	rastro_resume(session, pid, RASTRO_NEXT_SIGNAL, RASTRO_SAME_SIGNAL);
	kill(pid, SIGCONT);
	assert_int_equal(wait_kind(session, RASTRO_SIGNAL)->signal, SIGCONT);
	rastro_kill(session, pid);
	finish_with(session, pid, -1);
}

static void test_a_filter_spares_calls_that_are_not_selected(void **state)
{
	(void)state;
	skip_under_valgrind();
	struct rastro *session = session_new(RASTRO_FOLLOW | RASTRO_FILTER);

	assert_int_equal(rastro_select(session, "openat"), 0);
	pid_t pid = launch(session, "filtered");
	const struct rastro_event *event;
	bool shown = false;

	while ((event = rastro_wait(session)) && event->kind != RASTRO_EXITED) {
		if (event->kind != RASTRO_ENTERED && event->kind != RASTRO_RETURNED)
			continue;
		assert_int_equal(event->nr, SYS_openat);
		assert_false(shown);
		if (event->kind == RASTRO_ENTERED ||
		    !strstr(rastro_text(session), "/proc/self/status"))
			continue;
		/* From here on not even the selected ones. */
		shown = true;
		rastro_resume(session, pid, RASTRO_NEXT_SIGNAL, RASTRO_SAME_SIGNAL);
	}
	assert_true(shown);
	assert_non_null(event);
	assert_int_equal(event->tid, pid);
	assert_int_equal(event->status, ANSWER);
	assert_null(rastro_wait(session));
	rastro_close(session);
}

/* ---- replaying */

/* Runs to the end, and gives the lines of all events; sink (or NULL) takes them, too. */
static struct text lines_of(struct rastro *session, struct sink *sink)
{
	struct text lines = { 0 };

	while (rastro_wait(session)) {
		text_string(&lines, rastro_text(session));
		text_char(&lines, '\n');
		if (sink)
			sink->ops->event(sink, session->raw);
	}
	assert_null(rastro_error(session));
	return lines;
}

static void test_a_recording_gives_the_same_events(void **state)
{
	struct rastro *session = session_new(0);
	int fd = memfd_create("recording", MFD_CLOEXEC);
	struct stream *stream = stream_from_fd(fd);
	struct sink *sink = sink_open("record", &session->view, stream, NULL);
	char path[50];
	uint64_t value;

	(void)state;
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	pid_t pid = launch(session, "open");
	struct text live = lines_of(session, sink);

	sink_close(sink);
	assert_int_equal(stream_close(stream, NULL), 0);
	assert_int_equal(rastro_replay(session, path), -EBUSY);
	rastro_detach(session);
	assert_int_equal(rastro_replay(session, "/dev/null"), -EINVAL);
	assert_non_null(strstr(rastro_error(session), "/dev/null"));
	assert_int_equal(rastro_replay(session, path), 0);
	assert_int_equal(rastro_register_read(session, pid, "ip", &value), -ESRCH);
	struct text again = lines_of(session, NULL);

	assert_int_equal(again.length, live.length);
	assert_memory_equal(again.bytes, live.bytes, live.length);
	text_free(&live);
	text_free(&again);
	/* It can trace again, too. */
	rastro_detach(session);
	finish_with(session, launch(session, "open"), ANSWER);
	close(fd);
}

static void test_unknown_flags_are_refused(void **state)
{
	(void)state;
	assert_null(rastro_open(1u << 31));
	assert_non_null(rastro_error(NULL));
	rastro_close(NULL);
}

int main(int argc, char **argv)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_events_come_in_order),
		cmocka_unit_test(test_a_session_can_launch_again),
		cmocka_unit_test(test_a_missing_program_is_an_error),
		cmocka_unit_test(test_nobody_can_be_steered_without_a_stop),
		cmocka_unit_test(test_memory_is_read_and_written),
		cmocka_unit_test(test_registers_are_written),
		cmocka_unit_test(test_registers_have_names),
		cmocka_unit_test(test_a_call_is_replaced),
		cmocka_unit_test(test_a_result_is_changed),
		cmocka_unit_test(test_an_argument_is_changed_and_put_back),
		cmocka_unit_test(test_an_argument_of_a_32_bit_call_is_changed),
		cmocka_unit_test(test_a_call_is_skipped),
		cmocka_unit_test(test_a_signal_is_kept_exchanged_or_taken_away),
		cmocka_unit_test(test_a_signal_is_sent),
		cmocka_unit_test(test_steps_are_counted),
		cmocka_unit_test(test_a_step_from_an_entry_makes_the_call),
		cmocka_unit_test(test_a_step_leads_into_a_signal_handler),
		cmocka_unit_test(test_nothing_but_signals_stops_a_free_run),
		cmocka_unit_test(test_calls_that_are_not_selected_are_tampered_with),
		cmocka_unit_test(test_tampering_is_seen_in_events),
		cmocka_unit_test(test_tampering_follows_the_abi_of_calls),
		cmocka_unit_test(test_signals_are_added_to_calls),
		cmocka_unit_test(test_calls_are_selected_and_described),
		cmocka_unit_test(test_names_of_calls),
		cmocka_unit_test(test_threads_belong_to_a_process_but_children_do_not),
		cmocka_unit_test(test_children_are_followed),
		cmocka_unit_test(test_a_thread_is_kept_while_others_run),
		cmocka_unit_test(test_detaching_frees_a_thread_that_is_kept),
		cmocka_unit_test(test_a_running_process_is_joined_and_left),
		cmocka_unit_test(test_a_process_is_left_in_the_middle_of_steps),
		cmocka_unit_test(test_descendants_are_joined),
		cmocka_unit_test(test_a_running_thread_is_paused),
		cmocka_unit_test(test_a_wait_is_interrupted),
		cmocka_unit_test(test_a_stopped_process_stays_stopped),
		cmocka_unit_test(test_a_filter_spares_calls_that_are_not_selected),
		cmocka_unit_test(test_a_recording_gives_the_same_events),
		cmocka_unit_test(test_unknown_flags_are_refused),
	};

	if (readlink("/proc/self/exe", self_path, sizeof(self_path) - 1) < 0)
		return 1;
	if (argc == 3 && strcmp(argv[1], "--program") == 0)
		_exit(program_run(argv[2]));
	if (argc == 2)
		cmocka_set_test_filter(argv[1]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
