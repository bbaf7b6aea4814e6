/* Names of numbers: enumerations, flags, and what stands for one without a name. */
#include "output/print_kinds.h"

#include "calls/coverage.h"
#include "calls/symbols.h"

#include <limits.h>

/* ---- names */

/* FIRST+2, or K(KT_SPEC, 0x2) where the name says where the number goes, '%' as a character. */
void print_range(struct text *out, const struct symbol_range *range, uint64_t number)
{
	const char *place = strchr(range->name, '%');
	bool is_quoted = place && place > range->name && place[-1] == '\'';
	uint64_t within = number - range->first;

	if (!place) {
		text_string(out, range->name);
		if (within) {
			text_char(out, '+');
			text_unsigned(out, within);
		}
		return;
	}
	text_put(out, range->name, (size_t)(place - range->name) - is_quoted);
	if (is_quoted)
		print_character(out, (uint8_t)within);
	else
		put_hex(out, within);
	text_string(out, place + 1 + is_quoted);
}

static bool put_enum(struct text *out, const struct symbols *symbols, uint64_t number)
{
	const struct symbol *symbol = symbols_name(symbols, number);
	const struct symbol_range *range = symbol ? NULL : symbols_range(symbols, number);

	if (symbol)
		text_put(out, symbol->name, symbol->length);
	else if (range)
		print_range(out, range, number);
	return symbol || range;
}

static void put_commented(struct text *out, const char *comment)
{
	text_literal(out, " /* ");
	text_string(out, comment);
	text_literal(out, " */");
}

/* Names of bits from shift on, and what is left of these.  False when no name speaks for any
 * bit; then nothing was put.  What has comments of its own cannot stand in one. */
static bool put_flag_names(struct text *out, const struct symbols *symbols, uint64_t number,
                           unsigned shift, bool in_comment)
{
	struct symbols_walk walk = { .rest = number, .with_unknown = !in_comment };
	const struct symbol *symbol;
	bool any = false;

	while ((symbol = symbols_next(symbols, number, &walk))) {
		if (any)
			text_char(out, '|');
		if (symbol_is_unknown(symbol)) {
			text_hex(out, (number & symbol->mask) >> shift);
			put_commented(out, symbol->name);
		} else {
			text_put(out, symbol->name, symbol->length);
		}
		any = true;
	}
	if (any && walk.rest) {
		text_char(out, '|');
		text_hex(out, walk.rest >> shift);
	}
	return any;
}

static unsigned shift_of(uint64_t mask)
{
	return mask ? __builtin_ctzll(mask) : 0;
}

static uint64_t bits_of_parts(const struct symbols *symbols, bool shifted)
{
	uint64_t bits = 0;

	for (const struct symbol_part *part = symbols->parts; part && part->mask; part++)
		if ((part->form == PART_SHIFTED) == shifted)
			bits |= part->mask;
	return bits;
}

/* "21<<SHIFT" for what is not 0; from start on there is what goes before. */
static void put_shifted_parts(struct text *out, const struct symbols *symbols, uint64_t number,
                              enum constants form, size_t start)
{
	for (const struct symbol_part *part = symbols->parts; part && part->mask; part++) {
		if (part->form != PART_SHIFTED || !(number & part->mask))
			continue;
		if (out->length > start)
			text_char(out, '|');
		uint64_t shifted = (number & part->mask) >> shift_of(part->mask);
		if (part->is_hex)
			text_hex(out, shifted);
		else
			text_unsigned(out, shifted);
		text_literal(out, "<<");
		if (form != CONSTANTS_ABBREV)
			text_unsigned(out, shift_of(part->mask));
		if (form == CONSTANTS_VERBOSE)
			text_literal(out, " /* ");
		if (form != CONSTANTS_RAW)
			text_string(out, part->shift);
		if (form == CONSTANTS_VERBOSE)
			text_literal(out, " */");
	}
}

static bool put_flags(struct text *out, const struct symbols *symbols, uint64_t number,
                      bool in_comment)
{
	uint64_t shifted = bits_of_parts(symbols, true);
	size_t start = out->length;

	if (!put_flag_names(out, symbols, number & ~shifted, 0, in_comment) && number & ~shifted)
		return false;
	put_shifted_parts(out, symbols, number, CONSTANTS_ABBREV, start);
	return out->length > start;
}

static bool put_symbols(struct text *out, const struct symbols *symbols, uint64_t number,
                        bool in_comment)
{
	return symbols->is_flags ? put_flags(out, symbols, number, in_comment)
	                         : put_enum(out, symbols, number);
}

/* What stands for a number without a name; NULL: nothing need be said. */
static const char *unknown_name(const struct symbols *symbols, uint64_t number)
{
	bool is_said = (number || !symbols->is_flags) && symbols->unknown && *symbols->unknown;

	return is_said ? symbols->unknown : NULL;
}

/* _IOC(_IOC_READ, 0x12, 0x34, 0x8) */
static void put_ioctl_code(struct text *out, uint32_t code)
{
	static const char *const directions[] = { "_IOC_NONE", "_IOC_WRITE", "_IOC_READ",
		                                  "_IOC_READ|_IOC_WRITE" };

	text_literal(out, "_IOC(");
	text_string(out, directions[code >> 30]);
	text_literal(out, ", ");
	put_hex(out, code >> 8 & 0xff);
	text_literal(out, ", ");
	put_hex(out, code & 0xff);
	text_literal(out, ", ");
	put_hex(out, code >> 16 & 0x3fff);
	text_char(out, ')');
}

static void put_ioctl_name(struct text *out, const struct symbols *symbols, uint64_t number,
                           bool with_unknown)
{
	bool is_macro = symbols_put_macro(out, symbols, (uint32_t)number, with_unknown);

	if (is_macro && symbols_name(symbols, number))
		text_literal(out, " or ");
	if (!put_symbols(out, symbols, number, false) && !is_macro)
		put_ioctl_code(out, number);
}

/* A command without a name is taken apart where a name would stand. */
static void put_ioctl(struct printer *printer, const struct symbols *symbols, uint64_t number)
{
	struct text *out = printer->out;

	if (printer->view->constants == CONSTANTS_ABBREV) {
		put_ioctl_name(out, symbols, number, true);
		return;
	}
	put_hex(out, number);
	if (begin_comment(printer))
		return;
	put_ioctl_name(out, symbols, number, false);
	end_comment(printer);
}

/* The name of a number that has been put, or what stands for one. */
static void put_comment(struct text *out, const struct symbols *symbols, uint64_t number,
                        enum constants form)
{
	size_t before = out->length;
	const char *unknown = unknown_name(symbols, number);

	text_literal(out, " /* ");
	if (form == CONSTANTS_ABBREV || !put_symbols(out, symbols, number, true)) {
		if (!unknown) {
			out->length = before;
			return;
		}
		text_string(out, unknown);
	}
	text_literal(out, " */");
}

/* The bits of one word, which counts them from its own start. */
static void put_word(struct printer *printer, const struct symbols *symbols, uint64_t bits,
                     unsigned shift)
{
	bool is_short = printer->view->constants == CONSTANTS_ABBREV;
	struct text *out = printer->out;

	if (is_short && put_flag_names(out, symbols, bits, shift, false))
		return;
	put_hex(out, bits >> shift);
	if (printer->view->constants == CONSTANTS_RAW)
		return;
	size_t before = out->length;
	text_literal(out, " /* ");
	if (is_short || !put_flag_names(out, symbols, bits, shift, true)) {
		if (!symbols->unknown) {
			out->length = before;
			return;
		}
		text_string(out, symbols->unknown);
	}
	text_literal(out, " */");
}

/* Words of which no bit is set are left out. */
static void put_words(struct printer *printer, const struct symbols *symbols, uint64_t number,
                      unsigned size)
{
	enum { WORD_BITS = 32 };
	size_t start = printer->out->length;

	for (unsigned shift = 0; shift < size * CHAR_BIT; shift += WORD_BITS) {
		uint64_t bits = number & (uint64_t)UINT32_MAX << shift;

		if (!bits)
			continue;
		if (printer->out->length > start)
			text_char(printer->out, '|');
		put_word(printer, symbols, bits, shift);
	}
	if (printer->out->length == start)
		text_char(printer->out, '0');
}

static void put_named_number(struct printer *printer, const struct symbols *symbols,
                             uint64_t number, unsigned size)
{
	bool is_numbered = symbols->rest == REST_NUMBERED || symbols->rest == REST_NUMBERED_HEX;
	enum constants form = printer->view->constants;
	struct text *out = printer->out;
	int64_t as_loaded = number;

	if (symbols->rest == REST_IOCTL) {
		put_ioctl(printer, symbols, number);
		return;
	}
	if (symbols->rest == REST_WORDS) {
		put_words(printer, symbols, number, size);
		return;
	}
	if (is_numbered && form == CONSTANTS_ABBREV)
		form = CONSTANTS_VERBOSE;
	if (symbols->is_flags)
		number &= mask_of_size(size);
	if (form == CONSTANTS_ABBREV && put_symbols(out, symbols, number, false))
		return;
	/* These are not part of the number where they can be named. */
	uint64_t shifted = form == CONSTANTS_ABBREV ? number & bits_of_parts(symbols, true) : 0;
	if (symbols->rest == REST_UNSIGNED)
		text_unsigned(out, number);
	else if (symbols->rest == REST_NUMBERED || symbols->rest == REST_DECIMAL)
		text_decimal(out, as_loaded);
	else
		put_hex(out, number & ~shifted & mask_of_size(size));
	if (form != CONSTANTS_RAW)
		put_comment(out, symbols, number, form);
	put_shifted_parts(out, symbols, shifted, form, 0);
}

/* Bits that have no name in a set without a word for them are ordinary flags. */
static uint64_t value_of_part(const struct symbol_part *part, uint64_t number)
{
	uint64_t value = number & part->mask;
	bool is_named = part->form != PART_NAMED || part->set->unknown || part->set->is_flags;

	return is_named || symbols_name(part->set, value) ? value : 0;
}

/* Whether a part of this value is shown. */
static bool part_is_shown(const struct symbol_part *part, uint64_t value)
{
	switch ((enum part_form)part->form) {
	case PART_OCTAL:
	case PART_DECIMAL:
		return true;
	case PART_NAMED:
		/* An enum that names what it does not know says that of 0, too. */
		return value || symbols_name_zero(part->set) ||
		       (part->set->unknown && !part->set->is_flags);
	case PART_SIGNAL:
		return value;
	case PART_SHIFTED:
		break;
	}
	return false;
}

/* The parts that stand apart, before or after the names; from start on there is
 * what goes before. */
static void put_parts(struct printer *printer, const struct symbols *symbols, uint64_t number,
                      unsigned size, bool leading, size_t start)
{
	struct text *out = printer->out;

	for (const struct symbol_part *part = symbols->parts; part && part->mask; part++) {
		uint64_t value = value_of_part(part, number);

		if (part->leads != leading || !part_is_shown(part, value))
			continue;
		coverage_note_symbols(symbols);
		if (out->length > start)
			text_char(out, '|');
		if (part->form == PART_NAMED)
			print_symbols(printer, part->set, value, size);
		else if (part->form == PART_SIGNAL)
			print_signal(printer, value);
		else if (part->form == PART_OCTAL)
			put_octal(out, value);
		else
			text_unsigned(out, value);
	}
}

/* A name for a number that has bits of parts in it is no flag among others. */
static const struct symbol *name_of_all(const struct symbols *symbols, uint64_t number)
{
	uint64_t apart = bits_of_parts(symbols, false);

	for (unsigned i = 0; number & apart && i < symbols->count; i++)
		if (symbols->list[i].value & apart && symbols->list[i].value == number)
			return &symbols->list[i];
	return NULL;
}

/* Flags of which some bits are shown by themselves. */
static void put_flags_and_parts(struct printer *printer, const struct symbols *symbols,
                                uint64_t number, unsigned size)
{
	struct text *out = printer->out;
	const struct symbol *whole = name_of_all(symbols, number & mask_of_size(size));
	uint64_t flags = number & ~bits_of_parts(symbols, true) & mask_of_size(size);
	size_t start = out->length;

	if (whole) {
		if (printer->view->constants != CONSTANTS_ABBREV) {
			put_hex(out, number & mask_of_size(size));
			if (begin_comment(printer))
				return;
		}
		text_put(out, whole->name, whole->length);
		end_comment(printer);
		return;
	}
	for (const struct symbol_part *part = symbols->parts; part->mask; part++)
		flags &= ~value_of_part(part, number);

	put_parts(printer, symbols, number, size, true, start);
	if (flags) {
		if (out->length > start)
			text_char(out, '|');
		put_named_number(printer, symbols, flags, size);
	}
	put_shifted_parts(out, symbols, number, printer->view->constants, start);
	put_parts(printer, symbols, number, size, false, start);
	if (out->length == start)
		text_char(out, '0');
}

void print_symbols(struct printer *printer, const struct symbols *symbols, uint64_t number,
                   unsigned size)
{
	if (bits_of_parts(symbols, false))
		put_flags_and_parts(printer, symbols, number, size);
	else
		put_named_number(printer, symbols, number, size);
}

/* Shows a name, the number, or both, as -X says. */
void put_constant(struct printer *printer, const char *number, size_t length, const char *name)
{
	struct text *out = printer->out;

	if (printer->view->constants == CONSTANTS_ABBREV) {
		text_string(out, name);
		return;
	}
	text_put(out, number, length);
	if (printer->view->constants == CONSTANTS_VERBOSE) {
		text_literal(out, " /* ");
		text_string(out, name);
		text_literal(out, " */");
	}
}
