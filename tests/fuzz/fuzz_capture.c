/* Any call with any arguments, over memory of any content.
 *
 * The capture must end, leave a sound event, and keep all that the decoder then
 * looks for.  Memory is the input over and over again, from BASE on; holes in
 * it fault.  Arguments that are to be pointers are drawn near to BASE. */
#include "calls/capture.h"
#include "calls/table.h"
#include "calls/value.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { BASE = 0x10000, MEMORY_SIZE = 1 << 16, PAGE = 4096, HOLE = BASE + 5 * PAGE };

struct fuzz_memory {
	struct memory memory;
	struct event_buffer *buffer;
	const uint8_t *data;
	size_t size;
	unsigned reads;
};

/* The head of every input. */
struct __attribute__((packed)) head {
	uint8_t abi;
	uint16_t nr;
	uint8_t limits;
	int16_t result;
	uint8_t flags;
	uint8_t kinds; /* bit i: argument i is a pointer */
	uint32_t args[6];
};

static ssize_t fuzz_read(struct memory *memory, uint64_t address, void *buffer, size_t length)
{
	struct fuzz_memory *fuzz = (struct fuzz_memory *)memory;
	uint8_t *bytes = buffer;

	fuzz->reads++;
	if (address < BASE || address >= BASE + MEMORY_SIZE ||
	    (address >= HOLE && address < HOLE + PAGE))
		return -EFAULT;
	uint64_t end = address < HOLE ? HOLE : BASE + MEMORY_SIZE;
	if (length > end - address)
		length = end - address;
	for (size_t i = 0; i < length; i++)
		bytes[i] = fuzz->data[(address - BASE + i) % fuzz->size];
	return (ssize_t)length;
}

static void fuzz_prefetch(struct memory *memory, const struct memory_range *ranges, unsigned count)
{
	(void)memory;
	for (unsigned i = 0; i < count; i++)
		if (!ranges[i].length)
			abort();
}

/* Names move the event while it is being made. */
static void fuzz_name_fd(struct memory *memory, int fd)
{
	struct fuzz_memory *fuzz = (struct fuzz_memory *)memory;

	event_buffer_put(fuzz->buffer, CHUNK_FD, (uint64_t)fd, fuzz->data,
	                 (uint32_t)(fuzz->size < 64 ? fuzz->size : 64));
}

static void fuzz_name_pid(struct memory *memory, int pid)
{
	event_buffer_put(((struct fuzz_memory *)memory)->buffer, CHUNK_COMM, (uint64_t)pid, "x", 1);
}

static void fuzz_name_cwd(struct memory *memory)
{
	event_buffer_put(((struct fuzz_memory *)memory)->buffer, CHUNK_CWD, 0, "/", 1);
}

static void fuzz_object(struct memory *memory, int fd)
{
	struct fuzz_memory *fuzz = (struct fuzz_memory *)memory;

	event_buffer_put(fuzz->buffer, CHUNK_OBJECT, (uint64_t)fd, fuzz->data,
	                 (uint32_t)(fuzz->size < 8 ? fuzz->size : 8));
}

static void event_fill(struct event *event, const struct head *head)
{
	event->abi = head->abi % ABI_COUNT;
	event->nr = head->nr % tables_in_use->calls[event->abi].count;
	for (unsigned i = 0; i < 6; i++)
		event->args[i] =
			head->kinds >> i & 1 ? BASE + head->args[i] % MEMORY_SIZE : head->args[i];
}

/* Two copies from one address: the decoder may take one for the other. */
static bool is_ambiguous(const struct event *event)
{
	enum { CHUNKS_MAX = 256 };
	const struct chunk *seen[CHUNKS_MAX];
	unsigned count = 0;

	for (const struct chunk *chunk = event_chunk_first(event); chunk;
	     chunk = event_chunk_next(event, chunk)) {
		for (unsigned i = 0; i < count; i++)
			if (seen[i]->address == chunk->address && seen[i]->kind == chunk->kind)
				return true;
		if (count == CHUNKS_MAX)
			return true;
		seen[count++] = chunk;
	}
	return false;
}

/* Decodes and gives back how much the event should have held, but did not. */
static unsigned misses_of(const struct event *event)
{
	struct arena arena;
	unsigned misses = 0;

	if (!event_is_sound(event, event->size))
		abort();
	arena_init(&arena, 16 << 20);
	const struct call_value *call = decode_call(event, &arena, DECODE_ALL);
	if (call && !is_ambiguous(event))
		misses = call->misses;
	arena_deinit(&arena);
	return misses;
}

static void run(struct event_buffer *buffer, struct fuzz_memory *fuzz, const struct head *head)
{
	struct capture_limits limits = { .string = head->limits & 63,
		                         .array = head->limits >> 2,
		                         .names = head->flags & 2 };
	struct event *event = buffer->event;
	const struct plan_table *plans;

	event->kind = EVENT_ENTRY;
	event_fill(event, head);
	plans = &tables_in_use->plans[event->abi];
	capture_run(plans, buffer, PHASE_ENTRY, &fuzz->memory, &limits);
	if (misses_of(buffer->event))
		abort();
	buffer->event->kind = EVENT_EXIT;
	buffer->event->result = head->result;
	if (head->result < 0)
		buffer->event->flags |= head->flags & 1 ? EVENT_INTERRUPTED : EVENT_FAILED;
	capture_run(plans, buffer, PHASE_EXIT, &fuzz->memory, &limits);
	if (misses_of(buffer->event))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct head head;
	struct event_buffer buffer = { 0 };

	if (size <= sizeof(head))
		return 0;
	memcpy(&head, data, sizeof(head));
	struct fuzz_memory fuzz = {
		.memory = { .read = fuzz_read,
		            .prefetch = fuzz_prefetch,
		            .name_fd = fuzz_name_fd,
		            .name_pid = fuzz_name_pid,
		            .name_cwd = fuzz_name_cwd,
		            .object = fuzz_object },
		.buffer = &buffer,
		.data = data + sizeof(head),
		.size = size - sizeof(head),
	};
	if (event_buffer_reset(&buffer))
		abort();
	run(&buffer, &fuzz, &head);
	event_buffer_free(&buffer);
	return 0;
}
