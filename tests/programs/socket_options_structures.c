/* Structures of sockets' options that other tests do not have, from good and bad pointers. */
// rastro: -a 1 -v -s 64 -e trace=setsockopt,getsockopt
// abi: x86_64 i386
#include "options.h"

#include <netinet/in.h>
#include <sys/socket.h>

#include <asm/byteorder.h>
#include <linux/filter.h>
#include <linux/icmp.h>
#include <linux/if_alg.h>
#include <linux/if_packet.h>
#include <linux/if_xdp.h>
#include <linux/net_tstamp.h>
#include <linux/netlink.h>
#include <linux/rds.h>
#include <linux/rxrpc.h>
#include <linux/tcp.h>
#include <linux/tipc.h>
#include <linux/tls.h>
#include <linux/vm_sockets.h>

enum { SOL_TCP = 6, SOL_UDP = 17, SOL_CAN_RAW = 101, SOL_UDPLITE = 136, MPTCP_INFO = 1 };

static void try_addresses(void)
{
	struct sockaddr_storage peer = here();
	struct sockaddr_in address;
	struct rds_free_mr_args released = { 5, 1 };
	struct rds_get_mr_for_dest_args region = { .vec = { 0x1000, 4096 },
		                                   .cookie_addr = 0x2000,
		                                   .flags = 3 };

	memcpy(&address, &peer, sizeof(address));
	memcpy(&region.dest_addr, &peer, sizeof(region.dest_addr));
	OPTION(GET, SOL_SOCKET, SO_PEERNAME, address, HERE);
	OPTION(SET, SOL_RDS, RDS_CANCEL_SENT_TO, address, HERE);
	OPTION(SET, SOL_RDS, RDS_FREE_MR, released, "{cookie=0x5, flags=0x1}");
	OPTION(SET, SOL_RDS, RDS_GET_MR_FOR_DEST, region,
	       "{dest_addr=" HERE
	       ", vec={addr=0x1000, bytes=4096}, cookie_addr=0x2000, flags=0x3}");
}

static void try_sockets(void)
{
	struct timeval old = { 2, 500000 };
	long long time[2] = { 3, 400000 };
	struct sock_txtime transmission = { 11, SOF_TXTIME_REPORT_ERRORS };
	struct linger linger = { 1, 5 };
	struct ucred peer = { 1, 2, 3 };
	gid_t groups[2] = { 4, 5 };
	uint32_t memory[9] = { 1, 2, 3, 4, 5, 6, 7, 8, 9 };
	uint64_t cookie = 1ull << 33;
	int interface = 77777, locks = 2, rehash = 0, fd = -2;
	int stamps = SOF_TIMESTAMPING_OPT_ID, bound[2] = { SOF_TIMESTAMPING_BIND_PHC, 3 };
	struct sock_filter code[] = { BPF_STMT(BPF_RET | BPF_K, 7) };
	struct sock_fprog program = { 1, code };

	OPTION(BOTH, SOL_SOCKET, SO_LINGER, linger, "{l_onoff=1, l_linger=5}");
	OPTION(BOTH, SOL_SOCKET, SO_RCVTIMEO_OLD, old, "{tv_sec=2, tv_usec=500000}");
	OPTION(BOTH, SOL_SOCKET, SO_SNDTIMEO_OLD, old, "{tv_sec=2, tv_usec=500000}");
	OPTION(BOTH, SOL_SOCKET, SO_RCVTIMEO_NEW, time, "{tv_sec=3, tv_usec=400000}");
	OPTION(BOTH, SOL_SOCKET, SO_SNDTIMEO_NEW, time, "{tv_sec=3, tv_usec=400000}");
	OPTION(BOTH, SOL_SOCKET, SO_TIMESTAMPING_OLD, stamps, "[SOF_TIMESTAMPING_OPT_ID]");
	OPTION(BOTH, SOL_SOCKET, SO_TIMESTAMPING_NEW, stamps, "[SOF_TIMESTAMPING_OPT_ID]");
	OPTION(BOTH, SOL_SOCKET, SO_TIMESTAMPING_OLD, bound,
	       "{flags=SOF_TIMESTAMPING_BIND_PHC, bind_phc=3}");
	OPTION(BOTH, SOL_SOCKET, SO_TXTIME, transmission,
	       "{clockid=CLOCK_TAI, flags=SOF_TXTIME_REPORT_ERRORS}");
	OPTION(BOTH, SOL_SOCKET, SO_MAX_PACING_RATE, cookie, "[8589934592]");
	OPTION(BOTH, SOL_SOCKET, SO_BINDTOIFINDEX, interface, "[77777]");
	OPTION_NUMBER(BOTH, SOL_SOCKET, 72, SO_BUF_LOCK, locks, "[SOCK_RCVBUF_LOCK]");
	OPTION_NUMBER(BOTH, SOL_SOCKET, 74, SO_TXREHASH, rehash, "[SOCK_TXREHASH_DISABLED]");
	OPTION(SET, SOL_SOCKET, SO_ATTACH_FILTER, program,
	       "{len=1, filter=[BPF_STMT(BPF_RET|BPF_K, 0x7)]}");
	OPTION(SET, SOL_SOCKET, SO_ATTACH_REUSEPORT_CBPF, program,
	       "{len=1, filter=[BPF_STMT(BPF_RET|BPF_K, 0x7)]}");
	OPTION(SET, SOL_SOCKET, SO_ATTACH_BPF, fd, "[-2]");
	OPTION(SET, SOL_SOCKET, SO_ATTACH_REUSEPORT_EBPF, fd, "[-2]");
	OPTION_NUMBER(GET, SOL_SOCKET, 77, SO_PEERPIDFD, fd, "[-2]");
	OPTION(GET, SOL_SOCKET, SO_PEERCRED, peer, "{pid=1, uid=2, gid=3}");
	OPTION(GET, SOL_SOCKET, SO_PEERGROUPS, groups, "[4, 5]");
	OPTION(GET, SOL_SOCKET, SO_PEERSEC, "user", "\"user\\0\"");
	OPTION(GET, SOL_SOCKET, SO_BINDTODEVICE, "eth0", "\"eth0\\0\"");
	OPTION(GET, SOL_SOCKET, SO_COOKIE, cookie, "[8589934592]");
	OPTION_NUMBER(GET, SOL_SOCKET, 71, SO_NETNS_COOKIE, cookie, "[8589934592]");
	OPTION(GET, SOL_SOCKET, SO_MEMINFO, memory,
	       "[[SK_MEMINFO_RMEM_ALLOC]=1, [SK_MEMINFO_RCVBUF]=2, [SK_MEMINFO_WMEM_ALLOC]=3,"
	       " [SK_MEMINFO_SNDBUF]=4, [SK_MEMINFO_FWD_ALLOC]=5, [SK_MEMINFO_WMEM_QUEUED]=6,"
	       " [SK_MEMINFO_OPTMEM]=7, [SK_MEMINFO_BACKLOG]=8, [SK_MEMINFO_DROPS]=9]");
}

static void try_multicast(void)
{
	struct ip_mreq_source source = { { htonl(0xe0000001) },
		                         { htonl(0x7f000001) },
		                         { htonl(0x0a000001) } };
	struct ip_msfilter filter = {
		{ htonl(0xe0000001) }, { 0 }, MCAST_INCLUDE, 1, { { htonl(0x0a000001) } }
	};
	struct group_req group = { 77777, here() };
	struct group_source_req both = { 77777, here(), here() };
	struct group_filter all = { 77777, here(), MCAST_EXCLUDE, 1, { here() } };
	struct ipv6_mreq joined = { IN6ADDR_LOOPBACK_INIT, 77777 };
	struct in6_pktinfo packet = { IN6ADDR_LOOPBACK_INIT, 77777 };
	struct ip6_mtuinfo path = { .ip6m_addr = { .sin6_family = AF_INET6 }, .ip6m_mtu = 1280 };
	int address = htonl(0x0a000001), interface = 77777, number = htonl(2), family = AF_INET;

#define SOURCE                                                                                     \
	"{imr_multiaddr=inet_addr(\"224.0.0.1\"), imr_interface=inet_addr(\"127.0.0.1\"),"         \
	" imr_sourceaddr=inet_addr(\"10.0.0.1\")}"
	OPTION(SET, SOL_IP, IP_ADD_SOURCE_MEMBERSHIP, source, SOURCE);
	OPTION(SET, SOL_IP, IP_DROP_SOURCE_MEMBERSHIP, source, SOURCE);
	OPTION(SET, SOL_IP, IP_BLOCK_SOURCE, source, SOURCE);
	OPTION(SET, SOL_IP, IP_UNBLOCK_SOURCE, source, SOURCE);
	OPTION(BOTH, SOL_IP, IP_MSFILTER, filter,
	       "{imsf_multiaddr=inet_addr(\"224.0.0.1\"), imsf_interface=inet_addr(\"0.0.0.0\"),"
	       " imsf_fmode=MCAST_INCLUDE, imsf_numsrc=1, imsf_slist=[inet_addr(\"10.0.0.1\")]}");
	OPTION(SET, SOL_IP, MCAST_JOIN_GROUP, group, "{gr_interface=77777, gr_group=" HERE "}");
	OPTION(SET, SOL_IPV6, MCAST_LEAVE_GROUP, group, "{gr_interface=77777, gr_group=" HERE "}");
#define SOURCES "{gsr_interface=77777, gsr_group=" HERE ", gsr_source=" HERE "}"
	OPTION(SET, SOL_IPV6, MCAST_JOIN_SOURCE_GROUP, both, SOURCES);
	OPTION(SET, SOL_IP, MCAST_LEAVE_SOURCE_GROUP, both, SOURCES);
	OPTION(SET, SOL_IPV6, MCAST_BLOCK_SOURCE, both, SOURCES);
	OPTION(SET, SOL_IP, MCAST_UNBLOCK_SOURCE, both, SOURCES);
	OPTION(BOTH, SOL_IP, MCAST_MSFILTER, all,
	       "{gf_interface=77777, gf_group=" HERE ", gf_fmode=MCAST_EXCLUDE, gf_numsrc=1,"
	       " gf_slist=[" HERE "]}");
	OPTION(SET, SOL_IPV6, IPV6_ADD_MEMBERSHIP, joined,
	       "{inet_pton(AF_INET6, \"::1\", &ipv6mr_multiaddr), ipv6mr_interface=77777}");
	OPTION(SET, SOL_IPV6, IPV6_DROP_MEMBERSHIP, joined,
	       "{inet_pton(AF_INET6, \"::1\", &ipv6mr_multiaddr), ipv6mr_interface=77777}");
	OPTION(SET, SOL_IPV6, IPV6_JOIN_ANYCAST, joined,
	       "{inet_pton(AF_INET6, \"::1\", &ipv6mr_multiaddr), ipv6mr_interface=77777}");
	OPTION(SET, SOL_IPV6, IPV6_LEAVE_ANYCAST, joined,
	       "{inet_pton(AF_INET6, \"::1\", &ipv6mr_multiaddr), ipv6mr_interface=77777}");
	OPTION(SET, SOL_IPV6, IPV6_PKTINFO, packet,
	       "{inet_pton(AF_INET6, \"::1\", &ipi6_addr), ipi6_ifindex=77777}");
	OPTION_NUMBER(SET, SOL_IPV6, 2, IPV6_2292PKTINFO, packet,
	              "{inet_pton(AF_INET6, \"::1\", &ipi6_addr), ipi6_ifindex=77777}");
	OPTION(GET, SOL_IPV6, IPV6_PATHMTU, path,
	       "{ip6m_addr={sa_family=AF_INET6, sin6_port=htons(0), sin6_flowinfo=htonl(0),"
	       " inet_pton(AF_INET6, \"::\", &sin6_addr), sin6_scope_id=0}, ip6m_mtu=1280}");
	OPTION(BOTH, SOL_IP, IP_MULTICAST_IF, address, "[inet_addr(\"10.0.0.1\")]");
	OPTION_NUMBER(BOTH, SOL_IP, 50, IP_UNICAST_IF, number, "[htonl(2)]");
	OPTION(BOTH, SOL_IPV6, IPV6_UNICAST_IF, number, "[htonl(2)]");
	OPTION(BOTH, SOL_IPV6, IPV6_MULTICAST_IF, interface, "[77777]");
	OPTION(SET, SOL_IPV6, IPV6_ADDRFORM, family, "[AF_INET]");
}

static void try_ip(void)
{
	int discovery = IP_PMTUDISC_PROBE, discovery6 = IPV6_PMTUDISC_OMIT, preferences = 0x900;
	unsigned char options[4] = { 1, 1, 1, 0 };
	struct {
		struct cmsghdr head;
		int hops;
	} message = { { CMSG_LEN(sizeof(int)), SOL_IP, IP_TTL }, 64 },
	  message6 = { { CMSG_LEN(sizeof(int)), SOL_IPV6, IPV6_HOPLIMIT }, 64 };
	struct {
		uint8_t address[16];
		uint32_t label;
		uint8_t action, share;
		uint16_t flags, expires, linger;
		uint32_t padding;
	} label = { { 0 }, htonl(5), 1, 2, 3, 4, 6, 0 };
	struct {
		uint32_t data[8];
	} types = { { 1, [7] = -1 } };

	OPTION(BOTH, SOL_IP, IP_MTU_DISCOVER, discovery, "[IP_PMTUDISC_PROBE]");
	OPTION(BOTH, SOL_IPV6, IPV6_MTU_DISCOVER, discovery6, "[IPV6_PMTUDISC_OMIT]");
	OPTION(BOTH, SOL_IPV6, IPV6_ADDR_PREFERENCES, preferences,
	       "[IPV6_PREFER_SRC_PUBTMP_DEFAULT|IPV6_PREFER_SRC_NONCGA]");
	OPTION(BOTH, SOL_IP, IP_OPTIONS, options, "\"\\1\\1\\1\\0\"");
	OPTION(GET, SOL_IP, IP_PKTOPTIONS, message,
	       sizeof(long) == 8
	               ? "[{cmsg_len=20, cmsg_level=SOL_IP, cmsg_type=IP_TTL, cmsg_data=[64]}]"
	               : "[{cmsg_len=16, cmsg_level=SOL_IP, cmsg_type=IP_TTL, cmsg_data=[64]}]");
	OPTION_NUMBER(GET, SOL_IPV6, 6, IPV6_2292PKTOPTIONS, message6,
	              sizeof(long) == 8 ? "[{cmsg_len=20, cmsg_level=SOL_IPV6, "
	                                  "cmsg_type=IPV6_HOPLIMIT, cmsg_data=[64]}]"
	                                : "[{cmsg_len=16, cmsg_level=SOL_IPV6, "
	                                  "cmsg_type=IPV6_HOPLIMIT, cmsg_data=[64]}]");
	OPTION_NUMBER(BOTH, SOL_IPV6, 32, IPV6_FLOWLABEL_MGR, label,
	              "{inet_pton(AF_INET6, \"::\", &flr_dst), flr_label=htonl(0x5),"
	              " flr_action=IPV6_FL_A_PUT, flr_share=IPV6_FL_S_PROCESS,"
	              " flr_flags=IPV6_FL_F_CREATE|IPV6_FL_F_EXCL, flr_expires=4, flr_linger=6}");
	OPTION_NUMBER(BOTH, SOL_ICMPV6, 1, ICMPV6_FILTER, types,
	              "{data=[0x1, 0, 0, 0, 0, 0, 0, 0xffffffff]}");
}

static void try_tables(void)
{
	struct {
		char name[32];
		uint32_t hooks, entry[5], underflow[5], entries, size;
	} info = { "filter", 14, { 0, 1 }, { 0, 2 }, 4, 700 };
	struct {
		char name[32];
		uint32_t hooks, entry[3], underflow[3], entries, size;
	} arp = { "filter", 3, { 0, 1 }, { 0, 2 }, 4, 700 };
	struct {
		char name[32];
		uint32_t size;
	} entries = { "filter", 700 };
	struct {
		char name[29];
		uint8_t revision;
	} revision = { "match", 2 };
	struct {
		char name[32];
		uint32_t hooks, entries, size, entry[5], underflow[5], counters;
		void *counter;
	} table = { "filter", 14, 4, 700, { 0, 1 }, { 0, 2 }, 4, (void *)0x1000 };

	OPTION_NUMBER(GET, SOL_IP, 64, IPT_SO_GET_INFO, info,
	              "{name=\"filter\", valid_hooks=0xe, hook_entry=[0, 1, 0, 0, 0],"
	              " underflow=[0, 2, 0, 0, 0], num_entries=4, size=700}");
	OPTION_NUMBER(
		GET, SOL_IP, 96, ARPT_SO_GET_INFO, arp,
		"{name=\"filter\", valid_hooks=0x3, hook_entry=[0, 1, 0], underflow=[0, 2, 0],"
		" num_entries=4, size=700}");
	OPTION_NUMBER(GET, SOL_IP, 65, IPT_SO_GET_ENTRIES, entries, "{name=\"filter\", size=700}");
	OPTION_NUMBER(GET, SOL_IP, 97, ARPT_SO_GET_ENTRIES, entries, "{name=\"filter\", size=700}");
	OPTION_NUMBER(GET, SOL_IP, 66, IPT_SO_GET_REVISION_MATCH, revision,
	              "{name=\"match\", revision=2}");
	OPTION_NUMBER(GET, SOL_IP, 67, IPT_SO_GET_REVISION_TARGET, revision,
	              "{name=\"match\", revision=2}");
	OPTION_NUMBER(GET, SOL_IP, 99, ARPT_SO_GET_REVISION_TARGET, revision,
	              "{name=\"match\", revision=2}");
	OPTION_NUMBER(SET, SOL_IP, 64, IPT_SO_SET_REPLACE, table,
	              "{name=\"filter\", valid_hooks=0xe, num_entries=4, size=700,"
	              " hook_entry=[0, 1, 0, 0, 0], underflow=[0, 2, 0, 0, 0], num_counters=4,"
	              " counters=0x1000}");
}

static void try_tcp(void)
{
	int repair = 1, queue = 2, encapsulation = 3;
	unsigned sequence = 4000000000;
	struct tcp_repair_window window = { 1, 2, 3, 4, 5 };
	struct tcp_zerocopy_receive received = {
		.address = 0x1000, .length = 4096, .recv_skip_hint = 2, .inq = 3, .err = -4
	};
	struct {
		uint32_t bits;
		uint16_t reserved;
		uint8_t current_key, rnext;
		uint64_t good, bad, not_found, required, dropped;
	} info = { 0x14, 0, 1, 2, 3, 4, 5, 6, 7 };
	struct {
		struct sockaddr_storage address;
		char algorithm[64], key[80];
		uint32_t count;
		uint16_t bits;
		uint8_t sent, received, prefix, length, flags, key_length;
		int32_t interface;
		uint64_t good, bad;
	} keys = { here(), "hmac(sha1)", "xyz", 1, 5, 1, 2, 32, 12, 1, 3, 77777, 8, 9 };
	uint32_t numbers[4] = { htonl(1), htonl(2), 3, 4 };
	struct tcp_md5sig signature = { .tcpm_keylen = 2, .tcpm_key = "ab" };
	struct sockaddr_storage address = here();

	memcpy(&signature.tcpm_addr, &address, sizeof(address));
	OPTION(BOTH, SOL_TCP, TCP_REPAIR, repair, "[TCP_REPAIR_ON]");
	OPTION(BOTH, SOL_TCP, TCP_REPAIR_QUEUE, queue, "[TCP_SEND_QUEUE]");
	OPTION(BOTH, SOL_TCP, TCP_QUEUE_SEQ, sequence, "[4000000000]");
	OPTION(BOTH, SOL_TCP, TCP_TIMESTAMP, sequence, "[4000000000]");
	OPTION(BOTH, SOL_TCP, TCP_REPAIR_WINDOW, window,
	       "{snd_wl1=1, snd_wnd=2, max_window=3, rcv_wnd=4, rcv_wup=5}");
	OPTION(BOTH, SOL_TCP, TCP_CONGESTION, "reno", "\"reno\\0\"");
	OPTION(BOTH, SOL_TCP, TCP_ULP, "tls", "\"tls\\0\"");
	OPTION(BOTH, SOL_TCP, TCP_FASTOPEN_KEY, "key", "\"key\\0\"");
	OPTION(GET, SOL_TCP, TCP_SAVED_SYN, "syn", "\"syn\\0\"");
	OPTION_NUMBER(BOTH, SOL_UDP, 100, UDP_ENCAP, encapsulation, "[UDP_ENCAP_L2TPINUDP]");
	OPTION_NUMBER(BOTH, SOL_UDPLITE, 100, UDP_ENCAP, encapsulation, "[UDP_ENCAP_L2TPINUDP]");
	OPTION(GET, SOL_TCP, TCP_ZEROCOPY_RECEIVE, received,
	       "{address=0x1000, length=4096, recv_skip_hint=2, inq=3, err=-4, "
	       "copybuf_address=NULL,"
	       " copybuf_len=0, flags=0, msg_control=NULL, msg_controllen=0, msg_flags=0}");
	OPTION(SET, SOL_TCP, TCP_MD5SIG_EXT, signature,
	       "{tcpm_addr=" HERE ", tcpm_flags=0, tcpm_prefixlen=0, tcpm_keylen=2, tcpm_ifindex=0,"
	       " tcpm_key=\"\\x61\\x62\"}");
	OPTION_NUMBER(BOTH, SOL_TCP, 40, TCP_AO_INFO, info,
	              "{set_current=0, set_rnext=0, ao_required=1, set_counters=0, accept_icmps=1,"
	              " current_key=1, rnext=2, pkt_good=3, pkt_bad=4, pkt_key_not_found=5,"
	              " pkt_ao_required=6, pkt_dropped_icmp=7}");
	OPTION_NUMBER(
		GET, SOL_TCP, 41, TCP_AO_GET_KEYS, keys,
		"{addr=" HERE
		", alg_name=\"hmac(sha1)\", key=\"\\x78\\x79\\x7a\", nkeys=1, is_current=1,"
		" is_rnext=0, get_all=1, sndid=1, rcvid=2, prefix=32, maclen=12,"
		" keyflags=TCP_AO_KEYF_IFINDEX, keylen=3, ifindex=77777, pkt_good=8, pkt_bad=9}");
	OPTION_NUMBER(BOTH, SOL_TCP, 42, TCP_AO_REPAIR, numbers,
	              "{snt_isn=htonl(1), rcv_isn=htonl(2), snd_sne=3, rcv_sne=4}");
}

static void try_mptcp(void)
{
	struct {
		uint8_t counts[6];
		uint32_t flags, token;
		uint64_t numbers[3];
		uint8_t more[3];
		uint32_t retransmits;
		uint64_t bytes[4];
		uint8_t subflows, laminar, fullmesh, reserved;
		uint32_t last[3];
	} info = { { 1, 2, 3, 4, 5, 6 },
		   3,
		   0xabc,
		   { 7, 8, 9 },
		   { 10, 11, 1 },
		   12,
		   { 13, 14, 15, 16 },
		   17,
		   18,
		   19,
		   0,
		   { 20, 21, 22 } };
	struct {
		uint32_t size, count, kernel, user;
		uint8_t more[8];
	} subflows = { 16, 1, 232, 8, { 0 } };
	struct {
		uint32_t sizes[6];
		uint64_t subflows, tcp;
		uint8_t info[48];
	} full = { { 1, 2, 3, 4, 5, 6 }, 0x1000, 0x2000, { 0 } };

#define COUNTS                                                                                     \
	"{mptcpi_subflows=1, mptcpi_add_addr_signal=2, mptcpi_add_addr_accepted=3,"                \
	" mptcpi_subflows_max=4, mptcpi_add_addr_signal_max=5,"                                    \
	" mptcpi_add_addr_accepted_max=6, mptcpi_flags=MPTCP_INFO_FLAG_FALLBACK"                   \
	"|MPTCP_INFO_FLAG_REMOTE_KEY_RECEIVED, mptcpi_token=0xabc, mptcpi_write_seq=7,"            \
	" mptcpi_snd_una=8, mptcpi_rcv_nxt=9, mptcpi_local_addr_used=10,"                          \
	" mptcpi_local_addr_max=11, mptcpi_csum_enabled=1"
	OPTION_NUMBER(GET, SOL_MPTCP, 1, MPTCP_INFO, info,
	              COUNTS
	              ", mptcpi_retransmits=12, mptcpi_bytes_retrans=13, mptcpi_bytes_sent=14,"
	              " mptcpi_bytes_received=15, mptcpi_bytes_acked=16, mptcpi_subflows_total=17,"
	              " mptcpi_endp_laminar_max=18, mptcpi_endp_fullmesh_max=19,"
	              " mptcpi_last_data_sent=20, mptcpi_last_data_recv=21,"
	              " mptcpi_last_ack_recv=22}");
	/* As Linux 5.16 knew it. */
	try_option(GET, SOL_MPTCP, MPTCP_INFO, "SOL_MPTCP, MPTCP_INFO", &info, 44, COUNTS "}");
	OPTION_NUMBER(
		GET, SOL_MPTCP, 2, MPTCP_TCPINFO, subflows,
		"{head={size_subflow_data=16, num_subflows=1, size_kernel=232, size_user=8}, ...}");
	OPTION_NUMBER(
		GET, SOL_MPTCP, 3, MPTCP_SUBFLOW_ADDRS, subflows,
		"{head={size_subflow_data=16, num_subflows=1, size_kernel=232, size_user=8}, ...}");
	OPTION_NUMBER(
		GET, SOL_MPTCP, 4, MPTCP_FULL_INFO, full,
		"{size_tcpinfo_kernel=1, size_tcpinfo_user=2, size_sfinfo_kernel=3,"
		" size_sfinfo_user=4, num_subflows=5, size_arrays_user=6, subflow_info=0x1000,"
		" tcp_info=0x2000, mptcp_info={mptcpi_subflows=0, mptcpi_add_addr_signal=0,"
		" mptcpi_add_addr_accepted=0, mptcpi_subflows_max=0, mptcpi_add_addr_signal_max=0,"
		" mptcpi_add_addr_accepted_max=0, mptcpi_flags=0, mptcpi_token=0,"
		" mptcpi_write_seq=0, mptcpi_snd_una=0, mptcpi_rcv_nxt=0,"
		" mptcpi_local_addr_used=0, mptcpi_local_addr_max=0, mptcpi_csum_enabled=0,"
		" mptcpi_retransmits=0}}");
}

static void try_packets(void)
{
	struct packet_mreq group = { 77777, PACKET_MR_MULTICAST, 6, { 1, 0, 94, 0, 0, 1 } };
	struct tpacket_req ring = { 4096, 2, 2048, 4 };
	struct tpacket_stats_v3 counts = { 1, 2, 3 };
	uint64_t rollovers[3] = { 1, 2, 3 };
	int version = TPACKET_V2, fd = -2, fanout = 7 | PACKET_FANOUT_EBPF << 16;
	int stamps = SOF_TIMESTAMPING_RAW_HARDWARE;
	struct sock_filter code[] = { BPF_STMT(BPF_RET | BPF_K, 7) };
	struct sock_fprog program = { 1, code };

	OPTION(SET, SOL_PACKET, PACKET_ADD_MEMBERSHIP, group,
	       "{mr_ifindex=77777, mr_type=PACKET_MR_MULTICAST, mr_alen=6,"
	       " mr_address=01:00:5e:00:00:01}");
	group.mr_type = PACKET_MR_PROMISC;
	group.mr_alen = 0;
	OPTION(SET, SOL_PACKET, PACKET_DROP_MEMBERSHIP, group,
	       "{mr_ifindex=77777, mr_type=PACKET_MR_PROMISC, mr_alen=0, mr_address=}");
	OPTION(SET, SOL_PACKET, PACKET_TX_RING, ring,
	       "{tp_block_size=4096, tp_block_nr=2, tp_frame_size=2048, tp_frame_nr=4}");
	OPTION(SET, SOL_PACKET, PACKET_FANOUT_DATA, fd, "[-2]");
	OPTION(SET, SOL_PACKET, PACKET_FANOUT_DATA, program,
	       "{len=1, filter=[BPF_STMT(BPF_RET|BPF_K, 0x7)]}");
	OPTION(BOTH, SOL_PACKET, PACKET_FANOUT, fanout, "{id=7, type_flags=PACKET_FANOUT_EBPF}");
	OPTION(BOTH, SOL_PACKET, PACKET_VERSION, version, "[TPACKET_V2]");
	OPTION(BOTH, SOL_PACKET, PACKET_TIMESTAMP, stamps, "[SOF_TIMESTAMPING_RAW_HARDWARE]");
	OPTION(GET, SOL_PACKET, PACKET_STATISTICS, counts,
	       "{tp_packets=1, tp_drops=2, tp_freeze_q_cnt=3}");
	OPTION(GET, SOL_PACKET, PACKET_ROLLOVER_STATS, rollovers,
	       "{tp_all=1, tp_huge=2, tp_failed=3}");
}

static void try_rings(void)
{
	struct xdp_mmap_offsets offsets = {
		{ 1, 2, 3, 4 }, { 5, 6, 7, 8 }, { 9, 10, 11, 12 }, { 13, 14, 15, 16 }
	};
	struct xdp_statistics counts = { 1, 2, 3, 4, 5, 6 };
	struct xdp_options options = { XDP_OPTIONS_ZEROCOPY };

	OPTION(GET, SOL_XDP, XDP_MMAP_OFFSETS, offsets,
	       "{rx={producer=0x1, consumer=0x2, desc=0x3, flags=0x4}, tx={producer=0x5,"
	       " consumer=0x6, desc=0x7, flags=0x8}, fr={producer=0x9, consumer=0xa, desc=0xb,"
	       " flags=0xc}, cr={producer=0xd, consumer=0xe, desc=0xf, flags=0x10}}");
	OPTION(GET, SOL_XDP, XDP_STATISTICS, counts,
	       "{rx_dropped=1, rx_invalid_descs=2, tx_invalid_descs=3, rx_ring_full=4,"
	       " rx_fill_ring_empty_descs=5, tx_ring_empty_descs=6}");
	OPTION(GET, SOL_XDP, XDP_OPTIONS, options, "{flags=XDP_OPTIONS_ZEROCOPY}");
}

static void try_others(void)
{
	int errors = 4, memberships[2] = { 3, 4 }, importance = TIPC_HIGH_IMPORTANCE;
	uint32_t filters[4] = { 1, 0x7ff, 2, 0x80000000 };
	uint16_t services[2] = { 10, 20 };
	struct {
		uint8_t level, size;
	} security = { 3, 16 };
	struct tipc_group_req group = { 1, 2, TIPC_CLUSTER_SCOPE, TIPC_GROUP_MEMBER_EVTS };
	uint16_t setting = 0x60;
	uint8_t power = 1;
	long long size = 262144;
	struct timeval old = { 1, 2 };
	long long time[2] = { 3, 4 };
	struct tls12_crypto_info_chacha20_poly1305 keys = {
		{ TLS_1_3_VERSION, TLS_CIPHER_CHACHA20_POLY1305 }, "iv", "key", "", "seq"
	};

	OPTION_NUMBER(BOTH, SOL_CAN_RAW, 1, CAN_RAW_FILTER, filters,
	              "[{can_id=0x1, can_mask=0x7ff}, {can_id=0x2, can_mask=0x80000000}]");
	OPTION_NUMBER(BOTH, SOL_CAN_RAW, 2, CAN_RAW_ERR_FILTER, errors, "[CAN_ERR_CRTL]");
	OPTION(GET, SOL_NETLINK, NETLINK_LIST_MEMBERSHIPS, memberships, "[3, 4]");
	OPTION_NUMBER(BOTH, SOL_BLUETOOTH, 4, BT_SECURITY, security,
	              "{level=BT_SECURITY_HIGH, key_size=16}");
	OPTION_NUMBER(BOTH, SOL_BLUETOOTH, 9, BT_POWER, power, "{force_active=1}");
	OPTION_NUMBER(BOTH, SOL_BLUETOOTH, 11, BT_VOICE, setting, "{setting=0x60}");
	OPTION(BOTH, SOL_TIPC, TIPC_IMPORTANCE, importance, "[TIPC_HIGH_IMPORTANCE]");
	OPTION(BOTH, SOL_TIPC, TIPC_GROUP_JOIN, group,
	       "{type=1, instance=2, scope=TIPC_CLUSTER_SCOPE, flags=TIPC_GROUP_MEMBER_EVTS}");
	OPTION(SET, SOL_RXRPC, RXRPC_SECURITY_KEY, "key", "\"key\\0\"");
	OPTION(SET, SOL_RXRPC, RXRPC_SECURITY_KEYRING, "ring", "\"ring\\0\"");
	OPTION_NUMBER(SET, SOL_RXRPC, 5, RXRPC_UPGRADEABLE_SERVICE, services, "[10, 20]");
	OPTION(SET, SOL_ALG, ALG_SET_KEY, "key", "\"key\\0\"");
	OPTION_NUMBER(SET, SOL_ALG, 6, ALG_SET_DRBG_ENTROPY, "seed", "\"seed\\0\"");
	OPTION(BOTH, AF_VSOCK, SO_VM_SOCKETS_BUFFER_SIZE, size, "[262144]");
	OPTION(BOTH, AF_VSOCK, SO_VM_SOCKETS_BUFFER_MIN_SIZE, size, "[262144]");
	OPTION(BOTH, AF_VSOCK, SO_VM_SOCKETS_BUFFER_MAX_SIZE, size, "[262144]");
	OPTION(BOTH, AF_VSOCK, SO_VM_SOCKETS_CONNECT_TIMEOUT_OLD, old, "{tv_sec=1, tv_usec=2}");
	OPTION(BOTH, AF_VSOCK, SO_VM_SOCKETS_CONNECT_TIMEOUT_NEW, time, "{tv_sec=3, tv_usec=4}");
#define KEYS                                                                                       \
	"{version=TLS_1_3_VERSION, cipher_type=TLS_CIPHER_CHACHA20_POLY1305,"                      \
	" iv=\"\\x69\\x76\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\","                    \
	" key=\"\\x6b\\x65\\x79\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"  \
	"\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\","      \
	" rec_seq=\"\\x73\\x65\\x71\\x00\\x00\\x00\\x00\\x00\"}"
	OPTION(BOTH, SOL_TLS, TLS_TX, keys, KEYS);
	OPTION(BOTH, SOL_TLS, TLS_RX, keys, KEYS);
}

int main(void)
{
	answer_options();
	golden_begin();
	try_addresses();
	try_sockets();
	try_multicast();
	try_ip();
	try_tables();
	try_tcp();
	try_mptcp();
	try_packets();
	try_rings();
	try_others();
	golden_end();
	return 0;
}
