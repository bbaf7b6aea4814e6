// trace: utime,utimes,futimesat,utimensat,utimensat_time64
#include "test.h"
#include <sys/time.h>
#include <utime.h>

int main(void)
{
	struct utimbuf old = { 1000000000, -1 };
	struct timeval values[2] = { { 1000000000, 123456 }, { 0, 999999 } };
	struct timeval wrong[2] = { { -1, 1000000 }, { 1, -1 } };
	struct timespec now[2] = { { 5, UTIME_NOW }, { -7, UTIME_OMIT } };
	struct timespec set[2] = { { 1000000000, 123456789 }, { 0, 1000000000 } };

	close(open("a", O_RDWR | O_CREAT, 0640));
	call(utime, "a", &old);
	call(utime, "a", NULL);
	call(utime, "missing", EDGE(old));
	call(utime, NULL, unreadable);
	call(utimes, "a", values);
	call(utimes, "a", wrong);
	call(utimes, "a", NULL);
	call(utimes, "a", unreadable - sizeof(values[0]));
	call(futimesat, AT_FDCWD, "a", values);
	call(futimesat, -1, NULL, NULL);
	call(utimensat, AT_FDCWD, "a", now, 0);
	call(utimensat, AT_FDCWD, "a", set, AT_SYMLINK_NOFOLLOW);
	call(utimensat, AT_FDCWD, "a", NULL, 0);
	call(utimensat, 5, NULL, now, -1);
	call(utimensat, 5, "a", BAD, 0);
#ifdef __i386__
	long long wide[4] = { 0x123456789, 5, 1000000000, UTIME_OMIT };
	call(utimensat_time64, AT_FDCWD, "a", wide, 0);
	call(utimensat_time64, AT_FDCWD, "missing", NULL, AT_EMPTY_PATH);
#endif
	return 0;
}
