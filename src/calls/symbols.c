/* Names of numbers: a binary search for enums, a walk over the list for flags. */
#include "calls/symbols.h"

const struct symbol *symbols_name(const struct symbols *symbols, uint64_t number)
{
	unsigned low = 0, high = symbols->count;

	while (low < high) {
		unsigned middle = (low + high) / 2;
		const struct symbol *symbol = &symbols->list[middle];

		if (symbol->value == number)
			return symbol;
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
		if (number >= range->first && number <= range->last)
			return range;
	return NULL;
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

const struct symbol *symbols_next(const struct symbols *symbols, uint64_t number,
                                  struct symbols_walk *walk)
{
	while (walk->next < symbols->count) {
		const struct symbol *symbol = &symbols->list[walk->next++];

		if ((number & symbol->mask) != symbol->value)
			continue;
		/* A name before may have spoken for some of these bits. */
		if (symbol->value == symbol->mask && (walk->rest & symbol->mask) != symbol->value)
			continue;
		walk->rest &= ~symbol->mask;
		return symbol;
	}
	return NULL;
}
