/* Events of any content, through the decoder and every view.
 *
 * The input is taken for an event as it is; failing that, as material for one
 * whose frame is sound: so damage goes deep, too.  Whatever a traced program
 * did, no control character may reach the terminal. */
#include "output/sink.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { CHUNKS_MAX = 64, ADDRESSES = 6 };

struct input {
	const uint8_t *data;
	size_t size;
};

static void take(struct input *input, void *into, size_t size)
{
	size_t length = size < input->size ? size : input->size;

	memset(into, 0, size);
	if (length)
		memcpy(into, input->data, length);
	input->data += length;
	input->size -= length;
}

/* Addresses that the description will look for are more worth than others: arguments, and
 * pointers that lie in chunks. */
static uint64_t pick_address(const struct event *event, uint8_t choice)
{
	const struct chunk *first = event_chunk_first(event);
	uint64_t address;

	if (choice < 0xc0 || !first || first->length < sizeof(address))
		return event->args[choice % ADDRESSES];
	memcpy(&address, chunk_bytes(first) + choice % (first->length / 8) * 8, sizeof(address));
	return address & UINT64_MAX >> 1; /* memory that reached the end would not be sound */
}

static void build(struct event_buffer *buffer, struct input *input)
{
	struct {
		uint8_t kind, abi, flags, signal;
		uint16_t nr, unused;
		int32_t result;
		uint32_t args[6];
	} head;

	take(input, &head, sizeof(head));
	if (event_buffer_reset(buffer) < 0)
		return;
	struct event *event = buffer->event;

	event->kind = EVENT_ENTRY + head.kind % (EVENT_KIND_COUNT - EVENT_ENTRY);
	event->abi = head.abi % ABI_COUNT;
	event->flags = head.flags;
	event->pid = event->tid = 1 + head.signal;
	event->nr = head.nr % 600;
	event->result = head.result;
	for (int i = 0; i < 6; i++)
		event->args[i] = head.args[i];
	for (int i = 0; i < CHUNKS_MAX && input->size; i++) {
		struct {
			uint8_t kind, address, flags, unused;
			uint16_t length;
		} chunk;

		take(input, &chunk, sizeof(chunk));
		uint32_t length = chunk.length % 1024;

		if (length > input->size)
			length = (uint32_t)input->size;
		enum chunk_kind kind = CHUNK_ENTRY + chunk.kind % (CHUNK_TEXT - CHUNK_ENTRY + 1);
		uint64_t address = pick_address(buffer->event, chunk.address);
		uint8_t *bytes = event_buffer_add(buffer, kind, address, length, chunk.flags & 7);

		if (bytes)
			take(input, bytes, length);
	}
}

static void check_output(const struct text *text)
{
	for (size_t i = 0; i < text->length; i++)
		if ((uint8_t)text->bytes[i] < 0x20 && text->bytes[i] != '\n')
			abort();
}

static void show(const char *name, const struct event *event)
{
	static struct view view = { .string_max = 32,
		                    .signals = ~(uint64_t)0,
		                    .status = STATUS_ALL,
		                    .decode_fds = ~0u,
		                    .decode_pids = true };
	struct stream *stream = stream_from_fd(-1);
	struct sink *sink = sink_open(name, &view, stream, NULL);

	call_set_fill(&view.verbose, true);
	call_set_fill(&view.abbrev, event->time_ns & 1);
	sink->ops->event(sink, event);
	if (strcmp(name, "record") != 0)
		check_output(stream_text(stream));
	sink_close(sink);
	stream_close(stream, NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct event_buffer buffer = { 0 };
	struct event *copy = malloc(size ? size : 1);

	if (size)
		memcpy(copy, data, size);
	if (!event_is_sound(copy, size)) {
		build(&buffer, &(struct input){ data, size });
		if (!event_is_sound(buffer.event, buffer.event->size))
			abort();
	}
	const struct event *event = buffer.event ? buffer.event : copy;

	show("json", event);
	show("text", event);
	show("record", event);
	event_buffer_free(&buffer);
	free(copy);
	return 0;
}
