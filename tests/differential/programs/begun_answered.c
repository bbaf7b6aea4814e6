/* The same of what comes out. */
// pids: none
#include "every.h"

int main(void)
{
	long numbers[16] = { 0, 1, 250, -1 };
	uint64_t queue[16];

	memset(queue, 0x83, sizeof(queue));
	answer_calls(0);
	call(times, numbers);
	call(times, edge(numbers, 3 * sizeof(*numbers)));
	call(rt_sigpending, queue, 3);
	call(rt_sigpending, queue, 8);
	call(get_mempolicy, numbers, numbers, 0, 0, 0);
	call(fcntl, 1, F_DUPFD, 5);
	call(prctl, 59 /* PR_SET_SYSCALL_USER_DISPATCH */, 9, 1, 2, 0);
#ifdef __x86_64__
	call(fcntl, 1, F_DUPFD, -1);
	call(semctl, 1, 2, 2 /* IPC_STAT */, queue);
	call(shmctl, 1, 2, queue);
	call(msgctl, 1, 2, queue);
#endif
	syscall(SYS_exit_group, 0);
}
