// trace: statfs,fstatfs,statfs64,fstatfs64,ustat
// mask: f_(?:blocks|files|bfree|bavail|ffree)=\d+
// mask: val=\[[^]]*\]
#include "test.h"

int main(void)
{
	char buffer[256];
	int fd = open("/proc", O_RDONLY);

	call(statfs, ".", buffer);
	call(statfs, "/proc", buffer);
	call(statfs, "/dev", buffer);
	call(statfs, "missing", buffer);
	call(statfs, NULL, NULL);
	call(statfs, ".", NULL);
	call(fstatfs, fd, buffer);
	call(fstatfs, 0, unreadable);
	call(fstatfs, -1, buffer);
	call(ustat, -1, buffer);
	call(ustat, 0x801, NULL);
#ifdef __i386__
	call(statfs64, "/proc", 84, buffer);
	call(statfs64, "/proc", 5, buffer);
	call(statfs64, NULL, 84, buffer);
	call(fstatfs64, fd, 84, buffer);
	call(fstatfs64, fd, 88, buffer);
	call(fstatfs64, fd, 84, NULL);
#endif
	return 0;
}
