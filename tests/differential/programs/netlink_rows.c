// trace: sendto
// pids: none
// options: -a 1
/* Each row of attributes that a message of NETLINK_ROUTE may hold. */
#include "netlink_rows.h"

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
	{ RTM_NEWMDB, AF_BRIDGE, 8, { 1 }, 2 },
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

/* Of packets to many that nobody asked for: the kind of report first. */
static void send_reports(unsigned char family)
{
	const struct row report = { RTM_NEWCACHEREPORT, family, 4, { 0 }, 7, 0 };
	int fd = netlink_socket(NETLINK_ROUTE);
	unsigned char bytes[16] = { 0, 2, 3, 4, 5, 6, 7, 8 };

	for (; bytes[0] < 5; bytes[0]++)
		send_nested(fd, &report, 1, bytes, 1);
	for (int attribute = 0; attribute <= report.last; attribute++) {
		send_nested(fd, &report, attribute, bytes, 2);
		send_nested(fd, &report, attribute, bytes, 4);
		if (attribute != 1)
			send_nested(fd, &report, attribute, bytes, sizeof(bytes));
	}
}

/* Numbers that hold for tables and ports alone. */
static void send_values(void)
{
	static const struct row route = { RTM_NEWROUTE, AF_INET, 12, { 0 }, 0, 0 };
	static const struct row rule = { RTM_NEWRULE, AF_INET, 12, { 0 }, 0, 0 };
	static const struct row ports = { RTM_NEWMDB, AF_BRIDGE, 8, { 2 }, 0, 0 };
	int fd = netlink_socket(NETLINK_ROUTE);

	for (unsigned table = 251; table <= 256; table++) {
		send_nested(fd, &route, RTA_TABLE, &table, sizeof(table));
		send_nested(fd, &rule, 15 /* FRA_TABLE */, &table, sizeof(table));
	}
	for (unsigned short attribute = 0; attribute < 6; attribute++) {
		struct {
			unsigned interface;
			unsigned short length, type;
			unsigned value;
		} port = { 1000, 8, attribute, 500 };
		send_nested(fd, &ports, 1, &port, sizeof(port));
	}
}

int main(void)
{
	SEND_ROWS(NETLINK_ROUTE, rows);
	send_values();
	send_reports(RTNL_FAMILY_IPMR);
	send_reports(RTNL_FAMILY_IP6MR);
	send_reports(AF_INET);
	return 0;
}
