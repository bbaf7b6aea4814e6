/* System V through one call: what it stands for, and what it returns in memory. */
// rastro: -a 1 -e trace=shmget,shmat,shmdt,shmctl,msgget,msgsnd,msgrcv,msgctl,semget,semctl
// abi: i386
#include "golden.h"
#include <sys/ipc.h>
#include <sys/sem.h>
#include <sys/shm.h>

enum {
	IPC_SEMGET = 2,
	IPC_SEMCTL,
	IPC_MSGSND = 11,
	IPC_MSGRCV,
	IPC_MSGGET,
	IPC_MSGCTL,
	IPC_SHMAT = 21,
	IPC_SHMDT,
	IPC_SHMGET,
	IPC_SHMCTL,
};

static void messages(void)
{
	struct {
		long type;
		char text[8];
	} message = { 7, "hello" };
	struct {
		void *message;
		long type;
	} wanted = { &message, -9 };

	long id = syscall(SYS_ipc, IPC_MSGGET, IPC_PRIVATE, 0600, 0, NULL, 0);
	expect("msgget(IPC_PRIVATE, 0600) = %s\n", result_text(id));
	long result = syscall(SYS_ipc, IPC_MSGSND, id, 5, 0, &message, 0);
	expect("msgsnd(%ld, {mtype=7, mtext=\"hello\"}, 5, 0) = %s\n", id, result_text(result));
	result = syscall(SYS_ipc, IPC_MSGRCV, id, 5, IPC_NOWAIT, &wanted, 0);
	expect("msgrcv(%ld, {mtype=7, mtext=\"hello\"}, 5, -9, IPC_NOWAIT) = %s\n", id,
	       result_text(result));
	result = syscall(SYS_ipc, IPC_MSGRCV, id, 5, IPC_NOWAIT, &wanted, 0);
	expect("msgrcv(%ld, %p, 5, -9, IPC_NOWAIT) = %s\n", id, (void *)&message,
	       result_text(result));
	result = syscall(SYS_ipc, IPC_MSGRCV, id, 5, 0, unreadable(), 0);
	expect("msgrcv(%ld, %p, 5, 0) = %s\n", id, unreadable(), result_text(result));
	result = syscall(SYS_ipc, IPC_MSGCTL, id, IPC_RMID, 0, NULL, 0);
	expect("msgctl(%ld, IPC_RMID, NULL) = %s\n", id, result_text(result));
}

static void semaphores(void)
{
	struct {
		uint32_t key, uid, gid, owner, group;
		uint16_t mode, padding[3];
		unsigned long rest[12];
	} set = { .uid = -1, .gid = -1, .mode = 0600 };
	struct seminfo info;
	void *argument = &set;

	long id = syscall(SYS_ipc, IPC_SEMGET, IPC_PRIVATE, 2, 0600, NULL, 0);
	expect("semget(IPC_PRIVATE, 2, 0600) = %s\n", result_text(id));
	long result = syscall(SYS_ipc, IPC_SEMCTL, -1, 0, 0x100 | IPC_SET, &argument, 0);
	expect("semctl(-1, 0, IPC_64|IPC_SET, {sem_perm={uid=-1, gid=-1, mode=0600}}) = %s\n",
	       result_text(result));
	argument = unreadable();
	result = syscall(SYS_ipc, IPC_SEMCTL, id, 0, 0x100 | SEM_STAT, &argument, 0);
	expect("semctl(%ld, 0, IPC_64|SEM_STAT, %p) = %s\n", id, unreadable(), result_text(result));
	argument = &info;
	result = syscall(SYS_ipc, IPC_SEMCTL, 0, 0, 0x100 | SEM_INFO, &argument, 0);
	expect("semctl(0, 0, IPC_64|SEM_INFO, {semmap=%d, semmni=%d, semmns=%d, semmnu=%d, "
	       "semmsl=%d, "
	       "semopm=%d, semume=%d, semusz=%d, semvmx=%d, semaem=%d}) = %s\n",
	       info.semmap, info.semmni, info.semmns, info.semmnu, info.semmsl, info.semopm,
	       info.semume, info.semusz, info.semvmx, info.semaem, result_text(result));
	argument = (void *)8;
	result = syscall(SYS_ipc, 1 << 16 | IPC_SEMCTL, -1, 1, SETVAL, &argument, 0);
	expect("semctl(-1, 1, SETVAL, [0x8]) = %s\n", result_text(result));
	argument = (void *)7;
	result = syscall(SYS_ipc, IPC_SEMCTL, id, 1, SETVAL, &argument, 0);
	expect("semctl(%ld, 1, SETVAL, [0x7]) = %s\n", id, result_text(result));
	result = syscall(SYS_ipc, IPC_SEMCTL, id, 0, IPC_RMID, unreadable(), 0);
	expect("semctl(%ld, 0, IPC_RMID, %p) = %s\n", id, unreadable(), result_text(result));
}

static void segments(void)
{
	void *place = NULL;

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
}

int main(void)
{
	golden_begin();
	segments();
	messages();
	semaphores();
	golden_end();
	return 0;
}
