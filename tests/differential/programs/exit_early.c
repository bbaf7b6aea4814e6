// trace: exit,exit_group
// arguments: x
#include "test.h"

int main(void)
{
	call(exit, 77);
	return 0;
}
