// trace: setsockopt,getsockopt
#include "test.h"
#include <netinet/in.h>

int main(void)
{
	int fd = socket(AF_INET6, SOCK_DGRAM, 0);
	char value[64];
	unsigned int size;
	struct ipv6_mreq multicast = { IN6ADDR_LOOPBACK_INIT, 1 };

	for (int option = 0; option < 82; option++) {
		size = 8;
		memset(value, 0, sizeof(value));
		call(getsockopt, fd, SOL_IPV6, option, value, &size);
	}
	call(setsockopt, fd, SOL_IPV6, IPV6_V6ONLY, &(int){ 1 }, 4);
	call(setsockopt, fd, SOL_IPV6, IPV6_ADD_MEMBERSHIP, &multicast, sizeof(multicast));
	call(setsockopt, fd, SOL_IPV6, IPV6_DROP_MEMBERSHIP, &multicast, 4);
	call(setsockopt, fd, SOL_IPV6, IPV6_DROP_MEMBERSHIP, NULL, 20);
	call(setsockopt, fd, SOL_RAW, 1, "x", 1);
	call(setsockopt, fd, 58, 1, value, 32);
	call(getsockopt, fd, SOL_RAW, 1, value, &size);
	return 0;
}
