/* What input devices tell of themselves: the result says how many bytes came out. */
// rastro: -a 1 -v -e trace=ioctl -e inject=ioctl:retval=16
// abi: x86_64 i386
#include "golden.h"

#include <linux/input.h>
#include <sys/ioctl.h>

static void told(unsigned long command, const void *argument, const char *shown)
{
	syscall(SYS_ioctl, -1, command, argument);
	expect("ioctl(-1, %s) = 16 (INJECTED)\n", shown);
}

static void slots(void)
{
	int values[4] = { ABS_MT_POSITION_X, 1, -2, 3 };
	char text[80];

	told(EVIOCGMTSLOTS(16), values,
	     "EVIOCGMTSLOTS(16), {code=ABS_MT_POSITION_X, values=[1, -2, 3]}");
	told(EVIOCGMTSLOTS(10), values, "EVIOCGMTSLOTS(10), {code=ABS_MT_POSITION_X, values=[1]}");
	values[0] = 5;
	told(EVIOCGMTSLOTS(8), values, "EVIOCGMTSLOTS(8), {code=0x5 /* ABS_MT_??? */, values=[1]}");
	snprintf(text, sizeof(text), "EVIOCGMTSLOTS(3), %p", (void *)values);
	told(EVIOCGMTSLOTS(3), values, text);
	snprintf(text, sizeof(text), "EVIOCGMTSLOTS(16), %p", unreadable());
	told(EVIOCGMTSLOTS(16), unreadable(), text);
}

static void features(void)
{
	unsigned char force[16] = { [10] = 0x81, [12] = 1 };

	told(EVIOCGBIT(EV_FF, 16), force, "EVIOCGBIT(EV_FF, 16), [FF_RUMBLE FF_RAMP FF_GAIN]");
}

int main(void)
{
	golden_begin();
	slots();
	features();
	golden_end();
	return 0;
}
