// pids: none
// mask: (?<=set_tid_address\().*
// also: -v
#include "test.h"
#include <linux/aio_abi.h>

/* Structures of which some members say what others are; masks of any length; and what cannot
 * be read to its end. */

static void requests(void)
{
	struct iovec vector[] = { { "abc", 3 }, { unreadable, 5 } };

	for (int i = 0; i < 60; i++) {
		struct iocb one = { .aio_data = 1,
			            .aio_key = i % 2 * 77,
			            .aio_rw_flags = i % 2,
			            .aio_lio_opcode = i / 6,
			            .aio_reqprio = i % 2 * 0x4003,
			            .aio_fildes = 2,
			            .aio_nbytes = 2,
			            .aio_offset = 12,
			            .aio_buf = (uintptr_t)(i >= 42 ? (void *)vector : "buffer"),
			            .aio_reserved2 = 5,
			            .aio_flags = i % 6 % 5,
			            .aio_resfd = i % 3 };
		struct iocb *list[] = { &one, NULL, (void *)unreadable, (void *)(unreadable - 20) };

		call(io_submit, 0, 4, list);
		call(io_cancel, 0, &one, NULL);
	}
	call(io_submit, 0, 4, unreadable - sizeof(long));
}

static void masks(void)
{
	const long sizes[] = { 0, 1, 2, 7, 31, 32, 33, 63, 64, 65, 128, 129, 200 };
	static unsigned long mask[8] = { 1, 2, 3 };
	void *const places[] = { mask,           NULL,           unreadable,
		                 unreadable - 4, unreadable - 8, unreadable - 16 };

	for (int i = 0; i < 6; i++)
		for (unsigned j = 0; j < sizeof(sizes) / sizeof(*sizes); j++) {
			call(mbind, 0, 4096, -1, places[i], sizes[j], 1);
			call(set_mempolicy, -1, places[i], sizes[j]);
			call(get_mempolicy, NULL, places[i], sizes[j], NULL, -1);
			call(migrate_pages, -1, sizes[j], places[i], places[i]);
		}
}

static void half_readable(void)
{
	struct sigevent event = { .sigev_signo = 10 };

	for (event.sigev_notify = 0; event.sigev_notify < 6; event.sigev_notify++)
		for (unsigned size = 4; size <= 32; size += 4) {
			call(timer_create, 99, edge(&event, size), NULL);
			call(mq_notify, -1, edge(&event, size));
		}
#ifdef __x86_64__
	struct {
		long type;
		char text[56];
	} message = { 5, "hello world" };

	for (unsigned size = 4; size <= sizeof(message); size += 4) {
		call(msgsnd, -1, edge(&message, size), 12, 0);
		call(msgsnd, -1, edge(&message, size), 50, 0);
	}
#endif
}

int main(void)
{
	requests();
	masks();
	half_readable();
	return 0;
}
