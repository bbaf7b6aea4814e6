/* System V through one call: what it stands for, and what it returns in memory. */
// rastro: -a 1 -e trace=shmget,shmat,shmdt,shmctl
// abi: i386
#include "golden.h"
#include <sys/ipc.h>
#include <sys/shm.h>

enum { IPC_SHMAT = 21, IPC_SHMDT = 22, IPC_SHMGET = 23, IPC_SHMCTL = 24 };

int main(void)
{
	void *place = NULL;

	golden_begin();
	long id = syscall(SYS_ipc, IPC_SHMGET, IPC_PRIVATE, 4096, 0600, NULL, 0);
	expect("shmget(IPC_PRIVATE, 4096, 0600) = %s\n", result_text(id));
	long result = syscall(SYS_ipc, IPC_SHMAT, id, SHM_RDONLY, &place, NULL, 0);
	expect("shmat(%ld, NULL, SHM_RDONLY) = %s\n", id,
	       result ? result_text(result) : result_address((long)place));
	result = syscall(SYS_ipc, IPC_SHMAT, -1, 0, &place, NULL, 0);
	expect("shmat(-1, NULL, 0) = %s\n", result_text(result));
	result = syscall(SYS_ipc, IPC_SHMDT, 0, 0, 0, place, 0);
	expect("shmdt(%p) = %s\n", place, result_text(result));
	result = syscall(SYS_ipc, IPC_SHMCTL, id, IPC_RMID, 0, NULL, 0);
	expect("shmctl(%ld, IPC_RMID, NULL) = %s\n", id, result_text(result));
	golden_end();
	return 0;
}
