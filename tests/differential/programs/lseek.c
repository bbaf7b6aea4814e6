// trace: lseek,_llseek
#include "test.h"

int main(void)
{
	int fd = open("file", O_RDWR | O_CREAT, 0600);

	ftruncate(fd, 1 << 20);
	pwrite(fd, "x", 1, 1 << 19);
	call(lseek, fd, 10, SEEK_SET);
	call(lseek, fd, -5, SEEK_CUR);
	call(lseek, fd, 0, SEEK_END);
	call(lseek, fd, -1, SEEK_SET);
	call(lseek, fd, 0, 3 /* SEEK_DATA */);
	call(lseek, fd, 1 << 19, 4 /* SEEK_HOLE */);
	call(lseek, fd, 0, 5);
	call(lseek, fd, 0, -1);
	call(lseek, 0, 0, SEEK_CUR);
	call(lseek, -1, 0x7fffffff, SEEK_SET);
#ifdef __i386__
	loff_t result;
	call(_llseek, fd, 1, 2, &result, SEEK_SET);
	call(_llseek, fd, -1, -2, &result, SEEK_CUR);
	call(_llseek, fd, 0, 5, NULL, SEEK_SET);
	call(_llseek, -1, 0, 5, &result, 77);
#else
	call(lseek, fd, 0x123456789abcdef, SEEK_SET);
	call(lseek, fd, LONG_MIN, SEEK_END);
#endif
	return 0;
}
