/* The file: what the writer and the reader of recordings agree on.
 *
 *	header frame | block frame, zstd frame | block frame, zstd frame | ... | end frame
 *
 * All frames but those of events are "skippable" to zstd, so that zstd -d
 * gives the packed events (event/packing.h).  Numbers are little-endian, as on every machine that
 * rastro runs on. */
#ifndef RASTRO_EVENT_RECORDING_LAYOUT_H
#define RASTRO_EVENT_RECORDING_LAYOUT_H

#include "event/event.h"

enum {
	RECORDING_VERSION = 2,
	RECORDING_VERSION_BARE = 1, /* events were not packed; it is still read */
	FRAME_MAGIC = 0x184D2A5A,   /* one of zstd's sixteen for skippable frames */
	HEADER_SIZE_MAX = 1 << 18,
	BLOCK_SIZE = 1 << 20, /* events before they are packed: a block that is full */
	BLOCK_SIZE_MAX = BLOCK_SIZE > EVENT_SIZE_MAX ? BLOCK_SIZE : EVENT_SIZE_MAX,
};

#define MARK_HEADER "rastroH\n"
#define MARK_BLOCK  "rastroB\n"
#define MARK_END    "rastroE\n"

/* How every frame of ours begins. */
struct frame {
	uint32_t magic;
	uint32_t size; /* of the frame, from mark on */
	char mark[8];
	uint64_t checksum; /* XXH3, 64 bits: of all that follows up to the next frame of ours */
};

/* Behind it come pairs of strings, name and value, each with its zero byte. */
struct header {
	struct frame frame;
	uint32_t version;
	uint32_t event_size; /* sizeof(struct event) */
};

/* Behind it comes a zstd frame of packed_size bytes. */
struct block {
	struct frame frame;
	uint32_t packed_size;
	uint32_t events_size; /* unpacked */
	uint32_t event_count;
	uint32_t reserved;
	uint64_t first_ns, last_ns; /* time_ns of the first and last event */
};

struct end {
	struct frame frame;
	uint64_t event_count; /* of all blocks */
	uint64_t block_count;
};

enum {
	FRAME_SIZE_SKIPPED = offsetof(struct frame, mark), /* what frame.size does not count */
	FRAME_SIZE_UNSUMMED = sizeof(struct frame),        /* what frame.checksum does not cover */
};

/* An entry that its own exit follows at once is not kept, for the exit begins
 * with the same bytes: its "reserved" then says how large the entry was.  This
 * makes the head of that entry from the exit's; its chunks are the first ones. */
static inline struct event entry_of_exit(const struct event *exit, uint32_t size)
{
	struct event entry = *exit;

	entry.size = size;
	entry.kind = EVENT_ENTRY;
	entry.flags = 0;
	entry.time_ns = exit->entry_ns;
	entry.duration_ns = 0;
	entry.cpu_ns = 0;
	entry.result = 0;
	entry.reserved = 0;
	return entry;
}

#endif
