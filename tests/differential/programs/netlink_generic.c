// trace: sendto
// options: -a 1
#include "netlink.h"
#include <linux/genetlink.h>
/* The number of a family; 0: this kernel has none of that name. */
static int family(int fd, const char *name)
{
	struct genlmsghdr g = { CTRL_CMD_GETFAMILY, 1 };
	char answer[8192];
	begin(GENL_ID_CTRL, NLM_F_REQUEST);
	put(&g, 4);
	put_attribute(CTRL_ATTR_FAMILY_NAME, name, strlen(name) + 1);
	unsigned length = packet.length;
	memcpy(packet.bytes, &length, 4);
	send(fd, packet.bytes, packet.length, 0);
	int n = recv(fd, answer, sizeof(answer), 0);
	for (int at = 20; at + 8 <= n;) {
		struct nlattr *a = (void *)(answer + at);
		if (a->nla_len < 4)
			break;
		if (a->nla_type == CTRL_ATTR_FAMILY_ID)
			return *(unsigned short *)(a + 1);
		at += (a->nla_len + 3) & ~3;
	}
	return 0;
}

int main(void)
{
	int fd = netlink_socket(NETLINK_GENERIC);
	static const char *names[] = { "nlctrl",      "ethtool",   "TASKSTATS",
		                       "tcp_metrics", "VFS_DQUOT", "netdev",
		                       "mptcp_pm",    "devlink",   "nl80211" };
	for (int i = 0; i < 9; i++) {
		int id = family(fd, names[i]);
		if (!id)
			continue;
		struct genlmsghdr g = { 1, 1 };
		begin(id, NLM_F_REQUEST);
		put(&g, 4);
		put_attribute(1, "\1\0\0\0", 4);
		send_packet(fd);
		begin(id, NLM_F_REQUEST);
		put(&g, 2);
		send_packet(fd);
	}
	begin(9999, NLM_F_REQUEST);
	put("\1\2\0\0\5\0\1\0\7", 9);
	send_packet(fd);
	return 0;
}
