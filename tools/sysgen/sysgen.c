/* The whole way from descriptions to tables. */
#include "model.h"

#include <stdlib.h>

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

void model_load(struct model *model, const struct sysgen_input *input)
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

static void model_emit(struct model *model, struct sysgen_output *output)
{
	emit_plans(model, &output->plans);
	emit_tables(model, &output->calls);
	emit_checks(model, &output->checks);
	emit_described(model, &output->described);
	/* Plans may turn out to be too deep. */
	if (model->errors) {
		text_free(&output->calls);
		text_free(&output->plans);
		text_free(&output->checks);
		text_free(&output->described);
	}
}

/* The number of mistakes, or -1. */
static int run(struct model *model, const struct sysgen_input *input, struct sysgen_output *output)
{
	if (setjmp(model->out_of_memory))
		return -1;
	model_load(model, input);
	if (!model->errors)
		model_emit(model, output);
	if (model->errors > MODEL_ERRORS_MAX)
		text_format(&output->messages, "and %u more\n", model->errors - MODEL_ERRORS_MAX);
	return model->errors;
}

int sysgen_run(const struct sysgen_input *input, struct sysgen_output *output)
{
	struct model *model = calloc(1, sizeof(*model));

	*output = (struct sysgen_output){ 0 };
	if (!model)
		return -1;
	model_init(model, &output->messages);
	int result = run(model, input, output);

	arena_deinit(&model->arena);
	text_free(&model->described);
	free(model);
	if (output->calls.failed || output->plans.failed || output->checks.failed ||
	    output->described.failed || output->messages.failed)
		return -1;
	return result;
}

void sysgen_free(struct sysgen_output *output)
{
	text_free(&output->calls);
	text_free(&output->plans);
	text_free(&output->checks);
	text_free(&output->described);
	text_free(&output->messages);
}
