// trace: unshare,setns,kcmp,getpid
#include "test.h"

int main(void)
{
	long pid = call(getpid);

	call(unshare, 0);
	call(unshare, CLONE_FILES | CLONE_FS);
	call(unshare, CLONE_THREAD);
	call(unshare, CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWCGROUP | 0x80 | 0x1);
	call(unshare, 0xffffffff);
	call(setns, -1, 0);
	call(setns, 0, CLONE_NEWNET);
	call(setns, 0, CLONE_NEWNS | CLONE_NEWPID);
	call(setns, 77, -1);
	call(kcmp, pid, pid, 0, 0, 0);
	call(kcmp, pid, pid, 0, 0, 99);
	call(kcmp, pid, pid, 1, 5, 6);
	call(kcmp, pid, pid, 6, 7, 8);
	call(kcmp, -1, 0, 7, 0, BAD);
	call(kcmp, 0, 0, 88, 9, 10);
	return 0;
}
