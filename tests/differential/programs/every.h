/* Makes every call there is with the same arguments, and none of them happen.
 *
 * A filter answers each call before the kernel looks at it, so that even calls
 * which would end the machine are harmless; a tracer sees them all the same,
 * and with ANSWER 0 believes that they filled what the arguments point to. */
#ifndef RASTRO_DIFFERENTIAL_EVERY_H
#define RASTRO_DIFFERENTIAL_EVERY_H

#include "test.h"
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>

/* The last call that the oracle has a name for. */
#define CALL_LAST 450
#define REGION (15 * PAGE)

static void answer_calls(int answer)
{
	struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_exit_group, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | answer),
	};
	struct sock_fprog program = { sizeof(filter) / sizeof(filter[0]), filter };

	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

static bool call_is_special(long number)
{
	/* What these show is not in their arguments. */
	return number == SYS_exit || number == SYS_exit_group || number == SYS_rt_sigreturn ||
#ifdef __i386__
	       number == SYS_sigreturn ||
#else
	       /* uretprobe and uprobe: no filter is asked, the caller is killed. */
	       number == 335 || number == 336 ||
#endif
	       number == SYS_restart_syscall;
}

static void make_every_call(int answer, const long a[6])
{
	answer_calls(answer);
	for (long number = 0; number <= CALL_LAST; number++)
		if (!call_is_special(number))
			syscall(number, a[0], a[1], a[2], a[3], a[4], a[5]);
	syscall(SYS_exit_group, 0);
}

/* The memory in front of the unreadable page, filled with a pattern. */
static inline long fill_region(const void *pattern, size_t size)
{
	char *region = unreadable - REGION;

	for (size_t i = 0; i < REGION; i++)
		region[i] = ((const char *)pattern)[i % size];
	return (long)region;
}

#endif
