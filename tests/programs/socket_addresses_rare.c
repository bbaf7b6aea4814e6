/* Addresses whose members have names: radio, relays of PPP, services. */
// rastro: -a 1 -e trace=bind
// abi: x86_64 i386
#include "golden.h"

#include <linux/if_pppox.h>
#include <sys/socket.h>

/* Nobody has the descriptor -1. */
static void show(const void *address, unsigned size, const char *text)
{
	long result = syscall(SYS_bind, -1, address, size);

	expect("bind(-1, {sa_family=%s}, %u) = %s\n", text, size, result_text(result));
}

static void try_bluetooth(void)
{
	struct __attribute__((packed)) {
		uint16_t family, psm;
		uint8_t address[6];
		uint16_t channel;
		uint8_t type, padding;
	} protocol = { AF_BLUETOOTH, 1, { 6, 5, 4, 3, 2, 1 }, 4, 1, 0 };
	struct {
		uint16_t family;
		uint8_t address[6];
	} voice = { AF_BLUETOOTH, { 6, 5, 4, 3, 2, 1 } };
	struct {
		uint16_t family;
		uint8_t address[6];
		uint8_t channel;
	} serial = { AF_BLUETOOTH, { 6, 5, 4, 3, 2, 1 }, 3 };
	uint16_t adapter[3] = { AF_BLUETOOTH, 1, 2 };

	show(&protocol, sizeof(protocol),
	     "AF_BLUETOOTH, l2_psm=htobs(L2CAP_PSM_SDP), l2_bdaddr=06:05:04:03:02:01,"
	     " l2_cid=htobs(L2CAP_CID_ATT), l2_bdaddr_type=BDADDR_LE_PUBLIC");
	show(&voice, sizeof(voice), "AF_BLUETOOTH, sco_bdaddr=06:05:04:03:02:01");
	show(&serial, sizeof(serial), "AF_BLUETOOTH, rc_bdaddr=06:05:04:03:02:01, rc_channel=3");
	show(adapter, 6, "AF_BLUETOOTH, hci_dev=htobs(1), hci_channel=HCI_CHANNEL_MONITOR");
	show(adapter, 4, "AF_BLUETOOTH, hci_dev=htobs(1)");
}

static void try_tunnels(void)
{
	struct sockaddr_pppol2tpin6 six = { AF_PPPOX,
		                            PX_PROTO_OL2TP,
		                            { .fd = -3, .s_tunnel = 1, .d_session = 4 } };
	struct sockaddr_pppol2tpv3 three = { AF_PPPOX,
		                             PX_PROTO_OL2TP,
		                             { .fd = -3, .s_tunnel = 1, .d_session = 4 } };
	struct sockaddr_pppol2tpv3in6 both = { AF_PPPOX,
		                               PX_PROTO_OL2TP,
		                               { .fd = -3, .s_tunnel = 1, .d_session = 4 } };

	six.pppol2tp.addr.sin6_family = AF_INET6;
	three.pppol2tp.addr.sin_family = AF_INET;
	both.pppol2tp.addr.sin6_family = AF_INET6;
#define TUNNEL   "AF_PPPOX, sa_protocol=PX_PROTO_OL2TP, pppol2tp={pid=0, fd=-3, "
#define SESSIONS "s_tunnel=1, s_session=0, d_tunnel=0, d_session=4"
#define FOUR     "addr={sa_family=AF_INET, sin_port=htons(0), sin_addr=inet_addr(\"0.0.0.0\")}"
#define SIX                                                                                        \
	"addr={sa_family=AF_INET6, sin6_port=htons(0), sin6_flowinfo=htonl(0),"                    \
	" inet_pton(AF_INET6, \"::\", &sin6_addr), sin6_scope_id=0}"
	show(&six, sizeof(six), TUNNEL SESSIONS ", " SIX "}");
	show(&three, sizeof(three), TUNNEL FOUR ", " SESSIONS "}");
	show(&both, sizeof(both), TUNNEL SESSIONS ", " SIX "}");
}

static void try_services(void)
{
	struct {
		uint16_t family, service, type, length;
		struct sockaddr_in transport;
		char more[12];
	} calls = { AF_RXRPC, 2503, SOCK_DGRAM, 16, { .sin_family = AF_INET }, { 0 } };
	struct {
		uint16_t family, reserved;
		uint32_t port, address;
		uint8_t flags, zero[3];
	} machine = { AF_VSOCK, 0, -1u, 2, 0, { 0 } };
	uint32_t router[3] = { 42, -1u, 0xfffffffe };
	struct {
		uint32_t family, device, target, protocol;
		uint8_t to, from;
		char service[63];
		size_t length;
	} near = { AF_NFC, 77777, 1, 5, 4, 32, "urn", 3 };
	struct {
		uint16_t family, padding;
		uint32_t network;
		uint8_t address, type, tag, padding2;
	} management = { 45, 0, 0, 0xff, 1, 2, 0 };
	struct {
		uint32_t family, type;
		uint16_t network, address[5];
	} sensors = { AF_IEEE802154, 2, 0xffff, { 0x1234 } };

	show(&calls, sizeof(calls),
	     "AF_RXRPC, srx_service=0x9c7 /* YFS_VL_SERVICE */, transport_type=SOCK_DGRAM,"
	     " transport_len=16, transport={sa_family=AF_INET, sin_port=htons(0),"
	     " sin_addr=inet_addr(\"0.0.0.0\")}");
	show(&machine, sizeof(machine),
	     "AF_VSOCK, svm_cid=VMADDR_CID_HOST, svm_port=VMADDR_PORT_ANY, svm_flags=0");
	show(router, sizeof(router), "AF_QIPCRTR, sq_node=QRTR_NODE_BCAST, sq_port=QRTR_PORT_CTRL");
	/* The kernel does not know how 32-bit programs lay this out. */
	if (sizeof(long) == 8)
		show(&near, sizeof(near),
		     "AF_NFC, dev_idx=77777, target_idx=0x1, nfc_protocol=NFC_PROTO_NFC_DEP,"
		     " dsap=0x4 /* LLCP_SAP_SNEP */, ssap=0x20, service_name=\"urn\","
		     " service_name_len=3");
	show(&management, sizeof(management),
	     "AF_MCTP, smctp_network=MCTP_NET_ANY, smctp_addr={s_addr=MCTP_ADDR_ANY},"
	     " smctp_type=0x1, smctp_tag=0x2");
	show(&sensors, sizeof(sensors),
	     "AF_IEEE802154, addr={addr_type=0x2 /* IEEE802154_ADDR_SHORT */,"
	     " pan_id=0xffff /* IEEE802154_PANID_BROADCAST */, short_addr=0x1234}");
	sensors.type = 0;
	show(&sensors, sizeof(sensors),
	     "AF_IEEE802154, addr={addr_type=0 /* IEEE802154_ADDR_NONE */,"
	     " pan_id=0xffff /* IEEE802154_PANID_BROADCAST */}");
}

int main(void)
{
	golden_begin();
	try_bluetooth();
	try_tunnels();
	try_services();
	golden_end();
	return 0;
}
