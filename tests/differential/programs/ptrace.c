// trace: ptrace
// options: -q
// mask: si_pid=\d+
#include "test.h"
#include <sys/ptrace.h>

int main(void)
{
	long pid = fork();

	if (pid == 0) {
		for (;;)
			pause();
	}
	call(ptrace, PTRACE_PEEKDATA, 99999999, 0, 0);
	call(ptrace, PTRACE_POKETEXT, 99999999, 0x1000, 5);
	call(ptrace, PTRACE_PEEKUSER, 99999999, 8, NULL);
	call(ptrace, PTRACE_CONT, 99999999, 0, SIGUSR1);
	call(ptrace, PTRACE_SYSCALL, 99999999, 1, 99);
	call(ptrace, PTRACE_KILL, 99999999, 0, 0);
	call(ptrace, PTRACE_SINGLESTEP, 99999999, 0, SIGTRAP);
	call(ptrace, PTRACE_GETREGS, 99999999, 0, NULL);
	call(ptrace, PTRACE_SETREGS, 99999999, 0, BAD);
	call(ptrace, PTRACE_ATTACH, 99999999, 0, 0);
	call(ptrace, PTRACE_DETACH, 99999999, 0, SIGSTOP);
	call(ptrace, PTRACE_SETOPTIONS, 99999999, 0, 0x1 | 0x2 | 0x100000);
	call(ptrace, PTRACE_SETOPTIONS, 99999999, 0, -1);
	call(ptrace, PTRACE_GETEVENTMSG, 99999999, 0, unreadable);
	call(ptrace, PTRACE_GETSIGINFO, 99999999, 0, NULL);
	call(ptrace, PTRACE_GETREGSET, 99999999, 1, NULL);
	call(ptrace, PTRACE_SETREGSET, 99999999, 2, BAD);
	call(ptrace, PTRACE_SEIZE, 99999999, 0, 0x7f);
	call(ptrace, PTRACE_INTERRUPT, 99999999, 0, 0);
	call(ptrace, PTRACE_LISTEN, 99999999, 0, 0);
	call(ptrace, 0x420e /* GET_SYSCALL_INFO */, 99999999, 88, NULL);
	call(ptrace, 31337, 99999999, 1, 2);
	call(ptrace, -1, -1, -1, -1);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	return 0;
}
