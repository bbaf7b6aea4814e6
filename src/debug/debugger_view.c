/* The source, the code and the stack around where the program stands. */
#include "debug/debugger_parts.h"

#include "inspect/activation.h"
#include "inspect/chain.h"
#include "inspect/code_view.h"
#include "inspect/context_view.h"
#include "symbol/source.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum { LINES_LISTED = 10, WORDS_SHOWN = 16 };

/* ---- list */

static unsigned list_size(const struct debugger *debugger)
{
	return debugger->list_size ? debugger->list_size : LINES_LISTED;
}

static int list_lines(struct debugger *debugger, const char *file, unsigned first, unsigned count,
                      unsigned here, struct error *error)
{
	const struct query query = debugger_query(debugger, &debugger->sheet);
	char *copy = strdup(file);
	int shown = code_list(&query, file, first, count, here, error);

	free(debugger->listed_file);
	debugger->listed_file = copy;
	debugger->listed_first = first;
	debugger->listed_next = first + (shown > 0 ? (unsigned)shown : 0);
	return shown < 0 ? -1 : 0;
}

static int list_around(struct debugger *debugger, const struct source_line *line, bool is_here,
                       struct error *error)
{
	unsigned before = list_size(debugger) / 2;

	return list_lines(debugger, line->file, line->line > before ? line->line - before : 1,
	                  list_size(debugger), is_here ? line->line : 0, error);
}

static int list_back(struct debugger *debugger, struct error *error)
{
	unsigned count = list_size(debugger);

	if (debugger->listed_first <= 1)
		return error_set(error, ERANGE, "this is the start of the file");
	if (count >= debugger->listed_first)
		count = debugger->listed_first - 1;
	return list_lines(debugger, debugger->listed_file, debugger->listed_first - count, count, 0,
	                  error);
}

/* "17", in the file that was listed, or where the thread stands; or any place. */
static int list_place(struct debugger *debugger, const char *text, struct source_line *line,
                      struct error *error)
{
	const struct space *space = subject_space(&debugger->subject);
	uint64_t address;
	char *end;
	unsigned long number = strtoul(text, &end, 10);

	if (end > text && !*end && debugger->listed_file && number && number <= SOURCE_LINE_MAX) {
		*line = (struct source_line){ .file = debugger->listed_file,
			                      .line = (unsigned)number };
		return 0;
	}
	const char *colon = strrchr(text, ':');

	if (place_parse(debugger, text, &address, 1, error) < 0)
		return -1;
	if (!space || !source_line_at(space, address, line))
		return error_set(error, ENOENT, "the source of this code is not known");
	/* Not the next line that has code. */
	number = colon ? strtoul(colon + 1, &end, 10) : strtoul(text, &end, 10);
	if ((colon ? end > colon + 1 : end > text) && !*end && number)
		line->line = (unsigned)number;
	return 0;
}

/* "FROM,TO", where one of them may be missing. */
static int list_range(struct debugger *debugger, const char *text, const char *comma,
                      struct error *error)
{
	struct source_line from = { 0 }, to = { 0 };
	char *first = strndup(text, (size_t)(comma - text));
	const char *last = skip_space(comma + 1);
	unsigned count = list_size(debugger);
	int status = first ? 0 : error_set(error, ENOMEM, "out of memory");

	for (size_t length = first ? strlen(first) : 0; length && first[length - 1] == ' ';)
		first[--length] = '\0';
	if (status == 0 && *first)
		status = list_place(debugger, first, &from, error);
	/* A line alone is one of the same file. */
	if (status == 0 && *first && *last && !last[strspn(last, "0123456789")])
		to = (struct source_line){ .file = from.file,
			                   .line = (unsigned)strtoul(last, NULL, 10) };
	else if (status == 0 && *last)
		status = list_place(debugger, last, &to, error);
	free(first);
	if (status < 0)
		return -1;
	if (!from.file)
		from = (struct source_line){ .file = to.file,
			                     .line = to.line >= count ? to.line - count + 1 : 1 };
	else if (to.file && to.line < from.line)
		return error_set(error, EINVAL, "line %u lies before line %u", to.line, from.line);
	if (!from.file)
		return error_set(error, EINVAL, "list is followed by FROM,TO");
	return list_lines(debugger, from.file, from.line, to.file ? to.line - from.line + 1 : count,
	                  0, error);
}

/* Where the frame that is looked at is: of what something was inlined into, the call of that. */
static bool line_looked_at(struct debugger *debugger, struct source_line *line)
{
	struct activation *chosen = subject_chosen(&debugger->subject);
	const struct space *space = subject_space(&debugger->subject);

	if (chosen && chosen->has_scope && scope_line(&chosen->scope, &line->file, &line->line))
		return true;
	return space && source_line_at(space,
	                               chosen ? frame_code(&chosen->frame)
	                                      : register_number(&debugger->subject, "ip"),
	                               line);
}

/* Around a place, or on from what was listed; at first around where it stands. */
int debugger_list(struct debugger *debugger, const char *text, struct error *error)
{
	const char *comma = strchr(text, ',');
	struct source_line line;

	if (!*text && debugger->listed_file)
		return list_lines(debugger, debugger->listed_file, debugger->listed_next,
		                  list_size(debugger), 0, error);
	if (strcmp(text, "-") == 0 && debugger->listed_file)
		return list_back(debugger, error);
	if (comma)
		return list_range(debugger, text, comma, error);
	if (*text && strcmp(text, "-") != 0)
		return list_place(debugger, text, &line, error) < 0
		               ? -1
		               : list_around(debugger, &line, false, error);
	if (debugger->subject.file)
		return list_place(debugger, "main", &line, error) < 0
		               ? -1
		               : list_around(debugger, &line, false, error);
	if (!line_looked_at(debugger, &line))
		return error_set(error, ENOENT, "the source of this code is not known");
	return list_around(debugger, &line, true, error);
}

/* ---- code */

/* [/s] [PLACE] */
int debugger_disassemble(struct debugger *debugger, const char *text, struct error *error)
{
	const struct query query = debugger_query(debugger, &debugger->sheet);
	uint64_t address = register_number(&debugger->subject, "ip");
	struct code_range range = { 0 };
	bool sources = strncmp(text, "/s", 2) == 0;

	text = skip_space(text + (sources ? 2 : 0));
	if (*text && place_parse(debugger, text, &address, 1, error) < 0)
		return -1;
	if (!code_around(&query, address, &range))
		return error_set(error, ENOENT,
		                 "no symbol says where the code around %#llx begins and ends: "
		                 "'x/10i %#llx' shows it",
		                 (unsigned long long)address, (unsigned long long)address);
	range.sources = sources;
	return code_disassemble(&query, &range, error);
}

/* ---- memory */

/* [ADDRESS[, COUNT]]: the stack, where nothing else is said */
int debugger_telescope(struct debugger *debugger, const char *text, struct error *error)
{
	const struct query query = debugger_query(debugger, &debugger->sheet);
	const struct expression_names names = subject_names(&debugger->subject);
	const struct expression_machine machine = subject_machine(&debugger->subject);
	uint64_t address = register_number(&debugger->subject, "sp"), count = WORDS_SHOWN;
	struct expression expression;
	const char *rest = "";

	if (*text && (expression_parse(&expression, text, &rest, &names, error) < 0 ||
	              expression_evaluate(&expression, &machine, &address, error) < 0))
		return -1;
	rest = skip_space(rest);
	if (*rest == ',' && count_parse(skip_space(rest + 1), count, &count, error) < 0)
		return -1;
	if ((*rest && *rest != ',') || count > CHAIN_WORDS_MAX)
		return error_set(error, EINVAL,
		                 "telescope is followed by an address, a comma, and how "
		                 "many words (at most %d)",
		                 CHAIN_WORDS_MAX);
	return chain_telescope(&query, address, (unsigned)count, error);
}

int debugger_search(struct debugger *debugger, const char *text, struct error *error)
{
	const struct query query = debugger_query(debugger, &debugger->sheet);
	struct text line = { 0 };

	text_literal(&line, "find ");
	text_put(&line, text, strlen(text) + 1);
	int status = line.failed ? error_set(error, ENOMEM, "out of memory")
	                         : query_answer(&query, line.bytes, error);

	text_free(&line);
	return status;
}

/* ---- all of it */

/* How many rows of a screen lines take that it has to break. */
static unsigned rows_of(const char *text, size_t length, unsigned width)
{
	unsigned rows = 0;

	while (length && width) {
		const char *end = memchr(text, '\n', length);
		size_t line = end ? (size_t)(end - text) : length, taken = line + (end != NULL);

		rows += line ? (unsigned)((line + width - 1) / width) : 1;
		text += taken;
		length -= taken;
	}
	return rows;
}

int context_put(struct debugger *debugger, struct sheet *sheet, size_t above, struct error *error)
{
	const struct query query = debugger_query(debugger, sheet);
	struct context_form form = { .before = debugger->has_before ? &debugger->before : NULL };
	const struct text *out = sheet->out;

	if (debugger->options.screen)
		debugger->options.screen(debugger->options.owner, &form.width, &form.height);
	/* One row for what stands above is left anyway. */
	unsigned rows = rows_of(out->bytes + above, out->length - above, form.width);

	if (rows > 1)
		form.height = form.height > rows ? form.height - rows + 1 : 1;
	return context_show(&query, &form, error);
}

int debugger_context(struct debugger *debugger, const char *text, struct error *error)
{
	(void)text;
	return context_put(debugger, &debugger->sheet, debugger->sheet.out->length, error);
}

/* What changes will be told by comparison with it. */
void context_keep(struct debugger *debugger)
{
	debugger->has_before = debugger->has_registers;
	if (debugger->has_registers)
		debugger->before = debugger->subject.registers;
}
