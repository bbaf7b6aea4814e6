// trace: openat
#include "test.h"

int main(void)
{
	long dir = call(openat, AT_FDCWD, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	call(openat, dir, "created", O_WRONLY | O_CREAT | O_TRUNC, 0666);
	call(openat, dir, "created", O_RDONLY);
	call(openat, dir, "created", O_RDONLY | O_LARGEFILE);
	call(openat, -2, "created", O_RDONLY);
	call(openat, 12345, "created", O_RDONLY);
	call(openat, -1, "/dev/null", O_RDWR);
	call(openat, AT_FDCWD, "/dev/null/x", O_RDONLY);
	call(openat, AT_FDCWD, "caf\303\251 \"quoted\" \\ \t\n\r\v\f\a\b\033[31m", O_RDONLY);
	call(openat, AT_FDCWD, "\1\0012\377\3760\0177", O_RDONLY);
	call(openat, AT_FDCWD, "a name that is longer than thirty-two characters is shown whole", O_RDONLY);
	call(openat, AT_FDCWD, NULL, O_CREAT, 0);
	call(openat, AT_FDCWD, BAD, O_CREAT | 0x80000000, 0);
	call(openat, AT_FDCWD, edge("unterminated", 12), O_RDONLY);
	call(openat, AT_FDCWD, edge("terminated", 11), O_RDONLY);
	call(openat, 0xffffffff00000000 + AT_FDCWD, "x", O_RDONLY);
	return 0;
}
