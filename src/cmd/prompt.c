/* Reading lines.
 *
 * Signals of the engine's come while we wait, so reads are our own, and go on after one;
 * what stdio has read half of a line when that happens is lost. */
#include "cmd/prompt.h"

#include "base/text.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PIECE = 4096 };

struct prompt {
	bool is_terminal;
	bool is_over;     /* there is no more to be read */
	struct text read; /* of which the first so many bytes were taken */
	size_t taken;
};

static volatile sig_atomic_t is_interrupted;

void prompt_interrupt(void)
{
	is_interrupted = 1;
}

struct prompt *prompt_open(bool is_terminal)
{
	struct prompt *prompt = calloc(1, sizeof(*prompt));

	if (prompt)
		prompt->is_terminal = is_terminal;
	return prompt;
}

void prompt_close(struct prompt *prompt)
{
	if (!prompt)
		return;
	text_free(&prompt->read);
	free(prompt);
}

/* The bytes that come next; 0: there are none, or (is_interrupted) nobody wants them. */
static ssize_t read_on(void *buffer, size_t size)
{
	ssize_t got;

	do
		got = read(STDIN_FILENO, buffer, size);
	while (got < 0 && errno == EINTR && !is_interrupted);
	return got > 0 ? got : 0;
}

/* The line that has been read to its end; NULL: there is none yet. */
static const char *line_take(struct prompt *prompt)
{
	struct text *read = &prompt->read;
	char *line = read->bytes + prompt->taken;
	size_t length = read->length - prompt->taken;
	char *end = length ? memchr(line, '\n', length) : NULL;

	/* The last one may have none. */
	if (!end && prompt->is_over && length && text_reserve(read, 1)) {
		line = read->bytes + prompt->taken;
		end = line + length;
		read->length++;
	}
	if (!end)
		return NULL;
	*end = '\0';
	prompt->taken += (size_t)(end - line) + 1;
	return line;
}

static void forget_taken(struct prompt *prompt)
{
	struct text *read = &prompt->read;

	if (prompt->taken)
		memmove(read->bytes, read->bytes + prompt->taken, read->length - prompt->taken);
	read->length -= prompt->taken;
	prompt->taken = 0;
}

enum prompted prompt_read(struct prompt *prompt, const char *question, const char **line)
{
	is_interrupted = 0;
	if (prompt->is_terminal)
		(void)!write(STDOUT_FILENO, question, strlen(question));
	while (!(*line = line_take(prompt))) {
		forget_taken(prompt);
		if (prompt->is_over || !text_reserve(&prompt->read, PIECE))
			return PROMPTED_END;
		ssize_t got = read_on(prompt->read.bytes + prompt->read.length, PIECE);

		if (is_interrupted)
			return PROMPTED_NOTHING;
		prompt->read.length += (size_t)got;
		prompt->is_over = got == 0;
	}
	return PROMPTED_LINE;
}
