/* What the replay engine offers besides: opening a recording. */
#ifndef RASTRO_ENGINE_REPLAY_H
#define RASTRO_ENGINE_REPLAY_H

#include "engine/engine.h"
#include "event/recording.h"

/* Once, before the first next(). */
int replay_open(struct engine *, const char *path, struct error *);
/* What the recording says of its making; lives as long as the engine. */
const struct recording_info *replay_info(const struct engine *);

#endif
