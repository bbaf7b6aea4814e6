/* --describe: files with descriptions of a user's own. */
#ifndef RASTRO_CMD_DESCRIPTIONS_H
#define RASTRO_CMD_DESCRIPTIONS_H

#include "base/error.h"
#include "cmd/options.h"

/* Has all of them read and used.  Mistakes in them are told line by line, as compilers
 * do, before -1 is returned with error. */
int descriptions_load(const struct word_list *files, struct error *error);

#endif
