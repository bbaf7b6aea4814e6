// trace: sendfile,sendfile64,copy_file_range,splice,tee,vmsplice
#include "test.h"
#include <sys/uio.h>

int main(void)
{
	int in = open("a", O_RDWR | O_CREAT, 0640), out = open("b", O_RDWR | O_CREAT, 0640), p[2], q[2];
	long offset = 2;
	long long from = 1, to = 100;
	struct iovec vector[2] = { { "hello", 5 }, { " world", 6 } };

	write(in, "0123456789", 10);
	pipe(p);
	pipe(q);
	call(sendfile, out, in, &offset, 5);
	call(sendfile, out, in, NULL, 5);
	call(sendfile, out, -1, &offset, 5);
	call(sendfile, -1, in, unreadable, -1);
#ifdef __i386__
	call(sendfile64, out, in, &from, 5);
	call(sendfile64, out, in, NULL, 5);
#endif
	call(copy_file_range, in, &from, out, &to, 5, 0);
	call(copy_file_range, in, NULL, out, NULL, 5, 0);
	call(copy_file_range, in, BAD, out, NULL, 5, 1);
	call(copy_file_range, -1, NULL, -1, NULL, -1, -1);
	call(vmsplice, p[1], vector, 2, 0);
	call(vmsplice, p[1], vector, 1, 15);
	call(vmsplice, p[1], NULL, 1, -1);
	call(tee, p[0], q[1], 100, 2);
	call(tee, -1, -1, 5, 0);
	from = 3;
	call(splice, in, &from, p[1], NULL, 4, 1);
	call(splice, p[0], NULL, out, &to, 4, 4);
	call(splice, p[0], &from, q[1], NULL, 4, 0);
	call(splice, -1, NULL, -1, BAD, -1, -1);
	return 0;
}
