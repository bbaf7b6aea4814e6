// trace: openat,close,getpid
// options: -C -S name -U name,calls,errors
// also: -f
#include "test.h"

int main(void)
{
	call(getpid);
	call(close, -1);
	call(openat, AT_FDCWD, "missing", O_RDONLY);
	return 0;
}
