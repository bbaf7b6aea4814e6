/* What a descriptor is, beyond its name. */
#ifndef RASTRO_TRACEE_FD_DETAIL_H
#define RASTRO_TRACEE_FD_DETAIL_H

#include "base/text.h"
#include "event/event.h"
#include "tracee/socket_name.h"

#include <sys/types.h>

enum fd_detail {
	FD_DETAIL_NONE,
	FD_DETAIL_SOCKET, /* "TCP:[127.0.0.1:80]" */
	FD_DETAIL_OTHER,  /* "char 1:3", "pid:17", "signalfd:[USR1]" */
};

/* name is what /proc/TID/fd/N links to.  Appends the detail to text. */
enum fd_detail fd_detail(struct socket_names *, pid_t tid, int fd, const char *name, size_t length,
                         struct text *);

#endif
