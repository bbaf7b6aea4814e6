// trace: setgroups,getgroups,setgroups32,getgroups32,setresuid,setresgid,setuid
// root: it sets groups
// also: -v
#include "test.h"

int main(void)
{
	unsigned int groups[40];
	unsigned short small[40];

	for (int i = 0; i < 40; i++)
		groups[i] = small[i] = i + 100;
#ifdef __x86_64__
	call(setgroups, 2, groups);
	call(getgroups, 40, groups);
	call(setgroups, 33, groups);
	call(getgroups, 40, groups);
#else
	call(setgroups32, 33, groups);
	call(getgroups32, 40, groups);
	call(setgroups, 2, small);
	call(getgroups, 40, small);
#endif
	call(setgroups, 0, NULL);
	call(setresgid, 10, 20, 30);
	call(setresuid, 1, 2, 0xfffe);
	call(setuid, 0);
	return 0;
}
