// trace: ptrace
// options: -q
// also: -v
// mask: si_pid=\d+|PTRACE_\w+, \d+|=0x[0-9a-f]+|\[0x[0-9a-f]+
#include "test.h"

#include <linux/filter.h>
#include <linux/ptrace.h>
#include <sys/prctl.h>
#include <sys/uio.h>

/* A child that has a filter, blocked and pending signals, and stands still. */
static pid_t stopped_child(void)
{
	struct sock_filter allow = { 6, 0, 0, 0x7fff0000 };
	struct sock_fprog program = { 1, &allow };
	pid_t pid = fork();

	if (pid)
		return pid;
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	syscall(SYS_seccomp, 1, 0, &program);
	block(SIGUSR1);
	block(SIGUSR2);
	call(ptrace, PTRACE_TRACEME, 0, 0, 0);
	raise(SIGUSR1);
	sigqueue(getpid(), SIGUSR2, (union sigval){ .sival_int = 5 });
	raise(SIGSTOP);
	_exit(0);
}

static uint64_t data[128];

static void signals(pid_t pid)
{
	struct {
		uint64_t off;
		uint32_t flags, nr;
	} which = { 0, 0, 10 };

	call(ptrace, PTRACE_PEEKSIGINFO, pid, &which, data);
	which.flags = 1;
	call(ptrace, PTRACE_PEEKSIGINFO, pid, &which, data);
	which.nr = 0;
	call(ptrace, PTRACE_PEEKSIGINFO, pid, &which, data);
	which.nr = 1;
	call(ptrace, PTRACE_PEEKSIGINFO, pid, &which, unreadable);
	call(ptrace, PTRACE_PEEKSIGINFO, pid, unreadable, data);
	call(ptrace, 0x420a /* GETSIGMASK */, pid, 8, data);
	call(ptrace, 0x420b, pid, 8, data);
	call(ptrace, 0x420a, pid, 4, data);
	data[0] = 0;
	call(ptrace, 0x420d /* SECCOMP_GET_METADATA */, pid, 16, data);
	call(ptrace, 0x420d, pid, 8, data);
	call(ptrace, 0x420c /* SECCOMP_GET_FILTER */, pid, 0, NULL);
	call(ptrace, 0x420c, pid, 0, data);
	call(ptrace, 0x420c, pid, 1, data);
}

static void registers(pid_t pid)
{
	static const long notes[] = { 1, 2, 0x200, 0x202, 99 };

	for (unsigned i = 0; i < sizeof(notes) / sizeof(*notes); i++) {
		struct iovec vector = { data, i == 3 ? 16 : 1024 };
		call(ptrace, PTRACE_GETREGSET, pid, notes[i], &vector);
		vector.iov_len = 20;
		call(ptrace, PTRACE_GETREGSET, pid, notes[i], &vector);
		vector.iov_base = unreadable;
		call(ptrace, PTRACE_GETREGSET, pid, notes[i], &vector);
		call(ptrace, PTRACE_GETREGSET, pid, notes[i], edge(&vector, sizeof(vector) - 1));
	}
#ifdef __x86_64__ /* strace takes them for those of others in i386 programs */
	call(ptrace, PTRACE_PEEKUSR, pid, 0, data);
	call(ptrace, PTRACE_PEEKUSR, pid, 4, data);
	call(ptrace, PTRACE_PEEKUSR, pid, 1, data);
	call(ptrace, PTRACE_PEEKUSR, pid, 260, data);
	call(ptrace, PTRACE_PEEKUSR, pid, 848, data);
	call(ptrace, PTRACE_PEEKUSR, pid, 912, data);
	call(ptrace, PTRACE_PEEKUSR, pid, 916, data);
	call(ptrace, PTRACE_POKEUSR, pid, 164, 5);
#endif
}

int main(void)
{
	pid_t pid = stopped_child();

	waitpid(pid, NULL, 0);
	signals(pid);
	registers(pid);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	return 0;
}
