/* Explaining how a debugger works, while it does.
 *
 * Whoever stops, looks at or changes a process calls one of a few functions of the C library.
 * The program is linked with --wrap for those, so they lead here, and on to what they were
 * meant for; nothing below needs to know.  The library is as it would be without. */
#include "cmd/explain.h"

#include "base/signal_name.h"

#include <elf.h>
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LINE_SIZE = 512, COMMAND_SIZE = 64, INT3 = 0xcc };

static bool is_explaining;
static char command[COMMAND_SIZE];

void explain_begin(void)
{
	is_explaining = true;
}

void explain_for(const char *line)
{
	snprintf(command, sizeof(command), "%s", line + strspn(line, " \t"));
}

/* In one write, and without stdio's locks: handlers wait for processes, too. */
static void tell(const char *request, const char *meaning)
{
	char line[LINE_SIZE];
	int length = snprintf(line, sizeof(line), "%s  /* %s%s%s */\n", request, command,
	                      *command ? ": " : "", meaning);

	if (length >= (int)sizeof(line))
		length = sizeof(line) - 1;
	(void)!write(STDERR_FILENO, line, (size_t)length);
}

/* ---- requests */

static const struct {
	int request;
	const char *name, *meaning;
} requests[] = {
	{ PTRACE_TRACEME, "PTRACE_TRACEME", "asks to be traced by its parent" },
	{ PTRACE_ATTACH, "PTRACE_ATTACH", "takes control of a thread, and stops it" },
	{ PTRACE_SEIZE, "PTRACE_SEIZE", "takes control of a thread, which runs on" },
	{ PTRACE_INTERRUPT, "PTRACE_INTERRUPT", "stops a thread that runs" },
	{ PTRACE_DETACH, "PTRACE_DETACH", "lets go of a thread" },
	{ PTRACE_KILL, "PTRACE_KILL", "ends it" },
	{ PTRACE_CONT, "PTRACE_CONT", "runs on, until a signal or a breakpoint" },
	{ PTRACE_SYSCALL, "PTRACE_SYSCALL", "runs on, until it enters or leaves a system call" },
	{ PTRACE_SINGLESTEP, "PTRACE_SINGLESTEP", "executes one instruction" },
	{ PTRACE_LISTEN, "PTRACE_LISTEN", "leaves a stopped job stopped" },
	{ PTRACE_SETOPTIONS, "PTRACE_SETOPTIONS", "says which events it is to stop at" },
	{ PTRACE_GETEVENTMSG, "PTRACE_GETEVENTMSG", "asks what the event is about" },
	{ PTRACE_GETREGS, "PTRACE_GETREGS", "reads general registers" },
	{ PTRACE_SETREGS, "PTRACE_SETREGS", "writes general registers" },
	{ PTRACE_GETREGSET, "PTRACE_GETREGSET", "reads a set of registers" },
	{ PTRACE_SETREGSET, "PTRACE_SETREGSET", "writes a set of registers" },
	{ PTRACE_PEEKUSER, "PTRACE_PEEKUSER", "reads a register" },
	{ PTRACE_POKEUSER, "PTRACE_POKEUSER", "writes a register" },
	{ PTRACE_PEEKTEXT, "PTRACE_PEEKTEXT", "reads a word of memory" },
	{ PTRACE_PEEKDATA, "PTRACE_PEEKDATA", "reads a word of memory" },
	{ PTRACE_POKEDATA, "PTRACE_POKEDATA", "writes a word of memory" },
	{ PTRACE_GETSIGINFO, "PTRACE_GETSIGINFO", "asks which signal stopped it, and why" },
	{ PTRACE_SETSIGINFO, "PTRACE_SETSIGINFO", "changes what the signal tells" },
	{ PTRACE_PEEKSIGINFO, "PTRACE_PEEKSIGINFO", "asks which signals wait for it" },
	{ PTRACE_GETSIGMASK, "PTRACE_GETSIGMASK", "asks which signals are blocked" },
	{ PTRACE_SETSIGMASK, "PTRACE_SETSIGMASK", "blocks signals, or no longer" },
	{ PTRACE_SECCOMP_GET_FILTER, "PTRACE_SECCOMP_GET_FILTER", "reads a seccomp filter" },
	{ PTRACE_GET_SYSCALL_INFO, "PTRACE_GET_SYSCALL_INFO", "asks which call it is in" },
};

/* Of words of struct user: those by which the CPU looks out for something. */
static bool is_debug_register(int request, const void *address)
{
	size_t first = offsetof(struct user, u_debugreg);

	return (request == PTRACE_PEEKUSER || request == PTRACE_POKEUSER) &&
	       (size_t)address >= first &&
	       (size_t)address < first + sizeof(((struct user *)NULL)->u_debugreg);
}

static void ptrace_tell(int request, pid_t tid, const void *address, const void *data, long result,
                        int number)
{
	char text[LINE_SIZE], unknown[32];
	const char *name = unknown, *meaning = "";

	snprintf(unknown, sizeof(unknown), "%#x", (unsigned)request);
	for (size_t i = 0; i < sizeof(requests) / sizeof(*requests); i++)
		if (requests[i].request == request) {
			name = requests[i].name;
			meaning = requests[i].meaning;
		}
	if (is_debug_register(request, address))
		meaning = request == PTRACE_PEEKUSER ? "asks the CPU what it has met"
		                                     : "tells the CPU what to look out for";
	int length = snprintf(text, sizeof(text), "ptrace(%s, %d, %#zx, %#zx) = ", name, tid,
	                      (size_t)address, (size_t)data);

	if (result == -1 && number)
		snprintf(text + length, sizeof(text) - (size_t)length, "-1 (%s)", strerror(number));
	else
		snprintf(text + length, sizeof(text) - (size_t)length, result < 10 ? "%ld" : "%#lx",
		         result);
	tell(text, meaning);
}

long __real_ptrace(int request, pid_t, void *address, void *data);
long __wrap_ptrace(int request, pid_t tid, void *address, void *data);

long __wrap_ptrace(int request, pid_t tid, void *address, void *data)
{
	if (!is_explaining)
		return __real_ptrace(request, tid, address, data);
	/* A word that was read may be -1. */
	errno = 0;
	long result = __real_ptrace(request, tid, address, data);
	int number = errno;

	ptrace_tell(request, tid, address, data, result, number);
	errno = number;
	return result;
}

/* ---- waiting */

static const char *const events[] = {
	[PTRACE_EVENT_FORK] = "PTRACE_EVENT_FORK",
	[PTRACE_EVENT_VFORK] = "PTRACE_EVENT_VFORK",
	[PTRACE_EVENT_CLONE] = "PTRACE_EVENT_CLONE",
	[PTRACE_EVENT_EXEC] = "PTRACE_EVENT_EXEC",
	[PTRACE_EVENT_VFORK_DONE] = "PTRACE_EVENT_VFORK_DONE",
	[PTRACE_EVENT_EXIT] = "PTRACE_EVENT_EXIT",
	[PTRACE_EVENT_SECCOMP] = "PTRACE_EVENT_SECCOMP",
	[PTRACE_EVENT_STOP] = "PTRACE_EVENT_STOP",
};

static void status_tell(pid_t wanted, pid_t tid, int status)
{
	unsigned event = (unsigned)status >> 16;
	char request[LINE_SIZE], meaning[LINE_SIZE];

	snprintf(request, sizeof(request), "wait4(%d, %#x) = %d", wanted, (unsigned)status, tid);
	if (WIFEXITED(status))
		snprintf(meaning, sizeof(meaning), "it has ended, with status %d",
		         WEXITSTATUS(status));
	else if (WIFSIGNALED(status))
		snprintf(meaning, sizeof(meaning), "it was killed by %s",
		         signal_name((uint64_t)WTERMSIG(status)));
	else if (event && event < sizeof(events) / sizeof(*events) && events[event])
		snprintf(meaning, sizeof(meaning), "it has stopped at %s", events[event]);
	else if (WSTOPSIG(status) == (SIGTRAP | 0x80))
		snprintf(meaning, sizeof(meaning), "it has stopped at a system call");
	else
		snprintf(meaning, sizeof(meaning), "it has stopped by %s",
		         signal_name((uint64_t)WSTOPSIG(status)));
	tell(request, meaning);
}

pid_t __real_wait4(pid_t, int *status, int options, struct rusage *);
pid_t __wrap_wait4(pid_t, int *status, int options, struct rusage *);

pid_t __wrap_wait4(pid_t wanted, int *status, int options, struct rusage *usage)
{
	pid_t tid = __real_wait4(wanted, status, options, usage);
	int number = errno;

	if (is_explaining && tid > 0 && status)
		status_tell(wanted, tid, *status);
	errno = number;
	return tid;
}

/* ---- memory */

ssize_t __real_process_vm_readv(pid_t, const struct iovec *, unsigned long, const struct iovec *,
                                unsigned long, unsigned long);
ssize_t __wrap_process_vm_readv(pid_t, const struct iovec *, unsigned long, const struct iovec *,
                                unsigned long, unsigned long);

ssize_t __wrap_process_vm_readv(pid_t tid, const struct iovec *local, unsigned long local_count,
                                const struct iovec *remote, unsigned long remote_count,
                                unsigned long flags)
{
	ssize_t got = __real_process_vm_readv(tid, local, local_count, remote, remote_count, flags);
	int number = errno;
	char request[LINE_SIZE];

	if (is_explaining && remote_count) {
		snprintf(request, sizeof(request), "process_vm_readv(%d, %p, %zu%s) = %zd", tid,
		         remote->iov_base, remote->iov_len, remote_count > 1 ? ", ..." : "", got);
		tell(request, "reads memory");
	}
	errno = number;
	return got;
}

ssize_t __real_pwrite64(int fd, const void *, size_t, off_t);
ssize_t __wrap_pwrite64(int fd, const void *, size_t, off_t);

/* To /proc/PID/mem, which takes what the program itself could not write. */
ssize_t __wrap_pwrite64(int fd, const void *bytes, size_t length, off_t at)
{
	ssize_t put = __real_pwrite64(fd, bytes, length, at);
	int number = errno;
	uint8_t first = length ? *(const uint8_t *)bytes : 0;
	char request[LINE_SIZE];

	if (is_explaining) {
		snprintf(request, sizeof(request), "pwrite(mem, {%02x%s}, %zu, %#zx) = %zd", first,
		         length > 1 ? " ..." : "", length, (size_t)at, put);
		tell(request, length != 1 ? "writes memory"
		              : first == INT3
		                      ? "inserts int3, a breakpoint"
		                      : "writes memory: what stood there, if that was int3");
	}
	errno = number;
	return put;
}
