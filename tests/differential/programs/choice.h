/* Calls whose other arguments depend on one of them, with each value that it may have.
 *
 * As in every.h a filter answers: with ANSWER 0 a tracer believes that what the arguments
 * point to came out of the call. */
#ifndef RASTRO_DIFFERENTIAL_CHOICE_H
#define RASTRO_DIFFERENTIAL_CHOICE_H

#include "every.h"
#include <asm/unistd.h>

enum { WORDS = 4096 / sizeof(long) };

/* Numbers from first to last go into argument at; pointers into those whose bit is set. */
struct choice {
	long number;
	unsigned first, last;
	unsigned char at, pointers;
};

static const struct choice choices[] = {
	{ SYS_fcntl, 0, 16, 1, 1 << 2 },
	{ SYS_fcntl, 36, 38, 1, 1 << 2 },
	{ SYS_fcntl, 1024, 1026, 1, 1 << 2 },
	{ SYS_fcntl, 1029, 1038, 1, 1 << 2 },
	{ SYS_syslog, 0, 10, 0, 1 << 1 },
	{ SYS_keyctl, 0, 24, 0, 1 << 1 | 1 << 2 | 1 << 3 | 1 << 4 },
	{ SYS_keyctl, 29, 30, 0, 1 << 1 | 1 << 2 | 1 << 3 | 1 << 4 },
	{ SYS_keyctl, 0, 24, 0, 1 << 2 | 1 << 4 },
	{ SYS_keyctl, 0, 24, 0, 1 << 1 },
	{ SYS_semctl, 0, 20, 2, 1 << 3 },
	{ SYS_msgctl, 0, 14, 1, 1 << 2 },
	{ SYS_shmctl, 0, 16, 1, 1 << 2 },
	{ SYS_kcmp, 0, 8, 2, 1 << 4 },
	{ SYS_landlock_add_rule, 0, 1, 1, 1 << 2 },
#ifdef __i386__
	{ SYS_fcntl64, 0, 16, 1, 1 << 2 },
	{ SYS_fcntl64, 36, 38, 1, 1 << 2 },
	{ SYS_fcntl64, 1024, 1026, 1, 1 << 2 },
	{ SYS_fcntl64, 1029, 1038, 1, 1 << 2 },
	{ SYS_futex_time64, 0, 14, 1, 1 << 0 | 1 << 3 | 1 << 4 },
	{ SYS_futex_time64, 128, 142, 1, 1 << 0 | 1 << 3 | 1 << 4 },
	{ SYS_socketcall, 0, 21, 0, 1 << 1 },
	/* Old forms of msgrcv and shmat have tests of their own. */
	{ SYS_ipc, 0, 11, 0, 1 << 4 },
	{ SYS_ipc, 13, 20, 0, 1 << 4 },
	{ SYS_ipc, 22, 24, 0, 1 << 4 },
#else
	{ SYS_futex, 0, 14, 1, 1 << 0 | 1 << 3 | 1 << 4 },
#endif
};

static void make_choice(const struct choice *choice, unsigned value, long pointer, long other)
{
	long a[6];

	for (int i = 0; i < 6; i++)
		a[i] = choice->pointers >> i & 1 ? pointer : other;
	a[choice->at] = value;
	syscall(choice->number, a[0], a[1], a[2], a[3], a[4], a[5]);
}

static void make_choices(int answer)
{
	static long zeros[WORDS], bytes[WORDS], words[WORDS];
	static char text[] = "text";

	for (unsigned i = 0; i < sizeof(bytes); i++)
		((unsigned char *)bytes)[i] = i + 1;
	for (int i = 0; i < WORDS; i++)
		words[i] = (long)text;
	/* What begins here is cut where memory ends: zeros, then bytes. */
	char *half = unreadable - 100;
	memcpy(half + 20, bytes, 80);
	const long pointers[] = { 0,
		                  (long)unreadable,
		                  (long)zeros,
		                  (long)bytes,
		                  (long)words,
		                  (long)half,
		                  (long)(unreadable - 4),
		                  (long)(unreadable - 12),
		                  (long)(unreadable - 24),
		                  (long)(unreadable - 40) };

	answer_calls(answer);
	for (const struct choice *choice = choices;
	     choice < choices + sizeof(choices) / sizeof(*choices); choice++)
		for (unsigned value = choice->first; value <= choice->last; value++)
			for (unsigned i = 0; i < sizeof(pointers) / sizeof(*pointers); i++)
				make_choice(choice, value, pointers[i], 3);
	syscall(SYS_exit_group, 0);
}

#endif
