/* Translating numbers of processes.
 *
 * Linux 6.11 and later tell for any namespace (NS_GET_PID_FROM_PIDNS).  Before, a
 * process's own status lists what it is called from our namespace down to its
 * own, so all processes are asked; threads other than leaders are not found then,
 * nor those that live further down. */
#include "tracee/pid_namespace.h"

#include "base/guard.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

/* Not in older headers. */
#ifndef NS_GET_PID_FROM_PIDNS
#define NS_GET_PID_FROM_PIDNS _IOR(0xb7, 0x6, int)
#endif

enum { PATH_SIZE = 64, NUMBER_SIZE = 16, STATUS_SIZE = 4096, KNOWN_MAX = 1 << 16 };

/* 0: not known. */
static uint64_t namespace_of(const char *process)
{
	char path[PATH_SIZE];
	struct stat status;

	snprintf(path, sizeof(path), "/proc/%.*s/ns/pid", NUMBER_SIZE, process);
	return stat(path, &status) < 0 ? 0 : status.st_ino;
}

/* What a process is called in the namespace it lives in; 0: not known. */
static pid_t innermost_number(const char *process)
{
	static const char field[] = "\nNSpid:";
	char path[PATH_SIZE], text[STATUS_SIZE];

	snprintf(path, sizeof(path), "/proc/%.*s/status", NUMBER_SIZE, process);
	AUTO_CLOSE int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t length = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);

	if (length < 0)
		return 0;
	text[length] = '\0';
	char *line = strstr(text, field);

	if (!line)
		return 0;
	line += strlen(field);
	line[strcspn(line, "\n")] = '\0';
	const char *last = strrchr(line, '\t');

	return last ? (pid_t)atoi(last + 1) : 0;
}

static pid_t search(uint64_t namespace, pid_t number)
{
	DIR *directory = opendir("/proc");
	const struct dirent *entry;
	pid_t found = 0;

	while (directory && !found && (entry = readdir(directory)))
		if (isdigit((unsigned char)entry->d_name[0]) &&
		    innermost_number(entry->d_name) == number &&
		    namespace_of(entry->d_name) == namespace)
			found = (pid_t)atoi(entry->d_name);
	if (directory)
		closedir(directory);
	return found;
}

/* -1: nobody tells. */
static pid_t ask_kernel(struct pid_namespaces *namespaces, const char *process, pid_t number)
{
	char path[PATH_SIZE];

	if (namespaces->no_ioctl)
		return -1;
	snprintf(path, sizeof(path), "/proc/%.*s/ns/pid", NUMBER_SIZE, process);
	AUTO_CLOSE int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return 0;
	int found = ioctl(fd, NS_GET_PID_FROM_PIDNS, number);

	if (found >= 0 || errno == ESRCH)
		return found > 0 ? found : 0;
	namespaces->no_ioctl = true;
	return -1;
}

/* Found: remembered; not found: what it was when it was there. */
static pid_t recall(struct pid_namespaces *namespaces, uint64_t namespace, pid_t number,
                    pid_t found)
{
	uint64_t key = namespace << 32 | (uint32_t)number;

	if (!found)
		return (pid_t)(intptr_t)map_get(&namespaces->known, key);
	if (namespaces->known.count >= KNOWN_MAX)
		map_free(&namespaces->known);
	map_put(&namespaces->known, key, (void *)(intptr_t)found);
	return found;
}

void pid_namespaces_free(struct pid_namespaces *namespaces)
{
	map_free(&namespaces->known);
}

pid_t pid_translate(struct pid_namespaces *namespaces, pid_t tid, pid_t number)
{
	char process[NUMBER_SIZE];

	snprintf(process, sizeof(process), "%d", tid);
	if (!namespaces->own)
		namespaces->own = namespace_of("self");
	uint64_t theirs = namespace_of(process);

	if (!theirs || theirs == namespaces->own)
		return number;
	pid_t found = ask_kernel(namespaces, process, number);

	if (found < 0)
		found = search(theirs, number);
	return recall(namespaces, theirs, number, found);
}
