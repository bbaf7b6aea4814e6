// trace: sendto,recvfrom,sendmsg,recvmsg
// also: -v
// mask: (?<=recvmsg\().*|(?<=recvfrom\().*
#include "test.h"
#include <linux/netlink.h>
#include <linux/rtnetlink.h>

int main(void)
{
	int fd = socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
	struct { struct nlmsghdr head; struct rtgenmsg body; } request = { { 20, RTM_GETLINK, NLM_F_REQUEST | NLM_F_DUMP, 5, 0 }, { AF_UNSPEC } };
	struct { struct nlmsghdr head; struct ifinfomsg body; } odd = { { 32, RTM_NEWLINK, NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL, 6, 77 }, { AF_INET, 0, 1, 2, 3, 4 } };
	struct sockaddr_nl kernel = { AF_NETLINK };
	struct iovec vector = { &request, sizeof(request) };
	struct msghdr m = { .msg_name = &kernel, .msg_namelen = sizeof(kernel), .msg_iov = &vector, .msg_iovlen = 1 };

	call(sendto, fd, &request, 20, 0, &kernel, sizeof(kernel));
	call(sendmsg, fd, &m, 0);
	request.head.nlmsg_type = RTM_GETADDR;
	call(sendto, fd, &request, 20, 0, &kernel, sizeof(kernel));
	request.head.nlmsg_type = NLMSG_NOOP;
	call(sendto, fd, &request, 16, 0, &kernel, sizeof(kernel));
	request.head.nlmsg_len = 8;
	call(sendto, fd, &request, 20, 0, &kernel, sizeof(kernel));
	request.head.nlmsg_len = 1000;
	call(sendto, fd, &request, 12, 0, &kernel, sizeof(kernel));
	call(sendto, fd, &odd, 0, 0, &kernel, sizeof(kernel));
	return 0;
}
