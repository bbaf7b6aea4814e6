// trace: socket,bind,setsockopt,getsockopt
// mask: sll_addr=\[[^]]*\]|(?:tp_packets|tp_drops)=\d+
#include "test.h"
#include <linux/if_ether.h>
#include <linux/if_packet.h>

int main(void)
{
	int fd = call(socket, AF_PACKET, SOCK_RAW, 0x0300);
	struct sockaddr_ll link = { AF_PACKET, 0x0008, 1, 772, PACKET_OUTGOING, 6, { 1, 2, 3, 4, 5, 6, 7, 8 } };
	struct packet_mreq membership = { 1, PACKET_MR_PROMISC, 6, { 1, 2, 3, 4, 5, 6 } };
	struct tpacket_stats stats;
	unsigned int size = sizeof(stats);

	call(socket, AF_PACKET, SOCK_DGRAM, 0x0608);
	call(bind, -1, &link, sizeof(link));
	link.sll_halen = 99;
	link.sll_pkttype = 77;
	link.sll_protocol = 0xffff;
	link.sll_hatype = 9999;
	call(bind, -1, &link, sizeof(link));
	call(bind, -1, &link, 12);
	call(setsockopt, fd, SOL_PACKET, PACKET_ADD_MEMBERSHIP, &membership, 16);
	call(setsockopt, fd, SOL_PACKET, PACKET_VERSION, &(int){ 2 }, 4);
	call(getsockopt, fd, SOL_PACKET, PACKET_STATISTICS, &stats, &size);
	call(getsockopt, fd, SOL_PACKET, 99, &stats, &size);
	return 0;
}
