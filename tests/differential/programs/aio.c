// trace: io_setup,io_destroy,io_submit,io_cancel,io_getevents,io_pgetevents
// mask: 0x7ff[0-9a-f]+|0xf7[0-9a-f]+
#include "test.h"
#include <linux/aio_abi.h>

int main(void)
{
	static char buffer[512];
	int fd = open("a", O_RDWR | O_CREAT, 0640);
	unsigned long context = 0, wrong = 5;
	struct iocb write_it = { .aio_data = 0x1111, .aio_lio_opcode = IOCB_CMD_PWRITE, .aio_fildes = fd, .aio_buf = (uintptr_t)"hello", .aio_nbytes = 5, .aio_offset = 7 };
	struct iocb read_it = { .aio_data = 0x2222, .aio_lio_opcode = IOCB_CMD_PREAD, .aio_fildes = fd, .aio_buf = (uintptr_t)buffer, .aio_nbytes = 512 };
	struct iocb sync_it = { .aio_lio_opcode = IOCB_CMD_FSYNC, .aio_fildes = -1, .aio_reqprio = 3, .aio_flags = 1, .aio_resfd = 9 };
	struct iocb odd = { .aio_lio_opcode = 99, .aio_fildes = fd, .aio_rw_flags = 1 };
	struct iocb *list[] = { &write_it, &read_it, &sync_it, &odd, NULL, BAD };
	struct io_event events[4];
	struct timespec zero = { 0, 0 };

	call(io_setup, 10, &context);
	call(io_setup, -1, &wrong);
	call(io_setup, 5, NULL);
	call(io_setup, 5, unreadable);
	call(io_submit, context, 1, list);
	call(io_submit, context, 2, list + 1);
	call(io_submit, context, 3, list + 3);
	call(io_submit, context, 0, NULL);
	call(io_submit, 0, -1, list);
	call(io_submit, 0, 2, unreadable);
	call(io_getevents, context, 2, 4, events, NULL);
	call(io_getevents, context, 0, 4, events, &zero);
	call(io_getevents, 0, -1, 5, NULL, unreadable);
	call(io_pgetevents, context, 0, 4, events, &zero, NULL);
	call(io_cancel, context, &read_it, events);
	call(io_cancel, 0, NULL, unreadable);
	call(io_destroy, context);
	call(io_destroy, -1);
	return 0;
}
