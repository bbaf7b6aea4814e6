// trace: uselib,sysfs,lookup_dcookie,create_module,get_kernel_syms,query_module,nfsservctl,getpmsg,putpmsg,afs_syscall,tuxcall,security,vserver,epoll_ctl_old,epoll_wait_old,_sysctl,ustat
// abi: 64
// mask: , 0x[0-9a-f]+
#include "test.h"

int main(void)
{
	char buffer[64];

	call(uselib, "missing");
	call(sysfs, 1, "proc");
	call(sysfs, 2, 0, buffer);
	call(sysfs, 3);
	call(sysfs, 77, 1, 2);
	call(lookup_dcookie, 5, buffer, 64);
	call(create_module, "x", 5);
	call(get_kernel_syms, NULL);
	call(query_module, "x", 1, NULL, 0, NULL);
	call(nfsservctl, 1, NULL, NULL);
	call(getpmsg, 1, 2, 3, 4, 5);
	call(afs_syscall, 1, 2, 3, 4, 5);
	call(tuxcall, 1, 2, 3);
	call(security, 1, 2, 3);
	call(vserver, 1, 2, 3, 4, 5);
	return 0;
}
