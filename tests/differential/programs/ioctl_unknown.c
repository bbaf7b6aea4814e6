// trace: ioctl
// also: -X raw
// also: -X verbose
// also: -v
#include "test.h"

int main(void)
{
	static char buffer[256] = "0123456789";

	call(ioctl, -1, 0, 0);
	call(ioctl, -1, 0x12345678, 5);
	call(ioctl, -1, 0xc0105678, buffer);
	call(ioctl, -1, 0x80045679, buffer);
	call(ioctl, -1, 0x4004567a, buffer);
	call(ioctl, -1, 0x0000567b, buffer);
	call(ioctl, -1, 0xffffffff, -1);
	call(ioctl, -1, 0x5401, buffer);
	call(ioctl, -1, 0x125e, NULL);
	call(ioctl, -1, 0x80087601, buffer);
	return 0;
}
