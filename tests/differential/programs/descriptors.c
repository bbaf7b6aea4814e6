// trace: getpid,openat,read,write,close,dup,pipe2,socket,socketpair,eventfd2,epoll_create1,memfd_create,inotify_init1,pidfd_open,signalfd4,timerfd_create,fchdir,unlink,sendfile,poll,mkdirat
// also: -y
// also: -yy
// also: --decode-fds=path
// also: --decode-fds=dev,socket
// also: --decode-fds=all
// also: --decode-fds=none
// mask: ino=\d+|sock_id=\d+|pidfd:\d+|pid:\d+|eventfd-id: ?\d+
// mask: pidfd_open\(\d+
#include "test.h"
#include <poll.h>

int main(void)
{
	uint64_t set = 1 << (SIGUSR1 - 1);
	int p[2], pair[2], epoll, event, memory, inotify, file, dir;
	char byte = 'x';

	call(getpid);
	file = call(openat, AT_FDCWD, "a file with a long name and a tab\t \"quotes\" <brackets> \377 -> [1]", O_RDWR | O_CREAT, 0600);
	dir = call(openat, AT_FDCWD, ".", O_RDONLY | O_DIRECTORY);
	call(mkdirat, dir, "d", 0700);
	call(mkdirat, AT_FDCWD, "e", 0700);
	call(mkdirat, 99, "f", 0700);
	call(write, file, "x", 1);
	call(dup, file);
	call(unlink, "a file with a long name and a tab\t \"quotes\" <brackets> \377 -> [1]");
	call(read, file, &byte, 1);
	call(pipe2, p, 0);
	call(write, p[1], &byte, 1);
	call(read, p[0], &byte, 1);
	call(socketpair, AF_UNIX, SOCK_STREAM, 0, pair);
	call(write, pair[0], &byte, 1);
	call(read, pair[1], &byte, 1);
	call(close, pair[1]);
	call(write, call(socket, AF_INET, SOCK_DGRAM, 0), &byte, 1);
	call(write, call(socket, AF_INET6, SOCK_DGRAM, 0), &byte, 1);
	call(write, call(socket, AF_NETLINK, SOCK_RAW, 0), &byte, 0);
	call(write, call(eventfd2, 0, 0), &byte, 1);
	call(read, call(epoll_create1, 0), &byte, 1);
	call(write, call(memfd_create, "memory", 0), &byte, 1);
	call(close, call(inotify_init1, 0));
	call(close, call(pidfd_open, getpid(), 0));
	call(close, call(signalfd4, -1, &set, 8, 0));
	call(close, call(timerfd_create, CLOCK_MONOTONIC, 0));
	call(read, call(openat, AT_FDCWD, "/dev/null", O_RDONLY), &byte, 1);
	call(read, call(openat, AT_FDCWD, "/dev/zero", O_RDONLY), &byte, 1);
	call(read, call(openat, AT_FDCWD, "/proc/self/stat", O_RDONLY), &byte, 0);
	call(fchdir, dir);
	struct pollfd fds[2] = { { p[0], POLLIN }, { dir, POLLOUT } };
	call(poll, fds, 2, 0);
	call(write, 1, "", 0);
	call(write, 99, &byte, 1);
	call(write, -1, &byte, 1);
	return 0;
}
