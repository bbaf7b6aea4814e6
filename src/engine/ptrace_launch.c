/* Starting a program so that the first thing seen of it is its execve.
 *
 *	we				the child
 *	fork				waits at the gate (a pipe)
 *	SEIZE, INTERRUPT		stops inside read(): nobody is told, no signal
 *	open the gate			read() again, our filter, the user, execve
 *
 * Until execve it is hidden: it runs our code, and its calls are no events.
 * What fails there goes through a second pipe, which execve closes.
 *
 * Daemonized, it is the other way round: this process becomes the program, and
 * its grandchild traces it.  launch() then returns in the grandchild. */
#include "engine/hybrid.h"

#include "base/guard.h"
#include "engine/launch_lookup.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { STATUS_NOT_STARTED = 1 }; /* exit status of a child that could not exec */

struct start {
	const struct launch *launch;
	char path[LAUNCH_PATH_MAX];
	struct launch_user user;
	char **argv;
	struct sock_fprog *filter;
	const struct ptrace_engine *engine;
	int gate[2], report[2]; /* read end, write end */
};

/* What the child could not do; written into the report pipe. */
struct failure {
	char what[32];
	int number;
};

static _Noreturn void child_fail(const struct start *start, const char *what)
{
	struct failure failure = { .number = errno };

	snprintf(failure.what, sizeof(failure.what), "%s", what);
	/* Nobody left to tell if that fails. */
	(void)!write(start->report[1], &failure, sizeof(failure));
	_exit(STATUS_NOT_STARTED);
}

/* Privileged, the filter does without no_new_privs, and setuid programs work on. */
static void child_install_filter(const struct start *start)
{
	if (!start->filter ||
	    syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, start->filter) == 0 || errno != EACCES)
		return;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0)
		syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, start->filter);
}

static void child_become_user(const struct start *start)
{
	const struct launch_user *user = &start->user;

	if (!start->launch->user)
		return;
	if (user->name[0] ? initgroups(user->name, user->gid) : setgroups(0, NULL))
		child_fail(start, user->name[0] ? "initgroups" : "setgroups");
	if (setresgid(user->gid, user->gid, user->gid) < 0)
		child_fail(start, "setregid");
	if (setresuid(user->uid, user->uid, user->uid) < 0)
		child_fail(start, "setreuid");
}

static _Noreturn void child_run(const struct start *start)
{
	const struct launch *launch = start->launch;
	char byte;

	close(start->gate[1]);
	if (launch->in_child)
		launch->in_child(launch->in_child_owner);
	wait_restore_signals(start->engine);
	/* The end of the pipe instead of a byte: our tracer is gone. */
	if (read(start->gate[0], &byte, 1) != 1)
		_exit(STATUS_NOT_STARTED);
	child_install_filter(start);
	child_become_user(start);
	execve(start->path, start->argv, launch->envp ? launch->envp : environ);
	child_fail(start, "exec");
}

void launch_explain(struct ptrace_engine *engine)
{
	struct failure failure;

	if (engine->report < 0 ||
	    read(engine->report, &failure, sizeof(failure)) != sizeof(failure))
		return;
	failure.what[sizeof(failure.what) - 1] = 0;
	error_set(&engine->failure, failure.number, "%s: %s", failure.what,
	          strerror(failure.number));
}

unsigned long ptrace_options(const struct ptrace_engine *engine, bool filtered, bool tells_end)
{
	unsigned long options = PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEEXEC;

	if (tells_end)
		options |= PTRACE_O_TRACEEXIT;
	/* Whoever is born with our filter needs us. */
	if (engine->options.flags & ENGINE_FOLLOW || filtered)
		options |= PTRACE_O_TRACECLONE | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK;
	else if (engine->options.flags & ENGINE_THREADS)
		options |= PTRACE_O_TRACECLONE;
	/* Without us a filtered program would meet ENOSYS wherever we would stop it. */
	if (engine->options.flags & ENGINE_KILL_ON_EXIT || filtered)
		options |= PTRACE_O_EXITKILL;
	/* It may be given a filter later. */
	if (filtered || engine->hybrid)
		options |= PTRACE_O_TRACESECCOMP;
	return options;
}

/* Of a process with one thread what the agent has kept is there when it has ended, too; but
 * names can only be asked for before. */
static bool has_end_of_its_own(const struct ptrace_engine *engine, const struct task *task)
{
	return task->is_single && task->seat && !engine->hybrid->names;
}

/* The end of a leader is only told when its threads have ended, too, unless it is announced;
 * that of a thread at once. */
void task_set_options(const struct ptrace_engine *engine, const struct task *task)
{
	bool tells_end = task->pid == task->tid && !has_end_of_its_own(engine, task);

	ptrace(PTRACE_SETOPTIONS, task->tid, NULL,
	       ptrace_options(engine, task->filtered, tells_end));
}

static int tracer_seize(struct ptrace_engine *engine, const struct start *start, pid_t pid,
                        struct error *error)
{
	struct task *task = task_add(engine, pid, pid);

	if (!task)
		return error_set(error, ENOMEM, "out of memory");
	task->announced = task->started = task->launched = task->hidden = true;
	task_learn_name(engine, task);
	if (ptrace(PTRACE_SEIZE, pid, NULL, ptrace_options(engine, start->filter, true)) < 0 ||
	    ptrace(PTRACE_INTERRUPT, pid, NULL, NULL) < 0) {
		error_set(error, errno, "cannot trace the new process %d: %s", pid,
		          strerror(errno));
		task_remove(engine, task);
		return -1;
	}
	return 0;
}

/* In the tracer, whichever process that is. */
static int tracer_begin(struct ptrace_engine *engine, struct start *start, pid_t pid,
                        struct error *error)
{
	if (wait_start(engine, error) < 0 || tracer_seize(engine, start, pid, error) < 0)
		return -1;
	if (write(start->gate[1], "", 1) != 1)
		return error_set(error, errno, "cannot start the new process %d: %s", pid,
		                 strerror(errno));
	/* From here on nothing is inherited by the program. */
	if (!(engine->options.flags & ENGINE_STAY))
		placement_start(&engine->place);
	engine->report = start->report[0];
	start->report[0] = -1;
	return 0;
}

static pid_t launch_child(struct ptrace_engine *engine, struct start *start, struct error *error)
{
	/* Its first SIGCHLD must not be lost. */
	if (wait_start(engine, error) < 0)
		return -1;
	pid_t pid = fork();

	if (pid < 0)
		return error_set(error, errno, "cannot fork: %s", strerror(errno));
	if (pid == 0)
		child_run(start);
	if (tracer_begin(engine, start, pid, error) == 0)
		return pid;
	/* It finds its gate closed. */
	close(start->gate[1]);
	start->gate[1] = -1;
	waitpid(pid, NULL, 0);
	return -1;
}

/* This process is to become the program: it must not have a child more than
 * before, so the one between it and the tracer ends and is reaped. */
static _Noreturn void launcher_become_program(const struct start *start, pid_t between)
{
	waitpid(between, NULL, 0);
	/* Yama lets only ancestors trace, unless one is invited.  Harmless without. */
	prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY, 0, 0, 0);
	child_run(start);
}

static pid_t launch_daemonized(struct ptrace_engine *engine, struct start *start,
                               struct error *error)
{
	pid_t program = getpid(), between = fork();
	int level = start->launch->daemonize_level;

	if (between < 0)
		return error_set(error, errno, "cannot fork: %s", strerror(errno));
	if (between > 0)
		launcher_become_program(start, between);
	pid_t tracer = fork();

	if (tracer != 0)
		_exit(tracer < 0);
	if (level == 2)
		setpgid(0, 0);
	else if (level >= 3)
		setsid();
	return tracer_begin(engine, start, program, error) < 0 ? -1 : program;
}

/* The reasons why there is no filter, for --debug. */
static struct sock_fprog *start_filter(struct ptrace_engine *engine)
{
	if (!(engine->options.flags & ENGINE_FILTER))
		return NULL;
	hybrid_begin(engine);
	const char *reason = filter_reason_against(engine);

	/* Never 0: that is what other filters use. */
	if (!reason || engine->hybrid)
		engine->cookie = (uint16_t)((unsigned)getpid() * 40503u >> 4) | 1;
	if (reason) {
		engine_log(engine, "no seccomp filter: %s", reason);
		return NULL;
	}
	return filter_build(engine);
}

static int start_open(struct start *start, struct error *error)
{
	if (pipe2(start->gate, O_CLOEXEC) < 0 || pipe2(start->report, O_CLOEXEC | O_NONBLOCK) < 0)
		return error_set(error, errno, "cannot create a pipe: %s", strerror(errno));
	return 0;
}

static void start_close(struct start *start)
{
	for (unsigned i = 0; i < 2; i++) {
		if (start->gate[i] >= 0)
			close(start->gate[i]);
		if (start->report[i] >= 0)
			close(start->report[i]);
	}
	filter_free(start->filter);
	free(start->argv);
}

/* argv, with another argv[0] if one is asked for. */
static char **start_arguments(const struct launch *launch)
{
	size_t count = 0;

	while (launch->argv[count])
		count++;
	char **argv = calloc(count + 2, sizeof(*argv));

	if (!argv)
		return NULL;
	memcpy(argv, launch->argv, count * sizeof(*argv));
	if (launch->argv0)
		argv[0] = (char *)launch->argv0;
	return argv;
}

int ptrace_launch(struct engine *base, const struct launch *launch, pid_t *pid, struct error *error)
{
	struct ptrace_engine *engine = (struct ptrace_engine *)base;
	struct start start = {
		.launch = launch, .engine = engine, .gate = { -1, -1 }, .report = { -1, -1 }
	};

	if (launch_find(launch->file, start.path, error) < 0 ||
	    (launch->user && launch_find_user(launch->user, &start.user, error) < 0))
		return -1;
	*pid = -1;
	start.argv = start_arguments(launch);
	if (!start.argv)
		return error_set(error, ENOMEM, "out of memory");
	if (start_open(&start, error) == 0) {
		start.filter = start_filter(engine);
		engine->has_filter = start.filter;
		*pid = launch->daemonize ? launch_daemonized(engine, &start, error)
		                         : launch_child(engine, &start, error);
	}
	start_close(&start);
	return *pid > 0 ? 0 : -1;
}
