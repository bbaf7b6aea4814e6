/* What a socket is, and whom it connects: "TCP:[127.0.0.1:80->127.0.0.1:4242]". */
#ifndef RASTRO_TRACEE_SOCKET_NAME_H
#define RASTRO_TRACEE_SOCKET_NAME_H

#include "base/text.h"

#include <sys/types.h>

/* Appends it, for descriptor fd whose link says "socket:[inode]"; false: nothing
 * is known. */
bool socket_name(pid_t tid, int fd, unsigned long inode, struct text *);

#endif
