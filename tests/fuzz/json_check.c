/* A reader of JSON (RFC 8259) that keeps nothing and only says whether it is right. */
#include "json_check.h"

#include "output/json_writer.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>

enum { DEPTH_MAX = 256 };

struct reader {
	const char *at, *end;
	unsigned depth;
};

static bool value_is_sound(struct reader *);

static bool accept(struct reader *reader, const char *word)
{
	size_t length = strlen(word);

	if ((size_t)(reader->end - reader->at) < length || memcmp(reader->at, word, length) != 0)
		return false;
	reader->at += length;
	return true;
}

static bool digits(struct reader *reader)
{
	const char *first = reader->at;

	while (reader->at < reader->end && isdigit((unsigned char)*reader->at))
		reader->at++;
	return reader->at > first;
}

static bool number_is_sound(struct reader *reader)
{
	accept(reader, "-");
	if (!accept(reader, "0") && !digits(reader))
		return false;
	return !accept(reader, ".") || digits(reader);
}

static bool escape_is_sound(struct reader *reader)
{
	if (reader->at == reader->end)
		return false;
	char letter = *reader->at++;

	if (letter != 'u')
		return strchr("\"\\/bfnrt", letter) && letter;
	for (int i = 0; i < 4; i++)
		if (reader->at == reader->end || !isxdigit((unsigned char)*reader->at++))
			return false;
	return true;
}

static bool string_is_sound(struct reader *reader)
{
	const char *first = reader->at;

	if (!accept(reader, "\""))
		return false;
	while (reader->at < reader->end && *reader->at != '"')
		if (*reader->at++ == '\\' && !escape_is_sound(reader))
			return false;
	size_t length = (size_t)(reader->at - first);

	return json_is_text((const uint8_t *)first, length) && accept(reader, "\"");
}

/* What stands between brackets; members of an object have names. */
static bool group_is_sound(struct reader *reader, const char *end, bool has_names)
{
	if (accept(reader, end))
		return true;
	do {
		if (has_names && !(string_is_sound(reader) && accept(reader, ":")))
			return false;
		if (!value_is_sound(reader))
			return false;
	} while (accept(reader, ","));
	return accept(reader, end);
}

static bool value_is_sound(struct reader *reader)
{
	bool is_sound;

	if (++reader->depth > DEPTH_MAX)
		return false;
	if (accept(reader, "{"))
		is_sound = group_is_sound(reader, "}", true);
	else if (accept(reader, "["))
		is_sound = group_is_sound(reader, "]", false);
	else if (reader->at < reader->end && *reader->at == '"')
		is_sound = string_is_sound(reader);
	else
		is_sound = accept(reader, "null") || accept(reader, "true") ||
		           accept(reader, "false") || number_is_sound(reader);
	reader->depth--;
	return is_sound;
}

bool json_lines_are_sound(const char *bytes, size_t length)
{
	struct reader reader = { .at = bytes, .end = bytes + length };

	while (reader.at < reader.end)
		if (*reader.at != '{' || !value_is_sound(&reader) || !accept(&reader, "\n"))
			return false;
	return true;
}
