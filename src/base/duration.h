/* Spans of time as options give them: "5", "1.5ms", "2s". */
#ifndef RASTRO_BASE_DURATION_H
#define RASTRO_BASE_DURATION_H

#include <stdbool.h>
#include <stdint.h>

/* A number with or without a fraction, then s, ms, us (understood if nothing stands
 * there) or ns.  False where the text is something else; very long spans become
 * INT64_MAX. */
bool duration_parse(const char *text, uint64_t *ns);

#endif
