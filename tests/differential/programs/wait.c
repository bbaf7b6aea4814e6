// trace: getpid,fork,clone,wait4,waitpid,waitid
// mask: ru_\w+=[^,}]*[,}]
// also: -v
#include "test.h"
#include <sys/resource.h>

static long child(int how)
{
	long pid = call(fork);

	if (pid == 0) {
		if (how == -SIGSTOP) {
			raise(SIGSTOP);
			for (;;)
				pause();
		}
		if (how < 0)
			raise(-how);
		_exit(how);
	}
	return pid;
}

int main(void)
{
	int status;
	struct rusage usage;
	siginfo_t info;
	long pid;

	block(SIGCHLD);
	call(getpid);
	pid = child(3);
	call(wait4, pid, &status, 0, &usage);
	pid = child(-SIGTERM);
	call(wait4, pid, &status, __WALL, NULL);
	pid = child(-SIGSTOP);
	call(wait4, pid, &status, WUNTRACED, NULL);
	call(wait4, pid, &status, WNOHANG | WCONTINUED | WUNTRACED, NULL);
	kill(pid, SIGCONT);
	call(wait4, pid, &status, WCONTINUED, NULL);
	kill(pid, SIGKILL);
	call(wait4, pid, NULL, 0, NULL);
	unblock(SIGCHLD);
	block(SIGCHLD);
	call(wait4, -1, &status, 0, &usage);
	call(wait4, 0, NULL, -1, NULL);
	call(wait4, -12345678, unreadable, __WCLONE | __WNOTHREAD, unreadable);
	pid = child(0);
	call(waitid, P_PID, pid, &info, WEXITED | WNOWAIT, NULL);
	call(waitid, P_ALL, 0, &info, WEXITED | WSTOPPED | WCONTINUED, &usage);
	call(waitid, P_PGID, 1, &info, WEXITED, NULL);
	call(waitid, 3 /* P_PIDFD */, 77, NULL, WEXITED | WNOHANG, NULL);
	call(waitid, 99, -1, BAD, -1, BAD);
	pid = child(-SIGSEGV);
	call(waitid, P_PID, pid, &info, WEXITED, NULL);
	return 0;
}
