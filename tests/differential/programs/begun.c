/* What is there in part: structures that memory ends in, arrays of none, sets of some bytes. */
// pids: none
// also: -v
#include "every.h"
#include <linux/kd.h>
#include <linux/keyctl.h>
#include <linux/perf_event.h>

static void use_keyboard(void)
{
	static const unsigned char entry[8] = { 2, 3, 4, 5, 6 };

	for (size_t size = 0; size < 5; size++) {
		void *begun = edge(entry, size);

		call(ioctl, 777, KDGKBENT, begun);
		call(ioctl, 777, KDSKBENT, begun);
		call(ioctl, 777, KDGKBSENT, begun);
		call(ioctl, 777, KDSKBSENT, begun);
	}
}

static void use_events(void)
{
	struct perf_event_attr attributes = { .type = PERF_TYPE_HARDWARE, .config = 3 };

	for (int size = 40; size < 64; size += 4) {
		void *begun = edge(&attributes, size);

		call(perf_event_open, begun, -5, -1, -1, 0);
		call(ioctl, 777, PERF_EVENT_IOC_MODIFY_ATTRIBUTES, begun);
	}
}

static void use_handles(void)
{
	static const int handle[] = { 8, 7, 6 };

	for (size_t size = 0; size <= sizeof(handle); size += sizeof(int)) {
		void *begun = edge(handle, size);

		call(open_by_handle_at, -1, begun, 0);
		call(name_to_handle_at, -1, "file", begun, NULL, 0);
	}
}

static void use_memory(void *there)
{
	for (long addresses = (long)there;; addresses = 1) {
		call(mincore, 1, 0, addresses);
		call(mincore, 1, 1, addresses);
		call(move_pages, -5, 0, there, NULL, addresses, 0);
		call(move_pages, -5, 1, there, NULL, addresses, 0);
		call(get_mempolicy, NULL, addresses, 0, 1, 8);
		call(get_mempolicy, NULL, addresses, 1, 1, 8);
		if (addresses == 1)
			break;
	}
}

static void use_sets(void)
{
	for (int bits = 0; bits < 64; bits += 7) {
		uint64_t set = (UINT64_C(1) << bits) - 1;

		for (long size = 1; size <= 8; size++)
			call(rt_sigsuspend, &set, size);
	}
}

static void use_keys(void)
{
	static const int parameters[16] = { 1, 2, 3 };
	char out[4] = "out";

	for (size_t size = 4; size <= sizeof(parameters); size += 12)
		call(keyctl, KEYCTL_PKEY_SIGN, edge(parameters, size), "info", "in", out);
}

int main(void)
{
	long number[4] = { 0 };
	int slot[] = { -1, 5, 2 };

	answer_calls(EINVAL);
	use_keyboard();
	use_events();
	use_handles();
	use_memory(number);
	use_sets();
	use_keys();
	call(kcmp, -5, -5, 7 /* KCMP_EPOLL_TFD */, 3, slot);
	call(prctl, 0x59616d61 /* PR_SET_PTRACER */, 5);
	call(prctl, 0x59616d61, -1);
	call(arch_prctl, 0x2003 /* ARCH_MAP_VDSO_64 */, 0);
	call(ptrace, 0x420f /* PTRACE_GET_RSEQ_CONFIGURATION */, -5, 24, number);
	call(ptrace, 0x4204 /* PTRACE_GETREGSET */, -5, 0xf7ff5fe0, number);
	syscall(SYS_exit_group, 0);
}
