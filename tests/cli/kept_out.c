/* Programs inside which no calls may be recorded, each for a reason of its own:
 *
 *	kept_out dispatch|gs|gs-later|filter|sandbox|ignores
 *
 * Each finds out by itself whether the agent was in its way. */
#include <asm/prctl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef PR_SET_SYSCALL_USER_DISPATCH
#define PR_SET_SYSCALL_USER_DISPATCH 59
#endif

enum { CALLS = 400, DISPATCHED = 5, DISPATCH_ON = 1 };

static volatile char selector;
static volatile int dispatched;

static void call_often(void)
{
	for (int i = 0; i < CALLS; i++)
		syscall(SYS_getppid);
}

static void on_dispatch(int signal)
{
	(void)signal;
	selector = 0;
	dispatched++;
}

static int dispatch(void)
{
	struct sigaction action = { .sa_handler = on_dispatch };

	sigaction(SIGSYS, &action, NULL);
	call_often();
	if (prctl(PR_SET_SYSCALL_USER_DISPATCH, DISPATCH_ON, 0, 0, &selector) < 0)
		return 77;
	for (int i = 0; i < DISPATCHED; i++) {
		selector = 1;
		syscall(SYS_getppid);
	}
	return dispatched != DISPATCHED;
}

static int gs(int later)
{
	static long there = 42;
	long got;

	if (later)
		call_often();
	syscall(SYS_arch_prctl, ARCH_SET_GS, &there);
	for (int i = 0; i < CALLS; i++) {
		syscall(SYS_getppid);
		__asm__ volatile("mov %%gs:0, %0" : "=r"(got));
		if (got != there)
			return 1;
	}
	return 0;
}

static int filter(void)
{
	struct sock_filter allow = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	struct sock_fprog program = { 1, &allow };

	call_often();
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) < 0)
		return 77;
	call_often();
	return 0;
}

/* From its first calls on it may ask for its parent and end: for any other call, were it one
 * that brings in the agent, it is killed. */
static int sandbox(void)
{
	struct sock_filter allow_few[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_getppid, 2, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_exit_group, 1, 0),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { sizeof(allow_few) / sizeof(*allow_few), allow_few };

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) < 0)
		return 77;
	call_often();
	return 0;
}

/* Late, and for the program that it becomes, too. */
static int ignores(const char *self)
{
	call_often();
	signal(SIGTRAP, SIG_IGN);
	execl(self, self, "ignored", NULL);
	return 1;
}

static int ignored(void)
{
	struct sigaction action;

	call_often();
	raise(SIGTRAP);
	return sigaction(SIGTRAP, NULL, &action) < 0 || action.sa_handler != SIG_IGN;
}

int main(int argc, char **argv)
{
	const char *what = argc == 2 ? argv[1] : "";

	return !strcmp(what, "dispatch")   ? dispatch()
	       : !strcmp(what, "gs")       ? gs(0)
	       : !strcmp(what, "gs-later") ? gs(1)
	       : !strcmp(what, "filter")   ? filter()
	       : !strcmp(what, "sandbox")  ? sandbox()
	       : !strcmp(what, "ignores")  ? ignores(argv[0])
	       : !strcmp(what, "ignored")  ? ignored()
	                                   : 2;
}
