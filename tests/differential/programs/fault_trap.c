// trace: none
#include "test.h"

int main(void)
{
	__asm__ volatile("int3");
	return 0;
}
