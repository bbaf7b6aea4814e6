// trace: ptrace
// options: -e inject=ptrace:retval=88
// pids: none
/* Requests as if they had succeeded: what they take and what they give, for a process that does
 * not exist. */
#include "test.h"
#include <elf.h>
#include <linux/audit.h>
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/user.h>

enum { NOBODY = 99999999 };

static unsigned char bytes[1024];

static void try_registers(void)
{
	static const int types[] = { NT_PRSTATUS, NT_FPREGSET, NT_X86_XSTATE, 0x7777 };

	for (int request = PTRACE_GETREGS; request <= PTRACE_SETFPREGS; request++) {
		call(ptrace, request, NOBODY, 1, bytes);
		call(ptrace, request, NOBODY, 1, unreadable);
	}
	for (unsigned i = 0; i < 3 * sizeof(types) / sizeof(*types); i++) {
		const unsigned sizes[] = { 0, 8,
			                   i < 3 ? sizeof(struct user_regs_struct)
			                         : sizeof(struct user_fpregs_struct) };
		struct iovec data = { bytes, sizes[i % 3] };

		call(ptrace, PTRACE_GETREGSET, NOBODY, types[i / 3], &data);
		call(ptrace, PTRACE_SETREGSET, NOBODY, types[i / 3], &data);
		data.iov_base = unreadable;
		call(ptrace, PTRACE_GETREGSET, NOBODY, types[i / 3], &data);
		call(ptrace, PTRACE_SETREGSET, NOBODY, types[i / 3], &data);
	}
}

static void try_stops(void)
{
	static struct __ptrace_syscall_info info;
	static const unsigned machines[] = { AUDIT_ARCH_X86_64, AUDIT_ARCH_I386, AUDIT_ARCH_ARM };

	for (unsigned i = 0; i < 5 * 3; i++) {
		info.op = i / 3;
		info.arch = machines[i % 3];
		info.instruction_pointer = 0x1000;
		info.stack_pointer = 0x2000;
		info.seccomp.nr = 5;
		for (int k = 0; k < 6; k++)
			info.seccomp.args[k] = k;
		info.seccomp.ret_data = 7;
		call(ptrace, PTRACE_GET_SYSCALL_INFO, NOBODY, 88, &info);
	}
}

static void try_signals(void)
{
	static siginfo_t info = { .si_signo = SIGUSR1, .si_code = SI_TKILL, .si_pid = NOBODY };
	static unsigned long set[2] = { 5 };
	static struct __ptrace_peeksiginfo_args range = { 1, 1, 2 };

	call(ptrace, PTRACE_GETSIGINFO, NOBODY, 1, &info);
	call(ptrace, PTRACE_SETSIGINFO, NOBODY, 1, &info);
	call(ptrace, PTRACE_GETSIGMASK, NOBODY, 8, set);
	call(ptrace, PTRACE_SETSIGMASK, NOBODY, 8, set);
	call(ptrace, PTRACE_GETEVENTMSG, NOBODY, 1, set);
	call(ptrace, PTRACE_PEEKSIGINFO, NOBODY, &range, unreadable);
}

static void try_words(void)
{
	static const int requests[] = { PTRACE_POKETEXT,
		                        PTRACE_POKEDATA,
		                        PTRACE_CONT,
		                        PTRACE_KILL,
		                        PTRACE_DETACH,
		                        PTRACE_SINGLESTEP,
		                        PTRACE_SYSCALL,
		                        PTRACE_SETOPTIONS,
		                        PTRACE_SEIZE,
		                        PTRACE_INTERRUPT,
		                        PTRACE_LISTEN,
		                        31,
		                        32,
		                        33,
		                        21 };

	for (unsigned i = 0; i < sizeof(requests) / sizeof(*requests); i++)
		for (int data = 0; data < 12; data += 5)
			call(ptrace, requests[i], NOBODY, 0x10, data);
}

int main(void)
{
	for (unsigned i = 0; i < sizeof(bytes); i++)
		bytes[i] = i + 1;
	try_registers();
	try_stops();
	try_signals();
	try_words();
	return 0;
}
