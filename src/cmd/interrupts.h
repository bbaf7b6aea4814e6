/* Signals that are meant for us, and how we end. */
#ifndef RASTRO_CMD_INTERRUPTS_H
#define RASTRO_CMD_INTERRUPTS_H

#include "cmd/options.h"

struct rastro;
struct stream;

/* From now on fatal signals do what -I says.  To be called when the command
 * has been started, so that it never sees our dispositions.  An interrupted
 * session's wait says so; stream (or NULL) gives up if it blocks after that. */
void interrupts_begin(enum interruptible, struct rastro *, struct stream *);
/* The signal that was caught, or 0. */
int interrupts_caught(void);
void interrupts_end(void);

/* Ends this process by that signal, without a core file. */
_Noreturn void die_of_signal(int signal);

#endif
