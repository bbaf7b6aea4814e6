/* The three standard descriptors. */
#include "cmd/descriptors.h"

#include <fcntl.h>
#include <stdbool.h>
#include <unistd.h>

static bool filled[STDERR_FILENO + 1];

void descriptors_fill(void)
{
	for (int fd = 0; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0)
			filled[fd] = open("/dev/null", O_RDWR) == fd;
}

void descriptors_restore(void)
{
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
