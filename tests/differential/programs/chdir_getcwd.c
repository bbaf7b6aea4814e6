// trace: chdir,fchdir,getcwd,chroot
#include "test.h"

int main(void)
{
	char buffer[4096];
	int fd = open(".", O_RDONLY);

	call(getcwd, buffer, 4096);
	call(getcwd, buffer, 2);
	call(getcwd, NULL, 4096);
	call(getcwd, unreadable, 4096);
	call(getcwd, buffer, 0);
	call(chdir, "/");
	call(getcwd, buffer, 4096);
	call(chdir, "missing");
	call(chdir, "/dev/null");
	call(chdir, NULL);
	call(chdir, "");
	call(fchdir, fd);
	call(fchdir, 0);
	call(fchdir, -1);
	call(chroot, "missing");
	call(chroot, unreadable);
	call(chroot, NULL);
	return 0;
}
