/* What a socket is, and whom it connects: "TCP:[127.0.0.1:80->127.0.0.1:4242]". */
#ifndef RASTRO_TRACEE_SOCKET_NAME_H
#define RASTRO_TRACEE_SOCKET_NAME_H

#include "base/text.h"

#include <sys/types.h>

enum { SOCKET_NAMES_KEPT = 256, SOCKET_NAME_KEPT_MAX = 120 };

/* Names that will not change: of connections that stand.  All zero at first. */
struct socket_names {
	struct socket_name {
		unsigned long inode; /* its number modulo SOCKET_NAMES_KEPT says where */
		char name[SOCKET_NAME_KEPT_MAX];
	} kept[SOCKET_NAMES_KEPT];
};

/* Appends it, for descriptor fd whose link says "socket:[inode]"; false: nothing
 * is known. */
bool socket_name(struct socket_names *, pid_t tid, int fd, unsigned long inode, struct text *);

#endif
