/* Functions that are active in a stopped thread: who called whom, as the source has it, with
 * what was inlined; and the one of them that is looked at. */
#ifndef RASTRO_INSPECT_ACTIVATION_H
#define RASTRO_INSPECT_ACTIVATION_H

#include "inspect/subject.h"
#include "symbol/scope.h"

struct activation {
	unsigned level; /* 0: the innermost */
	const struct space *space;
	struct frame frame; /* of the machine */
	bool is_inlined;    /* it shares that with its caller, who has no frame of its own */
	bool has_scope;     /* something is known of the source */
	struct scope scope; /* refers to frame */
};

/* The innermost one of the thread that is held; false: nothing can be known.  Else to be ended. */
bool activation_begin(struct subject *, struct activation *);
/* Becomes its caller; false: there is none. */
bool activation_next(struct activation *);
void activation_end(struct activation *);

/* Where what was inlined begins, that many functions of it are not entered yet: the thread, as it
 * stands, is still at the line that calls them.  0: they are. */
void subject_hide(struct subject *, unsigned count);
/* How many those are, and that line. */
unsigned subject_hidden(struct subject *, const char **file, unsigned *line);

/* The one that is looked at: the innermost unless another was chosen.  NULL: there is none.
 * It stays until the subject runs on. */
struct activation *subject_chosen(struct subject *);
/* From now on that one is looked at: its registers, its variables.  -1 with error. */
int subject_choose(struct subject *, unsigned level, struct error *);
/* To be called when registers, memory or the image may have changed. */
void subject_unchoose(struct subject *);

#endif
