/* Calls that a stopped thread makes for us, and none of its own doing.
 *
 * Its registers and its mask of signals are put aside; with all signals blocked
 * nothing but SIGSTOP and the end can come between.  The call instruction is the
 * program's own: the one it has just come from. */
#include "engine/hybrid.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/guard.h"

int remote_begin(struct remote *remote, struct ptrace_engine *engine, pid_t tid, uint64_t site)
{
	uint64_t all = UINT64_MAX;

	*remote = (struct remote){ .engine = engine, .tid = tid, .site = site };
	if (ptrace(PTRACE_GETREGS, tid, NULL, &remote->saved) < 0 ||
	    ptrace(PTRACE_GETSIGMASK, tid, sizeof(remote->mask), &remote->mask) < 0 ||
	    ptrace(PTRACE_SETSIGMASK, tid, sizeof(all), &all) < 0)
		return -errno;
	return 0;
}

/* Runs it to the stop behind the call.  False: it is gone. */
static bool remote_run(struct remote *remote)
{
	unsigned call_stops = 0;
	int status;

	for (;;) {
		if (ptrace(PTRACE_SYSCALL, remote->tid, NULL, NULL) < 0)
			return false;
		while (waitpid(remote->tid, &status, __WALL | __WNOTHREAD) < 0)
			if (errno != EINTR)
				return false;
		if (!WIFSTOPPED(status) || status >> 16 == PTRACE_EVENT_EXIT) {
			wait_give_back(remote->engine, remote->tid, status);
			return false;
		}
		if (WSTOPSIG(status) == (SIGTRAP | 0x80) && ++call_stops == 2)
			return true;
		/* Either it gets the signal, or it is to stop with its process. */
		if (status >> 16 == 0 && WSTOPSIG(status) != (SIGTRAP | 0x80))
			remote->signal = WSTOPSIG(status);
		else if (status >> 16 == PTRACE_EVENT_STOP && WSTOPSIG(status) != SIGTRAP)
			remote->signal = WSTOPSIG(status);
	}
}

int64_t remote_call(struct remote *remote, long nr, const uint64_t args[6])
{
	struct user_regs_struct regs = remote->saved;

	regs.rip = remote->site;
	regs.rax = (uint64_t)nr;
	regs.orig_rax = (uint64_t)-1;
	regs.rdi = args[0];
	regs.rsi = args[1];
	regs.rdx = args[2];
	regs.r10 = args[3];
	regs.r8 = args[4];
	regs.r9 = args[5];
	if (remote->is_lost)
		return -ESRCH;
	if (ptrace(PTRACE_SETREGS, remote->tid, NULL, &regs) < 0 || !remote_run(remote) ||
	    ptrace(PTRACE_GETREGS, remote->tid, NULL, &regs) < 0) {
		remote->is_lost = true;
		return -ESRCH;
	}
	return (int64_t)regs.rax;
}

int64_t remote_map(struct remote *remote, uint64_t address, uint64_t size, int protection,
                   int flags, int fd)
{
	const uint64_t args[6] = { address, size, (uint64_t)protection,
		                   (uint64_t)(flags | MAP_FIXED_NOREPLACE), (uint64_t)fd };
	int64_t result = remote_call(remote, SYS_mmap, args);

	if (result >= 0 && (uint64_t)result != address)
		return -EEXIST;
	return result;
}

void remote_end(struct remote *remote)
{
	if (remote->is_lost)
		return;
	ptrace(PTRACE_SETREGS, remote->tid, NULL, &remote->saved);
	ptrace(PTRACE_SETSIGMASK, remote->tid, sizeof(remote->mask), &remote->mask);
	if (remote->signal)
		syscall(SYS_tkill, remote->tid, remote->signal);
}

static int memory_open(pid_t tid)
{
	char path[32];

	snprintf(path, sizeof(path), "/proc/%d/mem", tid);
	return open(path, O_RDWR | O_CLOEXEC);
}

int remote_read(pid_t tid, uint64_t address, void *bytes, size_t length)
{
	AUTO_CLOSE int fd = memory_open(tid);

	if (fd < 0)
		return -errno;
	return pread(fd, bytes, length, (off_t)address) == (ssize_t)length ? 0 : -EFAULT;
}

int remote_write(pid_t tid, uint64_t address, const void *bytes, size_t length)
{
	AUTO_CLOSE int fd = memory_open(tid);

	if (fd < 0)
		return -errno;
	return pwrite(fd, bytes, length, (off_t)address) == (ssize_t)length ? 0 : -EFAULT;
}
