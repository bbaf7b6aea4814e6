/* Options of which the length says what is shown: numbers that are cut, structures that came in
 * several sizes, and those that are nothing but what their caller says. */
// rastro: -a 1 -v -e trace=setsockopt,getsockopt
// abi: x86_64 i386
#include "options.h"

#include <linux/errqueue.h>
#include <linux/filter.h>
#include <linux/icmp.h>
#include <linux/if_packet.h>
#include <linux/net_tstamp.h>
#include <linux/netlink.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

/* How the first bytes of a value are shown, for each length from 0 on; NULL: as an address. */
static void try_lengths(int ways, int level, int option, const char *names, const void *value,
                        const char *const *texts, unsigned count)
{
	char address[32];

	snprintf(address, sizeof(address), "%p", value);
	for (unsigned size = 0; size < count; size++)
		try_option_at(ways, level, option, names, value, size,
		              texts[size] ? texts[size] : address);
}

#define LENGTHS(ways, level, name, value, ...)                                                     \
	try_lengths(ways, level, name, #level ", " #name, value,                                   \
	            (const char *const[]){ __VA_ARGS__ },                                          \
	            sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *))

static void try_numbers(void)
{
	static const unsigned char value[8] = { 1, 2, 0, 0, 5 };
	static const unsigned char error[8] = { ENOENT };

	LENGTHS(SET, SOL_SOCKET, SO_DEBUG, value, NULL, NULL, NULL, NULL, "[513]", "[513]");
	LENGTHS(GET, SOL_SOCKET, SO_DEBUG, value, NULL, "\"\\x01\"", "\"\\x01\\x02\"",
	        "\"\\x01\\x02\\x00\"", "[513]", "[513]");
	LENGTHS(GET, SOL_SOCKET, SO_ERROR, error, NULL, "\"\\x02\"", "\"\\x02\\x00\"",
	        "\"\\x02\\x00\\x00\"", "[ENOENT]", "[ENOENT]");
	LENGTHS(GET, SOL_NETLINK, NETLINK_PKTINFO, value, NULL, "[513]", "[513]", "[513]", "[513]");
	LENGTHS(SET, SOL_TCP, TCP_NODELAY, value, "\"\"", "\"\\1\"", "\"\\1\\2\"", "\"\\1\\2\\0\"",
	        "[513]", "\"\\1\\2\\0\\0\\5\"");
	LENGTHS(GET, SOL_TCP, TCP_NODELAY, value, NULL, "\"\\1\"", "\"\\1\\2\"", "\"\\1\\2\\0\"",
	        "[513]", "\"\\1\\2\\0\\0\\5\"");
}

/* What lies at the start is the group; an interface, or more, may follow. */
static void try_groups(void)
{
	struct ip_mreqn group = { { htonl(0xe0000001) }, { htonl(0x0a000001) }, 77777 };

#define GROUP "{imr_multiaddr=inet_addr(\"224.0.0.1\"), imr_interface=inet_addr(\"10.0.0.1\")}"
#define GROUP_NUMBER                                                                               \
	"{imr_multiaddr=inet_addr(\"224.0.0.1\"), imr_address=inet_addr(\"10.0.0.1\"), "           \
	"imr_ifindex=77777}"
#define ADDRESS "[inet_addr(\"224.0.0.1\")]"
	LENGTHS(SET, SOL_IP, IP_ADD_MEMBERSHIP, &group, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
	        NULL, GROUP, GROUP, GROUP, GROUP, GROUP_NUMBER, GROUP_NUMBER);
	LENGTHS(SET, SOL_IP, IP_DROP_MEMBERSHIP, &group, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
	        NULL, GROUP, GROUP, GROUP, GROUP, GROUP_NUMBER, GROUP_NUMBER);
	LENGTHS(SET, SOL_IP, IP_MULTICAST_IF, &group, NULL, NULL, NULL, NULL, ADDRESS, ADDRESS,
	        ADDRESS, ADDRESS, GROUP, GROUP, GROUP, GROUP, GROUP_NUMBER, GROUP_NUMBER);
}

static void try_filters(void)
{
	struct icmp_filter types = { ~(1u << ICMP_ECHOREPLY | 1u << ICMP_ECHO) };

	LENGTHS(BOTH, SOL_RAW, ICMP_FILTER, &types, NULL, "\"\\xfe\"", "\"\\xfe\\xfe\"",
	        "\"\\xfe\\xfe\\xff\"", "~[ICMP_ECHOREPLY ICMP_ECHO]");
}

int main(void)
{
	answer_options();
	golden_begin();
	try_numbers();
	try_groups();
	try_filters();
	golden_end();
	return 0;
}
