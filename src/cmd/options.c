/* Reading the command line.
 *
 * Three steps: getopt_long finds the options and their rows act; then what
 * contradicts itself is refused, in strace's order and words; then what was
 * counted or left open becomes a setting. */
#include "cmd/options.h"

#include "cmd/descriptions.h"
#include "cmd/option_table.h"
#include "cmd/report.h"
#include "describe/describe.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
	LONG_BASE = 256, /* getopt's value of a long option: its row, above all letters */
	LONG_OPTIONS_MAX = 128,
	SHORT_OPTIONS_MAX = 256,
	LONG_NAME_MAX = 64,
	STRING_SHOWN = 32,     /* -s */
	COLUMN_OF_RESULT = 40, /* -a */
	CAPTURE_SIZE = 4096,
	DAEMONIZE_MAX = 3,
	FRAMES_SHOWN = 256, /* --stack-trace-frame-limit */
};

/* What getopt_long wants, made from the rows of one command. */
struct getopt_tables {
	struct option longs[LONG_OPTIONS_MAX];
	char names[LONG_OPTIONS_MAX][LONG_NAME_MAX];
	char shorts[SHORT_OPTIONS_MAX];
};

bool program_is_strace(const char *program)
{
	const char *slash = strrchr(program, '/');

	return strcmp(slash ? slash + 1 : program, "strace") == 0;
}

static void options_init(struct options *options, const struct command *command,
                         const char *program)
{
	*options = (struct options){
		.program = program,
		.alone = program_is_strace(program),
		.of = command,
		.capture_size = CAPTURE_SIZE,
		.format = "text",
		.frames_max = FRAMES_SHOWN,
		.summary_form = summary_form_default,
		.view = { .string_max = STRING_SHOWN, .column = COLUMN_OF_RESULT },
	};
	filter_init(&options->filter);
	call_set_fill(&options->view.abbrev, true);
	call_set_fill(&options->view.verbose, true);
}

/* ---- finding */

static void tables_build(struct getopt_tables *tables, unsigned wanted)
{
	static const int argument_of[] = {
		[ARGUMENT_NONE] = no_argument,
		[ARGUMENT_REQUIRED] = required_argument,
		[ARGUMENT_OPTIONAL] = optional_argument,
	};
	char *letter = tables->shorts;
	unsigned count = 0;

	/* What follows a command is its own; what follows a recording is ours. */
	if (wanted & (FOR_LIVE | FOR_SERVE | FOR_DEBUG))
		*letter++ = '+';
	for (unsigned i = 0; i < option_row_count; i++) {
		const struct option_row *row = &option_rows[i];
		const char *rest = row->names;
		size_t length;

		if (!(row->commands & wanted))
			continue;
		if (row->letter)
			*letter++ = row->letter;
		if (row->letter && row->argument == ARGUMENT_REQUIRED)
			*letter++ = ':';
		for (const char *name; (name = words_next(&rest, &length)); count++) {
			memcpy(tables->names[count], name, length);
			tables->longs[count] = (struct option){
				.name = tables->names[count],
				.has_arg = argument_of[row->argument],
				.val = LONG_BASE + (int)i,
			};
		}
	}
}

static const struct option_row *row_of_letter(char letter, unsigned wanted)
{
	for (unsigned i = 0; i < option_row_count; i++)
		if (option_rows[i].letter == letter && option_rows[i].commands & wanted)
			return &option_rows[i];
	return NULL;
}

static int usage_hint(const struct options *options)
{
	const struct command *command = options->of;

	fprintf(stderr, "Try '%s%s%s -h' for more information.\n", options->program,
	        command == commands[0] ? "" : " ", command == commands[0] ? "" : command->name);
	return -1;
}

static int options_complain(const struct options *options, const struct error *error)
{
	report_error(error);
	if (error->number == ERROR_USAGE)
		usage_hint(options);
	return -1;
}

static int option_apply(struct options *options, const struct getopt_tables *tables, int value,
                        int long_index, bool early)
{
	struct option_use use = { .options = options, .argument = optarg };
	char spelling[LONG_NAME_MAX + 2];
	struct error error = { 0 };

	if (value >= LONG_BASE) {
		use.row = &option_rows[value - LONG_BASE];
		snprintf(spelling, sizeof(spelling), "--%s", tables->names[long_index]);
	} else {
		use.row = row_of_letter((char)value, options->of->options);
		snprintf(spelling, sizeof(spelling), "-%c", value);
	}
	use.spelling = spelling;
	if (use.row->is_early != early)
		return 0;
	return use.row->apply(&use, &error) < 0 ? options_complain(options, &error) : 0;
}

/* An option of another command: where it belongs. */
static void tell_where(const struct options *options, const char *word)
{
	const char *name = strncmp(word, "--", 2) == 0 ? word + 2 : NULL;
	size_t length = name ? strcspn(name, "=") : 0;

	for (unsigned i = 0; i < option_row_count; i++) {
		const struct option_row *row = &option_rows[i];
		bool is_meant = name ? words_have(row->names, name, length)
		                     : optopt && row->letter == (char)optopt;

		if (!is_meant || row->commands & options->of->options)
			continue;
		if (options->of == &record_command && row->commands & FOR_REPLAY)
			report("a recording keeps all that is known: give this option to \"%s "
			       "replay FILE\", which shows it",
			       options->program);
		else if (options->of == &replay_command && row->commands & FOR_LIVE)
			report("this option is for what is traced, not for a recording of it");
		return;
	}
}

/* Goes through all options, and applies the early ones or the others. */
static int options_pass(struct options *options, int argc, char **argv, bool early)
{
	struct getopt_tables tables = { 0 };
	int value, long_index = 0;

	tables_build(&tables, options->of->options);
	optind = 0; /* as if for the first time */
	opterr = !early;
	while ((value = getopt_long(argc, argv, tables.shorts, tables.longs, &long_index)) >= 0) {
		if (value == '?' && early)
			continue;
		if (value == '?') {
			tell_where(options, argv[optind - 1]);
			return usage_hint(options);
		}
		if (option_apply(options, &tables, value, long_index, early) < 0)
			return -1;
		if (options->finished)
			return 0;
	}
	return 0;
}

/* Which calls there are to choose among, and what they stand for, is up to descriptions. */
static int options_find(struct options *options, int argc, char **argv)
{
	struct error error = { 0 };

	if (options_pass(options, argc, argv, true) < 0)
		return -1;
	if (descriptions_load(&options->descriptions, &error) < 0)
		return options_complain(options, &error);
	if (options_pass(options, argc, argv, false) < 0 || options->finished)
		return options->finished ? 0 : -1;
	if (argv[optind])
		options->command = argv + optind;
	return 0;
}

/* ---- refusing */

/* A process that is looked at, and what is to be done to it. */
static int check_whom(const struct options *options, struct error *error)
{
	if (!options->command)
		return error_set(error, ERROR_USAGE, "must have a PID");
	if (options->of == &call_command && !options->command[1])
		return error_set(error, ERROR_USAGE, "must have a call to make: 'NAME(ARGUMENTS)'");
	if (options->of == &poke_command && !options->command[1])
		return error_set(error, ERROR_USAGE,
		                 "must have something to change: 'PLACE = VALUE'");
	return 0;
}

/* True when a command and its surroundings are complete. */
static int check_who(const struct options *options, struct error *error)
{
	bool daemonize = options->counts.daemonize || options->daemonize;

	if (options->of == &replay_command) {
		if (!options->command || options->command[1])
			return error_set(error, ERROR_USAGE, "must have one FILE to replay");
		return 0;
	}
	if (options->of->options & FOR_INSPECT)
		return check_whom(options, error);
	if (options->of == &debug_command)
		return options->pid_count > 1 || (options->pid_count && options->command)
		               ? error_set(error, ERROR_USAGE,
		                           "must have one PID to debug, or a COMMAND")
		               : 0;
	if (options->of == &serve_command)
		return options->command || options->pid_count || options->multi
		               ? 0
		               : error_set(error, ERROR_USAGE,
		                           "must have a COMMAND or -p PID to serve");
	if (options->of->options & FOR_READERS)
		return options->command ? 0
		                        : error_set(error, ERROR_USAGE,
		                                    "must have a FILE or PREFIX to read");
	if (!options->command && daemonize && options->pid_count)
		return error_set(error, ERROR_USAGE,
		                 "PROG [ARGS] must be specified with -D/--daemonize");
	if (!options->command && !options->pid_count)
		return error_set(error, ERROR_USAGE, "must have PROG [ARGS] or -p PID");
	if (options->counts.daemonize > DAEMONIZE_MAX)
		return error_set(error, ERROR_USAGE,
		                 "Too many -D's (%u), maximum supported -D count is %u",
		                 options->counts.daemonize, DAEMONIZE_MAX);
	if (options->of == &record_command && !options->output)
		return error_set(error, ERROR_USAGE, "must have -o FILE to record into");
	return 0;
}

/* What strace refuses before it touches anything. */
static int check_rights(const struct options *options, struct error *error)
{
	if (options->user && getuid() != 0)
		return error_set(error, 0, "You must be root to use the -u/--username option");
	for (unsigned i = 0; i < options->pid_count; i++)
		if (options->pids[i] == getpid())
			return error_set(error, 0,
			                 "process %d is this tracer, which cannot trace "
			                 "itself",
			                 options->pids[i]);
	return 0;
}

/* Of a letter that counts and a long option only one may be used. */
static int check_spellings(const struct option_counts *counts, struct error *error)
{
	const struct {
		bool both;
		const char *letter, *name;
	} pairs[] = {
		{ counts->daemonize && counts->long_daemonize, "-D", "--daemonize" },
		{ counts->clock && counts->long_clock, "-t", "--absolute-timestamps" },
		{ counts->hex && counts->long_hex, "-x", "--strings-in-hex" },
		{ counts->fds && counts->long_fds, "-y", "--decode-fds" },
		{ counts->follow && counts->long_follow, "-f", "--follow-forks" },
		{ counts->follow > 1 && counts->long_separate, "-ff", "--output-separately" },
		{ counts->stacks && counts->long_stacks, "-k", "--stack-trace" },
		{ counts->quiet && counts->long_quiet, "-q", "-e quiet/--quiet" },
	};

	for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++)
		if (pairs[i].both)
			return error_set(error, 0, "%s and %s cannot be provided simultaneously",
			                 pairs[i].letter, pairs[i].name);
	return 0;
}

static int check_filter(const struct options *options, struct error *error)
{
	bool is_hybrid = options->engine && strcmp(options->engine, "hybrid") == 0;

	if (options->no_seccomp && (options->seccomp || is_hybrid))
		return error_set(error, ERROR_USAGE,
		                 "--no-seccomp-bpf and %s are mutually exclusive",
		                 is_hybrid ? "--engine=hybrid" : "--seccomp-bpf");
	return 0;
}

/* Processes are handed over whole, and come back. */
static int check_stop(const struct options *options, struct error *error)
{
	const char *other = options->syscall_limit    ? "--syscall-limit"
	                    : options->detach_on_exec ? "-b/--detach-on"
	                    : options->engine && strcmp(options->engine, "hybrid") == 0
	                            ? "--engine=hybrid"
	                            : NULL;

	if (options->gdb && !options->stop_at)
		return error_set(error, ERROR_USAGE, "--gdb must be given with --stop-at");
	if (options->stop_at && other)
		return error_set(error, ERROR_USAGE, "--stop-at and %s are mutually exclusive",
		                 other);
	return 0;
}

static int check_output(const struct options *options, struct error *error)
{
	const char *output = options->output;
	bool summary = options->summary != SUMMARY_NONE;
	bool separate = options->counts.follow > 1 || options->counts.long_separate;

	if (summary && separate)
		return error_set(error, ERROR_USAGE,
		                 "(-c/--summary-only or -C/--summary) and "
		                 "-ff/--output-separately are mutually exclusive");
	if (summary && options->format && !strcmp(options->format, "json"))
		return error_set(error, ERROR_USAGE,
		                 "(-c/--summary-only or -C/--summary) and --json are mutually "
		                 "exclusive: a summary is a table");
	if (!summary && options->counts.columns)
		return error_set(error, ERROR_USAGE,
		                 "-U/--summary-columns must be given with "
		                 "(-c/--summary-only or -C/--summary)");
	if (!summary && options->summary_form.wall_clock)
		return error_set(error, ERROR_USAGE,
		                 "-w/--summary-wall-clock must be given with "
		                 "(-c/--summary-only or -C/--summary)");
	if (separate && output && (*output == '|' || *output == '!'))
		return error_set(error, ERROR_USAGE,
		                 "piping the output and -ff/--output-separately are mutually "
		                 "exclusive");
	return 0;
}

/* Returns whether there may be a filter, as far as that is known. */
static bool warn_filter(const struct options *options, bool follow)
{
	if (!options->seccomp)
		return false;
	if (options->detach_on_exec) {
		report("--seccomp-bpf is not enabled because it is not compatible with -b");
		return false;
	}
	if (options->pid_count && (!options->command || options->debug))
		report("--seccomp-bpf is not enabled for processes attached with -p");
	if (!follow)
		report("--seccomp-bpf cannot be used without -f/--follow-forks, disabling");
	else if (options->syscall_limit)
		report("--seccomp-bpf is not supported with --syscall-limit, disabling");
	return follow && !options->syscall_limit;
}

/* Of lines there are none. */
static void warn_summary(const struct options *options)
{
	const struct option_counts *counts = &options->counts;
	const struct view *view = &options->view;
	const struct {
		bool is_set;
		const char *names;
	} idle[] = {
		{ view->show_ip, "-i/--instruction-pointer" },
		{ counts->stacks || options->stacks, "-k/--stack-trace" },
		{ view->show_number, "-n/--syscall-number" },
		{ view->relative, "-r/--relative-timestamps" },
		{ counts->clock || view->time != TIME_NONE, "-t/--absolute-timestamps" },
		{ view->duration, "-T/--syscall-times" },
		{ counts->fds || view->decode_fds, "-y/--decode-fds" },
	};

	for (size_t i = 0; i < sizeof(idle) / sizeof(*idle); i++)
		if (idle[i].is_set)
			report("%s has no effect with -c/--summary-only", idle[i].names);
}

/* What is without effect is said, but no reason to stop; in strace's order, too. */
static void warn_idle(const struct options *options)
{
	const struct option_counts *counts = &options->counts;
	bool follow = counts->follow || counts->long_follow;

	bool is_filtered = warn_filter(options, follow);

	if (counts->deprecated_follow)
		report(follow ? "deprecated option -F ignored"
		              : "option -F is deprecated, please use -f/--follow-forks instead");
	if (options->summary == SUMMARY_ONLY)
		warn_summary(options);
	if (counts->sorted && options->summary == SUMMARY_NONE)
		report("-S/--summary-sort-by has no effect without "
		       "(-c/--summary-only or -C/--summary)");
	if (counts->long_separate && !options->output && !follow && !counts->deprecated_follow)
		report("--output-separately has no effect without -o/--output");
	if (options->append && !options->output)
		report("-A/--output-append-mode has no effect without -o/--output");
	if (counts->outcome > 1)
		report("Only the last of -z/--successful-only/-Z/--failed-only options will take "
		       "effect. See status qualifier for more complex filters.");
	if (is_filtered && call_set_is_full(&options->filter.calls))
		report("Seccomp filter is requested but there are no syscalls to filter.  "
		       "See -e trace to filter syscalls.");
}

/* ---- deciding */

static void decide_view(struct options *options)
{
	static const unsigned quiet_levels[] = { 0, QUIET_ATTACH | QUIET_PERSONALITY,
		                                 QUIET_ATTACH | QUIET_PERSONALITY | QUIET_EXIT,
		                                 QUIET_ALL };
	const struct option_counts *counts = &options->counts;
	struct view *view = &options->view;

	if (counts->clock) {
		view->time = counts->clock >= 3 ? TIME_UNIX : TIME_CLOCK;
		view->time_digits = counts->clock >= 2 ? 6 : 0;
	}
	if (counts->hex)
		view->hex = counts->hex >= 2 ? HEX_ALL : HEX_NON_ASCII;
	if (counts->fds)
		view->decode_fds = counts->fds >= 2 ? DECODE_FD_ALL : DECODE_FD_PATH;
	if (counts->stacks)
		options->stacks = counts->stacks;
	view->stack_frames = options->stacks ? options->frames_max : 0;
	view->stack_sources = options->stacks > 1 || view->steps_by == STEPS_BY_LINE;
	if (counts->quiet)
		view->quiet = quiet_levels[counts->quiet < 3 ? counts->quiet : 3];
	else if (!counts->long_quiet && options->output && options->command && !options->pid_count)
		view->quiet = QUIET_ATTACH | QUIET_PERSONALITY;
}

/* On a terminal brackets tell writers apart, once there are several; in a file
 * that several may share every line begins with its writer. */
bool options_are_hybrid(const struct options *options)
{
	return options->engine ? strcmp(options->engine, "ptrace") != 0
	                       : options->of != &record_command;
}

/* putenv() borrows the words, which live as long as we do. */
char *const *options_environment(const struct options *options)
{
	for (unsigned i = 0; i < options->environment.count; i++) {
		char *word = options->environment.words[i];

		if (strchr(word, '='))
			putenv(word);
		else
			unsetenv(word);
	}
	return environ;
}

void options_settle_pids(struct options *options, bool several)
{
	struct view *view = &options->view;

	view->pid_follows = several;
	view->pid_brackets = !options->output;
	if (options->always_pid)
		view->pid = PID_ALWAYS;
	else if (!options->output)
		view->pid = PID_WHEN_SEVERAL;
	else
		view->pid = several && !options->separate ? PID_ALWAYS : PID_NEVER;
}

static bool is_color_wanted(const struct options *options)
{
	const char *no_color = getenv("NO_COLOR"), *terminal = getenv("TERM");
	int fd = options->of == &replay_command ? STDOUT_FILENO : STDERR_FILENO;

	if (options->color != COLOR_AUTO)
		return options->color == COLOR_ALWAYS;
	return !options->output && !(no_color && *no_color) &&
	       !(terminal && strcmp(terminal, "dumb") == 0) && isatty(fd);
}

/* Who has colours for strace has them here, too. */
static void decide_palette(struct options *options)
{
	const char *ours = options->alone ? NULL : getenv("RASTRO_COLORS");
	const char *theirs = getenv("STRACE_COLORS");

	options->palette = palette_default;
	if (theirs)
		palette_change(&options->palette, theirs);
	if (ours)
		palette_change(&options->palette, ours);
	options->view.palette = &options->palette;
}

static void decide(struct options *options)
{
	const struct option_counts *counts = &options->counts;

	options->follow = counts->follow || counts->long_follow || counts->deprecated_follow ||
	                  options->stop_at;
	options->separate = (counts->follow > 1 || counts->long_separate) && options->output;
	options->view.separate = options->separate;
	if (counts->daemonize)
		options->daemonize = counts->daemonize;
	if (options->interruptible == INTERRUPTIBLE_UNSET)
		options->interruptible =
			options->daemonize ? INTERRUPTIBLE_NEVER_TSTP
			: options->output && options->command && !options->pid_count
				? INTERRUPTIBLE_NEVER
				: INTERRUPTIBLE_WAITING;
	decide_view(options);
	options_settle_pids(options,
	                    options->follow || options->pid_count + (options->command != NULL) > 1);
	options->view.status = options->filter.outcomes;
	options->view.signals = options->filter.signals;
	options->view.color = is_color_wanted(options);
	decide_palette(options);
	options->view.summary = &options->summary_form;
}

/* A path is looked for as it is written, and as what it leads to. */
static int decide_paths(struct options *options, struct error *error)
{
	for (unsigned i = 0; i < options->paths.count; i++) {
		const char *path = options->paths.words[i];
		char *resolved = realpath(path, NULL);
		int failed = filter_add_path(&options->filter, path);

		if (!failed && resolved && strcmp(resolved, path) != 0) {
			if (!(options->view.quiet & QUIET_PATH_RESOLUTION))
				report("Requested path \"%s\" resolved into \"%s\"", path,
				       resolved);
			failed = filter_add_path(&options->filter, resolved);
		}
		free(resolved);
		if (failed)
			return error_set(error, ENOMEM, "Out of memory");
	}
	return 0;
}

enum parsed options_parse(struct options *options, const struct command *command, int argc,
                          char **argv)
{
	struct error error = { 0 };

	options_init(options, command, argv[0]);
	if (options_find(options, argc, argv) < 0)
		return PARSED_WRONG;
	if (options->finished)
		return PARSED_DONE;
	if (check_who(options, &error) < 0 || check_spellings(&options->counts, &error) < 0 ||
	    check_filter(options, &error) < 0 || check_output(options, &error) < 0 ||
	    check_stop(options, &error) < 0) {
		options_complain(options, &error);
		return PARSED_WRONG;
	}
	warn_idle(options);
	decide(options);
	if (decide_paths(options, &error) < 0 || check_rights(options, &error) < 0) {
		options_complain(options, &error);
		return PARSED_WRONG;
	}
	return PARSED_RUN;
}

void options_release(struct options *options)
{
	describe_end();
	filter_deinit(&options->filter);
	inject_rules_free(&options->inject);
	free(options->paths.words);
	free(options->descriptions.words);
	free(options->environment.words);
	free(options->said.words);
	free(options->pids);
}
