// trace: getpriority,setpriority,ioprio_get,ioprio_set,nice
#include "test.h"

int main(void)
{
	call(getpriority, 0, 0);
	call(getpriority, 1, 0);
	call(getpriority, 2, -1);
	call(getpriority, 3, 5);
	call(setpriority, 0, 0, 5);
	call(setpriority, 2, -1, -21);
	call(setpriority, 55, 77, 0x7fffffff);
	call(ioprio_get, 1, 0);
	call(ioprio_get, 2, 0x7fffffff);
	call(ioprio_get, 77, -1);
	call(ioprio_set, 1, 0, (2 << 13) | 4);
	call(ioprio_set, 1, 0, 3 << 13);
	call(ioprio_get, 1, 0);
	call(ioprio_set, 3, 99999999, (7 << 13) | 9);
	call(ioprio_set, 1, 0, -1);
#ifdef __i386__
	call(nice, 3);
	call(nice, -100);
#endif
	return 0;
}
