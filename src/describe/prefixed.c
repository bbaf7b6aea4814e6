/* "all PREFIX_": the constants of a header that belong together, without a list of them.
 *
 * They are put into the tree as if they had been written, so nobody else knows of it. */
#include "describe/model.h"

#include <stdlib.h>

struct found {
	const char *name;
	uint64_t value;
};

static int found_order(const void *left, const void *right)
{
	const struct found *a = left, *b = right;

	if (a->value != b->value)
		return a->value < b->value ? -1 : 1;
	return strcmp(a->name, b->name);
}

/* The largest of an enumeration has a name that stands for no value of its own. */
static bool is_wanted(const char *name, const char *prefix)
{
	static const char largest[] = "_MAX";
	size_t length = strlen(name), end = sizeof(largest) - 1;

	return strncmp(name, prefix, strlen(prefix)) == 0 &&
	       (length < end || strcmp(name + length - end, largest) != 0);
}

bool term_constant(const struct model *model, const struct term *term, uint64_t *number)
{
	const struct constant *constant =
		term->name ? names_find(&model->constants, term->name) : NULL;

	*number = constant ? constant->value[ABI_X86_64] : term->number;
	return constant || !term->name;
}

static bool is_taken(const uint64_t *taken, unsigned count, uint64_t value)
{
	for (unsigned i = 0; i < count; i++)
		if (taken[i] == value)
			return true;
	return false;
}

struct term *constants_beginning(struct model *model, struct place at, const char *prefix,
                                 const uint64_t *taken, unsigned count)
{
	const struct names *constants = &model->constants;
	struct found *list = model_take(model, (constants->count + 1) * sizeof(*list));
	struct term *first = NULL, **next = &first;
	unsigned found = 0;

	for (unsigned i = 0; i < constants->capacity; i++) {
		const struct name_entry *entry = &constants->entries[i];

		if (entry->name && is_wanted(entry->name, prefix))
			list[found++] = (struct found){
				entry->name,
				((const struct constant *)entry->value)->value[ABI_X86_64]
			};
	}
	qsort(list, found, sizeof(*list), found_order);
	for (unsigned i = 0; i < found; i++) {
		if ((i && list[i].value == list[i - 1].value) ||
		    is_taken(taken, count, list[i].value))
			continue;
		*next = model_take(model, sizeof(**next));
		**next = (struct term){ .at = at, .name = list[i].name };
		next = &(*next)->next;
	}
	if (!first)
		model_error(model, at, "no constant begins with \"%s\"", prefix);
	return first;
}
