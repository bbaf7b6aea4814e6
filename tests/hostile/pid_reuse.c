/* One number, used again and again: as a child, as a thread, as a thread that vanishes in
 * an exec, and as a child of what comes after it.  Each bearer makes one call that tells
 * which it is.
 *
 *	pid_reuse			all of them, to be traced from the beginning
 *	pid_reuse stranger RASTRO	the number is traced, ends, and is given to a process
 *					that is not traced; status 0: it is left alone */
#include <errno.h>
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { NUMBER = 4242, STACK = 1 << 16, IMPOSSIBLE = 77 };

static const pid_t number = NUMBER;

static pid_t child_start(void)
{
	struct clone_args args = { .exit_signal = SIGCHLD,
		                   .set_tid = (uintptr_t)&number,
		                   .set_tid_size = 1 };
	long pid;

	/* It is free once its last bearer is reaped, by whoever traces it. */
	do
		pid = syscall(SYS_clone3, &args, sizeof(args));
	while (pid < 0 && errno == EEXIST);
	if (pid < 0)
		exit(IMPOSSIBLE);
	return (pid_t)pid;
}

static void child(int bearer)
{
	pid_t pid = child_start();

	if (pid == 0) {
		syscall(SYS_getpriority, bearer, NUMBER);
		_exit(bearer);
	}
	waitpid(pid, NULL, 0);
}

static volatile int called; /* the thread has made its call */
static char stack[STACK] __attribute__((aligned(64)));

/* The thread has an empty stack: all it does is done here. */
__attribute__((noinline)) static void thread(int bearer, int stays)
{
	struct clone_args args = { .flags = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND |
		                            CLONE_THREAD,
		                   .stack = (uintptr_t)stack,
		                   .stack_size = STACK,
		                   .set_tid = (uintptr_t)&number,
		                   .set_tid_size = 1 };
	long result;

	called = 0;
	do
		__asm__ volatile("syscall\n\t"
		                 "test %%eax, %%eax\n\t"
		                 "jnz 1f\n\t"
		                 "mov %[getpriority], %%eax\n\t"
		                 "mov %[bearer], %%edi\n\t"
		                 "mov %[number], %%esi\n\t"
		                 "syscall\n\t"
		                 "movl $1, %[called]\n"
		                 "2: test %[stays], %[stays]\n\t"
		                 "jz 3f\n\t"
		                 "mov %[pause], %%eax\n\t"
		                 "syscall\n\t"
		                 "jmp 2b\n"
		                 "3: mov %[exit], %%eax\n\t"
		                 "syscall\n"
		                 "1:"
		                 : "=a"(result), [called] "+m"(called)
		                 : "a"(SYS_clone3), "D"(&args),
		                   "S"(sizeof(args)), [getpriority] "i"(SYS_getpriority),
		                   [pause] "i"(SYS_pause), [exit] "i"(SYS_exit),
		                   [number] "i"(NUMBER), [bearer] "r"(bearer), [stays] "r"(stays)
		                 : "rcx", "r11", "memory");
	while (result == -EEXIST);
	if (result < 0)
		exit(IMPOSSIBLE);
	while (!called)
		sched_yield();
}

/* ---- the stranger */

/* A line of /proc/PID/status. */
static void status_read(pid_t pid, const char *field, char value[64])
{
	char path[64], line[256];

	strcpy(value, "");
	snprintf(path, sizeof(path), "/proc/%d/status", pid);
	FILE *file = fopen(path, "r");

	while (file && fgets(line, sizeof(line), file))
		if (strncmp(line, field, strlen(field)) == 0)
			snprintf(value, 64, "%s", line + strlen(field) + 1);
	if (file)
		fclose(file);
}

static void await_tracer(pid_t pid)
{
	char value[64];

	do {
		sched_yield();
		status_read(pid, "TracerPid:", value);
	} while (atoi(value) == 0);
}

static int stranger(char *rastro)
{
	char traced[16], other[16], value[64];
	int ready[2];
	pid_t first = child_start();

	if (first == 0)
		pause();
	pid_t second = fork();

	if (second == 0)
		for (;;)
			pause();
	snprintf(traced, sizeof(traced), "%d", first);
	snprintf(other, sizeof(other), "%d", second);
	pid_t tracer = fork();

	if (tracer == 0) {
		execl(rastro, "rastro", "-f", "-o", "trace", "-p", traced, "-p", other, NULL);
		_exit(98);
	}
	await_tracer(first);
	await_tracer(second);
	kill(first, SIGKILL);
	waitpid(first, NULL, 0);
	if (pipe(ready) < 0)
		return 97;
	pid_t stranger = child_start();

	if (stranger == 0) {
		syscall(SYS_getpriority, 9, NUMBER);
		if (write(ready[1], "", 1) != 1)
			_exit(97);
		for (;;)
			pause();
	}
	if (read(ready[0], value, 1) != 1)
		return 97;
	kill(tracer, SIGTERM);
	waitpid(tracer, NULL, 0);
	status_read(stranger, "TracerPid:", value);
	int status = atoi(value) != 0;

	status_read(stranger, "State:", value);
	if (!strchr("RS", value[0]))
		status = 2;
	kill(stranger, SIGKILL);
	kill(second, SIGKILL);
	return status;
}

int main(int argc, char **argv)
{
	alarm(60);
	if (argc == 3)
		return stranger(argv[2]);
	if (argc == 2) {
		child(7);
		thread(8, 0);
		return 42;
	}
	child(1);
	child(2);
	thread(3, 0);
	child(4);
	thread(5, 0);
	thread(6, 1);
	/* The thread vanishes, and what comes after it has its number. */
	execl("/proc/self/exe", "pid_reuse", "again", NULL);
	return 98;
}
