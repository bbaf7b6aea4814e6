// trace: getpid,process_vm_readv,process_vm_writev,process_mrelease
#include "test.h"
#include <sys/uio.h>

int main(void)
{
	char from[] = "some bytes", to[32] = "";
	struct iovec local[] = { { to, 4 }, { to + 4, 28 } }, remote[] = { { from, 10 }, { NULL, 1 } };
	long pid = call(getpid);

	call(process_vm_readv, pid, local, 2, remote, 1, 0);
	call(process_vm_readv, pid, local, 1, remote, 2, 0);
	call(process_vm_readv, pid, NULL, 1, remote, 1, 0);
	call(process_vm_readv, -1, local, 1, unreadable, 1, -1);
	call(process_vm_writev, pid, local, 1, remote, 1, 0);
	call(process_vm_writev, pid, local, 0, NULL, 0, 1);
	call(process_vm_writev, 0, BAD, 1, BAD, 1, 0);
	call(process_mrelease, -1, 0);
	call(process_mrelease, 1, -1);
	return 0;
}
