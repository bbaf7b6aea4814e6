/* A decoded call: a tree of named, typed values that every view can walk. */
#ifndef RASTRO_CALLS_VALUE_H
#define RASTRO_CALLS_VALUE_H

#include "base/arena.h"
#include "calls/desc.h"
#include "event/event.h"

enum shape {
	SHAPE_NUMBER,  /* number, shown by kind */
	SHAPE_BYTES,   /* bytes, length: a string or buffer, or what kind says (SIGSET ...) */
	SHAPE_STRUCT,  /* children are members */
	SHAPE_LIST,    /* children are elements */
	SHAPE_ADDRESS, /* a pointer whose target is not known: address */
	SHAPE_TEXT,    /* bytes, length: shown as they are (already safe) */
};

enum value_flag {
	VALUE_POINTER = 1 << 0, /* reached through a pointer: address is set */
	VALUE_CUT = 1 << 1,	/* there was more: a longer string, more elements */
	VALUE_FAULT = 1 << 2,	/* memory ended early; address says where */
	VALUE_TIMEOUT = 1 << 3, /* memory did not answer in time */
	VALUE_LATE = 1 << 4,	/* known, or to be known, only when the call has returned */
	VALUE_UNCAPTURED = 1 << 5, /* the event does not hold what this needs */
	VALUE_ABBREVIATED = 1 << 6, /* a structure of which details were passed over */
	VALUE_TUPLE = 1 << 7, /* made by a hook: like a structure that is a tuple */
	VALUE_UNDECIDED = 1 << 8, /* what is behind the pointer depends on the return */
};

struct value {
	const char *name;
	const struct field *field; /* the description it came from; NULL: made by a hook */
	const struct symbols *symbols;
	uint8_t shape;	/* enum shape */
	uint8_t kind;	/* enum kind */
	uint8_t size;	/* SHAPE_NUMBER: bytes it had in memory */
	uint8_t direction; /* enum direction, resolved */
	uint16_t flags;	/* enum value_flag */
	uint32_t traits; /* enum trait */
	uint32_t length;
	uint32_t count;	/* SHAPE_LIST: elements there were, shown or not */
	uint64_t number; /* sign-extended when the type is signed */
	uint64_t address;
	const uint8_t *bytes;
	struct value *first, *next;
	struct value *last; /* of the children, while they are being added */
	struct value *after; /* of what travels both ways: the value on return */
};

/* A call with everything known about it.  Lives in the arena. */
struct call_value {
	const struct event *event;
	const char *name; /* the call's; of one that stands for another, the other's */
	uint32_t name_length;
	const struct call *call; /* NULL: a number without description */
	const struct alternative *alias; /* what it stands for; NULL: nothing but itself */
	struct value *args;	 /* SHAPE_STRUCT; NULL without description */
	struct value *result; /* NULL: not returned; else its kind says how to show it */
	uint32_t number; /* in sets of calls: its own, or of what it stands for */
	unsigned misses;	 /* reads that the event should have held: a bug in a plan */
};

/* True unless memory ended so early that not even limit bytes of a text can be
 * shown, and the one after that tells that it goes on. */
static inline bool value_is_readable(const struct value *value, uint32_t limit)
{
	return !(value->flags & VALUE_FAULT) || value->length > limit;
}

/* How much of structures is wanted: details of those shown in short cost time. */
enum decode_extent { DECODE_ALL, DECODE_ABBREVIATED };

/* Decodes an EVENT_ENTRY or EVENT_EXIT.  A pure function of the event; NULL
 * only when the arena is exhausted. */
struct call_value *decode_call(const struct event *, struct arena *, enum decode_extent);

/* Decodes the siginfo of an EVENT_SIGNAL: a struct of named members, or NULL. */
struct value *decode_siginfo(const struct event *, struct arena *);

/* Decodes a structure that lies at an address, of which the event holds CHUNK_ENTRY. */
struct value *decode_structure(const struct event *, const struct structure *, uint64_t address,
			       struct arena *);

/* "how.flags" finds the member flags below the argument how; NULL if absent. */
const struct value *value_find(const struct value *group, const char *path);

#endif
