/* Netlink messages in what a socket carries. */
#ifndef RASTRO_CALLS_NETLINK_H
#define RASTRO_CALLS_NETLINK_H

#include "calls/desc.h"

enum { NETLINK_HEAD_SIZE = 16 }; /* of struct nlmsghdr */

/* Gives a packet, whose bytes are in value, the row of its messages as child if the event
 * says that its socket is a netlink socket; or else makes it plain bytes. */
void decode_packet(struct walk *, struct value *);

#endif
