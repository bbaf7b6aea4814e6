/* What a virtual processor shares with its owner: why KVM_RUN came back, and with what. */
#include "unit.h"

#include "calls/value.h"
#include "calls/vcpu.h"
#include "output/print.h"

#include <stdio.h>

enum { PLACE = 0x7000, RUN = 0xae80, ROOM = 2352, REASON_AT = 8, FLAGS_AT = 14, EXIT_AT = 32 };

static struct event_buffer buffer;
static struct arena arena;
static struct text out;
static struct view view = { .string_max = 32 };
static _Alignas(8) uint8_t shared[ROOM];
static uint16_t shared_flags; /* as they come out */

/* ioctl(3, KVM_RUN), which came back with that. */
static const char *shown_exit(uint32_t reason, const void *data, size_t size)
{
	struct printer printer = {
		.out = &out, .view = &view, .event = buffer.event, .followed = true, .abbrev = true
	};

	assert_int_equal(event_buffer_reset(&buffer), 0);
	printer.event = buffer.event;
	buffer.event->kind = EVENT_EXIT;
	buffer.event->abi = ABI_X86_64;
	buffer.event->nr = (uint32_t)call_number(ABI_X86_64, "ioctl");
	buffer.event->args[0] = 3;
	buffer.event->args[1] = RUN;
	memset(shared, 0, sizeof(shared));
	event_buffer_put(&buffer, CHUNK_VCPU, PLACE, shared, ROOM);
	memcpy(shared + REASON_AT, &reason, sizeof(reason));
	memcpy(shared + FLAGS_AT, &shared_flags, sizeof(shared_flags));
	memcpy(shared + EXIT_AT, data, size);
	event_buffer_put(&buffer, CHUNK_VCPU, PLACE, shared, ROOM);
	event_buffer_trim(&buffer, ROOM, CHUNK_LATE);
	assert_true(event_is_sound(buffer.event, buffer.event->size));
	arena_empty(&arena);

	struct call_value *decoded = decode_call(buffer.event, &arena, DECODE_ALL);

	assert_non_null(decoded);
	assert_int_equal(decoded->misses, 0);
	assert_true(value_is_vcpu(decoded->args->last));
	out.length = 0;
	print_value_out(&printer, decoded->args->last);
	text_char(&out, '\0');
	return out.bytes;
}

/* The line goes on with that. */
static void check_exit(uint32_t reason, const void *data, size_t size, const char *expected)
{
	char text[400];

	snprintf(text, sizeof(text),
	         " => {exit_reason=%s, ready_for_interrupt_injection=0, if_flag=0, flags=0, cr8=0,"
	         " apic_base=0%s%s, ...}",
	         vcpu_exit_name(reason), *expected ? ", " : "", expected);
	assert_string_equal(shown_exit(reason, data, size), text);
}

static void test_the_mode_of_the_processor(void **state)
{
	enum { HALTED = 5, SYSTEM_MANAGEMENT_AND_BUS_LOCK = 3 };

	(void)state;
	assert_non_null(strstr(shown_exit(HALTED, "", 0), ", flags=0, "));
	shared_flags = SYSTEM_MANAGEMENT_AND_BUS_LOCK;
	const char *text = shown_exit(HALTED, "", 0);
	shared_flags = 0;
	assert_non_null(strstr(text, ", flags=KVM_RUN_X86_SMM|KVM_RUN_X86_BUS_LOCK, "));
}

static void test_ports_and_memory(void **state)
{
	struct {
		uint8_t direction, size;
		uint16_t port;
		uint32_t count;
		uint64_t offset;
	} io = { 1, 2, 0x3f8, 3, 0x1000 };
	struct {
		uint64_t address;
		uint8_t data[8];
		uint32_t length;
		uint8_t is_write;
	} memory = { 0xfee00000, "ab", 2, 1 };
	uint64_t fault[3] = { 8, 0x2000, 0x1000 };

	(void)state;
	check_exit(2, &io, sizeof(io),
	           "io={direction=KVM_EXIT_IO_OUT, size=2, port=0x3f8, count=3,"
	           " data_offset=0x1000}");
	check_exit(6, &memory, sizeof(memory),
	           "mmio={phys_addr=0xfee00000, data=\"ab\\0\\0\\0\\0\\0\\0\", len=2, is_write=1}");
	check_exit(39, fault, sizeof(fault), "memory_fault={flags=0x8, gpa=0x2000, size=0x1000}");
}

static void test_failures(void **state)
{
	struct {
		uint64_t reason;
		uint32_t cpu;
	} entry = { 0x80000021, 1 };
	struct {
		uint32_t error, count;
		uint64_t data[2];
	} internal = { 1, 2, { 5, 6 } };
	uint64_t hardware = 0x30;

	(void)state;
	check_exit(0, &hardware, 8, "hw={hardware_exit_reason=0x30}");
	check_exit(9, &entry, sizeof(entry),
	           "fail_entry={hardware_entry_failure_reason=0x80000021, cpu=1}");
	check_exit(17, &internal, sizeof(internal),
	           "internal={suberror=KVM_INTERNAL_ERROR_EMULATION, ndata=2, data=[0x5, 0x6]}");
	check_exit(24, &internal, sizeof(internal),
	           "system_event={type=1, ndata=2, data=[0x5, 0x6]}");
}

static void test_what_the_processor_met(void **state)
{
	uint32_t exception[2] = { 14, 2 };
	uint64_t debug[4] = { 1, 0x400000, 0xffff0ff0, 0x400 };
	struct {
		uint64_t rip;
		uint32_t is_write;
	} priority = { 0x1234, 1 };
	struct {
		uint8_t error, padding[7];
		uint32_t reason, index;
		uint64_t data;
	} msr = { 0, { 0 }, 1, 0x174, 0x55 };
	uint8_t vector = 32;
	uint32_t notice = 1;

	(void)state;
	check_exit(1, exception, 8, "ex={exception=14, error_code=2}");
	check_exit(4, debug, 32, "debug={exception=1, pc=0x400000, dr6=0xffff0ff0, dr7=0x400}");
	check_exit(12, &priority, sizeof(priority), "tpr_access={rip=0x1234, is_write=1}");
	check_exit(26, &vector, 1, "eoi={vector=32}");
	check_exit(29, &msr, sizeof(msr), "msr={error=0, reason=1, index=0x174, data=0x55}");
	check_exit(30, &msr, sizeof(msr), "msr={error=0, reason=1, index=0x174, data=0x55}");
	check_exit(37, &notice, 4, "notify={flags=0x1}");
	check_exit(5, "", 0, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_mode_of_the_processor),
		cmocka_unit_test(test_ports_and_memory),
		cmocka_unit_test(test_failures),
		cmocka_unit_test(test_what_the_processor_met),
	};

	arena_init(&arena, 1 << 20);
	int failed = cmocka_run_group_tests_name("vcpu", tests, NULL, NULL);

	arena_deinit(&arena);
	text_free(&out);
	event_buffer_free(&buffer);
	return failed;
}
