/* Network interfaces: what ethtool's commands, bonds, VLANs and clocks tell and take.  A filter
 * answers, so what goes in comes out, too. */
// rastro: -a 1 -v -e trace=ioctl
// abi: x86_64 i386
#include "answered.h"
#include "golden.h"

#include <linux/ethtool.h>
#include <linux/if.h>
#include <linux/if_bonding.h>
#include <linux/if_vlan.h>
#include <linux/net_tstamp.h>
#include <linux/sockios.h>

/* What is shown of what the request points to. */
static void asked(unsigned command, const char *name, void *data, const char *text)
{
	struct ifreq request = { .ifr_name = "eth0", .ifr_data = data };
	long result = syscall(SYS_ioctl, -1, command, &request);

	expect("ioctl(-1, %s, {ifr_name=\"eth0\", ifr_data=%s}) = %s\n", name, text,
	       result_text(result));
}

static void ethtool(void *data, const char *text)
{
	asked(SIOCETHTOOL, "SIOCETHTOOL", data, text);
}

/* Commands of which the number is all there is. */
static void try_numbers(void)
{
	static const struct {
		uint32_t command;
		const char *name;
	} commands[] = {
#define COMMAND(name) { name, #name }
		COMMAND(ETHTOOL_GMSGLVL), COMMAND(ETHTOOL_GLINK),   COMMAND(ETHTOOL_GRXCSUM),
		COMMAND(ETHTOOL_GTXCSUM), COMMAND(ETHTOOL_GSG),     COMMAND(ETHTOOL_GTSO),
		COMMAND(ETHTOOL_GUFO),    COMMAND(ETHTOOL_GGSO),    COMMAND(ETHTOOL_GFLAGS),
		COMMAND(ETHTOOL_GPFLAGS), COMMAND(ETHTOOL_GGRO),    COMMAND(ETHTOOL_SMSGLVL),
		COMMAND(ETHTOOL_SRXCSUM), COMMAND(ETHTOOL_STXCSUM), COMMAND(ETHTOOL_SSG),
		COMMAND(ETHTOOL_PHYS_ID), COMMAND(ETHTOOL_STSO),    COMMAND(ETHTOOL_SUFO),
		COMMAND(ETHTOOL_SGSO),    COMMAND(ETHTOOL_SFLAGS),  COMMAND(ETHTOOL_SPFLAGS),
		COMMAND(ETHTOOL_SGRO),    COMMAND(ETHTOOL_RESET),
	};

	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		struct ethtool_value value = { commands[i].command, 5 };
		char text[80];

		snprintf(text, sizeof(text), "{cmd=%s, data=0x5}", commands[i].name);
		ethtool(&value, text);
	}
}

static void try_settings(void)
{
	struct ethtool_drvinfo driver = { .cmd = ETHTOOL_GDRVINFO,
		                          .driver = "net",
		                          .version = "1",
		                          .fw_version = "2",
		                          .bus_info = "pci",
		                          .erom_version = "3",
		                          .n_stats = 7 };
	struct ethtool_cmd link = { .cmd = ETHTOOL_GSET,
		                    .supported = 1,
		                    .speed = 1000,
		                    .duplex = 1,
		                    .autoneg = 1,
		                    .lp_advertising = 2 };
	struct {
		struct ethtool_link_settings settings;
		uint32_t maps[3];
	} modes = { { .cmd = ETHTOOL_GLINKSETTINGS,
		      .speed = 1000,
		      .duplex = 1,
		      .link_mode_masks_nwords = -3 },
		    { 0 } };
	struct ethtool_wolinfo wake = { ETHTOOL_GWOL, 0x20, 0x20, { 1, 2, 3, 4, 5, 6 } };

	ethtool(&driver, "{cmd=ETHTOOL_GDRVINFO, driver=\"net\", version=\"1\", fw_version=\"2\","
	                 " bus_info=\"pci\", erom_version=\"3\", n_priv_flags=0, n_stats=7,"
	                 " testinfo_len=0, eedump_len=0, regdump_len=0}");
#define LINK                                                                                       \
	" supported=0x1, advertising=0, speed=1000, duplex=1, port=0, phy_address=0,"              \
	" transceiver=0, autoneg=1, mdio_support=0, maxtxpkt=0, maxrxpkt=0, speed_hi=0,"           \
	" eth_tp_mdix=0, eth_tp_mdix_ctrl=0, lp_advertising=0x2}"
	ethtool(&link, "{cmd=ETHTOOL_GSET," LINK);
	link.cmd = ETHTOOL_SSET;
	ethtool(&link, "{cmd=ETHTOOL_SSET," LINK);
	ethtool(&modes, "{cmd=ETHTOOL_GLINKSETTINGS, speed=1000, duplex=1, port=0, phy_address=0,"
	                " autoneg=0, mdio_support=0, eth_tp_mdix=0, eth_tp_mdix_ctrl=0,"
	                " link_mode_masks_nwords=-3, transceiver=0, master_slave_cfg=0,"
	                " master_slave_state=0, rate_matching=0}");
	ethtool(&wake, "{cmd=ETHTOOL_GWOL, supported=0x20, wolopts=0x20}");
	wake.cmd = ETHTOOL_SWOL;
	ethtool(&wake, "{cmd=ETHTOOL_SWOL, supported=0x20, wolopts=0x20,"
	               " sopass=\"\\x01\\x02\\x03\\x04\\x05\\x06\"}");
}

static void try_queues(void)
{
	struct ethtool_ringparam rings = { ETHTOOL_GRINGPARAM, 1, 2, 3, 4, 5, 6, 7, 8 };
	struct ethtool_pauseparam pause = { ETHTOOL_GPAUSEPARAM, 1, 0, 1 };
	struct ethtool_channels channels = { ETHTOOL_GCHANNELS, 1, 2, 3, 4, 5, 6, 7, 8 };

#define RINGS                                                                                      \
	" rx_max_pending=1, rx_mini_max_pending=2, rx_jumbo_max_pending=3, tx_max_pending=4,"      \
	" rx_pending=5, rx_mini_pending=6, rx_jumbo_pending=7, tx_pending=8}"
	ethtool(&rings, "{cmd=ETHTOOL_GRINGPARAM," RINGS);
	rings.cmd = ETHTOOL_SRINGPARAM;
	ethtool(&rings, "{cmd=ETHTOOL_SRINGPARAM," RINGS);
	ethtool(&pause, "{cmd=ETHTOOL_GPAUSEPARAM, autoneg=1, rx_pause=0, tx_pause=1}");
	pause.cmd = ETHTOOL_SPAUSEPARAM;
	ethtool(&pause, "{cmd=ETHTOOL_SPAUSEPARAM, autoneg=1, rx_pause=0, tx_pause=1}");
#define CHANNELS                                                                                   \
	" max_rx=1, max_tx=2, max_other=3, max_combined=4, rx_count=5, tx_count=6, other_count=7," \
	" combined_count=8}"
	ethtool(&channels, "{cmd=ETHTOOL_GCHANNELS," CHANNELS);
	channels.cmd = ETHTOOL_SCHANNELS;
	ethtool(&channels, "{cmd=ETHTOOL_SCHANNELS," CHANNELS);
}

static void try_lists(void)
{
	struct ethtool_ts_info clock = { .cmd = ETHTOOL_GET_TS_INFO,
		                         .so_timestamping = SOF_TIMESTAMPING_RX_SOFTWARE,
		                         .phc_index = -1,
		                         .tx_types = 1,
		                         .rx_filters = 2 };
	struct ethtool_gstrings strings = { ETHTOOL_GSTRINGS, ETH_SS_STATS, 9 };
	struct ethtool_stats statistics = { ETHTOOL_GSTATS, 9 };
	struct ethtool_sset_info sets = { ETHTOOL_GSSET_INFO, 0, 2 };
	struct ethtool_perm_addr address = { ETHTOOL_GPERMADDR, 6 };
	struct ethtool_modinfo module = { ETHTOOL_GMODULEINFO, 1, 256, { 0 } };
	struct ethtool_eeprom memory = { ETHTOOL_GEEPROM, 0x8086, 16, 32 };
	struct ethtool_regs registers = { ETHTOOL_GREGS, 1, 64 };
	struct ethtool_gfeatures features = { ETHTOOL_GFEATURES, 2 };

	ethtool(&clock, "{cmd=ETHTOOL_GET_TS_INFO, so_timestamping=SOF_TIMESTAMPING_RX_SOFTWARE,"
	                " phc_index=-1, tx_types=0x1, rx_filters=0x2}");
	ethtool(&strings, "{cmd=ETHTOOL_GSTRINGS, string_set=1, len=9}");
	ethtool(&statistics, "{cmd=ETHTOOL_GSTATS, n_stats=9}");
	ethtool(&sets, "{cmd=ETHTOOL_GSSET_INFO, sset_mask=0x2}");
	ethtool(&address, "{cmd=ETHTOOL_GPERMADDR, size=6}");
	ethtool(&module, "{cmd=ETHTOOL_GMODULEINFO, type=1, eeprom_len=256}");
	ethtool(&memory, "{cmd=ETHTOOL_GEEPROM, magic=0x8086, offset=16, len=32}");
	memory.cmd = ETHTOOL_SEEPROM;
	ethtool(&memory, "{cmd=ETHTOOL_SEEPROM, magic=0x8086, offset=16, len=32}");
	memory.cmd = ETHTOOL_GMODULEEEPROM;
	ethtool(&memory, "{cmd=ETHTOOL_GMODULEEEPROM, magic=0x8086, offset=16, len=32}");
	ethtool(&registers, "{cmd=ETHTOOL_GREGS, version=1, len=64}");
	ethtool(&features, "{cmd=ETHTOOL_GFEATURES, size=2}");
	features.cmd = ETHTOOL_SFEATURES;
	ethtool(&features, "{cmd=ETHTOOL_SFEATURES, size=2}");
}

static void try_bonds(void)
{
	struct ifbond bond = { 1, 2, 100 };
	struct ifslave slave = { 1, "eth1", 0, 0, 3 };
	struct hwtstamp_config stamps = { HWTSTAMP_FLAG_BONDED_PHC_INDEX, HWTSTAMP_TX_ON,
		                          HWTSTAMP_FILTER_ALL };

	asked(SIOCBONDINFOQUERY, "SIOCBONDINFOQUERY", &bond,
	      "{bond_mode=1, num_slaves=2, miimon=100}");
	asked(SIOCBONDSLAVEINFOQUERY, "SIOCBONDSLAVEINFOQUERY", &slave,
	      "{slave_id=1, slave_name=\"eth1\", link=0, state=0, link_failure_count=3}");
	asked(SIOCGHWTSTAMP, "SIOCGHWTSTAMP", &stamps,
	      "{flags=HWTSTAMP_FLAG_BONDED_PHC_INDEX, tx_type=HWTSTAMP_TX_ON,"
	      " rx_filter=HWTSTAMP_FILTER_ALL}");
}

static void vlan(unsigned command, struct vlan_ioctl_args *request, const char *text)
{
	long result = syscall(SYS_ioctl, -1, command, request);

	expect("ioctl(-1, %s, {cmd=%s}) = %s\n",
	       command == SIOCSIFVLAN ? "SIOCSIFVLAN" : "SIOCGIFVLAN", text, result_text(result));
}

static void try_vlans(void)
{
	struct vlan_ioctl_args request = { .cmd = SET_VLAN_INGRESS_PRIORITY_CMD,
		                           .device1 = "eth0",
		                           .u.skb_priority = 3,
		                           .vlan_qos = 4 };

	vlan(SIOCSIFVLAN, &request,
	     "SET_VLAN_INGRESS_PRIORITY_CMD, device1=\"eth0\","
	     " skb_priority=3, vlan_qos=4");
	request.cmd = SET_VLAN_EGRESS_PRIORITY_CMD;
	vlan(SIOCSIFVLAN, &request,
	     "SET_VLAN_EGRESS_PRIORITY_CMD, device1=\"eth0\","
	     " skb_priority=3, vlan_qos=4");
	request.cmd = SET_VLAN_NAME_TYPE_CMD;
	vlan(SIOCSIFVLAN, &request, "SET_VLAN_NAME_TYPE_CMD, device1=\"eth0\", name_type=3");
	request.cmd = SET_VLAN_FLAG_CMD;
	vlan(SIOCSIFVLAN, &request, "SET_VLAN_FLAG_CMD, device1=\"eth0\", flag=0x3, vlan_qos=4");
	request.cmd = GET_VLAN_VID_CMD;
	vlan(SIOCGIFVLAN, &request, "GET_VLAN_VID_CMD, device1=\"eth0\", VID=3");
	request.cmd = GET_VLAN_REALDEV_NAME_CMD;
	strcpy(request.u.device2, "eth2");
	vlan(SIOCGIFVLAN, &request,
	     "GET_VLAN_REALDEV_NAME_CMD, device1=\"eth0\","
	     " device2=\"eth2\"");
}

int main(void)
{
	golden_begin();
	answer_call(SYS_ioctl);
	try_numbers();
	try_settings();
	try_queues();
	try_lists();
	try_bonds();
	try_vlans();
	golden_end();
	return 0;
}
