// trace: perf_event_open,ioctl
#include "test.h"

#include <linux/perf_event.h>
#include <sys/ioctl.h>

static struct perf_event_attr attr;

static void open_event(uint32_t size)
{
	attr.size = size;
	call(perf_event_open, &attr, -1, -1, -1, 0);
}

static void kinds(void)
{
	static const uint64_t configs[] = { 0, 3, 0x10203, 0x9080706, 0x900000001, 0x1020304050607 };

	for (uint32_t type = 0; type < 8; type++)
		for (unsigned i = 0; i < sizeof(configs) / sizeof(*configs); i++) {
			memset(&attr, 0, sizeof(attr));
			attr.type = type;
			attr.config = configs[i];
			open_event(PERF_ATTR_SIZE_VER7);
		}
}

static void members(void)
{
	memset(&attr, 0, sizeof(attr));
	attr.sample_period = 1000;
	attr.sample_type = PERF_SAMPLE_IP | PERF_SAMPLE_BRANCH_STACK | PERF_SAMPLE_STACK_USER;
	attr.read_format = 0x1f;
	attr.wakeup_events = 5;
	attr.branch_sample_type = 0x40009;
	attr.sample_stack_user = 0x1000;
	attr.sample_regs_user = 0xff;
	for (unsigned bit = 0; bit < 38; bit++) {
		uint64_t bits = 1ull << bit;
		memcpy((char *)&attr + 40, &bits, sizeof(bits));
		open_event(PERF_ATTR_SIZE_VER5);
	}
	attr.watermark = attr.freq = attr.use_clockid = 1;
	attr.clockid = CLOCK_MONOTONIC;
	attr.precise_ip = 3;
	open_event(PERF_ATTR_SIZE_VER7);
	for (uint32_t size = 0; size < 140; size += 8)
		if (size != 136)
			open_event(size);
	attr.type = PERF_TYPE_BREAKPOINT;
	attr.bp_type = 3;
	attr.bp_addr = 0x1000;
	attr.bp_len = 4;
	open_event(PERF_ATTR_SIZE_VER1);
	call(perf_event_open, EDGE(attr), 0, 5, FD_BAD, 8);
}

static void commands(void)
{
	static const uint64_t period = 7;
	static char filter[] = "a filter";

	call(ioctl, FD_BAD, PERF_EVENT_IOC_ENABLE, 0);
	call(ioctl, FD_BAD, PERF_EVENT_IOC_DISABLE, 1);
	call(ioctl, FD_BAD, PERF_EVENT_IOC_RESET, 3);
	call(ioctl, FD_BAD, PERF_EVENT_IOC_REFRESH, 5);
	call(ioctl, FD_BAD, PERF_EVENT_IOC_PERIOD, &period);
	call(ioctl, FD_BAD, PERF_EVENT_IOC_SET_OUTPUT, FD_BAD);
	call(ioctl, FD_BAD, PERF_EVENT_IOC_SET_FILTER, filter);
	call(ioctl, FD_BAD, PERF_EVENT_IOC_SET_FILTER, unreadable);
	call(ioctl, FD_BAD, PERF_EVENT_IOC_ID, &period);
	call(ioctl, FD_BAD, PERF_EVENT_IOC_SET_BPF, FD_BAD);
	call(ioctl, FD_BAD, PERF_EVENT_IOC_PAUSE_OUTPUT, 1);
	call(ioctl, FD_BAD, PERF_EVENT_IOC_QUERY_BPF, unreadable);
	memset(&attr, 0, sizeof(attr));
	attr.size = PERF_ATTR_SIZE_VER5;
	call(ioctl, FD_BAD, PERF_EVENT_IOC_MODIFY_ATTRIBUTES, &attr);
	call(ioctl, FD_BAD, PERF_EVENT_IOC_MODIFY_ATTRIBUTES, unreadable);
	call(ioctl, FD_BAD, PERF_EVENT_IOC_MODIFY_ATTRIBUTES, NULL);
}

int main(void)
{
	call(perf_event_open, NULL, -1, -1, -1, 0);
	call(perf_event_open, unreadable, 0, 5, -1, 8);
	call(perf_event_open, BAD, -1, 0, -1, -1);
	call(perf_event_open, NULL, 0, -1, 0, 0xf);
	kinds();
	members();
	commands();
	return 0;
}
