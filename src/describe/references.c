/* What fields say of their siblings: lengths, conditions, choices.
 *
 * A name is looked up among the fields of the same block; for what a choice
 * brings, first among the fields of that alternative, then further out. */
#include "describe/model.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- siblings */

static bool is_same_place(const struct field *a, const struct field *b)
{
	return !memcmp(a->offset, b->offset, sizeof(a->offset)) &&
	       !memcmp(a->size, b->size, sizeof(a->size)) &&
	       !memcmp(a->pointer, b->pointer, sizeof(a->pointer));
}

/* Adds what the structure knows under that name to what is found; false when
 * the two are not in the same place. */
static bool find_in_structure(const struct structure *structure, const char *name,
                              const struct field **found)
{
	for (unsigned i = 0; structure && i < structure->count; i++) {
		const struct field *field = &structure->fields[i];

		if (strcmp(field->name, name))
			continue;
		if (*found && !is_same_place(*found, field))
			return false;
		*found = field;
	}
	return true;
}

/* What a choice written before brings, if it always brings it to the same place. */
static const struct field *find_in_choice(const struct choice *choice, const char *name)
{
	const struct field *found = NULL;
	bool agree = true;

	for (unsigned i = 0; choice && i < choice->count; i++)
		agree &= find_in_structure(choice->list[i].fields, name, &found);
	if (choice && choice->otherwise)
		agree &= find_in_structure(choice->otherwise->fields, name, &found);
	return agree ? found : NULL;
}

static const struct field *field_find(const struct scope *scope, const char *name)
{
	for (; scope; scope = scope->outer) {
		for (unsigned i = 0; i < scope->count; i++)
			if (scope->members[i].node->name &&
			    !strcmp(scope->members[i].node->name, name))
				return &scope->members[i].field;
		for (unsigned i = 0; i < scope->count; i++) {
			const struct field *field =
				find_in_choice(scope->members[i].field.choice, name);
			if (field)
				return field;
		}
	}
	return NULL;
}

static const char *member_near(const struct scope *scope, const char *name)
{
	unsigned best = 4;
	const char *near = NULL;

	for (; scope; scope = scope->outer) {
		for (unsigned i = 0; i < scope->count; i++) {
			const char *other = scope->members[i].node->name;
			unsigned distance = other ? names_distance(name, other, 3) : best;

			if (distance < best) {
				best = distance;
				near = other;
			}
		}
	}
	return near;
}

static bool is_number(const struct field *field)
{
	return field->length.kind == LENGTH_ONE && field->size[ABI_X86_64] <= 8 &&
	       field->kind != KIND_STRUCT && field->kind != KIND_CHOICE;
}

/* Behind a pointer to a structure it is the first member that is meant. */
static const struct field *number_behind(const struct field *field)
{
	const struct structure *structure = field->structure;

	return field->kind == KIND_STRUCT && structure && structure->count &&
	                       !structure->fields[0].offset[ABI_X86_64]
	               ? &structure->fields[0]
	               : field;
}

uint8_t fact_number(struct model *model, struct place at, const char *name)
{
	unsigned index = 0;

	/* The decoder knows these by their numbers, too. */
	if (!model->fact_count) {
		model->facts[FACT_PROTOCOL] = "protocol";
		model->facts[FACT_FLAGS] = "flags";
		model->facts[FACT_COUNT] = "count";
		model->facts[FACT_GENERIC] = "generic";
		model->facts[FACT_OBJECT] = "object";
		model->fact_count = 5;
	}
	while (index < model->fact_count && strcmp(model->facts[index], name) != 0)
		index++;
	if (index == FACTS_MAX) {
		model_error(model, at, "there are more than %d facts", FACTS_MAX);
		return 0;
	}
	if (index == model->fact_count)
		model->facts[model->fact_count++] = name;
	return (uint8_t)index;
}

/* argument1 to argument6: the call's registers, which everybody may ask for; 0: none of them. */
static uint8_t argument_number(const char *name)
{
	static const char prefix[] = "argument";
	const char *digit = name + sizeof(prefix) - 1;

	return !strncmp(name, prefix, sizeof(prefix) - 1) && *digit >= '1' && *digit <= '6' &&
	                       !digit[1]
	               ? (uint8_t)(*digit - '0')
	               : 0;
}

static struct reference reference_to_fact(struct model *model, const struct sibling_node *sibling)
{
	struct reference reference = { .size = { 8, 8 }, .is_command = sibling->is_command };

	reference.argument = argument_number(sibling->name);
	if (!reference.argument)
		reference.fact = fact_number(model, sibling->at, sibling->name) + 1;
	return reference;
}

/* A member of the structure that a sibling is, or leads to. */
static struct reference reference_to_member(struct model *model, const struct sibling_node *sibling,
                                            const struct field *field)
{
	struct reference reference = { .is_command = sibling->is_command };
	const struct field *member = NULL;

	if (field->traits & TRAIT_COUNTING ||
	    !find_in_structure(field->structure, sibling->member, &member) || !member ||
	    !is_number(member) || member->offset[ABI_X86_64] > UINT8_MAX) {
		model_error(model, sibling->at, "%s has no number %s", sibling->name,
		            sibling->member);
		return reference;
	}
	for (unsigned abi = 0; abi < ABI_COUNT; abi++) {
		reference.offset[abi] = field->offset[abi];
		reference.indirect[abi] = field->pointer[abi];
		if (field->pointer[abi])
			reference.beyond[abi] = member->offset[abi];
		else
			reference.offset[abi] += member->offset[abi];
		reference.size[abi] = member->size[abi];
		reference.is_signed = member->is_signed;
	}
	return reference;
}

struct reference reference_find(struct model *model, const struct scope *scope,
                                const struct sibling_node *sibling, const struct block_style *style)
{
	if (sibling->is_fact)
		return reference_to_fact(model, sibling);
	const struct field *field = field_find(scope, sibling->name);
	struct reference reference = { .is_command = sibling->is_command };

	if (field && sibling->member)
		return reference_to_member(model, sibling, field);
	if (!field) {
		model_error(model, sibling->at, "%s has no %s%s", style->owner, sibling->name,
		            hint_word(member_near(scope, sibling->name)).text);
		return reference;
	}
	bool is_behind = field->pointer[ABI_X86_64];
	const struct field *number = sibling->indirect ? number_behind(field) : field;

	if (sibling->indirect && !is_behind)
		model_error(model, sibling->at, "%s is no pointer: leave out the *", sibling->name);
	else if ((sibling->indirect || !is_behind) && !is_number(number))
		model_error(model, sibling->at, "%s is not a number", sibling->name);
	for (unsigned abi = 0; abi < ABI_COUNT; abi++) {
		bool is_address = is_behind && !sibling->indirect;

		reference.offset[abi] = field->offset[abi];
		reference.size[abi] = is_address ? field->pointer[abi] : number->size[abi];
		reference.is_signed = number->is_signed && !is_address;
		reference.indirect[abi] = sibling->indirect ? field->pointer[abi] : 0;
	}
	return reference;
}

/* ---- lengths */

static void length_by_value(struct model *model, struct member *member, const struct scope *scope,
                            const struct block_style *style)
{
	const struct length_node *node = &member->node->length;
	struct length *length = &member->field.length;
	struct sibling_node sibling = { .at = node->value.at,
		                        .name = node->value.first->name,
		                        .member = node->member,
		                        .indirect = node->indirect,
		                        .is_fact = node->is_fact,
		                        .is_command = node->is_command };
	bool is_sibling = sibling.name && node->value.count == 1 &&
	                  (node->indirect || node->is_fact || field_find(scope, sibling.name));
	/* A name that is neither is more likely a misspelt sibling. */
	bool is_constant = !sibling.name || node->value.count > 1 ||
	                   names_find(&model->constants, sibling.name);

	if (is_sibling || !is_constant) {
		length->kind = LENGTH_FIELD;
		length->field = reference_find(model, scope, &sibling, style);
		if (length->field.size[0] && !node->indirect && !node->is_fact && !node->member &&
		    field_find(scope, sibling.name)->pointer[ABI_X86_64])
			model_error(model, node->at, "%s is a pointer: write [*%s]", sibling.name,
			            sibling.name);
		return;
	}
	uint64_t value = expression_number(model, &node->value);
	if (value > UINT32_MAX)
		model_error(model, node->at, "%s: nothing has so many elements",
		            member->field.name);
	length->kind = LENGTH_CONST;
	length->value = value;
}

static void length_resolve(struct model *model, struct member *member, const struct scope *scope,
                           const struct block_style *style)
{
	const struct length_node *node = &member->node->length;
	struct length *length = &member->field.length;

	length->unit = node->unit;
	length->by_return = node->by_return;
	length->most = (uint32_t)expression_number(model, &node->most);
	length->room = (uint32_t)expression_number(model, &node->room);
	length->times = (uint16_t)expression_number(model, &node->times);
	length->first = (uint32_t)expression_number(model, &node->first);
	length->partial = node->partial;
	length->spread = member->node->spread;
	if (member->node->spread_by.name)
		length->field = reference_find(model, scope, &member->node->spread_by, style);
	if (!node->is_present) {
		bool is_text = member->field.kind == KIND_STRING || member->field.kind == KIND_PATH;
		length->kind = is_text ? LENGTH_NUL : LENGTH_ONE;
	} else if (node->is_null) {
		length->kind = LENGTH_NUL;
	} else if (node->is_rest) {
		length->kind = LENGTH_REST;
	} else if (node->value.count) {
		length_by_value(model, member, scope, style);
	} else {
		/* [return] alone: the call's result is the only limit. */
		length->kind = LENGTH_CONST;
		length->value = UINT32_MAX;
	}
}

/* ---- conditions */

/* The values a number is compared with, as they look when it is loaded. */
static void condition_values(struct model *model, const struct condition_node *node,
                             struct condition *when)
{
	enum { VALUES_MAX = sizeof(when->values) / sizeof(*when->values) };

	for (const struct term *term = node->values.first; term; term = term->next) {
		struct term alone = *term;
		struct expression one = { .at = term->at, .first = &alone, .count = 1 };

		alone.next = NULL;
		if (when->count == VALUES_MAX) {
			model_error(model, term->at, "at most %d values in a condition",
			            VALUES_MAX);
			return;
		}
		when->values[when->count++] =
			number_as_loaded(expression_number(model, &one),
		                         when->field.size[ABI_X86_64], when->field.is_signed) &
			when->mask;
	}
}

/* A bit-field is looked for where it lies in its number. */
static uint64_t mask_of_bits(uint64_t mask, const struct field *field)
{
	return (mask & UINT64_MAX >> (64 - field->bits)) << field->bit;
}

static void condition_on_bits(struct condition *when, const struct field *field)
{
	when->mask = mask_of_bits(when->mask, field);
	for (unsigned i = 0; i < when->count; i++)
		when->values[i] <<= field->bit;
}

static void condition_resolve(struct model *model, struct member *member, const struct scope *scope,
                              const struct block_style *style)
{
	const struct condition_node *node = &member->node->condition;
	struct condition *when = &member->field.when;

	if (!node->sibling.name)
		return;
	when->field = reference_find(model, scope, &node->sibling, style);
	when->mask = node->mask.count ? expression_number(model, &node->mask) : UINT64_MAX;
	if (node->values.count) {
		when->test = node->unequal != node->negated ? TEST_UNEQUAL : TEST_EQUAL;
		condition_values(model, node, when);
	} else {
		when->test = node->negated ? TEST_NONE : TEST_ANY;
	}
	const struct field *field =
		node->sibling.is_fact ? NULL : field_find(scope, node->sibling.name);
	if (field && field->bits)
		condition_on_bits(when, field);
}

/* ---- choices */

/* An index with its key, to be sorted. */
struct indexed {
	uint64_t key;
	uint32_t index;
};

static int compare_indexed(const void *left, const void *right)
{
	const struct indexed *a = left, *b = right;

	return a->key != b->key ? (a->key < b->key ? -1 : 1)
	                        : (a->index < b->index ? -1 : a->index > b->index);
}

static struct indexed *sort_keys(struct model *model, const struct alternative *list,
                                 unsigned count, enum event_abi abi)
{
	struct indexed *sorted = model_take(model, count * sizeof(*sorted));

	for (unsigned i = 0; i < count; i++)
		sorted[i] = (struct indexed){ list[i].key[abi], i };
	if (count)
		qsort(sorted, count, sizeof(*sorted), compare_indexed);
	return sorted;
}

/* Sorts the alternatives by key; among equal ones the first one written stays. */
static void choice_sort(struct model *model, struct choice *choice, const struct alternative *list,
                        unsigned count)
{
	struct indexed *sorted = sort_keys(model, list, count, ABI_X86_64);
	struct alternative *kept = model_take(model, count * sizeof(*kept));
	bool differs = false;

	for (unsigned i = 0; i < count; i++)
		if (!i || sorted[i].key != sorted[i - 1].key)
			kept[choice->count++] = list[sorted[i].index];
	choice->list = kept;

	sorted = sort_keys(model, kept, choice->count, ABI_I386);
	uint16_t *order = model_take(model, choice->count * sizeof(*order));
	for (unsigned i = 0; i < choice->count; i++) {
		order[i] = sorted[i].index;
		differs |= order[i] != i;
	}
	choice->order_i386 = differs ? order : NULL;
}

static const struct structure *alternative_fields(struct model *model, struct member *member,
                                                  const struct alternative_node *node,
                                                  const struct scope *outer,
                                                  const struct block_style *style)
{
	struct extent extent;
	struct block_style row = *style;
	uint64_t start[ABI_COUNT];

	if (!node->fields.count)
		return NULL;
	row.is_union = false;
	for (unsigned abi = 0; abi < ABI_COUNT; abi++)
		start[abi] = member->field.offset[abi];
	struct scope scope = layout_fields(model, &node->fields, &row, start, &extent);
	scope.outer = outer;
	references_resolve(model, &scope, &row);
	struct structure *structure = model_take(model, sizeof(*structure));
	*structure = structure_of(model, member->field.name, &scope, node->shown, &extent);
	return structure;
}

static const struct field *alternative_result(struct model *model,
                                              const struct alternative_node *node)
{
	struct field *field = model_take(model, sizeof(*field));
	unsigned alignment[ABI_COUNT];

	if (!node->has_result)
		return NULL;
	field->name = "result";
	field->note = node->result.note;
	type_resolve(model, &node->result, field, alignment);
	field_finish(field);
	return field;
}

static unsigned count_keys(const struct choice_node *node)
{
	unsigned count = 0;

	for (const struct alternative_node *a = node->first; a; a = a->next)
		for (const struct term *key = a->keys; key; key = key->next)
			count++;
	return count;
}

/* A choice in use being put together. */
struct choosing {
	const struct choice_node *node;
	struct choice *choice;
	struct alternative *list;
	unsigned count;
	struct member *member;
	const struct scope *scope;
	const struct block_style *style;
	unsigned shift; /* of a bit-field */
	struct place otherwise_at;
};

static uint16_t alias_number(struct model *model, const char *name)
{
	unsigned index = 0;

	while (index < model->alias_count && strcmp(model->aliases[index], name) != 0)
		index++;
	if (index == STAND_IN_MAX)
		return 0;
	if (index == model->alias_count)
		model->aliases[model->alias_count++] = name;
	return (uint16_t)(STAND_IN_FIRST + index);
}

static void choosing_add(struct model *model, struct choosing *choosing,
                         const struct alternative_node *node)
{
	struct choice *choice = choosing->choice;
	struct alternative alternative = {
		.fields = alternative_fields(model, choosing->member, node, choosing->scope,
		                             choosing->style),
		.result = alternative_result(model, node),
		.alias = node->alias,
		.alias_number = node->alias ? alias_number(model, node->alias) : 0,
	};

	for (const struct term *key = node->keys; key; key = key->next) {
		struct constant value = term_value(model, key);

		for (unsigned abi = 0; abi < ABI_COUNT; abi++)
			alternative.key[abi] =
				number_as_loaded(value.value[abi] << choosing->shift,
			                         choice->by.size[abi], choice->by.is_signed) &
				choice->mask;
		choosing->list[choosing->count++] = alternative;
		if (model->note_key)
			model->note_key(model, choosing->node, key, alternative.key[ABI_X86_64]);
	}
	if (!node->is_else ||
	    (choice->otherwise && place_replaces(choosing->otherwise_at, node->at)))
		return;
	choice->is_for_short = node->is_for_short;
	choosing->otherwise_at = node->at;
	if (choice->otherwise)
		model_error(model, node->at, "%s has more than one \"else\"", choice->name);
	struct alternative *otherwise = model_take(model, sizeof(*otherwise));
	*otherwise = alternative;
	choice->otherwise = otherwise;
}

/* The number that lies where the choice does. */
static struct reference reference_to_self(struct model *model, const struct member *member,
                                          const struct choice_node *node)
{
	const struct scalar *scalar = base_find(model, &node->base, "uint");
	struct reference reference = { .is_signed = scalar->is_signed };

	for (unsigned abi = 0; abi < ABI_COUNT; abi++) {
		reference.offset[abi] = member->field.offset[abi];
		reference.size[abi] = scalar->size[abi];
	}
	return reference;
}

static void choice_build(struct model *model, struct member *member, struct choice_node *node,
                         const struct scope *scope, const struct block_style *style)
{
	const struct by_node *by = member->node->by.sibling.name ? &member->node->by : &node->by;
	struct choice *choice = model_take(model, sizeof(*choice));
	struct choosing choosing = {
		.node = node, .choice = choice, .member = member, .scope = scope, .style = style
	};
	unsigned keys = count_keys(node);

	if (!by->sibling.name || keys > UINT16_MAX) {
		model_error(model, member->node->at,
		            keys > UINT16_MAX ? "the choice %s has too many keys"
		                              : "the choice %s does not say by which sibling",
		            node->name);
		return;
	}
	choice->name = node->name;
	choice->by = strcmp(by->sibling.name, "self")
	                     ? reference_find(model, scope, &by->sibling, style)
	                     : reference_to_self(model, member, node);
	choice->mask = by->mask.count ? expression_number(model, &by->mask) : UINT64_MAX;
	const struct field *field =
		by->sibling.is_fact ? NULL : field_find(scope, by->sibling.name);
	if (field && field->bits) {
		choice->mask = mask_of_bits(choice->mask, field);
		choosing.shift = field->bit;
	}
	choosing.list = model_take(model, keys * sizeof(*choosing.list));
	for (const struct alternative_node *a = node->first; a; a = a->next)
		choosing_add(model, &choosing, a);
	choice_sort(model, choice, choosing.list, choosing.count);
	member->field.choice = choice;
}

static void choice_resolve(struct model *model, struct member *member, const struct scope *scope,
                           const struct block_style *style)
{
	struct choice_node *node = choice_of(model, member->node);

	if (*node->is_busy || !model_enter(model, member->node->at))
		return;
	*node->is_busy = true;
	choice_build(model, member, node, scope, style);
	*node->is_busy = false;
	model_leave(model);
}

/* ---- how much there is of a structure */

static void upto_resolve(struct model *model, struct member *member, const struct scope *scope,
                         const struct block_style *style)
{
	const struct field_node *node = member->node;
	const struct struct_node *structure = names_find(&model->structs, node->type.name);
	const struct member *last = NULL;

	member->field.upto = reference_find(model, scope, &node->upto, style);
	member->field.least = (uint16_t)expression_number(model, &node->least);
	member->field.filled = (uint16_t)expression_number(model, &node->filled);
	if (!node->after.name)
		return;
	for (unsigned i = 0; structure && i < structure->member_count && !last; i++)
		if (structure->members[i].node->name &&
		    !strcmp(structure->members[i].node->name, node->after.name))
			last = &structure->members[i];
	if (!last) {
		model_error(model, node->after.at, "there is no %s to count after",
		            node->after.name);
		return;
	}
	for (unsigned abi = 0; abi < ABI_COUNT; abi++)
		member->field.upto.plus[abi] = last->field.offset[abi] + last->size[abi];
}

/* ---- blocks */

void references_resolve(struct model *model, struct scope *scope, const struct block_style *style)
{
	for (unsigned i = 0; i < scope->count; i++) {
		struct member *member = &scope->members[i];

		length_resolve(model, member, scope, style);
		condition_resolve(model, member, scope, style);
		if (member->node->upto.name)
			upto_resolve(model, member, scope, style);
		if (member->field.kind == KIND_CHOICE)
			choice_resolve(model, member, scope, style);
	}
}

/* A choice goes by its own name. */
static const struct member *member_named(const struct scope *scope, const char *name)
{
	for (unsigned i = 0; i < scope->count; i++)
		if (!strcmp(scope->members[i].field.name, name))
			return &scope->members[i];
	return NULL;
}

static unsigned choose_all(const struct scope *scope, struct field *fields)
{
	unsigned count = 0;

	for (unsigned i = 0; i < scope->count; i++)
		if (scope->members[i].field.kind != KIND_PAD)
			fields[count++] = scope->members[i].field;
	return count;
}

/* "ptr.size": of a flat structure that one member, which stands where it is listed. */
static bool choose_flat(struct model *model, const struct scope *scope, const char *name,
                        struct field *field)
{
	const char *dot = strchr(name, '.');
	const struct member *flat =
		dot ? member_named(scope, model_word(model, name, (size_t)(dot - name))) : NULL;
	const struct structure *whole = flat ? flat->field.structure : NULL;

	for (unsigned i = 0; whole && flat->field.traits & TRAIT_FLAT && i < whole->count; i++) {
		if (strcmp(whole->fields[i].name, dot + 1) != 0)
			continue;
		char words[100];
		int length = snprintf(words, sizeof(words), "%.48s__%.48s", whole->name, dot + 1);
		struct structure *part = model_take(model, sizeof(*part));
		*part = *whole;
		part->name = model_word(model, words, (size_t)length);
		part->fields = &whole->fields[i];
		part->count = 1;
		*field = flat->field;
		field->structure = part;
		return true;
	}
	return false;
}

static unsigned choose_shown(struct model *model, const struct scope *scope,
                             const struct name_node *shown, struct field *fields)
{
	unsigned count = 0;

	for (; shown; shown = shown->next) {
		const struct member *member = member_named(scope, shown->name);

		if (member)
			fields[count++] = member->field;
		else if (choose_flat(model, scope, shown->name, &fields[count]))
			count++;
		else
			model_error(model, shown->at, "there is no %s to be shown%s", shown->name,
			            hint_word(member_near(scope, shown->name)).text);
	}
	return count;
}

struct structure structure_of(struct model *model, const char *name, const struct scope *scope,
                              const struct name_node *shown, const struct extent *extent)
{
	unsigned room = scope->count;

	for (const struct name_node *one = shown; one; one = one->next)
		room++;
	struct field *fields = model_take(model, room * sizeof(*fields));
	struct structure structure = { .name = name, .fields = fields };

	structure.count =
		shown ? choose_shown(model, scope, shown, fields) : choose_all(scope, fields);
	for (unsigned i = 0; i < structure.count; i++)
		field_finish(&fields[i]);
	for (unsigned abi = 0; abi < ABI_COUNT; abi++)
		structure.size[abi] = extent->size[abi];
	return structure;
}
