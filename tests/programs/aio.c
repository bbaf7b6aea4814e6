/* Asynchronous input and output: what each operation takes, and what came of it. */
// rastro: -a 1 -e trace=io_submit,io_cancel,io_getevents,io_setup,io_destroy
// abi: x86_64 i386
#include "golden.h"

#include <linux/aio_abi.h>
#include <sys/uio.h>

static uint64_t address(const void *pointer)
{
	return (uintptr_t)pointer;
}

int main(void)
{
	struct iovec vector[2] = { { "ab", 2 }, { "cde", 3 } };
	struct iocb write = { .aio_data = 1, .aio_lio_opcode = IOCB_CMD_PWRITE, .aio_fildes = -1,
			      .aio_buf = address("hello"), .aio_nbytes = 5, .aio_offset = 7 };
	struct iocb list = { .aio_lio_opcode = IOCB_CMD_PWRITEV, .aio_fildes = -1,
			     .aio_buf = address(vector), .aio_nbytes = 2, .aio_rw_flags = 1 };
	struct iocb sync = { .aio_data = 2, .aio_lio_opcode = IOCB_CMD_FSYNC, .aio_fildes = -1 };
	struct iocb odd = { .aio_lio_opcode = 99, .aio_fildes = -1 };
	struct iocb poll = { .aio_lio_opcode = IOCB_CMD_POLL, .aio_fildes = -1, .aio_buf = 5 };
	struct iocb gather = { .aio_lio_opcode = IOCB_CMD_PREADV, .aio_fildes = -1,
			       .aio_buf = address(vector), .aio_nbytes = 1, .aio_offset = 9,
			       .aio_flags = IOCB_FLAG_RESFD, .aio_resfd = 7 };
	struct iocb ranked = { .aio_lio_opcode = IOCB_CMD_PREAD, .aio_reqprio = 0x4003,
			       .aio_fildes = -1, .aio_buf = 0x1000, .aio_nbytes = 6,
			       .aio_flags = IOCB_FLAG_IOPRIO };
	struct iocb *all[3] = { &write, &list, NULL };
	unsigned long context = 0;

	golden_begin();
	long result = syscall(SYS_io_setup, 8, &context);
	expect("io_setup(8, [%#lx]) = %s\n", context, result_text(result));
	result = syscall(SYS_io_submit, context, 3, all);
	expect("io_submit(%#lx, 3, [{aio_data=0x1, aio_lio_opcode=IOCB_CMD_PWRITE, aio_fildes=-1, "
	       "aio_buf=\"hello\", aio_nbytes=5, aio_offset=7}, {aio_data=0, aio_rw_flags=RWF_HIPRI, "
	       "aio_lio_opcode=IOCB_CMD_PWRITEV, aio_fildes=-1, aio_buf=[{iov_base=\"ab\", iov_len=2}, "
	       "{iov_base=\"cde\", iov_len=3}], aio_offset=0}, NULL]) = %s\n", context, result_text(result));
	result = syscall(SYS_io_submit, context, 2, (struct iocb *[]){ &sync, &odd });
	expect("io_submit(%#lx, 2, [{aio_data=0x2, aio_lio_opcode=IOCB_CMD_FSYNC, aio_fildes=-1}, "
	       "{aio_data=0, aio_lio_opcode=99 /* IOCB_CMD_??? */, aio_fildes=-1}]) = %s\n",
	       context, result_text(result));
	result = syscall(SYS_io_submit, context, 2, (struct iocb *[]){ &poll, &gather });
	expect("io_submit(%#lx, 2, [{aio_data=0, aio_lio_opcode=IOCB_CMD_POLL, aio_fildes=-1, "
	       "aio_buf=POLLIN|POLLOUT}, {aio_data=0, aio_lio_opcode=IOCB_CMD_PREADV, aio_fildes=-1, "
	       "aio_buf=[{iov_base=%p, iov_len=2}], aio_offset=9, aio_flags=IOCB_FLAG_RESFD, "
	       "aio_resfd=7}]) = %s\n", context, vector[0].iov_base, result_text(result));
	result = syscall(SYS_io_cancel, context, &ranked, NULL);
	expect("io_cancel(%#lx, {aio_data=0, aio_lio_opcode=IOCB_CMD_PREAD, "
	       "aio_reqprio=IOPRIO_PRIO_VALUE(IOPRIO_CLASS_BE, 3), aio_fildes=-1}, NULL) = %s\n",
	       context, result_text(result));
	ranked.aio_flags = 0;
	result = syscall(SYS_io_cancel, context, &ranked, NULL);
	expect("io_cancel(%#lx, {aio_data=0, aio_lio_opcode=IOCB_CMD_PREAD, aio_reqprio=16387, "
	       "aio_fildes=-1}, NULL) = %s\n", context, result_text(result));
	result = syscall(SYS_io_submit, context, 1, unreadable());
	expect("io_submit(%#lx, 1, %p) = %s\n", context, unreadable(), result_text(result));
	result = syscall(SYS_io_cancel, context, &write, unreadable());
	expect("io_cancel(%#lx, {aio_data=0x1, aio_lio_opcode=IOCB_CMD_PWRITE, aio_fildes=-1}, %p) = %s\n",
	       context, unreadable(), result_text(result));
	result = syscall(SYS_io_getevents, context, 0, 4, unreadable(), (long[]){ 0, 5 });
	expect("io_getevents(%#lx, 0, 4, [], {tv_sec=0, tv_nsec=5}) = %s\n", context,
	       result_text(result));
	result = syscall(SYS_io_destroy, context);
	expect("io_destroy(%#lx) = %s\n", context, result_text(result));
	golden_end();
	return 0;
}
