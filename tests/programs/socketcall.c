/* Socket calls of old i386 programs all go through one: it is shown as what it stands for. */
// rastro: -a 1 -e trace=%network,%ipc
// abi: i386
#include "golden.h"

#ifdef __i386__
#include <netinet/in.h>
#include <sys/sem.h>

static void sockets(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(80) };
	socklen_t length = sizeof(address);

	address.sin_addr.s_addr = htonl(0x7f000001);
	long result = syscall(SYS_socketcall, 3, (long[]){ -1, (long)&address, sizeof(address) });
	expect("connect(-1, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr(\"127.0.0.1\")}, "
	       "16) = %s\n", result_text(result));
	result = syscall(SYS_socketcall, 1, (long[]){ -1, SOCK_STREAM | SOCK_CLOEXEC, 0 });
	expect("socket(0xffffffff /* AF_??? */, SOCK_STREAM|SOCK_CLOEXEC, 0) = %s\n",
	       result_text(result));
	result = syscall(SYS_socketcall, 6, (long[]){ -1, (long)&address, (long)&length });
	expect("getsockname(-1, %p, [16]) = %s\n", (void *)&address, result_text(result));
	result = syscall(SYS_socketcall, 14, (long[]){ -1, SOL_SOCKET, SO_REUSEADDR, (long)&length, 4 });
	expect("setsockopt(-1, SOL_SOCKET, SO_REUSEADDR, [16], 4) = %s\n", result_text(result));
	result = syscall(SYS_socketcall, 9, (long[]){ -1, (long)"hello", 5, MSG_NOSIGNAL });
	expect("send(-1, \"hello\", 5, MSG_NOSIGNAL) = %s\n", result_text(result));
	result = syscall(SYS_socketcall, 2, unreadable());
	expect("socketcall(SYS_BIND, %p) = %s\n", unreadable(), result_text(result));
	result = syscall(SYS_socketcall, 99, NULL);
	expect("socketcall(99, NULL) = %s\n", result_text(result));
}

static void system_v(void)
{
	struct sembuf operation = { 1, -1, IPC_NOWAIT };

	long result = syscall(SYS_ipc, 1, -1, 1, 0, &operation, 0);
	expect("semop(-1, [{sem_num=1, sem_op=-1, sem_flg=IPC_NOWAIT}], 1) = %s\n",
	       result_text(result));
	result = syscall(SYS_ipc, 23, 0x1234, 4096, 0600, 0, 0);
	expect("shmget(0x1234, 4096, 0600) = %s\n", result_text(result));
	result = syscall(SYS_ipc, 22, 0, 0, 0, NULL, 0);
	expect("shmdt(NULL) = %s\n", result_text(result));
}
#else
static void sockets(void)
{
}

static void system_v(void)
{
}
#endif

int main(void)
{
	golden_begin();
	sockets();
	system_v();
	golden_end();
	return 0;
}
