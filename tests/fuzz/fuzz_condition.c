/* Expressions of debug/: what is taken can be evaluated, whatever it means.
 *
 * The first byte says how many bytes an address has, what memory answers, whether types of a
 * program's own are known, and whether something can be assigned to.  Such types are made up by
 * their numbers: what there is of each kind is as large as a real one, and leads to another. */
#include "inspect/expression.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { WITH_TYPES = 8, ASSIGNS = 16, TYPES_MAX = 4096 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { TEXT_MAX = 1024 };

static bool find(const void *owner, const char *name, size_t length, struct expression_name *found)
{
	(void)owner;
	found->is_variable = *name == '$';
	found->is_free = found->is_variable && length % 2;
	found->number = length;
	found->type = (struct expression_type){ .size = 8, .pointee = length % 3 ? 0 : 4 };
	return length < 8 && !memchr(name, '-', length);
}

/* ---- types */

static struct expression_part describe(uint16_t number)
{
	struct expression_part part = { .type = { .size = 8, .own = number }, .bytes = 8 };
	struct expression_type *type = &part.type;

	switch (number % 8) {
	case 1:
		type->size = 4;
		type->is_signed = true;
		part.bytes = 4;
		break;
	case 2:
		type->size = 1;
		type->is_bool = number & 8;
		part.bytes = 1;
		break;
	case 3:
		type->is_float = true;
		break;
	case 4:
		type->target = (uint16_t)(number + 1);
		type->stride = 4;
		type->is_reference = number & 16;
		break;
	case 5:
		type->is_aggregate = true;
		type->target = number;
		part.bytes = type->stride = 24;
		break;
	case 6:
		type->is_aggregate = true;
		type->target = (uint16_t)(number - 3);
		type->stride = 8;
		part.bytes = number & 32 ? 1 << 20 : 32;
		break;
	case 7:
		type->is_aggregate = type->is_function = true;
		break;
	default:
		type->is_aggregate = type->is_float = true;
		part.bytes = 16;
	}
	return part;
}

static int typed_variable(const void *owner, const char *name, size_t length,
                          struct expression_name *found, struct error *error)
{
	(void)owner;
	if (*name == 'z')
		return error_set(error, ENODATA, "it has no value here");
	if (length > 3)
		return 0;
	found->is_place = *name & 1;
	found->number = 0x1000 * length;
	found->type = describe((uint16_t)(*name + 32 * length)).type;
	if (found->type.is_aggregate)
		found->is_place = false;
	return 1;
}

static bool typed_member(const void *owner, uint16_t type, const char *name, size_t length,
                         struct expression_part *part)
{
	(void)owner;
	if (length > 4)
		return false;
	*part = describe((uint16_t)(type + *name));
	part->offset = length - 1;
	if (!part->type.is_aggregate && !part->type.is_float && length == 3) {
		part->bits = 1 + (unsigned char)name[1] % 7;
		part->bit = (unsigned char)name[2] % (8 * part->type.size - part->bits + 1);
	}
	return true;
}

static bool typed_value(const void *owner, uint16_t type, struct expression_part *part)
{
	(void)owner;
	*part = describe(type);
	return type % 5;
}

static bool typed_named(const void *owner, const char *keyword, const char *name, size_t length,
                        struct expression_part *part)
{
	(void)owner;
	*part = describe((uint16_t)(*name + length));
	return keyword ? length < 6 : length == 4;
}

static bool typed_basic(const void *owner, const char *name, char form, uint8_t size,
                        struct expression_part *part)
{
	(void)owner;
	(void)name;
	*part = describe(form == 'f' ? (size > 8 ? 8 : 3) : size == 1 ? 2 : 1);
	return true;
}

static bool typed_derive(const void *owner, uint16_t type, uint64_t count,
                         struct expression_part *part)
{
	(void)owner;
	*part = describe((uint16_t)((type & ~7) + 8 + (count ? 6 : 4)));
	return type < TYPES_MAX && count < 1 << 16;
}

static bool typed_base(const void *owner, uint16_t derived, uint16_t base, uint64_t *offset)
{
	(void)owner;
	*offset = derived;
	return derived > base;
}

static bool typed_string(const void *owner, const char *bytes, size_t length,
                         struct expression_name *found)
{
	(void)owner;
	found->number = (uint64_t)(unsigned char)*bytes + length;
	found->type = describe(6).type;
	found->type.is_ours = true;
	return length < 100;
}

static bool typed_declare(const void *owner, const char *name, size_t length,
                          const struct expression_type *type, struct expression_name *found)
{
	(void)owner;
	(void)name;
	found->number = length + type->size;
	return length < 8;
}

static int typed_evaluate(const void *owner, const struct expression *, uint64_t *, struct error *);

static void typed_like(const void *owner, uint16_t type, const char *name, size_t length,
                       char like[EXPRESSION_NAME_MAX + 1])
{
	(void)owner;
	(void)type;
	memcpy(like, name, length < EXPRESSION_NAME_MAX ? length : 0);
	like[length < EXPRESSION_NAME_MAX ? length : 0] = '\0';
}

static const struct expression_typing typing = { .variable = typed_variable,
	                                         .member = typed_member,
	                                         .value = typed_value,
	                                         .named = typed_named,
	                                         .basic = typed_basic,
	                                         .derive = typed_derive,
	                                         .base = typed_base,
	                                         .string = typed_string,
	                                         .declare = typed_declare,
	                                         .evaluate = typed_evaluate,
	                                         .like = typed_like };

/* ---- the machine */

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

static int keep(void *owner, uint64_t number, uint64_t *value, struct error *error)
{
	(void)owner;
	*value ^= number;
	return number == 6 ? error_set(error, EPERM, "it is kept by nobody") : 0;
}

/* All bytes are looked at. */
static int write_bytes(void *owner, uint64_t address, const void *bytes, size_t length,
                       struct error *error)
{
	const uint8_t *at = bytes;
	unsigned sum = 0;

	(void)owner;
	for (size_t i = 0; i < length; i++)
		sum += at[i];
	return (sum ^ address) % 7 ? 0 : error_set(error, EFAULT, "nothing is mapped there");
}

static struct expression_machine machine_of(const void *owner)
{
	return (struct expression_machine){ .variable = variable,
		                            .memory = memory,
		                            .keep = keep,
		                            .write = write_bytes,
		                            .owner = (void *)owner };
}

static int typed_evaluate(const void *owner, const struct expression *expression, uint64_t *value,
                          struct error *error)
{
	const struct expression_machine machine = machine_of(owner);

	return expression_evaluate(expression, &machine, value, error);
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
	const struct expression_names names = { .find = find,
		                                .owner = data,
		                                .word = data[0] & 1 ? 8 : 4,
		                                .assigns = data[0] & ASSIGNS,
		                                .typing = data[0] & WITH_TYPES ? &typing : NULL };
	const struct expression_machine machine = machine_of(data);

	rest = text;
	expression_parse_type(&rest, &names, &expression.type, &error);
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
