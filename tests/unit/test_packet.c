/* Packets of the remote protocol: frames, escapes, repetitions, and lines with noise. */
#include "unit.h"

#include "serve/packet.h"

#include <stdio.h>

static struct packet_reader reader;

/* What the last byte of a line gives; the reader is as before the line. */
static enum packet_kind read_line(const char *bytes, size_t length)
{
	enum packet_kind kind = PACKET_NONE;

	for (size_t i = 0; i < length; i++)
		kind = packet_read(&reader, (uint8_t)bytes[i]);
	return kind;
}

static void expect_data(const char *line, const char *data)
{
	assert_int_equal(read_line(line, strlen(line)), PACKET_DATA);
	assert_string_equal(reader.bytes, data);
	assert_int_equal(reader.length, strlen(data));
}

static void test_reading(void **state)
{
	(void)state;
	memset(&reader, 0, sizeof(reader));
	expect_data("$#00", "");
	expect_data("$qSupported#37", "qSupported");
	expect_data("$OK#9A", "OK");
	expect_data("noise$?#3f", "?");
	expect_data("$Xlost$?#3f", "?");
	expect_data("$X}\003}\004}]}\n#ba", "X#$}*");
	assert_int_equal(read_line("+", 1), PACKET_ACCEPTED);
	assert_int_equal(read_line("-", 1), PACKET_REJECTED);
	assert_int_equal(read_line("\003", 1), PACKET_INTERRUPT);
	/* Within a packet it is nothing special. */
	assert_int_equal(read_line("$a\003+#8f", 7), PACKET_DATA);
}

static void test_broken(void **state)
{
	static const char *const lines[] = { "$OK#9b", "$OK#zz", "$OK#9z", "$OK}#17" };

	(void)state;
	memset(&reader, 0, sizeof(reader));
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		assert_int_equal(read_line(lines[i], strlen(lines[i])), PACKET_BROKEN);
		expect_data("$OK#9a", "OK");
	}
}

static void test_too_long(void **state)
{
	(void)state;
	memset(&reader, 0, sizeof(reader));
	packet_read(&reader, '$');
	for (int i = 0; i < PACKET_MAX + 1; i++)
		assert_int_equal(packet_read(&reader, 'a'), PACKET_NONE);
	char sum[4];
	snprintf(sum, sizeof(sum), "#%02x", (unsigned)(uint8_t)((PACKET_MAX + 1) * 'a'));
	assert_int_equal(read_line(sum, 3), PACKET_BROKEN);
	expect_data("$OK#9a", "OK");
}

static void expect_line(const char *data, size_t length, const char *line)
{
	struct text text = { 0 };

	packet_put(&text, data, length);
	text_char(&text, '\0');
	assert_string_equal(text.bytes, line);
	text_free(&text);
}

static void test_writing(void **state)
{
	(void)state;
	expect_line("", 0, "$#00");
	expect_line("OK", 2, "$OK#9a");
	expect_line("#$}*", 4, "$}\003}\004}]}\n#62");
	/* gdb's manual: "0* " is "0000". */
	expect_line("0000", 4, "$0* #7a");
	expect_line("000", 3, "$000#90");
	/* Six and seven more would be "#" and "$". */
	expect_line("0000000", 7, "$0*\"0#ac");
	expect_line("00000000", 8, "$0*\"00#dc");
}

/* What is written is read as it was, whatever bytes it has, in runs or not. */
static void test_there_and_back(void **state)
{
	char data[700];

	(void)state;
	memset(&reader, 0, sizeof(reader));
	for (unsigned run = 1; run < 130; run++) {
		struct text text = { 0 };
		char plain[8 * sizeof(data)];
		size_t length = 0;

		for (size_t i = 0; i < sizeof(data); i++)
			data[i] = (char)(i / run * 37);
		packet_put(&text, data, sizeof(data));
		/* Readers of ours know no repetitions, for gdb sends none. */
		plain[length++] = '$';
		uint8_t sum = 0;
		for (size_t i = 1; text.bytes[i] != '#'; i++) {
			bool is_repeat = text.bytes[i] == '*';
			int more = is_repeat ? (unsigned char)text.bytes[++i] - 29 : 1;

			while (more--) {
				plain[length] = is_repeat ? plain[length - 1] : text.bytes[i];
				sum += (uint8_t)plain[length++];
			}
		}
		length += (size_t)snprintf(plain + length, 4, "#%02x", sum);
		assert_int_equal(read_line(plain, length), PACKET_DATA);
		assert_int_equal(reader.length, sizeof(data));
		assert_memory_equal(reader.bytes, data, sizeof(data));
		text_free(&text);
	}
}

static void test_digits(void **state)
{
	const char *at = "7fFF,1";
	uint64_t number;
	uint8_t bytes[4];

	(void)state;
	assert_true(hex_number(&at, &number));
	assert_int_equal(number, 0x7fff);
	assert_string_equal(at, ",1");
	assert_false(hex_number(&at, &number));
	at = "ffffffffffffffff;";
	assert_true(hex_number(&at, &number));
	assert_true(number == UINT64_MAX);
	at = "10000000000000000";
	assert_false(hex_number(&at, &number));
	at = "0aFf1";
	assert_int_equal(hex_bytes(&at, bytes, sizeof(bytes)), 2);
	assert_memory_equal(bytes, "\x0a\xff", 2);
	assert_string_equal(at, "1");

	struct text text = { 0 };

	hex_put(&text, "\x00\xa5\xff", 3);
	assert_int_equal(text.length, 6);
	assert_memory_equal(text.bytes, "00a5ff", 6);
	text_free(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reading),        cmocka_unit_test(test_broken),
		cmocka_unit_test(test_too_long),       cmocka_unit_test(test_writing),
		cmocka_unit_test(test_there_and_back), cmocka_unit_test(test_digits),
	};

	return cmocka_run_group_tests_name("packet", tests, NULL, NULL);
}
