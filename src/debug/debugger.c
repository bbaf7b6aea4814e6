/* Lines that are said to the debugger, and what comes of them.
 *
 * A command answers on a sheet, which is all there is of it in text, and one object in
 * JSON.  One that lets the program run only makes a plan of it: the answer goes out first,
 * then the plan is carried out, and what stopped the program is told as an event.  Lines
 * that belong to a breakpoint are said after that, as if somebody had typed them. */
#include "debug/debugger_parts.h"

#include "arch/insn.h"
#include "base/guard.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct debugger *debugger_create(const struct debugger_options *options)
{
	struct debugger *debugger = calloc(1, sizeof(*debugger));

	if (!debugger)
		return NULL;
	debugger->values = kept_values_create();
	if (!debugger->values) {
		free(debugger);
		return NULL;
	}
	debugger->options = *options;
	signals_init(&debugger->signals);
	return debugger;
}

void debugger_destroy(struct debugger *debugger)
{
	if (!debugger)
		return;
	process_leave(debugger);
	subject_drop(debugger); /* of the program's file */
	points_free(debugger);
	words_free(debugger->words);
	insn_close(debugger->decoder);
	free(debugger->listed_file);
	kept_values_destroy(debugger->values);
	displays_free(debugger);
	text_free(&debugger->pending);
	free(debugger);
}

bool debugger_is_over(const struct debugger *debugger)
{
	return debugger->is_over;
}

void debugger_stay(struct debugger *debugger)
{
	debugger->is_over = false;
}

bool debugger_has_process(const struct debugger *debugger)
{
	return debugger->inferior;
}

bool debugger_would_kill(const struct debugger *debugger)
{
	return debugger->inferior && debugger->inferior->was_launched;
}

bool debugger_takes_lines(const struct debugger *debugger)
{
	return debugger->taking != NULL;
}

void debugger_interrupt(struct debugger *debugger)
{
	debugger->is_interrupted = 1;
	if (debugger->is_waiting)
		inferior_interrupt(debugger->inferior, false);
}

void debugger_notice(struct debugger *debugger)
{
	debugger->is_spoken_to = 1;
	if (debugger->is_waiting)
		inferior_interrupt(debugger->inferior, false);
}

/* ---- sheets */

struct query debugger_query(struct debugger *debugger, struct sheet *sheet)
{
	return (struct query){ .sheet = sheet,
		               .subject = &debugger->subject,
		               .view = debugger->options.view };
}

struct sheet event_sheet(struct debugger *debugger, const char *event)
{
	struct sheet sheet =
		sheet_of(stream_text(debugger->options.out), debugger->options.is_json);

	sheet_begin(&sheet);
	if (sheet.is_json)
		sheet_string(&sheet, "event", 0, event);
	return sheet;
}

void event_sheet_end(struct debugger *debugger, struct sheet *sheet)
{
	sheet_end(sheet);
	stream_flush(debugger->options.out);
}

/* ---- lines */

static int needs_met(struct debugger *debugger, const struct debugger_command *command,
                     struct error *error)
{
	if (command->needs & NEEDS_PROCESS && need_process(debugger, error) < 0)
		return -1;
	if (command->needs & NEEDS_SUBJECT && need_subject(debugger, error) < 0)
		return -1;
	if (command->needs & NEEDS_NAMES && need_names(debugger, error) < 0)
		return -1;
	return 0;
}

/* The answer, whole or not at all. */
static int answer(struct debugger *debugger, const struct debugger_command *command,
                  const char *line, const char *arguments, struct error *error)
{
	struct text *out = stream_text(debugger->options.out);
	size_t start = out->length;

	debugger->sheet = sheet_of(out, debugger->options.is_json);
	sheet_begin(&debugger->sheet);
	if (debugger->sheet.is_json)
		sheet_string(&debugger->sheet, "command", 0, line);
	int status = needs_met(debugger, command, error);

	if (status == 0)
		status = command->run(debugger, arguments, error);
	if (status < 0)
		out->length = start;
	else
		sheet_end(&debugger->sheet);
	stream_flush(debugger->options.out);
	return status;
}

/* What a command has planned. */
static int plan_do(struct debugger *debugger, const char *arguments, struct error *error)
{
	switch (debugger->plan.plan) {
	case PLAN_NONE:
		return 0;
	case PLAN_SOURCE:
		return debugger_source(debugger, arguments, error);
	default:
		return plan_run(debugger, error);
	}
}

static int command_do(struct debugger *debugger, const char *line, struct error *error)
{
	const char *arguments;
	const struct debugger_command *command = command_of_line(line, &arguments, error);

	debugger->plan = (struct debugger_plan){ .plan = PLAN_NONE, .signal = -1 };
	if (!command || answer(debugger, command, line, arguments, error) < 0) {
		/* By a function that was called. */
		if (debugger->inferior && debugger->inferior->process->end != STOP_NONE)
			end_tell(debugger);
		debugger->last[0] = '\0';
		return -1;
	}
	if (!command->repeats)
		debugger->last[0] = '\0';
	else if (line != debugger->last)
		memcpy(debugger->last, line, strlen(line) + 1);
	return plan_do(debugger, arguments, error);
}

/* A line of those that belong to a point.  Whoever waits for an object has one. */
static int line_take(struct debugger *debugger, const char *line)
{
	struct sheet sheet = sheet_of(stream_text(debugger->options.out), true);

	if (debugger->options.is_json) {
		sheet_begin(&sheet);
		sheet_string(&sheet, "command", 0, line);
		sheet_number(&sheet, "kept", 0, debugger->taking->number);
		sheet_end(&sheet);
		stream_flush(debugger->options.out);
	}
	if (strcmp(line, "end") == 0) {
		debugger->taking = NULL;
		return 0;
	}
	text_string(&debugger->taking->commands, line);
	text_char(&debugger->taking->commands, '\n');
	return 0;
}

bool line_hear(struct debugger *debugger, const char *text, bool *stops)
{
	struct error error = { 0 };
	const char *arguments, *line = skip_space(text);

	if (!*line || *line == '#')
		return true;
	const struct debugger_command *command = command_of_line(line, &arguments, &error);

	*stops = command && command->needs & STOPS_RUNNING;
	if (command && !(command->needs & HALTS_RUNNING))
		return false;
	if (command) {
		inferior_halt(debugger->inferior);
		answer(debugger, command, line, arguments, &error);
		subject_forget(debugger);
		inferior_go_on(debugger->inferior);
	}
	if (*error.text)
		debugger->options.complain(debugger->options.owner, &error);
	return true;
}

/* What points that were met want to be done; they may let the program run once more. */
static void pending_do(struct debugger *debugger)
{
	char line[DEBUGGER_LINE_MAX];

	while (debugger->pending.length && !debugger->is_interrupted) {
		const char *end = memchr(debugger->pending.bytes, '\n', debugger->pending.length);
		size_t length = end ? (size_t)(end - debugger->pending.bytes) : 0;
		struct error error = { 0 };

		memcpy(line, debugger->pending.bytes, length);
		line[length] = '\0';
		debugger->pending.length -= length + 1;
		memmove(debugger->pending.bytes, debugger->pending.bytes + length + 1,
		        debugger->pending.length);
		if (command_do(debugger, line, &error) < 0) {
			debugger->pending.length = 0;
			debugger->options.complain(debugger->options.owner, &error);
		}
	}
	debugger->pending.length = 0;
}

int debugger_do(struct debugger *debugger, const char *text, struct error *error)
{
	char line[DEBUGGER_LINE_MAX];
	const char *start = skip_space(text);
	size_t length = strlen(start);

	while (length && isspace((unsigned char)start[length - 1]))
		length--;
	if (length >= sizeof(line))
		return error_set(error, E2BIG, "the line is longer than %d characters",
		                 DEBUGGER_LINE_MAX - 1);
	memcpy(line, start, length);
	line[length] = '\0';
	debugger->is_interrupted = 0;
	if (*line == '#')
		return 0;
	if (debugger->taking)
		return line_take(debugger, line);
	if (!*line && !*debugger->last)
		return 0;
	int status = command_do(debugger, *line ? line : debugger->last, error);

	pending_do(debugger);
	return status;
}

int debugger_source(struct debugger *debugger, const char *path, struct error *error)
{
	AUTO_FILE FILE *file = fopen(path, "re");
	AUTO_FREE char *line = NULL;
	struct error why = { 0 };
	size_t size = 0;
	unsigned number = 0;

	if (!file)
		return error_set(error, errno, "cannot read commands from '%s': %s", path,
		                 strerror(errno));
	if (debugger->nesting >= DEBUGGER_NESTING_MAX)
		return error_set(error, ELOOP, "'%s': files of commands read each other", path);
	debugger->nesting++;
	int status = 0;

	while (status == 0 && !debugger->is_over && getline(&line, &size, file) >= 0) {
		number++;
		if (*skip_space(line) != '\n')
			status = debugger_do(debugger, line, &why);
	}
	debugger->nesting--;
	debugger->taking = NULL;
	/* Where the innermost stands. */
	if (status < 0)
		error_set(error, why.number, "%s:%u: %s", path, number, why.text);
	return status;
}
