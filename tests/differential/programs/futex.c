// trace: futex,futex_time64,futex_waitv
// mask: tv_sec=1[789]\d+, tv_nsec=\d+
#include "test.h"
#include <linux/futex.h>

int main(void)
{
	uint32_t word = 5, other = 6;
	struct timespec soon = { 0, 1 }, wrong = { 1, -1 }, past = { 1000, 5 };
	struct { uint64_t value, address; uint32_t flags, reserved; } waiters[2] = { { 4, (uintptr_t)&word, 2 }, { 6, (uintptr_t)&other, 0x82 } };

	call(futex, &word, FUTEX_WAIT, 4, NULL);
	call(futex, &word, FUTEX_WAIT_PRIVATE, 5, &soon);
	call(futex, &word, FUTEX_WAIT, 5, &wrong);
	call(futex, &word, FUTEX_WAIT, 5, unreadable);
	call(futex, &word, FUTEX_WAKE, 1);
	call(futex, &word, FUTEX_WAKE_PRIVATE, INT_MAX);
	call(futex, &word, FUTEX_FD, 0);
	call(futex, &word, FUTEX_REQUEUE, 1, 2, &other);
	call(futex, &word, FUTEX_CMP_REQUEUE, 1, 2, &other, 4);
	call(futex, &word, FUTEX_CMP_REQUEUE_PRIVATE, 1, 2, &other, 5);
	call(futex, &word, FUTEX_WAKE_OP, 1, 1, &other, FUTEX_OP(FUTEX_OP_ADD, 1, FUTEX_OP_CMP_GT, 2));
	call(futex, &word, FUTEX_WAKE_OP_PRIVATE, 1, 1, &other, FUTEX_OP(FUTEX_OP_SET | FUTEX_OP_OPARG_SHIFT, 4, FUTEX_OP_CMP_EQ, 0));
	call(futex, &word, FUTEX_WAKE_OP, 1, 1, &other, 0xffffffff);
	call(futex, &word, FUTEX_LOCK_PI, 0, &past);
	call(futex, &word, FUTEX_UNLOCK_PI_PRIVATE);
	call(futex, &word, FUTEX_TRYLOCK_PI, 1);
	call(futex, &word, FUTEX_WAIT_BITSET, 5, &past, NULL, 0xffffffff);
	call(futex, &word, FUTEX_WAIT_BITSET | FUTEX_CLOCK_REALTIME, 5, &past, NULL, 3);
	call(futex, &word, FUTEX_WAKE_BITSET_PRIVATE, 1, NULL, NULL, 0xff);
	call(futex, &word, FUTEX_WAIT_REQUEUE_PI, 5, &past, &other);
	call(futex, &word, FUTEX_CMP_REQUEUE_PI, 1, 3, &other, 5);
	call(futex, &word, 13 /* LOCK_PI2 */, 0, &past);
	call(futex, NULL, FUTEX_WAIT, 0, NULL);
	call(futex, BAD, FUTEX_WAIT, 0, NULL);
	call(futex, &word, 77, 1, 2, 3, 4);
	call(futex, &word, -1, -1, -1, -1, -1);
	call(futex_waitv, waiters, 2, 0, NULL, CLOCK_MONOTONIC);
	call(futex_waitv, waiters, 0, 0, &past, CLOCK_REALTIME);
	call(futex_waitv, NULL, 2, -1, BAD, -1);
	call(futex_waitv, EDGE(waiters), 3, 0, NULL, 1);
#ifdef __i386__
	long long wide[2] = { 0, 1 };
	call(futex_time64, &word, FUTEX_WAIT, 5, wide);
	call(futex_time64, &word, FUTEX_WAKE, 1);
#endif
	return 0;
}
