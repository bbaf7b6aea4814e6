// trace: getpid,openat,wait4,clone,fork,vfork,exit_group
// mask: si_pid=\d+
#include "test.h"

int main(void)
{
	block(SIGCHLD);
	if (fork() == 0) {
		call(getpid);
		_exit(3);
	}
	call(wait4, -1, NULL, 0, NULL);
	unblock(SIGCHLD);
	return 0;
}
