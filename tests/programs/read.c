/* Reading: only what arrived is shown, shortened to -s. */
// rastro: -a 1 -s 8 -e trace=read
// abi: x86_64 i386
#include "golden.h"

int main(void)
{
	char buffer[100];
	long result;
	int pipe_fds[2];

	if (pipe(pipe_fds) < 0 || write(pipe_fds[1], "a\0b\t\"\\12\n0123456789\n", 20) != 20)
		return 1;
	int fd = pipe_fds[0];
	golden_begin();

	result = syscall(SYS_read, fd, buffer, 4);
	expect("read(%d, \"a\\0b\\t\", 4) = %s\n", fd, result_text(result));

	result = syscall(SYS_read, fd, buffer, 5);
	expect("read(%d, \"\\\"\\\\12\\n\", 5) = %s\n", fd, result_text(result));

	result = syscall(SYS_read, fd, buffer, 0);
	expect("read(%d, \"\", 0) = %s\n", fd, result_text(result));

	result = syscall(SYS_read, fd, unreadable(), 4);
	expect("read(%d, %p, 4) = %s\n", fd, unreadable(), result_text(result));

	result = syscall(SYS_read, fd, buffer, sizeof(buffer));
	expect("read(%d, \"01234567\"..., 100) = %s\n", fd, result_text(result));

	result = syscall(SYS_read, -1, buffer, (size_t)-1);
	expect("read(-1, %p, %zu) = %s\n", buffer, (size_t)-1, result_text(result));

	golden_end();
	return 0;
}
