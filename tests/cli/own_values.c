/* Stops with something in vector and float registers, then by signals, then exits. */
#include <signal.h>

#ifdef __x86_64__
static __int128 wide = -170;
#else
static int wide = -170;
#endif

int main(void)
{
	static const float numbers[4] = { 1.5f, 2.5f, 3, -4 };
	static const long double extended = 1.25L;
	static volatile int words[4] = { 3, -5, 7, 9 };

	__asm__ volatile("movups %0, %%xmm3\n\tfldt %1\n\tint3\n\tfstp %%st(0)"
	                 :
	                 : "m"(numbers), "m"(extended)
	                 : "xmm3");
	raise(SIGUSR1);
	return words[0] + (int)(wide / 170) + 1;
}
