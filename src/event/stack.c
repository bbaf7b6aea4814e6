/* Stacks in events: packing and unpacking frames.
 *
 * A frame is a fixed head and its three names, without padding, so it is copied
 * out rather than pointed at. */
#include "event/stack.h"

#include <string.h>

struct packed_frame {
	uint64_t address, offset, symbol_offset;
	uint32_t line;
	uint16_t module, symbol, source; /* lengths of the names behind it */
	uint8_t end;
} __attribute__((packed));

bool stack_begin(struct event_buffer *buffer)
{
	return event_buffer_add(buffer, CHUNK_STACK, 0, 0, 0) != NULL;
}

static uint8_t *put_name(uint8_t *room, const struct stack_name *name)
{
	if (name->length)
		memcpy(room, name->bytes, name->length);
	return room + name->length;
}

bool stack_put(struct event_buffer *buffer, const struct stack_frame *frame)
{
	struct packed_frame head = {
		.address = frame->address,
		.offset = frame->offset,
		.symbol_offset = frame->symbol_offset,
		.line = frame->line,
		.module = frame->module.length,
		.symbol = frame->symbol.length,
		.source = frame->source.length,
		.end = frame->end,
	};
	uint32_t length = (uint32_t)sizeof(head) + head.module + head.symbol + head.source;
	uint8_t *room = event_buffer_extend(buffer, length);

	if (!room)
		return false;
	memcpy(room, &head, sizeof(head));
	room = put_name(room + sizeof(head), &frame->module);
	room = put_name(room, &frame->symbol);
	put_name(room, &frame->source);
	return true;
}

bool stack_next(const struct chunk *chunk, uint32_t *position, struct stack_frame *frame)
{
	const uint8_t *bytes = chunk_bytes(chunk) + *position;
	uint32_t rest = chunk->length - *position;
	struct packed_frame head;

	if (rest < sizeof(head))
		return false;
	memcpy(&head, bytes, sizeof(head));
	rest -= (uint32_t)sizeof(head);
	bytes += sizeof(head);
	if (rest < (uint32_t)head.module + head.symbol + head.source || head.end > STACK_CUT)
		return false;
	*frame = (struct stack_frame){
		.address = head.address,
		.offset = head.offset,
		.symbol_offset = head.symbol_offset,
		.line = head.line,
		.end = head.end,
		.module = { (const char *)bytes, head.module },
		.symbol = { (const char *)bytes + head.module, head.symbol },
		.source = { (const char *)bytes + head.module + head.symbol, head.source },
	};
	*position = chunk->length - (rest - head.module - head.symbol - head.source);
	return true;
}

void place_put(struct event_buffer *buffer, const struct stack_frame *place)
{
	if (event_buffer_add(buffer, CHUNK_PLACE, place->address, 0, 0))
		stack_put(buffer, place);
}

bool place_find(const struct event *event, uint64_t address, struct stack_frame *place)
{
	const struct chunk *chunk = event_chunk_find(event, CHUNK_PLACE, address);
	uint32_t position = 0;

	return chunk && stack_next(chunk, &position, place);
}
