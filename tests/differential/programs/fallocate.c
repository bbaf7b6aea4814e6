// trace: fallocate
#include "test.h"

int main(void)
{
	int fd = open("a", O_RDWR | O_CREAT, 0640);

	call(fallocate, fd, 0, WIDE(0), WIDE(8192));
	call(fallocate, fd, 1, WIDE(0x100000000), WIDE(1));
	call(fallocate, fd, 3, WIDE(0), WIDE(4096));
	call(fallocate, fd, 0x10, WIDE(0), WIDE(4096));
	call(fallocate, fd, 0x78, WIDE(0), WIDE(4096));
	call(fallocate, fd, -1, WIDE(-1LL), WIDE(LLONG_MAX));
	call(fallocate, -1, 0, WIDE(0), WIDE(0));
	return 0;
}
