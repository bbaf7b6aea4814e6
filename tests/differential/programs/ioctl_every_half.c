// trace: ioctl
// pids: none
#include "ioctl_every.h"

/* Every command that has a name, with a structure of which only the beginning can be read. */
int main(void)
{
	static unsigned commands[COMMANDS_MAX];
	unsigned char bytes[100];
	unsigned count = read_commands(commands);

	for (unsigned i = 0; i < sizeof(bytes); i++)
		bytes[i] = i + 1;
	accept_all();
	for (unsigned i = 0; i < count; i++) {
		call(ioctl, FD_BAD, commands[i], edge(bytes, 4));
		call(ioctl, FD_BAD, commands[i], edge(bytes, 24));
		call(ioctl, FD_ACCEPTED, commands[i], edge(bytes, 24));
		call(ioctl, FD_ACCEPTED, commands[i], edge(bytes, 100));
	}
	return 0;
}
