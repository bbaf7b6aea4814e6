// trace: sched_setscheduler,sched_getscheduler,sched_setparam,sched_getparam,sched_setattr,sched_getattr,sched_setaffinity,sched_getaffinity,sched_yield,sched_get_priority_max,sched_get_priority_min,sched_rr_get_interval,sched_rr_get_interval_time64
#include "test.h"

struct attr { uint32_t size, policy; uint64_t flags; int32_t nice; uint32_t priority; uint64_t runtime, deadline, period; uint32_t min, max; };

int main(void)
{
	int parameter = 0;
	struct attr attr;
	unsigned long set[4] = { 1 };
	struct timespec interval;

	call(sched_getscheduler, 0);
	call(sched_getscheduler, -1);
	call(sched_setscheduler, 0, 3, &parameter);
	call(sched_setscheduler, 0, 0x40000005, &parameter);
	call(sched_setscheduler, 0, 0, &parameter);
	call(sched_setscheduler, 0, 99, NULL);
	call(sched_setscheduler, -1, 1, unreadable);
	call(sched_getparam, 0, &parameter);
	call(sched_getparam, 0, NULL);
	call(sched_setparam, 0, &parameter);
	call(sched_setparam, -1, BAD);
	call(sched_getattr, 0, &attr, sizeof(attr), 0);
	call(sched_getattr, 0, &attr, 48, 0);
	call(sched_getattr, 0, &attr, 4, 0);
	call(sched_getattr, 0, NULL, -1, -1);
	attr = (struct attr){ .size = sizeof(attr), .policy = 0, .flags = 0x7f, .nice = 5, .min = 1, .max = 2 };
	call(sched_setattr, -1, &attr, 0);
	attr = (struct attr){ .size = 48, .policy = 6, .flags = 1, .runtime = 1, .deadline = 2, .period = 3 };
	call(sched_setattr, 0, &attr, -1);
	attr.size = 12;
	attr.policy = 88;
	call(sched_setattr, -1, &attr, 1);
	attr.size = 0;
	call(sched_setattr, -1, &attr, 0);
	call(sched_setattr, 0, NULL, 0);
	call(sched_setaffinity, 0, 8, set);
	call(sched_setaffinity, 0, 1, set);
	call(sched_setaffinity, 0, 4, NULL);
	call(sched_getaffinity, 0, 32, set);
	call(sched_getaffinity, 0, 8, set);
	call(sched_getaffinity, 0, 0, set);
	call(sched_getaffinity, -1, 128, set);
	call(sched_getaffinity, 0, 128, unreadable);
	call(sched_yield);
	call(sched_get_priority_max, 1);
	call(sched_get_priority_min, 2);
	call(sched_get_priority_max, 77);
	call(sched_rr_get_interval, 0, &interval);
	call(sched_rr_get_interval, -1, NULL);
#ifdef __i386__
	long long wide[2];
	call(sched_rr_get_interval_time64, 0, wide);
#endif
	return 0;
}
