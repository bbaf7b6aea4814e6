/* Values: showing them, in all the ways that people ask for, and their types. */
#include "debug/debugger_parts.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { DIRECTIVE_MAX = 32, ARGUMENT_MAX = 1024, STRING_MAX = 4096, TEXT_MAX = 1 << 16 };

/* ---- print, output */

/* "/x": its letter, or '\0' where none stands; -1 with error. */
int value_format(const char **text, char *format, struct error *error)
{
	static const char letters[] = "xduotzcafs";
	size_t length = strcspn(*text, " \t");

	*format = '\0';
	if (**text != '/')
		return 0;
	if (length != 2 || !strchr(letters, (*text)[1]))
		return error_set(error, EINVAL,
		                 "values are shown as /x, /d, /u, /o, /t (binary), /z, /c, /a, /f "
		                 "or /s, not %.*s",
		                 length < 20 ? (int)length : 20, *text);
	*format = (*text)[1];
	*text = skip_space(*text + length);
	return 0;
}

/* What is said in so many words may call functions, which may end the program. */
static int calling(struct debugger *debugger,
                   int (*query)(const struct query *, const char *, struct error *),
                   const char *text, struct error *error)
{
	struct query asked = debugger_query(debugger, &debugger->sheet);

	if (value_format(&text, &asked.format, error) < 0)
		return -1;
	functions_allow(debugger, true);
	int status = query(&asked, *text ? text : "$", error);

	functions_allow(debugger, false);
	return status;
}

/* Without an expression, what was shown last once more. */
int debugger_print(struct debugger *debugger, const char *text, struct error *error)
{
	return calling(debugger, query_evaluate, text, error);
}

int debugger_output(struct debugger *debugger, const char *text, struct error *error)
{
	return calling(debugger, query_output, text, error);
}

/* ---- types */

int debugger_ptype(struct debugger *debugger, const char *text, struct error *error)
{
	const struct query query = debugger_query(debugger, &debugger->sheet);

	return query_type(&query, *text ? text : "$", true, error);
}

int debugger_whatis(struct debugger *debugger, const char *text, struct error *error)
{
	const struct query query = debugger_query(debugger, &debugger->sheet);

	return query_type(&query, *text ? text : "$", false, error);
}

/* ---- what was shown */

int debugger_show(struct debugger *debugger, const char *text, struct error *error)
{
	const struct query query = debugger_query(debugger, &debugger->sheet);
	bool are_named = after_word(text, "convenience") || after_word(text, "conv");

	if (fork_setting_show(debugger, text))
		return 0;
	if (need_names(debugger, error) < 0)
		return -1;
	if (!are_named && !after_word(text, "values"))
		return error_set(error, EINVAL,
		                 "show is followed by 'values' (all that was printed) or "
		                 "'convenience' (what has a name behind a $), or a setting of "
		                 "forks");
	return query_kept(&query, are_named, error);
}

/* ---- printf, echo */

/* What a backslash stands before, in a text that is told: a letter, digits, or the end of the
 * line, which is none then. */
static void put_escape(struct text *out, const char **at)
{
	static const char letters[] = "abefnrtv", bytes[] = "\a\b\033\f\n\r\t\v";
	const char *text = *at + 1, *letter = *text ? strchr(letters, *text) : NULL;
	unsigned number = 0, digits = 0;

	for (; digits < 3 && text[digits] >= '0' && text[digits] <= '7'; digits++)
		number = 8 * number + (unsigned)(text[digits] - '0');
	if (digits)
		text_char(out, (char)number);
	else if (*text)
		text_char(out, letter ? bytes[letter - letters] : *text);
	*at = text + (digits ? digits : *text != '\0');
}

static void text_tell(struct debugger *debugger, const struct text *text)
{
	struct sheet *sheet = &debugger->sheet;

	if (sheet->is_json)
		sheet_text(sheet, "text", 0, text->bytes, text->length);
	else
		text_put(sheet->out, text->bytes, text->length);
}

int debugger_echo(struct debugger *debugger, const char *arguments, struct error *error)
{
	struct text text = { 0 };
	/* Who knows of \n says where lines end; others want one. */
	bool is_plain = !strchr(arguments, '\\');

	while (*arguments)
		if (*arguments == '\\')
			put_escape(&text, &arguments);
		else
			text_char(&text, *arguments++);
	if (is_plain && !debugger->sheet.is_json)
		text_char(&text, '\n');
	text_tell(debugger, &text);
	int status = text.failed ? error_set(error, ENOMEM, "out of memory") : 0;

	text_free(&text);
	return status;
}

/* An argument of printf: up to a comma that is in no brackets and no quotes. */
static size_t argument_length(const char *text)
{
	unsigned depth = 0;
	size_t length = 0;
	char quote = '\0';

	for (; text[length]; length++) {
		char c = text[length];

		if (quote && c == '\\' && text[length + 1])
			length++;
		else if (quote)
			quote = c == quote ? '\0' : quote;
		else if (c == '"' || c == '\'')
			quote = c;
		else if (strchr("([{", c))
			depth++;
		else if (strchr(")]}", c) && depth)
			depth--;
		else if (c == ',' && !depth)
			break;
	}
	return length;
}

static int argument_take(struct debugger *debugger, const char **text, struct expression_type *type,
                         uint64_t *value, struct error *error)
{
	const struct query query = debugger_query(debugger, &debugger->sheet);
	size_t length = argument_length(*text);
	char argument[ARGUMENT_MAX];

	if (length >= sizeof(argument))
		return error_set(error, E2BIG, "an argument of printf is longer than %d characters",
		                 ARGUMENT_MAX - 1);
	memcpy(argument, *text, length);
	argument[length] = '\0';
	*text += length;
	return query_value(&query, argument, type, value, error);
}

static int put_string(struct debugger *debugger, struct text *out, const char *directive,
                      uint64_t address, struct error *error)
{
	char string[STRING_MAX + 1];
	ssize_t got = subject_read(&debugger->subject, address, string, STRING_MAX);

	if (got <= 0)
		return error_set(error, EFAULT, "cannot read the string at %#llx",
		                 (unsigned long long)address);
	string[got] = '\0';
	text_format(out, directive, string);
	return 0;
}

/* One directive, "%-8lx", of which the width is ours to keep small, and its argument. */
static int put_directive(struct debugger *debugger, struct text *out, const char **format,
                         const char **arguments, struct error *error)
{
	const char *at = *format + 1;
	size_t flags = strspn(at, "-+ #0"), width = strspn(at + flags, "0123456789.");
	char directive[DIRECTIVE_MAX];
	struct expression_type type;
	uint64_t value;

	const char *letter = at + flags + width;

	letter += strspn(letter, "hlzjtqL");
	if (!*letter || !strchr("diouxXcspfFeEgGaA", *letter) || flags + width > 8)
		return error_set(error, EINVAL, "printf does not know '%.20s'", *format);
	*format = letter + 1;
	if (**arguments != ',')
		return error_set(error, EINVAL, "printf has more directives than arguments");
	*arguments = skip_space(*arguments + 1);
	if (argument_take(debugger, arguments, &type, &value, error) < 0)
		return -1;
	bool is_float = strchr("fFeEgGaA", *letter);
	bool is_number = !strchr("csp", *letter) && !is_float;
	const char *size = is_number ? "ll" : "";
	char last = *letter == 'p' ? 'x' : *letter;

	snprintf(directive, sizeof(directive), "%%%s%.*s%s%c", *letter == 'p' ? "#ll" : "",
	         (int)(flags + width), at, size, last);
	if (*letter == 's')
		return put_string(debugger, out, directive, value, error);
	if (is_float) {
		double number = type.is_float    ? expression_double(value)
		                : type.is_signed ? (double)(int64_t)value
		                                 : (double)value;

		text_format(out, directive, number);
		return 0;
	}
	if (type.is_float)
		value = (uint64_t)(int64_t)expression_double(value);
	/* As wide as it was: -1 of an int is ffffffff. */
	if (type.size < 8 && strchr("ouxX", *letter))
		value &= (1ull << 8 * type.size) - 1;
	if (*letter == 'c')
		text_format(out, directive, (int)value);
	else
		text_format(out, directive, (unsigned long long)value);
	return 0;
}

static int printf_text(struct debugger *debugger, const char *arguments, struct error *error)
{
	char format[DEBUGGER_LINE_MAX];
	struct text out = { 0 };
	ssize_t length = string_parse(&arguments, format, sizeof(format) - 1, error);
	int status = length < 0 ? -1 : 0;
	const char *at = format;

	if (length >= 0)
		format[length] = '\0';
	arguments = skip_space(arguments);
	while (status == 0 && *at && out.length < TEXT_MAX) {
		if (at[0] == '%' && at[1] != '%') {
			status = put_directive(debugger, &out, &at, &arguments, error);
			arguments = skip_space(arguments);
			continue;
		}
		text_char(&out, *at);
		at += at[0] == '%' ? 2 : 1;
	}
	if (status == 0 && *arguments)
		status = error_set(error, EINVAL, "printf has no directive for '%.60s'", arguments);
	if (status == 0)
		text_tell(debugger, &out);
	text_free(&out);
	return status;
}

/* printf "FORMAT", EXPRESSION, ... */
int debugger_printf(struct debugger *debugger, const char *arguments, struct error *error)
{
	functions_allow(debugger, true);
	int status = printf_text(debugger, arguments, error);

	functions_allow(debugger, false);
	return status;
}
