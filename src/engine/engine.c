/* What all engines have in common. */
#include "engine/engine_base.h"

void engine_interrupt(struct engine *engine)
{
	engine->interrupted = 1;
	if (engine->wake)
		engine->wake(engine);
}

bool engine_take_interrupt(struct engine *engine)
{
	bool taken = engine->interrupted;

	if (taken)
		engine->interrupted = 0;
	return taken;
}
