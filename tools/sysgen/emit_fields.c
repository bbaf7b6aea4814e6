/* Prints fields, structures and choices as C.
 *
 * Children are printed before their parents.  What has no name of its own (the
 * fields of alternatives, choices in use) is printed once per different text. */
#include "emit.h"

#include <stdio.h>

static const char *const kind_names[] = {
#define KIND(name) [KIND_##name] = "KIND_" #name,
	KINDS(KIND)
#undef KIND
};

void emit_string(struct text *out, const char *string)
{
	text_char(out, '"');
	for (; *string; string++) {
		unsigned char c = *string;

		bool is_trigraph =
			c == '?' && string[1] == '?' && string[2] && strchr("=/'()!<>-", string[2]);

		if (c == '"' || c == '\\' || c < ' ' || c > '~' || is_trigraph)
			text_format(out, "\\%03o", c);
		else
			text_char(out, c);
	}
	text_char(out, '"');
}

void emit_number(struct text *out, uint64_t number)
{
	if (number < 10)
		text_unsigned(out, number);
	else
		text_format(out, "%#llx", (unsigned long long)number);
}

/* ---- what has no name of its own */

static const char *free_identifier(struct emitter *emitter, const char *base)
{
	char name[160];

	snprintf(name, sizeof(name), "%.120s", base);
	for (unsigned i = 2; names_find(&emitter->identifiers, name); i++)
		snprintf(name, sizeof(name), "%.120s_%u", base, i);
	const char *identifier = model_word(emitter->model, name, strlen(name));
	names_put(emitter->model, &emitter->identifiers, identifier, (void *)identifier);
	return identifier;
}

/* Prints "static const TYPE NAME BODY;" unless such a body is there already.
 * Takes the body away. */
static const char *emit_shared(struct emitter *emitter, const char *type, const char *base,
                               const char *brackets, struct text *body)
{
	text_char(body, '\0');
	const char *text = model_word(emitter->model, body->failed ? "" : body->bytes,
	                              body->failed ? 0 : body->length - 1);
	const char *identifier = names_find(&emitter->by_text, text);

	text_free(body);
	if (!identifier) {
		identifier = free_identifier(emitter, base);
		names_put(emitter->model, &emitter->by_text, text, (void *)identifier);
		text_format(emitter->out, "static const struct %s %s%s = ", type, identifier,
		            brackets);
		text_string(emitter->out, text);
		text_literal(emitter->out, ";\n\n");
	}
	return identifier;
}

/* ---- fields */

static void emit_reference(struct text *out, const struct reference *reference)
{
	text_format(out, "{ .offset = { %u, %u }, .size = { %u, %u }", reference->offset[0],
	            reference->offset[1], reference->size[0], reference->size[1]);
	if (reference->is_signed)
		text_literal(out, ", .is_signed = true");
	if (reference->is_command)
		text_literal(out, ", .is_command = true");
	if (reference->indirect[0])
		text_format(out, ", .indirect = { %u, %u }", reference->indirect[0],
		            reference->indirect[1]);
	if (reference->beyond[0] || reference->beyond[1])
		text_format(out, ", .beyond = { %u, %u }", reference->beyond[0], reference->beyond[1]);
	if (reference->plus[0])
		text_format(out, ", .plus = { %u, %u }", reference->plus[0], reference->plus[1]);
	if (reference->fact)
		text_format(out, ", .fact = %u", reference->fact);
	if (reference->argument)
		text_format(out, ", .argument = %u", reference->argument);
	text_literal(out, " }");
}

static void emit_length(struct text *out, const struct length *length)
{
	static const char *const kinds[] = { "LENGTH_ONE", "LENGTH_NUL", "LENGTH_CONST",
		                             "LENGTH_FIELD", "LENGTH_REST" };
	static const char *const units[] = { "", ", .unit = UNIT_BYTES", ", .unit = UNIT_BITS",
		                             ", .unit = UNIT_NODES", ", .unit = UNIT_PAGES" };

	if (length->kind == LENGTH_ONE && !length->spread)
		return;
	text_format(out, "\n\t  .length = { .kind = %s%s%s%s%s", kinds[length->kind],
	            units[length->unit], length->by_return ? ", .by_return = true" : "",
	            length->partial ? ", .partial = true" : "",
	            length->spread ? ", .spread = true" : "");
	if (length->kind == LENGTH_CONST)
		text_format(out, ", .value = %u", length->value);
	if (length->room)
		text_format(out, ", .room = %u", length->room);
	if (length->most)
		text_format(out, ", .most = %u", length->most);
	if (length->times)
		text_format(out, ", .times = %u", length->times);
	if (length->first)
		text_format(out, ", .first = %u", length->first);
	if (length->field.size[0]) {
		text_literal(out, ",\n\t\t      .field = ");
		emit_reference(out, &length->field);
	}
	text_literal(out, " },");
}

static void emit_condition(struct text *out, const struct condition *when)
{
	static const char *const tests[] = { "TEST_ALWAYS", "TEST_ANY", "TEST_NONE", "TEST_EQUAL",
		                             "TEST_UNEQUAL" };

	if (when->test == TEST_ALWAYS)
		return;
	text_format(out, "\n\t  .when = { .test = %s, .mask = ", tests[when->test]);
	if (when->mask == UINT64_MAX)
		text_literal(out, "ALL");
	else
		emit_number(out, when->mask);
	if (when->count) {
		text_format(out, ", .count = %u, .values = {", when->count);
		for (unsigned i = 0; i < when->count; i++) {
			text_literal(out, " ");
			emit_number(out, when->values[i]);
			text_literal(out, ",");
		}
		text_literal(out, " }");
	}
	text_literal(out, ",\n\t\t    .field = ");
	emit_reference(out, &when->field);
	text_literal(out, " },");
}

static void emit_traits(struct text *out, unsigned traits)
{
	static const char *const names[] = {
		"TRAIT_DETAIL",  "TRAIT_NOTED",         "TRAIT_INDIRECT", "TRAIT_INLINE",
		"TRAIT_UNNAMED", "TRAIT_BRIEF_ADDRESS", "TRAIT_WAS",      "TRAIT_INDEXED",
		"TRAIT_FLAT",    "TRAIT_NONZERO",       "TRAIT_WITHIN",   "TRAIT_IMPLIED",
		"TRAIT_FOLDED",  "TRAIT_ENDED",         "TRAIT_RESULT",   "TRAIT_CARRIER",
		"TRAIT_TRIFLE",  "TRAIT_PLACED",        "TRAIT_COUNTING", "TRAIT_GLIMPSED",
		"TRAIT_JOINED",  "TRAIT_LATE"
	};
	const char *separator = "\n\t  .traits = ";

	for (unsigned i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (!(traits & 1u << i))
			continue;
		text_string(out, separator);
		text_string(out, names[i]);
		separator = " | ";
	}
	if (traits)
		text_literal(out, ",");
}

static void emit_where(struct text *out, const struct field *field)
{
	static const char *const directions[] = { "DIR_NONE", "DIR_IN", "DIR_OUT", "DIR_INOUT",
		                                  "DIR_INHERIT" };
	static const char *const validities[] = { "VALID_SUCCESS",     "VALID_POSITIVE",
		                                  "VALID_INTERRUPTED", "VALID_ANY",
		                                  "VALID_EIO",         "VALID_OVERFLOW" };

	text_format(out, " .size = { %u, %u }, .offset = { %u, %u },", field->size[0],
	            field->size[1], field->offset[0], field->offset[1]);
	if (field->is_signed)
		text_literal(out, " .is_signed = true,");
	if (field->is_plain)
		text_literal(out, " .is_plain = true,");
	if (field->direction)
		text_format(out, "\n\t  .direction = %s,", directions[field->direction]);
	if (field->pointer[0])
		text_format(out, " .pointer = { %u, %u },", field->pointer[0], field->pointer[1]);
	if (field->validity)
		text_format(out, " .validity = %s,", validities[field->validity]);
	emit_traits(out, field->traits);
}

static const char *emit_choice(struct emitter *, const struct choice *);

void emit_field(struct emitter *emitter, struct text *body, const struct field *field)
{
	if (field->structure)
		emit_structure(emitter, field->structure);
	const char *choice = field->choice ? emit_choice(emitter, field->choice) : NULL;

	text_format(body, "{ .name = \"%s\", .kind = %s,", field->name, kind_names[field->kind]);
	emit_where(body, field);
	emit_length(body, &field->length);
	if (field->upto.size[0]) {
		text_literal(body, "\n\t  .upto = ");
		emit_reference(body, &field->upto);
		text_literal(body, ",");
	}
	if (field->least)
		text_format(body, "\n\t  .least = %u,", field->least);
	if (field->filled)
		text_format(body, "\n\t  .filled = %u,", field->filled);
	if (field->bits)
		text_format(body, "\n\t  .bit = %u, .bits = %u,", field->bit, field->bits);
	if (field->tells)
		text_format(body, "\n\t  .tells = %u,", field->tells);
	if (field->symbols)
		text_format(body, "\n\t  .symbols = &set_%s,", field->symbols->name);
	if (field->structure)
		text_format(body, "\n\t  .structure = &struct_%s,", field->structure->name);
	if (choice)
		text_format(body, "\n\t  .choice = &%s,", choice);
	if (field->custom)
		text_format(body, "\n\t  .custom = decode_%s,",
		            custom_of_field(emitter->model, field));
	emit_condition(body, &field->when);
	if (field->note) {
		text_literal(body, "\n\t  .note = ");
		emit_string(body, field->note);
		text_literal(body, ",");
	}
	text_literal(body, " }");
}

const char *emit_fields(struct emitter *emitter, const struct structure *structure,
                        const char *kind)
{
	struct text body = { 0 };
	char base[160];

	if (!structure->count)
		return NULL;
	text_literal(&body, "{\n");
	for (unsigned i = 0; i < structure->count; i++) {
		text_literal(&body, "\t");
		emit_field(emitter, &body, &structure->fields[i]);
		text_literal(&body, ",\n");
	}
	text_literal(&body, "}");
	snprintf(base, sizeof(base), "%s_%.100s", kind, structure->name);
	return emit_shared(emitter, "field", base, "[]", &body);
}

void emit_structure_body(struct text *out, const struct structure *structure, const char *fields,
                         const char *indent)
{
	text_format(out, "{\n%s\t.name = \"%s\",\n%s\t.size = { %u, %u },\n", indent,
	            structure->name, indent, structure->size[0], structure->size[1]);
	if (fields)
		text_format(out, "%s\t.count = %u,\n%s\t.fields = %s,\n", indent, structure->count,
		            indent, fields);
	if (structure->upto.size[0]) {
		text_format(out, "%s\t.upto = ", indent);
		emit_reference(out, &structure->upto);
		text_literal(out, ",\n");
	}
	if (structure->least)
		text_format(out, "%s\t.least = %u,\n", indent, structure->least);
	if (structure->zero_is_least)
		text_format(out, "%s\t.zero_is_least = true,\n", indent);
	if (structure->begun)
		text_format(out, "%s\t.begun = %u,\n", indent, structure->begun);
	if (structure->padding)
		text_format(out, "%s\t.padding = %u,\n", indent, structure->padding);
	if (structure->is_list)
		text_format(out, "%s\t.is_list = true,\n", indent);
	if (structure->is_tuple)
		text_format(out, "%s\t.is_tuple = true,\n", indent);
	if (structure->is_headed)
		text_format(out, "%s\t.is_headed = true,\n", indent);
	text_format(out, "%s}", indent);
}

void emit_structure(struct emitter *emitter, const struct structure *structure)
{
	if (names_find(&emitter->structs, structure->name))
		return;
	names_put(emitter->model, &emitter->structs, structure->name, (void *)structure);
	/* Its rows may hold rows of the same kind. */
	if (structure->padding)
		text_format(emitter->out, "static const struct structure struct_%s;\n",
		            structure->name);
	const char *fields = emit_fields(emitter, structure, "members_of");

	text_format(emitter->out, "static const struct structure struct_%s = ", structure->name);
	emit_structure_body(emitter->out, structure, fields, "");
	text_literal(emitter->out, ";\n\n");
}

/* ---- choices */

static const char *emit_alternative_fields(struct emitter *emitter,
                                           const struct structure *structure)
{
	const char *fields = emit_fields(emitter, structure, "fields_of");
	struct text body = { 0 };
	char base[160];

	emit_structure_body(&body, structure, fields, "");
	snprintf(base, sizeof(base), "fields_%.100s", structure->name);
	return emit_shared(emitter, "structure", base, "", &body);
}

static const char *emit_alternative_result(struct emitter *emitter, const struct field *field,
                                           const char *name)
{
	struct text body = { 0 };
	char base[160];

	emit_field(emitter, &body, field);
	snprintf(base, sizeof(base), "result_%.100s", name);
	return emit_shared(emitter, "field", base, "", &body);
}

static void emit_alternative(struct emitter *emitter, struct text *body,
                             const struct alternative *alternative, const char *name)
{
	const char *fields =
		alternative->fields ? emit_alternative_fields(emitter, alternative->fields) : NULL;
	const char *result = alternative->result
	                             ? emit_alternative_result(emitter, alternative->result, name)
	                             : NULL;

	text_format(body, "{ .key = { %#llx, %#llx },", (unsigned long long)alternative->key[0],
	            (unsigned long long)alternative->key[1]);
	if (fields)
		text_format(body, " .fields = &%s,", fields);
	if (result)
		text_format(body, " .result = &%s,", result);
	if (alternative->alias)
		text_format(body, " .alias = \"%s\", .alias_number = %u,", alternative->alias,
		            alternative->alias_number);
	text_literal(body, " }");
}

static const char *emit_alternatives(struct emitter *emitter, const struct choice *choice)
{
	struct text body = { 0 };
	char base[160];

	if (!choice->count)
		return NULL;
	text_literal(&body, "{\n");
	for (unsigned i = 0; i < choice->count; i++) {
		text_literal(&body, "\t");
		emit_alternative(emitter, &body, &choice->list[i], choice->name);
		text_literal(&body, ",\n");
	}
	text_literal(&body, "}");
	snprintf(base, sizeof(base), "alternatives_of_%.100s", choice->name);
	return emit_shared(emitter, "alternative", base, "[]", &body);
}

static void emit_order(struct text *body, const struct choice *choice)
{
	if (!choice->order_i386)
		return;
	text_literal(body, "\t.order_i386 = (const uint16_t[]){");
	for (unsigned i = 0; i < choice->count; i++)
		text_format(body, "%s%u,", i % 16 ? " " : "\n\t\t", choice->order_i386[i]);
	text_literal(body, "\n\t},\n");
}

static const char *emit_otherwise(struct emitter *emitter, const struct choice *choice)
{
	struct text body = { 0 };
	char base[160];

	emit_alternative(emitter, &body, choice->otherwise, choice->name);
	snprintf(base, sizeof(base), "otherwise_%.100s", choice->name);
	return emit_shared(emitter, "alternative", base, "", &body);
}

static const char *emit_choice(struct emitter *emitter, const struct choice *choice)
{
	const char *list = emit_alternatives(emitter, choice);
	const char *otherwise = choice->otherwise ? emit_otherwise(emitter, choice) : NULL;
	struct text body = { 0 };
	char base[160];

	text_format(&body, "{\n\t.name = \"%s\",\n\t.by = ", choice->name);
	emit_reference(&body, &choice->by);
	text_format(&body, ",\n\t.mask = %#llx,\n", (unsigned long long)choice->mask);
	if (list)
		text_format(&body, "\t.list = %s,\n\t.count = %u,\n", list, choice->count);
	emit_order(&body, choice);
	if (otherwise)
		text_format(&body, "\t.otherwise = &%s,\n", otherwise);
	if (choice->is_for_short)
		text_literal(&body, "\t.is_for_short = true,\n");
	text_literal(&body, "}");
	snprintf(base, sizeof(base), "choice_%.100s", choice->name);
	return emit_shared(emitter, "choice", base, "", &body);
}
