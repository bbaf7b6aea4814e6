// trace: socket,socketpair,shutdown
#include "test.h"
#include <netinet/in.h>

int main(void)
{
	int pair[2];

	for (int family = 0; family < 48; family++)
		call(socket, family, 0x7f0, 0);
	call(socket, AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	call(socket, AF_INET, SOCK_STREAM, IPPROTO_TCP);
	call(socket, AF_INET, SOCK_DGRAM, IPPROTO_UDP);
	call(socket, AF_INET, SOCK_RAW, 255);
	call(socket, AF_INET, SOCK_STREAM, 99);
	call(socket, AF_INET6, SOCK_SEQPACKET, IPPROTO_SCTP);
	call(socket, AF_NETLINK, SOCK_RAW, 0);
	call(socket, AF_NETLINK, SOCK_RAW, 15);
	call(socket, AF_NETLINK, SOCK_DGRAM, 99);
	call(socket, AF_PACKET, 10, 0x300);
	call(socket, AF_BLUETOOTH, SOCK_RAW, 3);
	call(socket, 31, SOCK_RAW, 77);
	call(socket, -1, -1, -1);
	call(socketpair, AF_UNIX, SOCK_STREAM, 0, pair);
	call(socketpair, AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair);
	call(socketpair, AF_INET, SOCK_STREAM, 0, pair);
	call(socketpair, AF_UNIX, SOCK_DGRAM, 0, NULL);
	call(socketpair, AF_UNIX, 77, 5, unreadable);
	call(shutdown, pair[0], SHUT_RD);
	call(shutdown, pair[0], SHUT_WR);
	call(shutdown, pair[0], SHUT_RDWR);
	call(shutdown, pair[0], 77);
	call(shutdown, -1, 0);
	call(shutdown, 0, 0);
	return 0;
}
