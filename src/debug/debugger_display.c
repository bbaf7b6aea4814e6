/* What is shown again at each stop. */
#include "debug/debugger_parts.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { DISPLAYS_MAX = 64, NUMBER_COLUMNS = 5 };

struct display {
	unsigned number;
	char *text; /* "/x count", "/4xw $sp" */
};

void displays_free(struct debugger *debugger)
{
	for (unsigned i = 0; i < debugger->display_count; i++)
		free(debugger->displays[i].text);
	free(debugger->displays);
	debugger->displays = NULL;
	debugger->display_count = 0;
}

/* "/i" and "/s", and what has a count or a size, are told as "x" tells them. */
static bool is_memory(const char *text)
{
	size_t length = *text == '/' ? strcspn(text, " \t") : 0;

	return length > 2 || (length == 2 && strchr("is", text[1]));
}

static int display_evaluate(struct debugger *debugger, struct sheet *sheet, const char *text,
                            struct error *error)
{
	struct query query = debugger_query(debugger, sheet);
	struct sheet answering = debugger->sheet;
	int status;

	if (!is_memory(text)) {
		const char *at = text;

		if (value_format(&at, &query.format, error) < 0)
			return -1;
		if (!sheet->is_json)
			text_format(sheet->out, "%s = ", text);
		status = query_output(&query, at, error);
		text_string(sheet->out, sheet->is_json ? "" : "\n");
		return status;
	}
	if (!sheet->is_json)
		text_format(sheet->out, "x%s\n", text);
	debugger->sheet = *sheet;
	status = debugger_x(debugger, text, error);
	*sheet = debugger->sheet;
	debugger->sheet = answering;
	return status;
}

static void display_put(struct debugger *debugger, struct sheet *sheet,
                        const struct display *display)
{
	struct error error = { 0 };

	if (sheet->is_json) {
		json_object_begin(&sheet->json);
		sheet_number(sheet, "display", 0, display->number);
		sheet_string(sheet, "of", 0, display->text);
		if (display_evaluate(debugger, sheet, display->text, &error) < 0)
			sheet_string(sheet, "error", 0, error.text);
		json_object_end(&sheet->json);
		return;
	}
	text_format(sheet->out, "%u: ", display->number);
	size_t start = sheet->out->length;

	/* What is of another function is not there now. */
	if (display_evaluate(debugger, sheet, display->text, &error) < 0) {
		sheet->out->length = start;
		text_format(sheet->out, "%s: %s\n", display->text, error.text);
	}
}

void displays_put(struct debugger *debugger, struct sheet *sheet)
{
	if (!debugger->display_count)
		return;
	if (sheet->is_json)
		sheet_list_begin(sheet, "displays", NULL);
	for (unsigned i = 0; i < debugger->display_count; i++)
		display_put(debugger, sheet, &debugger->displays[i]);
	if (sheet->is_json)
		sheet_list_end(sheet);
}

static int display_add(struct debugger *debugger, const char *text, struct error *error)
{
	if (!debugger->displays)
		debugger->displays = calloc(DISPLAYS_MAX, sizeof(*debugger->displays));
	char *copy = debugger->displays ? strdup(text) : NULL;

	if (debugger->display_count == DISPLAYS_MAX || !copy) {
		free(copy);
		return error_set(error, E2BIG, "no more than %d things are displayed",
		                 DISPLAYS_MAX);
	}
	debugger->displays[debugger->display_count++] =
		(struct display){ ++debugger->last_display, copy };
	return 0;
}

/* [/FORMAT] EXPRESSION; without, all of them */
int debugger_display(struct debugger *debugger, const char *text, struct error *error)
{
	struct sheet *sheet = &debugger->sheet;
	struct error why;

	if (!*text) {
		if (need_subject(debugger, error) < 0)
			return -1;
		displays_put(debugger, sheet);
		return 0;
	}
	bool has_process = debugger->inferior && need_subject(debugger, &why) == 0;
	struct text first = { 0 };
	struct sheet trial = sheet_of(&first, false);

	/* What makes no sense here is not kept. */
	int status = has_process ? display_evaluate(debugger, &trial, text, error) : 0;

	text_free(&first);
	if (status < 0 || display_add(debugger, text, error) < 0)
		return -1;
	if (!has_process)
		return 0;
	if (sheet->is_json)
		sheet_list_begin(sheet, "displays", NULL);
	display_put(debugger, sheet, &debugger->displays[debugger->display_count - 1]);
	if (sheet->is_json)
		sheet_list_end(sheet);
	return 0;
}

static bool display_remove(struct debugger *debugger, uint64_t number)
{
	for (unsigned i = 0; i < debugger->display_count; i++) {
		if (debugger->displays[i].number != number)
			continue;
		free(debugger->displays[i].text);
		memmove(&debugger->displays[i], &debugger->displays[i + 1],
		        (debugger->display_count - i - 1) * sizeof(*debugger->displays));
		debugger->display_count--;
		return true;
	}
	return false;
}

/* [NUMBER]... */
int debugger_undisplay(struct debugger *debugger, const char *text, struct error *error)
{
	if (!*text)
		displays_free(debugger);
	while (*text) {
		char *end;
		unsigned long number = strtoul(text, &end, 10);

		if (end == text || !display_remove(debugger, number))
			return error_set(error, ENOENT,
			                 "nothing is displayed by the number '%.20s': 'info "
			                 "display' lists what is",
			                 text);
		text = skip_space(end);
	}
	return 0;
}

int displays_list(struct debugger *debugger, const char *text, struct error *error)
{
	struct sheet *sheet = &debugger->sheet;

	(void)text;
	(void)error;
	sheet_list_begin(sheet, "displays", NULL);
	for (unsigned i = 0; i < debugger->display_count; i++) {
		sheet_row_begin(sheet);
		sheet_number(sheet, "display", NUMBER_COLUMNS, debugger->displays[i].number);
		sheet_string(sheet, "of", 0, debugger->displays[i].text);
		sheet_row_end(sheet);
	}
	sheet_list_end(sheet);
	return 0;
}
