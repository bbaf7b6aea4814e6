/* The debugger: one program, and what a person, a script or another program says to do
 * with it, line by line.
 *
 * A line is a command of the table in debugger_commands.c and what stands behind it.  Its
 * answer goes to a stream, as text or as one JSON object; so does, when the program ran,
 * what stopped it.  Nothing is printed otherwise, and nothing exits. */
#ifndef RASTRO_DEBUG_DEBUGGER_H
#define RASTRO_DEBUG_DEBUGGER_H

#include "base/error.h"
#include "engine/engine.h"
#include "output/stream.h"
#include "output/view.h"

#include <stdbool.h>

struct debugger;

struct debugger_options {
	const struct launch *launch; /* of a program; argv NULL: none is known yet */
	const struct view *view;     /* how calls are shown */
	struct stream *out;
	bool is_json;
	/* What went wrong where no line was said: in the commands of a breakpoint. */
	void (*complain)(void *owner, const struct error *);
	/* The program runs now, or (0) stands still: who has the terminal changes. */
	void (*runs)(void *owner, pid_t pid);
	/* While the program runs: has take look at the line that has been said since, and returns
	 * whether that has done it; else it stays the next one that is said.  May be NULL. */
	bool (*hear)(void *owner, bool (*take)(void *taker, const char *line), void *taker);
	/* Calls and signals of a process that was traced already, as they come; or NULL. */
	void (*show)(void *owner, const struct event *);
	/* How large a screen is that shows the context after each stop; NULL: there is none. */
	void (*screen)(void *owner, unsigned *width, unsigned *height);
	void *owner;
};

/* NULL: memory ran out. */
struct debugger *debugger_create(const struct debugger_options *);
/* The program that "run" starts, and its arguments. */
int debugger_program_is(struct debugger *, char *const *command, struct error *);
/* A process that an engine traces already, as of struct inferior_options: it is told where that
 * stands.  The engine traces on what is left. */
int debugger_take(struct debugger *, struct engine *, const struct event *at, struct error *);
/* What was launched is killed, what was attached to runs on. */
void debugger_destroy(struct debugger *);

/* Does what a line says.  An empty one says the last one again, if that makes sense.  0, or
 * -1 with error. */
int debugger_do(struct debugger *, const char *line, struct error *);
/* The lines of a file, up to one that fails; error says where that stands. */
int debugger_source(struct debugger *, const char *path, struct error *);
/* "quit" was said. */
bool debugger_is_over(const struct debugger *);
/* But that was not meant. */
void debugger_stay(struct debugger *);
/* There is a process. */
bool debugger_has_process(const struct debugger *);
/* There is a process that would be killed by leaving it now. */
bool debugger_would_kill(const struct debugger *);
/* The lines that follow belong to a breakpoint, up to "end". */
bool debugger_takes_lines(const struct debugger *);

/* Stops the program, if it runs.  Async-signal-safe. */
void debugger_interrupt(struct debugger *);
/* Somebody has said something, maybe while it runs: it is heard then.  Async-signal-safe. */
void debugger_notice(struct debugger *);

/* Offers what the word before the end of a line may become. */
void debugger_complete(struct debugger *, const char *line, size_t length,
                       void (*offer)(void *owner, const char *word), void *owner);

struct debugger_form {
	const char *name, *shorts, *form, *help;
};
/* What there is to say: index begins with 0; false: these were all. */
bool debugger_form_next(size_t *index, struct debugger_form *);

#endif
