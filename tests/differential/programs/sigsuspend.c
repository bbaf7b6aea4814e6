// trace: rt_sigsuspend,sigsuspend,pause,alarm,rt_sigreturn,sigreturn
#include "test.h"

static void ignore(int signal)
{
}

int main(void)
{
	uint64_t set = ~(1ULL << (SIGUSR1 - 1)), none = 0;

	signal(SIGUSR1, ignore);
	block(SIGUSR1);
	raise(SIGUSR1);
	call(rt_sigsuspend, &set, 8);
	raise(SIGUSR1);
	call(rt_sigsuspend, &none, 8);
	call(rt_sigsuspend, NULL, 8);
	call(rt_sigsuspend, unreadable, 8);
#ifdef __i386__
	raise(SIGUSR1);
	call(sigsuspend, 0, 0, ~(1UL << (SIGUSR1 - 1)));
#endif
	call(alarm, 1000);
	call(alarm, 0);
	call(alarm, -1);
	call(alarm, 0);
	return 0;
}
