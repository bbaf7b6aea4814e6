// trace: readv,writev
#include "test.h"
#include <sys/uio.h>

int main(void)
{
	char a[4], b[40], c[8];
	struct iovec out[] = { { "one", 3 }, { "", 0 }, { "two\n", 4 }, { "a text longer than thirty-two characters", 40 } };
	struct iovec in[] = { { a, 4 }, { b, 40 }, { NULL, 0 }, { c, 8 } };
	struct iovec bad[] = { { "good", 4 }, { NULL, 5 }, { BAD, 6 }, { (void *)unreadable, 7 } };
	int fd = open("file", O_RDWR | O_CREAT, 0600);

	call(writev, fd, out, 4);
	call(writev, fd, out, 0);
	call(writev, fd, NULL, 2);
	call(writev, fd, BAD, 2);
	call(writev, fd, bad, 4);
	call(writev, fd, unreadable - 64 * sizeof(*out), -1);
	call(writev, fd, unreadable - 1025 * sizeof(*out), 1025);
	call(writev, fd, edge(out, sizeof(out[0])), 2);
	call(writev, fd, edge(out, sizeof(out)) + 4, 4);
	call(writev, -1, out, 1);
	lseek(fd, 0, SEEK_SET);
	call(readv, fd, in, 4);
	call(readv, fd, in, 4);
	lseek(fd, 2, SEEK_SET);
	call(readv, fd, in, 1);
	call(readv, fd, NULL, 1);
	call(readv, fd, bad, 2);
	call(readv, fd, unreadable, 3);
	call(readv, -1, in, 4);
	return 0;
}
