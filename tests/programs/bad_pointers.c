/* Calls of every family with pointers to nothing, to what cannot be read, and to structures of
 * which only the beginning can: each shows the address, and what came of it. */
// rastro: -a 1 -e 't=!getpid,kill,mmap,mprotect'
// abi: x86_64 i386
#include "golden.h"

#include <linux/keyctl.h>
#include <sys/prctl.h>
#include <sys/ioctl.h>

/* How to make a call of which one argument is bad, and what is shown of it around that. */
struct attempt {
	long number, arguments[6];
	unsigned char at;
	const char *before, *behind;
};

static const struct attempt attempts[] = {
	/* Files. */
	{ SYS_statx,
	  { -1, (long)"x", 0, 0 },
	  4,
	  "statx(-1, \"x\", AT_STATX_SYNC_AS_STAT, 0, ",
	  ")" },
	{ 437, { -1, (long)"x", 0, 24 }, 2, "openat2(-1, \"x\", ", ", 24)" },
	{ 442, { -1, (long)"x", 0, 0, 32 }, 3, "mount_setattr(-1, \"x\", 0, ", ", 32)" },
	{ SYS_statfs, { (long)"/nowhere" }, 1, "statfs(\"/nowhere\", ", ")" },
	{ SYS_utimensat, { -1, (long)"x" }, 2, "utimensat(-1, \"x\", ", ", 0)" },
	{ SYS_open_by_handle_at, { -1 }, 1, "open_by_handle_at(-1, ", ", O_RDONLY)" },
	{ SYS_preadv, { -1, 0, 1 }, 1, "preadv(-1, ", ", 1, 0)" },
	{ SYS_epoll_ctl, { -1, 1, -1 }, 3, "epoll_ctl(-1, EPOLL_CTL_ADD, -1, ", ")" },
	{ SYS_ioctl, { -1, TCSETS }, 2, "ioctl(-1, SNDCTL_TMR_START or TCSETS, ", ")" },
	/* Processes. */
	{ 435, { 0, 64 }, 0, "clone3(", ", 64)" },
	{ SYS_sched_setattr, { -1, 0, 0 }, 1, "sched_setattr(-1, ", ", 0)" },
	{ SYS_prctl,
	  { PR_SET_MM, PR_SET_MM_MAP, 0, 4 },
	  2,
	  "prctl(PR_SET_MM, PR_SET_MM_MAP, ",
	  ", 0x4, 0)" },
	{ SYS_process_vm_readv,
	  { -1, 0, 1, 0, 1 },
	  1,
	  "process_vm_readv(-1, ",
	  ", 1, NULL, 1, 0)" },
	{ SYS_perf_event_open, { 0, -1, -1, -1 }, 0, "perf_event_open(", ", -1, -1, -1, 0)" },
	{ 444, { 0, 8, 0 }, 0, "landlock_create_ruleset(", ", 8, 0)" },
	{ SYS_keyctl, { KEYCTL_DH_COMPUTE }, 1, "keyctl(KEYCTL_DH_COMPUTE, ", ", NULL, 0, NULL)" },
	/* Time and signals. */
	{ SYS_timer_settime, { 77, 0 }, 2, "timer_settime(77, 0, ", ", NULL)" },
	{ SYS_clock_settime, { 1 }, 1, "clock_settime(CLOCK_MONOTONIC, ", ")" },
	{ SYS_rt_tgsigqueueinfo, { -1, -1, 10 }, 3, "rt_tgsigqueueinfo(-1, -1, SIGUSR1, ", ")" },
	{ 449, { 0, 1, 0, 0, 1 }, 0, "futex_waitv(", ", 1, 0, NULL, CLOCK_MONOTONIC)" },
	/* Messages. */
	{ SYS_mq_getsetattr, { -1 }, 1, "mq_getsetattr(-1, ", ", NULL)" },
	{ SYS_sendmsg, { -1 }, 1, "sendmsg(-1, ", ", 0)" },
	{ SYS_sendmmsg, { -1, 0, 1 }, 1, "sendmmsg(-1, ", ", 1, 0)" },
	{ SYS_bind, { -1, 0, 16 }, 1, "bind(-1, ", ", 16)" },
	{ SYS_setsockopt,
	  { -1, 1, 13, 0, 8 },
	  3,
	  "setsockopt(-1, SOL_SOCKET, SO_LINGER, ",
	  ", 8)" },
	{ SYS_bpf, { 1, 0, 32 }, 1, "bpf(BPF_MAP_LOOKUP_ELEM, ", ", 32)" },
	{ 425, { 1 }, 1, "io_uring_setup(1, ", ")" },
	{ 427, { -1, 22, 0, 1 }, 2, "io_uring_register(-1, IORING_REGISTER_PBUF_RING, ", ", 1)" },
};

static void try_with(const struct attempt *attempt, void *bad)
{
	long a[6];
	char shown[40];

	memcpy(a, attempt->arguments, sizeof(a));
	a[attempt->at] = (long)bad;
	long result = syscall(attempt->number, a[0], a[1], a[2], a[3], a[4], a[5]);
	snprintf(shown, sizeof(shown), bad ? "%p" : "NULL", bad);
	expect("%s%s%s = %s\n", attempt->before, shown, attempt->behind, result_text(result));
}

int main(void)
{
	void *half = at_page_end("\1", 2);

	golden_begin();
	for (size_t i = 0; i < sizeof(attempts) / sizeof(*attempts); i++) {
		try_with(&attempts[i], NULL);
		try_with(&attempts[i], unreadable());
		try_with(&attempts[i], half);
	}
	golden_end();
	return 0;
}
