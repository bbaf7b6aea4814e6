/* A program whose pages another one serves, which has its userfaultfd and takes its time: it says
 * "fault" when a page is asked for, and serves it when told to. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define PAGE 4096

static char source[PAGE] __attribute__((aligned(PAGE))) = "/dev/null";

union rights {
	struct cmsghdr head;
	char room[CMSG_SPACE(sizeof(int))];
};

static void give(int socket, int fd)
{
	union rights rights = { .head = { CMSG_LEN(sizeof(int)), SOL_SOCKET, SCM_RIGHTS } };
	struct iovec byte = { "", 1 };
	struct msghdr message = { .msg_iov = &byte,
		                  .msg_iovlen = 1,
		                  .msg_control = &rights,
		                  .msg_controllen = sizeof(rights) };

	memcpy(CMSG_DATA(&rights.head), &fd, sizeof(fd));
	sendmsg(socket, &message, 0);
	close(fd);
}

static int take(int socket)
{
	union rights rights = { 0 };
	char nothing;
	struct iovec byte = { &nothing, 1 };
	struct msghdr message = { .msg_iov = &byte,
		                  .msg_iovlen = 1,
		                  .msg_control = &rights,
		                  .msg_controllen = sizeof(rights) };
	int fd = -1;

	if (recvmsg(socket, &message, 0) > 0)
		memcpy(&fd, CMSG_DATA(&rights.head), sizeof(fd));
	return fd;
}

static int serve(int faults, int told)
{
	struct uffdio_copy copy = { .src = (unsigned long)source, .len = PAGE };
	struct uffd_msg message;
	char byte;

	while (read(faults, &message, sizeof(message)) == sizeof(message)) {
		dprintf(1, "fault\n");
		if (read(told, &byte, 1) != 1)
			break;
		copy.dst = message.arg.pagefault.address & ~(PAGE - 1UL);
		ioctl(faults, UFFDIO_COPY, &copy);
	}
	return 0;
}

/* What is to be read from standard input begins the call, from descriptor 3 serves the page. */
int main(void)
{
	struct uffdio_api api = { .api = UFFD_API };
	struct uffdio_register area = { .mode = UFFDIO_REGISTER_MODE_MISSING };
	int pair[2];
	char byte;

	alarm(60);
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) < 0)
		return 77;
	if (fork() == 0) {
		alarm(60);
		close(pair[0]);
		return serve(take(pair[1]), 3);
	}
	close(3);
	int faults = syscall(SYS_userfaultfd, O_CLOEXEC);
	if (faults < 0 || ioctl(faults, UFFDIO_API, &api) < 0)
		return 77;
	char *pages = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	area.range.start = (unsigned long)pages;
	area.range.len = PAGE;
	if (ioctl(faults, UFFDIO_REGISTER, &area) < 0)
		return 77;
	give(pair[0], faults);
	dprintf(1, "ready %d\n", getpid());
	if (read(0, &byte, 1) != 1 || open(pages, O_WRONLY) < 0)
		return 1;
	return 42;
}
