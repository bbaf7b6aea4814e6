/* rastro [trace]: shows what a command, or a running process, does. */
#include "cmd/command.h"
#include "cmd/run.h"

static int trace_run(struct options *options)
{
	return run_trace(options, 0);
}

const struct command trace_command = {
	.name = "trace",
	.usage = "[OPTION]... {COMMAND [ARGUMENT]... | -p PID...}",
	.summary = "Shows the system calls and signals of a command or of running processes",
	.options = FOR_TRACE,
	.run = trace_run,
};
