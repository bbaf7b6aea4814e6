// trace: io_uring_setup,io_uring_enter,io_uring_register
#include "test.h"
#include <linux/io_uring.h>

int main(void)
{
	struct io_uring_params params = { .flags = IORING_SETUP_CQSIZE | IORING_SETUP_CLAMP, .cq_entries = 8 };
	uint64_t set = 1 << (SIGUSR1 - 1);
	int fds[3] = { 0, -1, 2 };
	long fd = call(io_uring_setup, 4, &params);

	params = (struct io_uring_params){ .flags = -1, .sq_thread_cpu = 5, .sq_thread_idle = 7, .wq_fd = 9 };
	call(io_uring_setup, 4, &params);
	call(io_uring_setup, 0, NULL);
	call(io_uring_setup, -1, unreadable);
	call(io_uring_enter, fd, 0, 0, 0, NULL, 0);
	call(io_uring_enter, fd, 0, 0, IORING_ENTER_GETEVENTS, &set, 8);
	call(io_uring_enter, fd, 1, 0, IORING_ENTER_SQ_WAKEUP | IORING_ENTER_SQ_WAIT, NULL, 8);
	call(io_uring_enter, -1, -1, -1, -1, unreadable, 3);
	call(io_uring_register, fd, IORING_REGISTER_FILES, fds, 2);
	call(io_uring_register, fd, IORING_REGISTER_EVENTFD, &fds[1], 1);
	call(io_uring_register, fd, IORING_UNREGISTER_FILES, NULL, 0);
	call(io_uring_register, fd, IORING_REGISTER_BUFFERS, unreadable, 1);
	call(io_uring_register, -1, 77, NULL, 5);
	call(io_uring_register, -1, -1, BAD, -1);
	return 0;
}
