/* Whole files below /proc/PID, for those who look at a process once. */
#ifndef RASTRO_TRACEE_PROC_TEXT_H
#define RASTRO_TRACEE_PROC_TEXT_H

#include "base/text.h"

#include <stdbool.h>
#include <sys/types.h>

enum { PROC_TEXT_MAX = 16 << 20 }; /* more of a file is not read */

/* Replaces what text held by /proc/PID/NAME, and a NUL that is not counted.  0 or -errno. */
int proc_text_read(struct text *, pid_t pid, const char *name);

/* The value of a line "field:	value", without the newline; *length 0 and "": there is none. */
const char *proc_field(const struct text *, const char *field, size_t *length);
/* The same as a number of that base; 0: none. */
unsigned long long proc_field_number(const struct text *, const char *field, int base);

#endif
