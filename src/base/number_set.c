/* Sets of small numbers. */
#include "base/number_set.h"

#include <limits.h>
#include <string.h>

bool number_set_has(const struct number_set *set, int number)
{
	bool found = false;

	for (unsigned i = 0; i < set->count && !found; i++)
		found = set->list[i] == number;
	return found != set->inverted;
}

/* A whole word of digits, or -1. */
static int word_number(const char *word, size_t length)
{
	long number = 0;

	for (size_t i = 0; i < length; i++) {
		if (word[i] < '0' || word[i] > '9')
			return -1;
		number = number * 10 + (word[i] - '0');
		if (number > INT_MAX)
			return -1;
	}
	return (int)number;
}

int number_set_parse(struct number_set *set, const char *what, const char *text,
                     struct error *error)
{
	struct number_set parsed = { .inverted = false };
	const char *rest = text;

	for (; *rest == '!'; rest++)
		parsed.inverted = !parsed.inverted;
	if (strcmp(rest, "all") == 0 || strcmp(rest, "none") == 0) {
		*set = (struct number_set){ .inverted = (*rest == 'a') != parsed.inverted };
		return 0;
	}
	for (size_t length; *rest; rest += length + (rest[length] == ',')) {
		length = strcspn(rest, ",");
		if (!length)
			continue;
		int number = word_number(rest, length);

		if (number < 0)
			return error_set(error, 0, "invalid %s '%.*s'", what, (int)length, rest);
		if (parsed.count == NUMBER_SET_MAX)
			return error_set(error, 0, "more than %d numbers: '%s'", NUMBER_SET_MAX,
			                 text);
		parsed.list[parsed.count++] = number;
	}
	if (!parsed.count)
		return error_set(error, 0, "invalid %s '%s'", what, text);
	*set = parsed;
	return 0;
}
