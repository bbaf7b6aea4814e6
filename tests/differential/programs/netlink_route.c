// trace: sendto
// options: -a 1
#include "netlink.h"

enum { RTM_NEWMULTICAST = 56 };

static unsigned char body[64];

static void send_bodies(int fd)
{
	for (int type = RTM_NEWLINK; type < RTM_NEWLINK + 108; type++) {
		/* The new and deleted ones among these have a name since strace 6.14. */
		if (type > RTM_NEWMULTICAST - 1 && type < RTM_GETANYCAST && type != RTM_GETMULTICAST)
			continue;
		/* Of these the older form stops short. */
		if (type == RTM_GETSTATS + 1 || (type >= RTM_NEWADDRLABEL && type <= RTM_GETADDRLABEL))
			continue;
		for (unsigned length = 0; length <= 32; length += length < 8 ? 4 : 24) {
			begin(type, 0);
			body[0] = AF_INET;
			put(body, length);
			send_packet(fd);
		}
		memset(body, 0xff, sizeof(body));
		begin(type, 0);
		put(body, 20);
		send_packet(fd);
		memset(body, 0, sizeof(body));
	}
}

/* Kinds of links decide what their data are. */
static void send_kind(int fd, const char *kind)
{
	for (int attribute = 0; attribute < 50; attribute++) {
		begin(RTM_NEWLINK, 0);
		put(body, 16);
		put_attribute(18, "", 0);
		size_t outer = packet.length - 4;
		put_attribute(1, kind, strlen(kind) + 1);
		put_attribute(2, "", 0);
		size_t inner = packet.length - 4;
		put_attribute(attribute, "\1\2\3\4\5\6\7\10", 8);
		packet.bytes[inner] = packet.length - inner;
		packet.bytes[outer] = packet.length - outer;
		send_packet(fd);
	}
}

int main(void)
{
	static const struct { unsigned char type, family, size, last, groups[16]; } messages[] = {
		{ RTM_NEWLINK, 0, 16, 61, { 14, 18, 22, 24, 25, 26, 43, 52, 55 } },
		{ RTM_NEWLINK, AF_BRIDGE, 16, 26, { 12, 26 } },
		{ RTM_NEWLINK, AF_INET6, 16, 12, { 12, 26 } }, { RTM_NEWADDR, AF_INET, 8, 11, { 6 } },
		{ RTM_NEWADDR, AF_INET6, 8, 8, { 1 } }, { RTM_NEWROUTE, AF_INET, 12, 29, { 8, 12, 17 } },
		{ RTM_NEWROUTE, AF_INET6, 12, 19, { 1 } }, { RTM_NEWNEIGH, AF_INET, 12, 11, { 3, 14 } },
		{ RTM_NEWRULE, AF_INET, 12, 21, { 12, 20, 23, 24 } },
		{ RTM_NEWQDISC, 0, 20, 15, { 3, 5, 7, 8 } }, { RTM_NEWACTION, 0, 4, 4, { 4 } },
		{ RTM_NEWNEIGHTBL, 0, 4, 9, { 5, 6, 7 } }, { RTM_NEWADDRLABEL, AF_INET, 12, 2, { 1 } },
		{ RTM_GETDCB, 0, 4, 17, { 3 } }, { RTM_NEWNETCONF, 0, 4, 9, { 3 } },
		{ RTM_NEWNSID, 0, 4, 5, { 3 } }, { RTM_NEWSTATS, 0, 12, 6, { 1, 2, 4, 5 } },
		{ RTM_NEWMDB, 0, 8, 3, { 2 } }, { RTM_NEWNEXTHOP, AF_INET, 8, 13, { 2, 12, 13 } },
	};
	int fd = netlink_socket(NETLINK_ROUTE);

	send_bodies(fd);
	for (unsigned i = 0; i < sizeof(messages) / sizeof(*messages); i++) {
		memset(body, 0, sizeof(body));
		body[0] = messages[i].family;
		send_attributes(fd, messages[i].type, body, messages[i].size, messages[i].last);
		send_groups(fd, messages[i].type, body, messages[i].size, messages[i].groups);
	}
	memset(body, 0, sizeof(body));
	send_kind(fd, "bridge");
	send_kind(fd, "tun");
	send_kind(fd, "vlan");
	return 0;
}
