// trace: bind,connect,getsockname,accept4,recvfrom,setsockopt
// pids: none
// also: -s 3
// also: -v
// also: -X verbose
/* Addresses whose members say how others are shown, and lengths below 0. */
#include "test.h"
#include <linux/if_packet.h>
#include <linux/if_xdp.h>
#include <netinet/in.h>
#include <netinet/tcp.h>

static void bind_bytes(int family, const void *bytes, size_t size, size_t length)
{
	static unsigned char address[128];

	memset(address, 0, sizeof(address));
	memcpy(address, &(uint16_t){ family }, 2);
	memcpy(address + 2, bytes, size);
	call(bind, -1, edge(address, length), length);
}

int main(void)
{
	static const uint16_t services[] = { 1, 0x80, 0x1001, 0x1002, 0x10ff, 0x6463, 0xffff };
	static const int options[] = { SO_REUSEADDR, SO_LINGER, SO_MARK, SO_ATTACH_FILTER };
	struct sockaddr_xdp xdp = { AF_XDP, .sxdp_queue_id = 2 };
	struct sockaddr_ll link = { AF_PACKET, .sll_halen = 6, .sll_addr = "\1\2\3\4\5\6\7" };
	int length = 16, values[4] = { 1, 2 };

	call(bind, -1, EDGE(xdp), sizeof(xdp));
	xdp.sxdp_shared_umem_fd = 5;
	call(bind, -1, EDGE(xdp), sizeof(xdp));
	xdp.sxdp_flags = XDP_SHARED_UMEM;
	call(bind, -1, EDGE(xdp), sizeof(xdp));

	call(bind, -1, EDGE(link), sizeof(link));
	link.sll_halen = 8;
	call(connect, -1, EDGE(link), sizeof(link));

	for (unsigned i = 0; i < sizeof(services) / sizeof(*services); i++)
		bind_bytes(AF_BLUETOOTH, (uint16_t[]){ services[i], 0, 0, 0, services[i] }, 10, 12);

	for (unsigned i = 0; i < sizeof(options) / sizeof(*options); i++)
		call(setsockopt, -1, SOL_SOCKET, options[i], EDGE(values), -4);
	call(setsockopt, -1, SOL_TCP, TCP_TIMESTAMP, EDGE(values), -1);
	call(setsockopt, -1, SOL_IP, IP_TOS, EDGE(values), -2);

	call(getsockname, -1, NULL, EDGE(length));
	call(accept4, -1, NULL, EDGE(length), 0);
	call(recvfrom, -1, values, 4, 0, NULL, EDGE(length));
	return 0;
}
