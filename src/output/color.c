/* Colours of the text view on a terminal.
 *
 * Arguments are coloured when they are complete, by what they look like: so nobody who
 * prints a value needs to know of colours, and without them it costs nothing. */
#include "output/color.h"

#include <ctype.h>

/* Names, strings and ends were always coloured; the rest is for whom it pleases. */
const struct palette palette_default = { {
	[COLOR_CALL] = "\33[1;34m",
	[COLOR_ERROR] = "\33[31m",
	[COLOR_STRING] = "\33[32m",
	[COLOR_SIGNAL] = "\33[1;33m",
	[COLOR_END] = "\33[35m",
	[COLOR_PID] = "\33[36m",
} };

static const char *const keys[COLOR_COUNT] = {
	[COLOR_CALL] = "syscall",  [COLOR_ARGNAME] = "argname", [COLOR_ARGVAL] = "argval",
	[COLOR_MACRO] = "call",    [COLOR_CONST] = "const",     [COLOR_COMMENT] = "comment",
	[COLOR_PUNCT] = "punct",   [COLOR_RETVAL] = "retval",   [COLOR_ERROR] = "error",
	[COLOR_STRING] = "string", [COLOR_SIGNAL] = "signal",   [COLOR_END] = "exit",
	[COLOR_PID] = "pid",
};

/* ---- palettes */

static void palette_set(struct palette *palette, enum color color, const char *value, size_t length)
{
	struct text sequence = { .bytes = palette->sequences[color],
		                 .capacity = COLOR_SEQUENCE_MAX };

	if (length > COLOR_SEQUENCE_MAX - sizeof("\33[m") || strspn(value, "0123456789;") < length)
		return;
	memset(palette->sequences[color], 0, COLOR_SEQUENCE_MAX);
	if (!length)
		return;
	text_literal(&sequence, "\33[");
	text_put(&sequence, value, length);
	text_char(&sequence, 'm');
}

void palette_change(struct palette *palette, const char *text)
{
	while (*text) {
		size_t length = strcspn(text, ":"), name = strcspn(text, "=:");

		for (int i = 0; i < COLOR_COUNT && text[name] == '='; i++) {
			if (strlen(keys[i]) != name || strncmp(keys[i], text, name) != 0)
				continue;
			palette_set(palette, (enum color)i, text + name + 1, length - name - 1);
			/* A string is a value, unless it has a colour of its own. */
			if (i == COLOR_ARGVAL)
				palette_set(palette, COLOR_STRING, text + name + 1,
				            length - name - 1);
		}
		text += length + (text[length] == ':');
	}
}

static const char *sequence_of(const struct printer *printer, enum color color)
{
	const struct palette *palette = printer->view->palette;

	return (palette ? palette : &palette_default)->sequences[color];
}

static void put_invisible(struct printer *printer, const char *sequence)
{
	text_string(printer->out, sequence);
	if (printer->invisible)
		*printer->invisible += strlen(sequence);
}

void color_put_sequence(struct printer *printer, enum color color)
{
	const char *sequence = color == COLOR_NONE ? "\33[0m" : sequence_of(printer, color);

	/* Where nothing began nothing ends. */
	if (color != COLOR_NONE || printer->colored)
		put_invisible(printer, sequence);
	printer->colored = color != COLOR_NONE && *sequence;
}

/* ---- arguments */

struct piece {
	enum color color;
	size_t length;
};

static size_t string_length(const char *at, const char *end)
{
	const char *next = at + 1;

	while (next < end && *next != '"')
		next += *next == '\\' && next + 1 < end ? 2 : 1;
	return (size_t)(next - at) + (next < end);
}

static size_t comment_length(const char *at, const char *end)
{
	const char *close = memmem(at + 2, (size_t)(end - at - 2), "*/", 2);

	return close ? (size_t)(close + 2 - at) : (size_t)(end - at);
}

/* "</etc/passwd>" behind a number. */
static size_t angles_length(const char *at, const char *end)
{
	const char *close = memchr(at, '>', (size_t)(end - at));

	return close ? (size_t)(close + 1 - at) : 1;
}

static bool is_of_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static struct piece word_piece(const char *at, const char *end)
{
	const char *next = at;

	while (next < end && is_of_word(*next))
		next++;
	size_t length = (size_t)(next - at);

	if (isdigit((unsigned char)*at))
		return (struct piece){ COLOR_ARGVAL, length };
	if (next < end && *next == '=' && !(next + 1 < end && next[1] == '='))
		return (struct piece){ COLOR_ARGNAME, length };
	if (next < end && *next == '(')
		return (struct piece){ COLOR_MACRO, length };
	return (struct piece){ isupper((unsigned char)*at) || *at == '_' ? COLOR_CONST
		                                                         : COLOR_ARGVAL,
		               length };
}

static struct piece next_piece(const char *start, const char *at, const char *end)
{
	bool follows_word = at > start && is_of_word(at[-1]);

	if (*at == '"')
		return (struct piece){ COLOR_STRING, string_length(at, end) };
	if (end - at > 1 && at[0] == '/' && at[1] == '*')
		return (struct piece){ COLOR_COMMENT, comment_length(at, end) };
	if (*at == '<' && follows_word && end - at > 1 && at[1] != '<')
		return (struct piece){ COLOR_ARGVAL, angles_length(at, end) };
	if (*at == '-' && !follows_word && end - at > 1 && isdigit((unsigned char)at[1]))
		return (struct piece){ COLOR_ARGVAL, 1 + word_piece(at + 1, end).length };
	if (is_of_word(*at))
		return word_piece(at, end);
	return (struct piece){ *at == ' ' ? COLOR_NONE : COLOR_PUNCT, 1 };
}

static void put_piece(struct printer *printer, struct piece piece, const char *bytes)
{
	if (piece.color != COLOR_NONE)
		color_put_sequence(printer, piece.color);
	text_put(printer->out, bytes, piece.length);
	color_put_sequence(printer, COLOR_NONE);
}

void color_pieces(struct printer *printer, size_t from)
{
	struct text *out = printer->out, plain = { 0 };

	if (out->length <= from)
		return;
	text_put(&plain, out->bytes + from, out->length - from);
	if (!plain.failed) {
		const char *end = plain.bytes + plain.length;

		out->length = from;
		for (const char *at = plain.bytes; at < end;) {
			struct piece piece = next_piece(plain.bytes, at, end);

			put_piece(printer, piece, at);
			at += piece.length;
		}
	}
	text_free(&plain);
}
