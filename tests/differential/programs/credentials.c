// trace: getuid,geteuid,getgid,getegid,setuid,setgid,setreuid,setregid,setresuid,setresgid,getresuid,getresgid,setfsuid,setfsgid,getgroups,setgroups,getuid32,geteuid32,getgid32,getegid32,setuid32,setgid32,setreuid32,setregid32,setresuid32,setresgid32,getresuid32,getresgid32,setfsuid32,setfsgid32,getgroups32,setgroups32
#include "test.h"

int main(void)
{
	unsigned int ids[3], groups[64];

	call(getuid);
	call(geteuid);
	call(getgid);
	call(getegid);
	call(getresuid, &ids[0], &ids[1], &ids[2]);
	call(getresgid, &ids[0], &ids[1], &ids[2]);
	call(getresuid, NULL, &ids[1], BAD);
	call(getresgid, &ids[0], unreadable, &ids[2]);
	call(getgroups, 0, NULL);
	call(getgroups, 64, groups);
	call(getgroups, -1, groups);
	call(getgroups, 1, unreadable);
	for (int i = 0; i < 64; i++)
		groups[i] = i * 1000;
	call(setgroups, -1, groups);
	call(setgroups, 100000, groups);
	call(setgroups, 3, unreadable);
	call(setgroups, 3, edge(groups, 8));
	call(setgroups, 1, NULL);
	call(setreuid, -1, -1);
	call(setregid, -1, -1);
	call(setresuid, -1, -1, -1);
	call(setresgid, -1, -1, -1);
	call(setuid, -1);
	call(setgid, -1);
	call(setfsuid, -1);
	call(setfsgid, -1);
#ifdef __i386__
	call(getuid32);
	call(geteuid32);
	call(getgid32);
	call(getegid32);
	call(getresuid32, &ids[0], &ids[1], &ids[2]);
	call(getresgid32, &ids[0], NULL, &ids[2]);
	call(getgroups32, 64, groups);
	call(getgroups32, 0, NULL);
	call(setgroups32, 3, unreadable);
	call(setgroups32, 100000, groups);
	call(setreuid32, -1, -1);
	call(setregid32, -1, -1);
	call(setresuid32, -1, -1, -1);
	call(setresgid32, -1, -1, -1);
	call(setuid32, -1);
	call(setgid32, -1);
	call(setfsuid32, -1);
	call(setfsgid32, -1);
#endif
	return 0;
}
