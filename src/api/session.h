/* The inside of a session, shared by the files of the library's outside. */
#ifndef RASTRO_API_SESSION_H
#define RASTRO_API_SESSION_H

#include "base/arena.h"
#include "base/text.h"
#include "calls/value.h"
#include "engine/engine.h"
#include "output/view.h"
#include "rastro.h"

#include <signal.h>

struct rastro {
	unsigned flags; /* enum rastro_flag */
	struct call_set calls;
	struct engine *engine;             /* NULL until something is traced */
	volatile sig_atomic_t interrupted; /* while there was no engine */
	struct error error; /* of the function called last; its text is empty: none */

	struct rastro_event event;
	const struct event *raw; /* the engine's; NULL: none */

	/* What was made of the event, on demand. */
	struct arena arena;
	struct value *group; /* its arguments, or siginfo */
	bool decoded;
	struct view view;
	struct text text, arg_text;
};

/* Begins a public function: nothing has failed yet. */
void session_clear_error(struct rastro *);
/* Fills the error and returns -number. */
__attribute__((format(printf, 3, 4))) int session_fail(struct rastro *, int number,
                                                       const char *format, ...);
/* The event is over. */
void session_forget(struct rastro *);

#endif
