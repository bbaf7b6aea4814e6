/* What every engine begins with. */
#ifndef RASTRO_ENGINE_ENGINE_BASE_H
#define RASTRO_ENGINE_ENGINE_BASE_H

#include "engine/engine.h"

#include <signal.h>

struct engine {
	const struct engine_ops *ops;
	volatile sig_atomic_t interrupted;
	/* Ends a wait that has begun or is about to begin; async-signal-safe.
	 * NULL: next() never blocks. */
	void (*wake)(struct engine *);
};

/* True once after each engine_interrupt(). */
bool engine_take_interrupt(struct engine *);

#endif
