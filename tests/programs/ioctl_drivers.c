/* Commands of drivers whose devices are not there: what goes in is shown all the same. */
// rastro: -a 1 -s 40 -e trace=ioctl
// abi: x86_64 i386
#include "golden.h"

#include <fcntl.h>
#include <limits.h>
#include <linux/android/binder.h>
#include <linux/cdrom.h>
#include <linux/dma-buf.h>
#include <linux/dma-heap.h>
#include <linux/fb.h>
#include <linux/hidraw.h>
#include <linux/i2c-dev.h>
#include <linux/i2c.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <linux/kd.h>
#include <linux/keyboard.h>
#include <linux/mtio.h>
#include <linux/nvme_ioctl.h>
#include <linux/serial.h>
#include <linux/spi/spidev.h>
#include <linux/uinput.h>
#include <linux/usbdevice_fs.h>
#include <linux/vfio.h>
#include <linux/vhost.h>
#include <linux/videodev2.h>
#include <linux/vt.h>
#include <sound/asound.h>
#include <sys/ioctl.h>

static const char *failed(unsigned long command, const void *argument)
{
	return result_text(syscall(SYS_ioctl, -1, command, argument));
}

static void try_tun(void)
{
	struct ifreq request = { .ifr_name = "tun0", .ifr_flags = IFF_TUN | IFF_NO_PI };
	struct {
		uint16_t flags, count;
		uint8_t addresses[2][6];
	} filter = { TUN_FLT_ALLMULTI, 2, { { 1, 2, 3, 4, 5, 6 }, { 7, 8, 9, 10, 11, 12 } } };
	int size = 12;

	expect("ioctl(-1, TUNSETIFF, {ifr_name=\"tun0\", ifr_flags=IFF_TUN|IFF_NO_PI}) = %s\n",
	       failed(TUNSETIFF, &request));
	expect("ioctl(-1, TUNSETTXFILTER, {flags=TUN_FLT_ALLMULTI, count=2,"
	       " addr=[01:02:03:04:05:06, 07:08:09:0a:0b:0c]}) = %s\n",
	       failed(TUNSETTXFILTER, &filter));
	expect("ioctl(-1, TUNSETOFFLOAD, TUN_F_CSUM|TUN_F_TSO4) = %s\n",
	       failed(TUNSETOFFLOAD, (void *)(TUN_F_CSUM | TUN_F_TSO4)));
	expect("ioctl(-1, TUNSETVNETHDRSZ, [12]) = %s\n", failed(TUNSETVNETHDRSZ, &size));
	expect("ioctl(-1, TUNSETIFF, NULL) = %s\n", failed(TUNSETIFF, NULL));
	expect("ioctl(-1, TUNSETIFF, %p) = %s\n", unreadable(), failed(TUNSETIFF, unreadable()));
}

static void try_vhost(void)
{
	struct vhost_vring_state state = { 1, 256 };
	struct vhost_vring_file file = { 1, -1 };
	struct vhost_vring_addr address = { 0, 1, 0x1000, 0x2000, 0x3000, 0x4000 };
	struct {
		struct vhost_memory memory;
		struct vhost_memory_region regions[1];
	} table = { { .nregions = 1 }, { { 0x1000, 0x2000, 0x3000, 0 } } };

	expect("ioctl(-1, VHOST_SET_OWNER) = %s\n", failed(VHOST_SET_OWNER, NULL));
	expect("ioctl(-1, VHOST_SET_VRING_NUM, {index=1, num=256}) = %s\n",
	       failed(VHOST_SET_VRING_NUM, &state));
	expect("ioctl(-1, VHOST_SET_VRING_KICK, {index=1, fd=-1}) = %s\n",
	       failed(VHOST_SET_VRING_KICK, &file));
	expect("ioctl(-1, VHOST_SET_VRING_ADDR, {index=0, flags=1<<VHOST_VRING_F_LOG,"
	       " desc_user_addr=0x1000, used_user_addr=0x2000, avail_user_addr=0x3000,"
	       " log_guest_addr=0x4000}) = %s\n",
	       failed(VHOST_SET_VRING_ADDR, &address));
	expect("ioctl(-1, VHOST_SET_MEM_TABLE, {nregions=1, regions=[{guest_phys_addr=0x1000,"
	       " memory_size=0x2000, userspace_addr=0x3000}]}) = %s\n",
	       failed(VHOST_SET_MEM_TABLE, &table));
}

static void try_input(void)
{
	struct uinput_setup setup = { .id = { 3, 0x46d, 1, 2 }, .name = "mouse" };
	struct uinput_abs_setup axis = { ABS_X, { .maximum = 10 } };
	unsigned char bits[] = { 0x12 };
	struct input_mask mask = { EV_KEY, sizeof(bits), (uintptr_t)bits };

	expect("ioctl(-1, UI_DEV_SETUP, {id={bustype=3, vendor=1133, product=1, version=2},"
	       " name=\"mouse\", ff_effects_max=0}) = %s\n",
	       failed(UI_DEV_SETUP, &setup));
	expect("ioctl(-1, UI_ABS_SETUP, {code=ABS_X, absinfo={value=0, minimum=0, ...}}) = %s\n",
	       failed(UI_ABS_SETUP, &axis));
	expect("ioctl(-1, UI_SET_KEYBIT, KEY_ENTER) = %s\n",
	       failed(UI_SET_KEYBIT, (void *)KEY_ENTER));
	expect("ioctl(-1, UI_SET_PHYS, \"here\") = %s\n", failed(UI_SET_PHYS, "here"));
	expect("ioctl(-1, EVIOCSMASK, {type=EV_KEY, codes_size=1, codes_ptr=[KEY_ESC KEY_3]})"
	       " = %s\n",
	       failed(EVIOCSMASK, &mask));
}

static void try_buses(void)
{
	unsigned char bytes[] = { 1, 2 };
	struct i2c_msg messages[] = { { 0x50, 0, 2, bytes }, { 0x50, I2C_M_RD, 2, bytes } };
	struct i2c_rdwr_ioctl_data list = { messages, 2 };
	struct i2c_smbus_ioctl_data smbus = { I2C_SMBUS_WRITE, 7, I2C_SMBUS_BYTE_DATA,
		                              (void *)bytes };
	struct spi_ioc_transfer transfers[1] = { { .tx_buf = 0x1000, .len = 3, .speed_hz = 5 } };
	struct usbdevfs_ctrltransfer control = { 0x40, 9, 1, 2, 2, 100, bytes };
	struct usbdevfs_bulktransfer bulk = { 0x81, 2, 100, bytes };
	struct usbdevfs_urb urb = { .type = USBDEVFS_URB_TYPE_BULK,
		                    .endpoint = 2,
		                    .flags = USBDEVFS_URB_ZERO_PACKET,
		                    .buffer = bytes,
		                    .buffer_length = 2 };

	expect("ioctl(-1, I2C_RDWR, {nmsgs=2, msgs=[{addr=0x50, flags=0, len=2,"
	       " buf=\"\\x01\\x02\"}, {addr=0x50, flags=I2C_M_RD, len=2}]}) = %s\n",
	       failed(I2C_RDWR, &list));
	expect("ioctl(-1, I2C_SMBUS, {read_write=I2C_SMBUS_WRITE, command=0x7,"
	       " size=I2C_SMBUS_BYTE_DATA, data=[0x1]}) = %s\n",
	       failed(I2C_SMBUS, &smbus));
	expect("ioctl(-1, SPI_IOC_MESSAGE(%zu), [{tx_buf=0x1000, rx_buf=NULL, len=3, speed_hz=5,"
	       " ...}]) = %s\n",
	       sizeof(transfers), failed(SPI_IOC_MESSAGE(1), transfers));
	expect("ioctl(-1, USBDEVFS_CONTROL%s, {bRequestType=0x40, bRequest=0x9, wValue=0x1,"
	       " wIndex=0x2, wLength=2, timeout=100, data=\"\\x01\\x02\"}) = %s\n",
	       sizeof(long) == 4 ? "32" : "", failed(USBDEVFS_CONTROL, &control));
	expect("ioctl(-1, USBDEVFS_BULK%s, {ep=0x81, len=2, timeout=100}) = %s\n",
	       sizeof(long) == 4 ? "32" : "", failed(USBDEVFS_BULK, &bulk));
	expect("ioctl(-1, USBDEVFS_SUBMITURB, {type=USBDEVFS_URB_TYPE_BULK, endpoint=0x2,"
	       " flags=USBDEVFS_URB_ZERO_PACKET, buffer=\"\\x01\\x02\", buffer_length=2,"
	       " stream_id=0, signr=0, usercontext=NULL, ...}) = %s\n",
	       failed(USBDEVFS_SUBMITURB, &urb));
}

static void try_consoles(void)
{
	struct kbentry entry = { K_SHIFTTAB, 2, K_ENTER };
	struct kbentry other = { 1 << KG_CTRL, 2, K_F1 };
	struct kbsentry text = { KVAL(K_F2), "go" };
	struct vt_mode mode = { VT_PROCESS, 0, SIGUSR1, SIGUSR2, 0 };
	struct vt_sizes sizes = { 25, 80, 0 };
	struct serial_struct serial = { .type = PORT_16550A,
		                        .line = 1,
		                        .port = 0x3f8,
		                        .irq = 4,
		                        .flags = ASYNC_SPD_VHI | ASYNC_SAK,
		                        .baud_base = 115200 };

	expect("ioctl(-1, KDSKBENT, {kb_table=K_SHIFTTAB, kb_index=2, kb_value=0x201 /* K_ENTER "
	       "*/})"
	       " = %s\n",
	       failed(KDSKBENT, &entry));
	expect("ioctl(-1, KDSKBENT, {kb_table=1<<KG_CTRL, kb_index=2, kb_value=0x100 /* K_F1 */})"
	       " = %s\n",
	       failed(KDSKBENT, &other));
	expect("ioctl(-1, KDSKBSENT, {kb_func=KVAL(K_F2), kb_string=\"go\"}) = %s\n",
	       failed(KDSKBSENT, &text));
	expect("ioctl(-1, VT_SETMODE, {mode=VT_PROCESS, waitv=0, relsig=SIGUSR1, acqsig=SIGUSR2,"
	       " frsig=0}) = %s\n",
	       failed(VT_SETMODE, &mode));
	expect("ioctl(-1, VT_RESIZE, {v_rows=25, v_cols=80, v_scrollsize=0}) = %s\n",
	       failed(VT_RESIZE, &sizes));
	expect("ioctl(-1, VT_ACTIVATE, 2) = %s\n", failed(VT_ACTIVATE, (void *)2));
	expect("ioctl(-1, TIOCSSERIAL, {type=PORT_16550A, line=1, port=0x3f8, irq=4,"
	       " flags=ASYNC_SAK|ASYNC_SPD_VHI, baud_base=115200, ...}) = %s\n",
	       failed(TIOCSSERIAL, &serial));
}

static void try_discs(void)
{
	struct mtop tape = { MTFSF, 2 };
	struct cdrom_ti tracks = { 1, 2, 3, 4 };
	struct nvme_passthru_cmd command = {
		.opcode = 6, .nsid = 1, .addr = 0x1000, .data_len = 4096, .cdw10 = 1
	};
	struct {
		uint64_t old_key, new_key;
		uint32_t flags, padding;
	} registration = { 1, 2, 1, 0 };

	expect("ioctl(-1, MTIOCTOP, {mt_op=MTFSF, mt_count=2}) = %s\n", failed(MTIOCTOP, &tape));
	expect("ioctl(-1, CDROMPLAYTRKIND, {cdti_trk0=1, cdti_ind0=2, cdti_trk1=3, cdti_ind1=4})"
	       " = %s\n",
	       failed(CDROMPLAYTRKIND, &tracks));
	expect("ioctl(-1, CDROM_DRIVE_STATUS, CDSL_CURRENT) = %s\n",
	       failed(CDROM_DRIVE_STATUS, (void *)CDSL_CURRENT));
	expect("ioctl(-1, NVME_IOCTL_ADMIN_CMD, {opcode=0x6, flags=0, nsid=1, addr=0x1000,"
	       " data_len=4096, cdw10=0x1, cdw11=0, ...}) = %s\n",
	       failed(NVME_IOCTL_ADMIN_CMD, &command));
	expect("ioctl(-1, IOC_PR_REGISTER, {old_key=0x1, new_key=0x2, flags=PR_FL_IGNORE_KEY})"
	       " = %s\n",
	       failed(_IOW('p', 200, registration), &registration));
}

static void try_screens(void)
{
	struct fb_var_screeninfo screen = { .xres = 640,
		                            .yres = 480,
		                            .xres_virtual = 640,
		                            .yres_virtual = 480,
		                            .bits_per_pixel = 32 };
	struct {
		uint32_t height, width, bpp, flags, handle, pitch;
		uint64_t size;
	} buffer = { 480, 640, 32, 0, 0, 0, 0 };
	struct {
		uint64_t capability, value;
	} capability = { 3, 1 };
	struct v4l2_selection selection = { .type = V4L2_BUF_TYPE_VIDEO_CAPTURE,
		                            .target = V4L2_SEL_TGT_CROP,
		                            .r = { 1, 2, 3, 4 } };
	struct v4l2_event_subscription event = { .type = V4L2_EVENT_EOS };

	expect("ioctl(-1, FBIOPUT_VSCREENINFO, {xres=640, yres=480, xres_virtual=640,"
	       " yres_virtual=480, xoffset=0, yoffset=0, bits_per_pixel=32, ...}) = %s\n",
	       failed(FBIOPUT_VSCREENINFO, &screen));
	expect("ioctl(-1, DRM_IOCTL_MODE_CREATE_DUMB, {height=480, width=640, bpp=32, flags=0})"
	       " = %s\n",
	       failed(_IOWR('d', 0xb2, char[32]), &buffer));
	expect("ioctl(-1, DRM_IOCTL_SET_CLIENT_CAP, {capability=DRM_CLIENT_CAP_ATOMIC, value=1})"
	       " = %s\n",
	       failed(_IOW('d', 0x0d, capability), &capability));
	expect("ioctl(-1, VIDIOC_S_SELECTION, {type=V4L2_BUF_TYPE_VIDEO_CAPTURE,"
	       " target=V4L2_SEL_TGT_CROP, flags=0, r={left=1, top=2, width=3, height=4}}) = %s\n",
	       failed(VIDIOC_S_SELECTION, &selection));
	expect("ioctl(-1, VIDIOC_SUBSCRIBE_EVENT, {type=V4L2_EVENT_EOS, id=0, flags=0}) = %s\n",
	       failed(VIDIOC_SUBSCRIBE_EVENT, &event));
}

static void try_sound(void)
{
	struct snd_pcm_hw_params format = { .flags = SNDRV_PCM_HW_PARAMS_NORESAMPLE };
	struct snd_xferi frames = { .buf = (void *)0x1000, .frames = 64 };

	format.masks[0].bits[0] = 1 << 3;
	format.masks[1].bits[0] = 1 << 2 | 1 << 10;
	format.intervals[SNDRV_PCM_HW_PARAM_CHANNELS - SNDRV_PCM_HW_PARAM_FIRST_INTERVAL].max = 2;
	format.intervals[SNDRV_PCM_HW_PARAM_RATE - SNDRV_PCM_HW_PARAM_FIRST_INTERVAL].min = 8000;
	expect("ioctl(-1, SNDRV_PCM_IOCTL_HW_PARAMS, {flags=SNDRV_PCM_HW_PARAMS_NORESAMPLE,"
	       " access=[SNDRV_PCM_ACCESS_RW_INTERLEAVED], format=[SNDRV_PCM_FORMAT_S16_LE"
	       " SNDRV_PCM_FORMAT_S32_LE], channels={min=0, max=2, ...}, rate={min=8000, max=0, "
	       "...},"
	       " period_size={min=0, max=0, ...}, buffer_size={min=0, max=0, ...}, ...}) = %s\n",
	       failed(SNDRV_PCM_IOCTL_HW_PARAMS, &format));
	expect("ioctl(-1, SNDRV_PCM_IOCTL_WRITEI_FRAMES, {buf=0x1000, frames=64}) = %s\n",
	       failed(SNDRV_PCM_IOCTL_WRITEI_FRAMES, &frames));
	expect("ioctl(-1, SNDRV_PCM_IOCTL_PAUSE, 1) = %s\n",
	       failed(SNDRV_PCM_IOCTL_PAUSE, (void *)1));
	expect("ioctl(-1, SNDRV_PCM_IOCTL_START) = %s\n", failed(SNDRV_PCM_IOCTL_START, NULL));
}

static void try_others(void)
{
	struct dma_heap_allocation_data buffer = { .len = 4096, .fd_flags = O_CLOEXEC };
	struct dma_buf_sync sync = { DMA_BUF_SYNC_WRITE | DMA_BUF_SYNC_END };
	struct binder_write_read request = { .write_size = 8, .write_buffer = 0x1000 };
	struct {
		uint32_t count, max;
	} semaphore = { 1, 2 };

	expect("ioctl(-1, DMA_HEAP_IOCTL_ALLOC, {len=4096, fd_flags=O_RDONLY|O_CLOEXEC,"
	       " heap_flags=0}) = %s\n",
	       failed(DMA_HEAP_IOCTL_ALLOC, &buffer));
	expect("ioctl(-1, DMA_BUF_IOCTL_SYNC, [DMA_BUF_SYNC_WRITE|DMA_BUF_SYNC_END]) = %s\n",
	       failed(DMA_BUF_IOCTL_SYNC, &sync));
	expect("ioctl(-1, BINDER_WRITE_READ, {write_size=8, write_consumed=0, write_buffer=0x1000,"
	       " read_size=0, read_consumed=0, read_buffer=NULL}) = %s\n",
	       failed(_IOWR('b', 1, char[48]), &request));
	expect("ioctl(-1, NTSYNC_IOC_CREATE_SEM, {count=1, max=2}) = %s\n",
	       failed(_IOW('N', 0x80, semaphore), &semaphore));
	expect("ioctl(-1, VFIO_GROUP_GET_DEVICE_FD, \"0000:00:01.0\") = %s\n",
	       failed(VFIO_GROUP_GET_DEVICE_FD, "0000:00:01.0"));
}

int main(void)
{
	golden_begin();
	try_tun();
	try_vhost();
	try_input();
	try_buses();
	try_consoles();
	try_discs();
	try_screens();
	try_sound();
	try_others();
	golden_end();
	return 0;
}
