/* Control messages of every level, and ones that are too short. */
// rastro: -a 1 -e trace=sendmsg
// abi: x86_64 i386
#include "golden.h"

#include <sys/socket.h>

#define NET __builtin_bswap32

/* Nobody has the descriptor -1. */
static void show(int level, int type, const char *names, const void *data, unsigned size,
                 const char *text)
{
	struct {
		struct cmsghdr header;
		unsigned char data[64];
	} control = { { CMSG_LEN(size), level, type }, { 0 } };
	struct msghdr message = { .msg_control = &control, .msg_controllen = CMSG_LEN(size) };

	memcpy(control.data, data, size);
	long result = syscall(SYS_sendmsg, -1, &message, 0);
	expect("sendmsg(-1, {msg_name=NULL, msg_namelen=0, msg_iov=NULL, msg_iovlen=0, "
	       "msg_control=[{cmsg_len=%zu, %s%s%s}], msg_controllen=%zu, msg_flags=0}, 0) = %s\n",
	       (size_t)CMSG_LEN(size), names, *text ? ", cmsg_data=" : "", text,
	       (size_t)CMSG_LEN(size), result_text(result));
}

static void of_sockets(void)
{
#define SOCKET(type) "cmsg_level=SOL_SOCKET, cmsg_type=" type
	long long times[6] = { 1, 2, 3, 4, 5, 6 };

	show(1, 4, SOCKET("SCM_PIDFD"), &(int){ -5 }, 4, "[-5]");
	show(1, 4, SOCKET("SCM_PIDFD"), "abc", 3, "");
	show(1, 3, SOCKET("SCM_SECURITY"), "user:role", 10, "\"user:role\\0\"");
	show(1, 65, SOCKET("SO_TIMESTAMPING_NEW"), times, 48,
	     "[{tv_sec=1, tv_nsec=2}, {tv_sec=3, tv_nsec=4}, {tv_sec=5, tv_nsec=6}]");
	show(1, 65, SOCKET("SO_TIMESTAMPING_NEW"), times, 8, "???");
	show(1, 61, SOCKET("SO_TXTIME"), times, 8, "1");
	show(1, 40, SOCKET("SO_RXQ_OVFL"), &(int){ 7 }, 4, "7");
	show(1, 84, SOCKET("SO_INQ"), &(int){ 9 }, 4, "9");
	show(1, 54, SOCKET("SCM_TIMESTAMPING_OPT_STATS"), (int[4]){ 12 | 1 << 16, 5, 0, 0 }, 12,
	     "[{nla_len=12, nla_type=TCP_NLA_BUSY}, 5]");
	show(1, 58, SOCKET("SCM_TIMESTAMPING_PKTINFO"), (int[4]){ 77777, 60, 0, 0 }, 16,
	     "{if_index=77777, pkt_length=60}");
	show(1, 79, SOCKET("SCM_DEVMEM_DMABUF"), (int[6]){ 4096, 0, 100, 2, 3, 0 }, 24,
	     "{frag_offset=4096, frag_size=100, frag_token=2, dmabuf_id=3, flags=0}");
}

/* What TCP tells with a time stamp: numbers of different widths. */
static void of_tcp(void)
{
	static const struct {
		unsigned char type, size;
		const char *name;
	} numbers[] = {
		{ 1, 8, "BUSY" },          { 2, 8, "RWND_LIMITED" },   { 3, 8, "SNDBUF_LIMITED" },
		{ 4, 8, "DATA_SEGS_OUT" }, { 5, 8, "TOTAL_RETRANS" },  { 6, 8, "PACING_RATE" },
		{ 7, 8, "DELIVERY_RATE" }, { 8, 4, "SND_CWND" },       { 9, 4, "REORDERING" },
		{ 10, 4, "MIN_RTT" },      { 11, 1, "RECUR_RETRANS" }, { 12, 1, "DELIVERY_RATE_APP_LMT" },
		{ 13, 4, "SNDQ_SIZE" },    { 14, 1, "CA_STATE" },      { 15, 4, "SND_SSTHRESH" },
		{ 16, 4, "DELIVERED" },    { 17, 4, "DELIVERED_CE" },  { 18, 8, "BYTES_SENT" },
		{ 19, 8, "BYTES_RETRANS" }, { 20, 4, "DSACK_DUPS" },   { 21, 4, "REORD_SEEN" },
		{ 22, 4, "SRTT" },         { 23, 2, "TIMEOUT_REHASH" }, { 24, 4, "BYTES_NOTSENT" },
		{ 25, 8, "EDT" },          { 26, 1, "TTL" },           { 27, 4, "REHASH" },
	};

	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		unsigned short attribute[6] = { 4 + numbers[i].size, numbers[i].type, 5 };
		char text[80];

		snprintf(text, sizeof(text), "[{nla_len=%u, nla_type=TCP_NLA_%s}, 5]",
		         4 + numbers[i].size, numbers[i].name);
		show(1, 54, SOCKET("SCM_TIMESTAMPING_OPT_STATS"), attribute, attribute[0], text);
	}
	show(1, 54, SOCKET("SCM_TIMESTAMPING_OPT_STATS"), (short[3]){ 6, 0, 5 }, 6,
	     "[{nla_len=6, nla_type=TCP_NLA_PAD}, \"\\x05\\x00\"]");
}

static void of_ip(void)
{
	struct {
		int error;
		unsigned char origin, type, code, pad;
		int info, data;
		struct sockaddr address;
	} error = { 111, 2, 3, 3, 0, 0, 0, { .sa_family = AF_INET } };

#define IP(type)   "cmsg_level=SOL_IP, cmsg_type=" type
#define IPV6(type) "cmsg_level=SOL_IPV6, cmsg_type=" type
	show(0, 11, IP("IP_RECVERR"), &error, sizeof(error),
	     "{ee_errno=111, ee_origin=2, ee_type=3, ee_code=3, ee_info=0, ee_data=0, "
	     "offender={sa_family=AF_INET, sin_port=htons(0), sin_addr=inet_addr(\"0.0.0.0\")}}");
	show(0, 25, IP("IP_RECVFRAGSIZE"), &(int){ 1480 }, 4, "[1480]");
	show(41, 50, IPV6("IPV6_PKTINFO"), (int[5]){ 0, 0, 0, NET(1), 77777 }, 20,
	     "{inet_pton(AF_INET6, \"::1\", &ipi6_addr), ipi6_ifindex=77777}");
	show(41, 50, IPV6("IPV6_PKTINFO"), "0123456789", 10, "");
	show(41, 52, IPV6("IPV6_HOPLIMIT"), &(int){ 64 }, 4, "[64]");
	show(41, 67, IPV6("IPV6_TCLASS"), &(int){ 2 }, 4, "[2]");
	show(41, 11, IPV6("IPV6_FLOWINFO"), &(int){ NET(0x12) }, 4, "htonl(0x12)");
	show(17, 103, "cmsg_level=SOL_UDP, cmsg_type=UDP_SEGMENT", &(short){ 1200 }, 2, "1200");
	show(17, 104, "cmsg_level=SOL_UDP, cmsg_type=UDP_GRO", &(int){ 1200 }, 4, "1200");
	show(6, 36, "cmsg_level=SOL_TCP, cmsg_type=TCP_INQ", &(int){ 100 }, 4, "100");
}

static void of_others(void)
{
	show(282, 1, "cmsg_level=SOL_TLS, cmsg_type=TLS_SET_RECORD_TYPE", "\26", 1,
	     "TLS_RECORD_TYPE_HANDSHAKE");
	show(279, 3, "cmsg_level=SOL_ALG, cmsg_type=ALG_SET_OP", &(int){ 1 }, 4, "ALG_OP_ENCRYPT");
	show(279, 2, "cmsg_level=SOL_ALG, cmsg_type=ALG_SET_IV", "\4\0\0\0abcd", 8,
	     "{ivlen=4, iv=\"\\x61\\x62\\x63\\x64\"}");
	show(132, 2, "cmsg_level=SOL_SCTP, cmsg_type=SCTP_SNDINFO",
	     (int[4]){ 0x10001, NET(5), 6, 7 }, 16,
	     "{snd_sid=1, snd_flags=SCTP_PR_SCTP_NONE|SCTP_UNORDERED, snd_ppid=htonl(5), "
	     "snd_context=6, "
	     "snd_assoc_id=7}");
	show(132, 7, "cmsg_level=SOL_SCTP, cmsg_type=SCTP_DSTADDRV4", &(int){ NET(0x7f000001) }, 4,
	     "inet_addr(\"127.0.0.1\")");
	show(263, 8, "cmsg_level=SOL_PACKET, cmsg_type=PACKET_AUXDATA",
	     (int[5]){ 1, 60, 60, 14 << 16, 0 }, 20,
	     "{tp_status=TP_STATUS_USER, tp_len=60, tp_snaplen=60, tp_mac=0, tp_net=14, "
	     "tp_vlan_tci=0, "
	     "tp_vlan_tpid=0}");
	show(270, 3, "cmsg_level=SOL_NETLINK, cmsg_type=NETLINK_PKTINFO", &(int){ 4 }, 4,
	     "{group=4}");
	show(271, 1, "cmsg_level=SOL_TIPC, cmsg_type=TIPC_ERRINFO", (int[2]){ 2, 10 }, 8,
	     "{error=TIPC_ERR_NO_PORT, length=10}");
	show(272, 2, "cmsg_level=SOL_RXRPC, cmsg_type=RXRPC_ABORT", &(int){ -3 }, 4, "-3");
	show(276, 2, "cmsg_level=SOL_RDS, cmsg_type=RDS_CMSG_RDMA_DEST", "abcd", 4, "");
	show(40, 1, "cmsg_level=AF_VSOCK, cmsg_type=VSOCK_RECVERR", (int[4]){ 0, 5, 1, 2 }, 16,
	     "{ee_errno=0, ee_origin=5, ee_type=0, ee_code=0, ee_info=1, "
	     "ee_data=2}");
	show(99, 5, "cmsg_level=0x63 /* SOL_??? */, cmsg_type=0x5", "abcd", 4, "");
}

int main(void)
{
	golden_begin();
	of_sockets();
	of_tcp();
	of_ip();
	of_others();
	golden_end();
	return 0;
}
