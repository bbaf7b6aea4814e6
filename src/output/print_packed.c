/* Numbers that are several in one: codes of four characters, versions, fractions, events. */
#include "output/print.h"

#include "calls/symbols.h"
#include "output/print_kinds.h"

#include <linux/keyboard.h>

/* 'a', '\n', '\x05' */
void print_character(struct text *out, uint8_t c)
{
	static const char white[] = "tnvfr";

	text_char(out, '\'');
	if (c == '\'' || c == '\\') {
		text_char(out, '\\');
		text_char(out, (char)c);
	} else if (c >= '\t' && c <= '\r') {
		text_char(out, '\\');
		text_char(out, white[c - '\t']);
	} else if (c >= ' ' && c < 0x7f) {
		text_char(out, (char)c);
	} else {
		text_literal(out, "\\x");
		text_hex_padded(out, c, 2);
	}
	text_char(out, '\'');
}

/* A code has no white space to speak of: '\x09'. */
static void put_code_character(struct text *out, uint8_t c)
{
	if (c >= ' ') {
		print_character(out, c);
		return;
	}
	text_literal(out, "'\\x");
	text_hex_padded(out, c, 2);
	text_char(out, '\'');
}

static void put_fourcc(struct text *out, uint32_t code)
{
	text_literal(out, "v4l2_fourcc(");
	for (unsigned shift = 0; shift < 32; shift += 8) {
		if (shift)
			text_literal(out, ", ");
		put_code_character(out, (uint8_t)(code >> shift));
	}
	text_char(out, ')');
}

static void put_version(struct text *out, uint32_t version)
{
	text_literal(out, "KERNEL_VERSION(");
	text_unsigned(out, version >> 16);
	text_literal(out, ", ");
	text_unsigned(out, version >> 8 & 0xff);
	text_literal(out, ", ");
	text_unsigned(out, version & 0xff);
	text_char(out, ')');
}

static void put_fraction(struct text *out, uint64_t fraction)
{
	text_unsigned(out, (uint32_t)fraction);
	text_char(out, '/');
	text_unsigned(out, fraction >> 32);
}

void print_packed(struct printer *printer, enum kind kind, uint64_t number,
                  const struct symbols *names)
{
	const struct symbol *name = names ? symbols_name(names, number) : NULL;
	struct text *out = printer->out;
	enum constants form = printer->view->constants;

	if (kind == KIND_FRACTION) {
		put_fraction(out, number);
		return;
	}
	if (form != CONSTANTS_ABBREV)
		put_hex(out, number);
	if (form == CONSTANTS_RAW)
		return;
	if (form == CONSTANTS_VERBOSE)
		text_literal(out, " /* ");
	if (kind == KIND_FOURCC)
		put_fourcc(out, (uint32_t)number);
	else
		put_version(out, (uint32_t)number);
	if (form == CONSTANTS_VERBOSE)
		text_literal(out, " */");
	if (!name)
		return;
	text_literal(out, " /* ");
	text_put(out, name->name, name->length);
	text_literal(out, " */");
}

/* ---- what a performance event counts */

/* A part without names is shown when it is not zero. */
struct event_part {
	uint8_t shift, bits;
	const char *symbols;
};

static const struct event_part hardware_parts[] = {
	{ 32, 32, NULL }, /* which unit */
	{ 0, 32, "perf_hardware" },
	{ 0 },
};

static const struct event_part cache_parts[] = {
	{ 32, 32, NULL },
	{ 24, 8, NULL },
	{ 16, 8, "perf_cache_result" },
	{ 8, 8, "perf_cache_operation" },
	{ 0, 8, "perf_cache" },
	{ 0 },
};

void print_event(struct printer *printer, enum kind kind, uint64_t event)
{
	const struct event_part *part = kind == KIND_CACHEEVENT ? cache_parts : hardware_parts;
	struct text *out = printer->out;
	const char *separator = "";

	for (; part->bits; part++) {
		uint64_t number = event >> part->shift & (UINT64_MAX >> (64 - part->bits));
		const struct symbols *names = part->symbols ? symbols_find(part->symbols) : NULL;

		if (!names && !number)
			continue;
		text_string(out, separator);
		separator = "|";
		if (names)
			print_symbols(printer, names, number, part->bits / 8);
		else
			text_hex(out, number);
		if (!part->shift)
			continue;
		text_literal(out, "<<");
		text_unsigned(out, part->shift);
	}
}

/* ---- sounds: how many ticks of the timer a period takes */

static void put_sound(struct text *out, uint64_t ticks, bool has_length, uint64_t milliseconds)
{
	enum { TICKS_PER_SECOND = 1193180 };
	uint64_t frequency = ticks ? TICKS_PER_SECOND / ticks : 0;

	text_literal(out, " /* ");
	if (frequency && (milliseconds || !has_length)) {
		text_unsigned(out, frequency);
		text_literal(out, " Hz");
		if (has_length) {
			text_literal(out, ", ");
			text_unsigned(out, milliseconds);
			text_literal(out, " ms");
		}
	} else {
		text_literal(out, "off");
	}
	text_literal(out, " */");
}

void print_pitch(struct printer *printer, uint64_t number)
{
	text_unsigned(printer->out, number);
	put_sound(printer->out, number, false, 0);
}

void print_tone(struct printer *printer, uint64_t number)
{
	uint64_t milliseconds = number >> 16 & 0xffff, ticks = number & 0xffff;

	if (milliseconds) {
		text_unsigned(printer->out, milliseconds);
		text_literal(printer->out, "<<16|");
	}
	text_unsigned(printer->out, ticks);
	put_sound(printer->out, ticks, true, milliseconds);
}

/* ---- what keys bring forth: a type and a value, many of which have a name together */

static bool key_type_has_characters(unsigned type)
{
	return type == KT_LATIN || type == KT_META || type == KT_LETTER || type == KT_DEAD2;
}

static void put_key_parts(struct text *out, uint16_t number)
{
	const struct symbols *types = symbols_find("key_type");
	const struct symbol *type = types ? symbols_name(types, KTYP(number)) : NULL;

	text_literal(out, "K(");
	if (type)
		text_put(out, type->name, type->length);
	else
		put_hex(out, KTYP(number));
	text_literal(out, ", ");
	if (key_type_has_characters(KTYP(number)))
		print_character(out, KVAL(number));
	else
		put_hex(out, KVAL(number));
	text_char(out, ')');
}

void print_key_symbol(struct printer *printer, uint64_t number, const struct symbols *names)
{
	const struct symbol *name = names ? symbols_name(names, number) : NULL;
	struct text *out = printer->out;

	put_hex(out, number);
	if (printer->view->constants == CONSTANTS_RAW)
		return;
	text_literal(out, " /* ");
	if (name)
		text_put(out, name->name, name->length);
	else
		put_key_parts(out, (uint16_t)number);
	text_literal(out, " */");
}
