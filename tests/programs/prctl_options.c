/* Every option of prctl that is as old as strace 6.1, as if it had succeeded. */
// rastro: -a 1 -e trace=prctl,arch_prctl
// abi: x86_64 i386
#include "answered.h"
#include "golden.h"

#include <linux/capability.h>

#ifndef PR_SET_VMA
#define PR_SET_VMA           0x53564d41
#define PR_SET_VMA_ANON_NAME 0
#endif

static void answered(int option, long second, long third, const char *shown)
{
	long result = syscall(SYS_prctl, option, second, third, 4, 5);

	expect("prctl(%s) = %s\n", shown, result_text(result));
}

/* The result has a name. */
static void told(int option, const char *shown, const char *name)
{
	long result = syscall(SYS_prctl, option, 2, 3, 4, 5);

	expect("prctl(%s) = %s (%s)\n", shown, result_text(result), name);
}

/* What comes out where the second argument points to. */
static void answered_at(int option, const char *name, const void *at, const char *shown)
{
	char text[120];

	snprintf(text, sizeof(text), "%s, %s", name, shown);
	answered(option, (long)at, 0, text);
	snprintf(text, sizeof(text), "%s, %p", name, unreadable());
	answered(option, (long)unreadable(), 0, text);
	snprintf(text, sizeof(text), "%s, NULL", name);
	answered(option, 0, 0, text);
}

static void try_numbers(void)
{
	answered(PR_SET_PDEATHSIG, SIGTERM, 0, "PR_SET_PDEATHSIG, SIGTERM");
	told(PR_GET_DUMPABLE, "PR_GET_DUMPABLE", "SUID_DUMP_DISABLE");
	answered(PR_SET_DUMPABLE, 1, 0, "PR_SET_DUMPABLE, SUID_DUMP_USER");
	answered(PR_SET_DUMPABLE, 3, 0, "PR_SET_DUMPABLE, 0x3 /* SUID_DUMP_??? */");
	answered(PR_SET_UNALIGN, 3, 0, "PR_SET_UNALIGN, PR_UNALIGN_NOPRINT|PR_UNALIGN_SIGBUS");
	answered(PR_GET_KEEPCAPS, 2, 3, "PR_GET_KEEPCAPS");
	answered(PR_SET_KEEPCAPS, 1, 0, "PR_SET_KEEPCAPS, 1");
	answered(PR_SET_FPEMU, 1, 0, "PR_SET_FPEMU, 1");
	answered(PR_SET_FPEXC, 0x80, 0, "PR_SET_FPEXC, 128");
	answered(PR_GET_TIMING, 2, 3, "PR_GET_TIMING");
	answered(PR_SET_TIMING, 1, 0, "PR_SET_TIMING, 1");
	answered(PR_SET_ENDIAN, 2, 0, "PR_SET_ENDIAN, 2");
	answered(PR_GET_SECCOMP, 2, 3, "PR_GET_SECCOMP");
	answered(PR_SET_SECCOMP, 1, 0, "PR_SET_SECCOMP, SECCOMP_MODE_STRICT");
	answered(PR_SET_SECCOMP, 0, 3, "PR_SET_SECCOMP, SECCOMP_MODE_DISABLED, 0x3, 0x4, 0x5");
	answered(PR_SET_TSC, 2, 0, "PR_SET_TSC, PR_TSC_SIGSEGV");
	answered(PR_SET_TIMERSLACK, -1, 0, "PR_SET_TIMERSLACK, -1");
	answered(PR_GET_TIMERSLACK, 2, 3, "PR_GET_TIMERSLACK");
	answered(PR_TASK_PERF_EVENTS_DISABLE, 2, 3, "PR_TASK_PERF_EVENTS_DISABLE");
	answered(PR_TASK_PERF_EVENTS_ENABLE, 2, 3, "PR_TASK_PERF_EVENTS_ENABLE");
	answered(PR_SET_CHILD_SUBREAPER, 1, 0, "PR_SET_CHILD_SUBREAPER, 1");
	answered(PR_SET_NO_NEW_PRIVS, 1, 0, "PR_SET_NO_NEW_PRIVS, 1, 0, 0x4, 0x5");
	answered(PR_GET_NO_NEW_PRIVS, 0, 0, "PR_GET_NO_NEW_PRIVS, 0, 0, 0x4, 0x5");
	answered(PR_GET_THP_DISABLE, 0, 0, "PR_GET_THP_DISABLE, 0, 0, 0x4, 0x5");
	answered(PR_MPX_ENABLE_MANAGEMENT, 0, 0, "PR_MPX_ENABLE_MANAGEMENT, 0, 0, 0x4, 0x5");
	answered(PR_MPX_DISABLE_MANAGEMENT, 0, 0, "PR_MPX_DISABLE_MANAGEMENT, 0, 0, 0x4, 0x5");
	answered(PR_SET_FP_MODE, 3, 0, "PR_SET_FP_MODE, PR_FP_MODE_FR|PR_FP_MODE_FRE");
	answered(PR_GET_FP_MODE, 2, 3, "PR_GET_FP_MODE");
	answered(PR_SVE_SET_VL, 0x60010, 0,
	         "PR_SVE_SET_VL, PR_SVE_SET_VL_ONEXEC|PR_SVE_VL_INHERIT|0x10");
	answered(PR_SVE_GET_VL, 2, 3, "PR_SVE_GET_VL");
	answered(64, 2, 3, "PR_SME_GET_VL");
	answered(PR_SET_IO_FLUSHER, 1, 0, "PR_SET_IO_FLUSHER, 1, 0, 0x4, 0x5");
	answered(PR_GET_IO_FLUSHER, 0, 0, "PR_GET_IO_FLUSHER, 0, 0, 0x4, 0x5");
	answered(99, 2, 3, "0x63 /* PR_??? */, 0x2, 0x3, 0x4, 0x5");
}

static void try_rights(void)
{
	answered(PR_CAPBSET_READ, CAP_SYS_ADMIN, 0, "PR_CAPBSET_READ, CAP_SYS_ADMIN");
	answered(PR_CAPBSET_DROP, 99, 0, "PR_CAPBSET_DROP, 0x63 /* CAP_??? */");
	answered(PR_GET_SECUREBITS, 2, 3, "PR_GET_SECUREBITS");
	answered(PR_SET_SECUREBITS, 0x11, 0, "PR_SET_SECUREBITS, SECBIT_NOROOT|SECBIT_KEEP_CAPS");
	answered(PR_CAP_AMBIENT, 1, CAP_CHOWN,
	         "PR_CAP_AMBIENT, PR_CAP_AMBIENT_IS_SET, CAP_CHOWN, 0x4, 0x5");
	answered(PR_CAP_AMBIENT, 2, CAP_KILL,
	         "PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_KILL, 0x4, 0x5");
	answered(PR_CAP_AMBIENT, 3, CAP_BPF,
	         "PR_CAP_AMBIENT, PR_CAP_AMBIENT_LOWER, CAP_BPF, 0x4, 0x5");
	answered(PR_CAP_AMBIENT, 4, 1, "PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0x1, 0x4, 0x5");
	answered(PR_MCE_KILL, 0, 1, "PR_MCE_KILL, PR_MCE_KILL_CLEAR, 0x1, 0x4, 0x5");
	answered(PR_MCE_KILL, 1, 1, "PR_MCE_KILL, PR_MCE_KILL_SET, PR_MCE_KILL_EARLY, 0x4, 0x5");
	told(PR_MCE_KILL_GET, "PR_MCE_KILL_GET, 0x2, 0x3, 0x4, 0x5", "PR_MCE_KILL_LATE");
	answered(PR_SCHED_CORE, 2, 7,
	         "PR_SCHED_CORE, PR_SCHED_CORE_SHARE_TO, 7, 0x4 /* PIDTYPE_??? */, 0x5");
	long result = syscall(SYS_prctl, PR_SCHED_CORE, 3, 7, 1, 0);
	expect("prctl(PR_SCHED_CORE, PR_SCHED_CORE_SHARE_FROM, 7, 0x1 /* PIDTYPE_TGID */, NULL) = "
	       "%s\n",
	       result_text(result));
}

static void try_machines(void)
{
	answered(PR_SET_SPECULATION_CTRL, 0, 2,
	         "PR_SET_SPECULATION_CTRL, PR_SPEC_STORE_BYPASS, PR_SPEC_ENABLE");
	answered(PR_SET_SPECULATION_CTRL, 1, 4,
	         "PR_SET_SPECULATION_CTRL, PR_SPEC_INDIRECT_BRANCH, PR_SPEC_DISABLE");
	answered(PR_SET_SPECULATION_CTRL, 2, 8,
	         "PR_SET_SPECULATION_CTRL, PR_SPEC_L1D_FLUSH, PR_SPEC_FORCE_DISABLE");
	answered(PR_SET_SPECULATION_CTRL, 3, 8,
	         "PR_SET_SPECULATION_CTRL, 0x3 /* PR_SPEC_??? */, 0x8");
	answered(PR_PAC_RESET_KEYS, 0x11, 0,
	         "PR_PAC_RESET_KEYS, PR_PAC_APIAKEY|PR_PAC_APGAKEY, 0, 0x4, 0x5");
	answered(
		PR_PAC_SET_ENABLED_KEYS, 6, 2,
		"PR_PAC_SET_ENABLED_KEYS, PR_PAC_APIBKEY|PR_PAC_APDAKEY, PR_PAC_APIBKEY, 0x4, 0x5");
	answered(PR_PAC_GET_ENABLED_KEYS, 2, 3, "PR_PAC_GET_ENABLED_KEYS, 0x2, 0x3, 0x4, 0x5");
	answered(PR_SET_TAGGED_ADDR_CTRL, 0x1b, 0,
	         "PR_SET_TAGGED_ADDR_CTRL, "
	         "PR_TAGGED_ADDR_ENABLE|PR_MTE_TCF_SYNC|0x3<<PR_MTE_TAG_SHIFT, 0, 0x4, 0x5");
	told(PR_GET_TAGGED_ADDR_CTRL, "PR_GET_TAGGED_ADDR_CTRL, 0x2, 0x3, 0x4, 0x5",
	     "!PR_TAGGED_ADDR_ENABLE|PR_MTE_TCF_NONE");
}

static void try_memory(void)
{
	static char name[16] = "name";
	int number = 7, mode = 1, access = 1, signal = SIGINT, size = 104;
	void *address = (void *)0x1234;

	answered_at(PR_GET_PDEATHSIG, "PR_GET_PDEATHSIG", &signal, "[SIGINT]");
	answered_at(PR_GET_UNALIGN, "PR_GET_UNALIGN", &access, "[PR_UNALIGN_NOPRINT]");
	answered_at(PR_GET_FPEMU, "PR_GET_FPEMU", &number, "[7]");
	answered_at(PR_GET_FPEXC, "PR_GET_FPEXC", &number, "[7]");
	answered_at(PR_GET_ENDIAN, "PR_GET_ENDIAN", &number, "[7]");
	answered_at(PR_GET_CHILD_SUBREAPER, "PR_GET_CHILD_SUBREAPER", &number, "[7]");
	answered_at(PR_GET_TSC, "PR_GET_TSC", &mode, "[PR_TSC_ENABLE]");
	answered_at(PR_GET_NAME, "PR_GET_NAME", name, "\"name\"");
	answered_at(PR_SET_NAME, "PR_SET_NAME", name, "\"name\"");
	answered_at(PR_GET_TID_ADDRESS, "PR_GET_TID_ADDRESS", &address, "[0x1234]");
	answered(PR_SET_MM, PR_SET_MM_MAP_SIZE, (long)&size,
	         "PR_SET_MM, PR_SET_MM_MAP_SIZE, [104], 0x4, 0x5");
	answered(PR_SET_MM, PR_SET_MM_BRK, 0x1000, "PR_SET_MM, PR_SET_MM_BRK, 0x1000, 0x4, 0x5");
	long result = syscall(SYS_prctl, PR_SET_VMA, PR_SET_VMA_ANON_NAME, 0x1000, 0x2000, "heap");
	expect("prctl(PR_SET_VMA, PR_SET_VMA_ANON_NAME, 0x1000, 8192, \"heap\") = %s\n",
	       result_text(result));
	result = syscall(SYS_prctl, PR_SET_VMA, PR_SET_VMA_ANON_NAME, 0x1000, 0x2000, unreadable());
	expect("prctl(PR_SET_VMA, PR_SET_VMA_ANON_NAME, 0x1000, 8192, %p) = %s\n", unreadable(),
	       result_text(result));
	result = syscall(SYS_prctl, PR_SET_VMA, 1, 2, 3, 4);
	expect("prctl(PR_SET_VMA, 0x1 /* PR_SET_VMA_??? */, 0x2, 0x3, 0x4) = %s\n",
	       result_text(result));
}

static void try_arch(void)
{
	uint64_t features = 3;

	long result = syscall(SYS_arch_prctl, 0x1022, &features);
	expect("arch_prctl(ARCH_GET_XCOMP_PERM, [0x3 /* XFEATURE_MASK_FPSSE */]) = %s\n",
	       result_text(result));
	result = syscall(SYS_arch_prctl, 0x1024, &features);
	expect("arch_prctl(ARCH_GET_XCOMP_GUEST_PERM, [0x3 /* XFEATURE_MASK_FPSSE */]) = %s\n",
	       result_text(result));
	result = syscall(SYS_arch_prctl, 0x1021, unreadable());
	expect("arch_prctl(ARCH_GET_XCOMP_SUPP, %p) = %s\n", unreadable(), result_text(result));
	result = syscall(SYS_arch_prctl, 0x1025, 18);
	expect("arch_prctl(ARCH_REQ_XCOMP_GUEST_PERM, 0x12 /* XFEATURE_XTILE_DATA */) = %s\n",
	       result_text(result));
	for (int i = 0; i < 3; i++) {
		static const char *const names[] = { "X32", "32", "64" };
		result = syscall(SYS_arch_prctl, 0x2001 + i, 0x1000);
		expect("arch_prctl(ARCH_MAP_VDSO_%s, 0x1000) = %s\n", names[i],
		       result_text(result));
	}
}

int main(void)
{
	answer_call(SYS_arch_prctl);
	answer_call(SYS_prctl);
	golden_begin();
	try_numbers();
	try_rights();
	try_machines();
	try_memory();
	try_arch();
	golden_end();
	return 0;
}
