/* Names find their meaning: the order in which descriptions are resolved, and
 * which call has which numbers. */
#include "describe/model.h"

static void report_twice(struct model *model, struct place at, const char *what, const char *name,
                         struct place before)
{
	model_error(model, at, "%s %s is described twice; the first is in %s:%u", what, name,
	            before.source->name, before.line);
}

static void index_sets(struct model *model)
{
	for (struct set_node *set = model->first_set; set; set = set->next) {
		struct set_node *other = names_find(&model->sets, set->name);

		if (other && place_replaces(set->at, other->at)) {
			set->replaces = other;
			other->is_replaced = true;
			names_put(model, &model->sets, set->name, set);
		} else if (other)
			report_twice(model, set->at, "the set", set->name, other->at);
		else if (names_find(&model->scalars, set->name))
			model_error(model, set->at, "%s is already a type", set->name);
		else
			names_put(model, &model->sets, set->name, set);
	}
}

static void index_structs(struct model *model)
{
	for (struct struct_node *s = model->first_struct; s; s = s->next) {
		struct struct_node *other = names_find(&model->structs, s->name);

		if (other && !place_replaces(s->at, other->at)) {
			report_twice(model, s->at, "struct", s->name, other->at);
			continue;
		}
		if (other)
			other->is_replaced = true;
		names_put(model, &model->structs, s->name, s);
	}
}

static void index_choices(struct model *model)
{
	for (struct choice_node *choice = model->first_choice; choice; choice = choice->next) {
		struct choice_node *other = names_find(&model->choices, choice->name);
		struct set_node *set = names_find(&model->sets, choice->name);

		if (other && place_replaces(choice->at, other->at)) {
			other->is_replaced = true;
			names_put(model, &model->choices, choice->name, choice);
		} else if (other)
			report_twice(model, choice->at, "the choice", choice->name, other->at);
		else if (set && place_replaces(set->at, choice->at))
			report_twice(model, set->at, "", choice->name, choice->at);
		else if (set)
			report_twice(model, choice->at, "", choice->name, set->at);
		else if (names_find(&model->scalars, choice->name))
			model_error(model, choice->at, "%s is already a type", choice->name);
		else
			names_put(model, &model->choices, choice->name, choice);
	}
}

/* The first of equal keys counts: what users add comes before what is there. */
static void choice_extend(struct choice_node *choice, struct choice_node *extension)
{
	bool leads = place_replaces(extension->at, choice->at);
	struct alternative_node *first = leads ? extension->first : choice->first;
	struct alternative_node *second = leads ? choice->first : extension->first;

	choice->first = first ? first : second;
	while (first && first->next)
		first = first->next;
	if (first)
		first->next = second;
}

static void extend_choices(struct model *model)
{
	for (struct choice_node *extension = model->first_extension; extension;
	     extension = extension->next) {
		struct choice_node *choice = names_find(&model->choices, extension->name);

		if (!choice) {
			model_error(model, extension->at, "there is no choice %s to extend%s",
			            extension->name,
			            hint_near(model, extension->name, &model->choices, NULL).text);
			continue;
		}
		choice_extend(choice, extension);
	}
}

struct definition {
	struct place at;
	struct constant value;
};

/* What users define may differ from what is there. */
static void check_defined_once(struct model *model, struct place at, const char *name,
                               struct constant value)
{
	struct definition *before = names_find(&model->defined, name);

	if (!before || at.source->is_users != before->at.source->is_users) {
		before = model_take(model, sizeof(*before));
		*before = (struct definition){ at, value };
		names_put(model, &model->defined, name, before);
	} else if (memcmp(&before->value, &value, sizeof(value)) != 0) {
		model_error(model, at, "%s is defined twice: it is %#llx in %s:%u", name,
		            (unsigned long long)before->value.value[0], before->at.source->name,
		            before->at.line);
	}
}

static void define_constant(struct model *model, const char *name, struct constant value)
{
	struct constant *constant = names_find(&model->constants, name);

	if (constant)
		return;
	constant = model_take(model, sizeof(*constant));
	*constant = value;
	names_put(model, &model->constants, name, constant);
}

static bool has_command(const struct expression *expression)
{
	for (const struct term *term = expression->first; term; term = term->next)
		if (term->command)
			return true;
	return false;
}

static void define_entries(struct model *model, const struct entry_node *entry, bool commands)
{
	for (; entry; entry = entry->next) {
		define_entries(model, entry->group, commands);
		if (!entry->value.count || has_command(&entry->value) != commands)
			continue;
		struct constant value = expression_value(model, &entry->value);

		if (entry->form == ENTRY_NAME && !entry->is_quoted)
			check_defined_once(model, entry->at, entry->name, value);
		define_constant(model, entry->name, value);
	}
}

static void define_keys(struct model *model, const struct choice_node *choice, bool commands)
{
	for (const struct alternative_node *a = choice->first; a; a = a->next)
		for (const struct term *key = a->keys; key; key = key->next)
			if (key->value && !key->value->command == !commands)
				define_constant(model, key->name, term_value(model, key));
}

/* What is defined in place, everybody may use. */
static void define_constants(struct model *model, bool commands)
{
	for (const struct set_node *set = model->first_set; set; set = set->next)
		define_entries(model, set->first, commands);
	for (const struct choice_node *choice = model->first_choice; choice; choice = choice->next)
		define_keys(model, choice, commands);
}

/* ---- calls */

static unsigned call_classes(struct model *model, const struct name_node *name)
{
	static const struct {
		const char *name;
		unsigned bit;
	} classes[] = {
		{ "file", CLASS_FILE },       { "desc", CLASS_DESC },
		{ "network", CLASS_NETWORK }, { "process", CLASS_PROCESS },
		{ "signal", CLASS_SIGNAL },   { "ipc", CLASS_IPC },
		{ "memory", CLASS_MEMORY },   { "creds", CLASS_CREDS },
		{ "stat", CLASS_STAT },       { "lstat", CLASS_LSTAT },
		{ "fstat", CLASS_FSTAT },     { "statfs", CLASS_STATFS },
		{ "fstatfs", CLASS_FSTATFS }, { "clock", CLASS_CLOCK },
		{ "pure", CLASS_PURE },
	};
	enum { CLASS_COUNT = sizeof(classes) / sizeof(*classes) };
	unsigned bits = 0;

	for (; name; name = name->next) {
		unsigned best = 3, near = CLASS_COUNT;

		for (unsigned i = 0; i < CLASS_COUNT && best; i++) {
			unsigned distance = names_distance(name->name, classes[i].name, 2);
			if (distance < best) {
				best = distance;
				near = i;
			}
		}
		if (best)
			model_error(model, name->at, "unknown class %s%s", name->name,
			            hint_word(near < CLASS_COUNT ? classes[near].name : NULL).text);
		else
			bits |= classes[near].bit;
	}
	return bits;
}

static bool call_counts_on(const struct model *model, const struct call_node *call,
                           enum event_abi abi)
{
	bool is_special = call->on[ABI_X86_64] || call->on[ABI_I386];

	return (!is_special || call->on[abi]) && names_find(&model->numbers[abi], call->name);
}

static bool has_alias(const struct structure *args)
{
	for (unsigned i = 0; i < args->count; i++) {
		const struct choice *choice = args->fields[i].choice;

		for (unsigned k = 0; choice && k < choice->count; k++)
			if (choice->list[k].alias)
				return true;
		if (choice && choice->otherwise && choice->otherwise->fields &&
		    has_alias(choice->otherwise->fields))
			return true;
	}
	return false;
}

static void call_resolve(struct model *model, struct call_node *node)
{
	static const uint64_t slots[ABI_COUNT] = { 6 * 8, 6 * 4 };
	struct call *call = &node->call;
	struct block_style style = { .at = node->at, .owner = node->name, .is_args = true };
	unsigned alignment[ABI_COUNT];
	struct extent extent;

	struct scope scope =
		layout_fields(model, &node->args, &style, (uint64_t[ABI_COUNT]){ 0 }, &extent);
	references_resolve(model, &scope, &style);
	for (unsigned abi = 0; abi < ABI_COUNT; abi++)
		if (extent.size[abi] > slots[abi] && call_counts_on(model, node, abi))
			model_error(model, node->at,
			            "%s has more arguments than there are registers%s", node->name,
			            abi == ABI_I386 ? " on i386" : "");
	call->name = node->name;
	call->name_length = strlen(node->name);
	call->classes = call_classes(model, node->classes);
	call->named = node->named;
	call->never_returns = node->never_returns;
	call->args = structure_of(model, node->name, &scope, node->shown, &extent);
	call->stands_in = has_alias(&call->args);
	call->result.name = "result";
	call->result.note = node->result.note;
	type_resolve(model, &node->result, &call->result, alignment);
	field_finish(&call->result);
}

/* A prototype for one ABI wins over one for all. */
static void call_number_on(struct model *model, struct call_node *call, enum event_abi abi)
{
	struct numbered *numbered = names_find(&model->numbers[abi], call->name);
	const struct call_node *other = numbered->call;

	if (!other || place_replaces(call->at, other->at) || (call->on[abi] && !other->on[abi]))
		numbered->call = call;
	else if (call->on[abi] == other->on[abi])
		report_twice(model, call->at, "the call", call->name, other->at);
}

/* Which numbers it describes; after a message, none. */
static void call_find_numbers(struct model *model, struct call_node *call)
{
	bool exists = false;

	for (unsigned abi = 0; abi < ABI_COUNT; abi++) {
		if (call_counts_on(model, call, abi)) {
			call_number_on(model, call, abi);
			exists = true;
		}
	}
	if (!exists)
		model_error(model, call->at, "no such call: %s%s", call->name,
		            hint_near(model, call->name, &model->numbers[ABI_X86_64],
		                      &model->numbers[ABI_I386])
		                    .text);
}

/* Another prototype may count wherever this one would. */
static bool call_is_replaced(const struct model *model, const struct call_node *call)
{
	bool is_replaced = false;

	for (unsigned abi = 0; abi < ABI_COUNT; abi++) {
		const struct numbered *numbered = names_find(&model->numbers[abi], call->name);

		if (numbered && numbered->call == call)
			return false;
		if (numbered && numbered->call && place_replaces(numbered->call->at, call->at))
			is_replaced = true;
	}
	return is_replaced;
}

static void resolve_calls(struct model *model)
{
	unsigned index = 0;

	for (struct call_node *call = model->first_call; call; call = call->next)
		call_find_numbers(model, call);
	for (struct call_node *call = model->first_call; call; call = call->next) {
		call->index = index++;
		if (!call_is_replaced(model, call))
			call_resolve(model, call);
	}
}

void resolve_all(struct model *model)
{
	index_sets(model);
	index_structs(model);
	index_choices(model);
	extend_choices(model);
	/* Commands have the size of structures in them, which may need the others. */
	define_constants(model, false);
	define_constants(model, true);
	for (struct set_node *set = model->first_set; set; set = set->next)
		if (!set->is_replaced)
			set_resolve(model, set);
	for (struct struct_node *s = model->first_struct; s; s = s->next)
		if (!s->is_replaced)
			struct_resolve(model, s);
	for (struct choice_node *choice = model->first_choice; choice; choice = choice->next)
		if (!choice->is_replaced)
			choice_resolve_symbols(model, choice);
	resolve_calls(model);
}
