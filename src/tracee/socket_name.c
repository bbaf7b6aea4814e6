/* What a socket is, and whom it connects.
 *
 * An extended attribute of the descriptor holds the name of its protocol; a
 * netlink socket tells the addresses of all sockets of that kind, in the network
 * namespace of the task, and we look for the inode.  A socket that is neither
 * bound nor connected is not in that list: then the inode stands for it.
 *
 * To ask for all sockets is slow where there are many, so the names of
 * connections are kept; inodes of sockets are not used again for a long time. */
#include "tracee/socket_name.h"

#include "base/guard.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/netlink_diag.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/xattr.h>
#include <unistd.h>

enum { NAME_SIZE = 32, PATH_SIZE = 64, ANSWER_SIZE = 1 << 15, ANSWERS_MAX = 1 << 12 };

struct protocol;

/* One socket of an answer: appends it if it is the one. */
enum match {
	MATCH_NOT,
	MATCH_NOW,   /* it is like this now */
	MATCH_FINAL, /* and will stay so */
};
typedef enum match protocol_match(const struct nlmsghdr *, unsigned long inode, struct text *);

struct protocol {
	const char *name;
	uint8_t family, number;
	protocol_match *match; /* NULL: only the name is shown */
};

static void put_inode(struct text *text, unsigned long inode)
{
	text_unsigned(text, inode);
}

static void put_address(struct text *text, int family, const uint32_t *address, uint16_t port)
{
	char name[INET6_ADDRSTRLEN];

	if (!inet_ntop(family, address, name, sizeof(name)))
		return;
	text_format(text, family == AF_INET6 ? "[%s]:%u" : "%s:%u", name, ntohs(port));
}

static enum match match_inet(const struct nlmsghdr *header, unsigned long inode, struct text *text)
{
	static const uint32_t nowhere[4];
	const struct inet_diag_msg *message = NLMSG_DATA(header);

	if (header->nlmsg_len < NLMSG_LENGTH(sizeof(*message)) || message->idiag_inode != inode)
		return MATCH_NOT;
	size_t size = message->idiag_family == AF_INET ? 4 : 16;

	put_address(text, message->idiag_family, message->id.idiag_src, message->id.idiag_sport);
	if (message->id.idiag_dport || memcmp(message->id.idiag_dst, nowhere, size) != 0) {
		text_literal(text, "->");
		put_address(text, message->idiag_family, message->id.idiag_dst,
		            message->id.idiag_dport);
	}
	return message->idiag_state == TCP_ESTABLISHED ? MATCH_FINAL : MATCH_NOW;
}

static bool is_octal(char c)
{
	return c >= '0' && c <= '7';
}

/* A character of a name, as programs in C write it; next: the one behind it. */
static void put_escaped(struct text *text, unsigned char c, char next)
{
	static const char named[] = "\"\\\n\t\r\v\f", names[] = "\"\\ntrvf";
	const char *found = c ? strchr(named, c) : NULL;

	if (found)
		text_format(text, "\\%c", names[found - named]);
	else if (c < ' ' || c > '~')
		text_format(text, is_octal(next) ? "\\%03o" : "\\%o", c);
	else
		text_char(text, (char)c);
}

/* An abstract name begins with a zero byte, and may be filled up with them. */
static void put_unix_path(struct text *text, const char *path, size_t length)
{
	bool abstract = length > 0 && path[0] == 0;

	text_string(text, abstract ? ",@\"" : ",\"");
	for (size_t i = abstract; i < length && path[i]; i++)
		put_escaped(text, (unsigned char)path[i], i + 1 < length ? path[i + 1] : 0);
	text_char(text, '"');
}

static enum match match_unix(const struct nlmsghdr *header, unsigned long inode, struct text *text)
{
	const struct unix_diag_msg *message = NLMSG_DATA(header);
	const struct rtattr *path = NULL;
	uint32_t peer = 0;

	if (header->nlmsg_len < NLMSG_LENGTH(sizeof(*message)) || message->udiag_ino != inode)
		return MATCH_NOT;
	int left = (int)(header->nlmsg_len - NLMSG_LENGTH(sizeof(*message)));

	for (const struct rtattr *part = (void *)(message + 1); RTA_OK(part, left);
	     part = RTA_NEXT(part, left)) {
		if (part->rta_type == UNIX_DIAG_NAME)
			path = part;
		else if (part->rta_type == UNIX_DIAG_PEER && RTA_PAYLOAD(part) >= sizeof(peer))
			memcpy(&peer, RTA_DATA(part), sizeof(peer));
	}
	/* Without a peer and a name strace shows the inode, and so do we. */
	put_inode(text, inode);
	if (peer)
		text_format(text, "->%u", peer);
	if (path && RTA_PAYLOAD(path) > 0)
		put_unix_path(text, RTA_DATA(path), RTA_PAYLOAD(path));
	return MATCH_NOW;
}

static const char *const netlink_names[] = {
	[NETLINK_ROUTE] = "ROUTE",
	[NETLINK_USERSOCK] = "USERSOCK",
	[NETLINK_FIREWALL] = "FIREWALL",
	[NETLINK_SOCK_DIAG] = "SOCK_DIAG",
	[NETLINK_NFLOG] = "NFLOG",
	[NETLINK_XFRM] = "XFRM",
	[NETLINK_SELINUX] = "SELINUX",
	[NETLINK_ISCSI] = "ISCSI",
	[NETLINK_AUDIT] = "AUDIT",
	[NETLINK_FIB_LOOKUP] = "FIB_LOOKUP",
	[NETLINK_CONNECTOR] = "CONNECTOR",
	[NETLINK_NETFILTER] = "NETFILTER",
	[NETLINK_IP6_FW] = "IP6_FW",
	[NETLINK_DNRTMSG] = "DNRTMSG",
	[NETLINK_KOBJECT_UEVENT] = "KOBJECT_UEVENT",
	[NETLINK_GENERIC] = "GENERIC",
	[NETLINK_SCSITRANSPORT] = "SCSITRANSPORT",
	[NETLINK_ECRYPTFS] = "ECRYPTFS",
	[NETLINK_RDMA] = "RDMA",
	[NETLINK_CRYPTO] = "CRYPTO",
	[NETLINK_SMC] = "SMC",
};

static enum match match_netlink(const struct nlmsghdr *header, unsigned long inode,
                                struct text *text)
{
	const struct netlink_diag_msg *message = NLMSG_DATA(header);

	if (header->nlmsg_len < NLMSG_LENGTH(sizeof(*message)) || message->ndiag_ino != inode)
		return MATCH_NOT;
	unsigned number = message->ndiag_protocol;
	const char *name = number < sizeof(netlink_names) / sizeof(*netlink_names)
	                           ? netlink_names[number]
	                           : NULL;

	if (message->ndiag_portid == 0)
		put_inode(text, inode);
	else if (name)
		text_format(text, "%s:%u", name, message->ndiag_portid);
	else
		text_format(text, "%u:%u", number, message->ndiag_portid);
	return MATCH_NOW;
}

static const struct protocol protocols[] = {
	{ "TCP", AF_INET, IPPROTO_TCP, match_inet },
	{ "UDP", AF_INET, IPPROTO_UDP, match_inet },
	{ "UDP-Lite", AF_INET, IPPROTO_UDPLITE, match_inet },
	{ "RAW", AF_INET, IPPROTO_RAW, NULL },
	{ "PING", AF_INET, IPPROTO_ICMP, NULL },
	{ "TCPv6", AF_INET6, IPPROTO_TCP, match_inet },
	{ "UDPv6", AF_INET6, IPPROTO_UDP, match_inet },
	{ "UDPLITEv6", AF_INET6, IPPROTO_UDPLITE, match_inet },
	{ "RAWv6", AF_INET6, IPPROTO_RAW, NULL },
	{ "PINGv6", AF_INET6, IPPROTO_ICMPV6, NULL },
	{ "UNIX", AF_UNIX, 0, match_unix },
	{ "UNIX-STREAM", AF_UNIX, 0, match_unix },
	{ "NETLINK", AF_NETLINK, 0, match_netlink },
};

static const struct protocol *protocol_of(pid_t tid, int fd)
{
	char path[PATH_SIZE], name[NAME_SIZE];

	snprintf(path, sizeof(path), "/proc/%d/fd/%d", tid, fd);
	ssize_t length = getxattr(path, "system.sockprotoname", name, sizeof(name) - 1);

	if (length <= 0)
		return NULL;
	name[length] = 0;
	for (size_t i = 0; i < sizeof(protocols) / sizeof(*protocols); i++)
		if (strcmp(protocols[i].name, name) == 0)
			return &protocols[i];
	return NULL;
}

struct request {
	struct nlmsghdr header;
	union {
		struct inet_diag_req_v2 inet;
		struct unix_diag_req unix_;
		struct netlink_diag_req netlink;
	};
};

static bool request_send(int diag, const struct protocol *protocol, unsigned long inode)
{
	struct request request = {
		.header = { .nlmsg_type = SOCK_DIAG_BY_FAMILY,
		            .nlmsg_flags = NLM_F_DUMP | NLM_F_REQUEST },
	};
	size_t size = 0;

	switch (protocol->family) {
	case AF_UNIX: /* can be asked for by its inode */
		request.unix_ =
			(struct unix_diag_req){ .sdiag_family = AF_UNIX,
			                        .udiag_ino = (uint32_t)inode,
			                        .udiag_states = ~0u,
			                        .udiag_show = UDIAG_SHOW_NAME | UDIAG_SHOW_PEER,
			                        .udiag_cookie = { ~0u, ~0u } };
		request.header.nlmsg_flags = NLM_F_REQUEST;
		size = sizeof(request.unix_);
		break;
	case AF_NETLINK:
		request.netlink = (struct netlink_diag_req){ .sdiag_family = AF_NETLINK,
			                                     .sdiag_protocol = NDIAG_PROTO_ALL };
		size = sizeof(request.netlink);
		break;
	default:
		request.inet = (struct inet_diag_req_v2){ .sdiag_family = protocol->family,
			                                  .sdiag_protocol = protocol->number,
			                                  .idiag_states = ~0u };
		size = sizeof(request.inet);
	}
	request.header.nlmsg_len = (uint32_t)NLMSG_LENGTH(size);
	return send(diag, &request, request.header.nlmsg_len, 0) > 0;
}

/* True when the answer goes on; *match: whether ours was among them. */
static bool answer_read(int diag, const struct protocol *protocol, unsigned long inode,
                        struct text *text, enum match *match)
{
	_Alignas(struct nlmsghdr) char answer[ANSWER_SIZE];
	ssize_t left = recv(diag, answer, sizeof(answer), 0);
	bool is_answer = left > 0;

	for (const struct nlmsghdr *header = (void *)answer;
	     left > 0 && NLMSG_OK(header, (size_t)left); header = NLMSG_NEXT(header, left)) {
		if (header->nlmsg_type != SOCK_DIAG_BY_FAMILY)
			return false; /* done, or an error */
		*match = protocol->match(header, inode, text);
		if (*match != MATCH_NOT || !(header->nlmsg_flags & NLM_F_MULTI))
			return false;
	}
	return is_answer;
}

static bool has_other_network(pid_t tid)
{
	char path[PATH_SIZE];
	struct stat ours, theirs;

	snprintf(path, sizeof(path), "/proc/%d/ns/net", tid);
	return stat("/proc/self/ns/net", &ours) == 0 && stat(path, &theirs) == 0 &&
	       ours.st_ino != theirs.st_ino;
}

/* A socket that asks in the network namespace of the task, if we may go there: a
 * socket stays where it was made, and we come back at once. */
static int diag_open(pid_t tid)
{
	char path[PATH_SIZE];

	if (has_other_network(tid)) {
		snprintf(path, sizeof(path), "/proc/%d/ns/net", tid);
		AUTO_CLOSE int ours = open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
		AUTO_CLOSE int theirs = open(path, O_RDONLY | O_CLOEXEC);

		if (ours >= 0 && theirs >= 0 && setns(theirs, CLONE_NEWNET) == 0) {
			int diag = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);

			setns(ours, CLONE_NEWNET);
			return diag;
		}
	}
	return socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
}

static enum match put_addresses(const struct protocol *protocol, pid_t tid, unsigned long inode,
                                struct text *text)
{
	AUTO_CLOSE int diag = diag_open(tid);
	enum match match = MATCH_NOT;

	if (diag < 0 || !request_send(diag, protocol, inode))
		return MATCH_NOT;
	for (unsigned i = 0; i < ANSWERS_MAX && answer_read(diag, protocol, inode, text, &match);
	     i++)
		;
	return match;
}

static void name_keep(struct socket_name *place, unsigned long inode, const char *name,
                      size_t length)
{
	if (length >= sizeof(place->name))
		return;
	place->inode = inode;
	memcpy(place->name, name, length);
	place->name[length] = 0;
}

bool socket_name(struct socket_names *names, pid_t tid, int fd, unsigned long inode,
                 struct text *text)
{
	struct socket_name *place = &names->kept[inode % SOCKET_NAMES_KEPT];
	size_t start = text->length;

	if (place->inode == inode && inode) {
		text_string(text, place->name);
		return true;
	}
	const struct protocol *protocol = protocol_of(tid, fd);
	enum match match = MATCH_NOT;

	if (!protocol)
		return false;
	text_string(text, protocol->name);
	text_literal(text, ":[");
	if (protocol->match)
		match = put_addresses(protocol, tid, inode, text);
	if (match == MATCH_NOT)
		put_inode(text, inode);
	text_char(text, ']');
	/* A datagram socket may be connected to another address at any time. */
	if (match == MATCH_FINAL && protocol->number == IPPROTO_TCP)
		name_keep(place, inode, text->bytes + start, text->length - start);
	return true;
}
