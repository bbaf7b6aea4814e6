// mask: shm_(?:[lc]pid|[adc]time|tot|rss|swp)=[^,}]*
// trace: shmget,shmat,shmdt,shmctl,ipc
// also: -v
#include "test.h"
#include <sys/ipc.h>
#include <sys/shm.h>

/* The libc of a 32-bit program reads some of these arguments itself. */
int main(void)
{
	static char info[256];
	struct shmid_ds ds;
	int id = shmget(IPC_PRIVATE, 4096, IPC_CREAT | 0640);
	void *where = shmat(id, NULL, 0);

	shmctl(id, IPC_STAT, &ds);
	shmctl(id, IPC_SET, &ds);
	shmat(id, (void *)0x10001, SHM_RDONLY | SHM_RND | SHM_REMAP | SHM_EXEC);
	shmdt(where);
	shmdt((void *)1);
	shmctl(id, IPC_RMID, NULL);
#ifdef __x86_64__
	shmctl(-1, IPC_STAT, (void *)unreadable);
#endif
	shmctl(-1, 99, NULL);
	shmctl(-1, SHM_LOCK, NULL);
	shmget(0x1234, 0, 0);
	shmget(0x12345678, 0, IPC_CREAT | IPC_EXCL | SHM_HUGETLB | SHM_NORESERVE | 0777 | 0x10000);
	shmat(-1, NULL, -1);
	return 0;
}
