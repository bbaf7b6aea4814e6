// trace: none
#include "test.h"

int main(void)
{
	*(volatile int *)0x1230 = 5;
	return 0;
}
