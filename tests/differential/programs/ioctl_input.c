// trace: ioctl
// pids: none
// also: -v
// also: -X verbose
#include "ioctl.h"
#include <linux/hidraw.h>
#include <linux/input.h>
#include <linux/joystick.h>
#include <linux/soundcard.h>
#include <linux/uinput.h>

int main(void)
{
	TRY(EVIOCGVERSION, EVIOCGEFFECTS, EVIOCSCLOCKID, EVIOCGID, EVIOCGREP, EVIOCSREP,
	    EVIOCGKEYCODE_V2, EVIOCSKEYCODE_V2, EVIOCSFF, EVIOCRMFF, EVIOCGRAB, EVIOCREVOKE,
	    EVIOCGMASK, EVIOCGNAME(8), EVIOCGPHYS(200), EVIOCGUNIQ(0), EVIOCGPROP(8), EVIOCGKEY(8),
	    EVIOCGMTSLOTS(16), EVIOCGMTSLOTS(3), EVIOCGLED(4), EVIOCGSND(1), EVIOCGSW(4),
	    EVIOCGBIT(0, 4), EVIOCGBIT(EV_KEY, 4), EVIOCGBIT(EV_FF, 16), EVIOCGBIT(0x1e, 4),
	    EVIOCGABS(0), EVIOCGABS(5), EVIOCGABS(0x3f), EVIOCSABS(0), UI_GET_SYSNAME(9),
	    JSIOCGNAME(11), HIDIOCGRAWNAME(5), HIDIOCSFEATURE(7), HIDIOCGFEATURE(8), MIXER_READ(40),
	    MIXER_WRITE(50));
	for (unsigned key = 0; key < 0x300; key++)
		call(ioctl, FD_BAD, EVIOCSKEYCODE_V2,
		     &(struct input_keymap_entry){ .keycode = key });
	for (unsigned type = 0x50; type < 0x62; type++)
		call(ioctl, FD_BAD, EVIOCSFF, &(struct ff_effect){ .type = type });
	return 0;
}
