// trace: userfaultfd,ioctl
#include "test.h"
#include <linux/userfaultfd.h>
#include <sys/ioctl.h>

int main(void)
{
	struct uffdio_api api = { .api = UFFD_API, .features = UFFD_FEATURE_EVENT_FORK | UFFD_FEATURE_THREAD_ID };
	struct uffdio_register area = { .range = { 0x10000, 4096 }, .mode = UFFDIO_REGISTER_MODE_MISSING };
	struct uffdio_copy copy = { .dst = 0x10000, .src = 0x20000, .len = 4096, .mode = 1 };
	struct uffdio_zeropage zero = { .range = { 0x10000, 4096 }, .mode = 1 };
	struct uffdio_range range = { 0x10000, 4096 };
	long fd = call(userfaultfd, O_CLOEXEC | O_NONBLOCK);

	call(userfaultfd, 1);
	call(userfaultfd, -1);
	api.features = 0;
	call(ioctl, fd, UFFDIO_API, &api);
	call(ioctl, fd, UFFDIO_API, NULL);
	call(ioctl, fd, UFFDIO_REGISTER, &area);
	call(ioctl, fd, UFFDIO_COPY, &copy);
	call(ioctl, fd, UFFDIO_ZEROPAGE, &zero);
	call(ioctl, fd, UFFDIO_WAKE, &range);
	call(ioctl, fd, UFFDIO_UNREGISTER, &range);
	call(ioctl, fd, UFFDIO_COPY, unreadable);
	return 0;
}
