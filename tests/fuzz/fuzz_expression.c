/* What stands behind -e: the first byte chooses the language, the rest is text.
 *
 * Besides not falling over, a set of calls must mean the same when it is turned
 * round twice. */
#include "base/signal_name.h"
#include "calls/call_set.h"
#include "cmd/named_set.h"
#include "output/view.h"
#include "rules/inject.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { TEXT_MAX = 512 };

static void check_calls(const char *text)
{
	char turned[TEXT_MAX + 3];
	struct call_set once, twice;
	struct error error = { 0 };

	/* A pattern may take exponentially long, which is the affair of who writes it. */
	if (strchr(text, '/'))
		return;
	if (call_set_parse(&once, text, &error) < 0) {
		if (!error.text[0])
			abort();
		return;
	}
	memcpy(turned, "!!", 2);
	strcpy(turned + 2, text);
	if (call_set_parse(&twice, turned, &error) < 0 ||
	    memcmp(once.bits, twice.bits, sizeof(once.bits)) != 0 ||
	    memcmp(once.others, twice.others, sizeof(once.others)) != 0)
		abort();
}

static void check_names(const struct named_bit *names, const char *text)
{
	uint64_t set = 0, every = 0;
	struct error error = { 0 };

	for (const struct named_bit *known = names; known->name; known++)
		every |= known->bits;
	if (named_set_parse(&set, names, "set", text, &error) < 0 ? !error.text[0] : set & ~every)
		abort();
}

/* What is taken must make sense: something to do, in a turn that comes. */
static void check_inject(enum inject_form form, const char *text)
{
	struct inject_rules rules = { 0 };
	struct error warning, error = { 0 };

	if (strchr(text, '/'))
		return;
	if (inject_parse(&rules, form, text, &warning, &error) < 0) {
		if (!error.text[0] || rules.count)
			abort();
	} else {
		const struct inject_rule *rule = rules.list;

		if (rules.count != 1 || !inject_is_due(rule, rule->first) ||
		    (rule->failed && !rule->has_result) || rule->signal > SIGNAL_MAX)
			abort();
	}
	inject_rules_free(&rules);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct named_bit *const languages[] = { status_names, quiet_names,
		                                             decode_fd_names, decode_pid_names };
	char text[TEXT_MAX + 1];
	uint64_t signals;

	if (size == 0 || size > TEXT_MAX)
		return 0;
	memcpy(text, data + 1, size - 1);
	text[size - 1] = '\0';
	check_calls(text);
	check_inject(data[0] % 2 ? INJECT_FORM_INJECT : INJECT_FORM_FAULT, text);
	check_names(languages[data[0] % 4], text);
	signal_set_parse(&signals, text, NULL);
	return 0;
}
