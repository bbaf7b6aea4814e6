/* Descriptors: the three standard ones, and how many there may be. */
#include "cmd/descriptors.h"

#include <fcntl.h>
#include <stdbool.h>
#include <sys/resource.h>
#include <unistd.h>

static bool filled[STDERR_FILENO + 1];
static struct rlimit limit_before;
static bool is_limit_raised;

void descriptors_fill(void)
{
	for (int fd = 0; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0)
			filled[fd] = open("/dev/null", O_RDWR) == fd;
}

void descriptors_allow_many(void)
{
	if (getrlimit(RLIMIT_NOFILE, &limit_before) < 0)
		return;
	struct rlimit highest = { .rlim_cur = limit_before.rlim_max,
		                  .rlim_max = limit_before.rlim_max };

	is_limit_raised = setrlimit(RLIMIT_NOFILE, &highest) == 0;
}

void descriptors_restore(void)
{
	if (is_limit_raised)
		setrlimit(RLIMIT_NOFILE, &limit_before);
	for (int fd = 0; fd <= STDERR_FILENO; fd++)
		if (filled[fd])
			close(fd);
}

void descriptors_leave(int writes_errors)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	if (null < 0)
		return;
	for (int fd = 0; fd <= (writes_errors ? STDOUT_FILENO : STDERR_FILENO); fd++)
		dup2(null, fd);
	close(null);
}
