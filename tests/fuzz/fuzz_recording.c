/* Files that are, or pretend to be, recordings.
 *
 * The first byte chooses: the rest is the whole file; or the events of a block
 * whose frames and checksums are right, bare or packed; or the strings of a header that is; or
 * events that are written and then read from a file that was cut or damaged:
 * what still can be read of it must be what was written. */
#include "event/packing.h"
#include "event/recording.h"
#include "event/recording_layout.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <xxhash.h>
#include <zstd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The last frame of ours begins at from and is size bytes long. */
static void seal(struct text *file, size_t from, size_t size)
{
	struct frame frame;

	memcpy(&frame, file->bytes + from, sizeof(frame));
	frame.magic = FRAME_MAGIC;
	frame.size = (uint32_t)(size - FRAME_SIZE_SKIPPED);
	frame.checksum = XXH3_64bits(file->bytes + from + FRAME_SIZE_UNSUMMED,
	                             file->length - from - FRAME_SIZE_UNSUMMED);
	memcpy(file->bytes + from, &frame, sizeof(frame));
}

static void put_header(struct text *file, uint32_t version, const uint8_t *pairs, size_t size)
{
	struct header header = { .frame.mark = MARK_HEADER,
		                 .version = version,
		                 .event_size = sizeof(struct event) };

	text_put(file, &header, sizeof(header));
	text_put(file, pairs, size);
	seal(file, 0, file->length);
}

static void put_block(struct text *file, uint32_t events_size, const uint8_t *events, size_t size)
{
	struct block block = { .frame.mark = MARK_BLOCK,
		               .events_size = events_size,
		               .event_count = 1 };
	size_t from = file->length, bound = ZSTD_compressBound(size);

	text_reserve(file, sizeof(block) + bound);
	block.packed_size =
		(uint32_t)ZSTD_compress(file->bytes + from + sizeof(block), bound, events, size, 1);
	text_put(file, &block, sizeof(block));
	file->length += block.packed_size;
	seal(file, from, sizeof(block));
}

static struct recording_reader *open_text(const struct text *file, struct error *error)
{
	char path[50];
	int fd = memfd_create("recording", 0);

	if (write(fd, file->bytes, file->length) != (ssize_t)file->length)
		abort();
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	struct recording_reader *reader = recording_open(path, error);

	close(fd);
	return reader;
}

static void read_all(const struct text *file)
{
	struct error error;
	const struct event *event;
	struct recording_reader *reader = open_text(file, &error);

	if (!reader)
		return;
	while ((event = recording_next(reader, &error)))
		if (!event_is_sound(event, event->size) || event->reserved != 0)
			abort();
	recording_close(reader);
}

/* Packed: the first bytes tell how large the events claim to be, and where columns end. */
static void put_packed(struct text *file, const uint8_t *data, size_t size)
{
	struct __attribute__((packed)) {
		uint32_t events_size;
		uint16_t columns[COLUMN_COUNT - 1];
	} sizes;
	struct text packed = { 0 };

	if (size < sizeof(sizes))
		return;
	memcpy(&sizes, data, sizeof(sizes));
	uint32_t left = (uint32_t)(size - sizeof(sizes));

	for (unsigned i = 0; i < COLUMN_COUNT; i++) {
		uint32_t column =
			i + 1 < COLUMN_COUNT && sizes.columns[i] < left ? sizes.columns[i] : left;

		text_put(&packed, &column, sizeof(column));
		left -= column;
	}
	text_put(&packed, data + sizeof(sizes), size - sizeof(sizes));
	put_header(file, RECORDING_VERSION, NULL, 0);
	put_block(file, sizes.events_size % (1 << 16), (const uint8_t *)packed.bytes,
	          packed.length);
	text_free(&packed);
}

/* ---- written, damaged, read */

enum { EVENTS_MAX = 64, DAMAGES_MAX = 4 };

/* One for each event, from the front of the input. */
struct __attribute__((packed)) step {
	uint8_t kind, thread, length;
	bool follows : 1; /* it returns from the entry before */
	bool syncs : 1;
};

/* The last bytes of the input. */
struct __attribute__((packed)) damage {
	bool cuts : 1, is_unfinished : 1;
	uint8_t turned : 3; /* how many of these bits */
	uint32_t length;
	struct __attribute__((packed)) {
		uint32_t position;
		uint8_t bit;
	} bits[DAMAGES_MAX];
};

struct written {
	struct event_buffer events[EVENTS_MAX];
	unsigned count;
};

/* The return of the entry before, as an engine makes it. */
static void event_return(struct event *event, const struct event *entry, const struct step *step)
{
	memcpy(event, entry, entry->size);
	event->kind = EVENT_EXIT;
	event->entry_ns = entry->time_ns;
	event->time_ns = entry->time_ns + step->thread;
	event->result = step->kind;
}

static void event_make(struct written *written, const struct step *step, const uint8_t *bytes)
{
	struct event_buffer *buffer = &written->events[written->count];
	const struct event *before = written->count ? buffer[-1].event : NULL;

	if (event_buffer_reset(buffer))
		abort();
	if (step->follows && before && before->kind == EVENT_ENTRY) {
		event_buffer_add(buffer, CHUNK_ENTRY, 0, before->size, 0); /* room for it */
		event_return(buffer->event, before, step);
	} else {
		buffer->event->kind = 1 + step->kind % (EVENT_KIND_COUNT - 1);
		buffer->event->tid = step->thread;
		buffer->event->time_ns = buffer->event->entry_ns = step->length;
		if (step->length)
			event_buffer_put(buffer, CHUNK_ENTRY, step->kind, bytes, step->length);
	}
	written->count++;
}

static void write_events(struct written *written, struct text *file, const struct damage *damage,
                         const uint8_t *data, size_t size)
{
	const struct recording_info info = { .rastro = "1", .host = "h" };
	struct recording_writer *writer = recording_create(&info, file);
	struct step step;

	while (size >= sizeof(step) && written->count < EVENTS_MAX) {
		memcpy(&step, data, sizeof(step));
		data += sizeof(step);
		size -= sizeof(step);
		if (step.length > size)
			step.length = (uint8_t)size;
		event_make(written, &step, data);
		data += step.length;
		size -= step.length;
		recording_put(writer, written->events[written->count - 1].event);
		if (step.syncs)
			recording_sync(writer);
	}
	size_t synced = file->length;

	recording_finish(writer);
	if (damage->is_unfinished)
		file->length = synced;
}

/* Returns whether that left the file as it was. */
static bool damage_do(struct text *file, const struct damage *damage)
{
	bool is_whole = !damage->is_unfinished;

	for (unsigned i = 0; i < damage->turned && i < DAMAGES_MAX; i++) {
		uint32_t position = damage->bits[i].position % (uint32_t)file->length;

		file->bytes[position] ^= (char)(1 << damage->bits[i].bit % 8);
		is_whole = false;
	}
	if (damage->cuts && damage->length < file->length) {
		file->length = damage->length;
		is_whole = false;
	}
	return is_whole;
}

/* Two turns of one bit are none, so there is no telling that a file is not whole. */
static void read_prefix(const struct written *written, const struct text *file, bool is_whole)
{
	struct error error;
	const struct event *event;
	unsigned count = 0;
	struct recording_reader *reader = open_text(file, &error);

	if (!reader && is_whole)
		abort();
	if (!reader)
		return;
	for (; (event = recording_next(reader, &error)); count++) {
		const struct event *expected = written->events[count].event;

		if (count == written->count || event->size != expected->size ||
		    memcmp(event, expected, event->size) != 0)
			abort();
	}
	if (is_whole && (count != written->count || error.text[0]))
		abort();
	recording_close(reader);
}

static void write_and_read(struct text *file, const uint8_t *data, size_t size)
{
	static struct written written;
	struct damage damage;

	if (size < sizeof(damage))
		return;
	memcpy(&damage, data + size - sizeof(damage), sizeof(damage));
	written.count = 0;
	write_events(&written, file, &damage, data, size - sizeof(damage));
	read_prefix(&written, file, damage_do(file, &damage));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text file = { 0 };

	if (size == 0)
		return 0;
	switch (data[0] % 5) {
	case 0:
		text_put(&file, data + 1, size - 1);
		break;
	case 1:
		put_header(&file, RECORDING_VERSION_BARE, NULL, 0);
		put_block(&file, (uint32_t)size - 1, data + 1, size - 1);
		break;
	case 2:
		put_header(&file, RECORDING_VERSION, data + 1, size - 1);
		break;
	case 3:
		put_packed(&file, data + 1, size - 1);
		break;
	default:
		write_and_read(&file, data + 1, size - 1);
		text_free(&file);
		return 0;
	}
	read_all(&file);
	text_free(&file);
	return 0;
}
