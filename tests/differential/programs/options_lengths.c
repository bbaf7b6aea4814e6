// trace: setsockopt,getsockopt
// pids: none
/* Options of every length around theirs, set and, as if it had succeeded, asked for. */
#include "every.h"
#include <linux/if_packet.h>
#include <linux/netlink.h>
#include <netinet/in.h>

static const struct {
	short level, option;
} options[] = {
	{ SOL_SOCKET, SO_DEBUG },
	{ SOL_SOCKET, SO_ERROR },

	{ SOL_SOCKET, SO_PRIORITY },
	{ SOL_SOCKET, SO_DOMAIN },
	{ SOL_IP, IP_TTL },
	{ SOL_IP, IP_ADD_MEMBERSHIP },
	{ SOL_IP, IP_MULTICAST_IF },
	{ SOL_IP, IP_MTU_DISCOVER },
	{ SOL_RAW, 1 },
	{ SOL_NETLINK, NETLINK_ADD_MEMBERSHIP },
	{ SOL_NETLINK, NETLINK_PKTINFO },
	{ SOL_NETLINK, NETLINK_LIST_MEMBERSHIPS },
	{ SOL_PACKET, PACKET_RX_RING },
	{ SOL_PACKET, PACKET_TX_RING },
	{ SOL_PACKET, PACKET_VERSION },
	{ IPPROTO_TCP, 1 },
};

static void each(void)
{
	static unsigned char ones[64], few[64] = { 2, 0, 0, 0, 1 };

	memset(ones, 0x11, sizeof(ones));
	for (unsigned i = 0; i < sizeof(options) / sizeof(*options); i++)
		for (int length = 0; length < 30; length++) {
			call(setsockopt, -1, options[i].level, options[i].option, ones, length);
			call(setsockopt, -1, options[i].level, options[i].option, few, length);
			call(getsockopt, -1, options[i].level, options[i].option, few, &length);
		}
}

int main(void)
{
	answer_calls(0);
	each();
	call(exit_group, 0);
	return 0;
}
