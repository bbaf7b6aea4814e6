/* Every option there is: one row drives parsing, help and completion. */
#ifndef RASTRO_CMD_OPTION_TABLE_H
#define RASTRO_CMD_OPTION_TABLE_H

#include "base/error.h"
#include "cmd/options.h"

#include <stddef.h>

enum option_argument { ARGUMENT_NONE, ARGUMENT_REQUIRED, ARGUMENT_OPTIONAL /* long form only */ };

enum option_group {
	GROUP_START,
	GROUP_TRACER,
	GROUP_CHOOSE,
	GROUP_TAMPER,
	GROUP_DECODE,
	GROUP_LINE,
	GROUP_OUTPUT,
	GROUP_SUMMARY,
	GROUP_HELP,
	GROUP_COUNT
};

/* What may stand as an argument, for completion. */
enum option_values {
	VALUES_ANY,
	VALUES_FILE,
	VALUES_USER,
	VALUES_PID,
	VALUES_CALLS,
	VALUES_SIGNALS,
	VALUES_QUALIFIERS,
	VALUES_WORDS, /* the row's words */
};

struct option_row;

/* One appearance on the command line. */
struct option_use {
	struct options *options;
	const struct option_row *row;
	const char *spelling; /* "-s" or "--string-limit" */
	const char *argument; /* NULL: none */
};

struct option_row {
	char letter;            /* 0: no short form */
	const char *names;      /* long forms, separated by spaces; or NULL */
	const char *qualifiers; /* names before the = of an -e expression; or NULL */
	enum option_argument argument;
	enum option_group group;
	unsigned commands; /* FOR_* */
	/* Returns 0, or -1 with error. */
	int (*apply)(const struct option_use *, struct error *);
	size_t offset; /* of the member of struct options that apply sets */
	bool is_early; /* counts before the others, wherever it stands */
	enum option_values values;
	const char *words; /* VALUES_WORDS, separated by spaces */
	const char *metavar;
	const char *help; /* NULL: works, but is not shown */
};

extern const struct option_row option_rows[];
extern const unsigned option_row_count;
extern const char *const option_group_titles[GROUP_COUNT];

/* The row of an -e qualifier such as "trace" or "t", or NULL. */
const struct option_row *option_find_qualifier(const char *name, size_t length);

/* Lists of words that spaces separate: the next one, or NULL at the end. */
const char *words_next(const char **rest, size_t *length);
bool words_have(const char *words, const char *word, size_t length);

#endif
