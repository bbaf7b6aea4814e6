/* One run: an engine's events go through the filter into the outputs. */
#ifndef RASTRO_CMD_RUN_H
#define RASTRO_CMD_RUN_H

#include "cmd/options.h"

/* Traces what the options name.  needs: further enum engine_flag.  Returns the
 * exit status, or dies of the signal that ended the command or us. */
int run_trace(struct options *, unsigned needs);

/* Shows the recording named by options->command[0]. */
int run_replay(struct options *);

#endif
