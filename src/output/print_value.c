/* Trees of values. */
#include "output/color.h"
#include "output/print_kinds.h"

#include "calls/symbols.h"

#include <arpa/inet.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>

static void put_unread(struct printer *printer, const struct value *value)
{
	if (value->kind == KIND_TAIL) {
		text_literal(printer->out, "???");
		return;
	}
	print_address(printer->out, value->address);
	if (value->flags & VALUE_TIMEOUT)
		text_literal(printer->out, " /* reading timed out */");
}

/* ---- runs of bytes */

/* A path is shown whole; what the kernel takes for one ends before PATH_MAX.  So is a string in a
 * structure; if nothing ends it, its last byte should have. */
static uint32_t string_limit(const struct printer *printer, const struct value *value,
                             bool is_unended)
{
	if (value->kind == KIND_PATH)
		return PATH_MAX - 1;
	if (value->field && value->field->length.first)
		return value->field->length.first;
	if (value->kind == KIND_TAIL && value->traits & TRAIT_DETAIL)
		return value->length;
	if (value->kind == KIND_STRING && value->traits & TRAIT_INLINE &&
	    !(value->traits & TRAIT_FOLDED))
		return value->length - (is_unended && value->length ? 1 : 0);
	return printer->view->string_max;
}

/* Whether the last byte is a NUL that goes without saying. */
static bool is_ended(const struct value *value)
{
	return value->traits & TRAIT_ENDED && value->length && !value->bytes[value->length - 1] &&
	       !(value->flags & (VALUE_CUT | VALUE_FAULT));
}

static void print_string(struct printer *printer, const struct value *value)
{
	bool is_unended = value->flags & VALUE_CUT;
	uint32_t limit = string_limit(printer, value, is_unended);
	uint32_t whole = value->length - is_ended(value);
	uint32_t length = whole < limit ? whole : limit;
	bool cut = is_unended || length < whole;

	if (!value_is_readable(value, limit)) {
		put_unread(printer, value);
		return;
	}
	print_quoted(printer->out, value->bytes, length,
	             value->kind == KIND_HEXBYTES || value->kind == KIND_TAIL ? HEX_ALL
	                                                                      : printer->view->hex,
	             cut ? QUOTE_CUT : 0);
	if (value->kind == KIND_PATH && value->flags & VALUE_POINTER)
		print_context(printer, CHUNK_CONTEXT_PATH, value->address);
}

static bool bit_is_set(const struct value *value, uint32_t bit)
{
	return bit / 8 < value->length && value->bytes[bit / 8] >> bit % 8 & 1;
}

/* "SIG" goes without saying. */
static void put_short_signal_name(struct text *out, unsigned signal)
{
	size_t before = out->length;

	print_signal_name(out, signal);
	if (out->failed || out->length < before + 3)
		return;
	memmove(out->bytes + before, out->bytes + before + 3, out->length - before - 3);
	out->length -= 3;
}

static void put_signal_in_set(struct printer *printer, unsigned signal)
{
	enum constants form = printer->view->constants;
	struct text *out = printer->out;

	if (form != CONSTANTS_ABBREV)
		text_unsigned(out, signal);
	if (form == CONSTANTS_VERBOSE)
		text_literal(out, " /* ");
	if (form != CONSTANTS_RAW)
		put_short_signal_name(out, signal);
	if (form == CONSTANTS_VERBOSE)
		text_literal(out, " */");
}

/* A set that is nearly full is shown by what it lacks; what is left of its last word counts. */
static void print_signal_set(struct printer *printer, const struct value *value)
{
	enum { WORD = 32 };
	struct text *out = printer->out;
	unsigned signals = (value->length * 8 + WORD - 1) / WORD * WORD, members = 0;
	const char *separator = "";

	for (unsigned bit = 0; bit < signals; bit++)
		members += bit_is_set(value, bit);
	bool inverted = members >= signals * 2 / 3 && signals;
	text_string(out, inverted ? "~[" : "[");
	for (unsigned bit = 0; bit < signals; bit++) {
		if (bit_is_set(value, bit) == inverted)
			continue;
		text_string(out, separator);
		put_signal_in_set(printer, bit + 1);
		separator = " ";
	}
	text_char(out, ']');
}

void print_signal_mask(struct printer *printer, uint64_t set, unsigned size)
{
	print_signal_set(printer,
	                 &(struct value){ .bytes = (const uint8_t *)&set, .length = size });
}

/* /\* bytes 24..31 *\/ "\x05…" */
/* Where they are is said before the bytes; after them, if they have a name. */
static void print_tail(struct printer *printer, const struct value *value)
{
	struct text *out = printer->out;
	bool is_named = value->traits & TRAIT_DETAIL;

	if (is_named) {
		print_string(printer, value);
		text_char(out, ' ');
	}
	text_literal(out, "/* bytes ");
	text_unsigned(out, value->number);
	text_literal(out, "..");
	text_unsigned(out, value->number + value->length - 1);
	text_literal(out, " */");
	if (!is_named) {
		text_char(out, ' ');
		print_string(printer, value);
	}
}

static void print_descriptor_set(struct printer *printer, const struct value *value)
{
	const char *separator = "";
	bool is_counted = value->kind == KIND_FDSET && value->count < value->length * 8;
	uint32_t bits = is_counted ? value->count : value->length * 8;

	text_char(printer->out, '[');
	for (uint32_t bit = 0; bit < bits; bit++) {
		if (!bit_is_set(value, bit))
			continue;
		text_string(printer->out, separator);
		if (value->kind == KIND_FDSET)
			print_fd(printer, bit);
		else
			text_unsigned(printer->out, bit);
		separator = " ";
	}
	if (value->flags & VALUE_CUT) {
		text_string(printer->out, separator);
		text_literal(printer->out, "...");
	}
	text_char(printer->out, ']');
}

/* Of bits with names, abbreviated, the first few. */
static void print_named_bits(struct printer *printer, const struct value *value)
{
	enum { BRIEF_MAX = 4 };
	struct text *out = printer->out;
	unsigned limit = printer->abbrev ? BRIEF_MAX : UINT32_MAX, shown = 0;

	text_char(out, '[');
	for (uint32_t bit = 0; bit < value->length * 8 && shown <= limit; bit++) {
		if (!bit_is_set(value, bit))
			continue;
		if (shown)
			text_char(out, ' ');
		if (shown++ == limit)
			text_literal(out, "...");
		else if (value->symbols)
			print_symbols(printer, value->symbols, bit, sizeof(bit));
		else
			text_unsigned(out, bit);
	}
	text_char(out, ']');
}

static void print_inet6(struct printer *printer, const struct value *value)
{
	bool is_named = printer->view->constants != CONSTANTS_ABBREV;
	char buffer[INET6_ADDRSTRLEN];

	if (value->length < 16 || !inet_ntop(AF_INET6, value->bytes, buffer, sizeof(buffer)) ||
	    !print_network_start(printer, value->bytes, 16))
		return;
	text_literal(printer->out, "inet_pton(AF_INET6, ");
	print_quoted(printer->out, (const uint8_t *)buffer, strlen(buffer), printer->view->hex, 0);
	if (!is_named && !(value->traits & TRAIT_UNNAMED)) {
		text_literal(printer->out, ", &");
		text_string(printer->out, value->name);
	}
	text_char(printer->out, ')');
	print_network_end(printer);
}

static void print_hardware_address(struct printer *printer, const struct value *value)
{
	struct text *out = printer->out;

	if (!print_network_start(printer, value->bytes, value->length))
		return;
	for (uint32_t i = 0; i < value->length; i++) {
		if (i)
			text_char(out, ':');
		text_hex_padded(out, value->bytes[i], 2);
	}
	print_network_end(printer);
}

enum { CALLSIGN_BYTES = 7, CALLSIGN_LETTERS = 6 };

/* What can be read at all: six letters, shifted, the last of them perhaps blanks, and a number. */
static bool callsign_is_text(const struct value *value)
{
	bool any = false;

	if (value->length < CALLSIGN_BYTES)
		return false;
	for (unsigned i = 0; i < CALLSIGN_LETTERS; i++) {
		uint8_t c = value->bytes[i] >> 1;

		if (c < ' ' || c == 0x7f || c == '*')
			return false;
		any |= c != ' ';
	}
	return any;
}

/* What can be written back just so: capital letters and digits, and nothing in the other bits. */
static bool callsign_is_proper(const struct value *value)
{
	bool ended = false;

	for (unsigned i = 0; i < CALLSIGN_LETTERS; i++) {
		uint8_t c = value->bytes[i] >> 1;
		bool is_plain = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');

		if (value->bytes[i] & 1 || (c != ' ' && (ended || !is_plain)))
			return false;
		ended = c == ' ';
	}
	return !(value->bytes[CALLSIGN_LETTERS] & ~0x1e);
}

static void put_callsign(struct text *out, const struct value *value)
{
	unsigned length = CALLSIGN_LETTERS;

	while (length && value->bytes[length - 1] >> 1 == ' ')
		length--;
	for (unsigned i = 0; i < length; i++)
		text_char(out, (char)(value->bytes[i] >> 1));
	text_char(out, '-');
	text_unsigned(out, value->bytes[CALLSIGN_LETTERS] >> 1 & 0xf);
}

static void print_callsign(struct printer *printer, const struct value *value)
{
	enum constants form = printer->view->constants;
	bool is_text = callsign_is_text(value), is_proper = is_text && callsign_is_proper(value);

	if (form == CONSTANTS_ABBREV && is_proper) {
		put_callsign(printer->out, value);
		return;
	}
	text_literal(printer->out, "{ax25_call=");
	print_quoted(printer->out, value->bytes, value->length, HEX_ALL, 0);
	text_char(printer->out, '}');
	if (!is_text || (is_proper && form == CONSTANTS_RAW))
		return;
	text_literal(printer->out, " /* ");
	put_callsign(printer->out, value);
	text_literal(printer->out, " */");
}

/* Abstract names begin with a NUL byte, shown as @. */
static void print_socket_path(struct printer *printer, const struct value *value)
{
	bool abstract = value->length && !value->bytes[0];
	const uint8_t *bytes = value->bytes + abstract;
	uint32_t length = value->length - abstract;

	if (abstract)
		text_char(printer->out, '@');
	else
		length = strnlen((const char *)bytes, length);
	print_quoted(printer->out, bytes, length, printer->view->hex, 0);
}

void print_bytes_kind(struct printer *printer, const struct value *value)
{
	switch (value->kind) {
	case KIND_SIGSET:
		print_signal_set(printer, value);
		break;
	case KIND_FDSET:
	case KIND_CPUSET:
		print_descriptor_set(printer, value);
		break;
	case KIND_BITSET:
		print_named_bits(printer, value);
		break;
	case KIND_IN6ADDR:
		print_inet6(printer, value);
		break;
	case KIND_TAIL:
		print_tail(printer, value);
		break;
	case KIND_CALLSIGN:
		print_callsign(printer, value);
		break;
	case KIND_UUID:
		text_uuid(printer->out, value->bytes, value->length);
		break;
	case KIND_PACKET:
		print_value(printer, value->first);
		break;
	case KIND_HWADDR:
		print_hardware_address(printer, value);
		break;
	case KIND_SUNPATH:
		print_socket_path(printer, value);
		break;
	default:
		print_string(printer, value);
	}
}

/* ---- groups */

static bool is_left_out(const struct printer *printer, const struct value *value)
{
	return value->traits & TRAIT_DETAIL && printer->abbrev;
}

/* An in6 address brings its own name; others may be told to go without. */
static bool shows_name(const struct printer *printer, const struct value *value)
{
	bool brings_own = value->kind == KIND_IN6ADDR && value->shape == SHAPE_BYTES &&
	                  printer->view->constants == CONSTANTS_ABBREV;

	bool is_rest = value->kind == KIND_TAIL && !(value->traits & TRAIT_DETAIL);

	return value->name && *value->name && !is_rest && !(value->traits & TRAIT_UNNAMED) &&
	       !brings_own;
}

void print_members(struct printer *printer, const struct value *group, bool named)
{
	const char *separator = "";
	bool left_out = group->flags & VALUE_ABBREVIATED;

	for (const struct value *value = group->first; value; value = value->next) {
		if (is_left_out(printer, value)) {
			left_out = true;
			continue;
		}
		text_string(printer->out, separator);
		separator = ", ";
		if (named && shows_name(printer, value)) {
			text_string(printer->out, value->name);
			text_char(printer->out, '=');
		}
		print_value(printer, value);
	}
	if (left_out) {
		text_string(printer->out, separator);
		text_literal(printer->out, "...");
	}
}

/* {tv_sec=1, tv_nsec=5} that is a date has its date after the brace. */
static bool is_timestamp(const struct value *group)
{
	const struct value *seconds = group->first;

	return seconds && seconds->kind == KIND_TIME && seconds->shape == SHAPE_NUMBER &&
	       seconds->next && seconds->next->kind != KIND_TIME;
}

/* Instead of a time, utimensat takes these two. */
static const char *time_name(const struct value *nanoseconds)
{
	if (strcmp(nanoseconds->name, "tv_nsec") != 0)
		return NULL;
	return nanoseconds->number == UTIME_NOW    ? "UTIME_NOW"
	       : nanoseconds->number == UTIME_OMIT ? "UTIME_OMIT"
	                                           : NULL;
}

/* What comes behind them is no part of the date. */
static void put_timestamp_members(struct printer *printer, const struct value *seconds,
                                  const struct value *fraction)
{
	struct text *out = printer->out;

	text_char(out, '{');
	text_string(out, seconds->name);
	text_char(out, '=');
	text_decimal(out, seconds->number);
	text_literal(out, ", ");
	text_string(out, fraction->name);
	text_char(out, '=');
	text_unsigned(out, fraction->number);
	for (const struct value *more = fraction->next; more; more = more->next) {
		text_literal(out, ", ");
		text_string(out, more->name);
		text_char(out, '=');
		print_value(printer, more);
	}
	text_char(out, '}');
}

static void print_timestamp(struct printer *printer, const struct value *group)
{
	struct text *out = printer->out;
	const struct value *seconds = group->first, *fraction = seconds->next;
	bool micro = strstr(fraction->name, "usec");
	const char *name = time_name(fraction);
	bool has_date = (seconds->number || fraction->number) &&
	                fraction->number < (micro ? 1000000 : 1000000000);

	if (name && printer->view->constants == CONSTANTS_ABBREV) {
		text_string(out, name);
		return;
	}
	put_timestamp_members(printer, seconds, fraction);
	if (!has_date && !(name && printer->view->constants == CONSTANTS_VERBOSE))
		return;
	if (!name) {
		print_date_comment(out, seconds->number, fraction->number, micro ? 6 : 9);
		return;
	}
	text_literal(out, " /* ");
	text_string(out, name);
	text_literal(out, " */");
}

static bool is_tuple(const struct value *group)
{
	return group->flags & VALUE_TUPLE ||
	       (group->field && group->field->structure && group->field->structure->is_tuple);
}

/* [{nla_len=8, nla_type=IFLA_MTU}, 1500]; what is alone stands without brackets. */
static void print_tuple(struct printer *printer, const struct value *group)
{
	bool is_alone = group->first && !group->first->next;

	if (!is_alone)
		text_char(printer->out, '[');
	print_members(printer, group, false);
	if (!is_alone)
		text_char(printer->out, ']');
}

static void put_part(struct printer *printer, const struct value *value, unsigned *shown)
{
	if ((*shown)++)
		text_literal(printer->out, ", ");
	if (value)
		print_value(printer, value);
	else
		text_literal(printer->out, "...");
}

/* [{version=[4, 0, 0], ...}, {sector_start=0, ...}]: a head, and what lists in it hold. */
static void print_parts(struct printer *printer, const struct value *group)
{
	unsigned shown = 0;

	text_char(printer->out, '[');
	for (const struct value *member = group->first; member; member = member->next) {
		bool is_list = member->shape == SHAPE_LIST, is_cut = member->flags & VALUE_CUT;

		if (!is_list)
			put_part(printer, member, &shown);
		else if (is_left_out(printer, member))
			is_cut |= member->first != NULL;
		else
			for (const struct value *part = member->first; part; part = part->next)
				put_part(printer, part, &shown);
		if (is_list && is_cut)
			put_part(printer, NULL, &shown);
	}
	if (group->flags & VALUE_ABBREVIATED)
		put_part(printer, NULL, &shown);
	text_char(printer->out, ']');
}

static void print_struct(struct printer *printer, const struct value *group)
{
	if (group->field && group->field->structure && group->field->structure->is_list) {
		print_parts(printer, group);
		return;
	}
	if (is_tuple(group)) {
		print_tuple(printer, group);
		return;
	}
	if (is_timestamp(group)) {
		print_timestamp(printer, group);
		return;
	}
	text_char(printer->out, '{');
	print_members(printer, group, true);
	text_char(printer->out, '}');
}

/* 0x7ffe… /\* 23 vars *\/ */
static void print_brief(struct printer *printer, const struct value *list)
{
	struct text *out = printer->out;
	const char *noun = list->field->note;
	size_t length = noun ? strlen(noun) : 0;

	print_address(out, list->address);
	if (!length || (!list->count && list->flags & VALUE_FAULT))
		return;
	text_string(out, list->flags & VALUE_CUT ? " /* more than " : " /* ");
	text_unsigned(out, list->count);
	text_char(out, ' ');
	if (list->count == 1 && length > 3 && !strcmp(noun + length - 3, "ies")) {
		text_put(out, noun, length - 3);
		text_char(out, 'y');
	} else {
		text_put(out, noun, length - (list->count == 1 && length));
	}
	if (list->flags & VALUE_FAULT) {
		text_literal(out, ", unterminated");
	}
	text_literal(out, " */");
}

/* "[VINTR]=" */
static void put_index(struct printer *printer, const struct symbols *names, uint64_t index)
{
	const struct symbol *name = symbols_name(names, index);

	text_char(printer->out, '[');
	if (name)
		text_put(printer->out, name->name, name->length);
	else
		text_unsigned(printer->out, index);
	text_literal(printer->out, "]=");
}

/* A single record of a row of padded ones stands without brackets. */
static bool is_single_record(const struct value *list)
{
	return list->field && list->field->structure && list->field->structure->padding &&
	       list->first && !list->first->next && !(list->flags & (VALUE_CUT | VALUE_FAULT));
}

static bool is_hardware_address(const struct value *list)
{
	return list->first && list->first->kind == KIND_PADHEX && list->first->size == 1;
}

/* How many elements are shown. */
static uint32_t list_limit(const struct printer *printer, const struct value *list)
{
	enum { GLIMPSE = 2 };
	uint32_t string_max = printer->view->string_max;

	if (!printer->abbrev || is_hardware_address(list))
		return UINT32_MAX;
	return list->traits & TRAIT_GLIMPSED && string_max > GLIMPSE ? GLIMPSE : string_max;
}

static void print_list(struct printer *printer, const struct value *list)
{
	struct text *out = printer->out;
	uint32_t limit = list_limit(printer, list), shown = 0;

	if (list->traits & TRAIT_BRIEF_ADDRESS && printer->abbrev) {
		print_brief(printer, list);
		return;
	}
	if (!list->first && list->flags & VALUE_FAULT) {
		put_unread(printer, list);
		return;
	}
	if (list->traits & TRAIT_FOLDED && printer->abbrev && list->first) {
		text_literal(out, "[...]");
		return;
	}
	if (is_single_record(list)) {
		print_value(printer, list->first);
		return;
	}
	text_char(out, '[');
	for (const struct value *value = list->first; value; value = value->next) {
		if (shown)
			text_literal(out, ", ");
		if (shown++ == limit) {
			text_literal(out, "...");
			break;
		}
		if (list->traits & TRAIT_INDEXED && list->symbols)
			put_index(printer, list->symbols, shown - 1);
		print_value(printer, value);
	}
	if (shown <= limit && list->flags & VALUE_FAULT) {
		text_string(out, shown ? ", ... /* " : "... /* ");
		text_hex(out, list->number);
		text_literal(out, " */");
	} else if (shown <= limit && list->flags & VALUE_CUT) {
		text_string(out, shown ? ", ..." : "...");
	}
	text_char(out, ']');
}

/* ---- values */

/* A number behind a pointer stands in brackets; its way in and out inside them. */
static bool in_brackets(const struct value *value)
{
	return value->flags & VALUE_POINTER && value->shape == SHAPE_NUMBER &&
	       value->kind != KIND_BITMASK;
}

/* How many structures so many bytes are, if they are whole ones. */
static void put_count_of(struct printer *printer, const struct value *value)
{
	const struct structure *counted = value->field->structure;
	uint64_t size = counted->size[printer->event->abi];

	if (!size || (int64_t)value->number <= 0 || value->number % size)
		return;
	text_literal(printer->out, " /* ");
	text_unsigned(printer->out, value->number / size);
	text_literal(printer->out, " * sizeof(struct ");
	text_string(printer->out, counted->name);
	text_literal(printer->out, ") */");
}

/* A function, htobs(5), changes the number; a macro, KVAL(K_F1), makes a constant of it. */
static void print_within(struct printer *printer, const struct value *value)
{
	const char *name = value->field->note;
	bool is_macro = name[0] >= 'A' && name[0] <= 'Z';
	const struct view *view = printer->view;
	struct view abbreviated = *view;

	if (is_macro && view->constants != CONSTANTS_ABBREV) {
		put_hex(printer->out, value->number);
		if (begin_comment(printer))
			return;
		abbreviated.constants = CONSTANTS_ABBREV;
		printer->view = &abbreviated;
	}
	text_string(printer->out, name);
	text_char(printer->out, '(');
	print_number(printer, value);
	text_char(printer->out, ')');
	printer->view = view;
	if (is_macro)
		end_comment(printer);
}

static void print_single(struct printer *printer, const struct value *value)
{
	if (value->traits & TRAIT_WITHIN)
		print_within(printer, value);
	else
		print_number(printer, value);
	if (value->traits & TRAIT_COUNTING)
		put_count_of(printer, value);
}

static void print_plain_text(struct printer *printer, const struct value *value)
{
	text_put(printer->out, value->bytes, value->length);
}

/* Bytes of which only the address is shown unless all is asked for. */
static bool is_brief_buffer(const struct printer *printer, const struct value *value)
{
	return value->traits & TRAIT_BRIEF_ADDRESS && value->shape == SHAPE_BYTES &&
	       printer->abbrev;
}

static void print_shape(struct printer *printer, const struct value *value)
{
	static void (*const printers[])(struct printer *, const struct value *) = {
		[SHAPE_NUMBER] = print_single, [SHAPE_BYTES] = print_bytes_kind,
		[SHAPE_STRUCT] = print_struct, [SHAPE_LIST] = print_list,
		[SHAPE_ADDRESS] = put_unread,  [SHAPE_TEXT] = print_plain_text,
	};

	if (is_brief_buffer(printer, value))
		print_address(printer->out, value->address);
	else
		printers[value->shape](printer, value);
}

static void print_side(struct printer *printer, const struct value *value, bool came_out)
{
	bool before = printer->came_out;

	if (before || !came_out) {
		print_shape(printer, value);
		return;
	}
	printer->came_out = true;
	print_shape(printer, value);
	printer->came_out = before;
}

static bool have_same_name(const struct value *a, const struct value *b)
{
	return a->name == b->name || (a->name && b->name && !strcmp(a->name, b->name));
}

static bool values_equal(const struct value *a, const struct value *b)
{
	if (a->shape != b->shape)
		return false;
	switch (a->shape) {
	case SHAPE_NUMBER:
		return a->number == b->number;
	case SHAPE_BYTES:
	case SHAPE_TEXT:
		return a->length == b->length && !memcmp(a->bytes, b->bytes, a->length);
	case SHAPE_ADDRESS:
		return a->address == b->address;
	}
	const struct value *x = a->first, *y = b->first;
	while (x && y && have_same_name(x, y) && values_equal(x, y)) {
		x = x->next;
		y = y->next;
	}
	return !x && !y;
}

static bool is_changed(const struct printer *, const struct value *before,
                       const struct value *after);

/* When the call was entered, of a pointer to what only comes out the address was shown. */
static bool was_address(const struct printer *printer, const struct value *member)
{
	return printer->was_entered && member->flags & VALUE_POINTER &&
	       member->direction == DIR_OUT;
}

/* Whether a structure has that very member, wherever.  What is placed at the exit is shown
 * there, even if it is but an address. */
static bool has_member(const struct printer *printer, const struct value *group,
                       const struct value *wanted)
{
	if (wanted->traits & TRAIT_PLACED && wanted->address)
		return false;
	for (const struct value *member = group->first; member; member = member->next)
		if (have_same_name(member, wanted)) {
			/* What came out may have been said with the member itself. */
			const struct value *said = member->after ? member->after : member;

			return !was_address(printer, member) && !is_changed(printer, said, wanted);
		}
	return false;
}

/* What came out is only worth showing when it says something new, which a detail that is left out
 * may do. */
static bool is_changed(const struct printer *printer, const struct value *before,
                       const struct value *after)
{
	if (before->shape != SHAPE_STRUCT || after->shape != SHAPE_STRUCT)
		return !values_equal(before, after);
	if (after->flags & VALUE_ABBREVIATED && !(before->flags & VALUE_ABBREVIATED))
		return true;
	for (const struct value *member = after->first; member; member = member->next)
		if (!has_member(printer, before, member))
			return true;
	return false;
}

void print_value_in(struct printer *printer, const struct value *value)
{
	if (in_brackets(value))
		text_char(printer->out, '[');
	print_side(printer, value, value->direction == DIR_OUT);
}

void print_value_out(struct printer *printer, const struct value *value)
{
	bool is_said = value->traits & TRAIT_NOTED || is_brief_buffer(printer, value);
	const struct value *after = is_said ? NULL : value->after;

	if (after && is_changed(printer, value, after)) {
		text_literal(printer->out, " => ");
		print_side(printer, after, true);
	}
	if (in_brackets(value))
		text_char(printer->out, ']');
}

void print_value(struct printer *printer, const struct value *value)
{
	print_value_in(printer, value);
	if (value->after || in_brackets(value))
		print_value_out(printer, value);
}
