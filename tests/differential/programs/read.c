// trace: read
#include "test.h"

int main(void)
{
	static char buffer[300];
	int fd = open("file", O_RDWR | O_CREAT, 0600);

	for (int i = 0; i < 256; i++)
		buffer[i] = i;
	write(fd, buffer, 256);
	call(read, fd, buffer, 10);
	lseek(fd, 0, SEEK_SET);
	call(read, fd, buffer, 31);
	call(read, fd, buffer, 32);
	call(read, fd, buffer, 33);
	call(read, fd, buffer, 300);
	call(read, fd, buffer, 1);
	call(read, fd, buffer, 0);
	call(read, fd, NULL, 0);
	lseek(fd, 32, SEEK_SET);
	call(read, fd, NULL, 3);
	call(read, fd, BAD, 3);
	call(read, fd, unreadable - 4, 4);
	call(read, fd, unreadable - 4, 100);
	call(read, fd, unreadable, 100);
	call(read, -1, buffer, 5);
	call(read, 0, buffer, (size_t)-1);
	call(read, fd, buffer, SSIZE_MAX);
	call(read, 0, buffer, 5);
	return 0;
}
