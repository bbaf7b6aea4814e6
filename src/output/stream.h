/* Where a view's bytes go: a file, a pipe to a command, standard error.
 *
 * Writes are collected; a stream that failed (reader gone, disk full) says so
 * once through stream_error() and swallows what follows. */
#ifndef RASTRO_OUTPUT_STREAM_H
#define RASTRO_OUTPUT_STREAM_H

#include "base/error.h"
#include "base/text.h"

struct stream;

/* path: a file (created without following a symlink that another user owns in
 * a sticky directory), "|command" or "!command". */
struct stream *stream_open(const char *path, bool append, struct error *);
struct stream *stream_from_fd(int fd); /* does not own fd; NULL: no memory */
/* All text stays in memory, whatever is flushed; NULL: no memory. */
struct stream *stream_in_memory(void);
/* The text to append to.  It is written out by stream_flush(), and by
 * stream_line() when much has gathered. */
struct text *stream_text(struct stream *);
/* A line has ended: writes out if enough has gathered. */
void stream_line(struct stream *);
int stream_flush(struct stream *);
/* Async-signal-safe: a write that waits for a slow reader is to give up. */
void stream_abandon(struct stream *);
/* The first failure, or NULL. */
const struct error *stream_error(const struct stream *);
/* Flushes, closes, waits for the command.  Returns 0 or -1 (see stream_error before). */
int stream_close(struct stream *, struct error *);

#endif
