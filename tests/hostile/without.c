/* without WHAT[,WHAT]... COMMAND...: runs a command as a kernel would that has no such
 * calls, or does not allow them.
 *
 * A filter answers for the kernel.  What the command starts inherits it, so
 * that what is taken away must be nothing that those programs need. */
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <unistd.h>

/* A call is answered if this half of its argument is at least, and at most, so much. */
static const struct answer {
	const char *what;
	unsigned nr, argument;
	unsigned half; /* 0: the lower */
	unsigned least, most;
	int error;
} answers[] = {
	{ "call_info", SYS_ptrace, 0, 0, PTRACE_GET_SYSCALL_INFO, PTRACE_GET_SYSCALL_INFO, EIO },
	{ "vm_readv", SYS_process_vm_readv, 0, 0, 0, ~0u, EPERM },
	{ "vm_readv_at_all", SYS_process_vm_readv, 0, 0, 0, ~0u, ENOSYS },
	{ "vm_writev", SYS_process_vm_writev, 0, 0, 0, ~0u, ENOSYS },
	/* Offsets like these are addresses: it is /proc/PID/mem that is read. */
	{ "proc_mem", SYS_pread64, 3, 0, 0x1000000, ~0u, EPERM },
	{ "proc_mem", SYS_pread64, 3, 1, 1, ~0u, EPERM },
	{ "filters", SYS_seccomp, 0, 0, 0, ~0u, ENOSYS },
	{ "filters", SYS_prctl, 0, 0, PR_GET_SECCOMP, PR_SET_SECCOMP, EINVAL },
	{ "close_range", SYS_close_range, 0, 0, 0, ~0u, ENOSYS },
	{ "scheduling", SYS_sched_setscheduler, 0, 0, 0, ~0u, EPERM },
	{ "scheduling", SYS_sched_setaffinity, 0, 0, 0, ~0u, EPERM },
};

enum { ANSWERS = sizeof(answers) / sizeof(*answers), STEPS = 7 };

static unsigned emit(struct sock_filter *code, const struct answer *answer)
{
	size_t half = offsetof(struct seccomp_data, args) + 8 * answer->argument + 4 * answer->half;
	const struct sock_filter steps[STEPS] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, answer->nr, 0, 4),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, half),
		BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, answer->least, 0, 2),
		BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, answer->most, 1, 0),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | answer->error),
	};

	memcpy(code, steps, (STEPS - 1) * sizeof(*steps));
	return STEPS - 1;
}

int main(int argc, char **argv)
{
	struct sock_filter code[STEPS * ANSWERS + 4] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_X86_64, 1, 0),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	unsigned count = 3;

	if (argc < 3)
		return 2;
	for (char *what = strtok(argv[1], ","); what; what = strtok(NULL, ",")) {
		unsigned before = count;

		for (unsigned i = 0; i < ANSWERS; i++)
			if (strcmp(answers[i].what, what) == 0)
				count += emit(code + count, &answers[i]);
		if (count == before)
			return 2;
	}
	code[count++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	struct sock_fprog program = { .len = (unsigned short)count, .filter = code };

	/* As root nothing but the filter changes. */
	if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) < 0 &&
	    (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ||
	     syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) < 0)) {
		perror("without: seccomp");
		return 77;
	}
	execvp(argv[2], argv + 2);
	perror(argv[2]);
	return 127;
}
