// trace: quotactl,quotactl_fd
#include "every.h"

/* Commands as QCMD() makes them, answered by nobody: what comes out is what was there. */
static void ask_everything(const char *device, int id, void *bytes)
{
	static const uint32_t commands[] = {
		0x800001, 0x800002, 0x800003, 0x800004, 0x800005, 0x800006, 0x800007,
		0x800008, 0x800009, 0x5801,   0x5802,   0x5803,   0x5804,   0x5805,
		0x5806,   0x5807,   0x5808,   0x5809,   0x580a,   0x1234,
	};

	for (unsigned i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		uint32_t command = commands[i] << 8 | i % 4;

		call(quotactl, (int)command, device, id, bytes);
		call_number(443, 7, (int)command, id, bytes);
	}
}

int main(void)
{
	long bytes = fill_region("\1\2\3\4\5\0\0\0\6", 9);

	answer_calls(0);
	ask_everything("/dev/null", 0, (void *)bytes);
	ask_everything("/dev/null", -1, unreadable - 8);
	ask_everything(unreadable, 2, unreadable);
	ask_everything(NULL, 1000, NULL);
	call(exit_group, 0);
	return 0;
}
