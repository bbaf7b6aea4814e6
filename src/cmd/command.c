/* The list of subcommands. */
#include "cmd/command.h"

#include <string.h>

/* clang-format off */
const struct command *const commands[] = {
	&trace_command,
	&record_command,
	&replay_command,
	&step_command,
	&merge_command,
	&tree_command,
	&peek_command,
	&poke_command,
	&call_command,
	&serve_command,
	&debug_command,
	NULL,
};
/* clang-format on */

const struct command *command_find(const char *name)
{
	for (const struct command *const *command = commands; *command; command++)
		if (strcmp((*command)->name, name) == 0)
			return *command;
	return NULL;
}
