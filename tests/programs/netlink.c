/* Netlink: a question, its answer, and an error. */
// rastro: -a 1 -e trace=sendto,recvfrom,sendmsg
// abi: x86_64 i386
#include "golden.h"

#include <linux/if_link.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/socket.h>

struct question {
	struct nlmsghdr head;
	struct ifinfomsg link;
	struct nlattr attribute;
	char name[16];
};

static struct question question = {
	.head = { .nlmsg_len = sizeof(question), .nlmsg_type = RTM_GETLINK,
		  .nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK, .nlmsg_seq = 5 },
	.attribute = { 4 + sizeof("no-such-link"), IFLA_IFNAME },
	.name = "no-such-link",
};
#define QUESTION                                                                                  \
	"[{nlmsg_len=52, nlmsg_type=RTM_GETLINK, nlmsg_flags=NLM_F_REQUEST|NLM_F_ACK, nlmsg_seq=5, " \
	"nlmsg_pid=%u}, {ifi_family=AF_UNSPEC, ifi_type=ARPHRD_NETROM, ifi_index=0, ifi_flags=0, "   \
	"ifi_change=0}, [{nla_len=17, nla_type=IFLA_IFNAME}, \"no-such-link\"]]"

/* An answer tells the port of the socket that asked. */
static unsigned port(int fd)
{
	struct sockaddr_nl address;
	socklen_t length = sizeof(address);

	syscall(SYS_getsockname, fd, &address, &length);
	return address.nl_pid;
}

static void ask(int fd)
{
	char answer[4096];
	long result = syscall(SYS_sendto, fd, &question, sizeof(question), 0, NULL, 0);

	expect("sendto(%d, " QUESTION ", 52, 0, NULL, 0) = %s\n", fd, 0, result_text(result));
	result = syscall(SYS_recvfrom, fd, answer, sizeof(answer), 0, NULL, NULL);
	expect("recvfrom(%d, [{nlmsg_len=72, nlmsg_type=NLMSG_ERROR, nlmsg_flags=0, nlmsg_seq=5, "
	       "nlmsg_pid=%u}, {error=-ENODEV, msg=" QUESTION "}], 4096, 0, NULL, NULL) = %s\n",
	       fd, port(fd), 0, result_text(result));
}

/* Each buffer is a packet of its own; text through such a socket is none. */
static void vectors(int fd)
{
	struct iovec vector[] = { { &question, 16 }, { "hello, world", 12 } };
	struct sockaddr_nl nobody = { .nl_family = AF_NETLINK, .nl_pid = 0x7fffffff };
	struct msghdr message = { .msg_name = &nobody, .msg_namelen = sizeof(nobody),
				  .msg_iov = vector, .msg_iovlen = 2 };
	long result = syscall(SYS_sendmsg, fd, &message, 0);

	expect("sendmsg(%d, {msg_name={sa_family=AF_NETLINK, nl_pid=2147483647, nl_groups=00000000}, "
	       "msg_namelen=12, msg_iov=[{iov_base={nlmsg_len=52, nlmsg_type=RTM_GETLINK, "
	       "nlmsg_flags=NLM_F_REQUEST|NLM_F_ACK, nlmsg_seq=5, nlmsg_pid=0}, iov_len=16}, "
	       "{iov_base=\"\\x68\\x65\\x6c\\x6c\\x6f\\x2c\\x20\\x77\\x6f\\x72\\x6c\\x64\", "
	       "iov_len=12}], msg_iovlen=2, msg_controllen=0, msg_flags=0}, 0) = %s\n",
	       fd, result_text(result));
}

int main(void)
{
	golden_begin();
	int fd = syscall(SYS_socket, AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);

	ask(fd);
	vectors(fd);
	golden_end();
	return 0;
}
