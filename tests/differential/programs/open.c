// trace: open,openat,creat,close
#include "test.h"

int main(void)
{
	call(open, "created", O_RDWR | O_CREAT | O_EXCL, 0640);
	call(open, "created", O_RDWR | O_CREAT | O_EXCL, 0640);
	call(open, "created", O_RDONLY);
	call(open, "created", O_WRONLY | O_APPEND | O_CLOEXEC | O_NONBLOCK);
	call(open, "created", O_RDWR | O_TRUNC | O_SYNC | O_NOATIME | O_NOFOLLOW);
	call(open, "created", O_WRONLY | O_DSYNC | O_DIRECT | O_NOCTTY | O_ASYNC);
	call(open, "missing", O_RDONLY);
	call(open, "", O_RDONLY);
	call(open, NULL, O_RDONLY);
	call(open, BAD, O_RDONLY);
	call(open, unreadable, O_PATH);
	call(open, "created", 3);
	call(open, "created", -1, -1);
	call(open, ".", O_TMPFILE | O_RDWR, 0600);
	call(open, ".", O_DIRECTORY | O_PATH);
	call(creat, "other", 0777);
	call(creat, "other", 07777);
	call(creat, "no/such", 01);
	call(creat, edge("created", 7), 0);
	for (int fd = 0; fd < 16; fd++)
		call(close, fd);
	call(close, -1);
	call(close, INT_MAX);
	call(close, AT_FDCWD);
	return 0;
}
