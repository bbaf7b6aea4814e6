// trace: getdents,getdents64
// also: -v
// also: -e abbrev=none
// mask: d_(?:off|ino)=\d+
#include "test.h"

int main(void)
{
	static char buffer[4096];
	int fd = open(".", O_RDONLY | O_DIRECTORY);

	mkdir("directory", 0700);
	symlink("x", "link");
	mkfifo("a fifo with \033 in its name", 0600);
	close(open("\377\376", O_RDWR | O_CREAT, 0640));
	call(getdents64, fd, buffer, 4096);
	call(getdents64, fd, buffer, 4096);
	lseek(fd, 0, SEEK_SET);
	call(getdents, fd, buffer, 4096);
	call(getdents, fd, buffer, 4096);
	lseek(fd, 0, SEEK_SET);
	call(getdents, fd, buffer, 1);
	call(getdents64, fd, buffer, 1);
	call(getdents64, fd, NULL, 4096);
	call(getdents64, fd, unreadable, 4096);
	call(getdents64, 0, buffer, -1);
	call(getdents64, -1, buffer, 4096);
	call(getdents, -1, buffer, 4096);
	return 0;
}
