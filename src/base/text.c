/* Text: numbers are written from the right, decimal ones two digits at a time from
 * a table, into their place when their length is known before, or else by way of
 * a small buffer. */
#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum {
	TEXT_CAPACITY_MIN = 256,
	DIGITS_MAX = 64, /* longer than any number, and the widest that may be asked for */
};

static const char decimal_pairs[] = "0001020304050607080910111213141516171819"
				    "2021222324252627282930313233343536373839"
				    "4041424344454647484950515253545556575859"
				    "6061626364656667686970717273747576777879"
				    "8081828384858687888990919293949596979899";
static const char hex_digits[] = "0123456789abcdef";

bool text_reserve_slow(struct text *text, size_t size)
{
	size_t capacity = text->capacity ? text->capacity : TEXT_CAPACITY_MIN;

	while (capacity - text->length < size && capacity <= SIZE_MAX / 4)
		capacity *= 2;
	char *bytes = text->failed || capacity - text->length < size
	                      ? NULL
	                      : realloc(text->bytes, capacity);

	if (!bytes) {
		/* Nothing that follows may fit, or there would be a hole. */
		text->failed = true;
		text->capacity = text->length;
		return false;
	}
	text->bytes = bytes;
	text->capacity = capacity;
	return true;
}

void text_free(struct text *text)
{
	free(text->bytes);
	*text = (struct text){ 0 };
}

/* The digits are written downwards from end; returns where they begin. */
static char *digits_decimal(char *end, uint64_t number)
{
	while (number >= 100) {
		end -= 2;
		memcpy(end, decimal_pairs + number % 100 * 2, 2);
		number /= 100;
	}
	if (number >= 10) {
		end -= 2;
		memcpy(end, decimal_pairs + number * 2, 2);
	} else {
		*--end = (char)('0' + number);
	}
	return end;
}

static char *digits_binary(char *end, uint64_t number, unsigned bits)
{
	do {
		*--end = hex_digits[number & ((1u << bits) - 1)];
		number >>= bits;
	} while (number != 0);
	return end;
}

static void text_digits(struct text *text, char *digits, const char *end, unsigned width)
{
	if (width > DIGITS_MAX)
		width = DIGITS_MAX;
	while ((size_t)(end - digits) < width)
		*--digits = '0';
	text_put(text, digits, (size_t)(end - digits));
}

static unsigned count_decimal(uint64_t number)
{
	unsigned count = 1;

	for (uint64_t power = 10; number >= power && count < 20; power *= 10)
		count++;
	return count;
}

static unsigned count_hex(uint64_t number)
{
	return number ? (67 - (unsigned)__builtin_clzll(number)) / 4 : 1;
}

void text_unsigned(struct text *text, uint64_t number)
{
	unsigned count = count_decimal(number);

	if (!text_reserve(text, count))
		return;
	text->length += count;
	digits_decimal(text->bytes + text->length, number);
}

void text_decimal(struct text *text, int64_t number)
{
	if (number < 0)
		text_char(text, '-');
	text_unsigned(text, number < 0 ? -(uint64_t)number : (uint64_t)number);
}

void text_unsigned_padded(struct text *text, uint64_t number, unsigned width)
{
	char buffer[DIGITS_MAX], *end = buffer + DIGITS_MAX;

	text_digits(text, digits_decimal(end, number), end, width);
}

void text_hex(struct text *text, uint64_t number)
{
	unsigned count = count_hex(number);

	if (!text_reserve(text, count + 2))
		return;
	memcpy(text->bytes + text->length, "0x", 2);
	text->length += count + 2;
	digits_binary(text->bytes + text->length, number, 4);
}

void text_hex_padded(struct text *text, uint64_t number, unsigned width)
{
	char buffer[DIGITS_MAX], *end = buffer + DIGITS_MAX;

	text_digits(text, digits_binary(end, number, 4), end, width);
}

void text_octal(struct text *text, uint64_t number, unsigned width)
{
	char buffer[DIGITS_MAX], *end = buffer + DIGITS_MAX;

	text_digits(text, digits_binary(end, number, 3), end, width);
}

void text_float(struct text *text, uint64_t bits, size_t size)
{
	float single;
	double wide;

	memcpy(&single, &bits, sizeof(single));
	memcpy(&wide, &bits, sizeof(wide));
	if (size == sizeof(single))
		text_format(text, "%.9g", (double)single);
	else
		text_format(text, "%.17g", wide);
}

void text_pad(struct text *text, size_t from, unsigned width)
{
	size_t length = text->length - from;

	if (length >= width || !text_reserve(text, width - length))
		return;
	memset(text->bytes + text->length, ' ', width - length);
	text->length += width - length;
}

void text_format(struct text *text, const char *format, ...)
{
	va_list arguments, again;

	va_start(arguments, format);
	va_copy(again, arguments);
	int length = vsnprintf(NULL, 0, format, arguments);

	/* One more for the zero byte that vsnprintf insists on. */
	if (length > 0 && text_reserve(text, (size_t)length + 1)) {
		vsnprintf(text->bytes + text->length, (size_t)length + 1, format, again);
		text->length += (size_t)length;
	}
	va_end(again);
	va_end(arguments);
}

/* Groups of 4, 2, 2, 2 and 6 bytes. */
void text_uuid(struct text *text, const uint8_t *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			text_char(text, '-');
		text_hex_padded(text, bytes[i], 2);
	}
}
