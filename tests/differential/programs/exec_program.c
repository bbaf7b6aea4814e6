// trace: execve,getpid,openat,exit_group
// options: -f
// also: -v
// also: -ff
// also: -b execve
// also: -E NAME=value -v
// also: -E NAME -E HOME= -v
// also: -s 3 -v
// also: -q
// mask: 0x[0-9a-f]+ /\* \d+ vars \*/
#include "test.h"

int main(void)
{
	char *arguments[] = { "true", "argument", NULL };

	call(getpid);
	execve("/bin/true", arguments, environ);
	return 1;
}
