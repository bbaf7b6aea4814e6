/* Strings in quotes: nothing a traced program writes reaches a terminal raw.
 *
 * Most of most strings stays as it is, so that is copied a block at a time. */
#include "output/print.h"

enum { BLOCK = 16 };

static bool is_plain(uint8_t c)
{
	static const bool plain[UINT8_MAX + 1] = {
		[' ' ... '!'] = true,
		['#' ... '['] = true, /* between the quote and the backslash */
		[']' ... '~'] = true,
	};

	return plain[c];
}

static bool is_white(uint8_t c)
{
	return c == '\t' || c == '\n' || c == '\v' || c == '\f' || c == '\r';
}

static bool is_angle(uint8_t c)
{
	return c == '<' || c == '>';
}

/* One test for all of a block.  Bytes from 0x80 on count as negative here. */
static bool block_is_plain(const uint8_t *bytes, unsigned quote)
{
	int8_t block __attribute__((vector_size(BLOCK)));
	uint64_t halves[BLOCK / 8];

	memcpy(&block, bytes, BLOCK);
	__typeof__(block) odd = (block < ' ') | (block == 0x7f) | (block == '"') | (block == '\\');

	if (quote & QUOTE_ANGLES)
		odd |= (block == '<') | (block == '>');
	memcpy(halves, &odd, BLOCK);
	return !(halves[0] | halves[1]);
}

/* Whether -x or -xx make this string a row of \xNN. */
static bool all_in_hex(const uint8_t *bytes, size_t length, enum hex_strings hex)
{
	if (hex == HEX_ALL)
		return true;
	for (size_t i = 0; hex == HEX_NON_ASCII && i < length; i++)
		if (!is_plain(bytes[i]) && bytes[i] != '"' && bytes[i] != '\\' &&
		    !is_white(bytes[i]))
			return true;
	return false;
}

static char *put_hex(char *to, uint8_t c)
{
	static const char digits[] = "0123456789abcdef";

	*to++ = '\\';
	*to++ = 'x';
	*to++ = digits[c >> 4];
	*to++ = digits[c & 15];
	return to;
}

/* As few digits as can be read back: three only before another digit. */
static char *put_octal(char *to, uint8_t c, bool digit_follows)
{
	*to++ = '\\';
	if (c >= 0100 || digit_follows)
		*to++ = '0' + (c >> 6);
	if (c >= 010 || digit_follows)
		*to++ = '0' + (c >> 3 & 7);
	*to++ = '0' + (c & 7);
	return to;
}

static char *put_escaped(char *to, uint8_t c, bool digit_follows, enum hex_strings hex)
{
	static const char letters[UINT8_MAX + 1] = {
		['"'] = '"',  ['\\'] = '\\', ['\t'] = 't', ['\n'] = 'n',
		['\v'] = 'v', ['\f'] = 'f',  ['\r'] = 'r',
	};

	if (letters[c]) {
		*to++ = '\\';
		*to++ = letters[c];
		return to;
	}
	return hex == HEX_NON_ASCII_CHARS ? put_hex(to, c) : put_octal(to, c, digit_follows);
}

struct quoted {
	const uint8_t *bytes;
	size_t length;
	enum hex_strings hex;
	unsigned quote;
};

static char *put_each(char *to, const struct quoted *string, size_t from, size_t end)
{
	const uint8_t *bytes = string->bytes;

	for (size_t i = from; i < end; i++) {
		if (is_plain(bytes[i]) && !(string->quote & QUOTE_ANGLES && is_angle(bytes[i]))) {
			*to++ = (char)bytes[i];
			continue;
		}
		uint8_t next = i + 1 < string->length ? bytes[i + 1] : 0;

		to = put_escaped(to, bytes[i], next >= '0' && next <= '7', string->hex);
	}
	return to;
}

/* Blocks of zeros are the most frequent ones that are not plain. */
static bool block_is_zeros(const struct quoted *string, size_t from)
{
	static const uint8_t zeros[BLOCK];
	uint8_t next = from + BLOCK < string->length ? string->bytes[from + BLOCK] : 0;

	return !memcmp(string->bytes + from, zeros, BLOCK) && !(next >= '0' && next <= '7') &&
	       string->hex != HEX_NON_ASCII_CHARS;
}

static char *put_zeros(char *to)
{
	static const char text[] = "\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0";

	_Static_assert(sizeof(text) == 2 * BLOCK + 1, "two characters each");
	return (char *)memcpy(to, text, sizeof(text) - 1) + sizeof(text) - 1;
}

static char *put_blocks(char *to, const struct quoted *string)
{
	size_t whole = string->length - string->length % BLOCK;

	for (size_t i = 0; i < whole; i += BLOCK) {
		if (block_is_plain(string->bytes + i, string->quote))
			to = (char *)memcpy(to, string->bytes + i, BLOCK) + BLOCK;
		else if (block_is_zeros(string, i))
			to = put_zeros(to);
		else
			to = put_each(to, string, i, i + BLOCK);
	}
	return put_each(to, string, whole, string->length);
}

void print_quoted(struct text *out, const uint8_t *bytes, size_t length, enum hex_strings hex,
                  unsigned quote)
{
	if (!text_reserve(out, length * 4 + 8))
		return;
	char *to = out->bytes + out->length;

	if (!(quote & QUOTE_NONE))
		*to++ = '"';
	if (hex != HEX_NONE && all_in_hex(bytes, length, hex))
		for (size_t i = 0; i < length; i++)
			to = put_hex(to, bytes[i]);
	else
		to = put_blocks(to, &(struct quoted){ bytes, length, hex, quote });
	if (!(quote & QUOTE_NONE))
		*to++ = '"';
	out->length = to - out->bytes;
	if (quote & QUOTE_CUT)
		text_literal(out, "...");
}
