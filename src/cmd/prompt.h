/* Lines that are said on standard input: by a person at a prompt, who may edit them, find
 * earlier ones again and have words completed; or by whoever writes to a pipe. */
#ifndef RASTRO_CMD_PROMPT_H
#define RASTRO_CMD_PROMPT_H

#include <stdbool.h>
#include <stddef.h>

struct prompt;

enum prompted {
	PROMPTED_LINE,
	PROMPTED_NOTHING, /* ^C: what was typed is of no interest any more */
	PROMPTED_END,
};

struct prompt_options {
	bool is_terminal; /* somebody sits there */
	/* Offers what the word at the end of a line may become; may be NULL. */
	void (*complete)(void *owner, const char *line, size_t length,
	                 void (*offer)(void *taker, const char *word), void *taker);
	void *owner;
};

/* NULL: memory ran out. */
struct prompt *prompt_open(const struct prompt_options *);
/* Earlier lines are kept for the next time. */
void prompt_close(struct prompt *);
/* Asks for a line, without its end; it lives until the next call.  is_kept: it can be found
 * again. */
enum prompted prompt_read(struct prompt *, const char *question, bool is_kept, const char **line);
/* While nobody asks: the next line, if it has been said already, or NULL.  It stays the next one
 * until it is taken. */
const char *prompt_peek(struct prompt *);
void prompt_take(struct prompt *);
/* A signal that was caught ends the waiting.  Async-signal-safe. */
void prompt_interrupt(void);

#endif
