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

enum {
	CALL_STOP = SIGTRAP | 0x80,
	STOPS_MAX = 100, /* of one call, whatever the thread runs into */
};

void remote_begin(struct remote *remote, struct ptrace_engine *engine, pid_t tid, uint64_t site)
{
	*remote = (struct remote){ .engine = engine, .tid = tid, .site = site };
}

/* Mostly none does: that is told without /proc, where it takes many times as long. */
static bool signal_waits(pid_t tid)
{
	const unsigned queues[] = { 0, PTRACE_PEEKSIGINFO_SHARED };
	siginfo_t info;

	for (unsigned i = 0; i < sizeof(queues) / sizeof(*queues); i++) {
		struct __ptrace_peeksiginfo_args first = { .flags = queues[i], .nr = 1 };

		if (ptrace(PTRACE_PEEKSIGINFO, tid, &first, &info) != 0)
			return signal_is_coming(tid);
	}
	return false;
}

/* SIGSTOP cannot be kept out while the thread works for us. */
static bool remote_start(struct remote *remote)
{
	pid_t tid = remote->tid;
	/* But the one by which the agent tells that it is prepared. */
	uint64_t all = ~(1ull << (SIGTRAP - 1));

	if (remote->has_begun || remote->is_refused)
		return remote->has_begun;
	remote->is_refused =
		signal_waits(tid) || ptrace(PTRACE_GETREGS, tid, NULL, &remote->saved) < 0 ||
		ptrace(PTRACE_GETSIGMASK, tid, sizeof(remote->mask), &remote->mask) < 0 ||
		ptrace(PTRACE_SETSIGMASK, tid, sizeof(all), &all) < 0;
	remote->has_begun = !remote->is_refused;
	return remote->has_begun;
}

/* What the thread is to run to. */
struct goal {
	int request;
	uint64_t trap; /* behind a breakpoint, or a step */
};

static bool goal_is_reached(const struct remote *remote, const struct goal *goal, int status)
{
	size_t ip = offsetof(struct user_regs_struct, rip);

	return status >> 8 == SIGTRAP &&
	       (uint64_t)ptrace(PTRACE_PEEKUSER, remote->tid, ip, NULL) == goal->trap;
}

/* False: it is gone. */
static bool remote_run(struct remote *remote, struct goal goal)
{
	int status;

	for (unsigned stops = 0; stops < STOPS_MAX; stops++) {
		if (ptrace(goal.request, remote->tid, NULL, NULL) < 0)
			return false;
		while (waitpid(remote->tid, &status, __WALL | __WNOTHREAD) < 0)
			if (errno != EINTR)
				return false;
		if (!WIFSTOPPED(status) || status >> 16 == PTRACE_EVENT_EXIT) {
			wait_give_back(remote->engine, remote->tid, status);
			return false;
		}
		if (goal_is_reached(remote, &goal, status))
			return true;
		/* Either it gets the signal, or it is to stop with its process. */
		if (status >> 16 == 0 && WSTOPSIG(status) != CALL_STOP)
			remote->signal = WSTOPSIG(status);
		else if (status >> 16 == PTRACE_EVENT_STOP && WSTOPSIG(status) != SIGTRAP)
			remote->signal = WSTOPSIG(status);
	}
	return false;
}

/* Goes on with these registers, and leaves there what they are at the stop. */
static bool remote_go(struct remote *remote, struct user_regs_struct *regs, struct goal goal)
{
	if (!remote->is_lost)
		remote->is_lost = ptrace(PTRACE_SETREGS, remote->tid, NULL, regs) < 0 ||
		                  !remote_run(remote, goal) ||
		                  ptrace(PTRACE_GETREGS, remote->tid, NULL, regs) < 0;
	return !remote->is_lost;
}

int64_t remote_prepare(struct remote *remote, uint64_t from, uint64_t rings, uint64_t region,
                       int *fd)
{
	const struct agent_places *places = &remote->engine->hybrid->places;
	struct goal goal = { PTRACE_CONT, .trap = places->taken };

	*fd = -1;
	if (!remote_start(remote))
		return -EAGAIN;
	struct user_regs_struct regs = remote->saved;

	regs.rip = from;
	regs.orig_rax = (uint64_t)-1;
	regs.r13 = rings;
	regs.r15 = region;
	if (!remote_go(remote, &regs, goal))
		return -ESRCH;
	*fd = (int)regs.r12;
	return (int64_t)regs.r14;
}

void remote_prepare_end(struct remote *remote)
{
	const struct agent_places *places = &remote->engine->hybrid->places;
	struct goal goal = { PTRACE_CONT, .trap = places->closed };

	if (!remote->is_lost && remote->has_begun)
		remote->is_lost = !remote_run(remote, goal);
}

int64_t remote_call(struct remote *remote, long nr, const uint64_t args[6])
{
	if (!remote_start(remote))
		return -EAGAIN;
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
	/* One stop; between two of the call's own the thread would have to be let go once more. */
	if (!remote_go(remote, &regs,
	               (struct goal){ PTRACE_SINGLESTEP, .trap = remote->site + CALL_LENGTH }))
		return -ESRCH;
	return (int64_t)regs.rax;
}

bool remote_put_off(struct remote *remote)
{
	if (!remote_start(remote))
		return false;
	struct user_regs_struct regs = remote->saved;

	regs.orig_rax = (uint64_t)-1;
	remote_go(remote, &regs, (struct goal){ PTRACE_SINGLESTEP, .trap = regs.rip });
	remote->saved.rax = remote->saved.orig_rax;
	remote->saved.orig_rax = (uint64_t)-1;
	remote->saved.rip -= CALL_LENGTH;
	return true;
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
	if (remote->is_lost || !remote->has_begun)
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

int remote_write(pid_t tid, uint64_t address, const void *bytes, size_t length)
{
	AUTO_CLOSE int fd = memory_open(tid);

	if (fd < 0)
		return -errno;
	return pwrite(fd, bytes, length, (off_t)address) == (ssize_t)length ? 0 : -EFAULT;
}

/* Its own descriptor, or, where there are many images, one for this time only. */
static int image_memory(struct image *image, pid_t tid, int *own)
{
	*own = -1;
	if (image->memory >= 0)
		return image->memory;
	int fd = memory_open(tid);

	if (fd < 0 || image->hybrid->memories_open == MEMORIES_OPEN_MAX)
		return *own = fd;
	image->hybrid->memories_open++;
	return image->memory = fd;
}

int image_memory_read(struct image *image, pid_t tid, uint64_t address, void *bytes, size_t length)
{
	AUTO_CLOSE int own = -1;
	int fd = image_memory(image, tid, &own);

	if (fd < 0)
		return -errno;
	return pread(fd, bytes, length, (off_t)address) == (ssize_t)length ? 0 : -EFAULT;
}

int image_memory_write(struct image *image, pid_t tid, uint64_t address, const void *bytes,
                       size_t length)
{
	AUTO_CLOSE int own = -1;
	int fd = image_memory(image, tid, &own);

	if (fd < 0)
		return -errno;
	return pwrite(fd, bytes, length, (off_t)address) == (ssize_t)length ? 0 : -EFAULT;
}
