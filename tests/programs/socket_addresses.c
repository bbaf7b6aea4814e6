/* Addresses of sockets, by family. */
// rastro: -a 1 -e trace=bind
// abi: x86_64 i386
#include "golden.h"

#include <linux/atalk.h>
#include <linux/can.h>
#include <linux/if_pppox.h>
#include <linux/llc.h>
#include <linux/phonet.h>
#include <linux/tipc.h>
#include <sys/socket.h>

/* Nobody has the descriptor -1. */
static void show(const void *address, unsigned size, const char *text)
{
	long result = syscall(SYS_bind, -1, address, size);

	expect("bind(-1, {sa_family=%s}, %u) = %s\n", text, size, result_text(result));
}

static void of_links(void)
{
	struct sockaddr_llc llc = { AF_LLC, 1, 0, 1, 0, 0x42, { 1, 2, 3, 4, 5, 6 }, { 0 } };
	struct sockaddr_pppox ppp = { AF_PPPOX, PX_PROTO_OE, { { 0x500, { 1, 2, 3, 4, 5, 6 }, "eth0" } } };
	struct sockaddr_pppol2tp tunnel = { AF_PPPOX, PX_PROTO_OL2TP,
		{ 0, -3, { .sin_family = AF_INET, .sin_port = 0x100 }, 1, 2, 3, 4 } };
	struct sockaddr_pppox call = { AF_PPPOX, PX_PROTO_PPTP, { .pptp = { 7, { 0x100007f } } } };

	show(&llc, sizeof(llc), "AF_LLC, sllc_arphrd=ARPHRD_ETHER, sllc_test=0, sllc_xid=1, sllc_ua=0, "
	     "sllc_sap=0x42, sllc_mac=01:02:03:04:05:06");
	show(&ppp, sizeof(ppp), "AF_PPPOX, sa_protocol=PX_PROTO_OE, pppoe={sid=htons(5), "
	     "remote=01:02:03:04:05:06, dev=\"eth0\"}");
	show(&tunnel, sizeof(tunnel), "AF_PPPOX, sa_protocol=PX_PROTO_OL2TP, pppol2tp={pid=0, fd=-3, "
	     "addr={sa_family=AF_INET, sin_port=htons(1), sin_addr=inet_addr(\"0.0.0.0\")}, s_tunnel=1, "
	     "s_session=2, d_tunnel=3, d_session=4}");
	show(&call, sizeof(call), "AF_PPPOX, sa_protocol=PX_PROTO_PPTP, pptp={call_id=7, "
	     "sin_addr=inet_addr(\"127.0.0.1\")}");
}

static void of_networks(void)
{
	struct sockaddr_at apple = { AF_APPLETALK, 4, { 0x100, 2 }, { 0 } };
	struct sockaddr_pn phonet = { AF_PHONET, 1, 2, 3, { 0 } };
	struct sockaddr_can can = { .can_family = AF_CAN, .can_ifindex = 77777,
				    .can_addr = { .tp = { 0x123, 0x456 } } };
	struct sockaddr_tipc name = { AF_TIPC, TIPC_SERVICE_ADDR, TIPC_NODE_SCOPE,
				      { .name = { { 18888, 17 }, 0 } } };
	struct sockaddr_tipc node = { AF_TIPC, TIPC_SOCKET_ADDR, 0, { .id = { 5, 0x1001001 } } };
	struct sockaddr_tipc range = { AF_TIPC, TIPC_SERVICE_RANGE, 2, { .nameseq = { 1, 2, 3 } } };
	unsigned char isdn[6] = { AF_ISDN, 0, 1, 2, 3, 4 };
	unsigned short channel[8] = { AF_ATMPVC, 0, 0, 0, 1, 2, 3, 0 };

	show(&apple, sizeof(apple), "AF_APPLETALK, sat_port=4, sat_addr={s_net=htons(1), s_node=2}");
	show(&phonet, sizeof(phonet), "AF_PHONET, spn_obj=0x1, spn_dev=0x2, spn_resource=0x3");
	show(&can, 16, "AF_CAN, can_ifindex=77777, can_addr={rx_id=0x123, tx_id=0x456}");
	show(&can, 24, "AF_CAN, can_ifindex=77777, can_addr={tp={rx_id=0x123, tx_id=0x456}, "
	     "j1939={name=0x45600000123, pgn=0, addr=0}}");
	show(&name, sizeof(name), "AF_TIPC, addrtype=TIPC_SERVICE_ADDR, scope=TIPC_NODE_SCOPE, "
	     "name={name={type=18888, instance=17}, domain=0}");
	show(&node, sizeof(node), "AF_TIPC, addrtype=TIPC_SOCKET_ADDR, scope=0 /* TIPC_???_SCOPE */, "
	     "id={ref=5, node=0x1001001}");
	show(&range, sizeof(range), "AF_TIPC, addrtype=TIPC_SERVICE_RANGE, scope=TIPC_CLUSTER_SCOPE, "
	     "nameseq={type=1, lower=2, upper=3}");
	show(isdn, sizeof(isdn), "AF_ISDN, dev=1, channel=2, sapi=3, tei=4");
	show(channel, sizeof(channel), "AF_ATMPVC, sap_addr={itf=1, vpi=2, vci=3}");
}

int main(void)
{
	golden_begin();
	of_links();
	of_networks();
	golden_end();
	return 0;
}
