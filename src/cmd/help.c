/* What -h and -V print: the option table, laid out. */
#include "cmd/help.h"

#include "cmd/command.h"

#include <stdio.h>
#include <string.h>

enum {
	HELP_INDENT = 2,
	HELP_COLUMN = 30, /* where explanations begin */
	HELP_WIDTH = 96,
	HELP_FORM_MAX = 128,
};

/* "-o, --output=FILE" */
static void row_form(const struct option_row *row, char form[HELP_FORM_MAX])
{
	const char *rest = row->names;
	size_t length = 0;
	const char *name = words_next(&rest, &length);
	int written = 0;

	form[0] = '\0';
	if (row->letter)
		written = snprintf(form, HELP_FORM_MAX, "-%c%s", row->letter, name ? ", " : "");
	if (name)
		written += snprintf(form + written, HELP_FORM_MAX - (size_t)written, "%s--%.*s",
		                    row->letter ? "" : "    ", (int)length, name);
	if (row->argument == ARGUMENT_NONE)
		return;
	const char *pattern = row->argument == ARGUMENT_OPTIONAL ? "[=%s]" : name ? "=%s" : " %s";

	snprintf(form + written, HELP_FORM_MAX - (size_t)written, pattern, row->metavar);
}

/* Words from help, broken into lines that all begin in one column. */
static void put_explanation(const char *help, unsigned column)
{
	const char *rest = help;
	size_t length;

	for (const char *word; (word = words_next(&rest, &length));) {
		bool is_first = word == help;

		if (!is_first && column + 1 + length > HELP_WIDTH) {
			printf("\n%*s", HELP_COLUMN, "");
			column = HELP_COLUMN;
		} else if (!is_first) {
			putchar(' ');
			column++;
		}
		printf("%.*s", (int)length, word);
		column += (unsigned)length;
	}
	putchar('\n');
}

static void put_row(const struct option_row *row)
{
	char form[HELP_FORM_MAX];

	row_form(row, form);
	printf("%*s%s", HELP_INDENT, "", form);
	if (HELP_INDENT + strlen(form) >= HELP_COLUMN)
		printf("\n%*s", HELP_COLUMN, "");
	else
		printf("%*s", (int)(HELP_COLUMN - HELP_INDENT - strlen(form)), "");
	put_explanation(row->help, HELP_COLUMN);
}

static void put_group(enum option_group group, unsigned wanted)
{
	bool any = false;

	for (unsigned i = 0; i < option_row_count; i++) {
		const struct option_row *row = &option_rows[i];

		if (row->group != group || !(row->commands & wanted) || !row->help)
			continue;
		if (!any)
			printf("\n%s:\n", option_group_titles[group]);
		any = true;
		put_row(row);
	}
}

static void put_commands(const char *program)
{
	printf("\nCommands:\n");
	for (const struct command *const *command = commands; *command; command++)
		printf("  %s %s %s\n%*s%s\n", program, (*command)->name, (*command)->usage,
		       HELP_COLUMN, "", (*command)->summary);
}

int apply_help(const struct option_use *use, struct error *error)
{
	const struct options *options = use->options;
	const struct command *command = options->of;
	bool is_main = command == commands[0];

	(void)error;
	printf("Usage: %s%s%s %s\n\n%s.\n", options->program, is_main ? "" : " ",
	       is_main ? "" : command->name, command->usage, command->summary);
	if (command->help)
		command->help();
	if (is_main && !options->alone)
		put_commands(options->program);
	for (int group = 0; group < GROUP_COUNT; group++)
		put_group((enum option_group)group, command->options);
	use->options->finished = true;
	return 0;
}

int apply_version(const struct option_use *use, struct error *error)
{
	(void)error;
	printf("rastro -- version " RASTRO_VERSION "\n"
	       "Traces system calls and signals, line for line as strace does.\n"
	       "Free software under the MIT licence, without any warranty.\n");
	use->options->finished = true;
	return 0;
}
