// trace: sendto
// options: -a 1
#include "netlink.h"
#include <linux/sock_diag.h>

static unsigned char body[128];

/* Requests have the flag, answers have not. */
static void send_diag(int fd, int type, int flags, int family, unsigned size)
{
	begin(type, flags);
	body[0] = family;
	put(body, size);
	send_packet(fd);
}

static void sock_diag(void)
{
	static const struct { unsigned char family, answer, last, groups[16]; } families[] = {
		{ AF_UNIX, 16, 9, { 2, 4, 5, 6 } }, { AF_INET, 72, 20, { 1, 3, 7, 9, 16 } },
		{ AF_INET6, 72, 8, { 1 } }, { AF_NETLINK, 28, 5, { 1, 2, 3 } }, { AF_PACKET, 20, 7, { 2, 6 } },
	};
	int fd = netlink_socket(NETLINK_SOCK_DIAG);

	for (unsigned i = 0; i < sizeof(families) / sizeof(*families); i++) {
		for (unsigned byte = 0; byte < sizeof(body); byte++)
			body[byte] = byte;
		for (int flags = 0; flags < 2; flags++) {
			send_diag(fd, SOCK_DIAG_BY_FAMILY, flags, families[i].family, 2);
			send_diag(fd, SOCK_DIAG_BY_FAMILY, flags, families[i].family, 76);
		}
		memset(body, 0, sizeof(body));
		send_diag(fd, SOCK_DIAG_BY_FAMILY, NLM_F_REQUEST | NLM_F_DUMP, families[i].family, 76);
		send_diag(fd, SOCK_DESTROY, NLM_F_REQUEST, families[i].family, 76);
		body[0] = families[i].family;
		for (int type = 0; type <= families[i].last; type++) {
			begin(SOCK_DIAG_BY_FAMILY, 0);
			put(body, families[i].answer);
			put_attribute(type, "ab\0", 4);
			send_packet(fd);
			if (families[i].family != AF_NETLINK)
				continue;
			begin(SOCK_DIAG_BY_FAMILY, 0);
			put(body, families[i].answer);
			put_attribute(type, "\1\2\3\0\0\0\0\0", 8);
			send_packet(fd);
		}
	}
	send_diag(fd, SOCK_DIAG_BY_FAMILY, NLM_F_REQUEST, AF_APPLETALK, 40);
	send_diag(fd, 18, NLM_F_REQUEST, AF_INET, 60);
}

static void send_types(int protocol, int first, int last)
{
	int fd = netlink_socket(protocol);

	for (int type = first; type <= last; type++) {
		begin(type, NLM_F_REQUEST | 0xf00);
		put("\1\0\0\0\2\0\0\0", 8);
		send_packet(fd);
		begin(type, 0);
		put("\1\0", 2);
		send_packet(fd);
	}
	close(fd);
}

static void netfilter(void)
{
	int fd = netlink_socket(NETLINK_NETFILTER);

	for (int subsystem = 0; subsystem <= 12; subsystem++) {
		/* Of these later messages have names that strace 6.1 does not know. */
		for (int message = subsystem ? 0 : 16; message < (subsystem ? 3 : 18); message++) {
			begin(subsystem << 8 | message, NLM_F_REQUEST | 0xf00);
			put("\2\0\1\12", 4);
			put_attribute(1, "abc", 3);
			put_attribute(2 | NLA_F_NESTED, "\10\0\1\0\1\2\3\4", 8);
			send_packet(fd);
		}
	}
	begin(10 << 8, 0);
	put("\2", 1);
	send_packet(fd);
}

int main(void)
{
	sock_diag();
	netfilter();
	send_types(NETLINK_XFRM, 16, 42);
	send_types(NETLINK_SELINUX, 16, 18);
	send_types(NETLINK_GENERIC, 16, 16);
	send_types(NETLINK_AUDIT, 1000, 1019);
	send_types(NETLINK_AUDIT, 1300, 1332);
	send_types(NETLINK_USERSOCK, 16, 17);
	return 0;
}
