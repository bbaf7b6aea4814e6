/* Threads of the process that is served.
 *
 * A client thinks of one stop at a time, threads do not: while the others are brought to
 * a stop, some meet something of their own.  A signal is told when they are let go the next
 * time; whoever has met a breakpoint goes back before it and meets it again, if it is
 * still there. */
#include "debug/server_parts.h"

#include "event/event.h"
#include "tracee/tracee.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	uint8_t native, wire;
} signal_rows[] = {
	{ SIGHUP, 1 },   { SIGINT, 2 },    { SIGQUIT, 3 },  { SIGILL, 4 },   { SIGTRAP, 5 },
	{ SIGABRT, 6 },  { SIGFPE, 8 },    { SIGKILL, 9 },  { SIGBUS, 10 },  { SIGSEGV, 11 },
	{ SIGSYS, 12 },  { SIGPIPE, 13 },  { SIGALRM, 14 }, { SIGTERM, 15 }, { SIGURG, 16 },
	{ SIGSTOP, 17 }, { SIGTSTP, 18 },  { SIGCONT, 19 }, { SIGCHLD, 20 }, { SIGTTIN, 21 },
	{ SIGTTOU, 22 }, { SIGIO, 23 },    { SIGXCPU, 24 }, { SIGXFSZ, 25 }, { SIGVTALRM, 26 },
	{ SIGPROF, 27 }, { SIGWINCH, 28 }, { SIGUSR1, 30 }, { SIGUSR2, 31 }, { SIGPWR, 32 },
	{ 32, 77 },      { 64, 78 },
};

enum { RT_FIRST = 33, RT_LAST = 63, RT_WIRE = 45, WIRE_UNKNOWN = 143 };

unsigned signal_to_wire(int signal)
{
	if (signal >= RT_FIRST && signal <= RT_LAST)
		return (unsigned)(signal - RT_FIRST + RT_WIRE);
	for (size_t i = 0; i < sizeof(signal_rows) / sizeof(*signal_rows); i++)
		if (signal_rows[i].native == signal)
			return signal_rows[i].wire;
	return signal ? WIRE_UNKNOWN : 0;
}

int signal_from_wire(unsigned wire)
{
	if (wire >= RT_WIRE && wire <= RT_WIRE + RT_LAST - RT_FIRST)
		return (int)(wire - RT_WIRE + RT_FIRST);
	for (size_t i = 0; i < sizeof(signal_rows) / sizeof(*signal_rows); i++)
		if (signal_rows[i].wire == wire)
			return signal_rows[i].native;
	return 0;
}

/* ---- the table */

struct server_thread *server_thread(const struct server *server, pid_t tid)
{
	return tid > 0 ? map_get(&server->threads, (uint64_t)tid) : NULL;
}

struct server_thread *server_general(const struct server *server)
{
	struct server_thread *thread = server_thread(server, server->general);

	return thread && !thread->is_running ? thread : NULL;
}

static void set_running(struct server *server, struct server_thread *thread, bool is_running)
{
	if (thread->is_running && !is_running)
		server->running--;
	if (!thread->is_running && is_running)
		server->running++;
	thread->is_running = is_running;
}

/* It runs; NULL when memory ran out. */
static struct server_thread *thread_add(struct server *server, pid_t pid, pid_t tid)
{
	struct server_thread *thread = server_thread(server, tid);

	if (thread)
		return thread;
	thread = calloc(1, sizeof(*thread));
	if (!thread || !map_put(&server->threads, (uint64_t)tid, thread)) {
		free(thread);
		return NULL;
	}
	thread->pid = pid;
	thread->tid = tid;
	set_running(server, thread, true);
	return thread;
}

static void thread_remove(struct server *server, pid_t tid)
{
	struct server_thread *thread = map_remove(&server->threads, (uint64_t)tid);

	if (thread)
		set_running(server, thread, false);
	free(thread);
}

/* All but one, which another thread's exec has ended. */
static void threads_remove_others(struct server *server, pid_t kept)
{
	size_t i = 0;

	while (i < server->threads.slot_count) {
		const struct server_thread *thread = server->threads.slots[i].value;

		if (thread && thread->tid != kept)
			thread_remove(server, thread->tid); /* another may take its slot */
		else
			i++;
	}
}

/* ---- what stops them */

static void stopped(struct server *server, struct server_thread *thread)
{
	if (server->steering->keep(server->engine, thread->tid) == 0)
		set_running(server, thread, false);
	else /* we were told of it by the stop of another thread */
		server->steering->pause(server->engine, thread->tid);
}

/* It stands where it stopped, and the client is to hear of it.  Returns true. */
static bool stopped_by(struct server *server, struct server_thread *thread, enum stop_kind kind,
                       int signal)
{
	stopped(server, thread);
	thread->stop = kind;
	thread->stop_signal = signal;
	thread->is_untold = true;
	thread->is_ranging = false;
	return true;
}

static bool take_breakpoint(struct server *server, struct server_thread *thread)
{
	uint64_t ip;

	if ((server->is_stopping || server->takes_breakpoints || server->is_lldb) &&
	    server->steering->register_read(server->engine, thread->tid, "ip", &ip) == 0)
		server->steering->register_write(server->engine, thread->tid, "ip", ip - 1);
	if (!server->is_stopping)
		return stopped_by(server, thread, STOP_BREAKPOINT, SIGTRAP);
	stopped(server, thread);
	return false;
}

static int signal_code(const struct event *event)
{
	const struct chunk *chunk = event_chunk_find(event, CHUNK_SIGINFO, 0);
	siginfo_t info;

	if (!chunk || chunk->length < sizeof(info))
		return 0;
	memcpy(&info, chunk + 1, sizeof(info));
	return info.si_code;
}

/* An instruction that could not be executed: it will fail once more if it is tried again. */
static bool is_fault(const struct event *event)
{
	int signal = (int)event->result;

	return signal_code(event) > 0 &&
	       (signal == SIGSEGV || signal == SIGBUS || signal == SIGILL || signal == SIGFPE);
}

static bool take_signal(struct server *server, struct server_thread *thread,
                        const struct event *event)
{
	int signal = (int)event->result;
	bool is_passed = thread->sent == signal || (server->passed >> (signal & 63) & 1);

	thread->is_at_signal = true;
	thread->is_at_fault = is_fault(event);
	if (signal == SIGTRAP && signal_code(event) == SI_KERNEL)
		return take_breakpoint(server, thread);
	if (signal == SIGTRAP && signal_code(event) == TRAP_HWBKPT &&
	    server_points_met(server, thread))
		return stopped_by(server, thread, STOP_HARDWARE, signal);
	if (!is_passed)
		return stopped_by(server, thread, STOP_SIGNAL, signal);
	thread->sent = 0;
	if (!server->is_stopping) {
		thread->is_at_signal = false;
		return false;
	}
	stopped(server, thread);
	thread->signal = signal;
	return false;
}

static bool take_step(struct server *server, struct server_thread *thread)
{
	uint64_t ip;

	if (server_points_met(server, thread))
		return stopped_by(server, thread, STOP_HARDWARE, SIGTRAP);
	if (!server->is_stopping && thread->is_ranging &&
	    server->steering->register_read(server->engine, thread->tid, "ip", &ip) == 0 &&
	    ip >= thread->range_start && ip < thread->range_end)
		return false;
	if (!server->is_stopping)
		return stopped_by(server, thread, STOP_STEP, SIGTRAP);
	/* The client hears of another thread, and will have this one step again. */
	stopped(server, thread);
	return false;
}

static bool take_call(struct server *server, struct server_thread *thread,
                      const struct event *event)
{
	bool is_caught =
		server->catches_all || (event->nr < SERVER_CALLS &&
	                                (server->caught[event->nr / 64] >> event->nr % 64 & 1));

	/* One that ends in the call has no return. */
	if (!server->catches || !is_caught || event->flags & EVENT_UNFINISHED)
		return false;
	thread->call = event->nr;
	return stopped_by(server, thread, event->kind == EVENT_ENTRY ? STOP_ENTRY : STOP_RETURN,
	                  SIGTRAP);
}

static void take_birth(struct server *server, const struct event *event)
{
	struct server_thread *thread;

	if ((pid_t)event->args[1] != server->pid)
		return;
	thread = server_thread(server, (pid_t)event->args[0]);
	if (!thread && (thread = thread_add(server, server->pid, (pid_t)event->args[0])))
		thread->is_new = true;
}

/* A new thread runs freely, whatever its maker does. */
static void take_new(struct server *server, struct server_thread *thread)
{
	thread->is_new = false;
	if (server->is_stopping)
		return;
	server_points_give(server, thread);
	server->steering->resume(server->engine, thread->tid,
	                         server->catches ? RESUME_TO_CALL : RESUME_TO_SIGNAL, -1);
}

static bool take_end(struct server *server, const struct event *event)
{
	bool is_all = event->tid == server->pid;

	thread_remove(server, event->tid);
	if (!is_all)
		return false;
	server->end = event->kind == EVENT_EXITED ? STOP_EXITED : STOP_KILLED;
	server->end_status = (int)event->result;
	return true;
}

/* Our wish to stop a thread may come between a breakpoint and its signal: then it goes on to
 * that, which is no instruction away.  What is blocked would never come. */
static bool meets_trap(pid_t tid)
{
	return target_trap_is_pending(tid) &&
	       !(tracee_signals(tid, "SigBlk:") >> (SIGTRAP - 1) & 1);
}

/* True: the client is to hear of it. */
static bool take_event(struct server *server, const struct event *event)
{
	struct server_thread *thread = thread_add(server, event->pid, event->tid);
	bool is_told = false;

	if (!thread)
		return false;
	switch (event->kind) {
	case EVENT_ATTACHED:
		take_new(server, thread);
		break;
	case EVENT_SIGNAL:
		is_told = take_signal(server, thread, event);
		break;
	case EVENT_STEP:
		is_told = take_step(server, thread);
		break;
	case EVENT_ENTRY:
	case EVENT_EXIT:
		is_told = take_call(server, thread, event);
		break;
	case EVENT_FORK:
		take_birth(server, event);
		break;
	case EVENT_EXEC:
		threads_remove_others(server, thread->tid);
		thread->points_version = 0; /* the kernel has taken them away */
		server_points_clear(server);
		server->has_target = false;
		is_told = stopped_by(server, thread, STOP_EXEC, SIGTRAP);
		break;
	case EVENT_EXITED:
	case EVENT_KILLED:
		return take_end(server, event);
	case EVENT_DETACHED:
		thread_remove(server, event->tid);
		return false;
	case EVENT_NOTE:
		return false;
	}
	if (server->is_stopping && !(event->kind == EVENT_PAUSED && meets_trap(thread->tid)))
		stopped(server, thread);
	return is_told;
}

/* ---- all of them */

/* Those that are born meanwhile stop by themselves. */
static void pause_all(struct server *server)
{
	for (size_t i = 0; i < server->threads.slot_count; i++) {
		const struct server_thread *thread = server->threads.slots[i].value;

		if (thread && thread->is_running && !thread->is_new)
			server->steering->pause(server->engine, thread->tid);
	}
}

static void stop_all(struct server *server)
{
	const struct event *event;
	struct error error;

	server->is_stopping = true;
	pause_all(server);
	while (server->running > 0 && !server->is_ending) {
		enum next next = ptrace_engine.next(server->engine, &event, &error);

		if (next == NEXT_EVENT)
			take_event(server, event);
		if (next == NEXT_DONE)
			break;
	}
	server->is_stopping = false;
}

static void tell_thread(struct server *server, pid_t tid)
{
	struct server_thread *thread = server_thread(server, tid);

	if (!thread)
		return;
	thread->is_untold = false;
	server->current = server->general = tid;
}

bool server_is_untold(const struct server *server, const struct server_thread *thread)
{
	return thread->is_untold &&
	       (thread->stop != STOP_HARDWARE || server_point_stands(server, &thread->point));
}

/* Somebody who has met something that was not told yet; NULL: nobody. */
static struct server_thread *untold(const struct server *server)
{
	for (size_t i = 0; i < server->threads.slot_count; i++) {
		struct server_thread *thread = server->threads.slots[i].value;

		if (thread && server_is_untold(server, thread))
			return thread;
	}
	return NULL;
}

static pid_t first_thread(const struct server *server)
{
	for (size_t i = 0; i < server->threads.slot_count; i++)
		if (server->threads.slots[i].value)
			return (pid_t)server->threads.slots[i].key;
	return 0;
}

void server_stop_as_asked(struct server *server)
{
	stop_all(server);
	struct server_thread *thread = untold(server);

	if (!thread) {
		thread = server_thread(server, server->current);
		if (!thread)
			thread = server_thread(server, first_thread(server));
		if (!thread)
			return;
		thread->stop = STOP_SIGNAL;
		thread->stop_signal = SIGINT; /* of nobody's: it is not delivered */
	}
	tell_thread(server, thread->tid);
}

bool server_wait(struct server *server)
{
	const struct event *event;
	struct error error;

	for (;;) {
		switch (ptrace_engine.next(server->engine, &event, &error)) {
		case NEXT_EVENT:
			if (!take_event(server, event))
				break;
			/* It may be gone when the next event is asked for. */
			pid_t tid = event->tid;

			stop_all(server);
			tell_thread(server, tid);
			return true;
		case NEXT_INTERRUPTED:
			return false;
		case NEXT_DONE:
			return true;
		case NEXT_TICK:
		case NEXT_FAILED:
			break;
		}
	}
}

void server_resume(struct server *server, struct server_thread *thread, enum resume resume,
                   int signal)
{
	if (!signal)
		signal = thread->signal;
	/* One that it is not about to get is sent, and met once more on its way. */
	thread->sent = thread->is_at_signal ? 0 : signal;
	thread->signal = 0;
	thread->stop = STOP_NONE;
	thread->is_at_signal = thread->is_untold = false;
	if (resume == RESUME_TO_SIGNAL && server->catches)
		resume = RESUME_TO_CALL;
	set_running(server, thread, true);
	server_points_give(server, thread);
	server->steering->resume(server->engine, thread->tid, resume, signal);
}

/* ---- beginning and end */

static int begin_command(struct server *server, const struct launch *launch, struct error *error)
{
	const struct event *event;
	bool has_begun = false;

	if (ptrace_engine.launch(server->engine, launch, &server->pid, error) < 0)
		return -1;
	for (;;) {
		switch (ptrace_engine.next(server->engine, &event, error)) {
		case NEXT_EVENT:
			break;
		case NEXT_FAILED:
			return -1;
		case NEXT_DONE:
			return error_set(error, ECHILD, "'%s' ended before it began", launch->file);
		default:
			continue;
		}
		struct server_thread *thread = thread_add(server, event->pid, event->tid);

		if (!thread || event->kind == EVENT_EXITED || event->kind == EVENT_KILLED)
			continue;
		stopped(server, thread);
		if (has_begun) {
			thread->stop = STOP_STEP;
			thread->stop_signal = SIGTRAP;
			return 0;
		}
		/* Out of the call that started it: then it stands at its first instruction. */
		has_begun = event->kind == EVENT_EXEC;
		server_resume(server, thread, has_begun ? RESUME_STEP : RESUME_TO_SIGNAL, 0);
	}
}

static int begin_process(struct server *server, pid_t pid, struct error *error)
{
	pid_t *threads;

	if (ptrace_engine.attach(server->engine, pid, error) < 0)
		return -1;
	server->pid = tracee_process(pid);
	ssize_t count = tracee_threads(pid, &threads);

	for (ssize_t i = 0; i < count; i++) {
		struct server_thread *thread = thread_add(server, server->pid, threads[i]);

		if (thread)
			thread->is_new = true;
	}
	if (count >= 0)
		free(threads);
	stop_all(server);
	if (server->end != STOP_NONE || !server->threads.count)
		return error_set(error, ESRCH, "process %d ended when it was attached to", pid);
	return 0;
}

int server_begin(struct server *server, const struct server_options *options, struct error *error)
{
	int status = options->launch ? begin_command(server, options->launch, error)
	                             : begin_process(server, options->pid, error);

	server->current = server_thread(server, server->pid) ? server->pid : first_thread(server);
	server->general = server->current;
	return status;
}

static void drain(struct server *server)
{
	const struct event *event;
	struct error error;

	while (ptrace_engine.next(server->engine, &event, &error) != NEXT_DONE)
		;
	threads_remove_others(server, 0);
	server->is_over = true;
}

/* What a thread was about to get when it was stopped, it gets; but traps were ours.  So may
 * faults be: clients let functions return to where no code is. */
static int last_signal(const struct server_thread *thread)
{
	if (thread->signal)
		return thread->signal;
	return thread->stop == STOP_SIGNAL && thread->is_at_signal && !thread->is_at_fault
	               ? thread->stop_signal
	               : 0;
}

void server_leave(struct server *server)
{
	server_points_clear(server);
	server->catches = false;
	/* Nobody may keep a point.  Being told to end once more ends our patience. */
	server->is_ending = 0;
	if (server->points_version)
		stop_all(server);
	for (size_t i = 0; i < server->threads.slot_count; i++) {
		struct server_thread *thread = server->threads.slots[i].value;

		if (thread && !thread->is_running)
			server_resume(server, thread, RESUME_TO_SIGNAL, last_signal(thread));
	}
	ptrace_engine.detach(server->engine);
	drain(server);
}

void server_kill(struct server *server)
{
	server->steering->kill(server->engine, 0);
	drain(server);
}
