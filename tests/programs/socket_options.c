/* Options of sockets: what structures and numbers of every level hold. */
// rastro: -a 1 -v -e trace=setsockopt,getsockopt
// abi: x86_64 i386
#include "golden.h"

#include <linux/filter.h>
#include <linux/if_packet.h>
#include <linux/in.h>
#include <linux/in6.h>
#include <linux/net_tstamp.h>
#include <linux/tcp.h>
#include <linux/tipc.h>
#include <linux/tls.h>
#include <linux/if_xdp.h>
#include <linux/types.h>

#define NET __builtin_bswap32
enum { STREAM = 1, UNIX = 1, INET = 2, INET6 = 10 };

/* What a pointer shows of which nothing is, or can be, read. */
static const char *address_text(const void *pointer)
{
	static char text[32];

	snprintf(text, sizeof(text), "%p", pointer);
	return text;
}

/* Nobody has the descriptor -1, so nothing is set. */
static void set(int level, int option, const char *names, const void *value, unsigned size,
                const char *text)
{
	long result = syscall(SYS_setsockopt, -1, level, option, value, size);

	expect("setsockopt(-1, %s, %s, %u) = %s\n", names, text ? text : address_text(value), size,
	       result_text(result));
}

static void get(int fd, int level, int option, const char *names, unsigned size, const char *text)
{
	char value[1024] = { 0 };
	unsigned length = size;
	long result = syscall(SYS_getsockopt, fd, level, option, value, &length);

	if (!text)
		text = address_text(value);
	if (length == size)
		expect("getsockopt(%d, %s, %s, [%u]) = %s\n", fd, names, text, size,
		       result_text(result));
	else
		expect("getsockopt(%d, %s, %s, [%u => %u]) = %s\n", fd, names, text, size, length,
		       result_text(result));
}

/* What is there in part is not shown as if it were whole. */
static void bad_pointers(void)
{
	struct sock_txtime time = { 11, 1 };
	char *half = at_page_end(&time, 6);

	set(1, 61, "SOL_SOCKET, SO_TXTIME", half, 8, NULL);
	set(1, 61, "SOL_SOCKET, SO_TXTIME", NULL, 8, "NULL");
	set(1, 61, "SOL_SOCKET, SO_TXTIME", unreadable(), 8, NULL);
	set(1, 61, "SOL_SOCKET, SO_TXTIME", &time, 4, "{clockid=CLOCK_TAI}");
	set(0, 10, "SOL_IP, IP_MTU_DISCOVER", "\2", 1, "\"\\2\"");
	half = at_page_end("\2\0", 2);
	set(0, 10, "SOL_IP, IP_MTU_DISCOVER", half, 4, NULL);
}

static void of_sockets(void)
{
	struct sock_filter code[] = { { BPF_RET | BPF_K, 0, 0, 7 } };
	struct sock_fprog program = { 1, code };
	long timeout[2] = { 2, 500000 };
	long long timeout64[2] = { 3, 400000 };

	set(1, 13, "SOL_SOCKET, SO_LINGER", (int[2]){ 1, 5 }, 8, "{l_onoff=1, l_linger=5}");
	set(1, 20, "SOL_SOCKET, SO_RCVTIMEO_OLD", timeout, sizeof(timeout),
	    "{tv_sec=2, tv_usec=500000}");
	set(1, 67, "SOL_SOCKET, SO_SNDTIMEO_NEW", timeout64, 16, "{tv_sec=3, tv_usec=400000}");
	set(1, 25, "SOL_SOCKET, SO_BINDTODEVICE", "eth0", 4, "\"eth0\"");
	set(1, 37, "SOL_SOCKET, SO_TIMESTAMPING_OLD", &(int){ 0x58 }, 4,
	    "[SOF_TIMESTAMPING_RX_SOFTWARE|SOF_TIMESTAMPING_SOFTWARE|SOF_TIMESTAMPING_RAW_"
	    "HARDWARE]");
	set(1, 65, "SOL_SOCKET, SO_TIMESTAMPING_NEW", (int[2]){ 0x8000, 3 }, 8,
	    "{flags=SOF_TIMESTAMPING_BIND_PHC, bind_phc=3}");
	set(1, 47, "SOL_SOCKET, SO_MAX_PACING_RATE", (long long[1]){ 1ll << 40 }, 8,
	    "[1099511627776]");
	set(1, 61, "SOL_SOCKET, SO_TXTIME", (int[2]){ 11, 3 }, 8,
	    "{clockid=CLOCK_TAI, flags=SOF_TXTIME_DEADLINE_MODE|SOF_TXTIME_REPORT_ERRORS}");
	set(1, 26, "SOL_SOCKET, SO_ATTACH_FILTER", &program, sizeof(program),
	    "{len=1, filter=[BPF_STMT(BPF_RET|BPF_K, 0x7)]}");
	set(1, 50, "SOL_SOCKET, SO_ATTACH_BPF", &(int){ -7 }, 4, "[-7]");
	set(1, 72, "SOL_SOCKET, SO_BUF_LOCK", &(int){ 5 }, 4, "[SOCK_SNDBUF_LOCK|0x4]");
	set(1, 80, "SOL_SOCKET, SO_DEVMEM_DONTNEED", (int[4]){ 1, 2, 3, 4 }, 16,
	    "[{token_start=1, token_count=2}, {token_start=3, token_count=4}]");
}

static void of_ip(void)
{
	struct ip_mreqn index = { { NET(0xe0000001) }, { 0 }, 77777 };
	struct ip_mreq_source source = { NET(0xe0000001), NET(0x7f000001), NET(0x0a000001) };
	int filter[6] = { NET(0xe0000001), 0, 1, 2, NET(0x0a000001), NET(0x0a000002) };
	struct group_source_req group = { 77777, { .ss_family = INET }, { .ss_family = INET } };
	struct group_req join = { 77777, { .ss_family = INET6 } };
	struct {
		struct group_filter head;
		struct __kernel_sockaddr_storage second;
	} groups = { 0 };

	groups.head.gf_interface = 77777;
	groups.head.gf_numsrc = 2;
	groups.head.gf_group.ss_family = INET;
	groups.head.gf_slist[0].ss_family = groups.second.ss_family = INET;
	set(0, 35, "SOL_IP, IP_ADD_MEMBERSHIP", &index, 12,
	    "{imr_multiaddr=inet_addr(\"224.0.0.1\"), imr_address=inet_addr(\"0.0.0.0\"), "
	    "imr_ifindex=77777}");
	set(0, 32, "SOL_IP, IP_MULTICAST_IF", &source.imr_interface, 4,
	    "[inet_addr(\"127.0.0.1\")]");
	set(0, 39, "SOL_IP, IP_ADD_SOURCE_MEMBERSHIP", &source, 12,
	    "{imr_multiaddr=inet_addr(\"224.0.0.1\"), imr_interface=inet_addr(\"127.0.0.1\"), "
	    "imr_sourceaddr=inet_addr(\"10.0.0.1\")}");
	set(0, 41, "SOL_IP, IP_MSFILTER", filter, 24,
	    "{imsf_multiaddr=inet_addr(\"224.0.0.1\"), imsf_interface=inet_addr(\"0.0.0.0\"), "
	    "imsf_fmode=MCAST_INCLUDE, imsf_numsrc=2, imsf_slist=[inet_addr(\"10.0.0.1\"), "
	    "inet_addr(\"10.0.0.2\")]}");
	set(0, 42, "SOL_IP, MCAST_JOIN_GROUP", &join, sizeof(join),
	    "{gr_interface=77777, gr_group={sa_family=AF_INET6, sin6_port=htons(0), "
	    "sin6_flowinfo=htonl(0), inet_pton(AF_INET6, \"::\", &sin6_addr), sin6_scope_id=0}}");
#define ANY "{sa_family=AF_INET, sin_port=htons(0), sin_addr=inet_addr(\"0.0.0.0\")}"
	set(0, 46, "SOL_IP, MCAST_JOIN_SOURCE_GROUP", &group, sizeof(group),
	    "{gsr_interface=77777, gsr_group=" ANY ", gsr_source=" ANY "}");
	set(41, 48, "SOL_IPV6, MCAST_MSFILTER", &groups, sizeof(groups),
	    "{gf_interface=77777, gf_group=" ANY ", gf_fmode=MCAST_EXCLUDE, gf_numsrc=2, "
	    "gf_slist=[" ANY ", " ANY "]}");
	set(0, 10, "SOL_IP, IP_MTU_DISCOVER", &(int){ 2 }, 4, "[IP_PMTUDISC_DO]");
	set(41, 23, "SOL_IPV6, IPV6_MTU_DISCOVER", &(int){ 9 }, 4, "[0x9 /* IPV6_PMTUDISC_??? */]");
	set(41, 50, "SOL_IPV6, IPV6_PKTINFO", (int[5]){ 0, 0, 0, NET(1), 77777 }, 20,
	    "{inet_pton(AF_INET6, \"::1\", &ipi6_addr), ipi6_ifindex=77777}");
	set(41, 72, "SOL_IPV6, IPV6_ADDR_PREFERENCES", &(int){ 3 }, 4,
	    "[IPV6_PREFER_SRC_TMP|IPV6_PREFER_SRC_PUBLIC]");
	set(41, 32, "SOL_IPV6, IPV6_FLOWLABEL_MGR",
	    &(struct in6_flowlabel_req){ .flr_label = NET(5), .flr_share = 255, .flr_flags = 1 },
	    32,
	    "{inet_pton(AF_INET6, \"::\", &flr_dst), flr_label=htonl(0x5), "
	    "flr_action=IPV6_FL_A_GET, "
	    "flr_share=IPV6_FL_S_ANY, flr_flags=IPV6_FL_F_CREATE, flr_expires=0, flr_linger=0}");
	set(58, 1, "SOL_ICMPV6, ICMPV6_FILTER", (int[8]){ 1, [7] = -1 }, 32,
	    "{data=[0x1, 0, 0, 0, 0, 0, 0, 0xffffffff]}");
}

static void of_tcp(void)
{
	struct tcp_md5sig key = { .tcpm_addr = { .ss_family = INET },
		                  .tcpm_flags = 1,
		                  .tcpm_prefixlen = 24,
		                  .tcpm_keylen = 2,
		                  .tcpm_key = "ab" };
	struct {
		struct __kernel_sockaddr_storage address;
		char name[64];
		int index;
		unsigned current : 1, next : 1, : 30;
		unsigned short : 16;
		unsigned char bytes[6], key[80];
	} add = { { .ss_family = INET }, "hmac(sha1)", 0, 1, 0, { 32, 1, 2, 12, 0, 3 }, "xyz" };

	set(6, 13, "SOL_TCP, TCP_CONGESTION", "reno", 4, "\"reno\"");
	set(6, 14, "SOL_TCP, TCP_MD5SIG", &key, sizeof(key),
	    "{tcpm_addr=" ANY
	    ", tcpm_flags=TCP_MD5SIG_FLAG_PREFIX, tcpm_prefixlen=24, tcpm_keylen=2, "
	    "tcpm_ifindex=0, tcpm_key=\"\\x61\\x62\"}");
	set(6, 19, "SOL_TCP, TCP_REPAIR", &(int){ -1 }, 4, "[TCP_REPAIR_OFF_NO_WP]");
	set(6, 20, "SOL_TCP, TCP_REPAIR_QUEUE", &(int){ 1 }, 4, "[TCP_RECV_QUEUE]");
	set(6, 22, "SOL_TCP, TCP_REPAIR_OPTIONS", (int[4]){ 2, 1460, 8, 0 }, 16,
	    "[{opt_code=TCPOPT_MSS, opt_val=1460}, {opt_code=TCPOPT_TIMESTAMP, opt_val=0}]");
	set(6, 29, "SOL_TCP, TCP_REPAIR_WINDOW", (int[5]){ 1, 2, 3, 4, 5 }, 20,
	    "{snd_wl1=1, snd_wnd=2, max_window=3, rcv_wnd=4, rcv_wup=5}");
	set(6, 38, "SOL_TCP, TCP_AO_ADD_KEY", &add, sizeof(add),
	    "{addr=" ANY
	    ", alg_name=\"hmac(sha1)\", ifindex=0, set_current=1, set_rnext=0, prefix=32, "
	    "sndid=1, rcvid=2, maclen=12, keyflags=0, keylen=3, key=\"\\x78\\x79\\x7a\"}");
	set(6, 42, "SOL_TCP, TCP_AO_REPAIR", (int[4]){ NET(1), NET(2), 3, 4 }, 16,
	    "{snt_isn=htonl(1), rcv_isn=htonl(2), snd_sne=3, rcv_sne=4}");
	set(17, 100, "SOL_UDP, UDP_ENCAP", &(int){ 2 }, 4, "[UDP_ENCAP_ESPINUDP]");
	set(136, 10, "SOL_UDPLITE, UDPLITE_SEND_CSCOV", &(int){ 8 }, 4, "[8]");
}

static void of_others(void)
{
	struct tls12_crypto_info_aes_gcm_128 keys = { { 0x304, TLS_CIPHER_AES_GCM_128 },
		                                      "12345678",
		                                      "abcdefghijklmnop",
		                                      "salt",
		                                      "sequence" };

	set(282, 1, "SOL_TLS, TLS_TX", &keys, sizeof(keys),
	    "{version=TLS_1_3_VERSION, cipher_type=TLS_CIPHER_AES_GCM_128, "
	    "iv=\"\\x31\\x32\\x33\\x34\\x35\\x36\\x37\\x38\", "
	    "key="
	    "\"\\x61\\x62\\x63\\x64\\x65\\x66\\x67\\x68\\x69\\x6a\\x6b\\x6c\\x6d\\x6e\\x6f\\x70\", "
	    "salt=\"\\x73\\x61\\x6c\\x74\", rec_seq=\"\\x73\\x65\\x71\\x75\\x65\\x6e\\x63\\x65\"}");
	set(263, 5, "SOL_PACKET, PACKET_RX_RING",
	    &(struct tpacket_req3){ 4096, 2, 2048, 4, 60, 0, 1 }, 28,
	    "{tp_block_size=4096, tp_block_nr=2, tp_frame_size=2048, tp_frame_nr=4, "
	    "tp_retire_blk_tov=60, tp_sizeof_priv=0, tp_feature_req_word=0x1}");
	set(263, 10, "SOL_PACKET, PACKET_VERSION", &(int){ 2 }, 4, "[TPACKET_V3]");
	set(263, 18, "SOL_PACKET, PACKET_FANOUT", &(int){ 0x10000007 | 3 << 16 }, 4,
	    "{id=7, type_flags=PACKET_FANOUT_ROLLOVER|PACKET_FANOUT_FLAG_ROLLOVER}");
	set(283, 4, "SOL_XDP, XDP_UMEM_REG", &(struct xdp_umem_reg){ 0x10000, 4096, 2048, 0, 1 },
	    28,
	    "{addr=0x10000, len=4096, chunk_size=2048, headroom=0, "
	    "flags=XDP_UMEM_UNALIGNED_CHUNK_FLAG}");
	set(101, 1, "SOL_CAN_RAW, CAN_RAW_FILTER", (int[2]){ 0x123, 0x7ff }, 8,
	    "[{can_id=0x123, can_mask=0x7ff}]");
	set(101, 2, "SOL_CAN_RAW, CAN_RAW_ERR_FILTER", &(int){ 0x41 }, 4,
	    "[CAN_ERR_TX_TIMEOUT|CAN_ERR_BUSOFF]");
	set(274, 4, "SOL_BLUETOOTH, BT_SECURITY", "\2\20", 2,
	    "{level=BT_SECURITY_MEDIUM, key_size=16}");
	set(271, 135, "SOL_TIPC, TIPC_GROUP_JOIN", &(struct tipc_group_req){ 1, 2, 3, 1 }, 16,
	    "{type=1, instance=2, scope=TIPC_NODE_SCOPE, flags=TIPC_GROUP_LOOPBACK}");
	set(272, 4, "SOL_RXRPC, RXRPC_MIN_SECURITY_LEVEL", &(int){ 1 }, 4, "[RXRPC_SECURITY_AUTH]");
	set(276, 3, "SOL_RDS, RDS_FREE_MR", "", 0, NULL);
	set(287, 6, "SOL_VSOCK, SO_VM_SOCKETS_CONNECT_TIMEOUT_OLD", (long[2]){ 1, 2 },
	    2 * sizeof(long), "{tv_sec=1, tv_usec=2}");
	set(40, 0, "AF_VSOCK, SO_VM_SOCKETS_BUFFER_SIZE", (long long[1]){ 262144 }, 8, "[262144]");
	set(132, 2, "SOL_SCTP, SCTP_INITMSG", (short[4]){ 1, 2, 3, 4 }, 8,
	    "{sinit_num_ostreams=1, sinit_max_instreams=2, sinit_max_attempts=3, "
	    "sinit_max_init_timeo=4}");
	set(132, 127, "SOL_SCTP, SCTP_EVENT", (int[2]){ 0, 0x18001 }, 8,
	    "{se_assoc_id=0, se_type=SCTP_ASSOC_CHANGE, se_on=1}");
	set(132, 10, "SOL_SCTP, SCTP_DEFAULT_SEND_PARAM",
	    (int[8]){ 5, 0x41, NET(7), 1, 2, 3, 4, 9 }, 32,
	    "{sinfo_stream=5, sinfo_ssn=0, "
	    "sinfo_flags=SCTP_PR_SCTP_NONE|SCTP_UNORDERED|SCTP_SENDALL, "
	    "sinfo_ppid=htonl(7), sinfo_context=1, sinfo_timetolive=2, sinfo_tsn=3, "
	    "sinfo_cumtsn=4, "
	    "sinfo_assoc_id=9}");
}

static void get_them(void)
{
	int stream = syscall(SYS_socket, INET, STREAM, 0), pair[2];
	char text[96];

	syscall(SYS_socketpair, UNIX, STREAM, 0, pair);
	get(stream, 1, 3, "SOL_SOCKET, SO_TYPE", 4, "[SOCK_STREAM]");
	get(stream, 1, 39, "SOL_SOCKET, SO_DOMAIN", 8, "[AF_INET]");
	get(stream, 1, 20, "SOL_SOCKET, SO_RCVTIMEO_OLD", 2 * sizeof(long),
	    "{tv_sec=0, tv_usec=0}");
	get(stream, 0, 10, "SOL_IP, IP_MTU_DISCOVER", 4, "[IP_PMTUDISC_WANT]");
	get(stream, 0, 10, "SOL_IP, IP_MTU_DISCOVER", 1, "\"\\1\"");
	get(stream, 6, 11, "SOL_TCP, TCP_INFO", 6,
	    "{tcpi_state=TCP_CLOSE, tcpi_ca_state=TCP_CA_Open, tcpi_retransmits=0, tcpi_probes=0, "
	    "tcpi_backoff=0, tcpi_options=0}");
	get(stream, 6, 20, "SOL_TCP, TCP_REPAIR_QUEUE", 0, NULL);
	snprintf(text, sizeof(text), "{pid=%d, uid=%u, gid=%u}", getpid(), getuid(), getgid());
	get(pair[0], 1, 17, "SOL_SOCKET, SO_PEERCRED", 12, text);
	get(-1, 1, 17, "SOL_SOCKET, SO_PEERCRED", 12, NULL);
}

int main(void)
{
	golden_begin();
	bad_pointers();
	of_sockets();
	of_ip();
	of_tcp();
	of_others();
	get_them();
	golden_end();
	return 0;
}
