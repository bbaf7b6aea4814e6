// trace: unlink,unlinkat,rmdir
#include "test.h"

int main(void)
{
	close(open("a", O_RDWR | O_CREAT, 0600));
	mkdir("d", 0700);
	call(unlink, "a");
	call(unlink, "a");
	call(unlink, "d");
	call(unlink, "");
	call(unlink, NULL);
	call(unlink, unreadable);
	call(unlinkat, AT_FDCWD, "a", 0);
	call(unlinkat, AT_FDCWD, "d", 0);
	call(unlinkat, AT_FDCWD, "d", AT_REMOVEDIR);
	call(unlinkat, AT_FDCWD, "d", AT_REMOVEDIR | 1);
	call(unlinkat, -5, "d", -1);
	call(rmdir, "d");
	call(rmdir, "/");
	call(rmdir, ".");
	call(rmdir, NULL);
	return 0;
}
