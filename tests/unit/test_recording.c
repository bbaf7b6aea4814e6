#include "unit.h"

#include "event/packing.h"
#include "event/recording.h"
#include "event/recording_layout.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>
#include <xxhash.h>
#include <zstd.h>

static const char *const arguments[] = { "cat", "", "two\nlines", NULL };
static const char *const options[] = { "follow=1", NULL };
static const struct recording_info info = {
	.rastro = "1.2",
	.host = "here",
	.start_ns = 1234567890123456789,
	.string_max = 4096,
	.arguments = arguments,
	.options = options,
};

/* A sequence of events, one behind the other. */
struct events {
	struct text bytes;
	unsigned count;
};

static void events_add(struct events *events, const struct event *event)
{
	text_put(&events->bytes, event, event->size);
	events->count++;
}

static void add_call(struct events *events, struct event_buffer *buffer, int number, bool apart)
{
	char path[20];
	int length = sprintf(path, "/etc/%d", number);

	event_buffer_reset(buffer);
	struct event *event = buffer->event;

	event->kind = EVENT_ENTRY;
	event->pid = event->tid = 100 + number % 3;
	event->nr = 257;
	event->args[1] = 0x7000;
	event->time_ns = event->entry_ns = 1000u * (unsigned)number;
	event_buffer_put(buffer, CHUNK_ENTRY, 0x7000, path, (uint32_t)length + 1);
	event_buffer_put(buffer, CHUNK_CWD, 0, "/", 1);
	events_add(events, buffer->event);
	if (apart) {
		struct event tick = { .size = sizeof(tick), .kind = EVENT_ATTACHED, .tid = 7 };

		events_add(events, &tick);
	}
	event_buffer_put(buffer, CHUNK_EXIT, 0x8000, "result", 6);
	event = buffer->event;
	event->kind = EVENT_EXIT;
	event->time_ns += 10;
	event->duration_ns = 9;
	event->result = number;
	event->flags = number % 5 ? 0 : EVENT_FAILED;
	events_add(events, event);
}

/* Calls with and without something in between, an entry at the end, a very large event. */
static void events_make(struct events *events, int call_count)
{
	struct event_buffer buffer = { 0 };

	for (int i = 0; i < call_count; i++)
		add_call(events, &buffer, i, i % 4 == 0);
	event_buffer_reset(&buffer);
	buffer.event->kind = EVENT_EXIT;
	memset(event_buffer_add(&buffer, CHUNK_EXIT, 1, 900000, 0), call_count, 900000);
	events_add(events, buffer.event);
	buffer.event->kind = EVENT_ENTRY;
	events_add(events, buffer.event);
	event_buffer_free(&buffer);
}

static void record(struct text *output, const struct events *events, unsigned sync_every)
{
	struct recording_writer *writer = recording_create(&info, output);
	unsigned count = 0;

	assert_non_null(writer);
	for (size_t i = 0; i < events->bytes.length; count++) {
		const struct event *event = (const void *)(events->bytes.bytes + i);

		recording_put(writer, event);
		if (sync_every && count % sync_every == 0)
			recording_sync(writer);
		i += event->size;
	}
	recording_finish(writer);
}

/* Opens these bytes as a file; whoever reads a recording needs a path. */
static struct recording_reader *open_bytes(const char *bytes, size_t length, struct error *error)
{
	char path[50];
	int fd = memfd_create("recording", 0);

	assert_int_equal(write(fd, bytes, length), length);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	struct recording_reader *reader = recording_open(path, error);

	close(fd);
	return reader;
}

/* Reads all and compares with what was written; returns how many events came. */
static unsigned check_events(struct recording_reader *reader, const struct events *events,
                             struct error *error)
{
	const struct event *event;
	size_t offset = 0;
	unsigned count = 0;

	while ((event = recording_next(reader, error))) {
		const struct event *expected = (const void *)(events->bytes.bytes + offset);

		assert_true(offset < events->bytes.length);
		assert_int_equal(event->size, expected->size);
		assert_memory_equal(event, expected, event->size);
		offset += event->size;
		count++;
	}
	/* It stays at its end. */
	struct error again;

	assert_null(recording_next(reader, &again));
	return count;
}

static void check_round(int call_count, unsigned sync_every)
{
	struct events events = { 0 };
	struct text output = { 0 };
	struct error error;

	events_make(&events, call_count);
	record(&output, &events, sync_every);
	struct recording_reader *reader = open_bytes(output.bytes, output.length, &error);

	assert_non_null(reader);
	assert_int_equal(check_events(reader, &events, &error), events.count);
	assert_string_equal(error.text, "");
	recording_close(reader);
	text_free(&events.bytes);
	text_free(&output);
}

static void test_events_come_back_as_they_were(void **state)
{
	(void)state;
	check_round(0, 0);
	check_round(20, 0);
	check_round(20, 1);
	check_round(5000, 0);
	check_round(5000, 7);
}

static void test_header_comes_back(void **state)
{
	struct text output = { 0 };
	struct error error;

	(void)state;
	recording_finish(recording_create(&info, &output));
	struct recording_reader *reader = open_bytes(output.bytes, output.length, &error);

	assert_non_null(reader);
	const struct recording_info *read = recording_info(reader);

	assert_string_equal(read->rastro, "1.2");
	assert_string_equal(read->host, "here");
	assert_null(read->kernel);
	assert_int_equal(read->start_ns, info.start_ns);
	assert_int_equal(read->string_max, 4096);
	assert_string_equal(read->arguments[1], "");
	assert_string_equal(read->arguments[2], "two\nlines");
	assert_null(read->arguments[3]);
	assert_string_equal(read->options[0], "follow=1");
	assert_null(read->options[1]);
	assert_null(recording_next(reader, &error));
	assert_string_equal(error.text, "");
	recording_close(reader);
	text_free(&output);
}

static void test_entries_before_their_exit_take_no_space(void **state)
{
	struct events all = { 0 }, exits = { 0 };
	struct event_buffer buffer = { 0 };
	struct text output = { 0 }, output_exits = { 0 };

	(void)state;
	for (int i = 0; i < 100; i++) {
		add_call(&all, &buffer, i, false);
		events_add(&exits, buffer.event);
	}
	record(&output, &all, 0);
	record(&output_exits, &exits, 0);
	/* Only the note where the entry ended is new: a byte in each exit, and much alike. */
	assert_in_range(output.length, 0, output_exits.length + 300);
	event_buffer_free(&buffer);
	text_free(&all.bytes);
	text_free(&exits.bytes);
	text_free(&output);
	text_free(&output_exits);
}

/* ---- packed */

/* Threads in turns, times that go back, words and chunks of all kinds. */
static void make_odd(struct event_buffer *buffer, unsigned number)
{
	static const uint64_t odd[] = { 0, 1, UINT64_MAX, 1ull << 63, 0x7f, 0x80, 0xdeadbeef };
	const unsigned odd_count = sizeof(odd) / sizeof(*odd);

	event_buffer_reset(buffer);
	struct event *event = buffer->event;
	uint64_t *words = (uint64_t *)event;

	for (unsigned i = 1; i < EVENT_WORDS; i++)
		words[i] = odd[(number * 7 + i * i) % odd_count];
	event->kind = (uint8_t)(1 + number % (EVENT_KIND_COUNT - 1));
	event->reserved = 0;
	for (unsigned i = 0; i < number % 4; i++) {
		event_buffer_put(buffer, 1 + (number + i) % (CHUNK_KIND_COUNT - 1),
		                 i == 1 ? odd[number % odd_count] : event->args[i], odd,
		                 (number * 5 + i) % sizeof(odd));
		event = buffer->event;
		((struct chunk *)((char *)event + buffer->last))->flags = (uint16_t)(number % 3);
	}
}

static void test_any_event_is_packed_and_unpacked(void **state)
{
	enum { COUNT = 1000 };
	struct packer *packer = packer_create();
	struct events events = { 0 };
	struct event_buffer buffer = { 0 };
	const uint8_t *packed;

	(void)state;
	for (int round = 0; round < 2; round++) {
		events.bytes.length = 0;
		for (unsigned i = 0; i < COUNT; i++) {
			make_odd(&buffer, i);
			packer_put(packer, buffer.event, i);
			buffer.event->reserved = i;
			events_add(&events, buffer.event);
		}
		size_t packed_size = packer_take(packer, &packed), size = events.bytes.length;
		uint8_t *again = malloc(size);

		assert_int_equal(events_unpack(packed, packed_size, again, size), 0);
		assert_memory_equal(again, events.bytes.bytes, size);
		assert_int_equal(events_unpack(packed, packed_size - 1, again, size), -1);
		assert_int_equal(events_unpack(packed, packed_size, again, size - 8), -1);
		free(again);
	}
	event_buffer_free(&buffer);
	text_free(&events.bytes);
	packer_destroy(packer);
}

/* ---- the format of before */

static void seal(struct text *file, size_t from, size_t size)
{
	struct frame *frame = (void *)(file->bytes + from);

	frame->magic = FRAME_MAGIC;
	frame->size = (uint32_t)(size - FRAME_SIZE_SKIPPED);
	frame->checksum = XXH3_64bits((char *)frame + FRAME_SIZE_UNSUMMED,
	                              file->length - from - FRAME_SIZE_UNSUMMED);
}

static void test_bare_events_are_read(void **state)
{
	struct header header = { .frame.mark = MARK_HEADER,
		                 .version = RECORDING_VERSION_BARE,
		                 .event_size = sizeof(struct event) };
	struct events events = { 0 }, exits = { 0 };
	struct event_buffer buffer = { 0 };
	struct text file = { 0 };
	struct error error;

	(void)state;
	for (int i = 0; i < 10; i++) {
		size_t before = events.bytes.length;

		add_call(&events, &buffer, i, false);
		buffer.event->reserved = ((struct event *)(events.bytes.bytes + before))->size;
		events_add(&exits, buffer.event);
	}
	text_put(&file, &header, sizeof(header));
	seal(&file, 0, file.length);
	struct block block = { .frame.mark = MARK_BLOCK,
		               .events_size = (uint32_t)exits.bytes.length,
		               .event_count = exits.count };
	size_t from = file.length, bound = ZSTD_compressBound(exits.bytes.length);

	text_reserve(&file, sizeof(block) + bound);
	block.packed_size = (uint32_t)ZSTD_compress(file.bytes + from + sizeof(block), bound,
	                                            exits.bytes.bytes, exits.bytes.length, 1);
	text_put(&file, &block, sizeof(block));
	file.length += block.packed_size;
	seal(&file, from, sizeof(block));
	struct recording_reader *reader = open_bytes(file.bytes, file.length, &error);

	assert_non_null(reader);
	assert_int_equal(check_events(reader, &events, &error), events.count);
	assert_int_equal(error.number, ENODATA);
	recording_close(reader);
	event_buffer_free(&buffer);
	text_free(&events.bytes);
	text_free(&exits.bytes);
	text_free(&file);
}

static void test_long_command_loses_its_end(void **state)
{
	const char **many = calloc(100001, sizeof(*many));
	struct recording_info long_info = { .host = "here", .arguments = many };
	struct text output = { 0 };
	struct error error;

	(void)state;
	for (int i = 0; i < 100000; i++)
		many[i] = "argument";
	recording_finish(recording_create(&long_info, &output));
	struct recording_reader *reader = open_bytes(output.bytes, output.length, &error);

	assert_non_null(reader);
	assert_string_equal(recording_info(reader)->arguments[1000], "argument");
	recording_close(reader);
	text_free(&output);
	free(many);
}

/* Whatever was cut off, the whole blocks before it can be read. */
static void test_recording_can_be_cut_anywhere(void **state)
{
	struct events events = { 0 };
	struct event_buffer buffer = { 0 };
	struct text output = { 0 };
	unsigned count_before = 0;

	(void)state;
	for (int i = 0; i < 6; i++)
		add_call(&events, &buffer, i, i == 3);
	record(&output, &events, 3);
	for (size_t length = 0; length < output.length; length++) {
		struct error error;
		struct recording_reader *reader = open_bytes(output.bytes, length, &error);

		if (!reader)
			continue;
		unsigned count = check_events(reader, &events, &error);

		assert_int_equal(error.number, ENODATA);
		assert_in_range(count, count_before, events.count);
		count_before = count;
		recording_close(reader);
	}
	assert_int_equal(count_before, events.count);
	event_buffer_free(&buffer);
	text_free(&events.bytes);
	text_free(&output);
}

/* Checksums notice every change; only events before it are handed out. */
static void test_damage_is_noticed(void **state)
{
	struct events events = { 0 };
	struct event_buffer buffer = { 0 };
	struct text output = { 0 };

	(void)state;
	for (int i = 0; i < 6; i++)
		add_call(&events, &buffer, i, false);
	record(&output, &events, 4);
	for (size_t i = 0; i < output.length; i++) {
		struct error error;

		output.bytes[i] ^= 0x10;
		struct recording_reader *reader = open_bytes(output.bytes, output.length, &error);

		if (reader) {
			check_events(reader, &events, &error);
			recording_close(reader);
		}
		assert_string_not_equal(error.text, "");
		output.bytes[i] ^= 0x10;
	}
	event_buffer_free(&buffer);
	text_free(&events.bytes);
	text_free(&output);
}

static void test_other_files_are_refused(void **state)
{
	struct error error;

	(void)state;
	assert_null(recording_open("/dev/null", &error));
	assert_string_equal(error.text, "'/dev/null' is not a recording of rastro");
	assert_null(recording_open("/dev/zero", &error));
	assert_null(recording_open("/nowhere", &error));
	assert_string_equal(error.text, "cannot open '/nowhere': No such file or directory");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_events_come_back_as_they_were),
		cmocka_unit_test(test_header_comes_back),
		cmocka_unit_test(test_entries_before_their_exit_take_no_space),
		cmocka_unit_test(test_any_event_is_packed_and_unpacked),
		cmocka_unit_test(test_bare_events_are_read),
		cmocka_unit_test(test_long_command_loses_its_end),
		cmocka_unit_test(test_recording_can_be_cut_anywhere),
		cmocka_unit_test(test_damage_is_noticed),
		cmocka_unit_test(test_other_files_are_refused),
	};

	return cmocka_run_group_tests_name("recording", tests, NULL, NULL);
}
