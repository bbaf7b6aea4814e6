// trace: ioctl
// pids: none
// also: -v
#include "ioctl.h"
#include <linux/fs.h>
#include <linux/hdreg.h>
#include <linux/kd.h>
#include <linux/loop.h>
#include <linux/ptp_clock.h>

/* Structures of which some members say what others are, or whether there are others. */

static void clocks(void)
{
	struct ptp_perout_request request = {
		.start = { 1, 2, 0 }, .period = { 3, 4, 5 }, .index = 7, .on = { 8, 9, 10 }
	};

	for (request.flags = 0; request.flags < 9; request.flags++) {
		try_both(PTP_PEROUT_REQUEST, &request);
		try_both(PTP_PEROUT_REQUEST2, &request);
	}
}

static void loops(void)
{
	struct loop_info64 info = { .lo_device = 0x801,
		                    .lo_inode = 5,
		                    .lo_offset = 7,
		                    .lo_number = 9,
		                    .lo_flags = 1,
		                    .lo_file_name = "file",
		                    .lo_encrypt_key = "key",
		                    .lo_init = { 1, 2 } };
	struct loop_info old = {
		.lo_number = 9, .lo_flags = 1, .lo_name = "file", .lo_encrypt_key = "key"
	};

	for (int i = 0; i < 8; i++) {
		info.lo_encrypt_type = old.lo_encrypt_type = i & 1;
		info.lo_encrypt_key_size = old.lo_encrypt_key_size = i & 2 ? 3 : 0;
		strcpy((char *)info.lo_crypt_name, i & 4 ? "crypt" : "");
		try_both(LOOP_SET_STATUS64, &info);
		try_both(LOOP_GET_STATUS64, &info);
		try_both(LOOP_SET_STATUS, &old);
		try_both(LOOP_GET_STATUS, &old);
		try_both(LOOP_CONFIGURE, &(struct loop_config){ 3, 512, info, { 0, i } });
	}
}

static void rows(void)
{
	struct {
		struct file_dedupe_range range;
		struct file_dedupe_range_info info[4];
	} same = {
		{ 1, 2, 0, 0, 0 },
		{ { 1, 2, 3, 0, 0 }, { 4, 5, 6, 1, 0 }, { 7, 8, 9, -5, 1 }, { 1, 1, 1, 1, 1 } }
	};
	static struct unipair pairs[40];

	for (int i = 0; i < 5; i++) {
		same.range.dest_count = i;
		try_both(FIDEDUPERANGE, &same);
		try_both(FIDEDUPERANGE, edge(&same, sizeof(same.range) + i * sizeof(*same.info)));
	}
	void *const places[] = { pairs, NULL, unreadable, unreadable - 4, unreadable - 6 };
	for (int i = 0; i < 5; i++)
		for (int count = 0; count < 40; count += 13) {
			try_both(GIO_UNIMAP, &(struct unimapdesc){ count, places[i] });
			try_both(PIO_UNIMAP, &(struct unimapdesc){ count, places[i] });
		}
}

/* Drives answer, and the registers come back, also with an error. */
static void drives(void)
{
	unsigned char registers[4 + 512] = { WIN_SMART, 1, 2, 0 };
	struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_ioctl, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EIO),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { sizeof(filter) / sizeof(*filter), filter };

	try_both(HDIO_DRIVE_CMD, registers);
	prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
	for (registers[3] = 0; registers[3] < 2; registers[3]++)
		call(ioctl, FD_BAD, HDIO_DRIVE_CMD, registers);
	call(ioctl, FD_BAD, HDIO_DRIVE_CMD, unreadable - 4);
	call(ioctl, FD_BAD, HDIO_DRIVE_CMD, unreadable - 2);
}

int main(void)
{
	accept_all();
	clocks();
	loops();
	rows();
	drives();
	return 0;
}
