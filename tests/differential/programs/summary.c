// trace: openat,close,getpid,read,write
// options: -c
// also: -S name
// also: -S calls
// also: -S errors
// also: -S nothing
// also: -S name -U name,calls
// also: -S name -U calls,errors,name
// also: -S calls -w
// also: -f
// also: -S name -U name,calls -e trace=none
// also: -z -S name
#include "test.h"

int main(void)
{
	char byte;

	for (int i = 0; i < 3; i++)
		call(getpid);
	for (int i = 0; i < 5; i++)
		call(openat, AT_FDCWD, "missing", O_RDONLY);
	for (int i = 0; i < 1100; i++)
		call(close, -1);
	call(read, 0, &byte, 1);
	call(read, -1, &byte, 1);
	return 0;
}
