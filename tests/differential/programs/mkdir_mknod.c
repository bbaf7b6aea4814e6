// trace: mkdir,mkdirat,mknod,mknodat
#include "test.h"
#include <sys/sysmacros.h>

int main(void)
{
	call(mkdir, "d", 0755);
	call(mkdir, "d", 0755);
	call(mkdir, "d/e/f", 01777);
	call(mkdir, "", 0);
	call(mkdir, NULL, 0xffffffff);
	call(mkdirat, AT_FDCWD, "d/e", 0700);
	call(mkdirat, 77, "d/e", 07);
	call(mkdirat, -1, BAD, 0123456);
	call(mknod, "fifo", S_IFIFO | 0600, 0);
	call(mknod, "plain", S_IFREG | 0644, 5);
	call(mknod, "untyped", 0644, 5);
	call(mknod, "socket", S_IFSOCK | 0644, 5);
	call(mknod, "missing/char", S_IFCHR | 0600, makedev(1, 3));
	call(mknod, "missing/block", S_IFBLK | 0600, makedev(259, 65537));
	call(mknod, "directory", S_IFDIR | 0600, 0);
	call(mknod, "strange", 0150000 | 0600, 0);
	call(mknod, "strange", 0xffff, 0xffffffff);
	call(mknod, NULL, 0, 0);
	call(mknodat, AT_FDCWD, "fifo2", S_IFIFO | 04755, 0);
	call(mknodat, 33, "char", S_IFCHR | 0600, makedev(1, 3));
	call(mknodat, -1, unreadable, S_IFBLK, -1);
	return 0;
}
