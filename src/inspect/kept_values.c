/* Values that outlive the command that they come from. */
#include "inspect/kept_values.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { PRINTED_MAX = 4096, NAMED_MAX = 256, EXTENT_SHIFT = 20 };

/* Each has its own piece, above what subjects keep for themselves. */
static const uint64_t KEPT_START = 0xfff8000000000000;

struct kept_values {
	unsigned printed_count, named_count;
	struct kept_value *printed[PRINTED_MAX];
	struct kept_value named[NAMED_MAX];
};

struct kept_values *kept_values_create(void)
{
	return calloc(1, sizeof(struct kept_values));
}

static void value_free(struct kept_value *value)
{
	free(value->name);
	free(value->text);
	free(value->bytes);
}

void kept_values_destroy(struct kept_values *values)
{
	for (unsigned i = 0; values && i < values->printed_count; i++) {
		value_free(values->printed[i]);
		free(values->printed[i]);
	}
	for (unsigned i = 0; values && i < values->named_count; i++)
		value_free(&values->named[i]);
	free(values);
}

/* ---- finding */

/* Names have the numbers from 0 on, what was printed those behind them. */
struct kept_value *kept_values_get(struct kept_values *values, uint64_t number)
{
	if (number < NAMED_MAX)
		return number < values->named_count ? &values->named[number] : NULL;
	number -= NAMED_MAX;
	return number < values->printed_count ? values->printed[number] : NULL;
}

uint64_t kept_values_number(const struct kept_values *values, const struct kept_value *value)
{
	if (value >= values->named && value < values->named + NAMED_MAX)
		return (uint64_t)(value - values->named);
	for (unsigned i = 0; i < values->printed_count; i++)
		if (values->printed[i] == value)
			return NAMED_MAX + i;
	return UINT64_MAX;
}

struct kept_value *kept_values_named(struct kept_values *values, const char *name, size_t length,
                                     bool create)
{
	for (unsigned i = 0; i < values->named_count; i++)
		if (strlen(values->named[i].name) == length &&
		    memcmp(values->named[i].name, name, length) == 0)
			return &values->named[i];
	char *copy = create && values->named_count < NAMED_MAX ? strndup(name, length) : NULL;

	if (!copy)
		return NULL;
	values->named[values->named_count] = (struct kept_value){ .name = copy, .is_void = true };
	return &values->named[values->named_count++];
}

unsigned kept_values_count(const struct kept_values *values)
{
	return values->printed_count;
}

struct kept_value *kept_values_printed(struct kept_values *values, const char *name, size_t length)
{
	bool is_back = length && *name == '$';
	unsigned long number = 0, count = values->printed_count;
	size_t at = is_back, digits = 0;

	for (; at < length && name[at] >= '0' && name[at] <= '9' && digits < 9; at++, digits++)
		number = 10 * number + (unsigned long)(name[at] - '0');
	if (at < length)
		return NULL;
	if (!digits)
		number = is_back;
	if (!digits || is_back)
		number = number < count ? count - number : 0;
	return number && number <= count ? values->printed[number - 1] : NULL;
}

struct kept_value *kept_values_next(struct kept_values *values, unsigned *index)
{
	unsigned at = (*index)++;

	if (at < values->printed_count)
		return values->printed[at];
	at -= values->printed_count;
	return at < values->named_count ? &values->named[at] : NULL;
}

/* ---- keeping */

unsigned kept_values_add(struct kept_values *values, const struct kept_value *value)
{
	struct kept_value *copy =
		values->printed_count < PRINTED_MAX ? malloc(sizeof(*copy)) : NULL;

	if (!copy)
		return 0;
	*copy = *value;
	values->printed[values->printed_count++] = copy;
	if (copy->bytes)
		copy->number = KEPT_START + (kept_values_number(values, copy) << EXTENT_SHIFT);
	return values->printed_count;
}

void kept_value_set(struct kept_value *value, const struct kept_type *type, uint64_t number)
{
	free(value->bytes);
	value->bytes = NULL;
	value->length = 0;
	value->is_void = false;
	value->type = *type;
	value->number = number;
}

void kept_value_set_bytes(struct kept_values *values, struct kept_value *value,
                          const struct kept_type *type, uint8_t *bytes, size_t length)
{
	kept_value_set(value, type,
	               KEPT_START + (kept_values_number(values, value) << EXTENT_SHIFT));
	value->bytes = bytes;
	value->length = length;
}

void kept_values_name(struct kept_values *values, const char *name, const struct kept_type *type,
                      uint64_t number)
{
	struct kept_value *value = kept_values_named(values, name, strlen(name), true);

	if (value)
		kept_value_set(value, type, number);
}

void kept_values_begin(struct kept_values *values)
{
	for (unsigned i = 0; i < values->named_count; i++)
		values->named[i].is_declared = false;
}

bool kept_values_have(uint64_t address)
{
	return address >= KEPT_START &&
	       address < KEPT_START + ((uint64_t)(NAMED_MAX + PRINTED_MAX) << EXTENT_SHIFT);
}

ssize_t kept_values_read(const struct kept_values *values, uint64_t address, void *buffer,
                         size_t length)
{
	const struct kept_value *value = kept_values_get((struct kept_values *)values,
	                                                 (address - KEPT_START) >> EXTENT_SHIFT);
	size_t at = (address - KEPT_START) & ((1 << EXTENT_SHIFT) - 1);

	if (!value || !value->bytes || at >= value->length)
		return -EFAULT;
	if (length > value->length - at)
		length = value->length - at;
	memcpy(buffer, value->bytes + at, length);
	return (ssize_t)length;
}

static void type_forget(struct kept_value *value)
{
	value->is_declared = false;
	if (!value->type.has_own || !value->type.own.die.addr)
		return;
	value->type.has_own = false;
	value->is_void |= value->type.plain.is_aggregate;
	free(value->bytes);
	value->bytes = NULL;
	value->length = 0;
}

void kept_values_forget_types(struct kept_values *values)
{
	for (unsigned i = 0; i < values->printed_count; i++)
		type_forget(values->printed[i]);
	for (unsigned i = 0; i < values->named_count; i++)
		type_forget(&values->named[i]);
}
