// trace: openat,read,close,exit_group,nanosleep
// also: -z
// also: -Z
// also: -e status=successful
// also: -e status=failed
// also: -e status=unfinished
// also: -e status=!failed
// also: -e status=none
// also: -e status=all
// also: -e status=unavailable,detached
// also: -z -c -S name -U name,calls,errors
// also: -Z -C -S name -U name,calls,errors
#include "test.h"

int main(void)
{
	char byte;

	call(openat, AT_FDCWD, "/dev/null", O_RDONLY);
	call(openat, AT_FDCWD, "missing", O_RDONLY);
	call(read, 3, &byte, 1);
	call(read, -1, &byte, 1);
	call(close, 3);
	call(close, 3);
	return 0;
}
