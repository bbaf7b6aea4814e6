/* From the text of a call to its registers and the memory behind them.
 *
 * One walk goes along the text and along the description.  What is described is a block
 * of fields, as when calls are decoded: the arguments, or a structure; so siblings are
 * found in what has been written before.  Room for what comes out ("_") is made at the
 * end, when all that says how large it is stands there. */
#include "inspect/call_text.h"

#include "base/errno_name.h"
#include "base/signal_name.h"
#include "calls/custom.h"
#include "calls/table.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <endian.h>
#include <errno.h>
#include <string.h>
#include <sys/sysmacros.h>

enum {
	STRING_MAX = 1 << 16,
	ROOM_FOR_TEXT = 4096, /* of a string that comes out */
	ROOM_FOR_TAIL = 256,  /* of what ends a structure, as long as it is */
	ROOMS_MAX = 64,
	ALIGNMENT = 16,
	SLOTS = 6,
	CHOICES_MAX = 8, /* choices within choices */
	PATH_NAME_MAX = 128,
	PARTS_MAX = 4, /* sets within sets */
};

/* A block of fields: its start, in the arguments or in the memory. */
struct block_place {
	bool is_arguments;
	uint32_t start;
};

/* Something that is to be as large as siblings say. */
struct room {
	struct field field; /* of elements there is none that lasts */
	struct block_place block;
};

struct writer {
	struct call_request *request;
	const char *start, *at;
	const struct expression_names *outer;
	const struct expression_machine *machine;
	const struct symbols *symbols; /* of the field that is written */
	uint64_t facts[FACTS_MAX];
	unsigned nesting, room_count;
	struct room rooms[ROOMS_MAX];
	struct error *error;
};

/* ---- words */

static int complain(struct writer *writer, const char *what)
{
	writer->at += strspn(writer->at, " \t\n");
	return error_set(writer->error, 0, "cannot read '%.120s': %s %s%.40s%s", writer->start,
	                 what, *writer->at ? "at '" : "at its end", writer->at,
	                 *writer->at ? "'" : "");
}

static char peek(struct writer *writer)
{
	writer->at += strspn(writer->at, " \t\n");
	return *writer->at;
}

static bool takes(struct writer *writer, char c)
{
	if (peek(writer) != c)
		return false;
	writer->at++;
	return true;
}

static bool is_name_part(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '.';
}

static bool takes_word(struct writer *writer, const char *word)
{
	size_t length = strlen(word);

	peek(writer);
	if (strncmp(writer->at, word, length) != 0 || is_name_part(writer->at[length]))
		return false;
	writer->at += length;
	return true;
}

/* ---- bytes */

static uint8_t *bytes_at(struct writer *writer, struct block_place block, uint32_t offset)
{
	struct call_request *request = writer->request;

	if (block.is_arguments)
		return request->args + block.start + offset;
	return (uint8_t *)request->memory.bytes + block.start + offset;
}

static size_t block_room(const struct writer *writer, struct block_place block)
{
	return block.is_arguments ? sizeof(writer->request->args) - block.start
	                          : writer->request->memory.length - block.start;
}

/* Makes the memory reach so far; it is zero. */
static int memory_extend(struct writer *writer, size_t length)
{
	struct text *memory = &writer->request->memory;

	if (length <= memory->length)
		return 0;
	if (length > CALL_MEMORY_MAX || !text_reserve(memory, length - memory->length))
		return error_set(writer->error, ENOMEM,
		                 "cannot read '%.60s': more than %d bytes behind its pointers",
		                 writer->start, CALL_MEMORY_MAX);
	memset(memory->bytes + memory->length, 0, length - memory->length);
	memory->length = length;
	return 0;
}

/* Takes memory; *at: where. */
static int memory_take(struct writer *writer, size_t size, uint32_t *at)
{
	size_t start = (writer->request->memory.length + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);

	if (size > CALL_MEMORY_MAX)
		size = CALL_MEMORY_MAX + 1;
	*at = (uint32_t)start;
	return memory_extend(writer, start + size);
}

static int put_bytes(struct writer *writer, struct block_place block, uint32_t offset,
                     const void *bytes, size_t size)
{
	if (!block.is_arguments && memory_extend(writer, (size_t)block.start + offset + size) < 0)
		return -1;
	if (offset + size > block_room(writer, block))
		return complain(writer, "more arguments than registers");
	memcpy(bytes_at(writer, block, offset), bytes, size);
	return 0;
}

static int put_pointer(struct writer *writer, const struct field *field, struct block_place block,
                       uint32_t target)
{
	struct call_request *request = writer->request;
	enum event_abi abi = request->abi;

	if (request->pointer_count >= CALL_POINTERS_MAX)
		return complain(writer, "too many pointers");
	request->pointers[request->pointer_count++] = (struct call_pointer){
		.is_argument = block.is_arguments,
		.size = field->pointer[abi],
		.at = block.start + field->offset[abi],
		.target = target,
	};
	return 0;
}

/* ---- siblings */

static const struct call_pointer *pointer_at(const struct writer *writer, struct block_place block,
                                             uint32_t offset)
{
	const struct call_request *request = writer->request;

	for (unsigned i = 0; i < request->pointer_count; i++)
		if (request->pointers[i].is_argument == block.is_arguments &&
		    request->pointers[i].at == block.start + offset)
			return &request->pointers[i];
	return NULL;
}

/* 0 of what is not known. */
static uint64_t number_of_sibling(struct writer *writer, struct block_place block,
                                  const struct reference *reference)
{
	enum event_abi abi = writer->request->abi;
	uint32_t offset = reference->offset[abi];
	unsigned size = reference->size[abi];

	if (reference->fact)
		return writer->facts[reference->fact - 1];
	if (reference->argument) {
		unsigned slot = abi == ABI_I386 ? 4 : 8;

		return load_number(writer->request->args + slot * (reference->argument - 1u), slot,
		                   false);
	}
	if (reference->indirect[abi]) {
		const struct call_pointer *pointer = pointer_at(writer, block, offset);

		if (!pointer)
			return 0;
		block = (struct block_place){ .start = pointer->target };
		offset = reference->beyond[abi];
	}
	if (offset + size > block_room(writer, block))
		return 0;
	return load_number(bytes_at(writer, block, offset), size, reference->is_signed) +
	       reference->plus[abi];
}

static uint64_t sibling_number(struct writer *writer, struct block_place block,
                               const struct reference *reference)
{
	uint64_t number = number_of_sibling(writer, block, reference);

	return reference->is_command ? command_size((uint32_t)number) : number;
}

static bool condition_holds(struct writer *writer, struct block_place block,
                            const struct condition *condition)
{
	return condition->test == TEST_ALWAYS ||
	       test_passes((enum test)condition->test,
	                   sibling_number(writer, block, &condition->field), condition->mask,
	                   condition->values, condition->count);
}

static const struct alternative *alternative_find(struct writer *writer, struct block_place block,
                                                  const struct choice *choice)
{
	uint64_t key = sibling_number(writer, block, &choice->by) & choice->mask;

	for (unsigned i = 0; i < choice->count; i++)
		if (choice->list[i].key[writer->request->abi] == key)
			return &choice->list[i];
	return choice->otherwise;
}

/* ---- going along fields */

struct cursor {
	struct block_place block;
	unsigned depth;
	struct {
		const struct structure *fields;
		unsigned next;
	} levels[CHOICES_MAX];
};

static struct cursor cursor_of(const struct structure *structure, struct block_place block)
{
	return (struct cursor){ .block = block, .depth = 1, .levels = { { structure, 0 } } };
}

/* What a person does not write: it is not there, or comes out by itself. */
static bool is_passed_over(struct writer *writer, const struct cursor *cursor,
                           const struct field *field)
{
	return field->kind == KIND_PAD || field->kind == KIND_MORE || field->kind == KIND_TAIL ||
	       field->traits & TRAIT_IMPLIED ||
	       !condition_holds(writer, cursor->block, &field->when);
}

/* The next field, those of alternatives in the place of their choice; NULL at the end. */
static const struct field *cursor_next(struct writer *writer, struct cursor *cursor)
{
	while (cursor->depth) {
		unsigned level = cursor->depth - 1;
		const struct structure *fields = cursor->levels[level].fields;

		if (cursor->levels[level].next >= fields->count) {
			cursor->depth--;
			continue;
		}
		const struct field *field = &fields->fields[cursor->levels[level].next++];

		if (is_passed_over(writer, cursor, field))
			continue;
		if (field->kind != KIND_CHOICE || field->pointer[writer->request->abi])
			return field;
		const struct alternative *chosen =
			alternative_find(writer, cursor->block, field->choice);

		if (chosen && chosen->fields && cursor->depth < CHOICES_MAX) {
			cursor->levels[cursor->depth].fields = chosen->fields;
			cursor->levels[cursor->depth++].next = 0;
		}
	}
	return NULL;
}

static const struct field *field_find(struct writer *writer, struct cursor cursor, const char *name,
                                      size_t length)
{
	const struct field *field;

	while ((field = cursor_next(writer, &cursor)))
		if (strlen(field->name) == length && memcmp(field->name, name, length) == 0)
			return field;
	return NULL;
}

/* ---- numbers */

static bool symbol_find(const struct symbols *set, const char *name, size_t length, unsigned depth,
                        uint64_t *number)
{
	for (unsigned i = 0; set && i < set->count; i++)
		if (set->list[i].length == length && memcmp(set->list[i].name, name, length) == 0) {
			*number = set->list[i].value;
			return true;
		}
	for (const struct symbol_part *part = set ? set->parts : NULL; part && part->mask; part++)
		if (part->set && depth < PARTS_MAX &&
		    symbol_find(part->set, name, length, depth + 1, number))
			return true;
	return false;
}

/* Names that stand for a number wherever they are written. */
static bool builtin_find(const char *name, size_t length, uint64_t *number)
{
	static const struct {
		const char *name;
		int64_t number;
	} builtins[] = {
		{ "NULL", 0 },
		{ "AT_FDCWD", -100 },
		{ "RLIM_INFINITY", -1 },
		{ "RLIM64_INFINITY", -1 },
	};
	char copy[32];
	int found;

	for (size_t i = 0; i < sizeof(builtins) / sizeof(*builtins); i++)
		if (strlen(builtins[i].name) == length && !memcmp(builtins[i].name, name, length)) {
			*number = (uint64_t)builtins[i].number;
			return true;
		}
	if (length >= sizeof(copy))
		return false;
	memcpy(copy, name, length);
	copy[length] = '\0';
	found = strncmp(copy, "SIG", 3) == 0 ? signal_find(copy, length) : errno_find(copy);
	*number = (uint64_t)found;
	return found > 0;
}

/* A name of any set, if it has the same number in all that have it. */
static bool constant_find(const char *name, size_t length, uint64_t *number)
{
	uint64_t first = 0;
	bool any = false;

	for (uint32_t i = 0; i < tables_in_use->set_count; i++) {
		uint64_t here;

		if (!symbol_find(tables_in_use->sets[i], name, length, PARTS_MAX, &here))
			continue;
		if (any && here != first)
			return false;
		first = here;
		any = true;
	}
	*number = first;
	return any;
}

static bool name_find(const void *owner, const char *name, size_t length,
                      struct expression_name *found)
{
	const struct writer *writer = owner;
	const struct expression_names *outer = writer->outer;
	uint64_t number;

	if (symbol_find(writer->symbols, name, length, 0, &number) ||
	    builtin_find(name, length, &number)) {
		found->number = number;
		return true;
	}
	if (outer->find(outer->owner, name, length, found))
		return true;
	if (*name == '$' || !constant_find(name, length, &number))
		return false;
	found->number = number;
	return true;
}

static int parse_expression(struct writer *writer, const struct symbols *symbols, uint64_t *number)
{
	const struct expression_names names = { .find = name_find,
		                                .owner = writer,
		                                .word = writer->outer->word };
	struct expression expression;
	const char *rest;

	writer->symbols = symbols;
	peek(writer);
	if (expression_parse(&expression, writer->at, &rest, &names, writer->error) < 0)
		return -1;
	writer->at = rest;
	return expression_evaluate(&expression, writer->machine, number, writer->error);
}

/* htons(80) and the like, as they are printed. */
static int parse_swapped(struct writer *writer, unsigned size, uint64_t *number)
{
	if (!takes(writer, '('))
		return complain(writer, "a ( is missing");
	if (parse_expression(writer, NULL, number) < 0)
		return -1;
	if (!takes(writer, ')'))
		return complain(writer, "a ) is missing");
	*number = size == 2   ? htobe16((uint16_t)*number)
	          : size == 4 ? htobe32((uint32_t)*number)
	                      : htobe64(*number);
	return 0;
}

static int parse_internet(struct writer *writer, uint64_t *number)
{
	char text[INET6_ADDRSTRLEN];
	struct in_addr address;

	if (!takes(writer, '(') || peek(writer) != '"')
		return complain(writer, "an address in quotes is missing behind inet_addr(");
	ssize_t length = string_parse(&writer->at, text, sizeof(text) - 1, writer->error);

	if (length < 0)
		return -1;
	text[length] = '\0';
	if (!takes(writer, ')') || inet_pton(AF_INET, text, &address) != 1)
		return complain(writer, "no address of the Internet stands");
	*number = address.s_addr;
	return 0;
}

static int parse_device(struct writer *writer, uint64_t *number)
{
	uint64_t major_number, minor_number;

	if (!takes(writer, '(') || parse_expression(writer, NULL, &major_number) < 0 ||
	    !takes(writer, ',') || parse_expression(writer, NULL, &minor_number) < 0 ||
	    !takes(writer, ')'))
		return complain(writer, "makedev(MAJOR, MINOR) is expected");
	*number = makedev((unsigned)major_number, (unsigned)minor_number);
	return 0;
}

static int parse_number(struct writer *writer, const struct symbols *symbols, uint64_t *number)
{
	static const struct {
		const char *name;
		unsigned size;
	} swapped[] = { { "htons", 2 }, { "htonl", 4 }, { "htobe64", 8 } };

	for (size_t i = 0; i < sizeof(swapped) / sizeof(*swapped); i++)
		if (takes_word(writer, swapped[i].name))
			return parse_swapped(writer, swapped[i].size, number);
	if (takes_word(writer, "inet_addr"))
		return parse_internet(writer, number);
	if (takes_word(writer, "makedev"))
		return parse_device(writer, number);
	return parse_expression(writer, symbols, number);
}

static bool fits(uint64_t number, unsigned size)
{
	uint64_t above = size < 8 ? number >> (8 * size - 1) : 0;

	return above <= 1 || above == UINT64_MAX >> (8 * size - 1);
}

static int number_store(struct writer *writer, const struct field *field, struct block_place block,
                        uint64_t number)
{
	enum event_abi abi = writer->request->abi;
	unsigned size = field->size[abi] <= 8 ? field->size[abi] : 8;
	uint32_t offset = field->offset[abi];
	uint64_t whole = number;

	if (field->bits) {
		uint64_t mask = UINT64_MAX >> (64 - field->bits);

		if (block.is_arguments ||
		    memory_extend(writer, (size_t)block.start + offset + size) < 0)
			return -1;
		memcpy(&whole, bytes_at(writer, block, offset), size);
		whole = (whole & ~(mask << field->bit)) | (number & mask) << field->bit;
	} else if (!fits(number, size)) {
		return error_set(writer->error, ERANGE,
		                 "cannot read '%.100s': %#llx does not fit in the %u bytes of %s",
		                 writer->start, (unsigned long long)number, size, field->name);
	}
	if (field->kind == KIND_SPLIT)
		whole = whole << 32 | whole >> 32;
	/* In a register a signed number is as the C library would leave it there. */
	if (block.is_arguments && abi == ABI_X86_64)
		size = 8;
	if (field->tells)
		writer->facts[field->tells - 1] = number;
	return put_bytes(writer, block, offset, &whole, size);
}

/* ---- what is behind pointers, and lies in structures */

static int parse_field(struct writer *, const struct field *, struct block_place);
static int parse_members(struct writer *, const struct structure *, struct block_place, char close);

/* Its members, behind the bracket that opens it. */
static int parse_structure(struct writer *writer, const struct structure *structure,
                           struct block_place block)
{
	size_t size = structure->size[writer->request->abi];
	const struct field *last = structure_last(structure);

	if (last && last->length.kind == LENGTH_REST)
		size += ROOM_FOR_TAIL;
	if (memory_extend(writer, block.start + size) < 0)
		return -1;
	if (writer->nesting++ >= CALL_NESTING_MAX)
		return complain(writer, "too much within each other");
	if (parse_members(writer, structure, block, '}') < 0)
		return -1;
	writer->nesting--;
	return 0;
}

/* "sa_family=AF_INET, " at the start of an address says which structure that is. */
static const struct structure *parse_family(struct writer *writer, struct block_place block)
{
	const char *before = writer->at;
	uint64_t family;

	if (takes_word(writer, "sa_family") && takes(writer, '=') &&
	    parse_expression(writer, symbols_find("address_families"), &family) == 0) {
		const char *name = address_structure((uint16_t)family, SOCKADDR_MAX);
		const uint16_t bytes = (uint16_t)family;
		const struct structure *structure = name ? structure_find(name) : NULL;

		takes(writer, ',');
		if (structure && put_bytes(writer, block, 0, &bytes, sizeof(bytes)) == 0)
			return structure;
	}
	writer->at = before;
	complain(writer, "an address begins with {sa_family=AF_...,");
	return NULL;
}

/* Of a field that says nothing better: "(struct name){...}". */
static const struct structure *parse_structure_name(struct writer *writer)
{
	char name[PATH_NAME_MAX];
	size_t length = 0;

	if (!takes(writer, '(') || !takes_word(writer, "struct"))
		return NULL;
	for (peek(writer); is_name_part(writer->at[length]) && length < sizeof(name) - 1; length++)
		name[length] = writer->at[length];
	name[length] = '\0';
	writer->at += length;
	return takes(writer, ')') ? structure_find(name) : NULL;
}

static int parse_string(struct writer *writer, const struct field *field, struct block_place block,
                        uint32_t offset, size_t room)
{
	char bytes[STRING_MAX + 1];
	ssize_t length = string_parse(&writer->at, bytes, STRING_MAX, writer->error);

	if (length < 0)
		return -1;
	if (field->kind == KIND_IN6ADDR) {
		struct in6_addr address;

		bytes[length] = '\0';
		if (inet_pton(AF_INET6, bytes, &address) == 1)
			return put_bytes(writer, block, offset, &address, sizeof(address));
	}
	if (room && (size_t)length > room)
		return complain(writer, "the string is longer than what it is for");
	bytes[length] = '\0';
	/* A NUL behind it does no harm where there is room. */
	return put_bytes(writer, block, offset, bytes,
	                 (size_t)length + (!room || room > (size_t)length));
}

/* [INT CHLD] */
static int parse_signals(struct writer *writer, struct block_place block, uint32_t offset)
{
	bool inverted = takes(writer, '~');
	uint64_t set = 0;

	if (!takes(writer, '['))
		return complain(writer, "a set of signals, [INT CHLD], is expected");
	while (!takes(writer, ']')) {
		size_t length = strcspn(writer->at, " ,]");
		int signal = signal_find(writer->at, length);

		if (signal < 1)
			return complain(writer, "no signal is called so,");
		set |= (uint64_t)1 << (signal - 1);
		writer->at += length;
		takes(writer, ',');
	}
	if (inverted)
		set = ~set;
	return put_bytes(writer, block, offset, &set, sizeof(set));
}

/* How many elements a list has, or seems to have: what it takes is reserved, since
 * that behind their pointers follows it. */
static size_t elements_ahead(const char *text)
{
	unsigned depth = 0;
	size_t count = 1;

	for (; *text; text++) {
		if (*text == '"')
			for (text++; *text && *text != '"'; text++)
				text += *text == '\\' && text[1];
		else if (strchr("([{", *text))
			depth++;
		else if (strchr(")]}", *text) && --depth == 0)
			break;
		else if (*text == ',' && depth == 1)
			count++;
		if (!*text)
			break;
	}
	return count;
}

/* One element of a list: as the field would be if it were alone. */
static struct field element_of(const struct field *field, enum event_abi abi, bool is_pointer)
{
	struct field element = *field;

	element.length = (struct length){ .kind = is_pointer ? field->length.kind : LENGTH_ONE };
	element.traits &= (uint32_t)~(TRAIT_INDIRECT | TRAIT_INLINE);
	if (is_pointer && field->kind != KIND_STRUCT && kind_is_bytes((enum kind)field->kind))
		element.length.kind = LENGTH_NUL;
	if (!is_pointer)
		element.pointer[abi] = 0;
	else
		element.pointer[abi] = abi == ABI_I386 ? 4 : 8;
	element.offset[abi] = 0;
	element.is_plain = false;
	element.tells = 0;
	memset(&element.when, 0, sizeof(element.when));
	return element;
}

/* [1, 2], [{...}, {...}], ["ls", "-l"]; most: for so many elements there is room, or 0. */
static int parse_list(struct writer *writer, const struct field *field, struct block_place block,
                      uint32_t offset, size_t most)
{
	enum event_abi abi = writer->request->abi;
	bool is_pointer = field->traits & TRAIT_INDIRECT;
	struct field element = element_of(field, abi, is_pointer);
	unsigned size = is_pointer                   ? element.pointer[abi]
	                : field->kind == KIND_STRUCT ? field->structure->size[abi]
	                                             : field->size[abi];
	size_t count = 0, reserved = elements_ahead(writer->at);

	/* One more, which is null, ends those that end so. */
	if (memory_extend(writer, (size_t)block.start + offset + (reserved + 1) * size) < 0)
		return -1;
	writer->at++;
	while (!takes(writer, ']')) {
		struct block_place place = { .start = block.start + offset +
			                              (uint32_t)(count * size) };

		if ((most && count >= most) || count >= reserved)
			return complain(writer, "more elements than there is room for,");
		count++;
		if (parse_field(writer, &element, place) < 0)
			return -1;
		if (peek(writer) != ']' && !takes(writer, ','))
			return complain(writer, "a , or ] is missing");
	}
	return 0;
}

/* How many elements lie in a structure itself, at most. */
static size_t room_inside(const struct field *field)
{
	return field->length.kind == LENGTH_REST ? ROOM_FOR_TAIL : field->length.value;
}

/* What lies there itself, behind a pointer or in a structure. */
static int parse_data(struct writer *writer, const struct field *field, struct block_place block,
                      uint32_t offset, bool is_behind)
{
	size_t room = is_behind ? 0 : room_inside(field);
	char first = peek(writer);

	if (field->kind == KIND_SIGSET && (first == '[' || first == '~'))
		return parse_signals(writer, block, offset);
	if (first == '"')
		return parse_string(writer, field, block, offset, room);
	if (first == '[')
		return parse_list(writer, field, block, offset, room);
	const struct block_place inner = { .start = block.start + offset };
	const struct structure *structure = field->kind == KIND_STRUCT ? field->structure : NULL;

	if (first == '(')
		structure = parse_structure_name(writer);
	bool has_family = !structure && field->custom == decode_sockaddr;

	if ((structure || has_family) && takes(writer, '{')) {
		if (has_family)
			structure = parse_family(writer, inner);
		return structure ? parse_structure(writer, structure, inner) : -1;
	}
	return complain(writer, "a string, {structure} or [list] is expected");
}

/* ---- pointers */

static int room_want(struct writer *writer, const struct field *field, struct block_place block)
{
	writer->at++;
	if (writer->room_count >= ROOMS_MAX)
		return complain(writer, "too many _");
	writer->rooms[writer->room_count++] = (struct room){ *field, block };
	return 0;
}

static bool is_structure_literal(struct writer *writer)
{
	const char *at = writer->at;

	return *at == '(' && strncmp(at + 1 + strspn(at + 1, " "), "struct ", 7) == 0;
}

/* A number behind a pointer, in brackets of its own: [128]. */
static int parse_behind(struct writer *writer, const struct field *field, uint32_t target)
{
	struct block_place block = { .start = target };

	return parse_data(writer, field, block, 0, true);
}

static int parse_pointer(struct writer *writer, const struct field *field, struct block_place block)
{
	enum event_abi abi = writer->request->abi;
	char first = peek(writer);
	uint64_t number;
	uint32_t target;

	if (first == '_' && !is_name_part(writer->at[1]))
		return room_want(writer, field, block);
	if (!strchr("\"[{~", first) && !is_structure_literal(writer)) {
		struct field address = { .name = field->name };

		address.size[abi] = field->pointer[abi];
		address.offset[abi] = field->offset[abi];
		if (parse_number(writer, NULL, &number) < 0)
			return -1;
		return number_store(writer, &address, block, number);
	}
	if (memory_take(writer, 8, &target) < 0 || put_pointer(writer, field, block, target) < 0)
		return -1;
	return parse_behind(writer, field, target);
}

static bool is_inline_data(const struct field *field)
{
	return field->kind == KIND_STRUCT || field->traits & TRAIT_INLINE ||
	       kind_is_bytes((enum kind)field->kind) ||
	       (field->length.kind != LENGTH_ONE && !field->is_plain);
}

static int parse_field(struct writer *writer, const struct field *field, struct block_place block)
{
	enum event_abi abi = writer->request->abi;
	uint64_t number;

	if (field->pointer[abi])
		return parse_pointer(writer, field, block);
	if (is_inline_data(field))
		return parse_data(writer, field, block, field->offset[abi], false);
	if (peek(writer) == '_' && !is_name_part(writer->at[1]))
		return complain(writer, "_ stands for what comes out behind a pointer; a number is "
		                        "expected");
	if (parse_number(writer, field->symbols, &number) < 0)
		return -1;
	return number_store(writer, field, block, number);
}

/* ---- members and arguments */

/* "name=", but not "name==". */
static size_t label_length(const char *text)
{
	size_t length = 0;

	while (is_name_part(text[length]))
		length++;
	return text[length] == '=' && text[length + 1] != '=' ? length : 0;
}

static int parse_member(struct writer *writer, const struct structure *structure,
                        struct cursor *cursor)
{
	size_t length = (peek(writer), label_length(writer->at));
	const struct field *field =
		length ? field_find(writer, cursor_of(structure, cursor->block), writer->at, length)
		       : cursor_next(writer, cursor);

	if (!field && length)
		return complain(writer, "it has no member of the name");
	if (!field)
		return complain(writer, "more values than it has members,");
	if (length)
		writer->at += length + 1;
	return parse_field(writer, field, cursor->block);
}

static int parse_members(struct writer *writer, const struct structure *structure,
                         struct block_place block, char close)
{
	struct cursor cursor = cursor_of(structure, block);

	while (!takes(writer, close)) {
		if (parse_member(writer, structure, &cursor) < 0)
			return -1;
		if (peek(writer) != close && !takes(writer, ','))
			return complain(writer, close == ')' ? "a , or ) is missing"
			                                     : "a , or } is missing");
	}
	return 0;
}

/* ---- what comes out */

static size_t element_size(const struct writer *writer, const struct field *field)
{
	enum event_abi abi = writer->request->abi;

	if (field->traits & TRAIT_INDIRECT)
		return field->pointer[abi];
	if (field->kind == KIND_STRUCT)
		return field->structure->size[abi];
	return field->size[abi] ? field->size[abi] : 1;
}

static size_t room_size(struct writer *writer, const struct room *room)
{
	const struct field *field = &room->field;
	const struct length *length = &field->length;
	size_t size = element_size(writer, field);
	uint64_t count = 1;

	switch (length->kind) {
	case LENGTH_ONE:
		count = kind_is_bytes((enum kind)field->kind) ? ROOM_FOR_TEXT : 1;
		break;
	case LENGTH_NUL:
	case LENGTH_REST:
		count = ROOM_FOR_TEXT;
		break;
	case LENGTH_CONST:
		count = length->by_return && length->value == UINT32_MAX ? ROOM_FOR_TEXT
		                                                         : length->value;
		break;
	case LENGTH_FIELD:
		count = sibling_number(writer, room->block, &length->field);
		break;
	}
	if (length->unit == UNIT_BYTES || length->unit == UNIT_BITS || length->unit == UNIT_NODES)
		size = 1; /* of bits this is more than enough */
	uint64_t upto = field->upto.size[writer->request->abi]
	                        ? sibling_number(writer, room->block, &field->upto)
	                        : 0;

	if (count > CALL_MEMORY_MAX || upto > CALL_MEMORY_MAX)
		return CALL_MEMORY_MAX + 1;
	return size * count > upto ? size * count : upto;
}

static int rooms_make(struct writer *writer)
{
	for (unsigned i = 0; i < writer->room_count; i++) {
		uint32_t target;

		if (memory_take(writer, room_size(writer, &writer->rooms[i]), &target) < 0 ||
		    put_pointer(writer, &writer->rooms[i].field, writer->rooms[i].block, target) < 0)
			return -1;
	}
	return 0;
}

/* ---- calls */

static int parse_name(struct writer *writer, enum event_abi abi)
{
	char name[PATH_NAME_MAX];
	size_t length = 0;
	int nr;

	for (peek(writer); is_name_part(writer->at[length]) && length < sizeof(name) - 1; length++)
		name[length] = writer->at[length];
	name[length] = '\0';
	writer->at += length;
	if (!length || !takes(writer, '('))
		return complain(writer, "a call, NAME(ARGUMENTS), is expected, not what stands");
	nr = call_number(abi, name);
	if (nr < 0)
		return error_set(writer->error, ENOSYS, "there is no system call '%s'%s", name,
		                 abi == ABI_I386 ? " for 32-bit programs" : "");
	writer->request->nr = (uint32_t)nr;
	writer->request->call = call_find(abi, (uint32_t)nr);
	return 0;
}

int call_text_parse(struct call_request *request, enum event_abi abi, const char *text,
                    const struct expression_names *names, const struct expression_machine *machine,
                    struct error *error)
{
	struct writer writer = {
		.request = request,
		.start = text,
		.at = text,
		.outer = names,
		.machine = machine,
		.error = error,
	};
	const struct block_place arguments = { .is_arguments = true };

	request->abi = abi;
	if (parse_name(&writer, abi) < 0 ||
	    parse_members(&writer, &request->call->args, arguments, ')') < 0)
		return -1;
	if (peek(&writer))
		return complain(&writer, "nothing is expected behind the call, but there is more");
	return rooms_make(&writer);
}

void call_request_place(struct call_request *request, uint64_t address)
{
	for (unsigned i = 0; i < request->pointer_count; i++) {
		const struct call_pointer *pointer = &request->pointers[i];
		uint64_t number = address + pointer->target;
		uint8_t *at =
			pointer->is_argument ? request->args : (uint8_t *)request->memory.bytes;

		memcpy(at + pointer->at, &number, pointer->size);
	}
}

void call_request_args(const struct call_request *request, uint64_t args[6])
{
	unsigned slot = request->abi == ABI_I386 ? 4 : 8;

	for (unsigned i = 0; i < SLOTS; i++)
		args[i] = load_number(request->args + slot * i, slot, false);
}

void call_request_free(struct call_request *request)
{
	text_free(&request->memory);
}
