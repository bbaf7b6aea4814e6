/* The way from texts to resolved descriptions. */
#include "describe/model.h"

void model_init(struct model *model, struct text *messages)
{
	*model = (struct model){ .messages = messages };
	arena_init(&model->arena, MODEL_BYTES_MAX);
	model->last_set = &model->first_set;
	model->last_struct = &model->first_struct;
	model->last_choice = &model->first_choice;
	model->last_extension = &model->first_extension;
	model->last_call = &model->first_call;
}

void model_load(struct model *model, const struct model_input *input)
{
	scalars_load(model);
	for (unsigned abi = 0; abi < ABI_COUNT; abi++)
		numbers_load(model, &input->numbers[abi], abi);
	/* Headers say what constants lack, before values of another ABI may stand for both. */
	constants_load(model, &input->constants[ABI_X86_64], ABI_X86_64);
	constants_load(model, &input->headers, ABI_X86_64);
	constants_load(model, &input->constants[ABI_I386], ABI_I386);
	commands_load(model, &input->commands);
	commands_gather(model);
	for (unsigned i = 0; i < input->description_count; i++)
		parse_source(model, &input->descriptions[i]);
	/* What is missing because it was misspelt would only be missed again. */
	if (!model->errors)
		resolve_all(model);
}
