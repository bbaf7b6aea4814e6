/* The program: finds the subcommand, and has it do the work. */
#include "cmd/command.h"
#include "cmd/descriptors.h"
#include "cmd/options.h"
#include "cmd/report.h"
#include "cmd/serve.h"

#include <stdio.h>

static int command_run(const struct command *command, int argc, char **argv)
{
	struct options options;
	int status = 1;

	switch (options_parse(&options, command, argc, argv)) {
	case PARSED_RUN:
		status = command->run(&options);
		break;
	case PARSED_DONE:
		/* What was asked for is of no use if it did not get out. */
		status = fflush(stdout) == 0 ? 0 : 1;
		break;
	case PARSED_WRONG:
		break;
	}
	options_release(&options);
	return status;
}

int main(int argc, char **argv)
{
	static char *nameless[] = { "rastro", NULL };
	const struct command *command = NULL;

	if (argc == 0)
		argv = nameless;
	descriptors_fill();
	report_begin(argv[0]);
	if (program_is_gdbserver(argv[0]))
		return gdbserver_run(argc, argv);
	if (argc > 1 && !program_is_strace(argv[0]))
		command = command_find(argv[1]);
	if (!command)
		return command_run(commands[0], argc, argv);
	argv[1] = argv[0];
	return command_run(command, argc - 1, argv + 1);
}
