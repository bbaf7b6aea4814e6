/* The inside of a session: for the library's outside, and for the command line,
 * which works on events as they are. */
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
	const struct engine_ops *ops;
	struct engine_options options;     /* of the engine to come */
	struct inject_rules inject;        /* rastro_inject() */
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

/* ---- for the command line: a session with all that options can say */

/* NULL when there is no memory. */
struct rastro *session_open(const struct engine_options *);
pid_t session_launch(struct rastro *, const struct launch *);
/* Goes one step: of NEXT_EVENT, session->raw is the event. */
enum next session_next(struct rastro *);
/* Begins to leave all tasks, as engine_ops.detach() says; session_next() tells of each. */
void session_leave(struct rastro *);
/* What the recording that is replayed says of its making; NULL: none is. */
const struct recording_info *session_recording(const struct rastro *);

/* ---- for the files of the library's outside */

/* Begins a public function: nothing has failed yet. */
void session_clear_error(struct rastro *);
/* Fills the error and returns -number. */
__attribute__((format(printf, 3, 4))) int session_fail(struct rastro *, int number,
                                                       const char *format, ...);
/* The event is over. */
void session_forget(struct rastro *);

#endif
