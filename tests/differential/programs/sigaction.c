// trace: rt_sigaction,sigaction,signal
#include "test.h"

struct kernel_action { void *handler; unsigned long flags; void *restorer; uint64_t mask; };
#ifdef __i386__
struct old_action { void *handler; unsigned long mask, flags; void *restorer; };
#endif

int main(void)
{
	struct kernel_action action = { (void *)0x1234, SA_RESTART | 0x04000000, (void *)0x5678, 0 }, old;

	call(rt_sigaction, SIGUSR1, &action, NULL, 8);
	call(rt_sigaction, SIGUSR1, NULL, &old, 8);
	action = (struct kernel_action){ SIG_IGN, 0, NULL, 1ULL << (SIGINT - 1) | 1ULL << (SIGTERM - 1) };
	call(rt_sigaction, SIGUSR1, &action, &old, 8);
	action = (struct kernel_action){ SIG_DFL, SA_NOCLDSTOP | SA_NOCLDWAIT | SA_SIGINFO | SA_ONSTACK | SA_NODEFER | SA_RESETHAND, NULL, -1 };
	call(rt_sigaction, SIGCHLD, &action, &old, 8);
	action = (struct kernel_action){ (void *)-1, -1, BAD, ~(1ULL << 33) };
	call(rt_sigaction, 35, &action, &old, 8);
	action.mask = 0xfffffffe7ffbfeff;
	call(rt_sigaction, 64, &action, &old, 8);
	call(rt_sigaction, SIGKILL, &action, NULL, 8);
	call(rt_sigaction, 0, &action, NULL, 8);
	call(rt_sigaction, 99, NULL, NULL, 8);
	call(rt_sigaction, SIGUSR2, NULL, &old, 16);
	call(rt_sigaction, SIGUSR2, NULL, NULL, 4);
	call(rt_sigaction, -1, unreadable, BAD, 0);
	call(rt_sigaction, SIGUSR2, EDGE(action), unreadable, 8);
	call(rt_sigaction, SIGUSR2, unreadable - 8, NULL, 8);
	call(rt_sigaction, SIGUSR2, NULL, NULL, 8);
#ifdef __i386__
	struct old_action o = { (void *)0x4321, 1 << 4, SA_RESTART | SA_NODEFER, (void *)0x8765 }, o2;
	call(sigaction, SIGUSR2, &o, &o2);
	call(sigaction, SIGUSR2, NULL, &o2);
	call(sigaction, 77, unreadable, NULL);
	call(signal, SIGUSR2, SIG_IGN);
	call(signal, SIGUSR2, 0x1000);
	call(signal, SIGKILL, SIG_DFL);
#endif
	return 0;
}
