// abi: 32
// trace: ipc,semop,semget,semctl,semtimedop,msgsnd,msgrcv,msgget,msgctl,shmat,shmdt,shmget,shmctl
#include "test.h"

int main(void)
{
	for (int operation = 0; operation < 26; operation++)
		call(ipc, operation, -1, 2, 3, NULL, 5);
	call(ipc, 0x10000 | 21, -1, 0, 0, 0, 0);
	call(ipc, -1, -1, -1, -1, -1, -1);
	return 0;
}
