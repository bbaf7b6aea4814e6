/* Algorithms, security associations and policies: each attribute, in a message that may have it. */
#include "netlink_tables.h"

#include <linux/cryptouser.h>
#include <linux/in.h>
#include <linux/xfrm.h>

/* ---- NETLINK_CRYPTO */

static const struct attribute_row algorithms[] = {
	A(CRYPTOCFGA_UNSPEC, "\"\\x07\"", U8(7)),
	A(CRYPTOCFGA_PRIORITY_VAL, "100", U32(100)),
	A(CRYPTOCFGA_PRIORITY_VAL, "\"\\x64\\x00\"", U16(100)),
	A(CRYPTOCFGA_PRIORITY_VAL, NULL, NOTHING),
	A(CRYPTOCFGA_REPORT_LARVAL, "{type=\"larval\"}", STRUCT(crypto_report_larval, "larval")),
	A(CRYPTOCFGA_REPORT_HASH, "{type=\"shash\", blocksize=64, digestsize=32}",
	  STRUCT(crypto_report_hash, "shash", 64, 32)),
	A(CRYPTOCFGA_REPORT_BLKCIPHER,
	  "{type=\"skcipher\", geniv=\"<none>\", blocksize=16, min_keysize=16, max_keysize=32, "
	  "ivsize=12}",
	  STRUCT(crypto_report_blkcipher, "skcipher", "<none>", 16, 16, 32, 12)),
	A(CRYPTOCFGA_REPORT_AEAD,
	  "{type=\"aead\", geniv=\"seqiv\", blocksize=16, maxauthsize=8, ivsize=12}",
	  STRUCT(crypto_report_aead, "aead", "seqiv", 16, 8, 12)),
	A(CRYPTOCFGA_REPORT_COMPRESS, "{type=\"compression\"}",
	  STRUCT(crypto_report_comp, "compression")),
	A(CRYPTOCFGA_REPORT_RNG, "{type=\"rng\", seedsize=48}",
	  STRUCT(crypto_report_rng, "rng", 48)),
	A(CRYPTOCFGA_REPORT_CIPHER,
	  "{type=\"cipher\", blocksize=16, min_keysize=8, max_keysize=32}",
	  STRUCT(crypto_report_cipher, "cipher", 16, 8, 32)),
	A(CRYPTOCFGA_REPORT_AKCIPHER, "{type=\"akcipher\"}",
	  STRUCT(crypto_report_akcipher, "akcipher")),
	A(CRYPTOCFGA_REPORT_KPP, "{type=\"kpp\"}", STRUCT(crypto_report_kpp, "kpp")),
	A(CRYPTOCFGA_REPORT_ACOMP, "{type=\"acomp\"}", STRUCT(crypto_report_acomp, "acomp")),
	NEWER(CRYPTOCFGA_REPORT_SIG, 22, "{type=\"sig\"}", STRUCT(crypto_report_akcipher, "sig")),
	/* Statistics, which kernels do not keep any more. */
	A(CRYPTOCFGA_STAT_LARVAL, "\"\\x01\"", U8(1)),
	A(CRYPTOCFGA_STAT_HASH, "\"\\x01\"", U8(1)),
	A(CRYPTOCFGA_STAT_BLKCIPHER, "\"\\x01\"", U8(1)),
	A(CRYPTOCFGA_STAT_AEAD, "\"\\x01\"", U8(1)),
	A(CRYPTOCFGA_STAT_COMPRESS, "\"\\x01\"", U8(1)),
	A(CRYPTOCFGA_STAT_RNG, "\"\\x01\"", U8(1)),
	A(CRYPTOCFGA_STAT_CIPHER, "\"\\x01\"", U8(1)),
	A(CRYPTOCFGA_STAT_AKCIPHER, "\"\\x01\"", U8(1)),
	A(CRYPTOCFGA_STAT_KPP, "\"\\x01\"", U8(1)),
	A(CRYPTOCFGA_STAT_ACOMP, "\"\\x01\"", U8(1)),
};

static void test_algorithms(void **state)
{
	(void)state;
	assert_table(
		&(struct attribute_table){ NETLINK_CRYPTO, .type = CRYPTO_MSG_NEWALG,
	                                   BODY(STRUCT(crypto_user_alg, "cbc(aes)", "cbc-aes-aesni",
	                                               "aesni_intel", 5, 0xf, 2, 0)),
	                                   ROWS(algorithms) });
	assert_message(NETLINK_CRYPTO, CRYPTO_MSG_GETALG,
	               "{cru_name=\"cbc(aes)\", cru_driver_name=\"cbc-aes-aesni\", "
	               "cru_module_name=\"aesni_intel\", cru_type=0x5, cru_mask=0xf, cru_refcnt=2, "
	               "cru_flags=0x400}",
	               PAYLOAD(STRUCT(crypto_user_alg, "cbc(aes)", "cbc-aes-aesni", "aesni_intel",
	                              5, 0xf, 2, 0x400)));
	assert_message(NETLINK_CRYPTO, CRYPTO_MSG_DELALG, "\"\\1\\2\"", PAYLOAD(BYTES("\1\2")));
	assert_message(NETLINK_CRYPTO, CRYPTO_MSG_UPDATEALG,
	               "{cru_name=\"a\", cru_driver_name=\"b\", cru_module_name=\"c\", cru_type=0, "
	               "cru_mask=0, cru_refcnt=0, cru_flags=0}",
	               PAYLOAD(STRUCT(crypto_user_alg, "a", "b", "c")));
	assert_message(NETLINK_CRYPTO, CRYPTO_MSG_GETSTAT, "\"\\x01\\x02\"",
	               PAYLOAD(BYTES("\1\2")));
	assert_message(NETLINK_CRYPTO, CRYPTO_MSG_DELRNG, "\"\\x01\\x02\"", PAYLOAD(BYTES("\1\2")));
}

/* ---- NETLINK_XFRM */

#define LOOPBACK   { .a4 = 0x0100007f }
#define LOOPBACK_6 { .a6 = { 0, 0, 0, 0x01000000 } }
#define SELECTOR_MEMBERS                                                                           \
	.daddr = LOOPBACK, .saddr = LOOPBACK, .dport = 0x5000, .dport_mask = 0xffff, .family = 2,  \
	.prefixlen_d = 32, .prefixlen_s = 24, .proto = IPPROTO_TCP, .user = 1000
#define SELECTOR { SELECTOR_MEMBERS }
#define SELECTOR_TEXT                                                                              \
	"{daddr=inet_addr(\"127.0.0.1\"), saddr=inet_addr(\"127.0.0.1\"), dport=htons(80), "       \
	"dport_mask=0xffff, sport=htons(0), sport_mask=0, family=AF_INET, prefixlen_d=32, "        \
	"prefixlen_s=24, proto=IPPROTO_TCP, ifindex=0, user=1000}"
#define LIMITS { 1, 2, 3, 4, 5, 6, 7, 8 }
#define LIMITS_TEXT                                                                                \
	"{soft_byte_limit=1, hard_byte_limit=2, soft_packet_limit=3, hard_packet_limit=4, "        \
	"soft_add_expires_seconds=5, hard_add_expires_seconds=6, soft_use_expires_seconds=7, "     \
	"hard_use_expires_seconds=8}"
#define USED      { 10, 11, 12, 13 }
#define USED_TEXT "{bytes=10, packets=11, add_time=12, use_time=13}"
#define STATE_MEMBERS                                                                              \
	.sel = SELECTOR, .id = { LOOPBACK, 0x00010000, IPPROTO_ESP }, .saddr = LOOPBACK,           \
	.lft = LIMITS, .curlft = USED, .stats = { 1, 2, 3 }, .seq = 4, .reqid = 5, .family = 2,    \
	.mode = XFRM_MODE_TUNNEL, .replay_window = 32, .flags = XFRM_STATE_ESN
#define STATE { STATE_MEMBERS }
#define STATE_TEXT                                                                                 \
	"{sel=" SELECTOR_TEXT ", id.daddr=inet_addr(\"127.0.0.1\"), id.spi=htonl(0x100), "         \
	"id.proto=IPPROTO_ESP, saddr=inet_addr(\"127.0.0.1\"), lft=" LIMITS_TEXT                   \
	", curlft=" USED_TEXT ", stats={replay_window=1, replay=2, integrity_failed=3}, seq=4, "   \
	"reqid=5, family=AF_INET, mode=XFRM_MODE_TUNNEL, replay_window=32, flags=XFRM_STATE_ESN}"
#define POLICY_MEMBERS                                                                             \
	.sel = SELECTOR, .lft = LIMITS, .curlft = USED, .priority = 9, .index = 8,                 \
	.dir = XFRM_POLICY_FWD, .action = XFRM_POLICY_BLOCK, .flags = XFRM_POLICY_ICMP,            \
	.share = XFRM_SHARE_UNIQUE
#define POLICY { POLICY_MEMBERS }
#define POLICY_TEXT                                                                                \
	"{sel=" SELECTOR_TEXT ", lft=" LIMITS_TEXT ", curlft=" USED_TEXT ", priority=9, index=8, " \
	"dir=XFRM_POLICY_FWD, action=XFRM_POLICY_BLOCK, flags=XFRM_POLICY_ICMP, "                  \
	"share=XFRM_SHARE_UNIQUE}"
#define IDENTITY_MEMBERS LOOPBACK, 0x00010000, 2, IPPROTO_AH
#define IDENTITY         { IDENTITY_MEMBERS }
#define IDENTITY_TEXT                                                                              \
	"{daddr=inet_addr(\"127.0.0.1\"), spi=htonl(0x100), family=AF_INET, proto=IPPROTO_AH}"

/* Structures that end in bytes. */
struct key {
	char name[64];
	uint32_t length;
	uint8_t bytes[4];
};
struct short_key {
	char name[64];
	uint32_t length, shortened;
	uint8_t bytes[4];
};
struct security {
	struct xfrm_user_sec_ctx head;
	char text[8];
};
struct bitmap {
	uint32_t bmp_len, oseq, seq, oseq_hi, seq_hi, replay_window, bits[2];
};
_Static_assert(offsetof(struct bitmap, bits) == sizeof(struct xfrm_replay_state_esn) &&
                       offsetof(struct bitmap, seq_hi) ==
                               offsetof(struct xfrm_replay_state_esn, seq_hi),
               "the header's");

static const struct attribute_row associations[] = {
	A(XFRMA_UNSPEC, "\"\\x01\"", U8(1)),
	A(XFRMA_ALG_AUTH,
	  "{alg_name=\"hmac(md5)\", alg_key_len=32, alg_key=\"\\x01\\x02\\x03\\x04\"}",
	  STRUCT(key, "hmac(md5)", 32, { 1, 2, 3, 4 })),
	A(XFRMA_ALG_CRYPT,
	  "{alg_name=\"cbc(aes)\", alg_key_len=0, alg_key=\"\\x00\\x00\\x00\\x00\"}",
	  STRUCT(key, "cbc(aes)")),
	A(XFRMA_ALG_COMP, "{alg_name=\"deflate\", alg_key_len=0, alg_key=\"\\x00\\x00\\x00\\x00\"}",
	  STRUCT(key, "deflate")),
	A(XFRMA_ENCAP,
	  "{encap_type=UDP_ENCAP_ESPINUDP, encap_sport=htons(4500), encap_dport=htons(4500), "
	  "encap_oa=inet_addr(\"127.0.0.1\")}",
	  STRUCT(xfrm_encap_tmpl, 2, 0x9411, 0x9411, LOOPBACK)),
	A(XFRMA_TMPL,
	  "[{inet_pton(AF_INET6, \"::1\", &id.daddr), id.spi=htonl(0x100), id.proto=IPPROTO_ESP, "
	  "family=AF_INET6, inet_pton(AF_INET6, \"::1\", &saddr), reqid=7, mode=XFRM_MODE_BEET, "
	  "share=XFRM_SHARE_USER, optional=1, aalgos=0xffffffff, ealgos=0xff, calgos=0}]",
	  STRUCT(xfrm_user_tmpl, { LOOPBACK_6, 0x00010000, IPPROTO_ESP }, 10, LOOPBACK_6, 7,
	         XFRM_MODE_BEET, XFRM_SHARE_USER, 1, 0xffffffff, 0xff, 0)),
	A(XFRMA_SA, STATE_TEXT, OBJECT(struct xfrm_usersa_info, STATE_MEMBERS)),
	A(XFRMA_POLICY, POLICY_TEXT, OBJECT(struct xfrm_userpolicy_info, POLICY_MEMBERS)),
	A(XFRMA_SEC_CTX,
	  "{len=16, exttype=8, ctx_alg=1, ctx_doi=1, ctx_len=8, ctx=\"unconf\\0\\0\"}",
	  STRUCT(security, { 16, 8, 1, 1, 8 }, "unconf")),
	A(XFRMA_LTIME_VAL, USED_TEXT, STRUCT(xfrm_lifetime_cur, 10, 11, 12, 13)),
	A(XFRMA_REPLAY_VAL, "{oseq=1, seq=2, bitmap=0x3}", STRUCT(xfrm_replay_state, 1, 2, 3)),
	A(XFRMA_REPLAY_THRESH, "5", U32(5)),
	A(XFRMA_ETIMER_THRESH, "6", U32(6)),
	A(XFRMA_SRCADDR, "inet_addr(\"127.0.0.1\")", OBJECT(xfrm_address_t, .a4 = 0x0100007f)),
	A(XFRMA_COADDR, "inet_addr(\"127.0.0.1\")", OBJECT(xfrm_address_t, .a4 = 0x0100007f)),
	A(XFRMA_LASTUSED, "4294967296", U64(1ull << 32)),
	A(XFRMA_POLICY_TYPE, "{type=1, reserved1=0, reserved2=0}", STRUCT(xfrm_userpolicy_type, 1)),
	A(XFRMA_MIGRATE,
	  "[{old_daddr=inet_addr(\"127.0.0.1\"), old_saddr=inet_addr(\"127.0.0.1\"), "
	  "inet_pton(AF_INET6, \"::1\", &new_daddr), inet_pton(AF_INET6, \"::1\", &new_saddr), "
	  "proto=IPPROTO_ESP, mode=XFRM_MODE_TRANSPORT, reqid=9, old_family=AF_INET, "
	  "new_family=AF_INET6}]",
	  STRUCT(xfrm_user_migrate, LOOPBACK, LOOPBACK, LOOPBACK_6, LOOPBACK_6, IPPROTO_ESP, 0, 0,
	         9, 2, 10)),
	A(XFRMA_ALG_AEAD,
	  "{alg_name=\"rfc4106(gcm(aes))\", alg_key_len=32, alg_icv_len=64, "
	  "alg_key=\"\\x01\\x02\\x03\\x04\"}",
	  STRUCT(short_key, "rfc4106(gcm(aes))", 32, 64, { 1, 2, 3, 4 })),
	A(XFRMA_KMADDRESS,
	  "{local=inet_addr(\"127.0.0.1\"), remote=inet_addr(\"127.0.0.1\"), family=AF_INET}",
	  STRUCT(xfrm_user_kmaddress, LOOPBACK, LOOPBACK, 0, 2)),
	A(XFRMA_ALG_AUTH_TRUNC,
	  "{alg_name=\"hmac(sha256)\", alg_key_len=32, alg_trunc_len=96, "
	  "alg_key=\"\\x01\\x02\\x03\\x04\"}",
	  STRUCT(short_key, "hmac(sha256)", 32, 96, { 1, 2, 3, 4 })),
	A(XFRMA_MARK, "{v=0x10, m=0xff}", STRUCT(xfrm_mark, 16, 255)),
	A(XFRMA_TFCPAD, "1500", U32(1500)),
	A(XFRMA_REPLAY_ESN_VAL,
	  "{bmp_len=2, oseq=1, seq=2, oseq_hi=3, seq_hi=4, replay_window=64, bmp=[0x5, 0x6]}",
	  STRUCT(bitmap, 2, 1, 2, 3, 4, 64, { 5, 6 })),
	A(XFRMA_SA_EXTRA_FLAGS, "XFRM_SA_XFLAG_DONT_ENCAP_DSCP|XFRM_SA_XFLAG_OSEQ_MAY_WRAP",
	  U32(3)),
	A(XFRMA_PROTO, "IPPROTO_ESP", U8(IPPROTO_ESP)),
	A(XFRMA_ADDRESS_FILTER,
	  "{inet_pton(AF_INET6, \"::1\", &saddr), inet_pton(AF_INET6, \"::1\", &daddr), "
	  "family=AF_INET6, splen=128, dplen=64}",
	  STRUCT(xfrm_address_filter, LOOPBACK_6, LOOPBACK_6, 10, 128, 64)),
	BARE(XFRMA_PAD),
	A(XFRMA_OFFLOAD_DEV, "{ifindex=0, flags=XFRM_OFFLOAD_IPV6|XFRM_OFFLOAD_INBOUND}",
	  STRUCT(xfrm_user_offload, 0, 3)),
	A(XFRMA_SET_MARK, "0x7", U32(7)),
	A(XFRMA_SET_MARK_MASK, "0xff", U32(255)),
	A(XFRMA_IF_ID, "0x2a", U32(42)),
	A(XFRMA_MTIMER_THRESH, "30", U32(30)),
	NEWER(XFRMA_SA_DIR, 33, "XFRM_SA_DIR_OUT", U8(2)),
	NEWER(XFRMA_NAT_KEEPALIVE_INTERVAL, 34, "20", U32(20)),
	NEWER(XFRMA_SA_PCPU, 35, "3", U32(3)),
	NEWER(XFRMA_IPTFS_DROP_TIME, 36, "1000000", U32(1000000)),
	NEWER(XFRMA_IPTFS_REORDER_WINDOW, 37, "3", U16(3)),
	NEWER(XFRMA_IPTFS_DONT_FRAG, 38, "\"\\x01\"", U8(1)),
	NEWER(XFRMA_IPTFS_INIT_DELAY, 39, "10", U32(10)),
	NEWER(XFRMA_IPTFS_MAX_QSIZE, 40, "4096", U32(4096)),
	NEWER(XFRMA_IPTFS_PKT_SIZE, 41, "1400", U32(1400)),
};

/* Flags that tell a request from an answer do not matter here. */
static const struct {
	uint16_t type;
	const char *text;
	struct payload body;
} messages[] = {
	{ XFRM_MSG_NEWSA, STATE_TEXT, { STRUCT(xfrm_usersa_info, STATE_MEMBERS) } },
	{ XFRM_MSG_DELSA, IDENTITY_TEXT, { STRUCT(xfrm_usersa_id, IDENTITY_MEMBERS) } },
	{ XFRM_MSG_GETSA, IDENTITY_TEXT, { STRUCT(xfrm_usersa_id, IDENTITY_MEMBERS) } },
	{ XFRM_MSG_NEWPOLICY, POLICY_TEXT, { STRUCT(xfrm_userpolicy_info, POLICY_MEMBERS) } },
	{ XFRM_MSG_DELPOLICY,
	  "{sel=" SELECTOR_TEXT ", index=8, dir=XFRM_POLICY_OUT}",
	  { STRUCT(xfrm_userpolicy_id, SELECTOR, 8, 1) } },
	{ XFRM_MSG_GETPOLICY,
	  "{sel=" SELECTOR_TEXT ", index=8, dir=XFRM_POLICY_IN}",
	  { STRUCT(xfrm_userpolicy_id, SELECTOR, 8, 0) } },
	{ XFRM_MSG_ALLOCSPI,
	  "{info=" STATE_TEXT ", min=0x100, max=0x1ff}",
	  { STRUCT(xfrm_userspi_info, STATE, 0x100, 0x1ff) } },
	{ XFRM_MSG_ACQUIRE,
	  "{id.daddr=inet_addr(\"127.0.0.1\"), id.spi=htonl(0x100), id.proto=IPPROTO_ESP, "
	  "saddr=inet_addr(\"127.0.0.1\"), sel=" SELECTOR_TEXT ", policy=" POLICY_TEXT
	  ", aalgos=0x1, ealgos=0x2, calgos=0x3, seq=4}",
	  { STRUCT(xfrm_user_acquire, { LOOPBACK, 0x00010000, IPPROTO_ESP }, LOOPBACK, SELECTOR,
	           POLICY, 1, 2, 3, 4) } },
	{ XFRM_MSG_EXPIRE,
	  "{state=" STATE_TEXT ", hard=1}",
	  { STRUCT(xfrm_user_expire, STATE, 1) } },
	{ XFRM_MSG_UPDPOLICY, POLICY_TEXT, { STRUCT(xfrm_userpolicy_info, POLICY_MEMBERS) } },
	{ XFRM_MSG_UPDSA, STATE_TEXT, { STRUCT(xfrm_usersa_info, STATE_MEMBERS) } },
	{ XFRM_MSG_POLEXPIRE,
	  "{pol=" POLICY_TEXT ", hard=0}",
	  { STRUCT(xfrm_user_polexpire, POLICY, 0) } },
	{ XFRM_MSG_FLUSHSA, "{proto=IPPROTO_COMP}", { STRUCT(xfrm_usersa_flush, IPPROTO_COMP) } },
	{ XFRM_MSG_FLUSHSA, "{proto=IPPROTO_AH}", { BYTES("\x33\0\0") } },
	{ XFRM_MSG_FLUSHPOLICY, NULL, { NOTHING } },
	{ XFRM_MSG_NEWAE,
	  "{sa_id=" IDENTITY_TEXT ", saddr=inet_addr(\"127.0.0.1\"), "
	  "flags=XFRM_AE_RVAL|XFRM_AE_LVAL, reqid=5}",
	  { STRUCT(xfrm_aevent_id, IDENTITY, LOOPBACK, XFRM_AE_RVAL | XFRM_AE_LVAL, 5) } },
	{ XFRM_MSG_GETAE,
	  "{sa_id=" IDENTITY_TEXT
	  ", saddr=inet_addr(\"127.0.0.1\"), flags=XFRM_AE_CU|0x80, reqid=5}",
	  { STRUCT(xfrm_aevent_id, IDENTITY, LOOPBACK, XFRM_AE_CU | 0x80, 5) } },
	{ XFRM_MSG_REPORT,
	  "{proto=IPPROTO_MH, sel=" SELECTOR_TEXT "}",
	  { STRUCT(xfrm_user_report, IPPROTO_MH, SELECTOR) } },
	{ XFRM_MSG_MIGRATE,
	  "{sel=" SELECTOR_TEXT ", index=0, dir=XFRM_POLICY_FWD}",
	  { STRUCT(xfrm_userpolicy_id, SELECTOR, 0, XFRM_POLICY_FWD) } },
	{ XFRM_MSG_NEWSADINFO, "0x1", { U32(1) } },
	{ XFRM_MSG_GETSADINFO, "0x1", { U32(1) } },
	{ XFRM_MSG_NEWSPDINFO, "0x1", { U32(1) } },
	{ XFRM_MSG_GETSPDINFO, "0x1", { U32(1) } },
	{ XFRM_MSG_MAPPING,
	  "{id=" IDENTITY_TEXT ", reqid=6, old_saddr=inet_addr(\"127.0.0.1\"), "
	  "new_saddr=inet_addr(\"127.0.0.1\"), old_sport=htons(4500), new_sport=htons(4501)}",
	  { STRUCT(xfrm_user_mapping, IDENTITY, 6, LOOPBACK, LOOPBACK, 0x9411, 0x9511) } },
	{ XFRM_MSG_SETDEFAULT,
	  "{in=XFRM_USERPOLICY_BLOCK, fwd=XFRM_USERPOLICY_ACCEPT, out=XFRM_USERPOLICY_UNSPEC}",
	  { STRUCT(xfrm_userpolicy_default, 1, 2, 0) } },
	{ XFRM_MSG_GETDEFAULT,
	  "{in=XFRM_USERPOLICY_ACCEPT, fwd=XFRM_USERPOLICY_ACCEPT, out=XFRM_USERPOLICY_ACCEPT}",
	  { STRUCT(xfrm_userpolicy_default, 2, 2, 2) } },
};

static void test_security_messages(void **state)
{
	(void)state;
	for (unsigned i = 0; i < sizeof(messages) / sizeof(*messages); i++)
		assert_message(NETLINK_XFRM, messages[i].type, messages[i].text, messages[i].body);
}

static const struct attribute_row association_counts[] = {
	BARE(XFRMA_SAD_UNSPEC),
	A(XFRMA_SAD_CNT, "5", U32(5)),
	A(XFRMA_SAD_HINFO, "{sadhcnt=8, sadhmcnt=1048576}", STRUCT(xfrmu_sadhinfo, 8, 1 << 20)),
};
static const struct attribute_row policy_counts[] = {
	BARE(XFRMA_SPD_UNSPEC),
	A(XFRMA_SPD_INFO, "{incnt=1, outcnt=2, fwdcnt=3, inscnt=4, outscnt=5, fwdscnt=6}",
	  STRUCT(xfrmu_spdinfo, 1, 2, 3, 4, 5, 6)),
	A(XFRMA_SPD_HINFO, "{spdhcnt=7, spdhmcnt=8}", STRUCT(xfrmu_spdhinfo, 7, 8)),
	A(XFRMA_SPD_IPV4_HTHRESH, "{lbits=32, rbits=24}", STRUCT(xfrmu_spdhthresh, 32, 24)),
	A(XFRMA_SPD_IPV6_HTHRESH, "{lbits=128, rbits=64}", STRUCT(xfrmu_spdhthresh, 128, 64)),
};

static void test_security_attributes(void **state)
{
	(void)state;
	assert_table(&(struct attribute_table){ NETLINK_XFRM, .type = XFRM_MSG_UPDSA,
	                                        BODY(STRUCT(xfrm_usersa_info, STATE_MEMBERS)),
	                                        ROWS(associations) });
	assert_table(&(struct attribute_table){ NETLINK_XFRM, .type = XFRM_MSG_NEWSADINFO,
	                                        BODY(U32(1)), ROWS(association_counts) });
	assert_table(&(struct attribute_table){ NETLINK_XFRM, .type = XFRM_MSG_NEWSPDINFO,
	                                        BODY(U32(1)), ROWS(policy_counts) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_algorithms),
		cmocka_unit_test(test_security_messages),
		cmocka_unit_test(test_security_attributes),
	};

	return cmocka_run_group_tests_name("netlink_security", tests, NULL, NULL);
}
