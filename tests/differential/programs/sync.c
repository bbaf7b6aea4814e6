// trace: umask,fsync,fdatasync,syncfs,sync_file_range,readahead,fadvise64,fadvise64_64
#include "test.h"

int main(void)
{
	int fd = open("a", O_RDWR | O_CREAT, 0640);

	call(umask, 022);
	call(umask, 0);
	call(umask, 0777);
	call(umask, -1);
	call(fsync, fd);
	call(fsync, 0);
	call(fsync, -1);
	call(fdatasync, fd);
	call(fdatasync, -1);
	call(syncfs, -1);
	call(sync_file_range, fd, WIDE(0), WIDE(4096), 7);
	call(sync_file_range, fd, WIDE(0x123456789), WIDE(-1LL), 1);
	call(sync_file_range, -1, WIDE(0), WIDE(0), -1);
	call(readahead, fd, WIDE(0x100000001), 4096);
	call(readahead, -1, WIDE(-1LL), -1);
#ifdef __x86_64__
	call(fadvise64, fd, 0, 0x123456789, 4);
	call(fadvise64, fd, -1, 0, 2);
	call(fadvise64, -1, 0, 0, 77);
#else
	call(fadvise64, fd, WIDE(0x123456789), 5, 4);
	call(fadvise64_64, fd, WIDE(0x123456789), WIDE(0x223456789), 3);
	call(fadvise64_64, -1, WIDE(-1LL), WIDE(0), 66);
#endif
	return 0;
}
