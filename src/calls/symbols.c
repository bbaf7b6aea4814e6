/* Names of numbers: a binary search for enums, a walk over the list for flags. */
#include "calls/symbols.h"

#include "calls/coverage.h"

const struct symbol *symbols_name(const struct symbols *symbols, uint64_t number)
{
	unsigned low = 0, high = symbols->count;

	while (low < high) {
		unsigned middle = (low + high) / 2;
		const struct symbol *symbol = &symbols->list[middle];

		if (symbol->value == number) {
			coverage_note_symbols(symbols);
			return symbol;
		}
		if (symbol->value < number)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

const struct symbol_range *symbols_range(const struct symbols *symbols, uint64_t number)
{
	for (const struct symbol_range *range = symbols->ranges; range && range->name; range++)
		if (number >= range->first && number <= range->last) {
			coverage_note_symbols(symbols);
			return range;
		}
	return NULL;
}

static const struct symbol_macro *macro_find(const struct symbols *symbols, uint32_t command)
{
	for (const struct symbol_macro *macro = symbols->macros; macro && macro->name; macro++)
		if (command >= macro->first && command <= macro->last) {
			coverage_note_symbols(symbols);
			return macro;
		}
	return NULL;
}

static void put_macro_member(struct text *out, const struct symbols *set, uint64_t number,
                             bool with_unknown)
{
	const struct symbol *symbol = symbols_name(set, number);

	if (symbol)
		text_put(out, symbol->name, symbol->length);
	else if (set->rest == REST_DECIMAL || set->rest == REST_UNSIGNED || !number)
		text_unsigned(out, number);
	else
		text_hex(out, number);
	if (symbol || !number || !with_unknown || !set->unknown)
		return;
	text_literal(out, " /* ");
	text_string(out, set->unknown);
	text_literal(out, " */");
}

bool symbols_put_macro(struct text *out, const struct symbols *symbols, uint32_t command,
                       bool with_unknown)
{
	uint32_t number = command & 0xc000ffff;
	const struct symbol_macro *macro = macro_find(symbols, number);

	if (!macro)
		return false;
	text_string(out, macro->name);
	text_char(out, '(');
	if (macro->set)
		put_macro_member(out, macro->set, number - macro->first, with_unknown);
	if (macro->set && macro->is_sized)
		text_literal(out, ", ");
	if (macro->is_sized)
		text_unsigned(out, command_size(command));
	text_char(out, ')');
	return true;
}

bool symbols_name_zero(const struct symbols *symbols)
{
	for (unsigned i = 0; i < symbols->count; i++)
		if (!symbols->list[i].value)
			return true;
	for (const struct symbol_part *part = symbols->parts; part && part->mask; part++)
		if (part->form == PART_NAMED && symbols_name_zero(part->set))
			return true;
	return false;
}

bool symbol_is_unknown(const struct symbol *symbol)
{
	return symbol->value & ~symbol->mask;
}

static bool symbol_fits(const struct symbol *symbol, uint64_t number,
                        const struct symbols_walk *walk)
{
	if (symbol_is_unknown(symbol))
		return walk->with_unknown && walk->rest & symbol->mask;
	if ((number & symbol->mask) != symbol->value)
		return false;
	/* A name before may have spoken for some of these bits. */
	return symbol->value != symbol->mask || (walk->rest & symbol->mask) == symbol->value;
}

const struct symbol *symbols_next(const struct symbols *symbols, uint64_t number,
                                  struct symbols_walk *walk)
{
	while (walk->next < symbols->count) {
		const struct symbol *symbol = &symbols->list[walk->next++];

		if (!symbol_fits(symbol, number, walk))
			continue;
		walk->rest &= ~symbol->mask;
		coverage_note_symbols(symbols);
		return symbol;
	}
	return NULL;
}
