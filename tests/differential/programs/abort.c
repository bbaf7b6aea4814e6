// trace: getpid,gettid,tgkill,rt_sigprocmask
#include "test.h"

int main(void)
{
	call(getpid);
	call(gettid);
	abort();
}
