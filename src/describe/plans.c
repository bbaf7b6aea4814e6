/* Puts the plans of all calls into one row of steps.
 *
 * Calls with the same steps share them. */
#include "describe/model.h"

struct gatherer {
	struct model *model;
	struct plan_steps *all;
	unsigned capacity;
	struct names known; /* the steps as hexadecimal digits, to where they start */
};

static void keep_steps(struct gatherer *gatherer, const struct plan_steps *steps)
{
	struct plan_steps *all = gatherer->all;

	if (all->count + steps->count > gatherer->capacity) {
		unsigned capacity = 2 * (all->count + steps->count);
		struct plan_step *list = model_take(gatherer->model, capacity * sizeof(*list));
		const char **names = model_take(gatherer->model, capacity * sizeof(*names));

		if (all->count) {
			memcpy(list, all->list, all->count * sizeof(*list));
			memcpy(names, all->names, all->count * sizeof(*names));
		}
		all->list = list;
		all->names = names;
		gatherer->capacity = capacity;
	}
	memcpy(&all->list[all->count], steps->list, steps->count * sizeof(*steps->list));
	memcpy(&all->names[all->count], steps->names, steps->count * sizeof(*steps->names));
	all->count += steps->count;
}

/* Where these steps are among all; they are added when they are new. */
static unsigned place_steps(struct gatherer *gatherer, const struct plan_steps *steps)
{
	struct text key = { 0 };
	const unsigned char *bytes = (const unsigned char *)steps->list;
	unsigned first = gatherer->all->count;

	for (size_t i = 0; i < steps->count * sizeof(*steps->list); i++)
		text_hex_padded(&key, bytes[i], 2);
	const char *word = model_word(gatherer->model, key.failed ? "" : key.bytes,
	                              key.failed ? 0 : key.length);
	text_free(&key);

	unsigned *known = names_find(&gatherer->known, word);
	if (known)
		return *known;
	known = model_take(gatherer->model, sizeof(*known));
	*known = first;
	names_put(gatherer->model, &gatherer->known, word, known);
	keep_steps(gatherer, steps);
	return first;
}

static struct plan_range range_of(struct gatherer *gatherer, const struct call_node *call,
                                  enum event_abi abi)
{
	struct plan_steps steps = plan_compile(gatherer->model, call, abi);
	struct plan_range range = { .count = (uint16_t)steps.count };

	if (!steps.count)
		return range;
	for (unsigned i = 0; i < steps.count; i++) {
		bool is_name = steps.list[i].op == PLAN_FD || steps.list[i].op == PLAN_PID;

		if (steps.list[i].op < PLAN_SOCKET)
			*(is_name ? &range.names : &range.phases) |= steps.list[i].phases;
	}
	range.first = place_steps(gatherer, &steps);
	return range;
}

const struct plan_table *plans_build(struct model *model, struct plan_steps *all)
{
	struct plan_table *tables = model_take(model, ABI_COUNT * sizeof(*tables));
	struct gatherer gatherer = { .model = model, .all = all };

	*all = (struct plan_steps){ 0 };
	for (unsigned abi = 0; abi < ABI_COUNT; abi++) {
		uint32_t count = model->number_count[abi];
		struct plan_range *ranges = model_take(model, count * sizeof(*ranges));

		for (unsigned nr = 0; nr < count; nr++)
			if (model->by_number[abi][nr].call)
				ranges[nr] =
					range_of(&gatherer, model->by_number[abi][nr].call, abi);
		tables[abi] = (struct plan_table){ .ranges = ranges, .count = count };
	}
	for (unsigned abi = 0; abi < ABI_COUNT; abi++)
		tables[abi].steps = all->list;
	return tables;
}
