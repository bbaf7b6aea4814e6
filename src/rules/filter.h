/* Which events are shown: the verdict of -e trace=, -e signal=, -e status= and -P. */
#ifndef RASTRO_RULES_FILTER_H
#define RASTRO_RULES_FILTER_H

#include "base/arena.h"
#include "base/number_set.h"
#include "calls/call_set.h"
#include "event/event.h"

#include <stdbool.h>

/* How a call ended, or how our view of it did. */
enum outcome {
	OUTCOME_SUCCESSFUL = 1 << 0,
	OUTCOME_FAILED = 1 << 1,
	OUTCOME_UNFINISHED = 1 << 2,  /* its task ended inside */
	OUTCOME_UNAVAILABLE = 1 << 3, /* it returned, but what is not known */
	OUTCOME_DETACHED = 1 << 4,    /* we left before it returned */
	OUTCOME_ALL = (1 << 5) - 1,
};

struct filter {
	struct call_set calls;
	unsigned outcomes; /* enum outcome */
	uint64_t signals;  /* bit n - 1: signal n */
	char **paths;      /* calls must name or use one of these; */
	unsigned path_count;
	struct number_set fds; /* or one of these descriptors; neither: any call */
	struct arena arena;    /* for looking into calls */
};

/* A filter that shows everything. */
void filter_init(struct filter *);
void filter_deinit(struct filter *);

/* Returns 0, or -ENOMEM. */
int filter_add_path(struct filter *, const char *path);

/* True when more than the number of a call decides. */
static inline bool filter_looks_inside(const struct filter *filter)
{
	return filter->path_count || !number_set_is_empty(&filter->fds);
}

/* True when an entry alone cannot be judged: then none is shown, and a call
 * appears, whole, when it has ended. */
static inline bool filter_waits(const struct filter *filter)
{
	return filter->outcomes != OUTCOME_ALL;
}

/* True when there is nothing that is not shown. */
bool filter_shows_all(const struct filter *);
/* True when the event is of a call that is looked for, however it ends. */
bool filter_takes(struct filter *, const struct event *);
/* The verdict: a function of the event alone. */
bool filter_shows(struct filter *, const struct event *);
/* True when a call counts for a summary, however it ended. */
bool filter_counts(struct filter *, const struct event *);

#endif
