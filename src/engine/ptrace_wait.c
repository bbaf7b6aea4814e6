/* Waiting for the next stop, with a clock and an end.
 *
 * With few tasks it is a plain wait4(-1): nothing is faster.  It has no
 * time-out, and a signal that comes just before it blocks would not end it; so
 * a timer of our own sends its signal again and again while there is something
 * to wake for, and what one misses the next one gets.  (A time-out per wait
 * would cost more than the wait, on virtual machines.)
 *
 * wait4(-1) walks the list of all threads we trace: hopeless at thousands.  But
 * every stop also sends us SIGCHLD, which names the thread.  It is blocked, so
 * that it can be taken when we want it.  Only one can be pending, others are
 * lost; but nothing was lost if a walk finds nothing and no signal comes after
 * it.  So with many tasks:
 *
 *	a signal	ask the thread it names; others may have been lost
 *	no signal	ask whom we resumed last, for it is mostly those
 *	still nothing	walk, but not too large a part of the time
 *	nothing at all	sleep until a signal comes */
#include "engine/hybrid.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	/* wait4() prefers young tasks.  Now and then all stops are fetched, and handled
	 * in that order, so that busy young tasks do not starve the old ones. */
	FAIR_EVERY = 32,
	MANY_TASKS = 64,
	SPIN_NS = 60 * 1000,
	/* After a walk there is none for so many times its duration, while stops come and
	 * while none comes. */
	WALK_PAUSE_BUSY = 24,
	WALK_PAUSE_QUIET = 4,
};

static int tick_signal(void)
{
	return SIGRTMAX - 1;
}

static void tick_arrived(int number, siginfo_t *info, void *context)
{
	struct ptrace_engine *engine = info->si_value.sival_ptr;
	int saved = errno;

	(void)number;
	(void)context;
	/* Anybody may send us this signal; only our timer's knows an engine. */
	if (info->si_code != SI_TIMER || !engine)
		return;
	engine->wait.ticked = 1;
	if (engine->reap.active)
		reap_tick(&engine->reap);
	errno = saved;
}

static int timer_start(struct ptrace_engine *engine, struct error *error)
{
	/* No SA_RESTART: it is to end wait4(). */
	struct sigaction action = { .sa_sigaction = tick_arrived, .sa_flags = SA_SIGINFO };
	struct sigevent event = {
		.sigev_notify = SIGEV_THREAD_ID,
		.sigev_signo = tick_signal(),
		.sigev_value.sival_ptr = engine,
		._sigev_un._tid = gettid(),
	};

	sigaction(tick_signal(), &action, NULL);
	if (timer_create(CLOCK_MONOTONIC, &event, &engine->wait.timer) < 0)
		return error_set(error, errno, "cannot create a timer: %s", strerror(errno));
	return 0;
}

int wait_start(struct ptrace_engine *engine, struct error *error)
{
	/* We may have been started with SIGCHLD ignored: then the kernel sends
	 * none and keeps no exit status. */
	struct sigaction action = { .sa_handler = SIG_DFL };
	struct wait_state *wait = &engine->wait;
	sigset_t tick;

	if (wait->started)
		return 0;
	if (timer_start(engine, error) < 0)
		return -1;
	sigemptyset(&wait->child_signal);
	sigaddset(&wait->child_signal, SIGCHLD);
	sigaction(SIGCHLD, &action, &wait->old_action);
	pthread_sigmask(SIG_BLOCK, &wait->child_signal, &wait->old_mask);
	sigemptyset(&tick);
	sigaddset(&tick, tick_signal());
	pthread_sigmask(SIG_UNBLOCK, &tick, NULL);
	wait->started = true;
	return 0;
}

void wait_restore_signals(const struct ptrace_engine *engine)
{
	const struct wait_state *wait = &engine->wait;

	if (!wait->started)
		return;
	sigaction(SIGCHLD, &wait->old_action, NULL);
	pthread_sigmask(SIG_SETMASK, &wait->old_mask, NULL);
}

void wait_end(struct ptrace_engine *engine)
{
	placement_end(&engine->place);
	if (!engine->wait.started)
		return;
	timer_delete(engine->wait.timer);
	wait_restore_signals(engine);
	engine->wait.started = false;
	engine->wait.tick_ns = 0;
}

/* 0: no more. */
static void timer_run(struct ptrace_engine *engine, long first_ns, long then_ns)
{
	struct itimerspec spec = { .it_value.tv_nsec = first_ns,
		                   .it_interval.tv_nsec = then_ns };

	engine->wait.tick_ns = then_ns;
	if (engine->wait.started)
		timer_settime(engine->wait.timer, 0, &spec, NULL);
}

void wait_tick(struct ptrace_engine *engine, bool on)
{
	long ns = on ? TICK_NS : 0;

	if (ns != engine->wait.tick_ns)
		timer_run(engine, ns, ns);
}

void wait_tick_seldom(struct ptrace_engine *engine)
{
	if (engine->wait.tick_ns != SELDOM_TICK_NS)
		timer_run(engine, SELDOM_TICK_NS, SELDOM_TICK_NS);
}

void wait_tick_in(struct ptrace_engine *engine, uint64_t ns)
{
	if (ns < TICK_NS)
		timer_run(engine, ns ? (long)ns : 1, TICK_NS);
	else
		wait_tick(engine, true);
}

void wait_wake(struct engine *base)
{
	timer_run((struct ptrace_engine *)base, 1, TICK_NS);
}

void wait_expect(struct ptrace_engine *engine, pid_t tid)
{
	engine->wait.recent[engine->wait.recent_next++ % WAIT_RECENT] = tid;
}

static bool dispatches(const struct ptrace_engine *engine)
{
	return engine->hybrid && engine->hybrid->dispatches;
}

static bool is_dispatch_stop(int status)
{
	return status >> 8 == SIGSYS;
}

void wait_take(struct ptrace_engine *engine, pid_t tid)
{
	int status;

	/* It may have been killed since. */
	if (dispatches(engine) && waitpid(tid, &status, WNOHANG | __WALL | __WNOTHREAD) == tid &&
	    !is_dispatch_stop(status))
		wait_give_back(engine, tid, status);
}

/* The same as below, but a stop for SIGSYS stays to be asked for: should we be killed, the
 * signal is delivered then, and not lost with the call that raised it. */
static bool wait_look(pid_t tid, int flags, struct wait_result *result)
{
	siginfo_t info = { 0 };

	result->tid = -1;
	if (waitid(tid > 0 ? P_PID : P_ALL, tid > 0 ? (id_t)tid : 0, &info,
	           flags | WEXITED | WSTOPPED | WNOWAIT | __WALL | __WNOTHREAD) < 0)
		return false;
	result->tid = info.si_pid;
	result->status = info.si_status << 8 | 0x7f;
	if (info.si_pid && (info.si_code != CLD_TRAPPED || !is_dispatch_stop(result->status)))
		result->tid =
			wait4(info.si_pid, &result->status, WNOHANG | __WALL | __WNOTHREAD, NULL);
	errno = 0;
	return result->tid > 0;
}

/* True when that task (-1: any) has stopped or ended. */
static bool wait_ask(struct ptrace_engine *engine, pid_t tid, int flags, struct wait_result *result)
{
	if (dispatches(engine))
		return wait_look(tid, flags, result);
	bool want_usage = engine->options.flags & ENGINE_CPU_TIME;
	struct rusage usage;

	/* Only what this thread traces: the process may hold another engine. */
	result->tid = wait4(tid, &result->status, flags | __WALL | __WNOTHREAD,
	                    want_usage ? &usage : NULL);
	if (result->tid > 0 && want_usage)
		result->cpu_ns = (uint64_t)usage.ru_stime.tv_sec * 1000000000 +
		                 (uint64_t)usage.ru_stime.tv_usec * 1000;
	return result->tid > 0;
}

static bool wait_ask_recent(struct ptrace_engine *engine, struct wait_result *result)
{
	for (unsigned i = 0; i < WAIT_RECENT; i++)
		if (engine->wait.recent[i] &&
		    wait_ask(engine, engine->wait.recent[i], WNOHANG, result))
			return true;
	return false;
}

static void batch_fill(struct ptrace_engine *engine)
{
	struct wait_state *wait = &engine->wait;

	wait->batch_first = wait->batch_end = 0;
	/* One that was only looked at would be seen again and again. */
	while (wait->batch_end < BATCH_MAX &&
	       wait_ask(engine, -1, WNOHANG, &wait->batch[wait->batch_end]) &&
	       !(is_dispatch_stop(wait->batch[wait->batch_end++].status) && dispatches(engine)))
		;
}

void wait_give_back(struct ptrace_engine *engine, pid_t tid, int status)
{
	struct wait_state *wait = &engine->wait;
	struct wait_result result = { .tid = tid, .status = status };

	/* We are asked while the last one that was taken is looked at: its place is free. */
	if (wait->batch_first == 0)
		wait->batch_first = wait->batch_end = 1;
	wait->batch[--wait->batch_first] = result;
}

/* Stops that were fetched before, in their order. */
static bool batch_take(struct ptrace_engine *engine, struct wait_result *result)
{
	struct wait_state *wait = &engine->wait;

	if (wait->batch_first == wait->batch_end) {
		if (reaped_take(engine, result))
			return true;
		if (engine->tasks.count < 2 || engine->tasks.count >= MANY_TASKS ||
		    ++wait->count % FAIR_EVERY != 0)
			return false;
		batch_fill(engine);
	}
	if (wait->batch_first == wait->batch_end)
		return false;
	*result = wait->batch[wait->batch_first++];
	return true;
}

/* Where a sleep is expensive: the stop may come at once. */
static bool wait_spin(struct ptrace_engine *engine, struct wait_result *result)
{
	uint64_t end = clock_ns(CLOCK_MONOTONIC) + SPIN_NS;

	do {
		if (wait_ask(engine, -1, WNOHANG, result))
			return true;
	} while (result->tid == 0 && clock_ns(CLOCK_MONOTONIC) < end);
	return false;
}

static enum wait_outcome wait_few(struct ptrace_engine *engine, struct wait_result *result)
{
	if (engine->place.mode == PLACE_SPIN && wait_spin(engine, result))
		return WAIT_STOP;
	if (wait_ask(engine, -1, 0, result))
		return WAIT_STOP;
	return errno == ECHILD ? WAIT_NOBODY : WAIT_NOTHING;
}

/* A walk over all tasks, for those whose signals were lost. */
static enum wait_outcome wait_walk(struct ptrace_engine *engine, struct wait_result *result)
{
	uint64_t begin = clock_ns(CLOCK_MONOTONIC);

	if (wait_ask(engine, -1, WNOHANG, result))
		return WAIT_STOP;
	if (result->tid < 0 && errno == ECHILD)
		return WAIT_NOBODY;
	uint64_t end = clock_ns(CLOCK_MONOTONIC);

	engine->wait.walk_ns = end - begin;
	engine->wait.next_walk_ns = end + WALK_PAUSE_BUSY * (end - begin);
	engine->wait.maybe_lost = false;
	return WAIT_NOTHING;
}

/* Takes a pending signal, or sleeps for one: no longer than that, 0 for as long
 * as it takes.  Returns the thread it names; 0 when there is none. */
static pid_t signal_take(struct ptrace_engine *engine, bool sleep, uint64_t ns)
{
	struct timespec timeout = { .tv_sec = (time_t)(ns / 1000000000),
		                    .tv_nsec = (long)(ns % 1000000000) };
	siginfo_t info;

	if (sigtimedwait(&engine->wait.child_signal, &info, sleep && ns == 0 ? NULL : &timeout) < 0)
		return 0;
	engine->wait.maybe_lost = true;
	return info.si_code > 0 ? info.si_pid : 0;
}

static enum wait_outcome wait_many(struct ptrace_engine *engine, struct wait_result *result)
{
	struct wait_state *wait = &engine->wait;
	uint64_t now, pause = 0;
	pid_t named = signal_take(engine, false, 0);

	if (named > 0)
		return wait_ask(engine, named, WNOHANG, result) ? WAIT_STOP : WAIT_NOTHING;
	if (wait->maybe_lost) {
		if (wait_ask_recent(engine, result))
			return WAIT_STOP;
		now = clock_ns(CLOCK_MONOTONIC);
		if (now >= wait->next_walk_ns)
			return wait_walk(engine, result);
		pause = wait->next_walk_ns - now;
		if (pause > WALK_PAUSE_QUIET * wait->walk_ns)
			pause = WALK_PAUSE_QUIET * wait->walk_ns;
	}
	/* Another thread of this process might have got the signal: look again at ticks. */
	if (!wait->tick_ns)
		wait_tick(engine, true);
	named = signal_take(engine, true, pause);
	if (named > 0)
		return wait_ask(engine, named, WNOHANG, result) ? WAIT_STOP : WAIT_NOTHING;
	wait->maybe_lost = true;
	wait->next_walk_ns = 0;
	return WAIT_NOTHING;
}

enum wait_outcome wait_next(struct ptrace_engine *engine, struct wait_result *result)
{
	if (batch_take(engine, result))
		return WAIT_STOP;
	if (engine->tasks.count < MANY_TASKS) {
		/* Should there be many soon: signals of now are not looked at. */
		engine->wait.maybe_lost = true;
		return wait_few(engine, result);
	}
	return wait_many(engine, result);
}
