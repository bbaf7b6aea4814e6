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
#include "engine/step_window.h"
#include "rules/filter.h"
#include "rules/inject.h"

#include <sys/types.h>

struct engine;

enum engine_flag {
	ENGINE_FOLLOW = 1 << 0,         /* new tasks of traced tasks are traced, too */
	ENGINE_HOLD = 1 << 1,           /* keep the thread stopped while its event is looked at */
	ENGINE_CPU_TIME = 1 << 2,       /* fill event.cpu_ns */
	ENGINE_FILTER = 1 << 3,         /* a seccomp filter may let unwanted calls run free */
	ENGINE_IP = 1 << 4,             /* fill event.ip */
	ENGINE_NO_ENTRY = 1 << 5,       /* EVENT_ENTRY is not wanted, EVENT_EXIT alone will do */
	ENGINE_DETACH_ON_EXEC = 1 << 6, /* -b execve */
	ENGINE_KILL_ON_EXIT = 1 << 7,   /* PTRACE_O_EXITKILL */
	ENGINE_KILL_ON_DETACH = 1 << 14, /* and who would be let go of at the end is killed */
	ENGINE_STAY = 1 << 8,      /* leave policy and CPUs of the tracing thread as they are */
	ENGINE_NO_MEMORY = 1 << 9, /* numbers will do: keep no memory of calls */
	ENGINE_HYBRID =
		1 << 11, /* record calls inside programs, where that serves the other options */
	ENGINE_AT_ONCE = 1 << 12, /* and not only in those that make many */
	ENGINE_STEP = 1 << 13,    /* tasks go on by RESUME_STEP_ALL, until told otherwise */
	ENGINE_FUNCTIONS = 1 << 15, /* of ENGINE_STEP: functions are told, not instructions */
	ENGINE_EVERY_STEP = 1 << 16, /* and nothing is put into the program to run meanwhile */
	ENGINE_NO_NAMES = 1 << 17,   /* what tasks are called is not wanted */
	ENGINE_THREADS = 1 << 10, /* all threads of traced processes, but no new processes */
};

/* What is to be looked up beside calls; see ptrace_asides.c. */
enum engine_aside {
	ASIDE_VCPU = 1 << 0,              /* why a virtual processor stopped */
	ASIDE_VCPU_WHOLE = 1 << 1,        /* and all that it shares, before and after */
	ASIDE_NAMESPACES = 1 << 2,        /* those that were entered */
	ASIDE_CONTEXTS = 1 << 3,          /* of security: where SELinux is at work */
	ASIDE_CONTEXTS_EXPECTED = 1 << 4, /* and those that files should have */
};

struct engine_options {
	unsigned flags;        /* enum engine_flag */
	unsigned asides;       /* enum engine_aside */
	struct call_set calls; /* calls wanted; others give no event */
	struct capture_limits limits;
	unsigned decode_fds; /* enum decode_fds: names to capture */
	bool decode_pids;
	bool translate_pids;
	unsigned stack_frames;             /* of calls and signals: at most so many; 0: no stacks */
	bool stack_sources;                /* with lines of the source */
	const struct inject_rules *inject; /* calls to tamper with; NULL: none.  Borrowed */
	const struct step_window *window;  /* of ENGINE_STEP; NULL: all is stepped.  Borrowed */
	struct filter *inject_filter; /* of wanted calls only those it takes; NULL: of all calls */
	void (*log)(void *owner, const char *text); /* --debug; may be NULL */
	/* What of that is about recording inside programs: which stay with ptrace, and why. */
	void (*log_inside)(void *owner, const char *text);
	void *log_owner;
};

struct launch {
	char *const *argv;
	char *const *envp;   /* NULL: our own */
	const char *file;    /* looked up in PATH when without a slash */
	const char *user;    /* -u; NULL */
	const char *argv0;   /* replaces argv[0]; NULL */
	bool daemonize;      /* -D */
	int daemonize_level; /* 1: grandchild, 2: own process group, 3: own session */
	/* Runs in the new process before execve, to take back what the tracer did
	 * to its own signal handling; async-signal-safe.  NULL: nothing. */
	void (*in_child)(void *owner);
	void *in_child_owner;
};

enum next {
	NEXT_EVENT,       /* *event is valid until the following call of next() */
	NEXT_TICK,        /* nothing happened for some milliseconds, or a tick is due */
	NEXT_DONE,        /* nobody is left to be traced */
	NEXT_INTERRUPTED, /* engine_interrupt() was called */
	NEXT_FAILED,      /* error says why: the program could not be started; go on with next() */
};

/* How far a task runs.  Whatever it is, signals, new tasks, execs and ends stop it. */
enum resume {
	RESUME_TO_CALL,
	RESUME_TO_SIGNAL,
	RESUME_STEP,     /* a call counts as one instruction, and gives no other event */
	RESUME_STEP_ALL, /* the event tells what was done; calls give theirs, too.  ENGINE_STEP */
};

/* What may be done to a task while it is held (ENGINE_HOLD).  All return 0 (reads
 * of memory: the bytes read) or -errno; -ESRCH: the task is gone, or not stopped. */
struct engine_steering {
	/* Lets it go on, and from now on always so, until told otherwise.  signal
	 * takes the place of the one it was stopped by (0: none), or, at another stop,
	 * is sent; -1: leave that as it is.  Events of this stop that have not been
	 * taken yet come first. */
	int (*resume)(struct engine *, pid_t tid, enum resume, int signal);
	/* next() will leave it stopped until resume(). */
	int (*keep)(struct engine *, pid_t tid);
	/* Leaves it alone from now on, without an event; signal: as it goes; 0: none. */
	int (*release)(struct engine *, pid_t tid, int signal);
	/* Stops a running task: EVENT_PAUSED. */
	int (*pause)(struct engine *, pid_t tid);
	/* Ends a process, or all (0).  Not only while a task is held. */
	int (*kill)(struct engine *, pid_t pid);
	int (*register_read)(struct engine *, pid_t tid, const char *name, uint64_t *value);
	int (*register_write)(struct engine *, pid_t tid, const char *name, uint64_t value);
	ssize_t (*memory_read)(struct engine *, pid_t tid, uint64_t address, void *, size_t length);
	/* Writes what the program itself could not, too: code. */
	ssize_t (*memory_write)(struct engine *, pid_t tid, uint64_t address, const void *,
	                        size_t length);
	/* At the entry of a call: which call is made, with which arguments; the
	 * program finds its registers unchanged afterwards.  -EINVAL elsewhere. */
	int (*call_set_nr)(struct engine *, pid_t tid, uint32_t nr);
	int (*call_set_arg)(struct engine *, pid_t tid, unsigned index, uint64_t value);
	int (*call_skip)(struct engine *, pid_t tid, int64_t result);
	/* At its exit: what the program gets.  -EINVAL elsewhere. */
	int (*call_set_result)(struct engine *, pid_t tid, int64_t result);
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
	const struct engine_steering *steering; /* NULL: there is nothing to steer */
};

extern const struct engine_ops ptrace_engine, replay_engine;

/* Async-signal-safe: makes a blocked next() return NEXT_INTERRUPTED.
 *
 * An engine belongs to the thread that launches, attaches and calls next().
 * While it is in use that thread gets a timer's signal now and then, so its
 * other blocking calls may fail with EINTR; and wait4(-1) is the engine's. */
void engine_interrupt(struct engine *);

#endif
