// trace: none
#include "test.h"

int main(void)
{
	int fd = open("a", O_RDWR | O_CREAT, 0640);

	*(volatile char *)mmap((void *)0x30000000, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, fd, 0) = 1;
	return 0;
}
