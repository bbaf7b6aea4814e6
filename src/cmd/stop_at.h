/* --stop-at: a call at which gdb, or our own prompt, takes over, and lets the trace go on
 * afterwards. */
#ifndef RASTRO_CMD_STOP_AT_H
#define RASTRO_CMD_STOP_AT_H

#include "base/error.h"
#include "cmd/options.h"
#include "inspect/call_match.h"
#include "serve/server.h"

struct stop_at {
	const struct options *options;
	struct call_match match;
	bool is_over; /* there was no such option, or gdb has been there */
};

/* -1 with error. */
int stop_at_begin(struct stop_at *, const struct options *, struct error *);
bool stop_at_meets(const struct stop_at *, const struct event *);
/* The thread that has met the call is held.  Until the client has gone; then all go on as they
 * would have.  Returns the signal that ended that, or 0. */
int stop_at_serve(struct stop_at *, struct engine *, const struct event *,
                  const struct server_tracing *);
void stop_at_end(struct stop_at *);

#endif
