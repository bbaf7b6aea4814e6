// mask: (?<=rastro)\d{9}|@"\\x72\\x61[^"]*
// trace: bind,connect,getsockname,getpeername,listen,accept,accept4
#include "test.h"
#include <sys/un.h>

#ifdef __i386__
/* There the call takes three arguments of socketcall. */
#define SYS_accept SYS_accept4
#endif

int main(void)
{
	struct sockaddr_un address = { AF_UNIX, "socket" }, abstract = { AF_UNIX }, from;
	unsigned int size = sizeof(from);
	int fd = socket(AF_UNIX, SOCK_STREAM, 0), client = socket(AF_UNIX, SOCK_STREAM, 0), other = socket(AF_UNIX, SOCK_STREAM, 0);

	call(getsockname, fd, &from, &size);
	call(bind, fd, &address, sizeof(address));
	call(bind, fd, &address, 3);
	call(bind, fd, &address, 2);
	call(bind, fd, &address, 1);
	call(bind, fd, &address, 0);
	call(bind, fd, &address, -1);
	call(bind, fd, &address, 1000);
	call(bind, fd, NULL, 110);
	call(bind, fd, unreadable, 110);
	call(bind, fd, edge(&address, 6), 110);
	call(bind, fd, edge(&address, 6), 6);
	call(bind, -1, &address, 9);
	memset(address.sun_path, 'a', sizeof(address.sun_path));
	call(bind, -1, &address, sizeof(address));
	memcpy(address.sun_path, "\033[31m\377\n\"", 8);
	address.sun_path[9] = 0;
	call(bind, -1, &address, sizeof(address));
	call(listen, fd, 5);
	call(listen, -1, -1);
	address = (struct sockaddr_un){ AF_UNIX, "socket" };
	call(connect, client, &address, sizeof(address));
	call(connect, client, &address, 9);
	size = sizeof(from);
	call(getpeername, client, &from, &size);
	call(getpeername, fd, &from, &size);
	size = sizeof(from);
	call(accept, fd, &from, &size);
	snprintf(abstract.sun_path + 1, 16, "rastro%09d", getpid());
	call(bind, other, &abstract, 18);
	call(connect, other, &address, sizeof(address));
	size = sizeof(from);
	call(accept4, fd, &from, &size, SOCK_CLOEXEC | SOCK_NONBLOCK);
	size = 4;
	call(getsockname, other, &from, &size);
	size = 0;
	call(getsockname, other, &from, &size);
	call(getsockname, other, NULL, NULL);
	call(getsockname, other, &from, NULL);
	call(getsockname, -1, unreadable, &size);
	size = -1;
	call(getsockname, other, &from, &size);
	call(accept, -1, NULL, NULL);
	call(accept4, client, &from, &size, -1);
	call(accept4, 0, BAD, BAD, 0);
	return 0;
}
