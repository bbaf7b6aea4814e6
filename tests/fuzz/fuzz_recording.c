/* Files that are, or pretend to be, recordings.
 *
 * The first byte chooses: the rest is the whole file; or the events of a block
 * whose frames and checksums are right; or the strings of a header that is. */
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

static void put_header(struct text *file, const uint8_t *pairs, size_t size)
{
	struct header header = { .frame.mark = MARK_HEADER,
		                 .version = RECORDING_VERSION,
		                 .event_size = sizeof(struct event) };

	text_put(file, &header, sizeof(header));
	text_put(file, pairs, size);
	seal(file, 0, file->length);
}

static void put_block(struct text *file, const uint8_t *events, size_t size)
{
	struct block block = { .frame.mark = MARK_BLOCK,
		               .events_size = (uint32_t)size,
		               .event_count = 1 };
	size_t from = file->length, bound = ZSTD_compressBound(size);

	text_reserve(file, sizeof(block) + bound);
	block.packed_size =
		(uint32_t)ZSTD_compress(file->bytes + from + sizeof(block), bound, events, size, 1);
	text_put(file, &block, sizeof(block));
	file->length += block.packed_size;
	seal(file, from, sizeof(block));
}

static void read_all(const struct text *file)
{
	char path[50];
	int fd = memfd_create("recording", 0);
	struct error error;
	const struct event *event;

	if (write(fd, file->bytes, file->length) != (ssize_t)file->length)
		abort();
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	struct recording_reader *reader = recording_open(path, &error);

	close(fd);
	if (!reader)
		return;
	while ((event = recording_next(reader, &error)))
		if (!event_is_sound(event, event->size) || event->reserved != 0)
			abort();
	recording_close(reader);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text file = { 0 };

	if (size == 0)
		return 0;
	switch (data[0] % 3) {
	case 0:
		text_put(&file, data + 1, size - 1);
		break;
	case 1:
		put_header(&file, NULL, 0);
		put_block(&file, data + 1, size - 1);
		break;
	default:
		put_header(&file, data + 1, size - 1);
	}
	read_all(&file);
	text_free(&file);
	return 0;
}
