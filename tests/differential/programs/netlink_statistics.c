// trace: sendto
// options: -a 1
// also: -v
/* What links count beside packets: as many numbers as the structure of their kind has, and fewer.
 */
#include "netlink.h"
#include <linux/if_bridge.h>

enum { HEAD = 4, MEMBERS = sizeof(struct br_mcast_stats) / sizeof(uint64_t), BUS_COUNTS = 6 };

static void end(size_t outer)
{
	unsigned short length = packet.length - outer;

	memcpy(packet.bytes + outer, &length, sizeof(length));
	pad();
}

static size_t open_attribute(int type)
{
	put_attribute(type, "", 0);
	return packet.length - HEAD;
}

static void send_multicast(int fd, unsigned members)
{
	struct if_stats_msg body = { .ifindex = 1, .filter_mask = 4 };
	uint64_t counts[MEMBERS];

	for (unsigned i = 0; i < MEMBERS; i++)
		counts[i] = i + 1;
	begin(RTM_NEWSTATS, 0);
	put(&body, sizeof(body));
	size_t all = open_attribute(IFLA_STATS_LINK_XSTATS);
	size_t bridge = open_attribute(LINK_XSTATS_TYPE_BRIDGE);
	put_attribute(BRIDGE_XSTATS_MCAST, counts, members * sizeof(*counts));
	end(bridge);
	end(all);
	send_packet(fd);
}

static void send_bus(int fd, const char *kind, unsigned members)
{
	static const uint32_t counts[BUS_COUNTS] = { 1, 2, 3, 4, 5, 6 };
	struct ifinfomsg body = { 0 };

	begin(RTM_NEWLINK, 0);
	put(&body, sizeof(body));
	size_t info = open_attribute(IFLA_LINKINFO);
	put_attribute(IFLA_INFO_KIND, kind, strlen(kind) + 1);
	put_attribute(IFLA_INFO_XSTATS, counts, members * sizeof(*counts));
	end(info);
	send_packet(fd);
}

int main(void)
{
	int fd = netlink_socket(NETLINK_ROUTE);

	send_multicast(fd, MEMBERS);
	send_multicast(fd, MEMBERS - 1);
	send_bus(fd, "can", BUS_COUNTS);
	send_bus(fd, "can", BUS_COUNTS - 1);
	send_bus(fd, "vcan", BUS_COUNTS);
	return 0;
}
