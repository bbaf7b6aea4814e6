/* The inside of inferior.h; nobody else includes this.
 *
 *	inferior.c		all threads: beginning, going on, stopping, end
 *	inferior_threads.c	one thread: what stops it, and how it goes on
 *	inferior_points.c	what the CPU looks out for */
#ifndef RASTRO_DEBUG_INFERIOR_PARTS_H
#define RASTRO_DEBUG_INFERIOR_PARTS_H

#include "debug/inferior.h"

/* ---- one thread */

/* It runs; NULL when memory ran out. */
struct inferior_thread *thread_add(struct inferior *, pid_t pid, pid_t tid);
/* All but one; 0: all. */
void threads_remove_others(struct inferior *, pid_t kept);
/* It stays where it stopped. */
void thread_stopped(struct inferior *, struct inferior_thread *);
/* It has met something that is still to be told; not a point that is gone. */
bool thread_is_untold(const struct inferior *, const struct inferior_thread *);
/* As its `is` says.  signal 0: what it has been stopped by and not told of. */
void thread_resume(struct inferior *, struct inferior_thread *, int signal);
/* True: it is to be told. */
bool thread_take(struct inferior *, const struct event *);

/* ---- points of the hardware */

void points_clear(struct inferior *);
/* Before a stopped thread goes on. */
void points_give(struct inferior *, struct inferior_thread *);
/* It has not been taken away. */
bool point_stands(const struct inferior *, const struct inferior_point *);
/* The thread has stopped at one, which is noted with it. */
bool points_met(struct inferior *, struct inferior_thread *);

#endif
