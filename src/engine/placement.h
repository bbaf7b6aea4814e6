/* Where the tracer runs; see placement.c. */
#ifndef RASTRO_ENGINE_PLACEMENT_H
#define RASTRO_ENGINE_PLACEMENT_H

#include <sched.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

enum placement_mode {
	PLACE_FREE, /* as the scheduler likes */
	PLACE_NEAR, /* on the tracee's CPU, and out of its way */
	PLACE_SPIN, /* elsewhere, awake for a moment after each stop */
};

struct placement {
	bool started;
	enum placement_mode mode, best; /* now; and when the machine has room */
	cpu_set_t mask;                 /* ours, as it was */
	int cpu;                        /* where we pinned ourselves; -1: nowhere */
	unsigned stops;
	pid_t stat_tid; /* whose stat file is open */
	int stat_fd, schedstat_fd, loadavg_fd;
	uint64_t looked_ns, delay_ns, slices; /* at the last look */
	uint64_t retry_ns, pause_ns;
};

/* To be called by the thread that traces, once the tracee has been started:
 * nothing of this must be inherited. */
void placement_start(struct placement *);
void placement_end(struct placement *);
/* Thread tid of process pid has stopped. */
void placement_follow(struct placement *, pid_t pid, pid_t tid);
/* Some milliseconds have passed. */
void placement_review(struct placement *);

#endif
