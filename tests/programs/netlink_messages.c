/* Messages of netlink by their type: what the flags of a question mean, and what follows the head,
 * the type says.  A filter answers; the sockets are there for what their protocol is. */
// rastro: -a 1 -v -e trace=sendto
// abi: x86_64 i386
#include "answered.h"
#include "golden.h"

#include <linux/if_addrlabel.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

/* One message with so many bytes of data; the text is that of type, flags and data. */
static void try_message(int fd, unsigned type, unsigned flags, const void *data, unsigned size,
                        const char *names, const char *shown)
{
	struct {
		struct nlmsghdr head;
		char data[64];
	} message = { { 16 + size, type, flags, 5, 0 }, { 0 } };

	memcpy(message.data, data, size);
	long result = syscall(SYS_sendto, fd, &message, 16 + size, 0, NULL, 0);
	expect("sendto(%d, [{nlmsg_len=%u, nlmsg_type=%s, nlmsg_seq=5, nlmsg_pid=0}, %s], %u, 0, "
	       "NULL, 0) = %s\n",
	       fd, 16 + size, names, shown, 16 + size, result_text(result));
}

static void try_routes(int fd)
{
	struct ifaddrlblmsg label = { .ifal_family = AF_INET6,
		                      .ifal_prefixlen = 64,
		                      .ifal_seq = 7 };
	struct ifaddrmsg address = { AF_INET6, 64, IFA_F_PERMANENT, RT_SCOPE_LINK, 77777 };
#define LABEL "{ifal_family=AF_INET6, ifal_prefixlen=64, ifal_flags=0, ifal_index=0, ifal_seq=7}"
#define ADDRESS                                                                                    \
	"{ifa_family=AF_INET6, ifa_prefixlen=64, ifa_flags=IFA_F_PERMANENT, "                      \
	"ifa_scope=RT_SCOPE_LINK, ifa_index=77777}"
	static const struct {
		unsigned type;
		const char *name;
	} kinds[] = { { 72, "ADDRLABEL" }, { 56, "MULTICAST" }, { 60, "ANYCAST" } };
	static const struct {
		unsigned flags;
		const char *verb, *names;
	} verbs[] = { { 0x401, "NEW", "NLM_F_REQUEST|NLM_F_CREATE" },
		      { 0x101, "DEL", "NLM_F_REQUEST|NLM_F_NONREC" },
		      { 0x301, "GET", "NLM_F_REQUEST|NLM_F_DUMP" } };
	char names[100];

	for (unsigned i = 0; i < 9; i++) {
		unsigned kind = i / 3, verb = i % 3;

		snprintf(names, sizeof(names), "RTM_%s%s, nlmsg_flags=%s", verbs[verb].verb,
		         kinds[kind].name, verbs[verb].names);
		if (kind)
			try_message(fd, kinds[kind].type + verb, verbs[verb].flags, &address,
			            sizeof(address), names, ADDRESS);
		else
			try_message(fd, kinds[kind].type + verb, verbs[verb].flags, &label,
			            sizeof(label), names, LABEL);
	}
}

static void try_filters(int fd)
{
	static const struct {
		unsigned type, flags;
		const char *names, *flag_names;
	} messages[] = {
#define TRACKING "NFNL_SUBSYS_CTNETLINK<<8|IPCTNL_MSG_CT_"
#define EXPECTED "NFNL_SUBSYS_CTNETLINK_EXP<<8|IPCTNL_MSG_EXP_"
#define SETS     "NFNL_SUBSYS_IPSET<<8|IPSET_CMD_"
#define COUNTS   "NFNL_SUBSYS_ACCT<<8|NFNL_MSG_ACCT_"
		{ 0x100, 0x400, TRACKING "NEW", "NLM_F_CREATE" },
		{ 0x101, 0x300, TRACKING "GET", "NLM_F_DUMP" },
		{ 0x102, 0x100, TRACKING "DELETE", "NLM_F_NONREC" },
		{ 0x103, 0x100, TRACKING "GET_CTRZERO", "NLM_F_ROOT" },
		{ 0x104, 0x200, TRACKING "GET_STATS_CPU", "NLM_F_MATCH" },
		{ 0x105, 0x400, TRACKING "GET_STATS", "NLM_F_ATOMIC" },
		{ 0x106, 0x300, TRACKING "GET_DYING", "NLM_F_DUMP" },
		{ 0x107, 0x300, TRACKING "GET_UNCONFIRMED", "NLM_F_DUMP" },
		{ 0x200, 0x400, EXPECTED "NEW", "NLM_F_CREATE" },
		{ 0x201, 0x300, EXPECTED "GET", "NLM_F_DUMP" },
		{ 0x202, 0x100, EXPECTED "DELETE", "NLM_F_NONREC" },
		{ 0x203, 0x300, EXPECTED "GET_STATS_CPU", "NLM_F_DUMP" },
		{ 0x603, 0x100, SETS "DESTROY", "NLM_F_NONREC" },
		{ 0x60e, 0x300, SETS "GET_BYNAME", "NLM_F_DUMP" },
		{ 0x60f, 0x300, SETS "GET_BYINDEX", "NLM_F_DUMP" },
		{ 0x703, 0x100, COUNTS "DEL", "NLM_F_NONREC" },
	};
	char names[200];

	for (unsigned i = 0; i < sizeof(messages) / sizeof(*messages); i++) {
		snprintf(names, sizeof(names), "%s, nlmsg_flags=NLM_F_REQUEST|%s",
		         messages[i].names, messages[i].flag_names);
		try_message(fd, messages[i].type, messages[i].flags | 1,
		            (uint8_t[4]){ AF_INET, 0, 0, 5 }, 4, names,
		            "{nfgen_family=AF_INET, version=NFNETLINK_V0, res_id=htons(5)}");
	}
}

int main(void)
{
	answer_call(SYS_sendto);
	golden_begin();
	int routes = syscall(SYS_socket, AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
	int filters = syscall(SYS_socket, AF_NETLINK, SOCK_RAW, NETLINK_NETFILTER);

	try_routes(routes);
	/* Kernels may be built without it. */
	if (filters >= 0)
		try_filters(filters);
	golden_end();
	return 0;
}
