/* JSON, written straight into a text. */
#include "output/json_writer.h"

static const char hex_digits[] = "0123456789abcdef";

static void value_begin(struct json *json)
{
	if (json->follows)
		text_char(json->out, ',');
	json->follows = true;
}

void json_object_begin(struct json *json)
{
	value_begin(json);
	text_char(json->out, '{');
	json->follows = false;
}

void json_object_end(struct json *json)
{
	text_char(json->out, '}');
	json->follows = true;
}

void json_array_begin(struct json *json)
{
	value_begin(json);
	text_char(json->out, '[');
	json->follows = false;
}

void json_array_end(struct json *json)
{
	text_char(json->out, ']');
	json->follows = true;
}

void json_name_put(struct json *json, const char *name, size_t length)
{
	struct text *out = json->out;

	if (!text_reserve(out, length + 4))
		return;
	char *at = out->bytes + out->length;

	if (json->follows)
		*at++ = ',';
	*at++ = '"';
	at = mempcpy(at, name, length);
	*at++ = '"';
	*at++ = ':';
	out->length = (size_t)(at - out->bytes);
	json->follows = false;
}

void json_null(struct json *json)
{
	value_begin(json);
	text_literal(json->out, "null");
}

void json_bool(struct json *json, bool is_true)
{
	value_begin(json);
	if (is_true)
		text_literal(json->out, "true");
	else
		text_literal(json->out, "false");
}

void json_signed(struct json *json, int64_t number)
{
	value_begin(json);
	text_decimal(json->out, number);
}

void json_unsigned(struct json *json, uint64_t number)
{
	value_begin(json);
	text_unsigned(json->out, number);
}

struct text *json_string_begin(struct json *json)
{
	value_begin(json);
	text_char(json->out, '"');
	return json->out;
}

void json_string_end(struct json *json)
{
	text_char(json->out, '"');
}

/* Bytes that may need an escape; most do not, and are found out by one look. */
static const bool is_special[256] = {
	[0 ... 0x1f] = true, ['"'] = true, ['\\'] = true, [0x7f] = true, [0xc2] = true,
};

/* c2 begins two-byte characters, of which U+0080 to U+009F, C1, control terminals. */
static bool needs_escape(const uint8_t *byte, const uint8_t *end)
{
	return *byte != 0xc2 || (byte + 1 < end && byte[1] < 0xa0);
}

static void put_escape(struct text *out, unsigned character)
{
	static const char letters[0x20] = {
		['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r'
	};
	char letter = character < sizeof(letters) ? letters[character]
	              : character < 0x7f          ? (char)character
	                                          : 0;

	text_char(out, '\\');
	if (letter) {
		text_char(out, letter);
	} else {
		text_char(out, 'u');
		text_hex_padded(out, character, 4);
	}
}

void json_string(struct json *json, const void *bytes, size_t length)
{
	const uint8_t *at = bytes, *end = at + length, *plain = at;
	struct text *out = json_string_begin(json);

	for (; at < end; at++) {
		if (!is_special[*at] || !needs_escape(at, end))
			continue;
		text_put(out, plain, (size_t)(at - plain));
		at += *at == 0xc2;
		put_escape(out, *at);
		plain = at + 1;
	}
	text_put(out, plain, (size_t)(at - plain));
	json_string_end(json);
}

void json_hex(struct json *json, const uint8_t *bytes, size_t length)
{
	struct text *out = json_string_begin(json);

	if (text_reserve(out, 2 * length))
		for (size_t i = 0; i < length; i++) {
			out->bytes[out->length++] = hex_digits[bytes[i] >> 4];
			out->bytes[out->length++] = hex_digits[bytes[i] & 15];
		}
	json_string_end(json);
}

/* Bytes of the character that begins here; 0: none does.  RFC 3629, section 4. */
static size_t character_length(const uint8_t *bytes, size_t length)
{
	uint8_t first = bytes[0], low = 0x80, high = 0xbf;
	size_t size = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;

	if (first == 0xe0)
		low = 0xa0;
	else if (first == 0xed)
		high = 0x9f;
	else if (first == 0xf0)
		low = 0x90;
	else if (first == 0xf4)
		high = 0x8f;
	if (first > 0xf4 || size > length)
		return 0;
	for (size_t i = 1; i < size; i++) {
		if (bytes[i] < low || bytes[i] > high)
			return 0;
		low = 0x80;
		high = 0xbf;
	}
	return size;
}

bool json_is_text(const uint8_t *bytes, size_t length)
{
	while (length != 0) {
		uint64_t word;

		if (length >= sizeof(word)) {
			memcpy(&word, bytes, sizeof(word));
			if (!(word & 0x8080808080808080)) {
				bytes += sizeof(word);
				length -= sizeof(word);
				continue;
			}
		}
		size_t size = character_length(bytes, length);

		if (size == 0)
			return false;
		bytes += size;
		length -= size;
	}
	return true;
}

size_t json_whole_length(const uint8_t *bytes, size_t length)
{
	size_t back = 0;

	/* A character has up to three bytes behind its first. */
	while (back < 3 && back < length && (bytes[length - 1 - back] & 0xc0) == 0x80)
		back++;
	if (back == length || bytes[length - 1 - back] < 0xc0)
		return length;
	size_t first = length - 1 - back;

	return character_length(bytes + first, back + 1) ? length : first;
}
