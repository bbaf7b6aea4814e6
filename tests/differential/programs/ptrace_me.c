// trace: ptrace,kill
#include "test.h"
#include <sys/ptrace.h>

int main(void)
{
	call(ptrace, PTRACE_TRACEME, 0, 0, 0);
	call(ptrace, PTRACE_PEEKTEXT, 0x7ffffff0, 1, NULL);
	return 0;
}
