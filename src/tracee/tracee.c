/* What /proc tells of a task. */
#include "tracee/tracee.h"

#include "base/guard.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
	PATH_SIZE = 64,	    /* of a path below /proc/TID */
	STATUS_SIZE = 8192, /* of /proc/TID/status; the fields we want come early */
	THREADS_FIRST = 16,
};

static ssize_t file_read(const char *path, char *buffer, size_t size)
{
	AUTO_CLOSE int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return -errno;
	ssize_t length = read(fd, buffer, size);

	return length < 0 ? -errno : length;
}

static ssize_t link_read(const char *path, char *buffer, size_t size)
{
	ssize_t length = readlink(path, buffer, size);

	return length < 0 ? -errno : length;
}

static const char *line_next(const char *line)
{
	const char *end = strchr(line, '\n');

	return end ? end + 1 : NULL;
}

long tracee_status(pid_t tid, const char *field)
{
	char path[PATH_SIZE], status[STATUS_SIZE];

	snprintf(path, sizeof(path), "/proc/%d/status", tid);
	ssize_t length = file_read(path, status, sizeof(status) - 1);

	if (length < 0)
		return length;
	status[length] = 0;
	/* The name of the command stands in the first line, its newlines escaped:
	 * no program can forge a field. */
	for (const char *line = status; line; line = line_next(line))
		if (strncmp(line, field, strlen(field)) == 0)
			return strtol(line + strlen(field), NULL, 10);
	return -ENOENT;
}

pid_t tracee_process(pid_t tid)
{
	return (pid_t)tracee_status(tid, "Tgid:");
}

bool tracee_has_thread(pid_t pid, pid_t tid)
{
	char path[PATH_SIZE];

	snprintf(path, sizeof(path), "/proc/%d/task/%d", pid, tid);
	return access(path, F_OK) == 0;
}

static bool threads_add(pid_t **list, size_t *count, size_t *capacity, pid_t tid)
{
	if (*count == *capacity) {
		size_t larger = *capacity ? 2 * *capacity : THREADS_FIRST;
		pid_t *grown = realloc(*list, larger * sizeof(*grown));

		if (!grown)
			return false;
		*list = grown;
		*capacity = larger;
	}
	(*list)[(*count)++] = tid;
	return true;
}

ssize_t tracee_threads(pid_t tid, pid_t **list)
{
	char path[PATH_SIZE];
	size_t count = 0, capacity = 0;
	struct dirent *entry;

	*list = NULL;
	snprintf(path, sizeof(path), "/proc/%d/task", tid);
	DIR *directory = opendir(path);

	if (!directory)
		return -errno;
	while ((entry = readdir(directory))) {
		pid_t thread = atoi(entry->d_name);

		if (thread > 0 && !threads_add(list, &count, &capacity, thread))
			break;
	}
	closedir(directory);
	return (ssize_t)count;
}

ssize_t tracee_fd_name(pid_t tid, int fd, char *buffer, size_t size)
{
	char path[PATH_SIZE];

	snprintf(path, sizeof(path), "/proc/%d/fd/%d", tid, fd);
	return link_read(path, buffer, size);
}

ssize_t tracee_cwd(pid_t tid, char *buffer, size_t size)
{
	char path[PATH_SIZE];

	snprintf(path, sizeof(path), "/proc/%d/cwd", tid);
	return link_read(path, buffer, size);
}

ssize_t tracee_comm(pid_t tid, char *buffer, size_t size)
{
	char path[PATH_SIZE];

	snprintf(path, sizeof(path), "/proc/%d/comm", tid);
	ssize_t length = file_read(path, buffer, size);

	return length > 0 && buffer[length - 1] == '\n' ? length - 1 : length;
}
