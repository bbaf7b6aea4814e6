/* librastro: see and steer what Linux programs do.
 *
 * The ptrace scheme, made safe.  A session starts programs or joins running
 * ones, and then goes round a loop:
 *
 *	struct rastro *session = rastro_open(0);
 *	const struct rastro_event *event;
 *
 *	rastro_launch(session, "ls", (char *[]){ "ls", NULL }, NULL);
 *	while ((event = rastro_wait(session)))
 *		if (event->kind == RASTRO_RETURNED)
 *			puts(rastro_text(session));
 *	rastro_close(session);
 *
 * Between two rastro_wait() the thread that the event is about is stopped: its
 * registers, its memory and the call it is in can be read and changed.  Then it
 * is resumed, by rastro_resume(), or by the following rastro_wait() in the way
 * it was the last time.  Other threads run all the while.
 *
 * Errors.  Functions that return int, pid_t or ssize_t return -errno when they
 * fail; rastro_error() then says in words what was tried and why it failed.  A
 * traced thread may be killed at any moment, even while it is stopped: then all
 * that touches it returns -ESRCH, and an event tells of its end.  That is
 * normal; go on with rastro_wait().
 *
 * Ownership.  What rastro_wait(), rastro_text() and the rastro_arg functions
 * return belongs to the session and lives until the following rastro_wait(),
 * rastro_detach() or rastro_close().
 *
 * Threads.  A session belongs to the thread that launches or attaches: only that
 * one may use it, and it has no other session at the same time.  While something
 * is traced, SIGCHLD is blocked in it, SIGRTMAX-1 is the session's, and
 * rastro_wait() also reaps this thread's children that are not traced.
 *
 * Units.  Times are nanoseconds, addresses and registers 64-bit numbers (of
 * 32-bit programs: zero-extended), lengths bytes. */
#ifndef RASTRO_H
#define RASTRO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

struct rastro;

/* ---- sessions */

enum rastro_flag {
	RASTRO_FOLLOW = 1 << 0,       /* trace new processes, too, not only new threads */
	RASTRO_KILL_ON_EXIT = 1 << 1, /* should this process die, so do the traced ones */
	/* With RASTRO_FOLLOW: a seccomp filter lets calls that are not selected run without a
	 * stop in launched programs.  It cannot be taken away, so rastro_detach() kills these. */
	RASTRO_FILTER = 1 << 2,
};

/* flags: of enum rastro_flag.  NULL when there is no memory or an unknown flag. */
struct rastro *rastro_open(unsigned flags);
/* Detaches from all that is still traced, and frees the session (which may be NULL). */
void rastro_close(struct rastro *);
/* Why the function called last failed; NULL if it did not. */
const char *rastro_error(const struct rastro *);

/* Calls that give events, in the language of strace's -e trace=: "open,close",
 * "%file", "!read", "none".  At first, all.  To be said before anything is traced. */
int rastro_select(struct rastro *, const char *calls);
/* Tampers with calls, in the language of strace's -e inject=: "openat:error=ENOENT:when=3",
 * "%file:delay_enter=10ms"; see rastro(1).  Also with calls that are not selected, which
 * give no events.  Each adds to those before; of several that name a call, the last one
 * counts for it.  Threads that run by RASTRO_NEXT_SIGNAL or RASTRO_STEP are left alone.
 * To be said before anything is traced. */
int rastro_inject(struct rastro *, const char *expression);

/* Starts a program: file is looked up in PATH unless it has a slash; envp NULL: our
 * environment.  Returns its pid.  Its first event is its execve.  When that
 * fails rastro_wait() says so. */
pid_t rastro_launch(struct rastro *, const char *file, char *const argv[], char *const envp[]);
/* Joins all threads of a process, with RASTRO_FOLLOW also of its descendants.
 * Each thread stops and begins with RASTRO_ATTACHED. */
int rastro_attach(struct rastro *, pid_t pid);
/* Takes events from a recording of "rastro record" instead: rastro_wait() gives them in their
 * order, and there is nothing to steer.  Before and after it rastro_detach() ends that. */
int rastro_replay(struct rastro *, const char *path);
/* Leaves all processes as if they had never been traced: they run on, signals
 * that were about to be delivered are.  The session can then be used again. */
int rastro_detach(struct rastro *);
/* Sends SIGKILL to a traced process, or to all (0).  Events tell of its end. */
int rastro_kill(struct rastro *, pid_t pid);

/* ---- events */

enum rastro_kind {
	RASTRO_ENTERED = 1, /* a call is about to be made */
	RASTRO_RETURNED,    /* it has returned; also told when the thread ends in it */
	RASTRO_SIGNAL,      /* a signal is about to be delivered */
	RASTRO_STEPPED,     /* an instruction was executed: see RASTRO_STEP */
	RASTRO_STOPPED,     /* stopped by SIGSTOP or the like; stays so until SIGCONT comes */
	RASTRO_PAUSED,      /* stopped by rastro_pause() */
	RASTRO_FORKED,      /* made a thread or process */
	RASTRO_EXECED,      /* runs another program now */
	RASTRO_ATTACHED,    /* first stop of a thread that is new, or that was joined */
	RASTRO_DETACHED,    /* left */
	RASTRO_EXITED,      /* the thread ended by itself */
	RASTRO_KILLED,      /* the thread was ended by a signal */
	RASTRO_NOTE,        /* something that cannot be shown: rastro_text() says what */
	RASTRO_INTERRUPTED, /* rastro_interrupt() was called */
};

enum rastro_abi { RASTRO_X86_64, RASTRO_I386 };

struct rastro_event {
	enum rastro_kind kind;
	pid_t pid;        /* process */
	pid_t tid;        /* thread */
	uint64_t time_ns; /* since 1970 */

	/* RASTRO_ENTERED, RASTRO_RETURNED */
	enum rastro_abi abi; /* which table of calls nr counts in */
	unsigned nr;
	uint64_t args[6];

	/* RASTRO_RETURNED */
	bool finished;    /* false: the thread ended in the call, there is no result */
	bool failed;      /* result is -errno */
	bool interrupted; /* by a signal; the kernel may make the call again by itself */
	bool injected;    /* rastro_inject() changed its result, or memory behind arguments */
	bool delayed;     /* rastro_inject() let the thread wait */
	int64_t result;
	uint64_t duration_ns; /* since it was entered */

	int signal;             /* RASTRO_SIGNAL, RASTRO_STOPPED, RASTRO_KILLED */
	bool dumped_core;       /* RASTRO_KILLED */
	int status;             /* RASTRO_EXITED */
	pid_t new_pid, new_tid; /* RASTRO_FORKED */
};

/* Waits for the next event.  NULL: nobody is traced any more, or, when
 * rastro_error() is not NULL, something failed: it may be called again. */
const struct rastro_event *rastro_wait(struct rastro *);
/* Async-signal-safe, and allowed in any thread: a rastro_wait() that waits, or
 * else the next one, returns RASTRO_INTERRUPTED. */
void rastro_interrupt(struct rastro *);

/* ---- resuming a stopped thread */

enum rastro_until {
	RASTRO_NEXT_CALL,   /* until a call is entered or returns, or a signal comes */
	RASTRO_NEXT_SIGNAL, /* calls do not stop it */
	RASTRO_STEP,        /* one instruction; a call counts as one and gives no other event */
};
enum { RASTRO_SAME_SIGNAL = -1, RASTRO_NO_SIGNAL = 0 };

/* Lets a thread go on, now and from now on: a rastro_wait() without this does the
 * same again, at first RASTRO_NEXT_CALL; new threads begin as their maker runs.
 * Forks, execs, stops and ends always are events.
 *
 * signal: at RASTRO_SIGNAL what the thread gets, RASTRO_NO_SIGNAL takes the signal
 * away, RASTRO_SAME_SIGNAL leaves it as it is; at other events a signal is sent to
 * the thread, and comes as RASTRO_SIGNAL before it is delivered. */
int rastro_resume(struct rastro *, pid_t tid, enum rastro_until, int signal);
/* Leaves a thread stopped beyond the following rastro_wait(), until rastro_resume(). */
int rastro_keep(struct rastro *, pid_t tid);
/* Asks a running thread to stop: RASTRO_PAUSED comes; other events may come before. */
int rastro_pause(struct rastro *, pid_t tid);

/* ---- registers and memory of a stopped thread */

/* "rax" ... "r15", "rip", "eflags", "orig_rax", ...; "ip" and "sp" exist on every CPU.
 * NULL after the last: const char *rastro_register_name(unsigned index). */
const char *rastro_register_name(unsigned index);
int rastro_register_read(struct rastro *, pid_t tid, const char *name, uint64_t *value);
int rastro_register_write(struct rastro *, pid_t tid, const char *name, uint64_t value);

/* Returns how many bytes were read or written: fewer than asked where the memory
 * ends, -EFAULT when it is not there at all.  Writing also changes pages
 * that the program may only read, and changes them for this process alone. */
ssize_t rastro_memory_read(struct rastro *, pid_t tid, uint64_t address, void *buffer,
                           size_t length);
ssize_t rastro_memory_write(struct rastro *, pid_t tid, uint64_t address, const void *bytes,
                            size_t length);

/* ---- the call of a stopped thread */

/* At RASTRO_ENTERED: another call is made (nr in the table of the event's abi), or
 * the same with another argument (index 0 to 5), or none, and the program gets
 * result (-errno for an error).  RASTRO_RETURNED will still tell the call that
 * the program wanted, and the program finds its argument registers unchanged (but
 * not if it is detached before the call has returned). */
int rastro_call_replace(struct rastro *, pid_t tid, unsigned nr);
int rastro_call_set_arg(struct rastro *, pid_t tid, unsigned index, uint64_t value);
int rastro_call_skip(struct rastro *, pid_t tid, int64_t result);
/* At RASTRO_RETURNED: what the program gets. */
int rastro_call_set_result(struct rastro *, pid_t tid, int64_t result);

/* ---- what an event says */

/* The name of a call, NULL if unknown; and the number, -ENOENT if unknown. */
const char *rastro_call_name(enum rastro_abi, unsigned nr);
int rastro_call_number(enum rastro_abi, const char *name);

/* The event as strace's line, without newline: "openat(AT_FDCWD, "x", O_RDONLY) = 3";
 * an entry up to what is known then: "read(3, ".  "" for kinds that have no line. */
const char *rastro_text(struct rastro *);

/* Of the event's call or signal, what is named by path: "pathname", "how.flags",
 * "si_pid" (see rastro -N for names).  -ENOENT: there is none, or it is not known yet
 * (what a call returns through memory, at its entry).
 *
 * As text: "O_RDONLY|O_CLOEXEC".  NULL if there is none. */
const char *rastro_arg_text(struct rastro *, const char *path);
/* As a number; of a pointer to something else: the address. */
int rastro_arg_number(struct rastro *, const char *path, int64_t *number);
/* As bytes: strings without their NUL, buffers, up to 4096 of them.  Returns the length. */
ssize_t rastro_arg_bytes(struct rastro *, const char *path, const void **bytes);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
