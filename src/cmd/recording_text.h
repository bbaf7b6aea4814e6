/* A recording as text: what "replay -f -ttt -o FILE" writes. */
#ifndef RASTRO_CMD_RECORDING_TEXT_H
#define RASTRO_CMD_RECORDING_TEXT_H

#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* True when the file begins as recordings do; it is at its beginning then and afterwards. */
bool recording_is_one(FILE *);
/* A file without a name; what could be read of a recording that is cut is in it.  Strings have
 * at most so many bytes (0: as many as -s shows by default).  NULL with error. */
FILE *recording_as_text(const char *path, uint32_t string_max, struct error *);

#endif
