/* A call that the process makes because we want it, described as text. */
#ifndef RASTRO_INSPECT_REMOTE_CALL_H
#define RASTRO_INSPECT_REMOTE_CALL_H

#include "inspect/subject.h"

struct remote_call {
	const char *text;
	bool is_forced;                  /* in spite of a seccomp filter */
	struct event_buffer entry, exit; /* what was seen */
	bool was_interrupted;            /* by a signal to us */
	const char *note;                /* of what may have gone wrong; NULL: nothing */
};

/* The thread that is meant makes it, while all others are held, and is as before then; the
 * subject must be held.  Returns 0 if it was made, whatever it returned; -1 with error. */
int remote_call_make(struct subject *, struct remote_call *, struct error *);
void remote_call_free(struct remote_call *);

#endif
