// trace: timer_create,timer_settime,timer_gettime,timer_getoverrun,timer_delete,timer_settime64,timer_gettime64
// mask: tv_sec=99\d\d, tv_nsec=9\d+
// options: -e signal=none
#include "test.h"
#include <time.h>

int main(void)
{
	int id = -1;
	struct { void *value; int signo, notify, tid; char rest[44]; } event = { (void *)0x1234, SIGUSR1, SIGEV_SIGNAL };
	struct itimerspec set = { { 1, 2 }, { 10000, 5 } }, old, zero = { 0 };

	call(timer_create, CLOCK_REALTIME, NULL, &id);
	call(timer_settime, id, 0, &set, &old);
	call(timer_gettime, id, &old);
	call(timer_settime, id, TIMER_ABSTIME, &zero, NULL);
	call(timer_getoverrun, id);
	call(timer_delete, id);
	call(timer_create, CLOCK_MONOTONIC, &event, &id);
	call(timer_delete, id);
	event.notify = SIGEV_NONE;
	event.signo = 99;
	call(timer_create, CLOCK_MONOTONIC, &event, &id);
	event.notify = 4 /* SIGEV_THREAD_ID */;
	event.tid = 77777777;
	call(timer_create, CLOCK_BOOTTIME, &event, &id);
	event.notify = SIGEV_THREAD;
	call(timer_create, CLOCK_PROCESS_CPUTIME_ID, &event, &id);
	event.notify = 99;
	call(timer_create, 77, &event, NULL);
	call(timer_create, 0, unreadable, &id);
	call(timer_settime, 99, -1, &set, &old);
	call(timer_settime, 0, 0, NULL, BAD);
	call(timer_gettime, -1, &old);
	call(timer_gettime, 0, NULL);
	call(timer_getoverrun, 99);
	call(timer_delete, 99);
	return 0;
}
