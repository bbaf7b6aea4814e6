// trace: setitimer,getitimer
// mask: tv_sec=99\d\d, tv_usec=9\d+|tv_sec=10000, tv_usec=\d+
#include "test.h"
#include <sys/time.h>

int main(void)
{
	struct itimerval set = { { 1, 500000 }, { 10000, 5 } }, old, wrong = { { 0, -1 }, { -1, 1000000 } };

	call(setitimer, ITIMER_REAL, &set, NULL);
	call(getitimer, ITIMER_REAL, &old);
	call(setitimer, ITIMER_VIRTUAL, &set, &old);
	call(setitimer, ITIMER_PROF, &set, &old);
	call(setitimer, ITIMER_PROF, NULL, &old);
	call(setitimer, ITIMER_REAL, &wrong, NULL);
	call(setitimer, 77, &set, &old);
	call(setitimer, ITIMER_REAL, unreadable, BAD);
	call(getitimer, 99, &old);
	call(getitimer, ITIMER_REAL, NULL);
	return 0;
}
