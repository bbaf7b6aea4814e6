/* What the programs of the differential tests share.
 *
 * They call the kernel without libc in between, so that a trace shows just what
 * the source says, and pass every argument as a whole register, so that no
 * register carries what chance left in its upper half.  "unreadable" is a page
 * nobody may touch; edge() puts bytes right in front of it. */
#ifndef RASTRO_DIFFERENTIAL_TEST_H
#define RASTRO_DIFFERENTIAL_TEST_H

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define CALL1(n) syscall(n, 0L, 0L, 0L, 0L, 0L, 0L)
#define CALL2(n, a) syscall(n, (long)(a), 0L, 0L, 0L, 0L, 0L)
#define CALL3(n, a, b) syscall(n, (long)(a), (long)(b), 0L, 0L, 0L, 0L)
#define CALL4(n, a, b, c) syscall(n, (long)(a), (long)(b), (long)(c), 0L, 0L, 0L)
#define CALL5(n, a, b, c, d) syscall(n, (long)(a), (long)(b), (long)(c), (long)(d), 0L, 0L)
#define CALL6(n, a, b, c, d, e) \
	syscall(n, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), 0L)
#define CALL7(n, a, b, c, d, e, f) \
	syscall(n, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), (long)(f))
#define CALL_PICK(n, a, b, c, d, e, f, pick, ...) pick
#define CALL_COUNTED(...) \
	CALL_PICK(__VA_ARGS__, CALL7, CALL6, CALL5, CALL4, CALL3, CALL2, CALL1)(__VA_ARGS__)

/* call(openat, AT_FDCWD, "file", O_RDONLY): the call of that name, directly. */
#define call(name, ...) CALL_COUNTED(SYS_##name __VA_OPT__(,) __VA_ARGS__)
/* The same by number, for calls that the headers may not know. */
#define call_number(number, ...) CALL_COUNTED(number __VA_OPT__(,) __VA_ARGS__)

/* A 64-bit argument, which takes two registers in a 32-bit program. */
#ifdef __x86_64__
#define WIDE(value) (value)
#else
#define WIDE(value) (uint32_t)(uint64_t)(value), (uint32_t)((uint64_t)(value) >> 32)
#endif

#define BAD ((void *)-1L)
#define FD_BAD (-1)
#define PAGE 4096

static char *unreadable;

__attribute__((constructor)) static void map_unreadable(void)
{
	char *pages = mmap(NULL, 17 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (pages == MAP_FAILED)
		abort();
	unreadable = pages + 16 * PAGE;
	mprotect(unreadable, PAGE, PROT_NONE);
}

/* A copy of some bytes that ends where memory ends. */
static inline void *edge(const void *data, size_t size)
{
	return memcpy(unreadable - size, data, size);
}

/* Signals that arrive when they like make a trace unlike the last one; so they
 * are blocked, and let in where the program chooses. */
static inline void change_blocked(int how, int signal)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, signal);
	sigprocmask(how, &set, NULL);
}

static inline void block(int signal)
{
	change_blocked(SIG_BLOCK, signal);
}

static inline void unblock(int signal)
{
	change_blocked(SIG_UNBLOCK, signal);
}

#define EDGE(object) edge(&(object), sizeof(object))

#endif
