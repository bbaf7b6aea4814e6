/* Requests that tell of a process, as if they had succeeded. */
// rastro: -a 1 -e trace=ptrace -e inject=ptrace:retval=24
// abi: x86_64 i386
#include "golden.h"

enum { NOBODY = 99999999 };

int main(void)
{
	struct {
		uint64_t pointer;
		uint32_t size, signature, flags, padding;
	} sequence = { 0x1000, 32, 0x53053053, 1, 0 };
	uint64_t filter[2] = { 1, 3 };

	golden_begin();
	syscall(SYS_ptrace, 0x420f, NOBODY, sizeof(sequence), &sequence);
	expect("ptrace(PTRACE_GET_RSEQ_CONFIGURATION, %d, 0x18, {rseq_abi_pointer=0x1000,"
	       " rseq_abi_size=32, signature=0x53053053, flags=0x1}) = 24 (INJECTED)\n",
	       NOBODY);
	syscall(SYS_ptrace, 0x420f, NOBODY, sizeof(sequence), unreadable());
	expect("ptrace(PTRACE_GET_RSEQ_CONFIGURATION, %d, 0x18, %p) = 24 (INJECTED)\n", NOBODY,
	       unreadable());
	syscall(SYS_ptrace, 0x420d, NOBODY, sizeof(filter), filter);
	expect("ptrace(PTRACE_SECCOMP_GET_METADATA, %d, 16, {filter_off=1,"
	       " flags=SECCOMP_FILTER_FLAG_TSYNC|SECCOMP_FILTER_FLAG_LOG}) = 24 (INJECTED)\n",
	       NOBODY);
	golden_end();
	return 0;
}
