/* The program's own variables and types in expressions. */
#include "inspect/typed_names.h"

#include "base/likeness.h"
#include "inspect/activation.h"
#include "inspect/kept_values.h"
#include "inspect/typed_view.h"
#include "symbol/lookup.h"
#include "symbol/types.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { MEMBER_DEPTH_MAX = 8, MEMBERS_MAX = 4096, KEPT_BYTES_MAX = 1 << 16 };

/* Numbers of types are places in the subject's table, counted from 1. */
static bool is_same(const struct type *one, const struct type *other)
{
	if (one->die.addr != other->die.addr || one->said.addr != other->said.addr ||
	    one->dimension != other->dimension || one->derived_count != other->derived_count ||
	    memcmp(one->derived, other->derived, one->derived_count * sizeof(*one->derived)) != 0)
		return false;
	return one->die.addr || (one->size == other->size && strcmp(one->name, other->name) == 0);
}

static uint16_t type_note(struct subject *subject, const struct type *type)
{
	for (unsigned i = 0; i < subject->type_count; i++)
		if (is_same(&subject->types[i], type))
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

	return (has_size && type->kind != TYPE_STRUCT && type->kind != TYPE_ARRAY &&
	        type->kind != TYPE_OPAQUE) ||
	       type->kind == TYPE_VOID;
}

static void set_target(struct subject *subject, const struct type *target,
                       struct expression_type *type)
{
	type->target = type_note(subject, target);
	type->stride = target->size;
	if (!is_number(target) || target->kind == TYPE_FLOAT || target->kind == TYPE_VOID)
		return;
	type->pointee = (uint8_t)target->size;
	type->pointee_is_signed = target->is_signed;
}

static struct expression_type type_describe(struct subject *subject, const struct type *type)
{
	uint8_t word = subject->abi == ABI_I386 ? 4 : 8;
	bool has_size = is_number(type) && type->kind != TYPE_VOID;
	struct expression_type described = { .size = has_size ? (uint8_t)type->size : word,
		                             .is_signed = type->is_signed,
		                             .own = type_note(subject, type),
		                             .is_aggregate = !is_number(type),
		                             .is_function = type->kind == TYPE_FUNCTION,
		                             .is_float = type->kind == TYPE_FLOAT,
		                             .is_bool = type->kind == TYPE_BOOL };
	struct type target;

	if (type->kind == TYPE_POINTER || type->kind == TYPE_ARRAY) {
		if (type_target(subject_space(subject), type, &target))
			set_target(subject, &target, &described);
		described.is_signed = false;
		described.is_reference =
			type->is_reference && !type->derived_count && described.target;
	} else if (type->kind == TYPE_STRUCT) {
		described.target = described.own;
		described.stride = type->size;
	} else if (type->kind == TYPE_VOID) {
		described.size = 1;
	}
	return described;
}

static void part_describe(struct subject *subject, const struct type *type,
                          struct expression_part *part)
{
	*part = (struct expression_part){ .type = type_describe(subject, type),
		                          .bytes = type->size };
}

/* ---- what expressions ask */

static bool find_member_in(struct subject *, const struct type *, const char *name, size_t length,
                           unsigned depth, struct expression_part *);

static bool name_copy(char copy[EXPRESSION_NAME_MAX + 1], const char *name, size_t length)
{
	if (length > EXPRESSION_NAME_MAX)
		return false;
	memcpy(copy, name, length);
	copy[length] = '\0';
	return true;
}

static int put_place(struct subject *subject, const struct type *type, uint64_t address,
                     struct expression_name *found)
{
	found->is_place = true;
	found->number = address;
	found->type = type_describe(subject, type);
	return 1;
}

/* Not what lies around all functions. */
static bool is_local(struct subject *subject, const char *name)
{
	struct activation *chosen = subject_chosen(subject);
	struct variable variable;

	return chosen && chosen->has_scope && scope_find(&chosen->scope, name, &variable) &&
	       variable.block <= chosen->scope.function - chosen->scope.first;
}

/* Those that all objects of the class share. */
static int find_static_member(struct subject *subject, const struct type *class, const char *name,
                              struct expression_name *found)
{
	const struct space *space = subject_space(subject);
	Dwarf_Die die = class->die;
	const char *class_name = space->owner->libdw.dwarf_diename(&die);
	struct text text = { 0 };
	struct type type;
	uint64_t address;
	int64_t number;

	text_string(&text, class_name ? class_name : "");
	text_literal(&text, "::");
	text_string(&text, name);
	text_char(&text, '\0');
	bool is_named = class_name && !text.failed;
	bool is_found = is_named && type_find_variable(space, text.bytes, &type, &address);
	bool is_constant =
		is_named && !is_found && type_find_static(space, text.bytes, &type, &number);

	text_free(&text);
	if (is_constant) {
		found->type = type_describe(subject, &type);
		found->number = (uint64_t)number;
	}
	return is_constant || (is_found && put_place(subject, &type, address, found));
}

/* Within its methods, members of an object are called by their names alone. */
static int find_own_member(struct subject *subject, const char *name, struct expression_name *found)
{
	struct expression_part part = { .offset = 0 };
	struct error ignored;
	struct type type, object;
	uint64_t address, at = 0;

	if (!is_local(subject, "this") || is_local(subject, name) ||
	    typed_find(subject, "this", &type, &address, &ignored) < 0 ||
	    type.kind != TYPE_POINTER || !type_target(subject_space(subject), &type, &object))
		return 0;
	if (!find_member_in(subject, &object, name, strlen(name), 0, &part))
		return find_static_member(subject, &object, name, found);
	if (part.bits || subject_read(subject, address, &at, type.size) != (ssize_t)type.size)
		return 0;
	found->is_place = true;
	found->number = at + part.offset;
	found->type = part.type;
	return 1;
}

static int find_constant(struct subject *subject, const char *name, struct expression_name *found)
{
	const struct space *space = subject_space(subject);
	struct activation *chosen = subject_chosen(subject);
	struct type type;
	int64_t number;

	/* Those of this unit first. */
	if ((!chosen || !chosen->has_scope ||
	     !scope_find_constant(&chosen->scope, name, &type, &number)) &&
	    (!space || (!type_find_constant(space, name, &type, &number) &&
	                !type_find_static(space, name, &type, &number))))
		return 0;
	found->type = type_describe(subject, &type);
	found->number = (uint64_t)number;
	return 1;
}

static int find_function(struct subject *subject, const char *name, struct expression_name *found)
{
	const struct space *space = subject_space(subject);
	struct type type, result;

	/* What is described may be who chooses among several of them. */
	if (!space || !type_find_function(space, name, &type, &found->number) ||
	    space_symbol(space, found->number).type == STT_GNU_IFUNC)
		return 0;
	/* Assemblers know where they are, and no more. */
	if (type_result(space, &type, &result) && result.kind == TYPE_OPAQUE)
		return 0;
	found->type = type_describe(subject, &type);
	return 1;
}

/* Of libc it is known what that is, also where nobody describes it. */
static bool find_errno(struct subject *subject, const char *name, uint64_t *address)
{
	struct lookup *symbols = strcmp(name, "errno") == 0 ? subject_symbols(subject) : NULL;

	return symbols && lookup_find_of_thread(symbols, name, address);
}

static int find_variable(const void *owner, const char *name, size_t length,
                         struct expression_name *found, struct error *error)
{
	struct subject *subject = (struct subject *)owner;
	char copy[EXPRESSION_NAME_MAX + 1];
	const struct type integer = type_basic("int", TYPE_SIGNED, true, 4);
	struct error why = { 0 };
	struct type type;
	uint64_t address;

	if (!name_copy(copy, name, length))
		return 0;
	if (find_own_member(subject, copy, found))
		return 1;
	if (typed_find(subject, copy, &type, &address, &why) == 0)
		return put_place(subject, &type, address, found);
	if (why.number != ENOENT)
		return error_set(error, why.number, "%s", why.text);
	if (find_errno(subject, copy, &address))
		return put_place(subject, &integer, address, found);
	return find_constant(subject, copy, found) || find_function(subject, copy, found);
}

static bool find_member_within(struct subject *, const struct type_member *, const char *name,
                               size_t length, unsigned depth, struct expression_part *);

static bool find_member_in(struct subject *subject, const struct type *structure, const char *name,
                           size_t length, unsigned depth, struct expression_part *part)
{
	struct type_member member;
	bool has_bases = false;

	if (structure->kind != TYPE_STRUCT || structure->derived_count)
		return false;
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

	if (!noted || (!noted->size && noted->kind != TYPE_FUNCTION))
		return false;
	const struct type type = *noted;

	part_describe(subject, &type, part);
	return true;
}

static bool find_type(const void *owner, const char *keyword, const char *name, size_t length,
                      struct expression_part *part)
{
	struct subject *subject = (struct subject *)owner;
	const struct space *space = subject_space(subject);
	char copy[EXPRESSION_NAME_MAX + 1];
	struct type type;

	if (!space || !name_copy(copy, name, length) || !type_find(space, copy, keyword, &type))
		return false;
	part_describe(subject, &type, part);
	return true;
}

static bool find_basic(const void *owner, const char *name, char form, uint8_t size,
                       struct expression_part *part)
{
	static const char forms[] = "ducfbv";
	static const enum type_kind kinds[] = { TYPE_SIGNED, TYPE_UNSIGNED, TYPE_CHARACTER,
		                                TYPE_FLOAT,  TYPE_BOOL,     TYPE_VOID };
	enum type_kind kind = kinds[strchr(forms, form) - forms];
	bool is_signed = form == 'd' || (form == 'c' && *name != 'u');
	struct type type = type_basic(name, kind, is_signed, kind == TYPE_VOID ? 0 : size);

	part_describe((struct subject *)owner, &type, part);
	return part->type.own;
}

static bool derive_type(const void *owner, uint16_t number, uint64_t count,
                        struct expression_part *part)
{
	struct subject *subject = (struct subject *)owner;
	const struct space *space = subject_space(subject);
	const struct type *noted = type_noted(subject, number);
	struct type type;

	if (!noted || !space)
		return false;
	type = *noted;
	if (!type_derive(space, &type, count))
		return false;
	part_describe(subject, &type, part);
	return part->type.own;
}

/* Each unit has its own description of a class. */
static bool is_same_class(const struct subject *subject, const struct type *one,
                          const struct type *other)
{
	const struct libdw *libdw = &subject_space((struct subject *)subject)->owner->libdw;
	Dwarf_Die one_die = one->die, other_die = other->die;

	if (one_die.addr == other_die.addr)
		return true;
	if (one->kind != TYPE_STRUCT || other->kind != TYPE_STRUCT || one->size != other->size)
		return false;
	const char *one_name = libdw->dwarf_diename(&one_die);
	const char *other_name = libdw->dwarf_diename(&other_die);

	return one_name && other_name && strcmp(one_name, other_name) == 0;
}

static bool find_base_in(struct subject *subject, const struct type *derived,
                         const struct type *base, unsigned depth, uint64_t *offset)
{
	struct type_member member;
	uint64_t within = 0;

	if (derived->kind != TYPE_STRUCT || derived->derived_count || depth >= MEMBER_DEPTH_MAX)
		return false;
	for (unsigned i = 0;
	     i < MEMBERS_MAX && type_member(subject_space(subject), derived, i, &member); i++)
		if (member.is_base &&
		    (is_same_class(subject, &member.type, base) ||
		     find_base_in(subject, &member.type, base, depth + 1, &within))) {
			*offset = member.offset + within;
			return true;
		}
	return false;
}

static bool find_base(const void *owner, uint16_t derived, uint16_t base, uint64_t *offset)
{
	struct subject *subject = (struct subject *)owner;
	const struct type *class = type_noted(subject, derived), *inner = type_noted(subject, base);

	return class && inner && derived != base && inner->kind == TYPE_STRUCT &&
	       !inner->derived_count && find_base_in(subject, class, inner, 0, offset);
}

static bool find_signature(const void *owner, uint16_t number,
                           struct expression_signature *signature)
{
	struct subject *subject = (struct subject *)owner;
	const struct space *space = subject_space(subject);
	const struct type *noted = type_noted(subject, number);
	struct type type;

	if (!noted || !space || noted->kind != TYPE_FUNCTION || noted->derived_count)
		return false;
	const struct type function = *noted;

	*signature = (struct expression_signature){ 0 };
	while (type_parameter(space, &function, signature->count, &type, &signature->is_open)) {
		if (signature->count == EXPRESSION_ARGUMENTS_MAX)
			return false;
		signature->parameters[signature->count++] = type_describe(subject, &type);
	}
	if (!type_result(space, &function, &type))
		type = type_basic("void", TYPE_VOID, false, 0);
	signature->result = type_describe(subject, &type);
	return true;
}

static bool keep_string(const void *owner, const char *bytes, size_t length,
                        struct expression_name *found)
{
	struct subject *subject = (struct subject *)owner;
	struct type type = type_basic("char", TYPE_CHARACTER, true, 1);

	found->number = subject_keep(subject, bytes, length);
	if (!found->number || !subject_space(subject) ||
	    !type_derive(subject_space(subject), &type, length))
		return false;
	found->type = type_describe(subject, &type);
	found->type.is_ours = true;
	return true;
}

static int evaluate(const void *owner, const struct expression *expression, uint64_t *value,
                    struct error *error)
{
	const struct expression_machine machine = subject_machine((struct subject *)owner);

	return expression_evaluate(expression, &machine, value, error);
}

/* ---- what may have been meant */

static bool like_variable(void *owner, const struct variable *variable)
{
	likeness_show(owner, variable->name, strlen(variable->name));
	return true;
}

static bool like_symbol(void *owner, const struct lookup_symbol *symbol)
{
	likeness_show(owner, symbol->name.bytes, symbol->name.length);
	return true;
}

static void like_members(struct subject *subject, const struct type *type,
                         struct likeness *likeness)
{
	struct type_member member;

	for (unsigned i = 0;
	     i < MEMBERS_MAX && type_member(subject_space(subject), type, i, &member); i++)
		if (member.name && !member.is_base)
			likeness_show(likeness, member.name, strlen(member.name));
}

static void find_like(const void *owner, uint16_t number, const char *name, size_t length,
                      char like[EXPRESSION_NAME_MAX + 1])
{
	struct subject *subject = (struct subject *)owner;
	struct likeness likeness = likeness_of(name, length);
	struct activation *chosen = subject_chosen(subject);
	const struct type *noted = type_noted(subject, number);

	if (noted) {
		like_members(subject, noted, &likeness);
	} else if (!number) {
		for (int arguments = 0; chosen && chosen->has_scope && arguments < 2; arguments++)
			scope_each(&chosen->scope, arguments, like_variable, &likeness);
		/* What stands here goes before all else that is as like. */
		if (!*likeness.best && subject_space(subject))
			lookup_each(subject->symbols, like_symbol, &likeness);
	}
	memcpy(like, likeness.best, sizeof(likeness.best));
}

/* ---- values that are kept */

/* Types that it knows have numbers in this expression. */
static struct expression_type kept_describe(struct subject *subject, const struct kept_type *type)
{
	return type->has_own ? type_describe(subject, &type->own) : type->plain;
}

static struct kept_type kept_type_of(struct subject *subject, const struct expression_type *type)
{
	const struct type *noted = type_noted(subject, type->own);
	struct kept_type kept = { .plain = *type, .has_own = noted };

	if (noted)
		kept.own = *noted;
	kept.plain.own = kept.plain.target = 0;
	kept.plain.is_literal = false;
	return kept;
}

bool typed_kept(struct subject *subject, const char *name, size_t length,
                struct expression_name *found)
{
	const struct kept_value *value;

	if (!subject->values)
		return false;
	value = kept_values_printed(subject->values, name, length);
	if (!value)
		value = kept_values_named(subject->values, name, length, false);
	if (!value || (value->is_void && !value->is_declared))
		return false;
	found->type = kept_describe(subject, value->is_declared ? &value->declared : &value->type);
	found->type.is_ours = value->bytes;
	found->is_variable = true;
	found->is_free = value->name;
	found->number = SUBJECT_REGISTERS_MAX + kept_values_number(subject->values, value);
	return true;
}

int typed_kept_number(struct subject *subject, uint64_t number, uint64_t *value)
{
	const struct kept_value *kept =
		subject->values ? kept_values_get(subject->values, number) : NULL;

	if (!kept)
		return -ENOENT;
	*value = kept->number;
	return 0;
}

static bool declare_variable(const void *owner, const char *name, size_t length,
                             const struct expression_type *type, struct expression_name *found)
{
	struct subject *subject = (struct subject *)owner;
	struct kept_value *value =
		subject->values && length > 1
			? kept_values_named(subject->values, name + 1, length - 1, true)
			: NULL;

	if (!value)
		return false;
	value->is_declared = true;
	value->declared = kept_type_of(subject, type);
	found->number = SUBJECT_REGISTERS_MAX + kept_values_number(subject->values, value);
	return true;
}

/* The bytes of an aggregate; NULL: there are none that could be kept. */
static uint8_t *aggregate_copy(struct subject *subject, const struct kept_type *type,
                               uint64_t address, size_t *length)
{
	uint8_t *bytes = NULL;

	*length = type->has_own ? type->own.size : 0;
	if (*length && *length <= KEPT_BYTES_MAX)
		bytes = malloc(*length);
	if (bytes && subject_read(subject, address, bytes, *length) == (ssize_t)*length)
		return bytes;
	free(bytes);
	return NULL;
}

int typed_keep(struct subject *subject, uint64_t number, uint64_t *value, struct error *error)
{
	struct kept_value *kept = subject->values ? kept_values_get(subject->values, number) : NULL;
	const struct kept_type type = kept && kept->is_declared ? kept->declared
	                              : kept                    ? kept->type
	                                                        : (struct kept_type){ 0 };
	size_t length;

	if (!kept)
		return error_set(error, ENOENT, "there is no such variable");
	if (!type.plain.is_aggregate || type.plain.is_function) {
		kept_value_set(kept, &type, *value);
		return 0;
	}
	uint8_t *bytes = aggregate_copy(subject, &type, *value, &length);

	if (!bytes)
		return error_set(error, E2BIG, "$%s takes no more than %d bytes, which can be read",
		                 kept->name, KEPT_BYTES_MAX);
	kept_value_set_bytes(subject->values, kept, &type, bytes, length);
	*value = kept->number;
	return 0;
}

unsigned typed_print_keep(struct subject *subject, const struct expression_type *type,
                          uint64_t number, const char *text)
{
	if (!subject->values)
		return 0;
	struct kept_value value = { .number = number,
		                    .text = strdup(text),
		                    .type = kept_type_of(subject, type) };

	if (type->is_aggregate && !type->is_function) {
		value.bytes = aggregate_copy(subject, &value.type, number, &value.length);
		value.is_void = !value.bytes;
	}
	unsigned added = kept_values_add(subject->values, &value);

	if (!added) {
		free(value.text);
		free(value.bytes);
	}
	return added;
}

const struct expression_typing typed_names = {
	.variable = find_variable,
	.member = find_member,
	.value = find_value,
	.named = find_type,
	.basic = find_basic,
	.derive = derive_type,
	.signature = find_signature,
	.base = find_base,
	.string = keep_string,
	.declare = declare_variable,
	.evaluate = evaluate,
	.like = find_like,
};

/* ---- values */

struct type typed_type(const struct subject *subject, const struct expression_type *type)
{
	static const struct {
		uint8_t size;
		bool is_signed;
		const char *name;
	} integers[] = {
		{ 1, true, "signed char" }, { 1, false, "unsigned char" },
		{ 2, true, "short" },       { 2, false, "unsigned short" },
		{ 4, true, "int" },         { 4, false, "unsigned int" },
		{ 8, true, "long" },        { 8, false, "unsigned long" },
	};
	const struct type *noted = type_noted(subject, type->own);

	if (noted)
		return *noted;
	if (type->is_float)
		return type_basic(type->size == 4 ? "float" : "double", TYPE_FLOAT, true,
		                  type->size == 4 ? 4 : 8);
	for (size_t i = 0; i < sizeof(integers) / sizeof(*integers); i++)
		if (integers[i].size == type->size && integers[i].is_signed == type->is_signed)
			return type_basic(integers[i].name,
			                  type->is_signed ? TYPE_SIGNED : TYPE_UNSIGNED,
			                  type->is_signed, type->size);
	return type_basic("unsigned long", TYPE_UNSIGNED, false, 8);
}

struct expression_type typed_describe(struct subject *subject, const struct type *type)
{
	return type_describe(subject, type);
}

struct value *typed_result(struct subject *subject, const struct expression_type *type,
                           uint64_t number, struct arena *arena, struct error *error)
{
	const struct type own = typed_type(subject, type);
	float single = (float)expression_double(number);

	if (type->is_aggregate && !type->is_function)
		return typed_at(subject, &own, number, arena, error);
	if (type->is_float && own.size == sizeof(single)) {
		number = 0;
		memcpy(&number, &single, sizeof(single));
	}
	size_t length = type->is_function || own.size > sizeof(number) ? sizeof(number) : own.size;
	struct value *value =
		typed_value(subject, NULL, &own, (const uint8_t *)&number, length, arena);

	if (!value)
		error_set(error, ENOMEM, "out of memory");
	return value;
}
