// trace: select,_newselect,pselect6,pselect6_time64
#include "test.h"
#include <sys/select.h>

#ifdef __i386__
#define SYS_any SYS__newselect
#else
#define SYS_any SYS_select
#endif

int main(void)
{
	int p[2];
	fd_set in, out, other;
	struct timeval zero = { 0, 0 }, wrong = { -1, 5 };
	struct timespec zero_ns = { 0, 0 };
	uint64_t set = 1 << (SIGUSR1 - 1);
	struct { void *set; size_t size; } sigset = { &set, 8 }, none = { NULL, 0 }, bad = { BAD, 3 };

	pipe(p);
	write(p[1], "x", 1);
	FD_ZERO(&in);
	FD_SET(p[0], &in);
	FD_SET(0, &in);
	out = other = in;
	FD_SET(p[1], &out);
	call(any, p[1] + 1, &in, &out, &other, NULL);
	FD_ZERO(&other);
	call(any, 5, &other, NULL, NULL, &zero);
	FD_SET(p[0], &in);
	call(any, 64, &in, &other, NULL, &zero);
	FD_ZERO(&in);
	FD_SET(77, &in);
	call(any, 100, &in, NULL, NULL, NULL);
	call(any, 0, NULL, NULL, NULL, &zero);
	call(any, 0, &in, &out, &other, &wrong);
	call(any, -1, NULL, NULL, NULL, &zero);
	call(any, 5, unreadable, NULL, BAD, &zero);
	call(any, 5, NULL, NULL, NULL, unreadable);
	FD_ZERO(&in);
	FD_SET(p[0], &in);
	call(pselect6, 5, &in, NULL, NULL, &zero_ns, &sigset);
	call(pselect6, 5, &in, NULL, NULL, NULL, &none);
	call(pselect6, 5, NULL, NULL, NULL, &zero_ns, NULL);
	call(pselect6, 5, NULL, NULL, NULL, unreadable, &bad);
	call(pselect6, -5, NULL, NULL, NULL, NULL, unreadable);
#ifdef __i386__
	long long wide[2] = { 0, 0 };
	long old[5] = { 5, (long)&in, 0, 0, (long)&zero };
	call(pselect6_time64, 5, &in, NULL, NULL, wide, &sigset);
	call(select, old);
	call(select, NULL);
	call(select, unreadable);
#endif
	return 0;
}
