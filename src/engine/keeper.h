/* Threads that can attach to programs and record calls inside them: see hybrid_keeper.c. */
#ifndef RASTRO_ENGINE_KEEPER_H
#define RASTRO_ENGINE_KEEPER_H

/* Runs the function in such a thread, which gets all signals meanwhile, or, if there can be
 * none, in this one.  Returns what it returns. */
int keeper_call(int (*run)(void *), void *argument);

#endif
