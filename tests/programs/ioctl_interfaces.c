/* Commands for network interfaces that lead to more than a structure of their own. */
// rastro: -a 1 -e trace=ioctl
// abi: x86_64 i386
#include "golden.h"

#include <linux/ethtool.h>
#include <linux/if_bonding.h>
#include <linux/if_vlan.h>
#include <linux/mii.h>
#include <linux/net_tstamp.h>
#include <linux/ppp_defs.h>
#include <linux/ppp-ioctl.h>
#include <sys/ioctl.h>
#include <linux/sockios.h>
#include <linux/if.h>
#include <linux/if_arp.h>

/* Nobody has the descriptor -1. */
static void show(unsigned long command, const char *name, void *argument, const char *text)
{
	long result = syscall(SYS_ioctl, -1, command, argument);

	expect("ioctl(-1, %s, %s) = %s\n", name, text, result_text(result));
}

static void ethtool(const void *data, const char *text)
{
	struct ifreq request = { .ifr_name = "eth0", .ifr_data = (void *)data };
	char line[512];

	snprintf(line, sizeof(line), "{ifr_name=\"eth0\", ifr_data=%s}", text);
	show(SIOCETHTOOL, "SIOCETHTOOL", &request, line);
}

static void ethtool_commands(void)
{
	static struct ethtool_drvinfo driver = { .cmd = ETHTOOL_GDRVINFO };
	static struct { struct ethtool_value value; char room[256]; } value = { { ETHTOOL_SGRO, 1 }, "" };
	static struct { struct ethtool_wolinfo wake; char room[256]; } wake = {
		{ ETHTOOL_SWOL, 0x2f, 0x20, { 1, 2, 3 } }, "" };
	static struct { struct ethtool_ringparam rings; char room[256]; } rings = {
		{ .cmd = ETHTOOL_SRINGPARAM, .rx_pending = 256, .tx_pending = 512 }, "" };
	static struct { unsigned command; char room[256]; } unknown = { 0x99, "" };
	char text[64];

	ethtool(&driver, "{cmd=ETHTOOL_GDRVINFO}");
	ethtool(&value, "{cmd=ETHTOOL_SGRO, data=0x1}");
	ethtool(&wake, "{cmd=ETHTOOL_SWOL, supported=0x2f, wolopts=0x20, "
		"sopass=\"\\x01\\x02\\x03\\x00\\x00\\x00\"}");
	ethtool(&rings, "{cmd=ETHTOOL_SRINGPARAM, rx_max_pending=0, rx_mini_max_pending=0, "
		"rx_jumbo_max_pending=0, tx_max_pending=0, rx_pending=256, rx_mini_pending=0, "
		"rx_jumbo_pending=0, tx_pending=512}");
	ethtool(&unknown, "{cmd=0x99 /* ETHTOOL_??? */}");
	ethtool(NULL, "NULL");
	snprintf(text, sizeof(text), "%p", unreadable());
	ethtool(unreadable(), text);
}

static void others(void)
{
	struct hwtstamp_config stamps = { 0, 1, 12 };
	struct ifreq request = { .ifr_name = "eth0", .ifr_data = (void *)&stamps };
	struct vlan_ioctl_args vlan = { .cmd = ADD_VLAN_CMD, .device1 = "eth0", .u.VID = 5 };
	struct arpreq arp = { .arp_pa = { .sa_family = 2 }, .arp_ha = { .sa_family = 1 },
			      .arp_flags = 4, .arp_dev = "eth0" };
	struct npioctl mode = { 0x21, NPMODE_DROP };
	struct ifreq bond = { .ifr_name = "bond0", .ifr_newname = "eth1" };
	struct { char name[16]; struct mii_ioctl_data data; char room[16]; } mii = {
		"eth0", { 1, 4, 0x1e1, 0 }, "" };

	show(SIOCSHWTSTAMP, "SIOCSHWTSTAMP", &request,
	     "{ifr_name=\"eth0\", ifr_data={flags=0, tx_type=HWTSTAMP_TX_ON, "
	     "rx_filter=HWTSTAMP_FILTER_PTP_V2_EVENT}}");
	show(SIOCSIFVLAN, "SIOCSIFVLAN", &vlan, "{cmd=ADD_VLAN_CMD, device1=\"eth0\", VID=5}");
	show(SIOCSARP, "SIOCSARP", &arp,
	     "{arp_pa={sa_family=AF_INET, sin_port=htons(0), sin_addr=inet_addr(\"0.0.0.0\")}, "
	     "arp_ha={sa_family=ARPHRD_ETHER, sa_data=00:00:00:00:00:00}, arp_flags=ATF_PERM, "
	     "arp_netmask={sa_family=AF_UNSPEC, sa_data=\"\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\"}, "
	     "arp_dev=\"eth0\"}");
	show(SIOCBONDENSLAVE, "SIOCBONDENSLAVE", &bond, "{ifr_name=\"bond0\", ifr_slave=\"eth1\"}");
	show(SIOCSMIIREG, "SIOCSMIIREG", &mii,
	     "{ifr_name=\"eth0\", ifr_data={phy_id=1, reg_num=4, val_in=481, val_out=0}}");
	show(PPPIOCSNPMODE, "PPPIOCSNPMODE", &mode, "{protocol=0x21, mode=NPMODE_DROP}");
	show(PPPIOCSFLAGS, "PPPIOCSFLAGS", &(int){ SC_DEBUG | SC_CCP_OPEN }, "[SC_CCP_OPEN|SC_DEBUG]");
}

int main(void)
{
	golden_begin();
	ethtool_commands();
	others();
	golden_end();
	return 0;
}
