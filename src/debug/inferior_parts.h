/* The inside of inferior.h; nobody else includes this.
 *
 *	inferior.c		all threads: beginning, going on, stopping, end
 *	inferior_threads.c	one thread: what stops it, and how it goes on
 *	inferior_processes.c	one process among others: how it is left
 *	inferior_breaks.c	breakpoints of software
 *	inferior_forks.c	new processes
 *	inferior_points.c	what the CPU looks out for */
#ifndef RASTRO_DEBUG_INFERIOR_PARTS_H
#define RASTRO_DEBUG_INFERIOR_PARTS_H

#include "debug/inferior.h"

/* ---- one thread */

/* It runs; NULL when memory ran out. */
struct inferior_thread *thread_add(struct inferior *, pid_t pid, pid_t tid);
void thread_remove(struct inferior *, pid_t tid);
/* All of a process (NULL: all there are) but one (0: all of these). */
void threads_remove(struct inferior *, const struct inferior_process *, pid_t kept);
/* As inferior_next(), also those of processes that nobody wants. */
struct inferior_thread *threads_next(const struct inferior *, size_t *index);
/* Those whose end has been told. */
void threads_bury(struct inferior *);
/* It stays where it stopped. */
void thread_stopped(struct inferior *, struct inferior_thread *);
/* It has met something that is still to be told; not a point that is gone. */
bool thread_is_untold(const struct inferior_thread *);
/* As its `is` says; the signal as resume() of engine.h takes it. */
void thread_run(struct inferior *, struct inferior_thread *, int signal);
/* The same from a stop.  signal 0: what it has been stopped by and not told of. */
void thread_resume(struct inferior *, struct inferior_thread *, int signal);
/* It stays, and that is to be told.  Returns true. */
bool thread_stopped_by(struct inferior *, struct inferior_thread *, enum stop_kind, int signal);
/* It is ours no more: it goes its way, or is traced on; signal: as it goes. */
void thread_give_back(struct inferior *, struct inferior_thread *, int signal);
/* What it was about to get when it was stopped; 0: nothing. */
int thread_last_signal(const struct inferior *, const struct inferior_thread *);
/* True: it is to be told. */
bool thread_take(struct inferior *, const struct event *);

/* ---- processes */

/* One that is new; NULL when memory ran out. */
struct inferior_process *process_add(struct inferior *, pid_t pid);
/* Also such as have ended, or are leaving. */
struct inferior_process *process_find(const struct inferior *, pid_t pid);
/* It is ours no more, and none of its threads is. */
void process_remove(struct inferior *, struct inferior_process *);
/* All of them. */
void processes_remove(struct inferior *);
/* Its threads, which are stopped, go their way, and it is removed.  What was inserted in its
 * memory has been taken out. */
void process_give_back(struct inferior *, struct inferior_process *);
/* Those that are leaving do, if nobody who is wanted has the same memory. */
void processes_let_go(struct inferior *);
/* Whose memory it has. */
static inline const struct inferior_process *process_memory(const struct inferior_process *process)
{
	return process->lender ? process->lender : process;
}
/* An end that is still to be told; NULL. */
struct inferior_process *processes_untold(const struct inferior *);
/* All have ended. */
bool processes_ended(const struct inferior *);
/* Those whose end has been told, but for the last one. */
void processes_bury(struct inferior *);

/* ---- all threads */

/* Stops them; what they meet meanwhile is kept. */
void threads_stop(struct inferior *);
/* All are stopped.  Those that are to run get past what they stand at, and do.  False: somebody
 * has met something on this way, or all is over, and nobody runs. */
bool threads_go_on(struct inferior *);
/* Somebody who was to run and has met something that was not told yet; NULL: nobody. */
struct inferior_thread *threads_untold(const struct inferior *);

/* ---- breakpoints of software */

enum break_outcome {
	BREAK_FOREIGN, /* it is none of ours */
	BREAK_WANTED,  /* the thread stands before it, and that is to be told */
	BREAK_PASSED,  /* nobody wants to know of it */
	BREAK_TOLD,    /* the same, but something else is to be told */
};

/* The thread has executed an int3. */
enum break_outcome break_meet(struct inferior *, struct inferior_thread *);
/* The thread has come to one that somebody wants to know of, and has not executed it. */
bool break_reached(struct inferior *, struct inferior_thread *);
/* All are stopped.  A thread that was seen standing at one is brought past it; it may meet
 * something on this way. */
void break_pass(struct inferior *, struct inferior_thread *);
/* All of a process are taken out. */
void breaks_end(struct inferior *, struct inferior_process *);
/* Those that nobody wants are. */
void breaks_sweep(struct inferior *, struct inferior_process *);
/* Its memory is not the one any more that they were in; others may have that. */
void breaks_forget(struct inferior *, struct inferior_process *);
/* There the kernel is called: syscall, sysenter, int $0x80. */
bool code_is_call(struct inferior *, pid_t tid, uint64_t address);
/* The memory of a thread's process; until that of another one is asked for. */
struct breakpoint_memory break_memory(struct inferior *, pid_t tid);
/* The event that ends the step of a thread that runs alone; NULL: it is gone, or nobody waits
 * any more.  What it meant. */
const struct event *step_wait(struct inferior *, pid_t tid);
void step_ends(struct inferior *, struct inferior_thread *, const struct event *);

/* ---- new processes */

/* The creator has stopped to tell; the child has stopped for the first time.  True: something
 * is to be told. */
bool fork_take_creator(struct inferior *, struct inferior_thread *, const struct event *);
bool fork_take_child(struct inferior *, struct inferior_thread *);
/* All are stopped.  A thread whose child has its memory, and is not wanted, is brought out of
 * that. */
void fork_pass(struct inferior *, struct inferior_thread *);
/* The child that has a thread's memory, and is wanted: it is waited for.  NULL: none. */
struct inferior_thread *fork_awaited(const struct inferior *, const struct inferior_thread *);
/* The process has not been made by anybody, as far as we know; a vfork's child has. */
void fork_forget(struct inferior *, const struct inferior_process *child);
/* All of its memory is another now, or it has none any more.  True: somebody who has waited for
 * that is to be told of. */
bool fork_is_over(struct inferior *, struct inferior_process *);

/* ---- points of the hardware */

void points_clear(struct inferior_process *);
/* Before a stopped thread goes on. */
void points_give(struct inferior_thread *);
/* It is left alone, and has none. */
void points_take(const struct inferior_thread *);
/* A new process has those of another. */
void points_copy(struct inferior_process *, const struct inferior_process *from);
/* It has not been taken away. */
bool point_stands(const struct inferior_process *, const struct inferior_point *);
bool points_any(const struct inferior_process *);
/* The thread has stopped at one, which is noted with it. */
bool points_met(struct inferior_thread *);

#endif
