/* What --completion prints: scripts by which shells complete our options.
 *
 * Everything comes from the option table; the scripts ask nobody when they run.
 * A shell knows best how to complete files, users, processes and commands, so
 * each has its own words for those.
 *
 * Each subcommand has options of its own, and what follows a command to be traced
 * is that command's. */
#include "cmd/completion.h"

#include "base/signal_name.h"
#include "calls/call_set.h"
#include "calls/table.h"
#include "cmd/named_set.h"
#include "output/print.h"

#include <stdio.h>
#include <string.h>

/* ---- words */

/* The first clause of a row's explanation. */
static int brief_length(const struct option_row *row)
{
	return (int)strcspn(row->help, ":;(");
}

/* In single quotes, as all three shells write them. */
static void put_brief(const struct option_row *row)
{
	int length = brief_length(row);

	for (int i = 0; i < length; i++)
		fputs(row->help[i] == '\'' ? "'\\''" : (char[]){ row->help[i], '\0' }, stdout);
}

/* "-o --output", of options that want a word behind them; or of all. */
static void put_options(unsigned wanted, bool with_argument)
{
	for (unsigned i = 0; i < option_row_count; i++) {
		const struct option_row *row = &option_rows[i];
		const char *rest = row->names;
		size_t length;

		if (!(row->commands & wanted) ||
		    (with_argument && row->argument != ARGUMENT_REQUIRED))
			continue;
		if (row->letter)
			printf("-%c ", row->letter);
		for (const char *name; (name = words_next(&rest, &length));)
			printf("--%.*s ", (int)length, name);
	}
}

static void put_letters_with_argument(void)
{
	for (unsigned i = 0; i < option_row_count; i++)
		if (option_rows[i].letter && option_rows[i].argument == ARGUMENT_REQUIRED)
			putchar(option_rows[i].letter);
}

/* The regular expression of letters of which the last one wants a word behind it. */
static void put_cluster(void)
{
	printf("^-[^-");
	put_letters_with_argument();
	printf("]*[");
	put_letters_with_argument();
	printf("]$");
}

/* The subcommands that begin, or do not, with a command line of others. */
static void put_commands(bool live, const char *separator)
{
	const char *before = "";

	for (const struct command *const *command = commands; *command; command++) {
		if (live != (((*command)->options & FOR_PROGRAMS) != 0))
			continue;
		printf("%s%s", before, (*command)->name);
		before = separator;
	}
}

/* Those that begin with the number of a process. */
static void put_inspecting(const char *separator)
{
	const char *before = "";

	for (const struct command *const *command = commands; *command; command++) {
		if (!((*command)->options & FOR_INSPECT))
			continue;
		printf("%s%s", before, (*command)->name);
		before = separator;
	}
}

static void put_call_words(void)
{
	for (const struct call_class_name *class = call_class_names; class->name; class ++)
		printf("%s ", class->name);
	for (int abi = 0; abi < ABI_COUNT; abi++)
		for (uint32_t nr = 0; nr < tables_in_use->calls[abi].count; nr++) {
			const struct call *call = tables_in_use->calls[abi].calls[nr];

			/* What both have was there with the first. */
			if (call && (abi == 0 || call_number((enum event_abi)0, call->name) < 0))
				printf("%s ", call->name);
		}
	fputs("all none", stdout);
}

static void put_signal_words(void)
{
	for (unsigned signal = 1; signal <= SIGNAL_MAX; signal++)
		printf("%s ", signal_name(signal));
	fputs("all none", stdout);
}

/* What may stand in an -e expression: qualifiers, and values of any of them. */
static void put_expression_words(void)
{
	for (unsigned i = 0; i < option_row_count; i++) {
		const struct option_row *row = &option_rows[i];
		const char *rest = row->qualifiers;
		size_t length;
		const char *name = words_next(&rest, &length);

		if (name)
			printf("%.*s= ", (int)length, name);
		if (name && row->words)
			printf("%s ", row->words);
	}
	fputs("$_rastro_signals $_rastro_calls", stdout);
}

/* The words that may stand as an argument of the row. */
static void put_words(const struct option_row *row)
{
	switch (row->values) {
	case VALUES_CALLS:
		fputs("$_rastro_calls", stdout);
		break;
	case VALUES_SIGNALS:
		fputs("$_rastro_signals", stdout);
		break;
	case VALUES_QUALIFIERS:
		put_expression_words();
		break;
	case VALUES_WORDS:
		fputs(row->words, stdout);
		break;
	default:
		break;
	}
}

/* ---- bash */

static void bash_put_pattern(const struct option_row *row)
{
	const char *rest = row->names, *names = row->qualifiers;
	const char *separator = row->letter ? "|" : "";
	size_t length;

	if (row->letter)
		printf("-%c", row->letter);
	for (const char *name; (name = words_next(&rest, &length)); separator = "|")
		printf("%s--%.*s", separator, (int)length, name);
	for (const char *name; (name = words_next(&names, &length));)
		printf("|%.*s", (int)length, name);
}

static void bash_put_row(const struct option_row *row)
{
	printf("\t");
	bash_put_pattern(row);
	printf(") ");
	if (row->values == VALUES_FILE)
		printf("compopt -o filenames; COMPREPLY=($(compgen -f -- \"$cur\")); ");
	else if (row->values == VALUES_USER)
		printf("COMPREPLY=($(compgen -u -- \"$cur\")); ");
	else if (row->values == VALUES_PID)
		printf("_rastro_list \"$(cd /proc && echo [0-9]*)\"; ");
	else if (row->values != VALUES_ANY) {
		printf("_rastro_list \"");
		put_words(row);
		printf("\"; ");
	}
	printf("return;;\n");
}

static void bash_print(void)
{
	printf("# bash completion for rastro, printed by rastro --completion bash\n"
	       "_rastro_calls='");
	put_call_words();
	printf("'\n_rastro_signals='");
	put_signal_words();
	/* Of a list such as a,b only the last word is completed. */
	printf("'\n_rastro_list() {\n"
	       "\tlocal last=${cur##*[,!]}\n"
	       "\tCOMPREPLY=($(compgen -P \"${cur%%\"$last\"}\" -W \"$1\" -- \"$last\"))\n"
	       "\t[[ ${COMPREPLY[0]} == *= ]] && compopt -o nospace\n"
	       "}\n"
	       "# Where a command of its own begins: 0, not yet.\n"
	       "_rastro_begun() {\n"
	       "\tlocal i=$1\n"
	       "\tfor ((; i < COMP_CWORD; i++)); do\n"
	       "\t\tcase ${COMP_WORDS[i]} in\n"
	       "\t\t--) echo $((i + 1)); return;;\n"
	       "\t\t=) ((i++));;\n"
	       "\t\t--*) [[ ${COMP_WORDS[i+1]} != = && \" ");
	put_options(FOR_PROGRAMS, true);
	printf("\" == *\" ${COMP_WORDS[i]} \"* ]] && ((i++));;\n"
	       "\t\t-*) [[ ${COMP_WORDS[i]} =~ ");
	put_cluster();
	printf(" ]] && ((i++));;\n"
	       "\t\t*) echo $i; return;;\n"
	       "\t\tesac\n"
	       "\tdone\n"
	       "\techo 0\n"
	       "}\n"
	       "_rastro() {\n"
	       "\tlocal cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n"
	       "\tlocal command=trace first=1 begun\n"
	       "\tCOMPREPLY=()\n"
	       "\tif (( COMP_CWORD > 1 )); then case ${COMP_WORDS[1]} in\n"
	       "\t\t");
	put_commands(true, "|");
	printf("|");
	put_commands(false, "|");
	printf(") command=${COMP_WORDS[1]} first=2;;\n"
	       "\tesac; fi\n"
	       "\tcase $command in ");
	put_commands(true, "|");
	printf(")\n"
	       "\t\tbegun=$(_rastro_begun $first)\n"
	       "\t\tif (( begun )); then\n"
	       "\t\t\tif declare -F _command_offset >/dev/null; then _command_offset $begun\n"
	       "\t\t\telse compopt -o filenames; COMPREPLY=($(compgen -f -- \"$cur\")); fi\n"
	       "\t\t\treturn\n"
	       "\t\tfi;;\n"
	       "\tesac\n"
	       "\tif [[ $cur == = ]]; then cur=\n"
	       "\telif [[ $prev == = ]]; then prev=${COMP_WORDS[COMP_CWORD-2]}; fi\n"
	       "\tcase $prev in\n");
	for (unsigned i = 0; i < option_row_count; i++)
		if (option_rows[i].argument != ARGUMENT_NONE)
			bash_put_row(&option_rows[i]);
	printf("\tesac\n"
	       "\tif [[ $cur == -* ]]; then case $command in\n");
	for (const struct command *const *command = commands; *command; command++) {
		printf("\t\t%s) COMPREPLY=($(compgen -W '", (*command)->name);
		put_options((*command)->options, false);
		printf("' -- \"$cur\"));;\n");
	}
	printf("\t\tesac\n"
	       "\telif (( COMP_CWORD == 1 )); then\n"
	       "\t\tCOMPREPLY=($(compgen -c -W '");
	put_commands(true, " ");
	printf(" ");
	put_commands(false, " ");
	printf("' -- \"$cur\"))\n"
	       "\telse case $command in\n"
	       "\t\t");
	put_inspecting("|");
	printf(") (( COMP_CWORD == 2 )) && _rastro_list \"$(cd /proc && echo [0-9]*)\";;\n\t\t");
	put_commands(false, "|");
	printf(") compopt -o filenames; COMPREPLY=($(compgen -f -- \"$cur\"));;\n"
	       "\t\t*) COMPREPLY=($(compgen -c -- \"$cur\") $(compgen -f -- \"$cur\"));;\n"
	       "\t\tesac; fi\n"
	       "}\n"
	       "complete -o default -F _rastro rastro\n");
}

/* ---- zsh */

static void zsh_put_values(const struct option_row *row)
{
	printf(":%s:", row->metavar);
	switch (row->values) {
	case VALUES_ANY:
		printf(" ");
		break;
	case VALUES_FILE:
		printf("_files");
		break;
	case VALUES_USER:
		printf("_users");
		break;
	case VALUES_PID:
		printf("_pids");
		break;
	default:
		/* The space keeps zsh from putting arguments of its own in front. */
		printf(" _rastro_list \"");
		put_words(row);
		printf("\"");
	}
}

static void zsh_put_spec(const struct option_row *row, const char *form, const char *suffix)
{
	printf("\t'*%s%s[", form, suffix);
	put_brief(row);
	printf("]");
	if (row->argument != ARGUMENT_NONE && *suffix)
		zsh_put_values(row);
	printf("' \\\n");
}

static void zsh_put_row(const struct option_row *row)
{
	const char *rest = row->names;
	char form[80];
	size_t length;

	if (row->letter) {
		snprintf(form, sizeof(form), "-%c", row->letter);
		zsh_put_spec(row, form, row->argument == ARGUMENT_REQUIRED ? "+" : "");
	}
	for (const char *name; (name = words_next(&rest, &length));) {
		snprintf(form, sizeof(form), "--%.*s", (int)length, name);
		zsh_put_spec(row, form,
		             row->argument == ARGUMENT_REQUIRED   ? "="
		             : row->argument == ARGUMENT_OPTIONAL ? "=-"
		                                                  : "");
	}
}

/* Only where no subcommand is named yet, one may stand in the place of a command. */
static void zsh_put_command(const struct command *command)
{
	bool is_main = command == commands[0];

	printf("%s) _arguments -s%s \\\n", command->name,
	       command->options & FOR_PROGRAMS ? " -S" : "");
	for (unsigned i = 0; i < option_row_count; i++)
		if (option_rows[i].help && option_rows[i].commands & command->options)
			zsh_put_row(&option_rows[i]);
	if (command->options & FOR_INSPECT) {
		printf("\t'1:process:_pids' '*: : ';;\n");
		return;
	}
	if (!(command->options & FOR_PROGRAMS)) {
		printf("\t'*:recording:_files';;\n");
		return;
	}
	printf("\t'(-)1:command: _alternative %s\"programs\\:program\\:_command_names -e\"' \\\n"
	       "\t'*::arguments:_normal';;\n",
	       is_main ? "\"commands\\:rastro command\\:($_rastro_commands)\" " : "");
}

static void zsh_print(void)
{
	printf("#compdef rastro\n"
	       "# zsh completion for rastro, printed by rastro --completion zsh\n"
	       "local _rastro_calls='");
	put_call_words();
	printf("' _rastro_signals='");
	put_signal_words();
	printf("' _rastro_commands='");
	put_commands(true, " ");
	printf(" ");
	put_commands(false, " ");
	printf("'\n"
	       "_rastro_list() { compset -P '*[,=!]'; compadd -- ${=1} }\n"
	       "local _rastro_command=trace\n"
	       "if (( CURRENT > 2 )); then case $words[2] in\n"
	       "");
	put_commands(true, "|");
	printf("|");
	put_commands(false, "|");
	printf(") _rastro_command=$words[2]; shift words; (( CURRENT-- ));;\n"
	       "esac; fi\n"
	       "case $_rastro_command in\n");
	for (const struct command *const *command = commands; *command; command++)
		zsh_put_command(*command);
	printf("esac\n");
}

/* ---- fish */

/* In which commands; a function of the script's looks which one it is. */
static void fish_put_condition(unsigned wanted)
{
	printf(" -n '_rastro_is");
	for (const struct command *const *command = commands; *command; command++)
		if ((*command)->options & wanted)
			printf(" %s", (*command)->name);
	printf("'");
}

static void fish_put_row(const struct option_row *row)
{
	const char *rest = row->names;
	size_t length;

	printf("complete -c rastro");
	fish_put_condition(row->commands);
	if (row->letter)
		printf(" -s %c", row->letter);
	for (const char *name; (name = words_next(&rest, &length));)
		printf(" -l %.*s", (int)length, name);
	printf(" -d '");
	put_brief(row);
	printf("'");
	if (row->argument == ARGUMENT_REQUIRED)
		printf(" -r");
	if (row->values == VALUES_FILE)
		printf(" -F");
	else if (row->values == VALUES_USER)
		printf(" -f -a '(__fish_complete_users)'");
	else if (row->values == VALUES_PID)
		printf(" -f -a '(__fish_complete_pids)'");
	else if (row->values != VALUES_ANY) {
		printf(" -f -a \"(_rastro_list '");
		put_words(row);
		printf("')\"");
	}
	printf("\n");
}

static void fish_print(void)
{
	printf("# fish completion for rastro, printed by rastro --completion fish\n"
	       "set -g _rastro_calls '");
	put_call_words();
	printf("'\nset -g _rastro_signals '");
	put_signal_words();
	/* Fish compares with the whole word, so that what stands before the last
	 * name goes in front of every proposal. */
	printf("'\n"
	       "function _rastro_list\n"
	       "\tset -l word (commandline -ct | string replace -r '^--[a-z0-9-]+=' '')\n"
	       "\tset -l before (string match -r '^.*[,=!]' -- $word)\n"
	       "\tfor name in (string split ' ' -- $argv[1]); echo \"$before$name\"; end\n"
	       "end\n"
	       "# The command in effect is one of these, and a command to be traced has not "
	       "begun.\n"
	       "function _rastro_is\n"
	       "\tset -l words (commandline -opc)[2..-1]\n"
	       "\tset -l command trace\n"
	       "\tif contains -- \"$words[1]\" ");
	put_commands(true, " ");
	printf(" ");
	put_commands(false, " ");
	printf("\n"
	       "\t\tset command $words[1]; set -e words[1]\n"
	       "\tend\n"
	       "\tcontains -- $command $argv; or return 1\n"
	       "\tcontains -- $command ");
	put_commands(false, " ");
	printf("; and return 0\n"
	       "\tset -l is_argument 0\n"
	       "\tfor word in $words\n"
	       "\t\tif test $is_argument = 1; set is_argument 0; continue; end\n"
	       "\t\tif not string match -q -- '-*' $word; return 1; end\n"
	       "\t\tif contains -- $word ");
	put_options(FOR_PROGRAMS, true);
	printf("; or string match -qr -- '");
	put_cluster();
	printf("' $word; set is_argument 1; end\n"
	       "\tend\n"
	       "\treturn 0\n"
	       "end\n"
	       "complete -c rastro -f\n");
	for (unsigned i = 0; i < option_row_count; i++)
		if (option_rows[i].help)
			fish_put_row(&option_rows[i]);
	for (const struct command *const *command = commands; *command; command++)
		printf("complete -c rastro -n __fish_use_subcommand -a %s -d '%s'\n",
		       (*command)->name, (*command)->summary);
	printf("complete -c rastro");
	fish_put_condition(FOR_REPLAY | FOR_READERS);
	printf(" -F\ncomplete -c rastro");
	fish_put_condition(FOR_INSPECT);
	printf(" -f -a '(__fish_complete_pids)'\ncomplete -c rastro -n 'not _rastro_is ");
	put_commands(false, " ");
	printf("' -x -a '(__fish_complete_subcommand)'\n");
}

int apply_completion(const struct option_use *use, struct error *error)
{
	static const struct shell {
		const char *name;
		void (*print)(void);
	} shells[] = {
		{ "bash", bash_print },
		{ "zsh", zsh_print },
		{ "fish", fish_print },
	};

	for (size_t i = 0; i < sizeof(shells) / sizeof(*shells); i++) {
		if (strcmp(shells[i].name, use->argument) != 0)
			continue;
		shells[i].print();
		use->options->finished = true;
		return 0;
	}
	return error_set(error, ERROR_USAGE, "invalid %s argument: '%s'", use->spelling,
	                 use->argument);
}
