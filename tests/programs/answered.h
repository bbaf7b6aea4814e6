/* For golden tests of what comes out: a filter answers calls with 0 before the kernel looks at
 * them, so that what a call points to is what the program put there itself. */
#ifndef RASTRO_TESTS_ANSWERED_H
#define RASTRO_TESTS_ANSWERED_H

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/prctl.h>

/* From now on the call of this number does nothing and fails so; it returns 0 if that is 0. */
static inline void answer_call_with(long number, int error)
{
	struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)number, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | error),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { sizeof(filter) / sizeof(filter[0]), filter };

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) < 0)
		abort();
}

static inline void answer_call(long number)
{
	answer_call_with(number, 0);
}

#endif
