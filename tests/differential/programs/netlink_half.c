// trace: sendto
// pids: none
// options: -a 1
/* Packets of which memory holds but the beginning, cut at every fourth byte and around the heads;
 * rows that are cut, and rows in rows in rows. */
#include "netlink.h"
#include <linux/if_link.h>
#include <linux/sock_diag.h>

/* The packet lies so that memory ends behind some of it. */
static void send_half(int fd, unsigned there)
{
	struct sockaddr_nl nobody = { AF_NETLINK, .nl_pid = 0x7fffffff };
	unsigned length = packet.length;

	memcpy(packet.bytes, &length, sizeof(length));
	call(sendto, fd, edge(packet.bytes, there), length, MSG_DONTWAIT, &nobody, sizeof(nobody));
}

static void send_halves(int fd)
{
	for (unsigned there = 12; there < packet.length; there += 4)
		send_half(fd, there);
	for (unsigned there = 15; there < 40; there++)
		send_half(fd, there);
	send_half(fd, packet.length - 1);
}

static void put_nested(int type, size_t *start)
{
	put_attribute(type, "", 0);
	*start = packet.length - 4;
}

static void end_nested(size_t start)
{
	unsigned short length = packet.length - start;

	memcpy(packet.bytes + start, &length, sizeof(length));
}

static void links(int fd)
{
	struct ifinfomsg link = { AF_INET, 0, 1, 2, 3, 4 };
	size_t start;

	begin(RTM_NEWLINK, NLM_F_CREATE);
	put(&link, sizeof(link));
	put_attribute(IFLA_IFNAME, "lo", 3);
	put_attribute(IFLA_MTU, "\1\2\0\0", 4);
	put_nested(IFLA_LINKINFO, &start);
	put_attribute(IFLA_INFO_KIND, "bridge", 7);
	put_attribute(IFLA_INFO_SLAVE_KIND, "bond", 5);
	pad();
	end_nested(start);
	put_attribute(IFLA_MAP, "12345678901234567890123456789012", 28);
	send_halves(fd);
}

static void routes(int fd)
{
	struct rtmsg route = { AF_INET, 24, 0, 0, 254, 3, 0, 1, 0 };

	begin(RTM_NEWROUTE, NLM_F_REPLACE);
	put(&route, sizeof(route));
	put_attribute(RTA_DST, "\300\0\2\1", 4);
	put_attribute(RTA_MULTIPATH, "\20\0\1\2\0\0\0\0\10\0\5\0\300\0\2\2\10\0\0\0\0\0\0\0", 24);
	put_attribute(RTA_CACHEINFO, "12345678901234567890123456789012", 32);
	send_halves(fd);
	for (int cut = 0; cut < 24; cut += 3) {
		begin(RTM_NEWROUTE, NLM_F_REPLACE);
		put(&route, sizeof(route));
		put_attribute(RTA_MULTIPATH, "\20\0\1\2\0\0\0\0\10\0\5\0\300\0\2\2\10\0\0\0\0\0\0\0", cut);
		send_packet(fd);
	}
}

/* A nexthop whose route has a nexthop: rows of a kind within themselves. */
static void nested(int fd, int depth)
{
	enum { DEPTH_MAX = 40 };
	struct rtmsg route = { AF_INET };
	size_t starts[DEPTH_MAX][2];

	begin(RTM_NEWROUTE, 0);
	put(&route, sizeof(route));
	for (int i = 0; i < depth; i++) {
		struct rtnexthop hop = { sizeof(hop), i, 0, 0 };
		put_nested(RTA_MULTIPATH, &starts[i][0]);
		starts[i][1] = packet.length;
		put(&hop, sizeof(hop));
	}
	put_attribute(RTA_DST, "\300\0\2\1", 4);
	while (depth--) {
		end_nested(starts[depth][1]);
		end_nested(starts[depth][0]);
	}
	send_packet(fd);
}

static void sockets(void)
{
	int fd = netlink_socket(NETLINK_SOCK_DIAG);
	unsigned char body[72] = { AF_INET, 1, 2, 3, 0, 80, 1, 0 };

	begin(SOCK_DIAG_BY_FAMILY, 0);
	put(body, sizeof(body));
	put_attribute(2 /* INET_DIAG_MEMINFO */ - 1, "1234567890123456", 16);
	put_attribute(7 /* INET_DIAG_SKMEMINFO */, "12345678901234567890123456789012", 32);
	send_halves(fd);
}

int main(void)
{
	static const int depths[] = { 1, 2, 3, 7, 8, 9, 40 };
	int fd = netlink_socket(NETLINK_ROUTE);

	links(fd);
	routes(fd);
	for (unsigned i = 0; i < sizeof(depths) / sizeof(*depths); i++)
		nested(fd, depths[i]);
	sockets();
	return 0;
}
