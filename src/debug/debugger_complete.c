/* What a word that is being typed may become. */
#include "debug/debugger_parts.h"

#include "base/signal_name.h"
#include "symbol/lookup.h"

#include <ctype.h>
#include <string.h>

enum { OFFERED_MAX = 500 };

struct offering {
	struct debugger *debugger;
	const char *word; /* how they are to begin */
	size_t length;
	void (*offer)(void *owner, const char *word);
	void *owner;
	unsigned count;
};

/* False: there are enough of them. */
static bool offer(void *owner, const char *word)
{
	struct offering *offering = owner;

	if (strncmp(word, offering->word, offering->length) == 0) {
		offering->offer(offering->owner, word);
		offering->count++;
	}
	return offering->count < OFFERED_MAX;
}

static void offer_commands(struct offering *offering)
{
	for (const struct debugger_command *row = debugger_commands; row->name; row++)
		offer(offering, row->name);
}

static bool offer_symbol(void *owner, const struct lookup_symbol *symbol)
{
	char name[SYMBOL_TEXT_MAX];

	if (symbol->name.length >= sizeof(name))
		return true;
	memcpy(name, symbol->name.bytes, symbol->name.length);
	name[symbol->name.length] = '\0';
	return offer(owner, name);
}

static void offer_symbols(struct offering *offering)
{
	struct debugger *debugger = offering->debugger;
	struct error error;

	if (need_names(debugger, &error) == 0 && subject_space(&debugger->subject))
		lookup_each(debugger->subject.symbols, offer_symbol, offering);
}

static void offer_registers(struct offering *offering)
{
	struct debugger *debugger = offering->debugger;
	char name[REGISTER_NAME_MAX + 1] = "$";
	struct register_value value;
	struct error error;

	if (*offering->word != '$' || !debugger->inferior || need_subject(debugger, &error) < 0)
		return;
	for (unsigned i = 0; register_file_next(&debugger->subject.registers, i, &value); i++) {
		memcpy(name + 1, value.name, sizeof(value.name));
		offer(offering, name);
	}
}

static void offer_topics(struct offering *offering)
{
	for (const struct info_topic *topic = info_topics; topic->name; topic++)
		offer(offering, topic->name);
	for (const struct overview_row *row = overview_rows; row->name; row++)
		offer(offering, row->name);
}

static void offer_calls(struct offering *offering)
{
	static const char *const others[] = { "signal", "fork", "exec", "exit", "load", NULL };

	for (const char *const *other = others; *other; other++)
		offer(offering, *other);
	calls_each(offer, offering);
}

static void offer_signals(struct offering *offering)
{
	for (unsigned signal = 1; signal <= SIGNAL_MAX; signal++)
		offer(offering, signal_name(signal));
}

void debugger_complete(struct debugger *debugger, const char *line, size_t length,
                       void (*take)(void *owner, const char *word), void *owner)
{
	struct offering offering = {
		.debugger = debugger, .offer = take, .owner = owner, .word = line, .length = length
	};
	const char *rest;
	struct error error;
	size_t start = length;

	while (start && (isalnum((unsigned char)line[start - 1]) || strchr("_$.", line[start - 1])))
		start--;
	const char *first = skip_space(line);

	if (line + start <= first) {
		offering.word = first;
		offering.length = length - (size_t)(first - line);
		offer_commands(&offering);
		return;
	}
	const struct debugger_command *command = command_of_line(first, &rest, &error);

	offering.word = line + start;
	offering.length = length - start;
	const char *condition = strstr(rest, " if ");

	if (command && command->words == WORDS_CALLS && condition && condition < line + start) {
		arguments_each(debugger, rest, offer, &offering);
		return;
	}
	if (command && command->words == WORDS_EXPRESSIONS && after_word(rest, "arg")) {
		arguments_each(debugger, NULL, offer, &offering);
		return;
	}
	switch (command ? command->words : WORDS_NONE) {
	case WORDS_NONE:
		break;
	case WORDS_COMMANDS:
		offer_commands(&offering);
		break;
	case WORDS_PLACES:
	case WORDS_EXPRESSIONS:
		offer_registers(&offering);
		offer_symbols(&offering);
		break;
	case WORDS_CALLS:
		offer_calls(&offering);
		break;
	case WORDS_SIGNALS:
		offer_signals(&offering);
		break;
	case WORDS_INFO:
		offer_topics(&offering);
		break;
	}
}
