// trace: clone3,wait4,exit_group
// options: -f
#include "test.h"

struct args { uint64_t flags, pidfd, child_tid, parent_tid, exit_signal, stack, stack_size, tls, set_tid, set_tid_size, cgroup; };

int main(void)
{
	int pidfd = -1, tid = 0;
	int tids[2] = { 77, 88 };
	struct args args = { .exit_signal = SIGCHLD };
	struct { struct args args; uint64_t more; } larger = { .args = { .flags = CLONE_NEWUSER | CLONE_FS, .exit_signal = 99 }, .more = 5 };

	block(SIGCHLD);
	block(SIGUSR2);
	if (call(clone3, &args, 64) == 0)
		call(exit_group, 1);
	call(wait4, -1, NULL, 0, NULL);
	args = (struct args){ .flags = CLONE_PIDFD | CLONE_PARENT_SETTID | CLONE_CHILD_SETTID, .exit_signal = SIGUSR2,
			      .pidfd = (uintptr_t)&pidfd, .parent_tid = (uintptr_t)&tid, .child_tid = (uintptr_t)&tid };
	if (call(clone3, &args, sizeof(args)) == 0)
		call(exit_group, 2);
	call(wait4, -1, NULL, __WALL, NULL);
	args = (struct args){ .flags = CLONE_THREAD | CLONE_SETTLS, .stack = 0x1000, .stack_size = 0x2000, .tls = 0x3000 };
	call(clone3, &args, sizeof(args));
	args = (struct args){ .flags = CLONE_FS | CLONE_NEWNS | 0x200000000, .set_tid = (uintptr_t)tids, .set_tid_size = 2, .cgroup = 3 };
	call(clone3, &args, sizeof(args));
	args = (struct args){ .flags = CLONE_FS | CLONE_NEWNS, .set_tid = (uintptr_t)tids, .set_tid_size = 33 };
	call(clone3, &args, 80);
	call(clone3, &args, 8);
	call(clone3, &args, 0);
	call(clone3, &larger, sizeof(larger));
	call(clone3, NULL, 64);
	call(clone3, BAD, 88);
	call(clone3, unreadable - 16, 64);
	args.flags = -1;
	call(clone3, EDGE(args), sizeof(args));
	return 0;
}
