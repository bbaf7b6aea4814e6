#include "unit.h"

#include "event/stack.h"
#include "symbol/demangle.h"
#include "symbol/image.h"

#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <unistd.h>

#define NAME(literal) { "" literal, sizeof(literal) - 1 }

static const struct stack_frame frames[] = {
	{ .address = 0x7f0000001000,
	  .offset = 0x1000,
	  .symbol_offset = 7,
	  .module = NAME("/lib/libc.so.6"),
	  .symbol = NAME("read") },
	{ .address = 0x401136,
	  .offset = 0x1136,
	  .symbol_offset = 16,
	  .line = 12,
	  .module = NAME("/tmp/a"),
	  .symbol = NAME("main"),
	  .source = NAME("a.c") },
	{ .address = 0x10, .end = STACK_LOST },
};
enum { FRAME_COUNT = sizeof(frames) / sizeof(*frames) };

static const struct chunk *build(struct event_buffer *buffer)
{
	assert_int_equal(event_buffer_reset(buffer), 0);
	buffer->event->kind = EVENT_EXIT;
	assert_true(stack_begin(buffer));
	for (int i = 0; i < FRAME_COUNT; i++)
		assert_true(stack_put(buffer, &frames[i]));
	assert_true(event_is_sound(buffer->event, buffer->event->size));
	return event_chunk_find(buffer->event, CHUNK_STACK, 0);
}

static void assert_name(const struct stack_name *name, const struct stack_name *expected)
{
	assert_int_equal(name->length, expected->length);
	assert_memory_equal(name->bytes, expected->length ? expected->bytes : "", name->length);
}

static void test_frames_come_back_as_they_were(void **state)
{
	struct event_buffer buffer = { 0 };
	const struct chunk *chunk = build(&buffer);
	struct stack_frame frame;
	uint32_t position = 0;

	(void)state;
	for (int i = 0; i < FRAME_COUNT; i++) {
		assert_true(stack_next(chunk, &position, &frame));
		assert_int_equal(frame.address, frames[i].address);
		assert_int_equal(frame.offset, frames[i].offset);
		assert_int_equal(frame.symbol_offset, frames[i].symbol_offset);
		assert_int_equal(frame.line, frames[i].line);
		assert_int_equal(frame.end, frames[i].end);
		assert_name(&frame.module, &frames[i].module);
		assert_name(&frame.symbol, &frames[i].symbol);
		assert_name(&frame.source, &frames[i].source);
	}
	assert_false(stack_next(chunk, &position, &frame));
	event_buffer_free(&buffer);
}

/* Whatever a recording holds, no name reaches beyond the chunk. */
static void test_damaged_stacks_end(void **state)
{
	struct event_buffer buffer = { 0 };
	const struct chunk *whole = build(&buffer);
	size_t size = sizeof(*whole) + whole->length;

	(void)state;
	for (uint32_t at = 0; at < whole->length; at++) {
		struct chunk *chunk = malloc(size);
		struct stack_frame frame;
		uint32_t position = 0;

		memcpy(chunk, whole, size);
		((uint8_t *)(chunk + 1))[at] ^= 0xff;
		const char *end = (const char *)(chunk + 1) + chunk->length;

		while (stack_next(chunk, &position, &frame))
			assert_true(frame.source.bytes + frame.source.length <= end);
		free(chunk);
	}
	event_buffer_free(&buffer);
}

static void test_a_full_event_takes_no_more_frames(void **state)
{
	static char name[STACK_NAME_MAX];
	struct stack_frame frame = { .symbol = { name, sizeof(name) } };
	struct event_buffer buffer = { 0 };
	unsigned count = 0;

	(void)state;
	assert_int_equal(event_buffer_reset(&buffer), 0);
	buffer.event->kind = EVENT_EXIT;
	assert_true(stack_begin(&buffer));
	while (stack_put(&buffer, &frame))
		count++;
	assert_true(count > 100);
	assert_true(buffer.event->flags & EVENT_TRUNCATED);
	assert_true(event_is_sound(buffer.event, buffer.event->size));
	event_buffer_free(&buffer);
}

static void assert_demangled(const char *name, const char *expected)
{
	struct text text = { 0 };

	text_literal(&text, "> ");
	demangle(&text, name, strlen(name));
	text_char(&text, '\0');
	assert_string_equal(text.bytes + 2, expected);
	text_free(&text);
}

static void test_names_of_cpp_and_rust_are_readable(void **state)
{
	(void)state;
	assert_demangled("main", "main");
	assert_demangled("_start", "_start");
	assert_demangled("_ZN1N2goEi", "N::go(int)");
	assert_demangled("_ZN4core3fmt5write17h0123456789abcdefE", "core::fmt::write");
	assert_demangled("_RNvCskwGfYPst2Cb_3foo3bar", "foo::bar");
	assert_demangled("_ZN", "_ZN");
	assert_demangled("", "");
}

/* Each argument is twice as long as the one before: 2^60 words. */
static void test_names_that_explode_stay_as_they_are(void **state)
{
	struct text name = { 0 };

	(void)state;
	text_literal(&name, "_Z1f1AIiiE");
	for (int i = 0; i < 60; i++) {
		char digit[2] = { "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[i % 36], '\0' };
		char seq[4] = { 0 };

		strcat(seq, i >= 36 ? "1" : "");
		strcat(seq, digit);
		text_format(&name, "S_IS%s_S%s_E", seq, seq);
	}
	text_char(&name, '\0');
	assert_demangled(name.bytes, name.bytes);
	text_free(&name);
}

static void test_image_knows_our_own_code(void **state)
{
	struct image image = { 0 }, again = { 0 };
	uint64_t here = (uint64_t)(uintptr_t)test_image_knows_our_own_code;

	(void)state;
	assert_int_equal(image_read(&image, getpid()), 0);
	const struct image_mapping *mapping = image_find(&image, here);

	assert_non_null(mapping);
	const struct image_module *module = &image.modules[mapping->module];
	char path[4096] = { 0 };

	assert_true(readlink("/proc/self/exe", path, sizeof(path) - 1) > 0);
	assert_string_equal(image_name(&image, module), path);
	assert_int_equal(image_is_32(&image, getpid()), sizeof(void *) == 4);
	int fd = image_open(&image, module, getpid());

	assert_true(fd >= 0);
	close(fd);
	assert_null(image_find(&image, 1));
	/* valgrind hides it. */
	uint64_t vdso = getauxval(AT_SYSINFO_EHDR);
	mapping = image_find(&image, vdso);
	assert_true(!vdso || (mapping && image.modules[mapping->module].is_vdso));
	assert_int_equal(image_read(&again, getpid()), 0);
	assert_true(image_equals(&image, &again));
	again.mappings[0].offset++;
	assert_false(image_equals(&image, &again));
	image_free(&image);
	image_free(&again);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_frames_come_back_as_they_were),
		cmocka_unit_test(test_damaged_stacks_end),
		cmocka_unit_test(test_a_full_event_takes_no_more_frames),
		cmocka_unit_test(test_names_of_cpp_and_rust_are_readable),
		cmocka_unit_test(test_names_that_explode_stay_as_they_are),
		cmocka_unit_test(test_image_knows_our_own_code),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
