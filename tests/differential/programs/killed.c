// trace: getpid,kill
#include "test.h"

int main(void)
{
	call(kill, call(getpid), SIGKILL);
	return 0;
}
