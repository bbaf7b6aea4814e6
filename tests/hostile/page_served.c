/* Hands the kernel pages that another thread of the same program must fill first. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <poll.h>
#include <pthread.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#define PAGE 4096
#define PAGES 8

static int faults;
static char source[PAGE] __attribute__((aligned(PAGE)));

static void *serve(void *argument)
{
	struct uffd_msg message;
	struct uffdio_copy copy = { .src = (unsigned long)source, .len = PAGE };

	while (read(faults, &message, sizeof(message)) == sizeof(message)) {
		copy.dst = message.arg.pagefault.address & ~(PAGE - 1UL);
		ioctl(faults, UFFDIO_COPY, &copy);
	}
	return NULL;
}

int main(void)
{
	struct uffdio_api api = { .api = UFFD_API };
	struct uffdio_register area = { .mode = UFFDIO_REGISTER_MODE_MISSING };
	pthread_t thread;
	char *pages;

	alarm(60);
	faults = syscall(SYS_userfaultfd, O_CLOEXEC);
	if (faults < 0 || ioctl(faults, UFFDIO_API, &api) < 0)
		return 77;
	pages = mmap(NULL, PAGES * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	area.range.start = (unsigned long)pages;
	area.range.len = PAGES * PAGE;
	if (ioctl(faults, UFFDIO_REGISTER, &area) < 0)
		return 77;
	strcpy(source, "/dev/null");
	pthread_create(&thread, NULL, serve, NULL);
	/* A name, data that go out, data that come in, a structure. */
	if (open(pages, O_WRONLY) < 0)
		return 1;
	if (write(1, pages + PAGE, 9) != 9)
		return 2;
	if (read(open("/dev/zero", O_RDONLY), pages + 2 * PAGE, 5) != 5)
		return 3;
	if (syscall(SYS_nanosleep, pages + 3 * PAGE + 64, NULL) != 0)
		return 4;
	/* A page that is there, but not for the program, nor for who watches it. */
	if (mprotect(source, PAGE, PROT_NONE) < 0 || open(source, O_RDWR) >= 0)
		return 5;
	syscall(SYS_execve, "/missing", pages + 4 * PAGE + 64, pages + 5 * PAGE + 64);
	return 42;
}
