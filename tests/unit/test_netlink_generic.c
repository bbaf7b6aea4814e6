/* Messages of generic netlink's families: each attribute.  A family has the number that a kernel
 * gives it; here that comes with the event. */
#include "netlink_tables.h"

#include <netinet/in.h>

#include <linux/devlink.h>
#include <linux/mptcp.h>
#include <linux/rtnetlink.h>
#include <linux/taskstats.h>
#include <linux/tcp_metrics.h>
#include <linux/wireguard.h>

/* ---- the controller */

static const struct attribute_row controller[] = {
	BARE(CTRL_ATTR_UNSPEC),
	A(CTRL_ATTR_FAMILY_ID, "nlctrl", U16(GENL_ID_CTRL)),
	IS_TEXT(CTRL_ATTR_FAMILY_NAME, "ethtool"),
	IS_U32(CTRL_ATTR_VERSION, 1),
	IS_U32(CTRL_ATTR_HDRSIZE, 0),
	IS_U32(CTRL_ATTR_MAXATTR, 10),
	BARE(CTRL_ATTR_OPS),
	BARE(CTRL_ATTR_MCAST_GROUPS),
	BARE(CTRL_ATTR_POLICY),
	BARE(CTRL_ATTR_OP_POLICY),
	IS_U32(CTRL_ATTR_OP, 3),
};
static const struct attribute_row operation[] = {
	BARE(CTRL_ATTR_OP_UNSPEC),
	IS_U32(CTRL_ATTR_OP_ID, 3),
	A(CTRL_ATTR_OP_FLAGS, "GENL_ADMIN_PERM|GENL_CMD_CAP_DO|GENL_CMD_CAP_HASPOL", U32(11)),
};
static const struct attribute_row group[] = {
	BARE(CTRL_ATTR_MCAST_GRP_UNSPEC),
	IS_TEXT(CTRL_ATTR_MCAST_GRP_NAME, "monitor"),
	IS_U32(CTRL_ATTR_MCAST_GRP_ID, 5),
};
static const struct attribute_row policies[] = {
	BARE(CTRL_ATTR_POLICY_UNSPEC),
	IS_U32(CTRL_ATTR_POLICY_DO, 1),
	IS_U32(CTRL_ATTR_POLICY_DUMP, 2),
};
static const struct attribute_row policy[] = {
	BARE(NL_POLICY_TYPE_ATTR_UNSPEC),
	A(NL_POLICY_TYPE_ATTR_TYPE, "NL_ATTR_TYPE_NUL_STRING", U32(12)),
	A(NL_POLICY_TYPE_ATTR_MIN_VALUE_S, "-1", U64(-1)),
	IS_U64(NL_POLICY_TYPE_ATTR_MAX_VALUE_S, 2),
	IS_U64(NL_POLICY_TYPE_ATTR_MIN_VALUE_U, 3),
	A(NL_POLICY_TYPE_ATTR_MAX_VALUE_U, "18446744073709551615", U64(-1)),
	IS_U32(NL_POLICY_TYPE_ATTR_MIN_LENGTH, 4),
	IS_U32(NL_POLICY_TYPE_ATTR_MAX_LENGTH, 15),
	IS_U32(NL_POLICY_TYPE_ATTR_POLICY_IDX, 1),
	IS_U32(NL_POLICY_TYPE_ATTR_POLICY_MAXTYPE, 2),
	A(NL_POLICY_TYPE_ATTR_BITFIELD32_MASK, "0x7", U32(7)),
	BARE(NL_POLICY_TYPE_ATTR_PAD),
	A(NL_POLICY_TYPE_ATTR_MASK, "0xff", U64(255)),
};
static void test_the_controller(void **state)
{
	(void)state;
	FAMILY("nlctrl", CTRL_CMD_NEWFAMILY, "{cmd=CTRL_CMD_NEWFAMILY, version=1}", controller);
	FAMILY("nlctrl", CTRL_CMD_GETFAMILY, "{cmd=CTRL_CMD_GETFAMILY, version=1}", operation,
	       STEP(CTRL_ATTR_OPS), INDEX(0x1));
	FAMILY("nlctrl", CTRL_CMD_NEWMCAST_GRP, "{cmd=CTRL_CMD_NEWMCAST_GRP, version=1}", group,
	       STEP(CTRL_ATTR_MCAST_GROUPS), INDEX(0x2));
	FAMILY("nlctrl", CTRL_CMD_GETPOLICY, "{cmd=CTRL_CMD_GETPOLICY, version=1}", policies,
	       STEP(CTRL_ATTR_OP_POLICY), INDEX(0x3));
	FAMILY("nlctrl", CTRL_CMD_GETPOLICY, "{cmd=CTRL_CMD_GETPOLICY, version=1}", policy,
	       STEP(CTRL_ATTR_POLICY), INDEX(0x1), INDEX(0x2));
}

/* ---- devlink: what is nested has types of the same set */

static const char devlink_names[] =
	"UNSPEC/b BUS_NAME/t DEV_NAME/t PORT_INDEX/4 PORT_TYPE/- PORT_DESIRED_TYPE/- "
	"PORT_NETDEV_IFINDEX/i PORT_NETDEV_NAME/t PORT_IBDEV_NAME/t PORT_SPLIT_COUNT/4 "
	"PORT_SPLIT_GROUP/4 SB_INDEX/4 SB_SIZE/4 SB_INGRESS_POOL_COUNT/2 "
	"SB_EGRESS_POOL_COUNT/2 SB_INGRESS_TC_COUNT/2 SB_EGRESS_TC_COUNT/2 SB_POOL_INDEX/2 "
	"SB_POOL_TYPE/1 SB_POOL_SIZE/4 SB_POOL_THRESHOLD_TYPE/1 SB_THRESHOLD/4 SB_TC_INDEX/2 "
	"SB_OCC_CUR/4 SB_OCC_MAX/4 ESWITCH_MODE/- ESWITCH_INLINE_MODE/1 DPIPE_TABLES/- "
	"DPIPE_TABLE/- DPIPE_TABLE_NAME/t DPIPE_TABLE_SIZE/b DPIPE_TABLE_MATCHES/b "
	"DPIPE_TABLE_ACTIONS/b DPIPE_TABLE_COUNTERS_ENABLED/b DPIPE_ENTRIES/- DPIPE_ENTRY/- "
	"DPIPE_ENTRY_INDEX/b DPIPE_ENTRY_MATCH_VALUES/b DPIPE_ENTRY_ACTION_VALUES/b "
	"DPIPE_ENTRY_COUNTER/b DPIPE_MATCH/b DPIPE_MATCH_VALUE/b DPIPE_MATCH_TYPE/b "
	"DPIPE_ACTION/b DPIPE_ACTION_VALUE/b DPIPE_ACTION_TYPE/b DPIPE_VALUE/b "
	"DPIPE_VALUE_MASK/b DPIPE_VALUE_MAPPING/b DPIPE_HEADERS/- DPIPE_HEADER/- "
	"DPIPE_HEADER_NAME/t DPIPE_HEADER_ID/b DPIPE_HEADER_FIELDS/b DPIPE_HEADER_GLOBAL/b "
	"DPIPE_HEADER_INDEX/b DPIPE_FIELD/b DPIPE_FIELD_NAME/t DPIPE_FIELD_ID/b "
	"DPIPE_FIELD_BITWIDTH/b DPIPE_FIELD_MAPPING_TYPE/b PAD/b ESWITCH_ENCAP_MODE/1 "
	"RESOURCE_LIST/- RESOURCE/- RESOURCE_NAME/t RESOURCE_ID/8 RESOURCE_SIZE/8 "
	"RESOURCE_SIZE_NEW/8 RESOURCE_SIZE_VALID/b RESOURCE_SIZE_MIN/8 RESOURCE_SIZE_MAX/8 "
	"RESOURCE_SIZE_GRAN/8 RESOURCE_UNIT/b RESOURCE_OCC/8 DPIPE_TABLE_RESOURCE_ID/b "
	"DPIPE_TABLE_RESOURCE_UNITS/b PORT_FLAVOUR/- PORT_NUMBER/4 PORT_SPLIT_SUBPORT_NUMBER/4 "
	"PARAM/- PARAM_NAME/t PARAM_GENERIC/b PARAM_TYPE/1 PARAM_VALUES_LIST/- PARAM_VALUE/- "
	"PARAM_VALUE_DATA/b PARAM_VALUE_CMODE/1 REGION_NAME/t REGION_SIZE/8 REGION_SNAPSHOTS/- "
	"REGION_SNAPSHOT/- REGION_SNAPSHOT_ID/4 REGION_CHUNKS/- REGION_CHUNK/- "
	"REGION_CHUNK_DATA/b REGION_CHUNK_ADDR/8 REGION_CHUNK_LEN/8 INFO_DRIVER_NAME/t "
	"INFO_SERIAL_NUMBER/t INFO_VERSION_FIXED/- INFO_VERSION_RUNNING/- "
	"INFO_VERSION_STORED/- INFO_VERSION_NAME/t INFO_VERSION_VALUE/t SB_POOL_CELL_SIZE/4 "
	"FMSG/- FMSG_OBJ_NEST_START/b FMSG_PAIR_NEST_START/b FMSG_ARR_NEST_START/b "
	"FMSG_NEST_END/b FMSG_OBJ_NAME/t FMSG_OBJ_VALUE_TYPE/b FMSG_OBJ_VALUE_DATA/b "
	"HEALTH_REPORTER/- HEALTH_REPORTER_NAME/t HEALTH_REPORTER_STATE/1 "
	"HEALTH_REPORTER_ERR_COUNT/8 HEALTH_REPORTER_RECOVER_COUNT/8 HEALTH_REPORTER_DUMP_TS/8 "
	"HEALTH_REPORTER_GRACEFUL_PERIOD/8 HEALTH_REPORTER_AUTO_RECOVER/1 "
	"FLASH_UPDATE_FILE_NAME/t FLASH_UPDATE_COMPONENT/t FLASH_UPDATE_STATUS_MSG/t "
	"FLASH_UPDATE_STATUS_DONE/8 FLASH_UPDATE_STATUS_TOTAL/8 PORT_PCI_PF_NUMBER/2 "
	"PORT_PCI_VF_NUMBER/2 STATS/b TRAP_NAME/t TRAP_ACTION/1 TRAP_TYPE/1 TRAP_GENERIC/b "
	"TRAP_METADATA/b TRAP_GROUP_NAME/t RELOAD_FAILED/1 HEALTH_REPORTER_DUMP_TS_NS/8 "
	"NETNS_FD/4 NETNS_PID/4 NETNS_ID/4 HEALTH_REPORTER_AUTO_DUMP/1 TRAP_POLICER_ID/4 "
	"TRAP_POLICER_RATE/8 TRAP_POLICER_BURST/8 PORT_FUNCTION/b INFO_BOARD_SERIAL_NUMBER/t "
	"PORT_LANES/4 PORT_SPLITTABLE/1 PORT_EXTERNAL/1 PORT_CONTROLLER_NUMBER/4 "
	"FLASH_UPDATE_STATUS_TIMEOUT/8 FLASH_UPDATE_OVERWRITE_MASK/b RELOAD_ACTION/1 "
	"RELOAD_ACTIONS_PERFORMED/b RELOAD_LIMITS/b DEV_STATS/- RELOAD_STATS/- "
	"RELOAD_STATS_ENTRY/- RELOAD_STATS_LIMIT/1 RELOAD_STATS_VALUE/4 REMOTE_RELOAD_STATS/- "
	"RELOAD_ACTION_INFO/b RELOAD_ACTION_STATS/b PORT_PCI_SF_NUMBER/4 RATE_TYPE/2 "
	"RATE_TX_SHARE/8 RATE_TX_MAX/8 RATE_NODE_NAME/t RATE_PARENT_NODE_NAME/t "
	"REGION_MAX_SNAPSHOTS/4 LINECARD_INDEX/4 LINECARD_STATE/1 LINECARD_TYPE/t "
	"LINECARD_SUPPORTED_TYPES/- NESTED_DEVLINK/- SELFTESTS/b RATE_TX_PRIORITY/4 "
	"RATE_TX_WEIGHT/4 REGION_DIRECT/b RATE_TC_BWS/b HEALTH_REPORTER_BURST_PERIOD/b "
	"PARAM_VALUE_DEFAULT/b PARAM_RESET_DEFAULT/b INDEX/b RESOURCE_SCOPE_MASK/b";
static const struct attribute_row devlink[] = {
	A(DEVLINK_ATTR_PORT_TYPE, "DEVLINK_PORT_TYPE_ETH", U16(2)),
	A(DEVLINK_ATTR_PORT_DESIRED_TYPE, "DEVLINK_PORT_TYPE_IB", U16(3)),
	A(DEVLINK_ATTR_PORT_FLAVOUR, "DEVLINK_PORT_FLAVOUR_PCI_VF", U16(4)),
	A(DEVLINK_ATTR_ESWITCH_MODE, "DEVLINK_ESWITCH_MODE_SWITCHDEV", U16(1)),
};

static void test_devlink(void **state)
{
	static const uint16_t holders[] = { 27,  28,  34,  35,  49,  50,  63,  64,  80,
		                            84,  85,  90,  91,  93,  94,  100, 101, 102,
		                            106, 114, 156, 157, 158, 161, 174, 175 };

	(void)state;
	assert_family("devlink", DEVLINK_CMD_PORT_GET, "{cmd=DEVLINK_CMD_PORT_GET, version=1}",
	              &(struct attribute_table){ NAMES("DEVLINK_ATTR_", 0, devlink_names),
	                                         ROWS(devlink) });
	/* What lies in others has types of the same set. */
	for (unsigned i = 0; i < sizeof(holders) / sizeof(*holders); i++)
		FAMILY("devlink", DEVLINK_CMD_GET, "{cmd=DEVLINK_CMD_GET, version=1}", devlink,
		       { "DEVLINK_ATTR_", holders[i] });
}

/* ---- network devices: what attributes mean is said by the command */

static const char counted[] =
	"IFINDEX/i QUEUE_TYPE/- QUEUE_ID/4 SCOPE/8 ?/- ?/- ?/- RX_PACKETS/8 RX_BYTES/8 "
	"TX_PACKETS/8 TX_BYTES/8 RX_ALLOC_FAIL/8 RX_HW_DROPS/8 RX_HW_DROP_OVERRUNS/8 "
	"RX_CSUM_COMPLETE/8 RX_CSUM_UNNECESSARY/8 RX_CSUM_NONE/8 RX_CSUM_BAD/8 "
	"RX_HW_GRO_PACKETS/8 RX_HW_GRO_BYTES/8 RX_HW_GRO_WIRE_PACKETS/8 RX_HW_GRO_WIRE_BYTES/8 "
	"RX_HW_DROP_RATELIMITS/8 TX_HW_DROPS/8 TX_HW_DROP_ERRORS/8 TX_CSUM_NONE/8 "
	"TX_NEEDS_CSUM/8 TX_HW_GSO_PACKETS/8 TX_HW_GSO_BYTES/8 TX_HW_GSO_WIRE_PACKETS/8 "
	"TX_HW_GSO_WIRE_BYTES/8 TX_HW_DROP_RATELIMITS/8 TX_STOP/8 TX_WAKE/8";
static const char pooled[] =
	"ID/8 IFINDEX/i NAPI_ID/8 INFLIGHT/8 INFLIGHT_MEM/8 DETACH_TIME/8 DMABUF/8 IO_URING/-";
static const char pool_counted[] =
	"INFO/- ?/- ?/- ?/- ?/- ?/- ?/- ALLOC_FAST/8 ALLOC_SLOW/8 ALLOC_SLOW_HIGH_ORDER/8 "
	"ALLOC_EMPTY/8 ALLOC_REFILL/8 ALLOC_WAIVE/8 RECYCLE_CACHED/8 RECYCLE_CACHE_FULL/8 "
	"RECYCLE_RING/8 RECYCLE_RING_FULL/8 RECYCLE_RELEASED_REFCNT/8";
static const char queued[] = "ID/4 IFINDEX/i TYPE/- NAPI_ID/4 DMABUF/4 IO_URING/- XSK/- LEASE/-";
static const char polled[] = "IFINDEX/i ID/8 IRQ/8 PID/8 DEFER_HARD_IRQS/8 GRO_FLUSH_TIMEOUT/8 "
			     "IRQ_SUSPEND_TIMEOUT/8 THREADED/8";
static const struct attribute_row device[] = {
	NEWER(NETDEV_A_DEV_IFINDEX, 1, "0", U32(0)),
	NEWER(NETDEV_A_DEV_PAD, 2, "\"\\x01\"", U8(1)),
	NEWER(NETDEV_A_DEV_XDP_FEATURES, 3, "NETDEV_XDP_ACT_BASIC|NETDEV_XDP_ACT_RX_SG|0x80",
	      U64(0xa1)),
	NEWER(NETDEV_A_DEV_XDP_ZC_MAX_SEGS, 4, "17", U32(17)),
	NEWER(NETDEV_A_DEV_XDP_RX_METADATA_FEATURES, 5, "NETDEV_XDP_RX_METADATA_HASH", U64(2)),
	NEWER(NETDEV_A_DEV_XSK_FEATURES, 6, "NETDEV_XSK_FLAGS_TX_TIMESTAMP", U64(1)),
};
/* Counters are as long as they need to be. */
static const struct attribute_row pool[] = {
	NEWER(NETDEV_A_PAGE_POOL_ID, 1, "3", U32(3)),
	NEWER(NETDEV_A_PAGE_POOL_ID, 1, "\"\\x07\"", U8(7)),
};
static const struct attribute_row queue[] = {
	NEWER(NETDEV_A_QUEUE_TYPE, 3, "NETDEV_QUEUE_TYPE_TX", U32(1)),
	NEWER(NETDEV_A_QUEUE_XSK, 7, "[{nla_len=5, nla_type=0x1}, \"\\x07\"]",
	      BYTES("\5\0\1\0\7\0\0\0")),
};
static const struct attribute_row queue_statistics[] = {
	NEWER(NETDEV_A_QSTATS_QUEUE_TYPE, 2, "NETDEV_QUEUE_TYPE_RX", U32(0)),
};
static const struct attribute_row memory[] = { NEWER(NETDEV_A_DMABUF_FD, 3, "5", U32(5)) };
static const struct attribute_row lease[] = { NEWER(NETDEV_A_LEASE_NETNS_ID, 3, "-1", U32(-1)) };

static void assert_netdev(uint8_t command, const char *name, struct attribute_table table)
{
	char text[80];

	snprintf(text, sizeof(text), "{cmd=NETDEV_CMD_%s, version=1}", name);
	assert_family("netdev", command, text, &table);
}
#define NETDEV(command, name, ...)                                                                 \
	assert_netdev(command, name, (struct attribute_table){ __VA_ARGS__ })

static void test_netdev(void **state)
{
	static const char *const device_commands[] = { "DEV_GET", "DEV_ADD_NTF", "DEV_DEL_NTF",
		                                       "DEV_CHANGE_NTF" };
	static const char *const pool_commands[] = { "PAGE_POOL_GET", "PAGE_POOL_ADD_NTF",
		                                     "PAGE_POOL_DEL_NTF", "PAGE_POOL_CHANGE_NTF" };

	(void)state;
	for (uint8_t i = 0; i < 4; i++) {
		NETDEV(1 + i, device_commands[i], ROWS(device));
		NETDEV(5 + i, pool_commands[i], NAMES("NETDEV_A_PAGE_POOL_", 1, pooled),
		       ROWS(pool));
	}
	NETDEV(9, "PAGE_POOL_STATS_GET", NAMES("NETDEV_A_PAGE_POOL_STATS_", 1, pool_counted));
	NETDEV(9, "PAGE_POOL_STATS_GET", ROWS(pool),
	       .path = { { "NETDEV_A_PAGE_POOL_STATS_INFO", 1 } });
	NETDEV(12, "QSTATS_GET", NAMES("NETDEV_A_QSTATS_", 1, counted), ROWS(queue_statistics));
}

static void test_netdev_queues(void **state)
{
	static const struct attribute_step leased = { "NETDEV_A_QUEUE_LEASE", 8 };

	(void)state;
	NETDEV(10, "QUEUE_GET", NAMES("NETDEV_A_QUEUE_", 1, queued), ROWS(queue));
	NETDEV(16, "QUEUE_CREATE", NAMES("NETDEV_A_QUEUE_", 1, queued), ROWS(queue));
	NETDEV(11, "NAPI_GET", NAMES("NETDEV_A_NAPI_", 1, polled));
	NETDEV(14, "NAPI_SET", NAMES("NETDEV_A_NAPI_", 1, polled));
	NETDEV(13, "BIND_RX", NAMES("NETDEV_A_DMABUF_", 1, "IFINDEX/i QUEUES/- FD/- ID/4"),
	       ROWS(memory));
	NETDEV(15, "BIND_TX", ROWS(queue), .path = { { "NETDEV_A_DMABUF_QUEUES", 2 } });
	NETDEV(16, "QUEUE_CREATE", NAMES("NETDEV_A_LEASE_", 1, "IFINDEX/i"), ROWS(lease),
	       .path = { leased });
	NETDEV(16, "QUEUE_CREATE", ROWS(queue), .path = { leased, { "NETDEV_A_LEASE_QUEUE", 2 } });
	NETDEV(10, "QUEUE_GET", NAMES("NETDEV_A_IO_URING_PROVIDER_INFO_", 1, "RX_BUF_LEN/4"),
	       .path = { { "NETDEV_A_QUEUE_IO_URING", 6 } });
	NETDEV(5, "PAGE_POOL_GET", NAMES("NETDEV_A_IO_URING_PROVIDER_INFO_", 1, "RX_BUF_LEN/4"),
	       .path = { { "NETDEV_A_PAGE_POOL_IO_URING", 8 } });
}

/* ---- families that are not known by name */

static const struct attribute_row any[] = { { "0x2", 2, "\"\\x07\"", { U8(7) } } };

static void test_unheard(void **state)
{
	(void)state;
	FAMILY("unheard", 5, "{cmd=5, version=1}", any);
	assert_message(NETLINK_GENERIC, 99, "\"\\x05\"", PAYLOAD(BYTES("\5")));
	assert_message(NETLINK_GENERIC, 99, "\"\\x05\\x01\\x00\"", PAYLOAD(BYTES("\5\1\0")));
	assert_message(NETLINK_GENERIC, 99, "{cmd=5, version=1}", PAYLOAD(BYTES("\5\1\0\0")));
}

/* ---- tasks, TCP metrics, MPTCP, WireGuard */

static const struct attribute_row statistics[] = {
	BARE(TASKSTATS_TYPE_UNSPEC),
	IS_U32(TASKSTATS_TYPE_PID, 1234),
	IS_U32(TASKSTATS_TYPE_TGID, 1234),
	IS_BYTE(TASKSTATS_TYPE_STATS),
	A(TASKSTATS_TYPE_AGGR_PID, "[{nla_len=8, nla_type=TASKSTATS_TYPE_PID}, 5]",
	  BYTES("\10\0\1\0\5\0\0\0")),
	A(TASKSTATS_TYPE_AGGR_TGID, "[{nla_len=8, nla_type=TASKSTATS_TYPE_TGID}, 7]",
	  BYTES("\10\0\2\0\7\0\0\0")),
	BARE(TASKSTATS_TYPE_NULL),
};
static const struct attribute_row statistics_request[] = {
	BARE(TASKSTATS_CMD_ATTR_UNSPEC),
	IS_U32(TASKSTATS_CMD_ATTR_PID, 1234),
	IS_U32(TASKSTATS_CMD_ATTR_TGID, 1234),
	IS_TEXT(TASKSTATS_CMD_ATTR_REGISTER_CPUMASK, "0-3"),
	IS_TEXT(TASKSTATS_CMD_ATTR_DEREGISTER_CPUMASK, "0-3"),
};
static const struct attribute_row metrics[] = {
	BARE(TCP_METRICS_ATTR_UNSPEC),
	IS_IPV4(TCP_METRICS_ATTR_ADDR_IPV4),
	IS_IPV6(TCP_METRICS_ATTR_ADDR_IPV6),
	IS_U64(TCP_METRICS_ATTR_AGE, 4294967296),
	IS_U32(TCP_METRICS_ATTR_TW_TSVAL, 5),
	A(TCP_METRICS_ATTR_TW_TS_STAMP, "-6", U32(-6)),
	A(TCP_METRICS_ATTR_VALS, "[{nla_len=8, nla_type=0x1}, 7]", BYTES("\10\0\1\0\7\0\0\0")),
	IS_U16(TCP_METRICS_ATTR_FOPEN_MSS, 1460),
	IS_U16(TCP_METRICS_ATTR_FOPEN_SYN_DROPS, 1),
	IS_U64(TCP_METRICS_ATTR_FOPEN_SYN_DROP_TS, 2),
	IS_BYTE(TCP_METRICS_ATTR_FOPEN_COOKIE),
	IS_IPV4(TCP_METRICS_ATTR_SADDR_IPV4),
	IS_IPV6(TCP_METRICS_ATTR_SADDR_IPV6),
	BARE(TCP_METRICS_ATTR_PAD),
};
static const struct attribute_row paths[] = {
	BARE(MPTCP_PM_ATTR_UNSPEC),
	BARE(MPTCP_PM_ATTR_ADDR),
	IS_U32(MPTCP_PM_ATTR_RCV_ADD_ADDRS, 2),
	IS_U32(MPTCP_PM_ATTR_SUBFLOWS, 3),
	A(MPTCP_PM_ATTR_TOKEN, "0xdeadbeef", U32(0xdeadbeef)),
	IS_U8(MPTCP_PM_ATTR_LOC_ID, 1),
	A(MPTCP_PM_ATTR_ADDR_REMOTE, "[{nla_len=5, nla_type=MPTCP_PM_ADDR_ATTR_ID}, 7]",
	  BYTES("\5\0\2\0\7\0\0\0")),
};
static const struct attribute_row path_address[] = {
	BARE(MPTCP_PM_ADDR_ATTR_UNSPEC),
	A(MPTCP_PM_ADDR_ATTR_FAMILY, "AF_INET6", U16(10)),
	IS_U8(MPTCP_PM_ADDR_ATTR_ID, 3),
	IS_IPV4(MPTCP_PM_ADDR_ATTR_ADDR4),
	IS_IPV6(MPTCP_PM_ADDR_ATTR_ADDR6),
	IS_U16(MPTCP_PM_ADDR_ATTR_PORT, 8080),
	A(MPTCP_PM_ADDR_ATTR_FLAGS, "MPTCP_PM_ADDR_FLAG_SIGNAL|MPTCP_PM_ADDR_FLAG_BACKUP", U32(5)),
	A(MPTCP_PM_ADDR_ATTR_IF_IDX, "0", U32(0)),
};
static const struct attribute_row wireguard[] = {
	BARE(WGDEVICE_A_UNSPEC),
	A(WGDEVICE_A_IFINDEX, "0", U32(0)),
	IS_TEXT(WGDEVICE_A_IFNAME, "wg0"),
	IS_BYTE(WGDEVICE_A_PRIVATE_KEY),
	IS_BYTE(WGDEVICE_A_PUBLIC_KEY),
	A(WGDEVICE_A_FLAGS, "WGDEVICE_F_REPLACE_PEERS", U32(1)),
	IS_U16(WGDEVICE_A_LISTEN_PORT, 51820),
	A(WGDEVICE_A_FWMARK, "0xff", U32(255)),
	BARE(WGDEVICE_A_PEERS),
};

static const struct attribute_row peer[] = {
	BARE(WGPEER_A_UNSPEC),
	IS_BYTE(WGPEER_A_PUBLIC_KEY),
	IS_BYTE(WGPEER_A_PRESHARED_KEY),
	A(WGPEER_A_FLAGS, "WGPEER_F_REMOVE_ME|WGPEER_F_UPDATE_ONLY", U32(5)),
	A(WGPEER_A_ENDPOINT,
	  "{sa_family=AF_INET, sin_port=htons(51820), sin_addr=inet_addr(\"127.0.0.1\")}",
	  STRUCT(sockaddr_in, AF_INET, 0x6cca, { 0x0100007f })),
	IS_U16(WGPEER_A_PERSISTENT_KEEPALIVE_INTERVAL, 25),
	A(WGPEER_A_LAST_HANDSHAKE_TIME, "{tv_sec=5, tv_nsec=6}",
	  BYTES("\5\0\0\0\0\0\0\0\6\0\0\0\0\0\0\0")),
	IS_U64(WGPEER_A_RX_BYTES, 4294967296),
	IS_U64(WGPEER_A_TX_BYTES, 1),
	BARE(WGPEER_A_ALLOWEDIPS),
	IS_U32(WGPEER_A_PROTOCOL_VERSION, 1),
};
static const struct attribute_row network[] = {
	BARE(WGALLOWEDIP_A_UNSPEC),         A(WGALLOWEDIP_A_FAMILY, "AF_INET6", U16(10)),
	IS_IPV4(WGALLOWEDIP_A_IPADDR),      IS_IPV6(WGALLOWEDIP_A_IPADDR),
	IS_U8(WGALLOWEDIP_A_CIDR_MASK, 24),
};

static void test_other_families(void **state)
{
	(void)state;
	FAMILY("TASKSTATS", TASKSTATS_CMD_NEW, "{cmd=TASKSTATS_CMD_NEW, version=1}", statistics);
	assert_family(
		"TASKSTATS", TASKSTATS_CMD_GET, "{cmd=TASKSTATS_CMD_GET, version=1}",
		&(struct attribute_table){ ROWS(statistics_request), .flags = NLM_F_REQUEST });
	FAMILY("tcp_metrics", TCP_METRICS_CMD_GET, "{cmd=TCP_METRICS_CMD_GET, version=1}", metrics);
	FAMILY("mptcp_pm", MPTCP_PM_CMD_SET_FLAGS, "{cmd=MPTCP_PM_CMD_SET_FLAGS, version=1}",
	       paths);
	FAMILY("mptcp_pm", MPTCP_PM_CMD_ADD_ADDR, "{cmd=MPTCP_PM_CMD_ADD_ADDR, version=1}",
	       path_address, STEP(MPTCP_PM_ATTR_ADDR));
	FAMILY("wireguard", WG_CMD_SET_DEVICE, "{cmd=WG_CMD_SET_DEVICE, version=1}", wireguard);
	FAMILY("wireguard", WG_CMD_GET_DEVICE, "{cmd=WG_CMD_GET_DEVICE, version=1}", peer,
	       STEP(WGDEVICE_A_PEERS), INDEX(0));
	FAMILY("wireguard", WG_CMD_GET_DEVICE, "{cmd=WG_CMD_GET_DEVICE, version=1}", network,
	       STEP(WGDEVICE_A_PEERS), INDEX(0), STEP(WGPEER_A_ALLOWEDIPS), INDEX(0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_controller), cmocka_unit_test(test_devlink),
		cmocka_unit_test(test_netdev),         cmocka_unit_test(test_netdev_queues),
		cmocka_unit_test(test_unheard),        cmocka_unit_test(test_other_families),
	};

	return cmocka_run_group_tests_name("netlink_generic", tests, NULL, NULL);
}
