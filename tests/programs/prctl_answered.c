/* Options of which this machine or its kernel may have nothing to tell: a filter answers. */
// rastro: -a 1 -e trace=prctl,arch_prctl
// abi: x86_64 i386
#include "answered.h"
#include "golden.h"

static void answered(long number, int option, const void *second, long third, const char *shown)
{
	long result = syscall(number, option, second, third, 3, 4);

	expect("%s(%s) = %s\n", number == SYS_prctl ? "prctl" : "arch_prctl", shown,
	       result_text(result));
}

static void try_options(void)
{
	long mask = 0x7f, bits = 6, status = 3;

	answered(SYS_prctl, 65, (void *)3, 2,
	         "PR_SET_MDWE, PR_MDWE_REFUSE_EXEC_GAIN|PR_MDWE_NO_INHERIT, 0x2, 0x3, 0x4");
	answered(SYS_prctl, 63, (void *)0x60010, 0,
	         "PR_SME_SET_VL, PR_SME_SET_VL_ONEXEC|PR_SME_VL_INHERIT|0x10");
	answered(SYS_prctl, 66, (void *)1, 2, "PR_GET_MDWE, 0x1, 0x2, 0x3, 0x4");
	answered(SYS_prctl, 78, (void *)2, 0,
	         "PR_FUTEX_HASH, PR_FUTEX_HASH_GET_SLOTS, 0, 0x3, 0x4");
	answered(SYS_prctl, 81, (void *)0, 1,
	         "PR_SET_CFI, PR_CFI_BRANCH_LANDING_PADS, 0x1, 0x3, 0x4");
	answered(SYS_prctl, 59, (void *)2, 5,
	         "PR_SET_SYSCALL_USER_DISPATCH, PR_SYS_DISPATCH_INCLUSIVE_ON, 0x5, 0x3, 0x4");
	answered(SYS_arch_prctl, 0x4001, &mask, 0, "ARCH_GET_UNTAG_MASK, [0x7f]");
	answered(SYS_arch_prctl, 0x4003, &bits, 0, "ARCH_GET_MAX_TAG_BITS, [6]");
	answered(SYS_arch_prctl, 0x4004, NULL, 0, "ARCH_FORCE_TAGGED_SVA");
	answered(SYS_arch_prctl, 0x5002, (void *)2, 0, "ARCH_SHSTK_DISABLE, ARCH_SHSTK_WRSS");
	answered(SYS_arch_prctl, 0x5003, (void *)3, 0,
	         "ARCH_SHSTK_LOCK, ARCH_SHSTK_SHSTK|ARCH_SHSTK_WRSS");
	answered(SYS_arch_prctl, 0x5004, (void *)1, 0, "ARCH_SHSTK_UNLOCK, ARCH_SHSTK_SHSTK");
	answered(SYS_arch_prctl, 0x5005, &status, 0,
	         "ARCH_SHSTK_STATUS, [ARCH_SHSTK_SHSTK|ARCH_SHSTK_WRSS]");
}

int main(void)
{
	answer_call(SYS_arch_prctl);
	answer_call(SYS_prctl);
	golden_begin();
	try_options();
	golden_end();
	return 0;
}
