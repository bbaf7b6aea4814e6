// trace: chmod,fchmod,fchmodat
#include "test.h"

int main(void)
{
	int fd = open("a", O_RDWR | O_CREAT, 0600);

	call(chmod, "a", 0644);
	call(chmod, "a", 07777);
	call(chmod, "a", 0);
	call(chmod, "a", 1);
	call(chmod, "a", -1);
	call(chmod, "a", 0100644);
	call(chmod, "missing", 0600);
	call(chmod, NULL, 0600);
	call(fchmod, fd, 0640);
	call(fchmod, -1, 0640);
	call(fchmodat, AT_FDCWD, "a", 0600);
	call(fchmodat, -1, "a", 02600);
	call(fchmodat, 9, BAD, 0);
	return 0;
}
