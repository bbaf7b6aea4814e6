/* Calls that are meant, and arguments by name. */
#include "inspect/call_match.h"

#include "base/errno_name.h"
#include "base/guard.h"
#include "base/text.h"
#include "calls/table.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum {
	NAME_RETURN = -1, /* number of the variable "ret" */
	ERRNO_NAME_MAX = 32,
	SLOTS = 6,
};

/* ---- arguments by name */

static bool is_name(const char *whole, const char *name, size_t length)
{
	return whole && strlen(whole) == length && memcmp(whole, name, length) == 0;
}

/* What calls have, however they name it: their first path, their first descriptor. */
static const struct {
	const char *name;
	enum kind kind;
} roles[] = { { "path", KIND_PATH }, { "fd", KIND_FD } };

enum { ROLE_COUNT = sizeof(roles) / sizeof(*roles) };

const char *call_argument_role(unsigned index)
{
	return index < ROLE_COUNT ? roles[index].name : NULL;
}

const struct field *call_argument_find(const struct call *call, const char *name, size_t length)
{
	const struct field *found = NULL;

	for (unsigned i = 0; call && i < call->args.count; i++) {
		const struct field *field = &call->args.fields[i];

		if (is_name(field->name, name, length))
			return field;
		for (size_t j = 0; !found && j < ROLE_COUNT; j++)
			if (field->kind == roles[j].kind && is_name(roles[j].name, name, length))
				found = field;
	}
	return found;
}

uint64_t call_argument_value(const struct event *event, const struct field *field)
{
	unsigned slot = event->abi == ABI_I386 ? 4 : 8;
	unsigned size =
		field->pointer[event->abi] ? field->pointer[event->abi] : field->size[event->abi];
	uint8_t block[SLOTS * sizeof(uint64_t)] = { 0 };

	for (unsigned i = 0; i < SLOTS; i++)
		memcpy(block + (size_t)slot * i, &event->args[i], slot);
	if (field->offset[event->abi] + size > sizeof(block))
		return 0;
	return load_number(block + field->offset[event->abi], size,
	                   field->is_signed && !field->pointer[event->abi]);
}

static struct expression_type argument_type(const struct field *field, enum event_abi abi)
{
	unsigned behind = field->size[abi];
	struct expression_type type = { .size = 8, .is_signed = true };

	if (!field->pointer[abi])
		return type;
	type.pointee_is_signed = field->is_signed;
	type.pointee = behind == 2 || behind == 4 || behind == 8 ? (uint8_t)behind : 1;
	return type;
}

/* ---- names of an expression */

static const struct field *field_of_any(const struct call_match *match, const char *name,
                                        size_t length, enum event_abi *abi)
{
	for (*abi = 0; *abi < ABI_COUNT; ++*abi)
		for (uint32_t nr = 0; nr < tables_in_use->calls[*abi].count; nr++) {
			const struct field *field =
				call_set_has(&match->calls, *abi, nr)
					? call_argument_find(call_find(*abi, nr), name, length)
					: NULL;

			if (field)
				return field;
		}
	return NULL;
}

/* What calls fail with has no set of its own. */
static bool constant_find(const char *name, size_t length, uint64_t *value)
{
	char error_name[ERRNO_NAME_MAX] = "";
	int number = 0;

	if (length < sizeof(error_name)) {
		memcpy(error_name, name, length);
		number = errno_find(error_name);
	}
	if (number > 0) {
		*value = (uint64_t)number;
		return true;
	}
	for (uint32_t i = 0; i < tables_in_use->set_count; i++) {
		const struct symbols *set = tables_in_use->sets[i];

		for (unsigned j = 0; j < set->count; j++)
			if (set->list[j].length == length &&
			    memcmp(set->list[j].name, name, length) == 0) {
				*value = set->list[j].value;
				return true;
			}
	}
	return false;
}

static bool name_find(const void *owner, const char *name, size_t length,
                      struct expression_name *found)
{
	struct call_match *match = (struct call_match *)owner;
	enum event_abi abi;

	*found = (struct expression_name){ .type = { .size = 8, .is_signed = true } };
	if (is_name("ret", name, length)) {
		found->is_variable = match->wants_return = true;
		found->number = (uint64_t)NAME_RETURN;
		return true;
	}
	const struct field *field = field_of_any(match, name, length, &abi);

	if (!field)
		return constant_find(name, length, &found->number);
	if (match->name_count == CALL_MATCH_NAMES_MAX)
		return false;
	found->is_variable = true;
	found->number = match->name_count;
	found->type = argument_type(field, abi);
	/* Others of the calls may have it elsewhere. */
	match->names[match->name_count++] = is_name(field->name, name, length) ? field->name
	                                    : field->kind == KIND_PATH         ? "path"
	                                                                       : "fd";
	return true;
}

/* ---- testing it */

struct testing {
	const struct call_match *match;
	const struct event *event;
	ssize_t (*memory)(void *owner, uint64_t address, void *buffer, size_t length);
	void *owner;
};

static int variable(void *owner, uint64_t number, uint64_t *value)
{
	const struct testing *testing = owner;
	const struct event *event = testing->event;

	if (number == (uint64_t)NAME_RETURN) {
		*value = (uint64_t)event->result;
		return event->kind == EVENT_EXIT ? 0 : -ENOENT;
	}
	const char *name = testing->match->names[number];
	const struct field *field = call_argument_find(
		call_find((enum event_abi)event->abi, event->nr), name, strlen(name));

	if (!field)
		return -ENOENT;
	*value = call_argument_value(event, field);
	return 0;
}

static ssize_t memory(void *owner, uint64_t address, void *buffer, size_t length)
{
	const struct testing *testing = owner;

	return testing->memory(testing->owner, address, buffer, length);
}

static bool condition_holds(struct testing *testing)
{
	const struct expression_machine machine = { .variable = variable,
		                                    .memory = memory,
		                                    .owner = testing };
	struct error error;
	uint64_t value;

	return expression_evaluate(testing->match->expression, &machine, &value, &error) == 0 &&
	       value;
}

bool call_match_takes(const struct call_match *match, const struct event *event,
                      ssize_t (*read)(void *owner, uint64_t address, void *, size_t length),
                      void *owner)
{
	struct testing testing = { match, event, read, owner };

	if (event->kind != EVENT_ENTRY && event->kind != EVENT_EXIT)
		return false;
	return (event->kind == EVENT_ENTRY ? match->at_entry : match->at_return) &&
	       call_set_has(&match->calls, (enum event_abi)event->abi, event->nr) &&
	       (!match->expression || condition_holds(&testing));
}

/* ---- reading it */

int call_match_set_condition(struct call_match *match, const char *text, struct error *error)
{
	const struct expression_names names = { .find = name_find, .owner = match, .word = 8 };

	free(match->expression);
	match->expression = NULL;
	match->name_count = 0;
	if (!text)
		return 0;
	match->expression = calloc(1, sizeof(*match->expression));
	if (!match->expression)
		return error_set(error, ENOMEM, "out of memory");
	return expression_parse(match->expression, text, NULL, &names, error);
}

static const char *skip_space(const char *text)
{
	return text + strspn(text, " \t");
}

static bool takes_word(const char **text, const char *word)
{
	size_t length = strlen(word);

	if (strncmp(*text, word, length) != 0 || !strchr(" \t", (*text)[length]))
		return false;
	*text = skip_space(*text + length);
	return true;
}

/* Behind its bracket: a string or a number; as a condition.  Moves *text behind it. */
static int argument_read(const char **text, struct text *condition, struct error *error)
{
	char bytes[EXPRESSION_TEXT_MAX];
	const char *start = *text = skip_space(*text);
	bool is_string = *start == '"';

	if (is_string && string_parse(text, bytes, sizeof(bytes), error) < 0)
		return -1;
	if (!is_string)
		*text += strcspn(start, ") \t\"");
	const char *end = *text;

	*text = skip_space(end);
	if (**text != ')' || end == start)
		return error_set(error, EINVAL,
		                 "between brackets stands one \"path\", or the number of a "
		                 "descriptor, not '%.60s'",
		                 start);
	*text = skip_space(*text + 1);
	text_string(condition, is_string ? "path == " : "fd == ");
	text_put(condition, start, (size_t)(end - start));
	return 0;
}

/* A regular expression has brackets of its own. */
static size_t calls_length(const char *text)
{
	return *text == '/' ? strcspn(text, " \t") : strcspn(text, " \t(");
}

static int conditions_read(struct call_match *match, const char *text, struct text *condition,
                           struct error *error)
{
	bool at_entry, at_return, has_condition = *text == '(';

	if (has_condition) {
		text++;
		if (argument_read(&text, condition, error) < 0)
			return -1;
	}
	at_entry = takes_word(&text, "entry");
	at_return = !at_entry && (takes_word(&text, "return") || takes_word(&text, "exit"));
	if (takes_word(&text, "if")) {
		text_format(condition, has_condition ? " && (%s)" : "%s", text);
		has_condition = true;
		text = "";
	}
	if (*text)
		return error_set(
			error, EINVAL,
			"calls are followed by entry, return, or if EXPRESSION, not '%.60s'", text);
	text_char(condition, '\0');
	if (condition->failed)
		return error_set(error, ENOMEM, "out of memory");
	if (has_condition && call_match_set_condition(match, condition->bytes, error) < 0)
		return -1;
	if (at_entry && match->wants_return)
		return error_set(error, EINVAL,
		                 "at its entry a call has not returned anything yet");
	match->at_entry = at_entry || (!at_return && !match->wants_return);
	match->at_return = !at_entry;
	return 0;
}

int call_match_parse(struct call_match *match, const char *text, struct error *error)
{
	size_t length = calls_length(text);
	AUTO_FREE char *calls = strndup(text, length);
	struct text condition = { 0 };

	if (!calls)
		return error_set(error, ENOMEM, "out of memory");
	if (call_set_parse(&match->calls, calls, error) < 0)
		return -1;
	int status = conditions_read(match, skip_space(text + length), &condition, error);

	text_free(&condition);
	return status;
}

void call_match_free(struct call_match *match)
{
	free(match->expression);
	*match = (struct call_match){ 0 };
}
