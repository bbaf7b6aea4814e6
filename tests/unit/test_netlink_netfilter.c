/* Connections, packets for programs, sets of addresses and tables: each attribute of netfilter. */
#include "netlink_tables.h"

#include <netinet/in.h>

#include <linux/netfilter/ipset/ip_set.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_conntrack.h>
#include <linux/netfilter/nfnetlink_log.h>
#include <linux/netfilter/nfnetlink_queue.h>

#define LOOPBACK_TEXT   "inet_addr(\"127.0.0.1\")"
#define LOOPBACK        BYTES("\x7f\0\0\1")
#define LOOPBACK_6_TEXT "inet_pton(AF_INET6, \"::1\")"
#define LOOPBACK_6      BYTES("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1")

static void assert_netfilter(int subsystem, int message, const struct attribute_table *table)
{
	struct attribute_table whole = *table;

	whole.protocol = NETLINK_NETFILTER;
	whole.type = (uint16_t)(subsystem << 8 | message);
	whole.body = PAYLOAD(STRUCT(nfgenmsg, AF_INET, NFNETLINK_V0, 0));
	assert_table(&whole);
}
#define TABLE(list, ...)                                                                           \
	&(struct attribute_table)                                                                  \
	{                                                                                          \
		ROWS(list), .path = { __VA_ARGS__ }                                                \
	}

/* ---- connections */

static const struct attribute_row connection[] = {
	A(CTA_UNSPEC, "\"\\x01\"", U8(1)),
	A(CTA_TUPLE_ORIG, NULL, NOTHING),
	A(CTA_TUPLE_REPLY, NULL, NOTHING),
	A(CTA_STATUS, "htonl(0x188)", BE32(0x188)),
	A(CTA_PROTOINFO, NULL, NOTHING),
	A(CTA_HELP, NULL, NOTHING),
	A(CTA_NAT_SRC, NULL, NOTHING),
	A(CTA_TIMEOUT, "htonl(432000)", BE32(432000)),
	A(CTA_MARK, "htonl(0xff)", BE32(0xff)),
	A(CTA_COUNTERS_ORIG, "[{nla_len=8, nla_type=CTA_COUNTERS32_BYTES}, htonl(7)]",
	  BYTES("\10\0\4\0\0\0\0\7")),
	A(CTA_COUNTERS_REPLY, NULL, NOTHING),
	A(CTA_USE, "htonl(1)", BE32(1)),
	A(CTA_ID, "htonl(0xdeadbeef)", BE32(0xdeadbeef)),
	A(CTA_NAT_DST, NULL, NOTHING),
	A(CTA_TUPLE_MASTER, NULL, NOTHING),
	A(CTA_SEQ_ADJ_ORIG, NULL, NOTHING),
	A(CTA_SEQ_ADJ_REPLY, "[{nla_len=8, nla_type=CTA_SEQADJ_OFFSET_AFTER}, htonl(7)]",
	  BYTES("\10\0\3\0\0\0\0\7")),
	A(CTA_SECMARK, "htonl(3)", BE32(3)),
	A(CTA_ZONE, "htons(7)", BE16(7)),
	A(CTA_ZONE, "\"\\x07\"", U8(7)),
	A(CTA_SECCTX, NULL, NOTHING),
	A(CTA_TIMESTAMP, NULL, NOTHING),
	A(CTA_MARK_MASK, "htonl(0xffffffff)", BE32(0xffffffff)),
	A(CTA_LABELS, "\"\\x01\\x00\\x00\\x80\"", BYTES("\1\0\0\x80")),
	A(CTA_LABELS_MASK, "\"\\xff\"", U8(255)),
	A(CTA_SYNPROXY, NULL, NOTHING),
	A(CTA_FILTER, NULL, NOTHING),
	A(CTA_STATUS_MASK, "htonl(0x8)", BE32(8)),
	NEWER(CTA_TIMESTAMP_EVENT, 27, "htobe64(1700000000000000000)", BE64(1700000000000000000)),
};
static const struct attribute_row tuple[] = {
	BARE(CTA_TUPLE_UNSPEC),
	A(CTA_TUPLE_IP, NULL, NOTHING),
	A(CTA_TUPLE_PROTO, NULL, NOTHING),
	A(CTA_TUPLE_ZONE, "htons(5)", BE16(5)),
};
static const struct attribute_row addresses[] = {
	BARE(CTA_IP_UNSPEC),
	A(CTA_IP_V4_SRC, LOOPBACK_TEXT, LOOPBACK),
	A(CTA_IP_V4_DST, LOOPBACK_TEXT, LOOPBACK),
	A(CTA_IP_V6_SRC, LOOPBACK_6_TEXT, LOOPBACK_6),
	A(CTA_IP_V6_DST, LOOPBACK_6_TEXT, LOOPBACK_6),
};
static const struct attribute_row ports[] = {
	BARE(CTA_PROTO_UNSPEC),
	A(CTA_PROTO_NUM, "IPPROTO_UDP", U8(17)),
	A(CTA_PROTO_SRC_PORT, "htons(53)", BE16(53)),
	A(CTA_PROTO_DST_PORT, "htons(65535)", BE16(65535)),
	A(CTA_PROTO_ICMP_ID, "htons(9)", BE16(9)),
	A(CTA_PROTO_ICMP_TYPE, "8", U8(8)),
	A(CTA_PROTO_ICMP_CODE, "0", U8(0)),
	A(CTA_PROTO_ICMPV6_ID, "htons(10)", BE16(10)),
	A(CTA_PROTO_ICMPV6_TYPE, "128", U8(128)),
	A(CTA_PROTO_ICMPV6_CODE, "1", U8(1)),
};
static const struct attribute_row states[] = {
	BARE(CTA_PROTOINFO_UNSPEC),
	A(CTA_PROTOINFO_TCP, NULL, NOTHING),
	A(CTA_PROTOINFO_DCCP, NULL, NOTHING),
	A(CTA_PROTOINFO_SCTP, NULL, NOTHING),
};
static const struct attribute_row tcp[] = {
	BARE(CTA_PROTOINFO_TCP_UNSPEC),
	A(CTA_PROTOINFO_TCP_STATE, "3", U8(3)),
	A(CTA_PROTOINFO_TCP_WSCALE_ORIGINAL, "7", U8(7)),
	A(CTA_PROTOINFO_TCP_WSCALE_REPLY, "10", U8(10)),
	A(CTA_PROTOINFO_TCP_FLAGS_ORIGINAL, "[0x23, 0xff]", BYTES("\x23\xff")),
	A(CTA_PROTOINFO_TCP_FLAGS_REPLY, "[0x3, 0]", BYTES("\3\0")),
};
static const struct attribute_row dccp[] = {
	BARE(CTA_PROTOINFO_DCCP_UNSPEC),
	A(CTA_PROTOINFO_DCCP_STATE, "4", U8(4)),
	A(CTA_PROTOINFO_DCCP_ROLE, "1", U8(1)),
	A(CTA_PROTOINFO_DCCP_HANDSHAKE_SEQ, "htobe64(4294967297)", BE64(4294967297)),
	BARE(CTA_PROTOINFO_DCCP_PAD),
};
static const struct attribute_row sctp[] = {
	BARE(CTA_PROTOINFO_SCTP_UNSPEC),
	A(CTA_PROTOINFO_SCTP_STATE, "3", U8(3)),
	A(CTA_PROTOINFO_SCTP_VTAG_ORIGINAL, "htonl(0x1234)", BE32(0x1234)),
	A(CTA_PROTOINFO_SCTP_VTAG_REPLY, "htonl(0x5678)", BE32(0x5678)),
};
static const struct attribute_row helper[] = {
	BARE(CTA_HELP_UNSPEC),
	A(CTA_HELP_NAME, "\"ftp\"", TEXT("ftp")),
	A(CTA_HELP_INFO, "\"\\x01\"", U8(1)),
};
static const struct attribute_row counters[] = {
	BARE(CTA_COUNTERS_UNSPEC),
	A(CTA_COUNTERS_PACKETS, "htobe64(5)", BE64(5)),
	A(CTA_COUNTERS_BYTES, "htobe64(4294967296)", BE64(4294967296)),
	A(CTA_COUNTERS32_PACKETS, "htonl(6)", BE32(6)),
	A(CTA_COUNTERS32_BYTES, "htonl(7)", BE32(7)),
	BARE(CTA_COUNTERS_PAD),
};
static const struct attribute_row times[] = {
	BARE(CTA_TIMESTAMP_UNSPEC),
	A(CTA_TIMESTAMP_START, "htobe64(1)", BE64(1)),
	A(CTA_TIMESTAMP_STOP, "htobe64(2)", BE64(2)),
	BARE(CTA_TIMESTAMP_PAD),
};
static const struct attribute_row translation[] = {
	BARE(CTA_NAT_UNSPEC),
	A(CTA_NAT_V4_MINIP, LOOPBACK_TEXT, LOOPBACK),
	A(CTA_NAT_V4_MAXIP, LOOPBACK_TEXT, LOOPBACK),
	A(CTA_NAT_PROTO, NULL, NOTHING),
	A(CTA_NAT_V6_MINIP, LOOPBACK_6_TEXT, LOOPBACK_6),
	A(CTA_NAT_V6_MAXIP, LOOPBACK_6_TEXT, LOOPBACK_6),
};
static const struct attribute_row translated_ports[] = {
	BARE(CTA_PROTONAT_UNSPEC),
	A(CTA_PROTONAT_PORT_MIN, "htons(1024)", BE16(1024)),
	A(CTA_PROTONAT_PORT_MAX, "htons(2048)", BE16(2048)),
};
static const struct attribute_row sequence[] = {
	BARE(CTA_SEQADJ_UNSPEC),
	A(CTA_SEQADJ_CORRECTION_POS, "htonl(1)", BE32(1)),
	A(CTA_SEQADJ_OFFSET_BEFORE, "htonl(2)", BE32(2)),
	A(CTA_SEQADJ_OFFSET_AFTER, "htonl(3)", BE32(3)),
};
static const struct attribute_row context[] = {
	BARE(CTA_SECCTX_UNSPEC),
	A(CTA_SECCTX_NAME, "\"system_u\"", TEXT("system_u")),
};
static const struct attribute_row synproxy[] = {
	BARE(CTA_SYNPROXY_UNSPEC),
	A(CTA_SYNPROXY_ISN, "htonl(1)", BE32(1)),
	A(CTA_SYNPROXY_ITS, "htonl(2)", BE32(2)),
	A(CTA_SYNPROXY_TSOFF, "htonl(3)", BE32(3)),
};
static const struct attribute_row filter[] = {
	BARE(CTA_FILTER_UNSPEC),
	A(CTA_FILTER_ORIG_FLAGS, "0x3", U32(3)),
	A(CTA_FILTER_REPLY_FLAGS, "0", U32(0)),
};

static void test_connections(void **state)
{
	enum { CONNECTIONS = NFNL_SUBSYS_CTNETLINK };

	(void)state;
	assert_netfilter(CONNECTIONS, 0, TABLE(connection));
	assert_netfilter(CONNECTIONS, 0, TABLE(tuple, STEP(CTA_TUPLE_ORIG)));
	assert_netfilter(CONNECTIONS, 1,
	                 TABLE(addresses, STEP(CTA_TUPLE_REPLY), STEP(CTA_TUPLE_IP)));
	assert_netfilter(CONNECTIONS, 2,
	                 TABLE(ports, STEP(CTA_TUPLE_MASTER), STEP(CTA_TUPLE_PROTO)));
	assert_netfilter(CONNECTIONS, 0, TABLE(states, STEP(CTA_PROTOINFO)));
	assert_netfilter(CONNECTIONS, 0, TABLE(tcp, STEP(CTA_PROTOINFO), STEP(CTA_PROTOINFO_TCP)));
	assert_netfilter(CONNECTIONS, 0,
	                 TABLE(dccp, STEP(CTA_PROTOINFO), STEP(CTA_PROTOINFO_DCCP)));
	assert_netfilter(CONNECTIONS, 0,
	                 TABLE(sctp, STEP(CTA_PROTOINFO), STEP(CTA_PROTOINFO_SCTP)));
	assert_netfilter(CONNECTIONS, 0, TABLE(helper, STEP(CTA_HELP)));
	assert_netfilter(CONNECTIONS, 0, TABLE(counters, STEP(CTA_COUNTERS_REPLY)));
	assert_netfilter(CONNECTIONS, 0, TABLE(times, STEP(CTA_TIMESTAMP)));
	assert_netfilter(CONNECTIONS, 0, TABLE(translation, STEP(CTA_NAT_SRC)));
	assert_netfilter(CONNECTIONS, 0,
	                 TABLE(translated_ports, STEP(CTA_NAT_DST), STEP(CTA_NAT_PROTO)));
	assert_netfilter(CONNECTIONS, 0, TABLE(sequence, STEP(CTA_SEQ_ADJ_ORIG)));
	assert_netfilter(CONNECTIONS, 0, TABLE(context, STEP(CTA_SECCTX)));
	assert_netfilter(CONNECTIONS, 0, TABLE(synproxy, STEP(CTA_SYNPROXY)));
	assert_netfilter(CONNECTIONS, 1, TABLE(filter, STEP(CTA_FILTER)));
}

/* ---- packets for programs */

static const struct attribute_row queued[] = {
	BARE(NFQA_UNSPEC),
	A(NFQA_PACKET_HDR, "{packet_id=htonl(1), hw_protocol=htons(ETH_P_IP), hook=3}",
	  STRUCT(nfqnl_msg_packet_hdr, 0x01000000, 0x0008, 3)),
	A(NFQA_VERDICT_HDR, "{verdict=htonl(1), id=htonl(2)}",
	  STRUCT(nfqnl_msg_verdict_hdr, 0x01000000, 0x02000000)),
	A(NFQA_MARK, "htonl(0xff)", BE32(0xff)),
	A(NFQA_TIMESTAMP, "{sec=htobe64(1), usec=htobe64(0)}",
	  STRUCT(nfqnl_msg_packet_timestamp, 1ull << 56, 0)),
	A(NFQA_IFINDEX_INDEV, "htonl(1)", BE32(1)),
	A(NFQA_IFINDEX_OUTDEV, "htonl(2)", BE32(2)),
	A(NFQA_IFINDEX_PHYSINDEV, "htonl(3)", BE32(3)),
	A(NFQA_IFINDEX_PHYSOUTDEV, "htonl(4)", BE32(4)),
	A(NFQA_HWADDR,
	  "{hw_addrlen=htons(6), hw_addr=\"\\x01\\x02\\x03\\x04\\x05\\x06\\x00\\x00\"}",
	  STRUCT(nfqnl_msg_packet_hw, 0x0600, 0, { 1, 2, 3, 4, 5, 6 })),
	A(NFQA_PAYLOAD, "\"\\x45\\x00\"", BYTES("\x45\0")),
	A(NFQA_CT, NULL, NOTHING),
	A(NFQA_CT_INFO, "htonl(2)", BE32(2)),
	A(NFQA_CAP_LEN, "htonl(1500)", BE32(1500)),
	A(NFQA_SKB_INFO, "htonl(1)", BE32(1)),
	A(NFQA_EXP, "\"\\x01\"", U8(1)),
	A(NFQA_UID, "htonl(1000)", BE32(1000)),
	A(NFQA_GID, "htonl(100)", BE32(100)),
	A(NFQA_SECCTX, "\"unconfined\"", TEXT("unconfined")),
	A(NFQA_VLAN, NULL, NOTHING),
	A(NFQA_L2HDR, "\"\\xff\\xff\"", BYTES("\xff\xff")),
	A(NFQA_PRIORITY, "htonl(7)", BE32(7)),
	NEWER(NFQA_CGROUP_CLASSID, 22, "htonl(65537)", BE32(65537)),
};
static const struct attribute_row queued_vlan[] = {
	BARE(NFQA_VLAN_UNSPEC),
	A(NFQA_VLAN_PROTO, "htons(ETH_P_8021Q)", BE16(0x8100)),
	A(NFQA_VLAN_TCI, "htons(5)", BE16(5)),
};
static const struct attribute_row queue[] = {
	BARE(NFQA_CFG_UNSPEC),
	A(NFQA_CFG_CMD, "{command=NFQNL_CFG_CMD_PF_UNBIND, pf=htons(2)}",
	  STRUCT(nfqnl_msg_config_cmd, 4, 0, 0x0200)),
	A(NFQA_CFG_PARAMS, "{copy_range=htonl(65535), copy_mode=NFQNL_COPY_PACKET}",
	  STRUCT(nfqnl_msg_config_params, 0xffff0000, 2)),
	A(NFQA_CFG_QUEUE_MAXLEN, "htonl(1024)", BE32(1024)),
	A(NFQA_CFG_MASK, "htonl(0x3)", BE32(3)),
	A(NFQA_CFG_FLAGS, "htonl(0x1)", BE32(1)),
};
static const struct attribute_row logged[] = {
	BARE(NFULA_UNSPEC),
	A(NFULA_PACKET_HDR, "{hw_protocol=htons(ETH_P_IPV6), hook=1}",
	  STRUCT(nfulnl_msg_packet_hdr, 0xdd86, 1)),
	A(NFULA_MARK, "htonl(0x1)", BE32(1)),
	A(NFULA_TIMESTAMP, "{sec=htobe64(1), usec=htobe64(0)}",
	  STRUCT(nfulnl_msg_packet_timestamp, 1ull << 56, 0)),
	A(NFULA_IFINDEX_INDEV, "htonl(1)", BE32(1)),
	A(NFULA_IFINDEX_OUTDEV, "htonl(2)", BE32(2)),
	A(NFULA_IFINDEX_PHYSINDEV, "htonl(3)", BE32(3)),
	A(NFULA_IFINDEX_PHYSOUTDEV, "htonl(4)", BE32(4)),
	A(NFULA_HWADDR,
	  "{hw_addrlen=htons(6), hw_addr=\"\\x01\\x02\\x03\\x04\\x05\\x06\\x00\\x00\"}",
	  STRUCT(nfulnl_msg_packet_hw, 0x0600, 0, { 1, 2, 3, 4, 5, 6 })),
	A(NFULA_PAYLOAD, "\"\\x60\"", U8(0x60)),
	A(NFULA_PREFIX, "\"dropped: \"", TEXT("dropped: ")),
	A(NFULA_UID, "htonl(1000)", BE32(1000)),
	A(NFULA_SEQ, "htonl(5)", BE32(5)),
	A(NFULA_SEQ_GLOBAL, "htonl(6)", BE32(6)),
	A(NFULA_GID, "htonl(100)", BE32(100)),
	A(NFULA_HWTYPE, "htons(1)", BE16(1)),
	A(NFULA_HWHEADER, "\"\\x00\\x01\"", BYTES("\0\1")),
	A(NFULA_HWLEN, "htons(14)", BE16(14)),
	A(NFULA_CT, "[{nla_len=8, nla_type=CTA_USE}, htonl(7)]", BYTES("\10\0\13\0\0\0\0\7")),
	A(NFULA_CT_INFO, "htonl(0)", BE32(0)),
	A(NFULA_VLAN, NULL, NOTHING),
	A(NFULA_L2HDR, "\"\\xff\"", U8(255)),
};
static const struct attribute_row logged_vlan[] = {
	BARE(NFULA_VLAN_UNSPEC),
	A(NFULA_VLAN_PROTO, "htons(ETH_P_8021AD)", BE16(0x88a8)),
	A(NFULA_VLAN_TCI, "htons(5)", BE16(5)),
};
static const struct attribute_row logging[] = {
	BARE(NFULA_CFG_UNSPEC),
	A(NFULA_CFG_CMD, "NFULNL_CFG_CMD_BIND", U8(1)),
	A(NFULA_CFG_MODE, "{copy_range=htonl(100), copy_mode=NFULNL_COPY_META}",
	  STRUCT(nfulnl_msg_config_mode, 0x64000000, 1)),
	A(NFULA_CFG_NLBUFSIZ, "htonl(4096)", BE32(4096)),
	A(NFULA_CFG_TIMEOUT, "htonl(100)", BE32(100)),
	A(NFULA_CFG_QTHRESH, "htonl(1)", BE32(1)),
	A(NFULA_CFG_FLAGS, "htons(2)", BE16(2)),
};

static void test_packets_for_programs(void **state)
{
	(void)state;
	assert_netfilter(NFNL_SUBSYS_QUEUE, NFQNL_MSG_PACKET, TABLE(queued));
	assert_netfilter(NFNL_SUBSYS_QUEUE, NFQNL_MSG_VERDICT, TABLE(queued_vlan, STEP(NFQA_VLAN)));
	assert_netfilter(NFNL_SUBSYS_QUEUE, NFQNL_MSG_VERDICT_BATCH,
	                 TABLE(connection, STEP(NFQA_CT)));
	assert_netfilter(NFNL_SUBSYS_QUEUE, NFQNL_MSG_CONFIG, TABLE(queue));
	assert_netfilter(NFNL_SUBSYS_ULOG, NFULNL_MSG_PACKET, TABLE(logged));
	assert_netfilter(NFNL_SUBSYS_ULOG, NFULNL_MSG_PACKET, TABLE(logged_vlan, STEP(NFULA_VLAN)));
	assert_netfilter(NFNL_SUBSYS_ULOG, NFULNL_MSG_CONFIG, TABLE(logging));
}

/* ---- sets of addresses, and what only has numbers */

static const struct attribute_row addresses_set[] = {
	BARE(IPSET_ATTR_UNSPEC),
	A(IPSET_ATTR_PROTOCOL, "7", U8(7)),
	A(IPSET_ATTR_SETNAME, "\"blocked\"", TEXT("blocked")),
	A(IPSET_ATTR_TYPENAME, "\"hash:ip\"", TEXT("hash:ip")),
	A(IPSET_ATTR_REVISION, "5", U8(5)),
	A(IPSET_ATTR_FAMILY, "2", U8(2)),
	A(IPSET_ATTR_FLAGS, "htonl(0x4)", BE32(4)),
	A(IPSET_ATTR_DATA, "[{nla_len=8, nla_type=IPSET_ATTR_HASHSIZE}, htonl(1024)]",
	  BYTES("\10\0\22\0\0\0\4\0")),
	A(IPSET_ATTR_ADT,
	  "[{nla_len=12, nla_type=IPSET_ATTR_DATA}, "
	  "[{nla_len=8, nla_type=IPSET_ATTR_TIMEOUT}, htonl(60)]]",
	  BYTES("\14\0\7\0\10\0\6\0\0\0\0\74")),
	A(IPSET_ATTR_LINENO, "htonl(3)", BE32(3)),
	A(IPSET_ATTR_PROTOCOL_MIN, "6", U8(6)),
	A(IPSET_ATTR_INDEX, "htons(1)", BE16(1)),
};
#define ADDRESS      BYTES("\10\0\1\0\x7f\0\0\1")
#define ADDRESS_TEXT "[{nla_len=8, nla_type=IPSET_ATTR_IPADDR_IPV4}, " LOOPBACK_TEXT "]"
static const struct attribute_row set_creation[] = {
	BARE(IPSET_ATTR_UNSPEC),
	A(IPSET_ATTR_IP, ADDRESS_TEXT, ADDRESS),
	A(IPSET_ATTR_IP_TO, ADDRESS_TEXT, ADDRESS),
	IS_U8(IPSET_ATTR_CIDR, 24),
	IS_BE16(IPSET_ATTR_PORT, 80),
	IS_BE16(IPSET_ATTR_PORT_TO, 443),
	IS_BE32(IPSET_ATTR_TIMEOUT, 600),
	IS_U8(IPSET_ATTR_PROTO, 0),
	A(IPSET_ATTR_CADT_FLAGS, "htonl(0x8)", BE32(8)),
	IS_BE32(IPSET_ATTR_CADT_LINENO, 1),
	A(IPSET_ATTR_MARK, "htonl(0x1)", BE32(1)),
	A(IPSET_ATTR_MARKMASK, "htonl(0xff)", BE32(255)),
	IS_BE32(IPSET_ATTR_INITVAL, 5),
	IS_BE32(IPSET_ATTR_HASHSIZE, 1024),
	IS_BE32(IPSET_ATTR_MAXELEM, 65536),
	IS_U8(IPSET_ATTR_NETMASK, 32),
	IS_U8(IPSET_ATTR_BUCKETSIZE, 12),
	IS_U8(IPSET_ATTR_RESIZE, 100),
	IS_BE32(IPSET_ATTR_SIZE, 8),
	IS_BE32(IPSET_ATTR_ELEMENTS, 1),
	IS_BE32(IPSET_ATTR_REFERENCES, 0),
	IS_BE32(IPSET_ATTR_MEMSIZE, 440),
};
static const struct attribute_row set_element[] = {
	BARE(IPSET_ATTR_UNSPEC),
	A(IPSET_ATTR_IP, ADDRESS_TEXT, ADDRESS),
	A(IPSET_ATTR_IP_TO, ADDRESS_TEXT, ADDRESS),
	IS_U8(IPSET_ATTR_CIDR, 24),
	IS_BE16(IPSET_ATTR_PORT, 80),
	IS_BE16(IPSET_ATTR_PORT_TO, 443),
	IS_BE32(IPSET_ATTR_TIMEOUT, 600),
	A(IPSET_ATTR_PROTO, "IPPROTO_UDP", U8(17)),
	A(IPSET_ATTR_CADT_FLAGS, "htonl(0x4)", BE32(4)),
	IS_BE32(IPSET_ATTR_CADT_LINENO, 1),
	A(IPSET_ATTR_MARK, "htonl(0x1)", BE32(1)),
	A(IPSET_ATTR_MARKMASK, "htonl(0xff)", BE32(255)),
	IS_HARDWARE(IPSET_ATTR_ETHER),
	IS_TEXT(IPSET_ATTR_NAME, "other"),
	IS_TEXT(IPSET_ATTR_NAMEREF, "after"),
	A(IPSET_ATTR_IP2, ADDRESS_TEXT, ADDRESS),
	IS_U8(IPSET_ATTR_CIDR2, 16),
	A(IPSET_ATTR_IP2_TO, ADDRESS_TEXT, ADDRESS),
	IS_TEXT(IPSET_ATTR_IFACE, "eth0"),
	A(IPSET_ATTR_BYTES, "htobe64(5)", BE64(5)),
	A(IPSET_ATTR_PACKETS, "htobe64(6)", BE64(6)),
	IS_TEXT(IPSET_ATTR_COMMENT, "why"),
	IS_BYTE(IPSET_ATTR_SKBMARK),
	IS_BE32(IPSET_ATTR_SKBPRIO, 7),
	IS_BE16(IPSET_ATTR_SKBQUEUE, 8),
	BARE(IPSET_ATTR_PAD),
};
static const struct attribute_row set_address[] = {
	IS_IPV4(IPSET_ATTR_IPADDR_IPV4),
	IS_IPV6(IPSET_ATTR_IPADDR_IPV6),
};
static const struct attribute_row set_elements[] = {
	BARE(IPSET_ATTR_UNSPEC),
	A(IPSET_ATTR_DATA, "[{nla_len=8, nla_type=IPSET_ATTR_TIMEOUT}, htonl(60)]",
	  BYTES("\10\0\6\0\0\0\0\74")),
};
static const struct attribute_row numbered[] = {
	{ "0x1", 1, "\"\\x05\"", { U8(5) } },
	{ "0x3f", 63, NULL, { NOTHING } },
};

static void test_sets_of_addresses(void **state)
{
	(void)state;
	assert_netfilter(NFNL_SUBSYS_IPSET, IPSET_CMD_CREATE, TABLE(addresses_set));
	assert_netfilter(NFNL_SUBSYS_IPSET, IPSET_CMD_CREATE,
	                 TABLE(set_creation, STEP(IPSET_ATTR_DATA)));
	assert_netfilter(NFNL_SUBSYS_IPSET, IPSET_CMD_LIST,
	                 TABLE(set_creation, STEP(IPSET_ATTR_DATA)));
	assert_netfilter(NFNL_SUBSYS_IPSET, IPSET_CMD_LIST,
	                 TABLE(set_elements, STEP(IPSET_ATTR_ADT)));
	assert_netfilter(NFNL_SUBSYS_IPSET, IPSET_CMD_LIST,
	                 TABLE(set_element, STEP(IPSET_ATTR_ADT), STEP(IPSET_ATTR_DATA)));
	assert_netfilter(NFNL_SUBSYS_IPSET, IPSET_CMD_ADD,
	                 TABLE(set_element, STEP(IPSET_ATTR_DATA)));
	assert_netfilter(NFNL_SUBSYS_IPSET, IPSET_CMD_DEL,
	                 TABLE(set_element, STEP(IPSET_ATTR_DATA)));
	assert_netfilter(NFNL_SUBSYS_IPSET, IPSET_CMD_TEST,
	                 TABLE(set_address, STEP(IPSET_ATTR_DATA), STEP(IPSET_ATTR_IP)));
	assert_netfilter(NFNL_SUBSYS_ACCT, 0, TABLE(numbered));
	/* Shorter than the head. */
	assert_message(NETLINK_NETFILTER, NFNL_SUBSYS_ACCT << 8, "\"\\x02\\x00\"",
	               PAYLOAD(BYTES("\2\0")));
	assert_message(NETLINK_NETFILTER, NFNL_SUBSYS_ACCT << 8, "\"\\x02\\x00\\x00\"",
	               PAYLOAD(BYTES("\2\0\0")));
}

/* ---- tables */

static const struct attribute_row table[] = {
	BARE(NFTA_TABLE_UNSPEC),
	A(NFTA_TABLE_NAME, "\"filter\"", TEXT("filter")),
	A(NFTA_TABLE_FLAGS, "htonl(0x1)", BE32(1)),
	A(NFTA_TABLE_USE, "htonl(3)", BE32(3)),
	A(NFTA_TABLE_HANDLE, "htobe64(7)", BE64(7)),
	BARE(NFTA_TABLE_PAD),
	A(NFTA_TABLE_USERDATA, "\"\\x01\"", U8(1)),
	A(NFTA_TABLE_OWNER, "htonl(1234)", BE32(1234)),
};
static const struct attribute_row chain[] = {
	BARE(NFTA_CHAIN_UNSPEC),
	A(NFTA_CHAIN_TABLE, "\"filter\"", TEXT("filter")),
	A(NFTA_CHAIN_HANDLE, "htobe64(7)", BE64(7)),
	A(NFTA_CHAIN_NAME, "\"input\"", TEXT("input")),
	A(NFTA_CHAIN_HOOK, NULL, NOTHING),
	A(NFTA_CHAIN_POLICY, "htonl(1)", BE32(1)),
	A(NFTA_CHAIN_USE, "htonl(2)", BE32(2)),
	A(NFTA_CHAIN_TYPE, "\"filter\"", TEXT("filter")),
	A(NFTA_CHAIN_COUNTERS, NULL, NOTHING),
	BARE(NFTA_CHAIN_PAD),
	A(NFTA_CHAIN_FLAGS, "htonl(0x1)", BE32(1)),
	A(NFTA_CHAIN_ID, "htonl(4)", BE32(4)),
	A(NFTA_CHAIN_USERDATA, "\"\\x01\"", U8(1)),
};
static const struct attribute_row hook[] = {
	BARE(NFTA_HOOK_UNSPEC),
	A(NFTA_HOOK_HOOKNUM, "htonl(1)", BE32(1)),
	A(NFTA_HOOK_PRIORITY, "htonl(300)", BE32(300)),
	A(NFTA_HOOK_DEV, "\"eth0\"", TEXT("eth0")),
	A(NFTA_HOOK_DEVS, NULL, NOTHING),
};
static const struct attribute_row devices[] = {
	BARE(NFTA_DEVICE_UNSPEC),
	A(NFTA_DEVICE_NAME, "\"eth1\"", TEXT("eth1")),
	NEWER(NFTA_DEVICE_PREFIX, 2, "\"veth\"", TEXT("veth")),
};
static const struct attribute_row chain_counters[] = {
	BARE(NFTA_COUNTER_UNSPEC),
	A(NFTA_COUNTER_BYTES, "htobe64(100)", BE64(100)),
	A(NFTA_COUNTER_PACKETS, "htobe64(2)", BE64(2)),
	BARE(NFTA_COUNTER_PAD),
};
static const struct attribute_row rule[] = {
	BARE(NFTA_RULE_UNSPEC),
	A(NFTA_RULE_TABLE, "\"filter\"", TEXT("filter")),
	A(NFTA_RULE_CHAIN, "\"input\"", TEXT("input")),
	A(NFTA_RULE_HANDLE, "htobe64(9)", BE64(9)),
	A(NFTA_RULE_EXPRESSIONS, NULL, NOTHING),
	A(NFTA_RULE_COMPAT, NULL, NOTHING),
	A(NFTA_RULE_POSITION, "htobe64(8)", BE64(8)),
	A(NFTA_RULE_USERDATA, "\"\\x01\"", U8(1)),
	BARE(NFTA_RULE_PAD),
	A(NFTA_RULE_ID, "htonl(1)", BE32(1)),
	A(NFTA_RULE_POSITION_ID, "htonl(2)", BE32(2)),
	A(NFTA_RULE_CHAIN_ID, "htonl(3)", BE32(3)),
};
static const struct attribute_row compatibility[] = {
	BARE(NFTA_RULE_COMPAT_UNSPEC),
	A(NFTA_RULE_COMPAT_PROTO, "htonl(6)", BE32(6)),
	A(NFTA_RULE_COMPAT_FLAGS, "htonl(0x2)", BE32(2)),
};
static const struct attribute_row list[] = {
	BARE(NFTA_LIST_UNSPEC),
	A(NFTA_LIST_ELEM, NULL, NOTHING),
};
static const struct attribute_row expression[] = {
	BARE(NFTA_EXPR_UNSPEC),
	A(NFTA_EXPR_NAME, "\"counter\"", TEXT("counter")),
	A(NFTA_EXPR_DATA, "\"\\x01\"", U8(1)),
};
static const struct attribute_row set[] = {
	BARE(NFTA_SET_UNSPEC),
	A(NFTA_SET_TABLE, "\"filter\"", TEXT("filter")),
	A(NFTA_SET_NAME, "\"blocked\"", TEXT("blocked")),
	A(NFTA_SET_FLAGS, "htonl(0x4)", BE32(4)),
	A(NFTA_SET_KEY_TYPE, "htonl(7)", BE32(7)),
	A(NFTA_SET_KEY_LEN, "htonl(4)", BE32(4)),
	A(NFTA_SET_DATA_TYPE, "htonl(1)", BE32(1)),
	A(NFTA_SET_DATA_LEN, "htonl(2)", BE32(2)),
	A(NFTA_SET_POLICY, "htonl(1)", BE32(1)),
	A(NFTA_SET_DESC, NULL, NOTHING),
	A(NFTA_SET_ID, "htonl(3)", BE32(3)),
	A(NFTA_SET_TIMEOUT, "htobe64(60000)", BE64(60000)),
	A(NFTA_SET_GC_INTERVAL, "htonl(10)", BE32(10)),
	A(NFTA_SET_USERDATA, "\"\\x01\"", U8(1)),
	BARE(NFTA_SET_PAD),
	A(NFTA_SET_OBJ_TYPE, "htonl(1)", BE32(1)),
	A(NFTA_SET_HANDLE, "htobe64(11)", BE64(11)),
	A(NFTA_SET_EXPR, NULL, NOTHING),
	A(NFTA_SET_EXPRESSIONS,
	  "[{nla_len=12, nla_type=NFTA_LIST_ELEM}, [{nla_len=6, nla_type=NFTA_EXPR_NAME}, \"x\"]]",
	  BYTES("\14\0\1\0\6\0\1\0x\0\0\0")),
	NEWER(NFTA_SET_TYPE, 19, "\"hash\"", TEXT("hash")),
	NEWER(NFTA_SET_COUNT, 20, "htonl(5)", BE32(5)),
};
static const struct attribute_row set_size[] = {
	BARE(NFTA_SET_DESC_UNSPEC),
	A(NFTA_SET_DESC_SIZE, "htonl(1024)", BE32(1024)),
	A(NFTA_SET_DESC_CONCAT, NULL, NOTHING),
};
static const struct attribute_row field[] = {
	BARE(NFTA_SET_FIELD_UNSPEC),
	A(NFTA_SET_FIELD_LEN, "htonl(4)", BE32(4)),
};
static const struct attribute_row elements[] = {
	BARE(NFTA_SET_ELEM_LIST_UNSPEC),
	A(NFTA_SET_ELEM_LIST_TABLE, "\"filter\"", TEXT("filter")),
	A(NFTA_SET_ELEM_LIST_SET, "\"blocked\"", TEXT("blocked")),
	A(NFTA_SET_ELEM_LIST_ELEMENTS, NULL, NOTHING),
	A(NFTA_SET_ELEM_LIST_SET_ID, "htonl(3)", BE32(3)),
};
static const struct attribute_row element[] = {
	BARE(NFTA_SET_ELEM_UNSPEC),
	A(NFTA_SET_ELEM_KEY, NULL, NOTHING),
	A(NFTA_SET_ELEM_DATA, NULL, NOTHING),
	A(NFTA_SET_ELEM_FLAGS, "htonl(0x1)", BE32(1)),
	A(NFTA_SET_ELEM_TIMEOUT, "htobe64(1000)", BE64(1000)),
	A(NFTA_SET_ELEM_EXPIRATION, "htobe64(999)", BE64(999)),
	A(NFTA_SET_ELEM_USERDATA, "\"\\x01\"", U8(1)),
	A(NFTA_SET_ELEM_EXPR, "[{nla_len=6, nla_type=NFTA_EXPR_NAME}, \"x\"]",
	  BYTES("\6\0\1\0x\0\0\0")),
	BARE(NFTA_SET_ELEM_PAD),
	A(NFTA_SET_ELEM_OBJREF, "\"quota\"", TEXT("quota")),
	A(NFTA_SET_ELEM_KEY_END, "[{nla_len=5, nla_type=NFTA_DATA_VALUE}, \"\\x07\"]",
	  BYTES("\5\0\1\0\7\0\0\0")),
	A(NFTA_SET_ELEM_EXPRESSIONS,
	  "[{nla_len=12, nla_type=NFTA_LIST_ELEM}, [{nla_len=6, nla_type=NFTA_EXPR_NAME}, \"x\"]]",
	  BYTES("\14\0\1\0\6\0\1\0x\0\0\0")),
};
static const struct attribute_row data[] = {
	BARE(NFTA_DATA_UNSPEC),
	A(NFTA_DATA_VALUE, "\"\\x7f\\x00\\x00\\x01\"", LOOPBACK),
	A(NFTA_DATA_VERDICT, NULL, NOTHING),
};
static const struct attribute_row verdict[] = {
	BARE(NFTA_VERDICT_UNSPEC),
	A(NFTA_VERDICT_CODE, "htonl(0xfffffffd)", BE32(0xfffffffd)),
	A(NFTA_VERDICT_CHAIN, "\"input\"", TEXT("input")),
	A(NFTA_VERDICT_CHAIN_ID, "htonl(4)", BE32(4)),
};
static const struct attribute_row generation[] = {
	BARE(NFTA_GEN_UNSPEC),
	A(NFTA_GEN_ID, "htonl(5)", BE32(5)),
	A(NFTA_GEN_PROC_PID, "htonl(1234)", BE32(1234)),
	A(NFTA_GEN_PROC_NAME, "\"nft\"", TEXT("nft")),
};
static const struct attribute_row object[] = {
	BARE(NFTA_OBJ_UNSPEC),
	A(NFTA_OBJ_TABLE, "\"filter\"", TEXT("filter")),
	A(NFTA_OBJ_NAME, "\"quota\"", TEXT("quota")),
	A(NFTA_OBJ_TYPE, "htonl(2)", BE32(2)),
	A(NFTA_OBJ_DATA, "\"\\x01\"", U8(1)),
	A(NFTA_OBJ_USE, "htonl(1)", BE32(1)),
	A(NFTA_OBJ_HANDLE, "htobe64(12)", BE64(12)),
	BARE(NFTA_OBJ_PAD),
	A(NFTA_OBJ_USERDATA, "\"\\x01\"", U8(1)),
};
static const struct attribute_row flowtable[] = {
	BARE(NFTA_FLOWTABLE_UNSPEC),
	A(NFTA_FLOWTABLE_TABLE, "\"filter\"", TEXT("filter")),
	A(NFTA_FLOWTABLE_NAME, "\"fast\"", TEXT("fast")),
	A(NFTA_FLOWTABLE_HOOK, NULL, NOTHING),
	A(NFTA_FLOWTABLE_USE, "htonl(1)", BE32(1)),
	A(NFTA_FLOWTABLE_HANDLE, "htobe64(13)", BE64(13)),
	BARE(NFTA_FLOWTABLE_PAD),
	A(NFTA_FLOWTABLE_FLAGS, "htonl(0x1)", BE32(1)),
};
static const struct attribute_row flowtable_hook[] = {
	BARE(NFTA_FLOWTABLE_HOOK_UNSPEC),
	A(NFTA_FLOWTABLE_HOOK_NUM, "htonl(0)", BE32(0)),
	A(NFTA_FLOWTABLE_HOOK_PRIORITY, "htonl(10)", BE32(10)),
	A(NFTA_FLOWTABLE_HOOK_DEVS, "[{nla_len=6, nla_type=NFTA_DEVICE_NAME}, \"x\"]",
	  BYTES("\6\0\1\0x\0\0\0")),
};

/* The first attributes of messages 25 to 33: GETRULE_RESET, DESTROYTABLE and so on. */
static const struct attribute_row *const newer[] = { &rule[1],   &table[1],     &chain[1],
	                                             &rule[1],   &set[1],       &elements[1],
	                                             &object[1], &flowtable[1], &elements[1] };

static void test_tables(void **state)
{
	enum { TABLES = NFNL_SUBSYS_NFTABLES, NEWER_MESSAGE = 25 };

	(void)state;
	assert_netfilter(TABLES, NFT_MSG_NEWTABLE, TABLE(table));
	assert_netfilter(TABLES, NFT_MSG_NEWCHAIN, TABLE(chain));
	assert_netfilter(TABLES, NFT_MSG_DELCHAIN, TABLE(hook, STEP(NFTA_CHAIN_HOOK)));
	assert_netfilter(TABLES, NFT_MSG_GETCHAIN,
	                 TABLE(devices, STEP(NFTA_CHAIN_HOOK), STEP(NFTA_HOOK_DEVS)));
	assert_netfilter(TABLES, NFT_MSG_NEWCHAIN,
	                 TABLE(chain_counters, STEP(NFTA_CHAIN_COUNTERS)));
	assert_netfilter(TABLES, NFT_MSG_NEWRULE, TABLE(rule));
	assert_netfilter(TABLES, NFT_MSG_DELRULE, TABLE(compatibility, STEP(NFTA_RULE_COMPAT)));
	assert_netfilter(TABLES, NFT_MSG_GETRULE, TABLE(list, STEP(NFTA_RULE_EXPRESSIONS)));
	assert_netfilter(TABLES, NFT_MSG_GETRULE,
	                 TABLE(expression, STEP(NFTA_RULE_EXPRESSIONS), STEP(NFTA_LIST_ELEM)));
	assert_netfilter(TABLES, NFT_MSG_NEWSET, TABLE(set));
	assert_netfilter(TABLES, NFT_MSG_NEWSET, TABLE(set_size, STEP(NFTA_SET_DESC)));
	assert_netfilter(TABLES, NFT_MSG_DELSET,
	                 TABLE(list, STEP(NFTA_SET_DESC), STEP(NFTA_SET_DESC_CONCAT)));
	assert_netfilter(TABLES, NFT_MSG_GETSET,
	                 TABLE(field, STEP(NFTA_SET_DESC), STEP(NFTA_SET_DESC_CONCAT),
	                       STEP(NFTA_LIST_ELEM)));
	assert_netfilter(TABLES, NFT_MSG_GETSET, TABLE(expression, STEP(NFTA_SET_EXPR)));
	assert_netfilter(TABLES, NFT_MSG_NEWSETELEM, TABLE(elements));
	assert_netfilter(TABLES, NFT_MSG_NEWSETELEM,
	                 TABLE(list, STEP(NFTA_SET_ELEM_LIST_ELEMENTS)));
	assert_netfilter(TABLES, NFT_MSG_GETSETELEM,
	                 TABLE(element, STEP(NFTA_SET_ELEM_LIST_ELEMENTS), STEP(NFTA_LIST_ELEM)));
	assert_netfilter(TABLES, NFT_MSG_DELSETELEM,
	                 TABLE(data, STEP(NFTA_SET_ELEM_LIST_ELEMENTS), STEP(NFTA_LIST_ELEM),
	                       STEP(NFTA_SET_ELEM_KEY)));
	assert_netfilter(TABLES, NFT_MSG_NEWSETELEM,
	                 TABLE(verdict, STEP(NFTA_SET_ELEM_LIST_ELEMENTS), STEP(NFTA_LIST_ELEM),
	                       STEP(NFTA_SET_ELEM_DATA), STEP(NFTA_DATA_VERDICT)));
	assert_netfilter(TABLES, NFT_MSG_NEWGEN, TABLE(generation));
	assert_netfilter(TABLES, NFT_MSG_GETGEN, TABLE(generation));
	assert_netfilter(TABLES, NFT_MSG_NEWOBJ, TABLE(object));
	assert_netfilter(TABLES, NFT_MSG_GETOBJ, TABLE(object));
	assert_netfilter(TABLES, NFT_MSG_DELOBJ, TABLE(object));
	assert_netfilter(TABLES, NFT_MSG_GETOBJ_RESET, TABLE(object));
	assert_netfilter(TABLES, NFT_MSG_GETFLOWTABLE, TABLE(flowtable));
	assert_netfilter(TABLES, NFT_MSG_DELFLOWTABLE, TABLE(flowtable));
	for (int i = 0; i < 9; i++)
		assert_netfilter(TABLES, NEWER_MESSAGE + i,
		                 &(struct attribute_table){ .rows = newer[i], .count = 1 });
	assert_netfilter(TABLES, NFT_MSG_NEWFLOWTABLE, TABLE(flowtable));
	assert_netfilter(TABLES, NFT_MSG_NEWFLOWTABLE,
	                 TABLE(flowtable_hook, STEP(NFTA_FLOWTABLE_HOOK)));
}

/* ---- expressions: what one holds, its name says */

static const struct attribute_row bitwise[] = {
	BARE(NFTA_BITWISE_UNSPEC),
	A(NFTA_BITWISE_SREG, "htonl(1)", BE32(1)),
	A(NFTA_BITWISE_DREG, "htonl(2)", BE32(2)),
	A(NFTA_BITWISE_LEN, "htonl(4)", BE32(4)),
	A(NFTA_BITWISE_MASK, "[{nla_len=5, nla_type=NFTA_DATA_VALUE}, \"\\x07\"]",
	  BYTES("\5\0\1\0\7\0\0\0")),
	A(NFTA_BITWISE_XOR, "[{nla_len=5, nla_type=NFTA_DATA_VALUE}, \"\\x07\"]",
	  BYTES("\5\0\1\0\7\0\0\0")),
	A(NFTA_BITWISE_OP, "htonl(1)", BE32(1)),
	A(NFTA_BITWISE_DATA, "[{nla_len=5, nla_type=NFTA_DATA_VALUE}, \"\\x07\"]",
	  BYTES("\5\0\1\0\7\0\0\0")),
};
static const struct attribute_row compare[] = {
	BARE(NFTA_CMP_UNSPEC),
	A(NFTA_CMP_SREG, "htonl(1)", BE32(1)),
	A(NFTA_CMP_OP, "htonl(0)", BE32(0)),
	A(NFTA_CMP_DATA, "[{nla_len=5, nla_type=NFTA_DATA_VALUE}, \"\\x07\"]",
	  BYTES("\5\0\1\0\7\0\0\0")),
};
static const struct attribute_row immediate[] = {
	BARE(NFTA_IMMEDIATE_UNSPEC),
	A(NFTA_IMMEDIATE_DREG, "htonl(0)", BE32(0)),
	A(NFTA_IMMEDIATE_DATA, "[{nla_len=5, nla_type=NFTA_DATA_VALUE}, \"\\x07\"]",
	  BYTES("\5\0\1\0\7\0\0\0")),
};
static const struct attribute_row lookup[] = {
	BARE(NFTA_LOOKUP_UNSPEC),
	A(NFTA_LOOKUP_SET, "\"blocked\"", TEXT("blocked")),
	A(NFTA_LOOKUP_SREG, "htonl(1)", BE32(1)),
	A(NFTA_LOOKUP_DREG, "htonl(2)", BE32(2)),
	A(NFTA_LOOKUP_SET_ID, "htonl(3)", BE32(3)),
	A(NFTA_LOOKUP_FLAGS, "htonl(0x1)", BE32(1)),
};
static const struct attribute_row meta[] = {
	BARE(NFTA_META_UNSPEC),
	A(NFTA_META_DREG, "htonl(1)", BE32(1)),
	A(NFTA_META_KEY, "htonl(16)", BE32(16)),
	A(NFTA_META_SREG, "htonl(2)", BE32(2)),
};
static const struct attribute_row payload[] = {
	BARE(NFTA_PAYLOAD_UNSPEC),
	A(NFTA_PAYLOAD_DREG, "htonl(1)", BE32(1)),
	A(NFTA_PAYLOAD_BASE, "htonl(2)", BE32(2)),
	A(NFTA_PAYLOAD_OFFSET, "htonl(2)", BE32(2)),
	A(NFTA_PAYLOAD_LEN, "htonl(2)", BE32(2)),
	A(NFTA_PAYLOAD_SREG, "htonl(1)", BE32(1)),
	A(NFTA_PAYLOAD_CSUM_TYPE, "htonl(1)", BE32(1)),
	A(NFTA_PAYLOAD_CSUM_OFFSET, "htonl(10)", BE32(10)),
	A(NFTA_PAYLOAD_CSUM_FLAGS, "htonl(0x1)", BE32(1)),
};

/* In a rule, beside its name. */
#define EXPRESSION(name, list)                                                                     \
	TABLE(list, STEP(NFTA_RULE_EXPRESSIONS), STEP(NFTA_LIST_ELEM),                             \
	      STEP_AFTER(NFTA_EXPR_DATA, NFTA_EXPR_NAME, name))

static void test_expressions(void **state)
{
	(void)state;
	assert_netfilter(NFNL_SUBSYS_NFTABLES, NFT_MSG_NEWRULE, EXPRESSION("bitwise", bitwise));
	assert_netfilter(NFNL_SUBSYS_NFTABLES, NFT_MSG_NEWRULE, EXPRESSION("cmp", compare));
	assert_netfilter(NFNL_SUBSYS_NFTABLES, NFT_MSG_NEWRULE,
	                 EXPRESSION("counter", chain_counters));
	assert_netfilter(NFNL_SUBSYS_NFTABLES, NFT_MSG_NEWRULE, EXPRESSION("immediate", immediate));
	assert_netfilter(NFNL_SUBSYS_NFTABLES, NFT_MSG_NEWRULE, EXPRESSION("lookup", lookup));
	assert_netfilter(NFNL_SUBSYS_NFTABLES, NFT_MSG_NEWRULE, EXPRESSION("meta", meta));
	assert_netfilter(NFNL_SUBSYS_NFTABLES, NFT_MSG_NEWRULE, EXPRESSION("payload", payload));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_connections),
		cmocka_unit_test(test_packets_for_programs),
		cmocka_unit_test(test_sets_of_addresses),
		cmocka_unit_test(test_tables),
		cmocka_unit_test(test_expressions),
	};

	return cmocka_run_group_tests_name("netlink_netfilter", tests, NULL, NULL);
}
