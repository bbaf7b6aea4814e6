/* Who called whom, and with what. */
#ifndef RASTRO_INSPECT_STACK_VIEW_H
#define RASTRO_INSPECT_STACK_VIEW_H

#include "inspect/query.h"

/* At most so many frames from the innermost on (0: all), each in a line; variables: with those
 * that are in scope, too.  The one that is looked at is marked. */
int stack_show(const struct query *, unsigned frames_max, bool variables, struct error *);
/* The frame that is looked at, in the same line. */
int stack_frame_show(const struct query *, struct error *);
/* Arguments, or variables in scope, of the frame that is looked at, each in a line. */
int stack_variables_show(const struct query *, bool arguments, struct error *);

#endif
