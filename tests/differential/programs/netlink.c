// trace: sendto,sendmsg,sendmmsg,recvfrom,recvmsg
// options: -a 1
// also: -v -s 5
// mask: nlmsg_pid=\d+|ifi_index=[^,]*
#include "netlink.h"

static struct ifinfomsg loopback = { AF_INET, 0, 1, 2, 3, 4 };

/* Real ones. */
static void ask(int fd, int type)
{
	struct sockaddr_nl kernel = { AF_NETLINK };
	struct iovec vectors[2] = { { packet.bytes, 16 }, { packet.bytes, 20 } };
	struct msghdr m = { .msg_name = &kernel, .msg_namelen = sizeof(kernel), .msg_iov = vectors, .msg_iovlen = 2 };
	char answer[64];

	begin(type, NLM_F_REQUEST | NLM_F_ACK);
	put(&(struct rtgenmsg){ AF_UNSPEC }, 4);
	packet.bytes[0] = packet.length;
	call(sendto, fd, packet.bytes, packet.length, 0, NULL, 0);
	call(recvfrom, fd, answer, sizeof(answer), 0, NULL, NULL);
	m.msg_iov++;
	m.msg_iovlen = 1;
	call(sendmsg, fd, &m, 0);
	vectors[1] = (struct iovec){ answer, sizeof(answer) };
	call(recvmsg, fd, &m, 0);
}

static void heads(int fd)
{
	static const int types[] = { 0, NLMSG_NOOP, NLMSG_ERROR, NLMSG_DONE, 5, RTM_NEWLINK, RTM_DELADDR, RTM_GETROUTE,
		RTM_SETLINK, 27, 0xffff };

	for (unsigned i = 0; i < sizeof(types) / sizeof(*types); i++) {
		for (int flags = 0x10000; flags; flags >>= 1) {
			begin(types[i], flags == 0x10000 ? 0xffff : flags);
			send_packet(fd);
		}
		begin(types[i], 0);
		put("\2abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz", 36);
		send_packet(fd);
	}
}

static void damaged(int fd)
{
	static const unsigned lengths[] = { 0, 4, 15, 16, 17, 20, 31, 32, 33, 1000, 0xffffff };

	for (unsigned i = 0; i < sizeof(lengths) / sizeof(*lengths); i++) {
		packet.length = 0;
		put_head(lengths[i], RTM_NEWLINK, NLM_F_CREATE);
		put(&loopback, sizeof(loopback));
		send_raw(fd);
		put_attribute(4, "\1\0\0", 4);
		send_raw(fd);
		put("\10\0\5", 3);
		send_raw(fd);
	}
	for (unsigned length = 4; length < 40; length++) {
		begin(RTM_NEWLINK, 0);
		put(&loopback, sizeof(loopback));
		put_attribute(4, "\1\0\0", 4);
		packet.length = length;
		if (length > 16)
			packet.bytes[0] = length;
		else
			packet.bytes[0] = 64;
		send_raw(fd);
	}
	begin(RTM_NEWLINK, 0);
	put(&loopback, sizeof(loopback));
	for (unsigned i = 0; i < 40; i++)
		put_attribute(4, &i, 4);
	send_packet(fd);
	for (unsigned length = 0; length < 10; length++) {
		begin(RTM_NEWLINK, 0);
		put(&loopback, sizeof(loopback));
		put_attribute(4, "\1\0\0\0\0", 5);
		packet.bytes[32] = length;
		put_attribute(3 | NLA_F_NESTED, "lo", 3);
		send_packet(fd);
	}
	call(sendto, fd, unreadable, 60, 0, NULL, 0);
	call(sendto, fd, packet.bytes, 0, 0, NULL, 0);
	call(sendto, fd, NULL, 60, 0, NULL, 0);
}

static void rows(int fd)
{
	packet.length = 0;
	for (unsigned i = 0; i < 3; i++) {
		put_head(20 + i, RTM_GETADDR, NLM_F_DUMP);
		put("\2\0\0\0\5\6\7\10", 8);
	}
	send_raw(fd);
	packet.length = 0;
	for (unsigned i = 0; i < 40; i++)
		put_head(16, NLMSG_NOOP, 0);
	send_raw(fd);
}

static void errors(int fd)
{
	static const int codes[] = { 0, -1, -95, -9999 };

	for (unsigned i = 0; i < sizeof(codes) / sizeof(*codes); i++) {
		begin(NLMSG_ERROR, 0);
		put(&codes[i], 4);
		put_head(32, RTM_GETLINK, NLM_F_REQUEST);
		put(&loopback, sizeof(loopback));
		send_packet(fd);
		for (unsigned flags = 0; flags <= 0x300; flags += 0x100) {
			begin(NLMSG_ERROR, flags);
			put(&codes[i], 4);
			put_head(16, RTM_GETLINK, NLM_F_REQUEST);
			put_attribute(1, "oops", 5);
			put_attribute(2, "\1\2\3\4", 4);
			put_attribute(3, "\1\2\3\4", 4);
			put_attribute(4, "\1\2\3\4", 4);
			send_packet(fd);
		}
		begin(NLMSG_DONE, NLM_F_MULTI);
		put(&codes[i], 4);
		send_packet(fd);
	}
	begin(NLMSG_ERROR, 0);
	put("\1\2\3\4\5", 5);
	send_packet(fd);
}

int main(void)
{
	int fd = netlink_socket(NETLINK_ROUTE);

	ask(fd, RTM_GETLINK);
	/* As the kernel numbers the further sockets of a process. */
	call(sendto, fd, edge(&(struct nlmsghdr){ 16, NLMSG_DONE, 0, 1, -4097 }, 16), 16, MSG_DONTWAIT, NULL, 0);
	heads(fd);
	damaged(fd);
	rows(fd);
	errors(fd);
	return 0;
}
