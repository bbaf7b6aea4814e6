// trace: stat,lstat,fstat,newfstatat,stat64,lstat64,fstat64,fstatat64
// also: -v
// mask: st_(?:size|dev|nlink)=[^,]*
#include "test.h"

int main(void)
{
	static char buffer[256];
	int fd = open("a", O_RDWR | O_CREAT, 0640);
	struct timespec times[2] = { { 1000000000, 123456789 }, { -1, 5 } };

	symlink("a", "l");
	futimens(fd, times);
	call(stat, "a", buffer);
	call(stat, "missing", buffer);
	call(stat, "/dev/null", buffer);
	call(stat, ".", buffer);
	call(stat, NULL, buffer);
	call(stat, "a", NULL);
	call(stat, "a", unreadable - 8);
	call(lstat, "l", buffer);
	call(fstat, fd, buffer);
	call(fstat, 0, buffer);
	call(fstat, -1, buffer);
#ifdef __x86_64__
	call(newfstatat, AT_FDCWD, "l", buffer, 0);
	call(newfstatat, AT_FDCWD, "l", buffer, AT_SYMLINK_NOFOLLOW);
	call(newfstatat, fd, "", buffer, AT_EMPTY_PATH);
	call(newfstatat, fd, "", NULL, AT_NO_AUTOMOUNT | AT_EMPTY_PATH);
	call(newfstatat, -1, "x", buffer, -1);
#else
	call(stat64, "a", buffer);
	call(stat64, "a", BAD);
	call(lstat64, "l", buffer);
	call(fstat64, fd, buffer);
	call(fstatat64, AT_FDCWD, "l", buffer, AT_SYMLINK_NOFOLLOW);
	call(fstatat64, fd, "", buffer, AT_EMPTY_PATH);
#endif
	return 0;
}
