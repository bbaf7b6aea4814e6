/* A ring of places. */
#include "debug/step_log.h"

#include <stdlib.h>

struct step_log *step_log_create(size_t capacity)
{
	struct step_log *log = calloc(1, sizeof(*log) + capacity * sizeof(*log->places));

	if (log)
		log->capacity = capacity;
	return log;
}

void step_log_add(struct step_log *log, uint64_t place)
{
	if (log->count > log->first && step_log_at(log, log->count - 1) == place)
		return;
	log->places[log->count++ % log->capacity] = place;
	if (log->count - log->first > log->capacity)
		log->first++;
}

void step_log_clear(struct step_log *log)
{
	log->first = log->count;
}
