/* The engine that watches nothing: its events come from a recording.
 *
 * It gives the same events in the same order as the engine that was recorded,
 * less those that nobody wants now.  Where the recording was cut it fails
 * after the last event that is whole. */
#include "engine/replay.h"

#include "engine/engine_base.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct replay {
	struct engine engine;
	struct engine_options options;
	struct recording_reader *reader;
};

static struct engine *replay_create(const struct engine_options *options, struct error *error)
{
	struct replay *replay = calloc(1, sizeof(*replay));

	if (!replay) {
		error_set(error, ENOMEM, "cannot replay: %s", strerror(ENOMEM));
		return NULL;
	}
	replay->engine.ops = &replay_engine;
	replay->options = *options;
	return &replay->engine;
}

int replay_open(struct engine *engine, const char *path, struct error *error)
{
	struct replay *replay = (struct replay *)engine;

	replay->reader = recording_open(path, error);
	return replay->reader ? 0 : -1;
}

const struct recording_info *replay_info(const struct engine *engine)
{
	return recording_info(((const struct replay *)engine)->reader);
}

static int replay_launch(struct engine *engine, const struct launch *launch, pid_t *pid,
                         struct error *error)
{
	(void)engine, (void)launch, (void)pid;
	return error_set(error, EINVAL, "a recording is replayed: no command can be started");
}

static int replay_attach(struct engine *engine, pid_t pid, struct error *error)
{
	(void)engine;
	return error_set(error, EINVAL, "a recording is replayed: process %d cannot be attached to",
	                 pid);
}

static bool is_wanted(const struct engine_options *options, const struct event *event)
{
	if (event->kind == EVENT_ENTRY && options->flags & ENGINE_NO_ENTRY)
		return false;
	if (event->kind != EVENT_ENTRY && event->kind != EVENT_EXIT)
		return true;
	return call_set_has(&options->calls, (enum event_abi)event->abi, event->nr);
}

static enum next replay_next(struct engine *engine, const struct event **event, struct error *error)
{
	struct replay *replay = (struct replay *)engine;

	do {
		if (engine_take_interrupt(engine))
			return NEXT_INTERRUPTED;
		*event = recording_next(replay->reader, error);
	} while (*event && !is_wanted(&replay->options, *event));
	if (*event)
		return NEXT_EVENT;
	return error->text[0] == '\0' ? NEXT_DONE : NEXT_FAILED;
}

static void replay_detach(struct engine *engine)
{
	(void)engine; /* nobody is held */
}

static void replay_destroy(struct engine *engine)
{
	struct replay *replay = (struct replay *)engine;

	if (!replay)
		return;
	recording_close(replay->reader);
	free(replay);
}

const struct engine_ops replay_engine = {
	.name = "replay",
	.create = replay_create,
	.launch = replay_launch,
	.attach = replay_attach,
	.next = replay_next,
	.detach = replay_detach,
	.destroy = replay_destroy,
};
