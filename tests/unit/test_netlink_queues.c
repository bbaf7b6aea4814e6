/* What queues, filters and actions have: eight letters of a kind's name tell. */
#include "netlink_tables.h"

#include <netinet/in.h>

#include <linux/filter.h>
#include <linux/pkt_cls.h>
#include <linux/pkt_sched.h>
#include <linux/rtnetlink.h>
#include <linux/tc_act/tc_gact.h>
#include <linux/tc_act/tc_mirred.h>

#define QUEUE(message, kind, list)                                                                 \
	assert_table(&(struct attribute_table){                                                    \
		NETLINK_ROUTE, .type = message, BODY(STRUCT(tcmsg, .tcm_family = AF_UNSPEC)),      \
		.path = { STEP_AFTER(TCA_OPTIONS, TCA_KIND, kind) }, ROWS(list) })
/* Options that are no row: beside the kind. */
#define BESIDE(kind, list)                                                                         \
	assert_table(&(struct attribute_table){ NETLINK_ROUTE, .type = RTM_NEWQDISC,               \
	                                        BODY(STRUCT(tcmsg, .tcm_family = AF_UNSPEC)),      \
	                                        .before = TCA_KIND, .text = kind, ROWS(list) })

/* ---- queues */

#define RATE      { 3, 1, 0, -1, 64, 125000 }
#define RATE_TEXT "{cell_log=3, linklayer=1, overhead=0, cell_align=-1, mpu=64, rate=125000}"

static const struct attribute_row codel[] = {
	BARE(TCA_CODEL_UNSPEC),        IS_U32(TCA_CODEL_TARGET, 4999),
	IS_U32(TCA_CODEL_LIMIT, 1000), IS_U32(TCA_CODEL_INTERVAL, 99999),
	IS_U32(TCA_CODEL_ECN, 1),      IS_U32(TCA_CODEL_CE_THRESHOLD, 5),
};
static const struct attribute_row fq_codel[] = {
	BARE(TCA_FQ_CODEL_UNSPEC),
	IS_U32(TCA_FQ_CODEL_TARGET, 4999),
	IS_U32(TCA_FQ_CODEL_LIMIT, 10240),
	IS_U32(TCA_FQ_CODEL_INTERVAL, 99999),
	IS_U32(TCA_FQ_CODEL_ECN, 1),
	IS_U32(TCA_FQ_CODEL_FLOWS, 1024),
	IS_U32(TCA_FQ_CODEL_QUANTUM, 1514),
	IS_U32(TCA_FQ_CODEL_CE_THRESHOLD, 5),
	IS_U32(TCA_FQ_CODEL_DROP_BATCH_SIZE, 64),
	IS_U32(TCA_FQ_CODEL_MEMORY_LIMIT, 33554432),
	A(TCA_FQ_CODEL_CE_THRESHOLD_SELECTOR, "0x1", U8(1)),
	A(TCA_FQ_CODEL_CE_THRESHOLD_MASK, "0xff", U8(255)),
};
static const struct attribute_row fq[] = {
	BARE(TCA_FQ_UNSPEC),
	IS_U32(TCA_FQ_PLIMIT, 10000),
	IS_U32(TCA_FQ_FLOW_PLIMIT, 100),
	IS_U32(TCA_FQ_QUANTUM, 3028),
	IS_U32(TCA_FQ_INITIAL_QUANTUM, 15140),
	IS_U32(TCA_FQ_RATE_ENABLE, 1),
	IS_U32(TCA_FQ_FLOW_DEFAULT_RATE, 0),
	IS_U32(TCA_FQ_FLOW_MAX_RATE, 4294967295),
	IS_U32(TCA_FQ_BUCKETS_LOG, 10),
	IS_U32(TCA_FQ_FLOW_REFILL_DELAY, 40000),
	IS_U32(TCA_FQ_ORPHAN_MASK, 1023),
	IS_U32(TCA_FQ_LOW_RATE_THRESHOLD, 68750),
	IS_U32(TCA_FQ_CE_THRESHOLD, 5),
	IS_U32(TCA_FQ_TIMER_SLACK, 10000),
	IS_U32(TCA_FQ_HORIZON, 10000000),
	IS_U8(TCA_FQ_HORIZON_DROP, 1),
	NEWER(TCA_FQ_PRIOMAP, 16,
	      "{bands=3, priomap=[1, 2, 2, 2, 1, 2, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1]}",
	      STRUCT(tc_prio_qopt, 3, { 1, 2, 2, 2, 1, 2, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1 })),
	NEWER(TCA_FQ_WEIGHTS, 17, "[589824, 196608, 65536]", BYTES("\0\0\11\0\0\0\3\0\0\0\1\0")),
	NEWER(TCA_FQ_OFFLOAD_HORIZON, 18, "7", U32(7)),
};
static const struct attribute_row htb[] = {
	BARE(TCA_HTB_UNSPEC),
	A(TCA_HTB_PARMS,
	  "{rate=" RATE_TEXT ", ceil=" RATE_TEXT
	  ", buffer=1, cbuffer=2, quantum=3, level=4, prio=5}",
	  STRUCT(tc_htb_opt, RATE, RATE, 1, 2, 3, 4, 5)),
	A(TCA_HTB_INIT, "{version=3, rate2quantum=10, defcls=0x30, debug=0, direct_pkts=7}",
	  STRUCT(tc_htb_glob, 3, 10, 0x30, 0, 7)),
	IS_BYTE(TCA_HTB_CTAB),
	IS_BYTE(TCA_HTB_RTAB),
	IS_U32(TCA_HTB_DIRECT_QLEN, 1000),
	IS_U64(TCA_HTB_RATE64, 5000000000),
	IS_U64(TCA_HTB_CEIL64, 6000000000),
	BARE(TCA_HTB_PAD),
	BARE(TCA_HTB_OFFLOAD),
};
static const struct attribute_row tbf[] = {
	BARE(TCA_TBF_UNSPEC),
	A(TCA_TBF_PARMS, "{rate=" RATE_TEXT ", peakrate=" RATE_TEXT ", limit=1, buffer=2, mtu=3}",
	  STRUCT(tc_tbf_qopt, RATE, RATE, 1, 2, 3)),
	IS_BYTE(TCA_TBF_RTAB),
	IS_BYTE(TCA_TBF_PTAB),
	IS_U64(TCA_TBF_RATE64, 5000000000),
	IS_U64(TCA_TBF_PRATE64, 5000000000),
	IS_U32(TCA_TBF_BURST, 1600),
	IS_U32(TCA_TBF_PBURST, 1500),
	BARE(TCA_TBF_PAD),
};
static const struct attribute_row red[] = {
	BARE(TCA_RED_UNSPEC),
	A(TCA_RED_PARMS,
	  "{limit=1, qth_min=2, qth_max=3, Wlog=4, Plog=5, Scell_log=6, "
	  "flags=TC_RED_ECN|TC_RED_NODROP}",
	  STRUCT(tc_red_qopt, 1, 2, 3, 4, 5, 6, 9)),
	IS_BYTE(TCA_RED_STAB),
	IS_U32(TCA_RED_MAX_P, 85899345),
	A(TCA_RED_FLAGS, "{value=0x1, selector=0xf}", STRUCT(nla_bitfield32, 1, 15)),
	IS_U32(TCA_RED_EARLY_DROP_BLOCK, 1),
	IS_U32(TCA_RED_MARK_BLOCK, 2),
};
static const struct attribute_row netem[] = {
	BARE(TCA_NETEM_UNSPEC),
	A(TCA_NETEM_CORR, "{delay_corr=1, loss_corr=2, dup_corr=3}",
	  STRUCT(tc_netem_corr, 1, 2, 3)),
	A(TCA_NETEM_DELAY_DIST, "[-1, 2]", BYTES("\xff\xff\2\0")),
	A(TCA_NETEM_REORDER, "{probability=1, correlation=2}", STRUCT(tc_netem_reorder, 1, 2)),
	A(TCA_NETEM_CORRUPT, "{probability=3, correlation=4}", STRUCT(tc_netem_corrupt, 3, 4)),
	A(TCA_NETEM_LOSS, "[{nla_len=20, nla_type=NETEM_LOSS_GE}, {p=1, r=2, h=3, k1=4}]",
	  BYTES("\24\0\2\0\1\0\0\0\2\0\0\0\3\0\0\0\4\0\0\0")),
	A(TCA_NETEM_LOSS,
	  "[{nla_len=24, nla_type=NETEM_LOSS_GI}, {p13=1, p31=2, p32=3, p14=4, p23=5}]",
	  BYTES("\30\0\1\0\1\0\0\0\2\0\0\0\3\0\0\0\4\0\0\0\5\0\0\0")),
	A(TCA_NETEM_LOSS, "[{nla_len=5, nla_type=NETEM_LOSS_UNSPEC}, \"\\x01\"]",
	  BYTES("\5\0\0\0\1\0\0\0")),
	A(TCA_NETEM_RATE, "{rate=1000, packet_overhead=-4, cell_size=5, cell_overhead=6}",
	  STRUCT(tc_netem_rate, 1000, -4, 5, 6)),
	IS_U32(TCA_NETEM_ECN, 1),
	IS_U64(TCA_NETEM_RATE64, 5000000000),
	BARE(TCA_NETEM_PAD),
	A(TCA_NETEM_LATENCY64, "10000000", U64(10000000)),
	A(TCA_NETEM_JITTER64, "-1", U64(-1)),
	A(TCA_NETEM_SLOT,
	  "{min_delay=1, max_delay=2, max_packets=3, max_bytes=4, dist_delay=5, dist_jitter=6}",
	  STRUCT(tc_netem_slot, 1, 2, 3, 4, 5, 6)),
	A(TCA_NETEM_SLOT_DIST, "[3]", U16(3)),
	NEWER(TCA_NETEM_PRNG_SEED, 14, "5", U64(5)),
};
static const struct attribute_row cake[] = {
	BARE(TCA_CAKE_UNSPEC),
	BARE(TCA_CAKE_PAD),
	IS_U64(TCA_CAKE_BASE_RATE64, 5000000000),
	IS_U32(TCA_CAKE_DIFFSERV_MODE, 1),
	IS_U32(TCA_CAKE_ATM, 2),
	IS_U32(TCA_CAKE_FLOW_MODE, 3),
	A(TCA_CAKE_OVERHEAD, "-38", U32(-38)),
	IS_U32(TCA_CAKE_RTT, 100000),
	IS_U32(TCA_CAKE_TARGET, 5000),
	IS_U32(TCA_CAKE_AUTORATE, 0),
	IS_U32(TCA_CAKE_MEMORY, 4194304),
	IS_U32(TCA_CAKE_NAT, 1),
	IS_U32(TCA_CAKE_RAW, 0),
	IS_U32(TCA_CAKE_WASH, 1),
	IS_U32(TCA_CAKE_MPU, 64),
	IS_U32(TCA_CAKE_INGRESS, 0),
	IS_U32(TCA_CAKE_ACK_FILTER, 1),
	IS_U32(TCA_CAKE_SPLIT_GSO, 1),
	A(TCA_CAKE_FWMARK, "0xff", U32(255)),
};

/* They are no row, or begin with a structure. */
static const struct attribute_row fifo[] = {
	A(TCA_OPTIONS, "{limit=1000}", STRUCT(tc_fifo_qopt, 1000)),
};
static const struct attribute_row prio[] = {
	A(TCA_OPTIONS, "{bands=3, priomap=[1, 2, 2, 2, 1, 2, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1]}",
	  STRUCT(tc_prio_qopt, 3, { 1, 2, 2, 2, 1, 2, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1 })),
};
static const struct attribute_row clsact[] = { NEST(TCA_OPTIONS), IS_BYTE(TCA_OPTIONS) };
static const struct attribute_row netem_alone[] = {
	A(TCA_OPTIONS, "{latency=15625, limit=1000, loss=1, gap=2, duplicate=3, jitter=4}",
	  STRUCT(tc_netem_qopt, 15625, 1000, 1, 2, 3, 4)),
	A(TCA_OPTIONS,
	  "{latency=0, limit=0, loss=0, gap=0, duplicate=0, jitter=0}, "
	  "[{nla_len=8, nla_type=TCA_NETEM_ECN}, 1]",
	  BYTES("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\10\0\7\0\1\0\0\0")),
};

static void test_queues(void **state)
{
	(void)state;
	QUEUE(RTM_NEWQDISC, "codel", codel);
	QUEUE(RTM_NEWQDISC, "fq_codel", fq_codel);
	QUEUE(RTM_NEWQDISC, "fq", fq);
	QUEUE(RTM_NEWQDISC, "htb", htb);
	QUEUE(RTM_NEWTCLASS, "htb", htb);
	QUEUE(RTM_NEWQDISC, "tbf", tbf);
	QUEUE(RTM_NEWQDISC, "red", red);
	QUEUE(RTM_NEWQDISC, "cake", cake);
	BESIDE("pfifo", fifo);
	BESIDE("bfifo", fifo);
	BESIDE("pfifo_head_drop", fifo);
	BESIDE("prio", prio);
	BESIDE("ingress", clsact);
	BESIDE("clsact", clsact);
	BESIDE("netem", netem_alone);
	assert_table(&(struct attribute_table){
		NETLINK_ROUTE, .type = RTM_NEWQDISC, BODY(STRUCT(tcmsg, .tcm_family = AF_UNSPEC)),
		.path = { { "TCA_OPTIONS", TCA_OPTIONS, TCA_KIND, "netem",
	                    sizeof(struct tc_netem_qopt) } },
		ROWS(netem) });
}

/* ---- filters */

#define ACTIONS                                                                                    \
	BYTES("\70\0\1\0"                                                                          \
	      "\13\0\1\0mirred\0\0"                                                                \
	      "\44\0\2\0\40\0\2\0\1\0\0\0\0\0\0\0\4\0\0\0\1\0\0\0\1\0\0\0\1\0\0\0\0\0\0\0")
#define ACTIONS_TEXT                                                                               \
	"[{nla_len=56, nla_type=0x1}, [[{nla_len=11, nla_type=TCA_ACT_KIND}, \"mirred\"], "        \
	"[{nla_len=36, nla_type=TCA_ACT_OPTIONS}, [{nla_len=32, nla_type=TCA_MIRRED_PARMS}, "      \
	"{index=1, capab=0, action=TC_ACT_STOLEN, refcnt=1, bindcnt=1, eaction=TCA_EGRESS_REDIR, " \
	"ifindex=0}]]]]"

static const struct attribute_row basic[] = {
	BARE(TCA_BASIC_UNSPEC),
	A(TCA_BASIC_CLASSID, "0x10001", U32(0x10001)),
	IS_BYTE(TCA_BASIC_EMATCHES),
	A(TCA_BASIC_ACT, ACTIONS_TEXT, ACTIONS),
	A(TCA_BASIC_POLICE, "[{nla_len=8, nla_type=TCA_POLICE_AVRATE}, 7]",
	  BYTES("\10\0\4\0\7\0\0\0")),
	A(TCA_BASIC_PCNT, "{rcnt=1, rhit=2}", STRUCT(tc_basic_pcnt, 1, 2)),
	BARE(TCA_BASIC_PAD),
};
static const struct attribute_row bpf[] = {
	BARE(TCA_BPF_UNSPEC),
	A(TCA_BPF_ACT, ACTIONS_TEXT, ACTIONS),
	A(TCA_BPF_POLICE, "[{nla_len=8, nla_type=TCA_POLICE_AVRATE}, 7]",
	  BYTES("\10\0\4\0\7\0\0\0")),
	A(TCA_BPF_CLASSID, "0x1", U32(1)),
	IS_U16(TCA_BPF_OPS_LEN, 1),
	A(TCA_BPF_OPS, "[BPF_STMT(BPF_RET|BPF_K, 0xffff)]",
	  STRUCT(sock_filter, BPF_RET | BPF_K, 0, 0, 0xffff)),
	IS_U32(TCA_BPF_FD, 5),
	IS_TEXT(TCA_BPF_NAME, "prog.o:[cls]"),
	A(TCA_BPF_FLAGS, "TCA_BPF_FLAG_ACT_DIRECT", U32(1)),
	A(TCA_BPF_FLAGS_GEN, "TCA_CLS_FLAGS_SKIP_HW|TCA_CLS_FLAGS_NOT_IN_HW", U32(9)),
	A(TCA_BPF_TAG, "\"\\x01\\x02\\x03\\x04\\x05\\x06\\x07\\x08\"", BYTES("\1\2\3\4\5\6\7\10")),
	IS_U32(TCA_BPF_ID, 42),
};
static const struct attribute_row fw[] = {
	BARE(TCA_FW_UNSPEC),
	A(TCA_FW_CLASSID, "0x1", U32(1)),
	A(TCA_FW_POLICE, "[{nla_len=8, nla_type=TCA_POLICE_AVRATE}, 7]",
	  BYTES("\10\0\4\0\7\0\0\0")),
	IS_TEXT(TCA_FW_INDEV, "eth0"),
	A(TCA_FW_ACT, ACTIONS_TEXT, ACTIONS),
	A(TCA_FW_MASK, "0xff", U32(255)),
};
static const struct attribute_row matchall[] = {
	BARE(TCA_MATCHALL_UNSPEC),
	A(TCA_MATCHALL_CLASSID, "0x1", U32(1)),
	A(TCA_MATCHALL_ACT, ACTIONS_TEXT, ACTIONS),
	A(TCA_MATCHALL_FLAGS, "TCA_CLS_FLAGS_SKIP_SW", U32(2)),
	A(TCA_MATCHALL_PCNT, "{rhit=3}", STRUCT(tc_matchall_pcnt, 3)),
	BARE(TCA_MATCHALL_PAD),
};
/* struct tc_u32_sel, with a key behind it. */
struct selector {
	uint8_t flags, offshift, nkeys;
	uint16_t offmask, off;
	int16_t offoff, hoff;
	uint32_t hmask;
	struct tc_u32_key keys[1];
};
_Static_assert(offsetof(struct selector, keys) == sizeof(struct tc_u32_sel) &&
                       offsetof(struct selector, hmask) == offsetof(struct tc_u32_sel, hmask),
               "the header's");
static const struct attribute_row u32_filter[] = {
	BARE(TCA_U32_UNSPEC),
	A(TCA_U32_CLASSID, "0x10010", U32(0x10010)),
	A(TCA_U32_HASH, "0x80000000", U32(0x80000000)),
	A(TCA_U32_LINK, "0x1000000", U32(0x1000000)),
	IS_U32(TCA_U32_DIVISOR, 256),
	A(TCA_U32_SEL,
	  "{flags=TC_U32_TERMINAL, offshift=0, nkeys=1, offmask=htons(0), off=0, offoff=0, "
	  "hoff=-1, "
	  "hmask=htonl(0), keys=[{mask=htonl(0xff00), val=htonl(0x1600), off=20, offmask=0}]}",
	  STRUCT(selector, .flags = 1, .nkeys = 1, .hoff = -1,
	         .keys = { { 0x00ff0000, 0x00160000, 20, 0 } })),
	A(TCA_U32_POLICE, "[{nla_len=8, nla_type=TCA_POLICE_AVRATE}, 7]",
	  BYTES("\10\0\4\0\7\0\0\0")),
	A(TCA_U32_ACT, ACTIONS_TEXT, ACTIONS),
	IS_TEXT(TCA_U32_INDEV, "eth0"),
	A(TCA_U32_PCNT, "[1, 2, 3]", BYTES("\1\0\0\0\0\0\0\0\2\0\0\0\0\0\0\0\3\0\0\0\0\0\0\0")),
	A(TCA_U32_MARK, "{val=0x1, mask=0xff, success=5}", STRUCT(tc_u32_mark, 1, 255, 5)),
	A(TCA_U32_FLAGS, "TCA_CLS_FLAGS_IN_HW|TCA_CLS_FLAGS_VERBOSE", U32(0x14)),
	BARE(TCA_U32_PAD),
};
#define WITH_MASK(is, name, ...) is(name, __VA_ARGS__), is(name##_MASK, __VA_ARGS__)
#define IS_HEX8(name, number)    A(name, #number, U8(number))
#define IS_HEX32(name, number)   A(name, #number, U32(number))
static const struct attribute_row flower[] = {
	BARE(TCA_FLOWER_UNSPEC),
	A(TCA_FLOWER_CLASSID, "0x1", U32(1)),
	IS_TEXT(TCA_FLOWER_INDEV, "eth0"),
	A(TCA_FLOWER_ACT, ACTIONS_TEXT, ACTIONS),
	IS_HARDWARE(TCA_FLOWER_KEY_ETH_DST),
	IS_HARDWARE(TCA_FLOWER_KEY_ETH_DST_MASK),
	IS_HARDWARE(TCA_FLOWER_KEY_ETH_SRC),
	IS_HARDWARE(TCA_FLOWER_KEY_ETH_SRC_MASK),
	A(TCA_FLOWER_KEY_ETH_TYPE, "htons(ETH_P_IP)", BE16(0x800)),
	A(TCA_FLOWER_KEY_IP_PROTO, "IPPROTO_TCP", U8(6)),
	IS_IPV4(TCA_FLOWER_KEY_IPV4_SRC),
	IS_IPV4(TCA_FLOWER_KEY_IPV4_SRC_MASK),
	IS_IPV4(TCA_FLOWER_KEY_IPV4_DST),
	IS_IPV4(TCA_FLOWER_KEY_IPV4_DST_MASK),
	IS_IPV6(TCA_FLOWER_KEY_IPV6_SRC),
	IS_IPV6(TCA_FLOWER_KEY_IPV6_SRC_MASK),
	IS_IPV6(TCA_FLOWER_KEY_IPV6_DST),
	IS_IPV6(TCA_FLOWER_KEY_IPV6_DST_MASK),
	WITH_MASK(IS_BE16, TCA_FLOWER_KEY_TCP_SRC, 1),
	WITH_MASK(IS_BE16, TCA_FLOWER_KEY_TCP_DST, 22),
	WITH_MASK(IS_BE16, TCA_FLOWER_KEY_UDP_SRC, 3),
	WITH_MASK(IS_BE16, TCA_FLOWER_KEY_UDP_DST, 4),
	A(TCA_FLOWER_FLAGS, "TCA_CLS_FLAGS_SKIP_SW", U32(2)),
	IS_U16(TCA_FLOWER_KEY_VLAN_ID, 100),
	IS_U8(TCA_FLOWER_KEY_VLAN_PRIO, 3),
	A(TCA_FLOWER_KEY_VLAN_ETH_TYPE, "htons(ETH_P_IPV6)", BE16(0x86dd)),
	IS_BE32(TCA_FLOWER_KEY_ENC_KEY_ID, 42),
	IS_IPV4(TCA_FLOWER_KEY_ENC_IPV4_SRC),
	IS_IPV4(TCA_FLOWER_KEY_ENC_IPV4_SRC_MASK),
	IS_IPV4(TCA_FLOWER_KEY_ENC_IPV4_DST),
	IS_IPV4(TCA_FLOWER_KEY_ENC_IPV4_DST_MASK),
	IS_IPV6(TCA_FLOWER_KEY_ENC_IPV6_SRC),
	IS_IPV6(TCA_FLOWER_KEY_ENC_IPV6_SRC_MASK),
	IS_IPV6(TCA_FLOWER_KEY_ENC_IPV6_DST),
	IS_IPV6(TCA_FLOWER_KEY_ENC_IPV6_DST_MASK),
	WITH_MASK(IS_BE16, TCA_FLOWER_KEY_SCTP_SRC, 5),
	WITH_MASK(IS_BE16, TCA_FLOWER_KEY_SCTP_DST, 6),
	WITH_MASK(IS_BE16, TCA_FLOWER_KEY_ENC_UDP_SRC_PORT, 7),
	WITH_MASK(IS_BE16, TCA_FLOWER_KEY_ENC_UDP_DST_PORT, 8),
	A(TCA_FLOWER_KEY_FLAGS, "htonl(0x1)", BE32(1)),
	A(TCA_FLOWER_KEY_FLAGS_MASK, "htonl(0x3)", BE32(3)),
	IS_U8(TCA_FLOWER_KEY_ICMPV4_CODE, 1),
	IS_HEX8(TCA_FLOWER_KEY_ICMPV4_CODE_MASK, 0xff),
	IS_U8(TCA_FLOWER_KEY_ICMPV4_TYPE, 8),
	IS_HEX8(TCA_FLOWER_KEY_ICMPV4_TYPE_MASK, 0xff),
	IS_U8(TCA_FLOWER_KEY_ICMPV6_CODE, 0),
	IS_HEX8(TCA_FLOWER_KEY_ICMPV6_CODE_MASK, 0xff),
	IS_U8(TCA_FLOWER_KEY_ICMPV6_TYPE, 128),
	IS_HEX8(TCA_FLOWER_KEY_ICMPV6_TYPE_MASK, 0xff),
	IS_IPV4(TCA_FLOWER_KEY_ARP_SIP),
	IS_IPV4(TCA_FLOWER_KEY_ARP_SIP_MASK),
	IS_IPV4(TCA_FLOWER_KEY_ARP_TIP),
	IS_IPV4(TCA_FLOWER_KEY_ARP_TIP_MASK),
	IS_U8(TCA_FLOWER_KEY_ARP_OP, 1),
	IS_HEX8(TCA_FLOWER_KEY_ARP_OP_MASK, 0xff),
	IS_HARDWARE(TCA_FLOWER_KEY_ARP_SHA),
	IS_HARDWARE(TCA_FLOWER_KEY_ARP_SHA_MASK),
	IS_HARDWARE(TCA_FLOWER_KEY_ARP_THA),
	IS_HARDWARE(TCA_FLOWER_KEY_ARP_THA_MASK),
	IS_U8(TCA_FLOWER_KEY_MPLS_TTL, 64),
	IS_U8(TCA_FLOWER_KEY_MPLS_BOS, 1),
	IS_U8(TCA_FLOWER_KEY_MPLS_TC, 7),
	IS_U32(TCA_FLOWER_KEY_MPLS_LABEL, 1048575),
	WITH_MASK(IS_BE16, TCA_FLOWER_KEY_TCP_FLAGS, 18),
	WITH_MASK(IS_HEX8, TCA_FLOWER_KEY_IP_TOS, 0x10),
	IS_U8(TCA_FLOWER_KEY_IP_TTL, 64),
	IS_HEX8(TCA_FLOWER_KEY_IP_TTL_MASK, 0xff),
	IS_U16(TCA_FLOWER_KEY_CVLAN_ID, 200),
	IS_U8(TCA_FLOWER_KEY_CVLAN_PRIO, 4),
	A(TCA_FLOWER_KEY_CVLAN_ETH_TYPE, "htons(ETH_P_ARP)", BE16(0x806)),
	WITH_MASK(IS_HEX8, TCA_FLOWER_KEY_ENC_IP_TOS, 0x20),
	IS_U8(TCA_FLOWER_KEY_ENC_IP_TTL, 1),
	IS_HEX8(TCA_FLOWER_KEY_ENC_IP_TTL_MASK, 0xff),
	IS_BYTE(TCA_FLOWER_KEY_ENC_OPTS),
	IS_BYTE(TCA_FLOWER_KEY_ENC_OPTS_MASK),
	IS_U32(TCA_FLOWER_IN_HW_COUNT, 1),
	IS_BE16(TCA_FLOWER_KEY_PORT_SRC_MIN, 1),
	IS_BE16(TCA_FLOWER_KEY_PORT_SRC_MAX, 2),
	IS_BE16(TCA_FLOWER_KEY_PORT_DST_MIN, 3),
	IS_BE16(TCA_FLOWER_KEY_PORT_DST_MAX, 4),
	WITH_MASK(IS_U16, TCA_FLOWER_KEY_CT_STATE, 3),
	WITH_MASK(IS_U16, TCA_FLOWER_KEY_CT_ZONE, 9),
	WITH_MASK(IS_HEX32, TCA_FLOWER_KEY_CT_MARK, 0xff),
	IS_BYTE(TCA_FLOWER_KEY_CT_LABELS),
	IS_BYTE(TCA_FLOWER_KEY_CT_LABELS_MASK),
	IS_BYTE(TCA_FLOWER_KEY_MPLS_OPTS),
	WITH_MASK(IS_HEX32, TCA_FLOWER_KEY_HASH, 0xf),
	IS_U8(TCA_FLOWER_KEY_NUM_OF_VLANS, 2),
	IS_BE16(TCA_FLOWER_KEY_PPPOE_SID, 1),
	IS_BE16(TCA_FLOWER_KEY_PPP_PROTO, 33),
	IS_BE32(TCA_FLOWER_KEY_L2TPV3_SID, 1),
};

static void test_filters(void **state)
{
	(void)state;
	QUEUE(RTM_NEWTFILTER, "basic", basic);
	QUEUE(RTM_NEWTFILTER, "bpf", bpf);
	QUEUE(RTM_DELTFILTER, "fw", fw);
	QUEUE(RTM_GETTFILTER, "matchall", matchall);
	QUEUE(RTM_NEWTFILTER, "u32", u32_filter);
	QUEUE(RTM_NEWTFILTER, "flower", flower);
}

/* ---- actions */

#define TIMES      STRUCT(tcf_t, 1, 2, 3, 4)
#define TIMES_TEXT "{install=1, lastuse=2, expires=3, firstuse=4}"

static const struct attribute_row gact[] = {
	BARE(TCA_GACT_UNSPEC),
	A(TCA_GACT_TM, TIMES_TEXT, TIMES),
	A(TCA_GACT_PARMS, "{index=1, capab=0, action=TC_ACT_SHOT, refcnt=1, bindcnt=2}",
	  STRUCT(tc_gact, 1, 0, 2, 1, 2)),
	A(TCA_GACT_PROB, "{ptype=1, pval=2, paction=TC_ACT_UNSPEC}", STRUCT(tc_gact_p, 1, 2, -1)),
	BARE(TCA_GACT_PAD),
};
static const struct attribute_row mirred[] = {
	BARE(TCA_MIRRED_UNSPEC),
	A(TCA_MIRRED_TM, TIMES_TEXT, TIMES),
	A(TCA_MIRRED_PARMS,
	  "{index=1, capab=0, action=TC_ACT_PIPE, refcnt=1, bindcnt=1, eaction=TCA_INGRESS_MIRROR, "
	  "ifindex=0}",
	  STRUCT(tc_mirred, 1, 0, 3, 1, 1, 4, 0)),
	BARE(TCA_MIRRED_PAD),
	NEWER(TCA_MIRRED_BLOCKID, 4, "7", U32(7)),
};
static const struct attribute_row police[] = {
	BARE(TCA_POLICE_UNSPEC),
	A(TCA_POLICE_TBF,
	  "{index=1, action=TC_ACT_RECLASSIFY, limit=2, burst=3, mtu=4, rate=" RATE_TEXT
	  ", peakrate=" RATE_TEXT ", refcnt=1, bindcnt=0, capab=0}",
	  STRUCT(tc_police, 1, 1, 2, 3, 4, RATE, RATE, 1, 0, 0)),
	IS_BYTE(TCA_POLICE_RATE),
	IS_BYTE(TCA_POLICE_PEAKRATE),
	IS_U32(TCA_POLICE_AVRATE, 5),
	A(TCA_POLICE_RESULT, "TC_ACT_PIPE", U32(3)),
	A(TCA_POLICE_TM, TIMES_TEXT, TIMES),
	BARE(TCA_POLICE_PAD),
	IS_U64(TCA_POLICE_RATE64, 5000000000),
	IS_U64(TCA_POLICE_PEAKRATE64, 6000000000),
	IS_U64(TCA_POLICE_PKTRATE64, 1000),
	IS_U64(TCA_POLICE_PKTBURST64, 100),
};

/* In a filter, beside the action's name. */
#define ACTION(kind, list)                                                                         \
	assert_table(&(struct attribute_table){                                                    \
		NETLINK_ROUTE, .type = RTM_NEWTFILTER,                                             \
		BODY(STRUCT(tcmsg, .tcm_family = AF_UNSPEC)),                                      \
		.path = { STEP_AFTER(TCA_OPTIONS, TCA_KIND, "flower"),                             \
	                  STEP(TCA_FLOWER_ACT),                                                    \
	                  { "0x1", 1 },                                                            \
	                  STEP_AFTER(TCA_ACT_OPTIONS, TCA_ACT_KIND, kind) },                       \
		ROWS(list) })

static void test_actions(void **state)
{
	(void)state;
	ACTION("gact", gact);
	ACTION("mirred", mirred);
	ACTION("police", police);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_queues),
		cmocka_unit_test(test_filters),
		cmocka_unit_test(test_actions),
	};

	return cmocka_run_group_tests_name("netlink_queues", tests, NULL, NULL);
}
