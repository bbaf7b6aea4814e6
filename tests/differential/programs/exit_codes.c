// trace: exit,exit_group
// options: -f
// also: -q
// also: -qq
// also: -e quiet=all
#include "test.h"

int main(void)
{
	static const int codes[] = { 0, 1, 2, 127, 128, 255, 256, -1 };

	block(SIGCHLD);
	for (int i = 0; i < 8; i++) {
		if (fork() == 0)
			call(exit_group, codes[i]);
		wait(NULL);
		if (fork() == 0)
			call(exit, codes[i]);
		wait(NULL);
	}
	return 42;
}
