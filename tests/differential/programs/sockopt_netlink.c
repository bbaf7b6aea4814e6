// trace: socket,setsockopt,getsockopt,bind,getsockname
// mask: nl_pid=-?\d{3,}
#include "test.h"
#include <linux/netlink.h>

int main(void)
{
	int fd = call(socket, AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
	char value[64];
	unsigned int size = 12;
	struct sockaddr_nl self = { AF_NETLINK, 0, 0, 5 }, other = { AF_NETLINK, 7, 77, -1 };

	call(bind, fd, &self, sizeof(self));
	call(getsockname, fd, &self, &size);
	call(bind, -1, &other, sizeof(other));
	call(bind, -1, &other, 8);
	for (int option = 0; option < 14; option++) {
		size = 16;
		memset(value, 0, sizeof(value));
		call(getsockopt, fd, SOL_NETLINK, option, value, &size);
	}
	call(setsockopt, fd, SOL_NETLINK, 1, &(int){ 1 }, 4);
	call(setsockopt, fd, SOL_NETLINK, 3, &(int){ 1 }, 2);
	call(setsockopt, fd, SOL_NETLINK, 99, NULL, 4);
	return 0;
}
