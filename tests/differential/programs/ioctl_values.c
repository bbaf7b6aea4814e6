// trace: ioctl
// pids: none
/* Commands of which one member says what another is, and members whose numbers have names: what
 * bytes that tell where they are do not hit. */
#include "ioctl.h"
#include <linux/blkpg.h>
#include <linux/gpio.h>
#include <linux/hdreg.h>
#include <linux/kd.h>
#include <linux/lirc.h>
#include <linux/ptp_clock.h>
#include <linux/rtc.h>
#include <linux/tee.h>
#include <linux/videodev2.h>
#include <linux/watchdog.h>
#include <mtd/mtd-user.h>
#include <mtd/ubi-user.h>
#include <scsi/sg.h>

static void try_disks(void)
{
	struct blkpg_partition partition = { 512, 1024, 3, "sda3", "home" };
	struct blkpg_ioctl_arg change = { .datalen = sizeof(partition), .data = &partition };

	for (change.op = 0; change.op < 5; change.op++)
		try_both(BLKPG, &change);
	for (int command = 0; command < 256; command++) {
		unsigned char bytes[4] = { command, 1, 2, 3 };

		call(ioctl, FD_BAD, HDIO_DRIVE_CMD, bytes);
	}
}

static void try_lines(void)
{
	static struct gpio_v2_line_config lines = { .num_attrs = 5 };
	static struct gpio_v2_line_info line = { .name = "a", .offset = 3, .num_attrs = 5 };

	for (int i = 0; i < 10; i++) {
		line.attrs[i].id = i % 5;
		line.attrs[i].flags = 1 << i;
		line.attrs[i].padding = i / 5;
		lines.attrs[i].attr = line.attrs[i];
		lines.attrs[i].mask = i;
	}
	try_both(GPIO_V2_LINE_SET_CONFIG_IOCTL, &lines);
	try_both(GPIO_V2_GET_LINEINFO_IOCTL, &line);
	lines.num_attrs = line.num_attrs = 12;
	try_both(GPIO_V2_LINE_SET_CONFIG_IOCTL, &lines);
	try_both(GPIO_V2_GET_LINEINFO_IOCTL, &line);
}

static void try_clocks(void)
{
	static struct ptp_sys_offset offset;
	struct rtc_param parameter = { .index = 1 };

	for (int i = 0; i < 51; i++)
		offset.ts[i] = (struct ptp_clock_time){ 1000 + i, i, i == 3 };
	for (offset.n_samples = 0; offset.n_samples < 28; offset.n_samples++) {
		try_both(PTP_SYS_OFFSET, &offset);
		try_both(PTP_SYS_OFFSET2, &offset);
	}
	for (parameter.param = 0; parameter.param < 5; parameter.param++)
		for (parameter.uvalue = 0; parameter.uvalue < 5; parameter.uvalue++) {
			try_both(RTC_PARAM_GET, &parameter);
			try_both(RTC_PARAM_SET, &parameter);
		}
}

static void try_consoles(void)
{
	struct kbentry entry = { 0 };
	static const int values[] = { 0x1ff, 0x200, 0x220, 0x541, 0x41, 0x27, 0x80 };

	for (int table = 0; table < 8; table++) {
		entry.kb_table = table;
		entry.kb_value = table < 7 ? values[table] : 0xb5c;
		try_both(KDSKBENT, &entry);
		try_both(KDGKBENT, &entry);
	}
	for (unsigned meta = 0; meta < 6; meta++) {
		call(ioctl, FD_BAD, KDSKBMETA, meta);
		try_both(KDGKBMETA, &meta);
	}
}

static void try_storage(void)
{
	struct nand_oobinfo spare = { .eccbytes = 1 };
	struct ubi_mkvol_req volume = { .vol_id = 1, .name_len = 4, .name = "home" };
	struct ubi_map_req map = { .lnum = 7 };
	struct ubi_leb_change_req change = { 1, 2 };
	sg_iovec_t pieces[2] = { { "ab", 2 }, { "c", 1 } };
	sg_io_hdr_t request = {
		.interface_id = 'S', .iovec_count = 2, .dxferp = pieces, .dxfer_len = 3
	};

	for (unsigned mode = 0; mode < 6; mode++) {
		spare.useecc = mode;
		volume.flags = mode;
		map.dtype = mode;
		change.dtype = mode;
		try_both(OTPSELECT, &mode);
		try_both(MEMGETOOBSEL, &spare);
		call(ioctl, FD_BAD, UBI_IOCMKVOL, &volume);
		try_both(UBI_IOCEBMAP, &map);
		try_both(UBI_IOCEBCH, &change);
	}
	for (request.dxfer_direction = SG_DXFER_FROM_DEV; request.dxfer_direction < 0;
	     request.dxfer_direction++)
		try_both(SG_IO, &request);
}

static void try_others(void)
{
	struct tee_ioctl_version_data version = { .impl_caps = 3, .gen_caps = 5 };

	for (unsigned mode = 1; mode; mode <<= 1) {
		try_both(LIRC_GET_REC_MODE, &mode);
		try_both(LIRC_SET_SEND_MODE, &mode);
	}
	for (version.impl_id = 0; version.impl_id < 6; version.impl_id++)
		try_both(TEE_IOC_VERSION, &version);
}

int main(void)
{
	accept_all();
	try_disks();
	try_lines();
	try_clocks();
	try_consoles();
	try_storage();
	try_others();
	return 0;
}
