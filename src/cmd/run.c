/* One run of the command line: a session of the library.
 *
 *	session -> event -> filter -> outputs
 *
 * The same loop serves live and replayed traces.  On the side, a live one tells
 * of attaching and leaving on standard error, and keeps in mind how the command
 * ended: its end becomes ours. */
#include "cmd/run.h"

#include "api/session.h"
#include "calls/stand_in.h"
#include "cmd/descriptors.h"
#include "cmd/interrupts.h"
#include "cmd/last.h"
#include "cmd/outputs.h"
#include "cmd/report.h"
#include "cmd/stop_at.h"
#include "cmd/tips.h"
#include "engine/keeper.h"
#include "engine/launch_lookup.h"
#include "event/recording.h"
#include "output/interfaces.h"
#include "output/sink.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ARRAY_KEPT_MAX = 1 << 16, INSIDE_LINES_MAX = 100 };

struct run {
	struct options *options;
	struct rastro *session;
	struct outputs outputs;
	pid_t command;    /* its process; 0: none, or it ended */
	pid_t daemonized; /* -D: the command's process, whose end is not ours */
	int status;       /* exit status of the command */
	int fatal_signal; /* what we are to die of, or 0 */
	bool is_leaving;  /* interrupted: tasks are let go one by one */
	bool is_replay;
	bool shows_all; /* the filter has nothing to say: it need not be asked for each event */
	bool has_calls, has_stacks; /* of a replay */
	uint64_t shown;             /* calls, for --syscall-limit */
	struct last last;
	uint64_t stepped; /* instructions, for --limit */
	struct stop_at stop;
	/* What the summary says of recording inside programs, line by line. */
	struct text inside;
	size_t inside_kept; /* length of the first INSIDE_LINES_MAX; behind them is the last one */
	unsigned inside_count;
};

static void log_debug(void *owner, const char *text)
{
	(void)owner;
	report("%s", text);
}

/* ---- which programs stayed with ptrace, and why */

/* The last line has the sums. */
static void inside_keep(void *owner, const char *text)
{
	struct run *run = owner;

	run->inside.length = run->inside_kept;
	text_string(&run->inside, text);
	text_char(&run->inside, '\n');
	if (run->inside_count++ < INSIDE_LINES_MAX)
		run->inside_kept = run->inside.length;
}

/* When --debug has not told already. */
static bool inside_is_wanted(const struct options *options)
{
	return options->summary != SUMMARY_NONE && !options->debug && options->engine &&
	       strcmp(options->engine, "hybrid") == 0;
}

static void inside_tell(struct run *run)
{
	const char *line = run->inside.bytes, *end = line + run->inside.length;

	if (run->inside_count > INSIDE_LINES_MAX + 1)
		report("(%u lines about recording inside programs are left out)",
		       run->inside_count - INSIDE_LINES_MAX - 1);
	for (const char *next; line < end; line = next + 1) {
		next = memchr(line, '\n', (size_t)(end - line));
		report("%.*s", (int)(next - line), line);
	}
	text_free(&run->inside);
}

/* ---- what the engine has to do */

/* A recording keeps the names of descriptors and processes, for views that want them. */
static bool recording_has_names(const struct options *options)
{
	return options->of == &record_command && !options_are_hybrid(options);
}

/* Memory kept of a call: as much as will be shown. */
static struct capture_limits capture_limits_of(const struct options *options)
{
	const struct view *view = &options->view;

	if (options->of == &record_command)
		return (struct capture_limits){ .string = options->capture_size,
			                        .array = options->capture_size,
			                        .names = recording_has_names(options) };
	/* What is dumped is dumped whole. */
	bool dumps =
		!number_set_is_empty(&view->dump_read) || !number_set_is_empty(&view->dump_write);

	/* JSON is for programs: it cuts strings, but no lists. */
	bool lists_are_cut = call_set_is_full(&view->abbrev) && strcmp(options->format, "json");

	return (struct capture_limits){
		.string = dumps ? PLAN_STRING_MAX : view->string_max,
		.array = lists_are_cut ? view->string_max : ARRAY_KEPT_MAX,
		.names = view->decode_fds || view->decode_pids || view->translate_pids ||
		         options->filter.path_count,
		.brief = lists_are_cut,
	};
}

/* Why no program may get a seccomp filter, or NULL.  With -n every line has the number of the
 * thread's last call, so none may run free; and who has a filter cannot be let go. */
static const char *filter_obstacle(const struct options *options)
{
	if (options->insns)
		return "instructions are wanted";
	if (options->no_seccomp)
		return "it is not wanted (--no-seccomp-bpf)";
	if (options->syscall_limit)
		return "processes are to be let go (--syscall-limit)";
	if (options->stop_at)
		return "gdb may want to see calls that are not shown (--stop-at)";
	return options->view.show_number && !call_set_is_full(&options->filter.calls)
	               ? "numbers of all calls are wanted (-n)"
	               : NULL;
}

/* Text does without the names of processes, unless they were asked for. */
static bool names_are_hidden(const struct options *options)
{
	return options->of != &record_command && !options->view.decode_pids &&
	       strcmp(options->format, "text") == 0;
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
	bool counts_steps = options->insns && sink_find(options->format)->counts;

	if (counts_steps || (!lines && !filter_looks_inside(&options->filter)))
		flags |= ENGINE_NO_MEMORY;
	if (names_are_hidden(options))
		flags |= ENGINE_NO_NAMES;
	if (options->kill_on_exit)
		flags |= ENGINE_KILL_ON_EXIT | ENGINE_KILL_ON_DETACH;
	if (options->insns)
		flags |= ENGINE_STEP | (options->functions ? ENGINE_FUNCTIONS : 0) |
		         (options->every_step ? ENGINE_EVERY_STEP : 0);
	/* Its code is full of int3s that nobody would take out: better now than when it meets one.
	 */
	if (options->functions && !options->every_step && !options->pid_count)
		flags |= ENGINE_KILL_ON_EXIT;
	if (options->detach_on_exec)
		flags |= ENGINE_DETACH_ON_EXEC;
	const char *obstacle = filter_obstacle(options);

	if (!obstacle)
		flags |= ENGINE_FILTER;
	else if (options->debug)
		report("no seccomp filter: %s", obstacle);
	/* Whoever is to be handed over must be seen as a whole, at every stop. */
	if (options->stop_at)
		return (flags | ENGINE_HOLD) & ~(unsigned)(ENGINE_NO_ENTRY | ENGINE_NO_MEMORY);
	if (options_are_hybrid(options))
		flags |= ENGINE_HYBRID;
	if (options->engine && strcmp(options->engine, "hybrid") == 0)
		flags |= ENGINE_AT_ONCE;
	return flags;
}

static bool has_window(const struct step_window *window)
{
	return window->from || window->to || window->function || window->range || window->module ||
	       window->exclude || window->depth || window->from_call.is_wanted ||
	       window->to_call.is_wanted;
}

static struct engine_options engine_options_of(struct options *options, unsigned needs)
{
	bool names = recording_has_names(options);
	unsigned fds = names ? DECODE_FD_ALL : options->view.decode_fds;

	if (options->filter.path_count)
		fds |= DECODE_FD_PATH;
	struct call_set calls = options->filter.calls;

	call_set_add_bearers(&calls);
	if (options->stop_at)
		call_set_fill(&calls, true);
	return (struct engine_options){
		.flags = engine_flags_of(options) | needs,
		.calls = calls,
		.limits = capture_limits_of(options),
		.decode_fds = fds,
		.decode_pids = names || options->view.decode_pids,
		.translate_pids = names || options->view.translate_pids,
		.asides = (options->view.vcpu_exits ? ASIDE_VCPU : 0) |
		          (options->view.vcpus ? ASIDE_VCPU_WHOLE : 0) |
		          (options->view.contexts ? ASIDE_CONTEXTS : 0) |
		          (options->view.context_parts & CONTEXT_MISMATCH ? ASIDE_CONTEXTS_EXPECTED
		                                                          : 0) |
		          (options->view.namespaces ? ASIDE_NAMESPACES : 0),
		.stack_frames = options->summary == SUMMARY_ONLY ? 0 : options->view.stack_frames,
		.stack_sources = options->view.stack_sources,
		.window = has_window(&options->window) ? &options->window : NULL,
		.inject = options->inject.count ? &options->inject : NULL,
		.inject_filter = &options->filter,
		.log = options->debug ? log_debug : NULL,
	};
}

/* ---- events */

/* Only a live trace has something to tell besides its lines. */
static void run_announce(struct run *run, const struct event *event)
{
	if (run->is_replay || run->options->view.quiet & QUIET_ATTACH)
		return;
	outputs_flush(&run->outputs);
	if (event->kind == EVENT_DETACHED)
		report("Process %d detached", event->tid);
	else if (event->args[1] > 1)
		report("Process %d attached with %d threads", event->tid, (int)event->args[1]);
	else if (event->args[1] == 1 || event->args[0])
		report("Process %d attached", event->tid);
}

static void run_note_end(struct run *run, const struct event *event)
{
	if (event->tid != run->command)
		return;
	run->command = 0;
	if (event->kind == EVENT_EXITED)
		run->status = (int)event->result;
	else
		run->fatal_signal = (int)event->result;
}

static bool is_beyond_limit(const struct run *run, const struct event *event)
{
	const struct options *options = run->options;
	bool calls_are_over = options->syscall_limit && run->shown >= options->syscall_limit;
	bool steps_are_over = options->step_limit && run->stepped >= options->step_limit;

	switch (event->kind) {
	case EVENT_ENTRY:
	case EVENT_EXIT:
		return calls_are_over || steps_are_over;
	case EVENT_STEP:
	case EVENT_FUNCTION:
	case EVENT_FUNCTION_LEFT:
		return steps_are_over;
	default:
		return false;
	}
}

static bool is_last(struct run *run, const struct event *event)
{
	struct options *options = run->options;

	if (event->kind == EVENT_STEP || event->kind == EVENT_FUNCTION)
		return options->step_limit && ++run->stepped == options->step_limit;
	return options->syscall_limit && filter_counts(&options->filter, event) &&
	       filter_shows(&options->filter, event) && ++run->shown >= options->syscall_limit;
}

/* The last one that was asked for: everybody is let go. */
static void run_count(struct run *run, const struct event *event)
{
	if (!is_last(run, event))
		return;
	run->is_leaving = true;
	run->command = 0; /* how it ends will not be seen */
	session_leave(run->session);
}

static void run_note_stack(struct run *run, const struct event *event)
{
	run->has_calls |= event->kind == EVENT_EXIT;
	if (!run->has_stacks && run->options->view.stack_frames)
		run->has_stacks = event_chunk_find(event, CHUNK_STACK, 0) != NULL;
}

/* Who asked for stacks is told why there are none. */
static void run_tell_stacks(const struct run *run)
{
	if (run->is_replay && run->has_calls && !run->has_stacks &&
	    run->options->view.stack_frames && run->options->summary != SUMMARY_ONLY)
		report("the recording has no stacks: \"record -k\" keeps them");
}

static void run_show(struct run *run, const struct event *event)
{
	struct last *last = &run->last;

	if (last->max && event->kind == EVENT_STEP) {
		last_keep(last, event);
		return;
	}
	if (event->kind == EVENT_KILLED)
		last_show(last, event->tid, &run->outputs);
	else if (event->kind == EVENT_EXITED || event->kind == EVENT_DETACHED)
		last_forget(last, event->tid);
	outputs_event(&run->outputs, event);
}

static void run_event(struct run *run, const struct event *event)
{
	/* Calls return now because we stop them in order to let go, and will be
	 * taken up again. */
	if (run->is_leaving && event->kind == EVENT_EXIT && event->flags & EVENT_INTERRUPTED)
		return;
	switch (event->kind) {
	case EVENT_ATTACHED:
	case EVENT_DETACHED:
		run_announce(run, event);
		break;
	case EVENT_EXITED:
	case EVENT_KILLED:
		run_note_end(run, event);
		break;
	}
	struct options *options = run->options;

	if (run->is_replay)
		run_note_stack(run, event);
	if (is_beyond_limit(run, event))
		return;
	if (options->summary != SUMMARY_NONE && filter_counts(&options->filter, event))
		outputs_count(&run->outputs, event);
	if (options->summary != SUMMARY_ONLY &&
	    (run->shows_all || filter_shows(&options->filter, event)))
		run_show(run, event);
	run_count(run, event);
}

static void run_show_handed_over(void *owner, const struct event *event)
{
	run_event(owner, event);
}

/* gdb has a process for a while. */
static void run_stop(struct run *run, const struct event *event)
{
	const struct server_tracing tracing = { .view = &run->options->view,
		                                .filter = &run->options->filter,
		                                .show = run_show_handed_over,
		                                .owner = run };

	outputs_flush(&run->outputs);
	int signal = stop_at_serve(&run->stop, run->session->engine, event, &tracing);

	interrupts_begin(run->options->interruptible, run->session, run->outputs.common.stream);
	if (signal)
		raise(signal);
}

/* A signal for us: the command gets it, too, and everybody else is left alone. */
static void run_leave(struct run *run)
{
	run->is_leaving = true;
	run->fatal_signal = interrupts_caught();
	if (run->command > 0) {
		kill(run->command, SIGCONT);
		kill(run->command, run->fatal_signal);
		run->command = 0;
	}
	session_leave(run->session);
}

/* True when nobody is there to read what a replay prints. */
static bool is_pointless(const struct run *run)
{
	return run->is_replay && run->outputs.failure.text[0];
}

static void run_loop(struct run *run)
{
	while (!is_pointless(run)) {
		switch (session_next(run->session)) {
		case NEXT_EVENT:
			run_event(run, run->session->raw);
			if (stop_at_meets(&run->stop, run->session->raw))
				run_stop(run, run->session->raw);
			break;
		case NEXT_TICK:
			outputs_tick(&run->outputs);
			break;
		case NEXT_FAILED:
			outputs_flush(&run->outputs);
			report_error(&run->session->error);
			if (run->is_replay) {
				run->status = 1;
				return;
			}
			break;
		case NEXT_INTERRUPTED:
			/* Asked again, or the grace period is over: leave at once. */
			if (run->is_leaving)
				return;
			/* It may have been gdb's, which has gone. */
			if (interrupts_caught())
				run_leave(run);
			break;
		case NEXT_DONE:
			return;
		}
	}
}

/* Lines that strace prints, too, may be lost as they may under strace: the message has told of it,
 * and the status stays the command's. */
static bool is_loss_excused(const struct run *run)
{
	return run->options->of == &trace_command && strcmp(run->options->format, "text") == 0 &&
	       !run->outputs.is_missing;
}

static int run_end(struct run *run)
{
	/* Nobody waits for our output; but a recording's has names that are the session's. */
	if (!run->is_replay)
		rastro_detach(run->session);
	outputs_close(&run->outputs);
	last_free(&run->last);
	stop_at_end(&run->stop);
	run_tell_stacks(run);
	rastro_close(run->session);
	inside_tell(run);
	tip_show(run->options->tip_format, run->options->tip);
	if (run->is_replay && run->outputs.failure.number == EPIPE)
		run->fatal_signal = SIGPIPE;
	if (run->fatal_signal)
		die_of_signal(run->fatal_signal);
	if (run->outputs.failure.text[0] && !is_loss_excused(run))
		run->status = run->status ? run->status : 1;
	return run->status;
}

/* ---- beginning */

static void restore_child(void *owner)
{
	(void)owner;
	descriptors_restore();
}

static int run_launch(struct run *run, struct error *error)
{
	const struct options *options = run->options;
	char path[LAUNCH_PATH_MAX];

	/* PATH is ours, even if the command is to have another one. */
	if (launch_find(options->command[0], path, error) < 0)
		return -1;
	struct launch launch = {
		.argv = options->command,
		.envp = options_environment(options),
		.file = path,
		.user = options->user,
		.argv0 = options->argv0,
		.daemonize = options->daemonize > 0,
		.daemonize_level = (int)options->daemonize,
		.in_child = restore_child,
	};
	pid_t pid = session_launch(run->session, &launch);

	if (pid < 0) {
		*error = run->session->error;
		return -1;
	}
	if (outputs_prepare(&run->outputs, pid, error) < 0) {
		kill(pid, SIGKILL);
		return -1;
	}
	if (options->daemonize) {
		descriptors_leave(options->output == NULL);
		run->daemonized = pid;
	} else {
		run->command = pid;
	}
	return 0;
}

/* Returns how many processes are traced now, or -1 with error. */
static int run_begin(struct run *run, struct error *error)
{
	const struct options *options = run->options;
	int count = 0;

	if (options->command) {
		if (run_launch(run, error) < 0)
			return -1;
		count++;
	}
	/* The command has its signals as they were.  Whom we attach to is let go in good
	 * order, even if we are to end before we have begun. */
	interrupts_begin(options->interruptible, run->session, run->outputs.common.stream);
	for (unsigned i = 0; i < options->pid_count; i++) {
		if (rastro_attach(run->session, options->pids[i]) < 0)
			report_error(&run->session->error);
		else
			count++;
	}
	if (run->daemonized && !(options->view.quiet & QUIET_ATTACH))
		report("Process %d attached", run->daemonized);
	return count;
}

/* Ends what has begun.  error was told of nobody yet. */
static int run_give_up(struct run *run, const struct error *error)
{
	report_error(error);
	rastro_close(run->session);
	outputs_close(&run->outputs);
	return 1;
}

static int run_open(struct run *run, const struct engine_options *options, struct error *error)
{
	run->session = session_open(options);
	return run->session ? 0 : error_set(error, ENOMEM, "out of memory");
}

static int run_here(struct options *options, unsigned needs)
{
	struct run run = { .options = options,
		           .shows_all = filter_shows_all(&options->filter),
		           .last.max = options->last_steps };
	struct engine_options engine_options = engine_options_of(options, needs);
	struct launch_user user;
	struct error error = { 0 };

	engine_options.log_inside = inside_is_wanted(options) ? inside_keep : NULL;
	engine_options.log_owner = &run;
	options->view.interface_name = interface_name_now;
	if (options->user && options->command && launch_find_user(options->user, &user, &error) < 0)
		return run_give_up(&run, &error);
	if (options->separate)
		descriptors_allow_many();
	if (stop_at_begin(&run.stop, options, &error) < 0 ||
	    outputs_open(&run.outputs, options, &error) < 0 ||
	    run_open(&run, &engine_options, &error) < 0)
		return run_give_up(&run, &error);
	int count = run_begin(&run, &error);

	if (count < 0)
		return run_give_up(&run, &error);
	run.status = count == 0;
	run_loop(&run);
	interrupts_end();
	return run_end(&run);
}

struct run_arguments {
	struct options *options;
	unsigned needs;
};

static int run_called(void *argument)
{
	const struct run_arguments *arguments = argument;

	return run_here(arguments->options, arguments->needs);
}

/* Calls may be recorded inside processes that are to go on should we be killed. */
static bool needs_keeper(const struct options *options)
{
	bool is_asked = options->engine && strcmp(options->engine, "hybrid") == 0;

	return options->pid_count > 0 && !options->command && !options->stop_at &&
	       options_are_hybrid(options) && (is_asked || options->follow);
}

int run_trace(struct options *options, unsigned needs)
{
	struct run_arguments arguments = { options, needs };

	if (needs_keeper(options))
		return keeper_call(run_called, &arguments);
	return run_here(options, needs);
}

static bool recording_says(const struct recording_info *info, const char *what)
{
	const char *const *option = info->options;

	while (option && *option && strcmp(*option, what) != 0)
		option++;
	return option && *option;
}

/* What was recorded inside programs, without stops, lacks what only a stop can tell. */
static void replay_settle_lacking(struct options *options)
{
	const struct view *view = &options->view;

	if (view->decode_fds || view->decode_pids || view->translate_pids)
		report("the recording has no names of descriptors and processes: it was made with "
		       "--engine=hybrid or auto");
	if (options->summary == SUMMARY_NONE || options->summary_form.wall_clock)
		return;
	report("the recording has no processor times: those of the wall clock are shown (-w)");
	options->summary_form.wall_clock = true;
}

/* What the recording says of its making that shows in lines. */
static void replay_settle(struct options *options, const struct recording_info *info)
{
	options_settle_pids(options, options->follow || recording_says(info, "several=1"));
	if (recording_says(info, "inside=1"))
		replay_settle_lacking(options);
	options->view.interface_name = interface_name_recorded;
	options->view.interfaces = info->options;
}

int run_replay(struct options *options)
{
	struct run run = { .options = options,
		           .is_replay = true,
		           .last.max = options->last_steps,
		           .stop.is_over = true };
	struct engine_options engine_options = engine_options_of(options, 0);
	struct error error = { 0 };

	if (run_open(&run, &engine_options, &error) < 0)
		return run_give_up(&run, &error);
	if (rastro_replay(run.session, options->command[0]) < 0)
		return run_give_up(&run, &run.session->error);
	replay_settle(options, session_recording(run.session));
	if (outputs_open(&run.outputs, options, &error) < 0)
		return run_give_up(&run, &error);
	run_loop(&run);
	return run_end(&run);
}
