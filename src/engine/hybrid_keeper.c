/* What the kernel does for us when we are killed.
 *
 * A thread of a process that we attached to calls the kernel freely from the agent alone:
 * calls from elsewhere raise a signal, while a byte of its ring, the selector, is 1
 * (hybrid_dispatch.c).  Should we be killed, all selectors have to become 0 before anybody
 * is let go, and nobody is there to do it but the kernel: when a thread ends, it marks the
 * robust futexes that the thread holds, that is, words with its tid, by setting them to
 * FUTEX_OWNER_DIED, and lets go of whom it traces after that.
 *
 *	01 xx xx 00	selector 1: held by a thread whose tid ends in 01
 *	00 00 00 40	selector 0: that thread has ended
 *
 * So the thread that traces has to have such a tid.  Threads are made until one has, one in
 * 256, and that one does the work.
 *
 * The list of futexes leads through our memory, not through what is shared with programs:
 * each word in a ring has its link rings_size() below, in memory of our own. */
#include "engine/keeper.h"

#include "engine/hybrid.h"

#include <linux/futex.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

enum {
	TID_ENDING = 1,
	TRIES_MAX = 8192,
	KEPT_MAX = 2000, /* the kernel looks at no more than 2048 */
};

struct keeper {
	pid_t tid;
	struct robust_list_head list;
	struct robust_list_head *before; /* of the C library */
	unsigned count;
};

static bool tid_fits(pid_t tid)
{
	return (tid & 0xff) == TID_ENDING;
}

/* ---- a thread that fits */

struct keeper_job {
	int (*run)(void *);
	void *argument;
	const sigset_t *signals;
	int result;
	bool is_done;
};

static void *job_run(void *argument)
{
	struct keeper_job *job = argument;

	if (!tid_fits(gettid()))
		return NULL;
	pthread_sigmask(SIG_SETMASK, job->signals, NULL);
	job->result = job->run(job->argument);
	job->is_done = true;
	return NULL;
}

int keeper_call(int (*run)(void *), void *argument)
{
	sigset_t all, before;
	struct keeper_job job = { .run = run, .argument = argument, .signals = &before };
	pthread_t thread;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	for (unsigned i = 0; i < TRIES_MAX && !job.is_done; i++)
		if (pthread_create(&thread, NULL, job_run, &job) != 0 ||
		    pthread_join(thread, NULL) != 0)
			break;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return job.is_done ? job.result : run(argument);
}

/* ---- its list */

struct keeper *keeper_start(void)
{
	struct keeper *keeper = tid_fits(gettid()) ? calloc(1, sizeof(*keeper)) : NULL;
	size_t size;

	if (!keeper)
		return NULL;
	keeper->tid = gettid();
	keeper->list.list.next = &keeper->list.list;
	keeper->list.futex_offset = (long)rings_size();
	if (syscall(SYS_get_robust_list, 0, &keeper->before, &size) == 0 &&
	    syscall(SYS_set_robust_list, &keeper->list, sizeof(keeper->list)) == 0)
		return keeper;
	free(keeper);
	return NULL;
}

void keeper_end(struct keeper *keeper)
{
	if (!keeper)
		return;
	syscall(SYS_set_robust_list, keeper->before, sizeof(*keeper->before));
	free(keeper);
}

static struct robust_list *link_of(const struct seat *seat)
{
	return (struct robust_list *)((uint8_t *)&seat->ring->selector - rings_size());
}

bool keeper_add(struct keeper *keeper, const struct seat *seat)
{
	struct robust_list *link = link_of(seat);

	if (keeper->count == KEPT_MAX)
		return false;
	keeper->count++;
	link->next = keeper->list.list.next;
	/* We may be killed between any two of these. */
	__atomic_store_n(&keeper->list.list.next, link, __ATOMIC_RELEASE);
	return true;
}

void keeper_remove(struct keeper *keeper, const struct seat *seat)
{
	struct robust_list *link = link_of(seat), *before = &keeper->list.list;

	while (before->next != link && before->next != &keeper->list.list)
		before = before->next;
	if (before->next != link)
		return;
	__atomic_store_n(&before->next, link->next, __ATOMIC_RELEASE);
	keeper->count--;
}

uint32_t keeper_word(const struct keeper *keeper)
{
	return (uint32_t)keeper->tid;
}
