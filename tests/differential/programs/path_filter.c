// trace: all
// options: -P watched -P ./other
// also: -y
// also: -z
// also: -e trace=read,openat
// mask: ^(?:execve).*
#include "test.h"

int main(void)
{
	char buffer[8];
	int fd = open("watched", O_RDWR | O_CREAT, 0600), unrelated = open("unrelated", O_RDWR | O_CREAT, 0600);
	struct stat info;

	write(fd, "x", 1);
	write(unrelated, "y", 1);
	read(fd, buffer, 1);
	stat("watched", &info);
	stat("unrelated", &info);
	rename("watched", "other");
	rename("other", "unrelated");
	mkdir("watched", 0700);
	mkdir("watched/below", 0700);
	close(fd);
	read(fd, buffer, 1);
	return 0;
}
