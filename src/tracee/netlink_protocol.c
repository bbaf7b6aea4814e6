/* Which netlink protocol a descriptor of a task speaks.
 *
 * That it is a netlink socket an extended attribute tells, to anybody who may look into
 * /proc/TID/fd.  The protocol only the socket itself knows: we borrow it for a moment,
 * which changes nothing, because our copy is closed before the task goes on, and a netlink
 * socket that is closed waits for nothing.  Where that is not possible (Linux < 5.6, or a
 * thread with descriptors of its own), the list of netlink sockets has those that are bound. */
#include "tracee/netlink_protocol.h"

#include "base/guard.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

enum { PATH_SIZE = 64, LINE_SIZE = 256, LINES_MAX = 1 << 16 };

static bool is_netlink(const char *path)
{
	char name[16];
	ssize_t length = getxattr(path, "system.sockprotoname", name, sizeof(name) - 1);

	if (length <= 0)
		return false;
	name[length] = 0;
	return strcmp(name, "NETLINK") == 0;
}

static unsigned long inode_of(int directory, const char *path)
{
	struct stat status;

	return fstatat(directory, path, &status, *path ? 0 : AT_EMPTY_PATH) == 0 ? status.st_ino : 0;
}

/* Asks the socket itself.  It is the one only if the inode is the same: descriptors of the
 * thread may be others than those of its process. */
static int protocol_of_socket(pid_t pid, int fd, unsigned long inode)
{
	AUTO_CLOSE int process = (int)syscall(SYS_pidfd_open, pid, 0);
	AUTO_CLOSE int borrowed =
		process < 0 ? -1 : (int)syscall(SYS_pidfd_getfd, process, fd, 0);
	int protocol;

	if (borrowed < 0 || inode_of(borrowed, "") != inode ||
	    getsockopt(borrowed, SOL_SOCKET, SO_PROTOCOL, &protocol,
	               &(socklen_t){ sizeof(protocol) }) < 0)
		return -1;
	return protocol;
}

/* sk               Eth Pid        Groups   Rmem     Wmem     Dump  Locks    Drops    Inode */
static int protocol_in_list(pid_t tid, unsigned long inode)
{
	char path[PATH_SIZE], line[LINE_SIZE];
	int protocol = -1;

	snprintf(path, sizeof(path), "/proc/%d/net/netlink", tid);
	FILE *list = fopen(path, "re");
	for (unsigned i = 0; list && i < LINES_MAX && protocol < 0 && fgets(line, sizeof(line), list);
	     i++) {
		unsigned long other;
		int candidate;

		if (sscanf(line, "%*s %d %*s %*s %*s %*s %*s %*s %*s %lu", &candidate, &other) == 2 &&
		    other == inode)
			protocol = candidate;
	}
	if (list)
		fclose(list);
	return protocol;
}

int netlink_protocol(pid_t pid, pid_t tid, int fd)
{
	char path[PATH_SIZE];

	snprintf(path, sizeof(path), "/proc/%d/fd/%d", tid, fd);
	if (!is_netlink(path))
		return -1;
	unsigned long inode = inode_of(AT_FDCWD, path);
	int protocol = protocol_of_socket(pid, fd, inode);

	return protocol >= 0 ? protocol : protocol_in_list(tid, inode);
}
