// trace: preadv,pwritev,preadv2,pwritev2
#include "test.h"
#include <sys/uio.h>

int main(void)
{
	char a[4], b[8];
	struct iovec out[] = { { "one", 3 }, { "three", 5 } };
	struct iovec in[] = { { a, 4 }, { b, 8 } };
	int fd = open("file", O_RDWR | O_CREAT, 0600);

	call(pwritev, fd, out, 2, 100, 0);
	call(preadv, fd, in, 2, 100, 0);
	call(preadv, fd, in, 2, 0, 1);
	call(preadv, fd, in, 2, -1, -1);
	call(pwritev, fd, NULL, 2, 5, 0);
#ifdef __x86_64__
	call(pwritev2, fd, out, 2, 100, 0, RWF_DSYNC | RWF_SYNC);
	call(preadv2, fd, in, 2, 100, 0, RWF_HIPRI | RWF_NOWAIT);
	call(preadv2, fd, in, 1, -1, -1, RWF_APPEND);
	call(preadv2, fd, in, 1, 4, 0, -1);
#endif
	call(preadv2, -1, in, 1, 4, 0, 0);
	return 0;
}
