/* Looking at the process as it stands, and changing it: what "peek" and "poke" answer, and
 * what only a debugger knows. */
#include "debug/debugger_parts.h"

#include "inspect/activation.h"
#include "inspect/code_view.h"
#include "inspect/stack_view.h"

#include <errno.h>
#include <limits.h>
#include <string.h>

/* ---- expressions */

int debugger_evaluate(struct debugger *debugger, const char *text, uint64_t *value,
                      struct error *error)
{
	const struct expression_names names = subject_names(&debugger->subject);
	const struct expression_machine machine = subject_machine(&debugger->subject);
	struct expression expression;

	if (expression_parse(&expression, text, NULL, &names, error) < 0)
		return -1;
	return expression_evaluate(&expression, &machine, value, error);
}

/* "counter", "*(u32 *)$rdi", "text, 16" */
int watched_find(struct debugger *debugger, const char *text, uint64_t *address, uint64_t *length,
                 struct error *error)
{
	const struct expression_names names = subject_names(&debugger->subject);
	const struct expression_machine machine = subject_machine(&debugger->subject);
	struct expression expression;
	struct expression_place place;
	const char *rest;

	if (expression_parse(&expression, text, &rest, &names, error) < 0)
		return -1;
	if (*skip_space(rest) == ',')
		return expression_evaluate(&expression, &machine, address, error) < 0
		               ? -1
		               : debugger_evaluate(debugger, skip_space(rest) + 1, length, error);
	if (*skip_space(rest))
		return error_set(error, EINVAL, "nothing is expected at '%.60s'", rest);
	if (expression_locate(&expression, &machine, &place, error) < 0)
		return -1;
	if (place.is_variable)
		return error_set(error, EINVAL,
		                 "a register cannot be watched: what it points to "
		                 "can be, as *(u64 *)$rdi");
	*address = place.number;
	*length = place.size;
	return 0;
}

uint64_t register_number(const struct subject *subject, const char *name)
{
	struct register_value value;
	uint64_t number = 0;

	if (register_file_find(&subject->registers, name, strlen(name), &value) &&
	    value.size <= sizeof(number))
		memcpy(&number, value.bytes, value.size);
	return number;
}

/* ---- x, set */

/* "$_" is where the last number lies that was shown, "$__" what it is. */
static void examined_keep(struct debugger *debugger)
{
	struct subject *subject = &debugger->subject;
	unsigned size = debugger->examined.size;
	uint64_t address = debugger->examined_next - size, number = 0;
	struct kept_type type = { .plain = { .size = (uint8_t)size } };
	struct kept_type place = { .plain = { .size = subject->abi == ABI_I386 ? 4 : 8,
		                              .pointee = (uint8_t)size } };

	if (strchr("si", debugger->examined.format) || size > sizeof(number) ||
	    subject_read(subject, address, &number, size) != (ssize_t)size)
		return;
	kept_values_name(debugger->values, "_", &place, address);
	kept_values_name(debugger->values, "__", &type, number);
}

/* Without an address it goes on behind what it has shown; formats stay. */
int debugger_x(struct debugger *debugger, const char *text, struct error *error)
{
	const struct query query = debugger_query(debugger, &debugger->sheet);

	int status =
		query_examine(&query, text, &debugger->examined, &debugger->examined_next, error);

	if (status == 0)
		examined_keep(debugger);
	return status;
}

/* Whether something of the program's is to be changed as "poke" does it, which tells what it was
 * before: variables of ours, and other ways to assign, are only evaluated. */
static bool is_change(struct debugger *debugger, const char *text)
{
	const struct expression_names names = subject_names(&debugger->subject);
	struct expression expression;
	struct error ignored;
	const char *rest;

	/* Registers that are wider than a number are known there alone. */
	if (*text == '$')
		return register_file_find(&debugger->subject.registers, text + 1,
		                          strcspn(text + 1, " \t=+-*/&|^%<>[."),
		                          &(struct register_value){ 0 }) &&
		       *skip_space(text + strcspn(text, " \t=+-*/&|^%<>")) == '=';
	return expression_parse(&expression, text, &rest, &names, &ignored) < 0 || *rest == '=';
}

static int list_size_set(struct debugger *debugger, const char *text, struct error *error)
{
	uint64_t size;

	if (count_parse(text, 0, &size, error) < 0)
		return -1;
	if (!size || size > CODE_LINES_MAX)
		return error_set(error, EINVAL, "1 to %d lines are listed at once", CODE_LINES_MAX);
	debugger->list_size = (unsigned)size;
	return 0;
}

int debugger_set(struct debugger *debugger, const char *text, struct error *error)
{
	const struct query query = debugger_query(debugger, &debugger->sheet);
	const char *rest = after_word(text, "arg");
	int status;

	if (fork_setting_set(debugger, text, &status, error))
		return status;
	if (need_names(debugger, error) < 0)
		return -1;
	if (rest && *rest != '=')
		return argument_set(debugger, rest, error);
	rest = after_word(text, "listsize");
	if (rest && *rest != '=')
		return list_size_set(debugger, rest, error);
	/* gdb's words for it are not needed. */
	rest = after_word(text, "var");
	rest = rest ? rest : after_word(text, "variable");
	text = rest && *rest != '=' ? rest : text;
	return is_change(debugger, text) ? query_change(&query, text, error)
	                                 : query_do(&query, text, error);
}

/* ---- the stack */

int debugger_backtrace(struct debugger *debugger, const char *text, struct error *error)
{
	const struct query query = debugger_query(debugger, &debugger->sheet);
	const char *rest = after_word(text, "full");
	uint64_t count;

	if (count_parse(rest ? rest : text, 0, &count, error) < 0)
		return -1;
	return stack_show(&query, count < UINT_MAX ? (unsigned)count : 0, rest != NULL, error);
}

static int frame_choose(struct debugger *debugger, uint64_t level, struct error *error)
{
	const struct query query = debugger_query(debugger, &debugger->sheet);

	if (level > UINT_MAX)
		return error_set(error, EINVAL, "there is no such frame");
	return subject_choose(&debugger->subject, (unsigned)level, error) < 0
	               ? -1
	               : stack_frame_show(&query, error);
}

static uint64_t frame_level(struct debugger *debugger)
{
	const struct activation *chosen = subject_chosen(&debugger->subject);

	return chosen ? chosen->level : 0;
}

int debugger_frame(struct debugger *debugger, const char *text, struct error *error)
{
	const char *rest = after_word(text, "apply");
	uint64_t level;

	if (rest)
		return frames_apply(debugger, rest, error);

	return count_parse(text, frame_level(debugger), &level, error) < 0
	               ? -1
	               : frame_choose(debugger, level, error);
}

int debugger_up(struct debugger *debugger, const char *text, struct error *error)
{
	uint64_t count;

	return count_parse(text, 1, &count, error) < 0
	               ? -1
	               : frame_choose(debugger, frame_level(debugger) + count, error);
}

int debugger_down(struct debugger *debugger, const char *text, struct error *error)
{
	uint64_t level = frame_level(debugger), count;

	if (count_parse(text, 1, &count, error) < 0)
		return -1;
	if (!level)
		return error_set(error, EINVAL, "this is the innermost frame");
	return frame_choose(debugger, count < level ? level - count : 0, error);
}

static int show_variables(struct debugger *debugger, bool arguments, struct error *error)
{
	const struct query query = debugger_query(debugger, &debugger->sheet);

	return need_subject(debugger, error) < 0 ? -1
	                                         : stack_variables_show(&query, arguments, error);
}

static int show_locals(struct debugger *debugger, const char *text, struct error *error)
{
	(void)text;
	return show_variables(debugger, false, error);
}

static int show_arguments(struct debugger *debugger, const char *text, struct error *error)
{
	(void)text;
	return show_variables(debugger, true, error);
}

/* ---- info */

static int show_registers(struct debugger *debugger, const char *text, struct error *error)
{
	const struct query query = debugger_query(debugger, &debugger->sheet);
	struct text line = { 0 };

	if (need_subject(debugger, error) < 0)
		return -1;
	/* "info registers rax", as well as "info registers vector" */
	bool is_one = register_file_find(&debugger->subject.registers, text, strlen(text),
	                                 &(struct register_value){ 0 });

	text_string(&line, is_one ? "$" : "regs ");
	text_put(&line, text, strlen(text) + 1);
	int status = line.failed ? error_set(error, ENOMEM, "out of memory")
	                         : query_answer(&query, line.bytes, error);

	text_free(&line);
	return status;
}

/* As "thread" takes it, too. */
static void number_put(struct sheet *sheet, const struct inferior_thread *thread)
{
	char number[32];

	snprintf(number, sizeof(number), "%u.%u", thread->process->number, thread->number);
	sheet_string(sheet, "number", 5, number);
}

static int show_threads(struct debugger *debugger, const char *text, struct error *error)
{
	struct sheet *sheet = &debugger->sheet;
	const struct inferior_thread *thread;
	pid_t meant = debugger->tid;
	size_t index = 0;

	(void)text;
	if (need_process(debugger, error) < 0)
		return -1;
	bool are_several = process_is_one_of_many(debugger);

	sheet_list_begin(sheet, "threads", NULL);
	while ((thread = inferior_next(debugger->inferior, &index))) {
		struct error ignored;

		sheet_row_begin(sheet);
		sheet_string(sheet, "meant", 1, thread->tid == meant ? "*" : "");
		if (sheet->is_json || are_several)
			number_put(sheet, thread);
		sheet_number(sheet, "thread", 8, thread->tid);
		thread_mean(debugger, thread->tid);
		if (need_subject(debugger, &ignored) == 0)
			here_put(debugger, sheet);
		sheet_row_end(sheet);
	}
	sheet_list_end(sheet);
	thread_mean(debugger, meant);
	return 0;
}

static int show_program(struct debugger *debugger, const char *text, struct error *error)
{
	struct overview overview = { .sheet = &debugger->sheet,
		                     .subject = &debugger->subject,
		                     .view = debugger->options.view };

	(void)text;
	if (need_subject(debugger, error) < 0)
		return -1;
	overview_show(&overview);
	return 0;
}

const struct info_topic info_topics[] = {
	{ "registers", "general, float, vector, debug, all, or one by its name", show_registers },
	{ "breakpoints", "what stops it", points_show },
	{ "locals", "variables of the frame that is meant", show_locals },
	{ "args", "its arguments", show_arguments },
	{ "threads", "threads, and where they stand", show_threads },
	{ "inferiors", "processes, when there are several", inferiors_show },
	{ "handle", "what becomes of signals", signals_show },
	{ "display", "what is shown at each stop", displays_list },
	{ "frame", "the frame that is meant, and where its caller's registers are",
	  debugger_info_frame },
	{ "source", "the file that it stands in", debugger_info_source },
	{ "line", "where the code of a line, or a function, begins and ends", debugger_info_line },
	{ "symbol", "whose address it is", debugger_info_symbol },
	{ "sharedlibrary", "libraries, and where they lie", debugger_info_libraries },
	{ "functions", "those whose names match a pattern, file by file", debugger_info_functions },
	{ "variables", "the same of variables", debugger_info_variables },
	{ "types", "the same of types", debugger_info_types },
	{ "proc", "one screen of what the process is", show_program },
	{ NULL, NULL, NULL },
};

static const struct info_topic *topic_find(const char *word, size_t length)
{
	for (const struct info_topic *topic = info_topics; length && topic->name; topic++)
		if (strncmp(topic->name, word, length) == 0)
			return topic;
	return NULL;
}

static int list_topics(struct debugger *debugger)
{
	struct sheet *sheet = &debugger->sheet;

	sheet_list_begin(sheet, "info", NULL);
	for (const struct info_topic *topic = info_topics; topic->name; topic++) {
		sheet_row_begin(sheet);
		sheet_string(sheet, "what", 14, topic->name);
		sheet_string(sheet, "help", 0, topic->help);
		sheet_row_end(sheet);
	}
	for (const struct overview_row *row = overview_rows; row->name; row++) {
		sheet_row_begin(sheet);
		sheet_string(sheet, "what", 14, row->name);
		sheet_string(sheet, "help", 0, row->help);
		sheet_row_end(sheet);
	}
	sheet_list_end(sheet);
	return 0;
}

int debugger_info(struct debugger *debugger, const char *text, struct error *error)
{
	struct overview overview = { .sheet = &debugger->sheet,
		                     .subject = &debugger->subject,
		                     .view = debugger->options.view };
	size_t length = strcspn(text, " \t");
	struct error ignored;

	if (!*text)
		return list_topics(debugger);
	/* What the kernel tells of it goes by its whole name, ours may be cut short. */
	const struct info_topic *topic = topic_find(text, length);

	if (!(topic && strlen(topic->name) == length) && debugger->inferior &&
	    need_subject(debugger, &ignored) == 0 && overview_part(&overview, text))
		return 0;
	if (topic)
		return topic->show(debugger, skip_space(text + length), error);
	for (const struct overview_row *row = overview_rows; row->name; row++)
		if (strcmp(row->name, text) == 0)
			return need_process(debugger, error);
	return error_set(error, EINVAL,
	                 "there is no information '%.40s': 'info' lists what there is", text);
}
