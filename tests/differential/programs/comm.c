// trace: prctl,getpid,gettid,getpgid,setpgid,set_tid_address,kill,tgkill,wait4,clone,execve,sched_yield
// options: -f -Y
// also: -X raw
// mask: ^.*execve\(.*
#include "test.h"
#include <sys/prctl.h>

int main(int argc, char **argv)
{
	int pid = getpid(), go[2];

	if (argc > 1)
		return 3;
	call(set_tid_address, NULL);
	call(prctl, PR_SET_NAME, "a <name>");
	call(getpid);
	call(gettid);
	call(getpgid, pid);
	call(setpgid, pid, pid);
	call(kill, pid, SIGWINCH);
	call(tgkill, pid, pid, SIGURG);
	call(kill, 1, 0);
	call(kill, -1, 99);
	/* The child changes its name after fork() has returned here. */
	if (pipe(go) < 0)
		return 1;
	if ((pid = fork()) == 0) {
		if (read(go[0], &pid, 1) != 1)
			return 1;
		call(prctl, PR_SET_NAME, "child");
		call(sched_yield);
		_exit(2);
	}
	if (write(go[1], "", 1) != 1)
		return 1;
	call(wait4, -1, NULL, 0, NULL);
	return 0;
}
