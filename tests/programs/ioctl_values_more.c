/* More values with names in commands of drivers, and members that say what others are; answered
 * by a filter. */
// rastro: -a 1 -v -s 80 -e trace=ioctl
// abi: x86_64 i386
#include "answered.h"
#include "golden.h"

#include <fcntl.h>
#include <linux/btrfs.h>
#include <linux/hidraw.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <linux/input.h>
#include <linux/kvm.h>
#include <linux/nsfs.h>
#include <linux/uinput.h>
#include <linux/usbdevice_fs.h>
#include <linux/vhost.h>
#include <linux/videodev2.h>
#include <sys/ioctl.h>

static void answered(unsigned long command, const void *argument, const char *text)
{
	long result = syscall(SYS_ioctl, -1, command, argument);

	expect("ioctl(-1, %s) = %s\n", text, result_text(result));
}

static void try_usb(void)
{
	unsigned char bytes[2] = { 1, 2 };
	struct usbdevfs_bulktransfer bulk = { 0x02, 2, 100, bytes };
	struct usbdevfs_urb urb = { .type = USBDEVFS_URB_TYPE_ISO,
		                    .endpoint = 0x81,
		                    .number_of_packets = 3 };
	struct usbdevfs_conninfo_ex place = { 24, 1, 5, 3, 2, { 4, 1 } };

	answered(USBDEVFS_BULK, &bulk,
	         sizeof(long) == 8
	                 ? "USBDEVFS_BULK, {ep=0x2, len=2, timeout=100, data=\"\\x01\\x02\"}"
	                 : "USBDEVFS_BULK32, {ep=0x2, len=2, timeout=100, data=\"\\x01\\x02\"}");
	answered(USBDEVFS_SUBMITURB, &urb,
	         "USBDEVFS_SUBMITURB, {type=USBDEVFS_URB_TYPE_ISO, endpoint=0x81, flags=0,"
	         " buffer=NULL, buffer_length=0, start_frame=0, number_of_packets=3, signr=0,"
	         " usercontext=NULL}");
	answered(USBDEVFS_CONNINFO_EX(24), &place,
	         "USBDEVFS_CONNINFO_EX(24), {size=24, busnum=1, devnum=5, speed=3, num_ports=2,"
	         " ports=[4, 1]}");
}

/* What a mask's bits mean, the type of the events says. */
static void try_input(void)
{
	static const struct {
		uint32_t type;
		const char *name, *bits;
	} masks[] = {
		{ 0, "EV_SYN", "[EV_SYN EV_ABS]" },
		{ EV_KEY, "EV_KEY", "[KEY_RESERVED KEY_2]" },
		{ EV_REL, "EV_REL", "[REL_X REL_RX]" },
		{ EV_ABS, "EV_ABS", "[ABS_X ABS_RX]" },
		{ EV_MSC, "EV_MSC", "[MSC_SERIAL MSC_RAW]" },
		{ EV_SW, "EV_SW", "[SW_LID SW_RFKILL_ALL]" },
		{ EV_LED, "EV_LED", "[LED_NUML LED_COMPOSE]" },
		{ EV_SND, "EV_SND", "[SND_CLICK 0x3 /* SND_??? */]" },
	};
	unsigned char bits[1] = { 9 };

	for (size_t i = 0; i < sizeof(masks) / sizeof(masks[0]); i++) {
		struct input_mask mask = { masks[i].type, 1, (uintptr_t)bits };
		char text[120];

		snprintf(text, sizeof(text), "EVIOCSMASK, {type=%s, codes_size=1, codes_ptr=%s}",
		         masks[i].name, masks[i].bits);
		answered(EVIOCSMASK, &mask, text);
		snprintf(text, sizeof(text),
		         "EVIOCGMASK, {type=%s, codes_size=1} => {codes_ptr=%s}", masks[i].name,
		         masks[i].bits);
		answered(EVIOCGMASK, &mask, text);
	}
	answered(UI_SET_FFBIT, (void *)FF_RUMBLE, "UI_SET_FFBIT, FF_RUMBLE");
	answered(HIDIOCGRAWPHYS(16), "usb-1", "HIDIOCGRAWPHYS(16), \"usb-1\"");
	answered(_IOC(_IOC_READ, 'H', 0x08, 16), "12", "HIDIOCGRAWUNIQ(16), \"12\"");
	answered(_IOC(_IOC_READ, 'H', 0x12, 16), "usb-2", "HIDIOCGPHYS(16), \"usb-2\"");
}

static void try_machines(void)
{
	struct kvm_dtable table = { 0x1000, 0xff, { 0 } };
	struct kvm_sregs registers = { .gdt = table, .cr0 = 1 };
	struct {
		struct kvm_cpuid2 head;
		struct kvm_cpuid_entry2 entry;
	} features = { { .nent = 1 },
		       { .function = 4, .flags = KVM_CPUID_FLAG_SIGNIFCANT_INDEX, .eax = 5 } };
	uint64_t backend = 2;

#define SEGMENT(name)                                                                              \
	name "={base=0, limit=0, selector=0, type=0, present=0, dpl=0, db=0, s=0, l=0, g=0, "      \
	     "avl=0}, "
	answered(KVM_SET_SREGS, &registers,
	         "KVM_SET_SREGS, {" SEGMENT("cs") SEGMENT("ds") SEGMENT("es") SEGMENT("fs")
	                 SEGMENT("gs") SEGMENT("ss") SEGMENT("tr")
	                         SEGMENT("ldt") "gdt={base=0x1000, limit=255}, idt={base=0, "
	                                        "limit=0}, cr0=1, cr2=0, cr3=0, cr4=0,"
	                                        " cr8=0, efer=0, apic_base=0, interrupt_bitmap=[0, "
	                                        "0, 0, 0]}");
	answered(KVM_SET_CPUID2, &features,
	         "KVM_SET_CPUID2, {nent=1, entries=[{function=0x4, index=0,"
	         " flags=KVM_CPUID_FLAG_SIGNIFCANT_INDEX, eax=0x5, ebx=0, ecx=0, edx=0}]}");
	answered(VHOST_SET_BACKEND_FEATURES, &backend,
	         "VHOST_SET_BACKEND_FEATURES, [1<<VHOST_BACKEND_F_IOTLB_MSG_V2]");
}

static void try_processes(void)
{
	struct {
		uint64_t mask, control_group;
		uint32_t numbers[12], coredump, signal;
		uint64_t supported;
	} info = { .mask = 1 << 4 | 1 << 5 | 1 << 6, .coredump = 5, .signal = 11, .supported = 1 };
#define NOBODY                                                                                     \
	"pid=0, tgid=0, ppid=0, ruid=0, rgid=0, euid=0, egid=0, suid=0, sgid=0, fsuid=0, fsgid=0"

	answered(0xc048ff0b, &info,
	         "PIDFD_GET_INFO, {mask=PIDFD_INFO_COREDUMP|PIDFD_INFO_SUPPORTED_MASK"
	         "|PIDFD_INFO_COREDUMP_SIGNAL} => {mask=PIDFD_INFO_COREDUMP"
	         "|PIDFD_INFO_SUPPORTED_MASK|PIDFD_INFO_COREDUMP_SIGNAL, " NOBODY
	         ", coredump_mask=PIDFD_COREDUMPED|PIDFD_COREDUMP_USER,"
	         " coredump_signal=SIGSEGV}");
	answered(0xc050ff0b, &info,
	         "PIDFD_GET_INFO, {mask=PIDFD_INFO_COREDUMP|PIDFD_INFO_SUPPORTED_MASK"
	         "|PIDFD_INFO_COREDUMP_SIGNAL} => {mask=PIDFD_INFO_COREDUMP"
	         "|PIDFD_INFO_SUPPORTED_MASK|PIDFD_INFO_COREDUMP_SIGNAL, " NOBODY
	         ", coredump_mask=PIDFD_COREDUMPED|PIDFD_COREDUMP_USER,"
	         " coredump_signal=SIGSEGV, supported_mask=PIDFD_INFO_PID}");
}

static void try_others(void)
{
	struct btrfs_ioctl_search_args search = {
		{ .tree_id = 1, .min_objectid = 256, .max_objectid = -256ull }, { 0 }
	};
	struct ifreq tunnel = { .ifr_name = "tun0", .ifr_flags = IFF_TUN };

	answered(BTRFS_IOC_TREE_SEARCH, &search,
	         "BTRFS_IOC_TREE_SEARCH, {key={tree_id=BTRFS_ROOT_TREE_OBJECTID,"
	         " min_objectid=BTRFS_FIRST_FREE_OBJECTID,"
	         " max_objectid=BTRFS_LAST_FREE_OBJECTID, min_offset=0, max_offset=0,"
	         " min_transid=0, max_transid=0, min_type=0, max_type=0, nr_items=0}} => {"
	         "key={nr_items=0}, buf=[]}");
	answered(TUNSETIFF, &tunnel, "TUNSETIFF, {ifr_name=\"tun0\", ifr_flags=IFF_TUN}");
}

static void try_video(void)
{
	struct v4l2_encoder_cmd encoder = { .cmd = V4L2_ENC_CMD_PAUSE };
	struct v4l2_decoder_cmd decoder = { .cmd = V4L2_DEC_CMD_STOP };
	struct v4l2_format format = { .type = V4L2_BUF_TYPE_SDR_CAPTURE };
	unsigned priority = V4L2_PRIORITY_RECORD;

	answered(VIDIOC_ENCODER_CMD, &encoder,
	         "VIDIOC_ENCODER_CMD, {cmd=V4L2_ENC_CMD_PAUSE, flags=0}");
	answered(VIDIOC_DECODER_CMD, &decoder,
	         "VIDIOC_DECODER_CMD, {cmd=V4L2_DEC_CMD_STOP, flags=0}");
	answered(VIDIOC_S_PRIORITY, &priority, "VIDIOC_S_PRIORITY, [V4L2_PRIORITY_RECORD]");
	format.fmt.sdr = (struct v4l2_sdr_format){ V4L2_SDR_FMT_CU8, 64, { 0 } };
	answered(VIDIOC_S_FMT, &format,
	         "VIDIOC_S_FMT, {type=V4L2_BUF_TYPE_SDR_CAPTURE, fmt.sdr={pixelformat="
	         "v4l2_fourcc('C', 'U', '0', '8') /* V4L2_SDR_FMT_CU8 */, buffersize=64}}");
	format.type = V4L2_BUF_TYPE_META_CAPTURE;
	format.fmt.meta.dataformat = V4L2_META_FMT_UVC;
	answered(VIDIOC_S_FMT, &format,
	         "VIDIOC_S_FMT, {type=V4L2_BUF_TYPE_META_CAPTURE, fmt.meta={dataformat="
	         "v4l2_fourcc('U', 'V', 'C', 'H') /* V4L2_META_FMT_UVC */, buffersize=64}}");
}

/* The only ones that the kernel is asked. */
static void try_namespaces(void)
{
	int fd = syscall(SYS_openat, AT_FDCWD, "/proc/self/ns/uts", O_RDONLY, 0);
	long result = syscall(SYS_ioctl, fd, NS_GET_NSTYPE, 0);

	if (result > 0)
		expect("ioctl(%d, NS_GET_NSTYPE) = %ld (CLONE_NEWUTS)\n", fd, result);
	else
		expect("ioctl(%d, NS_GET_NSTYPE) = %s\n", fd, result_text(result));
	close(fd);
}

int main(void)
{
	golden_begin();
	try_namespaces();
	answer_call(SYS_ioctl);
	try_usb();
	try_input();
	try_machines();
	try_processes();
	try_others();
	try_video();
	golden_end();
	return 0;
}
