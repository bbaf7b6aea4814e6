// trace: vfork,wait4,execve,exit_group
// options: -f
#include "test.h"

int main(void)
{
	int status;
	long pid;

	block(SIGCHLD);
	pid = vfork();
	if (pid == 0)
		_exit(5);
	call(wait4, pid, &status, 0, NULL);
	pid = vfork();
	if (pid == 0) {
		execl("/bin/true", "true", "an argument", NULL);
		_exit(1);
	}
	call(wait4, pid, &status, 0, NULL);
	return 0;
}
