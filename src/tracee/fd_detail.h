/* What a descriptor is, beyond its name. */
#ifndef RASTRO_TRACEE_FD_DETAIL_H
#define RASTRO_TRACEE_FD_DETAIL_H

#include "base/text.h"
#include "event/event.h"
#include "tracee/proc_files.h"
#include "tracee/socket_name.h"

#include <stdbool.h>
#include <sys/types.h>

enum fd_detail {
	FD_DETAIL_NONE,
	FD_DETAIL_SOCKET, /* "TCP:[127.0.0.1:80]" */
	FD_DETAIL_OTHER,  /* "char 1:3", "pid:17", "signalfd:[USR1]" */
};

enum { PATHS_KEPT = 16, PATH_KEPT_MAX = 200 };

/* What is known of descriptors. */
struct fd_details {
	struct proc_files *files;
	struct socket_names sockets;
	/* Whether what has this path is a device.  True as long as the descriptor has
	 * the same path and none was handed out, so that it is the same file still. */
	struct known_path {
		pid_t tid;
		int fd;
		uint64_t age;
		bool is_device, is_block;
		dev_t device;
		uint32_t length;
		char path[PATH_KEPT_MAX];
	} paths[PATHS_KEPT];
	uint64_t age; /* how often that was doubted */
};

/* A descriptor may have been handed out, to whatever task. */
static inline void fd_details_doubt(struct fd_details *details)
{
	details->age++;
}

/* name is what /proc/TID/fd/N links to.  Appends the detail to text. */
enum fd_detail fd_detail(struct fd_details *, pid_t tid, int fd, const char *name, size_t length,
                         struct text *);

#endif
