/* What /proc tells of a task. */
#include "tracee/tracee.h"

#include "base/guard.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
	PATH_SIZE = 64,     /* of a path below /proc/TID */
	STATUS_SIZE = 8192, /* of /proc/TID/status; the fields we want come early */
	THREADS_FIRST = 16,
	PAGE_SIZE = 4096,
	SMAPS_LINES_MAX = 1 << 21,
	PAGES_MAX = 32, /* of one look at what is in memory */
};
static const uint64_t PAGE_PRESENT = 1ull << 63; /* in /proc/PID/pagemap */

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

/* What follows a field at the start of a line. */
static const char *field_find(const char *text, const char *field)
{
	for (const char *line = text; line; line = line_next(line))
		if (strncmp(line, field, strlen(field)) == 0)
			return line + strlen(field);
	return NULL;
}

static int status_read(pid_t tid, char status[STATUS_SIZE])
{
	char path[PATH_SIZE];

	snprintf(path, sizeof(path), "/proc/%d/status", tid);
	ssize_t length = file_read(path, status, STATUS_SIZE - 1);

	status[length < 0 ? 0 : length] = 0;
	return length < 0 ? (int)length : 0;
}

long tracee_status(pid_t tid, const char *field)
{
	char status[STATUS_SIZE];
	int failure = status_read(tid, status);

	if (failure)
		return failure;
	/* The name of the command stands in the first line, its newlines escaped:
	 * no program can forge a field. */
	const char *value = field_find(status, field);

	return value ? strtol(value, NULL, 10) : -ENOENT;
}

char tracee_state(pid_t tid)
{
	char status[STATUS_SIZE];
	const char *value = status_read(tid, status) < 0 ? NULL : field_find(status, "State:\t");

	return value ? *value : 0;
}

static uint64_t mask_find(const char *status, const char *field)
{
	const char *value = field_find(status, field);

	return value ? strtoull(value, NULL, 16) : 0;
}

static uint64_t mask_of(int signal)
{
	return signal > 0 ? (uint64_t)1 << (signal - 1) : 0;
}

bool tracee_is_undisturbed(pid_t tid, int signal)
{
	const uint64_t idle =
		mask_of(SIGCHLD) | mask_of(SIGCONT) | mask_of(SIGURG) | mask_of(SIGWINCH);
	char status[STATUS_SIZE];

	if (status_read(tid, status) < 0)
		return false;
	uint64_t pending = mask_find(status, "SigPnd:") | mask_find(status, "ShdPnd:");
	uint64_t ignored = mask_find(status, "SigIgn:") | (idle & ~mask_find(status, "SigCgt:"));

	return !(((pending & ~mask_find(status, "SigBlk:")) | mask_of(signal)) & ~ignored);
}

uint64_t tracee_signals_coming(pid_t tid)
{
	char status[STATUS_SIZE];

	if (status_read(tid, status) < 0)
		return 0;
	return (mask_find(status, "SigPnd:") | mask_find(status, "ShdPnd:")) &
	       ~mask_find(status, "SigBlk:");
}

uint64_t tracee_signals(pid_t tid, const char *field)
{
	char status[STATUS_SIZE];

	return status_read(tid, status) < 0 ? 0 : mask_find(status, field);
}

bool tracee_fd_info(pid_t tid, int fd, const char *field, char value[TRACEE_FDINFO_MAX])
{
	char path[PATH_SIZE], info[STATUS_SIZE];

	snprintf(path, sizeof(path), "/proc/%d/fdinfo/%d", tid, fd);
	ssize_t length = file_read(path, info, sizeof(info) - 1);

	if (length < 0)
		return false;
	info[length] = 0;
	const char *found = field_find(info, field);

	if (found)
		snprintf(value, TRACEE_FDINFO_MAX, "%s", found);
	return found;
}

pid_t tracee_process(pid_t tid)
{
	return (pid_t)tracee_status(tid, "Tgid:");
}

bool tracee_has_thread(pid_t pid, pid_t tid)
{
	/* No signal is sent; not to be allowed one is to have found somebody. */
	return tgkill(pid, tid, 0) == 0 || errno == EPERM;
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

unsigned tracee_holds_of(pid_t pid, const char *const *names, unsigned count)
{
	char path[PATH_SIZE], link[TRACEE_NAME_MAX];
	struct dirent *entry;
	unsigned held = 0;

	snprintf(path, sizeof(path), "/proc/%d/fd", pid);
	DIR *directory = opendir(path);

	while (directory && (entry = readdir(directory))) {
		ssize_t length = entry->d_name[0] == '.' ? -ENOENT
		                                         : tracee_fd_name(pid, atoi(entry->d_name),
		                                                          link, sizeof(link));

		for (unsigned i = 0; i < count; i++)
			if (length >= (ssize_t)strlen(names[i]) &&
			    memcmp(link, names[i], strlen(names[i])) == 0)
				held |= 1u << i;
	}
	if (directory)
		closedir(directory);
	return held;
}

bool tracee_holds(pid_t pid, const char *name)
{
	return tracee_holds_of(pid, &name, 1) != 0;
}

/* Of each mapping, /proc/PID/smaps says whether pages that are missing (um), or not mapped yet
 * (ui), are asked of a userfaultfd. */
bool tracee_is_served(pid_t pid)
{
	static const char flags[] = "VmFlags:";
	char path[PATH_SIZE], line[TRACEE_NAME_MAX];
	bool found = false;

	snprintf(path, sizeof(path), "/proc/%d/smaps", pid);
	FILE *file = fopen(path, "re");

	for (unsigned i = 0; file && !found && i < SMAPS_LINES_MAX; i++) {
		if (!fgets(line, sizeof(line), file))
			break;
		found = strncmp(line, flags, sizeof(flags) - 1) == 0 &&
		        (strstr(line, " um") || strstr(line, " ui"));
	}
	if (file)
		fclose(file);
	return found;
}

/* Mappings come in the order of their addresses; a run is of readable ones without a gap. */
bool tracee_span(pid_t tid, uint64_t address, struct tracee_span *span)
{
	char path[PATH_SIZE], line[TRACEE_NAME_MAX], readable;
	uint64_t run = 0, run_end = 0;
	unsigned long first, end;

	snprintf(path, sizeof(path), "/proc/%d/maps", tid);
	FILE *file = fopen(path, "re");

	if (!file)
		return false;
	*span = (struct tracee_span){ .first = 0, .end = UINT64_MAX };
	while (fgets(line, sizeof(line), file)) {
		if (sscanf(line, "%lx-%lx %c", &first, &end, &readable) != 3 || readable != 'r')
			continue;
		if (first != run_end) {
			if (address < first)
				span->end = first;
			if (address < first || address < run_end)
				break;
			run = first;
		}
		run_end = end;
	}
	fclose(file);
	if (address < run_end)
		*span = (struct tracee_span){ .first = run, .end = run_end, .readable = true };
	else
		span->first = run_end;
	return true;
}

bool tracee_is_present(pid_t tid, uint64_t address, size_t length)
{
	char path[PATH_SIZE];
	uint64_t page = address / PAGE_SIZE, end = (address + length - 1) / PAGE_SIZE + 1;
	uint64_t entries[PAGES_MAX];

	snprintf(path, sizeof(path), "/proc/%d/pagemap", tid);
	AUTO_CLOSE int fd = open(path, O_RDONLY | O_CLOEXEC);
	size_t size = (end - page) * sizeof(*entries);

	if (fd < 0 || end - page > PAGES_MAX ||
	    pread(fd, entries, size, (off_t)(page * sizeof(*entries))) != (ssize_t)size)
		return false;
	for (uint64_t i = 0; i < end - page; i++)
		if (!(entries[i] & PAGE_PRESENT))
			return false;
	return true;
}

static bool children_add(pid_t pid, pid_t tid, pid_t **list, size_t *count, size_t *capacity)
{
	char path[PATH_SIZE];
	bool fits = true;
	int child;

	snprintf(path, sizeof(path), "/proc/%d/task/%d/children", pid, tid);
	FILE *file = fopen(path, "re");

	if (!file)
		return true; /* the thread is gone */
	while (fits && fscanf(file, "%d", &child) == 1)
		fits = threads_add(list, count, capacity, child);
	fclose(file);
	return fits;
}

ssize_t tracee_children(pid_t pid, pid_t **list)
{
	size_t count = 0, capacity = 0;
	pid_t *threads;
	ssize_t thread_count = tracee_threads(pid, &threads);

	*list = NULL;
	if (thread_count <= 0 || !threads)
		return thread_count;
	for (ssize_t i = 0; i < thread_count; i++)
		if (!children_add(pid, threads[i], list, &count, &capacity))
			break;
	free(threads);
	return (ssize_t)count;
}

ssize_t tracee_fd_name(pid_t tid, int fd, char *buffer, size_t size)
{
	char path[PATH_SIZE];

	snprintf(path, sizeof(path), "/proc/%d/fd/%d", tid, fd);
	return link_read(path, buffer, size);
}

int tracee_fd_status(pid_t tid, int fd, struct stat *status)
{
	char path[PATH_SIZE];

	snprintf(path, sizeof(path), "/proc/%d/fd/%d", tid, fd);
	return stat(path, status) < 0 ? -errno : 0;
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
