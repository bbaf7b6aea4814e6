/* One command for many: of each thread, of each frame. */
#include "debug/debugger_parts.h"

#include "inspect/activation.h"
#include "inspect/stack_view.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum { APPLIED_MAX = 4096 }; /* threads, or frames */

/* Which they are: all, or numbers; and what is to be done, behind that. */
struct applying {
	bool all;
	unsigned count;
	uint64_t numbers[APPLIED_MAX];
	const char *line;
};

/* Options of gdb's, "-q" and so on, say what is to be told beside the answers. */
static const char *skip_options(const char *text)
{
	while (text[0] == '-' && islower((unsigned char)text[1]) &&
	       (text[2] == ' ' || text[2] == '\t'))
		text = skip_space(text + 2);
	return text;
}

static int applying_parse(struct applying *applying, const char *text, struct error *error)
{
	const char *rest = after_word(text, "all");

	*applying = (struct applying){ .all = rest };
	text = rest ? rest : text;
	while (!rest && isdigit((unsigned char)*text) && applying->count < APPLIED_MAX) {
		char *end;

		applying->numbers[applying->count++] = strtoul(text, &end, 10);
		text = skip_space(end);
	}
	applying->line = skip_options(text);
	if ((!rest && !applying->count) || !*applying->line)
		return error_set(error, EINVAL,
		                 "apply is followed by 'all' or numbers, and a command");
	return 0;
}

/* Its answer belongs to ours; what lets the program run cannot be one of many. */
static int apply(struct debugger *debugger, const char *line, struct error *error)
{
	const char *arguments;
	const struct debugger_command *command = command_of_line(line, &arguments, error);

	if (!command || (command->needs && need_subject(debugger, error) < 0))
		return -1;
	if (command->run == debugger_thread || command->run == debugger_frame)
		return error_set(error, EINVAL, "apply is not applied");
	int status = command->run(debugger, arguments, error);

	if (status == 0 && debugger->plan.plan != PLAN_NONE) {
		debugger->plan.plan = PLAN_NONE;
		return error_set(error, EINVAL, "'%.60s' lets the program run, and is not done",
		                 line);
	}
	return status;
}

/* ---- threads */

static int apply_to_thread(struct debugger *debugger, pid_t tid, const char *line,
                           struct error *error)
{
	struct sheet *sheet = &debugger->sheet;

	thread_mean(debugger, tid);
	if (sheet->is_json) {
		json_object_begin(&sheet->json);
		sheet_number(sheet, "thread", 0, tid);
	} else {
		text_format(sheet->out, "Thread %d:\n", tid);
	}
	int status = apply(debugger, line, error);

	if (sheet->is_json)
		json_object_end(&sheet->json);
	return status;
}

/* They are looked up first: what is done may change which there are. */
static void threads_find(struct debugger *debugger, struct applying *applying)
{
	const struct inferior_thread *thread;
	size_t index = 0;

	while (applying->count < APPLIED_MAX &&
	       (thread = inferior_next(debugger->inferior, &index)))
		applying->numbers[applying->count++] = (uint64_t)thread->tid;
}

static int threads_do(struct debugger *debugger, const struct applying *applying,
                      struct error *error)
{
	int status = 0;

	for (unsigned i = 0; i < applying->count && status == 0; i++) {
		uint64_t tid = applying->numbers[i];

		if (tid > INT_MAX || !inferior_thread(debugger->inferior, (pid_t)tid))
			return error_set(error, ESRCH, "process %d has no thread %llu",
			                 debugger->inferior->process->pid, (unsigned long long)tid);
		status = apply_to_thread(debugger, (pid_t)tid, applying->line, error);
	}
	return status;
}

int threads_apply(struct debugger *debugger, const char *text, struct error *error)
{
	struct sheet *sheet = &debugger->sheet;
	struct applying applying;
	pid_t meant = debugger->tid;

	if (applying_parse(&applying, text, error) < 0)
		return -1;
	if (applying.all)
		threads_find(debugger, &applying);
	if (sheet->is_json)
		sheet_list_begin(sheet, "threads", NULL);
	int status = threads_do(debugger, &applying, error);

	if (sheet->is_json)
		sheet_list_end(sheet);
	thread_mean(debugger, meant);
	return status;
}

/* ---- frames */

static int apply_to_frame(struct debugger *debugger, const char *line, struct error *error)
{
	struct sheet *sheet = &debugger->sheet;
	const struct query query = debugger_query(debugger, sheet);

	if (sheet->is_json)
		json_object_begin(&sheet->json);
	int status = stack_frame_show(&query, error);

	if (status == 0) {
		if (sheet->is_json) {
			json_name(&sheet->json, "answer");
			json_object_begin(&sheet->json);
		}
		status = apply(debugger, line, error);
		if (sheet->is_json)
			json_object_end(&sheet->json);
	}
	if (sheet->is_json)
		json_object_end(&sheet->json);
	return status;
}

/* all, or so many from the innermost on */
int frames_apply(struct debugger *debugger, const char *text, struct error *error)
{
	struct sheet *sheet = &debugger->sheet;
	const struct activation *chosen = subject_chosen(&debugger->subject);
	unsigned before = chosen ? chosen->level : 0;
	struct applying applying;
	struct error ended;
	int status = 0;

	if (applying_parse(&applying, text, error) < 0)
		return -1;
	uint64_t count = applying.all ? APPLIED_MAX : applying.numbers[0];

	if (sheet->is_json)
		sheet_list_begin(sheet, "frames", NULL);
	for (unsigned level = 0; level < count && level < APPLIED_MAX && status == 0; level++) {
		if (subject_choose(&debugger->subject, level, &ended) < 0)
			break;
		status = apply_to_frame(debugger, applying.line, error);
	}
	if (sheet->is_json)
		sheet_list_end(sheet);
	subject_choose(&debugger->subject, before, &ended);
	return status;
}
