/* A set of system calls, per ABI: what -e trace=, verbose=, abbrev= and raw= name. */
#ifndef RASTRO_CALLS_CALL_SET_H
#define RASTRO_CALLS_CALL_SET_H

#include "base/error.h"
#include "event/event.h"

#include <stdbool.h>
#include <stdint.h>

enum { CALL_SET_WORDS = 16 }; /* numbers 0 .. 1023; all higher ones: others */

struct call_set {
	uint64_t bits[ABI_COUNT][CALL_SET_WORDS];
	bool others[ABI_COUNT]; /* numbers that no table knows */
};

/* What a %class of the language stands for. */
struct call_class_name {
	const char *name;
	uint32_t classes; /* enum call_class: members have one of these */
	bool bare;        /* the old spelling without % means it, too */
};
extern const struct call_class_name call_class_names[]; /* ends with name NULL */

static inline bool call_set_has(const struct call_set *set, enum event_abi abi, uint64_t nr)
{
	nr = event_call_number(abi, nr);
	return nr < CALL_SET_WORDS * 64 ? set->bits[abi][nr / 64] >> (nr % 64) & 1
	                                : set->others[abi];
}

void call_set_fill(struct call_set *, bool member);
bool call_set_is_full(const struct call_set *);
void call_set_put(struct call_set *, enum event_abi, uint64_t nr, bool member);
void call_set_add(struct call_set *, const struct call_set *members);

/* Reads strace's language: names, numbers, %classes (and old class names), /regex, ?name,
 * all, none, ! at the front, comma between, @64/@32 behind.  Replaces what set held.
 * Returns 0, or -1 with error: the text strace prints, e.g. "invalid system call 'x'";
 * error.number is ERROR_USAGE where the help text would help. */
int call_set_parse(struct call_set *, const char *text, struct error *);

#endif
