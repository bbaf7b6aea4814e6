// trace: none
#include "test.h"

int main(void)
{
	unreadable[5] = 5;
	return 0;
}
