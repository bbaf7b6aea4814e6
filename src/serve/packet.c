/* Reading packets byte by byte, and putting them together. */
#include "serve/packet.h"

enum reading { BETWEEN, INSIDE, SUM_FIRST, SUM_SECOND };

enum {
	INTERRUPT = 3,
	TURNED = 0x20,
	/* A count of repetitions is a printable character: how many, plus 29.  Fewer are not
	 * worth it, and some would mean something else. */
	REPEAT_BIAS = 29,
	REPEAT_MIN = 3,
	REPEAT_MAX = 97,
};

static int digit_value(char digit)
{
	if (digit >= '0' && digit <= '9')
		return digit - '0';
	if (digit >= 'a' && digit <= 'f')
		return digit - 'a' + 10;
	if (digit >= 'A' && digit <= 'F')
		return digit - 'A' + 10;
	return -1;
}

/* ---- reading */

static enum packet_kind between(struct packet_reader *reader, uint8_t byte)
{
	switch (byte) {
	case '$':
		reader->state = INSIDE;
		reader->length = 0;
		reader->sum = 0;
		reader->is_escaped = reader->is_broken = false;
		return PACKET_NONE;
	case '+':
		return PACKET_ACCEPTED;
	case '-':
		return PACKET_REJECTED;
	case INTERRUPT:
		return PACKET_INTERRUPT;
	}
	return PACKET_NONE; /* noise of the line */
}

static void keep(struct packet_reader *reader, uint8_t byte)
{
	if (reader->length < PACKET_MAX)
		reader->bytes[reader->length++] = (char)byte;
	else
		reader->is_broken = true;
}

static void inside(struct packet_reader *reader, uint8_t byte)
{
	if (byte == '#') {
		reader->state = SUM_FIRST;
		return;
	}
	if (byte == '$') { /* the end of the last one was lost */
		between(reader, byte);
		return;
	}
	reader->sum += byte;
	if (reader->is_escaped) {
		keep(reader, byte ^ TURNED);
		reader->is_escaped = false;
	} else if (byte == '}') {
		reader->is_escaped = true;
	} else {
		keep(reader, byte);
	}
}

enum packet_kind packet_read(struct packet_reader *reader, uint8_t byte)
{
	int digit = digit_value((char)byte);

	switch (reader->state) {
	case BETWEEN:
		return between(reader, byte);
	case INSIDE:
		inside(reader, byte);
		return PACKET_NONE;
	case SUM_FIRST:
		reader->sent_sum = (uint8_t)(digit & 0xf);
		reader->is_broken |= digit < 0;
		reader->state = SUM_SECOND;
		return PACKET_NONE;
	}
	reader->state = BETWEEN;
	reader->bytes[reader->length] = '\0';
	if (digit < 0 || reader->is_broken || reader->is_escaped ||
	    (reader->sent_sum << 4 | digit) != reader->sum)
		return PACKET_BROKEN;
	return PACKET_DATA;
}

/* ---- writing */

static bool is_escaped_byte(char byte)
{
	return byte == '$' || byte == '#' || byte == '}' || byte == '*';
}

static size_t run_length(const char *bytes, size_t length)
{
	size_t run = 1;

	while (run < length && run <= REPEAT_MAX && bytes[run] == bytes[0])
		run++;
	return run;
}

/* How often a byte is repeated, as a character.  Those that would be taken for frames are
 * not used: a few more repetitions stand by themselves then. */
static size_t put_repeats(struct text *text, size_t repeats)
{
	while (repeats >= REPEAT_MIN && strchr("$#+-*}", (int)(repeats + REPEAT_BIAS)))
		repeats--;
	if (repeats < REPEAT_MIN)
		return 0;
	text_char(text, '*');
	text_char(text, (char)(repeats + REPEAT_BIAS));
	return repeats;
}

void packet_put(struct text *text, const char *bytes, size_t length)
{
	text_char(text, '$');
	size_t start = text->length;

	for (size_t i = 0; i < length; i++) {
		if (is_escaped_byte(bytes[i])) {
			text_char(text, '}');
			text_char(text, bytes[i] ^ TURNED);
			continue;
		}
		text_char(text, bytes[i]);
		i += put_repeats(text, run_length(bytes + i, length - i) - 1);
	}
	uint8_t sum = 0;

	for (size_t i = start; i < text->length; i++)
		sum += (uint8_t)text->bytes[i];
	text_char(text, '#');
	text_hex_padded(text, sum, 2);
}

/* ---- digits */

void hex_put(struct text *text, const void *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++)
		text_hex_padded(text, ((const uint8_t *)bytes)[i], 2);
}

bool hex_number(const char **at, uint64_t *number)
{
	const char *digit = *at;
	uint64_t sum = 0;

	for (; digit_value(*digit) >= 0; digit++) {
		if (sum >> 60)
			return false;
		sum = sum << 4 | (uint64_t)digit_value(*digit);
	}
	if (digit == *at)
		return false;
	*at = digit;
	*number = sum;
	return true;
}

size_t hex_bytes(const char **at, void *bytes, size_t size)
{
	size_t count = 0;

	for (; count < size; count++, *at += 2) {
		int high = digit_value((*at)[0]);
		int low = high < 0 ? -1 : digit_value((*at)[1]);

		if (low < 0)
			break;
		((uint8_t *)bytes)[count] = (uint8_t)(high << 4 | low);
	}
	return count;
}
