/* Reading memory that may never answer.
 *
 * A page of a FUSE file comes from a program; if we hold that program stopped,
 * it never comes, and no signal ends the read.  So a helper does it: a process
 * that shares our memory and nothing else.  When it is late it is killed and
 * forgotten, together with the stack and buffer that it may still use.  It dies
 * without running another instruction of ours. */
#include "tracee/timed_read.h"

#include <errno.h>
#include <linux/futex.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PATIENCE_NS = 50 * 1000 * 1000, STACK_SIZE = 1 << 14 };

struct helper {
	int fd;
	uint64_t address;
	size_t length;
	uint32_t done; /* futex */
	ssize_t result;
	_Alignas(16) char stack[STACK_SIZE];
	char buffer[TIMED_READ_MAX];
};

static int helper_run(void *argument)
{
	struct helper *helper = argument;

	/* It may live on for long: it must not keep anybody's pipe open. */
	if (helper->fd > 0)
		syscall(SYS_close_range, 0, helper->fd - 1, 0);
	syscall(SYS_close_range, helper->fd + 1, ~0u, 0);
	ssize_t got = pread(helper->fd, helper->buffer, helper->length, (off_t)helper->address);

	helper->result = got < 0 ? -errno : got;
	__atomic_store_n(&helper->done, 1, __ATOMIC_RELEASE);
	syscall(SYS_futex, &helper->done, FUTEX_WAKE, 1, NULL, NULL, 0);
	syscall(SYS_exit, 0);
	return 0;
}

static pid_t helper_start(struct helper *helper)
{
	sigset_t all, old;

	/* It runs no handlers of ours; and its end (signal 0) tells nobody. */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	pid_t pid =
		clone(helper_run, helper->stack + STACK_SIZE, CLONE_VM | CLONE_UNTRACED, helper);

	pthread_sigmask(SIG_SETMASK, &old, NULL);
	return pid;
}

static uint64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

static bool helper_wait(struct helper *helper)
{
	uint64_t end = now_ns() + PATIENCE_NS, now;

	while (!__atomic_load_n(&helper->done, __ATOMIC_ACQUIRE)) {
		now = now_ns();
		if (now >= end)
			return false;
		struct timespec rest = { .tv_nsec = (long)(end - now) };

		syscall(SYS_futex, &helper->done, FUTEX_WAIT, 0, &rest, NULL, 0);
	}
	return true;
}

ssize_t timed_read(int fd, uint64_t address, void *buffer, size_t length)
{
	struct helper *helper = mmap(NULL, sizeof(*helper), PROT_READ | PROT_WRITE,
	                             MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (helper == MAP_FAILED)
		return -errno;
	helper->fd = fd;
	helper->address = address;
	helper->length = length < TIMED_READ_MAX ? length : TIMED_READ_MAX;
	pid_t pid = helper_start(helper);
	ssize_t result = pid < 0 ? -errno : -ETIMEDOUT;

	if (pid > 0 && !helper_wait(helper)) {
		kill(pid, SIGKILL); /* whoever waits for children reaps it, one day */
		return -ETIMEDOUT;
	}
	if (pid > 0) {
		waitpid(pid, NULL, __WALL);
		result = helper->result;
		if (result > 0)
			memcpy(buffer, helper->buffer, (size_t)result);
	}
	munmap(helper, sizeof(*helper));
	return result;
}
