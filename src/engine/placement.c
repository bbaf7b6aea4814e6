/* Where the tracer runs.
 *
 * A stop is two switches, from the tracee to us and back.  On one CPU they cost
 * little; across CPUs each wakes a sleeping CPU, which on virtual machines costs
 * many times as much.  The scheduler means well and moves the one who wakes up
 * to the idle CPU.  A tracer of policy SCHED_IDLE, pinned to the tracee's CPU,
 * keeps both together: for the scheduler that CPU is idle when we run, so the
 * tracee stays, and goes on before us the moment it is resumed.
 *
 * When others want that CPU a SCHED_IDLE thread starves.  So a guard looks at
 * how long we had to wait for it, and sends us back to normal life for a while.
 *
 * Who may not leave SCHED_IDLE again (not privileged) stays normal, but asks a
 * little before it sleeps, while there are CPUs to spare.
 *
 * Only our own thread is ever moved. */
#include "engine/placement.h"

#include <fcntl.h>
#include <linux/capability.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum {
	FOLLOW_EVERY = 64,       /* stops; looking costs as much as one of them */
	STARVED_PERCENT = 30,    /* of the time, waiting for a CPU, and */
	STARVED_NS = 100 * 1000, /* so long at a time */
	STAT_CPU = 39,           /* the field of /proc/PID/stat that says where it ran */
	NICE_RANGE = 20,
};

static const uint64_t pause_min_ns = 100 * 1000 * 1000, pause_max_ns = 5000000000;

static uint64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

/* Leaving SCHED_IDLE takes a privilege, entering it none. */
static bool may_leave_idle(void)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct data[2] = { 0 };
	struct rlimit limit;

	if (getrlimit(RLIMIT_NICE, &limit) == 0 && limit.rlim_cur >= NICE_RANGE)
		return true;
	return syscall(SYS_capget, &header, data) == 0 && data[0].effective & 1u << CAP_SYS_NICE;
}

static bool policy_set(int policy)
{
	struct sched_param param = { 0 };

	return sched_setscheduler(0, policy, &param) == 0;
}

/* Threads that run or want to, on the whole machine. */
static bool machine_has_room(const struct placement *place)
{
	char text[128] = "";
	int running = 0;

	if (pread(place->loadavg_fd, text, sizeof(text) - 1, 0) <= 0 ||
	    sscanf(text, "%*s %*s %*s %d", &running) != 1)
		return false;
	return running - 1 < CPU_COUNT(&place->mask);
}

/* How long we waited for a CPU so far, and how often we got one. */
static bool schedstat_read(const struct placement *place, uint64_t *delay_ns, uint64_t *slices)
{
	unsigned long long ran, delayed, count;
	char text[128] = "";

	if (pread(place->schedstat_fd, text, sizeof(text) - 1, 0) <= 0 ||
	    sscanf(text, "%llu %llu %llu", &ran, &delayed, &count) != 3)
		return false;
	*delay_ns = delayed;
	*slices = count;
	return true;
}

static void enter(struct placement *place)
{
	if (place->best == PLACE_NEAR && !policy_set(SCHED_IDLE))
		return;
	place->mode = place->best;
	place->stops = 0;
	place->looked_ns = now_ns();
	schedstat_read(place, &place->delay_ns, &place->slices);
}

static void leave(struct placement *place)
{
	if (place->mode == PLACE_NEAR) {
		policy_set(SCHED_OTHER);
		if (place->cpu >= 0)
			sched_setaffinity(0, sizeof(place->mask), &place->mask);
	}
	place->cpu = -1;
	place->mode = PLACE_FREE;
}

void placement_start(struct placement *place)
{
	if (place->started)
		return;
	*place = (struct placement){
		.started = true,
		.best = may_leave_idle() ? PLACE_NEAR : PLACE_SPIN,
		.cpu = -1,
		.stat_fd = -1,
		.schedstat_fd = open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC),
		.loadavg_fd = open("/proc/loadavg", O_RDONLY | O_CLOEXEC),
		.pause_ns = pause_min_ns,
	};
	/* Somebody chose a policy for us: it stays.  Without the files there is no guard. */
	if (sched_getscheduler(0) != SCHED_OTHER || place->schedstat_fd < 0 ||
	    place->loadavg_fd < 0 || sched_getaffinity(0, sizeof(place->mask), &place->mask) < 0)
		place->best = PLACE_FREE;
	if (place->best != PLACE_FREE && machine_has_room(place))
		enter(place);
}

void placement_end(struct placement *place)
{
	if (!place->started)
		return;
	leave(place);
	if (place->stat_fd >= 0)
		close(place->stat_fd);
	if (place->schedstat_fd >= 0)
		close(place->schedstat_fd);
	if (place->loadavg_fd >= 0)
		close(place->loadavg_fd);
	*place = (struct placement){ 0 };
}

/* The file of the thread: that of the process adds up all threads. */
static bool stat_open(struct placement *place, pid_t pid, pid_t tid)
{
	char path[64];

	if (place->stat_fd >= 0 && place->stat_tid == tid)
		return true;
	if (place->stat_fd >= 0)
		close(place->stat_fd);
	snprintf(path, sizeof(path), "/proc/%d/task/%d/stat", pid, tid);
	place->stat_fd = open(path, O_RDONLY | O_CLOEXEC);
	place->stat_tid = tid;
	return place->stat_fd >= 0;
}

static int cpu_of(struct placement *place, pid_t pid, pid_t tid)
{
	char text[1024];

	if (!stat_open(place, pid, tid))
		return -1;
	ssize_t length = pread(place->stat_fd, text, sizeof(text) - 1, 0);

	if (length <= 0) {
		/* It is gone; its number may be somebody else's tomorrow. */
		close(place->stat_fd);
		place->stat_fd = -1;
		return -1;
	}
	text[length] = 0;
	/* The name in field 2 may hold anything, but no field after it a parenthesis. */
	const char *at = strrchr(text, ')');

	for (int field = 2; at && field < STAT_CPU; field++)
		at = strchr(at + 1, ' ');
	return at ? atoi(at) : -1;
}

void placement_follow(struct placement *place, pid_t pid, pid_t tid)
{
	cpu_set_t target;

	if (place->mode != PLACE_NEAR || place->stops++ % FOLLOW_EVERY != 0)
		return;
	int cpu = cpu_of(place, pid, tid);

	if (cpu < 0 || cpu == place->cpu || cpu >= CPU_SETSIZE || !CPU_ISSET(cpu, &place->mask))
		return;
	CPU_ZERO(&target);
	CPU_SET(cpu, &target);
	if (sched_setaffinity(0, sizeof(target), &target) == 0)
		place->cpu = cpu;
}

static bool starved(struct placement *place, uint64_t now)
{
	uint64_t delay_ns = 0, slices = 0;

	if (!schedstat_read(place, &delay_ns, &slices))
		return true;
	uint64_t window = now - place->looked_ns, delayed = delay_ns - place->delay_ns;
	uint64_t times = slices - place->slices + 1;

	place->looked_ns = now;
	place->delay_ns = delay_ns;
	place->slices = slices;
	return delayed * 100 > window * STARVED_PERCENT && delayed / times > STARVED_NS;
}

void placement_review(struct placement *place)
{
	uint64_t now;

	if (!place->started || place->best == PLACE_FREE)
		return;
	now = now_ns();
	if (place->mode == PLACE_NEAR && starved(place, now)) {
		leave(place);
		place->retry_ns = now + place->pause_ns;
		place->pause_ns =
			place->pause_ns * 2 < pause_max_ns ? place->pause_ns * 2 : pause_max_ns;
	} else if (place->mode == PLACE_SPIN && !machine_has_room(place)) {
		leave(place);
	} else if (place->mode == PLACE_FREE && now >= place->retry_ns && machine_has_room(place)) {
		enter(place);
	}
}
