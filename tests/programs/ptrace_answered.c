/* Requests that tell of a process, as if they had succeeded. */
// rastro: -a 1 -e trace=ptrace -e inject=ptrace:retval=24
// abi: x86_64 i386
#include "golden.h"

#include <linux/ptrace.h>

enum { NOBODY = 99999999, RESULT = 24 };

static void try_queues(void)
{
	siginfo_t infos[RESULT] = { 0 };
	uint64_t range[2] = { 1, 32ull << 32 | 1 };

	expect("ptrace(PTRACE_PEEKSIGINFO, %d, {off=1, flags=PTRACE_PEEKSIGINFO_SHARED, nr=32}, [",
	       NOBODY);
	for (int i = 0; i < RESULT; i++) {
		infos[i].si_signo = SIGRTMIN;
		infos[i].si_code = SI_TKILL;
		infos[i].si_pid = NOBODY;
		infos[i].si_uid = i;
		expect("%s{si_signo=SIGRT_%d, si_code=SI_TKILL, si_pid=%d, si_uid=%d}",
		       i ? ", " : "", SIGRTMIN - 32, NOBODY, i);
	}
	syscall(SYS_ptrace, PTRACE_PEEKSIGINFO, NOBODY, range, infos);
	expect("]) = 24 (INJECTED)\n");
	syscall(SYS_ptrace, PTRACE_PEEKSIGINFO, NOBODY, unreadable(), unreadable());
	expect("ptrace(PTRACE_PEEKSIGINFO, %d, %p, %p) = 24 (INJECTED)\n", NOBODY, unreadable(),
	       unreadable());
}

/* Of a filter only where it lies, and how long it is. */
static void try_filters(void)
{
	uint64_t filter[2] = { 1, 3 }, code[RESULT] = { 0 };

	syscall(SYS_ptrace, PTRACE_SECCOMP_GET_METADATA, NOBODY, sizeof(filter), filter);
	expect("ptrace(PTRACE_SECCOMP_GET_METADATA, %d, 16, {filter_off=1,"
	       " flags=SECCOMP_FILTER_FLAG_TSYNC|SECCOMP_FILTER_FLAG_LOG}) = 24 (INJECTED)\n",
	       NOBODY);
	syscall(SYS_ptrace, PTRACE_SECCOMP_GET_FILTER, NOBODY, 2, code);
	expect("ptrace(PTRACE_SECCOMP_GET_FILTER, %d, 2, %p) = 24 (INJECTED)\n", NOBODY, code);
}

int main(void)
{
	struct {
		uint64_t pointer;
		uint32_t size, signature, flags, padding;
	} sequence = { 0x1000, 32, 0x53053053, 1, 0 };

	golden_begin();
	syscall(SYS_ptrace, 0x420f, NOBODY, sizeof(sequence), &sequence);
	expect("ptrace(PTRACE_GET_RSEQ_CONFIGURATION, %d, 0x18, {rseq_abi_pointer=0x1000,"
	       " rseq_abi_size=32, signature=0x53053053, flags=0x1}) = 24 (INJECTED)\n",
	       NOBODY);
	syscall(SYS_ptrace, 0x420f, NOBODY, sizeof(sequence), unreadable());
	expect("ptrace(PTRACE_GET_RSEQ_CONFIGURATION, %d, 0x18, %p) = 24 (INJECTED)\n", NOBODY,
	       unreadable());
	try_queues();
	try_filters();
	golden_end();
	return 0;
}
