// trace: prctl
#include "test.h"
#include <sys/prctl.h>

int main(void)
{
	int value;
	long address;

	for (int sub = 0; sub < 16; sub++)
		call(prctl, 35 /* SET_MM */, sub, 0, 0, 0);
	call(prctl, 35, 99, BAD, 5, 6);
	call(prctl, 36 /* SET_CHILD_SUBREAPER */, 1);
	call(prctl, 37, &value);
	call(prctl, 37, NULL);
	call(prctl, 38 /* SET_NO_NEW_PRIVS */, 1, 0, 0, 0);
	call(prctl, 38, 1, 2, 3, 4);
	call(prctl, 39, 0, 0, 0, 0);
	call(prctl, 39, 1, 2, 3, 4);
	call(prctl, 40 /* GET_TID_ADDRESS */, &address);
	call(prctl, 40, unreadable);
	call(prctl, 41 /* SET_THP_DISABLE */, 1, 0, 0, 0);
	call(prctl, 42, 0, 0, 0, 0);
	call(prctl, 41, 0, 0, 0, 0);
	call(prctl, 43);
	call(prctl, 44);
	call(prctl, 45 /* SET_FP_MODE */, 3);
	call(prctl, 46);
	call(prctl, 47 /* CAP_AMBIENT */, 1, 5, 0, 0);
	call(prctl, 47, 2, 77, 0, 0);
	call(prctl, 47, 3, 0, 0, 0);
	call(prctl, 47, 4, 0, 0, 0);
	call(prctl, 47, 99, 1, 2, 3);
	call(prctl, 50 /* SVE_SET_VL */, 0x20010);
	call(prctl, 51);
	call(prctl, 52 /* GET_SPECULATION_CTRL */, 0, 0, 0, 0);
	call(prctl, 52, 1, 0, 0, 0);
	call(prctl, 52, 99, 0, 0, 0);
	call(prctl, 53, 0, 4, 0, 0);
	call(prctl, 53, 1, 99, 0, 0);
	call(prctl, 54 /* PAC_RESET_KEYS */, 1, 0, 0, 0);
	call(prctl, 55, 1, 0, 0, 0);
	call(prctl, 56, 0, 0, 0, 0);
	call(prctl, 57 /* SET_IO_FLUSHER */, 0, 0, 0, 0);
	call(prctl, 58, 0, 0, 0, 0);
	call(prctl, 59 /* SET_SYSCALL_USER_DISPATCH */, 0, 0, 0, 0);
	call(prctl, 59, 0, 0x1000, 0x2000, BAD);
	call(prctl, 59, 9, 0x1000, 0x2000, BAD);
	call(prctl, 62 /* SCHED_CORE */, 0, 0, 0, &address);
	call(prctl, 62, 99, 1, 9, NULL);
	call(prctl, 0x53564d41 /* SET_VMA */, 0, unreadable, 4096, "a name");
	call(prctl, 0x53564d41, 0, NULL, 4096, NULL);
	call(prctl, 0x53564d41, 5, 1, 2, 3);
	call(prctl, 0x59616d61 /* SET_PTRACER */, -1, 0, 0, 0);
	call(prctl, 0x59616d61, 0, 0, 0, 0);
	call(prctl, 12345, 1, 2, 3, 4);
	call(prctl, -1, -1, -1, -1, -1);
	return 0;
}
