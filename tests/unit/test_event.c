#include "unit.h"

#include "event/arguments.h"

#include <stdlib.h>
#include <string.h>

static void build(struct event_buffer *buffer)
{
	assert_int_equal(event_buffer_reset(buffer), 0);
	buffer->event->kind = EVENT_EXIT;
	event_buffer_put(buffer, CHUNK_ENTRY, 0x1000, "hello", 5);
	uint8_t *room = event_buffer_add(buffer, CHUNK_EXIT, 0x2000, 100, 0);

	memset(room, 'x', 100);
	event_buffer_trim(buffer, 9, CHUNK_FAULT);
	event_buffer_put(buffer, CHUNK_FD, 3, "/tmp/old", 8);
	event_buffer_put(buffer, CHUNK_CWD, 0, "", 0);
	event_buffer_put(buffer, CHUNK_FD, 3, "/tmp/new", 8);
}

static void test_chunks_come_back_in_order(void **state)
{
	struct event_buffer buffer = { 0 };
	const struct chunk *chunk;

	(void)state;
	build(&buffer);
	assert_true(event_is_sound(buffer.event, buffer.event->size));
	chunk = event_chunk_first(buffer.event);
	assert_int_equal(chunk->kind, CHUNK_ENTRY);
	assert_memory_equal(chunk_bytes(chunk), "hello\0\0\0", 8);
	chunk = event_chunk_next(buffer.event, chunk);
	assert_int_equal(chunk->length, 9);
	assert_int_equal(chunk->flags, CHUNK_FAULT);
	assert_memory_equal(chunk_bytes(chunk), "xxxxxxxxx\0\0\0\0\0\0\0", 16);
	for (int i = 0; i < 3; i++)
		chunk = event_chunk_next(buffer.event, chunk);
	assert_null(event_chunk_next(buffer.event, chunk));
	event_buffer_free(&buffer);
}

static void test_find_gives_the_newest(void **state)
{
	struct event_buffer buffer = { 0 };

	(void)state;
	build(&buffer);
	const struct chunk *chunk = event_chunk_find(buffer.event, CHUNK_FD, 3);

	assert_memory_equal(chunk_bytes(chunk), "/tmp/new", 8);
	assert_null(event_chunk_find(buffer.event, CHUNK_FD, 4));
	assert_null(event_chunk_find(buffer.event, CHUNK_SIGINFO, 0));
	event_buffer_free(&buffer);
}

static void test_any_number_may_be_why_a_call_failed(void **state)
{
	(void)state;
	assert_int_equal(event_errno(&(struct event){ .result = -2 }), 2);
	assert_true(event_errno(&(struct event){ .result = INT64_MIN }) == INT64_MIN);
}

static void test_event_has_a_largest_size(void **state)
{
	struct event_buffer buffer = { 0 };

	(void)state;
	event_buffer_reset(&buffer);
	assert_null(event_buffer_add(&buffer, CHUNK_EXIT, 0, UINT32_MAX, 0));
	assert_true(buffer.event->flags & EVENT_TRUNCATED);
	event_buffer_reset(&buffer);
	buffer.event->kind = EVENT_EXIT;
	uint32_t room = EVENT_SIZE_MAX - sizeof(struct event) - sizeof(struct chunk);

	assert_null(event_buffer_add(&buffer, CHUNK_EXIT, 0, room + 1, 0));
	memset(event_buffer_add(&buffer, CHUNK_EXIT, 0, room, 0), 1, room);
	assert_int_equal(buffer.event->size, EVENT_SIZE_MAX);
	assert_true(event_is_sound(buffer.event, EVENT_SIZE_MAX));
	assert_null(event_buffer_add(&buffer, CHUNK_EXIT, 0, 0, 0));
	event_buffer_free(&buffer);
}

/* The event with one number in it replaced must be judged unsound. */
#define CHECK_UNSOUND(place, wrong)                                                                \
	do {                                                                                       \
		__typeof__(place) kept = place;                                                    \
		place = wrong;                                                                     \
		assert_false(event_is_sound(event, size));                                         \
		place = kept;                                                                      \
		assert_true(event_is_sound(event, size));                                          \
	} while (0)

static void test_damaged_events_are_unsound(void **state)
{
	struct event_buffer buffer = { 0 };

	(void)state;
	build(&buffer);
	struct event *event = buffer.event;
	struct chunk *chunk = (void *)event_chunk_first(event);
	size_t size = event->size;

	CHECK_UNSOUND(event->size, event->size + 8);
	CHECK_UNSOUND(event->size, event->size - 8);
	CHECK_UNSOUND(event->size, event->size - 1);
	CHECK_UNSOUND(event->size, 0);
	CHECK_UNSOUND(event->size, UINT32_MAX - 7);
	CHECK_UNSOUND(event->kind, 0);
	CHECK_UNSOUND(event->kind, EVENT_KIND_COUNT);
	CHECK_UNSOUND(event->abi, ABI_COUNT);
	CHECK_UNSOUND(chunk->length, UINT32_MAX);
	CHECK_UNSOUND(chunk->length, UINT32_MAX - 15);
	CHECK_UNSOUND(chunk->length, (uint32_t)size);
	CHECK_UNSOUND(chunk->kind, 0);
	CHECK_UNSOUND(chunk->kind, CHUNK_KIND_COUNT);
	CHECK_UNSOUND(chunk->address, UINT64_MAX);
	for (size_t cut = 0; cut < size; cut++)
		assert_false(event_is_sound(event, cut));
	event_buffer_free(&buffer);
}

static void test_arguments_come_out_as_they_went_in(void **state)
{
	const struct argument list[] = {
		{ 5, ARGUMENT_SIGNED, 4, { "count", 5 } },
		{ UINT64_MAX, ARGUMENT_RAW, 8, { NULL, 0 } },
	};
	struct event_buffer buffer = { 0 };
	struct argument found;
	uint32_t position = 0;

	(void)state;
	build(&buffer);
	assert_true(arguments_begin(&buffer));
	for (size_t i = 0; i < 2; i++)
		argument_put(&buffer, &list[i]);
	const struct chunk *chunk = event_chunk_find(buffer.event, CHUNK_ARGUMENTS, 0);

	for (size_t i = 0; i < 2; i++) {
		assert_true(argument_next(chunk, &position, &found));
		assert_int_equal(found.value, list[i].value);
		assert_int_equal(found.kind, list[i].kind);
		assert_int_equal(found.size, list[i].size);
		assert_int_equal(found.name.length, list[i].name.length);
	}
	assert_false(argument_next(chunk, &position, &found));
	event_buffer_free(&buffer);
}

static void test_arguments_that_make_no_sense_end_the_list(void **state)
{
	/* Value, kind, size and length of the name. */
	static const uint8_t wrong[][12] = {
		{ [8] = ARGUMENT_KIND_COUNT, [9] = 8 },
		{ [8] = ARGUMENT_RAW, [9] = 9 },
		{ [8] = ARGUMENT_RAW, [9] = 8, [10] = 1 },
	};
	struct argument found;

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		struct event_buffer buffer = { 0 };
		uint32_t position = 0;

		build(&buffer);
		event_buffer_put(&buffer, CHUNK_ARGUMENTS, 0, wrong[i], sizeof(wrong[i]));
		assert_false(argument_next(event_chunk_find(buffer.event, CHUNK_ARGUMENTS, 0),
		                           &position, &found));
		event_buffer_free(&buffer);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_chunks_come_back_in_order),
		cmocka_unit_test(test_find_gives_the_newest),
		cmocka_unit_test(test_any_number_may_be_why_a_call_failed),
		cmocka_unit_test(test_event_has_a_largest_size),
		cmocka_unit_test(test_damaged_events_are_unsound),
		cmocka_unit_test(test_arguments_come_out_as_they_went_in),
		cmocka_unit_test(test_arguments_that_make_no_sense_end_the_list),
	};

	return cmocka_run_group_tests_name("event", tests, NULL, NULL);
}
