/* Flags that came after Linux 6.1, in calls that no kernel grants. */
// rastro: -a 1 -e trace=unshare,execveat,sched_getattr,pidfd_send_signal,process_mrelease,bpf
// abi: x86_64 i386
#include "golden.h"

int main(void)
{
	uint32_t attach[8] = { -1, -1, 59 };

	golden_begin();
	long result = syscall(SYS_unshare, 0x100001);
	expect("unshare(UNSHARE_EMPTY_MNTNS|0x1) = %s\n", result_text(result));
	result = syscall(SYS_execveat, -1, "", NULL, NULL, 0x11000);
	expect("execveat(-1, \"\", NULL, NULL, AT_EMPTY_PATH|AT_EXECVE_CHECK) = %s\n",
	       result_text(result));
	result = syscall(SYS_sched_getattr, 0, NULL, 0, 3);
	expect("sched_getattr(0, NULL, 0, SCHED_GETATTR_FLAG_DL_DYNAMIC|0x2) = %s\n",
	       result_text(result));
	result = syscall(SYS_pidfd_send_signal, -10000, 0, NULL, 0x100);
	expect("pidfd_send_signal(PIDFD_SELF_THREAD, 0, NULL, 0x100) = %s\n", result_text(result));
	result = syscall(448 /* process_mrelease */, -10001, 5);
	expect("process_mrelease(PIDFD_SELF_THREAD_GROUP, 0x5) = %s\n", result_text(result));
	for (uint32_t type = 0; type < 3; type++) {
		static const char *const names[] = { "FENTRY", "FEXIT", "FSESSION" };

		attach[2] = 59 + type;
		result = syscall(SYS_bpf, 9, attach, 12);
		expect("bpf(BPF_PROG_DETACH, {target_fd=-1, attach_type=BPF_TRACE_%s_MULTI}, 12)"
		       " = %s\n",
		       names[type], result_text(result));
	}
	golden_end();
	return 0;
}
