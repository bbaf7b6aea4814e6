// trace: signalfd,signalfd4,read
// also: -yy
#include "test.h"

int main(void)
{
	uint64_t set = 1 << (SIGUSR1 - 1) | 1 << (SIGINT - 1);
	char buffer[128];
	long fd = call(signalfd, -1, &set, 8);

	set = ~1ULL;
	call(signalfd4, fd, &set, 8, 0);
	call(signalfd4, -1, &set, 8, O_CLOEXEC | O_NONBLOCK);
	call(signalfd4, -1, &set, 4, -1);
	call(signalfd4, 0, NULL, 8, 0);
	call(signalfd4, -1, unreadable, 8, 0);
	call(signalfd, 99, BAD, 0);
	call(read, fd, buffer, 5);
	return 0;
}
