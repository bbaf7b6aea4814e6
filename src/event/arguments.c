/* Arguments in events: a fixed head and a name, without padding. */
#include "event/arguments.h"

#include <string.h>

struct packed_argument {
	uint64_t value;
	uint8_t kind, size;
	uint16_t name; /* length */
} __attribute__((packed));

bool arguments_begin(struct event_buffer *buffer)
{
	return event_buffer_add(buffer, CHUNK_ARGUMENTS, 0, 0, 0) != NULL;
}

void argument_put(struct event_buffer *buffer, const struct argument *argument)
{
	struct packed_argument head = { argument->value, argument->kind, argument->size,
		                        argument->name.length };
	uint8_t *room = event_buffer_extend(buffer, (uint32_t)sizeof(head) + head.name);

	if (!room)
		return;
	memcpy(room, &head, sizeof(head));
	if (head.name)
		memcpy(room + sizeof(head), argument->name.bytes, head.name);
}

bool argument_next(const struct chunk *chunk, uint32_t *position, struct argument *argument)
{
	const uint8_t *bytes = chunk_bytes(chunk) + *position;
	uint32_t rest = chunk->length - *position;
	struct packed_argument head;

	if (rest < sizeof(head))
		return false;
	memcpy(&head, bytes, sizeof(head));
	if (rest - sizeof(head) < head.name || head.kind >= ARGUMENT_KIND_COUNT ||
	    head.size > sizeof(head.value))
		return false;
	*argument = (struct argument){
		head.value, head.kind, head.size, { (const char *)bytes + sizeof(head), head.name }
	};
	*position += (uint32_t)sizeof(head) + head.name;
	return true;
}
