/* What a person asks of a process. */
#include "inspect/query.h"

#include "inspect/kept_values.h"
#include "inspect/memory_view.h"
#include "inspect/typed_names.h"
#include "inspect/typed_view.h"
#include "output/print.h"
#include "symbol/type_text.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WRITTEN_MAX = 1 << 16, NAME_MAX_SHOWN = 64, TYPED_ARENA_MAX = 16 << 20 };

/* ---- words */

static const char *skip_space(const char *text)
{
	return text + strspn(text, " \t");
}

/* What follows a word, if the text begins with it; else NULL.  Variables may be called like
 * words: p->name is none. */
static const char *after_word(const char *text, const char *word)
{
	size_t length = strlen(word);

	if (strncmp(text, word, length) != 0 || !strchr(" \t/\"{", text[length]))
		return NULL;
	return skip_space(text + length);
}

static int evaluate(const struct query *query, const char *text, const char **rest, uint64_t *value,
                    struct error *error)
{
	const struct expression_names names = subject_names(query->subject);
	const struct expression_machine machine = subject_machine(query->subject);
	struct expression expression;

	if (expression_parse(&expression, text, rest, &names, error) < 0)
		return -1;
	return expression_evaluate(&expression, &machine, value, error);
}

static int expect_end(const char *rest, struct error *error)
{
	rest = skip_space(rest);
	return *rest ? error_set(error, EINVAL, "nothing is expected at '%.60s'", rest) : 0;
}

/* ---- values */

/* As wide as its type is. */
static uint64_t cut_to(const struct expression_type *type, uint64_t value)
{
	unsigned unused = type->size < 8 ? 64 - 8 * (unsigned)type->size : 0;

	return value << unused >> unused;
}

/* What has no type of the program's own: both ways to write it, and what it may be the address
 * of. */
static void number_put(const struct query *query, const struct expression_type *type,
                       uint64_t value)
{
	struct text *out = query->sheet->out;
	uint64_t bits = cut_to(type, value);
	unsigned unused = type->size < 8 ? 64 - 8 * (unsigned)type->size : 0;
	struct text place = { 0 };

	text_hex(out, bits);
	text_literal(out, "  ");
	if (type->is_signed)
		text_decimal(out, (int64_t)(value << unused) >> unused);
	else
		text_unsigned(out, bits);
	if (subject_place(query->subject, bits, &place)) {
		text_literal(out, "  <");
		print_quoted(out, (uint8_t *)place.bytes, place.length, HEX_NONE, QUOTE_NONE);
		text_char(out, '>');
	}
	text_free(&place);
}

static void number_json(const struct query *query, const struct expression_type *type,
                        uint64_t value)
{
	struct text place = { 0 };

	sheet_hex(query->sheet, "value", 0, cut_to(type, value));
	if (subject_place(query->subject, cut_to(type, value), &place))
		sheet_text(query->sheet, "place", 0, place.bytes, place.length);
	text_free(&place);
}

/* "(struct item *) 0x404040 <first>": what a pointer is told by when it stands alone. */
static void pointer_put(const struct query *query, const struct type *type, uint64_t address)
{
	struct text *out = query->sheet->out;
	struct text place = { 0 };

	text_char(out, '(');
	type_text(subject_space(query->subject), type, NULL, out);
	text_literal(out, ") ");
	text_hex(out, address);
	if (image_find(&query->subject->image, address) &&
	    subject_place(query->subject, address, &place)) {
		text_literal(out, " <");
		print_quoted(out, (uint8_t *)place.bytes, place.length, HEX_NONE, QUOTE_NONE);
		text_char(out, '>');
	}
	text_free(&place);
}

static bool is_plain_pointer(const struct query *query, const struct type *type,
                             const struct value *value)
{
	return type->kind == TYPE_POINTER && value->shape == SHAPE_NUMBER && !query->format &&
	       !query->sheet->is_json && subject_space(query->subject);
}

/* name: NULL: the value alone. */
static int typed_show(const struct query *query, const char *name,
                      const struct expression_type *type, uint64_t number, struct error *error)
{
	const struct type own = typed_type(query->subject, type);
	struct arena arena;

	arena_init(&arena, TYPED_ARENA_MAX);
	struct value *value = typed_result(query->subject, type, number, &arena, error);

	if (value && query->format)
		typed_format(query->subject, value, query->format, &arena);
	if (value && name && !query->sheet->is_json) {
		text_string(query->sheet->out, name);
		text_literal(query->sheet->out, " = ");
	}
	if (value && is_plain_pointer(query, &own, value))
		pointer_put(query, &own, value->number);
	else if (value)
		memory_value_put(query, name, value);
	if (value && name && !query->sheet->is_json)
		text_char(query->sheet->out, '\n');
	arena_deinit(&arena);
	return value ? 0 : -1;
}

static int value_show(const struct query *query, const char *name,
                      const struct expression_type *type, uint64_t value, struct error *error)
{
	struct sheet *sheet = query->sheet;

	if (type->own || query->format || type->is_float)
		return typed_show(query, name, type, value, error);
	if (sheet->is_json) {
		sheet_string(sheet, "expression", 0, name ? name : "");
		number_json(query, type, value);
		return 0;
	}
	if (!name) {
		if (type->is_signed)
			text_decimal(sheet->out, (int64_t)value);
		else
			text_unsigned(sheet->out, cut_to(type, value));
		return 0;
	}
	text_string(sheet->out, name);
	text_literal(sheet->out, " = ");
	number_put(query, type, value);
	text_char(sheet->out, '\n');
	return 0;
}

/* Whole lines, with assignments. */
static int evaluate_all(const struct query *query, const char *text, struct expression *expression,
                        uint64_t *value, struct error *error)
{
	struct expression_names names = subject_names(query->subject);
	const struct expression_machine machine = subject_machine(query->subject);

	names.assigns = query->subject->has_values;
	names.calls = query->subject->call;
	return expression_parse(expression, text, NULL, &names, error) < 0
	               ? -1
	               : expression_evaluate(expression, &machine, value, error);
}

/* "count = 5" has the value of count. */
static size_t name_length(const char *text)
{
	size_t length = strcspn(text, "=\"'");

	if (text[length] != '=' || text[length + 1] == '=' || !length ||
	    strchr("!<>+-*/%&|^", text[length - 1]) || strchr(text, ','))
		return strlen(text);
	while (length && text[length - 1] == ' ')
		length--;
	return length;
}

int query_evaluate(const struct query *query, const char *text, struct error *error)
{
	struct expression expression;
	uint64_t value;

	if (evaluate_all(query, text, &expression, &value, error) < 0)
		return -1;
	char *name = strndup(text, name_length(text));
	int status = name ? value_show(query, name, &expression.type, value, error)
	                  : error_set(error, ENOMEM, "out of memory");
	unsigned number =
		status == 0 ? typed_print_keep(query->subject, &expression.type, value, name) : 0;

	if (number && query->sheet->is_json)
		sheet_number(query->sheet, "history", 0, number);
	free(name);
	return status;
}

int query_output(const struct query *query, const char *text, struct error *error)
{
	struct expression expression;
	uint64_t value;

	return evaluate_all(query, text, &expression, &value, error) < 0
	               ? -1
	               : value_show(query, NULL, &expression.type, value, error);
}

int query_value(const struct query *query, const char *text, struct expression_type *type,
                uint64_t *value, struct error *error)
{
	struct expression expression;
	int status = evaluate_all(query, text, &expression, value, error);

	*type = expression.type;
	return status;
}

int query_do(const struct query *query, const char *text, struct error *error)
{
	struct expression_type type;
	uint64_t value;

	return query_value(query, text, &type, &value, error);
}

/* ---- types */

int query_type(const struct query *query, const char *text, bool is_whole, struct error *error)
{
	struct subject *subject = query->subject;
	struct expression_names names = subject_names(subject);
	struct expression expression = { .count = 0 };
	const char *rest = text;
	struct text out = { 0 };
	int status = expression_parse_type(&rest, &names, &expression.type, error);

	if (status < 0 || (status == 0 && expect_end(rest, error) < 0))
		return -1;
	names.assigns = names.calls = subject->has_values;
	if (status > 0 && expression_parse(&expression, text, NULL, &names, error) < 0)
		return -1;
	const struct space *space = subject_space(subject);
	const struct type type = typed_type(subject, &expression.type);

	if (!space)
		return error_set(error, 0,
		                 "types need libdw (Debian has it in the package libdw1)");
	if (is_whole)
		type_text_whole(space, &type, &out);
	else
		type_text(space, &type, NULL, &out);
	if (!query->sheet->is_json) {
		text_literal(query->sheet->out, "type = ");
		text_put(query->sheet->out, out.bytes, out.length);
		text_char(query->sheet->out, '\n');
	} else {
		sheet_text(query->sheet, "type", 0, out.bytes, out.length);
	}
	text_free(&out);
	return 0;
}

/* ---- values that are kept */

static int kept_show(const struct query *query, const struct kept_value *value, unsigned number,
                     struct error *error)
{
	struct text name = { 0 };

	text_char(&name, '$');
	if (value->name)
		text_string(&name, value->name);
	else
		text_unsigned(&name, number);
	text_char(&name, '\0');
	struct expression expression;
	uint64_t worth;
	int status = 0;

	if (query->sheet->is_json)
		json_object_begin(&query->sheet->json);
	if (name.failed)
		status = error_set(error, ENOMEM, "out of memory");
	else if (value->is_void && !query->sheet->is_json)
		text_format(query->sheet->out, "%s = void\n", name.bytes);
	else if (value->is_void)
		sheet_string(query->sheet, "expression", 0, name.bytes);
	else if (evaluate_all(query, name.bytes, &expression, &worth, error) < 0)
		status = -1;
	else
		status = value_show(query, name.bytes, &expression.type, worth, error);
	if (query->sheet->is_json)
		json_object_end(&query->sheet->json);
	text_free(&name);
	return status;
}

int query_kept(const struct query *query, bool are_named, struct error *error)
{
	struct kept_values *values = query->subject->values;
	const struct kept_value *value;
	unsigned index = 0;
	int status = 0;

	if (query->sheet->is_json)
		sheet_list_begin(query->sheet, "values", NULL);
	while (status == 0 && values && (value = kept_values_next(values, &index)))
		if ((value->name != NULL) == are_named)
			status = kept_show(query, value, index, error);
	if (query->sheet->is_json)
		sheet_list_end(query->sheet);
	return status;
}

/* ---- registers */

void register_flags_put(struct text *out, const struct register_value *value)
{
	uint64_t number = 0;
	const char *separator = "[";

	memcpy(&number, value->bytes, value->size);
	for (unsigned bit = 0; bit < 8 * value->size; bit++) {
		const char *name = number >> bit & 1 ? register_flag_name(value->name, bit) : NULL;

		if (!name)
			continue;
		text_string(out, separator);
		text_string(out, name);
		separator = " ";
	}
	text_string(out, *separator == '[' ? "[]" : "]");
}

/* The highest byte first, as numbers are written. */
static void put_wide(const struct register_value *value, struct text *out)
{
	text_literal(out, "0x");
	for (unsigned i = value->size; i-- > 0;)
		text_hex_padded(out, value->bytes[i], 2);
}

static void register_show(const struct query *query, const struct register_value *value)
{
	struct sheet *sheet = query->sheet;
	struct text text = { 0 };
	uint64_t number = 0;

	sheet_row_begin(sheet);
	sheet_string(sheet, "name", 8, value->name);
	if (value->size <= sizeof(number)) {
		memcpy(&number, value->bytes, value->size);
		sheet_hex(sheet, "value", 18, number);
	} else {
		put_wide(value, &text);
		sheet_safe(sheet, "value", &text);
	}
	text.length = 0;
	if (value->form == REGISTER_FLAGS) {
		register_flags_put(&text, value);
		sheet_safe(sheet, "flags", &text);
	} else if (value->form == REGISTER_FLOAT80) {
		text_format(&text, "%.18Lg", register_float(value->bytes));
		sheet_safe(sheet, "float", &text);
	} else if (value->form == REGISTER_NUMBER && value->set == REGISTERS_GENERAL &&
	           subject_place(query->subject, number, &text)) {
		sheet_text(sheet, "place", 0, text.bytes, text.length);
	}
	sheet_row_end(sheet);
	text_free(&text);
}

static int answer_registers(const struct query *query, const char *which, struct error *error)
{
	static const struct {
		const char *name;
		unsigned sets;
	} choices[] = {
		{ "", 1 << REGISTERS_GENERAL },    { "general", 1 << REGISTERS_GENERAL },
		{ "float", 1 << REGISTERS_FLOAT }, { "vector", 1 << REGISTERS_VECTOR },
		{ "debug", 1 << REGISTERS_DEBUG }, { "all", (1 << REGISTER_SETS) - 1 },
	};
	struct register_value value;
	unsigned sets = 0;

	for (size_t i = 0; i < sizeof(choices) / sizeof(*choices); i++)
		if (strcmp(choices[i].name, which) == 0)
			sets = choices[i].sets;
	if (!sets)
		return error_set(
			error, EINVAL,
			"there are no registers '%.40s': general, float, vector, debug or all",
			which);
	sheet_list_begin(query->sheet, "registers", NULL);
	for (unsigned i = 0; register_file_next(&query->subject->registers, i, &value); i++)
		if (sets >> value.set & 1)
			register_show(query, &value);
	sheet_list_end(query->sheet);
	return 0;
}

/* ---- memory */

int query_examine(const struct query *query, const char *text, struct memory_format *format,
                  uint64_t *next, struct error *error)
{
	uint64_t address = *next;
	unsigned word = query->subject->abi == ABI_I386 ? 4 : 8;
	struct memory_format wanted = *format;

	if (!memory_format_parse(&text, &wanted, word) || (!*skip_space(text) && !address))
		return error_set(
			error, EINVAL,
			"x/ is followed by a count, a format (x d u o t z f c a s i) and a size (b "
			"h w g), and then an address: 'x/16gx $rsp'");
	if (*skip_space(text) && evaluate(query, text, NULL, &address, error) < 0)
		return -1;
	*format = wanted;
	return memory_examine(query, format, address, next, error);
}

static int answer_examine(const struct query *query, const char *text, struct error *error)
{
	struct memory_format format = { 0 };
	uint64_t next = 0;

	return query_examine(query, text, &format, &next, error);
}

static int answer_dump(const struct query *query, const char *text, struct error *error)
{
	uint64_t address, length;
	const char *rest;

	if (evaluate(query, text, &rest, &address, error) < 0)
		return -1;
	rest = skip_space(rest);
	if (*rest == ',')
		rest++;
	if (evaluate(query, rest, &rest, &length, error) < 0)
		return error_set(error, EINVAL,
		                 "dump takes an address, a comma, and a length: 'dump "
		                 "$rsp, 256'");
	rest = skip_space(rest);
	if (*rest == ',')
		rest = skip_space(rest + 1);
	return memory_dump(query, address, length, *rest ? rest : NULL, error);
}

/* struct NAME EXPRESSION, struct NAME[COUNT] EXPRESSION */
static int answer_structure(const struct query *query, const char *text, struct error *error)
{
	size_t length = 0;
	unsigned long count = 1;
	uint64_t address;
	const char *name = text;

	while (isalnum((unsigned char)text[length]) || text[length] == '_')
		length++;
	text = skip_space(text + length);
	if (*text == '[') {
		char *end;

		count = strtoul(text + 1, &end, 0);
		if (*end != ']')
			return error_set(error, EINVAL, "a ] is missing at '%.40s'", end);
		text = end + 1;
	}
	if (evaluate(query, text, NULL, &address, error) < 0)
		return -1;
	return memory_structure(query, name, length, (unsigned)count, address, error);
}

/* {de ad be ef} */
static ssize_t bytes_parse(const char **text, uint8_t *bytes, size_t size, struct error *error)
{
	const char *at = skip_space(*text + 1);
	size_t length = 0;

	while (*at != '}') {
		char digits[3] = { at[0], at[0] ? at[1] : '\0', '\0' };

		if (!isxdigit((unsigned char)digits[0]) || !isxdigit((unsigned char)digits[1]) ||
		    length >= size)
			return error_set(
				error, EINVAL,
				"bytes are written {de ad be ef}: two digits each, at '%.40s'", at);
		bytes[length++] = (uint8_t)strtoul(digits, NULL, 16);
		at = skip_space(at + 2);
	}
	*text = at + 1;
	return (ssize_t)length;
}

/* A string or bytes; 0 where something else stands. */
static ssize_t run_parse(const char **text, uint8_t *bytes, size_t size, struct error *error)
{
	*text = skip_space(*text);
	if (**text == '"')
		return string_parse(text, (char *)bytes, size, error);
	if (**text == '{')
		return bytes_parse(text, bytes, size, error);
	return 0;
}

static unsigned width_parse(const char **text, unsigned word)
{
	static const struct {
		const char *name;
		unsigned size;
	} widths[] = { { "u8", 1 }, { "u16", 2 }, { "u32", 4 }, { "u64", 8 } };

	for (size_t i = 0; i < sizeof(widths) / sizeof(*widths); i++) {
		const char *after = after_word(*text, widths[i].name);

		if (after) {
			*text = after;
			return widths[i].size;
		}
	}
	return word;
}

/* find "text", find {de ad}, find u32 5; and "in NAME" behind that. */
static int answer_find(const struct query *query, const char *text, struct error *error)
{
	bool is_number = *text && !strchr("\"{", *text);
	uint8_t bytes[NEEDLE_MAX];
	ssize_t length = run_parse(&text, bytes, sizeof(bytes), error);
	uint64_t value;

	if (is_number) {
		length = width_parse(&text, query->subject->abi == ABI_I386 ? 4 : 8);
		if (evaluate(query, text, &text, &value, error) < 0)
			return -1;
		memcpy(bytes, &value, (size_t)length);
	}
	if (length < 0)
		return -1;
	if (length == 0)
		return error_set(error, EINVAL, "there is nothing to find");
	text = skip_space(text);
	const char *in = after_word(text, "in");

	if (!in && expect_end(text, error) < 0)
		return -1;
	return memory_find(query, bytes, (size_t)length, in, error);
}

/* ---- all of them */

const struct query_form query_forms[] = {
	{ "regs", "regs [general|float|vector|debug|all]", "registers, flags by name" },
	{ "x", "x/16gx ADDRESS", "memory: a count, x d u o c a s i, and a size, b h w g" },
	{ "struct", "struct NAME ADDRESS",
	  "a structure of system calls, --describe, or the program" },
	{ "var", "var NAME[.PART|->PART|[N]]...", "a variable, as debugging information has it" },
	{ "dump", "dump ADDRESS, LENGTH[, FILE]", "bytes and characters, or into a file" },
	{ "find", "find \"TEXT\"|{de ad}|[u32] VALUE [in MAP]", "where something is" },
	{ "p", "[p] EXPRESSION", "what it is worth, and where that is" },
	{ NULL, NULL, NULL },
};

static int (*const answers[])(const struct query *, const char *, struct error *) = {
	answer_registers, answer_examine, answer_structure, memory_variable,
	answer_dump,      answer_find,    query_evaluate,
};

bool query_needs_hold(const char *text)
{
	return strchr(text, '$') || after_word(skip_space(text), "regs");
}

int query_answer(const struct query *query, const char *text, struct error *error)
{
	struct overview overview = { .sheet = query->sheet,
		                     .subject = query->subject,
		                     .view = query->view };

	text = skip_space(text);
	bool is_part = overview_part(&overview, text);

	/* Of a closed one some things are told to everybody, others are missing. */
	if (query->subject->is_closed) {
		*error = query->subject->refusal;
		return -1;
	}
	if (is_part)
		return 0;
	for (size_t i = 0; query_forms[i].word; i++) {
		const char *rest = after_word(text, query_forms[i].word);

		/* x/ keeps what follows it, and is no division of a symbol. */
		if (rest && text[strlen(query_forms[i].word)] == '/')
			rest = text + strlen(query_forms[i].word);
		if (rest)
			return answers[i](query, rest, error);
	}
	return query_evaluate(query, text, error);
}

/* ---- changing */

static void change_show(const struct query *query, const char *place, size_t length,
                        const uint8_t *before, const uint8_t *after, size_t size)
{
	struct sheet *sheet = query->sheet;
	uint64_t old = 0, new = 0;
	bool is_number = size <= sizeof(old);

	if (is_number) {
		memcpy(&old, before, size);
		memcpy(&new, after, size);
	}
	if (sheet->is_json) {
		sheet_text(sheet, "place", 0, place, length);
		json_name(&sheet->json, "before");
		if (is_number)
			json_unsigned(&sheet->json, old);
		else
			json_hex(&sheet->json, before, size);
		json_name(&sheet->json, "after");
		if (is_number)
			json_unsigned(&sheet->json, new);
		else
			json_hex(&sheet->json, after, size);
		return;
	}
	text_put(sheet->out, place, length);
	text_literal(sheet->out, ": ");
	if (is_number) {
		text_hex(sheet->out, old);
		text_literal(sheet->out, " => ");
		text_hex(sheet->out, new);
	} else {
		print_quoted(sheet->out, before, size, query->view->hex, 0);
		text_literal(sheet->out, " => ");
		print_quoted(sheet->out, after, size, query->view->hex, 0);
	}
	text_char(sheet->out, '\n');
}

static int change_run(const struct query *query, const char *text, size_t length,
                      const struct expression_place *place, const uint8_t *bytes, size_t size,
                      struct error *error)
{
	uint8_t *before = malloc(size);

	if (!before || subject_read(query->subject, place->number, before, size) != (ssize_t)size) {
		free(before);
		return error_set(error, EFAULT,
		                 "cannot write %zu bytes to %#llx: nothing is mapped "
		                 "there",
		                 size, (unsigned long long)place->number);
	}
	int status = subject_write(query->subject, place->number, bytes, size, error);

	if (status == 0)
		change_show(query, text, length, before, bytes, size);
	free(before);
	return status;
}

static int change_number(const struct query *query, const char *text, size_t length,
                         const struct expression_place *place, const char *value,
                         struct error *error)
{
	const struct expression_machine machine = subject_machine(query->subject);
	uint64_t before = 0, after;

	/* Names noted for the place stay: those of the value come behind them. */
	unsigned noted = query->subject->name_count;
	struct expression_names names = subject_names(query->subject);
	struct expression expression;

	query->subject->name_count = noted;
	if (expression_parse(&expression, value, NULL, &names, error) < 0 ||
	    expression_evaluate(&expression, &machine, &after, error) < 0)
		return -1;
	if (expression.type.is_float)
		after = (uint64_t)(int64_t)expression_double(after);
	if (place->is_variable ? machine.variable(machine.owner, place->number, &before) < 0
	                       : subject_read(query->subject, place->number, &before,
	                                      place->size) != place->size)
		return error_set(error, EFAULT, "cannot write to %#llx: nothing is mapped there",
		                 (unsigned long long)place->number);
	if (subject_store(query->subject, place, after, error) < 0)
		return -1;
	change_show(query, text, length, (uint8_t *)&before, (uint8_t *)&after, place->size);
	return 0;
}

static double float_load(const uint8_t *bytes, size_t size)
{
	float single;
	double number;

	if (size != sizeof(single))
		return memcpy(&number, bytes, sizeof(number)), number;
	memcpy(&single, bytes, sizeof(single));
	return (double)single;
}

static int change_float(const struct query *query, const char *text, size_t length,
                        const struct expression_place *place, const char *value,
                        struct error *error)
{
	struct sheet *sheet = query->sheet;
	uint8_t before[sizeof(double)];
	struct expression expression;
	uint64_t result;

	if (evaluate_all(query, value, &expression, &result, error) < 0)
		return -1;
	const struct expression_type *type = &expression.type;
	double number = type->is_float    ? expression_double(result)
	                : type->is_signed ? (double)(int64_t)result
	                                  : (double)result;
	float single = (float)number;
	const void *after = place->size == sizeof(single) ? (void *)&single : (void *)&number;

	if (subject_read(query->subject, place->number, before, place->size) != place->size)
		return error_set(error, EFAULT, "cannot write to %#llx: nothing is mapped there",
		                 (unsigned long long)place->number);
	if (subject_write(query->subject, place->number, after, place->size, error) < 0)
		return -1;
	if (sheet->is_json) {
		change_show(query, text, length, before, after, place->size);
		return 0;
	}
	text_put(sheet->out, text, length);
	text_format(sheet->out, ": %.17g => %.17g\n", float_load(before, place->size),
	            float_load(after, place->size));
	return 0;
}

/* A register that is wider than a number: $xmm0 = {...}; 1: it is none. */
static int change_wide(const struct query *query, const char *text, struct error *error)
{
	struct subject *subject = query->subject;
	const char *name = text + 1, *rest;
	size_t length = strcspn(name, " \t=");
	struct register_value before, after;
	uint8_t bytes[REGISTER_SIZE_MAX];

	if (*text != '$' || !register_file_find(&subject->registers, name, length, &before) ||
	    before.size <= sizeof(uint64_t))
		return 1;
	rest = skip_space(name + length);
	rest = *rest == '=' ? skip_space(rest + 1) : rest;
	ssize_t got = *rest == '{' ? bytes_parse(&rest, bytes, sizeof(bytes), error) : 0;

	if (got < 0 || expect_end(rest, error) < 0)
		return -1;
	if ((size_t)got != before.size)
		return error_set(error, EINVAL, "$%s takes {%u bytes, the lowest first}",
		                 before.name, before.size);
	int status = register_write(subject->tid, before.name, bytes, before.size);

	if (status == 0)
		status = register_file_read(subject->tid, &subject->registers);
	if (status < 0 || !register_file_find(&subject->registers, name, length, &after) ||
	    memcmp(after.bytes, bytes, before.size) != 0)
		return error_set(error, EIO, "cannot write register %s of thread %d: %s",
		                 before.name, subject->tid,
		                 status < 0 ? strerror(-status) : "it has not changed");
	change_show(query, text, length + 1, before.bytes, bytes, before.size);
	return 0;
}

int query_change(const struct query *query, const char *text, struct error *error)
{
	const struct expression_names names = subject_names(query->subject);
	const struct expression_machine machine = subject_machine(query->subject);
	struct expression expression;
	struct expression_place place;
	uint8_t bytes[WRITTEN_MAX];
	const char *rest;

	text = skip_space(text);
	int wide = change_wide(query, text, error);

	if (wide <= 0)
		return wide;
	if (expression_parse(&expression, text, &rest, &names, error) < 0)
		return -1;
	size_t length = (size_t)(rest - text);

	while (length && text[length - 1] == ' ')
		length--;
	if (*rest != '=')
		return error_set(error, EINVAL, "PLACE = VALUE is expected, not '%.80s'", text);
	/* Structures and bit-fields can be assigned to, but are no numbers in one place. */
	if (expression_locate(&expression, &machine, &place, error) < 0)
		return query->subject->has_values ? query_do(query, text, error) : -1;
	rest++;
	ssize_t run = run_parse(&rest, bytes, sizeof(bytes), error);

	if (run < 0)
		return -1;
	if (run == 0 && expression.type.is_float)
		return change_float(query, text, length, &place, rest, error);
	if (run == 0)
		return change_number(query, text, length, &place, rest, error);
	if (place.is_variable)
		return error_set(error, EINVAL, "a register takes a number");
	if (expression.type.own && (size_t)run != place.size)
		return error_set(error, EINVAL, "this takes a number of %u bytes", place.size);
	return expect_end(rest, error) < 0
	               ? -1
	               : change_run(query, text, length, &place, bytes, (size_t)run, error);
}
