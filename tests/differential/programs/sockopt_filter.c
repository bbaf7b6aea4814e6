// trace: setsockopt,getsockopt
// also: -v
#include "test.h"
#include <linux/filter.h>

int main(void)
{
	int fd = socket(AF_INET, SOCK_DGRAM, 0);
	struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0), BPF_STMT(BPF_LDX | BPF_B | BPF_MSH, 14), BPF_STMT(BPF_ALU | BPF_ADD | BPF_X, 0),
		BPF_STMT(BPF_ALU | BPF_AND | BPF_K, 0xff), BPF_STMT(BPF_ST, 1), BPF_STMT(BPF_STX, 2), BPF_STMT(BPF_MISC | BPF_TAX, 0),
		BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, 0x1fff, 1, 0), BPF_JUMP(BPF_JMP | BPF_JA, 1, 0, 0), BPF_STMT(BPF_LD | BPF_W | BPF_LEN, 0),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, -4096 + 4), BPF_STMT(BPF_LD | BPF_H | BPF_IND, 5), BPF_STMT(BPF_RET | BPF_A, 0), BPF_STMT(BPF_RET | BPF_K, -1),
		{ 0xffff, 1, 2, 3 },
	};
	struct sock_fprog program = { 15, filter }, small = { 2, filter + 12 }, none = { 0, NULL }, bad = { 4, BAD };

	call(setsockopt, fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof(program));
	call(setsockopt, fd, SOL_SOCKET, SO_ATTACH_FILTER, &small, sizeof(small));
	call(setsockopt, fd, SOL_SOCKET, SO_ATTACH_FILTER, &none, sizeof(none));
	call(setsockopt, fd, SOL_SOCKET, SO_ATTACH_FILTER, &bad, sizeof(bad));
	call(setsockopt, fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, 4);
	call(setsockopt, fd, SOL_SOCKET, SO_ATTACH_FILTER, NULL, 16);
	call(setsockopt, fd, SOL_SOCKET, SO_DETACH_FILTER, NULL, 0);
	return 0;
}
