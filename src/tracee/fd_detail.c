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

static bool device_put(pid_t tid, int fd, struct text *text)
{
	struct stat status;
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/fd/%d", tid, fd);
	if (stat(path, &status) < 0 || !(S_ISCHR(status.st_mode) || S_ISBLK(status.st_mode)))
		return false;
	text_format(text, "%s %u:%u", S_ISCHR(status.st_mode) ? "char" : "block",
	            major(status.st_rdev), minor(status.st_rdev));
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

enum fd_detail fd_detail(struct socket_names *sockets, pid_t tid, int fd, const char *name,
                         size_t length, struct text *text)
{
	static const char socket[] = "socket:[", pidfd[] = "anon_inode:[pidfd]",
			  signalfd[] = "anon_inode:[signalfd]", eventfd[] = "anon_inode:[eventfd]";
	char value[TRACEE_FDINFO_MAX];

	if (length > sizeof(socket) && memcmp(name, socket, sizeof(socket) - 1) == 0)
		return socket_name(sockets, tid, fd, strtoul(name + sizeof(socket) - 1, NULL, 10),
		                   text)
		               ? FD_DETAIL_SOCKET
		               : FD_DETAIL_NONE;
	if (length && name[0] == '/')
		return device_put(tid, fd, text) ? FD_DETAIL_OTHER : FD_DETAIL_NONE;
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
