/* The CPU's clock, read in a few nanoseconds and without the kernel. */
#ifndef RASTRO_ARCH_TICKS_H
#define RASTRO_ARCH_TICKS_H

#include <stdint.h>

static inline uint64_t arch_ticks(void)
{
	uint32_t low, high;

	__asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
	return low | (uint64_t)high << 32;
}

#endif
