/* Events: walking their chunks, building them, and judging those of strangers. */
#include "event/event.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { EVENT_CAPACITY_MIN = 512 }; /* thousands of threads have one each */

const struct chunk *event_chunk_find(const struct event *event, enum chunk_kind kind,
                                     uint64_t address)
{
	const struct chunk *found = NULL, *chunk;

	for (chunk = event_chunk_first(event); chunk; chunk = event_chunk_next(event, chunk))
		if (chunk->kind == kind && chunk->address == address)
			found = chunk;
	return found;
}

const struct chunk *event_name_find(const struct event *event, enum chunk_kind kind,
                                    uint64_t number, bool came_out)
{
	const struct chunk *found = NULL, *chunk;

	for (chunk = event_chunk_first(event); chunk; chunk = event_chunk_next(event, chunk))
		if (chunk->kind == kind && chunk->address == number &&
		    !(chunk->flags & CHUNK_LATE) == !came_out)
			found = chunk;
	return found;
}

uint64_t event_object(const struct event *event, uint64_t fd)
{
	const struct chunk *chunk = event_chunk_find(event, CHUNK_OBJECT, fd);
	uint64_t object = 0;

	if (chunk)
		memcpy(&object, chunk_bytes(chunk),
		       chunk->length < sizeof(object) ? chunk->length : sizeof(object));
	return object;
}

int32_t event_pid_translation(const struct event *event, int64_t pid, bool came_out)
{
	const struct chunk *chunk =
		event_name_find(event, CHUNK_TRANSLATION, (uint64_t)pid, came_out);
	int32_t number = 0;

	if (chunk && chunk->length == sizeof(number))
		memcpy(&number, chunk_bytes(chunk), sizeof(number));
	return number;
}

static bool chunk_is_sound(const struct chunk *chunk, uint32_t room)
{
	if (room < sizeof(*chunk) || chunk->length > room - sizeof(*chunk) ||
	    chunk_stride(chunk) > room)
		return false;
	if (chunk->kind < CHUNK_ENTRY || chunk->kind >= CHUNK_KIND_COUNT)
		return false;
	/* Memory does not wrap around; the other kinds have no range of addresses. */
	return chunk->kind > CHUNK_EXIT || chunk->address <= UINT64_MAX - chunk->length;
}

bool event_is_sound(const void *bytes, size_t size)
{
	const struct event *event = bytes;

	if ((uintptr_t)bytes % 8 != 0 || size < sizeof(*event))
		return false;
	if (event->size < sizeof(*event) || event->size > size || event->size > EVENT_SIZE_MAX ||
	    event->size % 8 != 0)
		return false;
	if (event->kind < EVENT_ENTRY || event->kind >= EVENT_KIND_COUNT || event->abi >= ABI_COUNT)
		return false;
	for (uint32_t offset = sizeof(*event); offset < event->size;) {
		const struct chunk *chunk = event_chunk_at(event, offset);

		if (!chunk_is_sound(chunk, event->size - offset))
			return false;
		offset += chunk_stride(chunk);
	}
	return true;
}

static bool buffer_reserve(struct event_buffer *buffer, uint32_t size)
{
	uint32_t capacity = buffer->capacity ? buffer->capacity : EVENT_CAPACITY_MIN;

	if (size <= buffer->capacity)
		return true;
	while (capacity < size)
		capacity *= 2;
	struct event *event = realloc(buffer->event, capacity);

	if (!event)
		return false;
	buffer->event = event;
	buffer->capacity = capacity;
	return true;
}

int event_buffer_reset(struct event_buffer *buffer)
{
	if (!buffer_reserve(buffer, sizeof(*buffer->event)))
		return -ENOMEM;
	*buffer->event = (struct event){ .size = sizeof(*buffer->event) };
	buffer->last = 0;
	return 0;
}

/* Gives the chunk added last that length, with zeros up to the end of its stride. */
static void buffer_set_last(struct event_buffer *buffer, uint32_t length)
{
	struct chunk *chunk = (void *)((char *)buffer->event + buffer->last);
	uint32_t padding = -length & 7;

	chunk->length = length;
	memset((char *)(chunk + 1) + length, 0, padding);
	buffer->event->size = buffer->last + chunk_stride(chunk);
}

uint8_t *event_buffer_add(struct event_buffer *buffer, enum chunk_kind kind, uint64_t address,
                          uint32_t length, uint16_t chunk_flags)
{
	uint32_t offset = buffer->event->size;
	uint32_t room = EVENT_SIZE_MAX - offset;

	if (room < sizeof(struct chunk) || length > room - sizeof(struct chunk) ||
	    !buffer_reserve(buffer, offset + sizeof(struct chunk) + ((length + 7) & ~7u))) {
		buffer->event->flags |= EVENT_TRUNCATED;
		return NULL;
	}
	struct chunk *chunk = (void *)((char *)buffer->event + offset);

	*chunk = (struct chunk){ .address = address, .kind = (uint16_t)kind, .flags = chunk_flags };
	buffer->last = offset;
	buffer_set_last(buffer, length);
	return (uint8_t *)(chunk + 1);
}

uint8_t *event_buffer_extend(struct event_buffer *buffer, uint32_t length)
{
	const struct chunk *chunk = (void *)((char *)buffer->event + buffer->last);
	uint32_t before = chunk->length, used = buffer->last + sizeof(*chunk) + before;

	if (length > EVENT_SIZE_MAX - used || !buffer_reserve(buffer, (used + length + 7) & ~7u)) {
		buffer->event->flags |= EVENT_TRUNCATED;
		return NULL;
	}
	buffer_set_last(buffer, before + length);
	return (uint8_t *)buffer->event + used;
}

void event_buffer_trim(struct event_buffer *buffer, uint32_t length, uint16_t chunk_flags)
{
	struct chunk *chunk = (void *)((char *)buffer->event + buffer->last);

	chunk->flags |= chunk_flags;
	buffer_set_last(buffer, length);
}

void event_buffer_put(struct event_buffer *buffer, enum chunk_kind kind, uint64_t address,
                      const void *bytes, uint32_t length)
{
	uint8_t *room = event_buffer_add(buffer, kind, address, length, 0);

	if (room && length != 0)
		memcpy(room, bytes, length);
}

void event_buffer_put_chunks(struct event_buffer *buffer, const void *chunks, uint32_t size)
{
	uint32_t offset = buffer->event->size;

	if (size > EVENT_SIZE_MAX - offset || !buffer_reserve(buffer, offset + size)) {
		buffer->event->flags |= EVENT_TRUNCATED;
		return;
	}
	if (size)
		memcpy((char *)buffer->event + offset, chunks, size);
	buffer->event->size += size;
}

int event_buffer_set(struct event_buffer *buffer, const struct event *event)
{
	if (!buffer_reserve(buffer, event->size))
		return -ENOMEM;
	memcpy(buffer->event, event, event->size);
	buffer->last = 0;
	return 0;
}

void event_buffer_free(struct event_buffer *buffer)
{
	free(buffer->event);
	*buffer = (struct event_buffer){ 0 };
}
