/* rastro peek and rastro poke: looking into a process, and changing it. */
#include "cmd/command.h"
#include "cmd/inspect.h"
#include "cmd/report.h"
#include "inspect/query.h"

#include <stdio.h>

/* One answer is one object, or some lines. */
static int ask(struct inspection *inspection, const char *text,
               int (*answer)(const struct query *, const char *, struct error *))
{
	struct text *out = stream_text(inspection->stream);
	struct sheet sheet = sheet_of(out, inspection->is_json);
	const struct query query = { .sheet = &sheet,
		                     .subject = &inspection->subject,
		                     .view = &inspection->options->view };
	struct error error = { 0 };
	size_t start = out->length;

	sheet_begin(&sheet);
	size_t empty = out->length;
	int status = answer(&query, text, &error);

	if (status < 0 && out->length == empty)
		out->length = start;
	else
		sheet_end(&sheet);
	stream_line(inspection->stream);
	if (status < 0)
		report_error(&error);
	return status;
}

static int show_all(struct inspection *inspection)
{
	struct sheet sheet = sheet_of(stream_text(inspection->stream), inspection->is_json);
	struct overview overview = { .sheet = &sheet,
		                     .subject = &inspection->subject,
		                     .view = &inspection->options->view };

	sheet_begin(&sheet);
	overview_show(&overview);
	sheet_end(&sheet);
	if (!inspection->subject.is_closed)
		return 0;
	stream_flush(inspection->stream);
	report_error(&inspection->subject.refusal);
	return 1;
}

static int hold_for(struct inspection *inspection, bool is_change)
{
	struct error error = { 0 };
	bool is_needed = is_change;

	for (char **word = inspection->options->command + 1; *word && !is_needed; word++)
		is_needed = query_needs_hold(*word);
	if (!is_needed || subject_hold(&inspection->subject, &error) == 0)
		return 0;
	report_error(&error);
	return -1;
}

static int run(struct options *options, bool is_change)
{
	struct inspection inspection;
	int status = inspection_begin(&inspection, options);

	if (status)
		return status;
	if (hold_for(&inspection, is_change) < 0)
		return inspection_end(&inspection, 1);
	if (!options->command[1])
		status = show_all(&inspection);
	/* What cannot be answered does not keep the rest from it; a change that failed does. */
	for (char **word = options->command + 1; *word && !(is_change && status); word++)
		status |= ask(&inspection, *word, is_change ? query_change : query_answer) < 0;
	return inspection_end(&inspection, status);
}

static int peek_run(struct options *options)
{
	if (!options->view.decode_fds)
		options->view.decode_fds = DECODE_FD_PATH;
	return run(options, false);
}

static int poke_run(struct options *options)
{
	return run(options, true);
}

static void peek_help(void)
{
	printf("\nWithout WHAT, one screen of what the process is.  WHAT is one of\n\n");
	for (const struct query_form *form = query_forms; form->word; form++)
		printf("  %-42s %s\n", form->form, form->help);
	printf("\nor a part of what is known of it:\n\n");
	for (const struct overview_row *row = overview_rows; row->name; row++)
		printf("  %-42s %s\n", row->name, row->help);
	printf("\nAn ADDRESS is an expression: numbers, registers ($rsp), symbols, modules\n"
	       "(libc.so.6+0x10, libc.so.6:malloc), *(u32 *)ADDRESS, and what C does with "
	       "numbers.\n");
}

const struct command peek_command = {
	.name = "peek",
	.usage = "PID [WHAT]...",
	.summary = "Looks into a process: what it is, its registers, its memory",
	.help = peek_help,
	.options = FOR_PEEK,
	.run = peek_run,
};

static void poke_help(void)
{
	printf("\nPLACE is a register or a number in memory, VALUE an expression, a \"string\" or\n"
	       "{bytes in hexadecimal}.  What was written is read again.\n\n"
	       "    '$rax = -1'  'counter[2] = $rdx + 1'  '*(char *)path = \"/dev/null\\0\"'\n"
	       "    '*(u8 *)main = {90 90}'\n");
}

const struct command poke_command = {
	.name = "poke",
	.usage = "PID 'PLACE = VALUE'...",
	.summary = "Changes registers and memory of a process",
	.help = poke_help,
	.options = FOR_POKE,
	.run = poke_run,
};
