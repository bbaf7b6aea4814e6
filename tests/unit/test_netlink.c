/* Netlink messages: what is shown of good ones, and that damaged ones are survived. */
#include "unit.h"

#include "calls/value.h"
#include "output/print.h"

#include <linux/if_link.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>
#include <sys/syscall.h>

enum { SOCKET = 3, ADDRESS = 0x1000, PACKET_MAX = 1 << 16 };

static struct event_buffer buffer;
static struct arena arena;
static struct text out;
static struct view view = { .string_max = 32 };

/* A packet as it grows. */
static _Alignas(8) uint8_t packet[PACKET_MAX];
static size_t packed;

static void put(const void *bytes, size_t length)
{
	assert_true(packed + length <= sizeof(packet));
	if (length)
		memcpy(packet + packed, bytes, length);
	packed = NLMSG_ALIGN(packed + length);
}

static void put_head(uint32_t length, uint16_t type, uint16_t flags)
{
	put(&(struct nlmsghdr){ length, type, flags, 7, 8 }, sizeof(struct nlmsghdr));
}

static void put_attribute(uint16_t length, uint16_t type, const void *payload, size_t size)
{
	put(&(struct nlattr){ length, type }, sizeof(struct nlattr));
	put(payload, size);
}

static void put_link(uint32_t length)
{
	packed = 0;
	memset(packet, 0, sizeof(packet));
	put_head(length, RTM_NEWLINK, 0);
	put(&(struct ifinfomsg){ .ifi_family = AF_UNSPEC }, sizeof(struct ifinfomsg));
}

/* sendto() of the packet through a socket of that protocol; -1: it is no netlink socket. */
static struct call_value *decode(int32_t protocol, size_t length)
{
	assert_int_equal(event_buffer_reset(&buffer), 0);
	buffer.event->kind = EVENT_ENTRY;
	buffer.event->nr = SYS_sendto;
	buffer.event->args[0] = SOCKET;
	buffer.event->args[1] = ADDRESS;
	buffer.event->args[2] = length;
	event_buffer_put(&buffer, CHUNK_ENTRY, ADDRESS, packet, (uint32_t)length);
	if (protocol >= 0)
		event_buffer_put(&buffer, CHUNK_NETLINK, SOCKET, &protocol, sizeof(protocol));
	arena_empty(&arena);
	struct call_value *decoded = decode_call(buffer.event, &arena, DECODE_ABBREVIATED);

	assert_non_null(decoded);
	return decoded;
}

static const char *shown(int32_t protocol, size_t length)
{
	struct call_value *decoded = decode(protocol, length);
	struct printer printer = {
		.out = &out, .view = &view, .event = buffer.event, .abbrev = true
	};

	assert_int_equal(decoded->misses, 0);
	out.length = 0;
	print_value(&printer, value_find(decoded->args, "buf"));
	text_char(&out, '\0');
	return out.bytes;
}

/* What follows the head of the link message. */
static const char *shown_attributes(void)
{
	static const char body[] = "ifi_change=0}, ";
	const char *text = shown(NETLINK_ROUTE, packed);
	const char *at = strstr(text, body);

	return at ? at + sizeof(body) - 1 : text;
}

static void test_only_netlink_sockets_carry_messages(void **state)
{
	(void)state;
	packed = 0;
	put_head(16, RTM_GETLINK, NLM_F_REQUEST | NLM_F_DUMP);
	assert_string_equal(shown(-1, 16),
	                    "\"\\20\\0\\0\\0\\22\\0\\1\\3\\7\\0\\0\\0\\10\\0\\0\\0\"");
	assert_string_equal(shown(NETLINK_KOBJECT_UEVENT, 4), "\"\\20\\0\\0\\0\"");
	assert_string_equal(shown(NETLINK_ROUTE, 16),
	                    "{nlmsg_len=16, nlmsg_type=RTM_GETLINK, nlmsg_flags=NLM_F_REQUEST|"
	                    "NLM_F_DUMP, nlmsg_seq=7, nlmsg_pid=8}");
	assert_string_equal(shown(NETLINK_ROUTE, 5), "\"\\x10\\x00\\x00\\x00\\x12\"");
}

/* A message of a type whose body is zeros but for the family, with an attribute of eight bytes. */
static const char *shown_route(uint16_t type, uint8_t family, uint32_t body, uint16_t attribute,
                               const void *payload, uint16_t size)
{
	static const uint8_t zeros[64];

	packed = 0;
	memset(packet, 0, sizeof(packet));
	put_head(0, type, 0);
	put(zeros, body);
	packet[16] = family;
	put_attribute((uint16_t)(4 + size), attribute, payload, size);
	((struct nlmsghdr *)packet)->nlmsg_len = (uint32_t)packed;
	return shown(NETLINK_ROUTE, packed);
}

static void test_bridges_and_tunnels(void **state)
{
	static const struct {
		uint16_t length, type;
		uint16_t values[2];
	} vlan = { 8, 1, { 2, 5 } };
	static const struct {
		uint16_t length, type;
		uint32_t value;
	} vni = { 8, 1, 100 };
	const char *text;

	(void)state;
	text = shown_route(RTM_NEWVLAN, AF_BRIDGE, 8, 1, &vlan, sizeof(vlan));
	assert_non_null(strstr(text, "{family=AF_BRIDGE, ifindex=0}, [{nla_len=12, "
	                             "nla_type=BRIDGE_VLANDB_ENTRY}, [{nla_len=8, "
	                             "nla_type=BRIDGE_VLANDB_ENTRY_INFO}, "
	                             "{flags=BRIDGE_VLAN_INFO_PVID, vid=5}]]]"));
	text = shown_route(RTM_NEWTUNNEL, AF_BRIDGE, 8, 1, &vni, sizeof(vni));
	assert_non_null(strstr(text, "{family=AF_BRIDGE, flags=0, ifindex=0}, [{nla_len=12, "
	                             "nla_type=VXLAN_VNIFILTER_ENTRY}, [{nla_len=8, "
	                             "nla_type=VXLAN_VNIFILTER_ENTRY_START}, 100]]]"));
	text = shown_route(RTM_NEWPREFIX, AF_INET6, 12, 2, (uint32_t[2]){ 3, 4 }, 8);
	assert_non_null(
		strstr(text, "nla_type=PREFIX_CACHEINFO}, {preferred_time=3, valid_time=4}]"));
	text = shown_route(RTM_NEWNEXTHOP, AF_INET, 8, 15,
	                   (uint32_t[2]){ 12 | 1 << 16, 8 | 1 << 16 }, 8);
	assert_non_null(strstr(text, "nla_type=NHA_GROUP_STATS}, "));
	text = shown_route(RTM_NEWROUTE, AF_INET, 12, 30, (uint32_t[1]){ 7 }, 4);
	assert_non_null(strstr(text, "nla_type=RTA_NH_ID}, 7]"));
	text = shown_route(RTM_NEWRULE, AF_INET, 12, 25, "\12", 1);
	assert_non_null(strstr(text, "nla_type=FRA_DSCP}, 10]"));
}

/* What is shown of a message of a protocol with that body, and an attribute. */
static const char *shown_message(int32_t protocol, uint16_t type, const void *body, size_t size,
                                 uint16_t attribute, const void *payload, uint16_t length)
{
	packed = 0;
	memset(packet, 0, sizeof(packet));
	put_head(0, type, 0);
	put(body, size);
	put_attribute((uint16_t)(4 + length), attribute, payload, length);
	((struct nlmsghdr *)packet)->nlmsg_len = (uint32_t)packed;
	return shown(protocol, packed);
}

static void test_netfilter_by_subsystem(void **state)
{
	static const uint8_t head[4] = { AF_INET, 0, 0, 0 };
	static const uint8_t tuple[] = { 12, 0, 1, 0x80, 8, 0, 1, 0, 127, 0,  0, 1,
		                         12, 0, 2, 0x80, 6, 0, 2, 0, 0,   80, 0, 0 };
	const char *text;

	(void)state;
	text = shown_message(NETLINK_NETFILTER, 0x100, head, 4, 1 | NLA_F_NESTED, tuple,
	                     sizeof(tuple));
	assert_non_null(strstr(text, "nla_type=NLA_F_NESTED|CTA_TUPLE_ORIG}, [[{nla_len=12, "
	                             "nla_type=NLA_F_NESTED|CTA_TUPLE_IP}, [{nla_len=8, "
	                             "nla_type=CTA_IP_V4_SRC}, inet_addr(\"127.0.0.1\")]], "
	                             "[{nla_len=12, nla_type=NLA_F_NESTED|CTA_TUPLE_PROTO}, "
	                             "[{nla_len=6, nla_type=CTA_PROTO_SRC_PORT}, htons(80)]]]]"));
	text = shown_message(NETLINK_NETFILTER, 0x302, head, 4, 1, "\1\0\0\2", 4);
	assert_non_null(strstr(text, "nla_type=NFQA_CFG_CMD}, "
	                             "{command=NFQNL_CFG_CMD_BIND, pf=htons(2)}]"));
	text = shown_message(NETLINK_NETFILTER, 0x400, head, 4, 10, "in: ", 5);
	assert_non_null(strstr(text, "nla_type=NFULA_PREFIX}, \"in: \"]"));
	text = shown_message(NETLINK_NETFILTER, 0x602, head, 4, 2, "set", 4);
	assert_non_null(strstr(text, "nla_type=IPSET_ATTR_SETNAME}, \"set\"]"));
	text = shown_message(NETLINK_NETFILTER, 0xa03, head, 4, 3, "input", 6);
	assert_non_null(strstr(text, "nla_type=NFTA_CHAIN_NAME}, \"input\"]"));
	text = shown_message(NETLINK_NETFILTER, 0xa00, head, 4, 4, "\0\0\0\0\0\0\0\7", 8);
	assert_non_null(strstr(text, "nla_type=NFTA_TABLE_HANDLE}, htobe64(7)]"));
}

/* Of which family addresses are, is said behind them. */
static void test_security_associations(void **state)
{
	uint8_t id[24] = { 10, 0, 0, 1, [18] = 1, [20] = AF_INET, [22] = 50 };
	uint8_t policy[64] = { [40] = AF_INET6, [56] = 7, [60] = 1 };
	const char *text;

	(void)state;
	text = shown_message(NETLINK_XFRM, 0x12, id, sizeof(id), 21, (uint32_t[2]){ 5, 0xff }, 8);
	assert_non_null(strstr(text, "nlmsg_type=XFRM_MSG_GETSA, "));
	assert_non_null(strstr(text,
	                       "{daddr=inet_addr(\"10.0.0.1\"), spi=htonl(0x100), family=AF_INET, "
	                       "proto=IPPROTO_ESP}, [{nla_len=12, nla_type=XFRMA_MARK}, "
	                       "{v=0x5, m=0xff}]]"));
	text = shown_message(NETLINK_XFRM, 0x15, policy, sizeof(policy), 31, (uint32_t[1]){ 9 }, 4);
	assert_non_null(
		strstr(text, "{sel={inet_pton(AF_INET6, \"::\", &daddr), inet_pton(AF_INET6, "));
	assert_non_null(strstr(text,
	                       "index=7, dir=XFRM_POLICY_OUT}, [{nla_len=8, nla_type=XFRMA_IF_ID}, "
	                       "0x9]]"));
	text = shown_message(NETLINK_XFRM, 0x10, policy, 10, 1, "", 0);
	assert_non_null(strstr(text, "nlmsg_type=XFRM_MSG_NEWSA"));
}

static void test_audit_and_the_connector(void **state)
{
	uint32_t status[11] = { 0x21, 1, 1, 0, 0, 64 };
	struct {
		uint32_t index, value, sequence, acknowledged;
		uint16_t length, flags;
	} head = { 1, 1, 2, 3, 4, 0 };
	const char *text;

	(void)state;
	packed = 0;
	memset(packet, 0, sizeof(packet));
	put_head(16 + sizeof(status), 1001, 0);
	put(status, sizeof(status));
	text = shown(NETLINK_AUDIT, packed);
	assert_non_null(strstr(text, "nlmsg_type=AUDIT_SET, "));
	assert_non_null(strstr(text, "{mask=AUDIT_STATUS_ENABLED|AUDIT_STATUS_BACKLOG_WAIT_TIME, "
	                             "enabled=1, failure=AUDIT_FAIL_PRINTK, pid=0, rate_limit=0, "
	                             "backlog_limit=64, "));
	packed = 0;
	put_head(16 + sizeof(head) + 4, NLMSG_DONE, 0);
	put(&head, sizeof(head));
	put("\1\0\0\0", 4);
	text = shown(NETLINK_CONNECTOR, packed);
	assert_non_null(strstr(text, "{id={idx=CN_IDX_PROC, val=1}, seq=2, ack=3, len=4, flags=0, "
	                             "data=\"\\x01\\x00\\x00\\x00\"}]"));
}

/* Which family a number is, comes with the event; without, or with a name that is none, only the
 * controller is known. */
static void test_generic_families_by_name(void **state)
{
	static const struct {
		int32_t protocol;
		struct generic_family families[2];
	} kernel = { NETLINK_GENERIC, { { 30, "TASKSTATS" }, { 31, "a\nb" } } };
	static const char body[] = "\1\1\0\0\10\0\1\0\5\0\0";
	struct printer printer = {
		.out = &out, .view = &view, .event = buffer.event, .abbrev = true
	};

	(void)state;
	packed = 0;
	put_head(28, 16, NLM_F_REQUEST);
	put("\3\1\0\0\13\0\2\0nlctrl", 15);
	((struct nlmsghdr *)packet)->nlmsg_len = 31;
	assert_non_null(strstr(shown(NETLINK_GENERIC, 31),
	                       "nlmsg_type=nlctrl, nlmsg_flags=NLM_F_REQUEST, nlmsg_seq=7, "
	                       "nlmsg_pid=8}, {cmd=CTRL_CMD_GETFAMILY, version=1}, [{nla_len=11, "
	                       "nla_type=CTRL_ATTR_FAMILY_NAME}, \"nlctrl\"]]"));
	packed = 0;
	put_head(28, 30, NLM_F_REQUEST);
	put(body, 12);
	assert_non_null(
		strstr(shown(NETLINK_GENERIC, 28), "nlmsg_type=0x1e /* GENERIC_FAMILY_??? */"));
	for (uint16_t type = 30; type < 32; type++) {
		((struct nlmsghdr *)packet)->nlmsg_type = type;
		decode(-1, 28);
		event_buffer_put(&buffer, CHUNK_NETLINK, SOCKET, &kernel, sizeof(kernel));
		arena_empty(&arena);
		struct call_value *decoded = decode_call(buffer.event, &arena, DECODE_ABBREVIATED);
		printer.event = buffer.event;
		out.length = 0;
		print_value(&printer, value_find(decoded->args, "buf"));
		text_char(&out, '\0');
		assert_non_null(strstr(out.bytes,
		                       type == 30 ? "nlmsg_type=TASKSTATS, "
		                                  : "nlmsg_type=0x1f /* GENERIC_FAMILY_??? */, "));
		assert_non_null(strstr(
			out.bytes, type == 30 ? "{cmd=TASKSTATS_CMD_GET, version=1}, "
						"[{nla_len=8, nla_type=TASKSTATS_CMD_ATTR_PID}, 5]]"
					      : "{cmd=1, version=1}, "));
	}
}

static void test_udev_puts_a_head_before_text(void **state)
{
	static const char head[40] = "libudev\0\xfe\xed\xca\xfe\x28\0\0\0\x28\0\0\0\x07";

	(void)state;
	packed = 0;
	put(head, sizeof(head));
	assert_string_equal(shown(NETLINK_KOBJECT_UEVENT, packed),
	                    "{prefix=\"libudev\", magic=htonl(0xfeedcafe), header_size=40, "
	                    "properties_off=40, properties_len=7, filter_subsystem_hash=htonl(0), "
	                    "filter_devtype_hash=htonl(0), filter_tag_bloom_hi=htonl(0), "
	                    "filter_tag_bloom_lo=htonl(0)}");
	put("ACTION=", 8);
	assert_non_null(strstr(shown(NETLINK_KOBJECT_UEVENT, packed - 1), "}, \"ACTION=\"]"));
	assert_string_equal(shown(NETLINK_KOBJECT_UEVENT, 10), "\"libudev\\0\\376\\355\"");
}

/* Of a report that is too short, there is only its beginning. */
static void test_algorithms(void **state)
{
	char algorithm[208] = "cbc(aes)", report[72] = "shash";

	(void)state;
	packed = 0;
	put_head(16 + sizeof(algorithm) + 4 + sizeof(report), 0x10, 0);
	put(algorithm, sizeof(algorithm));
	report[64] = 16;
	report[68] = 20;
	put_attribute(4 + sizeof(report), 3, report, sizeof(report));
	const char *text = shown(NETLINK_CRYPTO, packed);
	assert_non_null(
		strstr(text, "{cru_name=\"cbc(aes)\", cru_driver_name=\"\", cru_module_name=\"\", "
	                     "cru_type=0, cru_mask=0, cru_refcnt=0, cru_flags=0}"));
	assert_non_null(strstr(text, "nla_type=CRYPTOCFGA_REPORT_HASH}, "
	                             "{type=\"shash\", blocksize=16, digestsize=20}]"));
	((struct nlattr *)(packet + 16 + sizeof(algorithm)))->nla_len = 9;
	((struct nlmsghdr *)packet)->nlmsg_len = 16 + sizeof(algorithm) + 9;
	assert_non_null(strstr(shown(NETLINK_CRYPTO, 16 + sizeof(algorithm) + 9), "}, \"shash\"]"));
}

static void test_types_depend_on_the_protocol(void **state)
{
	(void)state;
	packed = 0;
	put_head(16, RTM_GETLINK, 0);
	assert_non_null(strstr(shown(NETLINK_ROUTE, 16), "nlmsg_type=RTM_GETLINK"));
	assert_non_null(strstr(shown(99, 16), "nlmsg_type=0x12 /* NLMSG_??? */"));
	packed = 0;
	put_head(16, NLMSG_DONE, 0);
	assert_non_null(strstr(shown(NETLINK_ROUTE, 16), "nlmsg_type=NLMSG_DONE"));
	assert_non_null(strstr(shown(99, 16), "nlmsg_type=NLMSG_DONE"));
}

static void test_attributes_stand_beside_the_body(void **state)
{
	(void)state;
	put_link(1000);
	put_attribute(7, IFLA_IFNAME, "lo", 3);
	assert_string_equal(shown_attributes(), "[{nla_len=7, nla_type=IFLA_IFNAME}, \"lo\"]]");
	put_attribute(8, IFLA_MTU | NLA_F_NET_BYTEORDER, &(uint32_t){ 1500 }, 4);
	put_attribute(4, IFLA_UNSPEC, NULL, 0);
	assert_string_equal(shown_attributes(),
	                    "[[{nla_len=7, nla_type=IFLA_IFNAME}, \"lo\"], "
	                    "[{nla_len=8, nla_type=NLA_F_NET_BYTEORDER|IFLA_MTU}, 1500], "
	                    "{nla_len=4, nla_type=IFLA_UNSPEC}]]");
}

static void test_rows_are_nested(void **state)
{
	(void)state;
	put_link(1000);
	put_attribute(28, IFLA_LINKINFO, NULL, 0);
	put_attribute(11, IFLA_INFO_KIND, "bridge", 7);
	put_attribute(12, IFLA_INFO_DATA, NULL, 0);
	put_attribute(8, IFLA_BR_FORWARD_DELAY, &(uint32_t){ 150 }, 4);
	assert_string_equal(shown_attributes(),
	                    "[{nla_len=28, nla_type=IFLA_LINKINFO}, "
	                    "[[{nla_len=11, nla_type=IFLA_INFO_KIND}, \"bridge\"], "
	                    "[{nla_len=12, nla_type=IFLA_INFO_DATA}, "
	                    "[{nla_len=8, nla_type=IFLA_BR_FORWARD_DELAY}, 150 /* 1.50 s */]]]]]");
}

static void test_addresses_follow_the_family(void **state)
{
	static const uint8_t address[16] = { 127, 0, 0, 1 };

	(void)state;
	for (unsigned family = AF_INET; family <= AF_INET6; family += AF_INET6 - AF_INET) {
		packed = 0;
		put_head(1000, RTM_NEWADDR, 0);
		put(&(struct ifaddrmsg){ .ifa_family = (uint8_t)family }, sizeof(struct ifaddrmsg));
		put_attribute(family == AF_INET ? 8 : 20, IFA_ADDRESS, address, 16);
		assert_non_null(strstr(
			shown(NETLINK_ROUTE, family == AF_INET ? 32 : 44),
			family == AF_INET ? "IFA_ADDRESS}, inet_addr(\"127.0.0.1\")]"
					  : "IFA_ADDRESS}, inet_pton(AF_INET6, \"7f00:1::\")]"));
	}
}

static void test_lengths_may_lie(void **state)
{
	(void)state;
	put_link(1000);
	put_attribute(0, IFLA_MTU, NULL, 0);
	put_attribute(8, IFLA_MTU, "\1\0\0\0", 4);
	assert_string_equal(shown_attributes(), "{nla_len=0, nla_type=IFLA_MTU}]");
	put_link(1000);
	put_attribute(UINT16_MAX, IFLA_MTU, "\1\0\0\0", 4);
	assert_string_equal(shown_attributes(), "[{nla_len=65535, nla_type=IFLA_MTU}, 1]]");
	put_link(1000);
	put_attribute(6, IFLA_MTU, "\1\0", 2);
	packed -= 1;
	put("\7", 1);
	assert_string_equal(shown_attributes(),
	                    "[{nla_len=6, nla_type=IFLA_MTU}, \"\\x01\\x00\"]]");
	put_link(UINT32_MAX);
	assert_non_null(strstr(shown(NETLINK_ROUTE, 20), "{ifi_family=AF_UNSPEC, ...}]"));
	put_link(3);
	assert_string_equal(shown(NETLINK_ROUTE, packed),
	                    "{nlmsg_len=3, nlmsg_type=RTM_NEWLINK, nlmsg_flags=0, nlmsg_seq=7, "
	                    "nlmsg_pid=8}");
}

static void test_what_is_left_of_a_row_is_shown(void **state)
{
	(void)state;
	put_link(1000);
	put_attribute(8, IFLA_MTU, "\1\0\0\0", 4);
	put("\4\0", 2);
	packed -= 2;
	assert_string_equal(shown_attributes(),
	                    "[[{nla_len=8, nla_type=IFLA_MTU}, 1], \"\\x04\\x00\"]]");
}

static void test_errors_hold_what_they_answer(void **state)
{
	(void)state;
	packed = 0;
	memset(packet, 0, sizeof(packet));
	put_head(52, NLMSG_ERROR, NLM_F_CAPPED);
	put(&(int32_t){ -95 }, 4);
	put_head(100, RTM_GETLINK, NLM_F_REQUEST);
	put_attribute(9, NLMSGERR_ATTR_MSG, "oops", 5);
	assert_string_equal(shown(NETLINK_ROUTE, packed),
	                    "[{nlmsg_len=52, nlmsg_type=NLMSG_ERROR, nlmsg_flags=NLM_F_CAPPED, "
	                    "nlmsg_seq=7, nlmsg_pid=8}, [{error=-EOPNOTSUPP, msg={nlmsg_len=100, "
	                    "nlmsg_type=RTM_GETLINK, nlmsg_flags=NLM_F_REQUEST, nlmsg_seq=7, "
	                    "nlmsg_pid=8}}, [{nla_len=9, nla_type=NLMSGERR_ATTR_MSG}, \"oops\"]]]");
}

static unsigned depth_of(const struct value *value)
{
	unsigned deepest = 0;

	for (const struct value *child = value->first; child; child = child->next) {
		unsigned depth = depth_of(child);
		if (depth > deepest)
			deepest = depth;
	}
	return deepest + 1;
}

/* Errors that answer errors, and routes via routes. */
static void test_depth_has_an_end(void **state)
{
	(void)state;
	packed = 0;
	for (unsigned i = 0; i < 1000; i++) {
		put_head(60000, NLMSG_ERROR, 0);
		put(&(int32_t){ -1 }, 4);
	}
	assert_true(depth_of(decode(NETLINK_ROUTE, packed)->args) < 100);
	packed = 0;
	put_head(60000, RTM_NEWROUTE, 0);
	put(&(struct rtmsg){ .rtm_family = AF_INET }, sizeof(struct rtmsg));
	for (unsigned i = 0; i < 1000; i++) {
		put_attribute(60000, RTA_MULTIPATH, NULL, 0);
		put(&(struct rtnexthop){ .rtnh_len = 60000 }, sizeof(struct rtnexthop));
	}
	assert_true(depth_of(decode(NETLINK_ROUTE, packed)->args) < 100);
	/* What is below the end is no empty structure. */
	assert_non_null(strstr(shown(NETLINK_ROUTE, packed), "{...}"));
	assert_null(strstr(out.bytes, "{}"));
}

static void test_a_full_packet_of_the_smallest_attributes_is_survived(void **state)
{
	(void)state;
	put_link(PACKET_MAX);
	while (packed + 4 <= PACKET_MAX)
		put_attribute(4, IFLA_UNSPEC, NULL, 0);
	const struct value *list = decode(NETLINK_ROUTE, packed)->args->first->next->first;

	assert_int_equal(list->count, 1);
	assert_int_equal(list->first->last->count, (PACKET_MAX - 32) / 4);
}

static int free_all(void **state)
{
	(void)state;
	event_buffer_free(&buffer);
	arena_deinit(&arena);
	text_free(&out);
	return 0;
}

static int start(void **state)
{
	(void)state;
	arena_init(&arena, 64 << 20);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_only_netlink_sockets_carry_messages),
		cmocka_unit_test(test_udev_puts_a_head_before_text),
		cmocka_unit_test(test_algorithms),
		cmocka_unit_test(test_netfilter_by_subsystem),
		cmocka_unit_test(test_security_associations),
		cmocka_unit_test(test_audit_and_the_connector),
		cmocka_unit_test(test_generic_families_by_name),
		cmocka_unit_test(test_bridges_and_tunnels),
		cmocka_unit_test(test_types_depend_on_the_protocol),
		cmocka_unit_test(test_attributes_stand_beside_the_body),
		cmocka_unit_test(test_rows_are_nested),
		cmocka_unit_test(test_addresses_follow_the_family),
		cmocka_unit_test(test_lengths_may_lie),
		cmocka_unit_test(test_what_is_left_of_a_row_is_shown),
		cmocka_unit_test(test_errors_hold_what_they_answer),
		cmocka_unit_test(test_depth_has_an_end),
		cmocka_unit_test(test_a_full_packet_of_the_smallest_attributes_is_survived),
	};

	return cmocka_run_group_tests_name("netlink", tests, start, free_all);
}
