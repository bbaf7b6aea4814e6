// trace: writev
// also: -v
// also: -e abbrev=none -s 3
#include "test.h"
#include <sys/uio.h>

int main(void)
{
	static struct iovec vector[1024];
	int fd = open("/dev/null", O_WRONLY);

	for (int i = 0; i < 1024; i++)
		vector[i] = (struct iovec){ "abcdefgh" + i % 8, 8 - i % 8 };
	call(writev, fd, vector, 31);
	call(writev, fd, vector, 32);
	call(writev, fd, vector, 33);
	call(writev, fd, vector, 100);
	call(writev, fd, vector, 1024);
	return 0;
}
