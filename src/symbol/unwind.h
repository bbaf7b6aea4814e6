/* Who called whom: the frames of a stopped thread, with names. */
#ifndef RASTRO_SYMBOL_UNWIND_H
#define RASTRO_SYMBOL_UNWIND_H

#include "arch/arch.h"
#include "base/error.h"
#include "event/event.h"
#include "event/memory.h"

#include <stdbool.h>

struct unwinder;

struct unwind_thread {
	pid_t pid, tid;
	struct arch_frame frame;
	struct memory *memory;
};

/* NULL with error where the means are missing. */
struct unwinder *unwinder_create(struct error *);
void unwinder_destroy(struct unwinder *);

/* Adds the stack of a stopped thread to an event: at most so many frames; sources: with the
 * lines of the source that they stand in. */
void unwind(struct unwinder *, const struct unwind_thread *, unsigned frames_max, bool sources,
            struct event_buffer *);
/* What is known of a process is of no use any more: it has ended, or runs another program. */
void unwinder_forget(struct unwinder *, pid_t pid);

#endif
