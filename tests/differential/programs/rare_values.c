// trace: statfs64,fstatfs64,socket
// pids: none
/* What few programs ask for: protocols of families, old sizes. */
#include "every.h"

static void try_others(void)
{
	static const int families[] = { AF_AX25, AF_CAN, 23 /* AF_IRDA */ };

	for (unsigned i = 0; i < sizeof(families) / sizeof(*families); i++)
		for (int protocol = 0; protocol < 16; protocol++)
			call(socket, families[i], SOCK_RAW, protocol);
#ifdef __i386__
	static char room[128];
	for (int size = 80; size < 92; size++) {
		call(statfs64, "/", size, room);
		call(fstatfs64, 0, size, room);
	}
#endif
}

int main(void)
{
	answer_calls(EPERM);
	try_others();
	call(exit_group, 0);
	return 0;
}
