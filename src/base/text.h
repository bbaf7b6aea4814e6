/* A growing run of characters, with hand-made formatting: no printf on this path. */
#ifndef RASTRO_BASE_TEXT_H
#define RASTRO_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct text {
	char *bytes;
	size_t length, capacity;
	bool failed; /* memory ran out: what followed is missing */
};

/* Makes room for size more bytes; false (and failed) when memory ran out. */
bool text_reserve_slow(struct text *, size_t size);
void text_free(struct text *);

static inline bool text_reserve(struct text *text, size_t size)
{
	return text->capacity - text->length >= size || text_reserve_slow(text, size);
}

static inline void text_put(struct text *text, const void *bytes, size_t length)
{
	if (length != 0 && text_reserve(text, length)) {
		memcpy(text->bytes + text->length, bytes, length);
		text->length += length;
	}
}

static inline void text_char(struct text *text, char c)
{
	if (text_reserve(text, 1))
		text->bytes[text->length++] = c;
}

static inline void text_string(struct text *text, const char *string)
{
	text_put(text, string, strlen(string));
}

#define text_literal(text, literal) text_put(text, "" literal, sizeof(literal) - 1)

void text_decimal(struct text *, int64_t);
void text_unsigned(struct text *, uint64_t);
/* width: at least so many digits, filled with zeros */
void text_unsigned_padded(struct text *, uint64_t, unsigned width);
void text_hex(struct text *, uint64_t);	       /* 0x1f, 0 as 0x0 */
void text_hex_padded(struct text *, uint64_t, unsigned width); /* digits only, no 0x */
/* 01020304-0506-0708-090a-0b0c0d0e0f10 */
void text_uuid(struct text *, const uint8_t *bytes, size_t length);
void text_octal(struct text *, uint64_t, unsigned width); /* digits only */
/* A float (4 bytes) or a double, with as many digits as tell it from all others. */
void text_float(struct text *, uint64_t bits, size_t size);
/* Spaces until the text since from is width columns long. */
void text_pad(struct text *, size_t from, unsigned width);
/* printf for what is not on a hot path. */
__attribute__((format(printf, 2, 3))) void text_format(struct text *, const char *format, ...);

#endif
