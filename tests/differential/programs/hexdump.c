// trace: read,write,writev,readv,sendto,recvfrom,pread64,sendmsg,recvmsg
// options: -e read=all -e write=all
// also: -s 4
// also: -x
#include "test.h"
#include <sys/uio.h>

int main(void)
{
	char buffer[64];
	int fd = open("file", O_RDWR | O_CREAT, 0600), pair[2];
	struct iovec out[3] = { { "one", 3 }, { "a second part that is longer", 28 }, { "", 0 } }, in[2] = { { buffer, 5 }, { buffer + 5, 40 } };
	struct msghdr m = { .msg_iov = out, .msg_iovlen = 2 }, r = { .msg_iov = in, .msg_iovlen = 2 };

	socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
	call(write, fd, "0123456789abcdef\0\1\2\377 and \n more", 32);
	call(write, fd, "short", 5);
	call(write, fd, "sixteen letters!", 16);
	call(write, fd, NULL, 5);
	call(write, fd, unreadable, 5);
	lseek(fd, 0, SEEK_SET);
	call(read, fd, buffer, 64);
	call(read, fd, buffer, 64);
	call(read, -1, buffer, 64);
	call(writev, fd, out, 3);
	lseek(fd, 10, SEEK_SET);
	call(readv, fd, in, 2);
	call(pread64, fd, buffer, 4, WIDE(3));
	call(sendto, pair[0], "to the other", 12, 0, NULL, 0);
	call(recvfrom, pair[1], buffer, 64, 0, NULL, NULL);
	call(sendmsg, pair[0], &m, 0);
	call(recvmsg, pair[1], &r, 0);
	return 0;
}
