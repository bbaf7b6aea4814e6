/* io_uring: parameters in and out, and what can be registered. */
// rastro: -a 1 -e trace=io_uring_setup,io_uring_enter,io_uring_register
// abi: x86_64 i386
#include "golden.h"

#include <linux/io_uring.h>
#include <sys/uio.h>

static void set_up(void)
{
	struct io_uring_params params = { .flags = IORING_SETUP_CQSIZE | 1u << 31,
		                          .sq_thread_cpu = 64,
		                          .sq_thread_idle = 2 };

	long result = syscall(425, 8, &params);
	expect("io_uring_setup(8, {flags=IORING_SETUP_CQSIZE|0x80000000, sq_thread_cpu=0x40, "
	       "sq_thread_idle=2}) = %s\n",
	       result_text(result));
	result = syscall(425, 8, unreadable());
	expect("io_uring_setup(8, %p) = %s\n", unreadable(), result_text(result));
	uint64_t set = 3;
	result = syscall(426, -1, 1, 0, 1, &set, 8);
	expect("io_uring_enter(-1, 1, 0, IORING_ENTER_GETEVENTS, [HUP INT], 8) = %s\n",
	       result_text(result));
	int64_t time[2] = { 1, 2 };
	struct {
		uint64_t mask;
		uint32_t size, wait;
		uint64_t time;
	} extended = { (uintptr_t)&set, 8, 50, (uintptr_t)time };
	result = syscall(426, -1, 1, 0, 8, &extended, sizeof(extended));
	expect("io_uring_enter(-1, 1, 0, IORING_ENTER_EXT_ARG, {sigmask=[HUP INT], sigmask_sz=8, "
	       "min_wait_usec=50, ts={tv_sec=1, tv_nsec=2}}, 24) = %s\n",
	       result_text(result));
	extended.mask = extended.time = (uintptr_t)unreadable();
	result = syscall(426, -1, 1, 0, 8, &extended, sizeof(extended));
	expect("io_uring_enter(-1, 1, 0, IORING_ENTER_EXT_ARG, {sigmask=%p, sigmask_sz=8, "
	       "min_wait_usec=50, ts=%p}, 24) = %s\n",
	       unreadable(), unreadable(), result_text(result));
	result = syscall(426, -1, 1, 0, 8 | 64, 128, 64);
	expect("io_uring_enter(-1, 1, 0, IORING_ENTER_EXT_ARG|IORING_ENTER_EXT_ARG_REG, 0x80, 64) "
	       "= %s\n",
	       result_text(result));
	result = syscall(426, -1, 1, 0, 8, unreadable(), 24);
	expect("io_uring_enter(-1, 1, 0, IORING_ENTER_EXT_ARG, %p, 24) = %s\n", unreadable(),
	       result_text(result));
}

static void registering(void)
{
	struct iovec vector = { unreadable(), 5 };
	int files[3] = { 1, -1, 2 };
	uint64_t tags[2] = { 1, 2 };
	struct {
		uint32_t count, flags;
		uint64_t reserved, data, tags;
	} resources = { 2, 0, 0, (uintptr_t)files, (uintptr_t)tags };
	struct {
		uint16_t opcode;
		uint8_t op, reserved;
		uint32_t more[3];
	} restrictions[2] = { { 1, IORING_OP_READ, 0, { 0 } }, { 2, 3, 0, { 0 } } };

	long result = syscall(427, -1, 0, &vector, 1);
	expect("io_uring_register(-1, IORING_REGISTER_BUFFERS, [{iov_base=%p, iov_len=5}], 1) = "
	       "%s\n",
	       unreadable(), result_text(result));
	result = syscall(427, -1, 2, files, 3);
	expect("io_uring_register(-1, IORING_REGISTER_FILES, [1, -1, 2], 3) = %s\n",
	       result_text(result));
	result = syscall(427, -1, 13, &resources, sizeof(resources));
	expect("io_uring_register(-1, IORING_REGISTER_FILES2, {nr=2, flags=0, data=[1, -1], "
	       "tags=[0x1, 0x2]}, 32) = %s\n",
	       result_text(result));
	result = syscall(427, -1, 11, restrictions, 2);
	expect("io_uring_register(-1, IORING_REGISTER_RESTRICTIONS, "
	       "[{opcode=IORING_RESTRICTION_SQE_OP, sqe_op=IORING_OP_READ}, "
	       "{opcode=IORING_RESTRICTION_SQE_FLAGS_ALLOWED, "
	       "sqe_flags=IOSQE_FIXED_FILE|IOSQE_IO_DRAIN}], 2) = %s\n",
	       result_text(result));
	result = syscall(427, -1, 99, NULL, 6);
	expect("io_uring_register(-1, 0x63 /* IORING_REGISTER_??? */, NULL, 6) = %s\n",
	       result_text(result));
}

static void register_one(unsigned opcode, void *argument, unsigned count, const char *text)
{
	long result = syscall(427, -1, opcode, argument, count);

	expect("io_uring_register(-1, IORING_REGISTER_%s, %u) = %s\n", text, count,
	       result_text(result));
}

/* What came later, up to Linux 7.2; none of it is done to a descriptor that is none. */
static void registering_more(void)
{
	int files[2] = { 1, -1 };
	uint32_t words[32];
	uint64_t *longs = (void *)words;
	struct {
		uint64_t address, size;
		uint32_t flags, id;
		uint64_t offset, reserved[4];
	} region = { 0x1000, 4096, 1, 0, 0, { 0 } };

#define WORDS(...) memcpy(words, (uint32_t[32]){ __VA_ARGS__ }, sizeof(words))
	WORDS(3, 0);
	longs[1] = (uintptr_t)files;
	register_one(6, words, 2, "FILES_UPDATE, {offset=3, fds=[1, -1]}");
	WORDS(0x1000, 0, 8, 0x20003);
	register_one(22, words, 1,
	             "PBUF_RING, {ring_addr=0x1000, ring_entries=8, bgid=3, "
	             "flags=IOU_PBUF_RING_INC}");
	WORDS(0x77, 0, 4, 0x22, 1, 0, 2, 0, 6);
	register_one(24, words, 1,
	             "SYNC_CANCEL, {addr=0x77, fd=4, "
	             "flags=IORING_ASYNC_CANCEL_FD|IORING_ASYNC_CANCEL_OP, "
	             "timeout={tv_sec=1, tv_nsec=2}, opcode=IORING_OP_POLL_ADD}");
	WORDS(4, 5);
	register_one(25, words, 0, "FILE_ALLOC_RANGE, {off=4, len=5}");
	register_one(26, words, 1, "PBUF_STATUS, {buf_group=4}");
	WORDS(100, 0x001, 1);
	register_one(27, words, 1,
	             "NAPI, {busy_poll_to=100, prefer_busy_poll=1, "
	             "opcode=IO_URING_NAPI_REGISTER_OP, op_param=IO_URING_NAPI_TRACKING_STATIC}");
	WORDS(100, 0x101, 9);
	register_one(27, words, 1,
	             "NAPI, {busy_poll_to=100, prefer_busy_poll=1, "
	             "opcode=IO_URING_NAPI_STATIC_ADD_ID, op_param=9}");
	WORDS(7);
	register_one(29, words, 0, "CLOCK, {clockid=CLOCK_BOOTTIME}");
	WORDS(3, 3, 1, 2, 4);
	register_one(30, words, 1,
	             "CLONE_BUFFERS, {src_fd=3, "
	             "flags=IORING_REGISTER_SRC_REGISTERED|IORING_REGISTER_DST_REPLACE, src_off=1, "
	             "dst_off=2, nr=4}");
	WORDS(0, 1, 64, 2);
	longs[3] = (uintptr_t)&region;
	register_one(32, words, 1,
	             "ZCRX_IFQ, {if_idx=0, if_rxq=1, rq_entries=64, flags=ZCRX_REG_NODEV, "
	             "area_ptr=NULL, region_ptr={user_addr=0x1000, size=4096, "
	             "flags=IORING_MEM_REGION_TYPE_USER, id=0, mmap_offset=0}, rx_buf_len=0}");
	WORDS(0, 0, 8);
	register_one(33, words, 1,
	             "RESIZE_RINGS, {flags=IORING_SETUP_CQSIZE, sq_thread_cpu=0, "
	             "sq_thread_idle=0}");
	WORDS(0, 0, 1);
	longs[0] = (uintptr_t)&region;
	register_one(34, words, 1,
	             "MEM_REGION, {region_uptr={user_addr=0x1000, size=4096, "
	             "flags=IORING_MEM_REGION_TYPE_USER, id=0, mmap_offset=0}, "
	             "flags=IORING_MEM_REGION_REG_WAIT_ARG}");
	WORDS(0, 0, 0, 0, 9, 24);
	register_one(35, words, 1,
	             "QUERY, {next_entry=NULL, query_op=0x9 /* IO_URING_QUERY_??? */, size=24, "
	             "query_data=NULL}");
	WORDS(5, 1);
	register_one(36, words, 0, "ZCRX_CTRL, {zcrx_id=5, op=ZCRX_CTRL_EXPORT}");
	words[1] = 0;
	words[6] = 7;
	register_one(36, words, 0, "ZCRX_CTRL, {zcrx_id=5, op=ZCRX_CTRL_FLUSH_RQ, zc_flush=[0x7, 0, 0, 0, 0, 0]}");
	WORDS(1, 0, 18, 0, 3);
	longs[3] = 0x1000;
	register_one(37, words, 1,
	             "BPF_FILTER, {cmd_type=1, cmd_flags=0, "
	             "filter={opcode=IORING_OP_OPENAT, flags=0, filter_len=3, pdu_size=0, "
	             "filter_ptr=0x1000}}");
	long result = syscall(427, -1, 24, unreadable(), 1);
	expect("io_uring_register(-1, IORING_REGISTER_SYNC_CANCEL, %p, 1) = %s\n", unreadable(),
	       result_text(result));
	result = syscall(427, -1, 31, unreadable(), 1);
	expect("io_uring_register(-1, IORING_REGISTER_SEND_MSG_RING, %p, 1) = %s\n", unreadable(),
	       result_text(result));
}

int main(void)
{
	golden_begin();
	set_up();
	registering();
	registering_more();
	golden_end();
	return 0;
}
