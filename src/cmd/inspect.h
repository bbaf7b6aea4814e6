/* What peek, poke and call share: "PID WHAT...", one process that is looked at. */
#ifndef RASTRO_CMD_INSPECT_H
#define RASTRO_CMD_INSPECT_H

#include "cmd/options.h"
#include "inspect/subject.h"
#include "output/stream.h"

struct inspection {
	const struct options *options;
	struct subject subject;
	struct stream *stream;
	bool is_json;
};

/* Opens the process that the first word names, and what -o names.  Returns 0, or 1, the exit
 * status, when something was reported. */
int inspection_begin(struct inspection *, const struct options *);
/* Returns status, or 1 when the output could not be written. */
int inspection_end(struct inspection *, int status);

#endif
