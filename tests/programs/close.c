/* Closing, and how a result is lined up with -a. */
// rastro: -a 20 -e trace=close
// abi: x86_64 i386
#include "golden.h"

int main(void)
{
	int fd = dup(1);
	long result;

	golden_begin();

	result = syscall(SYS_close, fd);
	expect("close(%d)%*s= %s\n", fd, 12 - (fd > 9), "", result_text(result));

	result = syscall(SYS_close, -1);
	expect("close(-1)           = %s\n", result_text(result));

	result = syscall(SYS_close, 2147483647);
	expect("close(2147483647)   = %s\n", result_text(result));

	golden_end();
	return 0;
}
