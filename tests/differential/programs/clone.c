// trace: clone,wait4,exit,exit_group
// options: -f
#include "test.h"

static long start(unsigned long flags)
{
	long pid = call(clone, flags, 0, 0, 0, 0);

	if (pid == 0)
		call(exit_group, 0);
	return pid;
}

int main(void)
{
	int parent_tid = 0, child_tid = 0;
	long pid;

	block(SIGCHLD);
	block(SIGUSR1);
	start(SIGCHLD);
	call(wait4, -1, NULL, 0, NULL);
	start(0);
	call(wait4, -1, NULL, __WALL, NULL);
	start(SIGUSR1 | CLONE_FILES | CLONE_FS);
	call(wait4, -1, NULL, 0, NULL);
	call(wait4, -1, NULL, __WCLONE, NULL);
#ifdef __x86_64__
	pid = call(clone, CLONE_PARENT_SETTID | CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID | SIGCHLD, 0, &parent_tid, &child_tid, 0);
#else
	pid = call(clone, CLONE_PARENT_SETTID | CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID | SIGCHLD, 0, &parent_tid, 0, &child_tid);
#endif
	if (pid == 0)
		call(exit_group, 1);
	call(wait4, -1, NULL, 0, NULL);
	call(clone, CLONE_THREAD, 0, 0, 0, 0);
	call(clone, CLONE_SIGHAND | CLONE_NEWNS | CLONE_NEWUSER | CLONE_NEWPID | CLONE_THREAD, 0x1000, BAD, BAD, BAD);
	call(clone, CLONE_FS | CLONE_NEWNS | CLONE_PARENT_SETTID, 0, unreadable, 0, 0);
	call(clone, CLONE_PIDFD | CLONE_DETACHED | SIGCHLD, 0, NULL, 0, 0);
	call(clone, 0xffffffff, 0, 0, 0, 0);
	return 0;
}
