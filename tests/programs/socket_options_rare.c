/* Options of sockets that few programs set: ciphers, keys of TCP, RDS, SCTP, and levels by name.
 * A filter answers, so what getsockopt shows is what was there. */
// rastro: -a 1 -v -s 80 -e trace=setsockopt,getsockopt
// abi: x86_64 i386
#include "answered.h"
#include "golden.h"

#include <linux/socket.h>
#include <linux/tls.h>

enum { INET = 2, INET6 = 10 };

/* Both ways, where the option has them. */
static void set(int level, int option, const char *names, const void *value, unsigned size,
                const char *text)
{
	long result = syscall(SYS_setsockopt, -1, level, option, value, size);

	expect("setsockopt(-1, %s, %s, %u) = %s\n", names, text, size, result_text(result));
}

static void get(int level, int option, const char *names, const void *value, unsigned size,
                const char *text)
{
	long result = syscall(SYS_getsockopt, -1, level, option, value, &size);

	expect("getsockopt(-1, %s, %s, [%u]) = %s\n", names, text, size, result_text(result));
}

static const unsigned char *numbers(void)
{
	static unsigned char bytes[64];

	for (unsigned i = 0; i < sizeof(bytes); i++)
		bytes[i] = i;
	return bytes;
}

/* "\x04\x05" of so many bytes from first on; puts ", name=" before. */
static unsigned put_bytes(char *text, const char *name, unsigned first, unsigned count)
{
	unsigned length = sprintf(text, ", %s=\"", name);

	for (unsigned i = first; i < first + count; i++)
		length += sprintf(text + length, "\\x%02x", i);
	return length + sprintf(text + length, "\"");
}

/* What a cipher needs: all of it lies behind its number. */
static void cipher(unsigned type, const char *name, unsigned iv, unsigned key, unsigned salt)
{
	unsigned char info[64];
	unsigned at = 4, length = 0;
	char text[1024];

	memcpy(info, numbers(), sizeof(info));
	memcpy(info, (uint16_t[2]){ 0x303, type }, 4);
	length += sprintf(text, "{version=TLS_1_2_VERSION, cipher_type=%s", name);
	length += put_bytes(text + length, "iv", at, iv);
	at += iv;
	length += put_bytes(text + length, "key", at, key);
	at += key;
	if (salt)
		length += put_bytes(text + length, "salt", at, salt);
	at += salt;
	length += put_bytes(text + length, "rec_seq", at, 8);
	sprintf(text + length, "}");
	set(282, TLS_TX, "SOL_TLS, TLS_TX", info, at + 8, text);
}

static void try_ciphers(void)
{
	cipher(51, "TLS_CIPHER_AES_GCM_128", 8, 16, 4);
	cipher(52, "TLS_CIPHER_AES_GCM_256", 8, 32, 4);
	cipher(53, "TLS_CIPHER_AES_CCM_128", 8, 16, 4);
	cipher(54, "TLS_CIPHER_CHACHA20_POLY1305", 12, 32, 0);
	cipher(55, "TLS_CIPHER_SM4_GCM", 8, 16, 4);
	cipher(56, "TLS_CIPHER_SM4_CCM", 8, 16, 4);
	cipher(57, "TLS_CIPHER_ARIA_GCM_128", 8, 16, 4);
	cipher(58, "TLS_CIPHER_ARIA_GCM_256", 8, 32, 4);
}

static void try_tcp(void)
{
	struct {
		struct __kernel_sockaddr_storage address;
		int32_t interface;
		uint32_t bits;
		uint16_t reserved;
		uint8_t prefix, sndid, rcvid, current_key, rnext, keyflags;
	} key = { .address = { .ss_family = INET },
		  .bits = 5,
		  .prefix = 32,
		  .sndid = 1,
		  .rcvid = 2,
		  .current_key = 3,
		  .rnext = 4,
		  .keyflags = 2 };
	struct {
		uint32_t bits;
		uint16_t reserved;
		uint8_t current_key, rnext;
		uint64_t good, bad, not_found, required, dropped;
	} info = { 0xa, 0, 1, 2, 3, 4, 5, 6, 7 };

	set(6, 39, "SOL_TCP, TCP_AO_DEL_KEY", &key, sizeof(key),
	    "{addr={sa_family=AF_INET, sin_port=htons(0), sin_addr=inet_addr(\"0.0.0.0\")},"
	    " ifindex=0, set_current=1, set_rnext=0, del_async=1, prefix=32, sndid=1, rcvid=2,"
	    " current_key=3, rnext=4, keyflags=TCP_AO_KEYF_EXCLUDE_OPT}");
	set(6, 40, "SOL_TCP, TCP_AO_INFO", &info, sizeof(info),
	    "{set_current=0, set_rnext=1, ao_required=0, set_counters=1, accept_icmps=0,"
	    " current_key=1, rnext=2, pkt_good=3, pkt_bad=4, pkt_key_not_found=5,"
	    " pkt_ao_required=6, pkt_dropped_icmp=7}");
}

static void try_sctp(void)
{
	struct {
		int32_t association;
		uint16_t number;
	} key = { 1, 2 };
	struct {
		uint16_t stream, flags;
		uint32_t protocol, context;
		int32_t association;
	} send = { 1, 1, __builtin_bswap32(60), 2, 3 };
	struct {
		int32_t association;
		struct __kernel_sockaddr_storage address;
		uint16_t retransmissions, failed, primary;
	} limits = { 1, { .ss_family = INET }, 5, 6, 7 };
	struct __attribute__((packed)) {
		int32_t association;
		struct {
			uint16_t family, port;
			char rest[124];
		} address;
		uint32_t interval;
		uint16_t retransmissions;
		uint32_t mtu, delay, flags, label;
		uint8_t dscp;
	} path = { .association = 1, .address.family = INET, .interval = 30, .flags = 9 };
	struct __attribute__((packed)) {
		int32_t association, state;
		uint32_t window;
		uint16_t unacked, pending, in, out;
		uint32_t fragmentation;
		struct __attribute__((packed)) {
			int32_t association;
			struct {
				uint16_t family, port;
				char rest[124];
			} address;
			int32_t state;
			uint32_t window, trip, timeout, mtu;
		} primary;
	} status = { .association = 1,
		     .state = 4,
		     .window = 100,
		     .out = 10,
		     .primary = {
			     .association = 1, .address.family = INET, .state = 2, .mtu = 1500 } };

	set(132, 35, "SOL_SCTP, SCTP_AUTH_DEACTIVATE_KEY", &key, sizeof(key),
	    "{scact_assoc_id=1, scact_keynumber=2}");
	set(132, 34, "SOL_SCTP, SCTP_DEFAULT_SNDINFO", &send, sizeof(send),
	    "{snd_sid=1, snd_flags=SCTP_PR_SCTP_NONE|SCTP_UNORDERED, snd_ppid=htonl(60), "
	    "snd_context=2,"
	    " snd_assoc_id=3}");
	set(132, 37, "SOL_SCTP, SCTP_PEER_ADDR_THLDS_V2", &limits, sizeof(limits),
	    "{spt_assoc_id=1, spt_address={sa_family=AF_INET, sin_port=htons(0),"
	    " sin_addr=inet_addr(\"0.0.0.0\")}, spt_pathmaxrxt=5, spt_pathpfthld=6,"
	    " spt_pathcpthld=7}");
#define NOWHERE "{sa_family=AF_INET, sin_port=htons(0), sin_addr=inet_addr(\"0.0.0.0\")}"
	set(132, 9, "SOL_SCTP, SCTP_PEER_ADDR_PARAMS", &path, sizeof(path),
	    "{spp_assoc_id=1, spp_address=" NOWHERE ", spp_hbinterval=30, spp_pathmaxrxt=0,"
	    " spp_pathmtu=0, spp_sackdelay=0, spp_flags=SPP_HB_ENABLE|SPP_PMTUD_ENABLE,"
	    " spp_ipv6_flowlabel=0, spp_dscp=0}");
	get(132, 14, "SOL_SCTP, SCTP_STATUS", &status, sizeof(status),
	    "{sstat_assoc_id=1, sstat_state=SCTP_ESTABLISHED, sstat_rwnd=100, sstat_unackdata=0,"
	    " sstat_penddata=0, sstat_instrms=0, sstat_outstrms=10,"
	    " sstat_fragmentation_point=0, sstat_primary={spinfo_assoc_id=1,"
	    " spinfo_address=" NOWHERE ", spinfo_state=SCTP_ACTIVE, spinfo_cwnd=0,"
	    " spinfo_srtt=0, spinfo_rto=0, spinfo_mtu=1500}}");
}

static void try_numbers(void)
{
	long long seconds[2] = { 3, 400000 }, size = 4096;

	set(1, 66, "SOL_SOCKET, SO_RCVTIMEO_NEW", seconds, 16, "{tv_sec=3, tv_usec=400000}");
	set(1, 74, "SOL_SOCKET, SO_TXREHASH", (int[1]){ 1 }, 4, "[SOCK_TXREHASH_ENABLED]");
	set(271, 127, "SOL_TIPC, TIPC_IMPORTANCE", (int[1]){ 3 }, 4, "[TIPC_CRITICAL_IMPORTANCE]");
	set(40, 1, "AF_VSOCK, SO_VM_SOCKETS_BUFFER_MIN_SIZE", &size, 8, "[4096]");
	set(40, 2, "AF_VSOCK, SO_VM_SOCKETS_BUFFER_MAX_SIZE", &size, 8, "[4096]");
	set(40, 8, "AF_VSOCK, SO_VM_SOCKETS_CONNECT_TIMEOUT_NEW", seconds, 16,
	    "{tv_sec=3, tv_usec=400000}");
	get(40, 0, "AF_VSOCK, SO_VM_SOCKETS_BUFFER_SIZE", &size, 8, "[4096]");
	set(41, 76, "SOL_IPV6, IPV6_UNICAST_IF", (uint32_t[1]){ __builtin_bswap32(2) }, 4,
	    "[htonl(2)]");
	set(266, 1, "SOL_IRDA, IRLMP_ENUMDEVICES", (int[1]){ 5 }, 4, "[5]");
	set(285, 1, "SOL_MCTP, MCTP_OPT_ADDR_EXT", (int[1]){ 1 }, 4, "[1]");
	set(284, 1, "SOL_MPTCP, MPTCP_INFO", (int[1]){ 5 }, 4, "[5]");
	set(286, 1, "SOL_SMC, SMC_LIMIT_HS", (int[1]){ 1 }, 4, "[1]");
}

static void try_structures(void)
{
	struct {
		uint64_t address, bytes, cookie, flags;
	} region = { 0x1000, 4096, 0x2000, 1 };
	struct {
		unsigned block_size, blocks, frame_size, frames;
	} ring = { 4096, 2, 2048, 4 };
	struct {
		char name[29];
		uint8_t revision;
	} revision = { "match", 2 };
	struct {
		char name[32];
		uint32_t hooks, entry[5], underflow[5], entries, size;
	} info = { "filter", 14, { 0, 1 }, { 0, 2 }, 4, 700 };
	struct {
		char name[32];
		uint32_t size;
	} entries = { "filter", 700 };
	struct {
		uint16_t family, port;
		uint32_t flow;
		uint8_t address[16];
		uint32_t scope, mtu;
	} path = { .family = INET6, .mtu = 1280 };

	set(276, 2, "SOL_RDS, RDS_GET_MR", &region, sizeof(region),
	    "{vec={addr=0x1000, bytes=4096}, cookie_addr=0x2000, flags=0x1}");
	set(263, 5, "SOL_PACKET, PACKET_RX_RING", &ring, sizeof(ring),
	    "{tp_block_size=4096, tp_block_nr=2, tp_frame_size=2048, tp_frame_nr=4}");
	get(41, 68, "SOL_IPV6, IP6T_SO_GET_REVISION_MATCH", &revision, sizeof(revision),
	    "{name=\"match\", revision=2}");
	get(41, 69, "SOL_IPV6, IP6T_SO_GET_REVISION_TARGET", &revision, sizeof(revision),
	    "{name=\"match\", revision=2}");
	get(41, 64, "SOL_IPV6, IP6T_SO_GET_INFO", &info, sizeof(info),
	    "{name=\"filter\", valid_hooks=0xe, hook_entry=[0, 1, 0, 0, 0],"
	    " underflow=[0, 2, 0, 0, 0], num_entries=4, size=700}");
	get(41, 65, "SOL_IPV6, IP6T_SO_GET_ENTRIES", &entries, sizeof(entries),
	    "{name=\"filter\", size=700}");
	get(41, 61, "SOL_IPV6, IPV6_PATHMTU", &path, sizeof(path),
	    "{ip6m_addr={sa_family=AF_INET6, sin6_port=htons(0), sin6_flowinfo=htonl(0),"
	    " inet_pton(AF_INET6, \"::\", &sin6_addr), sin6_scope_id=0}, ip6m_mtu=1280}");
}

static void try_replace(void)
{
	struct {
		char name[32];
		uint32_t hooks, entries, size, entry[5], underflow[5], counters;
		void *counter;
	} table = { "filter", 14, 4, 700, { 0, 1 }, { 0, 2 }, 4, (void *)0x1000 };

	set(41, 64, "SOL_IPV6, IP6T_SO_SET_REPLACE", &table, sizeof(table),
	    "{name=\"filter\", valid_hooks=0xe, num_entries=4, size=700,"
	    " hook_entry=[0, 1, 0, 0, 0], underflow=[0, 2, 0, 0, 0], num_counters=4,"
	    " counters=0x1000}");
}

int main(void)
{
	answer_call(SYS_setsockopt);
	answer_call(SYS_getsockopt);
	golden_begin();
	try_ciphers();
	try_tcp();
	try_sctp();
	try_numbers();
	try_structures();
	try_replace();
	golden_end();
	return 0;
}
