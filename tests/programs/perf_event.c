/* What performance events take since strace 6.1, and the commands for them. */
// rastro: -a 1 -e trace=perf_event_open,ioctl
// abi: x86_64 i386
#include "golden.h"

#include <sys/ioctl.h>

static uint32_t attr[36] = { 1, 144, 9 };

static void open_event(const char *shown)
{
	static const char format[] = "perf_event_open({type=PERF_TYPE_SOFTWARE, size=%s, config="
				     "PERF_COUNT_SW_DUMMY, sample_period=0, sample_type=0, read_format=0, "
				     "precise_ip=0 /* arbitrary skid */, %s...}, -1, -1, -1, 0) = %s\n";
	/* Where the kernel cannot write the size that it would like. */
	uint32_t *page = at_page_end(attr, sizeof(attr));

	mprotect((void *)((uintptr_t)page & ~4095ul), 4096, PROT_READ);
	long result = syscall(SYS_perf_event_open, page, -1, -1, -1, 0);
	expect(format, attr[1] == 144 ? "PERF_ATTR_SIZE_VER9" : "PERF_ATTR_SIZE_VER7", shown,
	       result_text(result));
}

static void commands(void)
{
	long result = ioctl(-1, _IOWR('$', 10, void *), attr);
	expect("ioctl(-1, PERF_EVENT_IOC_QUERY_BPF, {ids_len=1}) = %s\n", result_text(result));
	result = ioctl(-1, _IOW('$', 11, void *), unreadable());
	expect("ioctl(-1, PERF_EVENT_IOC_MODIFY_ATTRIBUTES, %p) = %s\n", unreadable(),
	       result_text(result));
	attr[29] = 0;
	result = ioctl(-1, _IOW('$', 11, void *), attr);
	expect("ioctl(-1, PERF_EVENT_IOC_MODIFY_ATTRIBUTES, {type=PERF_TYPE_SOFTWARE, size="
	       "PERF_ATTR_SIZE_VER7, config=PERF_COUNT_SW_DUMMY, sample_period=0, sample_type=0, "
	       "read_format=0, precise_ip=0 /* arbitrary skid */, ...}) = %s\n", result_text(result));
}

int main(void)
{
	golden_begin();
	open_event("");
	attr[1] = 128;
	attr[11] = 0xff << 6; /* bits 38 to 45 */
	open_event("defer_callchain=1, defer_output=1, __reserved_1=0x3f, ");
	attr[11] = 0;
	attr[29] = 0x1d;
	open_event("aux_start_paused=1, aux_resume=1, __reserved_3=0x3, ");
	commands();
	golden_end();
	return 0;
}
