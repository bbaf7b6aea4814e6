/* What a function was given, or what it returned, as an event carries it (CHUNK_ARGUMENTS).
 *
 * Each with its name and kind where these are known, so that a reader needs no file.  What a
 * pointer to text points to is in the event as memory (CHUNK_ENTRY, CHUNK_EXIT). */
#ifndef RASTRO_EVENT_ARGUMENTS_H
#define RASTRO_EVENT_ARGUMENTS_H

#include "event/stack.h"

enum argument_kind {
	ARGUMENT_RAW, /* a register of which nothing is known */
	ARGUMENT_SIGNED,
	ARGUMENT_UNSIGNED,
	ARGUMENT_CHARACTER,
	ARGUMENT_BOOL,
	ARGUMENT_FLOAT,
	ARGUMENT_POINTER,
	ARGUMENT_UNKNOWN, /* its value was not to be had */
	ARGUMENT_MORE,    /* others follow of which nothing is known */
	ARGUMENT_KIND_COUNT
};

struct argument {
	uint64_t value;
	uint8_t kind; /* enum argument_kind */
	uint8_t size; /* bytes of value that count */
	struct stack_name name;
};

/* Begins the list: arguments that are put until the next other chunk belong to it. */
bool arguments_begin(struct event_buffer *);
void argument_put(struct event_buffer *, const struct argument *);
/* Reads one after the other; position is 0 at first.  False at the end, and where the bytes
 * make no sense. */
bool argument_next(const struct chunk *, uint32_t *position, struct argument *);

#endif
