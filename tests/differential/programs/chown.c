// trace: chown,fchown,lchown,fchownat,chown32,fchown32,lchown32
#include "test.h"

int main(void)
{
	int fd = open("a", O_RDWR | O_CREAT, 0600);

	call(chown, "a", -1, -1);
	call(chown, "missing", 1000, 1000);
	call(chown, NULL, 0, 0xffff);
	call(lchown, "missing", 65534, 100);
	call(fchown, fd, -1, -1);
	call(fchown, -1, 5, 0x12345);
	call(fchownat, AT_FDCWD, "a", -1, -1, AT_SYMLINK_NOFOLLOW);
	call(fchownat, fd, "", -1, -1, AT_EMPTY_PATH);
	call(fchownat, 77, "a", 1, 0x7fffffff, -1);
#ifdef __i386__
	call(chown32, "missing", -1, 65536);
	call(lchown32, "missing", 1, -2);
	call(fchown32, -1, 0xffff, 0x10000);
#endif
	return 0;
}
