/* Plans made of small descriptions, run over memory of our own making. */
#include "unit.h"

#include "calls/capture.h"
#include "describe.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

enum { BASE = 0x100000, PAGE = 4096, PAGES = 4 };

/* PAGES mapped pages, nothing around them. */
struct fake_memory {
	struct memory memory;
	unsigned char bytes[PAGES * PAGE];
	unsigned reads, prefetches, ranges;
	bool hangs;
	char named[256];            /* "fd 3, cwd, pid 7, " */
	struct event_buffer *names; /* where they go; or NULL */
	const char *object;         /* what every descriptor is of; or NULL */
};

struct fixture {
	struct model model;
	struct text messages;
	struct plan_steps steps;
	struct plan_range range;
	struct plan_table table;
	struct event_buffer buffer;
	struct capture_limits limits;
	struct fake_memory fake;
};

static ssize_t fake_read(struct memory *memory, uint64_t address, void *buffer, size_t length)
{
	struct fake_memory *fake = (struct fake_memory *)memory;
	uint64_t offset = address - BASE;

	fake->reads++;
	if (fake->hangs)
		return -ETIMEDOUT;
	if (address < BASE || offset >= sizeof(fake->bytes))
		return -EFAULT;
	if (length > sizeof(fake->bytes) - offset)
		length = sizeof(fake->bytes) - offset;
	memcpy(buffer, fake->bytes + offset, length);
	return (ssize_t)length;
}

static void fake_prefetch(struct memory *memory, const struct memory_range *ranges, unsigned count)
{
	struct fake_memory *fake = (struct fake_memory *)memory;

	for (unsigned i = 0; i < count; i++)
		assert_int_not_equal(ranges[i].length, 0);
	fake->prefetches++;
	fake->ranges += count;
}

static void fake_name(struct memory *memory, const char *what, int number)
{
	struct fake_memory *fake = (struct fake_memory *)memory;
	size_t length = strlen(fake->named);

	snprintf(fake->named + length, sizeof(fake->named) - length, "%s %d, ", what, number);
}

static void fake_name_fd(struct memory *memory, int fd)
{
	struct fake_memory *fake = (struct fake_memory *)memory;

	fake_name(memory, "fd", fd);
	if (fake->names)
		event_buffer_put(fake->names, CHUNK_FD, (uint64_t)fd, "name", 4);
}

static void fake_name_pid(struct memory *memory, int pid)
{
	fake_name(memory, "pid", pid);
}

static void fake_name_cwd(struct memory *memory)
{
	fake_name(memory, "cwd", 0);
}

static void fake_object(struct memory *memory, int fd)
{
	struct fake_memory *fake = (struct fake_memory *)memory;

	if (fake->object)
		event_buffer_put(fake->names, CHUNK_OBJECT, (uint64_t)fd, fake->object,
		                 (uint32_t)strlen(fake->object));
}

static int set_up(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));

	assert_non_null(fixture);
	fixture->fake.memory = (struct memory){
		.read = fake_read,
		.prefetch = fake_prefetch,
		.name_fd = fake_name_fd,
		.name_pid = fake_name_pid,
		.name_cwd = fake_name_cwd,
		.object = fake_object,
	};
	fixture->limits = (struct capture_limits){ .string = 32, .array = 8, .names = true };
	event_buffer_reset(&fixture->buffer);
	fixture->buffer.event->kind = EVENT_ENTRY;
	model_init(&fixture->model, &fixture->messages);
	*state = fixture;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;

	event_buffer_free(&fixture->buffer);
	text_free(&fixture->messages);
	arena_deinit(&fixture->model.arena);
	free(fixture);
	return 0;
}

/* The call to be captured is the one named zero. */
static void describe(struct fixture *fixture, enum event_abi abi, const char *text)
{
	struct source source = describe_source("x.sys", text);
	struct model_input input = describe_input(&source);

	if (setjmp(fixture->model.out_of_memory))
		fail();
	model_load(&fixture->model, &input);
	text_char(&fixture->messages, '\0');
	if (fixture->model.errors)
		fail_msg("%s", fixture->messages.bytes);
	fixture->steps = plan_compile(&fixture->model, fixture->model.by_number[abi][0].call, abi);
	fixture->range = (struct plan_range){ .count = fixture->steps.count };
	fixture->table = (struct plan_table){ fixture->steps.list, &fixture->range, 1 };
	fixture->buffer.event->abi = abi;
}

static void enter(struct fixture *fixture, const uint64_t args[6])
{
	memcpy(fixture->buffer.event->args, args, sizeof(fixture->buffer.event->args));
	capture_run(&fixture->table, &fixture->buffer, PHASE_ENTRY, &fixture->fake.memory,
	            &fixture->limits);
}

static void leave(struct fixture *fixture, int64_t result)
{
	fixture->buffer.event->result = result;
	if (result < 0)
		fixture->buffer.event->flags |= EVENT_FAILED;
	capture_run(&fixture->table, &fixture->buffer, PHASE_EXIT, &fixture->fake.memory,
	            &fixture->limits);
}

static void put(struct fixture *fixture, uint64_t address, const void *bytes, size_t length)
{
	assert_in_range(address - BASE, 0, sizeof(fixture->fake.bytes) - length);
	memcpy(fixture->fake.bytes + (address - BASE), bytes, length);
}

static void put_word(struct fixture *fixture, uint64_t address, uint64_t word)
{
	put(fixture, address, &word, sizeof(word));
}

static const struct chunk *found(struct fixture *fixture, enum chunk_kind kind, uint64_t address)
{
	return event_chunk_find(fixture->buffer.event, kind, address);
}

static void assert_kept(struct fixture *fixture, enum chunk_kind kind, uint64_t address,
                        const void *bytes, size_t length, unsigned flags)
{
	const struct chunk *chunk = found(fixture, kind, address);

	assert_non_null(chunk);
	assert_int_equal(chunk->length, length);
	assert_int_equal(chunk->flags, flags);
	if (length)
		assert_memory_equal(chunk_bytes(chunk), bytes, length);
}

static unsigned chunk_count(struct fixture *fixture)
{
	unsigned count = 0;

	for (const struct chunk *chunk = event_chunk_first(fixture->buffer.event); chunk;
	     chunk = event_chunk_next(fixture->buffer.event, chunk))
		count++;
	return count;
}

#define ARGS(...) ((const uint64_t[6]){ __VA_ARGS__ })

static void test_strings_keep_their_nul_and_are_cut_one_beyond_the_limit(void **state)
{
	struct fixture *fixture = *state;
	char text[64];

	describe(fixture, ABI_X86_64, "int zero(in string *a, in string *b, in path *c);");
	memset(text, 'x', sizeof(text));
	put(fixture, BASE, "hello", 6);
	put(fixture, BASE + 100, text, 40);
	put(fixture, BASE + 200, text, 60);
	enter(fixture, ARGS(BASE, BASE + 100, BASE + 200));
	assert_kept(fixture, CHUNK_ENTRY, BASE, "hello", 6, 0);
	assert_kept(fixture, CHUNK_ENTRY, BASE + 100, text, 33, CHUNK_CUT);
	assert_int_equal(found(fixture, CHUNK_ENTRY, BASE + 200)->length, 61);
}

static void test_a_string_up_to_the_end_of_memory_needs_nothing_beyond(void **state)
{
	struct fixture *fixture = *state;
	uint64_t end = BASE + PAGES * PAGE;

	describe(fixture, ABI_X86_64, "int zero(in string *a, in string *b, in string *c);");
	put(fixture, end - 4, "abc", 4);
	enter(fixture, ARGS(end - 4, end, 0));
	assert_kept(fixture, CHUNK_ENTRY, end - 4, "abc", 4, 0);
	assert_kept(fixture, CHUNK_ENTRY, end, NULL, 0, CHUNK_FAULT);
	assert_int_equal(chunk_count(fixture), 2);
}

static void test_a_fault_in_the_middle_keeps_what_came(void **state)
{
	struct fixture *fixture = *state;
	uint64_t end = BASE + PAGES * PAGE;

	describe(fixture, ABI_X86_64, "int zero(in byte b[n], size n, in string *s);");
	put(fixture, end - 3, "abc", 3);
	enter(fixture, ARGS(end - 3, 8, end - 2));
	assert_kept(fixture, CHUNK_ENTRY, end - 3, "abc", 3, CHUNK_FAULT);
	assert_kept(fixture, CHUNK_ENTRY, end - 2, "bc", 2, CHUNK_FAULT);
}

static void test_memory_that_does_not_answer_is_asked_once(void **state)
{
	struct fixture *fixture = *state;

	describe(fixture, ABI_X86_64, "int zero(in string *a, in int *b);");
	fixture->fake.hangs = true;
	enter(fixture, ARGS(BASE, BASE + 8));
	assert_kept(fixture, CHUNK_ENTRY, BASE, NULL, 0, CHUNK_TIMEOUT);
	assert_kept(fixture, CHUNK_ENTRY, BASE + 8, NULL, 0, CHUNK_TIMEOUT);
	assert_int_equal(fixture->fake.reads, 1);
}

static void test_what_comes_out_is_as_long_as_the_call_returned(void **state)
{
	struct fixture *fixture = *state;

	describe(fixture, ABI_X86_64,
	         "ssize zero(fd fd, out byte buf[return, count], size count);");
	put(fixture, BASE, "answer", 6);
	enter(fixture, ARGS(3, BASE, 100));
	assert_int_equal(chunk_count(fixture), 0);
	leave(fixture, 4);
	assert_kept(fixture, CHUNK_EXIT, BASE, "answ", 4, 0);
	assert_string_equal(fixture->fake.named, "fd 3, ");
}

static void test_nothing_comes_out_of_a_failure(void **state)
{
	struct fixture *fixture = *state;

	describe(fixture, ABI_X86_64,
	         "int zero(out int *a, out int *b on any, out int *c on interrupted);");
	enter(fixture, ARGS(BASE, BASE + 8, BASE + 16));
	leave(fixture, -EINTR);
	assert_null(found(fixture, CHUNK_EXIT, BASE));
	assert_non_null(found(fixture, CHUNK_EXIT, BASE + 8));
	assert_null(found(fixture, CHUNK_EXIT, BASE + 16));
}

static void test_what_comes_out_when_interrupted(void **state)
{
	struct fixture *fixture = *state;

	describe(fixture, ABI_X86_64, "int zero(out int *a, out int *b on interrupted);");
	enter(fixture, ARGS(BASE, BASE + 8));
	fixture->buffer.event->flags |= EVENT_INTERRUPTED;
	leave(fixture, -512);
	assert_null(found(fixture, CHUNK_EXIT, BASE));
	assert_non_null(found(fixture, CHUNK_EXIT, BASE + 8));
}

static void test_out_members_of_a_structure_that_went_in(void **state)
{
	struct fixture *fixture = *state;
	const char *text = "struct clone ptr64 {\n"
			   "	u64 flags;\n"
			   "	out fd *pidfd if (flags & A);\n"
			   "	out pid *parent if (flags & B);\n"
			   "	in pid set[count];\n"
			   "	u64 count;\n"
			   "}\n"
			   "pid zero(in struct clone *args upto size, size size);\n";
	int pidfd = 9;

	describe(fixture, ABI_X86_64, text);
	put_word(fixture, BASE, 1);
	put_word(fixture, BASE + 8, BASE + 100);
	put_word(fixture, BASE + 16, BASE + 200);
	put_word(fixture, BASE + 24, BASE + 300);
	put_word(fixture, BASE + 32, 2);
	enter(fixture, ARGS(BASE, 40));
	assert_int_equal(found(fixture, CHUNK_ENTRY, BASE)->length, 40);
	assert_int_equal(found(fixture, CHUNK_ENTRY, BASE + 300)->length, 8);
	/* Whatever the program does to the structure meanwhile. */
	memset(fixture->fake.bytes, 0, 40);
	put(fixture, BASE + 100, &pidfd, 4);
	leave(fixture, 77);
	assert_kept(fixture, CHUNK_EXIT, BASE + 100, &pidfd, 4, 0);
	assert_null(found(fixture, CHUNK_EXIT, BASE + 200));
	assert_null(found(fixture, CHUNK_EXIT, BASE));
	assert_string_equal(fixture->fake.named, "fd 9, pid 77, ");
}

static void test_an_older_caller_knows_less_of_a_structure(void **state)
{
	struct fixture *fixture = *state;

	describe(fixture, ABI_X86_64,
	         "struct s { u64 a; in string *b; }\nint zero(in struct s *s upto size, size "
	         "size);");
	put_word(fixture, BASE + 8, BASE + 100);
	enter(fixture, ARGS(BASE, 8));
	assert_int_equal(found(fixture, CHUNK_ENTRY, BASE)->length, 8);
	assert_int_equal(chunk_count(fixture), 1);
	/* Nothing of it: then that is what is kept. */
	enter(fixture, ARGS(BASE + 8, 0));
	assert_kept(fixture, CHUNK_ENTRY, BASE + 8, NULL, 0, 0);
}

static void put_iovec(struct fixture *fixture, uint64_t address, uint64_t base, uint64_t length)
{
	put_word(fixture, address, base);
	put_word(fixture, address + 8, length);
}

#define IOVEC "struct iovec { byte iov_base[iov_len]; size iov_len; }\n"

static void test_a_result_is_shared_out_over_buffers(void **state)
{
	struct fixture *fixture = *state;

	describe(fixture, ABI_X86_64,
	         IOVEC "ssize zero(out struct iovec iov[n] spread return, size n);");
	put_iovec(fixture, BASE, BASE + 100, 5);
	put_iovec(fixture, BASE + 16, BASE + 200, 5);
	put_iovec(fixture, BASE + 32, BASE + 300, 5);
	put(fixture, BASE + 100, "12345", 5);
	put(fixture, BASE + 200, "67890", 5);
	enter(fixture, ARGS(BASE, 3));
	leave(fixture, 7);
	assert_kept(fixture, CHUNK_EXIT, BASE + 100, "12345", 5, 0);
	assert_kept(fixture, CHUNK_EXIT, BASE + 200, "67", 2, 0);
	assert_kept(fixture, CHUNK_EXIT, BASE + 300, NULL, 0, 0);
}

static void test_a_long_buffer_spends_what_it_holds_not_what_is_kept(void **state)
{
	struct fixture *fixture = *state;

	fixture->limits.string = 4;
	describe(fixture, ABI_X86_64,
	         IOVEC "ssize zero(out struct iovec iov[n] spread return, size n);");
	put_iovec(fixture, BASE, BASE + 100, 20);
	put_iovec(fixture, BASE + 16, BASE + 200, 20);
	enter(fixture, ARGS(BASE, 2));
	leave(fixture, 22);
	assert_int_equal(found(fixture, CHUNK_EXIT, BASE + 100)->length, 4 + 1);
	assert_int_equal(found(fixture, CHUNK_EXIT, BASE + 100)->flags, CHUNK_CUT);
	assert_int_equal(found(fixture, CHUNK_EXIT, BASE + 200)->length, 2);
}

static void test_nested_buffers_are_asked_for_at_once(void **state)
{
	struct fixture *fixture = *state;

	describe(fixture, ABI_X86_64,
	         IOVEC "ssize zero(in struct iovec iov[n], size n, in string *s);");
	for (unsigned i = 0; i < 4; i++)
		put_iovec(fixture, BASE + 16 * i, BASE + 100 + 10 * i, 5);
	enter(fixture, ARGS(BASE, 4, BASE + 1000));
	assert_int_equal(fixture->fake.prefetches, 2);
	assert_int_equal(fixture->fake.ranges, 2 + 4);
	assert_int_equal(chunk_count(fixture), 6);
}

static void test_arrays_are_cut_to_the_limit(void **state)
{
	struct fixture *fixture = *state;

	describe(fixture, ABI_X86_64, "int zero(in u32 list[n], size n);");
	enter(fixture, ARGS(BASE, UINT64_MAX));
	assert_int_equal(found(fixture, CHUNK_ENTRY, BASE)->length, (8 + 1) * 4);
	assert_int_equal(found(fixture, CHUNK_ENTRY, BASE)->flags, CHUNK_CUT);
}

static void test_a_number_behind_a_sibling_is_copied_before_it_is_needed(void **state)
{
	struct fixture *fixture = *state;
	int length = 16;

	describe(fixture, ABI_X86_64,
	         "struct address sized 128 { u16 family; }\n"
	         "fd zero(fd fd, out struct address *a upto *n, inout int *n);");
	put(fixture, BASE + 500, &length, 4);
	enter(fixture, ARGS(3, BASE, BASE + 500));
	/* The kernel says how long it would have been; no more than 16 was written. */
	length = 110;
	put(fixture, BASE + 500, &length, 4);
	leave(fixture, 4);
	assert_int_equal(found(fixture, CHUNK_EXIT, BASE)->length, 16);
	assert_non_null(found(fixture, CHUNK_ENTRY, BASE + 500));
	assert_kept(fixture, CHUNK_EXIT, BASE + 500, &length, 4, 0);
	assert_string_equal(fixture->fake.named, "fd 3, fd 4, ");
}

static void test_vectors_end_with_a_null_pointer(void **state)
{
	struct fixture *fixture = *state;

	describe(fixture, ABI_X86_64,
	         "int zero(in string *argv[null], in string *envp[null] brief);");
	for (unsigned i = 0; i < 2; i++)
		put_word(fixture, BASE + 8 * i, BASE + 1000 + 10 * i);
	for (unsigned i = 0; i < 20; i++)
		put_word(fixture, BASE + 200 + 8 * i, BASE + 2000);
	put(fixture, BASE + 1010, "two", 4);
	enter(fixture, ARGS(BASE, BASE + 200));
	assert_int_equal(found(fixture, CHUNK_ENTRY, BASE)->length, 3 * 8);
	assert_kept(fixture, CHUNK_ENTRY, BASE + 1010, "two", 4, 0);
	/* All pointers, to be counted, but no more strings than are shown. */
	assert_int_equal(found(fixture, CHUNK_ENTRY, BASE + 200)->length, 21 * 8);
	assert_int_equal(chunk_count(fixture), 2 + 2 + 8);
}

static void test_of_brief_lists_only_the_number_may_be_kept(void **state)
{
	struct fixture *fixture = *state;

	fixture->limits.brief = true;
	describe(fixture, ABI_X86_64,
	         "int zero(in string *argv[null], in string *envp[null] brief);");
	for (unsigned i = 0; i < 2; i++)
		put_word(fixture, BASE + 8 * i, BASE + 1000);
	enter(fixture, ARGS(BASE, BASE));
	assert_int_equal(found(fixture, CHUNK_ENTRY, BASE)->length, 3 * 8);
	assert_int_equal(chunk_count(fixture), 1 + 2 + 1);
}

static void test_a_long_vector_is_cut(void **state)
{
	struct fixture *fixture = *state;

	describe(fixture, ABI_X86_64, "int zero(in string *argv[null]);");
	for (unsigned i = 0; i < 20; i++)
		put_word(fixture, BASE + 8 * i, BASE + 1000);
	enter(fixture, ARGS(BASE));
	assert_int_equal(found(fixture, CHUNK_ENTRY, BASE)->length, 8 * 8);
	assert_int_equal(found(fixture, CHUNK_ENTRY, BASE)->flags, CHUNK_CUT);
}

#define CHOICE                                                                                     \
	"choice c by k { A | B (in u32 *p); PER_ABI (out u64 *p) : fd; else (in string *s); }\n"   \
	"int zero(enum c k, c);"

static void test_a_choice_follows_its_sibling(void **state)
{
	struct fixture *fixture = *state;

	describe(fixture, ABI_X86_64, CHOICE);
	enter(fixture, ARGS(2, BASE));
	assert_int_equal(found(fixture, CHUNK_ENTRY, BASE)->length, 4);
	event_buffer_reset(&fixture->buffer);
	enter(fixture, ARGS(0x10, BASE));
	leave(fixture, 5);
	assert_int_equal(found(fixture, CHUNK_EXIT, BASE)->length, 8);
	assert_string_equal(fixture->fake.named, "fd 5, ");
	event_buffer_reset(&fixture->buffer);
	enter(fixture, ARGS(7, BASE));
	assert_kept(fixture, CHUNK_ENTRY, BASE, "", 1, 0);
}

static void test_i386_has_slots_and_pointers_of_four_bytes(void **state)
{
	struct fixture *fixture = *state;
	uint32_t iovec[2] = { BASE + 100, 3 };

	describe(fixture, ABI_I386,
	         IOVEC "ssize zero(loff offset, in struct iovec *iov, dirfd at);");
	put(fixture, BASE, iovec, sizeof(iovec));
	put(fixture, BASE + 100, "abc", 3);
	enter(fixture, ARGS(1, 2, BASE, (uint32_t)-100));
	assert_int_equal(found(fixture, CHUNK_ENTRY, BASE)->length, 8);
	assert_kept(fixture, CHUNK_ENTRY, BASE + 100, "abc", 3, 0);
	assert_string_equal(fixture->fake.named, "cwd 0, ");
}

static void test_structures_within_structures(void **state)
{
	struct fixture *fixture = *state;

	describe(fixture, ABI_X86_64,
	         "struct inner { int n; in byte b[n]; }\n"
	         "struct outer { u64 before; struct inner one; struct inner two[2]; }\n"
	         "int zero(in struct outer *o);");
	for (unsigned i = 0; i < 3; i++) {
		put_word(fixture, BASE + 8 + 16 * i, i + 1);
		put_word(fixture, BASE + 16 + 16 * i, BASE + 1000 + 100 * i);
	}
	enter(fixture, ARGS(BASE));
	assert_int_equal(found(fixture, CHUNK_ENTRY, BASE)->length, 8 + 3 * 16);
	for (unsigned i = 0; i < 3; i++)
		assert_int_equal(found(fixture, CHUNK_ENTRY, BASE + 1000 + 100 * i)->length, i + 1);
}

static void test_what_follows_a_structure_is_copied_too(void **state)
{
	struct fixture *fixture = *state;
	uint32_t head[2] = { 3, 7 };

	describe(fixture, ABI_X86_64,
	         "struct handle { u32 size; int type; inline byte data[size]; }\n"
	         "int zero(in struct handle *h);");
	put(fixture, BASE, head, sizeof(head));
	put(fixture, BASE + 8, "abc", 3);
	enter(fixture, ARGS(BASE));
	assert_int_equal(found(fixture, CHUNK_ENTRY, BASE)->length, 8);
	assert_kept(fixture, CHUNK_ENTRY, BASE + 8, "abc", 3, 0);
}

static void test_the_rest_of_a_structure_is_as_long_as_the_caller_says(void **state)
{
	struct fixture *fixture = *state;

	describe(fixture, ABI_X86_64,
	         "struct address { u16 family; byte data[rest]; }\n"
	         "int zero(in struct address *a upto n, int n);");
	enter(fixture, ARGS(BASE, 110));
	assert_int_equal(found(fixture, CHUNK_ENTRY, BASE)->length, 110);
}

static void test_no_extensible_structure_is_larger_than_a_page(void **state)
{
	struct fixture *fixture = *state;

	describe(fixture, ABI_X86_64,
	         "struct how { u64 flags; inline tail behind[rest]; }\n"
	         "int zero(in struct how *a upto n from 8, size n);");
	enter(fixture, ARGS(BASE, 30));
	assert_int_equal(found(fixture, CHUNK_ENTRY, BASE)->length, 30);
	enter(fixture, ARGS(BASE + 1, 10000));
	assert_int_equal(found(fixture, CHUNK_ENTRY, BASE + 1)->length, PLAN_PAGE_MAX);
}

static void test_what_is_not_looked_at_is_not_copied(void **state)
{
	struct fixture *fixture = *state;

	describe(fixture, ABI_X86_64,
	         "struct how { u64 flags; inline more behind[rest]; }\n"
	         "int zero(in struct how *a upto n, size n);");
	enter(fixture, ARGS(BASE, 30));
	assert_int_equal(found(fixture, CHUNK_ENTRY, BASE)->length, 8);
}

static void test_records_of_any_length_are_copied_as_bytes(void **state)
{
	struct fixture *fixture = *state;

	describe(fixture, ABI_X86_64,
	         "struct record upto length { u64 a; u16 length; inline string name[rest]; }\n"
	         "int zero(out struct record r[bytes return, size], size size);");
	enter(fixture, ARGS(BASE, 1000));
	leave(fixture, 333);
	assert_int_equal(found(fixture, CHUNK_EXIT, BASE)->length, 333);
}

static void test_bits_are_copied_in_whole_words(void **state)
{
	struct fixture *fixture = *state;

	describe(fixture, ABI_X86_64, "int zero(in fdset s[bits n], int n, in sigset t[8]);");
	enter(fixture, ARGS(BASE, 65, BASE + 100));
	assert_int_equal(found(fixture, CHUNK_ENTRY, BASE)->length, 16);
	assert_int_equal(found(fixture, CHUNK_ENTRY, BASE + 100)->length, 8);
}

/* Arrays of arrays of arrays, all in one spot, each element leading back there. */
static void test_hostile_nesting_ends(void **state)
{
	struct fixture *fixture = *state;

	fixture->limits = (struct capture_limits){ .string = 1 << 20, .array = 1 << 20 };
	describe(fixture, ABI_X86_64,
	         "struct a { byte b[n]; u64 n; }\n"
	         "struct b { struct a a[n]; u64 n; }\n"
	         "struct c { struct b b[n]; u64 n; }\n"
	         "int zero(in struct c c[n], u64 n);");
	for (unsigned i = 0; i < PAGES * PAGE; i += 16)
		put_iovec(fixture, BASE + i, BASE, UINT64_MAX);
	enter(fixture, ARGS(BASE, UINT64_MAX));
	assert_true(fixture->buffer.event->flags & EVENT_TRUNCATED);
	assert_true(event_is_sound(fixture->buffer.event, fixture->buffer.event->size));
}

static void test_only_calls_that_lead_somewhere_are_wanted(void **state)
{
	struct fixture *fixture = *state;

	describe(fixture, ABI_X86_64, "int zero(int a);");
	assert_false(capture_wanted(&fixture->table, fixture->buffer.event, PHASE_ENTRY));
	fixture->range.phases = PHASE_EXIT;
	assert_false(capture_wanted(&fixture->table, fixture->buffer.event, PHASE_ENTRY));
	assert_true(capture_wanted(&fixture->table, fixture->buffer.event, PHASE_EXIT));
	fixture->buffer.event->nr = 5000;
	assert_false(capture_wanted(&fixture->table, fixture->buffer.event, PHASE_EXIT));
}

static void test_members_of_sets_are_named(void **state)
{
	struct fixture *fixture = *state;
	const uint8_t set[8] = { 1 << 2 | 1 << 5, 1 };

	describe(fixture, ABI_X86_64, "int zero(int n, inout fdset set[bits n]);");
	put(fixture, BASE, set, sizeof(set));
	enter(fixture, ARGS(64, BASE));
	leave(fixture, 3);
	assert_string_equal(fixture->fake.named, "fd 2, fd 5, fd 8, ");
}

static void test_descriptors_in_messages_are_named(void **state)
{
	struct fixture *fixture = *state;
	/* SOL_SOCKET, SCM_RIGHTS; something else; SCM_RIGHTS that claims to be longer than all. */
	const uint32_t messages[] = { 20, 0, 1, 1, 7, 0, 16, 0, 1, 2, 1000, 0, 1, 1, 8, 9 };

	describe(fixture, ABI_X86_64, "int zero(in custom control_messages m[n], size n);");
	put(fixture, BASE, messages, sizeof(messages));
	enter(fixture, ARGS(BASE, sizeof(messages)));
	assert_string_equal(fixture->fake.named, "fd 7, fd 8, fd 9, ");
}

static void test_names_at_the_return_are_late(void **state)
{
	struct fixture *fixture = *state;

	describe(fixture, ABI_X86_64, "fd zero(fd fd);");
	fixture->fake.names = &fixture->buffer;
	enter(fixture, ARGS(3));
	leave(fixture, 3);
	assert_false(event_name_find(fixture->buffer.event, CHUNK_FD, 3, false)->flags &
	             CHUNK_LATE);
	assert_true(event_name_find(fixture->buffer.event, CHUNK_FD, 3, true)->flags & CHUNK_LATE);
}

static void test_several_elements_may_be_counted_as_one(void **state)
{
	struct fixture *fixture = *state;

	describe(fixture, ABI_X86_64, "int zero(in hexbyte glyphs[count times 6], u64 count);");
	put(fixture, BASE, "aaaaaabbbbbbcc", 14);
	enter(fixture, ARGS(BASE, 2));
	assert_kept(fixture, CHUNK_ENTRY, BASE, "aaaaaabbbbbb", 12, 0);
	enter(fixture, ARGS(BASE + 1, UINT64_MAX));
	assert_kept(fixture, CHUNK_ENTRY, BASE + 1, fixture->fake.bytes + 1, 33, CHUNK_CUT);
}

/* Only of descriptors that tell it; the plan asks when the call is entered and keeps the answer. */
static void test_objects_decide_what_is_copied(void **state)
{
	struct fixture *fixture = *state;
	const char *text = "choice behind : u64 by $object { \"pump\" (inout u32 *order on any); "
			   "\"pumphouses\" (out u64 *plan on any); else (addr64 address); } "
			   "int zero(fd fd tells object, behind);";

	describe(fixture, ABI_X86_64, text);
	fixture->fake.names = &fixture->buffer;
	fixture->fake.object = "pump";
	put(fixture, BASE, "\1\2\3\4", 4);
	enter(fixture, ARGS(3, BASE));
	assert_int_equal(event_object(fixture->buffer.event, 3), 0x706d7570);
	assert_int_equal(found(fixture, CHUNK_ENTRY, BASE)->length, 4);
	fixture->fake.object = NULL;
	leave(fixture, -1);
	assert_int_equal(found(fixture, CHUNK_EXIT, BASE)->length, 4);
	fixture->fake.object = "pumphous";
	event_buffer_reset(&fixture->buffer);
	enter(fixture, ARGS(4, BASE));
	leave(fixture, 0);
	assert_int_equal(found(fixture, CHUNK_EXIT, BASE)->length, 8);
	fixture->fake.object = NULL;
	event_buffer_reset(&fixture->buffer);
	enter(fixture, ARGS(5, BASE));
	leave(fixture, 0);
	assert_null(found(fixture, CHUNK_EXIT, BASE));
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_strings_keep_their_nul_and_are_cut_one_beyond_the_limit),
		CASE(test_a_string_up_to_the_end_of_memory_needs_nothing_beyond),
		CASE(test_a_fault_in_the_middle_keeps_what_came),
		CASE(test_memory_that_does_not_answer_is_asked_once),
		CASE(test_what_comes_out_is_as_long_as_the_call_returned),
		CASE(test_nothing_comes_out_of_a_failure),
		CASE(test_what_comes_out_when_interrupted),
		CASE(test_out_members_of_a_structure_that_went_in),
		CASE(test_an_older_caller_knows_less_of_a_structure),
		CASE(test_a_result_is_shared_out_over_buffers),
		CASE(test_a_long_buffer_spends_what_it_holds_not_what_is_kept),
		CASE(test_nested_buffers_are_asked_for_at_once),
		CASE(test_arrays_are_cut_to_the_limit),
		CASE(test_a_number_behind_a_sibling_is_copied_before_it_is_needed),
		CASE(test_vectors_end_with_a_null_pointer),
		CASE(test_of_brief_lists_only_the_number_may_be_kept),
		CASE(test_a_long_vector_is_cut),
		CASE(test_a_choice_follows_its_sibling),
		CASE(test_i386_has_slots_and_pointers_of_four_bytes),
		CASE(test_structures_within_structures),
		CASE(test_what_follows_a_structure_is_copied_too),
		CASE(test_the_rest_of_a_structure_is_as_long_as_the_caller_says),
		CASE(test_no_extensible_structure_is_larger_than_a_page),
		CASE(test_what_is_not_looked_at_is_not_copied),
		CASE(test_records_of_any_length_are_copied_as_bytes),
		CASE(test_bits_are_copied_in_whole_words),
		CASE(test_members_of_sets_are_named),
		CASE(test_descriptors_in_messages_are_named),
		CASE(test_names_at_the_return_are_late),
		CASE(test_objects_decide_what_is_copied),
		CASE(test_several_elements_may_be_counted_as_one),
		CASE(test_hostile_nesting_ends),
		CASE(test_only_calls_that_lead_somewhere_are_wanted),
	};

	return cmocka_run_group_tests_name("capture", tests, NULL, NULL);
}
