/* Members that depend on others, that come out although the call fails, or that their caller
 * cuts; and what is shown of structures that cannot be read to their end. */
// rastro: -a 1 -e 't=ioctl,/^io_|^mq_|mempolicy,bpf,timer_create,msgsnd'
// abi: x86_64 i386
#include "answered.h"
#include "golden.h"

#include <linux/aio_abi.h>
#include <linux/fs.h>
#include <linux/hdreg.h>
#include <linux/kd.h>
#include <linux/loop.h>
#include <linux/ptp_clock.h>
#include <linux/bpf.h>
#include <sys/ioctl.h>

__attribute__((format(printf, 3, 4))) static void command(unsigned long number, void *argument,
                                                          const char *format, ...)
{
	char shown[1024];
	va_list arguments;

	long result = syscall(SYS_ioctl, -1, number, argument);
	va_start(arguments, format);
	vsnprintf(shown, sizeof(shown), format, arguments);
	va_end(arguments);
	expect("ioctl(-1, %s) = %s\n", shown, result_text(result));
}

static void clocks(void)
{
	struct ptp_perout_request request = { .start = { 1, 2, 0 },
		                              .period = { 3, 4, 5 },
		                              .index = 7,
		                              .flags = PTP_PEROUT_DUTY_CYCLE,
		                              .on = { 8, 9, 10 } };

	command(PTP_PEROUT_REQUEST2, &request,
	        "PTP_PEROUT_REQUEST2, {start={sec=1, nsec=2} /* 1970-01-01T00:00:01.000000002+0000 "
	        "*/, "
	        "period={sec=3, nsec=4, reserved=0x5}, index=7, flags=PTP_PEROUT_DUTY_CYCLE, "
	        "on={sec=8, nsec=9, reserved=0xa}}");
	request.flags = PTP_PEROUT_PHASE;
	command(PTP_PEROUT_REQUEST2, &request,
	        "PTP_PEROUT_REQUEST2, {phase={sec=1, nsec=2}, period={sec=3, nsec=4, "
	        "reserved=0x5}, "
	        "index=7, flags=PTP_PEROUT_PHASE, rsv=[0x8, 0, 0x9, 0xa]}");
	request.flags = PTP_PEROUT_DUTY_CYCLE | PTP_PEROUT_PHASE;
	command(PTP_PEROUT_REQUEST, &request,
	        "PTP_PEROUT_REQUEST, {phase={sec=1, nsec=2}, period={sec=3, nsec=4, reserved=0x5}, "
	        "index=7, flags=PTP_PEROUT_DUTY_CYCLE|PTP_PEROUT_PHASE, "
	        "on={sec=8, nsec=9, reserved=0xa}}");
	void *half = at_page_end(&request, sizeof(request) - 4);
	command(PTP_PEROUT_REQUEST, half, "PTP_PEROUT_REQUEST, %p", half);
}

static void loops(void)
{
	struct loop_info64 info = { .lo_number = 9,
		                    .lo_file_name = "f",
		                    .lo_crypt_name = "c",
		                    .lo_encrypt_key = "key",
		                    .lo_encrypt_key_size = 2 };

	command(LOOP_SET_STATUS64, &info,
	        "LOOP_SET_STATUS64, {lo_offset=0, lo_number=9, lo_flags=0, lo_file_name=\"f\", "
	        "...}");
	info.lo_encrypt_type = LO_CRYPT_XOR;
	command(LOOP_SET_STATUS64, &info,
	        "LOOP_SET_STATUS64, {lo_offset=0, lo_number=9, lo_encrypt_type=LO_CRYPT_XOR, "
	        "lo_encrypt_key_size=2, lo_flags=0, lo_file_name=\"f\", lo_crypt_name=\"c\", "
	        "lo_encrypt_key=\"ke\", ...}");
}

static void rows(void)
{
	struct {
		struct file_dedupe_range range;
		struct file_dedupe_range_info info[3];
	} same = { { 1, 2, 3, 0, 0 }, { { 4, 5, 0, 0, 0 }, { 6, 7, 0, 0, 0 }, { 8, 9, 0, 0, 0 } } };
	struct unipair pair;
	struct unimapdesc map = { 3, &pair };

	command(FIDEDUPERANGE, &same,
	        "BTRFS_IOC_FILE_EXTENT_SAME or FIDEDUPERANGE, {src_offset=1, src_length=2, "
	        "dest_count=3, info=[{dest_fd=4, dest_offset=5}, {dest_fd=6, dest_offset=7}, "
	        "...]}");
	command(GIO_UNIMAP, &map, "GIO_UNIMAP, {entry_ct=3, entries=%p}", &pair);
	map.entries = unreadable();
	command(PIO_UNIMAP, &map, "PIO_UNIMAP, {entry_ct=3, entries=%p}", unreadable());
}

static void requests(void)
{
	struct iocb one = { .aio_lio_opcode = IOCB_CMD_POLL,
		            .aio_key = 5,
		            .aio_fildes = 2,
		            .aio_reqprio = 0x4003,
		            .aio_buf = 1,
		            .aio_flags = 3,
		            .aio_resfd = 9 };
	struct iocb *list[] = { &one, NULL, unreadable() };

	long result = syscall(SYS_io_submit, 0, 3, list);
	expect("io_submit(NULL, 3, [{aio_data=0, aio_key=5, aio_lio_opcode=IOCB_CMD_POLL, "
	       "aio_reqprio=IOPRIO_PRIO_VALUE(IOPRIO_CLASS_BE, 3), aio_fildes=2, aio_buf=POLLIN, "
	       "aio_flags=IOCB_FLAG_RESFD|IOCB_FLAG_IOPRIO, aio_resfd=9}, NULL, %p]) = %s\n",
	       unreadable(), result_text(result));
}

static void masks(void)
{
	unsigned long nodes = 1;

	for (long maxnode = 0; maxnode <= 2; maxnode++) {
		long result = syscall(SYS_set_mempolicy, 99, &nodes, maxnode);
		char address[20];
		snprintf(address, sizeof(address), "%p", &nodes);
		expect("set_mempolicy(0x63 /* MPOL_??? */, %s, %ld) = %s\n",
		       maxnode == 0         ? "[]"
		       : maxnode == 1       ? address
		       : sizeof(nodes) == 8 ? "[0x00000000000001]"
		                            : "[0x000001]",
		       maxnode, result_text(result));
	}
}

/* What the caller's end lies in is whole for the kernel, with zeros. */
static void cut_attributes(void)
{
	union bpf_attr attr = { .map_fd = -1, .flags = BPF_F_LOCK };

	long result = syscall(SYS_bpf, BPF_MAP_LOOKUP_ELEM, &attr, 28);
	expect("bpf(BPF_MAP_LOOKUP_ELEM, {map_fd=-1, key=NULL, value=NULL, "
	       "flags=BPF_F_LOCK}, 28) = %s\n",
	       result_text(result));
	memset(&attr, 0, sizeof(attr));
	attr.map_type = 999;
	result = syscall(SYS_bpf, BPF_MAP_CREATE, &attr, 50);
	expect("bpf(BPF_MAP_CREATE, {map_type=0x3e7 /* BPF_MAP_TYPE_??? */, key_size=0, "
	       "value_size=0, "
	       "max_entries=0, map_flags=0, inner_map_fd=0, map_name=\"\", map_ifindex=0, "
	       "btf_fd=0, "
	       "btf_key_type_id=0, btf_value_type_id=0}, 50) = %s\n",
	       result_text(result));
	void *half = at_page_end(&attr, 20);
	result = syscall(SYS_bpf, BPF_MAP_CREATE, half, 50);
	expect("bpf(BPF_MAP_CREATE, %p, 50) = %s\n", half, result_text(result));
}

static void rest_of_resources(void)
{
	uint64_t files[5] = { 0, 0, 0, 0, 0x0605040302010000 };

	long result = syscall(SYS_io_uring_register, -1, 13, files, 40);
	expect("io_uring_register(-1, IORING_REGISTER_FILES2, {nr=0, flags=0, data=NULL, "
	       "tags=NULL, "
	       "/* bytes 32..39 */ \"\\x00\\x00\\x01\\x02\\x03\\x04\\x05\\x06\"}, 40) = %s\n",
	       result_text(result));
}

static void half_readable(void)
{
	struct {
		long value[1];
		int number, notify, target[4];
	} event = { { 0 }, SIGUSR1, SIGEV_NONE, { 0 } };
	void *half = at_page_end(&event, sizeof(long) * 3 + 8);
	long result = syscall(SYS_timer_create, 99, half, NULL);
	expect("timer_create(0x63 /* CLOCK_??? */, {sigev_signo=10, sigev_notify=SIGEV_NONE}, "
	       "NULL) "
	       "= %s\n",
	       result_text(result));
	half = at_page_end(&event, 8);
	result = syscall(SYS_mq_notify, -1, half);
	expect("mq_notify(-1, %p) = %s\n", half, result_text(result));
#ifdef __x86_64__
	long message[2] = { 5, 0x6f6c6c6568 };
	half = at_page_end(message, sizeof(message));
	result = syscall(SYS_msgsnd, -1, half, 12, 0);
	expect("msgsnd(-1, {mtype=5, mtext=%p}, 12, 0) = %s\n", half + 8, result_text(result));
	result = syscall(SYS_msgsnd, -1, half, 8, 0);
	expect("msgsnd(-1, {mtype=5, mtext=\"hello\\0\\0\\0\"}, 8, 0) = %s\n", result_text(result));
	result = syscall(SYS_msgsnd, -1, unreadable(), 8, 0);
	expect("msgsnd(-1, %p, 8, 0) = %s\n", unreadable(), result_text(result));
#endif
}

/* Drives answer, and the registers come back, also with an error. */
static void drives(void)
{
	unsigned char registers[4] = { WIN_SMART, 1, 2, 0 };

	command(HDIO_DRIVE_CMD, registers,
	        "HDIO_DRIVE_CMD, {command=ATA_CMD_SMART, sector_number=1, feature=2, "
	        "sector_count=0}");
	answer_call_with(SYS_ioctl, EIO);
	command(HDIO_DRIVE_CMD, registers,
	        "HDIO_DRIVE_CMD, {command=ATA_CMD_SMART, sector_number=1, feature=2, "
	        "sector_count=0} => "
	        "{status=0xb0, error=1, nsector=2}");
}

int main(void)
{
	golden_begin();
	clocks();
	loops();
	rows();
	requests();
	masks();
	cut_attributes();
	rest_of_resources();
	half_readable();
	drives();
	golden_end();
	return 0;
}
