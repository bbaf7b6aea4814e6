// trace: wait4
// options: -q -e signal=none
// mask: (?<=wait4\()\d+
// mask: (?<= = )\d+
/* What a tracer learns of its child: each event there is, in the status. */
#include "test.h"
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>

static void wait_for(pid_t pid)
{
	static int status;

	call(wait4, pid, &status, __WALL, NULL);
}

/* Stops at what it does for the n-th time. */
static void go_on(pid_t pid)
{
	ptrace(PTRACE_CONT, pid, NULL, NULL);
	wait_for(pid);
}

/* The new process of an event stops at its start, at its end, and is gone. */
static void follow_new(pid_t pid)
{
	unsigned long made;

	go_on(pid);
	ptrace(PTRACE_GETEVENTMSG, pid, NULL, &made);
	wait_for((pid_t)made);
	go_on((pid_t)made);
	go_on((pid_t)made);
}

static void make_events(const char *program)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_getppid, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRACE),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog filter = { sizeof(code) / sizeof(*code), code };

	block(SIGCHLD);
	ptrace(PTRACE_TRACEME, 0, NULL, NULL);
	raise(SIGSTOP);
	if (!fork())
		_exit(0);
	if (!vfork())
		_exit(0);
	if (!call(clone, 0))
		_exit(0);
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter);
	call(getppid);
	execl(program, program, "again", NULL);
	_exit(1);
}

static void stop_seized(void)
{
	pid_t pid = fork();

	if (!pid)
		for (;;)
			pause();
	ptrace(PTRACE_SEIZE, pid, NULL, NULL);
	ptrace(PTRACE_INTERRUPT, pid, NULL, NULL);
	wait_for(pid);
	kill(pid, SIGKILL);
	wait_for(pid);
}

int main(int count, char **arguments)
{
	if (count > 1)
		return 0;
	pid_t pid = fork();

	if (!pid)
		make_events(arguments[0]);
	wait_for(pid);
	ptrace(PTRACE_SETOPTIONS, pid, NULL,
	       PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXEC |
	               PTRACE_O_TRACEVFORKDONE | PTRACE_O_TRACEEXIT | PTRACE_O_TRACESECCOMP |
	               PTRACE_O_EXITKILL);
	follow_new(pid); /* fork */
	follow_new(pid); /* vfork */
	go_on(pid);      /* vfork done */
	follow_new(pid); /* clone */
	for (int stop = 0; stop < 4; stop++)
		go_on(pid); /* seccomp, exec, exit, gone */
	stop_seized();
	return 0;
}
