/* Calls that x32 code alone has, by name; the kernel may know none of them. */
// rastro: -a 1 -e quiet=personality -e trace=ioctl,writev,setsockopt,io_setup
// abi: x86_64
#include "golden.h"

static long call(long number, long first, long second, long third, long fourth, long fifth)
{
	return syscall(0x40000000 | number, first, second, third, fourth, fifth);
}

int main(void)
{
	golden_begin();
	long result = call(514, -1, 0x5401, 0x1000, 0, 0);
	expect("ioctl(0xffffffffffffffff, 0x5401, 0x1000) = %s\n", result_text(result));
	result = call(516, -1, 0, 1, 0, 0);
	expect("writev(0xffffffffffffffff, 0, 0x1) = %s\n", result_text(result));
	result = call(541, -1, 1, 2, 0, 4);
	expect("setsockopt(0xffffffffffffffff, 0x1, 0x2, 0, 0x4) = %s\n", result_text(result));
	result = call(543, 0, 0, 0, 0, 0);
	expect("io_setup(0, 0) = %s\n", result_text(result));
	golden_end();
	return 0;
}
