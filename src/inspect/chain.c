/* Where a number leads. */
#include "inspect/chain.h"

#include "output/json_value.h"
#include "output/print.h"

#include <errno.h>
#include <string.h>

enum {
	STRING_SHOWN = 48,
	STRING_LEAST = 4,    /* characters that make a string out of bytes */
	SMALL_MAX = 1 << 16, /* nothing is mapped down there */
	OFFSET_COLUMNS = 8,
};

static unsigned word_of(const struct query *query)
{
	return query->subject->abi == ABI_I386 ? 4 : 8;
}

/* ---- links */

/* What ends a chain, or goes on with it. */
struct link {
	uint64_t number;
	struct text place; /* empty: it is no address */
	bool is_code;
	size_t string_length; /* 0: no string is there */
	uint8_t string[STRING_SHOWN + 1];
	bool has_next;
	uint64_t next;
};

/* Characters that end with NUL, or go on beyond what is shown. */
static size_t string_length(const uint8_t *bytes, size_t length)
{
	size_t end = 0;

	while (end < length && ((bytes[end] >= ' ' && bytes[end] < 0x7f) || bytes[end] == '\n' ||
	                        bytes[end] == '\t'))
		end++;
	return end >= STRING_LEAST && (end == length || bytes[end] == '\0') ? end : 0;
}

static void link_fill(const struct query *query, uint64_t number, struct link *link)
{
	struct subject *subject = query->subject;
	ssize_t got;

	link->number = number;
	link->place.length = link->string_length = 0;
	link->has_next = link->is_code = false;
	if (number < SMALL_MAX || !subject_place(subject, number, &link->place))
		return;
	link->is_code = subject_is_code(subject, number);
	got = link->is_code ? 0 : subject_read(subject, number, link->string, sizeof(link->string));
	if (got <= 0)
		return;
	link->string_length = string_length(link->string, (size_t)got);
	link->next = 0;
	link->has_next = !link->string_length && got >= (ssize_t)word_of(query);
	if (link->has_next)
		memcpy(&link->next, link->string, word_of(query));
}

static void put_string(const struct link *link, struct text *out)
{
	bool is_cut = link->string_length > STRING_SHOWN;

	print_quoted(out, link->string, is_cut ? STRING_SHOWN : link->string_length, HEX_NONE,
	             is_cut ? QUOTE_CUT : 0);
}

static void put_link(const struct link *link, struct text *out)
{
	text_hex(out, link->number);
	if (link->place.length) {
		text_literal(out, " <");
		print_quoted(out, (const uint8_t *)link->place.bytes, link->place.length, HEX_NONE,
		             QUOTE_NONE);
		text_char(out, '>');
	}
	if (link->string_length) {
		text_char(out, ' ');
		put_string(link, out);
	}
}

static void json_link(struct sheet *sheet, const struct link *link)
{
	json_object_begin(&sheet->json);
	sheet_hex(sheet, "value", 0, link->number);
	if (link->place.length)
		sheet_text(sheet, "place", 0, link->place.bytes, link->place.length);
	if (link->string_length)
		sheet_text(sheet, "string", 0, link->string, link->string_length);
	json_object_end(&sheet->json);
}

void chain_put(const struct query *query, uint64_t number)
{
	struct sheet *sheet = query->sheet;
	struct link link = { .number = number };
	uint64_t before = number;

	if (sheet->is_json)
		json_array_begin(&sheet->json);
	for (unsigned i = 0; i < CHAIN_LINKS_MAX; i++) {
		link_fill(query, number, &link);
		if (sheet->is_json)
			json_link(sheet, &link);
		else
			put_link(&link, sheet->out);
		/* What points to itself, or to who points to it, leads nowhere else. */
		if (!link.has_next || link.next == number || link.next == before)
			break;
		if (!sheet->is_json)
			text_literal(sheet->out, " -> ");
		before = number;
		number = link.next;
	}
	if (sheet->is_json)
		json_array_end(&sheet->json);
	text_free(&link.place);
}

/* ---- memory, word by word */

static void line_put(const struct query *query, uint64_t address, uint64_t start, uint64_t word)
{
	struct sheet *sheet = query->sheet;

	if (sheet->is_json) {
		json_object_begin(&sheet->json);
		sheet_hex(sheet, "address", 0, address);
		json_name(&sheet->json, "chain");
		chain_put(query, word);
		json_object_end(&sheet->json);
		return;
	}
	text_hex(sheet->out, address);
	size_t from = sheet->out->length;

	text_literal(sheet->out, " +");
	text_hex(sheet->out, address - start);
	text_pad(sheet->out, from, OFFSET_COLUMNS);
	chain_put(query, word);
	text_char(sheet->out, '\n');
}

int chain_telescope(const struct query *query, uint64_t address, unsigned count,
                    struct error *error)
{
	unsigned size = word_of(query), done = 0;
	ssize_t got = size;

	if (query->sheet->is_json)
		sheet_list_begin(query->sheet, "words", NULL);
	for (; done < count && done < CHAIN_WORDS_MAX; done++) {
		uint64_t word = 0, at = address + (uint64_t)done * size;

		got = subject_read(query->subject, at, &word, size);
		if (got != (ssize_t)size)
			break;
		line_put(query, at, address, word);
	}
	if (query->sheet->is_json)
		sheet_list_end(query->sheet);
	return got == (ssize_t)size
	               ? 0
	               : error_set(error, EFAULT,
	                           "cannot read %u bytes at %#llx: nothing is mapped "
	                           "there",
	                           size, (unsigned long long)(address + (uint64_t)done * size));
}
