/* Runs a capture plan: copies into an event the memory that its call concerns. */
#ifndef RASTRO_CALLS_CAPTURE_H
#define RASTRO_CALLS_CAPTURE_H

#include "event/memory.h"
#include "calls/plan.h"
#include "event/event.h"

#include <stdbool.h>

struct capture_limits {
	uint32_t string; /* bytes of a string or buffer; paths are always whole */
	uint32_t array;  /* elements of an array */
	bool names;      /* ask memory for names of descriptors and processes */
	bool brief;      /* of lists that are shown by their number (environments) only that */
};

/* True when the plan of this event's call copies anything in one of those phases. */
bool capture_wanted(const struct plan_table *, const struct event *, unsigned phases);

/* Runs the plan.  The event's abi, nr and args are set; for PHASE_EXIT also its
 * result and flags.  What did not fit sets EVENT_TRUNCATED.
 *
 * Chunks of strings and vectors end with the NUL or null pointer, unless they
 * are cut (CHUNK_CUT) or could not be read to the end.  What could not be read
 * at all is a chunk of no bytes with CHUNK_FAULT or CHUNK_TIMEOUT; an array of
 * no elements has no chunk. */
void capture_run(const struct plan_table *, struct event_buffer *, enum plan_phase, struct memory *,
                 const struct capture_limits *);
/* Adds the names alone, of an event that a run without names has filled: nothing is read. */
void capture_names(const struct plan_table *, struct event_buffer *, enum plan_phase,
                   struct memory *);

#endif
