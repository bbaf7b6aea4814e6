// trace: sendmmsg,recvmmsg,recvmmsg_time64
// also: -v
// mask: left \{.*\}
#include "test.h"

int main(void)
{
	int pair[2];
	struct iovec out[3] = { { "one", 3 }, { "two", 3 }, { "three", 5 } };
	char a[8], b[8], c[8];
	struct iovec in[3] = { { a, 8 }, { b, 2 }, { c, 8 } };
	struct mmsghdr m[3] = { { { .msg_iov = &out[0], .msg_iovlen = 1 } }, { { .msg_iov = &out[1], .msg_iovlen = 1 } }, { { .msg_iov = &out[2], .msg_iovlen = 1 } } };
	struct mmsghdr r[4] = { { { .msg_iov = &in[0], .msg_iovlen = 1 } }, { { .msg_iov = &in[1], .msg_iovlen = 1 } }, { { .msg_iov = &in[2], .msg_iovlen = 1 } } };
	struct timespec timeout = { 0, 1000 };

	socketpair(AF_UNIX, SOCK_DGRAM, 0, pair);
	call(sendmmsg, pair[0], m, 3, MSG_DONTWAIT);
	call(recvmmsg, pair[1], r, 2, MSG_DONTWAIT, NULL);
	call(recvmmsg, pair[1], r, 4, MSG_DONTWAIT, &timeout);
	call(recvmmsg, pair[1], r, 4, MSG_DONTWAIT, &timeout);
	call(sendmmsg, pair[0], m, 0, 0);
	call(sendmmsg, -1, m, 3, 0);
	call(sendmmsg, pair[0], NULL, 3, 0);
	call(sendmmsg, pair[0], unreadable, -1, -1);
	call(recvmmsg, -1, r, 1, MSG_WAITFORONE, unreadable);
	call(recvmmsg, pair[1], NULL, -1, 0, BAD);
	return 0;
}
