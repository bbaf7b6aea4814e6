/* Reading one object of JSON, whose members are strings, numbers and the like. */
#include "debug/command_object.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const char *skip_blank(const char *at)
{
	return at + strspn(at, " \t\r\n");
}

static void put_utf8(struct text *out, unsigned long code)
{
	if (code < 0x80) {
		text_char(out, (char)code);
	} else if (code < 0x800) {
		text_char(out, (char)(0xc0 | code >> 6));
		text_char(out, (char)(0x80 | (code & 0x3f)));
	} else {
		text_char(out, (char)(0xe0 | code >> 12));
		text_char(out, (char)(0x80 | (code >> 6 & 0x3f)));
		text_char(out, (char)(0x80 | (code & 0x3f)));
	}
}

/* What follows a backslash; returns where that ends, or NULL.  Lines hold no control characters,
 * and halves of what needs two escapes mean nothing. */
static const char *escape_take(const char *at, struct text *out)
{
	static const char letters[] = "\"\\/bfnrt", meant[] = "\"\\/ \f  \t";
	const char *known = *at ? strchr(letters, *at) : NULL;
	char digits[5] = { 0 }, *end;

	if (known) {
		text_char(out, meant[known - letters]);
		return at + 1;
	}
	if (*at != 'u')
		return NULL;
	strncpy(digits, at + 1, sizeof(digits) - 1);
	unsigned long code = strtoul(digits, &end, 16);

	if (end != digits + sizeof(digits) - 1 || !code || (code >= 0xd800 && code < 0xe000))
		return NULL;
	put_utf8(out, code);
	return at + sizeof(digits);
}

/* From behind its first quote; returns where it ends, or NULL. */
static const char *string_take(const char *at, struct text *out)
{
	while (*at && *at != '"') {
		if (*at == '\\') {
			at = escape_take(at + 1, out);
			if (!at)
				return NULL;
		} else {
			text_char(out, *at++);
		}
	}
	return *at ? at + 1 : NULL;
}

/* "name": value; returns where that ends, or NULL.  Only one is of interest. */
static const char *member_take(const char *at, struct text *command)
{
	struct text name = { 0 }, other = { 0 };
	const char *end = *at == '"' ? string_take(at + 1, &name) : NULL;
	bool is_command = name.length == 7 && memcmp(name.bytes, "command", 7) == 0;

	end = end ? skip_blank(end) : NULL;
	end = end && *end == ':' ? skip_blank(end + 1) : NULL;
	if (end && *end == '"')
		end = string_take(end + 1, is_command ? command : &other);
	else if (end)
		end = is_command || strchr("{[", *end) ? NULL : end + strcspn(end, ",} \t\r\n");
	text_free(&name);
	text_free(&other);
	return end ? skip_blank(end) : NULL;
}

int command_of_object(const char *text, struct text *command, struct error *error)
{
	const char *at = skip_blank(text);

	at = *at == '{' ? skip_blank(at + 1) : NULL;
	while (at && *at && *at != '}') {
		at = member_take(at, command);
		if (at && *at == ',')
			at = skip_blank(at + 1);
		else if (at && *at != '}')
			at = NULL;
	}
	if (!at || *at != '}' || *skip_blank(at + 1) || !command->length)
		return error_set(error, EINVAL, "an object is expected: {\"command\": \"help\"}");
	text_char(command, '\0');
	return command->failed ? error_set(error, ENOMEM, "out of memory") : 0;
}
