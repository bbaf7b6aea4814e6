/* Strings in quotes: nothing a traced program writes reaches a terminal raw. */
#include "output/print.h"

static bool is_plain(uint8_t c)
{
	return c >= ' ' && c < 0x7f && c != '"' && c != '\\';
}

static bool is_white(uint8_t c)
{
	return c == '\t' || c == '\n' || c == '\v' || c == '\f' || c == '\r';
}

static bool is_angle(uint8_t c)
{
	return c == '<' || c == '>';
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
	const char *letter = NULL;

	switch (c) {
	case '"':
		letter = "\"";
		break;
	case '\\':
		letter = "\\";
		break;
	case '\t':
		letter = "t";
		break;
	case '\n':
		letter = "n";
		break;
	case '\v':
		letter = "v";
		break;
	case '\f':
		letter = "f";
		break;
	case '\r':
		letter = "r";
		break;
	}
	if (letter) {
		*to++ = '\\';
		*to++ = *letter;
		return to;
	}
	return hex == HEX_NON_ASCII_CHARS ? put_hex(to, c) : put_octal(to, c, digit_follows);
}

void print_quoted(struct text *out, const uint8_t *bytes, size_t length, enum hex_strings hex,
		  unsigned quote)
{
	if (!text_reserve(out, length * 4 + 8))
		return;
	char *to = out->bytes + out->length;

	if (!(quote & QUOTE_NONE))
		*to++ = '"';
	if (hex != HEX_NONE && all_in_hex(bytes, length, hex)) {
		for (size_t i = 0; i < length; i++)
			to = put_hex(to, bytes[i]);
	} else {
		for (size_t i = 0; i < length; i++) {
			uint8_t next = i + 1 < length ? bytes[i + 1] : 0;

			if (is_plain(bytes[i]) && !(quote & QUOTE_ANGLES && is_angle(bytes[i])))
				*to++ = bytes[i];
			else
				to = put_escaped(to, bytes[i], next >= '0' && next <= '7', hex);
		}
	}
	if (!(quote & QUOTE_NONE))
		*to++ = '"';
	out->length = to - out->bytes;
	if (quote & QUOTE_CUT)
		text_literal(out, "...");
}
