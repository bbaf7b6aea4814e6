/* The last instructions of each thread, kept for the case that it is killed (--last). */
#ifndef RASTRO_CMD_LAST_H
#define RASTRO_CMD_LAST_H

#include "base/map.h"
#include "cmd/outputs.h"
#include "event/event.h"

enum { LAST_MAX = 1 << 20 };

struct last {
	unsigned max;       /* of each thread; 0: nothing is kept */
	struct map threads; /* tid -> struct kept */
};

void last_keep(struct last *, const struct event *step);
/* Shows what is kept of a thread, and forgets it. */
void last_show(struct last *, pid_t tid, struct outputs *);
void last_forget(struct last *, pid_t tid);
void last_free(struct last *);

#endif
