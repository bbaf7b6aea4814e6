/* Recordings: events as they are, in compressed blocks with checksums.
 *
 * docs/RECORDING.md describes the file.  Writing appends to a text whose owner
 * brings it to a file; reading trusts nothing it finds there. */
#ifndef RASTRO_EVENT_RECORDING_H
#define RASTRO_EVENT_RECORDING_H

#include "base/error.h"
#include "base/text.h"
#include "event/event.h"

/* What a recording says of its making. */
struct recording_info {
	const char *rastro;                  /* version of the writer */
	const char *host, *kernel, *machine; /* as uname(2) has them */
	uint64_t start_ns;                   /* CLOCK_REALTIME */
	uint32_t string_max;                 /* bytes kept of a string or buffer */
	uint32_t array_max;                  /* elements kept of an array */
	const char *const *arguments;        /* the traced command; ends with NULL */
	const char *const *options; /* "name=value": what else a view may want; ends with NULL */
};

struct recording_writer;

/* The text is borrowed.  Strings and lists that are NULL are left out.
 * Returns NULL when memory ran out. */
struct recording_writer *recording_create(const struct recording_info *, struct text *output);
void recording_put(struct recording_writer *, const struct event *);
/* Writes the events that wait for their block to fill. */
void recording_sync(struct recording_writer *);
/* Writes those, then the mark that nothing follows, and gives the writer back. */
void recording_finish(struct recording_writer *);

struct recording_reader;

/* "-" is standard input. */
struct recording_reader *recording_open(const char *path, struct error *);
/* Lives as long as the reader. */
const struct recording_info *recording_info(const struct recording_reader *);
/* The next event: valid until the following call.  NULL at the end, and where
 * the file is cut or damaged: then error.text is not empty; error.number is
 * ENODATA if only the rest is missing, EBADMSG if something is damaged. */
const struct event *recording_next(struct recording_reader *, struct error *);
void recording_close(struct recording_reader *);

#endif
