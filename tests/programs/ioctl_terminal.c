/* Commands of terminals, on descriptors that are none and on a new one. */
// rastro: -a 1 -e trace=ioctl
// abi: x86_64 i386
#include "golden.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <asm/termbits.h>

static void attributes(void)
{
	struct termios attributes = {
		.c_iflag = ICRNL | IXON,
		.c_oflag = OPOST | ONLCR,
		.c_cflag = B38400 | CS8 | CREAD,
		.c_lflag = ISIG | ICANON | ECHO,
	};

	long result = syscall(SYS_ioctl, -1, TCSETS, &attributes);
	expect("ioctl(-1, SNDCTL_TMR_START or TCSETS, {c_iflag=ICRNL|IXON, "
	       "c_oflag=NL0|CR0|TAB0|BS0|VT0|FF0|OPOST|ONLCR, c_cflag=B38400|CS8|CREAD, "
	       "c_lflag=ISIG|ICANON|ECHO, ...}) = %s\n", result_text(result));
	void *cut = at_page_end(&attributes, 8);
	result = syscall(SYS_ioctl, -1, TCSETSW, cut);
	expect("ioctl(-1, SNDCTL_TMR_STOP or TCSETSW, %p) = %s\n", cut, result_text(result));
	result = syscall(SYS_ioctl, -1, TCGETS, &attributes);
	expect("ioctl(-1, TCGETS, %p) = %s\n", (void *)&attributes, result_text(result));
}

static void commands(int master)
{
	struct winsize size = { 24, 80, 1, 2 };
	int lines = TIOCM_DTR | TIOCM_RTS, number = 1;

	long result = syscall(SYS_ioctl, master, TIOCSWINSZ, &size);
	expect("ioctl(%d, TIOCSWINSZ, {ws_row=24, ws_col=80, ws_xpixel=1, ws_ypixel=2}) = %s\n", master,
	       result_text(result));
	memset(&size, 0, sizeof(size));
	result = syscall(SYS_ioctl, master, TIOCGWINSZ, &size);
	expect("ioctl(%d, TIOCGWINSZ, {ws_row=24, ws_col=80, ws_xpixel=1, ws_ypixel=2}) = %s\n", master,
	       result_text(result));
	result = syscall(SYS_ioctl, master, TIOCSPTLCK, &number);
	expect("ioctl(%d, TIOCSPTLCK, [1]) = %s\n", master, result_text(result));
	result = syscall(SYS_ioctl, master, TIOCGPTN, &number);
	expect("ioctl(%d, TIOCGPTN, [%d]) = %s\n", master, number, result_text(result));
	result = syscall(SYS_ioctl, -1, TIOCMBIS, &lines);
	expect("ioctl(-1, TIOCMBIS, [TIOCM_DTR|TIOCM_RTS]) = %s\n", result_text(result));
	result = syscall(SYS_ioctl, -1, TCXONC, TCION);
	expect("ioctl(-1, TCXONC, TCION) = %s\n", result_text(result));
	result = syscall(SYS_ioctl, -1, TCFLSH, 9);
	expect("ioctl(-1, TCFLSH, 0x9 /* TC??? */) = %s\n", result_text(result));
	result = syscall(SYS_ioctl, -1, TIOCSTI, "x");
	expect("ioctl(-1, TIOCSTI, \"x\") = %s\n", result_text(result));
	result = syscall(SYS_ioctl, master, FIONREAD, &number);
	expect("ioctl(%d, FIONREAD, [0]) = %s\n", master, result_text(result));
	result = syscall(SYS_ioctl, -1, TIOCEXCL, 5);
	expect("ioctl(-1, TIOCEXCL) = %s\n", result_text(result));
	result = syscall(SYS_ioctl, -1, 0x82345678, 7);
	expect("ioctl(-1, _IOC(_IOC_READ, 0x56, 0x78, 0x234), 0x7) = %s\n", result_text(result));
}

int main(void)
{
	int master = open("/dev/ptmx", O_RDWR | O_NOCTTY);

	if (master < 0)
		return 1;
	golden_begin();
	attributes();
	commands(master);
	golden_end();
	return 0;
}
