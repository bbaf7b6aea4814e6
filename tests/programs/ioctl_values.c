/* Values with names in commands of drivers: a filter answers, so what goes in comes out, too. */
// rastro: -a 1 -v -s 80 -e trace=ioctl
// abi: x86_64 i386
#include "answered.h"
#include "golden.h"

#include <linux/blkpg.h>
#include <linux/blkzoned.h>
#include <linux/cdrom.h>
#include <linux/fb.h>
#include <linux/gpio.h>
#include <linux/hiddev.h>
#include <linux/hidraw.h>
#include <linux/i2c-dev.h>
#include <linux/i2c.h>
#include <linux/input.h>
#include <linux/kd.h>
#include <linux/keyboard.h>
#include <linux/lirc.h>
#include <linux/major.h>
#include <linux/parport.h>
#include <linux/ppdev.h>
#include <linux/pr.h>
#include <linux/raid/md_u.h>
#include <linux/tee.h>
#include <linux/vt.h>
#include <linux/watchdog.h>
#include <mtd/mtd-user.h>
#include <mtd/ubi-user.h>
#include <scsi/sg.h>
#include <sound/asound.h>
#include <stdbool.h>
#include <sys/ioctl.h>

/* The command with what is expected between the descriptor and the end. */
static void answered(unsigned long command, const void *argument, const char *text)
{
	long result = syscall(SYS_ioctl, -1, command, argument);

	expect("ioctl(-1, %s) = %s\n", text, result_text(result));
}

static void try_disks(void)
{
	struct blkpg_partition partition = { 512, 1024, 3, "sda3", "home" };
	struct blkpg_ioctl_arg change = { BLKPG_RESIZE_PARTITION, 0, 128, &partition };
	unsigned char identify[4] = { 0xec, 1, 2, 0 };
	struct {
		struct blk_zone_report head;
		struct blk_zone zone;
	} zones = { { .sector = 8, .nr_zones = 1 },
		    { .start = 8,
		      .len = 16,
		      .wp = 9,
		      .type = BLK_ZONE_TYPE_SEQWRITE_REQ,
		      .cond = BLK_ZONE_COND_IMP_OPEN,
		      .capacity = 15 } };
	struct pr_reservation reservation = { 5, PR_EXCLUSIVE_ACCESS, 0 };
	mdu_array_info_t array = { .minor_version = 90, .level = -1, .raid_disks = 2 };

	answered(BLKPG, &change,
	         "BLKPG, {op=BLKPG_RESIZE_PARTITION, flags=0, datalen=128, data={start=512,"
	         " length=1024, pno=3, devname=\"sda3\", volname=\"home\"}}");
	answered(0x031f, identify,
	         "HDIO_DRIVE_CMD, {command=ATA_CMD_ID_ATA, sector_number=1, feature=2,"
	         " sector_count=0} => {status=0xec, error=1, nsector=2}");
	answered(BLKREPORTZONE, &zones,
	         "BLKREPORTZONE, {sector=8, nr_zones=1, flags=0, zones=[{start=8,"
	         " len=16, wp=9, type=BLK_ZONE_TYPE_SEQWRITE_REQ, cond=BLK_ZONE_COND_IMP_OPEN,"
	         " non_seq=0, reset=0, capacity=15}]}");
	answered(IOC_PR_RESERVE, &reservation,
	         "IOC_PR_RESERVE, {key=0x5, type=PR_EXCLUSIVE_ACCESS, flags=0}");
	answered(GET_ARRAY_INFO, &array,
	         "GET_ARRAY_INFO, {major_version=0, minor_version=90, patch_version=0, ctime=0,"
	         " level=LEVEL_LINEAR, size=0, nr_disks=0, raid_disks=2, md_minor=0,"
	         " not_persistent=0, utime=0, state=0, active_disks=0, working_disks=0,"
	         " failed_disks=0, spare_disks=0, layout=0, chunk_size=0}");
}

#define ZEROS                                                                                      \
	"\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"         \
	"\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
#define BLOCK "\"\\x02\\x07\\x08" ZEROS "\""

/* What the data of a transfer on the smaller bus is, its size says, and which way it goes. */
static void try_smbus(void)
{
	static union i2c_smbus_data word = { .word = 0x1234 }, block = { .block = { 2, 7, 8 } };
	static const struct {
		int size;
		union i2c_smbus_data *data;
		const char *name, *text;
	} transfers[] = {
		{ I2C_SMBUS_BYTE_DATA, &word, "I2C_SMBUS_BYTE_DATA", "[0x34]" },
		{ I2C_SMBUS_WORD_DATA, &word, "I2C_SMBUS_WORD_DATA", "[0x1234]" },
		{ I2C_SMBUS_PROC_CALL, &word, "I2C_SMBUS_PROC_CALL", "[0x1234]" },
		{ I2C_SMBUS_BLOCK_DATA, &block, "I2C_SMBUS_BLOCK_DATA", BLOCK },
		{ I2C_SMBUS_I2C_BLOCK_BROKEN, &block, "I2C_SMBUS_I2C_BLOCK_BROKEN", BLOCK },
		{ I2C_SMBUS_BLOCK_PROC_CALL, &block, "I2C_SMBUS_BLOCK_PROC_CALL", BLOCK },
		{ I2C_SMBUS_I2C_BLOCK_DATA, &block, "I2C_SMBUS_I2C_BLOCK_DATA", BLOCK },
		/* Of one byte that is written, the command is all. */
		{ I2C_SMBUS_BYTE, &word, "I2C_SMBUS_BYTE", "[0x34]" },
	};
	size_t count = sizeof(transfers) / sizeof(transfers[0]);
	char text[400];

	for (size_t i = 0; i < 2 * count - 1; i++) {
		bool reads = i >= count - 1;
		size_t k = reads ? i - count + 1 : i;
		struct i2c_smbus_ioctl_data transfer = { reads, 7, transfers[k].size,
			                                 transfers[k].data };

		snprintf(text, sizeof(text),
		         "I2C_SMBUS, {read_write=I2C_SMBUS_%s, command=0x7, size=%s%sdata=%s}",
		         reads ? "READ" : "WRITE", transfers[k].name, reads ? "} => {" : ", ",
		         transfers[k].text);
		answered(I2C_SMBUS, &transfer, text);
	}
	answered(I2C_SMBUS, &(struct i2c_smbus_ioctl_data){ 1, 7, I2C_SMBUS_QUICK, NULL },
	         "I2C_SMBUS, {read_write=I2C_SMBUS_READ, command=0x7, size=I2C_SMBUS_QUICK,"
	         " data=NULL}");
}

static void try_buses(void)
{
	unsigned long functions = I2C_FUNC_I2C | I2C_FUNC_SMBUS_QUICK;
	int mode = IEEE1284_MODE_EPP, flags = PP_FASTREAD;

	answered(I2C_FUNCS, &functions, "I2C_FUNCS, [I2C_FUNC_I2C|I2C_FUNC_SMBUS_QUICK]");
	answered(I2C_SLAVE, (void *)0x50, "I2C_SLAVE, 0x50");
	answered(I2C_SLAVE_FORCE, (void *)0x51, "I2C_SLAVE_FORCE, 0x51");
	answered(I2C_RETRIES, (void *)3, "I2C_RETRIES, 3");
	answered(I2C_TIMEOUT, (void *)10, "I2C_TIMEOUT, 10");
	answered(I2C_TENBIT, (void *)1, "I2C_TENBIT, 1");
	answered(I2C_PEC, (void *)0, "I2C_PEC, 0");
	try_smbus();
	answered(PPSETMODE, &mode, "PPSETMODE, [IEEE1284_MODE_EPP]");
	answered(PPGETFLAGS, &flags, "PPGETFLAGS, [PP_FASTREAD]");
}

static void try_discs(void)
{
	struct cdrom_tocentry entry = { .cdte_track = 1,
		                        .cdte_adr = 1,
		                        .cdte_ctrl = 4,
		                        .cdte_format = CDROM_MSF,
		                        .cdte_addr.msf = { 1, 2, 3 } };
	struct cdrom_multisession session = { { { 4, 5, 6 } }, 1, CDROM_MSF };
	struct cdrom_subchnl channel = { .cdsc_format = CDROM_MSF,
		                         .cdsc_audiostatus = CDROM_AUDIO_PLAY,
		                         .cdsc_trk = 2 };
	unsigned char data[2] = { 8, 9 };
	struct cdrom_generic_command packet = { .cmd = { 0x12 },
		                                .buffer = data,
		                                .buflen = 2,
		                                .data_direction = CGC_DATA_WRITE,
		                                .timeout = 100 };

	answered(CDROMREADTOCENTRY, &entry,
	         "CDROMREADTOCENTRY, {cdte_track=1, cdte_format=CDROM_MSF, cdte_adr=1,"
	         " cdte_ctrl=4, cdte_addr.msf={minute=1, second=2, frame=3}, cdte_datamode=0}");
	answered(CDROMMULTISESSION, &session,
	         "CDROMMULTISESSION, {addr_format=CDROM_MSF} => {addr.msf={minute=4, second=5,"
	         " frame=6}, xa_flag=1}");
	answered(CDROMSUBCHNL, &channel,
	         "CDROMSUBCHNL, {cdsc_format=CDROM_MSF} => {cdsc_audiostatus=CDROM_AUDIO_PLAY,"
	         " cdsc_adr=0, cdsc_ctrl=0, cdsc_trk=2, cdsc_ind=0}");
#define PACKET                                                                                     \
	"CDROM_SEND_PACKET, {cmd=\"\\x12\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\""
	answered(CDROM_SEND_PACKET, &packet,
	         PACKET ", buffer=\"\\x08\\x09\", buflen=2, stat=0, sense=NULL,"
	                " data_direction=CGC_DATA_WRITE, quiet=0, timeout=100}");
	packet.data_direction = CGC_DATA_READ;
	answered(CDROM_SEND_PACKET, &packet,
	         PACKET ", buflen=2, stat=0, sense=NULL, data_direction=CGC_DATA_READ, quiet=0,"
	                " timeout=100} => {buffer=\"\\x08\\x09\", stat=0}");
	answered(CDROM_SET_OPTIONS, (void *)(CDO_AUTO_CLOSE | CDO_LOCK),
	         "CDROM_SET_OPTIONS, CDO_AUTO_CLOSE|CDO_LOCK");
}

static void try_screens(void)
{
	struct fb_var_screeninfo screen = { .xres = 640,
		                            .red = { 16, 8, 0 },
		                            .activate = FB_ACTIVATE_TEST | FB_ACTIVATE_FORCE,
		                            .sync = FB_SYNC_HOR_HIGH_ACT,
		                            .vmode = FB_VMODE_DOUBLE | FB_VMODE_YWRAP };
	struct fb_fix_screeninfo fixed = { .id = "card",
		                           .type = FB_TYPE_PACKED_PIXELS,
		                           .visual = FB_VISUAL_TRUECOLOR };

	answered(
		FBIOPAN_DISPLAY, &screen,
		"FBIOPAN_DISPLAY, {xres=640, yres=0, xres_virtual=0, yres_virtual=0, xoffset=0,"
		" yoffset=0, bits_per_pixel=0, grayscale=0, red={offset=16, length=8, msb_right=0},"
		" green={offset=0, length=0, msb_right=0}, blue={offset=0, length=0, msb_right=0},"
		" transp={offset=0, length=0, msb_right=0}, nonstd=0,"
		" activate=FB_ACTIVATE_TEST|FB_ACTIVATE_FORCE, height=0, width=0, accel_flags=0,"
		" pixclock=0, left_margin=0, right_margin=0, upper_margin=0, lower_margin=0,"
		" hsync_len=0, vsync_len=0, sync=FB_SYNC_HOR_HIGH_ACT,"
		" vmode=FB_VMODE_DOUBLE|FB_VMODE_YWRAP, rotate=0, colorspace=0}");
	answered(FBIOGET_FSCREENINFO, &fixed,
	         "FBIOGET_FSCREENINFO, {id=\"card\", smem_start=0, smem_len=0,"
	         " type=FB_TYPE_PACKED_PIXELS, type_aux=0, visual=FB_VISUAL_TRUECOLOR, xpanstep=0,"
	         " ypanstep=0, ywrapstep=0, line_length=0, mmio_start=0, mmio_len=0, accel=0,"
	         " capabilities=0}");
}

static void try_lines(void)
{
	struct gpio_v2_line_config lines = {
		.flags = GPIO_V2_LINE_FLAG_OUTPUT,
		.num_attrs = 3,
		.attrs = { { { .id = GPIO_V2_LINE_ATTR_ID_FLAGS, .flags = GPIO_V2_LINE_FLAG_INPUT },
		             1 },
		           { { .id = GPIO_V2_LINE_ATTR_ID_OUTPUT_VALUES, .values = 6 }, 2 },
		           { { .id = GPIO_V2_LINE_ATTR_ID_DEBOUNCE, .debounce_period_us = 50 },
		             4 } },
	};

	answered(GPIO_V2_LINE_SET_CONFIG_IOCTL, &lines,
	         "GPIO_V2_LINE_SET_CONFIG_IOCTL, {flags=GPIO_V2_LINE_FLAG_OUTPUT, num_attrs=3,"
	         " attrs=[{flags=GPIO_V2_LINE_FLAG_INPUT,"
	         " mask=0x1}, {values=0x6,"
	         " mask=0x2}, {debounce_period_us=50,"
	         " mask=0x4}]}");
}

static void try_consoles(void)
{
	struct kbentry shifted = { K_ALTTAB, 30, K_ENTER };
	unsigned meta = K_ESCPREFIX;
	struct vt_stat state = { 1, 0, 3 };

	answered(KDSKBENT, &shifted,
	         "KDSKBENT, {kb_table=K_ALTTAB, kb_index=30, kb_value=0x201 /* K_ENTER */}");
	answered(KDGKBENT, &shifted,
	         "KDGKBENT, {kb_table=K_ALTTAB, kb_index=30, kb_value=0x201 /* K_ENTER */}");
	answered(KDGKBMETA, &meta, "KDGKBMETA, [K_ESCPREFIX]");
	answered(VT_GETSTATE, &state,
	         "VBG_IOCTL_VMMDEV_REQUEST_BIG or VT_GETSTATE, {v_active=1, v_signal=0, "
	         "v_state=0x3}");
	answered(VT_RELDISP, (void *)VT_ACKACQ, "VT_RELDISP, VT_ACKACQ");
}

static void try_storage(void)
{
	int mode = MTD_OTP_USER;
	struct nand_oobinfo spare = { .useecc = MTD_NANDECC_PLACE, .eccbytes = 1 };
	struct ubi_mkvol_req volume = { .vol_id = 1,
		                        .alignment = 1,
		                        .vol_type = UBI_STATIC_VOLUME,
		                        .flags = UBI_VOL_SKIP_CRC_CHECK_FLG,
		                        .name_len = 4,
		                        .name = "home" };
	struct ubi_map_req map = { .lnum = 7, .dtype = 3 };
	sg_iovec_t pieces[2] = { { "ab", 2 }, { "c", 1 } };
	sg_io_hdr_t request = { .interface_id = 'S',
		                .dxfer_direction = SG_DXFER_TO_FROM_DEV,
		                .iovec_count = 2,
		                .dxferp = pieces,
		                .dxfer_len = 3 };

	answered(OTPSELECT, &mode, "MIXER_READ(13) or OTPSELECT, [MTD_OTP_USER]");
	answered(MEMGETOOBSEL, &spare,
	         "MIXER_READ(10) or MEMGETOOBSEL, {useecc=MTD_NANDECC_PLACE, eccbytes=0x1, "
	         "oobfree=[[0, 0], [0, 0],"
	         " [0, 0], [0, 0], [0, 0], [0, 0], [0, 0], [0, 0]], eccpos=[0, 0, 0, 0, 0, 0, 0, 0,"
	         " 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]}");
	answered(UBI_IOCMKVOL, &volume,
	         "UBI_IOCMKVOL, {vol_id=1, alignment=1, bytes=0, vol_type=UBI_STATIC_VOLUME,"
	         " flags=UBI_VOL_SKIP_CRC_CHECK_FLG, name_len=4, name=\"home\"}");
	answered(UBI_IOCEBMAP, &map, "UBI_IOCEBMAP, {lnum=7, dtype=UBI_UNKNOWN}");
	answered(SG_IO, &request,
	         "SG_IO, {interface_id='S', dxfer_direction=SG_DXFER_TO_FROM_DEV, cmd_len=0,"
	         " cmdp=NULL, mx_sb_len=0, iovec_count=2, dxfer_len=3, timeout=0, flags=0,"
	         " dxferp=[{iov_base=\"ab\", iov_len=2}, {iov_base=\"c\", iov_len=1}],"
	         " status=0, masked_status=0, msg_status=0, sb_len_wr=0, sbp=NULL, host_status=0,"
	         " driver_status=0, resid=0, duration=0, info=0}");
}

static void try_people(void)
{
	struct hidraw_devinfo device = { BUS_USB, 0x46d, 0x123 };
	struct hiddev_report_info report = { HID_REPORT_TYPE_OUTPUT, 1, 2 };
	unsigned mode = LIRC_MODE_SCANCODE;

	answered(HIDIOCGRAWINFO, &device,
	         "HIDIOCGRAWINFO, {bustype=BUS_USB, vendor=0x46d, product=0x123}");
	answered(HIDIOCSREPORT, &report,
	         "HIDIOCSREPORT, {report_type=HID_REPORT_TYPE_OUTPUT, report_id=0x1,"
	         " num_fields=2}");
	answered(LIRC_SET_REC_MODE, &mode, "LIRC_SET_REC_MODE, [LIRC_MODE_SCANCODE]");
}

static void try_others(void)
{
	struct tee_ioctl_version_data version = { TEE_IMPL_ID_OPTEE, TEE_OPTEE_CAP_TZ,
		                                  TEE_GEN_CAP_GP };
	struct watchdog_info dog = { WDIOF_SETTIMEOUT | WDIOF_MAGICCLOSE, 1, "dog" };
	struct snd_pcm_info stream = { .stream = SNDRV_PCM_STREAM_CAPTURE };

	answered(TEE_IOC_VERSION, &version,
	         "TEE_IOC_VERSION, {impl_id=TEE_IMPL_ID_OPTEE, gen_caps=TEE_GEN_CAP_GP,"
	         " impl_caps=TEE_OPTEE_CAP_TZ}");
	answered(WDIOC_SETOPTIONS, (int[]){ WDIOS_ENABLECARD | 8 },
	         "WDIOC_SETOPTIONS, [WDIOS_ENABLECARD|0x8]");
	answered(WDIOC_GETSUPPORT, &dog,
	         "WDIOC_GETSUPPORT, {options=WDIOF_SETTIMEOUT|WDIOF_MAGICCLOSE,"
	         " firmware_version=1, identity=\"dog\"}");
	answered(WDIOC_SETOPTIONS, &(int){ WDIOS_DISABLECARD },
	         "WDIOC_SETOPTIONS, [WDIOS_DISABLECARD]");
	answered(SNDRV_PCM_IOCTL_INFO, &stream,
	         "SNDRV_PCM_IOCTL_INFO, {device=0, subdevice=0, stream=SNDRV_PCM_STREAM_CAPTURE} =>"
	         " {card=0, id=\"\", name=\"\", subname=\"\", dev_class=0, dev_subclass=0,"
	         " subdevices_count=0, subdevices_avail=0}");
}

int main(void)
{
	golden_begin();
	answer_call(SYS_ioctl);
	try_disks();
	try_buses();
	try_discs();
	try_screens();
	try_lines();
	try_consoles();
	try_storage();
	try_people();
	try_others();
	golden_end();
	return 0;
}
