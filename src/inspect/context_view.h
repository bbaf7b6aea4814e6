/* Where a program stands, on one screen: what its registers have changed to and where that
 * leads, the code, the source, the stack, who called whom, the call that it is in. */
#ifndef RASTRO_INSPECT_CONTEXT_VIEW_H
#define RASTRO_INSPECT_CONTEXT_VIEW_H

#include "inspect/query.h"

struct context_form {
	unsigned width, height;             /* columns and lines; 0: as many as there are */
	const struct register_file *before; /* at the stop before; NULL: all are new */
	const struct text *call;            /* that the thread is in, printed; NULL: none */
};

/* The subject must be held.  Colours are those of the view. */
int context_show(const struct query *, const struct context_form *, struct error *);

#endif
