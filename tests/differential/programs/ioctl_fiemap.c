// trace: ioctl
// mask: fe_physical=\d+
// also: -v
#include "test.h"
#include <linux/fiemap.h>
#include <linux/fs.h>
#include <sys/ioctl.h>

int main(void)
{
	struct { struct fiemap head; struct fiemap_extent extents[3]; } map = { { .fm_length = -1, .fm_flags = FIEMAP_FLAG_SYNC, .fm_extent_count = 3 } };
	int fd = open("a", O_RDWR | O_CREAT, 0640);

	call(ioctl, -1, FS_IOC_FIEMAP, &map);
	call(ioctl, -1, FS_IOC_FIEMAP, NULL);
	call(ioctl, -1, FS_IOC_FIEMAP, unreadable);
	return 0;
}
