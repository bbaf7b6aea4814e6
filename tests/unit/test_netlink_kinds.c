/* What links of a kind have, what queues, filters and actions: eight letters of a name tell. */
#include "netlink_tables.h"

#include <net/if_arp.h>
#include <netinet/in.h>

#include <linux/amt.h>
#include <linux/can/netlink.h>
#include <linux/filter.h>
#include <linux/if_bonding.h>
#include <linux/if_link.h>
#include <linux/if_macsec.h>
#include <linux/if_tunnel.h>
#include <linux/if_vlan.h>
#include <linux/pkt_cls.h>
#include <linux/pkt_sched.h>
#include <linux/rtnetlink.h>
#include <linux/tc_act/tc_gact.h>
#include <linux/tc_act/tc_mirred.h>
#include <linux/veth.h>

static void assert_kind(const char *kind, const struct attribute_row *rows, unsigned count)
{
	assert_table(&(struct attribute_table){
		NETLINK_ROUTE, .type = RTM_NEWLINK,
		BODY(STRUCT(ifinfomsg, .ifi_family = AF_UNSPEC)),
		.path = { STEP(IFLA_LINKINFO), STEP_AFTER(IFLA_INFO_DATA, IFLA_INFO_KIND, kind) },
		.rows = rows, .count = count });
}
#define ASSERT_KIND(kind, list) assert_kind(kind, list, sizeof(list) / sizeof(*(list)))

/* ---- on top of other links */

static const struct attribute_row vlan[] = {
	BARE(IFLA_VLAN_UNSPEC),
	IS_U16(IFLA_VLAN_ID, 100),
	A(IFLA_VLAN_FLAGS, "{flags=VLAN_FLAG_REORDER_HDR|VLAN_FLAG_GVRP, mask=VLAN_FLAG_MVRP|0x40}",
	  STRUCT(ifla_vlan_flags, 3, 0x48)),
	BARE(IFLA_VLAN_EGRESS_QOS),
	A(IFLA_VLAN_INGRESS_QOS, "[{nla_len=12, nla_type=IFLA_VLAN_QOS_MAPPING}, {from=1, to=2}]",
	  BYTES("\14\0\1\0\1\0\0\0\2\0\0\0")),
	A(IFLA_VLAN_EGRESS_QOS, "[{nla_len=5, nla_type=IFLA_VLAN_QOS_UNSPEC}, \"\\x01\"]",
	  BYTES("\5\0\0\0\1\0\0\0")),
	A(IFLA_VLAN_PROTOCOL, "htons(ETH_P_8021AD)", BE16(0x88a8)),
};
static const struct attribute_row macvlan[] = {
	BARE(IFLA_MACVLAN_UNSPEC),
	A(IFLA_MACVLAN_MODE, "MACVLAN_MODE_BRIDGE", U32(4)),
	A(IFLA_MACVLAN_MODE, "0x40 /* MACVLAN_MODE_??? */", U32(64)),
	A(IFLA_MACVLAN_FLAGS, "MACVLAN_FLAG_NOPROMISC|MACVLAN_FLAG_NODST", U16(3)),
	A(IFLA_MACVLAN_MACADDR_MODE, "MACVLAN_MACADDR_SET", U32(3)),
	IS_HARDWARE(IFLA_MACVLAN_MACADDR),
	A(IFLA_MACVLAN_MACADDR_DATA,
	  "[{nla_len=10, nla_type=IFLA_MACVLAN_MACADDR}, 01:02:03:04:05:06]",
	  BYTES("\12\0\4\0\1\2\3\4\5\6\0\0")),
	IS_U32(IFLA_MACVLAN_MACADDR_COUNT, 1),
	IS_U32(IFLA_MACVLAN_BC_QUEUE_LEN, 1000),
	IS_U32(IFLA_MACVLAN_BC_QUEUE_LEN_USED, 500),
	NEWER(IFLA_MACVLAN_BC_CUTOFF, 9, "-1", U32(-1)),
};
static const struct attribute_row ipvlan[] = {
	BARE(IFLA_IPVLAN_UNSPEC),
	A(IFLA_IPVLAN_MODE, "IPVLAN_MODE_L3S", U16(2)),
	A(IFLA_IPVLAN_FLAGS, "IPVLAN_F_PRIVATE|IPVLAN_F_VEPA", U16(3)),
};
static const struct attribute_row vrf[] = { BARE(IFLA_VRF_UNSPEC), IS_U32(IFLA_VRF_TABLE, 10) };
static const struct attribute_row xfrm[] = {
	BARE(IFLA_XFRM_UNSPEC),
	A(IFLA_XFRM_LINK, "0", U32(0)),
	A(IFLA_XFRM_IF_ID, "0x2a", U32(42)),
	NEWER(IFLA_XFRM_COLLECT_METADATA, 3, "\"\\x01\"", U8(1)),
};
static const struct attribute_row ipoib[] = {
	BARE(IFLA_IPOIB_UNSPEC),
	A(IFLA_IPOIB_PKEY, "0xffff", U16(0xffff)),
	IS_U16(IFLA_IPOIB_MODE, 1),
	IS_U16(IFLA_IPOIB_UMCAST, 0),
};
static const struct attribute_row rmnet[] = {
	BARE(IFLA_RMNET_UNSPEC),
	IS_U16(IFLA_RMNET_MUX_ID, 1),
	A(IFLA_RMNET_FLAGS, "{flags=0x1, mask=0xf}", STRUCT(ifla_rmnet_flags, 1, 15)),
};
static const struct attribute_row macsec[] = {
	BARE(IFLA_MACSEC_UNSPEC),
	A(IFLA_MACSEC_SCI, "\"\\x01\\x02\\x03\\x04\\x05\\x06\\x00\\x01\"",
	  BYTES("\1\2\3\4\5\6\0\1")),
	IS_BE16(IFLA_MACSEC_PORT, 1),
	IS_U8(IFLA_MACSEC_ICV_LEN, 16),
	A(IFLA_MACSEC_CIPHER_SUITE, "0x80c20001000001", U64(0x0080c20001000001)),
	IS_U32(IFLA_MACSEC_WINDOW, 32),
	IS_U8(IFLA_MACSEC_ENCODING_SA, 3),
	IS_U8(IFLA_MACSEC_ENCRYPT, 1),
	IS_U8(IFLA_MACSEC_PROTECT, 1),
	IS_U8(IFLA_MACSEC_INC_SCI, 1),
	IS_U8(IFLA_MACSEC_ES, 0),
	IS_U8(IFLA_MACSEC_SCB, 0),
	IS_U8(IFLA_MACSEC_REPLAY_PROTECT, 1),
	A(IFLA_MACSEC_VALIDATION, "MACSEC_VALIDATE_STRICT", U8(2)),
	BARE(IFLA_MACSEC_PAD),
	A(IFLA_MACSEC_OFFLOAD, "MACSEC_OFFLOAD_PHY", U8(1)),
};

static void test_links_on_others(void **state)
{
	(void)state;
	ASSERT_KIND("vlan", vlan);
	ASSERT_KIND("macvlan", macvlan);
	ASSERT_KIND("macvtap", macvlan);
	ASSERT_KIND("ipvlan", ipvlan);
	ASSERT_KIND("ipvtap", ipvlan);
	ASSERT_KIND("vrf", vrf);
	ASSERT_KIND("xfrm", xfrm);
	ASSERT_KIND("ipoib", ipoib);
	ASSERT_KIND("rmnet", rmnet);
	ASSERT_KIND("macsec", macsec);
}

/* ---- pairs */

#define PEER "\0\0\1\0\0\0\0\0\1\0\0\0\0\0\0\0\7\0\3\0v0"
#define PEER_TEXT                                                                                  \
	"{ifi_family=AF_UNSPEC, ifi_type=ARPHRD_ETHER, ifi_index=0, ifi_flags=IFF_UP, "            \
	"ifi_change=0}, [{nla_len=7, nla_type=IFLA_IFNAME}, \"v0\"]"

static const struct attribute_row veth[] = {
	BARE(VETH_INFO_UNSPEC),
	A(VETH_INFO_PEER, PEER_TEXT, TEXT(PEER)),
	A(VETH_INFO_PEER, "\"\\x01\"", U8(1)),
};
static const struct attribute_row netkit[] = {
	NEWER(IFLA_NETKIT_UNSPEC, 0, "\"\\x01\"", U8(1)),
	NEWER(IFLA_NETKIT_PEER_INFO, 1, PEER_TEXT, TEXT(PEER)),
	NEWER(IFLA_NETKIT_PRIMARY, 2, "1", U8(1)),
	NEWER(IFLA_NETKIT_POLICY, 3, "NETKIT_DROP", U32(2)),
	NEWER(IFLA_NETKIT_PEER_POLICY, 4, "NETKIT_NEXT", U32(-1)),
	NEWER(IFLA_NETKIT_MODE, 5, "NETKIT_L3", U32(1)),
	NEWER(IFLA_NETKIT_SCRUB, 6, "NETKIT_SCRUB_DEFAULT", U32(1)),
	NEWER(IFLA_NETKIT_PEER_SCRUB, 7, "NETKIT_SCRUB_NONE", U32(0)),
	NEWER(IFLA_NETKIT_HEADROOM, 8, "256", U16(256)),
	NEWER(IFLA_NETKIT_TAILROOM, 9, "16", U16(16)),
	NEWER(IFLA_NETKIT_PAIRING, 10, "\"\\x01\\x00\\x00\\x00\"", U32(1)),
};

static void test_pairs(void **state)
{
	(void)state;
	ASSERT_KIND("veth", veth);
	ASSERT_KIND("vxcan", veth);
	ASSERT_KIND("netkit", netkit);
}

/* ---- of several links one */

static const struct attribute_row bond[] = {
	BARE(IFLA_BOND_UNSPEC),
	A(IFLA_BOND_MODE, "BOND_MODE_8023AD", U8(4)),
	A(IFLA_BOND_ACTIVE_SLAVE, "0", U32(0)),
	IS_U32(IFLA_BOND_MIIMON, 100),
	IS_U32(IFLA_BOND_UPDELAY, 200),
	IS_U32(IFLA_BOND_DOWNDELAY, 300),
	IS_U8(IFLA_BOND_USE_CARRIER, 1),
	IS_U32(IFLA_BOND_ARP_INTERVAL, 0),
	A(IFLA_BOND_ARP_IP_TARGET, "[{nla_len=8, nla_type=0x3}, inet_addr(\"127.0.0.1\")]",
	  BYTES("\10\0\3\0\x7f\0\0\1")),
	IS_U32(IFLA_BOND_ARP_VALIDATE, 0),
	IS_U32(IFLA_BOND_ARP_ALL_TARGETS, 1),
	A(IFLA_BOND_PRIMARY, "0", U32(0)),
	IS_U8(IFLA_BOND_PRIMARY_RESELECT, 2),
	IS_U8(IFLA_BOND_FAIL_OVER_MAC, 1),
	IS_U8(IFLA_BOND_XMIT_HASH_POLICY, 1),
	IS_U32(IFLA_BOND_RESEND_IGMP, 1),
	IS_U8(IFLA_BOND_NUM_PEER_NOTIF, 1),
	IS_U8(IFLA_BOND_ALL_SLAVES_ACTIVE, 0),
	IS_U32(IFLA_BOND_MIN_LINKS, 1),
	IS_U32(IFLA_BOND_LP_INTERVAL, 1),
	IS_U32(IFLA_BOND_PACKETS_PER_SLAVE, 1),
	IS_U8(IFLA_BOND_AD_LACP_RATE, 1),
	IS_U8(IFLA_BOND_AD_SELECT, 0),
	BARE(IFLA_BOND_AD_INFO),
	IS_U16(IFLA_BOND_AD_ACTOR_SYS_PRIO, 65535),
	IS_U16(IFLA_BOND_AD_USER_PORT_KEY, 7),
	IS_HARDWARE(IFLA_BOND_AD_ACTOR_SYSTEM),
	IS_U8(IFLA_BOND_TLB_DYNAMIC_LB, 1),
	IS_U32(IFLA_BOND_PEER_NOTIF_DELAY, 5),
	IS_U8(IFLA_BOND_AD_LACP_ACTIVE, 1),
	IS_U8(IFLA_BOND_MISSED_MAX, 2),
	NEWER(IFLA_BOND_NS_IP6_TARGET, 31,
	      "[{nla_len=20, nla_type=0}, inet_pton(AF_INET6, \"::1\")]",
	      BYTES("\24\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1")),
	NEWER(IFLA_BOND_COUPLED_CONTROL, 32, "1", U8(1)),
	NEWER(IFLA_BOND_BROADCAST_NEIGH, 33, "1", U8(1)),
	NEWER(IFLA_BOND_LACP_STRICT, 34, "\"\\x01\"", U8(1)),
};
static const struct attribute_row aggregator[] = {
	BARE(IFLA_BOND_AD_INFO_UNSPEC),
	IS_U16(IFLA_BOND_AD_INFO_AGGREGATOR, 1),
	IS_U16(IFLA_BOND_AD_INFO_NUM_PORTS, 2),
	IS_U16(IFLA_BOND_AD_INFO_ACTOR_KEY, 15),
	IS_U16(IFLA_BOND_AD_INFO_PARTNER_KEY, 16),
	IS_HARDWARE(IFLA_BOND_AD_INFO_PARTNER_MAC),
};
static const struct attribute_row bond_slave[] = {
	BARE(IFLA_BOND_SLAVE_UNSPEC),
	A(IFLA_BOND_SLAVE_STATE, "BOND_STATE_BACKUP", U8(1)),
	A(IFLA_BOND_SLAVE_MII_STATUS, "BOND_LINK_DOWN", U8(2)),
	IS_U32(IFLA_BOND_SLAVE_LINK_FAILURE_COUNT, 4),
	IS_HARDWARE(IFLA_BOND_SLAVE_PERM_HWADDR),
	IS_U16(IFLA_BOND_SLAVE_QUEUE_ID, 2),
	IS_U16(IFLA_BOND_SLAVE_AD_AGGREGATOR_ID, 1),
	A(IFLA_BOND_SLAVE_AD_ACTOR_OPER_PORT_STATE, "0x3d", U8(0x3d)),
	A(IFLA_BOND_SLAVE_AD_PARTNER_OPER_PORT_STATE, "0x1", U16(1)),
	NEWER(IFLA_BOND_SLAVE_PRIO, 9, "-5", U32(-5)),
	NEWER(IFLA_BOND_SLAVE_ACTOR_PORT_PRIO, 10, "255", U16(255)),
	NEWER(IFLA_BOND_SLAVE_AD_CHURN_ACTOR_STATE, 11, "\"\\x01\"", U8(1)),
	NEWER(IFLA_BOND_SLAVE_AD_CHURN_PARTNER_STATE, 12, "\"\\x01\"", U8(1)),
};
static const struct attribute_row bridge_slave[] = { IS_U8(IFLA_BRPORT_STATE, 3) };
static const struct attribute_row vrf_slave[] = {
	BARE(IFLA_VRF_PORT_UNSPEC),
	IS_U32(IFLA_VRF_PORT_TABLE, 10),
};
static const struct attribute_row hsr[] = {
	BARE(IFLA_HSR_UNSPEC),
	A(IFLA_HSR_SLAVE1, "0", U32(0)),
	A(IFLA_HSR_SLAVE2, "0", U32(0)),
	IS_U8(IFLA_HSR_MULTICAST_SPEC, 1),
	IS_HARDWARE(IFLA_HSR_SUPERVISION_ADDR),
	IS_U16(IFLA_HSR_SEQ_NR, 65000),
	IS_U8(IFLA_HSR_VERSION, 1),
	IS_U8(IFLA_HSR_PROTOCOL, 1),
	NEWER(IFLA_HSR_INTERLINK, 8, "0", U32(0)),
};

static void assert_slave(const char *kind, const struct attribute_row *rows, unsigned count)
{
	assert_table(&(struct attribute_table){
		NETLINK_ROUTE, .type = RTM_NEWLINK,
		BODY(STRUCT(ifinfomsg, .ifi_family = AF_UNSPEC)),
		.path = { STEP(IFLA_LINKINFO),
	                  STEP_AFTER(IFLA_INFO_SLAVE_DATA, IFLA_INFO_SLAVE_KIND, kind) },
		.rows = rows, .count = count });
}
#define ASSERT_SLAVE(kind, list) assert_slave(kind, list, sizeof(list) / sizeof(*(list)))

static void test_links_of_several(void **state)
{
	(void)state;
	ASSERT_KIND("bond", bond);
	assert_table(&(struct attribute_table){
		NETLINK_ROUTE, .type = RTM_NEWLINK,
		BODY(STRUCT(ifinfomsg, .ifi_family = AF_UNSPEC)),
		.path = { STEP(IFLA_LINKINFO), STEP_AFTER(IFLA_INFO_DATA, IFLA_INFO_KIND, "bond"),
	                  STEP(IFLA_BOND_AD_INFO) },
		ROWS(aggregator) });
	ASSERT_KIND("hsr", hsr);
	ASSERT_SLAVE("bond", bond_slave);
	ASSERT_SLAVE("bridge", bridge_slave);
	ASSERT_SLAVE("vrf", vrf_slave);
}

/* ---- tunnels */

static const struct attribute_row gre[] = {
	BARE(IFLA_GRE_UNSPEC),
	A(IFLA_GRE_LINK, "0", U32(0)),
	IS_BE16(IFLA_GRE_IFLAGS, 8192),
	IS_BE16(IFLA_GRE_OFLAGS, 8192),
	IS_BE32(IFLA_GRE_IKEY, 5),
	IS_BE32(IFLA_GRE_OKEY, 6),
	IS_IPV4(IFLA_GRE_LOCAL),
	IS_IPV6(IFLA_GRE_LOCAL),
	IS_IPV6(IFLA_GRE_REMOTE),
	A(IFLA_GRE_REMOTE, "\"\\x7f\\x00\"", BYTES("\x7f\0")),
	IS_U8(IFLA_GRE_TTL, 64),
	IS_U8(IFLA_GRE_TOS, 1),
	IS_U8(IFLA_GRE_PMTUDISC, 1),
	IS_U8(IFLA_GRE_ENCAP_LIMIT, 4),
	IS_BE32(IFLA_GRE_FLOWINFO, 0),
	A(IFLA_GRE_FLAGS, "0x8", U32(8)),
	A(IFLA_GRE_ENCAP_TYPE, "TUNNEL_ENCAP_GUE", U16(2)),
	A(IFLA_GRE_ENCAP_FLAGS, "TUNNEL_ENCAP_FLAG_CSUM|TUNNEL_ENCAP_FLAG_REMCSUM", U16(5)),
	IS_BE16(IFLA_GRE_ENCAP_SPORT, 5555),
	IS_BE16(IFLA_GRE_ENCAP_DPORT, 5556),
	BARE(IFLA_GRE_COLLECT_METADATA),
	IS_U8(IFLA_GRE_IGNORE_DF, 1),
	A(IFLA_GRE_FWMARK, "0xff", U32(255)),
	IS_U32(IFLA_GRE_ERSPAN_INDEX, 123),
	IS_U8(IFLA_GRE_ERSPAN_VER, 2),
	IS_U8(IFLA_GRE_ERSPAN_DIR, 1),
	IS_U16(IFLA_GRE_ERSPAN_HWID, 17),
};
static const struct attribute_row ip_tunnel[] = {
	BARE(IFLA_IPTUN_UNSPEC),
	A(IFLA_IPTUN_LINK, "0", U32(0)),
	IS_IPV4(IFLA_IPTUN_LOCAL),
	IS_IPV4(IFLA_IPTUN_REMOTE),
	IS_IPV6(IFLA_IPTUN_REMOTE),
	IS_U8(IFLA_IPTUN_TTL, 255),
	IS_U8(IFLA_IPTUN_TOS, 0),
	IS_U8(IFLA_IPTUN_ENCAP_LIMIT, 4),
	IS_BE32(IFLA_IPTUN_FLOWINFO, 1),
	A(IFLA_IPTUN_FLAGS, "0x1", U16(1)),
	A(IFLA_IPTUN_FLAGS, "0x100", U32(256)),
	A(IFLA_IPTUN_PROTO, "IPPROTO_IPV6", U8(41)),
	IS_U8(IFLA_IPTUN_PMTUDISC, 1),
	IS_IPV6(IFLA_IPTUN_6RD_PREFIX),
	IS_IPV4(IFLA_IPTUN_6RD_RELAY_PREFIX),
	IS_U16(IFLA_IPTUN_6RD_PREFIXLEN, 32),
	IS_U16(IFLA_IPTUN_6RD_RELAY_PREFIXLEN, 8),
	A(IFLA_IPTUN_ENCAP_TYPE, "TUNNEL_ENCAP_FOU", U16(1)),
	A(IFLA_IPTUN_ENCAP_FLAGS, "TUNNEL_ENCAP_FLAG_CSUM6", U16(2)),
	IS_BE16(IFLA_IPTUN_ENCAP_SPORT, 1),
	IS_BE16(IFLA_IPTUN_ENCAP_DPORT, 2),
	BARE(IFLA_IPTUN_COLLECT_METADATA),
	A(IFLA_IPTUN_FWMARK, "0", U32(0)),
};
static const struct attribute_row vti[] = {
	BARE(IFLA_VTI_UNSPEC),
	A(IFLA_VTI_LINK, "0", U32(0)),
	IS_BE32(IFLA_VTI_IKEY, 1),
	IS_BE32(IFLA_VTI_OKEY, 2),
	IS_IPV4(IFLA_VTI_LOCAL),
	IS_IPV6(IFLA_VTI_REMOTE),
	A(IFLA_VTI_FWMARK, "0x7", U32(7)),
};
static const struct attribute_row vxlan[] = {
	BARE(IFLA_VXLAN_UNSPEC),
	IS_U32(IFLA_VXLAN_ID, 42),
	IS_IPV4(IFLA_VXLAN_GROUP),
	A(IFLA_VXLAN_LINK, "0", U32(0)),
	IS_IPV4(IFLA_VXLAN_LOCAL),
	IS_U8(IFLA_VXLAN_TTL, 1),
	IS_U8(IFLA_VXLAN_TOS, 2),
	IS_U8(IFLA_VXLAN_LEARNING, 1),
	IS_U32(IFLA_VXLAN_AGEING, 300),
	IS_U32(IFLA_VXLAN_LIMIT, 0),
	A(IFLA_VXLAN_PORT_RANGE, "{low=htons(1), high=htons(65535)}",
	  STRUCT(ifla_vxlan_port_range, 0x0100, 0xffff)),
	IS_U8(IFLA_VXLAN_PROXY, 0),
	IS_U8(IFLA_VXLAN_RSC, 0),
	IS_U8(IFLA_VXLAN_L2MISS, 1),
	IS_U8(IFLA_VXLAN_L3MISS, 1),
	IS_BE16(IFLA_VXLAN_PORT, 4789),
	IS_IPV6(IFLA_VXLAN_GROUP6),
	IS_IPV6(IFLA_VXLAN_LOCAL6),
	IS_U8(IFLA_VXLAN_UDP_CSUM, 1),
	IS_U8(IFLA_VXLAN_UDP_ZERO_CSUM6_TX, 0),
	IS_U8(IFLA_VXLAN_UDP_ZERO_CSUM6_RX, 1),
	IS_U8(IFLA_VXLAN_REMCSUM_TX, 0),
	IS_U8(IFLA_VXLAN_REMCSUM_RX, 0),
	BARE(IFLA_VXLAN_GBP),
	BARE(IFLA_VXLAN_REMCSUM_NOPARTIAL),
	IS_U8(IFLA_VXLAN_COLLECT_METADATA, 1),
	IS_BE32(IFLA_VXLAN_LABEL, 7),
	BARE(IFLA_VXLAN_GPE),
	BARE(IFLA_VXLAN_TTL_INHERIT),
	A(IFLA_VXLAN_DF, "VXLAN_DF_INHERIT", U8(2)),
	NEWER(IFLA_VXLAN_VNIFILTER, 30, "1", U8(1)),
	NEWER(IFLA_VXLAN_LOCALBYPASS, 31, "1", U8(1)),
	NEWER(IFLA_VXLAN_LABEL_POLICY, 32, "1", U32(1)),
	NEWER(IFLA_VXLAN_RESERVED_BITS, 33, "\"\\x08\\x00\"", BYTES("\x8\0")),
	NEWER(IFLA_VXLAN_MC_ROUTE, 34, "1", U8(1)),
};
static const struct attribute_row geneve[] = {
	BARE(IFLA_GENEVE_UNSPEC),
	IS_U32(IFLA_GENEVE_ID, 42),
	IS_IPV4(IFLA_GENEVE_REMOTE),
	IS_U8(IFLA_GENEVE_TTL, 64),
	IS_U8(IFLA_GENEVE_TOS, 0),
	IS_BE16(IFLA_GENEVE_PORT, 6081),
	BARE(IFLA_GENEVE_COLLECT_METADATA),
	IS_IPV6(IFLA_GENEVE_REMOTE6),
	IS_U8(IFLA_GENEVE_UDP_CSUM, 1),
	IS_U8(IFLA_GENEVE_UDP_ZERO_CSUM6_TX, 1),
	IS_U8(IFLA_GENEVE_UDP_ZERO_CSUM6_RX, 1),
	IS_BE32(IFLA_GENEVE_LABEL, 9),
	IS_U8(IFLA_GENEVE_TTL_INHERIT, 1),
	A(IFLA_GENEVE_DF, "GENEVE_DF_SET", U8(1)),
	BARE(IFLA_GENEVE_INNER_PROTO_INHERIT),
	NEWER(IFLA_GENEVE_GRO_HINT, 16, "\"\\x01\"", U8(1)),
	NEWER(IFLA_GENEVE_LOCAL, 17, "\"\\x01\"", U8(1)),
	NEWER(IFLA_GENEVE_LOCAL6, 18, "\"\\x01\"", U8(1)),
	NEWER(IFLA_GENEVE_PORT_RANGE, 15, "{low=htons(1), high=htons(2)}", BYTES("\0\1\0\2")),
};
static const struct attribute_row bareudp[] = {
	BARE(IFLA_BAREUDP_UNSPEC),
	IS_BE16(IFLA_BAREUDP_PORT, 6635),
	A(IFLA_BAREUDP_ETHERTYPE, "htons(ETH_P_MPLS_UC)", BE16(0x8847)),
	IS_U16(IFLA_BAREUDP_SRCPORT_MIN, 49152),
	BARE(IFLA_BAREUDP_MULTIPROTO_MODE),
};
static const struct attribute_row gtp[] = {
	BARE(IFLA_GTP_UNSPEC),
	IS_U32(IFLA_GTP_FD0, 3),
	IS_U32(IFLA_GTP_FD1, 4),
	IS_U32(IFLA_GTP_PDP_HASHSIZE, 131072),
	A(IFLA_GTP_ROLE, "GTP_ROLE_SGSN", U32(1)),
	NEWER(IFLA_GTP_CREATE_SOCKETS, 5, "1", U8(1)),
	NEWER(IFLA_GTP_RESTART_COUNT, 6, "2", U8(2)),
	NEWER(IFLA_GTP_LOCAL, 7, "inet_addr(\"127.0.0.1\")", BYTES("\x7f\0\0\1")),
	NEWER(IFLA_GTP_LOCAL6, 8, "inet_pton(AF_INET6, \"::\")",
	      BYTES("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0")),
};
static const struct attribute_row amt[] = {
	BARE(IFLA_AMT_UNSPEC),
	A(IFLA_AMT_MODE, "AMT_MODE_RELAY", U32(1)),
	IS_BE16(IFLA_AMT_RELAY_PORT, 2268),
	IS_BE16(IFLA_AMT_GATEWAY_PORT, 2269),
	A(IFLA_AMT_LINK, "0", U32(0)),
	IS_IPV4(IFLA_AMT_LOCAL_IP),
	IS_IPV4(IFLA_AMT_REMOTE_IP),
	IS_IPV4(IFLA_AMT_DISCOVERY_IP),
	IS_U32(IFLA_AMT_MAX_TUNNELS, 128),
};

static void test_tunnels(void **state)
{
	static const char *const gre_kinds[] = { "gre",       "gretap", "ip6gre",
		                                 "ip6gretap", "erspan", "ip6erspan" };

	(void)state;
	for (unsigned i = 0; i < sizeof(gre_kinds) / sizeof(*gre_kinds); i++)
		ASSERT_KIND(gre_kinds[i], gre);
	ASSERT_KIND("ipip", ip_tunnel);
	ASSERT_KIND("sit", ip_tunnel);
	ASSERT_KIND("ip6tnl", ip_tunnel);
	ASSERT_KIND("vti", vti);
	ASSERT_KIND("vti6", vti);
	ASSERT_KIND("vxlan", vxlan);
	ASSERT_KIND("geneve", geneve);
	ASSERT_KIND("bareudp", bareudp);
	ASSERT_KIND("gtp", gtp);
	ASSERT_KIND("amt", amt);
}

/* ---- buses */

#define TIMING_TEXT                                                                                \
	"{bitrate=500000, sample_point=875, tq=125, prop_seg=6, phase_seg1=7, phase_seg2=2, "      \
	"sjw=1, brp=1}"
#define TIMING STRUCT(can_bittiming, 500000, 875, 125, 6, 7, 2, 1, 1)
#define LIMITS_TEXT                                                                                \
	"{name=\"mcp251x\", tseg1_min=3, tseg1_max=16, tseg2_min=2, tseg2_max=8, sjw_max=4, "      \
	"brp_min=1, brp_max=64, brp_inc=1}"
#define LIMITS STRUCT(can_bittiming_const, "mcp251x", 3, 16, 2, 8, 4, 1, 64, 1)

static const struct attribute_row can[] = {
	BARE(IFLA_CAN_UNSPEC),
	A(IFLA_CAN_BITTIMING, TIMING_TEXT, TIMING),
	A(IFLA_CAN_BITTIMING_CONST, LIMITS_TEXT, LIMITS),
	A(IFLA_CAN_CLOCK, "{freq=8000000}", STRUCT(can_clock, 8000000)),
	A(IFLA_CAN_STATE, "CAN_STATE_BUS_OFF", U32(3)),
	A(IFLA_CAN_CTRLMODE, "{mask=CAN_CTRLMODE_LOOPBACK|CAN_CTRLMODE_FD, flags=CAN_CTRLMODE_FD}",
	  STRUCT(can_ctrlmode, 0x21, 0x20)),
	IS_U32(IFLA_CAN_RESTART_MS, 100),
	IS_U32(IFLA_CAN_RESTART, 1),
	A(IFLA_CAN_BERR_COUNTER, "{txerr=1, rxerr=2}", STRUCT(can_berr_counter, 1, 2)),
	A(IFLA_CAN_DATA_BITTIMING, TIMING_TEXT, TIMING),
	A(IFLA_CAN_DATA_BITTIMING_CONST, LIMITS_TEXT, LIMITS),
	IS_U16(IFLA_CAN_TERMINATION, 120),
	A(IFLA_CAN_TERMINATION_CONST, "[0, 120]", BYTES("\0\0\x78\0")),
	A(IFLA_CAN_BITRATE_CONST, "[125000, 500000]", BYTES("\x48\xe8\1\0\x20\xa1\7\0")),
	A(IFLA_CAN_DATA_BITRATE_CONST, "[500000]", U32(500000)),
	IS_U32(IFLA_CAN_BITRATE_MAX, 1000000),
	A(IFLA_CAN_TDC, "[{nla_len=8, nla_type=IFLA_CAN_TDC_TDCF}, 5]",
	  BYTES("\10\0\11\0\5\0\0\0")),
	A(IFLA_CAN_CTRLMODE_EXT,
	  "[{nla_len=8, nla_type=IFLA_CAN_CTRLMODE_SUPPORTED}, CAN_CTRLMODE_LISTENONLY]",
	  BYTES("\10\0\1\0\2\0\0\0")),
	A(IFLA_CAN_CTRLMODE_EXT, "[{nla_len=5, nla_type=IFLA_CAN_CTRLMODE_UNSPEC}, \"\\x01\"]",
	  BYTES("\5\0\0\0\1\0\0\0")),
};
static const struct attribute_row can_tdc[] = {
	BARE(IFLA_CAN_TDC_UNSPEC),        IS_U32(IFLA_CAN_TDC_TDCV_MIN, 1),
	IS_U32(IFLA_CAN_TDC_TDCV_MAX, 2), IS_U32(IFLA_CAN_TDC_TDCO_MIN, 3),
	IS_U32(IFLA_CAN_TDC_TDCO_MAX, 4), IS_U32(IFLA_CAN_TDC_TDCF_MIN, 5),
	IS_U32(IFLA_CAN_TDC_TDCF_MAX, 6), IS_U32(IFLA_CAN_TDC_TDCV, 7),
	IS_U32(IFLA_CAN_TDC_TDCO, 8),     IS_U32(IFLA_CAN_TDC_TDCF, 9),
};

static void test_buses(void **state)
{
	(void)state;
	ASSERT_KIND("can", can);
	assert_table(&(struct attribute_table){
		NETLINK_ROUTE, .type = RTM_NEWLINK,
		BODY(STRUCT(ifinfomsg, .ifi_family = AF_UNSPEC)),
		.path = { STEP(IFLA_LINKINFO), STEP_AFTER(IFLA_INFO_DATA, IFLA_INFO_KIND, "can"),
	                  STEP(IFLA_CAN_TDC) },
		ROWS(can_tdc) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_links_on_others),
		cmocka_unit_test(test_pairs),
		cmocka_unit_test(test_links_of_several),
		cmocka_unit_test(test_tunnels),
		cmocka_unit_test(test_buses),
	};

	return cmocka_run_group_tests_name("netlink_kinds", tests, NULL, NULL);
}
