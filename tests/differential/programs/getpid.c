// trace: getpid,gettid,getppid,getpgrp,getpgid,setpgid,getsid,setsid,vhangup
#include "test.h"

int main(void)
{
	call(getpid);
	call(gettid);
	call(getppid);
	call(getpgrp);
	call(getpgid, 0);
	call(getpgid, -1);
	call(getpgid, 0x7fffffff);
	call(getsid, 0);
	call(getsid, 1 << 30);
	call(setpgid, 0, 0);
	call(setpgid, -1, -1);
	call(setpgid, 1, 1);
	call(setsid);
	return 0;
}
