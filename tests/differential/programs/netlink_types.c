// trace: sendto
// pids: none
// options: -a 1
/* Types of messages, with the flags and bodies that go with them: of netfilter every subsystem,
 * of the others those that netlink_route.c and netlink_protocols.c leave out. */
#include "netlink.h"
#include <linux/netfilter/nfnetlink.h>

enum { NEWMULTICAST = 56, GETANYCAST = 62, CRYPTO_FIRST = 16, CRYPTO_LAST = 21, DCCP_GETSOCK = 19 };

static void send_type(int fd, int protocol, int type, int flags)
{
	begin(type, flags);
	/* Behind the head of netfilter's messages are attributes. */
	put("\2\0\1\12\3\0\0\0\4\0\0\0\5\0\0\0", protocol == NETLINK_NETFILTER ? 4 : 16);
	send_packet(fd);
}

static void send_types(int protocol, int first, int last)
{
	int fd = netlink_socket(protocol);

	for (int type = first; type <= last; type++)
		for (int flags = 0; flags <= 0xf00; flags += 0x300)
			send_type(fd, protocol, type, flags | NLM_F_REQUEST);
	close(fd);
}

int main(void)
{
	send_types(NETLINK_NETFILTER, NFNL_MSG_BATCH_BEGIN, NFNL_MSG_BATCH_END);
	for (int subsystem = 1; subsystem <= 12; subsystem++)
		send_types(NETLINK_NETFILTER, subsystem << 8, (subsystem << 8) + 34);
	send_types(NETLINK_CRYPTO, CRYPTO_FIRST, CRYPTO_LAST);
	send_types(NETLINK_ROUTE, NEWMULTICAST, GETANYCAST);
	send_types(NETLINK_ROUTE, RTM_NEWADDRLABEL, RTM_GETADDRLABEL);
	send_types(NETLINK_SOCK_DIAG, DCCP_GETSOCK, DCCP_GETSOCK);
	return 0;
}
