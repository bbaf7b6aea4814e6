/* Reading recordings.
 *
 * The file may be cut at any byte, damaged or made by somebody who means us
 * harm.  So a block counts only when all of it is there and its checksum is
 * right, sizes are checked before they are used, and every event is judged
 * before it is handed out. */
#include "event/recording.h"

#include "event/packing.h"
#include "event/recording_layout.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>
#include <xxhash.h>
#include <zstd.h>

struct recording_reader {
	int fd;
	bool ended;        /* nothing more will come, whatever the reason */
	bool is_packed;    /* events are, which is so from version 2 on */
	uint64_t position; /* in the file: what was read */
	ZSTD_DCtx *decompressor;
	char *header; /* info points into it */
	struct recording_info info;
	const char **lists; /* arguments and options */
	char *packed;       /* room for a block as it is in the file */
	uint8_t *columns;   /* and for its packed events */
	char *events;       /* of the current block */
	uint32_t events_size, offset;
	struct event *entry;      /* made from an exit: room for the largest */
	const struct event *exit; /* to follow it, or NULL */
	char path[];
};

/* Reads size bytes.  False when the file ended or failed before. */
static bool read_whole(struct recording_reader *reader, void *buffer, size_t size)
{
	char *bytes = buffer;

	while (size != 0) {
		ssize_t length = read(reader->fd, bytes, size);

		if (length < 0 && errno == EINTR)
			continue;
		if (length <= 0)
			return false;
		bytes += length;
		size -= (size_t)length;
		reader->position += (uint64_t)length;
	}
	return true;
}

static int fail_cut(struct recording_reader *reader, struct error *error)
{
	reader->ended = true;
	return error_set(error, ENODATA,
	                 "the recording '%s' stops without its end, after %" PRIu64
	                 " bytes: it was cut, or is still being written",
	                 reader->path, reader->position);
}

static int fail_damaged(struct recording_reader *reader, struct error *error)
{
	reader->ended = true;
	return error_set(error, EBADMSG,
	                 "the recording '%s' is damaged before byte %" PRIu64
	                 ": what follows cannot be read",
	                 reader->path, reader->position);
}

static bool frame_is_ours(const struct frame *frame, const char *mark)
{
	return frame->magic == FRAME_MAGIC && memcmp(frame->mark, mark, sizeof(frame->mark)) == 0;
}

static bool frame_has_size(const struct frame *frame, size_t size)
{
	return frame->size == size - FRAME_SIZE_SKIPPED;
}

/* bytes: what the frame's checksum covers */
static bool frame_is_whole(const struct frame *frame, const void *bytes, size_t size)
{
	return XXH3_64bits(bytes, size) == frame->checksum;
}

/* Steps to the following pair of strings.  False at the end; what has no zero
 * byte before that is no string. */
static bool pair_next(const char **at, const char *end, const char **name, const char **value)
{
	*name = *at;
	for (int i = 0; i < 2; i++) {
		const char *zero = memchr(*at, '\0', (size_t)(end - *at));

		if (!zero)
			return false;
		*value = *at;
		*at = zero + 1;
	}
	return true;
}

static const struct {
	const char *name;
	size_t offset;
} info_strings[] = {
	{ "rastro", offsetof(struct recording_info, rastro) },
	{ "host", offsetof(struct recording_info, host) },
	{ "kernel", offsetof(struct recording_info, kernel) },
	{ "machine", offsetof(struct recording_info, machine) },
};

/* Names that we do not know come from a later version and tell us nothing. */
static void info_take(struct recording_info *info, const char *name, const char *value)
{
	for (size_t i = 0; i < sizeof(info_strings) / sizeof(*info_strings); i++)
		if (strcmp(name, info_strings[i].name) == 0)
			*(const char **)((char *)info + info_strings[i].offset) = value;
	uint64_t number = strtoull(value, NULL, 10);

	if (strcmp(name, "start-ns") == 0)
		info->start_ns = number;
	else if (strcmp(name, "string-max") == 0)
		info->string_max = (uint32_t)number;
	else if (strcmp(name, "array-max") == 0)
		info->array_max = (uint32_t)number;
}

static bool info_read(struct recording_reader *reader, const char *pairs, const char *end)
{
	const char *at = pairs, *name, *value;
	size_t count = 0, argument_count = 0, option_count = 0;

	while (pair_next(&at, end, &name, &value))
		count++;
	const char **arguments = calloc(2 * (count + 1), sizeof(*arguments));

	if (!arguments)
		return false;
	const char **options = arguments + count + 1;

	for (at = pairs; pair_next(&at, end, &name, &value);) {
		if (strcmp(name, "argument") == 0)
			arguments[argument_count++] = value;
		else if (strcmp(name, "option") == 0)
			options[option_count++] = value;
		else
			info_take(&reader->info, name, value);
	}
	reader->lists = arguments;
	reader->info.arguments = arguments;
	reader->info.options = options;
	return true;
}

static int header_read(struct recording_reader *reader, struct error *error)
{
	struct header header;

	if (!read_whole(reader, &header.frame, sizeof(header.frame)) ||
	    !frame_is_ours(&header.frame, MARK_HEADER))
		return error_set(error, EINVAL, "'%s' is not a recording of rastro", reader->path);
	size_t size = header.frame.size + (size_t)FRAME_SIZE_SKIPPED - FRAME_SIZE_UNSUMMED;

	if (header.frame.size < sizeof(header) - FRAME_SIZE_SKIPPED || size > HEADER_SIZE_MAX)
		return fail_damaged(reader, error);
	reader->header = malloc(size);
	if (!reader->header)
		return error_set(error, ENOMEM, "cannot read the recording '%s': %s", reader->path,
		                 strerror(ENOMEM));
	if (!read_whole(reader, reader->header, size))
		return fail_cut(reader, error);
	if (!frame_is_whole(&header.frame, reader->header, size))
		return fail_damaged(reader, error);
	size_t fixed = sizeof(header) - sizeof(header.frame);

	memcpy((char *)&header + sizeof(header.frame), reader->header, fixed);
	if (header.version < RECORDING_VERSION_BARE || header.version > RECORDING_VERSION ||
	    header.event_size != sizeof(struct event))
		return error_set(error, EINVAL,
		                 "the recording '%s' has version %u of the format, which is not "
		                 "known: read it with the rastro that wrote it",
		                 reader->path, header.version);
	reader->is_packed = header.version > RECORDING_VERSION_BARE;
	if (!info_read(reader, reader->header + fixed, reader->header + size))
		return error_set(error, ENOMEM, "cannot read the recording '%s': %s", reader->path,
		                 strerror(ENOMEM));
	return 0;
}

static bool reader_allocate(struct recording_reader *reader)
{
	reader->decompressor = ZSTD_createDCtx();
	reader->packed = malloc(sizeof(struct block) + ZSTD_compressBound(PACKED_SIZE_MAX));
	reader->columns = malloc(PACKED_SIZE_MAX);
	reader->events = malloc(BLOCK_SIZE_MAX);
	reader->entry = malloc(EVENT_SIZE_MAX);
	return reader->decompressor && reader->packed && reader->columns && reader->events &&
	       reader->entry;
}

struct recording_reader *recording_open(const char *path, struct error *error)
{
	struct recording_reader *reader = calloc(1, sizeof(*reader) + strlen(path) + 1);

	if (!reader) {
		error_set(error, ENOMEM, "cannot read '%s': %s", path, strerror(ENOMEM));
		return NULL;
	}
	strcpy(reader->path, path);
	reader->fd = strcmp(path, "-") ? open(path, O_RDONLY | O_CLOEXEC)
	                               : fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0);
	if (reader->fd < 0) {
		error_set(error, errno, "cannot open '%s': %s", path, strerror(errno));
	} else if (!reader_allocate(reader)) {
		error_set(error, ENOMEM, "cannot read '%s': %s", path, strerror(ENOMEM));
	} else if (header_read(reader, error) == 0) {
		return reader;
	}
	recording_close(reader);
	return NULL;
}

const struct recording_info *recording_info(const struct recording_reader *reader)
{
	return &reader->info;
}

static int end_read(struct recording_reader *reader, const struct frame *frame, struct error *error)
{
	struct end end;
	size_t rest = sizeof(end) - sizeof(end.frame);
	char *behind_frame = (char *)&end + sizeof(end.frame);

	if (!frame_has_size(frame, sizeof(end)))
		return fail_damaged(reader, error);
	if (!read_whole(reader, behind_frame, rest))
		return fail_cut(reader, error);
	if (!frame_is_whole(frame, behind_frame, rest))
		return fail_damaged(reader, error);
	reader->ended = true;
	return -1;
}

static bool block_unpack(struct recording_reader *reader, const struct block *block,
                         const char *packed)
{
	void *room = reader->is_packed ? reader->columns : (void *)reader->events;
	size_t size = ZSTD_decompressDCtx(reader->decompressor, room,
	                                  reader->is_packed ? PACKED_SIZE_MAX : BLOCK_SIZE_MAX,
	                                  packed, block->packed_size);

	if (ZSTD_isError(size))
		return false;
	if (!reader->is_packed)
		return size == block->events_size;
	return events_unpack(reader->columns, size, (uint8_t *)reader->events,
	                     block->events_size) == 0;
}

/* Reads up to the next block's events.  -1 when there are no more, for whatever reason. */
static int block_read(struct recording_reader *reader, struct error *error)
{
	struct block block;
	size_t fixed = sizeof(block) - sizeof(block.frame);
	char *packed = reader->packed + fixed;

	reader->offset = reader->events_size = 0;
	if (!read_whole(reader, &block.frame, sizeof(block.frame)))
		return fail_cut(reader, error);
	if (frame_is_ours(&block.frame, MARK_END))
		return end_read(reader, &block.frame, error);
	if (!frame_is_ours(&block.frame, MARK_BLOCK) ||
	    !frame_has_size(&block.frame, sizeof(block)))
		return fail_damaged(reader, error);
	/* The checksum wants the rest of the frame and the packed events in one piece. */
	if (!read_whole(reader, reader->packed, fixed))
		return fail_cut(reader, error);
	memcpy((char *)&block + sizeof(block.frame), reader->packed, fixed);
	if (block.packed_size > ZSTD_compressBound(PACKED_SIZE_MAX) ||
	    block.events_size > BLOCK_SIZE_MAX)
		return fail_damaged(reader, error);
	if (!read_whole(reader, packed, block.packed_size))
		return fail_cut(reader, error);
	if (!frame_is_whole(&block.frame, reader->packed, fixed + block.packed_size) ||
	    !block_unpack(reader, &block, packed))
		return fail_damaged(reader, error);
	reader->events_size = block.events_size;
	return 0;
}

/* The entry that the exit holds; NULL when it does not really. */
static const struct event *entry_make(struct recording_reader *reader, struct event *exit)
{
	uint32_t size = exit->reserved;

	exit->reserved = 0;
	if (exit->kind != EVENT_EXIT || size < sizeof(*exit) || size > exit->size)
		return NULL;
	*reader->entry = entry_of_exit(exit, size);
	memcpy(reader->entry + 1, exit + 1, size - sizeof(*exit));
	return event_is_sound(reader->entry, size) ? reader->entry : NULL;
}

const struct event *recording_next(struct recording_reader *reader, struct error *error)
{
	const struct event *exit = reader->exit;

	error->text[0] = '\0';
	error->number = 0;
	reader->exit = NULL;
	if (exit)
		return exit;
	while (!reader->ended && reader->offset == reader->events_size)
		if (block_read(reader, error) < 0)
			return NULL;
	if (reader->ended)
		return NULL;
	struct event *event = (void *)(reader->events + reader->offset);

	if (!event_is_sound(event, reader->events_size - reader->offset)) {
		fail_damaged(reader, error);
		return NULL;
	}
	reader->offset += event->size;
	if (event->reserved == 0)
		return event;
	const struct event *entry = entry_make(reader, event);

	if (entry)
		reader->exit = event;
	else
		fail_damaged(reader, error);
	return entry;
}

void recording_close(struct recording_reader *reader)
{
	if (!reader)
		return;
	if (reader->fd >= 0)
		close(reader->fd);
	ZSTD_freeDCtx(reader->decompressor);
	free(reader->header);
	free(reader->lists);
	free(reader->packed);
	free(reader->columns);
	free(reader->events);
	free(reader->entry);
	free(reader);
}
