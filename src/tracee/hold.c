/* Holding a process, and calls that its threads make for us.
 *
 * PTRACE_SEIZE stops nobody, PTRACE_INTERRUPT does, without a signal.  A thread that has
 * a signal to take first takes it, up to the first instruction of its handler: then all
 * of them stand in the same kind of stop, where the kernel has not yet decided whether to
 * take up an interrupted call again.  That it does when it is let go, from the registers
 * as they are then.
 *
 * So a call of ours ends there, too: behind the stop at its exit we ask for another stop
 * of that kind, and only in that one registers are put back.  Put back at the exit, a
 * program would see the kernel's own -ERESTARTSYS.
 *
 * SEIZE waits for a thread that execs, and that one for the end of all others of its
 * process: which we must notice, if we have joined them.  So while we join, a timer has
 * us reap the dead. */
#include "tracee/hold.h"

#include "arch/state.h"
#include "tracee/refusal.h"
#include "tracee/repeat.h"
#include "tracee/tracee.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
	ROUNDS_MAX = 100,  /* of listing threads: a process may make them faster than we join */
	WAIT_TICKS = 2000, /* of a millisecond: a thread that does not stop by then will not */
	TICK_NS = 1000 * 1000,
	QUICK_TICKS = 50, /* the first ones are shorter */
	QUICK_NS = 20 * 1000,
	REAP_NS = 10 * 1000 * 1000,
	LOOK_TICKS = 20, /* between looks whether it lives, and we are to go on */
	SYSCALL_STOP = SIGTRAP | 0x80,
	ERESTART_RESTARTBLOCK = 516,
};

/* ---- stops */

static void tick(unsigned number)
{
	struct timespec pause = { .tv_nsec = number < QUICK_TICKS ? QUICK_NS : TICK_NS };

	nanosleep(&pause, NULL);
}

/* Waits for a stop of the thread, or its end: 1; 0: not in time; -errno. */
static int stop_wait(pid_t tid, int *status)
{
	for (unsigned i = 0; i < WAIT_TICKS; i++) {
		pid_t got = waitpid(tid, status, __WALL | WNOHANG);

		if (got == tid)
			return 1;
		if (got < 0 && errno != EINTR)
			return -errno;
		tick(i);
	}
	return 0;
}

/* A stop that PTRACE_INTERRUPT or a group-stop made. */
static bool is_quiet_stop(int status)
{
	return WIFSTOPPED(status) && status >> 16 == PTRACE_EVENT_STOP;
}

/* Goes on to the stop that we asked for; signals that come first are taken.  1; 0: not in
 * time; -ESRCH: it has ended. */
static int settle(pid_t tid)
{
	int status;

	for (;;) {
		int got = stop_wait(tid, &status);

		if (got <= 0)
			return got;
		if (!WIFSTOPPED(status))
			return -ESRCH;
		if (is_quiet_stop(status))
			return 1;
		int signal =
			status >> 16 || WSTOPSIG(status) == SYSCALL_STOP ? 0 : WSTOPSIG(status);

		if (ptrace(PTRACE_CONT, tid, NULL, signal) < 0)
			return -errno;
	}
}

/* ---- holding */

static void signals_defer(struct hold *hold)
{
	static const int ends[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGPIPE, SIGTSTP };
	sigset_t set;

	sigemptyset(&set);
	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++)
		sigaddset(&set, ends[i]);
	sigprocmask(SIG_BLOCK, &set, &hold->mask);
}

static bool is_held(const struct hold *hold, pid_t tid)
{
	return map_get(&hold->by_tid, (uint64_t)tid) != NULL;
}

/* What reaps the dead while we join the living. */
struct reaping {
	struct sigaction action; /* before */
	timer_t timer;
	bool has_timer;
};

static int reap_signal(void)
{
	return SIGRTMAX - 1;
}

static void dead_reap(int signal, siginfo_t *info, void *context)
{
	const struct hold *hold = info->si_value.sival_ptr;
	int number = errno;

	(void)signal;
	(void)context;
	for (unsigned i = 0; hold->is_joining && i < hold->count; i++) {
		siginfo_t end;

		waitid(P_PID, (id_t)hold->threads[i], &end, WEXITED | WNOHANG | __WALL);
	}
	errno = number;
}

static void reaping_begin(struct reaping *reaping, struct hold *hold)
{
	struct sigaction action = { .sa_sigaction = dead_reap,
		                    .sa_flags = SA_SIGINFO | SA_RESTART };
	struct sigevent event = { .sigev_notify = SIGEV_THREAD_ID,
		                  .sigev_signo = reap_signal(),
		                  .sigev_value.sival_ptr = hold,
		                  ._sigev_un._tid = gettid() };
	const struct timespec period = { .tv_nsec = REAP_NS };
	const struct itimerspec setting = { period, period };

	sigaction(reap_signal(), &action, &reaping->action);
	reaping->has_timer = timer_create(CLOCK_MONOTONIC, &event, &reaping->timer) == 0;
	if (reaping->has_timer)
		timer_settime(reaping->timer, 0, &setting, NULL);
}

static void reaping_end(struct reaping *reaping)
{
	if (reaping->has_timer)
		timer_delete(reaping->timer);
	sigaction(reap_signal(), &reaping->action, NULL);
}

static int thread_seize(struct hold *hold, pid_t tid)
{
	hold->is_joining = 1;
	int status = ptrace(PTRACE_SEIZE, tid, NULL, PTRACE_O_TRACESYSGOOD) < 0 ? -errno : 0;

	hold->is_joining = 0;
	return status;
}

static int thread_add(struct hold *hold, pid_t tid)
{
	if (hold->count == hold->capacity) {
		unsigned capacity = hold->capacity ? 2 * hold->capacity : 16;
		pid_t *larger = capacity > HOLD_THREADS_MAX
		                        ? NULL
		                        : realloc(hold->threads, capacity * sizeof(*larger));

		if (!larger)
			return -ENOMEM;
		hold->threads = larger;
		hold->capacity = capacity;
	}
	int status = thread_seize(hold, tid);

	if (status < 0)
		return status;
	hold->threads[hold->count++] = tid;
	/* One that is not noted is joined again, which fails. */
	map_put(&hold->by_tid, (uint64_t)tid, hold);
	return ptrace(PTRACE_INTERRUPT, tid, NULL, NULL) < 0 ? -errno : 0;
}

/* Joins threads that are not held yet; how many, or the errno of the one that was meant. */
static int round_join(struct hold *hold)
{
	pid_t *list;
	ssize_t count = tracee_threads(hold->pid, &list);
	int joined = 0, refused = 0;

	if (count < 0)
		return (int)count;
	for (ssize_t i = 0; i < count; i++) {
		if (is_held(hold, list[i]))
			continue;
		int status = thread_add(hold, list[i]);

		if (status == 0)
			joined++;
		else if (status != -ESRCH || list[i] == hold->pid)
			refused = status;
	}
	free(list);
	/* A first thread that has ended, while others live, cannot be joined. */
	return joined || hold->count ? joined : refused ? refused : -ESRCH;
}

/* Threads that ended meanwhile are none any more. */
static int all_settle(struct hold *hold, struct error *error)
{
	for (unsigned i = 0; i < hold->count;) {
		int status = settle(hold->threads[i]);

		if (status == 0)
			return error_set(
				error, EBUSY,
				"cannot stop thread %d: it sleeps in the kernel and cannot be "
				"woken (a disk, a network file system?); try again later",
				hold->threads[i]);
		if (status > 0) {
			i++;
			continue;
		}
		map_remove(&hold->by_tid, (uint64_t)hold->threads[i]);
		hold->threads[i] = hold->threads[--hold->count];
	}
	if (hold->count)
		return 0;
	return error_set(error, ESRCH, "process %d has ended", hold->pid);
}

int hold_begin(struct hold *hold, pid_t pid, struct error *error)
{
	pid_t process = tracee_process(pid);
	struct reaping reaping;
	int joined = 1, failed = 0;

	*hold = (struct hold){ .pid = process > 0 ? process : pid };
	signals_defer(hold);
	reaping_begin(&reaping, hold);
	for (unsigned i = 0; i < ROUNDS_MAX && joined > 0; i++)
		joined = round_join(hold);
	reaping_end(&reaping);
	if (joined < 0)
		failed = refusal_explain(pid, "stop process", -joined, error);
	else
		failed = all_settle(hold, error);
	if (failed)
		hold_end(hold);
	return failed;
}

static void thread_release(pid_t tid)
{
	struct arch_call call;

	if (arch_native.call_read(tid, &call) == 0)
		call_repeat(tid, call.abi, call.nr, call.result, 0);
	ptrace(PTRACE_DETACH, tid, NULL, 0);
}

void hold_end(struct hold *hold)
{
	for (unsigned i = 0; i < hold->count; i++)
		thread_release(hold->threads[i]);
	map_free(&hold->by_tid);
	free(hold->threads);
	hold->threads = NULL;
	hold->count = hold->capacity = 0;
	sigprocmask(SIG_SETMASK, &hold->mask, NULL);
}

pid_t hold_thread(const struct hold *hold, pid_t pid)
{
	return is_held(hold, pid) ? pid : hold->count ? hold->threads[0] : 0;
}

/* ---- calls */

static uint64_t signal_bit(int signal)
{
	return (uint64_t)1 << (signal - 1);
}

int remote_open(struct remote *remote, const struct hold *hold, pid_t tid, unsigned abi,
                uint64_t site)
{
	uint64_t pending = tracee_signals(tid, "SigPnd:") | tracee_signals(tid, "ShdPnd:");
	/* A seccomp filter may send SIGSYS, which kills where it is blocked. */
	uint64_t blocked = pending & signal_bit(SIGSYS) ? UINT64_MAX : ~signal_bit(SIGSYS);
	struct arch_state state;
	int status = arch_state_read(tid, &state);

	*remote = (struct remote){ .hold = hold, .tid = tid, .abi = abi, .site = site };
	remote->has_trap = pending & signal_bit(SIGSYS);
	_Static_assert(sizeof(remote->words) == sizeof(state.words), "both hold all registers");
	if (status < 0)
		return status;
	memcpy(remote->words, state.words, sizeof(state.words));
	if (ptrace(PTRACE_GETSIGMASK, tid, sizeof(remote->mask), &remote->mask) < 0 ||
	    ptrace(PTRACE_SETSIGMASK, tid, sizeof(blocked), &blocked) < 0)
		return -errno;
	return 0;
}

static struct arch_state state_before(const struct remote *remote)
{
	struct arch_state state;

	memcpy(state.words, remote->words, sizeof(state.words));
	return state;
}

static int remote_lose(struct remote *remote, int status)
{
	remote->is_lost = true;
	if (WIFSIGNALED(status))
		remote->killed = WTERMSIG(status);
	return -ESRCH;
}

/* Somebody wants us to end: then the call is to end, too.  Said again and again, for it may not
 * have begun yet. */
static void interruption_pass_on(struct remote *remote)
{
	sigset_t waiting;

	if (sigpending(&waiting) < 0)
		return;
	for (int signal = 1; signal <= SIGTSTP; signal++)
		if (sigismember(&waiting, signal) == 1 && signal != SIGCHLD) {
			remote->was_interrupted = true;
			ptrace(PTRACE_INTERRUPT, remote->tid, NULL, NULL);
			return;
		}
}

/* The end of a process's first thread is told when nobody waits for the end of another one
 * any more: that is us. */
static void others_reap(const struct remote *remote)
{
	char state = tracee_state(remote->tid);
	int status;

	if (state != 'Z' && state != 'X')
		return;
	for (unsigned i = 0; i < remote->hold->count; i++)
		if (remote->hold->threads[i] != remote->tid)
			waitpid(remote->hold->threads[i], &status, __WALL | WNOHANG);
}

/* The next stop, however long that takes. */
static int remote_wait(struct remote *remote, int *status)
{
	for (unsigned i = 0;; i++) {
		pid_t got = waitpid(remote->tid, status, __WALL | WNOHANG);

		if (got == remote->tid)
			return WIFSTOPPED(*status) ? 0 : remote_lose(remote, *status);
		if (got < 0 && errno != EINTR)
			return remote_lose(remote, 0);
		if (i % LOOK_TICKS == LOOK_TICKS - 1) {
			interruption_pass_on(remote);
			others_reap(remote);
		}
		tick(i);
	}
}

/* Of a stop that is neither side of the call. */
static void stop_note(struct remote *remote, int status)
{
	if (status >> 16)
		return;
	if (WSTOPSIG(status) == SIGSYS)
		remote->was_trapped = true;
	else if (WSTOPSIG(status) == SIGSTOP)
		remote->was_stopped = true;
}

/* It would come when the thread is let go. */
static void trap_take(struct remote *remote)
{
	int status;

	if (!(tracee_signals(remote->tid, "SigPnd:") & signal_bit(SIGSYS)))
		return;
	while (!remote->was_trapped && ptrace(PTRACE_CONT, remote->tid, NULL, NULL) == 0 &&
	       remote_wait(remote, &status) == 0)
		stop_note(remote, status);
}

int remote_make(struct remote *remote, uint32_t nr, const uint64_t args[6], int64_t *result)
{
	struct arch_state state = state_before(remote);
	unsigned sides = 0;
	int status;

	arch_state_call(&state, remote->abi, remote->site, nr, args);
	if (remote->is_lost || arch_state_write(remote->tid, &state) < 0)
		return remote_lose(remote, 0);
	while (sides < 2) {
		if (ptrace(PTRACE_SYSCALL, remote->tid, NULL, NULL) < 0 && errno != ESRCH)
			return remote_lose(remote, 0);
		if (remote_wait(remote, &status) < 0)
			return -ESRCH;
		if (WSTOPSIG(status) == SYSCALL_STOP)
			sides++;
		else
			stop_note(remote, status);
	}
	if (arch_state_read(remote->tid, &state) < 0)
		return remote_lose(remote, 0);
	*result = arch_state_result(&state, remote->abi);
	remote->has_slept |= *result == -ERESTART_RESTARTBLOCK;
	if (!remote->has_trap)
		trap_take(remote);
	return remote->is_lost ? -ESRCH : 0;
}

void remote_close(struct remote *remote)
{
	struct arch_state state = state_before(remote);
	int status = 0;

	ptrace(PTRACE_INTERRUPT, remote->tid, NULL, NULL);
	while (!remote->is_lost && !is_quiet_stop(status)) {
		ptrace(PTRACE_CONT, remote->tid, NULL, NULL);
		if (remote_wait(remote, &status) == 0)
			stop_note(remote, status);
	}
	if (remote->is_lost)
		return;
	if (remote->has_slept)
		arch_state_restart_whole(&state);
	arch_state_write(remote->tid, &state);
	ptrace(PTRACE_SETSIGMASK, remote->tid, sizeof(remote->mask), &remote->mask);
	if (remote->was_stopped)
		syscall(SYS_tkill, remote->tid, SIGSTOP);
}
