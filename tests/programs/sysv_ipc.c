/* System V IPC: making, using, asking about and removing. */
// rastro: -a 1 -e trace=shmget,shmat,shmctl,shmdt,semget,semop,semctl,msgget,msgsnd,msgrcv,msgctl
// abi: x86_64
#include "golden.h"

#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>

static void shared_memory(void)
{
	struct shmid_ds state = { .shm_perm = { .mode = 0640 } };

	long id = syscall(SYS_shmget, IPC_PRIVATE, 4096, IPC_CREAT | 0600);
	expect("shmget(IPC_PRIVATE, 4096, IPC_CREAT|0600) = %s\n", result_text(id));
	long result = syscall(SYS_shmat, id, NULL, SHM_RDONLY | SHM_RND);
	expect("shmat(%ld, NULL, SHM_RDONLY|SHM_RND) = %s\n", id, result_address(result));
	long address = result;
	result = syscall(SYS_shmdt, address);
	expect("shmdt(%#lx) = %s\n", address, result_text(result));
	state.shm_perm.uid = getuid();
	state.shm_perm.gid = getgid();
	result = syscall(SYS_shmctl, id, IPC_SET, &state);
	expect("shmctl(%ld, IPC_SET, {shm_perm={uid=%u, gid=%u, mode=0640}}) = %s\n", id, getuid(),
	       getgid(), result_text(result));
	result = syscall(SYS_shmctl, id, IPC_STAT, unreadable());
	expect("shmctl(%ld, IPC_STAT, %p) = %s\n", id, unreadable(), result_text(result));
	result = syscall(SYS_shmctl, id, IPC_RMID, NULL);
	expect("shmctl(%ld, IPC_RMID, NULL) = %s\n", id, result_text(result));
	result = syscall(SYS_shmget, 0x1234, -1L, 04000 | 21 << 26);
	expect("shmget(0x1234, 18446744073709551615, SHM_HUGETLB|21<<SHM_HUGE_SHIFT|000) = %s\n",
	       result_text(result));
}

static void semaphores(void)
{
	struct sembuf operations[2] = { { 1, -1, SEM_UNDO | IPC_NOWAIT }, { 0, 2, 0 } };

	long id = syscall(SYS_semget, IPC_PRIVATE, 3, IPC_CREAT | 0600);
	expect("semget(IPC_PRIVATE, 3, IPC_CREAT|0600) = %s\n", result_text(id));
	long result = syscall(SYS_semop, id, operations, 2);
	expect("semop(%ld, [{sem_num=1, sem_op=-1, sem_flg=SEM_UNDO|IPC_NOWAIT}, "
	       "{sem_num=0, sem_op=2, sem_flg=0}], 2) = %s\n", id, result_text(result));
	void *cut = at_page_end(operations, sizeof(*operations));
	result = syscall(SYS_semop, id, cut, 2);
	expect("semop(%ld, [{sem_num=1, sem_op=-1, sem_flg=SEM_UNDO|IPC_NOWAIT}, ... /* %p */], 2) = %s\n",
	       id, (void *)((char *)cut + sizeof(*operations)), result_text(result));
	result = syscall(SYS_semctl, id, 1, SETVAL, 5);
	expect("semctl(%ld, 1, SETVAL, 0x5) = %s\n", id, result_text(result));
	result = syscall(SYS_semctl, id, 0, IPC_RMID, NULL);
	expect("semctl(%ld, 0, IPC_RMID, NULL) = %s\n", id, result_text(result));
	result = syscall(SYS_semctl, -1, 0, 99, NULL);
	expect("semctl(-1, 0, 0x63 /* SEM_??? */, NULL) = %s\n", result_text(result));
}

static void queues(void)
{
	struct {
		long type;
		char text[16];
	} message = { 5, "hello" };

	long id = syscall(SYS_msgget, IPC_PRIVATE, IPC_CREAT | 0600);
	expect("msgget(IPC_PRIVATE, IPC_CREAT|0600) = %s\n", result_text(id));
	long result = syscall(SYS_msgsnd, id, &message, 5, IPC_NOWAIT);
	expect("msgsnd(%ld, {mtype=5, mtext=\"hello\"}, 5, IPC_NOWAIT) = %s\n", id,
	       result_text(result));
	result = syscall(SYS_msgrcv, id, &message, 5, -9L, MSG_NOERROR);
	expect("msgrcv(%ld, {mtype=5, mtext=\"hello\"}, 5, -9, MSG_NOERROR) = %s\n", id,
	       result_text(result));
	void *cut = at_page_end(&message, sizeof(long));
	result = syscall(SYS_msgsnd, id, cut, 5, 0);
	expect("msgsnd(%ld, {mtype=5, mtext=%p}, 5, 0) = %s\n", id, cut + sizeof(long),
	       result_text(result));
	result = syscall(SYS_msgctl, id, IPC_RMID, NULL);
	expect("msgctl(%ld, IPC_RMID, NULL) = %s\n", id, result_text(result));
}

int main(void)
{
	golden_begin();
	shared_memory();
	semaphores();
	queues();
	golden_end();
	return 0;
}
