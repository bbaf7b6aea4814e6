// trace: getpid,kill
// also: -e quiet=exit
// also: -q
// also: -qq
// also: -qqq
#include "test.h"

int main(void)
{
	call(kill, call(getpid), SIGTERM);
	return 0;
}
