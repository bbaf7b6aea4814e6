// trace: inotify_init,inotify_init1,inotify_add_watch,inotify_rm_watch,read
#include "test.h"
#include <sys/inotify.h>

int main(void)
{
	char buffer[1024];
	int fd;

	call(inotify_init);
	fd = call(inotify_init1, IN_NONBLOCK | IN_CLOEXEC);
	call(inotify_init1, -1);
	call(inotify_add_watch, fd, ".", IN_ALL_EVENTS);
	call(inotify_add_watch, fd, ".", IN_CREATE | IN_DELETE | IN_ONLYDIR | IN_MASK_ADD | IN_ONESHOT | IN_EXCL_UNLINK);
	call(inotify_add_watch, fd, "/dev/null", IN_OPEN | 0x100000);
	call(inotify_add_watch, fd, "missing", -1);
	call(inotify_add_watch, -1, NULL, 0);
	call(inotify_rm_watch, fd, 1);
	call(inotify_rm_watch, fd, 1);
	call(inotify_rm_watch, -1, -1);
	call(read, fd, buffer, 1024);
	return 0;
}
