/* Expressions of debug/: what is taken can be evaluated, whatever it means.
 *
 * The first byte says how many bytes an address has, and what memory answers. */
#include "debug/expression.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { TEXT_MAX = 1024 };

static bool find(const void *owner, const char *name, size_t length, struct expression_name *found)
{
	(void)owner;
	found->is_variable = *name == '$';
	found->number = length;
	found->type = (struct expression_type){ .size = 8, .pointee = length % 3 ? 0 : 4 };
	return length < 8 && !memchr(name, '-', length);
}

static int variable(void *owner, uint64_t number, uint64_t *value)
{
	(void)owner;
	*value = number << 40 | number;
	return number == 5 ? -ESRCH : 0;
}

static ssize_t memory(void *owner, uint64_t address, void *buffer, size_t length)
{
	const uint8_t *first = owner;

	memset(buffer, (int)address, length);
	return *first & 2   ? (ssize_t)(address % (length + 1))
	       : *first & 4 ? -EFAULT
	                    : (ssize_t)length;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct expression expression;
	struct expression_place place;
	struct error error = { 0 };
	char text[TEXT_MAX + 1];
	const char *rest;
	uint64_t value;

	if (size == 0 || size > TEXT_MAX)
		return 0;
	memcpy(text, data + 1, size - 1);
	text[size - 1] = '\0';
	const struct expression_names names = { .find = find, .word = data[0] & 1 ? 8 : 4 };
	const struct expression_machine machine = { .variable = variable,
		                                    .memory = memory,
		                                    .owner = (void *)data };

	if (expression_parse(&expression, text, &rest, &names, &error) < 0) {
		if (!error.text[0])
			abort();
		return 0;
	}
	if (rest < text || rest > text + size || !expression.count)
		abort();
	expression_evaluate(&expression, &machine, &value, &error);
	expression_locate(&expression, &machine, &place, &error);
	return 0;
}
