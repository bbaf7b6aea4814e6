// trace: rt_sigtimedwait,rt_sigtimedwait_time64,getpid
#include "test.h"

int main(void)
{
	uint64_t set = 1ULL << (SIGUSR1 - 1) | 1ULL << 39;
	struct timespec zero = { 0, 0 }, wrong = { -1, 2000000000 };
	siginfo_t info;

	call(getpid);
	block(SIGUSR1);
	block(40);
	raise(SIGUSR1);
	call(rt_sigtimedwait, &set, &info, &zero, 8);
	call(rt_sigtimedwait, &set, &info, &zero, 8);
	sigqueue(getpid(), 40, (union sigval){ .sival_int = 1234 });
	call(rt_sigtimedwait, &set, &info, NULL, 8);
	raise(SIGUSR1);
	call(rt_sigtimedwait, &set, NULL, NULL, 8);
	call(rt_sigtimedwait, &set, &info, &wrong, 8);
	call(rt_sigtimedwait, NULL, &info, &zero, 8);
	call(rt_sigtimedwait, &set, &info, unreadable, 8);
	call(rt_sigtimedwait, &set, &info, &zero, 4);
	raise(SIGUSR1);
	call(rt_sigtimedwait, &set, unreadable, &zero, 8);
#ifdef __i386__
	long long wide[2] = { 0, 0 };
	raise(SIGUSR1);
	call(rt_sigtimedwait_time64, &set, &info, wide, 8);
#endif
	return 0;
}
