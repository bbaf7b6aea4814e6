/* The prompt of "rastro debug", in the middle of a trace. */
#ifndef RASTRO_CMD_DEBUG_H
#define RASTRO_CMD_DEBUG_H

#include "cmd/options.h"
#include "engine/engine.h"

struct debug_tracing {
	struct engine *engine;
	const struct event *at; /* the call that its thread has come to, or returned from */
	/* What goes on meanwhile. */
	void (*show)(void *owner, const struct event *);
	void *owner;
};

/* Somebody sits there who could be asked. */
bool debug_has_terminal(void);
/* Until nobody wants to say more.  Returns the signal that has ended it, or 0. */
int debug_traced(const struct options *, const struct debug_tracing *);

#endif
