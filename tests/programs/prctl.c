/* What processes can say of themselves since strace 6.1. */
// rastro: -a 1 -e trace=prctl,arch_prctl
// abi: x86_64 i386
#include "golden.h"

/* Whatever the kernel knows, it refuses these: what has no meaning is not 0. */
static void refused(int option, long second, long third, const char *shown)
{
	long result = syscall(SYS_prctl, option, second, third, 0x3000, 0x4000);

	expect("prctl(%s) = %s\n", shown, result_text(result));
}

static void options(void)
{
	refused(67, 1, 2, "PR_SET_MEMORY_MERGE, 1, 0x2, 0x3000, 0x4000");
	refused(68, 1, 2, "PR_GET_MEMORY_MERGE, 0x1, 0x2, 0x3000, 0x4000");
	refused(0x41555856, 16, 64, "PR_GET_AUXV, 0x10, 64, 0x3000, 0x4000");
	refused(69, 0x12, 0, "PR_RISCV_V_SET_CONTROL, PR_RISCV_V_VSTATE_CTRL_ON|PR_RISCV_V_VSTATE_CTRL_INHERIT");
	refused(70, 0, 0, "PR_RISCV_V_GET_CONTROL");
	refused(71, 0, 1, "PR_RISCV_SET_ICACHE_FLUSH_CTX, PR_RISCV_CTX_SW_FENCEI_ON, PR_RISCV_SCOPE_PER_THREAD");
	refused(72, 3, 0, "PR_PPC_GET_DEXCR, PR_PPC_DEXCR_NPHIE, 0, 0x3000, 0x4000");
	refused(73, 9, 6, "PR_PPC_SET_DEXCR, 0x9 /* PR_PPC_DEXCR_??? */, PR_PPC_DEXCR_CTRL_SET"
	        "|PR_PPC_DEXCR_CTRL_CLEAR, 0x3000, 0x4000");
	refused(74, 0, 0, "PR_GET_SHADOW_STACK_STATUS, NULL, 0, 0x3000, 0x4000");
	refused(75, 3, 0, "PR_SET_SHADOW_STACK_STATUS, PR_SHADOW_STACK_ENABLE|PR_SHADOW_STACK_WRITE, 0, "
	        "0x3000, 0x4000");
	refused(76, 16, 0, "PR_LOCK_SHADOW_STACK_STATUS, 0x10 /* PR_SHADOW_STACK_??? */, 0, 0x3000, 0x4000");
	refused(77, 2, 0, "PR_TIMER_CREATE_RESTORE_IDS, PR_TIMER_CREATE_RESTORE_IDS_GET, 0, 0x3000, 0x4000");
	refused(78, 1, 3, "PR_FUTEX_HASH, PR_FUTEX_HASH_SET_SLOTS, 3, 0x3000, 0x4000");
	refused(78, 9, 0, "PR_FUTEX_HASH, 0x9 /* PR_FUTEX_HASH_??? */, 0, 0x3000, 0x4000");
	refused(79, 2, 1, "PR_RSEQ_SLICE_EXTENSION, PR_RSEQ_SLICE_EXTENSION_SET, PR_RSEQ_SLICE_EXT_ENABLE, "
	        "0x3000, 0x4000");
	refused(79, 1, 0, "PR_RSEQ_SLICE_EXTENSION, PR_RSEQ_SLICE_EXTENSION_GET, 0, 0x3000, 0x4000");
	refused(80, 0, 1, "PR_GET_CFI, PR_CFI_BRANCH_LANDING_PADS, 0x1, 0x3000, 0x4000");
	refused(41, 1, 2, "PR_SET_THP_DISABLE, 1, PR_THP_DISABLE_EXCEPT_ADVISED, 0x3000, 0x4000");
}

static void map(void)
{
	struct {
		uint64_t numbers[11];
		void *auxv;
		uint32_t auxv_size, exe_fd;
	} map = { { 1, 2 }, NULL, 8, -1 };

	long result = syscall(SYS_prctl, 35, 14, &map, sizeof(map), 1);
	expect("prctl(PR_SET_MM, PR_SET_MM_MAP, {start_code=0x1, end_code=0x2, start_data=0, end_data=0, "
	       "start_brk=0, brk=0, start_stack=0, arg_start=0, arg_end=0, env_start=0, env_end=0, "
	       "auxv=NULL, auxv_size=8, exe_fd=-1}, %#zx, 0x1) = %s\n", sizeof(map), result_text(result));
	result = syscall(SYS_prctl, 35, 14, unreadable(), 104, 1);
	expect("prctl(PR_SET_MM, PR_SET_MM_MAP, %p, 0x68, 0x1) = %s\n", unreadable(), result_text(result));
	result = syscall(SYS_prctl, 35, 13, -1, 0, 1);
	expect("prctl(PR_SET_MM, PR_SET_MM_EXE_FILE, -1, 0, 0x1) = %s\n", result_text(result));
}

static void of_the_machine(void)
{
	long result = syscall(SYS_arch_prctl, 0x4002, 99);
	expect("arch_prctl(ARCH_ENABLE_TAGGED_ADDR, 99) = %s\n", result_text(result));
	result = syscall(SYS_arch_prctl, 0x4003, 8);
	expect("arch_prctl(ARCH_GET_MAX_TAG_BITS, 0x8) = %s\n", result_text(result));
	result = syscall(SYS_arch_prctl, 0x5001, 0x82);
	expect("arch_prctl(ARCH_SHSTK_ENABLE, ARCH_SHSTK_WRSS|0x80) = %s\n", result_text(result));
	result = syscall(SYS_arch_prctl, 0x1023, 19);
	expect("arch_prctl(ARCH_REQ_XCOMP_PERM, 0x13 /* XFEATURE_APX */) = %s\n", result_text(result));
}

int main(void)
{
	golden_begin();
	options();
	map();
	of_the_machine();
	golden_end();
	return 0;
}
