/* Reading expressions.
 *
 * Operators are a table with their precedences; one function climbs it, and the few that
 * bind more loosely have one each.  Types are known while the text is read, and what they
 * mean for a number (its width, its sign, what a pointer points to) becomes steps. */
#include "inspect/expression_reader.h"

#include <ctype.h>
#include <errno.h>

static int parse_level(struct reader *, unsigned precedence, struct expression_type *);
static int parse_unary(struct reader *, struct expression_type *);
static int parse_list(struct reader *, struct expression_type *);
static int parse_assignment(struct reader *, struct expression_type *);

/* ---- names */

static int put_name(struct reader *reader, const struct expression_name *name,
                    struct expression_type *type)
{
	unsigned first = reader->into->count;
	const struct expression_part part = { .type = name->type };

	if (put_number(reader, name->is_variable ? VARIABLE : PUSH, name->number) < 0)
		return -1;
	if (name->is_place)
		return put_value(reader, &part, type);
	*type = name->type;
	if (name->is_variable)
		reader->place = (struct reader_place){ .first = first, .end = reader->into->count };
	return 0;
}

/* 1: nothing is called so. */
static int parse_found(struct reader *reader, const char *name, size_t length,
                       struct expression_type *type)
{
	const struct expression_names *names = reader->names;
	struct expression_name found = { .type = wide };

	if (!length || length > EXPRESSION_NAME_MAX ||
	    !names->find(names->owner, name, length, &found))
		return 1;
	if (put_name(reader, &found, type) < 0)
		return -1;
	if (found.is_free) {
		reader->place.name = name;
		reader->place.length = length;
	}
	return 0;
}

/* 1: no variable of the program is called so. */
static int parse_variable(struct reader *reader, size_t length, struct expression_type *type)
{
	const struct expression_typing *typing = reader->names->typing;
	struct expression_name found = { .type = wide };

	if (!typing || !length || length > EXPRESSION_NAME_MAX)
		return 1;
	int status =
		typing->variable(reader->names->owner, reader->at, length, &found, reader->error);

	if (status <= 0)
		return status < 0 ? -1 : 1;
	reader->at += length;
	return put_name(reader, &found, type);
}

/* "$new = 5" */
static bool is_assigned(const struct reader *reader, size_t length)
{
	const char *at = reader->at + length;

	at += strspn(at, " \t");
	return reader->names->assigns && at[0] == '=' && at[1] != '=';
}

static int parse_new(struct reader *reader, size_t length, struct expression_type *type)
{
	const struct expression_typing *typing = reader->names->typing;
	struct expression_name found = { .type = wide };

	if (!typing || !typing->declare ||
	    !typing->declare(reader->names->owner, reader->at, length, &wide, &found))
		return complain(reader, "too many variables");
	reader->at += length;
	return parse_found(reader, reader->at - length, length, type);
}

static int name_unknown(struct reader *reader, const size_t lengths[NAME_LENGTHS])
{
	const struct expression_typing *typing = reader->names->typing;
	const char *name = reader->at;
	bool is_dollar = *name == '$';
	char like[EXPRESSION_NAME_MAX + 1] = "";

	if (typing && typing->like && !is_dollar && lengths[2])
		typing->like(reader->names->owner, 0, name, lengths[2], like);
	return error_set(reader->error, ENOENT,
	                 "cannot read '%.100s': nothing is called '%.*s'%s%s%s%s", reader->start,
	                 (int)(lengths[0] < EXPRESSION_NAME_MAX ? lengths[0] : 0), name,
	                 *like ? "; is " : "", like, *like ? " meant?" : "",
	                 !is_dollar                       ? ""
	                 : reader->names->lacks_registers ? "; there is no process, so there "
	                                                    "are no registers"
	                                                  : "; registers are $rax, $rip, $sp, "
	                                                    "$eflags and so on");
}

/* Of a name that may be a file's, with a minus in it, the long form counts if it is one. */
static int parse_name(struct reader *reader, struct expression_type *type)
{
	const char *name = reader->at;
	size_t qualified = qualified_length(name), lengths[NAME_LENGTHS];
	int status = parse_variable(reader, qualified, type);

	name_lengths(name, lengths);
	if (status > 0 && qualified != lengths[2])
		status = parse_variable(reader, lengths[2], type);
	for (unsigned i = 0; i < NAME_LENGTHS && status > 0; i++) {
		status = i && lengths[i] == lengths[i - 1]
		                 ? 1
		                 : parse_found(reader, name, lengths[i], type);
		if (status == 0)
			reader->at = name + lengths[i];
	}
	if (status <= 0)
		return status;
	return *name == '$' && is_assigned(reader, lengths[0]) ? parse_new(reader, lengths[0], type)
	                                                       : name_unknown(reader, lengths);
}

/* 'c' is a character, 'a name' that of a file or symbol. */
static int parse_quoted(struct reader *reader, struct expression_type *type)
{
	const char *at = reader->at + 1, *end = strchr(at, '\'');
	char c;

	if (take_character(&at, &c) && *at == '\'' && at > reader->at + 1) {
		reader->at = at + 1;
		*type = (struct expression_type){ .size = 1,
			                          .is_signed = true,
			                          .is_literal = true };
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

/* A string alone lies somewhere, too. */
static int parse_string(struct reader *reader, struct expression_type *type)
{
	const struct expression_typing *typing = reader->names->typing;
	struct expression_name found = { .type = wide };
	char bytes[EXPRESSION_TEXT_MAX];
	ssize_t length;

	if (!typing || !typing->string)
		return complain(reader, "a number or a name is missing");
	length = string_parse(&reader->at, bytes, sizeof(bytes) - 1, reader->error);
	if (length < 0)
		return -1;
	bytes[length] = '\0';
	if (!typing->string(reader->names->owner, bytes, (size_t)length + 1, &found))
		return complain(reader, "too many strings");
	return put_name(reader, &found, type);
}

/* ---- what is made of types */

static int parse_cast(struct reader *reader, const struct expression_type *cast,
                      struct expression_type *type)
{
	if (expect_character(reader, ')', "a ) is missing behind the type") < 0)
		return -1;
	skip_blanks(reader);
	reader->returns = *cast;
	reader->returns_at = reader->at;
	return parse_unary(reader, type) < 0 ? -1 : put_cast(reader, cast, type);
}

static int parse_brackets(struct reader *reader, struct expression_type *type)
{
	struct expression_type cast;

	reader->at++;
	int status = parse_type_name(reader, &cast);

	if (status <= 0)
		return status < 0 ? -1 : parse_cast(reader, &cast, type);
	return parse_list(reader, type) < 0 ? -1 : expect_character(reader, ')', "a ) is missing");
}

/* "{struct item} ADDRESS" */
static int parse_at(struct reader *reader, struct expression_type *type)
{
	struct expression_type read;

	reader->at++;
	int status = parse_type_name(reader, &read);

	if (status != 0)
		return status < 0 ? -1 : complain(reader, "a type is missing");
	if (expect_character(reader, '}', "a } is missing behind the type") < 0 ||
	    parse_unary(reader, type) < 0 || expect_number(reader, type) < 0)
		return -1;
	const struct expression_part part = { .type = read };

	return put_value(reader, &part, type);
}

/* Of a type, or of a value, which is not looked at. */
static int parse_size(struct reader *reader, struct expression_type *type)
{
	unsigned first = reader->into->count, depth = reader->depth;
	size_t text = reader->into->text_length;
	const char *before = (skip_blanks(reader), reader->at);
	int status = 1;

	if (*before == '(') {
		reader->at++;
		status = parse_type_name(reader, type);
		if (status < 0 ||
		    (status == 0 && expect_character(reader, ')', "a ) is missing") < 0))
			return -1;
	}
	if (status > 0) {
		reader->at = before;
		if (parse_unary(reader, type) < 0)
			return -1;
	}
	uint64_t bytes = type_bytes(reader, type);

	steps_drop(reader, first, depth);
	reader->into->text_length = text;
	*type = (struct expression_type){ .size = reader->names->word };
	return put_number(reader, PUSH, bytes);
}

static int parse_primary(struct reader *reader, struct expression_type *type)
{
	char c = (skip_blanks(reader), *reader->at);

	if (isdigit((unsigned char)c) || (c == '.' && isdigit((unsigned char)reader->at[1])))
		return parse_number(reader, type);
	switch (c) {
	case '(':
		return parse_brackets(reader, type);
	case '{':
		return parse_at(reader, type);
	case '\'':
		return parse_quoted(reader, type);
	case '"':
		return parse_string(reader, type);
	}
	if (takes_word(reader, "sizeof"))
		return parse_size(reader, type);
	if (isalpha((unsigned char)c) || c == '_' || c == '$')
		return parse_name(reader, type);
	return complain(reader, "a number or a name is missing");
}

/* ---- parts */

static int put_target(struct reader *reader, struct expression_type *type)
{
	struct expression_part part = { .offset = 0 };

	if (is_structure(type) ||
	    !reader->names->typing->value(reader->names->owner, type->target, &part))
		return complain(reader, "what is no address of anything that is known");
	return put_value(reader, &part, type);
}

/* What a number is the address of; of one without a type, a word. */
static int put_read(struct reader *reader, struct expression_type *type)
{
	if (type->is_function)
		return 0;
	if (type->target)
		return put_target(reader, type);
	if (expect_number(reader, type) < 0)
		return -1;
	if (type->is_float || type->own)
		return complain(reader, "what is no address of anything that is known");
	const struct expression_part part = {
		.type = { .size = type->pointee ? type->pointee : reader->names->word,
		          .is_signed = type->pointee && type->pointee_is_signed,
		          .is_float = type->pointee && type->pointee_is_float }
	};

	return put_value(reader, &part, type);
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

static int expect_integer(struct reader *reader, const struct expression_type *type)
{
	return type->is_float ? complain(reader, "a whole number is needed")
	                      : expect_number(reader, type);
}

static int parse_index(struct reader *reader, struct expression_type *type)
{
	struct expression_type index;

	reader->at++;
	if (expect_integer(reader, type) < 0)
		return -1;
	if (!is_address(type) && type->own)
		return complain(reader, "what is no array has no elements");
	if (!is_address(type))
		type->pointee = reader->names->word;
	if (parse_list(reader, &index) < 0 || expect_integer(reader, &index) < 0 ||
	    expect_character(reader, ']', "a ] is missing") < 0 ||
	    put_scale(reader, type, true) < 0 || !step_add(reader, ADD, -1))
		return -1;
	return put_read(reader, type);
}

static int member_unknown(struct reader *reader, const struct expression_type *type, size_t length)
{
	const struct expression_typing *typing = reader->names->typing;
	char like[EXPRESSION_NAME_MAX + 1] = "";

	if (!length)
		return complain(reader, "the name of a member is missing");
	if (typing->like)
		typing->like(reader->names->owner, type->target, reader->at, length, like);
	return error_set(reader->error, ENOENT,
	                 "cannot read '%.100s': there is no such member as '%.*s'%s%s%s",
	                 reader->start, (int)(length < EXPRESSION_NAME_MAX ? length : 0),
	                 reader->at, *like ? "; is " : "", like, *like ? " meant?" : "");
}

/* ".name" and "->name" mean the same: what is left of them is the address of a structure. */
static int parse_member(struct reader *reader, struct expression_type *type)
{
	const struct expression_names *names = reader->names;
	struct expression_part part = { .offset = 0 };

	reader->at += *reader->at == '.' ? 1 : 2;
	skip_blanks(reader);
	size_t length = qualified_length(reader->at);

	if (!length ||
	    !names->typing->member(names->owner, type->target, reader->at, length, &part))
		return member_unknown(reader, type, length);
	reader->at += length;
	return put_value(reader, &part, type);
}

static bool is_member_next(const struct reader *reader, const struct expression_type *type)
{
	return type->target &&
	       (*reader->at == '.' || (reader->at[0] == '-' && reader->at[1] == '>'));
}

/* ---- calculating */

struct binary {
	const char *word;
	uint8_t operation;
	uint8_t precedence; /* higher ones first */
};

enum precedence {
	LEVEL_OR = 1,
	LEVEL_AND,
	LEVEL_BITS, /* and two more */
	LEVEL_EQUAL = 6,
	LEVEL_LESS,
	LEVEL_SHIFT,
	LEVEL_ARRAY,
	LEVEL_SUM,
	LEVEL_PRODUCT,
};

/* Not a step: "x@3". */
enum { ARRAY = 0xff };

/* The longer of two that begin alike stands first. */
static const struct binary binaries[] = {
	{ "||", SKIP_IF, LEVEL_OR },       { "or", SKIP_IF, LEVEL_OR },
	{ "&&", SKIP_IF_NOT, LEVEL_AND },  { "and", SKIP_IF_NOT, LEVEL_AND },
	{ "|", OR, LEVEL_BITS },           { "^", EXCLUSIVE_OR, LEVEL_BITS + 1 },
	{ "&", AND, LEVEL_BITS + 2 },      { "==", EQUAL, LEVEL_EQUAL },
	{ "!=", UNEQUAL, LEVEL_EQUAL },    { "~", STRING_LIKE, LEVEL_EQUAL },
	{ "<<", SHIFT_LEFT, LEVEL_SHIFT }, { ">>", SHIFT_RIGHT, LEVEL_SHIFT },
	{ "<=", LESS_EQUAL, LEVEL_LESS },  { ">=", GREATER_EQUAL, LEVEL_LESS },
	{ "<", LESS, LEVEL_LESS },         { ">", GREATER, LEVEL_LESS },
	{ "@", ARRAY, LEVEL_ARRAY },       { "+", ADD, LEVEL_SUM },
	{ "-", SUBTRACT, LEVEL_SUM },      { "*", MULTIPLY, LEVEL_PRODUCT },
	{ "/", DIVIDE, LEVEL_PRODUCT },    { "%", REMAINDER, LEVEL_PRODUCT },
};

/* "+=" is there, and "<<=". */
static bool is_assigning(const struct binary *binary)
{
	return binary->precedence >= LEVEL_BITS && binary->precedence != LEVEL_EQUAL &&
	       binary->precedence != LEVEL_LESS && binary->operation != ARRAY;
}

static bool is_sum(const struct binary *binary)
{
	return binary->operation == ADD || binary->operation == SUBTRACT;
}

static bool is_comparison(const struct binary *binary)
{
	return binary->precedence == LEVEL_EQUAL || binary->precedence == LEVEL_LESS;
}

static enum operand operand_of(const struct expression_type *type)
{
	return type->is_float ? OPERAND_FLOAT : type->is_signed ? OPERAND_SIGNED : OPERAND_UNSIGNED;
}

/* Both lie on the stack. */
static int put_floats(struct reader *reader, const struct binary *binary,
                      const struct expression_type *left, struct expression_type *type)
{
	struct expression_type right = *type;
	bool is_single =
		(!left->is_float || left->size == 4) && (!right.is_float || right.size == 4);

	if (!is_comparison(binary) && !is_sum(binary) && binary->operation != MULTIPLY &&
	    binary->operation != DIVIDE)
		return complain(reader, "this is not done with fractions,");
	struct expression_step *step = step_add(reader, (enum operation)binary->operation, -1);

	if (!step)
		return -1;
	step->is_float = true;
	step->size = is_single ? 4 : 8;
	step->number = operand_of(left) | operand_of(&right) << OPERAND_BITS;
	*type = (struct expression_type){ .size = is_comparison(binary) ? 4 : step->size,
		                          .is_signed = true,
		                          .is_float = !is_comparison(binary) };
	return 0;
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

/* What an address and a number come to is an address; that of an array's first element,
 * perhaps. */
static int put_offset(struct reader *reader, const struct binary *binary,
                      const struct expression_type *address, struct expression_type *type)
{
	const struct expression_typing *typing = reader->names->typing;
	struct expression_part part = { .offset = 0 };

	struct expression_step *step;

	if (put_scale(reader, address, false) < 0 ||
	    !(step = step_add(reader, (enum operation)binary->operation, -1)))
		return -1;
	step->size = reader->names->word & 4;
	*type = *address;
	if (!type->is_aggregate)
		return 0;
	type->own = 0;
	type->is_aggregate = false;
	type->size = reader->names->word;
	if (typing->derive && typing->derive(reader->names->owner, address->target, 0, &part))
		*type = part.type;
	type->is_ours = address->is_ours;
	return 0;
}

static int put_integers(struct reader *reader, const struct binary *binary,
                        const struct expression_type *left, struct expression_type *type)
{
	struct expression_type right = *type;
	bool is_shift = binary->precedence == LEVEL_SHIFT;
	struct expression_type common = type_promoted(left, is_shift ? NULL : &right);
	struct expression_step *step = step_add(reader, (enum operation)binary->operation, -1);

	if (!step)
		return -1;
	step->size = common.size == 8 ? 0 : common.size;
	step->is_signed = common.is_signed;
	*type = common;
	if (is_comparison(binary))
		*type = (struct expression_type){ .size = 4, .is_signed = true };
	if (binary->operation != SUBTRACT || !left->target || left->target != right.target)
		return 0;
	*type = wide;
	return put_quotient(reader, left->stride);
}

/* Two values lie on the stack, the right one, of which the type is given, above the left one. */
static int put_binary(struct reader *reader, const struct binary *binary,
                      const struct expression_type *left, struct expression_type *type)
{
	struct expression_type right = *type;

	if (expect_number(reader, left) < 0 || expect_number(reader, &right) < 0)
		return -1;
	if (left->is_float || right.is_float)
		return put_floats(reader, binary, left, type);
	if (is_sum(binary) && is_address(left) && !is_address(&right))
		return put_offset(reader, binary, left, type);
	if (binary->operation != ADD || is_address(left) || !is_address(&right))
		return put_integers(reader, binary, left, type);
	return step_add(reader, SWAP, 0) ? put_offset(reader, binary, &right, type) : -1;
}

/* What wider floats than doubles are calculated with. */
static int put_operand(struct reader *reader, struct expression_type *type)
{
	struct expression_part part = { .type = *type };

	if (!type->is_aggregate || !type->is_float)
		return expect_number(reader, type);
	part.type.is_aggregate = false;
	part.type.size = (uint8_t)type_bytes(reader, type);
	if (put_value(reader, &part, type) < 0)
		return -1;
	*type = (struct expression_type){ .size = 8, .is_signed = true, .is_float = true };
	return 0;
}

/* ---- writing */

enum place_kind { PLACE_MEMORY, PLACE_BITS, PLACE_VARIABLE, PLACE_FREE, PLACE_COPY };

/* Where the value on top came from: how it was read is kept, and not done. */
struct place {
	enum place_kind kind;
	struct reader_place from;
	struct expression_step steps[PLACE_STEPS_MAX];
	unsigned count;
	struct expression_type type;
};

static int place_take(struct reader *reader, const struct expression_type *type,
                      struct place *place)
{
	struct expression *into = reader->into;

	*place = (struct place){ .from = reader->place, .type = *type };
	place->count = place->from.end - place->from.first;
	bool is_read = place->from.end && place->from.end == into->count &&
	               place->count <= PLACE_STEPS_MAX;
	const struct expression_step *first = &into->steps[place->from.first];

	if (is_read && place->from.name) {
		place->kind = PLACE_FREE;
	} else if (type->is_aggregate) {
		place->kind = PLACE_COPY;
		place->count = 0;
		return type->is_function ? complain(reader, "a function cannot be assigned to,")
		                         : 0;
	} else if (!is_read) {
		return complain(reader, "what lies nowhere cannot be assigned to,");
	} else {
		place->kind = first->operation == VARIABLE ? PLACE_VARIABLE
		              : place->from.bits           ? PLACE_BITS
		                                           : PLACE_MEMORY;
	}
	memcpy(place->steps, first, place->count * sizeof(*first));
	steps_drop(reader, place->from.first, reader->depth - (first->operation == VARIABLE));
	return 0;
}

/* Its value, once more, above the address. */
static int place_read(struct reader *reader, const struct place *place)
{
	if (place->kind == PLACE_COPY)
		return complain(reader, "this is not done with structures,");
	if (place->kind < PLACE_VARIABLE && !step_add(reader, DUPLICATE, 1))
		return -1;
	for (unsigned i = 0; i < place->count; i++) {
		const struct expression_step *kept = &place->steps[i];
		int pushes = kept->operation == PUSH || kept->operation == VARIABLE ? 1
		             : kept->operation == READ                              ? 0
		                                                                    : -1;
		struct expression_step *step =
			step_add(reader, (enum operation)kept->operation, pushes);

		if (!step)
			return -1;
		*step = *kept;
	}
	return 0;
}

/* What is on top becomes the value of a variable, whatever it is. */
static int put_keep(struct reader *reader, const struct place *place, struct expression_type *type)
{
	const struct expression_typing *typing = reader->names->typing;
	struct expression_name found = { .number = place->steps[0].number };
	struct expression_step *step;

	if (place->kind == PLACE_VARIABLE) {
		if (put_conversion(reader, type, &place->type) < 0)
			return -1;
		*type = place->type;
	} else if (!typing || !typing->declare ||
	           !typing->declare(reader->names->owner, place->from.name, place->from.length,
	                            type, &found)) {
		return complain(reader, "too many variables");
	}
	if (!(step = step_add(reader, KEEP, 0)))
		return -1;
	step->number = found.number;
	return 0;
}

static int put_copy(struct reader *reader, const struct place *place, struct expression_type *type)
{
	struct expression_step *step;
	uint64_t bytes = type_bytes(reader, &place->type);

	if (place->type.is_float && !type->is_aggregate) {
		const struct expression_type number = { .size = 8,
			                                .is_signed = true,
			                                .is_float = true };

		if (put_conversion(reader, type, &number) < 0 ||
		    !(step = step_add(reader, WRITE, -1)))
			return -1;
		step->size = (uint8_t)bytes;
		step->is_float = true;
		*type = number;
		return 0;
	}
	if (!type->is_aggregate || type->is_function || type_bytes(reader, type) != bytes)
		return complain(reader, "this cannot become such a value");
	if (!(step = step_add(reader, WRITE_COPY, -1)))
		return -1;
	step->number = bytes;
	*type = place->type;
	return 0;
}

/* The value on top, of the type given, goes to the place; it stays as what was written. */
static int place_write(struct reader *reader, const struct place *place,
                       struct expression_type *type)
{
	struct expression_step *step;

	if (place->kind == PLACE_FREE)
		return put_keep(reader, place, type);
	if (place->kind == PLACE_COPY)
		return put_copy(reader, place, type);
	if (expect_number(reader, type) < 0)
		return -1;
	if (type->is_ours)
		return complain(reader, "the program cannot use what lies nowhere in it,");
	if (place->kind == PLACE_VARIABLE)
		return put_keep(reader, place, type);
	if (place->type.is_bool ? put_truth(reader, TRUTH, type) < 0
	                        : put_conversion(reader, type, &place->type) < 0)
		return -1;
	if (!(step = step_add(reader, place->kind == PLACE_BITS ? WRITE_BITS : WRITE, -1)))
		return -1;
	step->size = place->steps[0].size;
	step->is_signed = place->type.is_signed;
	step->is_float = place->type.is_float;
	step->number = place->from.bit;
	step->length = place->from.bits;
	*type = place->type;
	return 0;
}

/* "++": what it was, or what it is then. */
static int put_increment(struct reader *reader, char sign, bool is_behind,
                         struct expression_type *type)
{
	const struct binary add = { "+", sign == '+' ? ADD : SUBTRACT, LEVEL_SUM };
	const struct binary back = { "-", sign == '+' ? SUBTRACT : ADD, LEVEL_SUM };
	const struct expression_type one = { .size = 4, .is_signed = true, .is_literal = true };
	struct expression_type result = one;
	struct place place;

	if (place_take(reader, type, &place) < 0)
		return -1;
	/* What it was cannot be told from what is left of it. */
	if (is_behind && place.kind == PLACE_BITS)
		return complain(reader, "++ and -- stand before bit-fields, not behind them,");
	if (place_read(reader, &place) < 0 || put_number(reader, PUSH, 1) < 0 ||
	    put_binary(reader, &add, type, &result) < 0 || place_write(reader, &place, &result) < 0)
		return -1;
	*type = result;
	if (!is_behind)
		return 0;
	struct expression_type before = one;

	if (put_number(reader, PUSH, 1) < 0 || put_binary(reader, &back, type, &before) < 0)
		return -1;
	return is_address(type) ? 0 : put_conversion(reader, &before, type);
}

/* ---- calls */

/* A function, or the address of one. */
static bool is_callable(const struct reader *reader, const struct expression_type *type)
{
	const struct expression_typing *typing = reader->names->typing;
	struct expression_part part;

	return type->is_function || type->is_symbol ||
	       (type->target && typing &&
	        typing->value(reader->names->owner, type->target, &part) && part.type.is_function);
}

/* As C gives it to the parameter, or to what has none for it. */
static int put_argument(struct reader *reader, const struct expression_type *parameter,
                        const struct expression_type *given, unsigned *form)
{
	struct expression_type type = *given, open = *given;

	if (!parameter && !given->is_aggregate)
		open.size = given->is_float || given->size == 8 ? 8 : 4;
	if (!parameter && given->is_aggregate && !is_structure(given))
		open = type_pointer(reader, given);
	/* The address of what lies nowhere is wider than those of 32-bit programs. */
	if (given->is_ours && given->is_aggregate && parameter && is_address(parameter))
		type = *parameter;
	else if (given->is_ours && given->is_aggregate && !parameter)
		type = open;
	else if (put_cast(reader, parameter ? parameter : &open, &type) < 0)
		return -1;
	if (type.is_aggregate && !type.is_function)
		return complain(reader, "this cannot be given to a function");
	*form = (type.is_float ? ARGUMENT_FLOAT : 0) | (type.size == 8 ? ARGUMENT_WIDE : 0);
	return 0;
}

static int parse_arguments(struct reader *reader, const struct expression_signature *signature,
                           struct expression_step *call)
{
	struct expression_type given;

	skip_blanks(reader);
	while (*reader->at != ')') {
		unsigned at = call->length, form = 0;
		bool is_known = at < signature->count;

		if (at >= EXPRESSION_ARGUMENTS_MAX || (!is_known && !signature->is_open))
			return complain(reader, "the function takes less than that,");
		if (parse_assignment(reader, &given) < 0 ||
		    put_argument(reader, is_known ? &signature->parameters[at] : NULL, &given,
		                 &form) < 0)
			return -1;
		call->length++;
		call->number |= (uint64_t)form << (ARGUMENT_BITS * at);
		skip_blanks(reader);
		if (*reader->at != ')' && expect_character(reader, ',', "a ) is missing") < 0)
			return -1;
	}
	reader->at++;
	return call->length < signature->count
	               ? complain(reader, "the function takes more than that,")
	               : 0;
}

/* What is on top is the function, or its address. */
static int parse_call(struct reader *reader, const char *start, struct expression_type *type)
{
	const struct expression_names *names = reader->names;
	struct expression_signature signature = { .is_open = true, .result = reader->returns };
	struct expression_step call = { .operation = CALL };
	uint16_t function = type->is_function ? type->own : type->target;

	if (!names->calls)
		return complain(reader, "functions of the program cannot be called here,");
	if (function && !names->typing->signature(names->owner, function, &signature))
		return complain(reader, "what the function takes and returns is not known,");
	if (!function && reader->returns_at != start)
		return complain(reader, "what the function returns is not known: say so by a "
		                        "cast, (int) f(1),");
	if (signature.result.is_aggregate)
		return complain(reader, "what returns a structure cannot be called,");
	reader->at++;
	if (parse_arguments(reader, &signature, &call) < 0)
		return -1;
	struct expression_step *step = step_add(reader, CALL, -(int)call.length);

	if (!step)
		return -1;
	*type = signature.result;
	call.size = type->size;
	call.is_signed = type->is_signed;
	call.is_float = type->is_float;
	*step = call;
	reader->place.end = 0;
	return 0;
}

/* ---- operands */

static bool takes_increment(struct reader *reader, char *sign)
{
	*sign = *reader->at;
	return reader->names->typing && (*sign == '+' || *sign == '-') &&
	       takes_word(reader, *sign == '+' ? "++" : "--");
}

static int parse_postfix(struct reader *reader, struct expression_type *type)
{
	const char *start = reader->at;
	int status = parse_primary(reader, type);
	char sign;

	while (status == 0) {
		skip_blanks(reader);
		if (*reader->at == '[')
			status = parse_index(reader, type);
		else if (is_member_next(reader, type))
			status = parse_member(reader, type);
		else if (*reader->at == '(' && is_callable(reader, type))
			status = parse_call(reader, start, type);
		else if (takes_increment(reader, &sign))
			status = put_increment(reader, sign, true, type);
		else
			break;
	}
	return status;
}

/* "&*x" is x, "&x[2]" where that lies; "&name" is what the name is, too: an address. */
static int put_address(struct reader *reader, struct expression_type *type)
{
	struct expression *into = reader->into;
	const struct reader_place *place = &reader->place;

	if (into->steps[into->count - 1].operation == PUSH && type->pointee && !type->own)
		return 0;
	bool is_read = place->end && place->end == into->count && !place->bits &&
	               into->steps[place->first].operation == READ;

	if (!type->is_aggregate && !is_read)
		return complain(reader, "what has no address stands behind &");
	if (!type->is_aggregate)
		steps_drop(reader, place->first, reader->depth);
	bool is_ours = type->is_aggregate && type->is_ours;

	*type = type_pointer(reader, type);
	type->is_ours = is_ours;
	return 0;
}

static int put_sign(struct reader *reader, char sign, struct expression_type *type)
{
	struct expression_type number = type_promoted(type, NULL);
	struct expression_step *step;

	if (type->is_float && sign == '~')
		return complain(reader, "a whole number is needed");
	if (type->is_float)
		number = (struct expression_type){ .size = type->size,
			                           .is_signed = true,
			                           .is_float = true };
	if (sign != '+') {
		if (!(step = step_add(reader, sign == '-' ? NEGATE : INVERT, 0)))
			return -1;
		step->size = number.size == 8 ? 0 : number.size;
		step->is_signed = number.is_signed;
		step->is_float = number.is_float;
	}
	/* What was written out is calculated with all the room there is, but is as wide as before.
	 */
	if (type->is_literal)
		number.size = type->size < 4 ? 4 : type->size;
	*type = number;
	return 0;
}

static int put_unary(struct reader *reader, char sign, struct expression_type *type)
{
	switch (sign) {
	case '*':
		return put_read(reader, type);
	case '&':
		return put_address(reader, type);
	}
	if (put_operand(reader, type) < 0)
		return -1;
	if (sign != '!')
		return put_sign(reader, sign, type);
	if (put_truth(reader, NOT, type) < 0)
		return -1;
	*type = (struct expression_type){ .size = 4, .is_signed = true };
	return 0;
}

static int parse_unary(struct reader *reader, struct expression_type *type)
{
	int status = -1;
	char twice;

	skip_blanks(reader);
	bool is_word = takes_word(reader, "not");
	char sign = is_word ? '!' : *reader->at;

	if (!sign || !strchr("*&-~!+", sign))
		return parse_postfix(reader, type);
	bool is_twice = !is_word && takes_increment(reader, &twice);

	reader->at += !is_word && !is_twice;
	if (reader->nesting++ >= EXPRESSION_NESTING_MAX)
		return complain(reader, "too much within each other");
	if (parse_unary(reader, type) == 0)
		status = is_twice ? put_increment(reader, twice, false, type)
		                  : put_unary(reader, sign, type);
	reader->nesting--;
	return status;
}

/* ---- operators */

static const struct binary *binary_parse(struct reader *reader, unsigned precedence)
{
	skip_blanks(reader);
	for (size_t i = 0; i < sizeof(binaries) / sizeof(*binaries); i++) {
		const struct binary *binary = &binaries[i];
		const char *before = reader->at;

		if (!takes_word(reader, binary->word))
			continue;
		bool assigns = is_assigning(binary) && reader->at[0] == '=' && reader->at[1] != '=';

		if (binary->precedence > precedence && !assigns)
			return binary;
		reader->at = before;
		return NULL;
	}
	return NULL;
}

/* The right side is looked at only if the left one does not decide. */
static int parse_either(struct reader *reader, const struct binary *binary,
                        struct expression_type *type)
{
	struct expression_type right;

	if (put_operand(reader, type) < 0 || put_truth(reader, TRUTH, type) < 0)
		return -1;
	unsigned skip = reader->into->count;

	/* The top goes where it does not skip. */
	if (!step_add(reader, (enum operation)binary->operation, -1) ||
	    parse_level(reader, binary->precedence, &right) < 0 ||
	    put_operand(reader, &right) < 0 || put_truth(reader, TRUTH, &right) < 0)
		return -1;
	reader->into->steps[skip].number = reader->into->count;
	*type = (struct expression_type){ .size = 4, .is_signed = true };
	return step_add(reader, STAY, 0) ? 0 : -1;
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

/* "x@3": the right side says of what type the whole is, so it must be known. */
static int parse_array(struct reader *reader, const struct binary *binary,
                       struct expression_type *type)
{
	const struct expression_typing *typing = reader->names->typing;
	const struct reader_place place = reader->place;
	struct expression *into = reader->into;
	bool is_read = !type->is_aggregate && place.end && place.end == into->count &&
	               !place.bits && into->steps[place.first].operation == READ;
	struct expression_part part = { .offset = 0 };
	struct expression_type count_type;
	struct expression count = { .count = 0 };
	uint64_t elements;

	if (!typing || !typing->derive || !type->own || !(is_read || type->is_aggregate))
		return complain(reader, "only what lies in memory is an array's first element:");
	if (is_read)
		steps_drop(reader, place.first, reader->depth);
	unsigned first = into->count, depth = reader->depth;

	if (parse_level(reader, binary->precedence, &count_type) < 0 ||
	    expect_integer(reader, &count_type) < 0)
		return -1;
	count.count = into->count - first;
	memcpy(count.steps, into->steps + first, count.count * sizeof(*count.steps));
	memcpy(count.text, into->text, into->text_length);
	for (unsigned i = 0; i < count.count; i++)
		if (count.steps[i].operation >= SKIP_IF_NOT && count.steps[i].operation <= JUMP)
			count.steps[i].number -= first;
	steps_drop(reader, first, depth);
	if (typing->evaluate(reader->names->owner, &count, &elements, reader->error) < 0)
		return -1;
	if ((int64_t)elements <= 0 ||
	    !typing->derive(reader->names->owner, type->own, elements, &part))
		return complain(reader, "an array that there is not");
	*type = part.type;
	return 0;
}

static int parse_binary(struct reader *reader, const struct binary *binary,
                        struct expression_type *type)
{
	struct expression_type left;

	if (binary->precedence <= LEVEL_AND)
		return parse_either(reader, binary, type);
	if (binary->operation == ARRAY)
		return parse_array(reader, binary, type);
	skip_blanks(reader);
	if (binary->precedence == LEVEL_EQUAL && *reader->at == '"' && !type->is_float) {
		*type = (struct expression_type){ .size = 4, .is_signed = true };
		return parse_string_side(reader, binary->operation);
	}
	if (binary->operation == STRING_LIKE)
		return complain(reader, "a pattern in quotes is missing behind ~");
	if (put_operand(reader, type) < 0)
		return -1;
	left = *type;
	if (parse_level(reader, binary->precedence, type) < 0 || put_operand(reader, type) < 0)
		return -1;
	return put_binary(reader, binary, &left, type);
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

/* Both sides of a choice become of one type, each where it was read. */
static int choice_meet(struct reader *reader, struct expression_step *left_end,
                       const struct expression_type *left, struct expression_type *type)
{
	struct expression_type right = *type;

	if (left->is_float != right.is_float) {
		const struct expression_type number = { .size = 8,
			                                .is_signed = true,
			                                .is_float = true };

		*type = number;
		if (right.is_float) {
			left_end->operation = TO_FLOAT;
			left_end->size = 8;
			left_end->is_signed = left->is_signed;
		}
		return put_conversion(reader, &right, type);
	}
	if (left->own == right.own && left->target == right.target && left->size == right.size)
		return 0;
	if (is_structure(left) || is_structure(&right))
		return complain(reader, "the two sides of a choice are not alike");
	*type = is_address(left)     ? *left
	        : is_address(&right) ? right
	        : left->is_float     ? *left
	                             : type_promoted(left, &right);
	return 0;
}

/* "CONDITION ? ONE : OTHER" */
static int parse_choice(struct reader *reader, struct expression_type *type)
{
	struct expression *into = reader->into;
	struct expression_type left;

	if (put_operand(reader, type) < 0 || put_truth(reader, TRUTH, type) < 0)
		return -1;
	unsigned otherwise = into->count;

	if (!step_add(reader, JUMP_IF_NOT, -1) || parse_list(reader, &left) < 0 ||
	    (left.is_float && put_operand(reader, &left) < 0))
		return -1;
	unsigned left_end = into->count, past = left_end + 1;

	/* One of both sides is on the stack then. */
	if (!step_add(reader, STAY, 0) || !step_add(reader, JUMP, -1))
		return -1;
	into->steps[otherwise].number = into->count;
	if (expect_character(reader, ':', "a : is missing behind the ?") < 0 ||
	    parse_assignment(reader, type) < 0 ||
	    (type->is_float && put_operand(reader, type) < 0) ||
	    choice_meet(reader, &into->steps[left_end], &left, type) < 0)
		return -1;
	into->steps[past].number = into->count;
	reader->place.end = 0;
	return step_add(reader, STAY, 0) ? 0 : -1;
}

/* "=", "+=" and so on: true, and what is to be done before. */
static bool takes_assignment(struct reader *reader, const struct binary **binary)
{
	*binary = NULL;
	skip_blanks(reader);
	for (size_t i = 0; i < sizeof(binaries) / sizeof(*binaries); i++) {
		size_t length = strlen(binaries[i].word);

		if (is_assigning(&binaries[i]) &&
		    strncmp(reader->at, binaries[i].word, length) == 0 &&
		    reader->at[length] == '=') {
			*binary = &binaries[i];
			reader->at += length + 1;
			return true;
		}
	}
	if (reader->at[0] != '=' || reader->at[1] == '=')
		return false;
	reader->at++;
	return true;
}

static int parse_assignment(struct reader *reader, struct expression_type *type)
{
	const struct binary *binary;
	struct expression_type value;
	struct place place;

	if (parse_level(reader, 0, type) < 0)
		return -1;
	skip_blanks(reader);
	if (*reader->at == '?') {
		reader->at++;
		return parse_choice(reader, type);
	}
	if (!reader->names->assigns || !takes_assignment(reader, &binary))
		return 0;
	if (place_take(reader, type, &place) < 0 || (binary && place_read(reader, &place) < 0) ||
	    parse_assignment(reader, &value) < 0 ||
	    (binary &&
	     (put_operand(reader, &value) < 0 || put_binary(reader, binary, type, &value) < 0)) ||
	    place_write(reader, &place, &value) < 0)
		return -1;
	*type = value;
	return 0;
}

/* "a, b": the last one counts. */
static int parse_list(struct reader *reader, struct expression_type *type)
{
	int status = parse_assignment(reader, type);

	while (status == 0 && (skip_blanks(reader), *reader->at == ',')) {
		reader->at++;
		if (!step_add(reader, DROP, -1))
			return -1;
		status = parse_assignment(reader, type);
	}
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
	if ((names->assigns ? parse_list : parse_assignment)(&reader, &expression->type) < 0)
		return -1;
	skip_blanks(&reader);
	if (rest)
		*rest = reader.at;
	else if (*reader.at == '.' || strncmp(reader.at, "->", 2) == 0)
		return complain(&reader, "only structures have members:");
	else if (*reader.at)
		return complain(&reader, "no operator");
	return 0;
}
