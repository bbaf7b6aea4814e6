// trace: sendto,recvfrom,send,recv
#include "test.h"
#include <netinet/in.h>
#include <sys/un.h>

int main(void)
{
	int pair[2], v4 = socket(AF_INET, SOCK_DGRAM, 0);
	struct sockaddr_in to = { AF_INET, htons(9), { htonl(INADDR_LOOPBACK) } };
	struct sockaddr_storage from;
	unsigned int size = sizeof(from);
	char buffer[64];

	socketpair(AF_UNIX, SOCK_DGRAM, 0, pair);
	call(sendto, pair[0], "hello", 5, 0, NULL, 0);
	call(sendto, pair[0], "a text longer than thirty-two letters", 37, MSG_DONTWAIT | MSG_NOSIGNAL | MSG_EOR, NULL, 0);
	call(sendto, pair[0], "", 0, 0, NULL, 0);
	call(sendto, v4, "datagram", 8, MSG_CONFIRM | MSG_MORE, &to, sizeof(to));
	call(sendto, v4, NULL, 8, -1, &to, 3);
	call(sendto, v4, unreadable, 8, 0, unreadable, 16);
	call(sendto, -1, "x", -1, 0x20000, BAD, -1);
	call(recvfrom, pair[1], buffer, 64, 0, NULL, NULL);
	call(recvfrom, pair[1], buffer, 10, MSG_TRUNC | MSG_PEEK, &from, &size);
	call(recvfrom, pair[1], buffer, 64, MSG_DONTWAIT, &from, &size);
	call(recvfrom, pair[1], buffer, 64, MSG_DONTWAIT, NULL, NULL);
	call(recvfrom, pair[1], buffer, 64, MSG_DONTWAIT | MSG_ERRQUEUE | MSG_OOB | MSG_WAITALL, NULL, NULL);
	call(recvfrom, pair[1], NULL, 64, MSG_DONTWAIT, BAD, unreadable);
	call(recvfrom, -1, buffer, 64, MSG_CMSG_CLOEXEC, &from, &size);
	return 0;
}
