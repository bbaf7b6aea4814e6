// trace: memfd_create,memfd_secret
#include "test.h"

int main(void)
{
	call(memfd_create, "name", 0);
	call(memfd_create, "name", 1 | 2);
	call(memfd_create, "", 4 | (21 << 26));
	call(memfd_create, "huge", 4 | (30U << 26));
	call(memfd_create, "x", 0x18);
	call(memfd_create, "x", -1);
	call(memfd_create, NULL, 0);
	call(memfd_create, unreadable, 0);
	call(memfd_create, "a name of more than thirty-two characters in length", 1);
	call(memfd_create, "escape \033[2J \377", 1);
	call(memfd_secret, 0);
	call(memfd_secret, O_CLOEXEC);
	call(memfd_secret, -1);
	return 0;
}
