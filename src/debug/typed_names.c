/* The program's own variables and types in expressions. */
#include "debug/typed_names.h"

#include "debug/activation.h"
#include "debug/typed_view.h"
#include "symbol/types.h"

#include <errno.h>
#include <string.h>

enum { MEMBER_DEPTH_MAX = 8, MEMBERS_MAX = 4096 };

/* Numbers of types are places in the subject's table, counted from 1. */
static uint16_t type_note(struct subject *subject, const struct type *type)
{
	for (unsigned i = 0; i < subject->type_count; i++)
		if (subject->types[i].die.addr == type->die.addr &&
		    subject->types[i].dimension == type->dimension)
			return (uint16_t)(i + 1);
	if (subject->type_count >= SUBJECT_TYPES_MAX)
		return 0;
	subject->types[subject->type_count++] = *type;
	return (uint16_t)subject->type_count;
}

static const struct type *type_noted(const struct subject *subject, uint16_t number)
{
	return number && number <= subject->type_count ? &subject->types[number - 1] : NULL;
}

/* Numbers that an expression can hold; all else is told by its address. */
static bool is_number(const struct type *type)
{
	bool has_size = type->size == 1 || type->size == 2 || type->size == 4 || type->size == 8;

	return has_size && type->kind != TYPE_STRUCT && type->kind != TYPE_ARRAY &&
	       type->kind != TYPE_OPAQUE;
}

static bool type_is_signed(const struct type *type)
{
	return type->kind == TYPE_SIGNED || type->kind == TYPE_CHARACTER || type->kind == TYPE_ENUM;
}

static void set_target(struct subject *subject, const struct type *target,
                       struct expression_type *type)
{
	type->target = type_note(subject, target);
	type->stride = target->size;
	if (!is_number(target) || target->kind == TYPE_FLOAT)
		return;
	type->pointee = (uint8_t)target->size;
	type->pointee_is_signed = type_is_signed(target);
}

static struct expression_type type_describe(struct subject *subject, const struct type *type)
{
	uint8_t word = subject->abi == ABI_I386 ? 4 : 8;
	struct expression_type described = { .size = is_number(type) ? (uint8_t)type->size : word,
		                             .is_signed = type_is_signed(type),
		                             .own = type_note(subject, type),
		                             .is_aggregate = !is_number(type),
		                             .is_float = type->kind == TYPE_FLOAT };
	struct type target;

	if (type->kind == TYPE_POINTER || type->kind == TYPE_ARRAY) {
		if (type_target(subject_space(subject), type, &target))
			set_target(subject, &target, &described);
	} else if (described.is_aggregate) {
		described.target = described.own;
		described.stride = type->size;
	}
	return described;
}

/* ---- what expressions ask */

/* Symbols of functions are no variables: then not all units need be looked through. */
static int find_constant(struct subject *subject, const char *name, struct expression_name *found)
{
	struct activation *chosen = subject_chosen(subject);
	struct type type;
	int64_t number;

	if (!chosen || !chosen->has_scope ||
	    !scope_find_constant(&chosen->scope, name, &type, &number))
		return 0;
	found->type = type_describe(subject, &type);
	found->number = (uint64_t)number;
	return 1;
}

static int find_variable(const void *owner, const char *name, size_t length,
                         struct expression_name *found, struct error *error)
{
	struct subject *subject = (struct subject *)owner;
	char copy[EXPRESSION_NAME_MAX + 1];
	struct error why = { 0 };
	struct type type;

	memcpy(copy, name, length);
	copy[length] = '\0';
	if (typed_find(subject, copy, &type, &found->number, &why) == 0) {
		found->is_place = true;
		found->type = type_describe(subject, &type);
		return 1;
	}
	if (why.number != ENOENT)
		return error_set(error, why.number, "%s", why.text);
	return find_constant(subject, copy, found);
}

static bool find_member_within(struct subject *, const struct type_member *, const char *name,
                               size_t length, unsigned depth, struct expression_part *);

static bool find_member_in(struct subject *subject, const struct type *structure, const char *name,
                           size_t length, unsigned depth, struct expression_part *part)
{
	struct type_member member;
	bool has_bases = false;

	for (unsigned i = 0;
	     i < MEMBERS_MAX && type_member(subject_space(subject), structure, i, &member); i++) {
		has_bases |= member.is_base;
		if (member.name && !member.is_base && strlen(member.name) == length &&
		    memcmp(member.name, name, length) == 0) {
			part->type = type_describe(subject, &member.type);
			part->bytes = member.type.size;
			part->offset += member.offset;
			part->bit = member.bit;
			part->bits = member.bits;
			return true;
		}
		/* Members of what has no name are the structure's own. */
		if (!member.name && find_member_within(subject, &member, name, length, depth, part))
			return true;
	}
	/* A class's own members hide those that it inherits. */
	for (unsigned i = 0; has_bases && i < MEMBERS_MAX &&
	                     type_member(subject_space(subject), structure, i, &member);
	     i++)
		if (member.is_base &&
		    find_member_within(subject, &member, name, length, depth, part))
			return true;
	return false;
}

static bool find_member_within(struct subject *subject, const struct type_member *outer,
                               const char *name, size_t length, unsigned depth,
                               struct expression_part *part)
{
	struct expression_part inner = { .offset = part->offset + outer->offset };

	if (outer->type.kind != TYPE_STRUCT || depth >= MEMBER_DEPTH_MAX ||
	    !find_member_in(subject, &outer->type, name, length, depth + 1, &inner))
		return false;
	*part = inner;
	return true;
}

static bool find_member(const void *owner, uint16_t number, const char *name, size_t length,
                        struct expression_part *part)
{
	struct subject *subject = (struct subject *)owner;
	const struct type *noted = type_noted(subject, number);

	*part = (struct expression_part){ .offset = 0 };
	return noted && length && find_member_in(subject, noted, name, length, 0, part);
}

static bool find_value(const void *owner, uint16_t number, struct expression_part *part)
{
	struct subject *subject = (struct subject *)owner;
	const struct type *noted = type_noted(subject, number);

	if (!noted || !noted->size)
		return false;
	*part = (struct expression_part){ .type = type_describe(subject, noted),
		                          .bytes = noted->size };
	return true;
}

const struct expression_typing typed_names = {
	.variable = find_variable,
	.member = find_member,
	.value = find_value,
};

struct value *typed_result(struct subject *subject, const struct expression_type *type,
                           uint64_t number, struct arena *arena, struct error *error)
{
	const struct type *noted = type_noted(subject, type->own);

	if (!noted) {
		error_set(error, EINVAL, "the type of this is not known");
		return NULL;
	}
	if (type->is_aggregate)
		return typed_at(subject, noted, number, arena, error);
	struct value *value =
		typed_value(subject, NULL, noted, (const uint8_t *)&number, noted->size, arena);

	if (!value)
		error_set(error, ENOMEM, "out of memory");
	return value;
}
