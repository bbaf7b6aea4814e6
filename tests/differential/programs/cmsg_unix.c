// trace: getpid,sendmsg,recvmsg
// also: -v
// also: -yy
#include "test.h"

int main(void)
{
	int pair[2], on = 1;
	char byte = 'x';
	struct iovec vector = { &byte, 1 };
	union { char bytes[256]; struct cmsghdr align; } control = { 0 };
	struct msghdr m = { .msg_iov = &vector, .msg_iovlen = 1, .msg_control = control.bytes };
	struct cmsghdr *c = (struct cmsghdr *)control.bytes;
	struct { int pid, uid, gid; } credentials = { call(getpid), getuid(), getgid() };
	int fds[3] = { 0, 1, 2 };

	socketpair(AF_UNIX, SOCK_DGRAM, 0, pair);
	setsockopt(pair[1], SOL_SOCKET, SO_PASSCRED, &on, sizeof(on));
	setsockopt(pair[1], SOL_SOCKET, SO_TIMESTAMP, &on, sizeof(on));
	*c = (struct cmsghdr){ .cmsg_len = CMSG_LEN(12), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS };
	memcpy(CMSG_DATA(c), fds, 12);
	m.msg_controllen = CMSG_SPACE(12);
	call(sendmsg, pair[0], &m, 0);
	m.msg_controllen = 256;
	call(recvmsg, pair[1], &m, 0);
	*c = (struct cmsghdr){ .cmsg_len = CMSG_LEN(12), .cmsg_level = SOL_SOCKET, .cmsg_type = 2 /* SCM_CREDENTIALS */ };
	memcpy(CMSG_DATA(c), &credentials, 12);
	m.msg_controllen = CMSG_SPACE(12);
	call(sendmsg, pair[0], &m, 0);
	m.msg_controllen = 24;
	call(recvmsg, pair[1], &m, MSG_CMSG_CLOEXEC);
	memset(&control, 0, sizeof(control));
	m.msg_controllen = CMSG_LEN(5);
	*c = (struct cmsghdr){ .cmsg_len = CMSG_LEN(5), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS };
	call(sendmsg, -1, &m, 0);
	*c = (struct cmsghdr){ .cmsg_len = 3, .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS };
	call(sendmsg, -1, &m, 0);
	*c = (struct cmsghdr){ .cmsg_len = 10000, .cmsg_level = SOL_SOCKET, .cmsg_type = 99 };
	call(sendmsg, -1, &m, 0);
	*c = (struct cmsghdr){ .cmsg_len = CMSG_LEN(4), .cmsg_level = 77, .cmsg_type = 88 };
	m.msg_controllen = 32;
	call(sendmsg, -1, &m, 0);
	m.msg_controllen = 4;
	call(sendmsg, -1, &m, 0);
	m.msg_control = edge(control.bytes, 20);
	m.msg_controllen = 64;
	call(sendmsg, -1, &m, 0);
	m.msg_control = unreadable;
	call(sendmsg, -1, &m, 0);
	m.msg_control = NULL;
	call(sendmsg, -1, &m, 0);
	return 0;
}
