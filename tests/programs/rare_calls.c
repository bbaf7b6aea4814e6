/* Calls that programs do not make themselves: returning from handlers, restarting what a
 * signal interrupted, and what the kernel's own trampolines call. */
// rastro: -a 1 -e signal=URG -e trace=restart_syscall,rt_sigreturn,uprobe,uretprobe
// abi: x86_64 i386
#include "golden.h"

#include <stdbool.h>

static volatile bool was_called;

static void handle(int signal, siginfo_t *info, void *context)
{
	was_called = true;
	(void)signal;
	(void)info;
	(void)context;
}

/* The signals that are blocked again stand in the handler's frame. */
static void test_return(void)
{
	struct sigaction action = { .sa_sigaction = handle, .sa_flags = SA_SIGINFO };

	sigaddset(&action.sa_mask, SIGUSR2);
	sigaction(SIGUSR1, &action, NULL);
	kill(getpid(), SIGUSR1);
	expect("rt_sigreturn({mask=[]}) = 0\n");
	sigset_t blocked;
	sigemptyset(&blocked);
	sigaddset(&blocked, SIGHUP);
	sigaddset(&blocked, SIGRTMAX);
	sigprocmask(SIG_BLOCK, &blocked, NULL);
	kill(getpid(), SIGUSR1);
	expect("rt_sigreturn({mask=[HUP RT_32]}) = 0\n");
}

/* Nothing was interrupted: the call before is that of golden_begin(). */
static void test_restart(void)
{
	long result = syscall(SYS_restart_syscall);

	expect("restart_syscall(<... resuming interrupted kill ...>) = %s\n",
	       result_text(result));
}

#ifdef __x86_64__
/* A kernel that knows them answers with an error, or with a signal. */
static void test_probes(void)
{
	struct sigaction action = { .sa_sigaction = handle, .sa_flags = SA_SIGINFO };
	enum { URETPROBE = 335, UPROBE };

	sigaction(SIGILL, &action, NULL);
	long result = syscall(UPROBE);
	expect("uprobe() = %s\n", result_text(result));
	result = syscall(URETPROBE);
	expect("uretprobe() = %s\n", result_text(result));
	if (was_called)
		expect("rt_sigreturn({mask=[]}) = -1 EPERM (Operation not permitted)\n");
}
#endif

int main(void)
{
	golden_begin();
	test_restart();
#ifdef __x86_64__
	test_probes();
#endif
	test_return();
	golden_end();
	return 0;
}
