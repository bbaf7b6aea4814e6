/* Writes JSON piece by piece; commas come by themselves.
 *
 * Strings are escaped so far that no control character, of whatever encoding,
 * reaches a terminal. */
#ifndef RASTRO_OUTPUT_JSON_WRITER_H
#define RASTRO_OUTPUT_JSON_WRITER_H

#include "base/text.h"

struct json {
	struct text *out;
	bool follows; /* a value stands before the next one: a comma is due */
};

void json_object_begin(struct json *);
void json_object_end(struct json *);
void json_array_begin(struct json *);
void json_array_end(struct json *);
/* The name of the member whose value comes next; plain ASCII without quotes. */
void json_name_put(struct json *, const char *name, size_t length);

void json_null(struct json *);
void json_bool(struct json *, bool);
void json_signed(struct json *, int64_t);
void json_unsigned(struct json *, uint64_t);
/* UTF-8, or see json_is_text(). */
void json_string(struct json *, const void *bytes, size_t length);
/* Two hexadecimal digits for each byte, as a string. */
void json_hex(struct json *, const uint8_t *bytes, size_t length);
/* A string that the caller puts together, of what needs no escapes. */
struct text *json_string_begin(struct json *);
void json_string_end(struct json *);

static inline void json_name(struct json *json, const char *name)
{
	json_name_put(json, name, strlen(name)); /* known to the compiler, mostly */
}

/* True when the bytes are valid UTF-8. */
bool json_is_text(const uint8_t *bytes, size_t length);
/* How much is left without the beginning of a character at the end. */
size_t json_whole_length(const uint8_t *bytes, size_t length);

#endif
