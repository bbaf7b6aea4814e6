/* Lines that are said on standard input: by a person at a prompt, or by whoever writes to
 * a pipe. */
#ifndef RASTRO_CMD_PROMPT_H
#define RASTRO_CMD_PROMPT_H

#include <stdbool.h>

struct prompt;

enum prompted {
	PROMPTED_LINE,
	PROMPTED_NOTHING, /* ^C: what was typed is of no interest any more */
	PROMPTED_END,
};

/* NULL: memory ran out.  is_terminal: somebody sits there. */
struct prompt *prompt_open(bool is_terminal);
void prompt_close(struct prompt *);
/* Asks for a line, without its end; it lives until the next call. */
enum prompted prompt_read(struct prompt *, const char *question, const char **line);
/* A signal that was caught has ended the waiting.  Async-signal-safe. */
void prompt_interrupt(void);

#endif
