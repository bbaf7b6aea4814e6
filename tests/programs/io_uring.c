/* io_uring: parameters in and out, and what can be registered. */
// rastro: -a 1 -e trace=io_uring_setup,io_uring_enter,io_uring_register
// abi: x86_64 i386
#include "golden.h"

#include <linux/io_uring.h>
#include <sys/uio.h>

static void set_up(void)
{
	struct io_uring_params params = { .flags = IORING_SETUP_CQSIZE | 1u << 31,
					  .sq_thread_cpu = 64, .sq_thread_idle = 2 };

	long result = syscall(425, 8, &params);
	expect("io_uring_setup(8, {flags=IORING_SETUP_CQSIZE|0x80000000, sq_thread_cpu=0x40, "
	       "sq_thread_idle=2}) = %s\n", result_text(result));
	result = syscall(425, 8, unreadable());
	expect("io_uring_setup(8, %p) = %s\n", unreadable(), result_text(result));
	uint64_t set = 3;
	result = syscall(426, -1, 1, 0, 1, &set, 8);
	expect("io_uring_enter(-1, 1, 0, IORING_ENTER_GETEVENTS, [HUP INT], 8) = %s\n",
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
	expect("io_uring_register(-1, IORING_REGISTER_BUFFERS, [{iov_base=%p, iov_len=5}], 1) = %s\n",
	       unreadable(), result_text(result));
	result = syscall(427, -1, 2, files, 3);
	expect("io_uring_register(-1, IORING_REGISTER_FILES, [1, -1, 2], 3) = %s\n",
	       result_text(result));
	result = syscall(427, -1, 13, &resources, sizeof(resources));
	expect("io_uring_register(-1, IORING_REGISTER_FILES2, {nr=2, flags=0, data=[1, -1], "
	       "tags=[0x1, 0x2]}, 32) = %s\n", result_text(result));
	result = syscall(427, -1, 11, restrictions, 2);
	expect("io_uring_register(-1, IORING_REGISTER_RESTRICTIONS, "
	       "[{opcode=IORING_RESTRICTION_SQE_OP, sqe_op=IORING_OP_READ}, "
	       "{opcode=IORING_RESTRICTION_SQE_FLAGS_ALLOWED, "
	       "sqe_flags=IOSQE_FIXED_FILE|IOSQE_IO_DRAIN}], 2) = %s\n", result_text(result));
	result = syscall(427, -1, 99, NULL, 6);
	expect("io_uring_register(-1, 0x63 /* IORING_REGISTER_??? */, NULL, 6) = %s\n",
	       result_text(result));
}

int main(void)
{
	golden_begin();
	set_up();
	registering();
	golden_end();
	return 0;
}
