/* Engines watch processes and produce events.
 *
 * Pull interface: engine->next() waits for something to happen, fills an event
 * and returns.  With ENGINE_HOLD the thread stays stopped until the following
 * next() or an explicit resume, so that the caller may look at and change it;
 * without, it runs again before next() returns. */
#ifndef RASTRO_ENGINE_ENGINE_H
#define RASTRO_ENGINE_ENGINE_H

#include "base/error.h"
#include "calls/capture.h"
#include "event/event.h"
#include "calls/call_set.h"

#include <sys/types.h>

struct engine;

enum engine_flag {
	ENGINE_FOLLOW = 1 << 0,	  /* new tasks of traced tasks are traced, too */
	ENGINE_HOLD = 1 << 1,	  /* keep the thread stopped while its event is looked at */
	ENGINE_CPU_TIME = 1 << 2, /* fill event.cpu_ns */
	ENGINE_FILTER = 1 << 3,	  /* a seccomp filter may let unwanted calls run free */
	ENGINE_IP = 1 << 4,	  /* fill event.ip */
	ENGINE_NO_ENTRY = 1 << 5, /* EVENT_ENTRY is not wanted, EVENT_EXIT alone will do */
	ENGINE_DETACH_ON_EXEC = 1 << 6, /* -b execve */
	ENGINE_KILL_ON_EXIT = 1 << 7,	/* PTRACE_O_EXITKILL */
	ENGINE_STAY = 1 << 8, /* leave policy and CPUs of the tracing thread as they are */
	ENGINE_NO_MEMORY = 1 << 9, /* numbers will do: keep no memory of calls */
};

struct engine_options {
	unsigned flags;		 /* enum engine_flag */
	struct call_set calls;	 /* calls wanted; others give no event */
	struct capture_limits limits;
	unsigned decode_fds;	 /* enum decode_fds: names to capture */
	bool decode_pids;
	void (*log)(void *owner, const char *text); /* --debug; may be NULL */
	void *log_owner;
};

struct launch {
	char *const *argv;
	char *const *envp;    /* NULL: our own */
	const char *file;     /* looked up in PATH when without a slash */
	const char *user;     /* -u; NULL */
	const char *argv0;    /* replaces argv[0]; NULL */
	bool daemonize;	      /* -D */
	int daemonize_level;  /* 1: grandchild, 2: own process group, 3: own session */
	/* Runs in the new process before execve, to take back what the tracer did
	 * to its own signal handling; async-signal-safe.  NULL: nothing. */
	void (*in_child)(void *owner);
	void *in_child_owner;
};

enum next {
	NEXT_EVENT,	  /* *event is valid until the following call of next() */
	NEXT_TICK,	  /* nothing happened for some milliseconds, or a tick is due */
	NEXT_DONE,	  /* nobody is left to be traced */
	NEXT_INTERRUPTED, /* engine_interrupt() was called */
	NEXT_FAILED,	  /* error says why: the program could not be started; go on with next() */
};

struct engine_ops {
	const char *name;
	struct engine *(*create)(const struct engine_options *, struct error *);
	int (*launch)(struct engine *, const struct launch *, pid_t *pid, struct error *);
	int (*attach)(struct engine *, pid_t pid, struct error *);
	enum next (*next)(struct engine *, const struct event **event, struct error *);
	/* Begins to leave all tasks as they would be without us; launched ones run on.
	 * It is done when next() says NEXT_DONE; until then EVENT_DETACHED tells of
	 * each.  Programs under our seccomp filter cannot be left: next() serves them
	 * until they end, without events of calls. */
	void (*detach)(struct engine *);
	/* Detaches first, and kills those that cannot be left. */
	void (*destroy)(struct engine *);
};

extern const struct engine_ops ptrace_engine, replay_engine;

/* Async-signal-safe: makes a blocked next() return NEXT_INTERRUPTED.
 *
 * An engine belongs to the thread that launches, attaches and calls next().
 * While it is in use that thread gets a timer's signal now and then, so its
 * other blocking calls may fail with EINTR; and wait4(-1) is the engine's. */
void engine_interrupt(struct engine *);

#endif
