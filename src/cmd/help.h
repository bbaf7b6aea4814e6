/* What -h and -V print. */
#ifndef RASTRO_CMD_HELP_H
#define RASTRO_CMD_HELP_H

#include "cmd/option_table.h"

int apply_help(const struct option_use *, struct error *);
int apply_version(const struct option_use *, struct error *);

#endif
