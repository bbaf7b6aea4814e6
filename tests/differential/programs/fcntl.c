// trace: fcntl,fcntl64
#include "test.h"

#ifdef __i386__
#define SYS_any SYS_fcntl64
#else
#define SYS_any SYS_fcntl
#endif

int main(void)
{
	int fd = open("a", O_RDWR | O_CREAT | O_APPEND, 0640), p[2];
	uint64_t hint = 2;

	pipe(p);
	call(any, fd, F_DUPFD, 10);
	call(any, fd, F_DUPFD_CLOEXEC, 10);
	call(any, fd, F_GETFD);
	call(any, fd, F_SETFD, FD_CLOEXEC);
	call(any, fd, F_SETFD, -1);
	call(any, fd, F_SETFD, 0);
	call(any, fd, F_GETFL);
	call(any, fd, F_SETFL, O_RDONLY | O_NONBLOCK | O_APPEND);
	call(any, fd, F_SETFL, -1);
	call(any, fd, F_GETOWN);
	call(any, fd, F_SETOWN, -2147483647);
	call(any, fd, F_GETSIG);
	call(any, fd, F_SETSIG, SIGUSR1);
	call(any, fd, F_SETSIG, 99);
	call(any, fd, F_GETLEASE);
	call(any, fd, F_SETLEASE, F_RDLCK);
	call(any, fd, F_SETLEASE, 77);
	call(any, fd, F_NOTIFY, DN_ACCESS | DN_MULTISHOT | DN_CREATE);
	call(any, fd, F_NOTIFY, -1);
	call(any, p[0], F_GETPIPE_SZ);
	call(any, p[0], F_SETPIPE_SZ, 4096);
	call(any, fd, F_ADD_SEALS, 0x1f);
	call(any, fd, F_GET_SEALS);
	call(any, fd, F_GET_SEALS, 5);
	call(any, fd, F_GET_RW_HINT, &hint);
	call(any, fd, F_SET_RW_HINT, &hint);
	call(any, fd, F_SET_RW_HINT, NULL);
	call(any, fd, 12345, 67890);
	call(any, fd, -1, -1);
	call(any, -1, F_GETFD);
	call(any, -1, F_GETFL, 5);
#ifdef __i386__
	call(fcntl, fd, F_GETFL);
	call(fcntl, fd, F_SETFL, O_NONBLOCK);
	call(fcntl, fd, F_DUPFD, 20);
#endif
	return 0;
}
