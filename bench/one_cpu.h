/* Whoever calls this stays on the CPU where it is, and so do its children. */
#ifndef RASTRO_BENCH_ONE_CPU_H
#define RASTRO_BENCH_ONE_CPU_H

#include <sched.h>

static inline void stay_on_this_cpu(void)
{
	cpu_set_t cpus;

	CPU_ZERO(&cpus);
	CPU_SET(sched_getcpu(), &cpus);
	sched_setaffinity(0, sizeof(cpus), &cpus);
}

#endif
