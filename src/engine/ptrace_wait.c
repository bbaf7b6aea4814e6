/* Waiting for the next stop, with a clock and an end.
 *
 * wait4() has no time-out, and a signal that comes just before it blocks would
 * not end it.  So a timer of our own sends its signal again and again while
 * there is something to wake for: what one signal misses the next one gets.
 * The timer runs only while events come in, or after engine_interrupt(). */
#include "engine/ptrace.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* wait4() prefers young tasks.  Now and then all stops are fetched, and handled
 * in that order, so that busy young tasks do not starve the old ones. */
enum { FAIR_EVERY = 32 };

static int tick_signal(void)
{
	return SIGRTMAX - 1;
}

/* In the signal handler: only calls that are safe there. */
static void tick_reap(struct ptrace_engine *engine)
{
	int flags = WEXITED | WNOHANG | __WALL | __WNOTHREAD;
	siginfo_t info = { 0 };

	while (engine->reaped_end < engine->reaped_max &&
	       waitid(P_ALL, 0, &info, flags) == 0 && info.si_pid > 0) {
		int status = info.si_code == CLD_EXITED
				     ? W_EXITCODE(info.si_status, 0)
				     : info.si_status | (info.si_code == CLD_DUMPED ? WCOREFLAG : 0);

		engine->reaped[engine->reaped_end] = (struct wait_result){ info.si_pid, status, 0 };
		engine->reaped_end++;
		info.si_pid = 0;
	}
}

static void tick_arrived(int number, siginfo_t *info, void *context)
{
	(void)number;
	(void)context;
	struct ptrace_engine *engine = info->si_value.sival_ptr;

	int saved = errno;

	/* Anybody may send us this signal; only our timer's knows an engine. */
	if (info->si_code != SI_TIMER || !engine)
		return;
	engine->ticked = 1;
	if (engine->reaping)
		tick_reap(engine);
	errno = saved;
}

int wait_start(struct ptrace_engine *engine, struct error *error)
{
	/* No SA_RESTART: it is to end wait4(). */
	struct sigaction action = { .sa_sigaction = tick_arrived, .sa_flags = SA_SIGINFO };
	struct sigevent event = {
		.sigev_notify = SIGEV_THREAD_ID,
		.sigev_signo = tick_signal(),
		.sigev_value.sival_ptr = engine,
		._sigev_un._tid = gettid(),
	};
	sigset_t set;

	if (engine->timer_exists)
		return 0;
	sigaction(tick_signal(), &action, NULL);
	if (timer_create(CLOCK_MONOTONIC, &event, &engine->timer) < 0)
		return error_set(error, errno, "cannot create a timer: %s", strerror(errno));
	sigemptyset(&set);
	sigaddset(&set, tick_signal());
	pthread_sigmask(SIG_UNBLOCK, &set, NULL);
	engine->timer_exists = true;
	return 0;
}

void wait_end(struct ptrace_engine *engine)
{
	if (engine->timer_exists)
		timer_delete(engine->timer);
	engine->timer_exists = engine->timer_armed = false;
	free(engine->reaped);
	engine->reaped = NULL;
}

static void timer_run(struct ptrace_engine *engine, long first_ns, long interval_ns)
{
	struct itimerspec spec = { .it_value.tv_nsec = first_ns, .it_interval.tv_nsec = interval_ns };

	if (engine->timer_exists)
		timer_settime(engine->timer, 0, &spec, NULL);
}

void wait_tick(struct ptrace_engine *engine, bool on)
{
	if (on == engine->timer_armed)
		return;
	engine->timer_armed = on;
	timer_run(engine, on ? TICK_NS : 0, on ? TICK_NS : 0);
}

void wait_wake(struct engine *base)
{
	struct ptrace_engine *engine = (struct ptrace_engine *)base;

	engine->timer_armed = true;
	timer_run(engine, 1, TICK_NS);
}

void reap_begin(struct ptrace_engine *engine)
{
	reap_reserve(engine, 1);
	engine->reaping = 1;
	wait_tick(engine, true);
}

void reap_reserve(struct ptrace_engine *engine, unsigned count)
{
	sig_atomic_t reaping = engine->reaping;
	unsigned needed = engine->reaped_end + (unsigned)engine->tasks.count + count;

	engine->reaping = 0;
	struct wait_result *larger = realloc(engine->reaped, needed * sizeof(*larger));

	if (larger) {
		engine->reaped = larger;
		engine->reaped_max = needed;
	}
	engine->reaping = reaping;
}

void reap_end(struct ptrace_engine *engine)
{
	engine->reaping = 0;
}

static bool reaped_take(struct ptrace_engine *engine, struct wait_result *result)
{
	if (engine->reaped_first == engine->reaped_end)
		return false;
	*result = engine->reaped[engine->reaped_first++];
	if (engine->reaped_first == engine->reaped_end)
		engine->reaped_first = engine->reaped_end = 0;
	return true;
}

static pid_t wait_call(struct ptrace_engine *engine, struct wait_result *result, int flags)
{
	struct rusage usage;
	bool want_usage = engine->options.flags & ENGINE_CPU_TIME;

	/* Only what this thread traces: the process may hold another engine. */
	result->tid = wait4(-1, &result->status, flags | __WALL | __WNOTHREAD,
			    want_usage ? &usage : NULL);
	if (result->tid > 0 && want_usage)
		result->cpu_ns = (uint64_t)usage.ru_stime.tv_sec * 1000000000 +
				 (uint64_t)usage.ru_stime.tv_usec * 1000;
	return result->tid;
}

static void batch_fill(struct ptrace_engine *engine)
{
	engine->batch_first = engine->batch_end = 0;
	while (engine->batch_end < BATCH_MAX &&
	       wait_call(engine, &engine->batch[engine->batch_end], WNOHANG) > 0)
		engine->batch_end++;
}

enum wait_outcome wait_next(struct ptrace_engine *engine, struct wait_result *result)
{
	/* What was fetched earlier, stops first: nobody stops after his death. */
	if (engine->batch_first == engine->batch_end && reaped_take(engine, result))
		return WAIT_STOP;
	if (engine->batch_first == engine->batch_end && engine->tasks.count > 1 &&
	    ++engine->waits % FAIR_EVERY == 0)
		batch_fill(engine);
	if (engine->batch_first < engine->batch_end) {
		*result = engine->batch[engine->batch_first++];
		return WAIT_STOP;
	}
	if (wait_call(engine, result, 0) > 0)
		return WAIT_STOP;
	return errno == ECHILD ? WAIT_NOBODY : WAIT_INTERRUPTED;
}
