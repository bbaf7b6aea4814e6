/* The stack of a thread, as an event carries it (CHUNK_STACK).
 *
 * Frames stand one after the other, the innermost first, each with the names
 * that were known when the thread was stopped: a reader needs no process and no
 * file.  Where the walk ended early the last frame says why. */
#ifndef RASTRO_EVENT_STACK_H
#define RASTRO_EVENT_STACK_H

#include "event/event.h"

enum {
	STACK_NAME_MAX = 4096,   /* bytes of a module's, symbol's or source file's name */
	STACK_FRAMES_MAX = 4096, /* of one event */
};

enum stack_end {
	STACK_GOES_ON,
	STACK_LOST, /* it is not known whose code address belongs to */
	STACK_CUT,  /* there are more frames than were asked for; no frame, only this word */
};

struct stack_name {
	const char *bytes; /* no NUL behind them */
	uint16_t length;   /* 0: not known */
};

struct stack_frame {
	uint64_t address;       /* where the thread goes on in this frame */
	uint64_t offset;        /* the same place in the module's file */
	uint64_t symbol_offset; /* and from the start of the symbol */
	uint32_t line;          /* of the source; 0: not known */
	uint8_t end;            /* enum stack_end */
	struct stack_name module, symbol, source;
};

/* Begins a stack: frames that are put until the next other chunk belong to it. */
bool stack_begin(struct event_buffer *);
/* False when the event is full: then the frame was left out. */
bool stack_put(struct event_buffer *, const struct stack_frame *);

/* A single place (CHUNK_PLACE): whose code or data stands at frame->address. */
void place_put(struct event_buffer *, const struct stack_frame *);
/* False when the event tells nothing of that address. */
bool place_find(const struct event *, uint64_t address, struct stack_frame *);

/* Reads one frame after the other; position is 0 at first.  False at the end, and where the
 * bytes make no sense. */
bool stack_next(const struct chunk *, uint32_t *position, struct stack_frame *);

#endif
