/* Packed events: how blocks of recordings hold them.
 *
 * Of an event's fixed part only the words are kept that differ from an event like it, and
 * what is alike in all events lies together, in columns: what remains is a few bytes for an
 * event, and compression has little left to do.  docs/RECORDING.md describes the form. */
#ifndef RASTRO_EVENT_PACKING_H
#define RASTRO_EVENT_PACKING_H

#include "event/event.h"
#include "event/recording_layout.h"

/* Columns, in their order; each value is a varint but for those that say otherwise. */
enum packed_column {
	COLUMN_SLOT,   /* a byte for each event */
	COLUMN_CHANGE, /* two bytes for each: which words differ */
	COLUMN_TIME,   /* differences of the words that are times */
	COLUMN_WORD,   /* differences of the others */
	COLUMN_CHUNK,  /* heads of chunks */
	COLUMN_BYTES,  /* what chunks hold, as it is */
	COLUMN_COUNT
};

enum {
	EVENT_WORDS = sizeof(struct event) / sizeof(uint64_t),
	VARINT_SIZE_MAX = 10,
	CHUNK_HEAD_SIZE_MAX = 1 + 2 * VARINT_SIZE_MAX + 3,
	PACKED_EVENTS_MAX = BLOCK_SIZE_MAX / sizeof(struct event),
	PACKED_SIZE_MAX = COLUMN_COUNT * sizeof(uint32_t) +
	                  PACKED_EVENTS_MAX * (3 + EVENT_WORDS * VARINT_SIZE_MAX) +
	                  BLOCK_SIZE_MAX / sizeof(struct chunk) * CHUNK_HEAD_SIZE_MAX +
	                  BLOCK_SIZE_MAX,
};

struct packer;

/* NULL when memory ran out. */
struct packer *packer_create(void);
void packer_destroy(struct packer *);
/* All that come before packer_take() are BLOCK_SIZE_MAX bytes at most.  entry_size: what
 * the event's last word is to say. */
void packer_put(struct packer *, const struct event *, uint32_t entry_size);
/* All events since the last time; valid until the next comes.  Returns how many bytes. */
size_t packer_take(struct packer *, const uint8_t **packed);

/* Makes events of size bytes, which may be unsound, but none reaches beyond the others' room.
 * -1 when these are no packed events of that size. */
int events_unpack(const uint8_t *packed, size_t packed_size, uint8_t *events, size_t size);

#endif
