/* Parses fields: arguments, members, and what alternatives bring. */
#include <stdio.h>

#include "describe/parser.h"

/* _IO('x', 1), or one with an argument: _IOR('x', 1, struct s). */
static const struct command_node *parse_command(struct parser *parser, const char *macro)
{
	static const struct {
		const char *name;
		uint32_t direction;
	} macros[] = { { "_IO", 0 }, { "_IOW", 1 }, { "_IOR", 2 }, { "_IOWR", 3 } };
	enum { MACROS = sizeof(macros) / sizeof(*macros) };
	unsigned i = 0;

	while (i < MACROS && strcmp(macros[i].name, macro) != 0)
		i++;
	if (i == MACROS || !parser_accept(parser, "("))
		return NULL;
	struct command_node *command = model_take(parser->model, sizeof(*command));

	command->direction = macros[i].direction;
	command->type = parse_term(parser);
	parser_expect(parser, ",");
	command->number = parse_term(parser);
	if (command->direction) {
		parser_expect(parser, ",");
		if (parser->lexer.token.kind == TOKEN_NUMBER)
			command->size = parse_term(parser);
		else
			command->argument = parse_type(parser);
	}
	parser_expect(parser, ")");
	return command;
}

struct term *parse_term(struct parser *parser)
{
	struct term *term = model_take(parser->model, sizeof(*term));
	bool is_negative = parser_accept(parser, "-");

	term->at = parser->lexer.token.at;
	if (parser->lexer.token.kind == TOKEN_STRING && !parser->lost) {
		/* As a field of text tells it: its first eight bytes. */
		memcpy(&term->number, parser->lexer.token.word,
		       strnlen(parser->lexer.token.word, sizeof(term->number)));
		lexer_advance(&parser->lexer);
	} else if (parser->lexer.token.kind == TOKEN_NUMBER && !parser->lost) {
		term->number = parser->lexer.token.number;
		if (is_negative)
			term->number = -term->number;
		lexer_advance(&parser->lexer);
	} else {
		term->name = parser_name(parser, "a constant");
		term->command = parse_command(parser, term->name);
	}
	return term;
}

/* What chooses an alternative; it may be defined in place. */
struct term *parse_keys(struct parser *parser)
{
	struct term *first = NULL, **next = &first;

	do {
		*next = parse_term(parser);
		if (parser_accept(parser, "="))
			(*next)->value = parse_term(parser);
		next = &(*next)->next;
	} while (parser_accept(parser, "|"));
	return first;
}

struct expression parse_expression(struct parser *parser)
{
	struct expression expression = { .at = parser->lexer.token.at };
	struct term **next = &expression.first;
	bool in_parentheses = parser_accept(parser, "(");

	do {
		*next = parse_term(parser);
		next = &(*next)->next;
		expression.count++;
	} while (parser_accept(parser, "|"));
	if (in_parentheses)
		parser_expect(parser, ")");
	return expression;
}

struct type_node parse_type(struct parser *parser)
{
	static const struct {
		const char *word;
		enum type_form form;
	} forms[] = {
		{ "struct", TYPE_STRUCT },
		{ "enum", TYPE_ENUM },
		{ "flags", TYPE_ENUM },
		{ "custom", TYPE_CUSTOM },
	};
	struct type_node type = { .at = parser->lexer.token.at };

	for (unsigned i = 0; i < sizeof(forms) / sizeof(*forms) && !type.form; i++)
		if (parser_accept(parser, forms[i].word))
			type.form = forms[i].form;
	type.name = parser_name(parser, "a type");
	return type;
}

struct sibling_node parse_sibling(struct parser *parser)
{
	struct sibling_node sibling = { .at = parser->lexer.token.at };

	sibling.is_command =
		parser->lexer.ahead.kind == TOKEN_NAME && parser_accept(parser, "ioctl");
	sibling.indirect = parser_accept(parser, "*");
	sibling.is_fact = parser_accept(parser, "$");
	sibling.name = parser_name(parser, "the name of a sibling");
	if (parser_accept(parser, "."))
		sibling.member = parser_name(parser, "a member's name");
	return sibling;
}

struct by_node parse_by(struct parser *parser)
{
	struct by_node by = { .sibling = parse_sibling(parser) };

	if (parser_accept(parser, "&"))
		by.mask = parse_expression(parser);
	return by;
}

static void parse_length_item(struct parser *parser, struct length_node *length)
{
	if (parser_accept(parser, "return")) {
		length->partial = parser_accept(parser, "of");
		length->by_return = !length->partial;
		if (length->partial)
			length->value = parse_expression(parser);
	} else if (parser_accept(parser, "null")) {
		length->is_null = true;
	} else if (parser_accept(parser, "rest")) {
		length->is_rest = true;
	} else {
		if (length->value.count)
			parser_fail(parser, "a length is one number, and perhaps \"return\"");
		length->indirect = parser_accept(parser, "*");
		length->is_fact = parser_accept(parser, "$");
		length->value = parse_expression(parser);
		if (parser_accept(parser, "."))
			length->member = parser_name(parser, "a member's name");
	}
}

/* After the opening bracket. */
static struct length_node parse_length(struct parser *parser)
{
	struct length_node length = { .at = parser->lexer.token.at, .is_present = true };
	bool has_unit = parser->lexer.ahead.kind == TOKEN_NAME ||
	                !strcmp(parser->lexer.ahead.word, "*") ||
	                !strcmp(parser->lexer.ahead.word, "$");

	if (has_unit && parser_accept(parser, "bytes"))
		length.unit = UNIT_BYTES;
	else if (has_unit && parser_accept(parser, "bits"))
		length.unit = UNIT_BITS;
	else if (has_unit && parser_accept(parser, "nodes"))
		length.unit = UNIT_NODES;
	else if (has_unit && parser_accept(parser, "pages"))
		length.unit = UNIT_PAGES;
	else if (has_unit && parser_accept(parser, "ioctl"))
		length.is_command = true;
	if (length.is_command)
		length.unit = UNIT_BYTES;
	parse_length_item(parser, &length);
	if (parser_accept(parser, ","))
		parse_length_item(parser, &length);
	if (parser_accept(parser, "times"))
		length.times = parse_expression(parser);
	if (parser_accept(parser, "max"))
		length.most = parse_expression(parser);
	else if (parser_accept(parser, "of"))
		length.room = parse_expression(parser);
	if (parser_accept(parser, "first"))
		length.first = parse_expression(parser);
	parser_expect(parser, "]");
	if ((length.is_null || length.is_rest) && (length.value.count || length.by_return))
		parser_fail(parser, "\"null\" and \"rest\" stand alone in a length");
	return length;
}

static void parse_comparison(struct parser *parser, struct condition_node *condition)
{
	if (parser_accept(parser, "!="))
		condition->unequal = true;
	else if (!parser_accept(parser, "=="))
		return;
	condition->values = parse_expression(parser);
}

/* x & A, x == A, x & M == A, (x & M) == A, x */
static void parse_test(struct parser *parser, struct condition_node *condition)
{
	bool in_parentheses = parser_accept(parser, "(");

	condition->sibling = parse_sibling(parser);
	if (parser_accept(parser, "&"))
		condition->mask = parse_expression(parser);
	if (in_parentheses)
		parser_expect(parser, ")");
	parse_comparison(parser, condition);
}

static struct condition_node parse_condition(struct parser *parser)
{
	struct condition_node condition = { .at = parser->lexer.token.at };

	parser_expect(parser, "(");
	if (parser_accept(parser, "!")) {
		condition.negated = true;
		bool in_parentheses = parser_accept(parser, "(");
		parse_test(parser, &condition);
		if (in_parentheses)
			parser_expect(parser, ")");
	} else {
		parse_test(parser, &condition);
	}
	parser_expect(parser, ")");
	return condition;
}

static enum validity parse_validity(struct parser *parser)
{
	if (parser_accept(parser, "positive"))
		return VALID_POSITIVE;
	if (parser_accept(parser, "interrupted"))
		return VALID_INTERRUPTED;
	if (parser_accept(parser, "any"))
		return VALID_ANY;
	if (parser_accept(parser, "overflow"))
		return VALID_OVERFLOW;
	if (parser_accept(parser, "eio"))
		return VALID_EIO;
	parser_fail(parser, "expected \"positive\", \"interrupted\", \"overflow\", \"eio\" or "
	                    "\"any\" after \"on\"");
	return VALID_SUCCESS;
}

static const char *parse_label(struct parser *parser)
{
	const char *label = parser->lexer.token.word;

	if (parser->lost || parser->lexer.token.kind != TOKEN_STRING)
		return "";
	lexer_advance(&parser->lexer);
	return label;
}

static bool parse_mark(struct parser *parser, struct field_node *field)
{
	if (parser_accept(parser, "detail")) {
		field->traits |= TRAIT_DETAIL;
	} else if (parser_accept(parser, "brief")) {
		field->traits |= TRAIT_BRIEF_ADDRESS;
		field->note = parse_label(parser);
	} else if (parser_accept(parser, "also")) {
		field->index.at = parser->lexer.token.at;
		field->index.name = parser_name(parser, "the enum that names some numbers");
	} else if (parser_accept(parser, "indexed")) {
		field->traits |= TRAIT_INDEXED;
		field->index.at = parser->lexer.token.at;
		field->index.name = parser_name(parser, "the enum that names the indexes");
	} else if (parser_accept(parser, "within")) {
		field->traits |= TRAIT_WITHIN;
		field->note = parse_label(parser);
	} else if (parser_accept(parser, "counting")) {
		field->traits |= TRAIT_COUNTING;
		field->counted = parse_type(parser);
	} else if (parser_accept(parser, "trifle")) {
		field->traits |= TRAIT_DETAIL | TRAIT_TRIFLE;
	} else if (parser_accept(parser, "placed")) {
		field->traits |= TRAIT_PLACED;
	} else if (parser_accept(parser, "folded")) {
		field->traits |= TRAIT_FOLDED;
	} else if (parser_accept(parser, "joined")) {
		field->traits |= TRAIT_JOINED;
	} else if (parser_accept(parser, "late")) {
		field->traits |= TRAIT_LATE;
	} else if (parser_accept(parser, "glimpsed")) {
		field->traits |= TRAIT_GLIMPSED;
	} else if (parser_accept(parser, "nonzero")) {
		field->traits |= TRAIT_NONZERO;
	} else if (parser_accept(parser, "was")) {
		field->traits |= TRAIT_WAS;
	} else if (parser_accept(parser, "flat")) {
		field->traits |= TRAIT_FLAT;
	} else if (parser_accept(parser, "result")) {
		field->traits |= TRAIT_RESULT;
	} else if (parser_accept(parser, "ended")) {
		field->traits |= TRAIT_ENDED;
	} else if (parser_accept(parser, "implied")) {
		field->traits |= TRAIT_IMPLIED;
	} else if (parser_accept(parser, "carrier")) {
		field->traits |= TRAIT_CARRIER;
	} else if (parser_accept(parser, "tells")) {
		field->tells = parser_name(parser, "the name of a fact");
	} else if (parser_accept(parser, "unnamed")) {
		field->traits |= TRAIT_UNNAMED;
	} else if (parser_accept(parser, "noted")) {
		field->traits |= TRAIT_NOTED;
		field->note = parse_label(parser);
	} else if (parser_accept(parser, "on")) {
		field->validity = parse_validity(parser);
	} else if (parser_accept(parser, "upto")) {
		field->upto = parse_sibling(parser);
		if (parser_accept(parser, "after")) {
			field->after.at = parser->lexer.token.at;
			field->after.name = parser_name(parser, "a member's name");
		}
		if (parser_accept(parser, "from"))
			field->least = parse_expression(parser);
		if (parser_accept(parser, "filled"))
			field->filled = parse_expression(parser);
	} else if (parser_accept(parser, "spread")) {
		field->spread = true;
		if (!parser_accept(parser, "return"))
			field->spread_by = parse_sibling(parser);
	} else if (parser_accept(parser, "if")) {
		field->condition = parse_condition(parser);
	} else {
		return false;
	}
	return true;
}

static enum direction parse_direction(struct parser *parser)
{
	if (parser_accept(parser, "in"))
		return DIR_IN;
	if (parser_accept(parser, "out"))
		return DIR_OUT;
	if (parser_accept(parser, "inout"))
		return DIR_INOUT;
	return DIR_NONE;
}

static const char *const mark_words[] = { "detail",  "noted",   "brief",    "unnamed",  "was",
	                                  "flat",    "ended",   "result",   "implied",  "nonzero",
	                                  "within",  "indexed", "also",     "folded",   "trifle",
	                                  "on",      "upto",    "spread",   "if",       "tells",
	                                  "carrier", "placed",  "counting", "glimpsed", "joined",
	                                  "late",    NULL };

static void check_mark(struct parser *parser, const char *closing)
{
	const char *near = NULL;

	if (parser->lost || parser_at(parser, ",") || parser_at(parser, ";") ||
	    parser_at(parser, closing))
		return;
	unsigned tolerance = names_tolerance(parser->lexer.token.word);
	for (unsigned i = 0; mark_words[i]; i++)
		if (names_distance(parser->lexer.token.word, mark_words[i], tolerance) <= tolerance)
			near = mark_words[i];
	parser_fail(parser, "unexpected \"%s\" after a field%s", parser->lexer.token.word,
	            hint_word(near).text);
}

static unsigned parse_bits(struct parser *parser)
{
	struct term *term = parse_term(parser);

	if (!parser->lost && (term->name || !term->number || term->number > 64))
		parser_fail(parser, "a bit-field has 1 to 64 bits");
	return parser->lost ? 1 : (unsigned)term->number;
}

/* "attributes x" is short for "inline struct x[bytes rest]". */
static void field_is_row(struct field_node *field)
{
	field->is_inline = true;
	field->type.form = TYPE_STRUCT;
	field->type.is_row = true;
	field->length = (struct length_node){
		.at = field->at, .is_present = true, .is_rest = true, .unit = UNIT_BYTES
	};
}

/* What an attribute holds: a type, and perhaps how many of them.  What has no length of
 * its own fills it. */
static struct field_node *parse_payload(struct parser *parser)
{
	struct field_node *field = model_take(parser->model, sizeof(*field));

	field->at = parser->lexer.token.at;
	field->name = "value";
	bool is_row = parser_accept(parser, "attributes");
	field->type = parse_type(parser);
	const struct scalar *scalar = names_find(&parser->model->scalars, field->type.name);
	bool fills = field->type.form == TYPE_CUSTOM ||
	             (scalar && scalar->size[0] == 1 && kind_has_length(scalar->kind));

	if (is_row)
		field_is_row(field);
	else if (parser_accept(parser, "["))
		field->length = parse_length(parser);
	else if (fills)
		field->length = (struct length_node){ .at = field->at,
			                              .is_present = true,
			                              .is_rest = true };
	field->is_inline = field->length.is_present;
	while (parse_mark(parser, field))
		;
	return field;
}

/* Either that, or fields in parentheses. */
struct fields_node parse_payloads(struct parser *parser)
{
	struct fields_node fields = { 0 };

	if (parser_accept(parser, "("))
		return parse_fields(parser, ")");
	/* A choice has no name, and nothing else is an attribute's whole value without one. */
	if (parser_accept(parser, "choice")) {
		fields.first = model_take(parser->model, sizeof(*fields.first));
		fields.first->at = parser->lexer.token.at;
		fields.first->is_choice = true;
		fields.first->type = parse_type(parser);
	} else {
		fields.first = parse_payload(parser);
	}
	fields.count = 1;
	return fields;
}

const char *parse_dotted_name(struct parser *parser, const char *what)
{
	const char *name = parser_name(parser, what);

	while (parser_accept(parser, ".")) {
		char text[100];
		int length = snprintf(text, sizeof(text), "%.48s.%.48s", name,
		                      parser_name(parser, "a member's name"));

		name = model_word(parser->model, text, (size_t)length);
	}
	return name;
}

/* Of what type a field is; its name, and what else is its own, follow. */
static struct field_node parse_field_type(struct parser *parser)
{
	struct field_node field = { .at = parser->lexer.token.at };

	field.direction = parse_direction(parser);
	field.is_inline = parser_accept(parser, "inline");
	field.is_choice = parser_accept(parser, "choice");
	bool is_row = parser_accept(parser, "attributes");
	field.type = parse_type(parser);
	if (is_row)
		field_is_row(&field);
	if (field.is_choice && parser_accept(parser, "by"))
		field.by = parse_by(parser);
	return field;
}

static bool parser_at_mark(const struct parser *parser)
{
	bool is_mark = false;

	for (unsigned i = 0; mark_words[i]; i++)
		is_mark |= parser_at(parser, mark_words[i]);
	return is_mark;
}

/* A choice needs no name, so what follows it may be a mark. */
static void parse_field_name(struct parser *parser, struct field_node *field, const char *closing)
{
	bool is_nameless = field->is_choice ? parser_at_mark(parser) : parser_at(parser, "if");

	field->is_pointer = parser_accept(parser, "*");
	if (parser_at_name(parser) && !is_nameless) {
		field->at = parser->lexer.token.at;
		field->name = parse_dotted_name(parser, "a field's name");
	}
	if (parser_accept(parser, "["))
		field->length = parse_length(parser);
	if (parser_accept(parser, ":"))
		field->bits = parse_bits(parser);
	while (parse_mark(parser, field))
		;
	check_mark(parser, closing);
}

/* Commas part the fields of a call; between members they join names of one type, as in C. */
struct fields_node parse_fields(struct parser *parser, const char *closing)
{
	struct fields_node fields = { 0 };
	struct field_node **next = &fields.first, type;
	bool has_members = !strcmp(closing, "}"), is_joined = false;

	while (!parser->lost && !parser_at(parser, closing)) {
		if (!is_joined)
			type = parse_field_type(parser);
		*next = model_take(parser->model, sizeof(**next));
		**next = type;
		parse_field_name(parser, *next, closing);
		next = &(*next)->next;
		fields.count++;
		is_joined = has_members && parser_accept(parser, ",");
		while (!is_joined && (parser_accept(parser, ",") || parser_accept(parser, ";")))
			;
	}
	parser_expect(parser, closing);
	return fields;
}
