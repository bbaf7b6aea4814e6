// trace: bpf
// pids: none
// also: -v
#include "every.h"

/* Attributes of every length, also such as end within a member, and such as cannot be read to their
 * end. */
int main(void)
{
	enum { COMMANDS = 36, SIZE_MAX_TRIED = 152 };
	static char zeros[SIZE_MAX_TRIED];

	answer_calls(EINVAL);
	for (int command = 0; command < COMMANDS; command++)
		for (int size = 0; size <= SIZE_MAX_TRIED; size += 6) {
			call(bpf, command, zeros, size);
			call(bpf, command, edge(zeros, size), SIZE_MAX_TRIED);
		}
	call(exit_group, 0);
	return 0;
}
