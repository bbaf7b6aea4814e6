/* Memory as the program's own types have it: a tree of values, as decoded calls are, so that
 * whatever shows those can show it.
 *
 * Pointers are addresses, but for those to characters, which are strings.  Depth and
 * lengths are limited, for what debugging information says comes from the program, too. */
#include "inspect/typed_view.h"

#include "inspect/activation.h"
#include "output/print.h"
#include "symbol/type_text.h"
#include "symbol/types.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	DEPTH_MAX = 12,
	ELEMENTS_MAX = 1024,
	MEMBERS_MAX = 4096,
	STRING_MAX = 4096,
	NAME_MAX_SHOWN = 256,
	FLOAT_SHOWN = 48,
	WIDE = 16,       /* bytes of the widest number, */
	WIDE_SHOWN = 48, /* and characters */
};

struct maker {
	struct subject *subject;
	const struct space *space;
	struct arena *arena;
	unsigned depth;
	/* Of bytes: 1 for each that has a value; NULL: all have. */
	const uint8_t *bytes, *known;
};

static const char no_value[] = "<optimized out>";

static struct value *make(struct maker *, const char *name, const struct type *,
                          const uint8_t *bytes, size_t length);
static bool is_known(const struct maker *, const uint8_t *bytes, size_t length);

/* ---- leaves */

static struct value *new_value(struct maker *maker, const char *name, enum shape shape,
                               enum kind kind)
{
	struct value *value = arena_take(maker->arena, sizeof(*value));

	if (value) {
		value->name = name;
		value->shape = (uint8_t)shape;
		value->kind = (uint8_t)kind;
	}
	return value;
}

static struct value *new_bytes(struct maker *maker, const char *name, enum shape shape,
                               enum kind kind, const void *bytes, size_t length)
{
	struct value *value = new_value(maker, name, shape, kind);
	uint8_t *copy = value ? arena_take(maker->arena, length + 1) : NULL;

	if (!copy)
		return NULL;
	memcpy(copy, bytes, length);
	value->bytes = copy;
	value->length = (uint32_t)length;
	return value;
}

static struct value *new_text(struct maker *maker, const char *name, const char *text)
{
	return new_bytes(maker, name, SHAPE_TEXT, KIND_VOID, text, strlen(text));
}

static struct value *new_number(struct maker *maker, const char *name, enum kind kind,
                                uint64_t number, size_t size)
{
	struct value *value = new_value(maker, name, SHAPE_NUMBER, kind);

	if (value) {
		value->number = number;
		value->size = (uint8_t)(size < 8 ? size : 8);
	}
	return value;
}

/* A number of 16 bytes. */
static struct value *make_wide(struct maker *maker, const char *name, bool is_signed,
                               const uint8_t *bytes)
{
	char text[WIDE_SHOWN];
	size_t at = sizeof(text) - 1;
	unsigned __int128 number;

	memcpy(&number, bytes, sizeof(number));
	bool is_negative = is_signed && bytes[sizeof(number) - 1] >> 7;

	number = is_negative ? -number : number;
	text[at] = '\0';
	do
		text[--at] = (char)('0' + (int)(number % 10));
	while (number /= 10);
	if (is_negative)
		text[--at] = '-';
	return new_text(maker, name, text + at);
}

/* What is shown by a name, or by what it points to, but is a number. */
static struct value *of_number(struct value *value, uint64_t number, size_t size)
{
	if (value) {
		value->number = number;
		value->size = (uint8_t)size;
	}
	return value;
}

static struct value *make_float(struct maker *maker, const char *name, const uint8_t *bytes,
                                size_t length)
{
	char text[FLOAT_SHOWN];
	float single;
	double number = 0;
	long double extended = 0;

	if (length == sizeof(single)) {
		memcpy(&single, bytes, sizeof(single));
		snprintf(text, sizeof(text), "%.9g", (double)single);
	} else if (length == sizeof(number)) {
		memcpy(&number, bytes, sizeof(number));
		snprintf(text, sizeof(text), "%.17g", number);
	} else if (length == sizeof(extended) || length == 12) {
		memcpy(&extended, bytes, length);
		snprintf(text, sizeof(text), "%.21Lg", extended);
	} else {
		return new_bytes(maker, name, SHAPE_BYTES, KIND_HEXBYTES, bytes, length);
	}
	struct value *value = new_text(maker, name, text);

	return length > 8 ? value
	                  : of_number(value, load_number(bytes, (unsigned)length, false), length);
}

static struct value *make_enum(struct maker *maker, const char *name, const struct type *type,
                               const uint8_t *bytes, size_t length)
{
	int64_t number = (int64_t)load_number(bytes, (unsigned)length, true);
	const char *enumerator = type_enumerator(maker->space, type, number);

	if (!enumerator)
		enumerator = type_enumerator(maker->space, type,
		                             (int64_t)load_number(bytes, (unsigned)length, false));
	return enumerator ? of_number(new_text(maker, name, enumerator), (uint64_t)number, length)
	                  : new_number(maker, name, KIND_INT, (uint64_t)number, length);
}

static struct value *make_bool(struct maker *maker, const char *name, const uint8_t *bytes,
                               size_t length)
{
	uint64_t number = load_number(bytes, (unsigned)length, false);

	return of_number(new_text(maker, name, number ? "true" : "false"), number, length);
}

/* Of characters: the string that it points to, if that can be read. */
static struct value *make_pointer(struct maker *maker, const char *name, const struct type *type,
                                  const uint8_t *bytes, size_t length)
{
	uint64_t address = load_number(bytes, (unsigned)length, false);
	struct type target;
	uint8_t string[STRING_MAX];
	ssize_t got = 0;

	if (address && type_target(maker->space, type, &target) && target.kind == TYPE_CHARACTER &&
	    target.size == 1)
		got = subject_read(maker->subject, address, string, sizeof(string));
	if (got <= 0)
		return new_number(maker, name, KIND_ADDR, address, length);
	size_t end = strnlen((char *)string, (size_t)got);
	struct value *value = of_number(
		new_bytes(maker, name, SHAPE_BYTES, KIND_STRING, string, end), address, length);

	if (value && end == (size_t)got)
		value->flags |= VALUE_CUT;
	return value;
}

/* ---- compounds */

static void append(struct value *group, struct value *child)
{
	if (!child)
		return;
	if (group->last)
		group->last->next = child;
	else
		group->first = child;
	group->last = child;
	group->count++;
}

static struct value *make_bits(struct maker *maker, const struct type_member *member,
                               const uint8_t *bytes)
{
	uint64_t number = load_number(bytes, (unsigned)member->type.size, false);
	unsigned unused = 64 - member->bits;
	bool is_signed = member->type.kind == TYPE_SIGNED;

	number = number >> member->bit << unused;
	number = is_signed ? (uint64_t)((int64_t)number >> unused) : number >> unused;
	return new_number(maker, member->name, is_signed ? KIND_INT : KIND_UINT, number,
	                  member->type.size);
}

/* "{int (int, char **)} 0x401136 <main>" */
static struct value *make_function(struct maker *maker, const char *name, const struct type *type,
                                   uint64_t address)
{
	struct text out = { 0 }, place = { 0 };

	text_char(&out, '{');
	type_text(maker->space, type, NULL, &out);
	text_literal(&out, "} ");
	text_hex(&out, address);
	if (subject_place(maker->subject, address, &place)) {
		text_literal(&out, " <");
		print_quoted(&out, (uint8_t *)place.bytes, place.length, HEX_NONE, QUOTE_NONE);
		text_char(&out, '>');
	}
	text_char(&out, '\0');
	struct value *value = out.failed ? NULL : new_text(maker, name, out.bytes);

	text_free(&out);
	text_free(&place);
	return of_number(value, address, maker->space->is_32 ? 4 : 8);
}

static struct value *make_structure(struct maker *maker, const char *name, const struct type *type,
                                    const uint8_t *bytes, size_t length)
{
	struct value *group = new_value(maker, name, SHAPE_STRUCT, KIND_STRUCT);
	struct type_member member;

	for (unsigned i = 0;
	     group && i < MEMBERS_MAX && type_member(maker->space, type, i, &member); i++) {
		if (member.offset > length || member.type.size > length - member.offset)
			continue;
		const uint8_t *at = bytes + member.offset;

		if (!member.name)
			member.name = "(unnamed)";
		struct value *value =
			member.bits && is_known(maker, at, member.type.size)
				? make_bits(maker, &member, at)
				: make(maker, member.name, &member.type, at, member.type.size);

		/* Of many classes nothing is inherited but what they are. */
		if (!member.is_base || !value || value->first)
			append(group, value);
	}
	return group;
}

static struct value *make_array(struct maker *maker, const char *name, const struct type *type,
                                const uint8_t *bytes, size_t length)
{
	struct type element;

	if (!type_target(maker->space, type, &element) || !element.size)
		return new_bytes(maker, name, SHAPE_BYTES, KIND_HEXBYTES, bytes, length);
	if (element.kind == TYPE_CHARACTER && element.size == 1 && is_known(maker, bytes, length)) {
		struct value *string =
			new_bytes(maker, name, SHAPE_BYTES, KIND_STRING, bytes, length);

		/* What is behind the NUL is there for who wants it as numbers. */
		if (string)
			string->length = (uint32_t)strnlen((const char *)bytes, length);
		if (string)
			string->count = (uint32_t)length;
		return string;
	}
	struct value *list = new_value(maker, name, SHAPE_LIST, KIND_STRUCT);
	size_t count = type->count < length / element.size ? type->count : length / element.size;

	for (size_t i = 0; list && i < count && i < ELEMENTS_MAX; i++)
		append(list, make(maker, NULL, &element, bytes + i * element.size, element.size));
	if (list && count > ELEMENTS_MAX)
		list->flags |= VALUE_CUT;
	return list;
}

static bool is_known(const struct maker *maker, const uint8_t *bytes, size_t length)
{
	return !maker->known || !memchr(maker->known + (bytes - maker->bytes), 0, length);
}

static struct value *make(struct maker *maker, const char *name, const struct type *type,
                          const uint8_t *bytes, size_t length)
{
	bool is_whole = type->kind == TYPE_STRUCT || type->kind == TYPE_ARRAY ||
	                is_known(maker, bytes, length);
	bool is_number = length == 1 || length == 2 || length == 4 || length == 8;
	struct value *value = NULL;

	if (maker->depth >= DEPTH_MAX)
		return NULL;
	maker->depth++;
	if (!is_whole)
		value = new_text(maker, name, no_value);
	else if (type->kind == TYPE_VOID)
		value = new_text(maker, name, "void");
	else if (type->kind == TYPE_FUNCTION)
		value = make_function(maker, name, type,
		                      load_number(bytes, (unsigned)length, false));
	else if (type->kind == TYPE_STRUCT)
		value = make_structure(maker, name, type, bytes, length);
	else if (type->kind == TYPE_ARRAY)
		value = make_array(maker, name, type, bytes, length);
	else if (type->kind == TYPE_FLOAT)
		value = make_float(maker, name, bytes, length);
	else if (length == WIDE && (type->kind == TYPE_SIGNED || type->kind == TYPE_UNSIGNED))
		value = make_wide(maker, name, type->kind == TYPE_SIGNED, bytes);
	else if (!is_number || type->kind == TYPE_OPAQUE)
		value = new_bytes(maker, name, SHAPE_BYTES, KIND_HEXBYTES, bytes, length);
	else if (type->kind == TYPE_POINTER)
		value = make_pointer(maker, name, type, bytes, length);
	else if (type->kind == TYPE_ENUM)
		value = make_enum(maker, name, type, bytes, length);
	else if (type->kind == TYPE_BOOL)
		value = make_bool(maker, name, bytes, length);
	else
		value = new_number(maker, name,
		                   type->kind == TYPE_SIGNED      ? KIND_INT
		                   : type->kind == TYPE_CHARACTER ? KIND_CHARACTER
		                                                  : KIND_UINT,
		                   load_number(bytes, (unsigned)length, type->kind == TYPE_SIGNED),
		                   length);
	maker->depth--;
	return value;
}

/* ---- other forms */

/* The number itself, as wide as it was. */
static void number_format(struct value *value, char letter)
{
	unsigned unused = 64 - 8 * (unsigned)value->size;
	uint64_t bits = value->number << unused;

	value->shape = SHAPE_NUMBER;
	value->kind = letter == 'd'   ? KIND_INT
	              : letter == 'u' ? KIND_UINT
	              : letter == 'o' ? KIND_OCT
	              : letter == 'c' ? KIND_CHARACTER
	                              : KIND_HEX;
	value->number = letter == 'd' ? (uint64_t)((int64_t)bits >> unused) : bits >> unused;
}

static void put_binary_digits(struct text *out, uint64_t number)
{
	unsigned digits = number ? 64 - (unsigned)__builtin_clzll(number) : 1;

	while (digits-- > 0)
		text_char(out, number >> digits & 1 ? '1' : '0');
}

/* As words, where no kind of value says it. */
static void text_form(struct maker *maker, struct value *value, char letter)
{
	unsigned unused = 64 - 8 * (unsigned)value->size;
	uint64_t number = value->number << unused >> unused;
	struct text out = { 0 };

	if (letter == 't') {
		put_binary_digits(&out, number);
	} else if (letter == 'z') {
		text_literal(&out, "0x");
		text_hex_padded(&out, number, 2u * value->size);
	} else if (letter == 'f') {
		text_float(&out, number, value->size);
	} else {
		struct text place = { 0 };

		text_hex(&out, number);
		if (subject_place(maker->subject, number, &place)) {
			text_literal(&out, " <");
			print_quoted(&out, (uint8_t *)place.bytes, place.length, HEX_NONE,
			             QUOTE_NONE);
			text_char(&out, '>');
		}
		text_free(&place);
	}
	uint8_t *bytes = out.failed ? NULL : arena_take(maker->arena, out.length + 1);

	if (bytes) {
		memcpy(bytes, out.bytes, out.length);
		value->shape = SHAPE_TEXT;
		value->kind = KIND_VOID;
		value->bytes = bytes;
		value->length = (uint32_t)out.length;
	}
	text_free(&out);
}

static void value_format(struct maker *maker, struct value *value, char letter)
{
	bool is_integer = letter == 'f' && value->size != 4 && value->size != 8;

	if (is_integer || strchr("xduoc", letter))
		number_format(value, is_integer ? 'd' : letter);
	else
		text_form(maker, value, letter);
}

/* The bytes of an array of characters, one by one. */
static void string_format(struct maker *maker, struct value *string, char letter)
{
	const uint8_t *bytes = string->bytes;
	uint32_t count = string->count < ELEMENTS_MAX ? string->count : ELEMENTS_MAX;

	if (count < string->count)
		string->flags |= VALUE_CUT;
	string->shape = SHAPE_LIST;
	string->kind = KIND_STRUCT;
	string->count = 0;
	for (uint32_t i = 0; i < count; i++) {
		struct value *element = new_number(maker, NULL, KIND_UINT, bytes[i], 1);

		if (element)
			value_format(maker, element, letter);
		append(string, element);
	}
}

static void all_format(struct maker *maker, struct value *value, char letter)
{
	bool is_group = value->shape == SHAPE_STRUCT || value->shape == SHAPE_LIST;

	if (!is_group && value->size)
		value_format(maker, value, letter);
	else if (value->shape == SHAPE_BYTES && value->kind == KIND_STRING && value->count)
		string_format(maker, value, letter);
	for (struct value *child = is_group ? value->first : NULL; child; child = child->next)
		all_format(maker, child, letter);
}

void typed_format(struct subject *subject, struct value *value, char letter, struct arena *arena)
{
	struct maker maker = { .subject = subject, .arena = arena };

	if (letter != 's')
		all_format(&maker, value, letter);
}

struct value *typed_at(struct subject *subject, const struct type *type, uint64_t address,
                       struct arena *arena, struct error *error)
{
	struct maker maker = { .subject = subject,
		               .space = subject_space(subject),
		               .arena = arena };
	struct value *value = NULL;
	uint8_t *bytes = NULL;

	if (!type->size || type->size > TYPED_SIZE_MAX)
		error_set(error, E2BIG, "a value of %llu bytes cannot be shown",
		          (unsigned long long)type->size);
	else if (!(bytes = malloc(type->size)))
		error_set(error, ENOMEM, "out of memory");
	else if (subject_read(subject, address, bytes, type->size) != (ssize_t)type->size)
		error_set(error, EFAULT, "cannot read %llu bytes at %#llx: nothing is mapped there",
		          (unsigned long long)type->size, (unsigned long long)address);
	else if (!(value = make(&maker, NULL, type, bytes, type->size)))
		error_set(error, ENOMEM, "out of memory");
	free(bytes);
	return value;
}

struct value *typed_value(struct subject *subject, const char *name, const struct type *type,
                          const uint8_t *bytes, size_t length, struct arena *arena)
{
	struct maker maker = { .subject = subject,
		               .space = subject_space(subject),
		               .arena = arena };

	return make(&maker, name, type, bytes, length);
}

/* ---- variables */

static bool is_in_memory(const struct location *location)
{
	return location->count == 1 && location->pieces[0].kind == LOCATION_MEMORY;
}

struct value *typed_local(struct subject *subject, const struct scope *scope,
                          const struct variable *variable, struct arena *arena)
{
	uint64_t size = variable->type.size;
	uint8_t *bytes = size && size <= TYPED_SIZE_MAX ? malloc(2 * size) : NULL;
	struct maker maker = { .subject = subject, .space = scope->space, .arena = arena };
	struct value *value;

	/* What has no size can still be told to be somewhere. */
	if (!bytes && is_in_memory(&variable->location))
		return new_number(&maker, variable->name, KIND_ADDR,
		                  variable->location.pieces[0].number, 8);
	if (!bytes)
		return new_text(&maker, variable->name, no_value);
	location_read(&scope->context, &variable->location, bytes, bytes + size, size);
	maker.bytes = bytes;
	maker.known = bytes + size;
	value = memchr(maker.known, 1, size)
	                ? make(&maker, variable->name, &variable->type, bytes, size)
	                : new_text(&maker, variable->name, no_value);
	free(bytes);
	return value;
}

/* In memory: of its own, where a called function has saved the register that it is in, or kept. */
static int find_local(struct subject *subject, const struct scope *scope,
                      const struct variable *variable, uint64_t *address, struct error *error)
{
	uint64_t size = variable->type.size;
	uint8_t *bytes = NULL;

	const struct location_piece *piece = &variable->location.pieces[0];
	const struct frame *frame = scope->context.frame;

	*address = 0;
	if (is_in_memory(&variable->location))
		*address = piece->number;
	else if (variable->location.count == 1 && piece->kind == LOCATION_REGISTER &&
	         piece->number < frame->count && frame->saved[piece->number])
		*address = frame->saved[piece->number];
	else if (size && size <= TYPED_SIZE_MAX && (bytes = malloc(size)) &&
	         location_read(&scope->context, &variable->location, bytes, NULL, size))
		*address = subject_keep(subject, bytes, size);
	free(bytes);
	return *address ? 0
	                : error_set(error, ENODATA,
	                            "'%.100s' has no value here: it was optimized out",
	                            variable->name);
}

int typed_find(struct subject *subject, const char *name, struct type *type, uint64_t *address,
               struct error *error)
{
	struct activation *chosen = subject_chosen(subject);
	const struct space *space = subject_space(subject);
	struct variable variable;

	if (chosen && chosen->has_scope && scope_find(&chosen->scope, name, &variable)) {
		*type = variable.type;
		return find_local(subject, &chosen->scope, &variable, address, error);
	}
	if (space && type_find_variable(space, name, type, address))
		return 0;
	return error_set(error, ENOENT, "no debugging information describes a variable '%.200s'",
	                 name);
}

/* ---- paths */

/* Where something is, and what. */
struct typed_place {
	struct type type;
	uint64_t address;
};

static size_t take_name(const char *text, char name[NAME_MAX_SHOWN])
{
	size_t length = 0;

	while ((isalnum((unsigned char)text[length]) || text[length] == '_') &&
	       length < NAME_MAX_SHOWN - 1) {
		name[length] = text[length];
		length++;
	}
	name[length] = '\0';
	return length;
}

static int follow_pointer(struct subject *subject, struct typed_place *place, struct error *error)
{
	uint64_t address = 0;
	struct type target;

	if (place->type.kind != TYPE_POINTER ||
	    !type_target(subject_space(subject), &place->type, &target))
		return error_set(error, EINVAL, "what is no pointer to anything is followed");
	if (subject_read(subject, place->address, &address, place->type.size) !=
	    (ssize_t)place->type.size)
		return error_set(error, EFAULT, "cannot read the pointer at %#llx",
		                 (unsigned long long)place->address);
	*place = (struct typed_place){ target, address };
	return 0;
}

static int take_member(struct subject *subject, struct typed_place *place, const char **text,
                       struct error *error)
{
	char name[NAME_MAX_SHOWN];
	struct type_member member;

	*text += take_name(*text, name);
	for (unsigned i = 0;
	     i < MEMBERS_MAX && type_member(subject_space(subject), &place->type, i, &member); i++)
		if (member.name && !member.bits && strcmp(member.name, name) == 0) {
			*place =
				(struct typed_place){ member.type, place->address + member.offset };
			return 0;
		}
	return error_set(error, ENOENT, "there is no member '%s' to be shown alone", name);
}

static int take_index(struct subject *subject, struct typed_place *place, const char **text,
                      struct error *error)
{
	struct type element;
	char *end;
	unsigned long index = strtoul(*text, &end, 0);

	if (end == *text || *end != ']')
		return error_set(error, EINVAL, "a number and a ] are expected at '%.40s'", *text);
	*text = end + 1;
	if (place->type.kind == TYPE_POINTER) {
		if (follow_pointer(subject, place, error) < 0)
			return -1;
		element = place->type;
	} else if (place->type.kind != TYPE_ARRAY ||
	           !type_target(subject_space(subject), &place->type, &element)) {
		return error_set(error, EINVAL, "what is no array has no elements");
	}
	*place = (struct typed_place){ element, place->address + index * element.size };
	return 0;
}

static int take_parts(struct subject *subject, struct typed_place *place, const char *text,
                      struct error *error)
{
	int status = 0;

	while (*text && status == 0) {
		if (*text == '.') {
			text++;
			status = take_member(subject, place, &text, error);
		} else if (text[0] == '-' && text[1] == '>') {
			text += 2;
			status = follow_pointer(subject, place, error);
			if (status == 0)
				status = take_member(subject, place, &text, error);
		} else if (*text == '[') {
			text++;
			status = take_index(subject, place, &text, error);
		} else {
			status = error_set(error, EINVAL, "nothing is expected at '%.40s'", text);
		}
	}
	return status;
}

struct value *typed_variable(struct subject *subject, const char *text, struct arena *arena,
                             struct error *error)
{
	char name[NAME_MAX_SHOWN];
	unsigned stars = (unsigned)strspn(text, "*");
	struct typed_place place;
	int status = 0;

	text += stars;
	text += take_name(text, name);
	if (typed_find(subject, name, &place.type, &place.address, error) < 0)
		return NULL;
	status = take_parts(subject, &place, text, error);
	for (; stars && status == 0; stars--)
		status = follow_pointer(subject, &place, error);
	return status < 0 ? NULL : typed_at(subject, &place.type, place.address, arena, error);
}

struct value *typed_structure(struct subject *subject, const char *name, uint64_t address,
                              uint64_t *size, struct arena *arena, struct error *error)
{
	struct type type;

	if (!subject_space(subject) || !type_find(subject_space(subject), name, NULL, &type)) {
		error_set(error, ENOENT, "no debugging information describes a type '%s'", name);
		return NULL;
	}
	*size = type.size;
	return typed_at(subject, &type, address, arena, error);
}
