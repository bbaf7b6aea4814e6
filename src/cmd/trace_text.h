/* Traces as text, read again: what -o wrote, one file or one for each thread (-ff), by us or
 * by strace; and recordings, as the text that they replay to.
 *
 * Several are read as one, in the order of their times. */
#ifndef RASTRO_CMD_TRACE_TEXT_H
#define RASTRO_CMD_TRACE_TEXT_H

#include "base/error.h"
#include "output/stream.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct trace_line {
	pid_t pid; /* 0: it does not say */
	bool has_time;
	uint64_t time_ns; /* since 1970, or since the midnight before the first line of all */
	const char *text; /* from the time stamp on */
	size_t length;    /* of it; no newline is among it */
	const char *what; /* what happened: behind time stamps, numbers and addresses */
	bool is_more;     /* it belongs to the line before: a frame of a stack, a dump */
};

struct trace_texts;

/* names: of files, recordings, or what -ff wrote: PREFIX means all PREFIX.NUMBER.  needs_time:
 * lines without time stamps have no place, unless nothing has any.  string_max: of recordings, or
 * 0.  NULL with error: among others, when one of them is no trace. */
struct trace_texts *trace_texts_open(char *const *names, bool needs_time, uint32_t string_max,
                                     struct error *);
/* The next line, valid until the following call.  NULL at the end. */
const struct trace_line *trace_texts_next(struct trace_texts *);
/* Whether lines had no place, and which: true with error.  Blank ones do not count. */
bool trace_texts_left_out(const struct trace_texts *, struct error *);
/* Of the widest number of a task, as names of files and the habits of -f have it. */
unsigned trace_texts_pid_width(const struct trace_texts *);
void trace_texts_close(struct trace_texts *);

/* The task that a line says was made: "clone(...) = 17"; 0: none. */
pid_t trace_line_creates(const struct trace_line *);

/* Where what is made of them goes: -o, or standard output.  NULL with error. */
struct stream *trace_output(const char *output, struct error *);

#endif
