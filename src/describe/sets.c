/* Sets of names: flags, enums, and the keys of choices, as struct symbols. */
#include "describe/model.h"

#include <stdlib.h>

enum { SET_NAMES_MAX = UINT16_MAX };

uint64_t number_as_loaded(uint64_t number, unsigned size, bool is_signed)
{
	unsigned unused = 64 - 8 * (size ? size : 8);

	if (is_signed)
		return (uint64_t)((int64_t)(number << unused) >> unused);
	return number << unused >> unused;
}

const struct scalar *base_find(struct model *model, const struct name_node *base,
                               const char *otherwise)
{
	const struct scalar *scalar =
		names_find(&model->scalars, base->name ? base->name : otherwise);

	if (scalar && scalar->size[ABI_X86_64] <= 8 && scalar->size[ABI_X86_64])
		return scalar;
	model_error(model, base->at, "\"%s\" is no number to base a set on%s", base->name,
	            hint_near(model, base->name, &model->scalars, NULL).text);
	return names_find(&model->scalars, otherwise);
}

/* A set being put together. */
struct gathering {
	struct model *model;
	struct symbol *list;
	struct symbol_range *ranges;
	struct symbol_part *parts;
	struct symbol_macro *macros;
	unsigned count, capacity, range_count, part_count, macro_count;
	unsigned size; /* of a number of this set */
	bool is_flags, is_signed;
};

static void gathering_add(struct gathering *gathering, struct place at, struct symbol symbol)
{
	struct model *model = gathering->model;
	uint64_t loaded = number_as_loaded(symbol.value, gathering->size, gathering->is_signed);

	/* A wider set was included: this name speaks for bits that are not there. */
	if (gathering->is_flags && symbol.value && !loaded)
		return;
	if (gathering->count == SET_NAMES_MAX) {
		model_error(model, at, "a set has at most %d names", SET_NAMES_MAX);
		return;
	}
	if (gathering->count == gathering->capacity) {
		unsigned capacity = gathering->capacity ? 2 * gathering->capacity : 16;
		struct symbol *list = model_take(model, capacity * sizeof(*list));

		if (gathering->count)
			memcpy(list, gathering->list, gathering->count * sizeof(*list));
		gathering->list = list;
		gathering->capacity = capacity;
	}
	symbol.value = loaded;
	gathering->list[gathering->count++] = symbol;
}

static void check_width(const struct gathering *gathering, struct place at, const char *name,
                        uint64_t number)
{
	if (number != number_as_loaded(number, gathering->size, false) &&
	    number != number_as_loaded(number, gathering->size, true))
		model_error(gathering->model, at, "%s is %#llx, too large for %u bits", name,
		            (unsigned long long)number, 8 * gathering->size);
}

static void gathering_add_name(struct gathering *gathering, struct place at, const char *name,
                               uint64_t value, uint64_t mask)
{
	check_width(gathering, at, name, value);
	gathering_add(gathering, at, (struct symbol){ value, mask, name, (uint32_t)strlen(name) });
	if (at.source && at.source->is_users)
		names_put(gathering->model, &gathering->model->users, name, (void *)name);
}

static uint64_t all_bits(const struct gathering *gathering)
{
	return gathering->is_flags ? number_as_loaded(UINT64_MAX, gathering->size, false)
	                           : UINT64_MAX;
}

static struct constant entry_value(struct model *model, const struct entry_node *entry)
{
	struct term by_name = { .at = entry->at, .name = entry->name };

	return entry->value.count ? expression_value(model, &entry->value)
	                          : term_value(model, &by_name);
}

/* Values that differ per ABI are both names of the set: they never collide. */
static void gather_name(struct gathering *gathering, const struct entry_node *entry)
{
	struct constant value = entry_value(gathering->model, entry);

	for (unsigned abi = 0; abi < ABI_COUNT; abi++) {
		uint64_t mask = all_bits(gathering);

		if (abi && value.value[abi] == value.value[0])
			break;
		/* A flag of no bits is shown when there are none at all. */
		if (gathering->is_flags && value.value[abi])
			mask = value.value[abi];
		gathering_add_name(gathering, entry->at, entry->name, value.value[abi], mask);
	}
}

static void gather_group(struct gathering *gathering, const struct entry_node *entry)
{
	uint64_t mask = expression_number(gathering->model, &entry->mask);

	if (!gathering->is_flags)
		model_error(gathering->model, entry->at, "\"one of\" belongs into flags");
	for (const struct entry_node *name = entry->group; name; name = name->next) {
		uint64_t value = entry_value(gathering->model, name).value[0];

		if (value & ~mask)
			model_error(gathering->model, name->at,
			            "%s has bits outside the mask of its group", name->name);
		gathering_add_name(gathering, name->at, name->name, value, mask);
	}
	if (entry->name)
		gathering_add(gathering, entry->at,
		              (struct symbol){ ~mask, mask, entry->name,
		                               (uint32_t)strlen(entry->name) });
}

static void gather_range(struct gathering *gathering, const struct entry_node *entry)
{
	struct term first = { .at = entry->at, .name = entry->name };
	struct term last = { .at = entry->at, .name = entry->last };
	struct symbol_range *ranges =
		model_take(gathering->model, (gathering->range_count + 2) * sizeof(*ranges));

	if (gathering->range_count)
		memcpy(ranges, gathering->ranges, gathering->range_count * sizeof(*ranges));
	struct symbol_range *range = &ranges[gathering->range_count++];

	*range = (struct symbol_range){
		.first = entry->last ? term_value(gathering->model, &first).value[0]
		                     : expression_number(gathering->model, &entry->value),
		.last = entry->last ? term_value(gathering->model, &last).value[0]
		                    : expression_number(gathering->model, &entry->to),
		.name = entry->name,
	};
	gathering->ranges = ranges;
	if (range->first > range->last)
		model_error(gathering->model, entry->at, "the range %s ends before it begins",
		            entry->name);
	check_width(gathering, entry->at, entry->name, range->last);
}

static void gathering_add_part(struct gathering *gathering, struct symbol_part part)
{
	struct symbol_part *parts =
		model_take(gathering->model, (gathering->part_count + 2) * sizeof(*parts));

	if (gathering->part_count)
		memcpy(parts, gathering->parts, gathering->part_count * sizeof(*parts));
	parts[gathering->part_count++] = part;
	gathering->parts = parts;
}

/* The names of a set, or the keys of a choice; NULL after a message. */
static const struct symbols *symbols_by_name(struct model *model, const struct name_node *name)
{
	struct set_node *set = names_find(&model->sets, name->name);
	struct choice_node *choice = names_find(&model->choices, name->name);

	/* In its own description, the name means what is replaced. */
	if (set && set->progress == PROGRESS_BUSY && set->replaces)
		set = set->replaces;
	if (set) {
		set_resolve(model, set);
		return set->progress == PROGRESS_DONE ? &set->symbols : NULL;
	}
	if (choice) {
		choice_resolve_symbols(model, choice);
		return &choice->symbols;
	}
	model_error(model, name->at, "unknown set \"%s\"%s", name->name,
	            hint_near(model, name->name, &model->sets, NULL).text);
	return NULL;
}

static void gather_part(struct gathering *gathering, const struct entry_node *entry)
{
	struct symbol_part part = {
		.mask = expression_number(gathering->model, &entry->mask),
		.form = entry->part,
		.leads = entry->part == PART_NAMED && !gathering->count,
		.is_hex = entry->is_hex,
	};

	if (!gathering->is_flags)
		model_error(gathering->model, entry->at,
		            "numbers within a number belong into flags");
	if (part.form == PART_SHIFTED)
		part.shift = entry->name;
	else if (part.form == PART_NAMED)
		part.set = symbols_by_name(
			gathering->model,
			&(struct name_node){ .at = entry->at, .name = entry->name });
	gathering_add_part(gathering, part);
}

static void gathering_add_macro(struct gathering *gathering, struct symbol_macro macro)
{
	unsigned count = gathering->macro_count;
	struct symbol_macro *macros = model_take(gathering->model, (count + 2) * sizeof(*macros));

	if (count)
		memcpy(macros, gathering->macros, count * sizeof(*macros));
	macros[count] = macro;
	gathering->macros = macros;
	gathering->macro_count++;
}

static void gather_macro(struct gathering *gathering, const struct entry_node *entry)
{
	struct model *model = gathering->model;
	uint32_t first = (uint32_t)expression_number(model, &entry->value);

	if (gathering->is_flags)
		model_error(model, entry->at, "a macro makes commands: it belongs into an enum");
	gathering_add_macro(
		gathering,
		(struct symbol_macro){
			.first = first,
			.last = entry->to.count ? (uint32_t)expression_number(model, &entry->to)
	                                        : first,
			.name = entry->name,
			.set = entry->set.name ? symbols_by_name(model, &entry->set) : NULL,
			.is_sized = entry->is_sized,
		});
}

static void gather_include(struct gathering *gathering, const struct entry_node *entry)
{
	const struct symbols *symbols = symbols_by_name(
		gathering->model, &(struct name_node){ .at = entry->at, .name = entry->name });

	if (!symbols)
		return;
	if (symbols->is_flags != gathering->is_flags)
		model_error(gathering->model, entry->at, "\"%s\" is %s", entry->name,
		            symbols->is_flags ? "flags, this is an enum"
		                              : "an enum, these are flags");
	for (unsigned i = 0; i < symbols->count && gathering->count < SET_NAMES_MAX; i++)
		gathering_add(gathering, entry->at, symbols->list[i]);
	for (const struct symbol_part *part = symbols->parts; part && part->mask; part++)
		gathering_add_part(gathering, *part);
	for (const struct symbol_macro *macro = symbols->macros; macro && macro->name; macro++)
		gathering_add_macro(gathering, *macro);
}

static void gather(struct gathering *gathering, const struct entry_node *entry)
{
	static void (*const by_form[])(struct gathering *, const struct entry_node *) = {
		[ENTRY_NAME] = gather_name,       [ENTRY_ONE_OF] = gather_group,
		[ENTRY_INCLUDE] = gather_include, [ENTRY_RANGE] = gather_range,
		[ENTRY_PART] = gather_part,       [ENTRY_MACRO] = gather_macro,
	};

	by_form[entry->form](gathering, entry);
}

/* By value; among equals, the one of the lowest rank comes first and is kept. */
static int compare_symbols(const void *left, const void *right)
{
	const struct symbol *a = left, *b = right;

	return a->value != b->value ? (a->value < b->value ? -1 : 1)
	                            : (a->mask < b->mask ? -1 : a->mask > b->mask);
}

/* What was written first counts; what a user has written, before all else. */
static uint64_t symbol_rank(const struct gathering *gathering, unsigned index)
{
	bool is_users = names_find(&gathering->model->users, gathering->list[index].name);

	return index + (is_users ? 0 : SET_NAMES_MAX);
}

static void sort_enum(struct gathering *gathering)
{
	unsigned kept = 0;

	/* qsort is not stable: let the mask hold the rank meanwhile. */
	for (unsigned i = 0; i < gathering->count; i++)
		gathering->list[i].mask = symbol_rank(gathering, i);
	if (gathering->count)
		qsort(gathering->list, gathering->count, sizeof(*gathering->list), compare_symbols);
	for (unsigned i = 0; i < gathering->count; i++) {
		if (kept && gathering->list[kept - 1].value == gathering->list[i].value)
			continue;
		gathering->list[kept] = gathering->list[i];
		gathering->list[kept++].mask = UINT64_MAX;
	}
	gathering->count = kept;
}

/* "O_???" from O_RDONLY, O_CREAT ...; NULL when the names have nothing in common. */
static const char *guess_unknown(struct gathering *gathering)
{
	const char *first = gathering->count ? gathering->list[0].name : "";
	size_t common = strlen(first);

	for (unsigned i = 1; i < gathering->count; i++) {
		size_t same = 0;
		while (same < common && gathering->list[i].name[same] == first[same])
			same++;
		common = same;
	}
	while (common && first[common - 1] != '_')
		common--;
	if (!common)
		return NULL;
	char *unknown = model_take(gathering->model, common + sizeof("???"));
	memcpy(unknown, first, common);
	memcpy(unknown + common, "???", sizeof("???"));
	return unknown;
}

static struct symbols gathering_finish(struct gathering *gathering, const char *name,
                                       const char *unknown)
{
	struct symbols symbols = { .name = name,
		                   .unknown = unknown,
		                   .ranges = gathering->ranges,
		                   .parts = gathering->parts,
		                   .macros = gathering->macros,
		                   .is_flags = gathering->is_flags };

	if (!unknown)
		symbols.unknown = guess_unknown(gathering);
	else if (!*unknown) {
		symbols.unknown = NULL;
		symbols.rest = gathering->is_signed ? REST_DECIMAL : REST_HEX;
	}
	if (!gathering->is_flags)
		sort_enum(gathering);
	symbols.list = gathering->list;
	symbols.count = gathering->count;
	return symbols;
}

void set_resolve(struct model *model, struct set_node *set)
{
	if (set->progress == PROGRESS_BUSY)
		model_error(model, set->at, "the set \"%s\" includes itself", set->name);
	if (set->progress != PROGRESS_NONE || !model_enter(model, set->at))
		return;
	set->progress = PROGRESS_BUSY;
	set->scalar = base_find(model, &set->base, set->is_flags ? "uint" : "int");
	struct gathering gathering = {
		.model = model,
		.size = set->scalar->size[ABI_X86_64],
		.is_flags = set->is_flags,
		.is_signed = set->scalar->is_signed && !set->is_flags,
	};
	for (const struct entry_node *entry = set->first; entry; entry = entry->next)
		gather(&gathering, entry);
	set->symbols = gathering_finish(&gathering, set->name, set->unknown);
	if (set->is_numbered)
		set->symbols.rest = set->scalar->is_signed || set->is_decimal ? REST_NUMBERED
		                                                              : REST_NUMBERED_HEX;
	else if (set->is_in_words)
		set->symbols.rest = REST_WORDS;
	else if (set->is_ioctl)
		set->symbols.rest = REST_IOCTL;
	else if (set->is_decimal)
		set->symbols.rest = set->scalar->is_signed ? REST_DECIMAL : REST_UNSIGNED;
	set->progress = PROGRESS_DONE;
	model_leave(model);
}

struct numbered_command {
	uint64_t number;
	unsigned rank; /* in the list */
	const char *name;
};

static int compare_commands(const void *left, const void *right)
{
	const struct numbered_command *a = left, *b = right;

	return a->number != b->number ? (a->number < b->number ? -1 : 1)
	                              : (a->rank < b->rank ? -1 : 1);
}

/* Drivers may share a number: then their names do, "A or B", in the order of the list. */
static const char *command_names(struct model *model, const struct numbered_command *list,
                                 unsigned count)
{
	struct text names = { 0 };

	if (count == 1)
		return list->name;
	for (unsigned i = 0; i < count; i++)
		text_format(&names, "%s%s", i ? " or " : "", list[i].name);
	const char *word = model_word(model, names.bytes, names.length);

	text_free(&names);
	return word;
}

static void gather_commands(struct gathering *gathering, enum event_abi abi)
{
	struct model *model = gathering->model;
	struct numbered_command *list =
		model_take(model, (model->command_count + 1) * sizeof(*list));
	unsigned count = 0, same;

	for (unsigned i = 0; i < model->command_count; i++)
		if (model->commands[i].on[abi])
			list[count++] = (struct numbered_command){
				.number = model->commands[i].constant.value[abi],
				.rank = i,
				.name = model->commands[i].name,
			};
	qsort(list, count, sizeof(*list), compare_commands);
	for (unsigned i = 0; i < count; i += same) {
		for (same = 1; i + same < count && list[i + same].number == list[i].number;)
			same++;
		gathering_add_name(gathering, (struct place){ 0 },
		                   command_names(model, &list[i], same), list[i].number,
		                   UINT64_MAX);
	}
}

void commands_gather(struct model *model)
{
	static const char *const names[ABI_COUNT] = {
		[ABI_X86_64] = "commands_x86_64",
		[ABI_I386] = "commands_i386",
	};

	for (unsigned abi = 0; abi < ABI_COUNT && model->command_count; abi++) {
		struct gathering gathering = { .model = model, .size = 4 };
		struct set_node *set = model_take(model, sizeof(*set));

		gather_commands(&gathering, abi);
		set->name = names[abi];
		set->scalar = names_find(&model->scalars, "uint");
		set->symbols = gathering_finish(&gathering, set->name, "");
		set->progress = PROGRESS_DONE;
		names_put(model, &model->sets, set->name, set);
	}
}

static void gather_key(struct gathering *gathering, const struct term *key)
{
	struct term *value = model_take(gathering->model, sizeof(*value));

	*value = *key;
	value->next = NULL;
	gather_name(gathering, &(struct entry_node){ .at = key->at,
	                                             .name = key->name,
	                                             .value = { key->at, value, 1 } });
}

void choice_resolve_symbols(struct model *model, struct choice_node *choice)
{
	if (choice->has_symbols)
		return;
	choice->has_symbols = true;
	const struct scalar *scalar = base_find(model, &choice->base, "uint");
	struct gathering gathering = {
		.model = model,
		.size = scalar->size[ABI_X86_64],
		.is_signed = scalar->is_signed,
	};
	for (const struct alternative_node *a = choice->first; a; a = a->next)
		for (const struct term *key = a->keys; key; key = key->next)
			if (key->name && !key->command)
				gather_key(&gathering, key);
	if (choice->included)
		gather_include(&gathering, choice->included);
	choice->symbols = gathering_finish(&gathering, choice->name, choice->unknown);
}
