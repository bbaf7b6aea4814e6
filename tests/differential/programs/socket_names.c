// options: -a 1 -yy
// trace: bind,listen,close
// also: -x
// also: -xx
// also: --strings-in-hex=non-ascii-chars
// mask: \[\d+|(?<=rastro)\d{9}|(\\x3\d){9}
#include "test.h"
#include <sys/un.h>

static void named(int type, const char *name, size_t length)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, type, 0);

	memcpy(address.sun_path, name, length);
	call(bind, fd, &address, offsetof(struct sockaddr_un, sun_path) + length);
	call(listen, fd, 1);
	call(close, fd);
}

int main(void)
{
	char abstract[64];
	int length = snprintf(abstract, sizeof(abstract), "%crastro%09d \"of\"\n\t\\\1\0017\377", 0, getpid());

	named(SOCK_STREAM, "a name", 6);
	named(SOCK_DGRAM, "with \"quotes\" and <angles>", 26);
	named(SOCK_STREAM, abstract, length);
	return 0;
}
