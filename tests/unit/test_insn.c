#include "unit.h"

#include "arch/insn.h"

#include <sys/reg.h>

enum { AT = 0x401000, CODE_64 = 0, CODE_32 = 1 };

static struct insn_decoder *decoder;

static int setup(void **state)
{
	struct error error;

	(void)state;
	decoder = insn_open(&error);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	insn_close(decoder);
	return 0;
}

struct code {
	uint8_t bytes[INSN_LENGTH_MAX];
	size_t length;
};
#define CODE(...) ((struct code){ { __VA_ARGS__ }, sizeof((uint8_t[]){ __VA_ARGS__ }) })

static struct insn decoded(unsigned abi, struct code code)
{
	struct insn insn;

	if (!decoder)
		skip();
	assert_int_equal(insn_decode(decoder, abi, AT, code.bytes, code.length, &insn), 0);
	assert_int_equal(insn.length, code.length);
	return insn;
}

static const struct arch_registers some = {
	.words = { [RAX] = 0x1000,
	           [RBX] = 0x200,
	           [RCX] = 3,
	           [RSP] = 0x7000,
	           [RBP] = 0x7100,
	           [RSI] = 0x5000,
	           [RDI] = 0x6000,
	           [FS_BASE] = 0x90000 },
};

static void assert_memory(const struct insn *insn, unsigned index, uint64_t address, unsigned size,
                          bool is_read, bool is_written)
{
	const struct insn_memory *memory = &insn->memory[index];

	assert_true(index < insn->memory_count);
	assert_int_equal(insn_memory_address(memory, &some), address);
	assert_int_equal(memory->size, size);
	assert_int_equal(memory->is_read, is_read);
	assert_int_equal(memory->is_written, is_written);
}

static void test_operands_in_memory(void **state)
{
	(void)state;
	/* mov rax, [rax + rbx*4 + 8] */
	struct insn insn = decoded(CODE_64, CODE(0x48, 0x8b, 0x44, 0x98, 8));

	assert_int_equal(insn.memory_count, 1);
	assert_memory(&insn, 0, 0x1000 + 0x200 * 4 + 8, 8, true, false);
	assert_int_equal(insn.reads, 1u << RAX | 1u << RBX);
	assert_int_equal(insn.writes, 1u << RAX);
	/* add dword ptr [rip + 0x10], eax */
	insn = decoded(CODE_64, CODE(0x01, 0x05, 0x10, 0, 0, 0));
	assert_memory(&insn, 0, AT + 6 + 0x10, 4, true, true);
	/* mov rax, fs:[0x28] */
	insn = decoded(CODE_64, CODE(0x64, 0x48, 0x8b, 0x04, 0x25, 0x28, 0, 0, 0));
	assert_memory(&insn, 0, 0x90028, 8, true, false);
	/* mov eax, [eax - 0x2000]: addresses of 32 bits */
	insn = decoded(CODE_64, CODE(0x67, 0x8b, 0x80, 0, 0xe0, 0xff, 0xff));
	assert_memory(&insn, 0, 0xfffff000, 4, true, false);
}

static void test_stacks_grow_down(void **state)
{
	(void)state;
	struct insn insn = decoded(CODE_64, CODE(0x55)); /* push rbp */

	assert_memory(&insn, 0, 0x6ff8, 8, false, true);
	insn = decoded(CODE_32, CODE(0x55));
	assert_memory(&insn, 0, 0x6ffc, 4, false, true);
	insn = decoded(CODE_64, CODE(0xff, 0x74, 0x24, 8)); /* push [rsp + 8] */
	assert_memory(&insn, 0, 0x7008, 8, true, false);
	assert_memory(&insn, 1, 0x6ff8, 8, false, true);
	insn = decoded(CODE_64, CODE(0x8f, 0x44, 0x24, 8)); /* pop [rsp + 8] */
	assert_memory(&insn, 0, 0x7010, 8, false, true);
	assert_memory(&insn, 1, 0x7000, 8, true, false);
	insn = decoded(CODE_64, CODE(0xc9)); /* leave */
	assert_memory(&insn, 0, 0x7100, 8, true, false);
}

static void test_what_is_not_accessed(void **state)
{
	(void)state;
	/* nop [rax]; prefetchnta [rax]; lea rax, [rip + 1]; bt [rax], rbx */
	assert_int_equal(decoded(CODE_64, CODE(0x0f, 0x1f, 0)).memory_count, 0);
	assert_int_equal(decoded(CODE_64, CODE(0x0f, 0x18, 0)).memory_count, 0);
	assert_int_equal(decoded(CODE_64, CODE(0x48, 0x8d, 5, 1, 0, 0, 0)).memory_count, 0);
	assert_int_equal(decoded(CODE_64, CODE(0x48, 0x0f, 0xa3, 0x18)).memory_count, 0);
}

static void test_kinds(void **state)
{
	(void)state;
	struct insn insn = decoded(CODE_64, CODE(0xe8, 0x10, 0, 0, 0));

	assert_int_equal(insn.kind, INSN_CALL);
	assert_true(insn.has_target);
	assert_int_equal(insn.target, AT + 5 + 0x10);
	insn = decoded(CODE_64, CODE(0xff, 0xd0)); /* call rax */
	assert_int_equal(insn.kind, INSN_CALL);
	assert_false(insn.has_target);
	assert_int_equal(decoded(CODE_64, CODE(0xc3)).kind, INSN_RETURN);
	assert_int_equal(decoded(CODE_64, CODE(0xeb, 0)).kind, INSN_JUMP);
	assert_int_equal(decoded(CODE_64, CODE(0x74, 0)).kind, INSN_BRANCH);
	assert_int_equal(decoded(CODE_64, CODE(0x0f, 0x05)).kind, INSN_SYSCALL);
	assert_int_equal(decoded(CODE_64, CODE(0xcd, 0x80)).kind, INSN_SYSCALL);
	assert_int_equal(decoded(CODE_32, CODE(0x0f, 0x34)).kind, INSN_SYSCALL);
	assert_int_equal(decoded(CODE_64, CODE(0xcd, 0x03)).kind, INSN_PLAIN);
	assert_int_equal(decoded(CODE_64, CODE(0x9c)).kind, INSN_PUSH_FLAGS);
}

static void test_strings(void **state)
{
	struct arch_registers down = some;
	size_t length;

	(void)state;
	struct insn insn = decoded(CODE_64, CODE(0xf3, 0x48, 0xa5)); /* rep movsq */

	assert_true(insn.repeats);
	assert_memory(&insn, 0, 0x6000, 8, false, true);
	assert_memory(&insn, 1, 0x5000, 8, true, false);
	assert_true(insn.memory[1].is_string);
	assert_int_equal(insn_string_span(&insn.memory[1], &some, 3, &length), 0x5000);
	assert_int_equal(length, 24);
	down.words[EFLAGS] |= 1 << 10;
	assert_int_equal(insn_string_span(&insn.memory[1], &down, 3, &length), 0x4ff0);
	insn_string_span(&insn.memory[1], &some, UINT64_MAX, &length);
	assert_int_equal(length, INSN_MEMORY_SIZE_MAX);
	insn_string_span(&insn.memory[1], &down, 0, &length);
	assert_int_equal(length, 0);
}

static void name_target(const struct insn_namer *namer, uint64_t address, struct text *text)
{
	(void)namer;
	if (address == AT + 5)
		text_string(text, " <here>");
}

static void test_text(void **state)
{
	static const struct insn_namer namer = { name_target };
	struct code code = CODE(0xe8, 0, 0, 0, 0), none = CODE(0x0f, 0xff);
	struct text text = { 0 };

	(void)state;
	if (!decoder)
		skip();
	assert_int_equal(insn_format(decoder, CODE_64, AT, code.bytes, code.length, &namer, &text),
	                 0);
	text_char(&text, '\0');
	assert_string_equal(text.bytes, "call 0x401005 <here>");
	text.length = 0;
	/* Cut before its end. */
	assert_true(insn_format(decoder, CODE_64, AT, code.bytes, 3, &namer, &text) < 0);
	assert_true(insn_decode(decoder, CODE_64, AT, none.bytes, 1, &(struct insn){ 0 }) < 0);
	text_free(&text);
}

/* The flags that decide: carry, parity, zero, sign, overflow. */
static void test_branches_jump_by_flags(void **state)
{
	enum { CF = 1, PF = 4, ZF = 0x40, SF = 0x80, OF = 0x800 };
	static const struct {
		uint8_t code[6];
		uint8_t length;
		uint64_t flags, counter;
		bool is_taken;
	} branches[] = {
		{ { 0x74, 2 }, 2, ZF, 0, true },
		{ { 0x74, 2 }, 2, CF, 0, false },
		{ { 0x75, 2 }, 2, ZF, 0, false },
		{ { 0x72, 2 }, 2, CF, 0, true },
		{ { 0x77, 2 }, 2, 0, 0, true },
		{ { 0x77, 2 }, 2, CF, 0, false },
		{ { 0x7a, 2 }, 2, PF, 0, true },
		{ { 0x7c, 2 }, 2, SF, 0, true },
		{ { 0x7c, 2 }, 2, SF | OF, 0, false },
		{ { 0x7e, 2 }, 2, ZF | SF | OF, 0, true },
		{ { 0x7f, 2 }, 2, OF, 0, false },
		{ { 0x3e, 0x78, 2 }, 3, SF, 0, true },
		{ { 0x0f, 0x80, 1, 0, 0, 0 }, 6, OF, 0, true },
		{ { 0x0f, 0x8d, 1, 0, 0, 0 }, 6, SF, 0, false },
		{ { 0xe2, 2 }, 2, 0, 1, false },
		{ { 0xe2, 2 }, 2, 0, 2, true },
		{ { 0xe1, 2 }, 2, 0, 2, false },
		{ { 0xe3, 2 }, 2, 0, 1ull << 32, false },
		{ { 0x67, 0xe3, 2 }, 3, 0, 1ull << 32, true },
		{ { 0x74 }, 1, ZF, 0, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(branches) / sizeof(*branches); i++)
		assert_int_equal(insn_is_taken(branches[i].code, branches[i].length, CODE_64,
		                               branches[i].flags, branches[i].counter),
		                 branches[i].is_taken);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_branches_jump_by_flags),
		cmocka_unit_test(test_operands_in_memory),
		cmocka_unit_test(test_stacks_grow_down),
		cmocka_unit_test(test_what_is_not_accessed),
		cmocka_unit_test(test_kinds),
		cmocka_unit_test(test_strings),
		cmocka_unit_test(test_text),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
