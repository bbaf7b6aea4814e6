// trace: poll,ppoll,ppoll_time64
#include "test.h"

int main(void)
{
	int p[2], q[2];
	struct timespec zero = { 0, 0 }, wrong = { -5, 5 };
	uint64_t set = 1 << (SIGUSR1 - 1);

	pipe(p);
	pipe(q);
	write(p[1], "x", 1);
	close(q[1]);
	struct pollfd fds[] = { { p[0], POLLIN | POLLPRI | POLLOUT }, { p[1], POLLOUT | POLLERR | POLLHUP }, { -1, POLLIN }, { 99, POLLIN | POLLRDNORM | POLLRDBAND | POLLWRNORM | POLLWRBAND | 0x400 | 0x2000 }, { q[0], 0 } };
	struct pollfd idle[] = { { p[0], 0x1000 }, { p[0], -1 } };
	call(poll, fds, 5, -1);
	call(poll, fds, 2, 1000);
	call(poll, idle, 1, 0);
	call(poll, idle, 2, 0);
	call(poll, NULL, 0, 0);
	call(poll, NULL, 1, 5);
	call(poll, fds, 0, 0);
	call(poll, unreadable - 64 * sizeof(*fds), -1, 0);
	call(poll, unreadable, 3, 0);
	call(poll, unreadable - 8, 2, 0);
	call(ppoll, fds, 4, NULL, NULL, 8);
	call(ppoll, idle, 1, &zero, &set, 8);
	call(ppoll, fds, 2, &zero, &set, 8);
	call(ppoll, idle, 1, &wrong, NULL, 8);
	call(ppoll, idle, 1, unreadable, unreadable, 4);
	call(ppoll, NULL, -1, NULL, NULL, -1);
#ifdef __i386__
	long long wide[2] = { 0, 0 };
	call(ppoll_time64, fds, 2, wide, &set, 8);
	call(ppoll_time64, idle, 1, wide, NULL, 0);
#endif
	return 0;
}
