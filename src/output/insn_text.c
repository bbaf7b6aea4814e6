/* Texts of instructions, made once.
 *
 * A program runs the same instructions again and again, and to format one takes longer than
 * all else that is done for a line.  So a table, in which each place has its slot, keeps what
 * was made last of the same code with the same names. */
#include "output/insn_text.h"

#include "arch/insn.h"
#include "output/print.h"
#include "symbol/demangle.h"

#include <stdlib.h>
#include <string.h>

enum {
	SLOT_COUNT = 1 << 14,
	PLACE_MAX = 1024, /* bytes of a place that is referred to; others have no name */
};

struct known_text {
	struct text of; /* ABI, address, code and names */
	struct text text, line_head;
};

/* Answers from the event alone. */
struct event_namer {
	struct insn_namer namer;
	const struct event *event;
};

void text_put_name(struct text *out, const char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		uint8_t byte = (uint8_t)bytes[i];

		if (byte >= ' ' && byte < 0x7f)
			text_char(out, bytes[i]);
		else
			print_quoted(out, &byte, 1, HEX_NON_ASCII_CHARS, QUOTE_NONE);
	}
}

void put_place_name(struct text *out, const struct stack_frame *place, bool with_offset)
{
	const char *slash = memrchr(place->module.bytes, '/', place->module.length);
	size_t skip = slash ? (size_t)(slash + 1 - place->module.bytes) : 0;
	uint64_t offset = place->symbol.length ? place->symbol_offset : place->offset;
	struct text name = { 0 };

	text_put_name(out, place->module.bytes + skip, place->module.length - skip);
	text_char(out, '(');
	demangle(&name, place->symbol.bytes, place->symbol.length);
	text_put_name(out, name.bytes, name.length);
	text_free(&name);
	if (with_offset) {
		text_char(out, '+');
		text_hex(out, offset);
	}
	text_char(out, ')');
}

void put_step_place(struct text *out, const struct event *event)
{
	struct stack_frame place;

	if (place_find(event, event->ip, &place))
		put_place_name(out, &place, true);
}

static void name_put(const struct insn_namer *base, uint64_t address, struct text *out)
{
	const struct event_namer *namer = (const struct event_namer *)base;
	struct text name = { 0 };
	struct stack_frame place;

	const struct chunk *chunk = event_chunk_find(namer->event, CHUNK_PLACE, address);

	if (!chunk || chunk->length > PLACE_MAX || !place_find(namer->event, address, &place) ||
	    !place.symbol.length)
		return;
	demangle(&name, place.symbol.bytes, place.symbol.length);
	text_literal(out, " <");
	text_put_name(out, name.bytes, name.length);
	if (place.symbol_offset) {
		text_char(out, '+');
		text_hex(out, place.symbol_offset);
	}
	text_char(out, '>');
	text_free(&name);
}

static void put_bytes(struct text *out, const struct chunk *code)
{
	text_literal(out, ".byte");
	for (uint32_t i = 0; i < code->length; i++) {
		text_char(out, ' ');
		text_hex_padded(out, chunk_bytes(code)[i], 2);
	}
}

static void text_make(struct insn_texts *texts, const struct event *event, const struct chunk *code,
                      struct text *out)
{
	struct event_namer namer = { { name_put }, event };
	struct error error;

	if (!texts->decoder && !texts->is_missing) {
		texts->decoder = insn_open(&error);
		texts->is_missing = !texts->decoder;
	}
	if (!texts->decoder || insn_format(texts->decoder, event->abi, code->address,
	                                   chunk_bytes(code), code->length, &namer.namer, out) < 0)
		put_bytes(out, code);
}

/* All that the text depends on. */
static void describe(const struct event *event, const struct chunk *code, struct text *out)
{
	const struct chunk *chunk;

	text_put(out, &event->abi, sizeof(event->abi));
	text_put(out, &code->address, sizeof(code->address));
	text_put(out, chunk_bytes(code), code->length);
	for (chunk = event_chunk_first(event); chunk; chunk = event_chunk_next(event, chunk))
		if (chunk->kind == CHUNK_PLACE)
			text_put(out, chunk_bytes(chunk), chunk->length);
}

/* NULL: its code is not known, or there is no memory. */
static struct known_text *known_text(struct insn_texts *texts, const struct event *event)
{
	const struct chunk *code = event_chunk_find(event, CHUNK_CODE, event->ip);
	struct text *of = &texts->of;

	if (!texts->slots)
		texts->slots = calloc(SLOT_COUNT, sizeof(*texts->slots));
	if (!code || code->length > INSN_LENGTH_MAX || !texts->slots)
		return NULL;
	struct known_text *slot = &texts->slots[event->ip * 0x9e3779b97f4a7c15u >> 50];

	of->length = 0;
	describe(event, code, of);
	if (of->length == slot->of.length && memcmp(of->bytes, slot->of.bytes, of->length) == 0)
		return slot;
	slot->of.length = slot->text.length = slot->line_head.length = 0;
	text_put(&slot->of, of->bytes, of->length);
	text_make(texts, event, code, &slot->text);
	return slot;
}

struct text insn_text(struct insn_texts *texts, const struct event *event)
{
	const struct known_text *known = known_text(texts, event);

	return known ? known->text : (struct text){ 0 };
}

struct text *insn_line_head(struct insn_texts *texts, const struct event *event)
{
	struct known_text *known = known_text(texts, event);

	return known ? &known->line_head : NULL;
}

void insn_texts_free(struct insn_texts *texts)
{
	if (texts->slots)
		for (size_t i = 0; i < SLOT_COUNT; i++) {
			text_free(&texts->slots[i].of);
			text_free(&texts->slots[i].text);
			text_free(&texts->slots[i].line_head);
		}
	free(texts->slots);
	text_free(&texts->of);
	insn_close(texts->decoder);
	*texts = (struct insn_texts){ 0 };
}
