/* What a descriptor is, beyond its name. */
#include "tracee/fd_detail.h"

#include "tracee/tracee.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

enum { SIGNALS = 64, SIGNAL_RT = 32 };

static bool path_is_known(const struct fd_details *details, const struct known_path *known,
                          pid_t tid, int fd, const char *path, size_t length)
{
	return known->age == details->age && known->tid == tid && known->fd == fd &&
	       known->length == length && memcmp(known->path, path, length) == 0;
}

static void path_learn(struct fd_details *details, struct known_path *known, pid_t tid, int fd,
                       const char *path, size_t length)
{
	/* A path that is too long to be kept is never found again. */
	size_t kept = length <= sizeof(known->path) ? length : 0;
	struct stat status;
	bool is_there = proc_fd_status(details->files, tid, fd, &status) == 0;

	known->age = details->age;
	known->tid = tid;
	known->fd = fd;
	known->length = (uint32_t)kept;
	memcpy(known->path, path, kept);
	known->is_block = is_there && S_ISBLK(status.st_mode);
	known->is_device = known->is_block || (is_there && S_ISCHR(status.st_mode));
	known->device = known->is_device ? status.st_rdev : 0;
}

static bool device_put(struct fd_details *details, pid_t tid, int fd, const char *path,
                       size_t length, struct text *text)
{
	struct known_path *known = &details->paths[(unsigned)(tid + fd) % PATHS_KEPT];

	if (!path_is_known(details, known, tid, fd, path, length))
		path_learn(details, known, tid, fd, path, length);
	if (!known->is_device)
		return false;
	text_string(text, known->is_block ? "block " : "char ");
	text_unsigned(text, major(known->device));
	text_char(text, ':');
	text_unsigned(text, minor(known->device));
	return true;
}

static void signals_put(struct text *text, uint64_t mask)
{
	const char *separator = "";

	text_literal(text, "signalfd:[");
	for (int number = 1; number <= SIGNALS; number++) {
		if (!(mask >> (number - 1) & 1))
			continue;
		text_string(text, separator);
		separator = " ";
		if (number == SIGNAL_RT)
			text_literal(text, "RTMIN");
		else if (number > SIGNAL_RT)
			text_format(text, "RT_%d", number - SIGNAL_RT);
		else
			text_string(text, sigabbrev_np(number) ? sigabbrev_np(number) : "???");
	}
	text_char(text, ']');
}

/* Which of these there are depends on the age of the kernel. */
static bool counter_put(pid_t tid, int fd, struct text *text)
{
	static const char *const fields[] = { "eventfd-count", "eventfd-id", "eventfd-semaphore" };
	char field[32], value[TRACEE_FDINFO_MAX];
	size_t start = text->length;

	for (unsigned i = 0; i < sizeof(fields) / sizeof(*fields); i++) {
		snprintf(field, sizeof(field), "%s:", fields[i]);
		if (!tracee_fd_info(tid, fd, field, value))
			continue;
		text_string(text, text->length == start ? "{" : ", ");
		/* The count is in hexadecimal there, without saying so. */
		text_format(text, i == 0 ? "%s=%#llx" : "%s=%lld", fields[i],
		            strtoull(value, NULL, i == 0 ? 16 : 10));
	}
	if (text->length == start)
		return false;
	text_char(text, '}');
	return true;
}

enum fd_detail fd_detail(struct fd_details *details, pid_t tid, int fd, const char *name,
                         size_t length, struct text *text)
{
	static const char socket[] = "socket:[", pidfd[] = "anon_inode:[pidfd]",
			  signalfd[] = "anon_inode:[signalfd]", eventfd[] = "anon_inode:[eventfd]";
	char value[TRACEE_FDINFO_MAX];

	if (length > sizeof(socket) && memcmp(name, socket, sizeof(socket) - 1) == 0)
		return socket_name(&details->sockets, tid, fd, strtoul(name + sizeof(socket) - 1, NULL, 10),
		                   text)
		               ? FD_DETAIL_SOCKET
		               : FD_DETAIL_NONE;
	if (length && name[0] == '/')
		return device_put(details, tid, fd, name, length, text) ? FD_DETAIL_OTHER : FD_DETAIL_NONE;
	if (length == sizeof(pidfd) - 1 && memcmp(name, pidfd, length) == 0 &&
	    tracee_fd_info(tid, fd, "Pid:", value) && strtol(value, NULL, 10) > 0) {
		text_format(text, "pid:%ld", strtol(value, NULL, 10));
		return FD_DETAIL_OTHER;
	}
	if (length == sizeof(signalfd) - 1 && memcmp(name, signalfd, length) == 0 &&
	    tracee_fd_info(tid, fd, "sigmask:", value)) {
		signals_put(text, strtoull(value, NULL, 16));
		return FD_DETAIL_OTHER;
	}
	if (length == sizeof(eventfd) - 1 && memcmp(name, eventfd, length) == 0)
		return counter_put(tid, fd, text) ? FD_DETAIL_OTHER : FD_DETAIL_NONE;
	return FD_DETAIL_NONE;
}
