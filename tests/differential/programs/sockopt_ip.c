// trace: setsockopt,getsockopt
#include "test.h"
#include <netinet/in.h>

int main(void)
{
	int fd = socket(AF_INET, SOCK_DGRAM, 0);
	char value[64];
	unsigned int size;
	struct ip_mreqn multicast = { { htonl(0xe0000001) }, { htonl(INADDR_LOOPBACK) }, 1 };

	for (int option = 0; option < 56; option++) {
		size = 8;
		memset(value, 0, sizeof(value));
		call(getsockopt, fd, SOL_IP, option, value, &size);
	}
	call(setsockopt, fd, SOL_IP, IP_TTL, &(int){ 64 }, 4);
	call(setsockopt, fd, SOL_IP, IP_TOS, &(int){ 16 }, 4);
	call(setsockopt, fd, SOL_IP, IP_MTU_DISCOVER, &(int){ 2 }, 4);
	call(setsockopt, fd, SOL_IP, IP_ADD_MEMBERSHIP, &multicast, 8);
	call(setsockopt, fd, SOL_IP, IP_DROP_MEMBERSHIP, &multicast, 12);
	call(setsockopt, fd, SOL_IP, IP_ADD_MEMBERSHIP, &multicast, 3);
	call(setsockopt, fd, SOL_IP, IP_MULTICAST_IF, &multicast, 4);
	call(setsockopt, fd, SOL_IP, IP_OPTIONS, NULL, 0);
	call(setsockopt, fd, SOL_IP, 99, unreadable, 4);
	return 0;
}
