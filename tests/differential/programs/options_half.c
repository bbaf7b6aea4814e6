// trace: setsockopt,getsockopt
// pids: none
#include "every.h"

/* Values of options that cannot be read as far as their length says. */
int main(void)
{
	static const int levels[] = { 0,   1,   6,   17,  41,  58,  132, 136, 255, 263, 264,
		                      268, 270, 271, 273, 275, 277, 278, 279, 281, 282, 283 };
	static unsigned char bytes[40];

	for (unsigned i = 0; i < sizeof(bytes); i++)
		bytes[i] = i + 1;
	answer_calls(0);
	for (unsigned i = 0; i < sizeof(levels) / sizeof(*levels); i++)
		for (int option = 0; option < 64; option++) {
			socklen_t length = 28;

			call(setsockopt, -1, levels[i], option, edge(bytes, 12), 16);
			call(setsockopt, -1, levels[i], option, edge(bytes, 24), 200);
			call(setsockopt, -1, levels[i], option, NULL, 40);
			call(getsockopt, -1, levels[i], option, edge(bytes, 24), &length);
			call(getsockopt, -1, levels[i], option, unreadable, &length);
			call(getsockopt, -1, levels[i], option, NULL, edge(&length, 3));
		}
	call(exit_group, 0);
	return 0;
}
