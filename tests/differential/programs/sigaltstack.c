// trace: sigaltstack,rt_sigreturn,sigreturn,tgkill,getpid,gettid
#include "test.h"

static void ignore(int signal)
{
}

int main(void)
{
	static char stack[65536];
	stack_t set = { .ss_sp = stack, .ss_flags = 0, .ss_size = sizeof(stack) }, old;
	struct sigaction action = { .sa_handler = ignore, .sa_flags = SA_ONSTACK };

	call(sigaltstack, NULL, &old);
	call(sigaltstack, &set, &old);
	call(sigaltstack, &set, NULL);
	sigemptyset(&action.sa_mask);
	sigaddset(&action.sa_mask, SIGUSR2);
	sigaction(SIGUSR1, &action, NULL);
	call(tgkill, call(getpid), call(gettid), SIGUSR1);
	set.ss_flags = SS_DISABLE;
	call(sigaltstack, &set, &old);
	set.ss_flags = SS_ONSTACK | (1U << 31);
	call(sigaltstack, &set, NULL);
	set.ss_flags = 77;
	set.ss_size = 5;
	call(sigaltstack, &set, NULL);
	call(sigaltstack, NULL, NULL);
	call(sigaltstack, unreadable, NULL);
	call(sigaltstack, NULL, BAD);
	return 0;
}
