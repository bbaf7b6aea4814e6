// trace: pipe,pipe2
#include "test.h"

int main(void)
{
	int fds[2];

	call(pipe, fds);
	call(pipe, NULL);
	call(pipe, unreadable);
	call(pipe, unreadable - 4);
	call(pipe2, fds, O_CLOEXEC | O_NONBLOCK);
	call(pipe2, fds, O_DIRECT);
	call(pipe2, fds, 0);
	call(pipe2, fds, -1);
	call(pipe2, BAD, O_EXCL);
	return 0;
}
