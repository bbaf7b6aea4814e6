// abi: 32
// trace: waitpid,break,oldstat,oldlstat,oldfstat,umount,stime,stty,gtty,ftime,prof,lock,mpx,ulimit,oldolduname,profil,readdir,idle,bdflush,getpmsg,sigaction,readdir,vm86,vm86old,socketcall,_sysctl,madvise,clone,lchown
#include "test.h"

int main(void)
{
	char buffer[512];

	call(waitpid, -1, NULL, WNOHANG);
	call(oldstat, ".", buffer);
	call(oldlstat, "missing", buffer);
	call(oldfstat, 0, buffer);
	call(umount, "missing");
	call(ulimit, 1, 2);
	call(ftime, buffer);
	call(readdir, 0, buffer, 1);
	call(break, 1);
	call(stty, 1, 2);
	call(gtty, 1, 2);
	call(prof, 1, 2);
	call(lock);
	call(mpx);
	call(profil, 1, 2, 3, 4);
	call(idle);
	call(bdflush, 1, 2);
	call(vm86old, NULL);
	call(vm86, 99, NULL);
	call(lchown, "missing", -1, 5);
	return 0;
}
