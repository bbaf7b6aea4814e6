/* Memory as people look at it: numbers, strings, instructions, structures; and where
 * something is. */
#include "inspect/memory_view.h"

#include "arch/insn.h"
#include "base/guard.h"
#include "calls/value.h"
#include "inspect/typed_view.h"
#include "output/json_value.h"
#include "output/print.h"
#include "tracee/maps.h"
#include "tracee/proc_text.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

enum {
	LINE_BYTES = 16,
	STRING_SHOWN = 4096,
	PIECE = 1 << 20,
	STRUCTURES_MAX = 4096,
	FOLLOWED_MAX = 4096, /* bytes behind one pointer of a structure */
	FOLLOWED_COUNT = 64, /* pointers of one structure, and of what they lead to */
	ARENA_MAX = 16 << 20,
	ADDRESS_DIGITS = 16,
};
static const uint64_t SEARCHED_MAX = 64ull << 30; /* bytes of one search */

static int read_failed(uint64_t address, size_t length, struct error *error)
{
	return error_set(error, EFAULT, "cannot read %zu byte%s at %#llx: nothing is mapped there",
	                 length, length == 1 ? "" : "s", (unsigned long long)address);
}

/* ---- x/ */

/* Where none is said. */
static uint8_t default_size(char format, unsigned word)
{
	switch (format) {
	case 'a':
		return (uint8_t)word;
	case 'f':
		return sizeof(double);
	case 'c':
	case 's':
		return 1;
	default:
		return 4;
	}
}

bool memory_format_parse(const char **text, struct memory_format *format, unsigned word)
{
	static const char letters[] = "xduotzfcasi", sizes[] = "bhwg", plain[] = "xduotz";
	struct memory_format before = *format;
	const char *at = *text;
	uint8_t size = 0;

	*format =
		(struct memory_format){ .count = 1, .format = before.format ? before.format : 'x' };
	if (*at == '/') {
		char *end;
		unsigned long count = strtoul(++at, &end, 10);

		if (end > at && isdigit((unsigned char)*at))
			format->count = count < UNITS_MAX ? (unsigned)count : UNITS_MAX;
		for (at = end > at ? end : at; isalpha((unsigned char)*at); at++) {
			const char *found = strchr(sizes, *at);

			if (found)
				size = (uint8_t)(1 << (found - sizes));
			else if (strchr(letters, *at))
				format->format = *at;
			else
				return false;
		}
	}
	if ((*at && *at != ' ' && at != *text) || !format->count)
		return false;
	/* "x buffer" is "x/xw buffer", and after "x/g" as wide as that. */
	bool stays =
		before.size && (before.format == format->format ||
	                        (strchr(plain, before.format) && strchr(plain, format->format)));

	format->size = size ? size : stays ? before.size : default_size(format->format, word);
	*text = at;
	return true;
}

/* "0x404040 <flag>:" */
static void put_address(const struct query *query, uint64_t address, struct text *out)
{
	struct text place = { 0 };

	text_hex(out, address);
	if (subject_place(query->subject, address, &place)) {
		text_literal(out, " <");
		print_quoted(out, (uint8_t *)place.bytes, place.length, HEX_NONE, QUOTE_NONE);
		text_char(out, '>');
	}
	text_free(&place);
}

/* Of what is no float's size, the number. */
static void put_unit(const struct query *query, const struct memory_format *format,
                     const uint8_t *bytes, struct text *out)
{
	uint64_t number = load_number(bytes, format->size, format->format == 'd');
	uint8_t byte = (uint8_t)number;

	switch (format->format) {
	case 'd':
		text_decimal(out, (int64_t)number);
		break;
	case 'u':
		text_unsigned(out, number);
		break;
	case 'o':
		text_char(out, '0');
		text_octal(out, number, 0);
		break;
	case 't':
		for (unsigned bit = 8u * format->size; bit-- > 0;)
			text_char(out, number >> bit & 1 ? '1' : '0');
		break;
	case 'f':
		if (format->size == sizeof(float) || format->size == sizeof(double))
			text_float(out, number, format->size);
		else
			text_unsigned(out, number);
		break;
	case 'a':
		put_address(query, number, out);
		break;
	case 'c':
		text_decimal(out, (int8_t)byte);
		text_literal(out, " '");
		print_quoted(out, &byte, 1, HEX_NONE, QUOTE_NONE);
		text_char(out, '\'');
		break;
	default:
		text_literal(out, "0x");
		text_hex_padded(out, number, 2u * format->size);
	}
}

/* Of JSON the number itself. */
static void json_unit(struct json *json, const struct memory_format *format, const uint8_t *bytes)
{
	bool is_signed = format->format == 'd' || format->format == 'c';
	uint64_t number = load_number(bytes, format->size, is_signed);

	if (is_signed)
		json_signed(json, (int64_t)number);
	else
		json_unsigned(json, number);
}

static int examine_numbers(const struct query *query, const struct memory_format *format,
                           uint64_t address, uint64_t *next, struct error *error)
{
	struct sheet *sheet = query->sheet;
	size_t length = (size_t)format->count * format->size;
	unsigned per_line = format->format == 'a'   ? 1
	                    : format->format == 'c' ? 8
	                    : format->format == 't' ? 8 / format->size
	                                            : LINE_BYTES / format->size;
	AUTO_FREE uint8_t *bytes = malloc(length);
	ssize_t got = bytes ? subject_read(query->subject, address, bytes, length) : -ENOMEM;

	if (got < format->size)
		return read_failed(address, format->size, error);
	size_t units = (size_t)got / format->size;

	*next = address + units * format->size;
	if (sheet->is_json) {
		sheet_hex(sheet, "address", 0, address);
		json_name(&sheet->json, "values");
		json_array_begin(&sheet->json);
	}
	for (size_t i = 0; i < units; i++) {
		const uint8_t *unit = bytes + i * format->size;

		if (sheet->is_json) {
			json_unit(&sheet->json, format, unit);
			continue;
		}
		if (i % per_line == 0) {
			put_address(query, address + i * format->size, sheet->out);
			text_char(sheet->out, ':');
		}
		text_char(sheet->out, '\t');
		put_unit(query, format, unit, sheet->out);
		if (i % per_line == per_line - 1 || i == units - 1)
			text_char(sheet->out, '\n');
	}
	if (sheet->is_json)
		json_array_end(&sheet->json);
	if (units < format->count)
		return read_failed(address + units * format->size, format->size, error);
	return 0;
}

static int examine_strings(const struct query *query, const struct memory_format *format,
                           uint64_t address, uint64_t *next, struct error *error)
{
	struct sheet *sheet = query->sheet;
	int status = 0;

	if (sheet->is_json)
		sheet_list_begin(sheet, "strings", NULL);
	for (unsigned i = 0; i < format->count && status == 0; i++) {
		uint8_t bytes[STRING_SHOWN];
		ssize_t got = subject_read(query->subject, address, bytes, sizeof(bytes));

		if (got <= 0) {
			status = read_failed(address, 1, error);
			break;
		}
		size_t length = strnlen((char *)bytes, (size_t)got);

		if (sheet->is_json) {
			sheet_row_begin(sheet);
			sheet_hex(sheet, "address", 0, address);
			sheet_text(sheet, "string", 0, bytes, length);
			sheet_row_end(sheet);
		} else {
			put_address(query, address, sheet->out);
			text_literal(sheet->out, ":\t");
			print_quoted(sheet->out, bytes, length, query->view->hex,
			             length == sizeof(bytes) ? QUOTE_CUT : 0);
			text_char(sheet->out, '\n');
		}
		address += length + (length < (size_t)got);
		*next = address;
	}
	if (sheet->is_json)
		sheet_list_end(sheet);
	return status;
}

/* ---- instructions */

struct namer {
	struct insn_namer namer; /* first */
	const struct query *query;
};

static void name_address(const struct insn_namer *namer, uint64_t address, struct text *out)
{
	const struct query *query = ((const struct namer *)namer)->query;
	struct text place = { 0 };

	if (subject_place(query->subject, address, &place)) {
		text_literal(out, " <");
		print_quoted(out, (uint8_t *)place.bytes, place.length, HEX_NONE, QUOTE_NONE);
		text_char(out, '>');
	}
	text_free(&place);
}

static void instruction_show(const struct query *query, uint64_t address, uint64_t ip,
                             const struct text *text)
{
	struct sheet *sheet = query->sheet;

	if (sheet->is_json) {
		sheet_row_begin(sheet);
		sheet_hex(sheet, "address", 0, address);
		sheet_safe(sheet, "text", text);
		sheet_row_end(sheet);
		return;
	}
	text_string(sheet->out, address == ip ? "=> " : "   ");
	put_address(query, address, sheet->out);
	text_literal(sheet->out, ":\t");
	text_put(sheet->out, text->bytes, text->length);
	text_char(sheet->out, '\n');
}

static int instructions_list(const struct query *query, const struct insn_decoder *decoder,
                             unsigned count, uint64_t address, uint64_t *next, struct error *error)
{
	const struct namer namer = { .namer = { name_address }, .query = query };
	struct subject *subject = query->subject;
	struct register_value ip = { 0 };
	uint64_t here = 0;
	struct text text = { 0 };
	int status = 0;

	if (subject->is_held && register_file_find(&subject->registers, "ip", 2, &ip))
		memcpy(&here, ip.bytes, ip.size);
	for (unsigned i = 0; i < count && status == 0; i++) {
		uint8_t code[INSN_LENGTH_MAX];
		ssize_t got = subject_read(subject, address, code, sizeof(code));
		struct insn insn;

		text.length = 0;
		if (got <= 0)
			status = read_failed(address, 1, error);
		else if (insn_decode(decoder, subject->abi, address, code, (size_t)got, &insn) <
		                 0 ||
		         insn_format(decoder, subject->abi, address, code, (size_t)got,
		                     &namer.namer, &text) < 0)
			status = error_set(error, EINVAL, "no instruction stands at %#llx",
			                   (unsigned long long)address);
		else
			instruction_show(query, address, here, &text);
		address += status == 0 ? insn.length : 0;
		*next = address;
	}
	text_free(&text);
	return status;
}

static int examine_instructions(const struct query *query, unsigned count, uint64_t address,
                                uint64_t *next, struct error *error)
{
	const struct insn_decoder *decoder = subject_decoder(query->subject, error);

	if (!decoder)
		return -1;
	if (query->sheet->is_json)
		sheet_list_begin(query->sheet, "instructions", NULL);
	int status = instructions_list(query, decoder, count, address, next, error);

	if (query->sheet->is_json)
		sheet_list_end(query->sheet);
	return status;
}

int memory_examine(const struct query *query, const struct memory_format *format, uint64_t address,
                   uint64_t *next, struct error *error)
{
	*next = address;
	if (format->format == 's')
		return examine_strings(query, format, address, next, error);
	if (format->format == 'i')
		return examine_instructions(query, format->count, address, next, error);
	return examine_numbers(query, format, address, next, error);
}

/* ---- dump */

static void put_dump_line(struct text *out, uint64_t address, const uint8_t *bytes, size_t length)
{
	text_hex_padded(out, address, ADDRESS_DIGITS);
	for (size_t i = 0; i < LINE_BYTES; i++) {
		text_string(out, i % 8 ? " " : "  ");
		if (i < length)
			text_hex_padded(out, bytes[i], 2);
		else
			text_literal(out, "  ");
	}
	text_literal(out, "  |");
	for (size_t i = 0; i < length; i++)
		text_char(out, bytes[i] >= ' ' && bytes[i] < 0x7f ? (char)bytes[i] : '.');
	text_literal(out, "|\n");
}

static int dump_to_file(const struct query *query, uint64_t address, uint64_t length,
                        const char *file, struct error *error)
{
	AUTO_CLOSE int fd = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	AUTO_FREE uint8_t *bytes = malloc(PIECE);

	if (fd < 0 || !bytes)
		return error_set(error, errno, "cannot write '%s': %s", file, strerror(errno));
	for (uint64_t done = 0; done < length;) {
		size_t part = length - done < PIECE ? length - done : PIECE;
		ssize_t got = subject_read(query->subject, address + done, bytes, part);

		if (got <= 0)
			return read_failed(address + done, 1, error);
		if (write(fd, bytes, (size_t)got) != got)
			return error_set(error, errno, "cannot write '%s': %s", file,
			                 strerror(errno));
		done += (uint64_t)got;
	}
	return 0;
}

int memory_dump(const struct query *query, uint64_t address, uint64_t length, const char *file,
                struct error *error)
{
	struct sheet *sheet = query->sheet;

	if (file)
		return dump_to_file(query, address, length, file, error);
	if (length > DUMP_MAX)
		return error_set(error, E2BIG,
		                 "more than %d bytes are too many to look at: dump "
		                 "ADDRESS LENGTH FILE",
		                 DUMP_MAX);
	AUTO_FREE uint8_t *bytes = malloc(length + 1);
	ssize_t got = bytes ? subject_read(query->subject, address, bytes, length) : -ENOMEM;

	if (got <= 0)
		return read_failed(address, length, error);
	if (sheet->is_json) {
		sheet_hex(sheet, "address", 0, address);
		json_name(&sheet->json, "bytes");
		json_hex(&sheet->json, bytes, (size_t)got);
	} else {
		for (size_t at = 0; at < (size_t)got; at += LINE_BYTES) {
			size_t left = (size_t)got - at;

			put_dump_line(sheet->out, address + at, bytes + at,
			              left < LINE_BYTES ? left : LINE_BYTES);
		}
	}
	return (uint64_t)got < length
	               ? read_failed(address + (uint64_t)got, length - (size_t)got, error)
	               : 0;
}

/* ---- structures */

static void value_print(const struct query *query, const struct event *event,
                        const struct value *value)
{
	struct sheet *sheet = query->sheet;

	if (sheet->is_json) {
		struct json_printer printer = { .json = sheet->json,
			                        .view = query->view,
			                        .event = event };

		json_value(&printer, value);
		sheet->json = printer.json;
	} else {
		struct printer printer = {
			.out = sheet->out, .view = query->view, .event = event, .followed = true
		};

		print_value(&printer, value);
	}
}

static void value_line(const struct query *query, const struct event *event,
                       const struct value *value)
{
	value_print(query, event, value);
	if (!query->sheet->is_json)
		text_char(query->sheet->out, '\n');
}

/* Adds what a pointer leads to, as much as there may be of it. */
static bool follow(const struct query *query, struct event_buffer *buffer,
                   const struct value *value)
{
	enum kind kind = (enum kind)value->kind;
	uint8_t bytes[FOLLOWED_MAX];
	ssize_t got = subject_read(query->subject, value->address, bytes, sizeof(bytes));
	size_t length = got > 0 ? (size_t)got : 0;
	uint16_t flags = length < sizeof(bytes) ? CHUNK_FAULT : 0;

	if (kind == KIND_STRING || kind == KIND_PATH) {
		size_t end = strnlen((char *)bytes, length);

		flags = end < length ? 0 : flags | CHUNK_CUT;
		length = end < length ? end + 1 : end;
	}
	uint8_t *kept =
		event_buffer_add(buffer, CHUNK_ENTRY, value->address, (uint32_t)length, flags);

	if (kept)
		memcpy(kept, bytes, length);
	return kept;
}

/* The same for all that decoding could not find; false: there was nothing more. */
static bool follow_all(const struct query *query, struct event_buffer *buffer,
                       const struct value *value, unsigned *left)
{
	bool any = false;

	for (; value && *left; value = value->next) {
		if (value->flags & VALUE_UNCAPTURED && value->field && value->address &&
		    !event_chunk_find(buffer->event, CHUNK_ENTRY, value->address)) {
			--*left;
			any |= follow(query, buffer, value);
		}
		any |= follow_all(query, buffer, value->first, left);
	}
	return any;
}

/* Decodes as often as that finds pointers to something new. */
static const struct value *structure_decode(const struct query *query, struct event_buffer *buffer,
                                            const struct structure *structure, uint64_t address,
                                            struct arena *arena)
{
	unsigned left = FOLLOWED_COUNT;
	const struct value *value;

	do {
		arena_empty(arena);
		value = decode_structure(buffer->event, structure, address, arena);
	} while (value && follow_all(query, buffer, value->first, &left));
	return value;
}

static int structure_show(const struct query *query, const struct structure *structure,
                          uint64_t address, struct error *error)
{
	struct subject *subject = query->subject;
	struct event_buffer buffer = { 0 };
	uint32_t size = structure->size[subject->abi];
	uint8_t *bytes = event_buffer_reset(&buffer) < 0
	                         ? NULL
	                         : event_buffer_add(&buffer, CHUNK_ENTRY, address, size, 0);
	const struct value *value = NULL;
	struct arena arena;
	int status = 0;

	arena_init(&arena, ARENA_MAX);
	if (!bytes || subject_read(subject, address, bytes, size) != (ssize_t)size) {
		status = read_failed(address, size, error);
	} else {
		buffer.event->kind = EVENT_ENTRY;
		buffer.event->abi = (uint8_t)subject->abi;
		value = structure_decode(query, &buffer, structure, address, &arena);
		if (value)
			value_line(query, buffer.event, value);
		else
			status = error_set(error, ENOMEM, "out of memory");
	}
	arena_deinit(&arena);
	event_buffer_free(&buffer);
	return status;
}

static const struct structure *described(const struct query *query, const char *name)
{
	const struct structure *structure = structure_find(name);

	return structure && structure->size[query->subject->abi] ? structure : NULL;
}

/* One of the program's own; *size: how far the next one is. */
static int typed_show(const struct query *query, const char *name, uint64_t address, uint64_t *size,
                      struct error *error)
{
	const struct event nothing = { .size = sizeof(nothing),
		                       .abi = (uint8_t)query->subject->abi };
	struct arena arena;

	arena_init(&arena, ARENA_MAX);
	const struct value *value =
		typed_structure(query->subject, name, address, size, &arena, error);

	if (value)
		value_line(query, &nothing, value);
	arena_deinit(&arena);
	return value ? 0 : -1;
}

static int structures_show(const struct query *query, const char *name, unsigned count,
                           uint64_t address, struct error *error)
{
	const struct structure *structure = described(query, name);
	uint64_t size = structure ? structure->size[query->subject->abi] : 0;
	int status = 0;

	for (unsigned i = 0; i < count && i < STRUCTURES_MAX && status == 0; i++, address += size)
		status = structure ? structure_show(query, structure, address, error)
		                   : typed_show(query, name, address, &size, error);
	if (status < 0 && error->number == ENOENT)
		error_set(error, ENOENT,
		          "no structure '%s' is described: not in syscalls/ (--describe reads "
		          "descriptions of your own), nor in debugging information of the program",
		          name);
	return status;
}

int memory_structure(const struct query *query, const char *name, size_t length, unsigned count,
                     uint64_t address, struct error *error)
{
	char copy[128];

	if (length >= sizeof(copy))
		return error_set(error, EINVAL, "no structure has so long a name");
	memcpy(copy, name, length);
	copy[length] = '\0';
	if (!query->sheet->is_json)
		return structures_show(query, copy, count, address, error);
	json_name(&query->sheet->json, "structures");
	json_array_begin(&query->sheet->json);
	int status = structures_show(query, copy, count, address, error);

	json_array_end(&query->sheet->json);
	return status;
}

void memory_value_put(const struct query *query, const char *name, const struct value *value)
{
	const struct event nothing = { .size = sizeof(nothing),
		                       .abi = (uint8_t)query->subject->abi };
	struct sheet *sheet = query->sheet;

	if (sheet->is_json) {
		sheet_string(sheet, "variable", 0, name ? name : "");
		json_name(&sheet->json, "value");
	}
	value_print(query, &nothing, value);
}

int memory_variable(const struct query *query, const char *text, struct error *error)
{
	struct arena arena;

	arena_init(&arena, ARENA_MAX);
	const struct value *value = typed_variable(query->subject, text, &arena, error);

	if (value && !query->sheet->is_json) {
		text_string(query->sheet->out, text);
		text_literal(query->sheet->out, " = ");
	}
	if (value)
		memory_value_put(query, text, value);
	if (value && !query->sheet->is_json)
		text_char(query->sheet->out, '\n');
	arena_deinit(&arena);
	return value ? 0 : -1;
}

/* ---- find */

struct search {
	const struct query *query;
	const uint8_t *wanted;
	size_t length;
	unsigned found;
	uint64_t searched;
};

static void found_show(struct search *search, uint64_t address)
{
	const struct query *query = search->query;
	struct sheet *sheet = query->sheet;
	struct text place = { 0 };

	search->found++;
	if (sheet->is_json) {
		sheet_row_begin(sheet);
		sheet_hex(sheet, "address", 0, address);
		if (subject_place(query->subject, address, &place))
			sheet_text(sheet, "place", 0, place.bytes, place.length);
		sheet_row_end(sheet);
	} else {
		put_address(query, address, sheet->out);
		text_char(sheet->out, '\n');
	}
	text_free(&place);
}

/* Pieces overlap by what is sought, less one byte. */
static void search_range(struct search *search, uint8_t *bytes, uint64_t start, uint64_t end)
{
	for (uint64_t at = start; at < end && search->searched < SEARCHED_MAX;) {
		size_t part = end - at < PIECE ? end - at : PIECE;
		ssize_t got = subject_read(search->query->subject, at, bytes, part);
		size_t have = got > 0 ? (size_t)got : 0;

		for (const uint8_t *from = bytes; search->found <= FOUND_MAX;) {
			const uint8_t *found = memmem(from, have - (size_t)(from - bytes),
			                              search->wanted, search->length);

			if (!found)
				break;
			if (search->found == FOUND_MAX) {
				search->found++;
				return;
			}
			found_show(search, at + (uint64_t)(found - bytes));
			from = found + 1;
		}
		search->searched += part;
		if (have < part || have < search->length || at + have >= end)
			return;
		at += have - (search->length - 1);
	}
}

static bool has_name(const struct maps_line *line, const char *in)
{
	return !in || memmem(line->name, line->name_length, in, strlen(in));
}

int memory_find(const struct query *query, const void *bytes, size_t length, const char *in,
                struct error *error)
{
	struct search search = { .query = query, .wanted = bytes, .length = length };
	struct text maps = { 0 };
	struct maps_line line;
	AUTO_FREE uint8_t *piece = malloc(PIECE);

	if (!piece)
		return error_set(error, ENOMEM, "out of memory");
	proc_text_read(&maps, query->subject->pid, "maps");
	if (query->sheet->is_json)
		sheet_list_begin(query->sheet, "found", NULL);
	for (const char *at = maps.bytes; maps_next(&at, &line) && search.found <= FOUND_MAX;)
		if (maps_may(&line, 'r') && has_name(&line, in) &&
		    !memmem(line.name, line.name_length, "[vvar", 5))
			search_range(&search, piece, line.start, line.end);
	if (query->sheet->is_json)
		sheet_list_end(query->sheet);
	text_free(&maps);
	if (search.found > FOUND_MAX)
		return error_set(error, 0, "there are more than these %d places", FOUND_MAX);
	if (search.searched >= SEARCHED_MAX)
		return error_set(error, 0, "not all memory was searched: there is too much of it");
	return search.found ? 0 : error_set(error, ENOENT, "it is nowhere in readable memory");
}
