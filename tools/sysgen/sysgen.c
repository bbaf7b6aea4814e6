/* The whole way from descriptions to texts. */
#include "sysgen.h"

#include "emit.h"

#include <stdlib.h>

static void model_emit(struct model *model, struct sysgen_output *output)
{
	struct plan_steps steps;
	const struct tables *tables = tables_build(model, &steps);

	emit_plans(model, tables, &steps, &output->plans);
	emit_tables(model, tables, &output->calls);
	emit_checks(model, &output->checks);
	emit_described(model, &output->described);
	/* Plans may turn out to be too deep, and headers may lack members. */
	if (model->errors) {
		text_free(&output->calls);
		text_free(&output->plans);
		text_free(&output->checks);
		text_free(&output->described);
	}
}

/* The number of mistakes, or -1. */
static int run(struct model *model, const struct model_input *input, struct sysgen_output *output)
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

int sysgen_run(const struct model_input *input, struct sysgen_output *output)
{
	struct model *model = calloc(1, sizeof(*model));

	*output = (struct sysgen_output){ 0 };
	if (!model)
		return -1;
	model_init(model, &output->messages);
	model->note_key = describe_key;
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
