/* Which netlink protocol a descriptor of a task speaks. */
#ifndef RASTRO_TRACEE_NETLINK_PROTOCOL_H
#define RASTRO_TRACEE_NETLINK_PROTOCOL_H

#include <sys/types.h>

/* NETLINK_ROUTE ..., or -1 when it is no netlink socket, or that cannot be told.
 * tid is a thread of process pid. */
int netlink_protocol(pid_t pid, pid_t tid, int fd);

#endif
