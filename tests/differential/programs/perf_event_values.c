// trace: perf_event_open
// also: -v
/* Members of perf_event_attr that others choose. */
#include "every.h"
#include <linux/perf_event.h>

static void try_events(void)
{
	static struct perf_event_attr attr = { .size = sizeof(attr) };

	attr.type = PERF_TYPE_BREAKPOINT;
	attr.bp_addr = 0x1000;
	attr.bp_len = 4;
	for (attr.bp_type = 0; attr.bp_type < 5; attr.bp_type++)
		call(perf_event_open, &attr, -1, 0, -1, 0);
	attr.type = PERF_TYPE_HARDWARE;
	attr.sample_type = PERF_SAMPLE_BRANCH_STACK;
	for (attr.branch_sample_type = 1; attr.branch_sample_type < 1 << 22;
	     attr.branch_sample_type <<= 1)
		call(perf_event_open, &attr, -1, 0, -1, 0);
	attr.wakeup_events = 7;
	for (int watermark = 0; watermark < 2; watermark++) {
		attr.watermark = watermark;
		call(perf_event_open, &attr, -1, 0, -1, 0);
	}
}

int main(void)
{
	answer_calls(EPERM);
	try_events();
	call(exit_group, 0);
	return 0;
}
