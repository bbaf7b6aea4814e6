/* Puts what was resolved into the tables that the program looks things up in. */
#include "describe/model.h"

#include <stdlib.h>

static int compare_names(const void *left, const void *right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* All names of a list of nodes, sorted. */
static const char **sorted_names(struct model *model, const struct names *names)
{
	const char **list = model_take(model, names->count * sizeof(*list));
	unsigned count = 0;

	for (unsigned i = 0; i < names->capacity; i++)
		if (names->entries[i].name)
			list[count++] = names->entries[i].name;
	if (count)
		qsort(list, count, sizeof(*list), compare_names);
	return list;
}

static const struct call_table *tables_calls(struct model *model)
{
	static const char *const abi_names[ABI_COUNT] = { "x86_64", "i386" };
	struct call_table *tables = model_take(model, ABI_COUNT * sizeof(*tables));

	for (unsigned abi = 0; abi < ABI_COUNT; abi++) {
		uint32_t count = model->number_count[abi];
		const struct call **calls = model_take(model, count * sizeof(*calls));

		for (unsigned nr = 0; nr < count; nr++) {
			const struct call_node *node = model->by_number[abi][nr].call;
			calls[nr] = node ? &node->call : NULL;
		}
		tables[abi] = (struct call_table){ abi_names[abi], calls, count };
	}
	return tables;
}

static const struct call_index *tables_indexes(struct model *model)
{
	struct call_index *indexes = model_take(model, ABI_COUNT * sizeof(*indexes));

	for (unsigned abi = 0; abi < ABI_COUNT; abi++) {
		const struct names *names = &model->numbers[abi];
		const char **sorted = sorted_names(model, names);
		uint16_t *numbers = model_take(model, names->count * sizeof(*numbers));

		indexes[abi].numbers = numbers;
		for (unsigned i = 0; i < names->count; i++) {
			const struct numbered *numbered = names_find(names, sorted[i]);
			if (numbered->call)
				numbers[indexes[abi].count++] = (uint16_t)numbered->nr;
		}
	}
	return indexes;
}

static const struct structure *const *tables_structures(struct model *model)
{
	const char **sorted = sorted_names(model, &model->structs);
	const struct structure **list = model_take(model, model->structs.count * sizeof(*list));

	for (unsigned i = 0; i < model->structs.count; i++) {
		const struct struct_node *node = names_find(&model->structs, sorted[i]);
		list[i] = &node->structure;
	}
	return list;
}

/* The sets, and those of the choices' keys: no two of them have the same name. */
static const struct symbols *const *tables_sets(struct model *model, uint32_t *count)
{
	struct names all = { 0 };

	for (unsigned i = 0; i < model->sets.capacity; i++) {
		struct set_node *set = model->sets.entries[i].value;
		if (set)
			names_put(model, &all, set->name, &set->symbols);
	}
	for (unsigned i = 0; i < model->choices.capacity; i++) {
		struct choice_node *choice = model->choices.entries[i].value;
		if (choice)
			names_put(model, &all, choice->name, &choice->symbols);
	}
	const char **sorted = sorted_names(model, &all);
	const struct symbols **list = model_take(model, all.count * sizeof(*list));

	for (unsigned i = 0; i < all.count; i++)
		list[i] = names_find(&all, sorted[i]);
	*count = all.count;
	return list;
}

const struct tables *tables_build(struct model *model, struct plan_steps *steps)
{
	struct tables *tables = model_take(model, sizeof(*tables));

	tables->calls = tables_calls(model);
	tables->indexes = tables_indexes(model);
	tables->plans = plans_build(model, steps);
	tables->structures = tables_structures(model);
	tables->structure_count = model->structs.count;
	tables->sets = tables_sets(model, &tables->set_count);
	tables->hooks = model->hooks;
	return tables;
}
