/* Reading expressions, and evaluating what was read.
 *
 * Operators are a table with their precedences; one function climbs it.  Types are known
 * while the text is read, and what they mean for a number (its width, its sign, what a
 * pointer points to) becomes steps.  Numbers are 8 bytes wide and signed, unless a type
 * says otherwise. */
#include "debug/expression.h"

#include <ctype.h>
#include <errno.h>
#include <fnmatch.h>
#include <string.h>

enum { STRING_COMPARED_MAX = 4096 };

enum operation {
	PUSH,     /* number */
	VARIABLE, /* number is its name */
	READ,     /* the number of so many bytes behind an address */
	CUT,      /* to so many bytes */
	NEGATE,
	INVERT,
	NOT,
	MULTIPLY,
	DIVIDE,
	REMAINDER,
	ADD,
	SUBTRACT,
	SHIFT_LEFT,
	SHIFT_RIGHT,
	LESS,
	LESS_EQUAL,
	GREATER,
	GREATER_EQUAL,
	EQUAL,
	UNEQUAL,
	AND,
	EXCLUSIVE_OR,
	OR,
	STRING_EQUAL, /* the string behind an address, and one of the text */
	STRING_LIKE,
	SKIP_IF_NOT, /* to step number, if the top is 0, which stays; else it goes */
	SKIP_IF,
	TRUTH, /* 0 or 1 */
};

/* ---- words */

struct reader {
	const char *start, *at;
	const struct expression_names *names;
	struct expression *into;
	unsigned depth;   /* of the stack, here */
	unsigned nesting; /* of this reading */
	struct error *error;
};

static void skip_space(struct reader *reader)
{
	while (isspace((unsigned char)*reader->at))
		reader->at++;
}

static int complain(struct reader *reader, const char *what)
{
	skip_space(reader);
	if (!*reader->at)
		return error_set(reader->error, 0, "cannot read '%.100s': %s at its end",
		                 reader->start, what);
	return error_set(reader->error, 0, "cannot read '%.100s': %s at '%.40s'", reader->start,
	                 what, reader->at);
}

static bool is_name_start(char c)
{
	return isalpha((unsigned char)c) || c == '_' || c == '$';
}

static bool is_name_part(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '.' || c == '@';
}

static size_t plain_name_length(const char *text)
{
	size_t length = 0;

	if (is_name_start(*text))
		for (length = 1; is_name_part(text[length]);)
			length++;
	return length;
}

/* As C has them. */
static size_t identifier_length(const char *text)
{
	size_t length = 0;

	while (isalnum((unsigned char)text[length]) || text[length] == '_')
		length++;
	return isdigit((unsigned char)*text) ? 0 : length;
}

/* With what else files are called by, and a symbol or line in one: "ld-linux.so.2:malloc". */
static size_t long_name_length(const char *text)
{
	size_t length = plain_name_length(text);

	while (length && (is_name_part(text[length]) || text[length] == '-' ||
	                  (text[length] == ':' && is_name_part(text[length + 1]))))
		length++;
	return length;
}

/* ---- steps */

static struct expression_step *step_add(struct reader *reader, enum operation operation, int pushes)
{
	struct expression *into = reader->into;

	if (into->count >= EXPRESSION_STEPS_MAX ||
	    (pushes > 0 && reader->depth >= EXPRESSION_STACK_MAX)) {
		error_set(reader->error, 0, "cannot read '%.100s': it is too long", reader->start);
		return NULL;
	}
	reader->depth += (unsigned)pushes;
	struct expression_step *step = &into->steps[into->count++];

	*step = (struct expression_step){ .operation = (uint8_t)operation };
	return step;
}

static int put_number(struct reader *reader, enum operation operation, uint64_t number)
{
	struct expression_step *step = step_add(reader, operation, 1);

	if (!step)
		return -1;
	step->number = number;
	return 0;
}

static int put_sized(struct reader *reader, enum operation operation, uint8_t size, bool is_signed)
{
	struct expression_step *step = step_add(reader, operation, 0);

	if (!step)
		return -1;
	step->size = size;
	step->is_signed = is_signed;
	return 0;
}

/* ---- types */

static const struct expression_type wide = { .size = 8, .is_signed = true };

struct type_name {
	const char *name;
	uint8_t size; /* 0: that of an address */
	bool is_signed;
};

/* The longer of two that begin alike stands first. */
static const struct type_name type_names[] = {
	{ "unsigned char", 1, false },
	{ "unsigned short", 2, false },
	{ "unsigned int", 4, false },
	{ "unsigned long long", 8, false },
	{ "unsigned long", 0, false },
	{ "unsigned", 4, false },
	{ "signed char", 1, true },
	{ "long long", 8, true },
	{ "char", 1, true },
	{ "short", 2, true },
	{ "int", 4, true },
	{ "long", 0, true },
	{ "void", 1, false },
	{ "u8", 1, false },
	{ "u16", 2, false },
	{ "u32", 4, false },
	{ "u64", 8, false },
	{ "s8", 1, true },
	{ "s16", 2, true },
	{ "s32", 4, true },
	{ "s64", 8, true },
	{ "uint8_t", 1, false },
	{ "uint16_t", 2, false },
	{ "uint32_t", 4, false },
	{ "uint64_t", 8, false },
	{ "int8_t", 1, true },
	{ "int16_t", 2, true },
	{ "int32_t", 4, true },
	{ "int64_t", 8, true },
	{ "size_t", 0, false },
	{ "ssize_t", 0, true },
	{ "uintptr_t", 0, false },
};

/* "u32 *" up to what follows; false: no type stands here. */
static bool type_parse(struct reader *reader, struct expression_type *type)
{
	uint8_t word = reader->names->word;

	skip_space(reader);
	for (size_t i = 0; i < sizeof(type_names) / sizeof(*type_names); i++) {
		const struct type_name *known = &type_names[i];
		size_t length = strlen(known->name);

		if (strncmp(reader->at, known->name, length) != 0 ||
		    is_name_part(reader->at[length]))
			continue;
		reader->at += length;
		*type = (struct expression_type){ .size = known->size ? known->size : word,
			                          .is_signed = known->is_signed };
		skip_space(reader);
		for (; *reader->at == '*'; skip_space(reader)) {
			reader->at++;
			*type = (struct expression_type){ .size = word,
				                          .pointee = type->size,
				                          .pointee_is_signed = type->is_signed };
		}
		return true;
	}
	return false;
}

/* ---- operands */

static int parse_level(struct reader *, unsigned precedence, struct expression_type *);
static int expect_number(struct reader *, const struct expression_type *);
static int parse_unary(struct reader *, struct expression_type *);

static int parse_digits(struct reader *reader, struct expression_type *type)
{
	const char *at = reader->at;
	unsigned base = 10;
	uint64_t number = 0;
	bool any = false;

	if (at[0] == '0' && (at[1] == 'x' || at[1] == 'X')) {
		base = 16;
		at += 2;
	} else if (at[0] == '0') {
		base = 8;
	}
	for (; isxdigit((unsigned char)*at); at++, any = true) {
		unsigned digit = isdigit((unsigned char)*at)
		                         ? (unsigned)(*at - '0')
		                         : (unsigned)(tolower((unsigned char)*at) - 'a' + 10);

		if (digit >= base || number > (UINT64_MAX - digit) / base)
			return complain(reader, "a number that there is not");
		number = number * base + digit;
	}
	while (*at == 'u' || *at == 'U' || *at == 'l' || *at == 'L')
		at++;
	if (!any || is_name_part(*at))
		return complain(reader, "a number that there is not");
	reader->at = at;
	*type = wide;
	type->is_signed = number <= INT64_MAX;
	return put_number(reader, PUSH, number);
}

/* One character of a string or between single quotes; what was no escape is itself. */
static bool take_character(const char **at, char *c)
{
	static const char letters[] = "abefnrtv", meant[] = "\a\b\033\f\n\r\t\v";
	const char *text = *at;
	const char *letter;

	if (!*text)
		return false;
	if (*text != '\\') {
		*c = *text++;
	} else if (text[1] == 'x' && isxdigit((unsigned char)text[2])) {
		unsigned number = 0, digits = 0;

		for (text += 2; digits < 2 && isxdigit((unsigned char)*text); digits++, text++)
			number = number * 16 +
			         (unsigned)(isdigit((unsigned char)*text)
			                            ? *text - '0'
			                            : tolower((unsigned char)*text) - 'a' + 10);
		*c = (char)number;
	} else if (text[1] >= '0' && text[1] <= '7') {
		unsigned number = 0, digits = 0;

		for (text++; digits < 3 && *text >= '0' && *text <= '7'; digits++, text++)
			number = number * 8 + (unsigned)(*text - '0');
		*c = (char)number;
	} else if (!text[1]) {
		return false;
	} else {
		letter = strchr(letters, text[1]);
		*c = letter ? meant[letter - letters] : text[1];
		text += 2;
	}
	*at = text;
	return true;
}

ssize_t string_parse(const char **text, char *buffer, size_t size, struct error *error)
{
	const char *at = *text;
	size_t length = 0;

	if (*at++ != '"')
		return error_set(error, 0, "no string in quotes at '%.40s'", *text);
	while (*at && *at != '"') {
		if (length >= size)
			return error_set(error, 0,
			                 "the string %.40s... is too long: at most %zu "
			                 "bytes",
			                 *text, size);
		if (!take_character(&at, &buffer[length++]))
			break;
	}
	if (*at != '"')
		return error_set(error, 0, "the string %.40s has no end: a \" is missing", *text);
	*text = at + 1;
	return (ssize_t)length;
}

static int put_name(struct reader *reader, const struct expression_name *name,
                    struct expression_type *type)
{
	*type = name->type;
	return put_number(reader, name->is_variable ? VARIABLE : PUSH, name->number);
}

static int parse_found(struct reader *reader, const char *name, size_t length,
                       struct expression_type *type)
{
	const struct expression_names *names = reader->names;
	struct expression_name found = { .type = wide };

	if (!length || length > EXPRESSION_NAME_MAX ||
	    !names->find(names->owner, name, length, &found))
		return 1;
	return put_name(reader, &found, type);
}

/* 1: no variable of the program is called so. */
static int parse_variable(struct reader *reader, struct expression_type *type)
{
	const struct expression_typing *typing = reader->names->typing;
	size_t length = typing ? identifier_length(reader->at) : 0;
	struct expression_name found = { .type = wide };

	if (!length || length > EXPRESSION_NAME_MAX)
		return 1;
	int status =
		typing->variable(reader->names->owner, reader->at, length, &found, reader->error);

	if (status <= 0)
		return status < 0 ? -1 : 1;
	reader->at += length;
	*type = found.type;
	if (put_number(reader, PUSH, found.number) < 0)
		return -1;
	return found.is_place && !type->is_aggregate
	               ? put_sized(reader, READ, type->size, type->is_signed)
	               : 0;
}

/* Of a name that may be a file's, with a minus in it, the long form counts if it is one. */
static int parse_name(struct reader *reader, struct expression_type *type)
{
	const size_t lengths[] = { long_name_length(reader->at), plain_name_length(reader->at) };
	const char *name = reader->at;
	int variable = parse_variable(reader, type);

	if (variable <= 0)
		return variable;
	for (unsigned i = lengths[0] == lengths[1]; i < 2; i++) {
		int status = parse_found(reader, name, lengths[i], type);

		if (status == 0)
			reader->at = name + lengths[i];
		if (status <= 0)
			return status;
	}
	return error_set(reader->error, ENOENT, "cannot read '%.100s': nothing is called '%.*s'%s",
	                 reader->start, (int)(lengths[0] < EXPRESSION_NAME_MAX ? lengths[0] : 0),
	                 name,
	                 *name == '$' ? "; registers are $rax, $rip, $sp, $eflags and so on" : "");
}

/* 'c' is a character, 'a name' that of a file or symbol. */
static int parse_quoted(struct reader *reader, struct expression_type *type)
{
	const char *at = reader->at + 1, *end = strchr(at, '\'');
	char c;

	if (take_character(&at, &c) && *at == '\'' && at > reader->at + 1) {
		reader->at = at + 1;
		*type = wide;
		return put_number(reader, PUSH, (uint64_t)(int64_t)c);
	}
	if (!end)
		return complain(reader, "a ' without another one");
	size_t length = (size_t)(end - reader->at - 1);
	int status = parse_found(reader, reader->at + 1, length, type);

	if (status == 0)
		reader->at = end + 1;
	return status <= 0 ? status : complain(reader, "a name that nothing has");
}

static int parse_cast(struct reader *reader, const struct expression_type *cast,
                      struct expression_type *type)
{
	skip_space(reader);
	if (*reader->at++ != ')') {
		reader->at--;
		return complain(reader, "a ) is missing behind the type");
	}
	if (parse_unary(reader, type) < 0 || expect_number(reader, type) < 0)
		return -1;
	*type = *cast;
	return cast->size == 8 ? 0 : put_sized(reader, CUT, cast->size, cast->is_signed);
}

static int parse_brackets(struct reader *reader, struct expression_type *type)
{
	struct expression_type cast;

	reader->at++;
	if (type_parse(reader, &cast))
		return parse_cast(reader, &cast, type);
	if (parse_level(reader, 0, type) < 0)
		return -1;
	skip_space(reader);
	if (*reader->at != ')')
		return complain(reader, "a ) is missing");
	reader->at++;
	return 0;
}

static int parse_primary(struct reader *reader, struct expression_type *type)
{
	skip_space(reader);
	if (isdigit((unsigned char)*reader->at))
		return parse_digits(reader, type);
	if (*reader->at == '(')
		return parse_brackets(reader, type);
	if (*reader->at == '\'')
		return parse_quoted(reader, type);
	if (is_name_start(*reader->at))
		return parse_name(reader, type);
	return complain(reader, "a number or a name is missing");
}

/* The lowest bits of the number on top are another one. */
static int put_bits(struct reader *reader, const struct expression_part *part)
{
	const struct {
		enum operation operation;
		unsigned distance;
	} shifts[] = { { SHIFT_LEFT, 64 - part->bit - part->bits },
		       { SHIFT_RIGHT, 64 - part->bits } };

	for (unsigned i = 0; i < 2; i++) {
		struct expression_step *step;

		if (put_number(reader, PUSH, shifts[i].distance) < 0 ||
		    !(step = step_add(reader, shifts[i].operation, -1)))
			return -1;
		step->is_signed = part->type.is_signed;
	}
	return 0;
}

/* A part of what the number on top is the address of: its value, or, of one that is no
 * number, its address. */
static int put_part(struct reader *reader, const struct expression_part *part,
                    struct expression_type *type)
{
	*type = part->type;
	if (part->offset &&
	    (put_number(reader, PUSH, part->offset) < 0 || !step_add(reader, ADD, -1)))
		return -1;
	if (type->is_aggregate)
		return 0;
	if (put_sized(reader, READ, type->size, type->is_signed) < 0)
		return -1;
	return part->bits ? put_bits(reader, part) : 0;
}

static bool is_structure(const struct expression_type *type)
{
	return type->is_aggregate && type->own == type->target;
}

static int put_target(struct reader *reader, struct expression_type *type)
{
	struct expression_part part = { .offset = 0 };

	if (is_structure(type) ||
	    !reader->names->typing->value(reader->names->owner, type->target, &part))
		return complain(reader, "what is no address of anything that is known");
	return put_part(reader, &part, type);
}

/* What a number is the address of; of one without a type, a word. */
static int put_read(struct reader *reader, struct expression_type *type)
{
	if (type->target)
		return put_target(reader, type);
	uint8_t size = type->pointee ? type->pointee : reader->names->word;
	bool is_signed = type->pointee && type->pointee_is_signed;

	*type = (struct expression_type){ .size = size, .is_signed = is_signed };
	return put_sized(reader, READ, size, is_signed);
}

/* To go on by n from the address of a number is to go on by n numbers. */
static int put_scale(struct reader *reader, const struct expression_type *type, bool is_index)
{
	uint64_t size = type->target ? type->stride : type->pointee;

	if (size <= 1 || (type->is_symbol && !is_index))
		return 0;
	if (put_number(reader, PUSH, size) < 0)
		return -1;
	return step_add(reader, MULTIPLY, -1) ? 0 : -1;
}

static int parse_index(struct reader *reader, struct expression_type *type)
{
	struct expression_type index;

	reader->at++;
	if (!type->pointee && !type->target)
		type->pointee = reader->names->word;
	if (parse_level(reader, 0, &index) < 0)
		return -1;
	skip_space(reader);
	if (*reader->at != ']')
		return complain(reader, "a ] is missing");
	reader->at++;
	if (put_scale(reader, type, true) < 0 || !step_add(reader, ADD, -1))
		return -1;
	return put_read(reader, type);
}

/* ".name" and "->name" mean the same: what is left of them is the address of a structure. */
static int parse_member(struct reader *reader, struct expression_type *type)
{
	const struct expression_names *names = reader->names;
	struct expression_part part = { .offset = 0 };
	const char *before = reader->at;

	reader->at += *reader->at == '.' ? 1 : 2;
	skip_space(reader);
	size_t length = identifier_length(reader->at);

	if (!names->typing->member(names->owner, type->target, reader->at, length, &part)) {
		reader->at = before;
		return complain(reader, "there is no such member");
	}
	reader->at += length;
	return put_part(reader, &part, type);
}

static bool is_member_next(const struct reader *reader, const struct expression_type *type)
{
	return type->target &&
	       (*reader->at == '.' || (reader->at[0] == '-' && reader->at[1] == '>'));
}

static int parse_postfix(struct reader *reader, struct expression_type *type)
{
	int status = parse_primary(reader, type);

	while (status == 0) {
		skip_space(reader);
		if (*reader->at == '[')
			status = parse_index(reader, type);
		else if (is_member_next(reader, type))
			status = parse_member(reader, type);
		else
			break;
	}
	return status;
}

static bool takes_word(struct reader *reader, const char *word)
{
	size_t length = strlen(word);

	if (strncmp(reader->at, word, length) != 0 ||
	    (isalpha((unsigned char)*word) && is_name_part(reader->at[length])))
		return false;
	reader->at += length;
	return true;
}

/* "&*x" is x, "&x[2]" where that lies; "&name" is what the name is, too: an address. */
static int put_address(struct reader *reader, struct expression_type *type)
{
	struct expression *into = reader->into;
	struct expression_step *last = &into->steps[into->count - 1];

	struct expression_part own = { .offset = 0 };

	if (last->operation == PUSH && type->pointee && !type->own)
		return 0;
	if (type->own)
		reader->names->typing->value(reader->names->owner, type->own, &own);
	if (!type->is_aggregate && last->operation != READ)
		return complain(reader, "what has no address stands behind &");
	if (!type->is_aggregate)
		into->count--;
	*type = (struct expression_type){ .size = reader->names->word,
		                          .pointee = type->is_aggregate ? 0 : type->size,
		                          .pointee_is_signed = type->is_signed,
		                          .target = type->own,
		                          .stride = own.bytes };
	return 0;
}

/* Of structures the address would be calculated with, of others their bits. */
static int expect_number(struct reader *reader, const struct expression_type *type)
{
	if (type->is_float)
		return complain(reader,
		                "numbers with fractions are shown, but not calculated with,");
	return is_structure(type) ? complain(reader, "a structure is no number") : 0;
}

static int put_unary(struct reader *reader, char sign, struct expression_type *type)
{
	switch (sign) {
	case '*':
		return put_read(reader, type);
	case '&':
		return put_address(reader, type);
	case '+':
		return 0;
	}
	bool is_unsigned = !type->is_signed && sign != '!';

	if (expect_number(reader, type) < 0)
		return -1;
	*type = wide;
	type->is_signed = !is_unsigned;
	return step_add(reader, sign == '-' ? NEGATE : sign == '~' ? INVERT : NOT, 0) ? 0 : -1;
}

static int parse_unary(struct reader *reader, struct expression_type *type)
{
	int status = -1;

	skip_space(reader);
	char sign = takes_word(reader, "not") ? '!' : *reader->at;

	if (!sign || !strchr("*&-~!+", sign))
		return parse_postfix(reader, type);
	if (*reader->at == sign)
		reader->at++;
	if (reader->nesting++ >= EXPRESSION_NESTING_MAX)
		return complain(reader, "too much within each other");
	if (parse_unary(reader, type) == 0)
		status = put_unary(reader, sign, type);
	reader->nesting--;
	return status;
}

/* ---- operators */

struct binary {
	const char *word;
	uint8_t operation;
	uint8_t precedence; /* higher ones first */
};

/* The longer of two that begin alike stands first. */
static const struct binary binaries[] = {
	{ "||", SKIP_IF, 1 },     { "or", SKIP_IF, 1 },
	{ "&&", SKIP_IF_NOT, 2 }, { "and", SKIP_IF_NOT, 2 },
	{ "|", OR, 3 },           { "^", EXCLUSIVE_OR, 4 },
	{ "&", AND, 5 },          { "==", EQUAL, 6 },
	{ "!=", UNEQUAL, 6 },     { "~", STRING_LIKE, 6 },
	{ "<<", SHIFT_LEFT, 8 },  { ">>", SHIFT_RIGHT, 8 },
	{ "<=", LESS_EQUAL, 7 },  { ">=", GREATER_EQUAL, 7 },
	{ "<", LESS, 7 },         { ">", GREATER, 7 },
	{ "+", ADD, 9 },          { "-", SUBTRACT, 9 },
	{ "*", MULTIPLY, 10 },    { "/", DIVIDE, 10 },
	{ "%", REMAINDER, 10 },
};

static const struct binary *binary_parse(struct reader *reader, unsigned precedence)
{
	skip_space(reader);
	for (size_t i = 0; i < sizeof(binaries) / sizeof(*binaries); i++) {
		const char *before = reader->at;

		if (!takes_word(reader, binaries[i].word))
			continue;
		if (binaries[i].precedence > precedence)
			return &binaries[i];
		reader->at = before;
		return NULL;
	}
	return NULL;
}

/* The right side is looked at only if the left one does not decide. */
static int parse_either(struct reader *reader, const struct binary *binary)
{
	struct expression_type type;
	unsigned skip = reader->into->count;

	/* The top goes where it does not skip. */
	if (!step_add(reader, (enum operation)binary->operation, -1) ||
	    parse_level(reader, binary->precedence, &type) < 0 || expect_number(reader, &type) < 0)
		return -1;
	reader->into->steps[skip].number = reader->into->count;
	return step_add(reader, TRUTH, 0) ? 0 : -1;
}

/* The left side is the address of a string. */
static int parse_string_side(struct reader *reader, uint8_t operation)
{
	struct expression *into = reader->into;
	struct expression_step *step;
	size_t room = sizeof(into->text) - into->text_length;

	/* With a NUL behind it. */
	ssize_t length = string_parse(&reader->at, into->text + into->text_length,
	                              room ? room - 1 : 0, reader->error);

	if (length < 0)
		return -1;
	step = step_add(reader, operation == STRING_LIKE ? STRING_LIKE : STRING_EQUAL, 0);
	if (!step)
		return -1;
	if (room == 0)
		return complain(reader, "too many strings");
	step->number = into->text_length;
	step->length = (uint16_t)length;
	into->text_length += (size_t)length;
	into->text[into->text_length++] = '\0';
	return operation == UNEQUAL && !step_add(reader, NOT, 0) ? -1 : 0;
}

static bool is_sum(const struct binary *binary)
{
	return binary->operation == ADD || binary->operation == SUBTRACT;
}

static bool is_address(const struct expression_type *type)
{
	return type->pointee || type->target;
}

/* Two addresses are so many elements from each other. */
static int put_quotient(struct reader *reader, uint64_t size)
{
	struct expression_step *step;

	if (size <= 1)
		return 0;
	if (put_number(reader, PUSH, size) < 0 || !(step = step_add(reader, DIVIDE, -1)))
		return -1;
	step->is_signed = true;
	return 0;
}

static int parse_right(struct reader *reader, const struct binary *binary,
                       struct expression_type *type)
{
	struct expression_type left = *type, right = { 0 };

	if (parse_level(reader, binary->precedence, &right) < 0 ||
	    expect_number(reader, &left) < 0 || expect_number(reader, &right) < 0)
		return -1;
	bool is_offset = is_sum(binary) && is_address(&left) && !is_address(&right);

	if (is_offset && put_scale(reader, &left, false) < 0)
		return -1;
	struct expression_step *step = step_add(reader, (enum operation)binary->operation, -1);

	if (!step)
		return -1;
	step->is_signed = binary->operation == SHIFT_RIGHT ? left.is_signed
	                                                   : left.is_signed && right.is_signed;
	if (is_offset) { /* still an address */
		type->own = type->is_aggregate ? 0 : type->own;
		type->is_aggregate = false;
		return 0;
	}
	*type = wide;
	type->is_signed = step->is_signed;
	if (binary->operation == SUBTRACT && left.target && left.target == right.target)
		return put_quotient(reader, left.stride);
	return 0;
}

static int parse_binary(struct reader *reader, const struct binary *binary,
                        struct expression_type *type)
{
	bool is_comparison = binary->precedence == 6;

	if (binary->precedence <= 2) {
		if (expect_number(reader, type) < 0)
			return -1;
		*type = wide;
		return parse_either(reader, binary);
	}
	skip_space(reader);
	if (is_comparison && *reader->at == '"') {
		*type = wide;
		return parse_string_side(reader, binary->operation);
	}
	if (binary->operation == STRING_LIKE)
		return complain(reader, "a pattern in quotes is missing behind ~");
	if (parse_right(reader, binary, type) < 0)
		return -1;
	if (binary->precedence == 6 || binary->precedence == 7)
		*type = wide;
	return 0;
}

static int parse_level(struct reader *reader, unsigned precedence, struct expression_type *type)
{
	const struct binary *binary;
	int status;

	if (reader->nesting++ >= EXPRESSION_NESTING_MAX)
		return complain(reader, "too much within each other");
	status = parse_unary(reader, type);
	while (status == 0 && (binary = binary_parse(reader, precedence)))
		status = parse_binary(reader, binary, type);
	reader->nesting--;
	return status;
}

int expression_parse(struct expression *expression, const char *text, const char **rest,
                     const struct expression_names *names, struct error *error)
{
	struct reader reader = {
		.start = text, .at = text, .names = names, .into = expression, .error = error
	};

	expression->count = 0;
	expression->text_length = 0;
	if (parse_level(&reader, 0, &expression->type) < 0)
		return -1;
	skip_space(&reader);
	if (rest)
		*rest = reader.at;
	else if (*reader.at)
		return complain(&reader, "no operator");
	return 0;
}

/* ---- evaluating */

static uint64_t cut(uint64_t number, unsigned size, bool is_signed)
{
	unsigned unused = 64 - 8 * size;

	if (is_signed)
		return (uint64_t)((int64_t)(number << unused) >> unused);
	return number << unused >> unused;
}

/* False: there is no such number. */
static bool divide(const struct expression_step *step, uint64_t left, uint64_t right,
                   uint64_t *value)
{
	bool remainder = step->operation == REMAINDER;

	if (!right)
		return false;
	if (step->is_signed && right == UINT64_MAX)
		*value = remainder ? 0 : -left; /* what the CPU cannot do for the least number */
	else if (step->is_signed)
		*value = (uint64_t)(remainder ? (int64_t)left % (int64_t)right
		                              : (int64_t)left / (int64_t)right);
	else
		*value = remainder ? left % right : left / right;
	return true;
}

static bool is_less(const struct expression_step *step, uint64_t left, uint64_t right)
{
	return step->is_signed ? (int64_t)left < (int64_t)right : left < right;
}

static uint64_t shift_right(const struct expression_step *step, uint64_t left, uint64_t right)
{
	if (right > 63)
		return step->is_signed && (int64_t)left < 0 ? UINT64_MAX : 0;
	return step->is_signed ? (uint64_t)((int64_t)left >> right) : left >> right;
}

/* Of two numbers. */
static uint64_t combine(const struct expression_step *step, uint64_t left, uint64_t right)
{
	switch ((enum operation)step->operation) {
	case MULTIPLY:
		return left * right;
	case ADD:
		return left + right;
	case SUBTRACT:
		return left - right;
	case SHIFT_LEFT:
		return right > 63 ? 0 : left << right;
	case SHIFT_RIGHT:
		return shift_right(step, left, right);
	case LESS:
		return is_less(step, left, right);
	case LESS_EQUAL:
		return !is_less(step, right, left);
	case GREATER:
		return is_less(step, right, left);
	case GREATER_EQUAL:
		return !is_less(step, left, right);
	case EQUAL:
		return left == right;
	case UNEQUAL:
		return left != right;
	case AND:
		return left & right;
	case EXCLUSIVE_OR:
		return left ^ right;
	default:
		return left | right;
	}
}

static int read_failed(struct error *error, uint64_t address, size_t length, ssize_t got)
{
	return error_set(error, EFAULT, "cannot read %zu byte%s at %#llx: %s", length,
	                 length == 1 ? "" : "s", (unsigned long long)address,
	                 got == -ETIMEDOUT ? "nobody delivers them" : "nothing is mapped there");
}

static int memory_number(const struct expression_machine *machine,
                         const struct expression_step *step, uint64_t *value, struct error *error)
{
	uint64_t number = 0;
	ssize_t got = machine->memory(machine->owner, *value, &number, step->size);

	if (got != step->size)
		return read_failed(error, *value, step->size, got);
	*value = cut(number, step->size, step->is_signed);
	return 0;
}

static int memory_string(const struct expression *expression,
                         const struct expression_machine *machine,
                         const struct expression_step *step, uint64_t *value, struct error *error)
{
	const char *wanted = expression->text + step->number;
	bool is_pattern = step->operation == STRING_LIKE;
	char bytes[STRING_COMPARED_MAX + 1];
	/* Of a string as long as that one, or longer, no more is needed. */
	size_t length = is_pattern ? STRING_COMPARED_MAX : (size_t)step->length + 1;
	ssize_t got = machine->memory(machine->owner, *value, bytes, length);

	if (got <= 0)
		return read_failed(error, *value, 1, got);
	bytes[got] = '\0';
	if (is_pattern)
		*value = fnmatch(wanted, bytes, 0) == 0;
	else
		*value = (size_t)got == length && memcmp(bytes, wanted, length) == 0;
	return 0;
}

static int variable_number(const struct expression_machine *machine,
                           const struct expression_step *step, uint64_t *value, struct error *error)
{
	int status = machine->variable(machine->owner, step->number, value);

	return status < 0 ? error_set(error, -status, "a value cannot be read here: %s",
	                              strerror(-status))
	                  : 0;
}

/* Those that change the top alone. */
static int step_unary(const struct expression *expression, const struct expression_machine *machine,
                      const struct expression_step *step, uint64_t *top, struct error *error)
{
	switch ((enum operation)step->operation) {
	case READ:
		return memory_number(machine, step, top, error);
	case STRING_EQUAL:
	case STRING_LIKE:
		return memory_string(expression, machine, step, top, error);
	case CUT:
		*top = cut(*top, step->size, step->is_signed);
		return 0;
	case NEGATE:
		*top = -*top;
		return 0;
	case INVERT:
		*top = ~*top;
		return 0;
	case NOT:
		*top = !*top;
		return 0;
	default:
		*top = *top != 0;
		return 0;
	}
}

static bool is_unary(enum operation operation)
{
	return operation == READ || operation == CUT || operation == NEGATE ||
	       operation == INVERT || operation == NOT || operation == TRUTH ||
	       operation == STRING_EQUAL || operation == STRING_LIKE;
}

/* The first so many steps. */
static int evaluate(const struct expression *expression, unsigned count,
                    const struct expression_machine *machine, uint64_t *value, struct error *error)
{
	uint64_t stack[EXPRESSION_STACK_MAX] = { 0 };
	unsigned depth = 0;

	for (unsigned i = 0; i < count; i++) {
		const struct expression_step *step = &expression->steps[i];
		enum operation operation = (enum operation)step->operation;

		if (operation == PUSH) {
			stack[depth++] = step->number;
		} else if (operation == VARIABLE) {
			if (variable_number(machine, step, &stack[depth++], error) < 0)
				return -1;
		} else if (is_unary(operation)) {
			if (step_unary(expression, machine, step, &stack[depth - 1], error) < 0)
				return -1;
		} else if (operation == SKIP_IF || operation == SKIP_IF_NOT) {
			if ((stack[depth - 1] != 0) == (operation == SKIP_IF))
				i = (unsigned)step->number - 1;
			else
				depth--;
		} else {
			uint64_t right = stack[--depth], *left = &stack[depth - 1];

			if (operation != DIVIDE && operation != REMAINDER)
				*left = combine(step, *left, right);
			else if (!divide(step, *left, right, left))
				return error_set(error, EDOM, "a division by zero");
		}
	}
	*value = stack[0];
	return 0;
}

int expression_evaluate(const struct expression *expression,
                        const struct expression_machine *machine, uint64_t *value,
                        struct error *error)
{
	return evaluate(expression, expression->count, machine, value, error);
}

int expression_locate(const struct expression *expression, const struct expression_machine *machine,
                      struct expression_place *place, struct error *error)
{
	const struct expression_step *last = &expression->steps[expression->count - 1];

	*place = (struct expression_place){ .size = expression->type.size };
	if (last->operation == VARIABLE && expression->count == 1) {
		place->is_variable = true;
		place->number = last->number;
		return 0;
	}
	if (last->operation == PUSH && expression->count == 1 && expression->type.pointee) {
		place->number = last->number;
		place->size = expression->type.pointee;
		return 0;
	}
	if (last->operation != READ || expression->type.is_aggregate)
		return error_set(error, EINVAL,
		                 "this is no place that can be written to: write *(u32 *)ADDRESS "
		                 "or $REGISTER");
	place->size = last->size;
	return evaluate(expression, expression->count - 1, machine, &place->number, error);
}
