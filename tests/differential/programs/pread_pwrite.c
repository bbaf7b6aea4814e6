// trace: pread64,pwrite64
#include "test.h"

int main(void)
{
	char buffer[64];
	int fd = open("file", O_RDWR | O_CREAT, 0600);

	call(pwrite64, fd, "0123456789", 10, WIDE(0));
	call(pwrite64, fd, "far", 3, WIDE(0x123456789));
	call(pwrite64, fd, "before", 6, WIDE(-1LL));
	call(pwrite64, fd, unreadable, 6, WIDE(3));
	call(pread64, fd, buffer, 4, WIDE(2));
	call(pread64, fd, buffer, 64, WIDE(0x123456789));
	call(pread64, fd, buffer, 4, WIDE(LLONG_MAX));
	call(pread64, fd, buffer, 4, WIDE(LLONG_MIN));
	call(pread64, fd, NULL, 4, WIDE(0));
	call(pread64, -1, buffer, 4, WIDE(0xdeadbeefULL));
	return 0;
}
