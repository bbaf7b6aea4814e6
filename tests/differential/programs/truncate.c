// trace: truncate,ftruncate,truncate64,ftruncate64
#include "test.h"

int main(void)
{
	int fd = open("a", O_RDWR | O_CREAT, 0600);

	call(truncate, "a", 100);
	call(truncate, "a", -1);
	call(truncate, "missing", 0);
	call(truncate, NULL, 0x7fffffff);
	call(ftruncate, fd, 0);
	call(ftruncate, fd, -100);
	call(ftruncate, -1, 5);
#ifdef __i386__
	call(truncate64, "a", WIDE(0x123456789));
	call(truncate64, "missing", WIDE(-1LL));
	call(ftruncate64, fd, WIDE(0x223456789));
	call(ftruncate64, fd, WIDE(LLONG_MIN));
#else
	call(truncate, "a", 0x123456789);
	call(ftruncate, fd, LONG_MAX);
#endif
	return 0;
}
