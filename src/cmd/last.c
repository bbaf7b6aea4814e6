/* A ring of events for each thread. */
#include "cmd/last.h"

#include <stdlib.h>

struct kept {
	uint64_t count; /* of all that came */
	struct event_buffer ring[];
};

static struct kept *kept_of(struct last *last, pid_t tid)
{
	struct kept *kept = map_get(&last->threads, (uint64_t)tid);

	if (kept)
		return kept;
	kept = calloc(1, sizeof(*kept) + last->max * sizeof(*kept->ring));
	if (kept && !map_put(&last->threads, (uint64_t)tid, kept)) {
		free(kept);
		kept = NULL;
	}
	return kept;
}

static void kept_free(const struct last *last, struct kept *kept)
{
	for (unsigned i = 0; kept && i < last->max; i++)
		event_buffer_free(&kept->ring[i]);
	free(kept);
}

void last_keep(struct last *last, const struct event *step)
{
	struct kept *kept = kept_of(last, step->tid);

	if (kept && event_buffer_set(&kept->ring[kept->count % last->max], step) == 0)
		kept->count++;
}

void last_show(struct last *last, pid_t tid, struct outputs *outputs)
{
	const struct kept *kept = map_get(&last->threads, (uint64_t)tid);
	uint64_t first = kept && kept->count > last->max ? kept->count - last->max : 0;

	for (uint64_t i = first; kept && i < kept->count; i++)
		outputs_event(outputs, kept->ring[i % last->max].event);
	last_forget(last, tid);
}

void last_forget(struct last *last, pid_t tid)
{
	kept_free(last, map_remove(&last->threads, (uint64_t)tid));
}

void last_free(struct last *last)
{
	for (size_t i = 0; i < last->threads.slot_count; i++)
		kept_free(last, last->threads.slots[i].value);
	map_free(&last->threads);
}
