// trace: prctl
#include "test.h"

int main(void)
{
	int value;
	long address;
	char name[32] = "";

	call(prctl, 1 /* SET_PDEATHSIG */, SIGHUP);
	call(prctl, 1, 99);
	call(prctl, 2 /* GET_PDEATHSIG */, &value);
	call(prctl, 2, NULL);
	call(prctl, 3 /* GET_DUMPABLE */);
	call(prctl, 4 /* SET_DUMPABLE */, 1);
	call(prctl, 4, 2);
	call(prctl, 4, 77);
	call(prctl, 5 /* GET_UNALIGN */, &value);
	call(prctl, 6, 1);
	call(prctl, 7 /* GET_KEEPCAPS */);
	call(prctl, 8 /* SET_KEEPCAPS */, 1);
	call(prctl, 8, 0);
	call(prctl, 9 /* GET_FPEMU */, &value);
	call(prctl, 10, 1);
	call(prctl, 11 /* GET_FPEXC */, &value);
	call(prctl, 12, 0x80 | 1);
	call(prctl, 13 /* GET_TIMING */);
	call(prctl, 14, 1);
	call(prctl, 15 /* SET_NAME */, "short");
	call(prctl, 15, "a name that is too long for the kernel");
	call(prctl, 15, "esc\033\377");
	call(prctl, 15, NULL);
	call(prctl, 15, unreadable);
	call(prctl, 15, edge("abc", 3));
	call(prctl, 16 /* GET_NAME */, name);
	call(prctl, 16, NULL);
	call(prctl, 19 /* GET_ENDIAN */, &value);
	call(prctl, 20, 0);
	call(prctl, 21 /* GET_SECCOMP */);
	call(prctl, 22 /* SET_SECCOMP */, 99, NULL);
	call(prctl, 23 /* CAPBSET_READ */, 0);
	call(prctl, 23, 21);
	call(prctl, 23, 99);
	call(prctl, 24 /* CAPBSET_DROP */, 99);
	call(prctl, 25 /* GET_TSC */, &value);
	call(prctl, 26, 1);
	call(prctl, 27 /* GET_SECUREBITS */);
	call(prctl, 28, 0x3f);
	call(prctl, 28, -1);
	call(prctl, 29 /* SET_TIMERSLACK */, 50000);
	call(prctl, 30);
	call(prctl, 31);
	call(prctl, 32);
	call(prctl, 33 /* MCE_KILL */, 1, 2, 0, 0);
	call(prctl, 33, 0, 0, 0, 0);
	call(prctl, 33, 7, 9, 5, 5);
	call(prctl, 34, 0, 0, 0, 0);
	return 0;
}
