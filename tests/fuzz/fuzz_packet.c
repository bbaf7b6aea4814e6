/* Bytes of a client's: first those of the line, and every packet that comes of them as an
 * agent expression, too. */
#include "debug/agent_expression.h"
#include "serve/packet.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int register_read(void *owner, unsigned number, uint64_t *value)
{
	(void)owner;
	*value = number;
	return number < 24 ? 0 : -EINVAL;
}

static ssize_t memory_read(void *owner, uint64_t address, void *bytes, size_t length)
{
	(void)owner;
	if (address > 1 << 20)
		return -EFAULT;
	memset(bytes, (int)address, length);
	return (ssize_t)length;
}

static void evaluate(const char *bytes, size_t length)
{
	struct text output = { 0 };
	struct agent_machine machine = { register_read, memory_read, NULL, &output };
	uint64_t value;

	if (!agent_outcome_text(agent_evaluate((const uint8_t *)bytes, length, &machine, &value)))
		abort();
	text_free(&output);
}

/* What is sent is what arrives: unless a run of bytes was put shorter, which we do not read. */
static void send_back(struct packet_reader *reader)
{
	struct text line = { 0 };
	struct packet_reader *other = calloc(1, sizeof(*other));
	enum packet_kind kind = PACKET_NONE;

	packet_put(&line, reader->bytes, reader->length);
	if (!other || line.failed)
		abort();
	for (size_t i = 0; i < line.length; i++)
		kind = packet_read(other, (uint8_t)line.bytes[i]);
	if (kind != PACKET_DATA || other->length > reader->length)
		abort();
	free(other);
	text_free(&line);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct packet_reader *reader = calloc(1, sizeof(*reader));
	uint64_t number;

	if (!reader)
		return 0;
	evaluate((const char *)data, size);
	for (size_t i = 0; i < size; i++) {
		if (packet_read(reader, data[i]) != PACKET_DATA)
			continue;
		const char *at = reader->bytes;

		if (at[reader->length] || (hex_number(&at, &number) && at == reader->bytes))
			abort();
		evaluate(reader->bytes, reader->length);
		send_back(reader);
	}
	free(reader);
	return 0;
}
