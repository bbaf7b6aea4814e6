// trace: statx
// also: -v
// mask: stx_(?:size|dev_m\w+|nlink)=[^,]*
// mask: stx_.time=\{tv_sec=[+]?1[789][^}]*\}
#include "test.h"
#include <linux/stat.h>

int main(void)
{
	struct statx x;
	int fd = open("a", O_RDWR | O_CREAT, 0640);
	struct timespec times[2] = { { 1000000000, 123456789 }, { -1, 5 } };

	futimens(fd, times);
	call(statx, AT_FDCWD, "a", 0, 0x7ff, &x);
	call(statx, AT_FDCWD, "a", AT_SYMLINK_NOFOLLOW | 0x2000, 1, &x);
	call(statx, fd, "", AT_EMPTY_PATH | 0x4000, 0xfff, &x);
	call(statx, AT_FDCWD, "/dev/null", 0x6000, 0x1fff, &x);
	call(statx, AT_FDCWD, "missing", 0, 0, &x);
	call(statx, AT_FDCWD, "a", -1, -1, &x);
	call(statx, AT_FDCWD, "a", 0, 0x7ff, NULL);
	call(statx, AT_FDCWD, "a", 0, 0x7ff, unreadable);
	call(statx, -1, NULL, 0, 0x20, BAD);
	return 0;
}
