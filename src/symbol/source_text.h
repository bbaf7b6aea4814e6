/* The text of source files: what stands in a line. */
#ifndef RASTRO_SYMBOL_SOURCE_TEXT_H
#define RASTRO_SYMBOL_SOURCE_TEXT_H

#include "base/error.h"
#include "base/text.h"

#include <sys/types.h>

enum { SOURCE_TEXT_MAX = 16 << 20 }; /* larger files are not read */

/* Replaces what text held by a file, as debugging information calls it: ours, or one that the
 * process sees.  -1 with error; its number is the file's errno. */
int source_text_read(struct text *, pid_t pid, const char *path, struct error *);
/* The start of a line, counted from 1, without its newline; NULL: there are no more. */
const char *source_text_line(const struct text *, unsigned number, size_t *length);
/* Appends a line so that it does a terminal no harm, tabs as spaces. */
void source_text_put(struct text *, const char *line, size_t length);

#endif
