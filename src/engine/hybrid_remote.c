/* Calls that a stopped thread makes for us, and none of its own doing.
 *
 * Its registers and its mask of signals are put aside; with all signals blocked
 * nothing but SIGSTOP and the end can come between.  The call instruction is the
 * program's own: the one it has just come from.
 *
 * But in a program that is to outlive us it is that of an errand: code of ours behind
 * which the thread would take up its registers again by itself. */
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
	ERRAND_MAX = 512,
};

void remote_begin(struct remote *remote, struct ptrace_engine *engine, const struct task *task,
                  uint64_t site)
{
	const struct agent_places *places = &engine->hybrid->places;

	*remote = (struct remote){
		.engine = engine, .image = task->image, .tid = task->tid, .site = site
	};
	if (engine->hybrid->dispatches)
		remote->site = task->image->errand + (places->errand_call - places->errand);
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

/* ---- errands: should we be killed, the thread comes back by itself */

static size_t errand_size(const struct agent_places *places)
{
	return places->errand_end - places->errand;
}

/* Room at the end of the vDSO, which is in every program, and which a debugger may write. */
static uint64_t errand_find(pid_t tid, size_t length)
{
	struct mapping vdso;

	return mapping_named(tid, "[vdso]", &vdso) && vdso.end - vdso.begin >= length
	               ? vdso.end - length
	               : 0;
}

bool errand_is_possible(struct image *image, pid_t tid)
{
	size_t length = errand_size(&image->hybrid->places);
	uint64_t address = image->errand ? 0 : errand_find(tid, length);
	uint8_t bytes[ERRAND_MAX];

	if (image->errand)
		return true;
	if (!address || length > sizeof(bytes) ||
	    image_memory_read(image, tid, address, bytes, length) < 0)
		return false;
	for (size_t i = 0; i < length; i++)
		if (bytes[i])
			return false;
	image->errand = address;
	return true;
}

void errand_erase(struct image *image, pid_t tid)
{
	const uint8_t none[ERRAND_MAX] = { 0 };

	if (image->errand)
		image_memory_write(image, tid, image->errand, none,
		                   errand_size(&image->hybrid->places));
	image->errand = 0;
}

static bool errand_write(const struct remote *remote)
{
	const struct agent_places *places = &remote->engine->hybrid->places;
	size_t code = places->errand_data - places->errand;
	uint8_t bytes[ERRAND_MAX];
	struct errand_data data;

	errand_data_fill(&data, &remote->saved, remote->mask);
	memcpy(bytes, remote->engine->hybrid->text + (places->errand - AGENT_BASE), code);
	memcpy(bytes + code, &data, sizeof(data));
	return image_memory_write(remote->image, remote->tid, remote->image->errand, bytes,
	                          errand_size(places)) == 0;
}

/* From now on it comes back: then its signals may be blocked. */
static bool errand_begin(const struct remote *remote)
{
	struct arch_state state = remote->saved;

	if (!remote->engine->hybrid->dispatches)
		return true;
	arch_state_ip_set(&state, remote->site + CALL_LENGTH);
	/* Of one that has entered a call, another is made, from there. */
	if (remote->is_entered)
		arch_state_number_set(&state, SYS_getpid);
	else
		arch_state_settle(&state);
	return errand_write(remote) && arch_state_write(remote->tid, &state) == 0;
}

/* ---- calls */

/* What the thread is to run to. */
struct goal {
	int request;
	unsigned call_stops; /* so many stops of calls; or */
	uint64_t trap;       /* behind a breakpoint, or a step */
};

static bool goal_is_reached(const struct remote *remote, struct goal *goal, int status)
{
	struct arch_state state;

	if (goal->call_stops)
		return status >> 8 == CALL_STOP && --goal->call_stops == 0;
	return status >> 8 == SIGTRAP && arch_state_read(remote->tid, &state) == 0 &&
	       arch_state_ip(&state) == goal->trap;
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

/* As the registers are to be when it goes on: in front of the call it has entered. */
static bool remote_save(struct remote *remote)
{
	if (arch_state_read(remote->tid, &remote->saved) < 0)
		return false;
	if (remote->is_entered)
		arch_state_rewind(&remote->saved);
	return true;
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
		remote->is_forbidden || signal_waits(tid) || !remote_save(remote) ||
		ptrace(PTRACE_GETSIGMASK, tid, sizeof(remote->mask), &remote->mask) < 0 ||
		!errand_begin(remote) || ptrace(PTRACE_SETSIGMASK, tid, sizeof(all), &all) < 0;
	remote->has_begun = !remote->is_refused;
	if (remote->has_begun && remote->is_entered)
		remote->is_lost =
			!remote_run(remote, (struct goal){ PTRACE_SYSCALL, .call_stops = 1 });
	return remote->has_begun;
}

/* Goes on with these registers, and leaves there what they are at the stop. */
static bool remote_go(struct remote *remote, struct arch_state *state, struct goal goal)
{
	if (!remote->is_lost)
		remote->is_lost = arch_state_write(remote->tid, state) < 0 ||
		                  !remote_run(remote, goal) ||
		                  arch_state_read(remote->tid, state) < 0;
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
	struct arch_state state = remote->saved;

	arch_state_ip_set(&state, from);
	arch_state_settle(&state);
	preparation_set(&state, rings, region, agent_mark(remote->engine));
	if (!remote_go(remote, &state, goal))
		return -ESRCH;
	return preparation_result(&state, fd);
}

void remote_prepare_end(struct remote *remote)
{
	const struct agent_places *places = &remote->engine->hybrid->places;
	struct goal goal = { PTRACE_CONT, .trap = places->closed };

	if (!remote->is_lost && remote->has_begun)
		remote->is_lost = !remote_run(remote, goal);
}

static int64_t remote_call_from(struct remote *remote, struct arch_state *state, uint64_t from,
                                long nr, const uint64_t args[6])
{
	arch_state_call(state, ABI_X86_64, from, (uint32_t)nr, args);
	/* One stop; between two of the call's own the thread would have to be let go once more.
	 * But the trap of a step would end the program if we were killed. */
	struct goal step = { PTRACE_SINGLESTEP, .trap = remote->site + CALL_LENGTH };
	struct goal call = { PTRACE_SYSCALL, .call_stops = 2 };

	if (!remote_go(remote, state, remote->engine->hybrid->dispatches ? call : step))
		return -ESRCH;
	return arch_state_result(state, ABI_X86_64);
}

int64_t remote_call(struct remote *remote, long nr, const uint64_t args[6])
{
	if (!remote_start(remote))
		return -EAGAIN;
	struct arch_state state = remote->saved;

	return remote_call_from(remote, &state, remote->site, nr, args);
}

int64_t remote_code_write(struct remote *remote, const struct mapping *mapping, uint64_t address,
                          const uint8_t code[CALL_LENGTH])
{
	uint64_t args[6] = { mapping->begin, mapping->end - mapping->begin,
		             PROT_READ | PROT_WRITE | PROT_EXEC };
	int64_t result = remote_call(remote, SYS_mprotect, args);
	struct arch_state state = remote->saved;

	if (result < 0)
		return result;
	errand_patch_set(&state, address, code);
	args[2] = PROT_READ | PROT_EXEC;
	return remote_call_from(remote, &state, remote->image->errand, SYS_mprotect, args);
}

bool remote_put_off(struct remote *remote)
{
	if (!remote_start(remote))
		return false;
	struct arch_state state = remote->saved;

	arch_state_settle(&state);
	remote_go(remote, &state,
	          (struct goal){ PTRACE_SINGLESTEP, .trap = arch_state_ip(&state) });
	arch_state_rewind(&remote->saved);
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
	/* The mask first: until it has its registers the thread would end an errand by itself. */
	ptrace(PTRACE_SETSIGMASK, remote->tid, sizeof(remote->mask), &remote->mask);
	arch_state_write(remote->tid, &remote->saved);
	if (remote->signal)
		syscall(SYS_tkill, remote->tid, remote->signal);
}

static int memory_open(pid_t tid)
{
	char path[32];

	snprintf(path, sizeof(path), "/proc/%d/mem", tid);
	return open(path, O_RDWR | O_CLOEXEC);
}

static int maps_open(pid_t tid)
{
	char path[32];

	snprintf(path, sizeof(path), "/proc/%d/maps", tid);
	return open(path, O_RDONLY | O_CLOEXEC);
}

int remote_write(pid_t tid, uint64_t address, const void *bytes, size_t length)
{
	AUTO_CLOSE int fd = memory_open(tid);

	if (fd < 0)
		return -errno;
	return pwrite(fd, bytes, length, (off_t)address) == (ssize_t)length ? 0 : -EFAULT;
}

int image_file(struct image *image, pid_t tid, enum image_file which, int *own)
{
	*own = -1;
	if (image->files[which] >= 0)
		return image->files[which];
	int fd = which == IMAGE_MAPS ? maps_open(tid) : memory_open(tid);

	if (fd < 0 || image->hybrid->files_open == IMAGE_FILES_OPEN_MAX)
		return *own = fd;
	image->hybrid->files_open++;
	return image->files[which] = fd;
}

int image_memory_read(struct image *image, pid_t tid, uint64_t address, void *bytes, size_t length)
{
	AUTO_CLOSE int own = -1;
	int fd = image_file(image, tid, IMAGE_MEMORY, &own);

	if (fd < 0)
		return -errno;
	return pread(fd, bytes, length, (off_t)address) == (ssize_t)length ? 0 : -EFAULT;
}

int image_memory_write(struct image *image, pid_t tid, uint64_t address, const void *bytes,
                       size_t length)
{
	AUTO_CLOSE int own = -1;
	int fd = image_file(image, tid, IMAGE_MEMORY, &own);

	if (fd < 0)
		return -errno;
	return pwrite(fd, bytes, length, (off_t)address) == (ssize_t)length ? 0 : -EFAULT;
}
