// trace: dup,dup2,dup3
#include "test.h"

int main(void)
{
	call(dup, 0);
	call(dup, -1);
	call(dup, 100);
	call(dup2, 1, 20);
	call(dup2, 1, 1);
	call(dup2, -1, 5);
	call(dup2, 1, -1);
	call(dup3, 1, 21, O_CLOEXEC);
	call(dup3, 1, 1, 0);
	call(dup3, 1, 22, -1);
	call(dup3, 1, 22, O_NONBLOCK | O_CLOEXEC);
	call(dup3, 1, 1 << 30, 0);
	return 0;
}
