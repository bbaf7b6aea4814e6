/* The process that is debugged: where it comes from, and how it is left. */
#include "debug/debugger_parts.h"

#include "engine/launch_lookup.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

enum { STRING_KEPT = 4096, ARRAY_KEPT = 4096 };

/* ---- words */

void words_free(char **words)
{
	for (char **word = words; word && *word; word++)
		free(*word);
	free(words);
}

/* One word of a shell's, without its quotes and backslashes; NULL where there is no more, or
 * (error) it does not end. */
static char *word_next(const char **text, struct error *error)
{
	struct text word = { 0 };
	const char *at = skip_space(*text);
	char quote = '\0';

	if (!*at)
		return NULL;
	text_reserve(&word, 1);
	for (; *at && (quote || !strchr(" \t", *at)); at++) {
		if (*at == quote)
			quote = '\0';
		else if (!quote && (*at == '"' || *at == '\''))
			quote = *at;
		else if (*at == '\\' && quote != '\'' && at[1])
			text_char(&word, *++at);
		else
			text_char(&word, *at);
	}
	text_char(&word, '\0');
	*text = at;
	if (!quote && !word.failed)
		return word.bytes;
	error_set(error, quote ? EINVAL : ENOMEM,
	          quote ? "a quote does not end: %s" : "out of memory", skip_space(at));
	text_free(&word);
	return NULL;
}

/* first: to stand before them, given away; NULL: none.  NULL with error. */
static char **words_parse(const char *text, char *first, struct error *error)
{
	char **words = calloc(DEBUGGER_WORDS_MAX + 1, sizeof(*words));
	unsigned count = 0;
	char *word = first;

	*error = (struct error){ 0 };
	if (!words)
		error_set(error, ENOMEM, "out of memory");
	if (words && first)
		words[count++] = first;
	while (words && (word = word_next(&text, error)) && count < DEBUGGER_WORDS_MAX)
		words[count++] = word;
	if (words && word)
		error_set(error, E2BIG, "there are more than %d words", DEBUGGER_WORDS_MAX);
	if (!*error->text)
		return words;
	free(word);
	words_free(words);
	return NULL;
}

static int words_replace(struct debugger *debugger, char **words)
{
	if (!words)
		return -1;
	if (!debugger->inferior)
		subject_drop(debugger);
	words_free(debugger->words);
	debugger->words = words;
	return 0;
}

int debugger_program(struct debugger *debugger, const char *arguments, struct error *error)
{
	char path[LAUNCH_PATH_MAX];
	char **words = words_parse(arguments, NULL, error);

	if (words && !*words)
		error_set(error, EINVAL, "file is followed by a program, and its arguments");
	if (words && (!*words || launch_find(*words, path, error) < 0)) {
		words_free(words);
		return -1;
	}
	return words_replace(debugger, words);
}

int debugger_program_is(struct debugger *debugger, char *const *command, struct error *error)
{
	char **words = calloc(DEBUGGER_WORDS_MAX + 1, sizeof(*words));

	for (unsigned i = 0; words && command[i]; i++)
		if (i == DEBUGGER_WORDS_MAX || !(words[i] = strdup(command[i]))) {
			words_free(words);
			words = NULL;
		}
	return words ? words_replace(debugger, words)
	             : error_set(error, ENOMEM, "out of memory, or there are too many arguments");
}

/* ---- what is known of it */

int need_process(const struct debugger *debugger, struct error *error)
{
	return debugger->inferior
	               ? 0
	               : error_set(error, ESRCH,
	                           "there is no process: 'run' starts one, 'attach PID' takes one");
}

int need_subject(struct debugger *debugger, struct error *error)
{
	if (need_process(debugger, error) < 0)
		return -1;
	if (debugger->has_subject)
		return 0;
	if (subject_ready(debugger, error) < 0 ||
	    subject_stand(&debugger->subject, debugger->tid, error) < 0)
		return -1;
	debugger->has_registers = debugger->has_subject = true;
	return 0;
}

static void values_give(struct debugger *debugger)
{
	debugger->is_open = true;
	debugger->subject.has_values = true;
	debugger->subject.values = debugger->values;
}

int need_names(struct debugger *debugger, struct error *error)
{
	char path[LAUNCH_PATH_MAX];

	if (debugger->inferior || !debugger->words)
		return need_subject(debugger, error);
	if (debugger->is_open)
		return 0;
	if (launch_find(*debugger->words, path, error) < 0 ||
	    subject_open_file(&debugger->subject, path, error) < 0)
		return -1;
	values_give(debugger);
	return 0;
}

int subject_ready(struct debugger *debugger, struct error *error)
{
	pid_t pid = debugger->inferior->process->pid;

	/* The one before may be of another process. */
	if (debugger->is_open && debugger->subject.pid != pid)
		subject_drop(debugger);
	if (!debugger->is_open && subject_open(&debugger->subject, pid, error) < 0)
		return -1;
	debugger->subject.breakpoints = process_breakpoints(debugger->inferior->process);
	values_give(debugger);
	return 0;
}

int need_registers(struct debugger *debugger, struct error *error)
{
	if (need_process(debugger, error) < 0)
		return -1;
	if (debugger->has_registers)
		return 0;
	if (subject_ready(debugger, error) < 0 ||
	    subject_glance(&debugger->subject, debugger->tid, error) < 0)
		return -1;
	debugger->has_registers = true;
	return 0;
}

void subject_forget(struct debugger *debugger)
{
	debugger->has_registers = debugger->has_subject = false;
}

void subject_drop(struct debugger *debugger)
{
	if (debugger->is_open)
		subject_close(&debugger->subject);
	debugger->is_open = false;
	subject_forget(debugger);
}

void thread_mean(struct debugger *debugger, pid_t tid)
{
	if (inferior_turn(debugger->inferior, tid) == 0)
		debugger->tid = tid;
	subject_forget(debugger);
}

void process_forget(struct debugger *debugger)
{
	debugger->has_before = false;
	debugger->child = 0;
	subject_drop(debugger);
	calls_forget(debugger);
	/* It knows places of points, and so goes before those of ours do. */
	inferior_destroy(debugger->inferior);
	debugger->inferior = NULL;
	points_lose(debugger, ALL_PROCESSES);
}

bool process_is_one_of_many(const struct debugger *debugger)
{
	const struct inferior *inferior = debugger->inferior;

	return inferior_process_next(inferior, inferior_process_next(inferior, NULL));
}

/* Somebody who is left is meant. */
static void turn_to_anybody(struct debugger *debugger)
{
	const struct inferior *inferior = debugger->inferior;
	const struct inferior_process *process = inferior_process_next(inferior, NULL);
	const struct inferior_thread *thread = inferior_any(inferior, process);

	debugger->has_before = false;
	if (thread)
		thread_mean(debugger, thread->tid);
}

bool process_drop(struct debugger *debugger, pid_t pid)
{
	if (!inferior_process_next(debugger->inferior, NULL)) {
		process_forget(debugger);
		return false;
	}
	if (debugger->child == pid)
		debugger->child = 0;
	points_lose(debugger, pid);
	if (!inferior_process(debugger->inferior, debugger->inferior->process->pid) ||
	    !inferior_thread(debugger->inferior, debugger->tid))
		turn_to_anybody(debugger);
	return true;
}

void process_leave(struct debugger *debugger)
{
	if (!debugger->inferior)
		return;
	points_withdraw(debugger, ALL_PROCESSES);
	if (debugger->inferior->was_launched)
		inferior_kill(debugger->inferior);
	else
		inferior_leave(debugger->inferior);
	process_forget(debugger);
}

/* ---- beginning */

static int process_begin(struct debugger *debugger, const struct inferior_options *wanted,
                         struct error *error)
{
	struct engine_options engine = {
		.limits = { .string = STRING_KEPT, .array = ARRAY_KEPT, .names = true },
		.decode_fds = debugger->options.view->decode_fds,
	};
	struct inferior_options options = *wanted;

	options.engine = &engine;
	debugger->inferior = inferior_create(&options, error);
	if (!debugger->inferior)
		return -1;
	debugger->inferior->see = calls_see;
	debugger->inferior->owner = debugger;
	debugger->tid = debugger->inferior->current;
	debugger->has_run = !wanted->launch;
	return 0;
}

int debugger_take(struct debugger *debugger, struct engine *engine, const struct event *at,
                  struct error *error)
{
	debugger->plan = (struct debugger_plan){ .plan = PLAN_STAY, .signal = -1 };
	if (process_begin(debugger, &(struct inferior_options){ .tracing = engine, .at = at },
	                  error) < 0)
		return -1;
	call_keep(debugger, at);
	return plan_run(debugger, error);
}

/* Its engine waits for all that it traces. */
static int need_own_process(const struct debugger *debugger, struct error *error)
{
	return debugger->options.show
	               ? error_set(error, EBUSY,
	                           "a trace goes on meanwhile: the process that was stopped in "
	                           "it is the only one that can be debugged")
	               : 0;
}

static int launch(struct debugger *debugger, const char *arguments, struct error *error)
{
	struct launch launch = *debugger->options.launch;
	char path[LAUNCH_PATH_MAX];

	if (need_own_process(debugger, error) < 0)
		return -1;
	if (!debugger->words)
		return error_set(error, EINVAL,
		                 "which program?  'file PROGRAM', or on the command line");
	if (*arguments) {
		char *first = strdup(debugger->words[0]);

		if (words_replace(debugger, words_parse(arguments, first, error)) < 0)
			return -1;
	}
	if (launch_find(debugger->words[0], path, error) < 0)
		return -1;
	process_leave(debugger);
	launch.argv = debugger->words;
	launch.file = path;
	return process_begin(debugger, &(struct inferior_options){ .launch = &launch }, error);
}

int debugger_run(struct debugger *debugger, const char *arguments, struct error *error)
{
	if (launch(debugger, arguments, error) < 0)
		return -1;
	debugger->plan.plan = PLAN_CONTINUE;
	return 0;
}

/* A program that was stripped would not stop: main is in the program itself, which is there
 * from the first instruction on. */
int debugger_start(struct debugger *debugger, const char *arguments, struct error *error)
{
	uint64_t address;

	if (launch(debugger, arguments, error) < 0)
		return -1;
	if (place_parse(debugger, "main", &address, 1, error) < 0) {
		process_leave(debugger);
		return error_set(
			error, ENOENT,
			"cannot stop at main, which %.100s has no symbol of: 'starti' stops "
			"at its first instruction",
			debugger->words[0]);
	}
	if (debugger_tbreak(debugger, "main", error) < 0)
		return -1;
	debugger->plan.plan = PLAN_CONTINUE;
	return 0;
}

int debugger_starti(struct debugger *debugger, const char *arguments, struct error *error)
{
	if (launch(debugger, arguments, error) < 0)
		return -1;
	debugger->plan.plan = PLAN_STAY;
	return 0;
}

int debugger_attach(struct debugger *debugger, const char *arguments, struct error *error)
{
	uint64_t pid;

	if (need_own_process(debugger, error) < 0 || count_parse(arguments, 0, &pid, error) < 0)
		return -1;
	if (!pid || pid > INT_MAX)
		return error_set(error, EINVAL, "attach takes the number of a process");
	process_leave(debugger);
	if (process_begin(debugger, &(struct inferior_options){ .pid = (pid_t)pid }, error) < 0)
		return -1;
	debugger->plan.plan = PLAN_STAY;
	return 0;
}

/* ---- end */

int process_detach(struct debugger *debugger, pid_t pid, bool is_stopped)
{
	points_withdraw(debugger, pid);
	/* It arrives when nobody traces any more. */
	if (is_stopped)
		kill(pid, SIGSTOP);
	int status = inferior_leave_one(debugger->inferior, pid);

	if (status == -EBUSY) {
		inferior_leave(debugger->inferior);
		process_forget(debugger);
	} else if (status == 0) {
		process_drop(debugger, pid);
	}
	return status == -EBUSY ? 0 : status;
}

int process_kill(struct debugger *debugger, pid_t pid)
{
	int status = inferior_kill_one(debugger->inferior, pid);

	if (status == -EBUSY) {
		inferior_kill(debugger->inferior);
		process_forget(debugger);
	} else if (status == 0) {
		process_drop(debugger, pid);
	}
	return status == -EBUSY ? 0 : status;
}

/* What a fork has made and nobody has decided about goes the way of its creator. */
static void end_each(struct debugger *debugger, bool is_killed, bool is_stopped)
{
	pid_t pid = debugger->inferior->process->pid, child = debugger->child;

	/* Where its creator was let go of, it is what is meant. */
	if (child == pid)
		child = 0;
	if (is_killed) {
		if (child)
			process_kill(debugger, child);
		process_kill(debugger, pid);
	} else {
		if (child)
			process_detach(debugger, child, false);
		process_detach(debugger, pid, is_stopped);
	}
}

int debugger_detach(struct debugger *debugger, const char *arguments, struct error *error)
{
	const char *numbers = after_word(arguments, "inferiors");
	bool is_stopped = strcmp(arguments, "--stopped") == 0;
	pid_t pid = debugger->inferior->process->pid;

	if (numbers)
		return inferiors_end(debugger, numbers, false, error);
	if (*arguments && !is_stopped)
		return error_set(error, EINVAL,
		                 "detach takes --stopped, or inferiors and their numbers, "
		                 "or nothing");
	end_each(debugger, false, is_stopped);
	sheet_number(&debugger->sheet, "detached", 0, pid);
	return 0;
}

int debugger_kill(struct debugger *debugger, const char *arguments, struct error *error)
{
	const char *numbers = after_word(arguments, "inferiors");

	if (numbers)
		return inferiors_end(debugger, numbers, true, error);
	sheet_number(&debugger->sheet, "killed", 0, debugger->inferior->process->pid);
	end_each(debugger, true, false);
	return 0;
}
