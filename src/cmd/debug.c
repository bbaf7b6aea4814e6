/* rastro debug: a debugger for people at a prompt, for scripts, and for other programs. */
#include "cmd/debug.h"

#include "cmd/command.h"
#include "cmd/descriptors.h"
#include "cmd/explain.h"
#include "cmd/interrupts.h"
#include "cmd/options.h"
#include "cmd/prompt.h"
#include "cmd/report.h"
#include "cmd/terminal.h"
#include "cmd/trace_text.h"
#include "debug/command_object.h"
#include "debug/debugger.h"
#include "engine/engine.h"
#include "output/json_writer.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/personality.h>
#include <unistd.h>

static const char question[] = "(rastro) ";

enum { LINE_MAX_SAID = 4096, ROWS_AROUND = 3 };

struct debugging {
	const struct options *options;
	const struct debug_tracing *tracing; /* NULL: nobody traces */
	struct debugger *debugger;
	struct stream *out;
	bool is_json;
	bool is_terminal; /* somebody sits at it */
	bool has_failed;
	struct prompt *prompt; /* NULL: nothing is read */
	struct text heard;     /* a line that was said while the program ran, as a command */
};

/* What handlers may touch. */
static struct debugger *volatile interrupted_debugger; /* NULL: there is none */
static volatile sig_atomic_t caught;

/* ---- signals */

static void on_interrupt(int signal)
{
	int number = errno;

	(void)signal;
	prompt_interrupt();
	if (interrupted_debugger)
		debugger_interrupt(interrupted_debugger);
	errno = number;
}

static void on_fatal_signal(int signal)
{
	int number = errno;

	caught = signal;
	prompt_interrupt();
	if (interrupted_debugger)
		debugger_interrupt(interrupted_debugger);
	errno = number;
}

/* There is something to read. */
static void on_input(int signal)
{
	int number = errno;

	(void)signal;
	if (interrupted_debugger)
		debugger_notice(interrupted_debugger);
	errno = number;
}

static void signals_begin(struct debugger *debugger)
{
	static const int fatal[] = { SIGHUP, SIGQUIT, SIGTERM };
	struct sigaction action = { .sa_handler = on_interrupt };

	interrupted_debugger = debugger;
	sigaction(SIGINT, &action, NULL);
	action.sa_handler = on_input;
	sigaction(SIGIO, &action, NULL);
	action.sa_handler = on_fatal_signal;
	for (size_t i = 0; i < sizeof(fatal) / sizeof(*fatal); i++)
		sigaction(fatal[i], &action, NULL);
}

/* ---- what the debugger asks of us */

static void complain(void *owner, const struct error *error)
{
	struct debugging *debugging = owner;

	debugging->has_failed = true;
	if (!debugging->is_json) {
		report_error(error);
		return;
	}
	struct json json = { .out = stream_text(debugging->out) };

	json_object_begin(&json);
	json_name(&json, "error");
	json_string(&json, error->text, strlen(error->text));
	json_object_end(&json);
	text_char(json.out, '\n');
	stream_flush(debugging->out);
}

static void runs(void *owner, pid_t pid)
{
	const struct debugging *debugging = owner;

	if (!debugging->options->pid_count)
		terminal_lend(pid);
}

/* Where what is typed is the program's while it runs, nobody else reads it. */
static bool may_hear(const struct debugging *debugging)
{
	return debugging->is_json ||
	       (debugging->is_terminal && !debugging->tracing && debugging->options->pid_count > 0);
}

/* Input brings SIGIO; as it is inherited, only for as long as we are there. */
static void hearing_set(const struct debugging *debugging, bool on)
{
	int flags = fcntl(STDIN_FILENO, F_GETFL);

	if (!may_hear(debugging) || flags < 0)
		return;
	fcntl(STDIN_FILENO, F_SETOWN, on ? getpid() : 0);
	fcntl(STDIN_FILENO, F_SETFL, on ? flags | O_ASYNC : flags & ~O_ASYNC);
}

/* One object's command, or the line itself; NULL: it is none that could be heard now. */
static const char *heard_command(struct debugging *debugging, const char *line)
{
	debugging->heard.length = 0;
	if (!debugging->is_json || line[strspn(line, " \t")] != '{')
		return line;
	return command_of_object(line, &debugging->heard, NULL) == 0 ? debugging->heard.bytes
	                                                             : NULL;
}

static bool hear(void *owner, bool (*take)(void *taker, const char *line), void *taker)
{
	struct debugging *debugging = owner;
	const char *line =
		debugging->prompt && may_hear(debugging) ? prompt_peek(debugging->prompt) : NULL;

	if (line)
		line = heard_command(debugging, line);
	if (!line || !take(taker, line))
		return false;
	prompt_take(debugging->prompt);
	return true;
}

static void screen(void *owner, unsigned *width, unsigned *height)
{
	struct winsize size;

	(void)owner;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) < 0)
		return;
	/* Below it stands what stopped the program, and the prompt. */
	*width = size.ws_col;
	*height = size.ws_row > ROWS_AROUND ? size.ws_row - ROWS_AROUND : 1;
}

static void in_child(void *owner)
{
	const struct debugging *debugging = owner;

	descriptors_restore();
	terminal_in_child();
	if (!debugging->options->random_addresses)
		personality((unsigned long)personality(0xffffffff) | ADDR_NO_RANDOMIZE);
}

/* ---- lines */

static bool say(struct debugging *debugging, const char *line)
{
	struct error error = { 0 };
	struct text command = { 0 };
	int status = 0;

	/* Programs may write objects, too. */
	if (debugging->is_json && line[strspn(line, " \t")] == '{') {
		status = command_of_object(line, &command, &error);
		line = command.bytes;
	}
	if (status == 0) {
		explain_for(line);
		status = debugger_do(debugging->debugger, line, &error);
	}
	text_free(&command);
	if (status < 0)
		complain(debugging, &error);
	return status == 0;
}

/* A script ends where something fails: what follows may rely on it. */
static bool say_first(struct debugging *debugging)
{
	const struct word_list *said = &debugging->options->said;
	char line[LINE_MAX_SAID];

	for (unsigned i = 0; i + 1 < said->count && !caught; i += 2) {
		snprintf(line, sizeof(line), "%s %s", said->words[i], said->words[i + 1]);
		if (!say(debugging, line))
			return false;
	}
	return true;
}

/* Whether a person who leaves wants what that entails. */
static bool is_sure(struct debugging *debugging, struct prompt *prompt)
{
	const char *line;

	if (!debugging->is_terminal || !debugger_would_kill(debugging->debugger))
		return true;
	return prompt_read(prompt, "The program is still there.  Kill it? (y or n) ", false,
	                   &line) != PROMPTED_LINE ||
	       *line == 'y';
}

/* True: there may be more to read. */
static bool say_next(struct debugging *debugging, struct prompt *prompt)
{
	const char *line;

	switch (prompt_read(prompt, debugger_takes_lines(debugging->debugger) ? "> " : question,
	                    true, &line)) {
	case PROMPTED_END:
		if (debugging->is_terminal)
			text_char(stream_text(debugging->out), '\n');
		return !is_sure(debugging, prompt);
	case PROMPTED_NOTHING:
		if (debugging->is_terminal)
			text_char(stream_text(debugging->out), '\n');
		stream_flush(debugging->out);
		return true;
	case PROMPTED_LINE:
		break;
	}
	/* To say nothing is to say it again: a person does so. */
	if (*line || debugging->is_terminal)
		say(debugging, line);
	if (!debugger_is_over(debugging->debugger))
		return true;
	if (is_sure(debugging, prompt))
		return false;
	debugger_stay(debugging->debugger);
	return true;
}

static void complete(void *owner, const char *line, size_t length,
                     void (*offer)(void *taker, const char *word), void *taker)
{
	const struct debugging *debugging = owner;

	debugger_complete(debugging->debugger, line, length, offer, taker);
}

/* In a trace there is nobody else to be debugged. */
static bool is_there(const struct debugging *debugging)
{
	return !debugging->tracing || debugger_has_process(debugging->debugger);
}

static void say_all(struct debugging *debugging)
{
	struct prompt *prompt;

	if (!say_first(debugging) && !debugging->is_terminal)
		return;
	if (debugging->options->batch || debugger_is_over(debugging->debugger))
		return;
	prompt = prompt_open(&(struct prompt_options){
		.is_terminal = debugging->is_terminal,
		.complete = complete,
		.owner = debugging,
	});
	hearing_set(debugging, true);
	debugging->prompt = prompt;
	while (prompt && !caught && say_next(debugging, prompt) && is_there(debugging))
		;
	hearing_set(debugging, false);
	debugging->prompt = NULL;
	prompt_close(prompt);
}

/* ---- beginning */

static bool begin(struct debugging *debugging)
{
	const struct options *options = debugging->options;
	struct error error = { 0 };
	char line[sizeof("attach -2147483648")];

	if (options->command &&
	    debugger_program_is(debugging->debugger, options->command, &error) < 0) {
		report_error(&error);
		return false;
	}
	snprintf(line, sizeof(line), "attach %d", options->pid_count ? options->pids[0] : 0);
	return !options->pid_count || say(debugging, line);
}

static int debug_run(struct options *options)
{
	struct debugging debugging = { .options = options };
	struct error error = { 0 };

	debugging.is_json = strcmp(options->format, "json") == 0;
	debugging.is_terminal = isatty(STDIN_FILENO) && !debugging.is_json;
	debugging.out = trace_output(options->output, &error);
	if (!debugging.out) {
		report_error(&error);
		return 1;
	}
	const struct launch launch = {
		.envp = options_environment(options),
		.user = options->user,
		.argv0 = options->argv0,
		.in_child = in_child,
		.in_child_owner = &debugging,
	};
	debugging.debugger = debugger_create(&(struct debugger_options){
		.launch = &launch,
		.view = &options->view,
		.out = debugging.out,
		.is_json = debugging.is_json,
		.complain = complain,
		.runs = runs,
		.hear = hear,
		.screen = debugging.is_terminal && isatty(STDOUT_FILENO) ? screen : NULL,
		.owner = &debugging,
	});
	terminal_begin();
	if (options->explain)
		explain_begin();
	if (debugging.debugger) {
		signals_begin(debugging.debugger);
		if (begin(&debugging))
			say_all(&debugging);
	}
	explain_for("");
	/* Whatever it does to leave is not to be interrupted. */
	interrupted_debugger = NULL;
	debugger_destroy(debugging.debugger);
	text_free(&debugging.heard);
	if (stream_close(debugging.out, &error) < 0) {
		report_error(&error);
		return 1;
	}
	if (caught)
		die_of_signal(caught);
	return debugging.has_failed && !debugging.is_terminal;
}

/* ---- in the middle of a trace */

static void show(void *owner, const struct event *event)
{
	const struct debugging *debugging = owner;

	debugging->tracing->show(debugging->tracing->owner, event);
}

bool debug_has_terminal(void)
{
	return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
}

static void take_and_talk(struct debugging *debugging)
{
	struct error error = { 0 };

	signals_begin(debugging->debugger);
	if (debugger_take(debugging->debugger, debugging->tracing->engine, debugging->tracing->at,
	                  &error) < 0)
		report_error(&error);
	else
		say_all(debugging);
	interrupted_debugger = NULL;
}

int debug_traced(const struct options *options, const struct debug_tracing *tracing)
{
	struct debugging debugging = {
		.options = options,
		.tracing = tracing,
		.is_terminal = true,
		.out = stream_from_fd(STDOUT_FILENO),
	};
	const struct launch none = { 0 };
	struct view view = options->view;

	view.pid = PID_NEVER;
	view.column = 0;
	view.time = TIME_NONE;
	caught = 0;
	debugging.debugger = debugging.out ? debugger_create(&(struct debugger_options){
						     .launch = &none,
						     .view = &view,
						     .out = debugging.out,
						     .complain = complain,
						     .runs = runs,
						     .hear = hear,
						     .show = show,
						     .screen = screen,
						     .owner = &debugging,
					     })
	                                   : NULL;
	if (debugging.debugger)
		take_and_talk(&debugging);
	else
		report("out of memory");
	debugger_destroy(debugging.debugger);
	text_free(&debugging.heard);
	if (debugging.out)
		stream_close(debugging.out, NULL);
	return caught;
}

static void debug_help(void)
{
	struct debugger_form form;

	printf("\n"
	       "    rastro debug prog                          a prompt: 'help' lists commands\n"
	       "    rastro debug -e 'catch openat if path ~ \"*.conf\"' -e run prog\n"
	       "    rastro debug --json -p 1234                for programs: lines in, objects "
	       "out\n"
	       "\n"
	       "Commands are gdb's where the meaning is the same, and may be cut short:\n"
	       "\n");
	for (size_t i = 0; debugger_form_next(&i, &form);)
		printf("  %-11s %s\n", form.name, form.help);
}

const struct command debug_command = {
	.name = "debug",
	.usage = "[OPTION]... [COMMAND [ARGUMENT]... | -p PID]",
	.summary = "Debugs a program: stops it, looks at it, and changes it",
	.options = FOR_DEBUG,
	.help = debug_help,
	.run = debug_run,
};
