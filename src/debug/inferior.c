/* All threads of the process: how it begins, goes on, is stopped, and ends for us. */
#include "debug/inferior_parts.h"

#include "base/guard.h"
#include "event/event.h"
#include "tracee/tracee.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* ---- stopping */

/* Those that are born meanwhile stop by themselves. */
static void pause_all(struct inferior *inferior)
{
	const struct inferior_thread *thread;

	for (size_t i = 0; (thread = threads_next(inferior, &i));)
		if (thread->is_running && !thread->is_new)
			inferior->steering->pause(inferior->engine, thread->tid);
}

void threads_stop(struct inferior *inferior)
{
	const struct event *event;
	struct error error;

	inferior->is_stopping = true;
	pause_all(inferior);
	while (inferior->running > 0 && !inferior->is_ending) {
		enum next next = ptrace_engine.next(inferior->engine, &event, &error);

		if (next == NEXT_EVENT)
			thread_take(inferior, event);
		if (next == NEXT_INTERRUPTED)
			inferior->was_interrupted = true;
		if (next == NEXT_DONE)
			break;
	}
	inferior->is_stopping = false;
}

static bool is_anything_untold(const struct inferior *inferior)
{
	return threads_untold(inferior) || processes_untold(inferior);
}

struct inferior_thread *threads_untold(const struct inferior *inferior)
{
	struct inferior_thread *thread;

	for (size_t i = 0; (thread = threads_next(inferior, &i));)
		if (thread->is_to_run && thread_is_untold(thread))
			return thread;
	return NULL;
}

/* Whoever it is that the last stop is of; if it has ended, anybody. */
static void tell_thread(struct inferior *inferior, pid_t tid)
{
	struct inferior_thread *thread = inferior_thread(inferior, tid);

	if (!thread)
		thread = inferior_any(inferior, inferior->process);
	inferior->current = thread ? thread->tid : 0;
	if (!thread)
		return;
	inferior->process = thread->process;
	thread->is_untold = false;
	inferior->steering->register_read(inferior->engine, thread->tid, "ip", &thread->seen_at);
}

static void tell_end(struct inferior *inferior, struct inferior_process *process)
{
	inferior->process = process;
	inferior->current = 0;
	process->is_untold = false;
}

/* The one that an event was of is preferred. */
static enum inferior_state tell(struct inferior *inferior, pid_t tid)
{
	const struct inferior_thread *thread = inferior_thread(inferior, tid);
	struct inferior_process *ended = processes_untold(inferior);

	inferior->was_interrupted = false; /* here is an answer */
	if (!thread || !thread_is_untold(thread))
		thread = ended ? NULL : threads_untold(inferior);
	if (!thread && ended)
		tell_end(inferior, ended);
	else
		tell_thread(inferior, thread ? thread->tid : tid);
	return INFERIOR_STOPPED;
}

/* Who is told of where nobody has met anything: whoever ran. */
static pid_t any_runner(const struct inferior *inferior)
{
	const struct inferior_thread *thread = inferior_thread(inferior, inferior->current);

	for (size_t i = 0; !thread || !thread->is_to_run;)
		if (!(thread = threads_next(inferior, &i)))
			return inferior->current;
	return thread->tid;
}

void inferior_stop(struct inferior *inferior)
{
	threads_stop(inferior);
	struct inferior_thread *thread = threads_untold(inferior);

	if (!thread && processes_untold(inferior)) {
		tell(inferior, 0);
		return;
	}
	inferior->was_interrupted = false;
	tell_thread(inferior, thread ? thread->tid : any_runner(inferior));
	if (thread || !(thread = inferior_thread(inferior, inferior->current)))
		return;
	thread->stop = STOP_SIGNAL;
	thread->stop_signal = SIGINT;
	thread->is_asked = true; /* that signal is nobody's: it is not delivered */
}

void inferior_halt(struct inferior *inferior)
{
	threads_stop(inferior);
}

void inferior_go_on(struct inferior *inferior)
{
	if (!is_anything_untold(inferior))
		threads_go_on(inferior);
}

void inferior_interrupt(struct inferior *inferior, bool is_end)
{
	if (is_end)
		inferior->is_ending = 1;
	engine_interrupt(inferior->engine);
}

/* ---- going on */

void inferior_wish_all(struct inferior *inferior, const struct inferior_wish *wish)
{
	struct inferior_thread *thread;

	for (size_t i = 0; (thread = threads_next(inferior, &i));)
		thread->wish = *wish;
}

static void forget_wishes(struct inferior *inferior)
{
	inferior_wish_all(inferior, &(struct inferior_wish){ 0 });
}

/* Somebody who is to go on has met something already; NULL: nobody. */
static struct inferior_thread *untold_goer(const struct inferior *inferior)
{
	struct inferior_thread *thread;

	for (size_t i = 0; (thread = threads_next(inferior, &i));)
		if (thread->wish.goes && thread_is_untold(thread))
			return thread;
	return NULL;
}

/* Whoever waits for its vfork's child takes that along. */
static void wishes_pass_on(struct inferior *inferior)
{
	struct inferior_thread *thread;

	for (size_t i = 0; (thread = threads_next(inferior, &i));) {
		struct inferior_thread *awaited = fork_awaited(inferior, thread);

		if (!awaited || !thread->wish.goes)
			continue;
		thread->wish.goes = false;
		if (awaited->wish.goes)
			continue;
		awaited->wish = (struct inferior_wish){ .goes = true, .resume = RESUME_TO_SIGNAL };
		i = 0; /* it may wait for another */
	}
}

/* False: nobody is to go on. */
static bool take_wishes(struct inferior *inferior)
{
	struct inferior_thread *thread;
	bool goes = false;

	for (size_t i = 0; (thread = threads_next(inferior, &i));) {
		thread->is_to_run = thread->wish.goes && !thread->is_running;
		if (!thread->is_to_run)
			continue;
		thread->is = thread->wish;
		thread->is_untold = false; /* of a point that is gone */
		goes = true;
	}
	forget_wishes(inferior);
	return goes;
}

/* Past what they stand at, one after the other.  Some may end meanwhile. */
static void pass_breaks(struct inferior *inferior)
{
	size_t count = 0;
	AUTO_FREE pid_t *tids = calloc(inferior->threads.count + 1, sizeof(*tids));
	struct inferior_thread *thread;

	for (size_t i = 0; tids && (thread = threads_next(inferior, &i));)
		if (thread->is_to_run && !thread->is_running)
			tids[count++] = thread->tid;
	for (size_t i = 0; i < count && !threads_untold(inferior); i++) {
		if ((thread = inferior_thread(inferior, tids[i])))
			fork_pass(inferior, thread);
		if ((thread = inferior_thread(inferior, tids[i])) && !threads_untold(inferior))
			break_pass(inferior, thread);
	}
}

static void threads_run(struct inferior *inferior)
{
	struct inferior_thread *thread;

	for (size_t i = 0; (thread = threads_next(inferior, &i));) {
		int signal = thread->is.signal;

		if (!thread->is_to_run || thread->is_running)
			continue;
		/* They may be stopped on their way, and it is delivered once. */
		thread->is.signal = 0;
		thread_resume(inferior, thread, signal);
	}
}

bool threads_go_on(struct inferior *inferior)
{
	pass_breaks(inferior);
	if (is_anything_untold(inferior) || inferior->is_ending)
		return false;
	threads_run(inferior);
	return true;
}

/* Nobody wants breakpoints any more that a new process was born with. */
static void orphans_sweep(struct inferior *inferior)
{
	struct inferior_process *process = inferior->processes;

	for (; process; process = process->next)
		breaks_sweep(inferior, process);
}

enum inferior_state inferior_go(struct inferior *inferior)
{
	struct inferior_process *ended = processes_untold(inferior);
	struct inferior_thread *thread = untold_goer(inferior);

	if (ended || thread || processes_ended(inferior)) {
		if (thread)
			tell_thread(inferior, thread->tid);
		else if (ended)
			tell_end(inferior, ended);
		forget_wishes(inferior);
		return INFERIOR_STOPPED;
	}
	threads_bury(inferior);
	processes_bury(inferior);
	orphans_sweep(inferior);
	wishes_pass_on(inferior);
	if (!take_wishes(inferior))
		return INFERIOR_STAYS;
	threads_go_on(inferior);
	return INFERIOR_RUNS;
}

enum inferior_state inferior_wait(struct inferior *inferior)
{
	const struct event *event;
	struct error error;
	pid_t tid;

	/* On its way past a breakpoint somebody has met something. */
	if (!inferior->running && is_anything_untold(inferior))
		return tell(inferior, inferior->current);
	for (;;) {
		switch (ptrace_engine.next(inferior->engine, &event, &error)) {
		case NEXT_EVENT:
			/* It may be gone when the next event is asked for. */
			tid = event->tid;
			if (!thread_take(inferior, event))
				break;
			threads_stop(inferior);
			return tell(inferior, tid);
		case NEXT_INTERRUPTED:
			return INFERIOR_INTERRUPTED;
		case NEXT_DONE:
			return INFERIOR_STOPPED;
		case NEXT_TICK:
		case NEXT_FAILED:
			break;
		}
	}
}

void inferior_catch_all(struct inferior *inferior, bool catches)
{
	inferior->catches = catches;
	memset(inferior->caught, catches ? 0xff : 0, sizeof(inferior->caught));
}

/* ---- beginning */

static int begin_command(struct inferior *inferior, const struct inferior_options *options,
                         struct error *error)
{
	const struct launch *launch = options->launch;
	const struct event *event;
	unsigned programs = 0;
	pid_t pid;

	if (ptrace_engine.launch(inferior->engine, launch, &pid, error) < 0)
		return -1;
	if (!process_add(inferior, pid))
		return error_set(error, ENOMEM, "out of memory");
	for (;;) {
		switch (ptrace_engine.next(inferior->engine, &event, error)) {
		case NEXT_EVENT:
			break;
		case NEXT_FAILED:
			return -1;
		case NEXT_DONE:
			return error_set(error, ECHILD, "'%s' ended before it began", launch->file);
		default:
			continue;
		}
		/* Whoever starts it may make other processes. */
		if (event->pid != pid) {
			inferior->steering->release(inferior->engine, event->tid, 0);
			continue;
		}
		struct inferior_thread *thread = thread_add(inferior, event->pid, event->tid);

		if (!thread || event->kind == EVENT_EXITED || event->kind == EVENT_KILLED)
			continue;
		thread_stopped(inferior, thread);
		if (programs > options->starters) {
			thread->stop = STOP_STEP;
			thread->stop_signal = SIGTRAP;
			return 0;
		}
		/* Out of the call that started it: then it stands at its first instruction. */
		programs += event->kind == EVENT_EXEC;
		thread->is.resume = programs > options->starters ? RESUME_STEP : RESUME_TO_SIGNAL;
		thread_resume(inferior, thread, 0);
	}
}

static int begin_process(struct inferior *inferior, pid_t pid, struct error *error)
{
	pid_t *threads;

	if (ptrace_engine.attach(inferior->engine, pid, error) < 0)
		return -1;
	struct inferior_process *process = process_add(inferior, tracee_process(pid));
	ssize_t count = process ? tracee_threads(pid, &threads) : -ENOMEM;

	for (ssize_t i = 0; i < count; i++) {
		struct inferior_thread *thread = thread_add(inferior, process->pid, threads[i]);

		if (thread)
			thread->is_new = true;
	}
	if (count >= 0)
		free(threads);
	threads_stop(inferior);
	if (!process || process->end != STOP_NONE || !inferior->threads.count)
		return error_set(error, ESRCH, "process %d ended when it was attached to", pid);
	return 0;
}

/* Threads that the engine does not know yet are told when they stop for the first time. */
static int begin_traced(struct inferior *inferior, const struct inferior_options *options,
                        struct error *error)
{
	const struct event *event = options->at;
	pid_t *threads;

	inferior->is_borrowed = inferior->catches = true;
	inferior->engine = options->tracing;
	inferior->current = event->tid;
	struct inferior_thread *thread = thread_add(inferior, event->pid, event->tid);
	ssize_t count = tracee_threads(event->pid, &threads);

	if (!thread)
		return error_set(error, ENOMEM, "out of memory");
	thread->call = event->nr;
	thread_stopped_by(inferior, thread, event->kind == EVENT_ENTRY ? STOP_ENTRY : STOP_RETURN,
	                  SIGTRAP);
	for (ssize_t i = 0; i < count; i++)
		if (threads[i] != event->tid &&
		    inferior->steering->pause(inferior->engine, threads[i]) == 0)
			thread_add(inferior, event->pid, threads[i]);
	if (count >= 0)
		free(threads);
	threads_stop(inferior);
	return 0;
}

bool event_is_trap(const struct event *event)
{
	const struct chunk *chunk = event_chunk_find(event, CHUNK_SIGINFO, 0);
	siginfo_t info;

	if (event->kind != EVENT_SIGNAL || event->result != SIGTRAP || !chunk ||
	    chunk->length < sizeof(info))
		return false;
	memcpy(&info, chunk + 1, sizeof(info));
	return info.si_code > 0;
}

static int begin(struct inferior *inferior, const struct inferior_options *options,
                 struct error *error)
{
	struct engine_options engine = { .flags = ENGINE_NO_MEMORY };

	inferior->steering = ptrace_engine.steering;
	inferior->see = options->see;
	inferior->owner = options->owner;
	if (options->tracing) {
		int status = begin_traced(inferior, options, error);

		if (status == 0)
			tell_thread(inferior, inferior->current);
		return status;
	}

	if (options->engine)
		engine = *options->engine;
	/* New processes have our breakpoints in their memory. */
	engine.flags |= ENGINE_HOLD | ENGINE_FOLLOW | (options->launch ? ENGINE_KILL_ON_EXIT : 0);
	/* Which of them are to stop is said by how threads go on. */
	call_set_fill(&engine.calls, true);
	inferior->was_launched = options->launch != NULL;
	inferior->engine = ptrace_engine.create(&engine, error);
	if (!inferior->engine)
		return -1;
	int status = options->launch ? begin_command(inferior, options, error)
	                             : begin_process(inferior, options->pid, error);

	if (status == 0)
		tell_thread(inferior, inferior->process->pid);
	return status;
}

struct inferior *inferior_create(const struct inferior_options *options, struct error *error)
{
	struct inferior *inferior = calloc(1, sizeof(*inferior));

	if (!inferior || tracee_memory_init(&inferior->memory) < 0) {
		error_set(error, ENOMEM, "out of memory");
		free(inferior);
		return NULL;
	}
	if (begin(inferior, options, error) == 0)
		return inferior;
	inferior_destroy(inferior);
	return NULL;
}

/* ---- end */

static void drain(struct inferior *inferior)
{
	const struct event *event;
	struct error error;

	while (ptrace_engine.next(inferior->engine, &event, &error) != NEXT_DONE)
		;
	threads_remove(inferior, NULL, 0);
}

/* What a thread was about to get when it was stopped, it gets; but traps were ours.  So may
 * faults be: debuggers let functions return to where no code is. */
int thread_last_signal(const struct inferior *inferior, const struct inferior_thread *thread)
{
	bool is_at_one = thread->stop == STOP_SIGNAL && thread->is_at_signal &&
	                 !thread->is_at_fault && !thread->is_asked;
	int signal = thread->signal ? thread->signal : is_at_one ? thread->stop_signal : 0;

	return inferior->withheld >> (signal & 63) & 1 ? 0 : signal;
}

/* Something that threads would meet may be in a process. */
static bool has_changed(const struct inferior *inferior)
{
	const struct inferior_process *process = inferior->processes;

	while (process && !process->points_version && !process->breakpoints.by_address.count)
		process = process->next;
	return process;
}

void inferior_leave(struct inferior *inferior)
{
	struct inferior_process *process;
	struct inferior_thread *thread;

	for (process = inferior->processes; process; process = process->next)
		points_clear(process);
	inferior->catches = false;
	/* Nobody may keep a point.  Being told to end once more ends our patience. */
	inferior->is_ending = 0;
	if (has_changed(inferior) || inferior->is_borrowed)
		threads_stop(inferior);
	for (process = inferior->processes; process; process = process->next)
		breaks_end(inferior, process);
	for (size_t i = 0; (thread = threads_next(inferior, &i));) {
		if (thread->is_running)
			continue;
		/* Who waits for a child could not be stopped for being let go of: it stays. */
		if (thread->is_vforking && !inferior->is_borrowed) {
			points_take(thread);
			continue;
		}
		thread->is.resume = inferior->is_borrowed ? RESUME_TO_CALL : RESUME_TO_SIGNAL;
		thread_resume(inferior, thread, thread_last_signal(inferior, thread));
	}
	if (inferior->is_borrowed) {
		threads_remove(inferior, NULL, 0);
		return;
	}
	ptrace_engine.detach(inferior->engine);
	drain(inferior);
}

void inferior_kill(struct inferior *inferior)
{
	const struct inferior_process *process = NULL;

	if (!inferior->is_borrowed) {
		inferior->steering->kill(inferior->engine, 0);
		drain(inferior);
		return;
	}
	while ((process = inferior_process_next(inferior, process)))
		inferior->steering->kill(inferior->engine, process->pid);
	threads_remove(inferior, NULL, 0);
}

void inferior_destroy(struct inferior *inferior)
{
	if (!inferior)
		return;
	if (inferior->engine) {
		if (inferior->was_launched)
			inferior_kill(inferior);
		else
			inferior_leave(inferior);
		if (!inferior->is_borrowed)
			ptrace_engine.destroy(inferior->engine);
	}
	processes_remove(inferior);
	map_free(&inferior->threads);
	tracee_memory_deinit(&inferior->memory);
	insn_close(inferior->decoder);
	free(inferior);
}
