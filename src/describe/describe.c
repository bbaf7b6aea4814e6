/* Users' own descriptions, at run time.
 *
 * The texts that the built-in tables were made of are made into tables once more,
 * the users' with them.  That takes some hundredths of a second, and saves every
 * question of how new tables and old ones fit together: what is described anew is
 * new in every call that leads to it, and so are the plans of what to copy. */
#include "describe/describe.h"

#include "describe/pack.h"

#include <stdlib.h>

extern const uint8_t descriptions_pack[], descriptions_pack_end[];

/* What the tables in use lie in: the process's, as they are. */
static struct model *model_in_use;

static void model_destroy(struct model *model)
{
	if (model)
		arena_deinit(&model->arena);
	free(model);
}

/* The number of mistakes, or -1. */
static int load(struct model *model, const struct model_input *input)
{
	struct plan_steps steps;

	if (setjmp(model->out_of_memory))
		return -1;
	model_load(model, input);
	if (model->errors)
		return (int)model->errors;
	const struct tables *tables = tables_build(model, &steps);
	if (!model->errors)
		tables_in_use = tables;
	return (int)model->errors;
}

static int load_with(struct model *model, const struct description *list, unsigned count)
{
	size_t size = (size_t)(descriptions_pack_end - descriptions_pack);
	struct pack pack;
	int mistakes = -1;

	if (pack_read(&pack, descriptions_pack, size, count)) {
		for (unsigned i = 0; i < count; i++)
			pack.descriptions[pack.input.description_count++] =
				(struct source){ list[i].name, list[i].bytes, list[i].size, true };
		mistakes = load(model, &pack.input);
	}
	pack_free(&pack);
	return mistakes;
}

int describe(const struct description *list, unsigned count, struct text *messages)
{
	struct model *model = calloc(1, sizeof(*model));

	describe_end();
	if (!model)
		return -1;
	model_init(model, messages);
	model->hooks = built_in_tables.hooks;
	int mistakes = load_with(model, list, count);

	if (mistakes > MODEL_ERRORS_MAX)
		text_format(messages, "and %d more\n", mistakes - MODEL_ERRORS_MAX);
	if (mistakes)
		model_destroy(model);
	else
		model_in_use = model;
	return mistakes;
}

void describe_end(void)
{
	tables_in_use = &built_in_tables;
	model_destroy(model_in_use);
	model_in_use = NULL;
}
