// trace: getsockopt,setsockopt
// mask: (?<=SO_(?:SNDBUF|RCVBUF), )\[\d+\]
// mask: pid=\d+
#include "test.h"

int main(void)
{
	int fd = socket(AF_INET, SOCK_DGRAM, 0), pair[2];
	unsigned int size;
	char value[256];
	struct timeval second = { 1, 500000 };
	struct linger linger = { 1, 5 };

	for (int option = 0; option < 84; option++) {
		if (option == 57 /* SO_COOKIE, a new number each time */)
			continue;
		size = 16;
		memset(value, 0, sizeof(value));
		call(getsockopt, fd, SOL_SOCKET, option, value, &size);
	}
	call(setsockopt, fd, SOL_SOCKET, SO_RCVTIMEO, &second, sizeof(second));
	call(setsockopt, fd, SOL_SOCKET, SO_SNDTIMEO, &second, 4);
	call(setsockopt, fd, SOL_SOCKET, SO_LINGER, &linger, sizeof(linger));
	call(setsockopt, fd, SOL_SOCKET, SO_LINGER, &linger, 4);
	call(setsockopt, fd, SOL_SOCKET, SO_BINDTODEVICE, "lo", 3);
	call(setsockopt, fd, SOL_SOCKET, SO_BINDTODEVICE, "a long device name", 18);
	call(setsockopt, fd, SOL_SOCKET, SO_REUSEADDR, &(int){ 1 }, 4);
	call(setsockopt, fd, SOL_SOCKET, SO_REUSEADDR, &(int){ 1 }, 3);
	call(setsockopt, fd, SOL_SOCKET, SO_REUSEADDR, &(int){ -1 }, 8);
	call(setsockopt, fd, SOL_SOCKET, SO_REUSEADDR, NULL, 4);
	call(setsockopt, fd, SOL_SOCKET, SO_REUSEADDR, unreadable, 4);
	call(setsockopt, fd, SOL_SOCKET, 9999, "abcdef", 6);
	call(setsockopt, fd, SOL_SOCKET, 9999, BAD, -1);
	call(setsockopt, fd, 77, 88, "abcd", 4);
	call(setsockopt, -1, -1, -1, NULL, 0);
	size = 2;
	call(getsockopt, fd, SOL_SOCKET, SO_TYPE, value, &size);
	size = 0;
	call(getsockopt, fd, SOL_SOCKET, SO_TYPE, value, &size);
	size = -1;
	call(getsockopt, fd, SOL_SOCKET, SO_TYPE, value, &size);
	call(getsockopt, fd, SOL_SOCKET, SO_TYPE, value, NULL);
	size = 4;
	call(getsockopt, fd, SOL_SOCKET, SO_TYPE, NULL, &size);
	call(getsockopt, fd, SOL_SOCKET, SO_TYPE, unreadable, unreadable);
	call(getsockopt, fd, 77, 88, value, &size);
	socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
	size = 12;
	call(getsockopt, pair[0], SOL_SOCKET, SO_PEERCRED, value, &size);
	size = 6;
	call(getsockopt, pair[0], SOL_SOCKET, SO_PEERCRED, value, &size);
	return 0;
}
