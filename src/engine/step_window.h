/* Where a program is stepped: elsewhere it runs as fast as it can. */
#ifndef RASTRO_ENGINE_STEP_WINDOW_H
#define RASTRO_ENGINE_STEP_WINDOW_H

#include "calls/call_set.h"

#include <stdint.h>

/* A system call that is made, or returns. */
struct window_moment {
	bool is_wanted;
	bool is_return;
	bool has_first; /* only those whose first argument is first */
	uint32_t first;
	struct call_set calls;
};

/* Places are written as lookup_find() takes them; NULL: not asked for. */
struct step_window {
	const char *from;     /* begins here, each time; NULL: at once */
	const char *to;       /* ends before this */
	const char *function; /* begins here, and ends when it has returned */
	const char *range;    /* "FROM-TO": begins at FROM, and ends where it is left */
	struct window_moment from_call, to_call;
	const char *module;  /* only instructions of this file are told */
	const char *exclude; /* a function or file whose calls are run over */
	uint64_t depth;      /* calls nested deeper are run over; 0: none are */
};

#endif
