/* Reading lines.
 *
 * Signals of the engine's come while we wait, so reads are our own, and go on after one;
 * what stdio has read half of a line when that happens is lost. */
#include "cmd/prompt.h"

#include "base/guard.h"
#include "base/text.h"
#include "cmd/libedit.h"

#include <errno.h>
#include <limits.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <wchar.h>

enum { PIECE = 4096, LINES_KEPT = 1000, COLUMN = 20, LISTED_MAX = 200 };

struct prompt {
	struct prompt_options options;
	bool is_over;     /* there is no more to be read */
	struct text read; /* of which the first so many bytes were taken */
	size_t taken;
	struct text line; /* that was peeked at, or edited */

	/* Of a person, where libedit is installed: */
	struct libedit libedit;
	EditLine *editor; /* NULL: there is none */
	History *history;
	char history_path[PATH_MAX]; /* "": nowhere */
	const char *question;
	mbstate_t bytes; /* of a character that has begun */
};

static volatile sig_atomic_t is_interrupted;
/* libedit asks us without saying for whom. */
static struct prompt *edited_prompt;

void prompt_interrupt(void)
{
	is_interrupted = 1;
}

/* The bytes that come next; 0: there are none, or (is_interrupted) nobody wants them. */
static ssize_t read_on(void *buffer, size_t size)
{
	struct pollfd input = { .fd = STDIN_FILENO, .events = POLLIN };
	sigset_t interrupt, before;
	ssize_t got = -1;

	/* It comes while we wait, or is known before: never just before we wait. */
	sigemptyset(&interrupt);
	sigaddset(&interrupt, SIGINT);
	pthread_sigmask(SIG_BLOCK, &interrupt, &before);
	errno = EINTR;
	while (got < 0 && errno == EINTR && !is_interrupted)
		got = ppoll(&input, 1, NULL, &before) > 0 ? read(STDIN_FILENO, buffer, size) : -1;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return got > 0 && !is_interrupted ? got : 0;
}

/* A terminal leaves the key as it is for an editor; what was typed ahead then may come here. */
static bool ends_line(const struct prompt *prompt, char c)
{
	return c == '\n' || (c == '\r' && prompt->options.is_terminal);
}

/* The end of the line that comes next, if that has been read; NULL: it has not yet. */
static char *line_end(struct prompt *prompt)
{
	struct text *read = &prompt->read;
	size_t length = read->length - prompt->taken;
	char *end = NULL;

	for (size_t i = prompt->taken; i < read->length && !end; i++)
		if (ends_line(prompt, read->bytes[i]))
			end = read->bytes + i;

	/* The last one may have none. */
	if (!end && prompt->is_over && length) {
		text_char(read, '\n');
		end = read->failed ? NULL : read->bytes + read->length - 1;
	}
	return end;
}

static const char *line_take(struct prompt *prompt)
{
	char *end = line_end(prompt);
	const char *line = prompt->read.bytes + prompt->taken;

	if (!end)
		return NULL;
	*end = '\0';
	prompt->taken = (size_t)(end - prompt->read.bytes) + 1;
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

/* What is there to be read now; false: nothing. */
static bool read_ready(struct prompt *prompt)
{
	struct pollfd input = { .fd = STDIN_FILENO, .events = POLLIN };

	forget_taken(prompt);
	if (prompt->is_over || poll(&input, 1, 0) <= 0 || !text_reserve(&prompt->read, PIECE))
		return false;
	ssize_t got = read(STDIN_FILENO, prompt->read.bytes + prompt->read.length, PIECE);

	prompt->is_over = got == 0;
	prompt->read.length += got > 0 ? (size_t)got : 0;
	return got >= 0;
}

const char *prompt_peek(struct prompt *prompt)
{
	const char *end;

	while (!(end = line_end(prompt)))
		if (!read_ready(prompt))
			return NULL;
	const char *line = prompt->read.bytes + prompt->taken;

	prompt->line.length = 0;
	text_put(&prompt->line, line, (size_t)(end - line));
	text_char(&prompt->line, '\0');
	return prompt->line.failed ? NULL : prompt->line.bytes;
}

void prompt_take(struct prompt *prompt)
{
	line_take(prompt);
}

static enum prompted read_line(struct prompt *prompt, const char **line)
{
	if (prompt->options.is_terminal)
		(void)!write(STDOUT_FILENO, prompt->question, strlen(prompt->question));
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

/* ---- with libedit */

static char *question_of(EditLine *editor)
{
	(void)editor;
	return (char *)edited_prompt->question;
}

/* One character; 0: there are no more, -1: nobody wants them. */
static int character_read(EditLine *editor, wchar_t *character)
{
	struct prompt *prompt = edited_prompt;
	char byte;

	(void)editor;
	for (;;) {
		if (!read_on(&byte, 1))
			return is_interrupted ? -1 : 0;
		size_t length = mbrtowc(character, &byte, 1, &prompt->bytes);

		if (length <= 1)
			return 1;
		if (length == (size_t)-1)
			prompt->bytes = (mbstate_t){ 0 };
	}
}

/* What may stand in place of a word: how much all of that begins with, and a list of it. */
struct offers {
	unsigned count;
	struct text common, list;
};

static void offer_take(void *taker, const char *word)
{
	struct offers *offers = taker;
	size_t length = strlen(word), same = 0, start = offers->list.length;

	while (same < length && same < offers->common.length &&
	       word[same] == offers->common.bytes[same])
		same++;
	if (!offers->count++)
		text_put(&offers->common, word, length);
	else
		offers->common.length = same;
	if (offers->count > LISTED_MAX)
		return;
	text_put(&offers->list, word, length);
	text_char(&offers->list, ' ');
	text_pad(&offers->list, start, COLUMN);
}

/* How much of what is common has been typed: it stands at the end. */
static size_t typed_length(const char *line, size_t length, const struct text *common)
{
	size_t typed = length < common->length ? length : common->length;

	while (typed && memcmp(line + length - typed, common->bytes, typed) != 0)
		typed--;
	return typed;
}

static void offers_list(const struct offers *offers)
{
	(void)!write(STDOUT_FILENO, "\n", 1);
	(void)!write(STDOUT_FILENO, offers->list.bytes, offers->list.length);
	if (offers->count > LISTED_MAX)
		(void)!write(STDOUT_FILENO, "...", 3);
	(void)!write(STDOUT_FILENO, "\n", 1);
}

static unsigned char complete(EditLine *editor, int key)
{
	struct prompt *prompt = edited_prompt;
	const LineInfo *line = prompt->libedit.el_line(editor);
	size_t length = (size_t)(line->cursor - line->buffer);
	struct offers offers = { 0 };
	unsigned char done = CC_ERROR;

	(void)key;
	AUTO_FREE char *copy = strndup(line->buffer, length);

	if (copy && prompt->options.complete)
		prompt->options.complete(prompt->options.owner, copy, length, offer_take, &offers);
	size_t typed = copy ? typed_length(copy, length, &offers.common) : 0;

	if (offers.count && typed < offers.common.length) {
		text_literal(&offers.common, " ");
		offers.common.length -= offers.count > 1;
		text_char(&offers.common, '\0');
		prompt->libedit.el_insertstr(editor, offers.common.bytes + typed);
		done = CC_REFRESH;
	} else if (offers.count > 1) {
		offers_list(&offers);
		done = CC_REDISPLAY;
	}
	text_free(&offers.common);
	text_free(&offers.list);
	return done;
}

/* Where earlier lines are kept, as XDG has it. */
static void history_find(char path[PATH_MAX])
{
	const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
	int length = state && *state == '/' ? snprintf(path, PATH_MAX, "%s", state)
	             : home                 ? snprintf(path, PATH_MAX, "%s/.local/state", home)
	                                    : PATH_MAX;
	static const char rest[] = "/rastro/history";

	if ((size_t)length + sizeof(rest) > PATH_MAX) {
		*path = '\0';
		return;
	}
	/* Its directories, as far as they are missing. */
	memcpy(path + length, rest, sizeof(rest));
	for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		mkdir(path, S_IRWXU);
		*slash = '/';
	}
}

static void edit_begin(struct prompt *prompt)
{
	const struct libedit *libedit = &prompt->libedit;
	HistEvent event;

	if (!libedit_load(&prompt->libedit))
		return;
	setlocale(LC_CTYPE, "");
	prompt->editor = libedit->el_init("rastro", stdin, stdout, stderr);
	prompt->history = libedit->history_init();
	if (!prompt->editor || !prompt->history)
		return;
	edited_prompt = prompt;
	libedit->history(prompt->history, &event, H_SETSIZE, LINES_KEPT);
	libedit->history(prompt->history, &event, H_SETUNIQUE, 1);
	history_find(prompt->history_path);
	libedit->history(prompt->history, &event, H_LOAD, prompt->history_path);
	libedit->el_set(prompt->editor, EL_PROMPT, question_of);
	libedit->el_set(prompt->editor, EL_EDITOR, "emacs");
	libedit->el_set(prompt->editor, EL_GETCFN, character_read);
	libedit->el_set(prompt->editor, EL_HIST, libedit->history, prompt->history);
	libedit->el_set(prompt->editor, EL_ADDFN, "complete", "complete a word", complete);
	libedit->el_set(prompt->editor, EL_BIND, "^I", "complete", NULL);
	libedit->el_set(prompt->editor, EL_BIND, "^R", "em-inc-search-prev", NULL);
	libedit->el_source(prompt->editor, NULL);
}

static void edit_end(struct prompt *prompt)
{
	HistEvent event;

	if (prompt->history && *prompt->history_path)
		prompt->libedit.history(prompt->history, &event, H_SAVE, prompt->history_path);
	if (prompt->history)
		prompt->libedit.history_end(prompt->history);
	if (prompt->editor)
		prompt->libedit.el_end(prompt->editor);
	edited_prompt = NULL;
}

static enum prompted edit_line(struct prompt *prompt, bool is_kept, const char **line)
{
	HistEvent event;
	int length = 0;

	/* It was said while the program ran. */
	if ((*line = line_take(prompt)))
		return PROMPTED_LINE;
	/* Who sees the prompt may type: the terminal is not to look at that any more. */
	prompt->libedit.el_set(prompt->editor, EL_PREP_TERM, 1);
	const char *edited = prompt->libedit.el_gets(prompt->editor, &length);

	if (is_interrupted) {
		prompt->libedit.el_reset(prompt->editor);
		return PROMPTED_NOTHING;
	}
	if (!edited || length <= 0)
		return PROMPTED_END;
	if (is_kept && *edited != '\n')
		prompt->libedit.history(prompt->history, &event, H_ENTER, edited);
	prompt->line.length = 0;
	text_put(&prompt->line, edited, (size_t)length);
	text_char(&prompt->line, '\0');
	prompt->line.bytes[strcspn(prompt->line.bytes, "\n")] = '\0';
	*line = prompt->line.bytes;
	return PROMPTED_LINE;
}

/* ---- either way */

struct prompt *prompt_open(const struct prompt_options *options)
{
	struct prompt *prompt = calloc(1, sizeof(*prompt));

	if (!prompt)
		return NULL;
	prompt->options = *options;
	if (options->is_terminal)
		edit_begin(prompt);
	return prompt;
}

void prompt_close(struct prompt *prompt)
{
	if (!prompt)
		return;
	edit_end(prompt);
	text_free(&prompt->read);
	text_free(&prompt->line);
	free(prompt);
}

enum prompted prompt_read(struct prompt *prompt, const char *question, bool is_kept,
                          const char **line)
{
	is_interrupted = 0;
	prompt->question = question;
	return edited_prompt ? edit_line(prompt, is_kept, line) : read_line(prompt, line);
}
