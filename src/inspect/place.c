/* Places in a program as people write them. */
#include "inspect/place.h"

#include "base/likeness.h"
#include "symbol/demangle.h"
#include "symbol/lookup.h"

#include <ctype.h>
#include <errno.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct finding {
	struct subject *subject;
	const struct lookup *symbols;
	struct source_units units;
	uint64_t *addresses;
	unsigned count, max;
	struct error *error;
};

static void add(struct finding *finding, uint64_t address)
{
	for (unsigned i = 0; i < finding->count; i++)
		if (finding->addresses[i] == address)
			return;
	if (finding->count < finding->max)
		finding->addresses[finding->count++] = address;
}

/* ---- addresses */

static int find_expression(struct finding *finding, const char *text)
{
	const struct expression_names names = subject_names(finding->subject);
	const struct expression_machine machine = subject_machine(finding->subject);
	struct expression expression;
	uint64_t address;

	if (expression_parse(&expression, text, NULL, &names, finding->error) < 0 ||
	    expression_evaluate(&expression, &machine, &address, finding->error) < 0)
		return -1;
	add(finding, address);
	return 0;
}

/* ---- functions by a part of their name */

struct pattern {
	struct finding *finding;
	regex_t regex;
	struct text name;
};

static bool pattern_visit(void *owner, const struct lookup_symbol *symbol)
{
	struct pattern *pattern = owner;
	struct finding *finding = pattern->finding;

	if (!symbol->is_function)
		return true;
	pattern->name.length = 0;
	demangle(&pattern->name, symbol->name.bytes, symbol->name.length);
	text_char(&pattern->name, '\0');
	if (!pattern->name.failed && regexec(&pattern->regex, pattern->name.bytes, 0, NULL, 0) == 0)
		add(finding, source_body(lookup_space(finding->symbols), symbol->address));
	return finding->count < finding->max;
}

static int find_pattern(struct finding *finding, const char *text)
{
	struct pattern pattern = { .finding = finding };
	size_t length = strlen(text);

	if (length && text[length - 1] == '/')
		length--;
	char *copy = strndup(text, length);
	int status = copy ? regcomp(&pattern.regex, copy, REG_EXTENDED | REG_NOSUB) : REG_ESPACE;

	free(copy);
	if (status) {
		char why[128];

		regerror(status, &pattern.regex, why, sizeof(why));
		return error_set(finding->error, EINVAL, "/%.100s is no pattern: %s", text, why);
	}
	lookup_each(finding->symbols, pattern_visit, &pattern);
	regfree(&pattern.regex);
	text_free(&pattern.name);
	if (finding->count)
		return 0;
	return error_set(finding->error, ENOENT, "no function's name matches /%.200s", text);
}

/* ---- lines */

static int find_line(struct finding *finding, const char *file, unsigned long line)
{
	unsigned last;

	if (line > SOURCE_LINE_MAX)
		return error_set(finding->error, EINVAL, "no file has %lu lines", line);
	finding->count = source_find_line(&finding->units, file, (unsigned)line, finding->addresses,
	                                  finding->max, &last);
	if (finding->count)
		return 0;
	if (last)
		return error_set(finding->error, ERANGE,
		                 "no code belongs to line %lu of %.200s, nor to one behind it: "
		                 "the last one with code is %u",
		                 line, file, last);
	return error_set(finding->error, ENOENT,
	                 "no code is known to come from a file '%.200s' (lines are known of what "
	                 "was compiled with -g)",
	                 file);
}

static int find_near(struct finding *finding, const char *text, const struct source_line *here)
{
	unsigned long number = strtoul(text + !isdigit((unsigned char)*text), NULL, 10);

	if (!here)
		return error_set(finding->error, EINVAL,
		                 "line %s of which file? The program is in none that is known: "
		                 "FILE:LINE",
		                 text);
	if (*text == '-')
		number = number < here->line ? here->line - number : 1;
	else if (*text == '+')
		number += here->line;
	return find_line(finding, here->file, number);
}

static bool is_number(const char *text)
{
	return *text && text[strspn(text, "0123456789")] == '\0';
}

/* "file.c:17": the colon, or NULL. */
static const char *line_colon(const char *text)
{
	const char *colon = strrchr(text, ':');

	return colon && colon > text && colon[-1] != ':' && is_number(colon + 1) ? colon : NULL;
}

static int find_file_line(struct finding *finding, const char *text, const char *colon)
{
	char *file = strndup(text, (size_t)(colon - text));

	if (!file)
		return error_set(finding->error, ENOMEM, "out of memory");
	int status = find_line(finding, file, strtoul(colon + 1, NULL, 10));

	free(file);
	return status;
}

/* ---- names */

static bool like_visit(void *owner, const struct lookup_symbol *symbol)
{
	/* What compilers add, name.constprop.0, nobody writes. */
	const char *dot = memchr(symbol->name.bytes, '.', symbol->name.length);

	if (symbol->is_function)
		likeness_show(owner, symbol->name.bytes,
		              dot ? (size_t)(dot - symbol->name.bytes) : symbol->name.length);
	return true;
}

static int name_unknown(const struct finding *finding, const char *text)
{
	struct likeness likeness = likeness_of(text, strlen(text));

	lookup_each(finding->symbols, like_visit, &likeness);
	return error_set(finding->error, ENOENT, "no function is called '%.200s'%s%s%s", text,
	                 *likeness.best ? "; is " : "", likeness.best,
	                 *likeness.best ? " meant?" : "");
}

/* "main+0x10"; operator+ is a name. */
static bool has_offset(const char *text)
{
	const char *plus = strrchr(text, '+');

	return isdigit((unsigned char)*text) || (plus && isdigit((unsigned char)plus[1]));
}

/* Functions are entered where their body begins; offsets are taken as they are. */
static int find_name(struct finding *finding, const char *text)
{
	const struct space *space = lookup_space(finding->symbols);
	uint64_t *addresses = calloc(finding->max, sizeof(*addresses));
	int count =
		addresses ? lookup_find(finding->symbols, text, addresses, finding->max, NULL) : 0;
	bool is_exact = has_offset(text);

	for (int i = 0; i < count; i++)
		if (is_exact)
			add(finding, addresses[i]);
		else if (lookup_is_code(finding->symbols, addresses[i]))
			add(finding, source_body(space, addresses[i]));
	if (!is_exact) {
		count = (int)source_find_function(&finding->units, text, addresses,
		                                  addresses ? finding->max : 0);
		for (int i = 0; i < count; i++)
			add(finding, addresses[i]);
	}
	free(addresses);
	return finding->count ? 0 : name_unknown(finding, text);
}

int places_find(struct subject *subject, const char *text, const struct place_search *search,
                uint64_t *addresses, unsigned max, struct error *error)
{
	struct finding finding = { .subject = subject,
		                   .symbols = subject_symbols(subject),
		                   .addresses = addresses,
		                   .max = max < PLACES_MAX ? max : PLACES_MAX,
		                   .error = error };
	const char *colon = line_colon(text);
	int status;

	if (finding.symbols)
		finding.units =
			(struct source_units){ lookup_space(finding.symbols), search->is_quick };

	if (*text && !text[strspn(text, "*+-")])
		return error_set(error, EINVAL,
		                 "'%.20s' is no place: FUNCTION, FILE:LINE, *ADDRESS, +LINES",
		                 text);
	if (*text == '*')
		status = find_expression(&finding, text + 1);
	else if (!finding.symbols || !lookup_space(finding.symbols))
		return error_set(error, 0,
		                 "cannot find %.100s: symbols need libdw (Debian has it in "
		                 "the package libdw1)",
		                 text);
	else if (*text == '/')
		status = find_pattern(&finding, text + 1);
	else if (is_number(text) || (*text && strchr("+-", *text) && is_number(text + 1)))
		status = find_near(&finding, text, search->here);
	else if (colon)
		status = find_file_line(&finding, text, colon);
	else
		status = find_name(&finding, text);
	return status < 0 ? -1 : (int)finding.count;
}
