/* What --completion prints. */
#ifndef RASTRO_CMD_COMPLETION_H
#define RASTRO_CMD_COMPLETION_H

#include "cmd/option_table.h"

int apply_completion(const struct option_use *, struct error *);

#endif
