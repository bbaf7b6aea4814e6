// trace: sendto
// options: -a 1
/* Attributes within attributes: each row that a message of NETLINK_ROUTE may hold, found by the
 * types that lead to it. */
#include "netlink.h"

enum { PATH_MAX_TYPES = 4, COUNTED = 64 };

struct row {
	unsigned short type;
	unsigned char family, size; /* of the body */
	unsigned char path[PATH_MAX_TYPES]; /* ends with 0 */
	unsigned char last; /* type of attribute in the row */
};

static const struct row rows[] = {
	{ RTM_NEWLINK, 0, 16, { 52 }, 66 },
	{ RTM_NEWLINK, 0, 16, { 26 }, 46 },
	{ RTM_NEWLINK, 0, 16, { 26, 2 }, 1 },
	{ RTM_NEWLINK, 0, 16, { 26, 10 }, 8 },
	{ RTM_NEWLINK, 0, 16, { 26, 45 }, 1 },
	{ RTM_NEWLINK, AF_BRIDGE, 16, { 26 }, 4 },
	{ RTM_NEWLINK, AF_BRIDGE, 16, { 26, 3 }, 3 },
	{ RTM_NEWLINK, AF_BRIDGE, 16, { 12 }, 40 },
	{ RTM_NEWLINK, AF_INET6, 16, { 12 }, 8 },
	{ RTM_NEWLINK, 0, 16, { 22, 1 }, 14 },
	{ RTM_NEWLINK, 0, 16, { 22, 1, 8 }, 8 },
	{ RTM_NEWLINK, 0, 16, { 22, 1, 12 }, 1 },
	{ RTM_NEWLINK, 0, 16, { 24, 1 }, 8 },
	{ RTM_NEWLINK, 0, 16, { 25 }, 8 },
	{ RTM_NEWLINK, 0, 16, { 43 }, 8 },
	{ RTM_NEWLINK, 0, 16, { 55 }, 2 },
	{ RTM_NEWSTATS, 0, 12, { 2, 1 }, 4 },
	{ RTM_NEWSTATS, 0, 12, { 2, 2 }, 1 },
	{ RTM_NEWSTATS, 0, 12, { 2, 2, 1 }, 9 },
	{ RTM_NEWSTATS, 0, 12, { 4 }, 1 },
	{ RTM_NEWSTATS, 0, 12, { 5 }, 44 },
	{ RTM_NEWSTATS, 0, 12, { 5, 28 }, 1 },
	{ RTM_NEWMDB, AF_BRIDGE, 8, { 1, 1 }, 1 },
	{ RTM_NEWMDB, AF_BRIDGE, 8, { 2 }, 1 },
	{ RTM_NEWNEIGH, AF_INET, 12, { 14 }, 2 },
	{ RTM_NEWNEIGHTBL, AF_INET, 4, { 6 }, 18 },
	{ RTM_NEWROUTE, AF_INET, 12, { 8 }, 17 },
	{ RTM_NEWNEXTHOP, AF_INET, 8, { 12 }, 4 },
	{ RTM_NEWNEXTHOP, AF_INET, 8, { 13 }, 3 },
	{ RTM_NEWQDISC, 0, 20, { 7 }, 8 },
	{ RTM_NEWQDISC, 0, 20, { 8 }, 2 },
	{ RTM_NEWACTION, 0, 4, { 1, 1 }, 11 },
	{ RTM_NEWRULE, AF_INET, 12, { 0 }, 22 },
	{ RTM_NEWNEIGH, AF_INET, 12, { 0 }, 12 },
};

/* The attribute, in the row that the path leads to. */
static void send_nested(int fd, const struct row *row, int attribute, const void *payload, size_t size)
{
	unsigned char body[64] = { row->family };
	size_t starts[PATH_MAX_TYPES], depth = 0;

	begin(row->type, 0);
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

int main(void)
{
	static const unsigned char sizes[] = { 1, 2, 4, 8, 24, COUNTED };
	int fd = netlink_socket(NETLINK_ROUTE);
	unsigned char counted[COUNTED];

	for (int i = 0; i < COUNTED; i++)
		counted[i] = i + 1;
	for (unsigned i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		for (int attribute = 0; attribute <= rows[i].last; attribute++)
			for (unsigned k = 0; k < sizeof(sizes); k++)
				send_nested(fd, &rows[i], attribute, counted, sizes[k]);
	return 0;
}
