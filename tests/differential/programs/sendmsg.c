// trace: sendmsg,recvmsg
// also: -v
// also: -s 3
#include "test.h"
#include <netinet/in.h>

int main(void)
{
	int pair[2];
	struct iovec out[2] = { { "one", 3 }, { "a text longer than thirty-two letters", 37 } };
	char a[2], b[64];
	struct iovec in[2] = { { a, 2 }, { b, 64 } };
	struct sockaddr_in to = { AF_INET, htons(9), { htonl(INADDR_LOOPBACK) } }, from;
	struct msghdr m = { .msg_iov = out, .msg_iovlen = 2 }, r = { .msg_iov = in, .msg_iovlen = 2, .msg_name = &from, .msg_namelen = sizeof(from), .msg_flags = 0x1234 };

	socketpair(AF_UNIX, SOCK_DGRAM, 0, pair);
	call(sendmsg, pair[0], &m, 0);
	call(recvmsg, pair[1], &r, 0);
	call(sendmsg, pair[0], &m, MSG_DONTWAIT | MSG_NOSIGNAL);
	r.msg_iovlen = 1;
	call(recvmsg, pair[1], &r, MSG_TRUNC);
	r.msg_iovlen = 0;
	call(recvmsg, pair[1], &r, MSG_DONTWAIT);
	m.msg_name = &to;
	m.msg_namelen = sizeof(to);
	m.msg_flags = MSG_EOR;
	call(sendmsg, -1, &m, 0);
	m.msg_namelen = 5;
	call(sendmsg, -1, &m, 0);
	m.msg_iov = NULL;
	call(sendmsg, -1, &m, 0);
	m.msg_iov = BAD;
	m.msg_iovlen = -1;
	m.msg_control = BAD;
	m.msg_controllen = 64;
	call(sendmsg, -1, &m, 0);
	m = (struct msghdr){ .msg_iov = out, .msg_iovlen = 1, .msg_control = "", .msg_controllen = 0 };
	call(sendmsg, -1, &m, 0);
	call(sendmsg, -1, NULL, 0);
	call(sendmsg, -1, unreadable, -1);
	call(sendmsg, -1, EDGE(m), 0);
	call(sendmsg, -1, unreadable - 16, 0);
	call(recvmsg, -1, &r, 0);
	call(recvmsg, pair[0], NULL, MSG_DONTWAIT);
	call(recvmsg, pair[0], unreadable, MSG_DONTWAIT);
	return 0;
}
