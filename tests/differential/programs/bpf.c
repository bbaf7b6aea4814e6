// trace: bpf
#include "test.h"

int main(void)
{
	static char attr[256];

	for (int command = 0; command < 36; command++)
		call(bpf, command, NULL, 0);
	call(bpf, 0, unreadable, 16);
	call(bpf, 99, attr, 8);
	call(bpf, -1, BAD, -1);
	return 0;
}
