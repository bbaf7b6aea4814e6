// trace: rt_sigprocmask,sigprocmask,rt_sigpending,sigpending,sgetmask,ssetmask
#include "test.h"

int main(void)
{
	uint64_t set, old;

	set = 1 << (SIGUSR1 - 1);
	call(rt_sigprocmask, SIG_BLOCK, &set, &old, 8);
	set = 1ULL << 33 | 1ULL << 63 | 1 << 16;
	call(rt_sigprocmask, SIG_BLOCK, &set, NULL, 8);
	call(rt_sigprocmask, SIG_BLOCK, NULL, &old, 8);
	set = -1;
	call(rt_sigprocmask, SIG_UNBLOCK, &set, &old, 8);
	set = ~(1ULL << (SIGINT - 1) | 1ULL << (SIGTERM - 1));
	call(rt_sigprocmask, SIG_SETMASK, &set, &old, 8);
	set = 0;
	call(rt_sigprocmask, SIG_SETMASK, &set, &old, 8);
	set = 0xaaaaaaaaaaaaaaaa;
	call(rt_sigprocmask, SIG_SETMASK, &set, &old, 8);
	set = 0x00000000ffffffff;
	call(rt_sigprocmask, SIG_SETMASK, &set, &old, 8);
	set = 0x5555555500000001;
	call(rt_sigprocmask, SIG_SETMASK, &set, &old, 8);
	call(rt_sigprocmask, 99, &set, &old, 8);
	call(rt_sigprocmask, SIG_SETMASK, &set, &old, 4);
	call(rt_sigprocmask, SIG_SETMASK, &set, &old, 16);
	call(rt_sigprocmask, SIG_SETMASK, &set, NULL, 0);
	call(rt_sigprocmask, SIG_SETMASK, NULL, NULL, 8);
	call(rt_sigprocmask, SIG_SETMASK, unreadable, BAD, 8);
	call(rt_sigprocmask, SIG_SETMASK, unreadable - 4, &old, 8);
	call(rt_sigprocmask, -1, NULL, unreadable, -1);
	raise(SIGUSR1);
	call(rt_sigpending, &set, 8);
	call(rt_sigpending, &set, 4);
	call(rt_sigpending, NULL, 8);
	call(rt_sigpending, unreadable, 9);
#ifdef __i386__
	unsigned long small = 0x4002, before;
	call(sigprocmask, SIG_SETMASK, &small, &before);
	call(sigprocmask, SIG_BLOCK, NULL, &before);
	call(sigprocmask, 5, unreadable, NULL);
	call(sigpending, &small);
	call(sigpending, NULL);
	call(sgetmask);
	call(ssetmask, 0x8001);
#endif
	return 0;
}
