// trace: ioctl
// pids: none
#include "ioctl_every.h"

/* Every command that has a name: nothing, nothing readable, bytes that go in,
 * bytes that come out.  Where the oracle shows an address we may show more, but never less. */

int main(void)
{
	static unsigned commands[COMMANDS_MAX];
	static unsigned char bytes[16384];
	unsigned count = read_commands(commands);

	for (unsigned i = 0; i < sizeof(bytes); i++)
		bytes[i] = i + 1;
	accept_all();
	for (unsigned i = 0; i < count; i++) {
		call(ioctl, FD_BAD, commands[i], NULL);
		call(ioctl, FD_BAD, commands[i], unreadable);
		call(ioctl, FD_BAD, commands[i], bytes);
		call(ioctl, FD_ACCEPTED, commands[i], bytes);
	}
	return 0;
}
