// trace: seccomp,prctl
// also: -v
#include "test.h"
#include <linux/filter.h>
#include <linux/seccomp.h>

int main(void)
{
	struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x1234, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | 5),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { 4, filter }, empty = { 0, filter }, broken = { 5, BAD };
	uint32_t action = SECCOMP_RET_TRACE, sizes[3] = { 0 }, unknown = 0x12345678;

	call(seccomp, 2 /* GET_ACTION_AVAIL */, 0, &action);
	call(seccomp, 2, 0, &unknown);
	call(seccomp, 2, 0, NULL);
	call(seccomp, 3 /* GET_NOTIF_SIZES */, 0, sizes);
	call(seccomp, 3, -1, NULL);
	call(seccomp, 1 /* SET_MODE_FILTER */, 0, &empty);
	call(seccomp, 1, 0, &broken);
	call(seccomp, 1, 0, NULL);
	call(seccomp, 1, 0xff, unreadable);
	call(seccomp, 1, -1, &program);
	call(seccomp, 99, 1, 2);
	call(prctl, 22, 2, &empty);
	call(prctl, 38, 1, 0, 0, 0);
	call(seccomp, 1, 1 | 2, &program);
	call(prctl, 22, 2, &program);
	call(seccomp, 0 /* STRICT */, 1, NULL);
	return 0;
}
