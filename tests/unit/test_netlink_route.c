/* Links, bridges, routes and sockets: attributes that no strace of some systems knows yet, so that
 * there is nothing to compare with, and those that have values of their own. */
#include "netlink_tables.h"

#include <netinet/in.h>

#include <linux/audit.h>
#include <linux/fib_rules.h>
#include <linux/if_bridge.h>
#include <linux/if_link.h>
#include <linux/inet_diag.h>
#include <linux/neighbour.h>
#include <linux/nexthop.h>
#include <linux/packet_diag.h>
#include <linux/pkt_cls.h>
#include <linux/rtnetlink.h>
#include <linux/smc_diag.h>
#include <linux/sock_diag.h>
#include <linux/tls.h>

#define ROUTE(message, head, list, ...)                                                            \
	assert_table(&(struct attribute_table){ NETLINK_ROUTE, .type = message, .body = { head },  \
	                                        .path = { __VA_ARGS__ }, ROWS(list) })

/* ---- links */

#define LINK        STRUCT(ifinfomsg, .ifi_family = AF_UNSPEC)
#define BRIDGE_LINK STRUCT(ifinfomsg, .ifi_family = AF_BRIDGE)
#define COUNTED                                                                                    \
	1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24
#define COUNTED_TEXT                                                                               \
	"{rx_packets=1, tx_packets=2, rx_bytes=3, tx_bytes=4, rx_errors=5, tx_errors=6, "          \
	"rx_dropped=7, tx_dropped=8, multicast=9, collisions=10, rx_length_errors=11, "            \
	"rx_over_errors=12, rx_crc_errors=13, rx_frame_errors=14, rx_fifo_errors=15, "             \
	"rx_missed_errors=16, tx_aborted_errors=17, tx_carrier_errors=18, tx_fifo_errors=19, "     \
	"tx_heartbeat_errors=20, tx_window_errors=21, rx_compressed=22, tx_compressed=23, "        \
	"rx_nohandler=24"
/* With the last member, which is younger than some headers. */
static const uint64_t counters64[] = { COUNTED, 25 };
#define COUNTED64      counters64, sizeof(counters64)
#define COUNTED64_TEXT COUNTED_TEXT ", rx_otherhost_dropped=25}"

static const struct attribute_row link[] = {
	A(IFLA_STATS, COUNTED_TEXT "}", STRUCT(rtnl_link_stats, COUNTED)),
	A(IFLA_STATS64, COUNTED64_TEXT, COUNTED64),
	NEWER(IFLA_DEVLINK_PORT, 62, "\"\\x01\\x02\"", BYTES("\1\2")),
	NEWER(IFLA_GSO_IPV4_MAX_SIZE, 63, "65536", U32(65536)),
	NEWER(IFLA_GRO_IPV4_MAX_SIZE, 64, "65536", U32(65536)),
	NEWER(IFLA_DPLL_PIN, 65, "\"\\x01\\x02\"", BYTES("\1\2")),
	NEWER(IFLA_MAX_PACING_OFFLOAD_HORIZON, 66, "\"\\x01\"", U8(1)),
	NEWER(IFLA_NETNS_IMMUTABLE, 67, "1", U8(1)),
	NEWER(IFLA_HEADROOM, 68, "16", U16(16)),
	NEWER(IFLA_TAILROOM, 69, "0", U16(0)),
};
static const struct attribute_row link_property[] = {
	NEWER(IFLA_NETNS_IMMUTABLE, 67, "\"\\x01\"", U8(1)),
	NEWER(IFLA_HEADROOM, 68, "\"\\x01\"", U8(1)),
	NEWER(IFLA_TAILROOM, 69, "\"\\x01\"", U8(1)),
};
static const struct attribute_row link_info[] = {
	BARE(IFLA_INFO_UNSPEC),
	IS_TEXT(IFLA_INFO_KIND, "dummy"),
	A(IFLA_INFO_DATA, "\"\\x01\"", U8(1)),
	A(IFLA_INFO_XSTATS, "\"\\x01\"", U8(1)),
	IS_TEXT(IFLA_INFO_SLAVE_KIND, "team"),
	A(IFLA_INFO_SLAVE_DATA, "\"\\x01\"", U8(1)),
};
static const struct attribute_row bridge[] = {
	NEWER(IFLA_BR_STP_MODE, 50, "BR_STP_MODE_KERNEL", U32(2)),
};
static const struct attribute_row querier[] = {
	BARE(BRIDGE_QUERIER_UNSPEC),
	IS_IPV4(BRIDGE_QUERIER_IP_ADDRESS),
	A(BRIDGE_QUERIER_IP_PORT, "0", U32(0)),
	A(BRIDGE_QUERIER_IP_OTHER_TIMER, "250 /* 2.50 s */", U64(250)),
	BARE(BRIDGE_QUERIER_PAD),
	IS_IPV6(BRIDGE_QUERIER_IPV6_ADDRESS),
	A(BRIDGE_QUERIER_IPV6_PORT, "0", U32(0)),
	A(BRIDGE_QUERIER_IPV6_OTHER_TIMER, "100 /* 1.00 s */", U64(100)),
};
static const struct attribute_row bridge_port[] = {
	NEWER(IFLA_BRPORT_MCAST_N_GROUPS, 41, "5", U32(5)),
	NEWER(IFLA_BRPORT_MCAST_MAX_GROUPS, 42, "10", U32(10)),
	NEWER(IFLA_BRPORT_NEIGH_VLAN_SUPPRESS, 43, "1", U8(1)),
	NEWER(IFLA_BRPORT_BACKUP_NHID, 44, "7", U32(7)),
	NEWER(IFLA_BRPORT_NEIGH_FORWARD_GRAT, 45, "1", U8(1)),
};
static const struct attribute_row bridge_family[] = {
	A(IFLA_BRIDGE_MODE, "BRIDGE_MODE_VEPA", U16(1)),
	BARE(IFLA_BRIDGE_CFM),
	BARE(IFLA_BRIDGE_MST),
};
static const struct attribute_row inet6[] = {
	A(IFLA_INET6_FLAGS, "IF_RS_SENT|IF_READY", U32(0x80000010)),
	IS_U32(IFLA_INET6_RA_MTU, 1500),
};
static const struct attribute_row mctp[] = {
	NEWER(IFLA_MCTP_PHYS_BINDING, 2, "1", U8(1)),
};
static const struct attribute_row vf_list[] = { BARE(IFLA_VF_INFO_UNSPEC), NEST(IFLA_VF_INFO) };
static const struct attribute_row vf[] = {
	A(IFLA_VF_LINK_STATE, "{vf=1, link_state=IFLA_VF_LINK_STATE_DISABLE}",
	  STRUCT(ifla_vf_link_state, 1, 2)),
};
static const struct attribute_row vf_ports[] = { BARE(IFLA_VF_PORT_UNSPEC), NEST(IFLA_VF_PORT) };

static void test_links(void **state)
{
	(void)state;
	ROUTE(RTM_NEWLINK, LINK, link);
	ROUTE(RTM_NEWLINKPROP, LINK, link_property, STEP(IFLA_PROP_LIST));
	ROUTE(RTM_NEWLINK, LINK, link_info, STEP(IFLA_LINKINFO));
	ROUTE(RTM_NEWLINK, LINK, bridge, STEP(IFLA_LINKINFO),
	      STEP_AFTER(IFLA_INFO_DATA, IFLA_INFO_KIND, "bridge"));
	ROUTE(RTM_NEWLINK, LINK, querier, STEP(IFLA_LINKINFO),
	      STEP_AFTER(IFLA_INFO_DATA, IFLA_INFO_KIND, "bridge"),
	      STEP(IFLA_BR_MCAST_QUERIER_STATE));
	ROUTE(RTM_NEWLINK, BRIDGE_LINK, bridge_port, STEP(IFLA_PROTINFO));
	ROUTE(RTM_NEWLINK, BRIDGE_LINK, bridge_family, STEP(IFLA_AF_SPEC));
	ROUTE(RTM_NEWLINK, LINK, inet6, STEP(IFLA_AF_SPEC), STEP(AF_INET6));
	ROUTE(RTM_NEWLINK, LINK, mctp, STEP(IFLA_AF_SPEC), STEP(AF_MCTP));
	ROUTE(RTM_NEWLINK, LINK, vf_list, STEP(IFLA_VFINFO_LIST));
	ROUTE(RTM_NEWLINK, LINK, vf, STEP(IFLA_VFINFO_LIST), STEP(IFLA_VF_INFO));
	ROUTE(RTM_NEWLINK, LINK, vf_ports, STEP(IFLA_VF_PORTS));
}

/* ---- statistics and groups of bridges */

static const struct attribute_row statistics[] = {
	A(IFLA_STATS_LINK_64, COUNTED64_TEXT, COUNTED64),
};
static const struct attribute_row offloaded[] = {
	A(IFLA_OFFLOAD_XSTATS_CPU_HIT, COUNTED64_TEXT, COUNTED64),
};
static const struct attribute_row more_statistics[] = { BARE(LINK_XSTATS_TYPE_UNSPEC) };
static const struct attribute_row of_families[] = { A(AF_MCTP, "\"\\x01\"", U8(1)) };
static const uint64_t mpls_counters[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9 };
static const struct attribute_row mpls[] = {
	NEWER(MPLS_STATS_LINK, 1,
	      "{rx_packets=1, tx_packets=2, rx_bytes=3, tx_bytes=4, rx_errors=5, tx_errors=6, "
	      "rx_dropped=7, tx_dropped=8, rx_noroute=9}",
	      mpls_counters, sizeof(mpls_counters)),
};
#define MEMBER                                                                                     \
	STRUCT(br_mdb_entry, .ifindex = 0, .state = MDB_PERMANENT, .flags = MDB_FLAGS_BLOCKED,     \
	       .vid = 5, .addr = { .u.ip4 = 0x010000e0, .proto = 0x0008 })
#define MEMBER_TEXT                                                                                \
	"{ifindex=0, state=MDB_PERMANENT, flags=MDB_FLAGS_BLOCKED, vid=5, "                        \
	"addr={u="                                                                                 \
	"\"\\xe0\\x00\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\", "   \
	"proto=htons(ETH_P_IP)}}"
static const struct attribute_row group[] = { A(MDBA_MDB_ENTRY_INFO, MEMBER_TEXT, MEMBER) };
static const struct attribute_row groups[] = { BARE(MDBA_MDB_UNSPEC) };
static const struct attribute_row group_more[] = {
	BARE(MDBA_MDB_EATTR_UNSPEC),
	A(MDBA_MDB_EATTR_TIMER, "100 /* 1.00 s */", U32(100)),
	BARE(MDBA_MDB_EATTR_SRC_LIST),
	IS_U8(MDBA_MDB_EATTR_GROUP_MODE, 1),
	IS_IPV4(MDBA_MDB_EATTR_SOURCE),
	IS_IPV6(MDBA_MDB_EATTR_SOURCE),
	A(MDBA_MDB_EATTR_RTPROT, "RTPROT_STATIC", U8(4)),
};
static const struct attribute_row router[] = {
	BARE(MDBA_ROUTER_PATTR_UNSPEC),
	A(MDBA_ROUTER_PATTR_TIMER, "100 /* 1.00 s */", U32(100)),
	A(MDBA_ROUTER_PATTR_TYPE, "MDB_RTR_TYPE_PERM", U8(2)),
};

static void test_statistics_and_groups(void **state)
{
	(void)state;
	ROUTE(RTM_NEWSTATS, STRUCT(if_stats_msg, 0), statistics);
	ROUTE(RTM_NEWSTATS, STRUCT(if_stats_msg, 0), offloaded,
	      STEP(IFLA_STATS_LINK_OFFLOAD_XSTATS));
	ROUTE(RTM_NEWSTATS, STRUCT(if_stats_msg, 0), more_statistics, STEP(IFLA_STATS_LINK_XSTATS));
	ROUTE(RTM_NEWSTATS, STRUCT(if_stats_msg, 0), of_families, STEP(IFLA_STATS_AF_SPEC));
	ROUTE(RTM_NEWSTATS, STRUCT(if_stats_msg, 0), mpls, STEP(IFLA_STATS_AF_SPEC), STEP(AF_MPLS));
	ROUTE(RTM_NEWMDB, STRUCT(br_port_msg, AF_BRIDGE), groups, STEP(MDBA_MDB));
	ROUTE(RTM_NEWMDB, STRUCT(br_port_msg, AF_BRIDGE), group, STEP(MDBA_MDB),
	      STEP(MDBA_MDB_ENTRY));
	ROUTE(RTM_NEWMDB, STRUCT(br_port_msg, AF_BRIDGE), group_more, STEP(MDBA_MDB),
	      STEP(MDBA_MDB_ENTRY),
	      { "MDBA_MDB_ENTRY_INFO", MDBA_MDB_ENTRY_INFO, .head = sizeof(struct br_mdb_entry) });
	ROUTE(RTM_NEWMDB, STRUCT(br_port_msg, AF_BRIDGE), router, STEP(MDBA_ROUTER),
	      { "MDBA_ROUTER_PORT", MDBA_ROUTER_PORT, .head = sizeof(uint32_t) });
}

/* ---- VLANs of bridges, VNIs of tunnels */

#define VLANS STRUCT(br_vlan_msg, AF_BRIDGE)

static const struct attribute_row vlans[] = {
	BARE(BRIDGE_VLANDB_UNSPEC),
	NEST(BRIDGE_VLANDB_ENTRY),
	NEST(BRIDGE_VLANDB_GLOBAL_OPTIONS),
};
static const struct attribute_row vlan[] = {
	BARE(BRIDGE_VLANDB_ENTRY_UNSPEC),
	A(BRIDGE_VLANDB_ENTRY_INFO,
	  "{flags=BRIDGE_VLAN_INFO_PVID|BRIDGE_VLAN_INFO_UNTAGGED, vid=1}",
	  STRUCT(bridge_vlan_info, 6, 1)),
	IS_U16(BRIDGE_VLANDB_ENTRY_RANGE, 100),
	A(BRIDGE_VLANDB_ENTRY_STATE, "BR_STATE_FORWARDING", U8(3)),
	NEST(BRIDGE_VLANDB_ENTRY_TUNNEL_INFO),
	NEST(BRIDGE_VLANDB_ENTRY_STATS),
	IS_U8(BRIDGE_VLANDB_ENTRY_MCAST_ROUTER, 1),
	NEWER(BRIDGE_VLANDB_ENTRY_MCAST_N_GROUPS, 7, "5", U32(5)),
	NEWER(BRIDGE_VLANDB_ENTRY_MCAST_MAX_GROUPS, 8, "10", U32(10)),
	NEWER(BRIDGE_VLANDB_ENTRY_NEIGH_SUPPRESS, 9, "1", U8(1)),
	NEWER(BRIDGE_VLANDB_ENTRY_NEIGH_FORWARD_GRAT, 10, "1", U8(1)),
};
static const struct attribute_row vlan_tunnel[] = {
	BARE(BRIDGE_VLANDB_TINFO_UNSPEC),
	IS_U32(BRIDGE_VLANDB_TINFO_ID, 42),
	IS_U32(BRIDGE_VLANDB_TINFO_CMD, 17),
};
static const struct attribute_row vlan_statistics[] = {
	BARE(BRIDGE_VLANDB_STATS_UNSPEC),          IS_U64(BRIDGE_VLANDB_STATS_RX_BYTES, 1),
	IS_U64(BRIDGE_VLANDB_STATS_RX_PACKETS, 2), IS_U64(BRIDGE_VLANDB_STATS_TX_BYTES, 3),
	IS_U64(BRIDGE_VLANDB_STATS_TX_PACKETS, 4), BARE(BRIDGE_VLANDB_STATS_PAD),
};
#define IS_TICKS(name) A(name, "100 /* 1.00 s */", U64(100))
static const struct attribute_row vlan_options[] = {
	BARE(BRIDGE_VLANDB_GOPTS_UNSPEC),
	IS_U16(BRIDGE_VLANDB_GOPTS_ID, 1),
	IS_U16(BRIDGE_VLANDB_GOPTS_RANGE, 5),
	IS_U8(BRIDGE_VLANDB_GOPTS_MCAST_SNOOPING, 1),
	IS_U8(BRIDGE_VLANDB_GOPTS_MCAST_IGMP_VERSION, 3),
	IS_U8(BRIDGE_VLANDB_GOPTS_MCAST_MLD_VERSION, 2),
	IS_U32(BRIDGE_VLANDB_GOPTS_MCAST_LAST_MEMBER_CNT, 2),
	IS_U32(BRIDGE_VLANDB_GOPTS_MCAST_STARTUP_QUERY_CNT, 2),
	IS_TICKS(BRIDGE_VLANDB_GOPTS_MCAST_LAST_MEMBER_INTVL),
	BARE(BRIDGE_VLANDB_GOPTS_PAD),
	IS_TICKS(BRIDGE_VLANDB_GOPTS_MCAST_MEMBERSHIP_INTVL),
	IS_TICKS(BRIDGE_VLANDB_GOPTS_MCAST_QUERIER_INTVL),
	IS_TICKS(BRIDGE_VLANDB_GOPTS_MCAST_QUERY_INTVL),
	IS_TICKS(BRIDGE_VLANDB_GOPTS_MCAST_QUERY_RESPONSE_INTVL),
	IS_TICKS(BRIDGE_VLANDB_GOPTS_MCAST_STARTUP_QUERY_INTVL),
	IS_U8(BRIDGE_VLANDB_GOPTS_MCAST_QUERIER, 1),
	A(BRIDGE_VLANDB_GOPTS_MCAST_ROUTER_PORTS, "[{nla_len=8, nla_type=MDBA_ROUTER_PORT}, 0]",
	  BYTES("\10\0\1\0\0\0\0\0")),
	A(BRIDGE_VLANDB_GOPTS_MCAST_QUERIER_STATE,
	  "[{nla_len=8, nla_type=BRIDGE_QUERIER_IP_ADDRESS}, inet_addr(\"127.0.0.1\")]",
	  BYTES("\10\0\1\0\x7f\0\0\1")),
	IS_U16(BRIDGE_VLANDB_GOPTS_MSTI, 1),
};
static const struct attribute_row vni[] = {
	{ "VXLAN_VNIFILTER_UNSPEC", 0, "\"\\x01\"", { U8(1) } },
};
static const struct attribute_row vni_entry[] = {
	NEWER(VXLAN_VNIFILTER_ENTRY_UNSPEC, 0, "\"\\x01\"", U8(1)),
	NEWER(VXLAN_VNIFILTER_ENTRY_START, 1, "100", U32(100)),
	NEWER(VXLAN_VNIFILTER_ENTRY_END, 2, "200", U32(200)),
	NEWER(VXLAN_VNIFILTER_ENTRY_GROUP, 3, "inet_addr(\"127.0.0.1\")", BYTES("\x7f\0\0\1")),
	NEWER(VXLAN_VNIFILTER_ENTRY_GROUP6, 4, "inet_pton(AF_INET6, \"::\")",
	      BYTES("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0")),
	NEWER(VXLAN_VNIFILTER_ENTRY_STATS, 5, "\"\\x01\"", U8(1)),
};

static void test_vlans_and_vnis(void **state)
{
	(void)state;
	ROUTE(RTM_NEWVLAN, VLANS, vlans);
	ROUTE(RTM_NEWVLAN, VLANS, vlan, STEP(BRIDGE_VLANDB_ENTRY));
	ROUTE(RTM_DELVLAN, VLANS, vlan_tunnel, STEP(BRIDGE_VLANDB_ENTRY),
	      STEP(BRIDGE_VLANDB_ENTRY_TUNNEL_INFO));
	ROUTE(RTM_GETVLAN, VLANS, vlan_statistics, STEP(BRIDGE_VLANDB_ENTRY),
	      STEP(BRIDGE_VLANDB_ENTRY_STATS));
	ROUTE(RTM_NEWVLAN, VLANS, vlan_options, STEP(BRIDGE_VLANDB_GLOBAL_OPTIONS));
	ROUTE(RTM_NEWTUNNEL, STRUCT(tunnel_msg, AF_BRIDGE), vni);
	ROUTE(RTM_GETTUNNEL, STRUCT(tunnel_msg, AF_BRIDGE), vni_entry,
	      { "VXLAN_VNIFILTER_ENTRY", 1 });
}

/* ---- neighbours, nexthops, prefixes, rules, routes, actions */

static const struct attribute_row neighbour[] = {
	IS_U32(NDA_NH_ID, 5),
	A(NDA_FLAGS_EXT, "NTF_EXT_MANAGED|NTF_EXT_LOCKED", U32(3)),
	NEWER(NDA_NDM_STATE_MASK, 16, "NUD_REACHABLE|NUD_PERMANENT", U16(0x82)),
	NEWER(NDA_NDM_FLAGS_MASK, 17, "NTF_SELF|NTF_ROUTER", U8(0x82)),
};
static const struct attribute_row neighbour_table[] = {
	A(NDTA_STATS,
	  "{ndts_allocs=1, ndts_destroys=2, ndts_hash_grows=3, ndts_res_failed=4, ndts_lookups=5, "
	  "ndts_hits=6, ndts_rcv_probes_mcast=7, ndts_rcv_probes_ucast=8, ndts_periodic_gc_runs=9, "
	  "ndts_forced_gc_runs=10, ndts_table_fulls=11}",
	  STRUCT(ndt_stats, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)),
	IS_U64(NDTA_GC_INTERVAL, 30000),
};
static const struct attribute_row neighbour_parameter[] = {
	NEWER(NDTPA_INTERVAL_PROBE_TIME_MS, 19, "5000", U64(5000)),
};
static const struct attribute_row nexthop[] = {
	NEWER(NHA_OP_FLAGS, 14, "1", U32(1)),
	NEWER(NHA_HW_STATS_ENABLE, 16, "1", U32(1)),
	NEWER(NHA_HW_STATS_USED, 17, "0", U32(0)),
};
static const struct attribute_row nexthop_statistics[] = {
	NEWER(NHA_GROUP_STATS_UNSPEC, 0, "\"\\x01\"", U8(1)),
};
static const struct attribute_row nexthop_statistic[] = {
	NEWER(NHA_GROUP_STATS_ENTRY_UNSPEC, 0, "\"\\x01\"", U8(1)),
	NEWER(NHA_GROUP_STATS_ENTRY_ID, 1, "5", U32(5)),
	NEWER(NHA_GROUP_STATS_ENTRY_PACKETS, 2, "6", U64(6)),
	NEWER(NHA_GROUP_STATS_ENTRY_PACKETS_HW, 3, "7", U64(7)),
};
static const struct attribute_row prefix[] = {
	BARE(PREFIX_UNSPEC),
	IS_IPV6(PREFIX_ADDRESS),
};
static const struct attribute_row rule[] = {
	A(FRA_TABLE, "RT_TABLE_MAIN", U32(254)),
	A(FRA_TABLE, "0x3e8", U32(1000)),
	NEWER(FRA_FLOWLABEL, 26, "htonl(0x12345)", BE32(0x12345)),
	NEWER(FRA_FLOWLABEL_MASK, 27, "htonl(0xfffff)", BE32(0xfffff)),
	NEWER(FRA_SPORT_MASK, 28, "0xff00", U16(0xff00)),
	NEWER(FRA_DPORT_MASK, 29, "0xffff", U16(0xffff)),
	NEWER(FRA_DSCP_MASK, 30, "63", U8(63)),
};
static const struct attribute_row route[] = {
	A(RTA_EXPIRES, "10", U64(10)),
	NEWER(RTA_FLOWLABEL, 31, "htonl(5)", BE32(5)),
};
static const struct attribute_row queue[] = { NEWER(TCA_EXT_WARN_MSG, 16, "\"why\"", TEXT("why")) };
static const struct attribute_row action[] = {
	BARE(TCA_ACT_COOKIE),
	A(TCA_ACT_FLAGS, "TCA_ACT_FLAGS_NO_PERCPU_STATS|TCA_ACT_FLAGS_SKIP_HW", U32(3)),
	A(TCA_ACT_HW_STATS, "TCA_ACT_HW_STATS_DELAYED", U32(2)),
	A(TCA_ACT_USED_HW_STATS, "TCA_ACT_HW_STATS_IMMEDIATE", U32(1)),
	IS_U32(TCA_ACT_IN_HW_COUNT, 1),
	BARE(TCA_ACT_PAD),
};

static void test_routes(void **state)
{
	(void)state;
	ROUTE(RTM_NEWNEIGH, STRUCT(ndmsg, AF_INET), neighbour);
	ROUTE(RTM_NEWNEIGHTBL, STRUCT(ndtmsg, AF_INET), neighbour_table);
	ROUTE(RTM_NEWNEIGHTBL, STRUCT(ndtmsg, AF_INET), neighbour_parameter, STEP(NDTA_PARMS));
	ROUTE(RTM_NEWNEXTHOP, STRUCT(nhmsg, AF_INET), nexthop);
	ROUTE(RTM_NEWNEXTHOP, STRUCT(nhmsg, AF_INET), nexthop_statistics,
	      { "NHA_GROUP_STATS", 15 });
	ROUTE(RTM_NEWNEXTHOP, STRUCT(nhmsg, AF_INET), nexthop_statistic, { "NHA_GROUP_STATS", 15 },
	      { "NHA_GROUP_STATS_ENTRY", 1 });
	ROUTE(RTM_NEWPREFIX, STRUCT(prefixmsg, AF_INET6), prefix);
	ROUTE(RTM_NEWRULE, STRUCT(rtmsg, AF_INET), rule);
	ROUTE(RTM_NEWROUTE, STRUCT(rtmsg, AF_INET), route);
	ROUTE(RTM_NEWQDISC, STRUCT(tcmsg, AF_UNSPEC), queue);
	ROUTE(RTM_NEWACTION, STRUCT(tcamsg, AF_UNSPEC), action);
}

/* ---- audit: of a request there may be nothing but its head */

static void test_audit(void **state)
{
	(void)state;
	assert_message(NETLINK_AUDIT, AUDIT_SET_FEATURE,
	               "{vers=1, mask=0x1, features=0x2, lock=0x3}",
	               PAYLOAD(STRUCT(audit_features, 1, 1, 2, 3)));
	assert_message(NETLINK_AUDIT, AUDIT_GET_FEATURE, "{vers=1, mask=0, features=0, lock=0}",
	               PAYLOAD(STRUCT(audit_features, 1)));
	assert_message(
		NETLINK_AUDIT, AUDIT_GET,
		"{mask=0, enabled=1, failure=AUDIT_FAIL_PANIC, pid=0, rate_limit=0, "
		"backlog_limit=64, lost=0, backlog=0, "
		"feature_bitmap=AUDIT_FEATURE_BITMAP_BACKLOG_LIMIT|AUDIT_FEATURE_BITMAP_FILTER_FS, "
		"backlog_wait_time=15000, backlog_wait_time_actual=0}",
		PAYLOAD(STRUCT(audit_status, .enabled = 1, .failure = 2, .backlog_limit = 64,
	                       .feature_bitmap = 0x41, .backlog_wait_time = 15000)));
	assert_message(NETLINK_AUDIT, AUDIT_GET, NULL, PAYLOAD(NOTHING));
}

/* ---- errors: behind the message that failed, why */

static const struct {
	int32_t error;
	struct nlmsghdr failed;
	uint16_t type[2];
	uint32_t missing_type;
	uint16_t nest[2];
	uint32_t missing_nest;
	uint16_t unused[2];
	uint8_t byte;
} refusal = {
	-22, { sizeof(struct nlmsghdr), RTM_NEWLINK }, { 8, 5 }, 3, { 8, 6 }, 4, { 5, 0 }, 7
};

static void test_errors(void **state)
{
	(void)state;
	assert_message(
		NETLINK_ROUTE, NLMSG_ERROR,
		"[{error=-EINVAL, msg={nlmsg_len=16, nlmsg_type=RTM_NEWLINK, nlmsg_flags=0, "
		"nlmsg_seq=0, nlmsg_pid=0}}, [[{nla_len=8, nla_type=NLMSGERR_ATTR_MISS_TYPE}, 3], "
		"[{nla_len=8, nla_type=NLMSGERR_ATTR_MISS_NEST}, 4], "
		"[{nla_len=5, nla_type=NLMSGERR_ATTR_UNUSED}, \"\\x07\"]]]",
		PAYLOAD(&refusal, offsetof(typeof(refusal), byte) + 1));
}

/* ---- sockets */

static const struct attribute_row request[] = {
	BARE(INET_DIAG_REQ_NONE),
	A(INET_DIAG_REQ_SK_BPF_STORAGES, "\"\\x01\"", U8(1)),
	A(INET_DIAG_REQ_PROTOCOL, "IPPROTO_MPTCP", U32(262)),
	A(INET_DIAG_REQ_PROTOCOL, "IPPROTO_TCP", U8(6)),
};
static const struct attribute_row storage[] = { BARE(SK_DIAG_BPF_STORAGE_MAP_VALUE) };
static const struct attribute_row tls[] = {
	A(TLS_INFO_TXCONF, "TLS_CONF_SW", U16(2)),
	A(TLS_INFO_RXCONF, "TLS_CONF_HW_RECORD", U16(4)),
	{ "TLS_INFO_TX_MAX_PAYLOAD_LEN", 7, "16384", { U16(16384) } },
};
static const uint64_t buffers[] = { 1, 2, 3, 4, 5, 6, 7 };
static const struct attribute_row smc[] = {
	A(SMC_DIAG_DMBINFO,
	  "{linkid=1, peer_gid=0x2, my_gid=0x3, token=0x4, peer_token=0x5, peer_gid_ext=0x6, "
	  "my_gid_ext=0x7}",
	  buffers, sizeof(buffers)),
	A(SMC_DIAG_FALLBACK, "{reason=SMC_CLC_DECL_MEM, peer_diagnosis=SMC_CLC_DECL_PEERDECL}",
	  STRUCT(smc_diag_fallback, 0x1010000, 0x5000000)),
};
static const struct attribute_row link_group[] = {
	A(SMC_DIAG_LGRINFO,
	  "{lnk=[{link_id=1, ibname=\"mlx5_0\", ibport=2, gid=\"fe80::1\", peer_gid=\"fe80::2\"}], "
	  "role=SMC_SERV}",
	  STRUCT(smc_diag_lgrinfo, { { 1, "mlx5_0", 2, "fe80::1", "fe80::2" } }, 1)),
};
static const struct attribute_row packet[] = {
	A(PACKET_DIAG_INFO,
	  "{pdi_index=0, pdi_version=TPACKET_V3, pdi_reserve=1, pdi_copy_thresh=2, pdi_tstamp=3, "
	  "pdi_flags=PDI_RUNNING|PDI_LOSS}",
	  STRUCT(packet_diag_info, 0, 2, 1, 2, 3, 0x11)),
};

#define SOCKETS(head, asked, list, ...)                                                            \
	assert_table(&(struct attribute_table){ NETLINK_SOCK_DIAG, .type = SOCK_DIAG_BY_FAMILY,    \
	                                        .flags = asked, .body = { head },                  \
	                                        .path = { __VA_ARGS__ }, ROWS(list) })

static void test_sockets(void **state)
{
	struct attribute_table old = { NETLINK_SOCK_DIAG, .type = TCPDIAG_GETSOCK,
		                       .body = { STRUCT(inet_diag_msg, AF_INET) }, ROWS(tls),
		                       .path = { STEP(INET_DIAG_ULP_INFO),
		                                 STEP(INET_ULP_INFO_TLS) } };

	struct attribute_table linked = { NETLINK_SOCK_DIAG, .type = SOCK_DIAG_BY_FAMILY,
		                          .body = { STRUCT(smc_diag_msg, AF_SMC, .diag_state = 26,
		                                           .diag_mode = SMC_DIAG_MODE_SMCD) },
		                          ROWS(link_group) };
	struct attribute_table packets = { NETLINK_SOCK_DIAG, .type = SOCK_DIAG_BY_FAMILY,
		                           .body = { STRUCT(packet_diag_msg, AF_PACKET,
		                                            .pdiag_type = 3, .pdiag_num = 3) },
		                           ROWS(packet) };

	(void)state;
	assert_table(&linked);
	assert_head(&linked, "diag_state=SMC_PEERABORTWAIT, diag_fallback=SMC_DIAG_MODE_SMCD, ");
	assert_head(&packets, "pdiag_type=SOCK_RAW, pdiag_num=ETH_P_ALL, ");
	assert_message(NETLINK_SOCK_DIAG, SOCK_DIAG_BY_FAMILY,
	               "diag_ext=1<<(SMC_DIAG_CONNINFO-1)|1<<(SMC_DIAG_LGRINFO-1), "
	               "id={idiag_sport=htons(0), "
	               "idiag_dport=htons(0), idiag_src=inet_addr(\"0.0.0.0\"), "
	               "idiag_dst=inet_addr(\"0.0.0.0\"), idiag_if=0, idiag_cookie=[0, 0]}}",
	               PAYLOAD(STRUCT(smc_diag_req, AF_SMC, { 0, 0 }, 3)));
	SOCKETS(STRUCT(inet_diag_req_v2, AF_INET), NLM_F_REQUEST, request);
	SOCKETS(STRUCT(inet_diag_msg, AF_INET), 0, storage, STEP(INET_DIAG_SK_BPF_STORAGES),
	        STEP(SK_DIAG_BPF_STORAGE));
	SOCKETS(STRUCT(inet_diag_msg, AF_INET), 0, tls, STEP(INET_DIAG_ULP_INFO),
	        STEP(INET_ULP_INFO_TLS));
	assert_table(&old);
	SOCKETS(STRUCT(smc_diag_msg, AF_SMC), 0, smc);
	SOCKETS(STRUCT(packet_diag_msg, AF_PACKET), 0, packet);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_links),          cmocka_unit_test(test_statistics_and_groups),
		cmocka_unit_test(test_vlans_and_vnis), cmocka_unit_test(test_routes),
		cmocka_unit_test(test_audit),          cmocka_unit_test(test_errors),
		cmocka_unit_test(test_sockets),
	};

	return cmocka_run_group_tests_name("netlink_route", tests, NULL, NULL);
}
