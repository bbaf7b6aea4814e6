// trace: getsockopt
// pids: none
// options: -a 1
// also: -v
/* Options of every level as they come out: a filter lets getsockopt succeed, so that a tracer
 * believes that the kernel wrote what was there before. */
#include "test.h"
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>

static void answer_getsockopt(void)
{
	static struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_getsockopt, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { sizeof(code) / sizeof(*code), code };

	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

int main(void)
{
	static const short levels[] = { 0,   1,   6,   17,  41,  58,  101, 132, 136, 255, 256,
		                        257, 258, 259, 260, 261, 262, 263, 264, 265, 266, 267,
		                        268, 269, 270, 271, 272, 273, 274, 275, 276, 277, 278,
		                        279, 280, 281, 282, 283, 284, 285, 286, 287 };
	static const unsigned char sizes[] = { 4, 8, 24, 128 };
	/* Of a filter the length counts instructions, so there is more to be seen. */
	static unsigned char value[0x2000];

	for (unsigned i = 0; i < 128; i++)
		value[i] = i + 1;
	answer_getsockopt();
	for (unsigned i = 0; i < sizeof(levels) / sizeof(*levels); i++)
		for (int option = 0; option < 140; option++)
			for (unsigned k = 0; k < sizeof(sizes); k++)
				if (levels[i] < 20 || option < 40 || (option > 99 && k % 2))
					call(getsockopt, -1, levels[i], option, value, &(int){ sizes[k] });
	return 0;
}
