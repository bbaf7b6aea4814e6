// trace: fanotify_init,fanotify_mark
#include "test.h"
#include <sys/fanotify.h>

int main(void)
{
	int fd;

	call(fanotify_init, -1, -1);
	fd = call(fanotify_init, FAN_CLASS_NOTIF | FAN_CLOEXEC | FAN_NONBLOCK, O_RDONLY | O_LARGEFILE);
	call(fanotify_init, FAN_CLASS_CONTENT | FAN_UNLIMITED_QUEUE | FAN_UNLIMITED_MARKS | 0x800, 3);
	call(fanotify_init, FAN_CLASS_PRE_CONTENT | FAN_ENABLE_AUDIT, O_WRONLY);
	call(fanotify_init, 12, 0);
	call(fanotify_mark, fd, FAN_MARK_ADD, WIDE(FAN_MODIFY | FAN_ACCESS | FAN_EVENT_ON_CHILD), AT_FDCWD, ".");
	call(fanotify_mark, fd, FAN_MARK_REMOVE | FAN_MARK_ONLYDIR | FAN_MARK_DONT_FOLLOW, WIDE(FAN_ALL_EVENTS | 0x40000000), AT_FDCWD, "missing");
	call(fanotify_mark, fd, FAN_MARK_FLUSH | FAN_MARK_MOUNT, WIDE(0), -1, NULL);
	call(fanotify_mark, -1, -1, WIDE(-1LL), -1, unreadable);
	return 0;
}
