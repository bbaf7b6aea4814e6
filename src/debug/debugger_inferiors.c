/* Several processes: each has a number, as gdb counts its inferiors, and so has each of its
 * threads. */
#include "debug/debugger_parts.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static unsigned threads_count(const struct inferior *inferior,
                              const struct inferior_process *process)
{
	const struct inferior_thread *thread;
	unsigned count = 0;

	for (size_t i = 0; (thread = inferior_next(inferior, &i));)
		count += thread->process == process;
	return count;
}

static void program_put(struct sheet *sheet, pid_t pid)
{
	char path[sizeof("/proc/-2147483648/exe")], program[PATH_MAX];

	snprintf(path, sizeof(path), "/proc/%d/exe", pid);
	ssize_t length = readlink(path, program, sizeof(program));

	sheet_text(sheet, "program", 0, program, length > 0 ? (size_t)length : 0);
}

int inferiors_show(struct debugger *debugger, const char *text, struct error *error)
{
	struct sheet *sheet = &debugger->sheet;
	const struct inferior *inferior = debugger->inferior;
	const struct inferior_process *process = NULL;

	(void)text;
	if (need_process(debugger, error) < 0)
		return -1;
	sheet_list_begin(sheet, "inferiors", NULL);
	while ((process = inferior_process_next(inferior, process))) {
		sheet_row_begin(sheet);
		sheet_string(sheet, "meant", 1, process == inferior->process ? "*" : "");
		sheet_number(sheet, "inferior", 3, process->number);
		sheet_number(sheet, "process", 8, process->pid);
		sheet_number(sheet, "threads", 3, threads_count(inferior, process));
		program_put(sheet, process->pid);
		sheet_row_end(sheet);
	}
	sheet_list_end(sheet);
	return 0;
}

/* By number; NULL with error. */
static struct inferior_process *inferior_find(struct debugger *debugger, const char *text,
                                              const char **rest, struct error *error)
{
	char *end;
	unsigned long number = strtoul(text, &end, 10);
	struct inferior_process *process = NULL;

	while ((process = inferior_process_next(debugger->inferior, process)))
		if (process->number == number && end != text && isdigit((unsigned char)*text))
			break;
	if (!process)
		error_set(error, ESRCH, "there is no inferior '%.40s': 'info inferiors' lists them",
		          text);
	*rest = skip_space(end);
	return process;
}

static int mean(struct debugger *debugger, const struct inferior_thread *thread,
                struct error *error)
{
	struct sheet *sheet = &debugger->sheet;

	if (!thread)
		return error_set(error, ESRCH, "it has no threads");
	thread_mean(debugger, thread->tid);
	if (need_subject(debugger, error) < 0)
		return -1;
	here_put(debugger, sheet);
	if (!sheet->is_json)
		text_char(sheet->out, '\n');
	return 0;
}

int debugger_inferior(struct debugger *debugger, const char *text, struct error *error)
{
	struct inferior *inferior = debugger->inferior;
	struct inferior_process *process =
		*text ? inferior_find(debugger, text, &text, error) : inferior->process;

	if (!process || *text)
		return process ? error_set(error, EINVAL, "inferior takes a number") : -1;
	const struct inferior_thread *meant = inferior_thread(inferior, debugger->tid);

	if (!meant || meant->process != process)
		meant = inferior_any(inferior, process);
	sheet_number(&debugger->sheet, "inferior", 0, process->number);
	sheet_number(&debugger->sheet, "process", 0, process->pid);
	return mean(debugger, meant, error);
}

int inferiors_end(struct debugger *debugger, const char *text, bool is_killed, struct error *error)
{
	const char *word = is_killed ? "killed" : "detached";

	if (!*text)
		return error_set(error, EINVAL, "which inferiors?  'info inferiors' lists them");
	while (*text && debugger->inferior) {
		const struct inferior_process *process =
			inferior_find(debugger, text, &text, error);

		if (!process)
			return -1;
		sheet_number(&debugger->sheet, word, 0, process->pid);
		int status = is_killed ? process_kill(debugger, process->pid)
		                       : process_detach(debugger, process->pid, false);

		if (status < 0)
			return error_set(error, -status, "inferior is not %s: %s", word,
			                 strerror(-status));
	}
	return 0;
}

/* ---- threads */

static struct inferior_thread *numbered(const struct inferior *inferior,
                                        const struct inferior_process *process,
                                        unsigned long number)
{
	struct inferior_thread *thread;

	for (size_t i = 0; (thread = inferior_next(inferior, &i));)
		if (thread->process == process && thread->number == number)
			return thread;
	return NULL;
}

struct inferior_thread *thread_parse(struct debugger *debugger, const char *text,
                                     struct error *error)
{
	const struct inferior *inferior = debugger->inferior;
	struct inferior_thread *thread = NULL;
	const char *rest = strchr(text, '.');
	char *end;

	if (rest) {
		const struct inferior_process *process =
			inferior_find(debugger, text, &rest, error);

		if (!process)
			return NULL;
		thread = *rest == '.' ? numbered(inferior, process, strtoul(rest + 1, &end, 10))
		                      : NULL;
	} else {
		unsigned long tid = strtoul(text, &end, 0);

		thread = tid <= INT_MAX ? inferior_thread(inferior, (pid_t)tid) : NULL;
	}
	if (!thread || *skip_space(end))
		error_set(error, ESRCH, "process %d has no thread %.40s: 'info threads' lists them",
		          inferior->process->pid, text);
	return thread && !*skip_space(end) ? thread : NULL;
}
