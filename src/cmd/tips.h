/* Tips at the end of a trace (--tips). */
#ifndef RASTRO_CMD_TIPS_H
#define RASTRO_CMD_TIPS_H

#include <limits.h>

enum tip_format { TIP_NONE, TIP_COMPACT, TIP_FULL };
enum { TIP_RANDOM = UINT_MAX };

/* Prints a tip on standard error; beyond the last number it begins again. */
void tip_show(enum tip_format, unsigned number);

#endif
