/* The words of expressions. */
#include "inspect/expression_reader.h"

#include <ctype.h>
#include <stdlib.h>

void skip_blanks(struct reader *reader)
{
	while (isspace((unsigned char)*reader->at))
		reader->at++;
}

int complain(struct reader *reader, const char *what)
{
	skip_blanks(reader);
	if (!*reader->at)
		return error_set(reader->error, 0, "cannot read '%.100s': %s at its end",
		                 reader->start, what);
	return error_set(reader->error, 0, "cannot read '%.100s': %s at '%.40s'", reader->start,
	                 what, reader->at);
}

/* ---- names */

static bool is_name_start(char c)
{
	return isalpha((unsigned char)c) || c == '_';
}

bool is_name_part(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '.' || c == '@';
}

size_t identifier_length(const char *text)
{
	size_t length = 0;

	while (isalnum((unsigned char)text[length]) || text[length] == '_')
		length++;
	return isdigit((unsigned char)*text) ? 0 : length;
}

size_t qualified_length(const char *text)
{
	size_t length = identifier_length(text), more;

	while (length && text[length] == ':' && text[length + 1] == ':' &&
	       (more = identifier_length(text + length + 2)))
		length += 2 + more;
	return length;
}

/* "$rax", "$1", "$$2" */
static size_t dollar_length(const char *text)
{
	size_t length = text[1] == '$' ? 2 : 1;

	while (isalnum((unsigned char)text[length]) || text[length] == '_')
		length++;
	return length;
}

void name_lengths(const char *text, size_t lengths[NAME_LENGTHS])
{
	size_t length = 0;

	if (*text == '$') {
		lengths[0] = lengths[1] = lengths[2] = dollar_length(text);
		return;
	}
	lengths[2] = identifier_length(text);
	while (is_name_start(*text) && is_name_part(text[length]))
		length++;
	lengths[1] = length;
	while (length && (is_name_part(text[length]) || text[length] == '-' ||
	                  (text[length] == ':' && is_name_part(text[length + 1]))))
		length++;
	lengths[0] = length;
}

bool takes_word(struct reader *reader, const char *word)
{
	size_t length = strlen(word);

	if (strncmp(reader->at, word, length) != 0 ||
	    (isalpha((unsigned char)*word) && is_name_part(reader->at[length])))
		return false;
	reader->at += length;
	return true;
}

int expect_character(struct reader *reader, char c, const char *what)
{
	skip_blanks(reader);
	if (*reader->at != c)
		return complain(reader, what);
	reader->at++;
	return 0;
}

/* ---- numbers */

/* "2.5", "1e9f" */
static int parse_fraction(struct reader *reader, struct expression_type *type)
{
	char *end;
	double number = strtod(reader->at, &end);
	bool is_single = *end == 'f' || *end == 'F';

	if (is_single || *end == 'l' || *end == 'L')
		end++;
	if (is_name_part(*end))
		return complain(reader, "a number that there is not");
	reader->at = end;
	*type = (struct expression_type){
		.size = is_single ? 4 : 8, .is_signed = true, .is_float = true, .is_literal = true
	};
	return put_number(reader, PUSH,
	                  expression_bits(is_single ? (double)(float)number : number));
}

static bool is_fraction(const char *at)
{
	size_t digits = strspn(at, "0123456789");

	return (at[digits] == '.' && (digits || isdigit((unsigned char)at[1]))) ||
	       (digits && (at[digits] == 'e' || at[digits] == 'E'));
}

static unsigned digit_value(char c)
{
	return isdigit((unsigned char)c) ? (unsigned)(c - '0')
	                                 : (unsigned)(tolower((unsigned char)c) - 'a' + 10);
}

int parse_number(struct reader *reader, struct expression_type *type)
{
	const char *at = reader->at;
	unsigned base = 10;
	uint64_t number = 0;
	bool any = false, is_unsigned = false, is_long = false;

	if (is_fraction(at))
		return parse_fraction(reader, type);
	if (at[0] == '0' && (at[1] == 'x' || at[1] == 'X')) {
		base = 16;
		at += 2;
	} else if (at[0] == '0') {
		base = 8;
	}
	for (; isxdigit((unsigned char)*at); at++, any = true) {
		unsigned digit = digit_value(*at);

		if (digit >= base || number > (UINT64_MAX - digit) / base)
			return complain(reader, "a number that there is not");
		number = number * base + digit;
	}
	for (; *at && strchr("uUlL", *at); at++) {
		is_unsigned |= *at == 'u' || *at == 'U';
		is_long |= *at == 'l' || *at == 'L';
	}
	/* "10@3" is ten, and an operator. */
	if (!any || (*at != '@' && is_name_part(*at)))
		return complain(reader, "a number that there is not");
	reader->at = at;
	bool is_short = !is_long && number <= (base != 10 || is_unsigned ? UINT32_MAX : INT32_MAX);
	bool fits = number <= (is_short ? INT32_MAX : INT64_MAX);

	*type = (struct expression_type){ .size = is_short ? 4 : 8,
		                          .is_signed = fits && !is_unsigned,
		                          .is_literal = true };
	return put_number(reader, PUSH, number);
}

/* ---- characters */

bool take_character(const char **at, char *c)
{
	static const char letters[] = "abefnrtv", meant[] = "\a\b\033\f\n\r\t\v";
	const char *text = *at;
	const char *letter;

	if (!*text)
		return false;
	if (*text != '\\') {
		*c = *text++;
	} else if (text[1] == 'x' && isxdigit((unsigned char)text[2])) {
		unsigned number = 0, digits = 0;

		for (text += 2; digits < 2 && isxdigit((unsigned char)*text); digits++, text++)
			number = number * 16 + digit_value(*text);
		*c = (char)number;
	} else if (text[1] >= '0' && text[1] <= '7') {
		unsigned number = 0, digits = 0;

		for (text++; digits < 3 && *text >= '0' && *text <= '7'; digits++, text++)
			number = number * 8 + (unsigned)(*text - '0');
		*c = (char)number;
	} else if (!text[1]) {
		return false;
	} else {
		letter = strchr(letters, text[1]);
		*c = letter ? meant[letter - letters] : text[1];
		text += 2;
	}
	*at = text;
	return true;
}

ssize_t string_parse(const char **text, char *buffer, size_t size, struct error *error)
{
	const char *at = *text;
	size_t length = 0;

	if (*at++ != '"')
		return error_set(error, 0, "no string in quotes at '%.40s'", *text);
	while (*at && *at != '"') {
		if (length >= size)
			return error_set(error, 0,
			                 "the string %.40s... is too long: at most %zu "
			                 "bytes",
			                 *text, size);
		if (!take_character(&at, &buffer[length++]))
			break;
	}
	if (*at != '"')
		return error_set(error, 0, "the string %.40s has no end: a \" is missing", *text);
	*text = at + 1;
	return (ssize_t)length;
}

/* ---- steps */

struct expression_step *step_add(struct reader *reader, enum operation operation, int pushes)
{
	struct expression *into = reader->into;

	if (into->count >= EXPRESSION_STEPS_MAX ||
	    (pushes > 0 && reader->depth >= EXPRESSION_STACK_MAX)) {
		error_set(reader->error, 0, "cannot read '%.100s': it is too long", reader->start);
		return NULL;
	}
	reader->depth += (unsigned)pushes;
	struct expression_step *step = &into->steps[into->count++];

	*step = (struct expression_step){ .operation = (uint8_t)operation };
	return step;
}

int put_number(struct reader *reader, enum operation operation, uint64_t number)
{
	struct expression_step *step = step_add(reader, operation, 1);

	if (!step)
		return -1;
	step->number = number;
	return 0;
}

int put_sized(struct reader *reader, enum operation operation, uint8_t size, bool is_signed)
{
	struct expression_step *step = step_add(reader, operation, 0);

	if (!step)
		return -1;
	step->size = size;
	step->is_signed = is_signed;
	return 0;
}

void steps_drop(struct reader *reader, unsigned first, unsigned depth)
{
	reader->into->count = first;
	reader->depth = depth;
	reader->place.end = 0;
}
