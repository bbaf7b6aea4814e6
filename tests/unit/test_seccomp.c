/* Seccomp filters, run without the kernel. */
#include "unit.h"

#include "tracee/seccomp.h"

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>

static const struct seccomp_call call = {
	.nr = 39, .audit = AUDIT_ARCH_X86_64, .ip = 0x1122334455667788, .args = { 7, 1ull << 32 }
};

static uint32_t run(const struct sock_filter *filter, unsigned count)
{
	uint32_t answer = 0;

	assert_true(seccomp_run(filter, count, &call, &answer));
	return answer;
}
#define RUN(...)                                                                                   \
	run((const struct sock_filter[]){ __VA_ARGS__ },                                           \
	    sizeof((const struct sock_filter[]){ __VA_ARGS__ }) / sizeof(struct sock_filter))
#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define RETURN_A    BPF_STMT(BPF_RET | BPF_A, 0)

static void test_what_is_loaded(void **state)
{
	(void)state;
	assert_int_equal(RUN(LOAD(nr), RETURN_A), 39);
	assert_int_equal(RUN(LOAD(arch), RETURN_A), AUDIT_ARCH_X86_64);
	assert_int_equal(RUN(LOAD(instruction_pointer), RETURN_A), 0x55667788);
	assert_int_equal(RUN(LOAD(args[0]), RETURN_A), 7);
	assert_int_equal(RUN(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 28), RETURN_A), 1);
	assert_int_equal(RUN(BPF_STMT(BPF_LD | BPF_W | BPF_LEN, 0), RETURN_A), 64);
}

static void test_what_is_computed(void **state)
{
	(void)state;
	assert_int_equal(RUN(LOAD(nr), BPF_STMT(BPF_ALU | BPF_ADD | BPF_K, 3), RETURN_A), 42);
	assert_int_equal(RUN(LOAD(nr), BPF_STMT(BPF_MISC | BPF_TAX, 0),
	                     BPF_STMT(BPF_ALU | BPF_SUB | BPF_X, 0), RETURN_A),
	                 0);
	assert_int_equal(RUN(LOAD(nr), BPF_STMT(BPF_ST, 5), BPF_STMT(BPF_LD | BPF_IMM, 1),
	                     BPF_STMT(BPF_LDX | BPF_MEM, 5), BPF_STMT(BPF_ALU | BPF_LSH | BPF_X, 0),
	                     RETURN_A),
	                 0);
	assert_int_equal(
		RUN(BPF_STMT(BPF_LD | BPF_IMM, 6), BPF_STMT(BPF_ALU | BPF_NEG, 0), RETURN_A),
		(uint32_t)-6);
}

static void test_jumps(void **state)
{
	(void)state;
	assert_int_equal(RUN(LOAD(nr), BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 39, 1, 0),
	                     BPF_STMT(BPF_RET | BPF_K, 1), BPF_STMT(BPF_RET | BPF_K, 2)),
	                 2);
	assert_int_equal(RUN(LOAD(nr), BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, 39, 1, 0),
	                     BPF_STMT(BPF_RET | BPF_K, 1), BPF_STMT(BPF_RET | BPF_K, 2)),
	                 1);
	assert_int_equal(RUN(LOAD(nr), BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, 4, 0, 1),
	                     BPF_STMT(BPF_RET | BPF_K, 1), BPF_STMT(BPF_RET | BPF_K, 2)),
	                 1);
	assert_int_equal(RUN(BPF_JUMP(BPF_JMP | BPF_JA, 1, 0, 0), BPF_STMT(BPF_RET | BPF_K, 1),
	                     BPF_STMT(BPF_RET | BPF_K, 2)),
	                 2);
}

static void test_what_is_no_filter(void **state)
{
	static const struct sock_filter wrong[][2] = {
		{ BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 64), RETURN_A },
		{ BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 2), RETURN_A },
		{ BPF_STMT(BPF_LD | BPF_W | BPF_MEM, 16), RETURN_A },
		{ BPF_STMT(BPF_ST, 16), RETURN_A },
		{ BPF_STMT(BPF_LD | BPF_W | BPF_IND, 0), RETURN_A },
		{ BPF_JUMP(BPF_JMP | BPF_JA, UINT32_MAX, 0, 0), RETURN_A },
		{ BPF_JUMP(BPF_JMP | BPF_JA, 5, 0, 0), RETURN_A },
		{ BPF_STMT(BPF_LD | BPF_IMM, 0), BPF_STMT(BPF_LD | BPF_IMM, 0) },
	};
	uint32_t answer;

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		assert_false(seccomp_run(wrong[i], 2, &call, &answer));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_loaded),
		cmocka_unit_test(test_what_is_computed),
		cmocka_unit_test(test_jumps),
		cmocka_unit_test(test_what_is_no_filter),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
