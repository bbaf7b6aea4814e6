// trace: sendmsg,recvmsg
// mask: sin6?_port=htons\(\d+\)
#include "test.h"
#include <netinet/in.h>

static void send_level(int fd, int level, int type, size_t size)
{
	union { char bytes[256]; struct cmsghdr align; } control = { 0 };
	struct iovec vector = { "x", 1 };
	struct msghdr m = { .msg_iov = &vector, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = CMSG_SPACE(size) };
	struct cmsghdr *c = (struct cmsghdr *)control.bytes;

	*c = (struct cmsghdr){ .cmsg_len = CMSG_LEN(size), .cmsg_level = level, .cmsg_type = type };
	for (int i = 0; i < size; i++)
		CMSG_DATA(c)[i] = i + 1;
	call(sendmsg, fd, &m, 0);
}

int main(void)
{
	int fd = socket(AF_INET, SOCK_DGRAM, 0), on = 1;
	struct sockaddr_in self = { AF_INET, 0, { htonl(INADDR_LOOPBACK) } };
	socklen_t size = sizeof(self);
	union { char bytes[256]; struct cmsghdr align; } control;
	char byte;
	struct iovec vector = { &byte, 1 };
	struct msghdr m = { .msg_iov = &vector, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = 256 };

	for (int type = 0; type < 26; type++)
		send_level(-1, SOL_IP, type, 12);
	for (int type = 48; type < 70; type++)
		send_level(-1, IPPROTO_IPV6, type, 20);
	for (int type = 1; type < 5; type++)
		send_level(-1, SOL_SOCKET, type, 16);
	for (int type = 28; type < 64; type += 2)
		send_level(-1, SOL_SOCKET, type, 48);
	send_level(-1, IPPROTO_UDP, 103, 2);
	send_level(-1, IPPROTO_TCP, 1, 4);
	bind(fd, (void *)&self, sizeof(self));
	getsockname(fd, (void *)&self, &size);
	connect(fd, (void *)&self, sizeof(self));
	setsockopt(fd, SOL_IP, IP_PKTINFO, &on, sizeof(on));
	setsockopt(fd, SOL_IP, IP_RECVTTL, &on, sizeof(on));
	setsockopt(fd, SOL_IP, IP_RECVTOS, &on, sizeof(on));
	send(fd, "x", 1, 0);
	call(recvmsg, fd, &m, 0);
	return 0;
}
