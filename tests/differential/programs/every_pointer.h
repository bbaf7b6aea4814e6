/* Calls of files, time, signals and IPC with pointers that lead nowhere, into the end of memory,
 * and to bytes that mean something; a filter answers them all. */
#ifndef RASTRO_DIFFERENTIAL_EVERY_POINTER_H
#define RASTRO_DIFFERENTIAL_EVERY_POINTER_H

#include "every.h"
#include <linux/futex.h>
#include <linux/io_uring.h>

static inline void call_futexes(void *p)
{
	struct timespec time = { 0, 1 };

	for (int operation = 0; operation < 14; operation++)
		if (operation != FUTEX_FD)
			call(futex, p, operation | FUTEX_PRIVATE_FLAG, 1, &time, p, 3);
	call_number(449 /* futex_waitv */, p, 2, 0, p, 1);
}

static inline void call_clocks(void *p)
{
	long timer[4] = { 0 };

	call(timer_create, 1, p, timer);
	call(timer_settime, 77, 1, p, p);
	call(timer_gettime, 77, p);
	call(timerfd_settime, -1, 3, p, p);
	call(timerfd_gettime, -1, p);
	call(clock_nanosleep, 1, 0, p, p);
	call(setitimer, 0, NULL, p);
	call(getitimer, 1, p);
	call(adjtimex, p);
	call(clock_adjtime, 5, p);
}

static inline void call_signals(void *p)
{
	call(signalfd4, -1, p, 8, -1);
	call(signalfd4, -1, p, 4, 0);
	call(rt_sigtimedwait, p, p, p, 8);
	call(rt_tgsigqueueinfo, -5, -5, 10, p);
	call(sigaltstack, p, p);
	call(rt_sigaction, 10, p, p, 8);
	call(ppoll, p, 1, p, p, 8);
	call(pselect6, 3, p, p, p, p, p);
	call(epoll_ctl, -1, 1, 5, p);
	call(epoll_ctl, -1, 3, 5, p);
	call(epoll_wait, -1, p, 1, 0);
}

static inline void call_queues(void *p)
{
	for (int command = 0; command < 21; command++) {
		call(semctl, -1, 0, command | 0x100, p);
		call(shmctl, -1, command | 0x100, p);
		call(msgctl, -1, command | 0x100, p);
	}
	call(msgsnd, -1, p, 5, 0);
	call(msgrcv, -1, p, 5, 0, 0x2000);
	call(mq_open, p, O_CREAT | O_RDWR, 0600, p);
	call(mq_notify, -1, p);
	call(mq_getsetattr, -1, p, p);
	call(mq_timedsend, -1, p, 5, 1, p);
}

static inline void call_descriptors(void *p)
{
	call(fcntl, 0, F_GETLK, p);
	call(fcntl, 0, 37 /* F_OFD_SETLK */, p);
	call(fcntl, 0, 15 /* F_SETOWN_EX */, p);
	call(fcntl, 0, 16 /* F_GETOWN_EX */, p);
	call(copy_file_range, -1, p, -1, p, 5, 0);
	call(splice, -1, p, -1, p, 5, 3);
	call(vmsplice, -1, p, 1, 3);
	call(preadv2, -1, p, 1, 5, 0, 3);
	call(sendfile, -1, -1, p, 5);
	call(process_vm_readv, -5, p, 1, p, 1, 0);
	call(io_submit, 0, 1, p);
	call(io_getevents, 0, 0, 1, p, p);
	call(io_pgetevents, 0, 0, 1, p, p, p);
	call(io_uring_setup, 1, p);
	call(io_uring_enter, -1, 1, 1, 0, p, 8);
}

static inline void call_files(void *p)
{
	call(openat2, AT_FDCWD, "x", p, 24);
	call(openat2, AT_FDCWD, "x", p, 40);
	call(statx, -1, "x", 0, 0xfff, p);
	call(fstatfs, -1, p);
	call(utimensat, -1, NULL, p, 0x100);
	call(mount_setattr, -1, "", 0, p, 32);
	call(inotify_add_watch, -1, p, -1);
	call(name_to_handle_at, -1, "", p, p, 0x1000);
	call(open_by_handle_at, -1, p, 0);
	call(setxattr, p, p, p, 5, 1);
	call(getxattr, p, p, p, 5);
	call(quotactl, 0x80000600, p, 0, p);
}

static inline void call_with_pointers(int answer)
{
	static uint64_t bytes[64] = { 0x111 };
	void *const pointers[] = { NULL, unreadable, unreadable - 4, unreadable - 12, bytes };

	answer_calls(answer);
	for (unsigned i = 0; i < sizeof(pointers) / sizeof(pointers[0]); i++) {
		call_futexes(pointers[i]);
		call_clocks(pointers[i]);
		call_signals(pointers[i]);
		call_queues(pointers[i]);
		call_descriptors(pointers[i]);
		call_files(pointers[i]);
	}
	call(exit_group, 0);
}

#endif
