// trace: ioctl
// also: -v
// also: -y
#include "test.h"
#include <sys/ioctl.h>
#include <termios.h>

int main(void)
{
	static char buffer[256];
	struct winsize size = { 24, 80, 1, 2 };
	int value = 5, master, slave;

	call(ioctl, 0, TCGETS, buffer);
	call(ioctl, 1, TIOCGWINSZ, &size);
	call(ioctl, 1, TIOCSWINSZ, &size);
	call(ioctl, 1, TIOCGPGRP, &value);
	call(ioctl, 1, FIONREAD, &value);
	call(ioctl, 1, TIOCSTI, "x");
	call(ioctl, 1, TIOCMGET, &value);
	call(ioctl, 1, TCSBRK, 0);
	call(ioctl, 1, TCFLSH, 2);
	call(ioctl, 1, TCXONC, 1);
	call(ioctl, 1, TIOCEXCL, 0);
	call(ioctl, 1, TIOCSCTTY, 1);
	call(ioctl, 1, FIONBIO, &value);
	call(ioctl, 1, FIOCLEX, 0);
	call(ioctl, 1, FIONCLEX, 0);
	call(ioctl, -1, TCSETSW, NULL);
	call(ioctl, -1, TCSETS, unreadable);
	call(ioctl, -1, TIOCGWINSZ, NULL);
	return 0;
}
