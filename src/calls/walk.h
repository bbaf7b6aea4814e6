/* The decoder's walk over a description, for custom decoders. */
#ifndef RASTRO_CALLS_WALK_H
#define RASTRO_CALLS_WALK_H

#include "calls/value.h"

/* Which of the two moments a structure is looked at. */
enum view_of {
	VIEW_ENTRY, /* what went in */
	VIEW_EXIT,  /* what came out */
	VIEW_AFTER, /* of a structure that went in: only what came out through its pointers */
};

/* Bytes in which siblings find each other: the arguments, or a structure. */
struct block {
	const uint8_t *bytes;
	size_t length;
	uint64_t address; /* 0: registers */
};

struct walk {
	const struct event *event;
	struct arena *arena;
	enum event_abi abi;
	const struct chunk *cursor;      /* the chunk found last: plans and walks go in one order */
	const struct field *result;      /* what an alternative says of the result */
	const struct value *returned;    /* what the call returns in memory; NULL: nothing */
	const struct alternative *alias; /* and of the name */
	bool has_returned, has_succeeded;
	bool is_unread;  /* what the arguments lie in cannot be read */
	uint64_t budget; /* bytes left of a result that is shared out */
	bool spending;
	bool is_after;             /* what went in has been walked before: only news count */
	uint64_t bits;             /* of the last set that is counted in bits */
	uint64_t facts[FACTS_MAX]; /* told by fields */
	bool abbreviated;          /* members that are details are passed over */
	unsigned depth;
	unsigned misses;
};

/* A new value, or NULL when the arena is exhausted. */
struct value *walk_value(struct walk *, const char *name, enum shape, enum kind);
/* Either may be NULL: then there is nothing to do. */
static inline void value_append(struct value *group, struct value *child)
{
	if (!group || !child)
		return;
	if (group->last)
		group->last->next = child;
	else
		group->first = child;
	group->last = child;
}
/* Decodes a structure lying at bytes and appends its members to group. */
void walk_structure(struct walk *, const struct structure *, const struct block *, enum view_of,
                    enum direction, struct value *group);
/* A row of padded records that the field's structure describes. */
struct value *walk_row(struct walk *, const struct field *, const struct block *);
/* One of them, as its block has it. */
struct value *walk_record(struct walk *, const struct field *, const struct block *);

#endif
