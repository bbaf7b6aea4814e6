/* Holding a process: all its threads stopped, for as long as somebody looks at it or
 * changes it, and then let go as if nothing had been.
 *
 * Unlike an engine this makes no events and does not follow anything: it is for a
 * moment.  While it lasts, signals that would end us wait, so that nobody is left
 * behind with registers that are not his. */
#ifndef RASTRO_TRACEE_HOLD_H
#define RASTRO_TRACEE_HOLD_H

#include "arch/arch.h"
#include "base/error.h"
#include "base/map.h"

#include <signal.h>
#include <stdbool.h>

enum { HOLD_THREADS_MAX = 1 << 16 };

struct hold {
	pid_t pid;
	pid_t *threads; /* those that are stopped */
	unsigned count, capacity;
	struct map by_tid; /* those that were joined */
	volatile sig_atomic_t
		is_joining; /* one more: meanwhile those before may have to be reaped */
	sigset_t mask;      /* ours, before */
};

/* Stops all threads of the process that pid is a thread of; -1 with error, and none is. */
int hold_begin(struct hold *, pid_t pid, struct error *);
/* Calls that only we interrupted are taken up again. */
void hold_end(struct hold *);
/* The thread that is meant by pid; the first one that lives where that has ended. */
pid_t hold_thread(const struct hold *, pid_t pid);

/* Calls of the kernel that a held thread makes for us, and none of its own doing. */
struct remote {
	const struct hold *hold;
	pid_t tid;
	unsigned abi;
	uint64_t site;        /* of a call instruction of that ABI */
	uint64_t words[32];   /* registers as they were */
	uint64_t mask;        /* signals that it blocked */
	bool is_lost;         /* the thread is gone */
	int killed;           /* by this signal */
	bool has_trap;        /* SIGSYS waited for it before */
	bool was_trapped;     /* a seccomp filter answered by SIGSYS */
	bool was_stopped;     /* SIGSTOP came meanwhile */
	bool was_interrupted; /* somebody wanted us to end */
	bool has_slept;       /* a call of ours took the place of a sleep to go on with */
};

/* 0, or -errno: nothing has begun. */
int remote_open(struct remote *, const struct hold *, pid_t tid, unsigned abi, uint64_t site);
/* Returns 0 and what the call returned, or -ESRCH: is_lost. */
int remote_make(struct remote *, uint32_t nr, const uint64_t args[6], int64_t *result);
/* Registers and signals are as they were. */
void remote_close(struct remote *);

#endif
