// trace: rename,renameat,renameat2
#include "test.h"

int main(void)
{
	close(open("a", O_RDWR | O_CREAT, 0600));
	close(open("b", O_RDWR | O_CREAT, 0600));
	call(rename, "a", "c");
	call(rename, "a", "c");
	call(rename, "", "c");
	call(rename, NULL, NULL);
	call(rename, BAD, unreadable);
	call(renameat, AT_FDCWD, "c", AT_FDCWD, "d");
	call(renameat, -1, "c", 42, "d");
	call(renameat2, AT_FDCWD, "b", AT_FDCWD, "d", 2 /* RENAME_EXCHANGE */);
	call(renameat2, AT_FDCWD, "b", AT_FDCWD, "d", 1 /* RENAME_NOREPLACE */);
	call(renameat2, AT_FDCWD, "b", AT_FDCWD, "e", 4 /* RENAME_WHITEOUT */ | 1);
	call(renameat2, AT_FDCWD, "b", AT_FDCWD, "d", -1);
	call(renameat2, AT_FDCWD, "b", AT_FDCWD, "d", 0x1230);
	call(renameat2, AT_FDCWD, "e", AT_FDCWD, "d", 0);
	return 0;
}
