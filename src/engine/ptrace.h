/* The inside of the ptrace engine; nobody else includes this.
 *
 * A task is a thread that we trace.  It runs, or it is in a stop that wait4()
 * told us of; a stop becomes events in the queue, then the task runs again.
 *
 *	wait_next -> stop_handle -> events queued, task->signal chosen -> task_resume
 *
 * Three rules keep races harmless.  A task may die at any moment, so every
 * ptrace() call may fail with ESRCH: then nothing is said of that stop, and
 * wait4() tells of the death later.  What a stop is, is asked of the kernel
 * (PTRACE_GET_SYSCALL_INFO), never guessed.  And a task whose first stop comes
 * before its parent's word of it is as good as any other. */
#ifndef RASTRO_ENGINE_PTRACE_H
#define RASTRO_ENGINE_PTRACE_H

#include "arch/arch.h"
#include "base/arena.h"
#include "base/map.h"
#include "engine/engine_base.h"
#include "engine/placement.h"
#include "tracee/namespaces.h"
#include "tracee/security.h"
#include "tracee/tracee_memory.h"

#include <signal.h>
#include <sys/resource.h>
#include <time.h>

enum {
	QUEUE_MAX = 32,  /* events of one stop */
	BATCH_MAX = 64,  /* stops fetched before the first of them is handled */
	WAIT_RECENT = 8, /* tasks to ask first when a SIGCHLD may have been lost */
	TICK_NS = 10000000,
	SELDOM_TICK_NS = 100000000,
	QUIET_TICKS_MAX = 50, /* without anything new, before they come seldom */
	NOTE_MAX = 256,       /* bytes of a note's text */
	RESUMED_UNKNOWN = -1,
	TASK_NAME_MAX = 16, /* the kernel keeps no more of a command's name */
};

struct ptrace_engine;
struct functions;
struct hybrid;
struct image;
struct seat;
struct step;
struct stepper;

/* What a call means to us, beyond showing it; see ptrace_roles.c. */
struct role_state {
	enum arch_role role;
	bool watched;  /* we act when it returns */
	bool untraced; /* CLONE_UNTRACED was taken out and comes back */
	bool answered; /* it is not made: the answer is ours */
	uint64_t args[2];
	uint64_t flags; /* of clone, as the program gave them */
};

/* What the caller of next() wants of a task; see ptrace_steer.c. */
struct steer_state {
	uint8_t resume;  /* enum resume: how it goes on */
	bool kept;       /* next() leaves it stopped */
	bool pausing;    /* it is to stop because we want it to */
	bool stepping;   /* a trap is to come, and is ours */
	uint8_t changed; /* bit n: argument n of its call, from before to after; bit 6: nr */
	uint32_t nr_before;
	uint64_t before[6], after[6];
};

enum window_place { WINDOW_INSIDE, WINDOW_OUTSIDE, WINDOW_OVER };
enum { WINDOW_CALLS_MAX = 128 }; /* that are kept: the innermost */

struct window_call {
	uint64_t ip, sp; /* where it returns to; the stack below its arguments */
};

/* Where a task is that is stepped in places; see ptrace_window.c. */
struct window_state {
	uint8_t place; /* enum window_place */
	uint8_t armed_count;
	uint64_t armed[ARCH_BREAKS_MAX];
	struct window_call function; /* whose return ends it; ip 0: none */
	/* Calls under way since it came inside. */
	unsigned call_count, forgotten;
	struct window_call calls[WINDOW_CALLS_MAX];
};

/* What is done to the call it is in, as rules say; see ptrace_inject.c. */
struct inject_state {
	const struct inject_rule *rule; /* NULL: nothing */
	uint16_t flags;                 /* of its event: what was done */
	uint8_t failed_pokes;           /* bit n: memory behind argument n could not be written */
	uint64_t wake_ns;  /* CLOCK_MONOTONIC: until then it stays in its stop; 0: it does not */
	struct map counts; /* calls of a kind that has a rule: how many it has made */
};

struct task {
	pid_t tid, pid;
	pid_t creator;  /* tid of the task that made it; 0: not known or none */
	bool announced; /* its creator's stop told of it, or we attached to it */
	bool started;   /* its first stop has been seen */
	bool stopped;   /* in a stop; a ptrace call will reach it */
	bool listening; /* in a group-stop, left there with PTRACE_LISTEN */
	bool launched;  /* by us, and its program does not run yet */
	bool hidden;    /* what it does is our doing: no events */
	bool silent;    /* it is only here because it inherited our filter: no events, either */
	bool filtered;  /* our seccomp filter is in place */
	bool full;      /* filtered, but all calls are to stop nevertheless */
	bool parked;    /* stays stopped until others can be let go, too; see hybrid_leave.c */
	pid_t request;  /* it was attached because that task was asked for; 0: launched or born */
	unsigned joined_with; /* threads attached together; told by the one that was asked for */
	bool interrupted;     /* by us, in order to attach or detach; it has not stopped yet */
	int signal;           /* to be delivered when it is resumed */
	char name[TASK_NAME_MAX]; /* of its command, as far as we heard */
	uint8_t name_length;

	/* The call it is in. */
	bool in_call;       /* entered, not returned */
	bool wanted;        /* events are made of it */
	uint8_t abi;        /* of this or the last call */
	uint32_t nr;        /* of this or the last call */
	bool has_called;    /* nr and abi are known */
	bool to_be_resumed; /* the last call we saw return is to go on with restart_syscall */
	uint32_t resumed;   /* which call that is; RESUMED_UNKNOWN */
	struct role_state role;
	struct steer_state steer;
	struct inject_state inject;
	uint64_t entry_mono_ns;
	uint64_t cpu_ns; /* system time so far, as of the last stop */
	uint64_t entry_cpu_ns;
	struct event_buffer call;     /* its event: made at entry, completed at exit */
	struct namespaces namespaces; /* before a call that may change them */
	/* Of the hybrid engine: what we put into its address space, and where it records. */
	struct image *image;
	struct seat *seat;
	bool heeds_faults; /* its last program had an agent, so it ignored none of their signals */
	bool has_gs_of_creator;  /* a new thread: it leads to another one's slot */
	bool has_execed;         /* nothing of its creator's memory is left */
	bool is_single;          /* its process has never had another thread since it began */
	bool is_at_exec;         /* it stands before its program, and will not stop behind execve */
	struct image *disturbed; /* whose names its call may change */
	struct window_state window;
	struct step *step;           /* see ptrace_step.c; NULL: not stepped yet */
	struct functions *functions; /* that it is in: see ptrace_functions.c; NULL: none */
	struct task *next_dead;
};

struct wait_result {
	pid_t tid;
	int status;
	uint64_t cpu_ns;
};

/* See ptrace_wait.c. */
struct wait_state {
	bool started;
	timer_t timer;
	volatile long tick_ns; /* 0: no clock runs */
	volatile sig_atomic_t ticked;
	sigset_t child_signal, old_mask;
	struct sigaction old_action;
	bool maybe_lost; /* a SIGCHLD was taken: others may have been lost */
	uint64_t walk_ns, next_walk_ns;
	pid_t recent[WAIT_RECENT]; /* who was resumed or born last */
	unsigned recent_next;
	unsigned count;
	struct wait_result batch[BATCH_MAX];
	unsigned batch_first, batch_end;
};

/* See ptrace_reap.c. */
struct reap_state {
	volatile sig_atomic_t active;
	struct wait_result *list;
	volatile unsigned end;
	unsigned first, max;
};

struct ptrace_engine {
	struct engine base;
	struct engine_options options;
	struct map tasks;  /* by tid */
	struct task *dead; /* their events may still be looked at */
	struct task *held; /* ENGINE_HOLD: resumed by the following next() */
	struct tracee_memory memory;
	unsigned fault_handlers;   /* calls that made, or may be making, a userfaultfd */
	struct call_set special;   /* calls that have a role */
	struct unwinder *unwinder; /* NULL: no stacks are wanted */
	struct call_set stackless; /* calls after which the caller's stack is gone */
	struct call_set frugal;    /* calls that hand out no descriptor */
	struct security security;
	struct call_set with_asides; /* calls beside which something is to be looked up */
	struct call_set injected;    /* calls that have a rule */
	uint64_t wake_ns;            /* when the first delay is over; 0: nobody is delayed */
	struct arena arena;          /* for looking into calls that stand for others */
	bool no_call_info;           /* Linux < 5.3 */
	bool detaching;              /* detach() was called: stops end with PTRACE_DETACH */
	unsigned patience;           /* ticks left to wait for stops, then */

	/* Events of the last stop.  Those that are no calls lie in spare. */
	struct event_buffer *queue[QUEUE_MAX];
	unsigned queue_first, queue_end;
	struct event_buffer spare[QUEUE_MAX];
	unsigned spare_used;
	struct error failure; /* to be returned before the queue goes on */

	struct placement place;
	struct wait_state wait;
	struct reap_state reap;
	bool fresh;           /* events were delivered since the last tick */
	unsigned quiet_ticks; /* since then there was nothing new */

	struct stepper *stepper; /* NULL: instructions are not wanted */
	struct hybrid *hybrid;   /* NULL: stops are all there is */

	/* Launching; see ptrace_launch.c. */
	int report;      /* pipe that tells why the program could not be started, or -1 */
	bool has_filter; /* which it is launched with */
	uint16_t cookie; /* data of our filter's stops; 0: nobody has it, or will have */
};

/* ptrace.c */
__attribute__((format(printf, 2, 3))) void engine_log_inside(const struct ptrace_engine *,
                                                             const char *format, ...);
__attribute__((format(printf, 2, 3))) void engine_log(const struct ptrace_engine *,
                                                      const char *format, ...);
/* Makes the buffer an event of this task, now; NULL when memory ran out. */
struct event *event_start(struct ptrace_engine *, struct event_buffer *, const struct task *,
                          enum event_kind);
/* The same in a spare buffer, which is queued; NULL when memory ran out. */
struct event_buffer *event_queue(struct ptrace_engine *, const struct task *, enum event_kind);
void queue_add(struct ptrace_engine *, struct event_buffer *);
__attribute__((format(printf, 3, 4))) void note_queue(struct ptrace_engine *, const struct task *,
                                                      const char *format, ...);
/* Learns what its command is called now. */
void task_learn_name(const struct ptrace_engine *, struct task *);
void event_put_name(struct event_buffer *, const struct task *);
uint64_t clock_ns(clockid_t);
void task_resume(struct ptrace_engine *, struct task *);

/* ptrace_tasks.c */
struct task *task_find(const struct ptrace_engine *, pid_t tid);
struct task *task_add(struct ptrace_engine *, pid_t tid, pid_t pid);
/* Out of the table; its memory lives until tasks_bury(). */
void task_remove(struct ptrace_engine *, struct task *);
void tasks_bury(struct ptrace_engine *);
void tasks_free(struct ptrace_engine *);

/* ptrace_wait.c */
enum wait_outcome { WAIT_STOP, WAIT_NOTHING, WAIT_NOBODY };
/* Prepares this thread's signals; end gives them back. */
int wait_start(struct ptrace_engine *, struct error *);
void wait_end(struct ptrace_engine *);
/* In a new process: signals as they were before wait_start(). */
void wait_restore_signals(const struct ptrace_engine *);
/* WAIT_NOTHING: look at the clock and at interrupts, then come again. */
enum wait_outcome wait_next(struct ptrace_engine *, struct wait_result *);
/* The clock: wait.ticked is set every TICK_NS, and a sleep ends. */
void wait_tick(struct ptrace_engine *, bool on);
/* Every SELDOM_TICK_NS will do. */
void wait_tick_seldom(struct ptrace_engine *);
/* The same, the first time after so long, if that is sooner. */
void wait_tick_in(struct ptrace_engine *, uint64_t ns);
void wait_wake(struct engine *);
/* Stops for SIGSYS are only looked at, where calls are dispatched: this takes it, when it
 * has been seen to. */
void wait_take(struct ptrace_engine *, pid_t tid);
/* What somebody else was told by wait4(): wait_next() tells it again. */
void wait_give_back(struct ptrace_engine *, pid_t tid, int status);
/* This task is likely to stop next. */
void wait_expect(struct ptrace_engine *, pid_t tid);

/* ptrace_reap.c: between begin and end each tick serves the dying */
void reap_begin(struct ptrace_engine *);
/* Room for so many more. */
void reap_reserve(struct ptrace_engine *, unsigned count);
void reap_end(struct ptrace_engine *);
void reap_tick(struct reap_state *); /* async-signal-safe */
bool reaped_take(struct ptrace_engine *, struct wait_result *);

/* ptrace_stops.c */
void stop_handle(struct ptrace_engine *, const struct wait_result *);

/* ptrace_calls.c */
void calls_init(struct ptrace_engine *); /* where details of descriptors are wanted */
/* Each leaves task->in_call and so on as the stop says */
void call_stop(struct ptrace_engine *, struct task *);
void call_seccomp_stop(struct ptrace_engine *, struct task *);
/* Makes the task's event, and fills it with what is known at the entry of the call. */
bool call_event_begin(struct ptrace_engine *, struct task *, const struct arch_call *);
/* We have something to do when its call returns, whoever wants to see that. */
bool call_is_watched(const struct task *);
/* The task will not return from its call. */
void call_abandon(struct ptrace_engine *, struct task *);
/* At the event of its execve: that has returned, unless somebody needs the stop behind it. */
void call_ends_at_exec(struct ptrace_engine *, struct task *);
/* A call that returned without a stop, and of which task->call holds the entry. */
void call_returned_inside(struct ptrace_engine *, struct task *, int64_t result);
/* Where a task stands that is in any stop; 0: not known. */
uint64_t stop_ip(struct ptrace_engine *, struct task *);

/* ptrace_roles.c */
void roles_init(struct ptrace_engine *);
/* What a process did before we were there; a new one has memory of its own. */
void roles_find(struct ptrace_engine *, pid_t pid, bool is_new);
void role_enter(struct ptrace_engine *, struct task *, const struct arch_call *);
/* May correct what the program gets, and will be shown. */
void role_leave(struct ptrace_engine *, struct task *, struct arch_call *);
/* A task was made by the call that its creator is in; and its first stop. */
void role_inherit(struct ptrace_engine *, const struct task *creator, struct task *child);
void role_child_starts(struct ptrace_engine *, struct task *child);

/* ptrace_asides.c: beside a call that was entered; and that has returned. */
void asides_init(struct ptrace_engine *);
void asides_enter(struct ptrace_engine *, struct task *);
void asides_leave(struct ptrace_engine *, struct task *);

/* ptrace_contexts.c: of all that the call names; and of the task itself. */
void contexts_keep(struct ptrace_engine *, struct task *, bool came_out);
void context_keep_own(struct event_buffer *, pid_t tid);

/* ptrace_stack.c */
int stacks_init(struct ptrace_engine *, struct error *);
void stacks_deinit(struct ptrace_engine *);
/* The stack of a stopped task goes into its event, if stacks are wanted: of a call when it
 * returns, or before it is made, if then there would be none left. */
void stack_capture(struct ptrace_engine *, const struct task *, struct event_buffer *);
void stack_capture_call(struct ptrace_engine *, struct task *, enum plan_phase);
/* The process has ended, or runs another program. */
void stacks_forget(struct ptrace_engine *, pid_t pid);

/* ptrace_steer.c */
extern const struct engine_steering ptrace_steering;
/* The ptrace request by which the task goes on as its caller wants, or 0: no wish. */
int steer_request(struct ptrace_engine *, struct task *);
void steer_resumed(struct task *, int request);
/* True when calls of this task are events. */
bool steer_tells_calls(const struct task *);
/* True when this SIGTRAP is the end of a step, which is told. */
bool steer_takes_step(struct ptrace_engine *, struct task *, const siginfo_t *);
/* In every stop: whether the trap of a step is still to come. */
void steer_settle_step(struct task *);
/* The task returns from a call that may have been changed. */
void steer_leave(struct ptrace_engine *, struct task *);
/* Leaves all that were kept: nobody will resume them. */
void steer_release_all(struct ptrace_engine *);

/* ptrace_inject.c */
void inject_init(struct ptrace_engine *);
/* At the entry of a call: does what is due to it.  True when it will not be made. */
bool inject_enter(struct ptrace_engine *, struct task *, const struct arch_call *);
/* At its exit: may change what it returns. */
void inject_leave(struct ptrace_engine *, struct task *, struct arch_call *);
/* When its event is queued. */
void inject_complain(struct ptrace_engine *, struct task *);
/* True while the task has to stay in its stop. */
bool delay_holds(const struct task *);
/* The task is in another stop than the one it was delayed in. */
void delay_forget(struct task *);
/* Lets go of those whose time has come, or sets the clock. */
void delays_end(struct ptrace_engine *);
/* Time has come for all. */
void delays_cut(struct ptrace_engine *);

/* ptrace_launch.c, ptrace_attach.c */
int ptrace_launch(struct engine *, const struct launch *, pid_t *pid, struct error *);
/* Why the program of this task, which has ended, was never started. */
void launch_explain(struct ptrace_engine *);
int ptrace_attach(struct engine *, pid_t pid, struct error *);
void ptrace_detach(struct engine *);
/* Stops a running task without a signal. */
void task_interrupt(struct task *);
/* At the stop that follows: a call that only we interrupted is made again.
 * result: of that call; true when it is repeated. */
bool task_repeat_call(struct task *, unsigned abi, uint32_t nr, int64_t result);
/* The same where the stop does not say which call it was. */
void task_repeat_any_call(struct task *);
/* At the delivery of a signal: one that the program ignores would not have ended its
 * call, did we not trace it. */
void task_repeat_for_signal(struct task *, int signal);
/* True when a stopped task is to be let go of, and this stop is one for it. */
bool task_may_leave(const struct ptrace_engine *, const struct task *);
/* True when it is not let go of when we end, but killed: a filter cannot be taken out, and
 * without us its bearer would meet ENOSYS. */
bool task_ends_with_us(const struct ptrace_engine *, const struct task *);
/* Lets go of one stopped task; and when it has none of ours in it any more. */
void task_detach(struct ptrace_engine *, struct task *);
void task_leave(struct ptrace_engine *, struct task *);
/* ENGINE_THREADS: a new task that is no thread of a traced process; it is left in
 * its first stop, before anything is told of it. */
bool task_is_stranger(const struct ptrace_engine *, const struct task *);
void task_let_go(struct ptrace_engine *, struct task *);
/* PTRACE_O_* for a task; is_leader: that of its process. */
unsigned long ptrace_options(const struct ptrace_engine *, bool filtered, bool tells_end);
/* Those of a task that we know. */
void task_set_options(const struct ptrace_engine *, const struct task *);

/* ptrace_filter.c */
struct sock_fprog;
/* A program that lets all calls but the wanted ones and those with a role run
 * free; NULL when it cannot be built.  The caller frees filter and itself. */
struct sock_fprog *filter_build(const struct ptrace_engine *);
void filter_free(struct sock_fprog *);
/* Why there can be none, or NULL; and the same, or why none is needed. */
bool wants_all(const struct call_set *);
const char *filter_obstacle(const struct ptrace_engine *);
const char *filter_reason_against(const struct ptrace_engine *);

#endif
