/* Types in expressions.
 *
 * Where the program's own types are known each value has one of those, C's own among them, by
 * a number; else types are no more than widths and signs. */
#include "inspect/expression_reader.h"

#include <ctype.h>
#include <errno.h>

const struct expression_type wide = { .size = 8, .is_signed = true };

/* ---- what is said of them */

/* Words that make up the names of C's types, in any order. */
enum word {
	UNSIGNED = 1 << 0,
	SIGNED = 1 << 1,
	CHAR = 1 << 2,
	SHORT = 1 << 3,
	INT = 1 << 4,
	LONG = 1 << 5,
	LONG_LONG = 1 << 6,
	FLOAT = 1 << 7,
	DOUBLE = 1 << 8,
	BOOL = 1 << 9,
	VOID = 1 << 10,
	QUALIFIER = 1 << 11, /* means nothing here */
};

static const struct {
	const char *name;
	unsigned word;
} words[] = {
	{ "unsigned", UNSIGNED },
	{ "signed", SIGNED },
	{ "char", CHAR },
	{ "short", SHORT },
	{ "int", INT },
	{ "long", LONG },
	{ "float", FLOAT },
	{ "double", DOUBLE },
	{ "_Bool", BOOL },
	{ "bool", BOOL },
	{ "void", VOID },
	{ "const", QUALIFIER },
	{ "volatile", QUALIFIER },
	{ "restrict", QUALIFIER },
};

struct basic {
	const char *name;
	unsigned words; /* 0: it is one word of its own */
	char form;      /* d: signed, u: unsigned, c: character, f: float, b: bool, v: void */
	uint8_t size;   /* 0: that of an address */
};

static const struct basic basics[] = {
	{ "char", CHAR, 'c', 1 },
	{ "signed char", SIGNED | CHAR, 'c', 1 },
	{ "unsigned char", UNSIGNED | CHAR, 'c', 1 },
	{ "short", SHORT, 'd', 2 },
	{ "unsigned short", UNSIGNED | SHORT, 'u', 2 },
	{ "int", INT, 'd', 4 },
	{ "unsigned int", UNSIGNED | INT, 'u', 4 },
	{ "long", LONG, 'd', 0 },
	{ "unsigned long", UNSIGNED | LONG, 'u', 0 },
	{ "long long", LONG | LONG_LONG, 'd', 8 },
	{ "unsigned long long", UNSIGNED | LONG | LONG_LONG, 'u', 8 },
	{ "float", FLOAT, 'f', 4 },
	{ "double", DOUBLE, 'f', 8 },
	{ "long double", LONG | DOUBLE, 'f', 16 }, /* 12 to i386 */
	{ "bool", BOOL, 'b', 1 },
	{ "void", VOID, 'v', 1 },
	{ "u8", 0, 'u', 1 },
	{ "u16", 0, 'u', 2 },
	{ "u32", 0, 'u', 4 },
	{ "u64", 0, 'u', 8 },
	{ "s8", 0, 'd', 1 },
	{ "s16", 0, 'd', 2 },
	{ "s32", 0, 'd', 4 },
	{ "s64", 0, 'd', 8 },
	{ "uint8_t", 0, 'u', 1 },
	{ "uint16_t", 0, 'u', 2 },
	{ "uint32_t", 0, 'u', 4 },
	{ "uint64_t", 0, 'u', 8 },
	{ "int8_t", 0, 'd', 1 },
	{ "int16_t", 0, 'd', 2 },
	{ "int32_t", 0, 'd', 4 },
	{ "int64_t", 0, 'd', 8 },
	{ "size_t", 0, 'u', 0 },
	{ "ssize_t", 0, 'd', 0 },
	{ "uintptr_t", 0, 'u', 0 },
};

/* 0: none of them stands here. */
static unsigned take_type_word(struct reader *reader)
{
	size_t length = (skip_blanks(reader), identifier_length(reader->at));

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strlen(words[i].name) == length &&
		    memcmp(words[i].name, reader->at, length) == 0) {
			reader->at += length;
			return words[i].word;
		}
	return 0;
}

/* Words that say no more than others do go. */
static unsigned words_normal(unsigned set)
{
	if (set & (SHORT | LONG))
		set &= ~(unsigned)INT;
	if (!(set & ~(unsigned)(SIGNED | UNSIGNED)))
		set |= INT;
	return set & CHAR ? set : set & ~(unsigned)SIGNED;
}

static const struct basic *basic_of_words(unsigned set)
{
	for (size_t i = 0; i < sizeof(basics) / sizeof(*basics); i++)
		if (basics[i].words && basics[i].words == words_normal(set))
			return &basics[i];
	return NULL;
}

static const struct basic *basic_named(const char *name, size_t length)
{
	for (size_t i = 0; i < sizeof(basics) / sizeof(*basics); i++)
		if (!basics[i].words && strlen(basics[i].name) == length &&
		    memcmp(basics[i].name, name, length) == 0)
			return &basics[i];
	return NULL;
}

static int basic_type(struct reader *reader, const struct basic *basic,
                      struct expression_type *type)
{
	const struct expression_typing *typing = reader->names->typing;
	uint8_t word = reader->names->word, size = basic->size ? basic->size : word;
	struct expression_part part = { .offset = 0 };

	if (size == 16 && word == 4)
		size = 12;
	*type = (struct expression_type){ .size = size,
		                          .is_signed = basic->form == 'd' ||
		                                       (basic->form == 'c' &&
		                                        !(basic->words & UNSIGNED)),
		                          .is_float = basic->form == 'f',
		                          .is_bool = basic->form == 'b' };
	if (!typing || !typing->basic)
		return 0;
	if (!typing->basic(reader->names->owner, basic->name, basic->form, size, &part))
		return complain(reader, "too many types");
	part.type.is_signed = type->is_signed;
	*type = part.type;
	return 0;
}

/* What a type can be followed by in brackets; else the name is something else's. */
static bool ends_type(const char *at)
{
	at += strspn(at, " \t");
	return !*at || strchr("*)&[}", *at) || strncmp(at, "const", 5) == 0;
}

/* "Box<int>", where brackets follow. */
static size_t template_length(const char *text, size_t length)
{
	unsigned depth = 0;

	if (text[length] != '<')
		return 0;
	for (; text[length]; length++) {
		depth += text[length] == '<';
		if (text[length] == '>' && --depth == 0)
			return length + 1;
	}
	return 0;
}

/* A type of the program's own: 1: none of that name. */
static int named_type(struct reader *reader, const char *keyword, struct expression_type *type)
{
	const struct expression_names *names = reader->names;
	size_t plain = (skip_blanks(reader), qualified_length(reader->at));
	const size_t lengths[] = { plain ? template_length(reader->at, plain) : 0, plain };
	struct expression_part part = { .offset = 0 };

	for (unsigned i = 0; i < 2; i++) {
		const char *end = reader->at + lengths[i];

		if (!names->typing || !names->typing->named || !lengths[i] ||
		    lengths[i] > EXPRESSION_NAME_MAX || (!keyword && !ends_type(end)) ||
		    !names->typing->named(names->owner, keyword, reader->at, lengths[i], &part))
			continue;
		*type = part.type;
		reader->at = end;
		return 0;
	}
	return 1;
}

/* "struct item" is a type, or wrong. */
static int keyword_type(struct reader *reader, struct expression_type *type)
{
	static const char *const keywords[] = { "struct", "union", "enum", "class" };

	for (size_t i = 0; i < sizeof(keywords) / sizeof(*keywords); i++) {
		if (identifier_length(reader->at) != strlen(keywords[i]) ||
		    !takes_word(reader, keywords[i]))
			continue;
		if (named_type(reader, keywords[i], type) == 0)
			return 0;
		skip_blanks(reader);
		return error_set(reader->error, ENOENT,
		                 "cannot read '%.100s': no debugging information describes a %s "
		                 "'%.*s'",
		                 reader->start, keywords[i], (int)qualified_length(reader->at),
		                 reader->at);
	}
	return 1;
}

/* Variables go before types that are called like them; functions do not: they may make such an
 * object. */
static bool is_variable(const struct reader *reader, size_t length)
{
	const struct expression_typing *typing = reader->names->typing;
	struct expression_name found = { .type = wide };
	struct error ignored;

	return length && length <= EXPRESSION_NAME_MAX && typing->variable &&
	       typing->variable(reader->names->owner, reader->at, length, &found, &ignored) != 0 &&
	       !found.type.is_function;
}

static int base_type(struct reader *reader, struct expression_type *type)
{
	unsigned set = 0, word;

	while ((word = take_type_word(reader)))
		set |= word == LONG && set & LONG ? LONG_LONG : word;
	set &= ~(unsigned)QUALIFIER;
	if (set) {
		const struct basic *of_words = basic_of_words(set);

		return of_words ? basic_type(reader, of_words, type)
		                : complain(reader, "a type that there is not");
	}
	int status = keyword_type(reader, type);

	if (status <= 0)
		return status;
	size_t length = identifier_length(reader->at);
	const struct basic *basic = basic_named(reader->at, length);

	if (basic) {
		reader->at += length;
		return basic_type(reader, basic, type);
	}
	if (!reader->names->typing || is_variable(reader, qualified_length(reader->at)))
		return 1;
	return named_type(reader, NULL, type);
}

/* Without types of the program's own, what a pointer leads to is but a width. */
struct expression_type type_pointer(struct reader *reader, const struct expression_type *to)
{
	const struct expression_typing *typing = reader->names->typing;
	struct expression_part part = { .offset = 0 };

	if (to->own && typing && typing->derive &&
	    typing->derive(reader->names->owner, to->own, 0, &part))
		return part.type;
	struct expression_type type = { .size = reader->names->word, .target = to->own };

	if (!to->is_aggregate) {
		type.pointee = to->size;
		type.pointee_is_signed = to->is_signed;
		type.pointee_is_float = to->is_float;
	}
	type.stride = to->own ? type_bytes(reader, to) : 0;
	return type;
}

static int parse_dimension(struct reader *reader, struct expression_type *type)
{
	const struct expression_typing *typing = reader->names->typing;
	struct expression_part part = { .offset = 0 };
	struct expression_type ignored;
	unsigned before = reader->into->count, depth = reader->depth;

	reader->at++;
	skip_blanks(reader);
	if (!isdigit((unsigned char)*reader->at) || parse_number(reader, &ignored) < 0)
		return complain(reader, "how many elements an array has is missing");
	uint64_t count = reader->into->steps[before].number;

	steps_drop(reader, before, depth);
	if (expect_character(reader, ']', "a ] is missing") < 0)
		return -1;
	if (!count || !type->own || !typing ||
	    !typing->derive(reader->names->owner, type->own, count, &part))
		return complain(reader, "an array that there is not");
	*type = part.type;
	return 0;
}

int parse_type_name(struct reader *reader, struct expression_type *type)
{
	const char *before = reader->at;
	int status = base_type(reader, type);

	if (status != 0) {
		reader->at = status > 0 ? before : reader->at;
		return status;
	}
	for (;;) {
		skip_blanks(reader);
		if (*reader->at == '*' || *reader->at == '&') {
			reader->at++;
			*type = type_pointer(reader, type);
		} else if (*reader->at == '[') {
			if (parse_dimension(reader, type) < 0)
				return -1;
		} else if (take_type_word(reader) != QUALIFIER) {
			return 0;
		}
	}
}

int expression_parse_type(const char **text, const struct expression_names *names,
                          struct expression_type *type, struct error *error)
{
	struct expression expression = { .count = 0 };
	struct reader reader = {
		.start = *text, .at = *text, .names = names, .into = &expression, .error = error
	};
	int status = parse_type_name(&reader, type);

	*text = reader.at;
	return status;
}

/* ---- what they say of numbers */

bool is_structure(const struct expression_type *type)
{
	return type->is_aggregate && type->own && type->own == type->target;
}

bool is_address(const struct expression_type *type)
{
	return type->pointee || type->target;
}

int expect_number(struct reader *reader, const struct expression_type *type)
{
	return is_structure(type) ? complain(reader, "a structure is no number") : 0;
}

uint64_t type_bytes(struct reader *reader, const struct expression_type *type)
{
	struct expression_part part = { .offset = 0 };

	return type->own && reader->names->typing->value(reader->names->owner, type->own, &part)
	               ? part.bytes
	               : type->size;
}

/* C calculates with nothing smaller than an int.  Numbers that were written out are as wide as
 * what they meet, and among themselves have all the room there is. */
struct expression_type type_promoted(const struct expression_type *one,
                                     const struct expression_type *other)
{
	const struct expression_type *both[] = { one, other ? other : one };
	struct expression_type type = { .size = 4,
		                        .is_signed = true,
		                        .is_literal = both[0]->is_literal && both[1]->is_literal };

	for (unsigned i = 0; i < 2; i++)
		if (both[i]->size > 4 || type.is_literal)
			type.size = 8;
	for (unsigned i = 0; i < 2; i++)
		if (both[i]->size >= type.size && !both[i]->is_signed)
			type.is_signed = false;
	return type;
}

int put_conversion(struct reader *reader, const struct expression_type *from,
                   const struct expression_type *to)
{
	struct expression_step *step;

	if (to->is_float && !from->is_float) {
		step = step_add(reader, TO_FLOAT, 0);
		if (!step)
			return -1;
		step->size = to->size;
		step->is_signed = from->is_signed;
		return 0;
	}
	if (!to->is_float && from->is_float)
		return put_sized(reader, TO_INTEGER, to->size, to->is_signed);
	if (to->size == 8 || (to->is_float && to->size == from->size))
		return 0;
	if (put_sized(reader, CUT, to->size, to->is_signed) < 0)
		return -1;
	reader->into->steps[reader->into->count - 1].is_float = to->is_float;
	return 0;
}

/* What an object inherits does not begin where it does. */
static int put_class_cast(struct reader *reader, const struct expression_type *from,
                          const struct expression_type *to)
{
	const struct expression_typing *typing = reader->names->typing;
	const void *owner = reader->names->owner;
	uint64_t offset = 0;

	if (!typing || !typing->base || !from->target || !to->target || from->is_aggregate)
		return 0;
	if (!typing->base(owner, from->target, to->target, &offset) &&
	    typing->base(owner, to->target, from->target, &offset))
		offset = 0 - offset;
	if (!offset)
		return 0;
	return put_number(reader, PUSH, offset) < 0 || !step_add(reader, ADD, -1) ? -1 : 0;
}

int put_cast(struct reader *reader, const struct expression_type *cast,
             struct expression_type *type)
{
	struct expression_type from = *type;

	*type = *cast;
	if (cast->is_aggregate && !cast->is_float)
		return from.own == cast->own ? 0
		                             : complain(reader, "this cannot become such a value");
	if (expect_number(reader, &from) < 0)
		return -1;
	/* What is no wider than a double is calculated with is one. */
	if (cast->is_aggregate)
		*type = (struct expression_type){ .size = 8, .is_signed = true, .is_float = true };
	if (cast->is_bool)
		return put_truth(reader, TRUTH, &from);
	if (put_class_cast(reader, &from, cast) < 0)
		return -1;
	return put_conversion(reader, &from, type);
}

int put_truth(struct reader *reader, enum operation operation, const struct expression_type *type)
{
	struct expression_step *step = step_add(reader, operation, 0);

	if (!step)
		return -1;
	step->is_float = type->is_float;
	return 0;
}

/* Floats that are wider than a double, and references, are not left for later. */
static int put_followed(struct reader *reader, struct expression_type *type)
{
	const struct expression_names *names = reader->names;
	struct expression_part part = { .offset = 0 };

	if (!type->is_reference || !names->typing->value(names->owner, type->target, &part))
		return 0;
	return put_value(reader, &part, type);
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

int put_value(struct reader *reader, const struct expression_part *part,
              struct expression_type *type)
{
	*type = part->type;
	if (part->offset &&
	    (put_number(reader, PUSH, part->offset) < 0 || !step_add(reader, ADD, -1)))
		return -1;
	if (type->is_aggregate)
		return 0;
	unsigned first = reader->into->count;

	if (put_sized(reader, READ, type->size, type->is_signed) < 0)
		return -1;
	reader->into->steps[first].is_float = type->is_float;
	if (part->bits && put_bits(reader, part) < 0)
		return -1;
	reader->place = (struct reader_place){ .first = first,
		                               .end = reader->into->count,
		                               .bit = (uint8_t)part->bit,
		                               .bits = (uint8_t)part->bits };
	return put_followed(reader, type);
}
