// trace: nanosleep,clock_nanosleep,clock_nanosleep_time64
#include "test.h"

int main(void)
{
	struct timespec shortest = { 0, 1 }, wrong = { 0, -1 }, zero = { 0, 0 }, past = { 1000, 5 }, left = { 7, 8 };

	call(nanosleep, &shortest, NULL);
	call(nanosleep, &zero, &left);
	call(nanosleep, &wrong, &left);
	call(nanosleep, NULL, &left);
	call(nanosleep, unreadable, BAD);
	call(nanosleep, EDGE(shortest), unreadable);
	call(clock_nanosleep, CLOCK_MONOTONIC, 0, &shortest, &left);
	call(clock_nanosleep, CLOCK_REALTIME, TIMER_ABSTIME, &past, NULL);
	call(clock_nanosleep, 77, -1, &zero, &left);
	call(clock_nanosleep, CLOCK_THREAD_CPUTIME_ID, 2, &wrong, NULL);
	call(clock_nanosleep, -1, 0, NULL, NULL);
#ifdef __i386__
	long long wide[2] = { 0, 1 };
	call(clock_nanosleep_time64, CLOCK_BOOTTIME, 0, wide, NULL);
#endif
	return 0;
}
