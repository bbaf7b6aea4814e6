// trace: ipc,semctl,msgrcv,msgsnd,shmat
// abi: 32
// pids: none
/* The one call for all of System V's: a union behind a pointer, and the first version's forms. */
#include "every.h"
#include <sys/msg.h>
#include <sys/sem.h>

enum { SEMCTL = 3, MSGRCV = 12, SHMAT = 21, NEWER = 1 << 16 };

int main(void)
{
	static unsigned room[64] = { 1, 2, 3 };
	static void *union_of[2] = { room, room };
	static struct {
		long type;
		char text[8];
	} message = { 5, "text" };
	static void *first[2] = { &message, (void *)7 };
	static const int commands[] = { IPC_STAT, IPC_SET,  IPC_INFO, GETVAL, SETVAL,
		                        GETALL,   SEM_STAT, SEM_INFO, 20 };

	answer_calls(0);
	for (unsigned i = 0; i < sizeof(commands) / sizeof(*commands); i++)
		for (int newer = 0; newer < 2; newer++) {
			call(ipc, SEMCTL, 1, 2, commands[i] | newer << 8, union_of);
			call(ipc, SEMCTL, 1, 2, commands[i] | newer << 8, unreadable);
			call(ipc, SEMCTL, 1, 2, commands[i] | newer << 8, NULL);
		}
	for (int operation = 1; operation < 26; operation++)
		if (operation != SEMCTL && operation != MSGRCV && operation != SHMAT)
			call(ipc, operation | NEWER, 1, 2, 0, room, 5);
	call(ipc, MSGRCV, 1, 4, 0, first, 0);
	call(ipc, MSGRCV, 1, 4, 0, unreadable, 0);
	call(ipc, MSGRCV | NEWER, 1, 4, 0, &message, 7);
	call(ipc, MSGRCV | 2 * NEWER, 1, 4, 0, &message, 7);
	call(exit_group, 0);
	return 0;
}
