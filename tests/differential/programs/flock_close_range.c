// trace: flock,close_range
#include "test.h"

int main(void)
{
	int fd = open("a", O_RDWR | O_CREAT, 0640);

	call(flock, fd, 1);
	call(flock, fd, 2 | 4);
	call(flock, fd, 8);
	call(flock, fd, 32 | 64);
	call(flock, fd, -1);
	call(flock, -1, 0);
	call(close_range, 10, 20, 0);
	call(close_range, 10, -1, 4);
	call(close_range, 10, 5, 2);
	call(close_range, -1, -1, -1);
	return 0;
}
