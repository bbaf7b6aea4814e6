// abi: 32
// trace: socketcall,socket,bind,connect,listen,accept,getsockname,getpeername,socketpair,send,recv,sendto,recvfrom,shutdown,setsockopt,getsockopt,sendmsg,recvmsg,accept4,recvmmsg,sendmmsg
#include "test.h"
#include <sys/un.h>

int main(void)
{
	struct sockaddr_un address = { AF_UNIX, "socket" };
	int pair[2], size = 4;
	char buffer[16];
	long arguments[6] = { AF_UNIX, SOCK_STREAM, 0 };
	long fd = call(socketcall, 1, arguments);

	memcpy(arguments, (long[]){ fd, (long)&address, 9 }, 12);
	call(socketcall, 2, arguments);
	call(socketcall, 3, arguments);
	memcpy(arguments, (long[]){ fd, 5 }, 8);
	call(socketcall, 4, arguments);
	memcpy(arguments, (long[]){ AF_UNIX, SOCK_STREAM, 0, (long)pair }, 16);
	call(socketcall, 8, arguments);
	memcpy(arguments, (long[]){ pair[0], (long)"hello", 5, MSG_NOSIGNAL }, 16);
	call(socketcall, 9, arguments);
	memcpy(arguments, (long[]){ pair[1], (long)buffer, 16, 0 }, 16);
	call(socketcall, 10, arguments);
	memcpy(arguments, (long[]){ pair[0], (long)"hello", 5, 0, 0, 0 }, 24);
	call(socketcall, 11, arguments);
	memcpy(arguments, (long[]){ pair[1], (long)buffer, 16, 0, 0, 0 }, 24);
	call(socketcall, 12, arguments);
	memcpy(arguments, (long[]){ pair[0], SOL_SOCKET, SO_TYPE, (long)buffer, (long)&size }, 20);
	call(socketcall, 15, arguments);
	memcpy(arguments, (long[]){ pair[0], SHUT_RDWR }, 8);
	call(socketcall, 13, arguments);
	call(socketcall, 99, arguments);
	call(socketcall, 1, NULL);
	call(socketcall, 0, unreadable);
	call(socketcall, -1, BAD);
	return 0;
}
