/* ethtool: requests and answers have numbers of their own, and each pair has attributes of its own,
 * of which the first is the same for all: the device. */
#include "netlink_tables.h"

#include <linux/ethtool_netlink.h>

static const struct set {
	const char *name;
	uint8_t get, set, reply, notice;
	const char *names; /* from 2 on */
} sets[] = {
#define READ(name, names)                                                                          \
	{ #name, ETHTOOL_MSG_##name##_GET, 0, ETHTOOL_MSG_##name##_GET_REPLY, 0, names }
#define READ_AND_SET(name, names)                                                                  \
	{ #name,                                                                                   \
	  ETHTOOL_MSG_##name##_GET,                                                                \
	  ETHTOOL_MSG_##name##_SET,                                                                \
	  ETHTOOL_MSG_##name##_GET_REPLY,                                                          \
	  ETHTOOL_MSG_##name##_NTF,                                                                \
	  names }
	READ(STRSET, "STRINGSETS/- COUNTS_ONLY/b"),
	READ_AND_SET(LINKINFO, "PORT/- PHYADDR/1 TP_MDIX/1 TP_MDIX_CTRL/1 TRANSCEIVER/1"),
	READ_AND_SET(LINKMODES, "AUTONEG/1 OURS/- PEER/- SPEED/4 DUPLEX/- MASTER_SLAVE_CFG/1 "
	                        "MASTER_SLAVE_STATE/1 LANES/4 RATE_MATCHING/1"),
	READ(LINKSTATE, "LINK/1 SQI/4 SQI_MAX/4 EXT_STATE/1 EXT_SUBSTATE/1 EXT_DOWN_CNT/4"),
	READ_AND_SET(DEBUG, "MSGMASK/-"),
	READ_AND_SET(WOL, "MODES/- SOPASS/b"),
	READ_AND_SET(FEATURES, "HW/- WANTED/- ACTIVE/- NOCHANGE/-"),
	READ_AND_SET(PRIVFLAGS, "FLAGS/-"),
	READ_AND_SET(RINGS, "RX_MAX/4 RX_MINI_MAX/4 RX_JUMBO_MAX/4 TX_MAX/4 RX/4 RX_MINI/4 "
	                    "RX_JUMBO/4 TX/4 RX_BUF_LEN/4 TCP_DATA_SPLIT/1 CQE_SIZE/4 TX_PUSH/1 "
	                    "RX_PUSH/1 TX_PUSH_BUF_LEN/4 TX_PUSH_BUF_LEN_MAX/4 HDS_THRESH/4 "
	                    "HDS_THRESH_MAX/4"),
	READ_AND_SET(CHANNELS, "RX_MAX/4 TX_MAX/4 OTHER_MAX/4 COMBINED_MAX/4 RX_COUNT/4 "
	                       "TX_COUNT/4 OTHER_COUNT/4 COMBINED_COUNT/4"),
	READ_AND_SET(COALESCE,
	             "RX_USECS/4 RX_MAX_FRAMES/4 RX_USECS_IRQ/4 RX_MAX_FRAMES_IRQ/4 TX_USECS/4 "
	             "TX_MAX_FRAMES/4 TX_USECS_IRQ/4 TX_MAX_FRAMES_IRQ/4 STATS_BLOCK_USECS/4 "
	             "USE_ADAPTIVE_RX/1 USE_ADAPTIVE_TX/1 PKT_RATE_LOW/4 RX_USECS_LOW/4 "
	             "RX_MAX_FRAMES_LOW/4 TX_USECS_LOW/4 TX_MAX_FRAMES_LOW/4 PKT_RATE_HIGH/4 "
	             "RX_USECS_HIGH/4 RX_MAX_FRAMES_HIGH/4 TX_USECS_HIGH/4 TX_MAX_FRAMES_HIGH/4 "
	             "RATE_SAMPLE_INTERVAL/4 USE_CQE_MODE_TX/1 USE_CQE_MODE_RX/1 "
	             "TX_AGGR_MAX_BYTES/4 TX_AGGR_MAX_FRAMES/4 TX_AGGR_TIME_USECS/4 RX_PROFILE/- "
	             "TX_PROFILE/- RX_CQE_FRAMES/4 RX_CQE_NSECS/4"),
	READ_AND_SET(PAUSE, "AUTONEG/1 RX/1 TX/1 STATS/- STATS_SRC/4"),
	READ_AND_SET(EEE, "MODES_OURS/- MODES_PEER/- ACTIVE/1 ENABLED/1 TX_LPI_ENABLED/1 "
	                  "TX_LPI_TIMER/4"),
};

static const struct attribute_row header[] = {
	BARE(ETHTOOL_A_HEADER_UNSPEC),
	A(ETHTOOL_A_HEADER_DEV_INDEX, "0", U32(0)),
	IS_TEXT(ETHTOOL_A_HEADER_DEV_NAME, "eth0"),
	A(ETHTOOL_A_HEADER_FLAGS, "ETHTOOL_FLAG_COMPACT_BITSETS|ETHTOOL_FLAG_STATS", U32(5)),
	NEWER(ETHTOOL_A_HEADER_PHY_INDEX, 4, "1", U32(1)),
};

static void assert_set(const struct set *set, uint8_t command, const char *verb, uint16_t flags)
{
	char text[80], prefix[40], first[48], nothing[48];
	const struct attribute_row unspecified = { nothing, 0, "\"\\x07\"", { U8(7) } };

	if (!command)
		return;
	snprintf(text, sizeof(text), "{cmd=ETHTOOL_MSG_%s_%s, version=1}", set->name, verb);
	snprintf(prefix, sizeof(prefix), "ETHTOOL_A_%s_", set->name);
	snprintf(first, sizeof(first), "%sHEADER", prefix);
	snprintf(nothing, sizeof(nothing), "%sUNSPEC", prefix);
	assert_family("ethtool", command, text,
	              &(struct attribute_table){ .flags = flags,
	                                         NAMES(prefix, 2, set->names),
	                                         .rows = &unspecified,
	                                         .count = 1 });
	assert_family("ethtool", command, text,
	              &(struct attribute_table){
			      .flags = flags, ROWS(header), .path = { { first, 1 } } });
}

static void test_messages(void **state)
{
	(void)state;
	for (unsigned i = 0; i < sizeof(sets) / sizeof(*sets); i++) {
		assert_set(&sets[i], sets[i].get, "GET", NLM_F_REQUEST);
		assert_set(&sets[i], sets[i].set, "SET", NLM_F_REQUEST);
		assert_set(&sets[i], sets[i].reply, "GET_REPLY", 0);
		assert_set(&sets[i], sets[i].notice, "NTF", 0);
	}
	assert_set(&(struct set){ .name = "FEATURES" }, ETHTOOL_MSG_FEATURES_SET_REPLY, "SET_REPLY",
	           0);
}

/* ---- what lies in them: tables of answers */

#define ANSWER(name, ...)                                                                          \
	assert_family("ethtool", ETHTOOL_MSG_##name##_GET_REPLY,                                   \
	              "{cmd=ETHTOOL_MSG_" #name "_GET_REPLY, version=1}",                          \
	              &(struct attribute_table){ __VA_ARGS__ })

static const struct attribute_row port[] = {
	A(ETHTOOL_A_LINKINFO_PORT, "PORT_FIBRE", U8(3)),
	A(ETHTOOL_A_LINKINFO_PORT, "PORT_OTHER", U8(255)),
	A(ETHTOOL_A_LINKINFO_PORT, "0x7 /* PORT_??? */", U8(7)),
};
static const struct attribute_row duplex[] = {
	A(ETHTOOL_A_LINKMODES_DUPLEX, "DUPLEX_FULL", U8(1)),
	A(ETHTOOL_A_LINKMODES_DUPLEX, "DUPLEX_UNKNOWN", U8(255)),
};
static const struct attribute_row bitset[] = {
	BARE(ETHTOOL_A_BITSET_UNSPEC),
	IS_BYTE(ETHTOOL_A_BITSET_NOMASK),
	IS_U32(ETHTOOL_A_BITSET_SIZE, 102),
	A(ETHTOOL_A_BITSET_BITS, "[{nla_len=5, nla_type=ETHTOOL_A_BITSET_BITS_UNSPEC}, \"\\x07\"]",
	  BYTES("\5\0\0\0\7\0\0\0")),
	A(ETHTOOL_A_BITSET_VALUE, "[0x2f, 0x8000]", BYTES("\57\0\0\0\0\200\0\0")),
	A(ETHTOOL_A_BITSET_MASK, "[0xffffffff]", U32(-1)),
};
static const struct attribute_row set_of_names[] = {
	BARE(ETHTOOL_A_STRINGSET_UNSPEC),
	A(ETHTOOL_A_STRINGSET_ID, "ETH_SS_LINK_MODES", U32(9)),
	A(ETHTOOL_A_STRINGSET_ID, "0x17 /* ETH_SS_??? */", U32(23)),
	IS_U32(ETHTOOL_A_STRINGSET_COUNT, 102),
};
static const struct attribute_row unspecified_set[] = { BARE(ETHTOOL_A_STRINGSETS_UNSPEC) };
static const struct attribute_row unspecified_name[] = { BARE(ETHTOOL_A_STRINGS_UNSPEC) };

static void test_values(void **state)
{
	(void)state;
	ANSWER(LINKINFO, ROWS(port));
	ANSWER(LINKMODES, ROWS(duplex));
	ANSWER(PAUSE,
	       NAMES("ETHTOOL_A_PAUSE_STAT_", 0,
	             "UNSPEC/b PAD/b TX_FRAMES/8 RX_FRAMES/8 TX_PAUSE_STORM_EVENTS/8"),
	       .path = { STEP(ETHTOOL_A_PAUSE_STATS) });
	for (uint16_t type = 29; type <= 30; type++) {
		struct attribute_step profile = {
			type == 29 ? "ETHTOOL_A_COALESCE_RX_PROFILE"
				   : "ETHTOOL_A_COALESCE_TX_PROFILE",
			type,
		};
		ANSWER(COALESCE, NAMES("ETHTOOL_A_PROFILE_", 0, "UNSPEC/b"), .path = { profile });
		ANSWER(COALESCE,
		       NAMES("ETHTOOL_A_IRQ_MODERATION_", 0, "UNSPEC/b USEC/4 PKTS/4 COMPS/4"),
		       .path = { profile, { "ETHTOOL_A_PROFILE_IRQ_MODERATION", 1 } });
	}
}

static void test_sets_of_bits(void **state)
{
	(void)state;
	ANSWER(LINKMODES, ROWS(bitset), .path = { STEP(ETHTOOL_A_LINKMODES_OURS) });
	ANSWER(LINKMODES, ROWS(bitset), .path = { STEP(ETHTOOL_A_LINKMODES_PEER) });
	ANSWER(DEBUG, ROWS(bitset), .path = { STEP(ETHTOOL_A_DEBUG_MSGMASK) });
	ANSWER(WOL, ROWS(bitset), .path = { STEP(ETHTOOL_A_WOL_MODES) });
	ANSWER(PRIVFLAGS, ROWS(bitset), .path = { STEP(ETHTOOL_A_PRIVFLAGS_FLAGS) });
	ANSWER(FEATURES, ROWS(bitset), .path = { STEP(ETHTOOL_A_FEATURES_HW) });
	ANSWER(FEATURES, ROWS(bitset), .path = { STEP(ETHTOOL_A_FEATURES_WANTED) });
	ANSWER(FEATURES, ROWS(bitset), .path = { STEP(ETHTOOL_A_FEATURES_ACTIVE) });
	ANSWER(FEATURES, ROWS(bitset), .path = { STEP(ETHTOOL_A_FEATURES_NOCHANGE) });
	ANSWER(EEE, ROWS(bitset), .path = { STEP(ETHTOOL_A_EEE_MODES_OURS) });
	ANSWER(EEE, ROWS(bitset), .path = { STEP(ETHTOOL_A_EEE_MODES_PEER) });
	ANSWER(WOL, NAMES("ETHTOOL_A_BITSET_BIT_", 0, "UNSPEC/b INDEX/4 NAME/t VALUE/b"),
	       .path = { STEP(ETHTOOL_A_WOL_MODES), STEP(ETHTOOL_A_BITSET_BITS),
	                 STEP(ETHTOOL_A_BITSET_BITS_BIT) });
}

static void test_sets_of_names(void **state)
{
	(void)state;
	ANSWER(STRSET, ROWS(unspecified_set), .path = { STEP(ETHTOOL_A_STRSET_STRINGSETS) });
	ANSWER(STRSET, ROWS(set_of_names),
	       .path = { STEP(ETHTOOL_A_STRSET_STRINGSETS), STEP(ETHTOOL_A_STRINGSETS_STRINGSET) });
	ANSWER(STRSET, ROWS(unspecified_name),
	       .path = { STEP(ETHTOOL_A_STRSET_STRINGSETS), STEP(ETHTOOL_A_STRINGSETS_STRINGSET),
	                 STEP(ETHTOOL_A_STRINGSET_STRINGS) });
	ANSWER(STRSET, NAMES("ETHTOOL_A_STRING_", 0, "UNSPEC/b INDEX/4 VALUE/t"),
	       .path = { STEP(ETHTOOL_A_STRSET_STRINGSETS), STEP(ETHTOOL_A_STRINGSETS_STRINGSET),
	                 STEP(ETHTOOL_A_STRINGSET_STRINGS), STEP(ETHTOOL_A_STRINGS_STRING) });
}

static const struct attribute_row any[] = { { "0x2", 2, "\"\\x07\"", { U8(7) } } };

/* Of others only the device is known. */
static void test_others(void **state)
{
	(void)state;
	ANSWER(TSINFO, ROWS(any));
	ANSWER(TSINFO, ROWS(header), .path = { INDEX(0x1) });
	assert_family("ethtool", ETHTOOL_MSG_FEC_SET, "{cmd=ETHTOOL_MSG_FEC_SET, version=1}",
	              &(struct attribute_table){ ROWS(any), .flags = NLM_F_REQUEST });
	assert_family("ethtool", 200, "{cmd=0xc8 /* ETHTOOL_MSG_??? */, version=1}",
	              &(struct attribute_table){ ROWS(header), .flags = NLM_F_REQUEST,
	                                         .path = { INDEX(0x1) } });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_messages),     cmocka_unit_test(test_values),
		cmocka_unit_test(test_sets_of_bits), cmocka_unit_test(test_sets_of_names),
		cmocka_unit_test(test_others),
	};

	return cmocka_run_group_tests_name("netlink_ethtool", tests, NULL, NULL);
}
