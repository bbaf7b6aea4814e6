// trace: kill,tgkill,setpgid,wait4,pause
// options: -f
#include "test.h"
#include <sys/prctl.h>

/* A group of processes is stopped, continued and ended together. */
int main(void)
{
	int status;
	long leader;

	block(SIGCHLD);
	leader = fork();
	if (leader == 0) {
		setpgid(0, 0);
		raise(SIGSTOP);
		raise(SIGTTIN);
		_exit(1);
	}
	call(wait4, leader, &status, WUNTRACED, NULL);
	call(kill, -leader, SIGCONT);
	call(wait4, leader, &status, WUNTRACED, NULL);
	call(kill, -leader, SIGTERM);
	call(kill, -leader, SIGCONT);
	call(wait4, leader, &status, 0, NULL);
	return 0;
}
