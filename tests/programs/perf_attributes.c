/* What perf_event_open is asked for: events by type, and members that others ask for. */
// rastro: -a 1 -v -e trace=perf_event_open,ioctl
// abi: x86_64 i386
#include "golden.h"

#include <linux/hw_breakpoint.h>
#include <linux/perf_event.h>

/* NOBODY is no process, so there is nothing to be counted. */
enum { NOBODY = 99999999 };

/* The text has what depends on the type, and what is behind the bits. */
static void try_event(struct perf_event_attr *attr, const char *type, const char *middle,
                      const char *skid, const char *end)
{
	attr->size = PERF_ATTR_SIZE_VER7;
	long result = syscall(SYS_perf_event_open, attr, NOBODY, -1, -1, PERF_FLAG_FD_CLOEXEC);
	expect("perf_event_open({type=PERF_TYPE_%s, size=PERF_ATTR_SIZE_VER7, %s, read_format=0, "
	       "disabled=0, inherit=0, pinned=0, exclusive=0, exclude_user=0, exclude_kernel=0, "
	       "exclude_hv=0, exclude_idle=0, mmap=0, comm=0, freq=%d, inherit_stat=0, "
	       "enable_on_exec=0, task=0, watermark=%d, precise_ip=%s, mmap_data=0, "
	       "sample_id_all=0, exclude_host=0, exclude_guest=0, exclude_callchain_kernel=0, "
	       "exclude_callchain_user=0, mmap2=0, comm_exec=0, use_clockid=%d, context_switch=0, "
	       "write_backward=0, namespaces=0, ksymbol=0, bpf_event=0, aux_output=0, cgroup=0, "
	       "text_poke=0, build_id=0, inherit_thread=0, remove_on_exec=0, sigtrap=0, "
	       "defer_callchain=0, defer_output=0, %s, aux_watermark=0, sample_max_stack=0, "
	       "aux_sample_size=0, aux_start_paused=0, aux_pause=0, aux_resume=0, sig_data=0}, %d, "
	       "-1, -1, PERF_FLAG_FD_CLOEXEC) = %s\n",
	       type, middle, attr->freq, attr->watermark, skid, attr->use_clockid, end, NOBODY,
	       result_text(result));
}

static void try_events(void)
{
	struct perf_event_attr attr = {
		.type = PERF_TYPE_HW_CACHE,
		.config = PERF_COUNT_HW_CACHE_DTLB | PERF_COUNT_HW_CACHE_OP_WRITE << 8 |
		          PERF_COUNT_HW_CACHE_RESULT_MISS << 16,
	};
#define PLAIN     "sample_period=0, sample_type=0"
#define PLAIN_END "wakeup_events=0, config1=0, config2=0, sample_regs_user=0, sample_regs_intr=0"
#define ANY_SKID  "0 /* arbitrary skid */"

	try_event(&attr, "HW_CACHE",
	          "config=PERF_COUNT_HW_CACHE_RESULT_MISS<<16|PERF_COUNT_HW_CACHE_OP_WRITE<<8"
	          "|PERF_COUNT_HW_CACHE_DTLB, " PLAIN,
	          ANY_SKID, PLAIN_END);
	attr.config = 1ull << 40 | 2 << 16 | 3 << 8 | 7;
	try_event(&attr, "HW_CACHE",
	          "config=0x100<<32|0x2 /* PERF_COUNT_HW_CACHE_RESULT_??? */<<16"
	          "|0x3 /* PERF_COUNT_HW_CACHE_OP_??? */<<8|0x7 /* PERF_COUNT_HW_CACHE_??? "
	          "*/, " PLAIN,
	          ANY_SKID, PLAIN_END);
	attr.type = PERF_TYPE_TRACEPOINT;
	attr.config = 77;
	try_event(&attr, "TRACEPOINT", "config=77, " PLAIN, ANY_SKID, PLAIN_END);
	attr.type = PERF_TYPE_RAW;
	try_event(&attr, "RAW", "config=0x4d, " PLAIN, ANY_SKID, PLAIN_END);
	attr.type = PERF_TYPE_HARDWARE;
	attr.config = PERF_COUNT_HW_INSTRUCTIONS;
	attr.precise_ip = 2;
	try_event(&attr, "HARDWARE", "config=PERF_COUNT_HW_INSTRUCTIONS, " PLAIN,
	          "2 /* requested to have 0 skid */", PLAIN_END);
}

static void try_breakpoint(void)
{
	struct perf_event_attr attr = {
		.type = PERF_TYPE_BREAKPOINT,
		.bp_type = HW_BREAKPOINT_W,
		.bp_addr = 0x1000,
		.bp_len = 4,
		.sample_type = PERF_SAMPLE_BRANCH_STACK | PERF_SAMPLE_STACK_USER,
		.branch_sample_type = PERF_SAMPLE_BRANCH_USER | PERF_SAMPLE_BRANCH_CALL_STACK,
		.sample_stack_user = 4096,
		.freq = 1,
		.sample_freq = 99,
		.watermark = 1,
		.wakeup_watermark = 5,
		.use_clockid = 1,
		.clockid = 1,
		.precise_ip = 3,
	};

	try_event(&attr, "BREAKPOINT",
	          "config=0, sample_freq=99, sample_type=PERF_SAMPLE_BRANCH_STACK"
	          "|PERF_SAMPLE_STACK_USER",
	          "3 /* must have 0 skid */",
	          "wakeup_watermark=5, bp_type=HW_BREAKPOINT_W, bp_addr=0x1000, bp_len=4, "
	          "branch_sample_type=PERF_SAMPLE_BRANCH_USER|PERF_SAMPLE_BRANCH_CALL_STACK, "
	          "sample_regs_user=0, sample_stack_user=0x1000, clockid=CLOCK_MONOTONIC, "
	          "sample_regs_intr=0");
}

static void try_commands(void)
{
	static const struct {
		unsigned long number, argument;
		const char *text;
	} commands[] = {
		{ PERF_EVENT_IOC_ENABLE, 1, "PERF_EVENT_IOC_ENABLE, PERF_IOC_FLAG_GROUP" },
		{ PERF_EVENT_IOC_DISABLE, 0, "PERF_EVENT_IOC_DISABLE, 0" },
		{ PERF_EVENT_IOC_RESET, 2, "PERF_EVENT_IOC_RESET, 0x2 /* PERF_IOC_FLAG_??? */" },
	};

	for (unsigned i = 0; i < sizeof(commands) / sizeof(*commands); i++) {
		long result = syscall(SYS_ioctl, -1, commands[i].number, commands[i].argument);
		expect("ioctl(-1, %s) = %s\n", commands[i].text, result_text(result));
	}
}

int main(void)
{
	golden_begin();
	try_events();
	try_breakpoint();
	try_commands();
	golden_end();
	return 0;
}
