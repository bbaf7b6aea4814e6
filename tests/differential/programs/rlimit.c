// trace: getrlimit,setrlimit,prlimit64,ugetrlimit
// mask: rlim_(?:cur|max)=\d{4,}[^,}]*
#include "test.h"
#include <sys/resource.h>

int main(void)
{
	struct rlimit limit = { 1 << 20, RLIM_INFINITY };
	uint64_t wide[2] = { 64 << 10, -1 };

	for (int resource = 0; resource < 17; resource++)
		call(getrlimit, resource, &limit);
	call(getrlimit, -1, &limit);
	call(getrlimit, 0, NULL);
	call(getrlimit, 0, unreadable - 8);
	limit = (struct rlimit){ 0, 1000 };
	call(setrlimit, RLIMIT_CORE, &limit);
	limit = (struct rlimit){ 12345, 2048 };
	call(setrlimit, RLIMIT_STACK, &limit);
	call(setrlimit, 77, &limit);
	call(setrlimit, RLIMIT_CPU, NULL);
	call(prlimit64, 0, RLIMIT_NOFILE, NULL, wide);
	wide[0] = 100;
	call(prlimit64, 0, RLIMIT_NOFILE, wide, NULL);
	call(prlimit64, 0, RLIMIT_NOFILE, wide, wide);
	call(prlimit64, -1, 99, BAD, NULL);
	call(prlimit64, 0, RLIMIT_AS, NULL, unreadable);
#ifdef __i386__
	call(ugetrlimit, RLIMIT_STACK, &limit);
	call(ugetrlimit, RLIMIT_CORE, &limit);
	call(ugetrlimit, 99, NULL);
#endif
	return 0;
}
