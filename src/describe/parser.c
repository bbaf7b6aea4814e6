/* Parses descriptions: sets, structures, choices, calls.
 *
 * The functions are the grammar of docs/SYSCALLS.md. */
#include "describe/parser.h"

#include <stdarg.h>
#include <stdio.h>

void parser_fail(struct parser *parser, const char *format, ...)
{
	char text[256];
	va_list arguments;

	if (parser->lost)
		return;
	parser->lost = true;
	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	model_error(parser->model, parser->lexer.token.at, "%s", text);
}

bool parser_at(const struct parser *parser, const char *word)
{
	const struct token *token = &parser->lexer.token;

	return !parser->lost && (token->kind == TOKEN_NAME || token->kind == TOKEN_SIGN) &&
	       !strcmp(token->word, word);
}

bool parser_at_name(const struct parser *parser)
{
	return !parser->lost && parser->lexer.token.kind == TOKEN_NAME;
}

bool parser_accept(struct parser *parser, const char *word)
{
	bool is_there = parser_at(parser, word);

	if (is_there)
		lexer_advance(&parser->lexer);
	return is_there;
}

static const char *token_text(const struct token *token)
{
	return token->kind == TOKEN_END ? "the end of the file" : token->word;
}

void parser_expect(struct parser *parser, const char *word)
{
	if (!parser_accept(parser, word))
		parser_fail(parser, "expected \"%s\" before \"%s\"", word,
		            token_text(&parser->lexer.token));
}

const char *parser_name(struct parser *parser, const char *what)
{
	const char *name = parser->lexer.token.word;

	if (!parser_at_name(parser)) {
		parser_fail(parser, "expected %s before \"%s\"", what,
		            token_text(&parser->lexer.token));
		return "";
	}
	lexer_advance(&parser->lexer);
	return name;
}

static const char *parse_string(struct parser *parser, enum token_kind kind, const char *what)
{
	const char *word = parser->lexer.token.word;

	if (parser->lost || parser->lexer.token.kind != kind) {
		parser_fail(parser, "expected %s before \"%s\"", what,
		            token_text(&parser->lexer.token));
		return "";
	}
	lexer_advance(&parser->lexer);
	return word;
}

struct name_node *parse_names(struct parser *parser, const char *what)
{
	struct name_node *first = NULL, **next = &first;

	do {
		*next = model_take(parser->model, sizeof(**next));
		(*next)->at = parser->lexer.token.at;
		(*next)->name = parse_dotted_name(parser, what);
		next = &(*next)->next;
	} while (parser_accept(parser, ","));
	return first;
}

/* ---- what was read */

static void model_add_struct(struct model *model, struct struct_node *structure)
{
	*model->last_struct = structure;
	model->last_struct = &structure->next;
}

static void model_add_choice(struct model *model, struct choice_node *choice)
{
	choice->is_busy = &choice->busy;
	*model->last_choice = choice;
	model->last_choice = &choice->next;
}

static void model_add_set(struct model *model, struct set_node *set)
{
	*model->last_set = set;
	model->last_set = &set->next;
}

/* ---- sets */

static struct entry_node *parse_entries(struct parser *);

/* A constant, perhaps with a value; what is no C name is quoted and needs one. */
static void parse_symbol(struct parser *parser, struct entry_node *entry)
{
	entry->is_quoted = parser->lexer.token.kind == TOKEN_STRING;
	entry->name = entry->is_quoted ? parse_string(parser, TOKEN_STRING, "a name")
	                               : parser_name(parser, "a constant");
	if (parser_accept(parser, "="))
		entry->value = parse_expression(parser);
	else if (entry->is_quoted)
		parser_expect(parser, "=");
}

static void parse_one_of(struct parser *parser, struct entry_node *entry)
{
	entry->form = ENTRY_ONE_OF;
	parser_expect(parser, "of");
	entry->mask = parse_expression(parser);
	if (parser_accept(parser, "unknown"))
		entry->name = parse_string(parser, TOKEN_STRING, "a string");
	parser_expect(parser, "{");
	struct entry_node **next = &entry->group;
	while (!parser->lost && !parser_at(parser, "}")) {
		*next = model_take(parser->model, sizeof(**next));
		(*next)->at = parser->lexer.token.at;
		parse_symbol(parser, *next);
		parser_accept(parser, ",");
		next = &(*next)->next;
	}
	parser_expect(parser, "}");
}

static void parse_part(struct parser *parser, struct entry_node *entry, enum part_form form)
{
	entry->form = ENTRY_PART;
	entry->part = form;
	entry->mask = parse_expression(parser);
	if (form == PART_SHIFTED) {
		entry->is_hex = parser_accept(parser, "hex");
		entry->name = parse_string(parser, TOKEN_STRING, "the name of the shift, quoted,");
	} else if (form == PART_NAMED)
		entry->name = parser_name(parser, "the name of a set");
}

/* range NAME FIRST to LAST, or two constants */
static void parse_range(struct parser *parser, struct entry_node *entry)
{
	if (parser->lexer.token.kind == TOKEN_STRING) {
		entry->name = parse_string(parser, TOKEN_STRING, "a name");
		entry->value = parse_expression(parser);
		parser_expect(parser, "to");
		entry->to = parse_expression(parser);
	} else {
		entry->name = parser_name(parser, "the first constant of the range");
		entry->last = parser_name(parser, "the last constant of the range");
	}
}

/* macro NAME FIRST [to LAST of SET] [sized] */
static void parse_macro(struct parser *parser, struct entry_node *entry)
{
	entry->form = ENTRY_MACRO;
	entry->name = parser_name(parser, "the name of a macro");
	entry->value = parse_expression(parser);
	if (parser_accept(parser, "to")) {
		entry->to = parse_expression(parser);
		parser_expect(parser, "of");
		entry->set.at = parser->lexer.token.at;
		entry->set.name = parser_name(parser, "the name of a set");
	}
	entry->is_sized = parser_accept(parser, "sized");
}

static struct entry_node *parse_entry(struct parser *parser)
{
	struct entry_node *entry = model_take(parser->model, sizeof(*entry));

	entry->at = parser->lexer.token.at;
	if (parser_accept(parser, "one")) {
		parse_one_of(parser, entry);
	} else if (parser_accept(parser, "include")) {
		entry->form = ENTRY_INCLUDE;
		entry->at = parser->lexer.token.at;
		entry->name = parser_name(parser, "the name of a set");
	} else if (parser_accept(parser, "range")) {
		entry->form = ENTRY_RANGE;
		parse_range(parser, entry);
	} else if (parser_accept(parser, "macro")) {
		parse_macro(parser, entry);
	} else if (parser_accept(parser, "octal")) {
		parse_part(parser, entry, PART_OCTAL);
	} else if (parser_accept(parser, "decimal")) {
		parse_part(parser, entry, PART_DECIMAL);
	} else if (parser_accept(parser, "shifted")) {
		parse_part(parser, entry, PART_SHIFTED);
	} else if (parser_accept(parser, "signal")) {
		parse_part(parser, entry, PART_SIGNAL);
	} else if (parser_accept(parser, "apart")) {
		parse_part(parser, entry, PART_NAMED);
	} else {
		parse_symbol(parser, entry);
	}
	parser_accept(parser, ",");
	return entry;
}

enum { TAKEN_MAX = 1 << 12 };

/* all PREFIX_: every constant that begins so, but for the values that have names before it. */
static struct entry_node *parse_all(struct parser *parser, const struct entry_node *before)
{
	struct model *model = parser->model;
	uint64_t *taken = model_take(model, TAKEN_MAX * sizeof(*taken));
	struct entry_node *first = NULL, **next = &first;
	struct place at = parser->lexer.token.at;
	const char *prefix = parser_name(parser, "what constants begin with");
	unsigned count = 0;

	for (const struct entry_node *entry = before; entry && count < TAKEN_MAX;
	     entry = entry->next) {
		struct term by_name = { .name = entry->name };

		count += term_constant(model, entry->value.count ? entry->value.first : &by_name,
		                       &taken[count]);
	}
	if (parser->lost)
		return NULL;
	for (const struct term *term = constants_beginning(model, at, prefix, taken, count); term;
	     term = term->next) {
		*next = model_take(model, sizeof(**next));
		**next = (struct entry_node){ .at = at, .name = term->name };
		next = &(*next)->next;
	}
	return first;
}

static struct entry_node *parse_entries(struct parser *parser)
{
	struct entry_node *first = NULL, **next = &first;

	while (!parser->lost && !parser_at(parser, "}")) {
		*next = parser_accept(parser, "all") ? parse_all(parser, first)
		                                     : parse_entry(parser);
		while (*next)
			next = &(*next)->next;
	}
	parser_expect(parser, "}");
	return first;
}

static void parse_set(struct parser *parser, bool is_flags)
{
	struct set_node *set = model_take(parser->model, sizeof(*set));

	set->at = parser->lexer.token.at;
	set->is_flags = is_flags;
	set->name = parser_name(parser, "the set's name");
	if (parser_accept(parser, ":")) {
		set->base.at = parser->lexer.token.at;
		set->base.name = parser_name(parser, "a type");
	}
	set->is_numbered = parser_accept(parser, "numbered");
	set->is_in_words = is_flags && parser_accept(parser, "words");
	if (parser_accept(parser, "unknown")) {
		set->is_ioctl = parser_accept(parser, "ioctl");
		set->is_decimal = parser_accept(parser, "decimal");
		set->unknown = set->is_ioctl ? "" : parse_string(parser, TOKEN_STRING, "a string");
	}
	parser_expect(parser, "{");
	set->first = parse_entries(parser);
	if (!parser->lost)
		model_add_set(parser->model, set);
}

/* ---- structures */

static void parse_on(struct parser *parser, bool on[ABI_COUNT])
{
	do {
		if (parser_accept(parser, "i386"))
			on[ABI_I386] = true;
		else if (parser_accept(parser, "x86_64"))
			on[ABI_X86_64] = true;
		else
			parser_fail(parser, "expected \"i386\" or \"x86_64\" before \"%s\"",
			            token_text(&parser->lexer.token));
	} while (parser_accept(parser, "|"));
}

static void parse_check(struct parser *parser, struct check_node *check)
{
	check->type = parse_string(parser, TOKEN_STRING, "a C type in quotes");
	parser_expect(parser, "in");
	check->header = parse_string(parser, TOKEN_HEADER, "a header in <>");
	if (parser_accept(parser, "before")) {
		check->before.at = parser->lexer.token.at;
		check->before.name = parser_name(parser, "a member's name");
	}
	if (parser_accept(parser, "on"))
		parse_on(parser, check->on);
}

static void parse_attribute(struct parser *parser, struct struct_node *structure)
{
	struct names attributes = { 0 };
	static const char *const words[] = { "packed", "union",  "ptr64", "upto",
		                             "sized",  "check",  "tuple", "list",
		                             "headed", "padded", "begun", NULL };

	if (parser_accept(parser, "packed")) {
		structure->is_packed = true;
	} else if (parser_accept(parser, "union")) {
		structure->is_union = true;
	} else if (parser_accept(parser, "ptr64")) {
		structure->has_64bit_pointers = true;
	} else if (parser_accept(parser, "tuple")) {
		structure->is_tuple = true;
	} else if (parser_accept(parser, "list")) {
		structure->is_tuple = structure->is_list = true;
	} else if (parser_accept(parser, "headed")) {
		structure->is_headed = true;
	} else if (parser_accept(parser, "padded")) {
		structure->padded = parse_expression(parser);
	} else if (parser_accept(parser, "begun")) {
		structure->begun = parse_expression(parser);
	} else if (parser_accept(parser, "upto")) {
		structure->upto = parse_sibling(parser);
		if (parser_accept(parser, "from"))
			structure->least = parse_expression(parser);
		structure->zero_is_least = parser_accept(parser, "by");
		if (structure->zero_is_least)
			parser_expect(parser, "default");
	} else if (parser_accept(parser, "sized")) {
		structure->sized = parse_expression(parser);
		if (parser_accept(parser, "i386"))
			structure->sized_i386 = parse_expression(parser);
	} else if (parser_accept(parser, "check")) {
		parse_check(parser, &structure->check);
	} else {
		for (unsigned i = 0; words[i]; i++)
			names_put(parser->model, &attributes, words[i], (void *)words[i]);
		parser_fail(
			parser, "unknown attribute \"%s\"%s", token_text(&parser->lexer.token),
			hint_near(parser->model, parser->lexer.token.word, &attributes, NULL).text);
	}
	parser_accept(parser, ",");
}

static void parse_struct(struct parser *parser)
{
	struct struct_node *structure = model_take(parser->model, sizeof(*structure));

	structure->at = parser->lexer.token.at;
	structure->name = parser_name(parser, "the structure's name");
	while (!parser->lost && !parser_at(parser, "{"))
		parse_attribute(parser, structure);
	parser_expect(parser, "{");
	structure->fields = parse_fields(parser, "}");
	if (parser_accept(parser, "shown"))
		structure->shown = parse_names(parser, "a member's name");
	parser_accept(parser, ";");
	if (!parser->lost)
		model_add_struct(parser->model, structure);
}

/* ---- choices */

static struct alternative_node *parse_alternative(struct parser *parser)
{
	struct alternative_node *alternative = model_take(parser->model, sizeof(*alternative));

	alternative->at = parser->lexer.token.at;
	alternative->is_else = parser_accept(parser, "else");
	if (alternative->is_else && parser_accept(parser, "|")) {
		parser_expect(parser, "short");
		alternative->is_for_short = true;
	}
	if (!alternative->is_else)
		alternative->keys = parse_keys(parser);
	if (parser_accept(parser, "as"))
		alternative->alias = parser_name(parser, "the name of a call");
	if (parser_accept(parser, "("))
		alternative->fields = parse_fields(parser, ")");
	if (parser_accept(parser, "shown"))
		alternative->shown = parse_names(parser, "a field's name");
	if (parser_accept(parser, ":")) {
		alternative->has_result = true;
		alternative->result = parse_type(parser);
		if (parser_accept(parser, "noted"))
			alternative->result.note = parse_string(parser, TOKEN_STRING, "a string");
	}
	parser_expect(parser, ";");
	return alternative;
}

static void parse_choice(struct parser *parser, bool is_extension)
{
	struct choice_node *choice = model_take(parser->model, sizeof(*choice));
	struct model *model = parser->model;

	choice->at = parser->lexer.token.at;
	choice->is_extension = is_extension;
	choice->name = parser_name(parser, "the choice's name");
	if (parser_accept(parser, ":")) {
		choice->base.at = parser->lexer.token.at;
		choice->base.name = parser_name(parser, "a type");
	}
	if (parser_accept(parser, "by"))
		choice->by = parse_by(parser);
	parser_expect(parser, "{");
	struct alternative_node **next = &choice->first;
	while (!parser->lost && !parser_at(parser, "}")) {
		*next = parse_alternative(parser);
		next = &(*next)->next;
	}
	parser_expect(parser, "}");
	if (parser->lost)
		return;
	if (!is_extension) {
		model_add_choice(model, choice);
		return;
	}
	*model->last_extension = choice;
	model->last_extension = &choice->next;
}

/* ---- attributes
 *
 * A row of attributes is what a structure, a choice and two sets could say, too:
 *
 *	enum/choice NAME: types and what they hold, else bytes
 *	flags NAME_type { NLA_F_NESTED NLA_F_NET_BYTEORDER apart 0x3fff NAME }
 *	struct NAME_head { u16 nla_len; NAME_type nla_type; }
 *	struct NAME packed tuple upto nlattr.nla_len padded 4 { struct NAME_head nlattr; choice NAME
 *by … } */

static const char *name_with(struct parser *parser, const char *name, const char *suffix)
{
	char text[128];
	int length = snprintf(text, sizeof(text), "%.100s%s", name, suffix);

	return model_word(parser->model, text, (size_t)length);
}

static struct entry_node *attribute_flag(struct parser *parser, struct place at, const char *name,
                                         uint64_t value)
{
	struct entry_node *entry = model_take(parser->model, sizeof(*entry));
	struct term *term = model_take(parser->model, sizeof(*term));

	*term = (struct term){ .at = at, .number = value };
	*entry = (struct entry_node){ .at = at, .name = name, .value = { at, term, 1 } };
	return entry;
}

enum { NESTED = 1 << 15, NET_BYTEORDER = 1 << 14, TYPE_MASK = NET_BYTEORDER - 1 };

static struct expression attribute_mask(struct parser *parser, struct place at)
{
	struct term *term = model_take(parser->model, sizeof(*term));

	*term = (struct term){ .at = at, .number = TYPE_MASK };
	return (struct expression){ at, term, 1 };
}

static void attributes_add_types(struct parser *parser, const struct choice_node *choice)
{
	struct set_node *set = model_take(parser->model, sizeof(*set));
	struct entry_node *part = model_take(parser->model, sizeof(*part));

	*part = (struct entry_node){ .at = choice->at,
		                     .form = ENTRY_PART,
		                     .name = choice->name,
		                     .mask = attribute_mask(parser, choice->at),
		                     .part = PART_NAMED };
	*set = (struct set_node){ .at = choice->at,
		                  .name = name_with(parser, choice->name, "_type"),
		                  .is_flags = true,
		                  .base = { NULL, choice->at, "u16" },
		                  .unknown = "" };
	set->first = attribute_flag(parser, choice->at, "NLA_F_NESTED", NESTED);
	set->first->next = attribute_flag(parser, choice->at, "NLA_F_NET_BYTEORDER", NET_BYTEORDER);
	set->first->next->next = part;
	model_add_set(parser->model, set);
}

static struct field_node *attribute_member(struct parser *parser, const struct choice_node *choice,
                                           const char *name, enum type_form form, const char *type)
{
	struct field_node *field = model_take(parser->model, sizeof(*field));

	*field = (struct field_node){ .at = choice->at,
		                      .name = name,
		                      .type = { .at = choice->at, .form = form, .name = type } };
	return field;
}

static void attributes_add_structs(struct parser *parser, struct choice_node *choice)
{
	struct struct_node *head = model_take(parser->model, sizeof(*head));
	struct struct_node *whole = model_take(parser->model, sizeof(*whole));
	const char *type = name_with(parser, choice->name, "_type");

	head->at = whole->at = choice->at;
	head->name = name_with(parser, choice->name, "_head");
	head->fields.first = attribute_member(parser, choice, "nla_len", TYPE_BY_NAME, "u16");
	head->fields.first->next = attribute_member(parser, choice, "nla_type", TYPE_BY_NAME, type);
	head->fields.count = 2;
	model_add_struct(parser->model, head);
	whole->name = choice->name;
	whole->is_tuple = whole->is_packed = true;
	whole->upto =
		(struct sibling_node){ .at = choice->at, .name = "nlattr", .member = "nla_len" };
	whole->padded = attribute_mask(parser, choice->at);
	whole->padded.first->number = 4;
	whole->fields.first = attribute_member(parser, choice, "nlattr", TYPE_STRUCT, head->name);
	whole->fields.first->next =
		attribute_member(parser, choice, NULL, TYPE_BY_NAME, choice->name);
	whole->fields.count = 2;
	model_add_struct(parser->model, whole);
}

static struct alternative_node *parse_attribute_type(struct parser *parser)
{
	struct alternative_node *alternative = model_take(parser->model, sizeof(*alternative));

	alternative->at = parser->lexer.token.at;
	alternative->is_else = alternative->is_for_short = parser_accept(parser, "else");
	if (!alternative->is_else)
		alternative->keys = parse_keys(parser);
	if (!parser_at(parser, ";"))
		alternative->fields = parse_payloads(parser);
	parser_expect(parser, ";");
	return alternative;
}

/* all PREFIX_; or all PREFIX_ u32; those that are not among the types before it. */
static struct alternative_node *parse_all_types(struct parser *parser,
                                                const struct alternative_node *before)
{
	struct model *model = parser->model;
	struct alternative_node *alternative = model_take(model, sizeof(*alternative));
	uint64_t *taken = model_take(model, TAKEN_MAX * sizeof(*taken));
	unsigned count = 0;

	alternative->at = parser->lexer.token.at;
	const char *prefix = parser_name(parser, "what constants begin with");
	for (const struct alternative_node *other = before; other; other = other->next)
		for (const struct term *key = other->keys; key && count < TAKEN_MAX;
		     key = key->next)
			count += term_constant(model, key, &taken[count]);
	/* That one holds nothing, whatever the others do. */
	const struct term nothing = { .at = alternative->at,
		                      .name = name_with(parser, prefix, "UNSPEC") };
	if (names_find(&model->constants, nothing.name) && count < TAKEN_MAX)
		count += term_constant(model, &nothing, &taken[count]);
	if (!parser->lost)
		alternative->keys =
			constants_beginning(model, alternative->at, prefix, taken, count);
	if (!parser_at(parser, ";"))
		alternative->fields = parse_payloads(parser);
	parser_expect(parser, ";");
	return alternative;
}

/* Bytes of an attribute that nothing else fits. */
static struct alternative_node *attribute_otherwise(struct parser *parser,
                                                    const struct choice_node *choice)
{
	struct alternative_node *alternative = model_take(parser->model, sizeof(*alternative));
	struct field_node *field =
		attribute_member(parser, choice, "value", TYPE_BY_NAME, "hexbyte");

	field->is_inline = true;
	field->length =
		(struct length_node){ .at = choice->at, .is_present = true, .is_rest = true };
	alternative->at = choice->at;
	alternative->is_else = alternative->is_for_short = true;
	alternative->fields = (struct fields_node){ field, 1 };
	return alternative;
}

static bool has_key(struct model *model, const struct choice_node *choice, uint64_t wanted)
{
	uint64_t number;

	for (const struct alternative_node *a = choice->first; a; a = a->next)
		for (const struct term *key = a->keys; key; key = key->next)
			if (term_constant(model, key->value ? key->value : key, &number) &&
			    number == wanted)
				return true;
	return false;
}

/* Type 0, which holds nothing, has a name that need not be written: PREFIX_UNSPEC, if there is
 * such a constant. */
static struct alternative_node *attribute_unspecified(struct parser *parser,
                                                      const struct choice_node *choice)
{
	struct model *model = parser->model;
	const char *unknown = choice->unknown ? choice->unknown : "";
	size_t length = strlen(unknown);
	char name[128];

	if (length < 3 || length > 100 || strcmp(unknown + length - 3, "???") != 0)
		return NULL;
	snprintf(name, sizeof(name), "%.*sUNSPEC", (int)(length - 3), unknown);
	if (!names_find(&model->constants, name) || has_key(model, choice, 0))
		return NULL;
	struct alternative_node *alternative = model_take(model, sizeof(*alternative));
	alternative->at = choice->at;
	alternative->keys = model_take(model, sizeof(*alternative->keys));
	alternative->keys->at = choice->at;
	alternative->keys->name = model_word(model, name, strlen(name));
	return alternative;
}

/* include NAME; first of all: types that are not described here are called as in that set. */
static struct entry_node *parse_included(struct parser *parser)
{
	struct entry_node *entry = model_take(parser->model, sizeof(*entry));

	entry->form = ENTRY_INCLUDE;
	entry->at = parser->lexer.token.at;
	entry->name = parser_name(parser, "the name of attributes or a set");
	parser_expect(parser, ";");
	return entry;
}

static void parse_attributes(struct parser *parser)
{
	struct choice_node *choice = model_take(parser->model, sizeof(*choice));
	struct alternative_node **next = &choice->first;
	bool has_else = false;

	choice->at = parser->lexer.token.at;
	choice->name = parser_name(parser, "the name of the attributes");
	choice->base = (struct name_node){ NULL, choice->at, "u16" };
	choice->by.sibling =
		(struct sibling_node){ .at = choice->at, .name = "nlattr", .member = "nla_type" };
	choice->by.mask = attribute_mask(parser, choice->at);
	if (parser_accept(parser, "unknown"))
		choice->unknown = parse_string(parser, TOKEN_STRING, "a string");
	parser_expect(parser, "{");
	if (parser_accept(parser, "include"))
		choice->included = parse_included(parser);
	while (!parser->lost && !parser_at(parser, "}")) {
		*next = parser_accept(parser, "all") ? parse_all_types(parser, choice->first)
		                                     : parse_attribute_type(parser);
		has_else |= (*next)->is_else;
		next = &(*next)->next;
	}
	parser_expect(parser, "}");
	if (parser->lost)
		return;
	*next = attribute_unspecified(parser, choice);
	if (*next)
		next = &(*next)->next;
	if (!has_else)
		*next = attribute_otherwise(parser, choice);
	model_add_choice(parser->model, choice);
	attributes_add_types(parser, choice);
	attributes_add_structs(parser, choice);
}

/* ---- calls */

static void parse_call(struct parser *parser)
{
	struct call_node *call = model_take(parser->model, sizeof(*call));

	call->result = parse_type(parser);
	call->at = parser->lexer.token.at;
	call->name = parser_name(parser, "the call's name");
	parser_expect(parser, "(");
	call->args = parse_fields(parser, ")");
	while (!parser->lost && !parser_at(parser, ";")) {
		if (parser_accept(parser, "on"))
			parse_on(parser, call->on);
		else if (parser_accept(parser, "is"))
			call->classes = parse_names(parser, "a class");
		else if (parser_accept(parser, "shown"))
			call->shown = parse_names(parser, "an argument's name");
		else if (parser_accept(parser, "noted"))
			call->result.note = parse_string(parser, TOKEN_STRING, "a string");
		else if (parser_accept(parser, "named"))
			call->named = true;
		else if (parser_accept(parser, "noreturn"))
			call->never_returns = true;
		else
			parser_expect(parser, ";");
	}
	parser_expect(parser, ";");
	if (!parser->lost) {
		*parser->model->last_call = call;
		parser->model->last_call = &call->next;
	}
}

/* ---- files */

/* After a mistake: descriptions start in the first column. */
static void parser_recover(struct parser *parser)
{
	parser->lost = false;
	while (parser->lexer.token.kind != TOKEN_END &&
	       !(parser->lexer.token.kind == TOKEN_NAME && parser->lexer.token.starts_line))
		lexer_advance(&parser->lexer);
}

static void parse_description(struct parser *parser)
{
	if (parser_accept(parser, "flags"))
		parse_set(parser, true);
	else if (parser_accept(parser, "enum"))
		parse_set(parser, false);
	else if (parser_accept(parser, "struct"))
		parse_struct(parser);
	else if (parser_accept(parser, "choice"))
		parse_choice(parser, false);
	else if (parser_accept(parser, "attributes"))
		parse_attributes(parser);
	else if (parser_accept(parser, "extend")) {
		parser_expect(parser, "choice");
		parse_choice(parser, true);
	} else if (!parser_accept(parser, ";"))
		parse_call(parser);
}

void parse_source(struct model *model, const struct source *source)
{
	struct parser parser = { .model = model };

	lexer_init(&parser.lexer, model, source);
	while (parser.lexer.token.kind != TOKEN_END) {
		struct token before = parser.lexer.token;

		parse_description(&parser);
		if (!parser.lost)
			continue;
		/* Get past a token in the first column that starts nothing. */
		if (parser.lexer.token.at.line == before.at.line &&
		    parser.lexer.token.word == before.word)
			lexer_advance(&parser.lexer);
		parser_recover(&parser);
	}
}
