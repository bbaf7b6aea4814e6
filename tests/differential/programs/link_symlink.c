// trace: link,linkat,symlink,symlinkat,readlink,readlinkat
#include "test.h"

int main(void)
{
	char buffer[128];

	close(open("file", O_RDWR | O_CREAT, 0600));
	call(link, "file", "hard");
	call(link, "file", "hard");
	call(link, "missing", "other");
	call(link, NULL, BAD);
	call(link, unreadable, "x");
	call(linkat, AT_FDCWD, "file", AT_FDCWD, "hard2", 0);
	call(linkat, AT_FDCWD, "file", -1, "/dev/null", AT_SYMLINK_FOLLOW | AT_EMPTY_PATH);
	call(linkat, 99, "file", AT_FDCWD, "hard3", -1);
	call(symlink, "file", "soft");
	call(symlink, "", "soft2");
	call(symlink, NULL, "soft");
	call(symlinkat, "a/b/c", AT_FDCWD, "soft3");
	call(symlinkat, "a", 99, "soft4");
	call(readlink, "soft", buffer, 128);
	call(readlink, "soft", buffer, 2);
	call(readlink, "soft", buffer, 0);
	call(readlink, "soft", buffer, -1);
	call(readlink, "file", buffer, 128);
	call(readlink, "missing", buffer, 128);
	call(readlink, "soft", NULL, 128);
	call(readlink, "soft", unreadable - 2, 128);
	call(readlinkat, AT_FDCWD, "soft3", buffer, 128);
	call(readlinkat, AT_FDCWD, "soft3", buffer, 4);
	call(readlinkat, -1, NULL, NULL, 0);
	return 0;
}
