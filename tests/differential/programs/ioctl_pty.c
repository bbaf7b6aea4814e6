// trace: ioctl
// also: -v
// mask: \[\d+\]|pts/\d+|pts\D+\d+
#include "test.h"
#include <sys/ioctl.h>
#include <asm/termbits.h>

int main(void)
{
	struct termios settings;
	struct winsize size = { 24, 80, 1, 2 };
	int unlock = 0, number, value;
	int master = open("/dev/ptmx", O_RDWR | O_NOCTTY), slave;
	char name[32];

	call(ioctl, master, TIOCGPTN, &number);
	call(ioctl, master, TIOCSPTLCK, &unlock);
	call(ioctl, master, TIOCGPTLCK, &value);
	sprintf(name, "/dev/pts/%d", number);
	slave = open(name, O_RDWR | O_NOCTTY);
	call(ioctl, slave, TCGETS, &settings);
	settings.c_iflag = 0x1234;
	settings.c_oflag = 0x4005;
	settings.c_lflag = 0x8a3b;
	settings.c_cflag = 0x1cb2;
	call(ioctl, slave, TCSETS, &settings);
	call(ioctl, slave, TCSETSW, &settings);
	settings.c_cflag |= 010017;
	settings.c_line = 77;
	call(ioctl, -1, TCSETSF, &settings);
	call(ioctl, -1, TCSETA, &settings);
	call(ioctl, slave, TCGETA, &settings);
	call(ioctl, slave, TIOCSWINSZ, &size);
	call(ioctl, slave, TIOCGWINSZ, &size);
	call(ioctl, slave, TIOCGPGRP, &value);
	call(ioctl, slave, TIOCOUTQ, &value);
	call(ioctl, slave, FIONREAD, &value);
	call(ioctl, slave, TIOCGETD, &value);
	call(ioctl, slave, TIOCNOTTY, 0);
	call(ioctl, slave, TIOCGSID, &value);
	call(ioctl, master, TIOCPKT, &value);
	call(ioctl, slave, TIOCMGET, &value);
	return 0;
}
