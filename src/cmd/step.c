/* rastro step: shows what runs, instruction by instruction, and the calls and signals between. */
#include "cmd/command.h"
#include "cmd/run.h"

static int step_run(struct options *options)
{
	options->insns = true;
	return run_trace(options, 0);
}

const struct command step_command = {
	.name = "step",
	.usage = "[OPTION]... {COMMAND [ARGUMENT]... | -p PID...}",
	.summary = "Shows every instruction that is executed, with what it reads and changes",
	.options = FOR_STEP,
	.run = step_run,
};
