// trace: fork,clone,kill,tgkill,wait4
// options: -f
#include "test.h"

int main(void)
{
	int status;
	long pid;

	block(SIGCHLD);
	pid = fork();
	if (pid == 0) {
		raise(SIGSTOP);
		raise(SIGTSTP);
		_exit(3);
	}
	call(wait4, pid, &status, WUNTRACED, NULL);
	call(kill, pid, SIGCONT);
	call(wait4, pid, &status, WUNTRACED, NULL);
	call(kill, pid, SIGCONT);
	call(wait4, pid, &status, WUNTRACED, NULL);
	return 0;
}
