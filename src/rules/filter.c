/* Which events are shown.
 *
 * A call's entry and its return get the same verdict, because both are judged
 * by what was known at the entry; only the outcome has to wait for the return,
 * and then the entry is not shown at all. */
#include "rules/filter.h"

#include "calls/stand_in.h"
#include "calls/value.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum {
	LOOK_ARENA_MAX = 16 << 20, /* memory for looking into one call */
	LOOK_DEPTH_MAX = 16,
};

void filter_init(struct filter *filter)
{
	*filter = (struct filter){ .outcomes = OUTCOME_ALL, .signals = UINT64_MAX };
	call_set_fill(&filter->calls, true);
	arena_init(&filter->arena, LOOK_ARENA_MAX);
}

void filter_deinit(struct filter *filter)
{
	for (unsigned i = 0; i < filter->path_count; i++)
		free(filter->paths[i]);
	free(filter->paths);
	arena_deinit(&filter->arena);
}

int filter_add_path(struct filter *filter, const char *path)
{
	char **paths = realloc(filter->paths, (filter->path_count + 1) * sizeof(*paths));

	if (!paths)
		return -ENOMEM;
	filter->paths = paths;
	paths[filter->path_count] = strdup(path);
	if (!paths[filter->path_count])
		return -ENOMEM;
	filter->path_count++;
	return 0;
}

static bool is_wanted_path(const struct filter *filter, const void *bytes, size_t length)
{
	for (unsigned i = 0; i < filter->path_count; i++)
		if (strlen(filter->paths[i]) == length &&
		    memcmp(filter->paths[i], bytes, length) == 0)
			return true;
	return false;
}

/* True when the descriptor is wanted, or leads, as it was at the entry, to a wanted path. */
static bool is_wanted_fd(const struct filter *filter, const struct event *event, uint64_t fd)
{
	static const char deleted[] = " (deleted)";
	const size_t deleted_length = sizeof(deleted) - 1;
	const struct chunk *chunk = event_name_find(event, CHUNK_FD, fd, false);

	if ((int)fd >= 0 && number_set_has(&filter->fds, (int)fd))
		return true;
	if (!chunk)
		return false;
	const uint8_t *link = chunk_bytes(chunk);
	size_t length = chunk->length;

	if (is_wanted_path(filter, link, length))
		return true;
	return length > deleted_length &&
	       memcmp(link + length - deleted_length, deleted, deleted_length) == 0 &&
	       is_wanted_path(filter, link, length - deleted_length);
}

static bool is_wanted_in_set(const struct filter *filter, const struct event *event,
                             const struct value *set)
{
	for (uint32_t fd = 0; fd / 8 < set->length; fd++)
		if (set->bytes[fd / 8] >> (fd % 8) & 1 && is_wanted_fd(filter, event, fd))
			return true;
	return false;
}

/* True when value, or something below it, went into the call and leads to a wanted path. */
static bool value_is_wanted(const struct filter *filter, const struct event *event,
                            const struct value *value, unsigned depth)
{
	if (value->direction == DIR_OUT || depth == LOOK_DEPTH_MAX)
		return false;
	if (value->shape == SHAPE_STRUCT || value->shape == SHAPE_LIST) {
		for (const struct value *below = value->first; below; below = below->next)
			if (value_is_wanted(filter, event, below, depth + 1))
				return true;
		return false;
	}
	switch (value->kind) {
	case KIND_PATH:
		return value->shape == SHAPE_BYTES &&
		       is_wanted_path(filter, value->bytes, value->length);
	case KIND_FD:
	case KIND_DIRFD:
		return value->shape == SHAPE_NUMBER && is_wanted_fd(filter, event, value->number);
	case KIND_FDSET:
		return value->shape == SHAPE_BYTES && is_wanted_in_set(filter, event, value);
	default:
		return false;
	}
}

bool filter_takes(struct filter *filter, const struct event *event)
{
	uint32_t number = call_meant(event, &filter->arena);

	arena_empty(&filter->arena);
	if (!call_set_has(&filter->calls, (enum event_abi)event->abi, number))
		return false;
	if (!filter_looks_inside(filter))
		return true;
	const struct call_value *call = decode_call(event, &filter->arena, DECODE_ALL);
	bool wanted = call && call->args && value_is_wanted(filter, event, call->args, 0);

	arena_empty(&filter->arena);
	return wanted;
}

bool filter_shows_all(const struct filter *filter)
{
	return call_set_is_full(&filter->calls) && !filter_looks_inside(filter) &&
	       filter->outcomes == OUTCOME_ALL && filter->signals == UINT64_MAX;
}

static enum outcome event_outcome(const struct event *event)
{
	if (event->flags & EVENT_UNFINISHED)
		return OUTCOME_UNFINISHED;
	return event->flags & (EVENT_FAILED | EVENT_INTERRUPTED) ? OUTCOME_FAILED
	                                                         : OUTCOME_SUCCESSFUL;
}

bool filter_shows(struct filter *filter, const struct event *event)
{
	switch (event->kind) {
	case EVENT_ENTRY:
		return !filter_waits(filter) && filter_takes(filter, event);
	case EVENT_EXIT:
		return filter->outcomes & event_outcome(event) && filter_takes(filter, event);
	case EVENT_SIGNAL:
	case EVENT_STOPPED:
		return event->result < 1 || event->result > 64 ||
		       filter->signals >> (event->result - 1) & 1;
	default:
		return true;
	}
}

bool filter_counts(struct filter *filter, const struct event *event)
{
	return event->kind == EVENT_EXIT && filter_takes(filter, event);
}
