/* Processes under control: stopped as a whole, and let go as a whole.
 *
 * It begins with one; those that it makes stay with it if that is wanted: see tells_forks.  Each
 * has breakpoints and points of its own, which its child begins with, too.
 *
 * Threads stop one by one; whoever uses this sees but one stop at a time.  When one thread
 * has met something that is to be told, the others are stopped, too, and inferior_wait()
 * returns: `current` is the thread, and its `stop` says what it met.  What the others meet
 * meanwhile is kept, and told when they are to go on the next time.
 *
 *	inferior_create()		the process is stopped
 *	loop:	look, and change
 *		say how threads go on	thread->wish, or inferior_wish_all()
 *		inferior_go()
 *		inferior_wait()		until it returns INFERIOR_STOPPED
 *	inferior_leave() or inferior_kill(), inferior_destroy()
 *
 * Registers of stopped threads are reached by arch/; memory by inferior_read(), which hides
 * our breakpoints.  A thread that was told of goes on from a breakpoint without meeting it
 * once more, and no other thread misses one meanwhile. */
#ifndef RASTRO_DEBUG_INFERIOR_H
#define RASTRO_DEBUG_INFERIOR_H

#include "arch/arch.h"
#include "arch/target.h"
#include "base/map.h"
#include "debug/step_log.h"
#include "engine/engine.h"
#include "inspect/breakpoint.h"
#include "tracee/tracee_memory.h"

#include <signal.h>

enum { INFERIOR_CALLS = 1024 /* numbers of calls that may be waited for */ };

enum stop_kind {
	STOP_NONE, /* because others were */
	STOP_SIGNAL,
	STOP_BREAKPOINT, /* of software: the instruction is at the instruction pointer */
	STOP_HARDWARE,
	STOP_STEP,
	STOP_EXEC,
	STOP_ENTRY, /* of a call that is waited for */
	STOP_RETURN,
	STOP_FORK,    /* it has made a process: `child` */
	STOP_VFORK,   /* the same; the child has its memory, and it waits for that */
	STOP_VFORKED, /* it waits no more */
	STOP_CREATED, /* it is new */
	STOP_LEFT,    /* it alone has ended, stop_signal its status; it is gone when others go on */
	STOP_EXITED,  /* of a process: its end */
	STOP_KILLED,
};

/* What is wanted to be watched is split among the CPU's points, which are alike in all
 * threads. */
struct inferior_point {
	uint64_t address, length; /* as they were given; length 0: there is none */
	enum target_watch watch;
	uint64_t met; /* where the part lies that this one looks out for */
};

/* How a thread goes on. */
struct inferior_wish {
	bool goes; /* false: it stays where it is */
	enum resume resume;
	int signal; /* to be delivered; 0: what it has been stopped by and not told of */
	/* A step goes on to the first instruction that is not in there; both 0: it is one. */
	uint64_t range_start, range_end;
};

struct inferior_process;

struct inferior_thread {
	pid_t pid, tid;
	struct inferior_process *process;
	unsigned number; /* of the threads of its process, from 1 on */
	bool is_running;
	enum stop_kind stop;
	int stop_signal;
	uint32_t call;               /* of STOP_ENTRY and STOP_RETURN */
	struct inferior_point point; /* of STOP_HARDWARE, as it was then */
	struct inferior_wish wish;   /* the next inferior_go() fulfils it, and forgets it */
	pid_t child;                 /* of STOP_FORK and STOP_VFORK: stopped, too */
	struct step_log *log;        /* see inferior_record(); NULL: none */
	/* While breakpoint_user.test() is asked: those with which it stands there; NULL. */
	const struct arch_registers *registers;

	/* The rest is inferior*.c's. */
	bool is_new;             /* its first stop is still to come */
	bool is_at_signal;       /* stands before the delivery of one */
	bool is_at_fault;        /* that one is of an instruction that failed */
	bool is_asked;           /* what it is said to be stopped by is not; see inferior_stop() */
	bool is_untold;          /* its stop has not been told yet */
	bool is_forking;         /* that it has a child was told, or is to be */
	bool is_vforking;        /* the child has our memory, and we stay until it has not */
	bool is_in_call;         /* whose return is to be seen; known of whoever has a log */
	bool is_to_run;          /* unless something is told */
	uint64_t seen_at;        /* it was told of or tested there, and has not moved; 0: nowhere */
	struct inferior_wish is; /* how it runs */
	unsigned points_version; /* of the points that it has */
	int signal;              /* to be delivered when it goes on; 0: none */
	int sent;                /* a signal that we sent to be delivered, and will pass by */
};

/* What a process has for itself. */
struct inferior_process {
	pid_t pid;
	unsigned number;    /* of the processes that were under control, from 1 on */
	unsigned execs;     /* programs that it has begun since */
	enum stop_kind end; /* STOP_NONE: it lives */
	int end_status;     /* exit status or signal */

	/* The rest is inferior*.c's. */
	bool is_new;     /* nobody has heard of it yet */
	bool is_untold;  /* its end has not been told yet */
	bool is_leaving; /* nobody wants it; it goes when its memory is its own */
	bool is_copied;  /* it was born with breakpoints, which somebody may want or not */
	unsigned last_thread;
	struct inferior_process *lender; /* whose memory it has, which is its own; NULL */
	struct breakpoints breakpoints;  /* of its own memory; see process_breakpoints() */
	struct inferior_point points[TARGET_WATCHES_MAX];
	struct target_point parts[TARGET_WATCHES_MAX];
	unsigned points_version; /* 0: there have never been any */
	struct inferior_process *next;
};

struct inferior {
	struct engine *engine;
	bool is_borrowed; /* the engine: its owner goes on tracing, others, too */
	const struct engine_steering *steering;
	struct map threads;                 /* struct inferior_thread by tid; see inferior_next() */
	struct inferior_process *processes; /* in the order they came */
	bool was_launched;
	/* The process that is meant, which the last stop was of: see inferior_turn().  Never NULL.
	 */
	struct inferior_process *process;
	pid_t current; /* the thread that the last stop was told of; 0: its process has ended */

	/* What its user may set while it is stopped. */
	bool catches;                         /* calls are waited for, or seen: */
	uint64_t caught[INFERIOR_CALLS / 64]; /* these stop; bits by number */
	uint64_t passed;                      /* bit n: signal n is delivered without a word */
	uint64_t dropped;                     /* and n is neither told nor delivered */
	uint64_t withheld;                    /* and n is not delivered when all is left */
	/* New processes stay, and that is told; else they go their way. */
	bool tells_forks, tells_vforks;
	bool tells_vforked; /* STOP_VFORKED, of whoever was told to make one */
	bool tells_threads; /* which begin, or end */
	/* Shown every event, its thread held; NULL.  Says of a call that is caught whether
	 * it is to stop there. */
	bool (*see)(void *owner, struct inferior_thread *, const struct event *);
	void *owner;

	/* The rest is inferior*.c's. */
	unsigned last_process;        /* its number */
	unsigned running;             /* how many threads run */
	bool is_stopping;             /* all threads are being stopped */
	bool was_interrupted;         /* which is to be told when a step is over */
	struct insn_decoder *decoder; /* NULL: no instruction had to be known, or none can be */
	bool has_no_decoder;
	struct tracee_memory memory;
	volatile sig_atomic_t is_ending;
};

struct inferior_options {
	const struct launch *launch; /* NULL: to attach to */
	pid_t pid;                   /* that process */
	/* Or one that an engine (ENGINE_HOLD, ENGINE_FOLLOW) traces already, beside others
	 * maybe: it has just told that a thread has entered a call, or returned from it.  What
	 * is left, it traces on.  Both NULL otherwise. */
	struct engine *tracing;
	const struct event *at;
	unsigned starters; /* programs that run before the one that is meant */
	/* What events are to hold beside what is needed here; NULL: numbers will do. */
	const struct engine_options *engine;
	/* As of struct inferior, from the beginning on. */
	bool (*see)(void *owner, struct inferior_thread *, const struct event *);
	void *owner;
};

/* A signal that is a debugger's doing, not the program's: of breakpoints, and of steps. */
bool event_is_trap(const struct event *);

/* The process is stopped: before its first instruction, or where it was.  NULL with error. */
struct inferior *inferior_create(const struct inferior_options *, struct error *);
/* What lives is left (or killed, if it was launched) first. */
void inferior_destroy(struct inferior *);

struct inferior_thread *inferior_thread(const struct inferior *, pid_t tid);
/* Goes through all threads: index begins with 0.  NULL: these were all. */
struct inferior_thread *inferior_next(const struct inferior *, size_t *index);
/* Goes through all processes that live and are wanted, beginning after NULL. */
struct inferior_process *inferior_process_next(const struct inferior *,
                                               const struct inferior_process *after);
/* One of these; NULL. */
struct inferior_process *inferior_process(const struct inferior *, pid_t pid);
/* The process of a thread is meant from now on; -ESRCH. */
int inferior_turn(struct inferior *, pid_t tid);
/* Some thread of a process: the one that was told of last, if it is one; NULL. */
struct inferior_thread *inferior_any(const struct inferior *, const struct inferior_process *);
void inferior_catch_all(struct inferior *, bool catches);

enum inferior_state {
	INFERIOR_STOPPED,     /* there is something to tell: `current`, or the end of `process` */
	INFERIOR_RUNS,        /* somebody runs */
	INFERIOR_STAYS,       /* nobody was to go on */
	INFERIOR_INTERRUPTED, /* inferior_interrupt() was called */
};

/* All of its threads are to go on like that.  Whoever waits for its vfork's child stays, and
 * the child goes instead. */
void inferior_wish_all(struct inferior *, const struct inferior_wish *);
/* Lets all go on as they were wished to: INFERIOR_RUNS.  Or somebody who was to go on has met
 * something already: that is told, and nobody moves.  */
enum inferior_state inferior_go(struct inferior *);
/* Waits for something to tell; INFERIOR_STOPPED or INFERIOR_INTERRUPTED: all run on. */
enum inferior_state inferior_wait(struct inferior *);
/* Stops all: somebody wants it so.  Tells of whoever has met something, or else of SIGINT. */
void inferior_stop(struct inferior *);
/* For a moment: all stop, and go on as they did, unless somebody has met something meanwhile:
 * inferior_wait() tells. */
void inferior_halt(struct inferior *);
void inferior_go_on(struct inferior *);
/* inferior_wait() returns; is_end: nothing waits for threads any more.  Async-signal-safe. */
void inferior_interrupt(struct inferior *, bool is_end);

/* All run on by themselves, as if we had never been there; nothing is left of the process. */
void inferior_leave(struct inferior *);
void inferior_kill(struct inferior *);

/* All registers of a stopped thread, also while breakpoint_user.test() is asked; 0 or -errno. */
int inferior_registers(const struct inferior_thread *, struct register_file *);
/* The same of one process among others: all are stopped.  One that shares its memory with a
 * vfork's child, or is such, goes a little later, when all go on.  0 or -ESRCH; -EBUSY: it is the
 * only one. */
int inferior_leave_one(struct inferior *, pid_t pid);
int inferior_kill_one(struct inferior *, pid_t pid);

/* Whatever the stopped thread executes is kept from now on, so many places at most (0: no
 * more): it goes on by single steps, which is slow.  Where it stands is its newest place.  0 or
 * -ENOMEM. */
int inferior_record(struct inferior *, struct inferior_thread *, size_t places);
/* Where it stands is the newest place of its log, if it has one; returned. */
uint64_t inferior_note_place(const struct inferior *, struct inferior_thread *);

/* Memory as of memory.h, without our breakpoints; written where the program could not, too. */
ssize_t inferior_read(struct inferior *, pid_t tid, uint64_t address, void *, size_t length);
ssize_t inferior_write(struct inferior *, pid_t tid, uint64_t address, const void *, size_t length);

/* Both 0 or -errno, as breakpoint_add() and breakpoint_remove(); while it is stopped.  Added to
 * the process that is meant; threads of others do not ask. */
int inferior_break_add(struct inferior *, uint64_t address, struct breakpoint_user *);
int inferior_break_remove(struct inferior *, struct breakpoint_user *);
/* One that stands there in the process that is meant; NULL. */
struct breakpoint_user *inferior_break_find(const struct inferior *, uint64_t address);
/* What is inserted in a process's memory, to be hidden. */
struct breakpoints *process_breakpoints(struct inferior_process *);

/* What the CPU looks out for, in all threads of a process.  Both 0 or -errno; -ENOSPC: it has no
 * more. */
int inferior_point_add(struct inferior_process *, enum target_watch, uint64_t address,
                       uint64_t length);
int inferior_point_remove(struct inferior_process *, enum target_watch, uint64_t address,
                          uint64_t length);

#endif
