// trace: rt_sigreturn,sigreturn
#include "test.h"
#include <setjmp.h>

static sigjmp_buf back;

static void recover(int signal)
{
	siglongjmp(back, 1);
}

int main(void)
{
	signal(SIGSEGV, recover);
	if (!sigsetjmp(back, 1))
		*(volatile int *)8 = 1;
	if (!sigsetjmp(back, 1))
		__asm__ volatile("hlt");
	return 0;
}
