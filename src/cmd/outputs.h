/* Where shown events go: one stream for all, or a file per thread. */
#ifndef RASTRO_CMD_OUTPUTS_H
#define RASTRO_CMD_OUTPUTS_H

#include "base/map.h"
#include "cmd/options.h"
#include "output/sink.h"

struct output {
	struct stream *stream;
	struct sink *lines, *summary; /* either may be NULL */
};

struct outputs {
	const struct options *options;
	bool immediate;       /* everything is written at once: the tracee waits for it */
	struct output common; /* unless -ff */
	struct map by_thread; /* -ff: struct output of each tid */
	struct error failure; /* the first; it has been reported */
	bool is_missing;      /* one could not be opened at all */
};

/* Opens what has to be there before the command starts.  -1 with error. */
int outputs_open(struct outputs *, const struct options *, struct error *);
/* The same for one thread, which is about to begin.  -1 with error. */
int outputs_prepare(struct outputs *, pid_t tid, struct error *);
void outputs_event(struct outputs *, const struct event *);
/* For the summary, if there is one. */
void outputs_count(struct outputs *, const struct event *);
/* A moment of rest: what waits is shown. */
void outputs_tick(struct outputs *);
/* Writes out, so that a message can follow. */
void outputs_flush(struct outputs *);
/* Ends all views and files; all zero, or not opened, is fine.  What failed has
 * been reported: see failure. */
void outputs_close(struct outputs *);

#endif
