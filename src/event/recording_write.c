/* Writing recordings.
 *
 * Events are packed as they come; when there are many, or somebody asks, they become
 * a block of the file.  Only an entry waits.  If its own exit comes next and holds the
 * same bytes, as it nearly always does, the exit stands for both. */
#include "event/recording.h"

#include "event/packing.h"
#include "event/recording_layout.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <xxhash.h>
#include <zstd.h>

enum {
	/* A third larger than with level 1, and nearly twice as fast.  Short matches would be
	 * chance, for what repeats in packed events is long. */
	COMPRESSION_LEVEL = -5,
	MATCH_MIN = 7,
	HEADER_LIST_MAX = HEADER_SIZE_MAX / 4,
};

struct recording_writer {
	struct text *output;
	ZSTD_CCtx *compressor;
	struct block block; /* the one that is being gathered */
	uint64_t event_count, block_count;
	struct packer *packer;
	bool is_waiting; /* the newest event is an entry: */
	struct event_buffer entry;
};

/* Completes the frame of ours that begins at offset from.  The checksum covers
 * all up to the end of the text. */
static void frame_seal(struct text *output, size_t from, size_t size)
{
	if (output->failed)
		return;
	char *bytes = output->bytes + from;
	struct frame frame;

	memcpy(&frame, bytes, sizeof(frame));
	frame.magic = FRAME_MAGIC;
	frame.size = (uint32_t)(size - FRAME_SIZE_SKIPPED);
	frame.checksum = XXH3_64bits(bytes + FRAME_SIZE_UNSUMMED,
	                             output->length - from - FRAME_SIZE_UNSUMMED);
	memcpy(bytes, &frame, sizeof(frame));
}

static void put_pair(struct text *output, const char *name, const char *value)
{
	if (!value)
		return;
	text_put(output, name, strlen(name) + 1);
	text_put(output, value, strlen(value) + 1);
}

static void put_number(struct text *output, const char *name, uint64_t number)
{
	text_put(output, name, strlen(name) + 1);
	text_unsigned(output, number);
	text_char(output, '\0');
}

/* A list too long for the header loses its end. */
static void put_list(struct text *output, const char *name, const char *const *values)
{
	size_t from = output->length;

	for (; values && *values; values++) {
		size_t size = strlen(name) + strlen(*values) + 2;

		if (output->length - from + size > HEADER_LIST_MAX)
			return;
		put_pair(output, name, *values);
	}
}

static void put_header(struct text *output, const struct recording_info *info)
{
	struct header header = { .frame.mark = MARK_HEADER,
		                 .version = RECORDING_VERSION,
		                 .event_size = sizeof(struct event) };
	size_t from = output->length;

	text_put(output, &header, sizeof(header));
	put_pair(output, "rastro", info->rastro);
	put_pair(output, "host", info->host);
	put_pair(output, "kernel", info->kernel);
	put_pair(output, "machine", info->machine);
	put_number(output, "start-ns", info->start_ns);
	put_number(output, "string-max", info->string_max);
	put_number(output, "array-max", info->array_max);
	put_list(output, "option", info->options);
	put_list(output, "argument", info->arguments);
	frame_seal(output, from, output->length - from);
}

static void block_reset(struct recording_writer *writer)
{
	writer->block = (struct block){ .frame.mark = MARK_BLOCK };
}

static ZSTD_CCtx *compressor_create(void)
{
	ZSTD_CCtx *compressor = ZSTD_createCCtx();

	if (compressor) {
		ZSTD_CCtx_setParameter(compressor, ZSTD_c_compressionLevel, COMPRESSION_LEVEL);
		ZSTD_CCtx_setParameter(compressor, ZSTD_c_minMatch, MATCH_MIN);
	}
	return compressor;
}

static void writer_destroy(struct recording_writer *writer)
{
	ZSTD_freeCCtx(writer->compressor);
	packer_destroy(writer->packer);
	event_buffer_free(&writer->entry);
	free(writer);
}

struct recording_writer *recording_create(const struct recording_info *info, struct text *output)
{
	struct recording_writer *writer = calloc(1, sizeof(*writer));

	if (!writer)
		return NULL;
	writer->output = output;
	writer->compressor = compressor_create();
	writer->packer = packer_create();
	block_reset(writer);
	if (!writer->compressor || !writer->packer) {
		writer_destroy(writer);
		return NULL;
	}
	put_header(output, info);
	return writer;
}

static void block_write(struct recording_writer *writer)
{
	struct block *block = &writer->block;
	struct text *output = writer->output;
	const uint8_t *packed;
	size_t packed_size = packer_take(writer->packer, &packed);
	size_t from = output->length, bound = ZSTD_compressBound(packed_size);

	if (!text_reserve(output, sizeof(*block) + bound))
		return;
	size_t size = ZSTD_compress2(writer->compressor, output->bytes + from + sizeof(*block),
	                             bound, packed, packed_size);

	/* With room for the bound, only a lack of memory is left to go wrong. */
	if (ZSTD_isError(size)) {
		output->failed = true;
		return;
	}
	block->packed_size = (uint32_t)size;
	text_put(output, block, sizeof(*block));
	output->length += size;
	frame_seal(output, from, sizeof(*block));
	writer->event_count += block->event_count;
	writer->block_count++;
}

static void block_end(struct recording_writer *writer)
{
	if (writer->block.event_count == 0)
		return;
	block_write(writer);
	block_reset(writer);
}

/* True when the entry can be made from the exit. */
static bool exit_holds_entry(const struct event *exit, const struct event *entry)
{
	if (exit->kind != EVENT_EXIT || exit->size < entry->size)
		return false;
	struct event expected = entry_of_exit(exit, entry->size);

	return memcmp(&expected, entry, sizeof(expected)) == 0 &&
	       memcmp(exit + 1, entry + 1, entry->size - sizeof(*entry)) == 0;
}

static void event_write(struct recording_writer *writer, const struct event *event,
                        uint32_t entry_size)
{
	struct block *block = &writer->block;

	assert(event->size <= EVENT_SIZE_MAX);
	if (block->events_size + event->size > BLOCK_SIZE)
		block_end(writer);
	packer_put(writer->packer, event, entry_size);
	if (block->event_count++ == 0)
		block->first_ns = event->time_ns;
	block->last_ns = event->time_ns;
	block->events_size += event->size;
}

/* Writes the entry that waits, unless the event, which may be NULL, stands for both: then
 * returns the size of the entry, else 0. */
static uint32_t entry_settle(struct recording_writer *writer, const struct event *event)
{
	const struct event *entry = writer->entry.event;

	if (!writer->is_waiting)
		return 0;
	writer->is_waiting = false;
	if (event && exit_holds_entry(event, entry))
		return entry->size;
	event_write(writer, entry, 0);
	return 0;
}

void recording_put(struct recording_writer *writer, const struct event *event)
{
	uint32_t entry_size = entry_settle(writer, event);

	if (event->kind == EVENT_ENTRY && event_buffer_set(&writer->entry, event) == 0)
		writer->is_waiting = true;
	else
		event_write(writer, event, entry_size);
}

void recording_sync(struct recording_writer *writer)
{
	entry_settle(writer, NULL);
	block_end(writer);
}

void recording_finish(struct recording_writer *writer)
{
	if (!writer)
		return;
	recording_sync(writer);
	struct end end = { .frame.mark = MARK_END,
		           .event_count = writer->event_count,
		           .block_count = writer->block_count };
	size_t from = writer->output->length;

	text_put(writer->output, &end, sizeof(end));
	frame_seal(writer->output, from, sizeof(end));
	writer_destroy(writer);
}
