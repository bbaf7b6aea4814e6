// trace: ioctl
// options: -e inject=ioctl:retval=8
// also: -v
// pids: none
/* What input devices can do: sets of bits, each of names of its own; the result says how many
 * bytes there are. */
#include "test.h"
#include <linux/input.h>
#include <linux/uinput.h>
#include <sys/ioctl.h>

int main(void)
{
	static unsigned char one[64] = { 1 }, some[64] = { 5, 0, 0x11 }, many[64];

	memset(many, 0xff, sizeof(many));
	for (int type = 0; type < 32; type++) {
		call(ioctl, FD_BAD, EVIOCGBIT(type, 64), one);
		call(ioctl, FD_BAD, EVIOCGBIT(type, 8), one);
		call(ioctl, FD_BAD, EVIOCGBIT(type, 64), unreadable);
	}
	call(ioctl, FD_BAD, EVIOCGBIT(EV_KEY, 96), many);
	call(ioctl, FD_BAD, EVIOCGBIT(EV_ABS, 8), some);
	call(ioctl, FD_BAD, EVIOCGBIT(EV_KEY, 96), some);
	call(ioctl, FD_BAD, EVIOCGPROP(8), some);
	call(ioctl, FD_BAD, EVIOCGKEY(96), many);
	call(ioctl, FD_BAD, EVIOCGLED(8), one);
	call(ioctl, FD_BAD, EVIOCGSND(8), one);
	call(ioctl, FD_BAD, EVIOCGSW(8), one);
	call(ioctl, FD_BAD, EVIOCGNAME(16), "name");
	call(ioctl, FD_BAD, EVIOCGPHYS(16), "place");
	call(ioctl, FD_BAD, EVIOCGUNIQ(16), "number");
	return 0;
}
