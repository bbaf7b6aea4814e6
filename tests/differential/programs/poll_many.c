// trace: poll
// also: -v
// also: -e abbrev=none
#include "test.h"

int main(void)
{
	static struct pollfd fds[64];

	for (int i = 0; i < 64; i++)
		fds[i] = (struct pollfd){ i % 2 ? 0 : -1, POLLIN };
	call(poll, fds, 31, 0);
	call(poll, fds, 32, 0);
	call(poll, fds, 33, 0);
	call(poll, fds, 64, 0);
	return 0;
}
