/* A ring with any content, as a traced program may leave it: emptying it ends, reads
 * nothing beside it, and gives nothing but sound events of the thread it belongs to. */
#include "engine/hybrid.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { PID = 17, TID = 18, RING_BYTES = 0x4000 };

/* What an input begins with. */
struct start {
	uint64_t head, open, open_size;
	uint32_t tail;  /* where we had come to */
	uint32_t place; /* where the rest of the input lies in the ring */
};

static void check_events(struct hybrid *hybrid)
{
	const struct event *event;

	while ((event = hybrid_next(hybrid))) {
		assert(event_is_sound(event, event->size));
		assert(event->pid == PID && event->tid == TID);
		assert(event->kind == EVENT_EXIT || event->kind == EVENT_ENTRY);
	}
}

static void take(struct ring *ring, uint32_t tail)
{
	struct image image = { .references = 1 };
	struct seat seat = { .image = &image,
		             .ring = ring,
		             .room = RING_BYTES,
		             .event_max = RING_BYTES / 4,
		             .pid = PID,
		             .tid = TID,
		             .tail = tail };
	struct seat *seats[] = { &seat };
	struct hybrid hybrid = { .seats = seats, .seat_count = 1 };
	struct ptrace_engine *engine = calloc(1, sizeof(*engine));

	assert(engine);
	engine->hybrid = &hybrid;
	for (unsigned i = 0; i < 2; i++) {
		hybrid_drain(engine);
		hybrid_show_open(engine);
		check_events(&hybrid);
	}
	text_free(&hybrid.events);
	free(hybrid.taken);
	free(engine);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct start start;

	if (size < sizeof(start))
		return 0;
	memcpy(&start, data, sizeof(start));
	struct ring *ring = calloc(1, sizeof(*ring) + RING_BYTES);
	size_t place = start.place % RING_BYTES, length = size - sizeof(start);

	assert(ring);
	memcpy(ring->bytes + place, data + sizeof(start),
	       length < RING_BYTES - place ? length : RING_BYTES - place);
	ring->head = start.head;
	ring->open = start.open;
	ring->open_size = start.open_size;
	/* Ours is always where an event may begin, or where the last one ended. */
	take(ring, start.tail % RING_BYTES & ~7u);
	free(ring);
	return 0;
}
