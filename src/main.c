/* The program: finds the subcommand, and has it do the work. */
#include "cmd/command.h"
#include "cmd/descriptors.h"
#include "cmd/options.h"
#include "cmd/report.h"

#include <stdio.h>

int main(int argc, char **argv)
{
	static char *const nameless[] = { "rastro", NULL };
	struct options options;
	const struct command *command = NULL;

	if (argc == 0)
		argv = (char **)nameless;
	descriptors_fill();
	report_begin(argv[0]);
	if (argc > 1 && !program_is_strace(argv[0]))
		command = command_find(argv[1]);
	if (command) {
		argv[1] = argv[0];
		argv++;
		argc--;
	}
	if (!command)
		command = commands[0];
	switch (options_parse(&options, command, argc, argv)) {
	case PARSED_RUN:
		return command->run(&options);
	case PARSED_DONE:
		/* What was asked for is of no use if it did not get out. */
		return fflush(stdout) == 0 ? 0 : 1;
	default:
		return 1;
	}
}
