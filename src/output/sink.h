/* A sink takes events and makes something of them: lines, JSON, a recording,
 * a summary.  It never touches a traced process. */
#ifndef RASTRO_OUTPUT_SINK_H
#define RASTRO_OUTPUT_SINK_H

#include "base/error.h"
#include "event/event.h"
#include "output/stream.h"
#include "output/view.h"

struct sink;

struct sink_ops {
	const char *name;
	size_t size; /* of the structure that begins with struct sink */
	bool counts; /* instructions: what they do is of no interest */
	/* May fail with error filled in. */
	int (*open)(struct sink *, struct error *);
	void (*event)(struct sink *, const struct event *);
	/* Some milliseconds passed: show what is pending (an unfinished call). May be NULL. */
	void (*tick)(struct sink *);
	/* No more events: write what is left and give everything back. */
	void (*close)(struct sink *);
};

/* Every sink's first member. */
struct sink {
	const struct sink_ops *ops;
	const struct view *view; /* how to show; borrowed */
	struct stream *stream;   /* where to write; borrowed */
};

/* Every sink there is: one line here, one in the list of sink.c. */
extern const struct sink_ops drcov_sink, json_sink, lcov_sink, record_sink, summary_sink,
	tally_sink, text_sink;

/* The kind of that name, or NULL. */
const struct sink_ops *sink_find(const char *name);
/* NULL when there is no sink of that name or memory; the caller owns it. */
struct sink *sink_open(const char *name, const struct view *, struct stream *, struct error *);
void sink_close(struct sink *);

#endif
