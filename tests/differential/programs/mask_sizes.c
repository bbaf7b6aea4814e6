// trace: rt_sigsuspend,rt_sigprocmask,rt_sigpending,rt_sigaction
#include "test.h"

/* Sets of signals of sizes that the kernel does not take. */
int main(void)
{
	uint64_t set = 1ULL << (SIGUSR1 - 1), old = 0;

	for (int size = 0; size < 12; size++) {
		if (size == 8)
			continue;
		call(rt_sigsuspend, &set, size);
		call(rt_sigprocmask, SIG_BLOCK, &set, &old, size);
		call(rt_sigpending, &old, size);
	}
	call(rt_sigsuspend, &set, -1);
	return 0;
}
