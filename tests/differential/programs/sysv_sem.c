// mask: (?:sem_[oc]time|semusz|semaem)=[^,}]*
// trace: semget,semop,semtimedop,semctl,ipc,semtimedop_time64
// also: -v
#include "test.h"
#include <sys/ipc.h>
#include <sys/sem.h>

/* The libc of a 32-bit program reads some of these arguments itself. */
int main(void)
{
	unsigned short values[4] = { 1, 2, 3, 4 };
	struct semid_ds ds;
	struct sembuf ops[3] = { { 0, 1, SEM_UNDO }, { 1, -1, IPC_NOWAIT }, { 2, 0, IPC_NOWAIT | SEM_UNDO } };
	struct timespec zero = { 0, 0 };
	int id = semget(IPC_PRIVATE, 4, IPC_CREAT | 0600);

	semctl(id, 0, SETALL, values);
	semctl(id, 0, GETALL, values);
	semctl(id, 1, SETVAL, 5);
	semctl(id, 1, GETVAL);
	semctl(id, 1, GETNCNT);
	semctl(id, 0, IPC_STAT, &ds);
	semop(id, ops, 1);
	semop(id, ops, 3);
	semop(id, NULL, 2);
	semtimedop(id, ops, 2, &zero);
#ifdef __x86_64__
	semtimedop(id, ops, 3, (void *)unreadable);
	semop(-1, (void *)unreadable, 100);
#endif
	semctl(id, 0, IPC_RMID);
	semctl(-1, -1, 99, NULL);
	semget(0x1234, -1, 0);
	semget(0x12345678, 100000, IPC_CREAT | IPC_EXCL | 07777777);
	return 0;
}
