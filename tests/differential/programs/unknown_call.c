// abi: 64
// trace: all
#include "test.h"

int main(void)
{
	call_number(1000, 1, 2, 3);
	call_number(-1, 1, 2, 3, 4, 5, 6);
	call_number(0x40000001, 1, 2, 3);
	call_number(500);
	return 0;
}
