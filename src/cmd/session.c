/* One run.
 *
 *	engine -> event -> filter -> outputs
 *
 * The same loop serves live and replayed traces.  On the side, a live one tells
 * of attaching and leaving on standard error, and keeps in mind how the command
 * ended: its end becomes ours. */
#include "cmd/session.h"

#include "calls/stand_in.h"
#include "cmd/descriptors.h"
#include "cmd/interfaces.h"
#include "cmd/interrupts.h"
#include "cmd/outputs.h"
#include "cmd/report.h"
#include "engine/engine.h"
#include "engine/launch_lookup.h"
#include "engine/replay.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ARRAY_KEPT_MAX = 1 << 16 };

struct session {
	struct options *options;
	const struct engine_ops *ops;
	struct engine *engine;
	struct outputs outputs;
	pid_t command;    /* its process; 0: none, or it ended */
	pid_t daemonized; /* -D: the command's process, whose end is not ours */
	int status;       /* exit status of the command */
	int fatal_signal; /* what we are to die of, or 0 */
	bool is_leaving;  /* interrupted: tasks are let go one by one */
};

static void log_debug(void *owner, const char *text)
{
	(void)owner;
	report("%s", text);
}

/* ---- what the engine has to do */

/* Memory kept of a call: as much as will be shown. */
static struct capture_limits capture_limits_of(const struct options *options)
{
	const struct view *view = &options->view;

	if (options->of == &record_command)
		return (struct capture_limits){ .string = options->capture_size,
			                        .array = options->capture_size,
			                        .names = true };
	/* What is dumped is dumped whole. */
	bool dumps =
		!number_set_is_empty(&view->dump_read) || !number_set_is_empty(&view->dump_write);

	return (struct capture_limits){
		.string = dumps ? PLAN_STRING_MAX : view->string_max,
		.array = call_set_is_full(&view->abbrev) ? view->string_max : ARRAY_KEPT_MAX,
		.names = view->decode_fds || view->decode_pids || options->filter.path_count,
	};
}

static unsigned engine_flags_of(const struct options *options)
{
	bool lines = options->summary != SUMMARY_ONLY;
	unsigned flags = 0;

	if (options->follow)
		flags |= ENGINE_FOLLOW;
	/* What the tracee writes is to stand behind the call that wrote it. */
	if (lines && !options->output)
		flags |= ENGINE_HOLD;
	if (options->summary != SUMMARY_NONE && !options->summary_form.wall_clock)
		flags |= ENGINE_CPU_TIME;
	if (options->view.show_ip)
		flags |= ENGINE_IP;
	if (!lines || filter_waits(&options->filter))
		flags |= ENGINE_NO_ENTRY;
	if (!lines && !filter_looks_inside(&options->filter))
		flags |= ENGINE_NO_MEMORY;
	if (options->kill_on_exit)
		flags |= ENGINE_KILL_ON_EXIT;
	if (options->detach_on_exec)
		flags |= ENGINE_DETACH_ON_EXEC;
	/* With -n every line has the number of the thread's last call, be it shown or not. */
	if (!options->view.show_number)
		flags |= ENGINE_FILTER;
	else if (options->debug)
		report("no seccomp filter: numbers of all calls are wanted (-n)");
	return flags;
}

static struct engine_options engine_options_of(const struct options *options, unsigned needs)
{
	bool records = options->of == &record_command;
	unsigned fds = records ? DECODE_FD_ALL : options->view.decode_fds;

	if (options->filter.path_count)
		fds |= DECODE_FD_PATH;
	struct call_set calls = options->filter.calls;

	call_set_add_bearers(&calls);
	return (struct engine_options){
		.flags = engine_flags_of(options) | needs,
		.calls = calls,
		.limits = capture_limits_of(options),
		.decode_fds = fds,
		.decode_pids = records || options->view.decode_pids,
		.stack_frames = options->summary == SUMMARY_ONLY ? 0 : options->view.stack_frames,
		.stack_sources = options->view.stack_sources,
		.log = options->debug ? log_debug : NULL,
	};
}

/* ---- events */

/* Only a live trace has something to tell besides its lines. */
static void session_announce(struct session *session, const struct event *event)
{
	if (session->ops == &replay_engine || session->options->view.quiet & QUIET_ATTACH)
		return;
	outputs_flush(&session->outputs);
	if (event->kind == EVENT_DETACHED)
		report("Process %d detached", event->tid);
	else if (event->args[1] > 1)
		report("Process %d attached with %d threads", event->tid, (int)event->args[1]);
	else if (event->args[1] == 1 || event->args[0])
		report("Process %d attached", event->tid);
}

static void session_note_end(struct session *session, const struct event *event)
{
	if (event->tid != session->command)
		return;
	session->command = 0;
	if (event->kind == EVENT_EXITED)
		session->status = (int)event->result;
	else
		session->fatal_signal = (int)event->result;
}

static void session_event(struct session *session, const struct event *event)
{
	/* Calls return now because we stop them in order to let go, and will be
	 * taken up again. */
	if (session->is_leaving && event->kind == EVENT_EXIT && event->flags & EVENT_INTERRUPTED)
		return;
	switch (event->kind) {
	case EVENT_ATTACHED:
	case EVENT_DETACHED:
		session_announce(session, event);
		break;
	case EVENT_EXITED:
	case EVENT_KILLED:
		session_note_end(session, event);
		break;
	}
	struct options *options = session->options;

	if (options->summary != SUMMARY_NONE && filter_counts(&options->filter, event))
		outputs_count(&session->outputs, event);
	if (options->summary != SUMMARY_ONLY && filter_shows(&options->filter, event))
		outputs_event(&session->outputs, event);
}

/* A signal for us: the command gets it, too, and everybody else is left alone. */
static void session_leave(struct session *session)
{
	session->is_leaving = true;
	session->fatal_signal = interrupts_caught();
	if (session->command > 0) {
		kill(session->command, SIGCONT);
		kill(session->command, session->fatal_signal);
		session->command = 0;
	}
	session->ops->detach(session->engine);
}

/* True when nobody is there to read what a replay prints. */
static bool is_pointless(const struct session *session)
{
	return session->ops == &replay_engine && session->outputs.failure.text[0];
}

static void session_run(struct session *session)
{
	struct error error = { 0 };
	const struct event *event;

	while (!is_pointless(session)) {
		switch (session->ops->next(session->engine, &event, &error)) {
		case NEXT_EVENT:
			session_event(session, event);
			break;
		case NEXT_TICK:
			outputs_tick(&session->outputs);
			break;
		case NEXT_FAILED:
			outputs_flush(&session->outputs);
			report_error(&error);
			if (session->ops == &replay_engine) {
				session->status = 1;
				return;
			}
			break;
		case NEXT_INTERRUPTED:
			/* Asked again, or the grace period is over: leave at once. */
			if (session->is_leaving)
				return;
			session_leave(session);
			break;
		case NEXT_DONE:
			return;
		}
	}
}

static int session_end(struct session *session)
{
	session->ops->destroy(session->engine);
	outputs_close(&session->outputs);
	if (session->ops == &replay_engine && session->outputs.failure.number == EPIPE)
		session->fatal_signal = SIGPIPE;
	if (session->fatal_signal)
		die_of_signal(session->fatal_signal);
	return session->status ? session->status : session->outputs.failure.text[0] != '\0';
}

/* ---- beginning */

/* Our environment with the changes of -E; NULL when memory ran out.  putenv()
 * borrows the words, which live as long as we do. */
static char *const *environment_of(const struct options *options)
{
	for (unsigned i = 0; i < options->environment.count; i++) {
		char *word = options->environment.words[i];

		if (strchr(word, '='))
			putenv(word);
		else
			unsetenv(word);
	}
	return environ;
}

static void restore_child(void *owner)
{
	(void)owner;
	descriptors_restore();
}

static int session_launch(struct session *session, struct error *error)
{
	const struct options *options = session->options;
	char path[LAUNCH_PATH_MAX];
	pid_t pid;

	/* PATH is ours, even if the command is to have another one. */
	if (launch_find(options->command[0], path, error) < 0)
		return -1;
	struct launch launch = {
		.argv = options->command,
		.envp = environment_of(options),
		.file = path,
		.user = options->user,
		.argv0 = options->argv0,
		.daemonize = options->daemonize > 0,
		.daemonize_level = (int)options->daemonize,
		.in_child = restore_child,
	};

	if (session->ops->launch(session->engine, &launch, &pid, error) < 0)
		return -1;
	if (options->daemonize) {
		descriptors_leave(options->output == NULL);
		session->daemonized = pid;
	} else {
		session->command = pid;
	}
	return 0;
}

/* Returns how many processes are traced now, or -1 with error. */
static int session_begin(struct session *session, struct error *error)
{
	const struct options *options = session->options;
	int count = 0;

	if (options->command) {
		if (session_launch(session, error) < 0)
			return -1;
		count++;
	}
	for (unsigned i = 0; i < options->pid_count; i++) {
		struct error failure = { 0 };

		if (session->ops->attach(session->engine, options->pids[i], &failure) < 0)
			report_error(&failure);
		else
			count++;
	}
	if (session->daemonized && !(options->view.quiet & QUIET_ATTACH))
		report("Process %d attached", session->daemonized);
	return count;
}

/* Ends what has begun.  error was told of nobody yet. */
static int session_give_up(struct session *session, const struct error *error)
{
	report_error(error);
	if (session->engine)
		session->ops->destroy(session->engine);
	outputs_close(&session->outputs);
	return 1;
}

int session_trace(struct options *options, unsigned needs)
{
	struct session session = { .options = options, .ops = &ptrace_engine };
	struct engine_options engine_options = engine_options_of(options, needs);
	struct launch_user user;
	struct error error = { 0 };

	options->view.interface_name = interface_name_now;
	if (options->user && options->command && launch_find_user(options->user, &user, &error) < 0)
		return session_give_up(&session, &error);
	if (options->separate)
		descriptors_allow_many();
	if (outputs_open(&session.outputs, options, &error) < 0)
		return session_give_up(&session, &error);
	session.engine = session.ops->create(&engine_options, &error);
	if (!session.engine)
		return session_give_up(&session, &error);
	int count = session_begin(&session, &error);

	if (count < 0)
		return session_give_up(&session, &error);
	session.status = count == 0;
	interrupts_begin(options->interruptible, session.engine, session.outputs.common.stream);
	session_run(&session);
	interrupts_end();
	return session_end(&session);
}

/* What the recording says of its making that shows in lines. */
static void replay_settle(struct options *options, const struct recording_info *info)
{
	bool several = options->follow;

	for (const char *const *option = info->options; option && *option; option++)
		several = several || strcmp(*option, "several=1") == 0;
	options_settle_pids(options, several);
	options->view.interface_name = interface_name_recorded;
	options->view.interfaces = info->options;
}

int session_replay(struct options *options)
{
	struct session session = { .options = options, .ops = &replay_engine };
	struct engine_options engine_options = engine_options_of(options, 0);
	struct error error = { 0 };

	session.engine = session.ops->create(&engine_options, &error);
	if (!session.engine || replay_open(session.engine, options->command[0], &error) < 0)
		return session_give_up(&session, &error);
	replay_settle(options, replay_info(session.engine));
	if (outputs_open(&session.outputs, options, &error) < 0)
		return session_give_up(&session, &error);
	session_run(&session);
	return session_end(&session);
}
