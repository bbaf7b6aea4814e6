/* Attributes within attributes: each row is found by the types that lead to it. */
#ifndef RASTRO_DIFFERENTIAL_NETLINK_ROWS_H
#define RASTRO_DIFFERENTIAL_NETLINK_ROWS_H

#include "netlink.h"

enum { PATH_MAX_TYPES = 4, COUNTED = 64 };

struct row {
	unsigned short type;
	unsigned char family, size; /* of the body */
	unsigned char path[PATH_MAX_TYPES]; /* ends with 0 */
	unsigned char last; /* type of attribute in the row */
	unsigned short flags;
};

/* The attribute, in the row that the path leads to. */
static void send_nested(int fd, const struct row *row, int attribute, const void *payload, size_t size)
{
	unsigned char body[128] = { row->family };
	size_t starts[PATH_MAX_TYPES], depth = 0;

	begin(row->type, row->flags);
	put(body, row->size);
	for (; depth < PATH_MAX_TYPES && row->path[depth]; depth++) {
		put_attribute(row->path[depth], "", 0);
		starts[depth] = packet.length - 4;
	}
	put_attribute(attribute, payload, size);
	pad();
	while (depth--) {
		unsigned short length = packet.length - starts[depth];
		memcpy(packet.bytes + starts[depth], &length, sizeof(length));
	}
	send_packet(fd);
}

static inline void send_rows(int protocol, const struct row *rows, unsigned count)
{
	static const unsigned char sizes[] = { 1, 2, 4, 8, 24, COUNTED };
	int fd = netlink_socket(protocol);
	unsigned char counted[COUNTED];

	for (int i = 0; i < COUNTED; i++)
		counted[i] = i + 1;
	for (unsigned i = 0; i < count; i++)
		for (int attribute = 0; attribute <= rows[i].last; attribute++)
			for (unsigned k = 0; k < sizeof(sizes); k++)
				send_nested(fd, &rows[i], attribute, counted, sizes[k]);
}

#define SEND_ROWS(protocol, rows) send_rows(protocol, rows, sizeof(rows) / sizeof(*(rows)))

#endif
