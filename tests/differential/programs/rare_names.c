// trace: /^(statfs|quot|.etsock|bind|ioctl|io_ur|secc|poll|epoll_ctl|unshare)
// also: -v
// also: -X verbose
// pids: none
/* Numbers that only old or rare programs meet, but that have names. */
#include "every.h"
#include <linux/btrfs.h>
#include <linux/gpio.h>
#include <linux/io_uring.h>
#include <linux/kd.h>
#include <linux/loop.h>
#include <linux/videodev2.h>
#include <netinet/in.h>
#include <scsi/sg.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/statfs.h>

enum { ANY_FD = 3, COMMAND_SHIFT = 8, LEVEL_RDS = 276, FAMILY_IEEE802154 = 36, FAMILY_NFC = 39 };

#define EACH(index, list) (unsigned index = 0; index < sizeof(list) / sizeof(*(list)); index++)

static void try_file_systems(void)
{
	static const unsigned magics[] = {
		0x33,       0x1373,     0x137d,     0x4244,     0x482b,     0x5df5,     0x7275,
		0xef51,     0x11954,    0x1161970,  0x12fd16d,  0x12ff7b4,  0x12ff7b5,  0x12ff7b6,
		0x12ff7b7,  0x2011994,  0x13661366, 0x24051905, 0x3153464a, 0x42465331, 0x47504653,
		0x5346544e, 0x54190100, 0x565a4653, 0x58295829, 0x61756673, 0x62656570, 0x65735543,
		0xa501fcf5, 0xc7571590, 0xc97e8168, 0x1badface, 0x2fc12fc1, 0x12345678,
	};
	static struct statfs status;
	static char room[256];

	for
		EACH(i, magics)
		{
			status.f_type = (__typeof__(status.f_type))magics[i];
			call(statfs, "/", &status);
		}
	for (unsigned command = 0; command <= 0x1200; command += 0x100)
		call(quotactl, command << COMMAND_SHIFT | 1, "/dev/sda1", 5, room);
}

static void try_options(int level, int first, int last)
{
	static char room[64];
	static int length = 8;

	for (int option = first; option <= last; option++) {
		call(getsockopt, ANY_FD, level, option, room, &length);
		call(setsockopt, ANY_FD, level, option, room, 8);
	}
}

static void try_video(void)
{
	static const unsigned controls[] = {
		0x9808ff, 0x980000, 0x981170, 0x98ffff, 0x9909fa, 0x9909fb, 0x990aff,
		0x9a1230, 0x9b0a00, 0x9c0a00, 0x9d0a00, 0x9e0a00, 0x9f0a00, 0xa00a00,
		0xa10a00, 0xa20a00, 0xa30a00, 0xa40c00, 0xa50a00, 0xa60900, 1,
	};
	struct v4l2_control control = { 0 };

	for
		EACH(i, controls)
		{
			control.id = controls[i];
			call(ioctl, ANY_FD, VIDIOC_G_CTRL, &control);
		}
}

static void try_devices(void)
{
	struct gpioevent_request event = { .handleflags = 1 };
	struct console_font_op font = { .op = KD_FONT_OP_SET, .flags = 0x80000001 };
	struct loop_info loop = { .lo_flags = 0xf };
	sg_io_hdr_t request = { .interface_id = 'S', .flags = 0x37 };
	struct btrfs_ioctl_search_args search = { .key.nr_items = 1 };
	static const unsigned char keys[] = { 180, 248, 249 };
	static const int resets[] = { 0, 1, 4, 5, 0x100, 0x101, 0x104, 0x105, 0x200 };
	static const unsigned short characters[256] = { 0xefff, 0xf000, 0xf005, 0xf1ff, 0xf200 };
	unsigned features = 0x1000000;
	unsigned long long id = 0x123456789abcdef;

	for (event.eventflags = 0; event.eventflags < 8; event.eventflags++)
		call(ioctl, ANY_FD, GPIO_GET_LINEEVENT_IOCTL, &event);
	call(ioctl, ANY_FD, KDFONTOP, &font);
	call(ioctl, ANY_FD, PIO_UNISCRNMAP, characters);
	call(ioctl, ANY_FD, LOOP_SET_STATUS, &loop);
	call(ioctl, ANY_FD, SG_IO, &request);
	for
		EACH(i, resets)
	call(ioctl, ANY_FD, SG_SCSI_RESET, &resets[i]);
	for
		EACH(i, keys)
		{
			search.key.min_type = search.key.max_type = keys[i];
			call(ioctl, ANY_FD, BTRFS_IOC_TREE_SEARCH, &search);
		}
	call(ioctl, ANY_FD, _IOR('i', 0, unsigned) /* LIRC_GET_FEATURES */, &features);
	call(ioctl, ANY_FD, _IOR('!', 2, __u64) /* as seccomp had it */, &id);
	call(ioctl, ANY_FD, _IOC(_IOC_READ, 'E', 0x36, 8) /* EVIOCGBIT(EV_PWR) */, &id);
}

static void try_rings(void)
{
	int files[] = { -2, -1, 0, 5 };
	struct io_uring_files_update update = { .fds = (uintptr_t)files };

	call(io_uring_register, ANY_FD, IORING_REGISTER_FILES, files, 4);
	call(io_uring_register, ANY_FD, IORING_REGISTER_FILES_UPDATE, &update, 4);
}

static void try_addresses(void)
{
	struct {
		unsigned short family;
		unsigned device, target, protocol;
		unsigned char service, client;
		char name[63];
		size_t length;
	} service = { FAMILY_NFC, 1000, 2, 3, 0xff, 4, "abc", 3 };
	struct {
		unsigned short family;
		unsigned type;
		unsigned short network, address;
		unsigned char rest[6];
	} radio = { FAMILY_IEEE802154, 2, 0xffff, 0, { 0 } };
	struct {
		unsigned short family, service;
		unsigned char address[6];
		unsigned short channel;
		unsigned char type;
	} channel = { AF_BLUETOOTH, 0, { 0 }, 0x7f, 0 };

	call(bind, ANY_FD, &service, sizeof(service));
	for (int address = 0xfffd; address <= 0xffff; address++) {
		radio.address = (unsigned short)address;
		call(bind, ANY_FD, &radio, sizeof(radio));
	}
	call(bind, ANY_FD, &channel, sizeof(channel));
}

/* Loads from where the kernel keeps something else are special to sockets alone, and actions
 * are what seccomp's filters return, when they do not jump. */
static void try_filters(void)
{
	static const unsigned short codes[] = { 0x20, 0x28, 0x30, 0x40, 0x80, 0x06, 0x16, 0x15 };
	static const unsigned numbers[] = {
		0,
		4,
		SKF_AD_OFF,
		SKF_AD_OFF + 4,
		SKF_AD_OFF + 60,
		SKF_AD_OFF + 61,
		-1,
		SKF_AD_OFF - 1,
		SKF_NET_OFF,
		SKF_NET_OFF + 9,
		SKF_LL_OFF,
		SKF_LL_OFF + 12,
		SKF_LL_OFF - 1,
		SECCOMP_RET_ALLOW,
		SECCOMP_RET_ERRNO + 5,
	};

	for
		EACH(i, codes)
		for
			EACH(j, numbers)
		for (unsigned char jump = 0; jump < 2; jump++) {
			struct sock_filter code = { codes[i], jump, 0, numbers[j] };
			struct sock_fprog program = { 1, &code };

			call(setsockopt, ANY_FD, SOL_SOCKET, SO_ATTACH_FILTER, &program,
		             sizeof(program));
			call(seccomp, SECCOMP_SET_MODE_FILTER, 0, &program);
		}
}

/* Bits without a name. */
static void try_unknown(void)
{
	static const int levels[] = { 58 /* ICMPV6 */, 136 /* UDPLITE */, 259, 260, 262 };
	struct pollfd descriptor = { ANY_FD, 0x800, 0 };
	struct epoll_event event = { .events = 0x900000 };
	struct btrfs_ioctl_send_args send = { .flags = 0x100 };
	struct {
		__u64 slots, count, flags, bytes, used;
	} space = { 1, 1, 0x100000, 2, 3 };
	call(poll, &descriptor, 1, 0);
	call(epoll_ctl, ANY_FD, EPOLL_CTL_ADD, ANY_FD, &event);
	call(unshare, 0x800000);
	for
		EACH(i, levels)
	try_options(levels[i], -1, -1);
	call(ioctl, ANY_FD, BTRFS_IOC_SEND, &send);
	call(ioctl, ANY_FD, BTRFS_IOC_SPACE_INFO, &space);
}

int main(void)
{
	answer_calls(0);
	try_file_systems();
	try_options(SOL_IP, 0x47f, 0x490);
	try_options(LEVEL_RDS, 9999, 10011);
	try_video();
	try_devices();
	try_rings();
	try_addresses();
	try_filters();
	try_unknown();
	call(exit_group, 0);
	return 0;
}
