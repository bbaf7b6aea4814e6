/* Signals that are meant for us.
 *
 * The first one makes the session's wait return, and the tracing ends in good
 * order.  If that takes long, because nobody reads what we write, the alarm
 * makes the stream give up. */
#include "cmd/interrupts.h"

#include "output/stream.h"
#include "rastro.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { GRACE_SECONDS = 2, ONCE_MS = 200 };

static const int fatal_signals[] = { SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGTERM };
enum { FATAL_COUNT = sizeof(fatal_signals) / sizeof(*fatal_signals) };

/* What handlers may touch: set before they are installed. */
static volatile sig_atomic_t caught;
static struct rastro *interrupted_session;
static struct stream *blocking_stream;

static long long now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

/* Who signals a process and then its group, as timeout(1) does, means it once; whoever asks again
 * later does not want to wait. */
static void on_fatal_signal(int signal)
{
	static long long caught_ms;

	if (caught && now_ms() - caught_ms < ONCE_MS)
		return;
	if (!caught) {
		caught = signal;
		caught_ms = now_ms();
	}
	rastro_interrupt(interrupted_session);
	alarm(GRACE_SECONDS);
}

static void on_alarm(int signal)
{
	(void)signal;
	if (blocking_stream)
		stream_abandon(blocking_stream);
	rastro_interrupt(interrupted_session);
}

/* No SA_RESTART: a write that blocks is to return. */
static void signal_handle(int signal, void (*handler)(int))
{
	struct sigaction action = { .sa_handler = handler };

	for (int i = 0; i < FATAL_COUNT; i++)
		sigaddset(&action.sa_mask, fatal_signals[i]);
	sigaction(signal, &action, NULL);
}

void interrupts_begin(enum interruptible mode, struct rastro *session, struct stream *stream)
{
	interrupted_session = session;
	blocking_stream = stream;
	/* A tracer in the background writes to the terminal all the same. */
	signal_handle(SIGTTOU, SIG_IGN);
	signal_handle(SIGTTIN, SIG_IGN);
	if (mode == INTERRUPTIBLE_ANYWHERE)
		return;
	signal_handle(SIGALRM, on_alarm);
	for (int i = 0; i < FATAL_COUNT; i++)
		signal_handle(fatal_signals[i],
		              mode == INTERRUPTIBLE_WAITING ? on_fatal_signal : SIG_IGN);
	if (mode == INTERRUPTIBLE_NEVER_TSTP)
		signal_handle(SIGTSTP, SIG_IGN);
}

int interrupts_caught(void)
{
	return caught;
}

void interrupts_end(void)
{
	for (int i = 0; i < FATAL_COUNT; i++)
		signal_handle(fatal_signals[i], SIG_IGN);
	alarm(0);
}

_Noreturn void die_of_signal(int signal)
{
	struct rlimit none = { 0 };
	struct sigaction standard = { .sa_handler = SIG_DFL };
	sigset_t only;

	/* A core file of ours would replace the command's. */
	setrlimit(RLIMIT_CORE, &none);
	sigaction(signal, &standard, NULL);
	sigemptyset(&only);
	sigaddset(&only, signal);
	sigprocmask(SIG_UNBLOCK, &only, NULL);
	raise(signal);
	/* Signals that do not end anybody by default end us like a shell's status. */
	_exit(128 + signal);
}
