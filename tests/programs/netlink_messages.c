/* Messages of netlink by their type: what the flags of a question mean, and what follows the head,
 * the type says.  A filter answers; the sockets are there for what their protocol is. */
// rastro: -a 1 -v -e trace=sendto
// abi: x86_64 i386
#include "answered.h"
#include "golden.h"

#include <linux/can/netlink.h>
#include <linux/if_addrlabel.h>
#include <linux/if_bridge.h>
#include <linux/if_link.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <netinet/in.h>
#include <sys/socket.h>

/* One message with so many bytes of data; the text is that of type, flags and data. */
static void try_message(int fd, unsigned type, unsigned flags, const void *data, unsigned size,
                        const char *names, const char *shown)
{
	struct {
		struct nlmsghdr head;
		char data[512];
	} message = { { 16 + size, type, flags, 5, 0 }, { 0 } };

	memcpy(message.data, data, size);
	long result = syscall(SYS_sendto, fd, &message, 16 + size, 0, NULL, 0);
	expect("sendto(%d, [{nlmsg_len=%u, nlmsg_type=%s, nlmsg_seq=5, nlmsg_pid=0}, %s], %u, 0, "
	       "NULL, 0) = %s\n",
	       fd, 16 + size, names, shown, 16 + size, result_text(result));
}

static void try_routes(int fd)
{
	struct ifaddrlblmsg label = { .ifal_family = AF_INET6,
		                      .ifal_prefixlen = 64,
		                      .ifal_seq = 7 };
	struct ifaddrmsg address = { AF_INET6, 64, IFA_F_PERMANENT, RT_SCOPE_LINK, 77777 };
#define LABEL "{ifal_family=AF_INET6, ifal_prefixlen=64, ifal_flags=0, ifal_index=0, ifal_seq=7}"
#define ADDRESS                                                                                    \
	"{ifa_family=AF_INET6, ifa_prefixlen=64, ifa_flags=IFA_F_PERMANENT, "                      \
	"ifa_scope=RT_SCOPE_LINK, ifa_index=77777}"
	static const struct {
		unsigned type;
		const char *name;
	} kinds[] = { { 72, "ADDRLABEL" }, { 56, "MULTICAST" }, { 60, "ANYCAST" } };
	static const struct {
		unsigned flags;
		const char *verb, *names;
	} verbs[] = { { 0x401, "NEW", "NLM_F_REQUEST|NLM_F_CREATE" },
		      { 0x101, "DEL", "NLM_F_REQUEST|NLM_F_NONREC" },
		      { 0x301, "GET", "NLM_F_REQUEST|NLM_F_DUMP" } };
	char names[100];

	for (unsigned i = 0; i < 9; i++) {
		unsigned kind = i / 3, verb = i % 3;

		snprintf(names, sizeof(names), "RTM_%s%s, nlmsg_flags=%s", verbs[verb].verb,
		         kinds[kind].name, verbs[verb].names);
		if (kind)
			try_message(fd, kinds[kind].type + verb, verbs[verb].flags, &address,
			            sizeof(address), names, ADDRESS);
		else
			try_message(fd, kinds[kind].type + verb, verbs[verb].flags, &label,
			            sizeof(label), names, LABEL);
	}
}

static void try_filters(int fd)
{
	static const struct {
		unsigned type, flags;
		const char *names, *flag_names;
	} messages[] = {
#define TRACKING "NFNL_SUBSYS_CTNETLINK<<8|IPCTNL_MSG_CT_"
#define EXPECTED "NFNL_SUBSYS_CTNETLINK_EXP<<8|IPCTNL_MSG_EXP_"
#define SETS     "NFNL_SUBSYS_IPSET<<8|IPSET_CMD_"
#define COUNTS   "NFNL_SUBSYS_ACCT<<8|NFNL_MSG_ACCT_"
		{ 0x100, 0x400, TRACKING "NEW", "NLM_F_CREATE" },
		{ 0x101, 0x300, TRACKING "GET", "NLM_F_DUMP" },
		{ 0x102, 0x100, TRACKING "DELETE", "NLM_F_NONREC" },
		{ 0x103, 0x100, TRACKING "GET_CTRZERO", "NLM_F_ROOT" },
		{ 0x104, 0x200, TRACKING "GET_STATS_CPU", "NLM_F_MATCH" },
		{ 0x105, 0x400, TRACKING "GET_STATS", "NLM_F_ATOMIC" },
		{ 0x106, 0x300, TRACKING "GET_DYING", "NLM_F_DUMP" },
		{ 0x107, 0x300, TRACKING "GET_UNCONFIRMED", "NLM_F_DUMP" },
		{ 0x200, 0x400, EXPECTED "NEW", "NLM_F_CREATE" },
		{ 0x201, 0x300, EXPECTED "GET", "NLM_F_DUMP" },
		{ 0x202, 0x100, EXPECTED "DELETE", "NLM_F_NONREC" },
		{ 0x203, 0x300, EXPECTED "GET_STATS_CPU", "NLM_F_DUMP" },
		{ 0x603, 0x100, SETS "DESTROY", "NLM_F_NONREC" },
		{ 0x60e, 0x300, SETS "GET_BYNAME", "NLM_F_DUMP" },
		{ 0x60f, 0x300, SETS "GET_BYINDEX", "NLM_F_DUMP" },
		{ 0x703, 0x100, COUNTS "DEL", "NLM_F_NONREC" },
	};
	char names[200];

	for (unsigned i = 0; i < sizeof(messages) / sizeof(*messages); i++) {
		snprintf(names, sizeof(names), "%s, nlmsg_flags=NLM_F_REQUEST|%s",
		         messages[i].names, messages[i].flag_names);
		try_message(fd, messages[i].type, messages[i].flags | 1,
		            (uint8_t[4]){ AF_INET, 0, 0, 5 }, 4, names,
		            "{nfgen_family=AF_INET, version=NFNETLINK_V0, res_id=htons(5)}");
	}
}

/* What bridges and CAN's devices count lies in attributes within others. */
static void try_counts(int fd)
{
	struct {
		struct if_stats_msg head;
		struct nlattr statistics, bridge, kind;
		struct br_mcast_stats counts;
	} __attribute__((packed)) multicast = {
		.head.ifindex = 77777,
		.statistics = { sizeof(multicast.counts) + 12, IFLA_STATS_LINK_XSTATS },
		.bridge = { sizeof(multicast.counts) + 8, LINK_XSTATS_TYPE_BRIDGE },
		.kind = { sizeof(multicast.counts) + 4, BRIDGE_XSTATS_MCAST },
		.counts = { .igmp_v1queries = { 1, 2 },
		            .igmp_parse_errors = 3,
		            .mld_parse_errors = 4,
		            .mcast_packets = { 5, 6 } },
	};
	struct {
		struct ifinfomsg head;
		struct nlattr info, name;
		char kind[4];
		struct nlattr counts;
		struct can_device_stats statistics;
	} bus = { .head = { .ifi_index = 77777 },
		  .info = { sizeof(bus) - sizeof(bus.head), IFLA_LINKINFO },
		  .name = { 8, IFLA_INFO_KIND },
		  .kind = "can",
		  .counts = { 4 + sizeof(bus.statistics), IFLA_INFO_XSTATS },
		  .statistics = { 1, 2, 3, 4, 5, 6 } };

#define BOTH(name, rx, tx) name "=[[BR_MCAST_DIR_RX]=" rx ", [BR_MCAST_DIR_TX]=" tx "], "
#define NONE(name)         BOTH(name, "0", "0")
	try_message(
		fd, RTM_NEWSTATS, 0, &multicast, sizeof(multicast), "RTM_NEWSTATS, nlmsg_flags=0",
		"{family=AF_UNSPEC, ifindex=77777, filter_mask=0}, "
		"[{nla_len=252, nla_type=IFLA_STATS_LINK_XSTATS}, "
		"[{nla_len=248, nla_type=LINK_XSTATS_TYPE_BRIDGE}, "
		"[{nla_len=244, nla_type=BRIDGE_XSTATS_MCAST}, {" BOTH(
			"igmp_v1queries", "1", "2") NONE("igmp_v2queries") NONE("igmp_v3queries")
			NONE("igmp_leaves") NONE("igmp_v1reports") NONE("igmp_v2reports") NONE(
				"igmp_v3reports") "igmp_parse_errors=3, " NONE("mld_v1queries")
				NONE("mld_v2queries") NONE("mld_leaves") NONE("mld_v1reports")
					NONE("mld_v2reports") "mld_parse_errors=4, " NONE(
						"mcast_bytes") "mcast_packets=[[BR_MCAST_DIR_RX]=5,"
							       " [BR_MCAST_DIR_TX]=6]}]]]");
	try_message(fd, RTM_NEWLINK, 0, &bus, sizeof(bus), "RTM_NEWLINK, nlmsg_flags=0",
	            "{ifi_family=AF_UNSPEC, ifi_type=ARPHRD_NETROM, ifi_index=77777, ifi_flags=0, "
	            "ifi_change=0}, [{nla_len=40, nla_type=IFLA_LINKINFO}, "
	            "[[{nla_len=8, nla_type=IFLA_INFO_KIND}, \"can\"], "
	            "[{nla_len=28, nla_type=IFLA_INFO_XSTATS}, {bus_error=1, error_warning=2, "
	            "error_passive=3, bus_off=4, arbitration_lost=5, restarts=6}]]]");
}

/* The old way of asking, which says by its type what is asked for. */
static void try_sockets(int fd)
{
	struct inet_diag_req request = { .idiag_family = AF_INET,
		                         .idiag_src_len = 1,
		                         .idiag_ext = 1,
		                         .id = { htons(80),
		                                 htons(9),
		                                 { htonl(0x7f000001) },
		                                 { htonl(0x0a000001) },
		                                 0,
		                                 { 2, 3 } },
		                         .idiag_states = 1 << 1 | 1 << 10,
		                         .idiag_dbs = 4 };
#define REQUEST                                                                                    \
	"{idiag_family=AF_INET, idiag_src_len=1, idiag_dst_len=0, "                                \
	"idiag_ext=1<<(INET_DIAG_MEMINFO-1), "                                                     \
	"id={idiag_sport=htons(80), idiag_dport=htons(9), idiag_src=inet_addr(\"127.0.0.1\"), "    \
	"idiag_dst=inet_addr(\"10.0.0.1\"), idiag_if=0, idiag_cookie=[2, 3]}, "                    \
	"idiag_states=1<<TCP_ESTABLISHED|1<<TCP_LISTEN, idiag_dbs=4}"

	try_message(fd, TCPDIAG_GETSOCK, 0x301, &request, sizeof(request),
	            "TCPDIAG_GETSOCK, nlmsg_flags=NLM_F_REQUEST|NLM_F_DUMP", REQUEST);
	try_message(fd, DCCPDIAG_GETSOCK, 0x301, &request, sizeof(request),
	            "DCCPDIAG_GETSOCK, nlmsg_flags=NLM_F_REQUEST|NLM_F_DUMP", REQUEST);
}

int main(void)
{
	answer_call(SYS_sendto);
	golden_begin();
	int routes = syscall(SYS_socket, AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
	int filters = syscall(SYS_socket, AF_NETLINK, SOCK_RAW, NETLINK_NETFILTER);

	int sockets = syscall(SYS_socket, AF_NETLINK, SOCK_RAW, NETLINK_SOCK_DIAG);

	try_routes(routes);
	try_counts(routes);
	/* Kernels may be built without it. */
	if (filters >= 0)
		try_filters(filters);
	if (sockets >= 0)
		try_sockets(sockets);
	golden_end();
	return 0;
}
