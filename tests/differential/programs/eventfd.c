// trace: eventfd,eventfd2,read,write
// also: -yy
// mask: eventfd-id=?:? ?\d+
#include "test.h"

int main(void)
{
	uint64_t value = 5;
	long fd = call(eventfd, 7);

	call(eventfd2, 0, O_CLOEXEC | O_NONBLOCK | 1);
	call(eventfd2, -1, 0);
	call(eventfd2, 5, -1);
	call(read, fd, &value, 8);
	call(write, fd, &value, 8);
	call(write, fd, &value, 4);
	return 0;
}
