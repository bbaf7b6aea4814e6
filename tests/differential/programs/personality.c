// trace: personality,uname,olduname,oldolduname,sethostname,setdomainname
// mask: release="[^"]*"|version="[^"]*"|nodename="[^"]*"
#include "test.h"

int main(void)
{
	char buffer[512];

	call(personality, 0xffffffff);
	call(personality, 0x12345678);
	call(personality, 0x0040000 | 8);
	call(personality, 6);
	call(personality, 0x40ff);
	call(personality, 0);
	call(uname, buffer);
	call(uname, NULL);
	call(uname, unreadable);
	call(sethostname, NULL, 5);
	call(sethostname, "name", -1);
	call(sethostname, unreadable, 4);
	call(setdomainname, NULL, 5);
	call(setdomainname, "name", -1);
#ifdef __i386__
	call(olduname, buffer);
	call(olduname, NULL);
	call(oldolduname, buffer);
#endif
	return 0;
}
