/* Writing recordings.
 *
 * Events gather in one buffer; when it is full, or somebody asks, it becomes a
 * block of the file.  An entry waits there like any event.  If its own exit
 * comes next and holds the same bytes, as it nearly always does, the exit
 * takes its place. */
#include "event/recording.h"

#include "event/recording_layout.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <xxhash.h>
#include <zstd.h>

enum {
	COMPRESSION_LEVEL = -3, /* a sixth larger than with 1, and up to twice as fast */
	HEADER_LIST_MAX = HEADER_SIZE_MAX / 4,
	NO_ENTRY = UINT32_MAX,
};

struct recording_writer {
	struct text *output;
	ZSTD_CCtx *compressor;
	struct block block; /* the one that is being gathered */
	uint64_t event_count, block_count;
	uint32_t entry; /* where in events the newest event is, if it is an entry */
	_Alignas(8) char events[BLOCK_SIZE_MAX];
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
	writer->entry = NO_ENTRY;
}

struct recording_writer *recording_create(const struct recording_info *info, struct text *output)
{
	struct recording_writer *writer = malloc(sizeof(*writer));

	if (!writer)
		return NULL;
	writer->output = output;
	writer->compressor = ZSTD_createCCtx();
	writer->event_count = 0;
	writer->block_count = 0;
	block_reset(writer);
	if (!writer->compressor) {
		free(writer);
		return NULL;
	}
	put_header(output, info);
	return writer;
}

void recording_sync(struct recording_writer *writer)
{
	struct block *block = &writer->block;
	struct text *output = writer->output;
	size_t from = output->length, bound = ZSTD_compressBound(block->events_size);

	if (block->event_count == 0 || !text_reserve(output, sizeof(*block) + bound))
		return;
	size_t size =
		ZSTD_compressCCtx(writer->compressor, output->bytes + from + sizeof(*block), bound,
	                          writer->events, block->events_size, COMPRESSION_LEVEL);

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

/* Drops the entry that waits if the event makes it superfluous; returns its size, or 0. */
static uint32_t drop_entry(struct recording_writer *writer, const struct event *event)
{
	if (writer->entry == NO_ENTRY)
		return 0;
	const struct event *entry = (const void *)(writer->events + writer->entry);

	if (!exit_holds_entry(event, entry))
		return 0;
	writer->block.events_size = writer->entry;
	writer->block.event_count--;
	return entry->size;
}

void recording_put(struct recording_writer *writer, const struct event *event)
{
	struct block *block = &writer->block;
	uint32_t entry_size = drop_entry(writer, event);

	assert(event->size <= EVENT_SIZE_MAX);
	if (block->events_size + event->size > BLOCK_SIZE)
		recording_sync(writer);
	/* It may still be there, when memory ran out: the output has failed for good then. */
	if (block->events_size + event->size > BLOCK_SIZE_MAX)
		block_reset(writer);
	struct event *copy = (void *)(writer->events + block->events_size);

	memcpy(copy, event, event->size);
	copy->reserved = entry_size;
	writer->entry = event->kind == EVENT_ENTRY ? block->events_size : NO_ENTRY;
	if (block->event_count++ == 0)
		block->first_ns = event->time_ns;
	block->last_ns = event->time_ns;
	block->events_size += event->size;
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
	ZSTD_freeCCtx(writer->compressor);
	free(writer);
}
