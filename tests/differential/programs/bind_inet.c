// mask: (?<=getsockname\(3, ).*|(?<=getpeername\(3, ).*
// trace: socket,bind,connect,getsockname,getpeername
#include "test.h"
#include <arpa/inet.h>
#include <netinet/in.h>

int main(void)
{
	struct sockaddr_in v4 = { AF_INET, htons(80), { htonl(INADDR_LOOPBACK) } };
	struct sockaddr_in6 v6 = { AF_INET6, htons(8080), htonl(0x12345), IN6ADDR_LOOPBACK_INIT, 7 };
	struct sockaddr_storage from;
	unsigned int size = sizeof(from);
	int fd = call(socket, AF_INET, SOCK_DGRAM, 0), fd6 = call(socket, AF_INET6, SOCK_DGRAM, 0);

	call(connect, fd, &v4, sizeof(v4));
	call(getpeername, fd, &from, &size);
	call(getsockname, fd, &from, &size);
	call(bind, -1, &v4, sizeof(v4));
	call(bind, -1, &v4, 15);
	call(bind, -1, &v4, 8);
	call(bind, -1, &v4, 4);
	call(bind, -1, &v4, 2);
	call(bind, -1, &v4, 128);
	call(bind, -1, &v6, sizeof(v6));
	call(bind, -1, &v6, 24);
	call(bind, -1, &v6, 20);
	inet_pton(AF_INET6, "fe80::1", &v6.sin6_addr);
	v6.sin6_scope_id = 1;
	call(bind, -1, &v6, sizeof(v6));
	inet_pton(AF_INET6, "::ffff:1.2.3.4", &v6.sin6_addr);
	call(connect, -1, &v6, sizeof(v6));
	inet_pton(AF_INET6, "2001:db8::", &v6.sin6_addr);
	call(connect, -1, &v6, sizeof(v6));
	v4.sin_addr.s_addr = -1;
	v4.sin_port = 0;
	call(connect, -1, &v4, sizeof(v4));
	v4.sin_family = AF_UNSPEC;
	call(connect, fd, &v4, sizeof(v4));
	call(getpeername, fd, &from, &size);
	v4.sin_family = 77;
	call(connect, fd, &v4, sizeof(v4));
	return 0;
}
