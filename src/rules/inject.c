/* Tampering: reading expressions and finding rules.
 *
 * An expression is cut at its colons: first the calls, then words NAME=VALUE, each
 * read by its row of a table.  A word that says what was said before is refused,
 * but for "when", of which the last one counts. */
#include "rules/inject.h"

#include "base/duration.h"
#include "base/errno_name.h"
#include "base/signal_name.h"
#include "calls/desc.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* What the words of an expression are read into. */
struct reader {
	struct inject_rule *rule;
	struct error *warning; /* NULL: nobody listens */
};

/* ---- values */

/* A decimal number from low to high in front of *rest, which is moved behind it;
 * 0 when there is none (low is at least 1). */
static uint32_t number_take(const char **rest, long long low, long long high)
{
	char *end;

	errno = 0;
	long long number = strtoll(*rest, &end, 10);

	if (end == *rest || errno || number < low || number > high)
		return 0;
	*rest = end;
	return (uint32_t)number;
}

/* The same of a whole text. */
static uint32_t number_read(const char *text, long long high)
{
	uint32_t number = number_take(&text, 1, high);

	return *text ? 0 : number;
}

static bool read_error(struct reader *reader, const char *text)
{
	struct inject_rule *rule = reader->rule;
	int named = errno_find(text);
	uint32_t number = named > 0 ? (uint32_t)named : number_read(text, ERRNO_MAX);

	if (!number || rule->has_result)
		return false;
	rule->has_result = rule->failed = true;
	rule->result = -(uint64_t)number;
	return true;
}

/* What a program takes for an error cannot be told from one. */
static void warn_of_result(struct error *warning, uint64_t result)
{
	uint32_t clipped = (uint32_t)result;

	if (result >= -(uint64_t)ERRNO_MAX)
		error_set(warning, 0,
		          "Inadvertent injection of error %" PRIu64
		          " is possible for retval=%" PRIu64,
		          -result, result);
	else if (clipped >= -(uint32_t)ERRNO_MAX)
		error_set(warning, 0,
		          "Inadvertent injection of error %" PRIu32
		          " is possible in compat personality for retval=%" PRIu64,
		          -clipped, result);
	else if (result != clipped)
		error_set(warning, 0,
		          "Injected return value %" PRIu64 " will be clipped to %" PRIu32
		          " in compat personality",
		          result, clipped);
}

static bool read_retval(struct reader *reader, const char *text)
{
	struct inject_rule *rule = reader->rule;
	char *end;

	errno = 0;
	uint64_t result = strtoull(text, &end, 0);

	if (end == text || *end || errno || rule->has_result)
		return false;
	rule->has_result = true;
	rule->result = result;
	warn_of_result(reader->warning, result);
	return true;
}

static bool read_signal(struct reader *reader, const char *text)
{
	int signal = isdigit((unsigned char)*text) ? (int)number_read(text, SIGNAL_MAX)
	                                           : signal_find(text, strlen(text));

	if (signal <= 0 || reader->rule->signal)
		return false;
	reader->rule->signal = (uint8_t)signal;
	return true;
}

/* Only a call without any effect may take another one's place. */
static bool read_syscall(struct reader *reader, const char *text)
{
	struct inject_rule *rule = reader->rule;
	int nr = call_number(ABI_X86_64, text);

	if (nr < 0 || rule->has_substitute ||
	    !(call_find(ABI_X86_64, (uint64_t)nr)->classes & CLASS_PURE))
		return false;
	for (int abi = 0; abi < ABI_COUNT; abi++) {
		nr = call_number((enum event_abi)abi, text);
		rule->substitute[abi] = nr < 0 ? INJECT_NO_CALL : (uint32_t)nr;
	}
	rule->has_substitute = true;
	return true;
}

static bool read_delay(struct inject_rule *rule, enum inject_side side, const char *text)
{
	if (rule->delays[side] || !duration_parse(text, &rule->delay_ns[side]))
		return false;
	rule->delays[side] = true;
	return true;
}

static bool read_delay_enter(struct reader *reader, const char *text)
{
	return read_delay(reader->rule, INJECT_ENTER, text);
}

static bool read_delay_exit(struct reader *reader, const char *text)
{
	return read_delay(reader->rule, INJECT_EXIT, text);
}

/* A pair of digits is as much of it as is a number, as strace reads it: "6g" is 6. */
static bool read_bytes(struct inject_poke *poke, const char *text, size_t length)
{
	if (!length || length % 2 || length / 2 > INJECT_POKE_LENGTH_MAX)
		return false;
	for (size_t i = 0; i < length; i += 2) {
		const char pair[] = { text[i], text[i + 1], '\0' };
		char *end;

		poke->bytes[i / 2] = (uint8_t)strtol(pair, &end, 16);
		if (end == pair)
			return false;
	}
	poke->length = (uint16_t)(length / 2);
	return true;
}

static bool pokes_have(const struct inject_pokes *pokes, unsigned argument)
{
	for (unsigned i = 0; i < pokes->count; i++)
		if (pokes->list[i].argument == argument)
			return true;
	return false;
}

/* "@arg2=00ff" */
static bool read_poke(struct inject_pokes *pokes, const char *text, size_t length)
{
	static const char prefix[] = "@arg";
	const size_t prefix_length = sizeof(prefix) - 1, head_length = prefix_length + 2;

	if (length < head_length || memcmp(text, prefix, prefix_length) != 0 ||
	    text[prefix_length + 1] != '=')
		return false;
	int argument = text[prefix_length] - '0';

	if (argument < 1 || argument > INJECT_POKES_MAX || pokes_have(pokes, (unsigned)argument))
		return false;
	struct inject_poke *poke = &pokes->list[pokes->count++];

	poke->argument = (uint8_t)argument;
	return read_bytes(poke, text + head_length, length - head_length);
}

static bool read_pokes(struct inject_pokes *pokes, const char *text)
{
	size_t length;

	if (pokes->given || !*text)
		return false;
	pokes->given = true;
	pokes->list = calloc(INJECT_POKES_MAX, sizeof(*pokes->list));
	if (!pokes->list)
		return false;
	for (const char *at = text; *at; at += length + (at[length] == ',')) {
		length = strcspn(at, ",");
		if (length && !read_poke(pokes, at, length))
			return false;
	}
	return true;
}

static bool read_poke_enter(struct reader *reader, const char *text)
{
	return read_pokes(&reader->rule->pokes[INJECT_ENTER], text);
}

static bool read_poke_exit(struct reader *reader, const char *text)
{
	return read_pokes(&reader->rule->pokes[INJECT_EXIT], text);
}

/* FIRST[..LAST][+[STEP]] */
static bool read_when(struct reader *reader, const char *text)
{
	struct inject_rule *rule = reader->rule;
	const char *rest = text;

	rule->first = number_take(&rest, 1, INJECT_WHEN_MAX);
	rule->last = rule->step = 0;
	if (!rule->first)
		return false;
	if (strncmp(rest, "..", 2) == 0) {
		rest += 2;
		rule->last = number_take(&rest, rule->first, INJECT_WHEN_MAX - 1);
		rule->step = 1;
		if (!rule->last)
			return false;
	}
	if (*rest != '+')
		return !*rest;
	rule->step = rest[1] ? number_read(rest + 1, INJECT_WHEN_MAX) : 1;
	return rule->step > 0;
}

/* ---- expressions */

static const struct word {
	const char *name; /* with its = */
	bool (*read)(struct reader *, const char *value);
	bool belongs_to_fault;
} words[] = {
	{ "error=", read_error, true },
	{ "retval=", read_retval, false },
	{ "signal=", read_signal, false },
	{ "syscall=", read_syscall, true },
	{ "delay_enter=", read_delay_enter, false },
	{ "delay_exit=", read_delay_exit, false },
	{ "poke_enter=", read_poke_enter, false },
	{ "poke_exit=", read_poke_exit, false },
	{ "when=", read_when, true },
};

static bool read_word(struct reader *reader, enum inject_form form, const char *text)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		size_t length = strlen(words[i].name);

		if (strncmp(words[i].name, text, length) == 0)
			return (form == INJECT_FORM_INJECT || words[i].belongs_to_fault) &&
			       words[i].read(reader, text + length);
	}
	return false;
}

static bool read_words(struct reader *reader, enum inject_form form, char *text)
{
	for (char *word; (word = strsep(&text, ":"));)
		if (*word && !read_word(reader, form, word))
			return false;
	return true;
}

static bool rule_does_something(const struct inject_rule *rule)
{
	return rule->has_result || rule->signal || rule->delays[INJECT_ENTER] ||
	       rule->delays[INJECT_EXIT] || rule->pokes[INJECT_ENTER].given ||
	       rule->pokes[INJECT_EXIT].given;
}

static void rule_free(struct inject_rule *rule)
{
	for (int side = 0; side < INJECT_SIDE_COUNT; side++)
		free(rule->pokes[side].list);
}

/* text is cut into pieces; whole is what error tells of. */
static int rule_read(struct reader *reader, enum inject_form form, char *text, const char *whole,
                     struct error *error)
{
	struct inject_rule *rule = reader->rule;
	char *calls = strsep(&text, ":");
	bool is_right = read_words(reader, form, text);

	if (is_right && call_set_parse(&rule->calls, calls, error) < 0)
		return -1;
	if (is_right && form == INJECT_FORM_FAULT && !rule->has_result)
		is_right = read_error(reader, "ENOSYS");
	if (!is_right || !rule_does_something(rule))
		return error_set(error, 0, "invalid %s argument '%s'",
		                 form == INJECT_FORM_FAULT ? "fault" : "inject", whole);
	return 0;
}

int inject_parse(struct inject_rules *rules, enum inject_form form, const char *text,
                 struct error *warning, struct error *error)
{
	struct reader reader = { .warning = warning };

	if (warning)
		*warning = (struct error){ 0 };
	if (rules->count == INJECT_RULES_MAX)
		return error_set(error, 0, "more than %d expressions that tamper with calls",
		                 INJECT_RULES_MAX);
	struct inject_rule *list = realloc(rules->list, (rules->count + 1) * sizeof(*list));

	if (list)
		rules->list = list;
	char *copy = list ? strdup(text) : NULL;

	if (!copy)
		return error_set(error, ENOMEM, "Out of memory");
	reader.rule = &list[rules->count];
	*reader.rule = (struct inject_rule){ .first = 1, .step = 1 };
	int status = rule_read(&reader, form, copy, text, error);

	free(copy);
	if (status < 0)
		rule_free(reader.rule);
	else
		rules->count++;
	return status;
}

void inject_rules_free(struct inject_rules *rules)
{
	for (unsigned i = 0; i < rules->count; i++)
		rule_free(&rules->list[i]);
	free(rules->list);
	*rules = (struct inject_rules){ 0 };
}

/* ---- rules */

const struct inject_rule *inject_find(const struct inject_rules *rules, enum event_abi abi,
                                      uint64_t nr)
{
	for (unsigned i = rules->count; i > 0; i--)
		if (call_set_has(&rules->list[i - 1].calls, abi, nr))
			return &rules->list[i - 1];
	return NULL;
}

struct call_set inject_calls(const struct inject_rules *rules)
{
	struct call_set all = { 0 };

	for (unsigned i = 0; i < rules->count; i++)
		call_set_add(&all, &rules->list[i].calls);
	return all;
}

bool inject_is_due(const struct inject_rule *rule, uint64_t count)
{
	if (count < rule->first || (rule->last && count > rule->last))
		return false;
	return rule->step ? (count - rule->first) % rule->step == 0 : count == rule->first;
}
