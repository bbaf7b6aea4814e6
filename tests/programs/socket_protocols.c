/* Protocols of every family that has names for them; a filter answers.
 *
 * A row's names are those of consecutive numbers; where there is "-", the number has none. */
// rastro: -a 1 -e trace=socket
// abi: x86_64 i386
#include "answered.h"
#include "golden.h"

#include <arpa/inet.h>

static const struct row {
	int family;
	const char *name;
	unsigned first;
	const char *protocols;
} rows[] = {
	{ 2, "AF_INET", 0, "IPPROTO_IP IPPROTO_ICMP IPPROTO_IGMP - IPPROTO_IPIP - IPPROTO_TCP" },
	{ 2, "AF_INET", 262, "IPPROTO_MPTCP" },
	{ 10, "AF_INET6", 58, "IPPROTO_ICMPV6" },
	{ 16, "AF_NETLINK", 0,
	  "NETLINK_ROUTE NETLINK_UNUSED NETLINK_USERSOCK NETLINK_FIREWALL NETLINK_SOCK_DIAG "
	  "NETLINK_NFLOG NETLINK_XFRM NETLINK_SELINUX NETLINK_ISCSI NETLINK_AUDIT "
	  "NETLINK_FIB_LOOKUP NETLINK_CONNECTOR NETLINK_NETFILTER NETLINK_IP6_FW NETLINK_DNRTMSG "
	  "NETLINK_KOBJECT_UEVENT NETLINK_GENERIC - NETLINK_SCSITRANSPORT NETLINK_ECRYPTFS "
	  "NETLINK_RDMA NETLINK_CRYPTO NETLINK_SMC" },
	{ 23, "AF_IRDA", 1, "IRDAPROTO_ULTRA" },
	{ 29, "AF_CAN", 1, "CAN_RAW CAN_BCM CAN_TP16 CAN_TP20 CAN_MCNET CAN_ISOTP CAN_J1939" },
	{ 31, "AF_BLUETOOTH", 0,
	  "BTPROTO_L2CAP BTPROTO_HCI BTPROTO_SCO BTPROTO_RFCOMM BTPROTO_BNEP BTPROTO_CMTP "
	  "BTPROTO_HIDP BTPROTO_AVDTP" },
	{ 33, "AF_RXRPC", 2, "AF_INET" },
	{ 33, "AF_RXRPC", 10, "AF_INET6" },
	{ 34, "AF_ISDN", 0, "ISDN_P_BASE ISDN_P_TE_S0 ISDN_P_NT_S0 ISDN_P_TE_E1 ISDN_P_NT_E1" },
	{ 34, "AF_ISDN", 0x10, "ISDN_P_LAPD_TE ISDN_P_LAPD_NT" },
	{ 34, "AF_ISDN", 0x21,
	  "ISDN_P_B_RAW ISDN_P_B_HDLC ISDN_P_B_X75SLP ISDN_P_B_L2DTMF ISDN_P_B_L2DSP "
	  "ISDN_P_B_L2DSPHDLC" },
	{ 35, "AF_PHONET", 0, "PN_PROTO_TRANSPORT PN_PROTO_PHONET PN_PROTO_PIPE" },
	{ 37, "AF_CAIF", 0,
	  "CAIFPROTO_AT CAIFPROTO_DATAGRAM CAIFPROTO_DATAGRAM_LOOP CAIFPROTO_UTIL CAIFPROTO_RFM "
	  "CAIFPROTO_DEBUG" },
	{ 39, "AF_NFC", 0, "NFC_SOCKPROTO_RAW NFC_SOCKPROTO_LLCP" },
	{ 41, "AF_KCM", 0, "KCMPROTO_CONNECTED" },
	{ 43, "AF_SMC", 0, "SMCPROTO_SMC SMCPROTO_SMC6" },
	{ 1, "AF_UNIX", 1, "1" },
};

static void try_protocol(int family, const char *name, unsigned protocol, const char *shown)
{
	long result = syscall(SYS_socket, family, 3, protocol);

	expect("socket(%s, SOCK_RAW, %s) = %s\n", name, shown, result_text(result));
}

static void try_row(const struct row *row)
{
	char names[512], *rest = names;
	unsigned protocol = row->first;

	snprintf(names, sizeof(names), "%s", row->protocols);
	for (char *name; (name = strsep(&rest, " ")); protocol++)
		if (*name != '-')
			try_protocol(row->family, row->name, protocol, name);
}

int main(void)
{
	answer_call(SYS_socket);
	golden_begin();
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		try_row(&rows[i]);
	try_protocol(3, "AF_AX25", 0xcf, "0xcf /* AX25_P_NETROM */");
	try_protocol(3, "AF_AX25", 2, "0x2 /* AX25_P_??? */");
	try_protocol(2, "AF_INET", 1000, "0x3e8 /* IPPROTO_??? */");
	try_protocol(17, "AF_PACKET", htons(0x800), "htons(ETH_P_IP)");
	try_protocol(17, "AF_PACKET", htons(3), "htons(ETH_P_ALL)");
	golden_end();
	return 0;
}
