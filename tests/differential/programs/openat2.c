// trace: openat2
#include "test.h"
#include <linux/openat2.h>

int main(void)
{
	struct open_how how = { .flags = O_RDWR | O_CREAT | O_CLOEXEC, .mode = 0600, .resolve = RESOLVE_BENEATH };
	struct { struct open_how how; uint64_t more; } larger = { { .flags = O_RDONLY, .resolve = -1 }, 0x1234 };

	call(openat2, AT_FDCWD, "file", &how, sizeof(how));
	how.mode = 0;
	how.flags = O_RDONLY | O_NOFOLLOW;
	how.resolve = RESOLVE_NO_XDEV | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_SYMLINKS | RESOLVE_IN_ROOT;
	call(openat2, AT_FDCWD, "file", &how, sizeof(how));
	how.resolve = 0xdeadbeef00000000;
	call(openat2, 3, "file", &how, sizeof(how));
	call(openat2, AT_FDCWD, "file", &larger, sizeof(larger));
	call(openat2, AT_FDCWD, "file", &how, 8);
	call(openat2, AT_FDCWD, "file", NULL, sizeof(how));
	call(openat2, AT_FDCWD, "file", BAD, sizeof(how));
	call(openat2, AT_FDCWD, "file", unreadable - 8, sizeof(how));
	call(openat2, -1, NULL, EDGE(how), sizeof(how));
	how.flags = -1;
	call(openat2, -1, "x", &how, sizeof(how));
	return 0;
}
