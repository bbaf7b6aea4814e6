/* Netlink messages made by hand.
 *
 * They go to a port that nobody has, so that nothing happens but a line.  The socket is
 * bound: of others this strace does not know the protocol. */
#ifndef RASTRO_DIFFERENTIAL_NETLINK_H
#define RASTRO_DIFFERENTIAL_NETLINK_H

#include "test.h"
#include <linux/netlink.h>
#include <linux/rtnetlink.h>

static struct { _Alignas(8) unsigned char bytes[8192]; size_t length; } packet;

static int netlink_socket(int protocol)
{
	struct sockaddr_nl any = { AF_NETLINK };
	int fd = socket(AF_NETLINK, SOCK_RAW, protocol);

	bind(fd, (void *)&any, sizeof(any));
	return fd;
}

static inline void put(const void *bytes, size_t length)
{
	memcpy(packet.bytes + packet.length, bytes, length);
	packet.length += length;
}

static inline void pad(void)
{
	while (packet.length % 4)
		packet.bytes[packet.length++] = 0;
}

static inline void put_head(unsigned length, int type, int flags)
{
	struct nlmsghdr head = { length, type, flags, 5, 6 };

	put(&head, sizeof(head));
}

/* A new packet with a message that is as long as the packet will be. */
static inline void begin(int type, int flags)
{
	packet.length = 0;
	put_head(0, type, flags);
}

static inline void put_attribute(int type, const void *payload, size_t size)
{
	struct nlattr head = { sizeof(head) + size, type };

	pad();
	put(&head, sizeof(head));
	put(payload, size);
}

static inline void send_raw(int fd)
{
	struct sockaddr_nl nobody = { AF_NETLINK, .nl_pid = 0x7fffffff };

	call(sendto, fd, packet.bytes, packet.length, MSG_DONTWAIT, &nobody, sizeof(nobody));
}

static inline void send_packet(int fd)
{
	unsigned length = packet.length;

	memcpy(packet.bytes, &length, sizeof(length));
	send_raw(fd);
}

struct payload { const void *bytes; size_t size; };

static inline void send_attribute(int fd, int type, const void *body, size_t size, int attribute,
	const struct payload *payload)
{
	begin(type, NLM_F_REQUEST);
	put(body, size);
	put_attribute(attribute, payload->bytes, payload->size);
	send_packet(fd);
}

/* For every type of attribute up to last a message with it, for each of some payloads. */
static inline void send_attributes(int fd, int type, const void *body, size_t size, int last)
{
	static const struct payload payloads[] = {
		{ "\1", 1 }, { "\1\2\3\4", 4 }, { "\1\0\0", 4 }, { "abc", 4 },
	};

	for (int attribute = 0; attribute <= last; attribute++)
		for (unsigned i = 0; i < sizeof(payloads) / sizeof(*payloads); i++)
			send_attribute(fd, type, body, size, attribute, &payloads[i]);
}

/* The same for types of which more is expected: structures and rows. */
static inline void send_groups(int fd, int type, const void *body, size_t size, const unsigned char *types)
{
	static const unsigned char counted[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16,
		17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38,
		39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60 };
	static const struct payload payloads[] = {
		{ "\10\0\1\0\1\2\3\4\10\0\2\0\5\6\7\10", 16 }, { counted, sizeof(counted) },
		{ counted, 40 }, { counted, 3 }, { "", 0 },
	};

	for (; *types; types++)
		for (unsigned i = 0; i < sizeof(payloads) / sizeof(*payloads); i++)
			send_attribute(fd, type, body, size, *types, &payloads[i]);
}

#endif
