/* What a thread has executed: the places it went through, the last ones, as many as there is
 * room for.  The newest is where it stands, and not executed yet.
 *
 * Places are counted from the beginning on; the log still has those from `first` on. */
#ifndef RASTRO_DEBUG_STEP_LOG_H
#define RASTRO_DEBUG_STEP_LOG_H

#include <stddef.h>
#include <stdint.h>

enum { STEP_LOG_MAX = 1 << 20 /* places */ };

struct step_log {
	uint64_t first, count;
	uint64_t told; /* for its reader: so many places it has been told of */
	size_t capacity;
	uint64_t places[];
};

/* NULL when there is no memory. */
struct step_log *step_log_create(size_t capacity);
/* The rounds of an instruction that repeats itself are one. */
void step_log_add(struct step_log *, uint64_t place);
/* What was executed is of another program. */
void step_log_clear(struct step_log *);

static inline uint64_t step_log_at(const struct step_log *log, uint64_t index)
{
	return log->places[index % log->capacity];
}

#endif
