/* Structures of which memory holds only the first bytes: what those say is shown, if they are
 * enough for it. */
// rastro: -a 1 -e trace=perf_event_open,ioctl
// abi: x86_64 i386
#include "answered.h"
#include "golden.h"

#include <linux/kd.h>
#include <linux/keyboard.h>
#include <linux/perf_event.h>

/* Without a text only the address is shown. */
static void command(unsigned long number, const char *name, const void *argument, const char *shown)
{
	char address[32];
	long result = syscall(SYS_ioctl, -1, number, argument);

	snprintf(address, sizeof(address), "%p", argument);
	expect("ioctl(-1, %s, %s) = %s\n", name, shown ? shown : address, result_text(result));
}
#define COMMAND(name, size, shown) command(name, #name, at_page_end(entry, size), shown)

/* How much of a key's entry is there. */
static void try_keys(void)
{
	static const unsigned char entry[600] = { 2, 3, 4, 5, 'x' };

	COMMAND(KDSKBENT, 1, NULL);
	COMMAND(KDSKBENT, 2, "{kb_table=K_ALTTAB, kb_index=3, kb_value=???}");
	COMMAND(KDSKBENT, 3, "{kb_table=K_ALTTAB, kb_index=3, kb_value=???}");
	COMMAND(KDSKBENT, 4,
	        "{kb_table=K_ALTTAB, kb_index=3, kb_value=0x504 /* K(KT_CONS, 0x4) */}");
	COMMAND(KDGKBENT, 1, NULL);
	COMMAND(KDGKBENT, 3, "{kb_table=K_ALTTAB, kb_index=3}");
	COMMAND(KDSKBSENT, 0, NULL);
	COMMAND(KDSKBSENT, 1, "{kb_func=KVAL(K_F3), kb_string=???}");
	COMMAND(KDGKBSENT, 0, NULL);
	COMMAND(KDGKBSENT, 1, "{kb_func=KVAL(K_F3)}");
}

static void try_events(void)
{
	struct perf_event_attr attr = { .type = PERF_TYPE_HARDWARE, .config = 3 };

	for (unsigned size = 40; size <= 64; size += 8) {
		void *begun = at_page_end(&attr, size);
		char shown[200];

		if (size < 48)
			snprintf(shown, sizeof(shown), "%p", begun);
		else
			snprintf(shown, sizeof(shown),
			         "{type=PERF_TYPE_HARDWARE, size=0 /* PERF_ATTR_SIZE_??? */, "
			         "config=PERF_COUNT_HW_CACHE_MISSES, sample_period=0, "
			         "sample_type=0, read_format=0, precise_ip=0 /* arbitrary skid */, "
			         "...}");
		long result = syscall(SYS_perf_event_open, begun, 99999999, -1, -1, 0);
		expect("perf_event_open(%s, 99999999, -1, -1, 0) = %s\n", shown,
		       result_text(result));
		command(PERF_EVENT_IOC_MODIFY_ATTRIBUTES, "PERF_EVENT_IOC_MODIFY_ATTRIBUTES", begun,
		        shown);
	}
}

int main(void)
{
	golden_begin();
	try_keys();
	try_events();
	golden_end();
	return 0;
}
