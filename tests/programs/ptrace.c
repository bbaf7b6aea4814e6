/* Requests that have come since strace 6.1, and registers by name. */
// rastro: -a 1 -e trace=ptrace
// abi: x86_64 i386
#include "golden.h"

enum { NOBODY = 99999999 };

#ifdef __x86_64__
static const struct {
	long at;
	const char *name;
} places[] = { { 0, "8*R15" }, { 4, "8*R15+4" }, { 120, "8*ORIG_RAX" }, { 152, "8*RSP" },
	       { 260, "offsetof(struct user, i387)+36" },
	       { 856, "offsetof(struct user, u_debugreg)+8" }, { 912, "sizeof(struct user)" },
	       { 916, "0x394" } };
#else
static const struct {
	long at;
	const char *name;
} places[] = { { 0, "4*EBX" }, { 24, "4*EAX" }, { 44, "4*ORIG_EAX" }, { 64, "4*SS" },
	       { 108, "offsetof(struct user, i387)+36" },
	       { 256, "offsetof(struct user, u_debugreg)+4" }, { 284, "sizeof(struct user)" },
	       { 288, "0x120" } };
#endif

static void registers(void)
{
	for (unsigned i = 0; i < sizeof(places) / sizeof(*places); i++) {
		long result = syscall(SYS_ptrace, 6, NOBODY, places[i].at, 7);
		expect("ptrace(PTRACE_POKEUSER, %d, %s, 0x7) = %s\n", NOBODY, places[i].name,
		       result_text(result));
	}
}

static void configurations(void)
{
	uint64_t dispatch[4] = { 1, 0x10, 0x20, 0x30 };
	struct {
		uint8_t op, reserved;
		uint16_t flags;
		uint32_t arch;
		uint64_t pointers[2];
		int64_t value;
		uint8_t is_error;
	} exit = { 2, 0, 0, 0xc000003e, { 0x1000, 0x2000 }, -1, 1 };

	long result = syscall(SYS_ptrace, 0x4210, NOBODY, 32, dispatch);
	expect("ptrace(PTRACE_SET_SYSCALL_USER_DISPATCH_CONFIG, %d, 32, {mode=PR_SYS_DISPATCH_ON, "
	       "selector=0x10, offset=0x20, len=0x30}) = %s\n", NOBODY, result_text(result));
	result = syscall(SYS_ptrace, 0x4211, NOBODY, 32, unreadable());
	expect("ptrace(PTRACE_GET_SYSCALL_USER_DISPATCH_CONFIG, %d, 32, %p) = %s\n", NOBODY,
	       unreadable(), result_text(result));
	result = syscall(SYS_ptrace, 0x420f, NOBODY, 24, unreadable());
	expect("ptrace(PTRACE_GET_RSEQ_CONFIGURATION, %d, 0x18, %p) = %s\n", NOBODY, unreadable(),
	       result_text(result));
	result = syscall(SYS_ptrace, 0x4212, NOBODY, 88, &exit);
	expect("ptrace(PTRACE_SET_SYSCALL_INFO, %d, 88, {op=PTRACE_SYSCALL_INFO_EXIT, "
	       "arch=AUDIT_ARCH_X86_64, instruction_pointer=0x1000, stack_pointer=0x2000, "
	       "exit={rval=-1, is_error=1}}) = %s\n", NOBODY, result_text(result));
	result = syscall(SYS_ptrace, 0x4204, NOBODY, 0x204, NULL);
	expect("ptrace(PTRACE_GETREGSET, %d, NT_X86_SHSTK, NULL) = %s\n", NOBODY, result_text(result));
}

int main(void)
{
	golden_begin();
	registers();
	configurations();
	golden_end();
	return 0;
}
