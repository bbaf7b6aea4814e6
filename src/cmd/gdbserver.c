/* rastro-gdbserver: rastro serve with the command line of gdbserver, so that scripts and editors
 * that start the one can start the other.
 *
 * Its options are words that come before the address and the program; nothing may be cut
 * short, and --wrapper takes all words up to "--". */
#include "cmd/report.h"
#include "cmd/serve.h"
#include "output/view.h"
#include "rules/filter.h"

#include <errno.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* What the command line says. */
struct server_line {
	struct serve_settings settings;
	bool is_attach, is_done;
	char *const *wrapper; /* up to "--"; NULL: none */
	unsigned wrapper_count;
	char **command; /* all words, wrapper and program; ours */
	char program[NAME_MAX + 3];
};

bool program_is_gdbserver(const char *program)
{
	const char *slash = strrchr(program, '/');
	const char *name = slash ? slash + 1 : program;

	return strcmp(name, "rastro-gdbserver") == 0 || strcmp(name, "gdbserver") == 0;
}

static void set_once(struct server_line *line, const char *value)
{
	(void)value;
	line->settings.is_once = true;
}

static void set_attach(struct server_line *line, const char *value)
{
	(void)value;
	line->is_attach = true;
}

static void set_multi(struct server_line *line, const char *value)
{
	(void)value;
	line->settings.is_multi = true;
}

static void set_fixed(struct server_line *line, const char *value)
{
	(void)value;
	line->settings.random_addresses = false;
}

static void set_random(struct server_line *line, const char *value)
{
	(void)value;
	line->settings.random_addresses = true;
}

static void set_shown(struct server_line *line, const char *value)
{
	(void)value;
	line->settings.shows_packets = true;
}

static void set_disabled(struct server_line *line, const char *value)
{
	line->settings.disabled = value;
}

/* How a program is started without a shell is all there is: words are never changed. */
static void set_nothing(struct server_line *line, const char *value)
{
	(void)line;
	(void)value;
}

static void show_version(struct server_line *line, const char *value)
{
	(void)value;
	printf("rastro-gdbserver -- version " RASTRO_VERSION "\n"
	       "Serves programs over gdb's remote protocol, as gdbserver does.\n"
	       "Free software under the MIT licence, without any warranty.\n");
	line->is_done = true;
}

static void show_help(struct server_line *line, const char *value);

/* A name that ends with = is followed by a value. */
static const struct server_option {
	const char *name;
	void (*apply)(struct server_line *, const char *value);
	const char *help; /* NULL: for those who know it */
} server_options[] = {
	{ "--attach", set_attach, "the last word is the PID of a process to attach to" },
	{ "--multi", set_multi, "end only when told to; PROG may be missing" },
	{ "--once", set_once, "end when the first client leaves" },
	{ "--disable-randomization", set_fixed,
	  "load PROG at the same addresses each time (default)" },
	{ "--no-disable-randomization", set_random, "load it anywhere" },
	{ "--startup-with-shell", set_nothing, NULL },
	{ "--no-startup-with-shell", set_nothing, "always so: no shell looks at ARGS" },
	{ "--disable-packet=", set_disabled, "packets not to understand, separated by commas" },
	{ "--remote-debug", set_shown, "show all packets" },
	{ "--debug", set_shown, NULL },
	{ "--debug=", set_shown, NULL },
	{ "--debug-format=", set_nothing, NULL },
	{ "--event-loop-debug", set_nothing, NULL },
	{ "--help", show_help, "this text" },
	{ "--version", show_version, "version" },
};

enum { OPTION_COUNT = sizeof(server_options) / sizeof(*server_options) };

static void put_usage(FILE *file)
{
	fprintf(file,
	        "Usage:  rastro-gdbserver [OPTION]... COMM PROG [ARGUMENT]...\n"
	        "        rastro-gdbserver [OPTION]... --attach COMM PID\n"
	        "        rastro-gdbserver [OPTION]... --multi COMM\n"
	        "\n"
	        "COMM is HOST:PORT or :PORT, for clients of this machine alone without a HOST;\n"
	        "unix:PATH; or - or stdio for standard input and output.\n"
	        "\n");
	for (size_t i = 0; i < OPTION_COUNT; i++)
		if (server_options[i].help)
			fprintf(file, "  %-28s%s\n", server_options[i].name,
			        server_options[i].help);
	fprintf(file, "  %-28s%s\n", "--wrapper WORD... --", "have WORD... start PROG");
}

static void show_help(struct server_line *line, const char *value)
{
	(void)value;
	put_usage(stdout);
	line->is_done = true;
}

static bool apply_option(struct server_line *line, const char *word)
{
	for (size_t i = 0; i < OPTION_COUNT; i++) {
		const char *name = server_options[i].name;
		size_t length = strlen(name);
		bool has_value = name[length - 1] == '=';

		if (has_value ? strncmp(word, name, length) : strcmp(word, name))
			continue;
		server_options[i].apply(line, has_value ? word + length : NULL);
		return true;
	}
	return false;
}

/* Behind --wrapper; returns the "--" that ends it, or NULL. */
static char *const *take_wrapper(struct server_line *line, char *const *word)
{
	line->wrapper = word;
	while (*word && strcmp(*word, "--") != 0)
		word++;
	line->wrapper_count = (unsigned)(word - line->wrapper);
	return *word && line->wrapper_count ? word : NULL;
}

/* Returns the first word that is no option, or NULL with error. */
static char *const *take_options(struct server_line *line, char *const *word, struct error *error)
{
	for (; *word && strncmp(*word, "--", 2) == 0 && !line->is_done; word++) {
		if (strcmp(*word, "--wrapper") == 0) {
			word = take_wrapper(line, word + 1);
			if (!word) {
				error_set(error, ERROR_USAGE,
				          "--wrapper must be followed by words and \"--\"");
				return NULL;
			}
		} else if (!apply_option(line, *word)) {
			error_set(error, ERROR_USAGE, "Unknown argument: %s", *word);
			return NULL;
		}
	}
	return word;
}

static int take_pid(const char *word, pid_t *pid, struct error *error)
{
	char *end;
	long number = strtol(word, &end, 0);

	if (*end || number <= 0 || number > INT32_MAX)
		return error_set(error, ERROR_USAGE, "'%s' is no PID", word);
	*pid = (pid_t)number;
	return 0;
}

/* A program in the current directory needs no path. */
static char *program_here(struct server_line *line, char *program)
{
	struct stat status;

	if (strchr(program, '/') || stat(program, &status) < 0 || !S_ISREG(status.st_mode))
		return program;
	snprintf(line->program, sizeof(line->program), "./%s", program);
	return line->program;
}

/* The wrapper's words, and behind them the program's; NULL when memory ran out. */
static char **command_make(struct server_line *line, char *const *program)
{
	unsigned count = 0;

	while (program[count])
		count++;
	char **command = calloc(line->wrapper_count + count + 1, sizeof(*command));

	for (unsigned i = 0; command && i < line->wrapper_count; i++)
		command[i] = line->wrapper[i];
	for (unsigned i = 0; command && i < count; i++)
		command[line->wrapper_count + i] =
			i == 0 ? program_here(line, program[0]) : program[i];
	return command;
}

/* The words behind options. */
static int take_words(struct server_line *line, char *const *word, struct error *error)
{
	struct serve_settings *settings = &line->settings;

	if (!word[0] || (!word[1] && (line->is_attach || !settings->is_multi)))
		return error_set(error, ERROR_USAGE, "must have COMM, and PROG or a PID");
	settings->address = word[0];
	settings->wrapper = line->wrapper_count;
	if (line->is_attach)
		return word[2] ? error_set(error, ERROR_USAGE, "--attach wants COMM and one PID")
		               : take_pid(word[1], &settings->pid, error);
	settings->command = line->command = command_make(line, word + 1);
	return line->command ? 0 : error_set(error, ENOMEM, "out of memory");
}

/* What "monitor trace" shows: the usual view of everything. */
static void view_init(struct view *view, const struct filter *filter)
{
	*view = (struct view){ .string_max = 32,
		               .column = 40,
		               .pid = PID_ALWAYS,
		               .status = filter->outcomes,
		               .signals = filter->signals };
	call_set_fill(&view->abbrev, true);
	call_set_fill(&view->verbose, true);
}

int gdbserver_run(int argc, char **argv)
{
	struct filter filter;
	struct view view;
	struct server_line line = { .settings.tracing = { .view = &view, .filter = &filter } };
	struct error error = { 0 };

	(void)argc;
	filter_init(&filter);
	view_init(&view, &filter);
	char *const *word = take_options(&line, argv + 1, &error);

	if (line.is_done)
		return fflush(stdout) == 0 ? 0 : 1;
	int status = word ? take_words(&line, word, &error) : -1;

	if (status == 0)
		status = serve(&line.settings, &error);
	free(line.command);
	filter_deinit(&filter);
	if (status == 0)
		return 0;
	report_error(&error);
	if (error.number == ERROR_USAGE)
		put_usage(stderr);
	return 1;
}
