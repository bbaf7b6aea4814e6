// abi: 64
// trace: none
#include "test.h"

int main(void)
{
	call_number(0x40000000 | SYS_getpid);
	return 0;
}
