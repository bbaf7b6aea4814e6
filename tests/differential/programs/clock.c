// trace: clock_gettime,clock_getres,clock_settime,clock_adjtime,clock_gettime64,clock_getres_time64,clock_settime64,gettimeofday,settimeofday,time,stime,adjtimex
#include "test.h"

int main(void)
{
	long value[64] = { 0 };
	struct timespec wrong = { -1, 2000000000 };
	struct { int west, kind; } zone = { 60, 1 };

	for (int clock = -8; clock < 14; clock++)
		call(clock_gettime, clock, value);
	call(clock_gettime, CLOCK_REALTIME, NULL);
	call(clock_gettime, CLOCK_MONOTONIC, unreadable);
	call(clock_gettime, 0x7fffffff, value);
	call(clock_getres, CLOCK_REALTIME, value);
	call(clock_getres, CLOCK_MONOTONIC, NULL);
	call(clock_getres, 99, value);
	call(clock_settime, CLOCK_REALTIME, &wrong);
	call(clock_settime, CLOCK_MONOTONIC, NULL);
	call(clock_settime, 99, unreadable);
	call(gettimeofday, value, NULL);
	call(gettimeofday, value, &zone);
	call(gettimeofday, NULL, NULL);
	call(gettimeofday, unreadable, BAD);
	call(settimeofday, &wrong, &zone);
	call(settimeofday, unreadable, NULL);
	call(time, value);
	call(time, NULL);
	call(time, unreadable);
	call(adjtimex, NULL);
	call(adjtimex, unreadable);
	call(clock_adjtime, CLOCK_REALTIME, NULL);
	call(clock_adjtime, 99, BAD);
#ifdef __i386__
	long long wide[2];
	call(clock_gettime64, CLOCK_REALTIME, wide);
	call(clock_gettime64, CLOCK_MONOTONIC, unreadable);
	call(clock_getres_time64, CLOCK_MONOTONIC, wide);
	call(stime, NULL);
	call(stime, unreadable);
#endif
	return 0;
}
