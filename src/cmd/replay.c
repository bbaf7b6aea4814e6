/* rastro replay: shows a recording as the live trace would have been shown. */
#include "cmd/command.h"
#include "cmd/run.h"

const struct command replay_command = {
	.name = "replay",
	.usage = "FILE [OPTION]...",
	.summary = "Shows a recording",
	.options = FOR_REPLAY,
	.run = run_replay,
};
