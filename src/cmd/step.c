/* rastro step: shows what runs, instruction by instruction, and the calls and signals between. */
#include "cmd/command.h"
#include "cmd/report.h"
#include "cmd/run.h"

#include <string.h>

static int step_run(struct options *options)
{
	if (!options->output && strcmp(options->format, "drcov") == 0) {
		report("--coverage=drcov needs -o FILE: it is nothing to be read");
		return 1;
	}
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
