/* Stops at calls as one who traces is told of them, by machine. */
// rastro: -a 1 -e trace=ptrace -e inject=ptrace:retval=88
// abi: x86_64 i386
#include "golden.h"

#include <linux/audit.h>
#include <linux/ptrace.h>

enum { NOBODY = 99999999 };

/* What a stop at a call tells; which call it is, the machine says. */
static void try_stop(unsigned op, unsigned machine, const char *shown)
{
	struct {
		uint8_t op, padding[3];
		uint32_t machine;
		uint64_t instruction, stack, number, arguments[6];
		uint32_t data, end;
	} stop = { op, { 0 }, machine, 0x1000, 0x2000, 5, { 1, 2, 3, 4, 5, 6 }, 7, 0 };

	syscall(SYS_ptrace, PTRACE_GET_SYSCALL_INFO, NOBODY, sizeof(stop), &stop);
	expect("ptrace(PTRACE_GET_SYSCALL_INFO, %d, 88, {%s}) = 88 (INJECTED)\n", NOBODY, shown);
}

#define STOP(op, machine, more)                                                                    \
	"op=PTRACE_SYSCALL_INFO_" op ", arch=AUDIT_ARCH_" machine                                  \
	", instruction_pointer=0x1000, stack_pointer=0x2000" more
#define ARGUMENTS "args=[0x1, 0x2, 0x3, 0x4, 0x5, 0x6]"

static void try_stops(void)
{
	try_stop(0, AUDIT_ARCH_I386, STOP("NONE", "I386", ""));
	try_stop(1, AUDIT_ARCH_X86_64,
	         STOP("ENTRY", "X86_64", ", entry={nr=__NR_fstat, " ARGUMENTS "}"));
	try_stop(1, AUDIT_ARCH_I386,
	         STOP("ENTRY", "I386", ", entry={nr=__NR_open, " ARGUMENTS "}"));
	try_stop(1, AUDIT_ARCH_ARM, STOP("ENTRY", "ARM", ", entry={nr=5, " ARGUMENTS "}"));
	try_stop(2, AUDIT_ARCH_ARM, STOP("EXIT", "ARM", ", exit={rval=5, is_error=1}"));
	try_stop(3, AUDIT_ARCH_X86_64,
	         STOP("SECCOMP", "X86_64", ", seccomp={nr=__NR_fstat, " ARGUMENTS ", ret_data=7}"));
	try_stop(3, AUDIT_ARCH_I386,
	         STOP("SECCOMP", "I386", ", seccomp={nr=__NR_open, " ARGUMENTS ", ret_data=7}"));
	try_stop(3, AUDIT_ARCH_ARM,
	         STOP("SECCOMP", "ARM", ", seccomp={nr=5, " ARGUMENTS ", ret_data=7}"));
	syscall(SYS_ptrace, PTRACE_GET_SYSCALL_INFO, NOBODY, 88, unreadable());
	expect("ptrace(PTRACE_GET_SYSCALL_INFO, %d, 88, %p) = 88 (INJECTED)\n", NOBODY,
	       unreadable());
}

int main(void)
{
	golden_begin();
	try_stops();
	golden_end();
	return 0;
}
