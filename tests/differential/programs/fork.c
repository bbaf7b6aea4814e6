// trace: fork,vfork,wait4,exit,exit_group,%process
// options: -f
#include "test.h"

int main(void)
{
	int status;
	long pid;

	block(SIGCHLD);
	pid = call(fork);
	if (pid == 0)
		call(exit_group, 7);
	call(wait4, pid, &status, 0, NULL);
	pid = call(fork);
	if (pid == 0)
		call(exit, 256 + 8);
	call(wait4, -1, &status, 0, NULL);
	pid = call(fork);
	if (pid == 0)
		abort();
	call(wait4, -1, &status, 0, NULL);
	call(wait4, -1, &status, WNOHANG, NULL);
	return 3;
}
