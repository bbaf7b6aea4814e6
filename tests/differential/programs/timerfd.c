// trace: timerfd_create,timerfd_settime,timerfd_gettime,timerfd_settime64,timerfd_gettime64
// mask: tv_sec=99\d\d, tv_nsec=9\d+
// also: -yy
#include "test.h"

int main(void)
{
	struct itimerspec set = { { 1, 2 }, { 10000, 5 } }, old, wrong = { { 0, 0 }, { -1, 5000000000L } };
	long fd = call(timerfd_create, CLOCK_MONOTONIC, 0);

	call(timerfd_create, CLOCK_REALTIME, O_CLOEXEC | O_NONBLOCK);
	call(timerfd_create, 99, -1);
	call(timerfd_settime, fd, 0, &set, NULL);
	call(timerfd_settime, fd, 0, &set, &old);
	call(timerfd_settime, fd, 1 | 2, &wrong, &old);
	call(timerfd_settime, fd, -1, NULL, BAD);
	call(timerfd_settime, -1, 0, unreadable, NULL);
	call(timerfd_gettime, fd, &old);
	call(timerfd_gettime, fd, NULL);
	call(timerfd_gettime, 0, &old);
	call(timerfd_gettime, -1, unreadable);
	return 0;
}
