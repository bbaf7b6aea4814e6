/* What options do with their arguments.
 *
 * Where an argument is wrong the words are strace's, since people search for
 * them: "invalid -s argument: 'x'". */
#include "cmd/option_values.h"

#include "cmd/last.h"

#include "base/duration.h"
#include "cmd/named_set.h"
#include "cmd/report.h"
#include "engine/engine.h"
#include "event/stack.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
	MOMENT_MAX = 4096, /* bytes of a set of calls that begins or ends a window */
	STRING_LIMIT_MAX = INT_MAX / 2,
	CAPTURE_SIZE_MAX = EVENT_SIZE_MAX / 2,
	PIDS_MAX = 1 << 16,
	DIGITS_UNKNOWN = -1,
};

static int invalid_argument(const struct option_use *use, struct error *error)
{
	return error_set(error, ERROR_USAGE, "invalid %s argument: '%s'", use->spelling,
	                 use->argument);
}

static void *member(const struct option_use *use)
{
	return (char *)use->options + use->row->offset;
}

/* ---- numbers */

/* A whole decimal number from 0 to highest, or -1. */
static long number_parse(const char *text, long highest)
{
	char *end;

	errno = 0;
	long number = strtol(text, &end, 10);

	return *text && !*end && !errno && number >= 0 && number <= highest ? number : -1;
}

/* Digits that a unit of time stands for, or DIGITS_UNKNOWN. */
static int precision_digits(const char *text)
{
	static const char *const units[] = { "s", "ms", "us", "ns" };

	for (int i = 0; i < 4; i++)
		if (strcmp(units[i], text) == 0)
			return 3 * i;
	return DIGITS_UNKNOWN;
}

/* The place of text in a list that ends with NULL, or -1. */
static int choice_find(const char *const *list, const char *text)
{
	for (int i = 0; list[i]; i++)
		if (strcasecmp(list[i], text) == 0)
			return i;
	return -1;
}

/* ---- options of one kind */

int apply_true(const struct option_use *use, struct error *error)
{
	(void)error;
	*(bool *)member(use) = true;
	return 0;
}

int apply_count(const struct option_use *use, struct error *error)
{
	(void)error;
	++*(unsigned *)member(use);
	return 0;
}

int apply_string(const struct option_use *use, struct error *error)
{
	(void)error;
	*(const char **)member(use) = use->argument;
	return 0;
}

int apply_words(const struct option_use *use, struct error *error)
{
	struct word_list *list = member(use);
	char **words = realloc(list->words, (list->count + 1) * sizeof(*words));

	if (!words)
		return error_set(error, ENOMEM, "Out of memory");
	list->words = words;
	words[list->count++] = (char *)use->argument;
	return 0;
}

/* A file of commands is a command to read it. */
int apply_said(const struct option_use *use, struct error *error)
{
	struct option_use kind = *use;

	kind.argument = use->row->letter == 'x' ? "source" : "";
	return apply_words(&kind, error) < 0 ? -1 : apply_words(use, error);
}

int apply_calls(const struct option_use *use, struct error *error)
{
	struct call_set set;

	if (call_set_parse(&set, use->argument, error) < 0)
		return -1;
	*(struct call_set *)member(use) = set;
	return 0;
}

/* ---- who is traced */

static int pid_add(struct options *options, const char *text, struct error *error)
{
	long number = number_parse(text, INT_MAX);

	if (number <= 0)
		return error_set(error, 0, "Invalid process id: '%s'", text);
	if (options->pid_count == PIDS_MAX)
		return error_set(error, 0, "Too many process ids (at most %d)", PIDS_MAX);
	pid_t *pids = realloc(options->pids, (options->pid_count + 1) * sizeof(*pids));

	if (!pids)
		return error_set(error, ENOMEM, "Out of memory");
	options->pids = pids;
	pids[options->pid_count++] = (pid_t)number;
	return 0;
}

/* Several may stand in one argument, so that -p "$(pgrep NAME)" works.  One
 * separator stands between two; one may follow the last. */
int apply_pids(const struct option_use *use, struct error *error)
{
	char *rest = (char *)use->argument, *word;

	while (rest && *rest) {
		word = strsep(&rest, ", \t\n");
		if (pid_add(use->options, word, error) < 0)
			return -1;
	}
	return 0;
}

int apply_daemonize(const struct option_use *use, struct error *error)
{
	static const char *const places[] = { "grandchild", "pgroup", "pgrp", "session", NULL };
	static const unsigned levels[] = { 1, 2, 2, 3 };
	int place = use->argument ? choice_find(places, use->argument) : 0;

	if (place < 0)
		return invalid_argument(use, error);
	use->options->daemonize = levels[place];
	use->options->counts.long_daemonize = true;
	return 0;
}

int apply_detach_on(const struct option_use *use, struct error *error)
{
	if (strcmp(use->argument, "execve") != 0)
		return error_set(error, 0, "Syscall '%s' for -b isn't supported", use->argument);
	use->options->detach_on_exec = true;
	return 0;
}

int apply_interruptible(const struct option_use *use, struct error *error)
{
	/* "always" is another word for the first. */
	static const char *const modes[] = { "always", "anywhere",   "waiting",
		                             "never",  "never_tstp", NULL };
	long mode = number_parse(use->argument, INTERRUPTIBLE_NEVER_TSTP);

	if (mode < 0) {
		mode = choice_find(modes, use->argument);
		mode += mode == 0;
	}
	if (mode <= 0)
		return invalid_argument(use, error);
	use->options->interruptible = (enum interruptible)mode;
	return 0;
}

int apply_limit(const struct option_use *use, struct error *error)
{
	long number = number_parse(use->argument, LONG_MAX);

	if (number <= 0)
		return invalid_argument(use, error);
	*(uint64_t *)member(use) = (uint64_t)number;
	return 0;
}

/* "id:3", "3", "random", "format:full" or "full". */
static int tip_word(struct options *options, const char *word)
{
	static const char *const formats[] = { "none", "compact", "full", NULL };
	static const char id_prefix[] = "id:", format_prefix[] = "format:";
	bool is_id = strncmp(word, id_prefix, strlen(id_prefix)) == 0;
	bool is_format = strncmp(word, format_prefix, strlen(format_prefix)) == 0;
	const char *value = is_id       ? word + strlen(id_prefix)
	                    : is_format ? word + strlen(format_prefix)
	                                : word;
	int format = is_id ? -1 : choice_find(formats, value);
	long id = is_format ? -1 : number_parse(value, INT_MAX);

	if (format >= 0)
		options->tip_format = (enum tip_format)format;
	else if (id >= 0)
		options->tip = (unsigned)id;
	else if (is_format || strcmp(value, "random") != 0)
		return -1;
	else
		options->tip = TIP_RANDOM;
	return 0;
}

int apply_tips(const struct option_use *use, struct error *error)
{
	char *words = strdup(use->argument ? use->argument : ""), *rest = words;

	if (!words)
		return error_set(error, ENOMEM, "Out of memory");
	use->options->tip_format = TIP_COMPACT;
	use->options->tip = TIP_RANDOM;
	for (char *word; (word = strsep(&rest, ","));) {
		if (!*word || tip_word(use->options, word) == 0)
			continue;
		free(words);
		return invalid_argument(use, error);
	}
	free(words);
	return 0;
}

int apply_engine(const struct option_use *use, struct error *error)
{
	if (strcmp(use->argument, "ptrace") != 0 && strcmp(use->argument, "hybrid") != 0 &&
	    strcmp(use->argument, "auto") != 0)
		return error_set(error, ERROR_USAGE,
		                 "no engine is called '%s' (there are: ptrace, hybrid, auto)",
		                 use->argument);
	use->options->engine = use->argument;
	return 0;
}

/* ---- what is shown */

int apply_signals(const struct option_use *use, struct error *error)
{
	return signal_set_parse(&use->options->filter.signals, use->argument, error);
}

static int apply_set(const struct option_use *use, const struct named_bit *names, const char *what,
                     unsigned *set, struct error *error)
{
	uint64_t bits;

	if (named_set_parse(&bits, names, what, use->argument, error) < 0)
		return -1;
	*set = (unsigned)bits;
	return 0;
}

int apply_descriptors(const struct option_use *use, struct error *error)
{
	return number_set_parse(member(use), "descriptor", use->argument, error);
}

int apply_status(const struct option_use *use, struct error *error)
{
	return apply_set(use, status_names, "status", &use->options->filter.outcomes, error);
}

int apply_successful(const struct option_use *use, struct error *error)
{
	(void)error;
	use->options->filter.outcomes = OUTCOME_SUCCESSFUL;
	use->options->counts.outcome++;
	return 0;
}

int apply_failed(const struct option_use *use, struct error *error)
{
	(void)error;
	use->options->filter.outcomes = OUTCOME_FAILED;
	use->options->counts.outcome++;
	return 0;
}

int apply_quiet(const struct option_use *use, struct error *error)
{
	use->options->counts.long_quiet = true;
	if (use->argument)
		return apply_set(use, quiet_names, "quiet", &use->options->view.quiet, error);
	use->options->view.quiet = QUIET_ATTACH | QUIET_PERSONALITY;
	return 0;
}

/* ---- what is done to calls */

static int add_rule(const struct option_use *use, enum inject_form form, struct error *error)
{
	struct error warning;
	int status = inject_parse(&use->options->inject, form, use->argument, &warning, error);

	if (warning.text[0])
		report_error(&warning);
	return status;
}

int apply_inject(const struct option_use *use, struct error *error)
{
	return add_rule(use, INJECT_FORM_INJECT, error);
}

int apply_fault(const struct option_use *use, struct error *error)
{
	return add_rule(use, INJECT_FORM_FAULT, error);
}

/* ---- how values look */

int apply_string_limit(const struct option_use *use, struct error *error)
{
	long number = number_parse(use->argument, STRING_LIMIT_MAX);

	if (number < 0)
		return invalid_argument(use, error);
	use->options->view.string_max = (uint32_t)number;
	return 0;
}

int apply_capture_size(const struct option_use *use, struct error *error)
{
	long number = number_parse(use->argument, CAPTURE_SIZE_MAX);

	if (number < 0)
		return invalid_argument(use, error);
	use->options->capture_size = (uint32_t)number;
	return 0;
}

int apply_hex(const struct option_use *use, struct error *error)
{
	static const char *const names[] = { "none", "non-ascii-chars", "non-ascii", "all", NULL };
	int which = use->argument ? choice_find(names, use->argument) : HEX_ALL;

	if (which < 0)
		return invalid_argument(use, error);
	use->options->view.hex = (enum hex_strings)which;
	use->options->counts.long_hex = true;
	return 0;
}

int apply_constants(const struct option_use *use, struct error *error)
{
	static const char *const names[] = { "abbrev", "raw", "verbose", NULL };
	int which = choice_find(names, use->argument);

	if (which < 0)
		return invalid_argument(use, error);
	use->options->view.constants = (enum constants)which;
	return 0;
}

int apply_no_abbrev(const struct option_use *use, struct error *error)
{
	(void)error;
	call_set_fill(&use->options->view.abbrev, false);
	return 0;
}

int apply_decode_fds(const struct option_use *use, struct error *error)
{
	use->options->counts.long_fds = true;
	if (use->argument)
		return apply_set(use, decode_fd_names, "decode-fds", &use->options->view.decode_fds,
		                 error);
	use->options->view.decode_fds = DECODE_FD_PATH;
	return 0;
}

int apply_decode_pids(const struct option_use *use, struct error *error)
{
	unsigned bits;

	if (apply_set(use, decode_pid_names, "decode-pids", &bits, error) < 0)
		return -1;
	use->options->view.decode_pids = bits & DECODE_PID_COMM;
	use->options->view.translate_pids = bits & DECODE_PID_NAMESPACE;
	return 0;
}

int apply_contexts(const struct option_use *use, struct error *error)
{
	struct view *view = &use->options->view;

	view->contexts = true;
	view->context_parts = 0;
	return use->argument
	               ? apply_set(use, context_names, "secontext", &view->context_parts, error)
	               : 0;
}

/* Where strace, too, has no hint at more help. */
int apply_kvm(const struct option_use *use, struct error *error)
{
	struct view *view = &use->options->view;

	if (strcmp(use->argument, "vcpu") != 0 && strcmp(use->argument, "vcpu+") != 0)
		return error_set(error, 0, "invalid -e kvm= argument: '%s'", use->argument);
	view->vcpu_exits = true;
	view->vcpus = strcmp(use->argument, "vcpu+") == 0;
	return 0;
}

int apply_namespace(const struct option_use *use, struct error *error)
{
	if (strcmp(use->argument, "new") != 0)
		return error_set(error, 0, "invalid -e namespace= argument: '%s'", use->argument);
	use->options->view.namespaces = true;
	return 0;
}

/* ---- how a line looks */

/* "format:unix", "unix", "precision:us" or "us". */
static int timestamp_word(struct view *view, const char *word)
{
	static const char *const formats[] = { "none", "time", "unix", NULL };
	static const char format_prefix[] = "format:", precision_prefix[] = "precision:";
	bool is_format = strncmp(word, format_prefix, strlen(format_prefix)) == 0;
	bool is_precision = strncmp(word, precision_prefix, strlen(precision_prefix)) == 0;
	const char *value = is_format      ? word + strlen(format_prefix)
	                    : is_precision ? word + strlen(precision_prefix)
	                                   : word;
	int format = is_precision ? -1 : choice_find(formats, value);
	int digits = is_format ? DIGITS_UNKNOWN : precision_digits(value);

	if (format >= 0)
		view->time = (enum time_format)format;
	else if (digits != DIGITS_UNKNOWN)
		view->time_digits = (unsigned)digits;
	else
		return -1;
	return 0;
}

int apply_timestamps(const struct option_use *use, struct error *error)
{
	struct view *view = &use->options->view;
	char *words = strdup(use->argument ? use->argument : ""), *rest = words;

	if (!words)
		return error_set(error, ENOMEM, "Out of memory");
	use->options->counts.long_clock = true;
	view->time = TIME_CLOCK;
	view->time_digits = 0;
	for (char *word; (word = strsep(&rest, ","));) {
		if (!*word || timestamp_word(view, word) == 0)
			continue;
		free(words);
		return invalid_argument(use, error);
	}
	free(words);
	return 0;
}

/* -r and -T: the member says whether, the unsigned one behind it how precisely. */
int apply_precision(const struct option_use *use, struct error *error)
{
	struct view *view = &use->options->view;
	int digits = use->argument ? precision_digits(use->argument) : 6;
	bool is_relative = member(use) == &view->relative;

	if (digits == DIGITS_UNKNOWN)
		return invalid_argument(use, error);
	*(bool *)member(use) = true;
	*(is_relative ? &view->relative_digits : &view->duration_digits) = (unsigned)digits;
	return 0;
}

int apply_column(const struct option_use *use, struct error *error)
{
	long number = number_parse(use->argument, INT_MAX);

	if (number < 0)
		return invalid_argument(use, error);
	use->options->view.column = (unsigned)number;
	return 0;
}

int apply_color(const struct option_use *use, struct error *error)
{
	static const char *const names[] = { "auto", "always", "never", NULL };
	int which = use->argument ? choice_find(names, use->argument) : COLOR_ALWAYS;

	if (which < 0)
		return invalid_argument(use, error);
	use->options->color = (enum color_mode)which;
	return 0;
}

int apply_stacks(const struct option_use *use, struct error *error)
{
	static const char *const names[] = { "symbol", "source", NULL };
	int which = use->argument ? choice_find(names, use->argument) : 0;

	if (which < 0)
		return invalid_argument(use, error);
	use->options->stacks = 1 + (unsigned)which;
	use->options->counts.long_stacks = true;
	return 0;
}

int apply_stack_limit(const struct option_use *use, struct error *error)
{
	long number = number_parse(use->argument, INT_MAX);

	if (number <= 0)
		return invalid_argument(use, error);
	use->options->frames_max = number < STACK_FRAMES_MAX ? (unsigned)number : STACK_FRAMES_MAX;
	return 0;
}

int apply_json(const struct option_use *use, struct error *error)
{
	(void)error;
	use->options->format = "json";
	return 0;
}

/* ---- instructions */

/* "read(3)": takes the number off the set. */
static int moment_set(struct window_moment *moment, bool is_return, const char *text,
                      struct error *error)
{
	char set[MOMENT_MAX];
	const char *open = strchr(text, '(');
	size_t length = open ? (size_t)(open - text) : strlen(text);
	char *end = NULL;

	*moment = (struct window_moment){ .is_wanted = true, .is_return = is_return };
	if (length >= sizeof(set))
		return error_set(error, 0, "a set of calls is that long: %s", text);
	memcpy(set, text, length);
	set[length] = '\0';
	if (open) {
		moment->has_first = true;
		moment->first = (uint32_t)strtol(open + 1, &end, 0);
		if (end == open + 1 || strcmp(end, ")") != 0)
			return error_set(error, 0,
			                 "'%s' is no set of calls with a number: "
			                 "write it as in read(3)",
			                 text);
	}
	return call_set_parse(&moment->calls, *set ? set : "all", error);
}

/* A place, or a call. */
int apply_window_end(const struct option_use *use, struct error *error)
{
	static const char call[] = "call:", back[] = "return:";
	struct step_window *window = &use->options->window;
	struct window_moment *moment =
		member(use) == &window->from ? &window->from_call : &window->to_call;

	*(const char **)member(use) = NULL;
	*moment = (struct window_moment){ 0 };
	if (strncmp(use->argument, call, strlen(call)) == 0)
		return moment_set(moment, false, use->argument + strlen(call), error);
	if (strncmp(use->argument, back, strlen(back)) == 0)
		return moment_set(moment, true, use->argument + strlen(back), error);
	return apply_string(use, error);
}

int apply_functions(const struct option_use *use, struct error *error)
{
	static const char *const ways[] = { "points", "steps", NULL };
	int way = use->argument ? choice_find(ways, use->argument) : 0;

	if (way < 0)
		return invalid_argument(use, error);
	use->options->insns = use->options->functions = true;
	use->options->every_step = way == 1;
	return 0;
}

int apply_last(const struct option_use *use, struct error *error)
{
	long number = number_parse(use->argument, LAST_MAX);

	if (number <= 0)
		return invalid_argument(use, error);
	use->options->last_steps = (unsigned)number;
	return 0;
}

static int tally_choose(const struct option_use *use, enum steps_by steps_by)
{
	use->options->format = "tally";
	use->options->view.steps_by = steps_by;
	return 0;
}

int apply_count_steps(const struct option_use *use, struct error *error)
{
	(void)error;
	return tally_choose(use, STEPS_BY_THREAD);
}

int apply_hot(const struct option_use *use, struct error *error)
{
	static const char *const names[] = { "insn", "function", "line", NULL };
	int choice = use->argument ? choice_find(names, use->argument) : 0;

	if (choice < 0)
		return invalid_argument(use, error);
	return tally_choose(use, STEPS_BY_INSN + (unsigned)choice);
}

int apply_mix(const struct option_use *use, struct error *error)
{
	(void)error;
	return tally_choose(use, STEPS_BY_MNEMONIC);
}

int apply_coverage(const struct option_use *use, struct error *error)
{
	static const char *const names[] = { "drcov", "lcov", NULL };
	int choice = choice_find(names, use->argument);

	if (choice < 0)
		return invalid_argument(use, error);
	use->options->format = names[choice];
	return 0;
}

/* ---- the summary */

static int set_summary(struct options *options, enum summary_mode mode, struct error *error)
{
	if (options->summary != SUMMARY_NONE && options->summary != mode)
		return error_set(error, ERROR_USAGE,
		                 "-c/--summary-only and -C/--summary are mutually exclusive");
	options->summary = mode;
	return 0;
}

int apply_summary_only(const struct option_use *use, struct error *error)
{
	return set_summary(use->options, SUMMARY_ONLY, error);
}

int apply_summary_too(const struct option_use *use, struct error *error)
{
	return set_summary(use->options, SUMMARY_TOO, error);
}

int apply_sort(const struct option_use *use, struct error *error)
{
	int column = summary_column_find(use->argument);

	if (column < 0)
		return error_set(error, ERROR_USAGE, "invalid sortby: '%s'", use->argument);
	use->options->summary_form.sort_by = (enum summary_column)column;
	use->options->counts.sorted = true;
	return 0;
}

static bool form_has(const struct summary_form *form, int column)
{
	for (unsigned i = 0; i < form->column_count; i++)
		if ((int)form->columns[i] == column)
			return true;
	return false;
}

static int column_add(struct summary_form *form, const char *name, const char *rest,
                      struct error *error)
{
	int column = summary_column_find(name);

	if (column <= SUMMARY_NOTHING)
		return error_set(error, ERROR_USAGE, "unknown column name: '%s'", name);
	if (form_has(form, column))
		return error_set(error, ERROR_USAGE,
		                 "call summary column has been provided more than once: '%s' "
		                 "(-U option residual: '%s')",
		                 name, rest);
	form->columns[form->column_count++] = (enum summary_column)column;
	return 0;
}

int apply_columns(const struct option_use *use, struct error *error)
{
	struct summary_form *form = &use->options->summary_form;
	char *words = strdup(use->argument), *rest = words;
	int status = 0;

	if (!words)
		return error_set(error, ENOMEM, "Out of memory");
	form->column_count = 0;
	while (status == 0 && rest) {
		const char *residual = use->argument + (rest - words);

		status = column_add(form, strsep(&rest, ","), residual, error);
	}
	/* A table without names says nothing. */
	if (status == 0 && !form_has(form, SUMMARY_NAME))
		form->columns[form->column_count++] = SUMMARY_NAME;
	use->options->counts.columns = true;
	free(words);
	return status;
}

int apply_overhead(const struct option_use *use, struct error *error)
{
	if (!duration_parse(use->argument, &use->options->summary_form.overhead_ns))
		return invalid_argument(use, error);
	return 0;
}

/* ---- -e */

int apply_expression(const struct option_use *use, struct error *error)
{
	size_t length = strcspn(use->argument, "=");
	bool has_value = use->argument[length] == '=';
	const struct option_row *row =
		has_value ? option_find_qualifier(use->argument, length) : NULL;

	if (row && !(row->commands & use->options->of->options))
		return error_set(error, ERROR_USAGE, "-e %.*s= does not belong to %s", (int)length,
		                 use->argument, use->options->of->name);
	struct option_use inner = *use;

	inner.row = row ? row : option_find_qualifier("trace", strlen("trace"));
	if (row)
		inner.argument += length + 1;
	return inner.row->apply(&inner, error);
}
