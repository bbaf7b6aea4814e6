// trace: ioctl
// mask: 0x[0-9a-f]{8} \/\* FS
#include "test.h"
#include <linux/fs.h>
#include <sys/ioctl.h>

int main(void)
{
	int fd = open("a", O_RDWR | O_CREAT, 0640);
	long flags = 0, version;
	struct file_clone_range range = { 5, 6, 7, 8 };
	uint64_t trim[3] = { 1, 2, 3 };
	struct fsxattr attributes = { 0 };

	call(ioctl, fd, FS_IOC_GETFLAGS, &flags);
	call(ioctl, fd, FS_IOC_SETFLAGS, &flags);
	flags = 0x12345678;
	call(ioctl, -1, FS_IOC_SETFLAGS, &flags);
	call(ioctl, -1, FS_IOC_GETVERSION, &version);
	call(ioctl, -1, FICLONE, 5);
	call(ioctl, -1, FICLONERANGE, &range);
	call(ioctl, -1, FITRIM, trim);
	call(ioctl, -1, FIFREEZE, 0);
	call(ioctl, -1, FIBMAP, &flags);
	call(ioctl, -1, FIGETBSZ, &flags);
	call(ioctl, fd, FIGETBSZ, &flags);
	call(ioctl, -1, FS_IOC_FSGETXATTR, &attributes);
	call(ioctl, -1, FS_IOC_FSSETXATTR, EDGE(attributes));
	call(ioctl, fd, FIONREAD, &flags);
	call(ioctl, fd, FIOASYNC, &flags);
	call(ioctl, fd, FIOQSIZE, &flags);
	call(ioctl, fd, BLKGETSIZE64, trim);
	call(ioctl, fd, BLKROGET, &flags);
	call(ioctl, fd, BLKDISCARD, trim);
	call(ioctl, fd, BLKSSZGET, NULL);
	call(ioctl, fd, BLKFLSBUF, 0);
	return 0;
}
