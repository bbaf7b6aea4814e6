/* Why a process cannot be traced.
 *
 * The kernel says EPERM for a dozen reasons.  We go through them in the order of how
 * surely they can be told: what is no program at all, another tracer, other users,
 * capabilities, dumpable, and at last what the security modules restrict. */
#include "tracee/refusal.h"

#include "base/guard.h"
#include "base/text.h"
#include "tracee/proc_text.h"
#include "tracee/tracee.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PF_KTHREAD = 0x200000, WHY_MAX = 384 };

struct subject {
	pid_t pid;
	struct text status;
	char why[WHY_MAX];
};

/* " (name)", or nothing; what a terminal would not print is left out of it. */
static void name_of(pid_t pid, char name[TRACEE_COMM_MAX + 4])
{
	char comm[TRACEE_COMM_MAX];
	ssize_t length = tracee_comm(pid, comm, sizeof(comm));

	for (ssize_t i = 0; i < length; i++)
		if (comm[i] < ' ' || comm[i] > '~')
			comm[i] = '?';
	name[0] = '\0';
	if (length > 0)
		snprintf(name, TRACEE_COMM_MAX + 4, " (%.*s)", (int)length, comm);
}

/* The flags of a task are the ninth field of its stat, behind a name in brackets. */
static bool is_kernel_thread(pid_t pid)
{
	struct text stat = { 0 };
	unsigned flags = 0;

	if (proc_text_read(&stat, pid, "stat") == 0) {
		const char *behind = strrchr(stat.bytes, ')');

		if (behind)
			sscanf(behind + 1, " %*c %*d %*d %*d %*d %*d %u", &flags);
	}
	text_free(&stat);
	return flags & PF_KTHREAD;
}

static bool is_no_program(struct subject *subject)
{
	size_t length;
	char state = *proc_field(&subject->status, "State", &length);
	pid_t parent = (pid_t)proc_field_number(&subject->status, "PPid", 10);
	char name[TRACEE_COMM_MAX + 4];

	/* A first thread may have ended while others live. */
	bool has_ended = (state == 'Z' || state == 'X') &&
	                 proc_field_number(&subject->status, "Threads", 10) <= 1;

	if (has_ended) {
		name_of(parent, name);
		snprintf(subject->why, WHY_MAX,
		         "it has ended, and waits for its parent, process %d%s, to notice", parent,
		         name);
	} else if (is_kernel_thread(subject->pid)) {
		snprintf(subject->why, WHY_MAX,
		         "it is a thread of the kernel, which has no memory or registers of its "
		         "own");
	} else if (proc_field_number(&subject->status, "Tgid", 10) == (unsigned)getpid()) {
		snprintf(subject->why, WHY_MAX, "it is this program itself");
	}
	return subject->why[0];
}

static bool is_traced(struct subject *subject)
{
	pid_t tracer = (pid_t)proc_field_number(&subject->status, "TracerPid", 10);
	char name[TRACEE_COMM_MAX + 4];

	if (!tracer)
		return false;
	name_of(tracer, name);
	snprintf(subject->why, WHY_MAX,
	         "it is traced by process %d%s already, and nobody can have two tracers", tracer,
	         name);
	return true;
}

static bool is_others(struct subject *subject)
{
	unsigned uid = (unsigned)proc_field_number(&subject->status, "Uid", 10);

	if (geteuid() == 0 || uid == getuid())
		return false;
	snprintf(subject->why, WHY_MAX, "it belongs to user %u, and this is user %u: try as root",
	         uid, getuid());
	return true;
}

/* /proc/PID belongs to root as long as its program may not be dumped. */
static bool is_undumpable(struct subject *subject)
{
	struct stat status;
	char path[32];

	snprintf(path, sizeof(path), "/proc/%d", subject->pid);
	if (geteuid() == 0 || stat(path, &status) < 0 || status.st_uid == getuid())
		return false;
	snprintf(subject->why, WHY_MAX,
	         "it is not dumpable (a set-user-ID program, one that cannot be read, or "
	         "prctl(PR_SET_DUMPABLE, 0)): try as root");
	return true;
}

static bool has_more_capabilities(struct subject *subject)
{
	struct text own = { 0 };
	unsigned long long theirs = proc_field_number(&subject->status, "CapPrm", 16), ours = 0;

	if (proc_text_read(&own, getpid(), "status") == 0)
		ours = proc_field_number(&own, "CapPrm", 16);
	text_free(&own);
	if (!(theirs & ~ours))
		return false;
	snprintf(subject->why, WHY_MAX,
	         "it has capabilities that this process lacks (mask %#llx): CAP_SYS_PTRACE is "
	         "needed, in its user namespace",
	         theirs & ~ours);
	return true;
}

static bool is_restricted(struct subject *subject)
{
	static const char *const scopes[] = {
		NULL,
		"kernel.yama.ptrace_scope is 1: only a process's ancestors may trace it, or whom "
		"it named by prctl(PR_SET_PTRACER); try as root, or set it to 0",
		"kernel.yama.ptrace_scope is 2: CAP_SYS_PTRACE is needed; try as root",
		"kernel.yama.ptrace_scope is 3: nobody may trace on this system until it is "
		"started anew",
	};
	AUTO_CLOSE int fd = open("/proc/sys/kernel/yama/ptrace_scope", O_RDONLY | O_CLOEXEC);
	char scope = '0';

	if (fd < 0 || read(fd, &scope, 1) != 1 || scope < '1' || scope > '3' ||
	    (scope < '3' && geteuid() == 0))
		return false;
	snprintf(subject->why, WHY_MAX, "%s", scopes[scope - '0']);
	return true;
}

int refusal_explain(pid_t pid, const char *what, int number, struct error *error)
{
	static bool (*const reasons[])(struct subject *) = {
		is_no_program,         is_traced,     is_others, is_undumpable,
		has_more_capabilities, is_restricted,
	};
	struct subject subject = { .pid = pid };

	if (proc_text_read(&subject.status, pid, "status") < 0 || number == ESRCH) {
		bool is_there = subject.status.length && is_no_program(&subject);

		text_free(&subject.status);
		return error_set(error, number, "cannot %s %d: %s", what, pid,
		                 is_there ? subject.why : "there is no such process");
	}
	for (size_t i = 0; i < sizeof(reasons) / sizeof(*reasons); i++)
		if (reasons[i](&subject))
			break;
	text_free(&subject.status);
	if (subject.why[0])
		return error_set(error, number, "cannot %s %d: %s", what, pid, subject.why);
	return error_set(error, number,
	                 "cannot %s %d: %s (a security module, a seccomp filter around this "
	                 "process, or another user namespace)",
	                 what, pid, strerror(number));
}
